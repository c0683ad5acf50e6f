"""`python -m assistant letter`: questions, or a letter that came in, to a draft letter and its check-list.

Knows the arguments and the files; what a letter is, the desk knows.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.command import writable
from corpus.errors import BadCall

if TYPE_CHECKING:
    from assistant.letter.desk import Desk
    from assistant.letter.types import Draft

EXAMPLE = "例：python -m assistant letter --question 护理费是怎么规定的？ --to 王某某同志 --out 答复.docx"
LARGEST = 2_000_000
"""Bytes of a letter that came in, or of a file of fields."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--store", type=Path, metavar="DIR", help="索引所在文件夹 | folder of the store")
    parser.add_argument(
        "--question", action="append", default=[], metavar="Q", help="要答复的问题，可多次给出 | may be given again"
    )
    parser.add_argument("--from", dest="incoming", type=Path, metavar="FILE", help="来信文件 | a letter that came in")
    parser.add_argument("--to", metavar="WHOM", help="称谓，如 王某某同志 | whom it is for")
    parser.add_argument("--out", type=Path, metavar="FILE.docx", help="写到哪里 | where to write it")
    parser.add_argument("--kind", default="person", metavar="KIND", help="函件种类，默认答复函 | kind of letter")
    parser.add_argument("--list", action="store_true", help="列出函件种类和要填的字段 | list kinds and fields")
    parser.add_argument(
        "--field", action="append", default=[], metavar="NAME=VALUE", help="填一个字段，可多次给出 | fill a field"
    )
    parser.add_argument("--fields", type=Path, metavar="FILE.toml", help="从文件填字段 | fill fields from a file")
    parser.add_argument("--form", choices=("letter", "ordinary"), help="信函格式或普通格式 | form of the paper")
    parser.add_argument("--as-of", metavar="DATE", help="以某日有效的规定为准 | rules in force that day")
    parser.add_argument("--region", metavar="R", help="只看适用于某地的文件 | documents that hold for a place")
    parser.add_argument("--mode", choices=("extractive", "llm"), help="由原文还是大模型组织文字 | who words it")
    parser.add_argument("--no-evidence", action="store_true", help="不附答复依据一览 | without the list of evidence")
    parser.add_argument("--pdf", action="store_true", help="同时生成 PDF（须有 LibreOffice） | a PDF too")
    parser.add_argument("--text", action="store_true", help="同时生成纯文本 | plain text too")
    parser.add_argument("--final", action="store_true", help="定稿，去掉草稿标记 | make it final")
    parser.add_argument("--by", default="", metavar="NAME", help="定稿人 | who makes it final")
    parser.add_argument("--reason", default="", metavar="TEXT", help="语句没有出处仍定稿的理由 | why, all the same")


def letter(args: argparse.Namespace) -> Iterator[str]:
    """Do it; one line for each thing to be told.

    Raises:
        PolicyError: the call is wrong, or the letter cannot be made.
    """
    from assistant.wiring import open_kinds
    from corpus.settings import Settings

    settings = Settings.read()
    if args.list:
        yield from _listed(settings.letters)
        return
    open_kinds(settings)  # an office's own templates are looked at before anything is opened
    if bool(args.question) == bool(args.incoming):
        raise BadCall("请用 --question 给出问题，或用 --from 给出来信", "give --question, or a letter with --from")
    if args.out is None or args.out.suffix.lower() != ".docx":
        raise BadCall("请用 --out 给出要写的 .docx 文件", "name a .docx file to write with --out")
    writable(args.out)
    if args.as_of and not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", args.as_of):
        raise BadCall(f"日期“{args.as_of}”应写作 2018-06-30", f"write the date {args.as_of} as 2018-06-30")
    fields = _fields(args)
    incoming = _incoming(args.incoming) if args.incoming else ""
    from assistant.wiring import open_desk
    from index.types import Filter

    desk = open_desk(settings, args.store, args.mode)
    told = {"day": args.as_of, "filters": Filter(region=args.region), "form": args.form}
    made = (
        desk.reply(args.kind, incoming, fields, **told)
        if incoming
        else desk.draft(args.kind, args.question, fields, **told)
    )
    if args.final:
        made, event = desk.finalise(made, args.by, args.reason)
        yield f"定稿 | final：{event.at} 第{event.version}稿 {event.checksum[:16]}"
    yield from _files(desk, made, args)
    yield from _state(desk, made)


