"""Markdown: headings, tables and plain text lines; marks of emphasis and links go, their words stay.

Redacted documents write ** for a withheld word, so a pair of asterisks counts as emphasis only where it cannot be
that. Knows no HTML and renders nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from corpus.draft import Draft, DraftCell, Line
from corpus.readers.grid import MAX_COLUMNS
from corpus.readers.source import characters, empty
from corpus.readers.stated import declared

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(?P<spaced>.*)|(?<=##)(?P<close>[\u4e00-\u9fff（].*)|)$")
_CLOSING = re.compile(r"[ \t]+#+[ \t]*$|^#+$")
_UNDERLINE = re.compile(r" {0,3}(?:(=+)|(-{2,}))[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]+){2,}\*)[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_SEPARATOR = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_PIPE = re.compile(r"(?<!\\)\|")
_PREFIX = re.compile(r"[ \t]*(?:>[ \t]?)+|[ \t]*[-*+][ \t]+(?!\d+[ \t]*-[ \t]*$)(?:\[[ xX]\][ \t]+)?")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,1000})\]\((?:[^()\s]{0,2000})(?:[ \t]+\"[^\"\n]{0,500}\")?\)")
_CODE = re.compile(r"(?<!`)`([^`\n]{1,1000})`(?!`)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BREAK = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_EDGED = re.compile(r"(?<![\w*_])(\*\*|__|\*|_)(?![\s*_])([^*_\n]{1,500}?)(?<![\s*_])\1(?![\w*_])")
_INNER = re.compile(r"(?<!\*)\*\*(?![\s*])([^*\n]{1,500}?)(?<![\s*])\*\*(?!\*)")
_STARS = re.compile(r"\*+")
_FRONT = re.compile(r"---[ \t]*\n(.{0,8000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)


def read(path: Path) -> Iterator[Draft]:
    """Read a .md, with YAML front matter or without.

    Raises:
        UnreadableDocument: the file is empty, of another format, or in no encoding known here.
    """
    text, notes = characters(path)
    front, text = _front(text)
    lines = tuple(_Parser(_COMMENT.sub("", text).split("\n")).lines())
    if not any(line.text.strip() for line in lines):
        raise empty(path)
    title = front.get("title")
    yield Draft(lines, title=str(title).strip() if title else None, declared=declared(front), notes=notes)


def _front(text: str) -> tuple[dict[str, Any], str]:
    """Front matter and the text after it; a block that is no mapping is text."""
    import yaml

    found = _FRONT.match(text)
    if found is None:
        return {}, text
    try:
        stated = yaml.safe_load(found[1])
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}, text
    if not isinstance(stated, dict):
        return {}, text
    return {str(name): value for name, value in stated.items()}, text[found.end() :]


class _Parser:
    """One pass over the lines of a file."""

    def __init__(self, raw: Sequence[str]) -> None:
        self._raw = raw
        self._at = 0
        self._tables = 0
        self._paired = all(_balanced(line) for line in raw)

    def lines(self) -> Iterator[Line]:
        while self._at < len(self._raw):
            line = self._raw[self._at]
            following = self._raw[self._at + 1] if self._at + 1 < len(self._raw) else ""
            if _FENCE.match(line):
                yield from self._fenced()
            elif _PIPE.search(line) and "-" in following and _SEPARATOR.match(following) and _PIPE.search(following):
                yield from self._table()
            else:
                yield self._line(line, following)

    def _line(self, line: str, following: str) -> Line:
        self._at += 1
        heading = _HEADING.match(line)
        if heading:
            words = _CLOSING.sub("", heading["spaced"] or heading["close"] or "")
            return Line(self._plain(words).strip(), heading=len(heading[1]) if words.strip() else None)
        if _RULE.match(line):
            return Line("")
        under = _UNDERLINE.match(following) if line.strip() and not _PREFIX.match(line) else None
        if under:
            self._at += 1
            return Line(self._plain(line).strip(), heading=1 if under[1] else 2)
        return Line(self._plain(line[prefix.end() :] if (prefix := _PREFIX.match(line)) else line).rstrip())

    def _fenced(self) -> Iterator[Line]:
        fence = self._raw[self._at].strip()
        mark = fence[0] * (len(fence) - len(fence.lstrip(fence[0])))
        self._at += 1
        while self._at < len(self._raw):
            line = self._raw[self._at]
            self._at += 1
            if line.strip().startswith(mark) and not line.strip().strip(mark[0]):
                return
            yield Line(line)

    def _table(self) -> Iterator[Line]:
        width = min(len(self._cells(self._raw[self._at])), MAX_COLUMNS)
        rows = [self._at]
        at = self._at + 2
        while at < len(self._raw) and _PIPE.search(self._raw[at]):
            rows.append(at)
            at += 1
        self._at = at
        for row in rows:
            texts = (self._cells(self._raw[row]) + [""] * width)[:width]
            yield Line("\t".join(texts), cells=tuple(DraftCell(text) for text in texts), table=self._tables)
        self._tables += 1

    def _cells(self, line: str) -> list[str]:
        line = line.strip()
        parts = _PIPE.split(line)
        inside = parts[1 if line.startswith("|") else 0 : -1 if line.endswith("|") and len(parts) > 1 else None]
        return [" ".join(self._plain(_BREAK.sub(" ", part)).split()) for part in inside]

    def _plain(self, text: str) -> str:
        """The words without their marks."""
        text = _CODE.sub(r"\1", _LINK.sub(r"\1", text))
        text = _EDGED.sub(r"\2", text)
        if self._paired:
            text = _INNER.sub(r"\1", text)
        return _ESCAPE.sub(r"\1", text)


def _balanced(line: str) -> bool:
    """Whether every run of asterisks can be half of a pair, so that none stands for a withheld word."""
    runs = [len(run) for run in _STARS.findall(line)]
    return all(run <= 2 for run in runs) and sum(run == 2 for run in runs) % 2 == 0
