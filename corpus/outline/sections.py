"""Text → its outline: attachments, numbered and unnumbered headings, and the matters that speech counts up.

Brings together what `lines`, `annexes`, `ordinals` and `nesting` beside it find. Knows nothing of files, and of
formats only the headings and tables that they are handed over with.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from corpus.outline.annexes import DATE, TITLE, annexes
from corpus.outline.lines import TextLine, ends_sentence, lines
from corpus.outline.nesting import ANNEX, BARE, CAPTION, CLOSING, END, WHOLE, Part, marked, nest
from corpus.outline.ordinals import DIVISIONS, SPOKEN, Mark, Name, opener, spoken
from corpus.types import Section, Table

MAX_BARE = 40
"""A heading without ordinal is no longer than this, and a line of text is longer or ends a sentence."""
MAX_TITLE = 60
MAX_SIGNATURE = 30
_TAIL = 12
"""How many lines before the end of a body, or of an attachment, may be its closing words and signature."""

_CLOSING = re.compile(
    r"同志们[，,！!]|谢谢大家|特此(?:通知|通报|报告|公告|通告|函|批复|说明)|此复|附[^\S\n]*件[^\S\n]*[：:]|抄送[：:]"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LEADERS = re.compile(r"[.…·\s]+\d{0,4}$")
_SPACES = re.compile(r"\s+")


def outline(
    text: str, *, headings: Sequence[tuple[int, int]] = (), tables: Sequence[Table] = ()
) -> tuple[Section, ...]:
    """Find the parts of `text`, ordered by where they start.

    Args:
        text: The whole text.
        headings: (offset of the line, depth from 1) of each line that the file format marks as a heading.
        tables: Its tables in order; their lines are no headings, but the caption above one is.
    """
    found = lines(text, tables)
    counted = list(spoken(text, found))
    blocks = _blocks(text, found, {mark.start: mark for mark in counted}, dict(headings), tables)
    if not counted and not blocks:
        return ()
    marks = [*blocks, *_borders(text, found, blocks), *_outside(counted, blocks)]
    marks.sort(key=lambda mark: mark.start)
    return _sections(text, nest(marks, len(text)))


def _blocks(
    text: str,
    found: Sequence[TextLine],
    counted: Mapping[int, Mark],
    headings: Mapping[int, int],
    tables: Sequence[Table],
) -> list[Mark]:
    """Marks that whole lines are or begin with; `counted` has the ordinals of speech by offset."""
    opened, listed = annexes(text, found) if "附" in text else ({}, frozenset())
    depths = {at: headings[line.first] for at, line in enumerate(found) if line.first in headings} if headings else {}
    title = _title(text, found, depths)
    captions = _captions(text, found, tables)
    marks: list[Mark] = []
    said = False
    for at, line in enumerate(found):
        if at in opened:
            marks.append(opened[at])
            said = False
        if at in listed or at == title or (marks and line.start < marks[-1].name[1]):
            continue
        mark = opener(text, line)
        ordinal = mark or counted.get(line.start)
        if at in depths:
            mark = _marked(text, line, ordinal, depths[at])
        elif ordinal is None and at in captions:
            mark = _bare(text, line, CAPTION, captions[at])
        elif ordinal is None and said and not headings and _is_bare(text, found, at):
            mark = _bare(text, line, BARE, None)
        if mark is not None:
            marks.append(mark)
        said = said or _is_text(text, line)
    return _without_contents(text, marks)


def _outside(counted: Sequence[Mark], blocks: Sequence[Mark]) -> Iterator[Mark]:
    """The ordinals of speech that are no words of a heading which takes whole lines."""
    ahead = iter(blocks)
    block = next(ahead, None)
    for mark in counted:
        while block is not None and (block.kind not in WHOLE or block.name[1] <= mark.start):
            block = next(ahead, None)
        if block is None or mark.start < block.start:
            yield mark


def _marked(text: str, line: TextLine, ordinal: Mark | None, depth: int) -> Mark:
    whole = _bare(text, line, marked(depth), None)
    if ordinal is None:
        return whole
    heading = text[line.start + len(ordinal.number) : line.end].lstrip("，,、：: \u3000\t")
    return replace(whole, number=ordinal.number, value=ordinal.value, name=(heading, line.end, line.end))


def _bare(text: str, line: TextLine, kind: str, until: int | None) -> Mark:
    heading = text[line.start : line.end]
    return Mark(
        start=line.start,
        kind=kind,
        name=(heading, line.end, line.end),
        line_end=line.end,
        paragraph_end=line.paragraph_end,
        until=until,
    )


def _title(text: str, found: Sequence[TextLine], depths: Mapping[int, int]) -> int | None:
    """Index of the line that is the title, where the format marks it as a heading above all others."""
    if 0 not in depths or list(depths.values()).count(depths[0]) > 1 or min(depths.values()) < depths[0]:
        return None
    return 0 if opener(text, found[0]) is None else None


def _captions(text: str, found: Sequence[TextLine], tables: Sequence[Table]) -> dict[int, int]:
    """Index of the line above each table that is its caption → end of the table."""
    captions: dict[int, int] = {}
    at = 0
    for table in tables:
        while at < len(found) and found[at].end <= table.start:
            at += 1
        if at and table.caption and text[found[at - 1].start : found[at - 1].end] == table.caption:
            captions.setdefault(at - 1, table.end)
    return captions


def _is_bare(text: str, found: Sequence[TextLine], at: int) -> bool:
    """Whether a line without ordinal is a heading: short, no sentence, between blank lines and above text."""
    line = found[at]
    if not (line.gap_above and line.gap_below and 4 <= line.end - line.start <= MAX_BARE) or at + 1 == len(found):
        return False
    words = text[line.start : line.end]
    if words[-1] in "。；：，、！？…;:,!?" or "。" in words or "\t" in words or not _HAN.search(words):
        return False
    signature = DATE.fullmatch(words) or (len(words) <= 6 and _SPACES.search(words)) or words[0] in "（("
    return not signature and _is_text(text, found[at + 1])


def _is_text(text: str, line: TextLine) -> bool:
    return line.end - line.start > MAX_BARE or ends_sentence(text, line.start, line.end)


def _without_contents(text: str, marks: list[Mark]) -> list[Mark]:
    """Leave out a table of contents: chapters in a row, without text between them, up to where they begin again."""
    dropped: set[int] = set()
    start = 0
    for at, mark in enumerate(marks):
        if mark.kind not in DIVISIONS or (at > start and text[marks[at - 1].line_end : mark.start].strip()):
            start = at if mark.kind in DIVISIONS else at + 1
        elif at > start and _entry(mark) == _entry(marks[start]):
            dropped.update(range(start, at))
            start = at
    return [mark for at, mark in enumerate(marks) if at not in dropped] if dropped else marks


def _entry(mark: Mark) -> str:
    """What a chapter is called, apart from spaces and a page number."""
    return "".join(_LEADERS.sub("", mark.number + mark.name[0]).split())


def _borders(text: str, found: Sequence[TextLine], blocks: Sequence[Mark]) -> Iterator[Mark]:
    """Where closing words and signatures end the numbered part of a body, and a title at the end of the file all."""
    starts = [line.start for line in found]
    for mark, after in zip_longest(blocks, blocks[1:]):
        if mark.kind != ANNEX and (after is None or after.kind == ANNEX):
            first = bisect_left(starts, mark.line_end)
            stop = bisect_left(starts, after.start) if after else len(found)
            yield from _closing(text, found[max(first, stop - _TAIL) : stop])
    if blocks and found[-1].start >= max(blocks[-1].line_end, blocks[-1].name[1]) and _is_last_title(text, found[-1]):
        yield Mark(found[-1].start, END)


def _closing(text: str, tail: Sequence[TextLine]) -> Iterator[Mark]:
    for at, line in enumerate(tail):
        dated = DATE.fullmatch(text, line.start, line.end)
        if dated or _CLOSING.match(text, line.start, line.end):
            while dated and at and not _is_text(text, tail[at - 1]) and _is_signature(tail[at - 1]):
                at -= 1
            yield Mark(tail[at].start, CLOSING)
            return


def _is_signature(line: TextLine) -> bool:
    return line.end - line.start <= MAX_SIGNATURE


def _is_last_title(text: str, line: TextLine) -> bool:
    return line.end - line.start <= MAX_TITLE and TITLE.fullmatch(text, line.start, line.end) is not None


def _sections(text: str, parts: Sequence[Part]) -> tuple[Section, ...]:
    ends = _ends(text, parts)
    sections: list[Section] = []
    labels: list[str] = []
    for at, (part, end) in enumerate(zip(parts, ends, strict=True)):
        after = parts[at + 1].mark.start if at + 1 < len(parts) else end
        heading, stop, body = _name(text, part.mark, end, after)
        start = part.mark.start
        labels[part.depth - 1 :] = [_SPACES.sub(" ", text[start:stop]).strip()]
        sections.append(Section(part.mark.number, heading, tuple(labels), part.depth, start, end, body))
    return tuple(sections)


def _name(text: str, mark: Mark, end: int, after: int) -> Name:
    """Heading, its end, and where the text of a part begins; `after` is where the next part does.

    What holds the beginning of another part is no heading, nor is a sentence that is all there is.
    """
    heading, stop, body = mark.name
    body = _after_space(text, body)
    alone = stop < mark.name[2] and body >= end and mark.kind not in SPOKEN
    if not heading or stop > after or alone:
        return "", mark.start + len(mark.number), mark.start
    return heading, stop, min(body, end)


def _after_space(text: str, at: int) -> int:
    match = _SPACES.match(text, at)
    return match.end() if match else at


def _ends(text: str, parts: Sequence[Part]) -> list[int]:
    """End of each part; the last of a list of paragraphs ends with its own and what is inside it."""
    ends = [0] * len(parts)
    inside: dict[int, int] = {}
    for at in range(len(parts) - 1, -1, -1):
        part = parts[at]
        mark = part.mark
        end = part.limit
        if mark.until is not None:
            end = min(end, mark.until)
        elif part.last and (mark.kind in SPOKEN or _is_last_paragraph(text, part)):
            end = min(end, max(_matter_end(text, part), inside.get(part.depth + 1, 0)))
        while end > mark.start and text[end - 1].isspace():
            end -= 1
        ends[at] = end
        inside = {depth: reach for depth, reach in inside.items() if depth <= part.depth}
        inside[part.depth] = max(inside.get(part.depth, 0), end)
    return ends


def _is_last_paragraph(text: str, part: Part) -> bool:
    """Whether a list has a paragraph for each item and this is the last: what follows belongs to the part around."""
    mark, elder = part.mark, part.elder
    if elder is None or elder.kind in WHOLE or text[elder.paragraph_end : mark.start].strip():
        return False
    return all(
        each.name[1] < each.line_end and ends_sentence(text, each.start, each.line_end) for each in (elder, mark)
    )


def _matter_end(text: str, part: Part) -> int:
    """A last matter that is one line without a full stop, like the one before it, ends with that line."""
    mark, elder = part.mark, part.elder
    terse = elder is not None and elder.opens_line and mark.opens_line
    if terse and elder is not None and not ends_sentence(text, elder.start, elder.line_end):
        between = text[elder.line_end : mark.start]
        return mark.line_end if not between.strip() else mark.paragraph_end
    return mark.paragraph_end
