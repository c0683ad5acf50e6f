"""Template files → kinds of letters. A new kind is a new file, here or in an office's own folder; no Python.

A template is TOML between two lines of `+++`, then the body: one line a paragraph, `> ` before what stands flush
left, `# ` to `#### ` before a heading of a level, `?name ` and `!name ` before a line for when a field is filled or
empty, `{name}` for a field or a phrase, `{answers}` alone for the answers. Knows nothing of drafts.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from assistant.letter.fields import CHECKS
from assistant.letter.types import Field, Kind, Limit, Rest
from corpus.errors import BadCall

HERE = Path(__file__).parent
OFFICE = "office.toml"
"""File in an office's own folder with the values that are the same in all its letters."""
LARGEST = 64_000
"""Bytes of a template."""
NAME = re.compile(r"\{(\w+)\}")
"""A field or a phrase in a body."""
_FENCE = "+++\n"
_KEYS = frozenset(
    [
        "label",
        "english",
        "form",
        "title",
        "fields",
        "phrases",
        "checks",
        "limits",
        "order",
        "rests",
        "record",
        "signed",
    ]
)
_FORMS = ("letter", "ordinary", "record")
_WHEN = ("always", "optional", "unanswered")
ANSWERS = "answers"


def kinds(folder: Path | None = None) -> dict[str, Kind]:
    """The kinds of letters by name; an office's own replaces one of ours of the same name.

    Raises:
        BadCall: a template is not what it should be, or the folder is missing.
    """
    if folder is not None and not folder.is_dir():
        raise BadCall(f"找不到函件模板文件夹“{folder}”", f"no such folder of letter templates: {folder}")
    own = [_read(path) for path in sorted(folder.glob("*.md"))] if folder else []
    return {kind.name: kind for kind in [*_ours(), *own]}


def named(known: Mapping[str, Kind], name: str) -> Kind:
    """A kind by its name or its Chinese label.

    Raises:
        BadCall: there is none.
    """
    for kind in known.values():
        if name in (kind.name, kind.label):
            return kind
    choice = "、".join(f"{kind.name}（{kind.label}）" for kind in known.values())
    raise BadCall(f"没有“{name}”这种函件，可选：{choice}", f"no such kind of letter: {name}; choose from {choice}")


def office(folder: Path | None) -> dict[str, str]:
    """Values of fields that an office has set once for all its letters.

    Raises:
        BadCall: its file cannot be read.
    """
    path = folder / OFFICE if folder else None
    if path is None or not path.is_file():
        return {}
    read = _toml(path.read_text(encoding="utf-8"), path)
    if not all(isinstance(value, str) for value in read.values()):
        raise _wrong(path, "每一项都应为字符串", "every value must be a string")
    return dict(read)


@cache
def _ours() -> tuple[Kind, ...]:
    found = [_read(path) for path in sorted((HERE / "kinds").glob("*.md"))]
    return tuple(sorted(found, key=lambda kind: (_FORMS.index(kind.form), kind.name != "person", kind.name)))


@cache
def _common() -> dict[str, Any]:
    return tomllib.loads((HERE / "common.toml").read_text(encoding="utf-8"))


def _read(path: Path) -> Kind:
    """One template.

    Raises:
        BadCall: with the place and what is wrong there.
    """
    if path.is_symlink() or path.stat().st_size > LARGEST:
        raise _wrong(path, "不是普通文件，或超过 64 KB", "not a plain file, or larger than 64 KB")
    try:
        text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise _wrong(path, "应为 UTF-8 文本", "must be UTF-8 text") from error
    opened, front, body = ("", "", "") if text.count(_FENCE) < 2 else text.split(_FENCE, 2)
    if opened.strip() or not front:
        raise _wrong(path, "应以两行 +++ 之间的 TOML 开头", "must begin with TOML between two lines of +++")
    kind = _made(path, _toml(front, path), body.strip("\n"))
    for trouble in _troubles(kind):
        raise _wrong(path, *trouble)
    return kind


def _made(path: Path, front: dict[str, Any], body: str) -> Kind:
    unknown = sorted(front.keys() - _KEYS)
    if unknown or not all(isinstance(front.get(key), str) for key in ("label", "form", "title")):
        raise _wrong(path, "须有 label、form、title，不认识：" + "、".join(unknown), f"keys: {sorted(_KEYS)}")
    phrases = {**_common()["phrases"], **front.get("phrases", {})}
    try:
        return Kind(
            name=path.stem,
            label=front["label"],
            english=front.get("english", path.stem),
            form=front["form"],
            title=front["title"],
            body=body,
            fields=tuple(_fields(front.get("fields", {}))),
            phrases=phrases,
            checks=tuple(front.get("checks", ())),
            rests=tuple(Rest(**each) for each in front.get("rests", ())),
            limits=tuple(Limit(**each) for each in front.get("limits", ())),
            order=tuple(front.get("order", ())),
            record=tuple(front.get("record", ())),
            signed=tuple(front.get("signed", ())),
        )
    except TypeError as error:
        raise _wrong(path, f"字段写法不对（{error}）", str(error)) from error


def _fields(own: Mapping[str, Any]) -> Iterator[Field]:
    """Whom it is for, then what this kind asks for, then what all ask for."""
    shared: Mapping[str, Any] = _common()["fields"]
    for name in dict.fromkeys(["to", *own, *shared]):
        yield Field(name=name, **{**shared.get(name, {}), **own.get(name, {})})


def _troubles(kind: Kind) -> Iterator[tuple[str, str]]:
    """What is wrong with a template, Chinese and English."""
    known = {each.name for each in kind.fields} | kind.phrases.keys() | {ANSWERS}
    known |= {each.name for each in kind.limits if each.name}
    strange = [name for name in NAME.findall(kind.title + kind.body) if name not in known]
    if strange:
        yield f"不认识 {{{strange[0]}}}", f"nothing is called {{{strange[0]}}}"
    if kind.form not in _FORMS:
        yield f"form 应为 {'、'.join(_FORMS)} 之一", f"form must be one of {_FORMS}"
    if ANSWERS not in NAME.findall(kind.body):
        yield "正文中没有 {answers}", "the body has no {answers}"
    for each in kind.fields:
        if each.check not in CHECKS or each.when not in _WHEN:
            yield f"{each.name} 的 check 或 when 不认识", f"check or when of {each.name} is unknown"
    for rest in kind.rests:
        if rest.phrase not in kind.phrases:
            yield f"没有固定用语 {rest.phrase}", f"there is no phrase {rest.phrase}"
    yield from _limits(kind)


def _limits(kind: Kind) -> Iterator[tuple[str, str]]:
    """What is wrong with its time limits and the order of its dates."""
    if any((field := kind.field(name)) is None or field.check != "date" for name in kind.order):
        yield "order 中有不是日期字段的", "order: dates only"
    for limit in kind.limits:
        dates = [each for name in (limit.counted, limit.given) if name for each in [kind.field(name)]]
        if not dates or any(each is None or each.check != "date" for each in dates):
            yield f"期限“{limit.act}”的 counted 或 given 不是日期字段", f"limit {limit.act}: counted, given: dates"
        if bool(limit.counted) != bool(limit.days or limit.months):
            yield f"期限“{limit.act}”须写明 days 或 months", f"limit {limit.act}: days or months"


def _toml(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _wrong(path, f"不是正确的 TOML（{error}）", f"not TOML ({error})") from error


def _wrong(path: Path, zh: str, en: str) -> BadCall:
    return BadCall(f"函件模板“{path.name}”：{zh}", f"letter template {path.name}: {en}")
