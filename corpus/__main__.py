"""`python -m corpus show FILE`: what was read from one file."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from corpus.codec import FIELDS, dumps
from corpus.command import run
from corpus.types import Document, Known

LABELS = {
    "title": "标题",
    "doc_number": "发文字号",
    "issuer": "发文机关",
    "level": "层级",
    "region": "地区",
    "review_year": "回顾年度",
    "plan_year": "计划年度",
    "date": "成文日期",
    "kind": "文种",
    "validity": "效力",
    "superseded_by": "被替代于",
    "effective": "施行日期",
}
BASIS = {"declared": "人工标注", "stated": "原文", "inferred": "推断", "unknown": "不明"}


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 when it is done."""
    parser = argparse.ArgumentParser(prog="python -m corpus", description="读文件 | read documents")
    commands = parser.add_subparsers(dest="command", required=True)
    show = commands.add_parser(
        "show",
        help="显示从一个文件读到的内容 | what was read from one file",
        epilog="例：python -m corpus show 通知.docx",
    )
    show.add_argument("file", type=Path, metavar="FILE")
    show.add_argument("--json", action="store_true", help="输出 JSON | print JSON")
    args = parser.parse_args(argv)
    return _show(args.file, as_json=args.json)


def _show(path: Path, *, as_json: bool) -> int:
    from corpus.read import discover, read

    for file in discover([path]):
        for document in read(file):
            if as_json:
                print(json.dumps({**json.loads(dumps(document)), "text": document.text}, ensure_ascii=False))
            else:
                print("\n".join(_lines(document)))
    return 0


def _lines(document: Document) -> list[str]:
    lines = [f"{document.source}  [{document.id}]  {len(document.text)} 字"]
    lines += [_known(LABELS[name], getattr(document.metadata, name)) for name in FIELDS]
    lines += [f"说明：{note}" for note in document.notes]
    lines.append(f"\n提纲（{len(document.sections)}）")
    lines += [
        f"{'  ' * section.depth}{section.path[-1]}  {section.start}–{section.end}" for section in document.sections
    ]
    for table in document.tables:
        lines.append(f"\n表格 {table.caption}（{len(table.rows)} 行 {len(table.headings)} 列）")
        lines.append("  " + " | ".join(heading.text for heading in table.headings))
        lines += ["  " + " | ".join(" ".join(cell.text.split()) for cell in row.cells) for row in table.rows]
    if document.placeholders:
        lines.append(f"\n隐去的内容（{len(document.placeholders)}）")
        lines.append("  " + " ".join(f"{each.text}[{each.kind}]" for each in document.placeholders))
    if document.removed:
        lines.append(f"\n读入时去掉的行（{len(document.removed)}）")
        lines += [f"  第{each.line}行 {each.reason}：{each.text}" for each in document.removed]
    return lines


def _known(label: str, known: Known[object]) -> str:
    if known.value is None:
        return f"{label}：不明"
    return f"{label}：{known.value}（{BASIS[known.basis]}{f'：{known.evidence}' if known.evidence else ''}）"


if __name__ == "__main__":
    run(main)
