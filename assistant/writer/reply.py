"""A model's reply, piece by piece → statements with the ids that they cite. Pure.

Tolerates how models dress a list: code fences, thoughts, bullets, full-width brackets. Never tolerates a statement
without an id, or one with an id that was not given out. Knows nothing of what an id stands for, nor of truth.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from unicodedata import normalize

LONGEST = 800
"""Characters of a line; a longer one is no statement."""
MOST_IDS = 4

_TAGS = "(?:think|thinking|thought|thoughts|reasoning|analysis)"
_OPEN = re.compile(rf"<\s*{_TAGS}\s*>", re.IGNORECASE)
_CLOSE = re.compile(rf"<\s*/\s*{_TAGS}\s*>", re.IGNORECASE)
_TAG_BEGINS = re.compile(r"<[\s/a-zA-Z]{0,20}$")
_BREAK = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_BULLET = re.compile(r"^\s*(?:[-+*•·▪◦●>]\s+|[•·▪◦●]\s*|\d{1,2}[.)]\s+|[(（]\d{1,2}[)）]\s+)")
_GROUP = re.compile(r"[\[【［]\s*([^\[\]【】［］]{1,60}?)\s*[\]】］]")
_PARTED = re.compile(r"[\s,，、;；/|+和与]+")
_PREFIX = re.compile(r"^(?:编号:?|id:|[#^])")
_TWICE = re.compile(r"(?<=[。！？；])[。！？；]+$")
_ID = re.compile(r"[a-z]{4}")
_MARK = re.compile(r"[a-z0-9_.:#^-]{1,24}")
"""What only a citation writes in square brackets."""
_YEAR = re.compile(r"\d{4}")
_NUMBERED = re.compile(r"\s*[\dXxＸ×*＊]*号")
"""Behind a bracket that belongs to a document number: 〔2019〕 written as [2019]10号."""
_STOPS = "。！？；.!?;"


@dataclass(frozen=True, slots=True)
class Line:
    """One statement as the model wrote it."""

    text: str
    ids: tuple[str, ...]
    """What it cites, in the order in which it does; at least one."""


class Reader:
    """Reads one reply; `known` are the ids that were given out."""

    def __init__(self, known: Collection[str]) -> None:
        self._known = frozenset(known)
        self._raw = ""
        """What may be the beginning of a tag."""
        self._held = ""
        """The line so far, thoughts left out."""
        self._thinking = False
        self._skipping = False
        self.dropped: Counter[str] = Counter()
        """Why lines were no statements: uncited, unknown, long."""

    def feed(self, piece: str) -> list[Line]:
        """Take the next piece; the statements that it completes."""
        return list(self._read(self._aloud(piece)))

    def close(self) -> list[Line]:
        """The statements that the reply ends with; what it began to think and did not finish is none."""
        rest, self._raw = self._raw, ""
        return list(self._read(("" if self._thinking else rest) + "\n"))

    def _aloud(self, piece: str) -> str:
        """What is said and not only thought; the beginning of a tag waits for its end."""
        text, said = self._raw + piece, ""
        while True:
            end = _CLOSE.search(text)
            start = None if self._thinking else _OPEN.search(text)
            if start is not None and (end is None or start.start() < end.start()):
                said, text, self._thinking = said + text[: start.start()], text[start.end() :], True
            elif end is not None:
                if not self._thinking:  # it thought from its first word on
                    said, self._held, self._skipping = "", "", False
                text, self._thinking = text[end.end() :], False
            else:
                break
        cut = _TAG_BEGINS.search(text)
        at = cut.start() if cut else len(text)
        self._raw = text[at:]
        return said if self._thinking else said + text[:at]

    def _read(self, said: str) -> Iterator[Line]:
        *whole, rest = _BREAK.split(self._held + said)
        for text in whole:
            if self._skipping or len(text) > LONGEST:
                self.dropped["long"] += 1
            else:
                yield from self._lines(text)
            self._skipping = False
        self._skipping = self._skipping or len(rest) > LONGEST
        self._held = "" if self._skipping else rest

    def _lines(self, text: str) -> Iterator[Line]:
        if text.lstrip().startswith("```"):
            return
        body: list[str] = []
        ids: list[str] = []
        at = 0
        for group in _GROUP.finditer(text):
            cited = _cited(group[1], text[group.end() :])
            if cited is None:
                continue
            if ids and _says(text[at : group.start()]) and _stopped(body, text[at:]):
                stops = _leading(text[at:])
                at += len(stops)
                yield from self._line([*body, stops], ids)
                body, ids = [], []
            body.append(text[at : group.start()])
            ids += cited
            at = group.end()
        rest = text[at:]
        if ids and _says(rest) and _stopped(body, rest):
            yield from self._line([*body, _leading(rest)], ids)
            body, ids, rest = [], [], rest[len(_leading(rest)) :]
        yield from self._line([*body, rest], ids)

    def _line(self, body: list[str], ids: list[str]) -> Iterator[Line]:
        text = _TWICE.sub("", _BULLET.sub("", _plain("".join(body))))
        if not _says(text):
            return
        if not ids:
            self.dropped["uncited"] += 1
        elif len(set(ids)) > MOST_IDS or not set(ids) <= set(self._known):
            self.dropped["unknown"] += 1
        else:
            yield Line(text, tuple(dict.fromkeys(ids)))


def _says(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _cited(inside: str, behind: str) -> list[str] | None:
    """The ids in a pair of brackets; one that was never given out for other marks; None for words of the text."""
    parts = [_PREFIX.sub("", part) for part in _PARTED.split(normalize("NFKC", inside).lower()) if part]
    if not parts or not all(_MARK.fullmatch(part) for part in parts):
        return None
    if all(_ID.fullmatch(part) for part in parts):
        return parts
    if _NUMBERED.match(behind) or all(_YEAR.fullmatch(part) for part in parts):
        return None
    return [f"?{part}" for part in parts]


def _stopped(body: list[str], behind: str) -> bool:
    """Whether a sentence ends at a citation: in front of it, or right behind."""
    before = "".join(body).rstrip()
    return before.endswith(tuple(_STOPS)) or behind.lstrip().startswith(tuple(_STOPS))


def _leading(text: str) -> str:
    """The stops that a text begins with, which belong to what stands before."""
    return text[: len(text) - len(text.lstrip(_STOPS))]


def _plain(text: str) -> str:
    """One line without characters that do not show."""
    flat = " ".join(text.split())
    return "".join(char for char in flat if char.isprintable() or char == "\u3000").strip()
