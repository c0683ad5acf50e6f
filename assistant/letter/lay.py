"""A draft and its kind → what stands on paper. Pure.

Fills the body of the template, numbers the headings, puts signature and date where a seal will fit. Knows nothing of
file formats.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.letter.appendix import appendix
from assistant.letter.draft import filled, opened
from assistant.letter.kind import ANSWERS, NAME
from assistant.letter.paper.measures import CHARACTERS, LOOKS
from assistant.letter.paper.text import width
from assistant.letter.paper.types import Block, Sheet, Style
from assistant.letter.types import Draft, Item, Kind, Sentence
from corpus.numerals import to_chinese
from corpus.sentences import sentences

STAMP = "草稿　本件由程序起草，未经审核签发，不得作为正式答复"
DATE_RIGHT = 4
"""Characters from the right edge to a date over which a seal is put."""
SHORT = 20
"""Characters of a question that may stand in its heading."""
TITLE = 20
"""Characters of a line of a title."""
MOVED = 3
"""Lines of text that go to the next page with a signature that has no room: so many, or fewer."""
FREE: Mapping[str, int] = {"letter": 3, "ordinary": 0, "record": 6}
"""Lines of text after which the first page of a form has room for the signature in any case."""
_BREAKS = "的和与及、等于"
"""After these a title may be broken, and before those below; inside of a word only if it cannot be helped."""
_STARTS = ("第", "有关", "信访", "处理", "答复", "复函")


_HEADING = re.compile(r"(#{1,4}) +(.+)")
_LEVELS: tuple[tuple[Style, Callable[[int], str]], ...] = (
    ("heading1", lambda at: f"{to_chinese(at)}、"),
    ("heading2", lambda at: f"（{to_chinese(at)}）"),
    ("heading3", lambda at: f"{at}."),
    ("heading4", lambda at: f"（{at}）"),
)
"""Style and ordinal of each level of headings."""


def lay(draft: Draft, kind: Kind, *, evidence: bool = True) -> Sheet:
    """Everything on paper; with the list of evidence as an annex where `evidence` is asked for."""
    values = shown(draft, kind)
    form = draft.form or kind.form
    annexes = [*values["attachments"].splitlines()] if values.get("attachments") else []
    listed = evidence and form != "record" and any(each.markers for each in draft.sentences)
    if listed:
        annexes.append(kind.phrases["appendix"])
    title = _put(kind.title, values)
    body = [*_title(title, form), *_record(kind, values), *_body(draft, kind, values)]
    body += [*_annexes(annexes), *_signed(kind, values, form)]
    if evidence and (listed or form == "record"):
        label = f"附件{len(annexes) if len(annexes) > 1 else ''}" if listed else ""
        body += appendix(draft, kind.phrases["appendix"], label)
    foot = tuple(_foot(values, form))
    if foot:  # nor does a page hold the foot alone
        body[-1] = replace(body[-1], kept=True)
    return Sheet(
        form=form,
        blocks=tuple(body),
        mark=values["org"] if form != "record" else "",
        number=values["number"],
        category=_category(values) if "category" in values else "",
        foot=foot,
        stamp="" if draft.final else STAMP,
        highlighted=tuple(sorted({f"【{each.label}】" for each in opened(draft, kind)})),
        title=title,
        author=values["org"],
        at=draft.at,
    )


def shown(draft: Draft, kind: Kind) -> dict[str, str]:
    """What stands in the letter for every field: its value, its mark where it is open, else nothing."""
    values = {each.name: "" for each in kind.fields} | dict(filled(draft, kind))
    open_fields = {each.label for each in opened(draft, kind)}
    for each in kind.fields:
        if not values[each.name] and each.label in open_fields:
            values[each.name] = f"【{each.label}】"
    return values


def spoken(sentence: Sentence, values: Mapping[str, str]) -> str:
    """A sentence as the letter has it: only what the program says itself has anything to fill in."""
    return _put(sentence.text, values) if sentence.role == "note" else sentence.text


def _put(text: str, values: Mapping[str, str]) -> str:
    return NAME.sub(lambda match: values.get(match[1], match[0]), text)


def _title(title: str, form: str) -> Iterator[Block]:
    if form == "record":
        yield Block("record_title", title, kept=True)
        return
    lines = split(title)
    for at, line in enumerate(lines):
        yield Block("title", line, gap=2 if at == 0 else 0, kept=True)


def split(title: str) -> list[str]:
    """A title in as many lines as it needs, each about as long, none broken inside of a short word.

    >>> split("关于提高离休干部护理费标准和遗属生活补助有关问题的答复")
    ['关于提高离休干部护理费标准和', '遗属生活补助有关问题的答复']
    """
    count = -(-len(title) // TITLE)
    lines = []
    for left in range(count, 1, -1):
        ideal = round(len(title) / left)
        longest = min(TITLE, len(title) - 1)
        cuts = [
            at
            for at in range(2, longest + 1)
            if (title[at - 1] in _BREAKS and title[at] not in "》）") or title.startswith(_STARTS, at)
        ]
        least = len(title) - TITLE * (left - 1)
        near = [at for at in cuts if abs(at - ideal) <= ideal // 3 and at >= least]
        cut = min(near, key=lambda at: abs(at - ideal), default=min(max(ideal, least), longest))
        lines.append(title[:cut])
        title = title[cut:]
    return [*lines, title]


def _record(kind: Kind, values: Mapping[str, str]) -> Iterator[Block]:
    """What a record notes of the call, as a table."""
    if kind.record:
        rows = tuple((field.label, values[name]) for name in kind.record if (field := kind.field(name)) is not None)
        yield Block("cell", rows=rows, widths=(32.0, 124.0), gap=1)
        yield Block("small")


def _body(draft: Draft, kind: Kind, values: Mapping[str, str]) -> Iterator[Block]:
    """The paragraphs of the template with everything filled in."""
    phrases = {name: _put(text, values) for name, text in kind.phrases.items()}
    known = {**phrases, **values}
    numbers = Numbers()
    blocks = list[Block]()
    for line in _wanted(kind.body, filled(draft, kind)):
        heading = _HEADING.match(line)
        if line == f"{{{ANSWERS}}}":
            blocks += _answers(draft.items, known, numbers)
        elif heading:
            blocks.append(numbers.heading(len(heading[1]), _put(heading[2], known)))
        elif line.startswith("> "):
            blocks.append(Block("salutation", _put(line[2:], known), gap=1, kept=True))
        else:
            blocks += [Block("body", each) for each in _put(line, known).splitlines() if each]
    yield from held(blocks, FREE[draft.form or kind.form])


def held(blocks: Sequence[Block], free: int = 0) -> Iterator[Block]:
    """With the last lines held to the signature, so that no page holds a signature alone.

    LibreOffice keeps a paragraph whole that is held to the next: of a long one only its last sentences are held, as
    a paragraph of their own; not where a text of no more than `free` lines leaves room for the signature anyway.
    """
    if not blocks:
        return
    *before, end = blocks
    if lines(end) > MOVED and sum(map(lines, blocks)) > free:
        first, rest = _parted(end.text)
        if first:
            before, end = [*before, replace(end, text=first)], replace(end, text=rest)
    elif before and not before[-1].rows and lines(before[-1]) + lines(end) <= MOVED:
        before[-1] = replace(before[-1], kept=True)
    yield from before
    yield replace(end, kept=True)


def lines(block: Block) -> int:
    """How many lines of 28 characters a paragraph takes, about."""
    return -(-int(2 * (LOOKS[block.style].first + width(block.text))) // (2 * CHARACTERS)) or 1


def _parted(text: str) -> tuple[str, str]:
    """A long paragraph and its last sentences, as many as may move to another page; all last if one is too long."""
    room = MOVED * CHARACTERS - LOOKS["body"].first
    starts = [start for start, _ in sentences(text) if start and width(text[start:]) <= room]
    cut = starts[0] if starts else 0
    return text[:cut].rstrip(), text[cut:]


class Numbers:
    """The ordinals of the headings: 一、（一）1.（1）, typed as text, each level begun anew under the one above."""

    def __init__(self) -> None:
        self._at = [0] * len(_LEVELS)
        self.level = 0
        """Level of the heading that one stands under; 0 before the first."""

    def heading(self, level: int, words: str) -> Block:
        """The next heading of a level, from 1."""
        self.level = level
        self._at[level - 1] += 1
        self._at[level:] = [0] * (len(_LEVELS) - level)
        style, ordinal = _LEVELS[level - 1]
        return Block(style, ordinal(self._at[level - 1]) + words, kept=True)


def _wanted(body: str, values: Mapping[str, str]) -> Iterator[str]:
    """The lines of a body, those left out whose field is not as they want it."""
    for line in body.splitlines():
        if line[:1] in ("?", "!"):
            name, _, rest = line[1:].partition(" ")
            if bool(values.get(name)) == (line[0] == "?"):
                yield rest
        elif line.strip():
            yield line.strip()


def _answers(items: Sequence[Item], values: Mapping[str, str], numbers: Numbers) -> Iterator[Block]:
    """One heading a question, of the level below the one that they stand under; one question needs none."""
    level = min(numbers.level + 1, len(_LEVELS))
    for at, item in enumerate(items, 1):
        if len(items) > 1:
            yield numbers.heading(level, _matter(item, at))
        for text in paragraphs(item, values):
            yield Block("body", text)


def _matter(item: Item, at: int) -> str:
    """What a question is about, as its heading has it; a short one may speak for itself.

    One without an answer is quoted in the text below it, and not twice.
    """
    asked = item.question.strip().rstrip("？?。")
    if item.topic:
        return f"关于{item.topic}"
    return (
        f"关于“{asked}”" if len(asked) <= SHORT and item.status == "answered" else f"关于所询第{to_chinese(at)}个问题"
    )


def paragraphs(item: Item, values: Mapping[str, str]) -> Iterator[str]:
    """The sentences of an item: those of one document are one paragraph, and each that tells what is not said."""
    groups: list[list[Sentence]] = []
    for sentence in item.sentences:
        if sentence.role != "statement" or not groups or groups[-1][0].role == "note":
            groups.append([])
        groups[-1].append(sentence)
    for group in groups:
        # Where all statements of a document were taken out, its name goes too.
        if any(each.text for each in group if each.role != "source"):
            yield "".join(spoken(each, values) for each in group)


def _annexes(names: Sequence[str]) -> Iterator[Block]:
    for at, name in enumerate(names, 1):
        ordinal = f"{at}. " if len(names) > 1 else ""
        if at == 1:
            yield Block("annexes", f"附件：{ordinal}{name}", gap=1, kept=True)
        else:
            yield Block("annexes_next", f"{ordinal}{name}", kept=True)


def _signed(kind: Kind, values: Mapping[str, str], form: str) -> Iterator[Block]:
    """Office and date where a seal will stand over both, then whom to ask."""
    if form == "record":
        yield Block("body", "　　　　".join(f"{name}：" for name in kind.signed), gap=1, kept=True)
        yield Block("date", values["date"], right=DATE_RIGHT)
        return
    office, date = values["org"], values["date"]
    centre = max(DATE_RIGHT + width(date) / 2, width(office) / 2)
    yield Block("signature", office, right=round(centre - width(office) / 2, 2), gap=2, kept=True)
    yield Block("date", date, right=round(centre - width(date) / 2, 2), kept=True)
    contact = [f"联系人：{values['contact']}"] if values["contact"] else []
    contact += [f"联系电话：{values['phone']}"] if values["phone"] else []
    if contact:
        yield Block("remark", f"（{'，'.join(contact)}）")


def _category(values: Mapping[str, str]) -> str:
    value = values["category"]
    return value if value.endswith("类") or value.startswith("【") else f"{value}类"


def _foot(values: Mapping[str, str], form: str) -> Iterator[tuple[str, str]]:
    if values.get("cc") and form != "record":
        yield f"抄送：{values['cc'].rstrip('。')}。", ""
    if values.get("printer") and form == "ordinary":
        yield values["printer"], f"{values['date']}印发"