def _files(desk: Desk, draft: Draft, args: argparse.Namespace) -> Iterator[str]:
    """Write everything; nothing is written before all of it is made."""
    evidence = not args.no_evidence
    out: Path = args.out
    made = {out: desk.docx(draft, evidence=evidence), out.with_suffix(".核对单.docx"): desk.checklist(draft)}
    if args.text:
        made[out.with_suffix(".txt")] = desk.text(draft, evidence=evidence).encode("utf-8")
    if args.pdf:
        made[out.with_suffix(".pdf")] = desk.pdf(draft, evidence=evidence)
    for path, content in made.items():
        try:
            path.write_bytes(content)
        except OSError as error:
            raise BadCall(f"写不了“{path}”：{error.strerror}", f"cannot write {path}: {error.strerror}") from error
        yield f"已写 | written：{path}"


def _state(desk: Desk, draft: Draft) -> Iterator[str]:
    """What a person must see to: what is open, what was not answered, what does not hold."""
    kind = desk.kind(draft)
    for at, item in enumerate(draft.items, 1):
        if item.status != "answered":
            yield f"问题{at}没有答复 | not answered：{item.question}"
    for each in draft.sentences:
        if not each.holds:
            yield f"语句没有出处 | not borne out：{each.id} {each.text}"
    left = desk.opened(draft)
    if left:
        yield f"草稿，还须填写 | draft, still open（{kind.label}）："
        yield from (f"  {each.label}：{each.ask}" for each in left)


def _listed(folder: Path | None) -> Iterator[str]:
    from assistant.letter.kind import kinds

    for kind in kinds(folder).values():
        yield f"{kind.name}  {kind.label} | {kind.english}"
        for each in kind.fields:
            need = {"always": "必填", "optional": "可不填", "unanswered": "有问题不能答复时必填"}[each.when]
            if each.ask:
                yield f"    {each.name}  {each.label}（{need}）：{each.ask}"


def _fields(args: argparse.Namespace) -> dict[str, str]:
    """From the file, then from the call, which counts before it."""
    values: dict[str, str] = {}
    if args.fields:
        text = _read(args.fields, "字段文件")
        try:
            read = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise BadCall(f"字段文件“{args.fields}”不是正确的 TOML：{error}", f"{args.fields}: {error}") from error
        if not all(isinstance(value, str) for value in read.values()):
            raise BadCall(f"字段文件“{args.fields}”每一项都应为字符串", f"{args.fields}: values must be strings")
        values |= read
    for each in args.field:
        name, equals, value = each.partition("=")
        if not equals:
            raise BadCall(f"--field 应写作 名称=值，不是“{each[:30]}”", f"write --field NAME=VALUE, not {each[:30]}")
        values[name.strip()] = value
    return {**values, "to": args.to} if args.to else values


def _incoming(path: Path) -> str:
    """The text of a letter that came in: a text file as it stands, any other as the library reads it."""
    if path.suffix.lower() == ".txt":
        return _read(path, "来信")
    from corpus.errors import UnreadableDocument
    from corpus.read import load

    texts = []
    for each in load([path]):
        if isinstance(each, UnreadableDocument):
            raise each
        texts.append(each.text)
    return "\n".join(texts)


def _read(path: Path, what: str) -> str:
    if not path.is_file():
        raise BadCall(f"找不到{what}“{path}”", f"no such file: {path}")
    if path.stat().st_size > LARGEST:
        raise BadCall(f"{what}“{path}”太大", f"{path}: too large")
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadCall(f"{what}“{path}”的编码不认识，请存为 UTF-8", f"{path}: unknown encoding; save it as UTF-8")
