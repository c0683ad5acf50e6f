"""What is done to a draft: filling fields, changing a sentence, making it final. Pure: every act gives another draft.

Knows nothing of where drafts are kept, nor of how answers are found.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.letter.fields import checked, clean, refuse_secret
from assistant.letter.judge import judge
from assistant.letter.limit import days
from assistant.letter.types import Draft, Finalised, Item, Kind, Opened, Sentence, Source
from assistant.verify.types import Finding
from corpus.errors import BadCall

LONGEST = 2000
"""Characters of a sentence that a person writes."""
REASON = 4
"""Characters that a reason has at least."""
TOPICS = 2
"""Matters that a title names."""
_MARK = re.compile(r"【[^【】]{1,40}】")


def filled(draft: Draft, kind: Kind) -> dict[str, str]:
    """The values: those given, then the defaults; the matter follows from the questions, last days from dates."""
    values = {each.name: each.default for each in kind.fields if each.default} | dict(draft.fields)
    topics = list(dict.fromkeys(item.topic for item in draft.items if item.topic and "“" not in item.topic))
    if "subject" not in values and topics:
        more = "等" if len(topics) > TOPICS or len(topics) < len(draft.items) else ""
        values["subject"] = f"{'、'.join(topics[:TOPICS])}{more}有关问题"
    return values | days(kind, values)


def opened(draft: Draft, kind: Kind) -> tuple[Opened, ...]:
    """What must still be said: empty fields that this letter needs, and marks that stand in what was filled in."""
    values = filled(draft, kind)
    left = any(item.status != "answered" for item in draft.items)
    found = [
        Opened(each.label, each.ask)
        for each in kind.fields
        if not values.get(each.name) and (each.when == "always" or (each.when == "unanswered" and left))
    ]
    written = [*draft.fields.values(), *(each.text for each in draft.sentences if each.text != each.drafted)]
    marks = [mark for text in written for mark in _MARK.findall(text)]
    return (*found, *(Opened(mark.strip("【】"), "把信中的空白填上") for mark in dict.fromkeys(marks)))


def fill(draft: Draft, kind: Kind, given: Mapping[str, str], at: str) -> Draft:
    """With other values in some fields; an empty one is taken out.

    Raises:
        BadCall: a value breaks its rule, or the letter is final.
    """
    _changeable(draft)
    values = checked(given, kind.fields)
    labels = {each.label: each.name for each in kind.fields}
    gone = {labels.get(name, name) for name in given} - values.keys()
    kept = {name: value for name, value in draft.fields.items() if name not in gone}
    return replace(draft, fields={**kept, **values}, version=draft.version + 1, at=at)


def weigh(draft: Draft, id: str, text: str) -> Sentence:
    """The sentence with other words and the verdict that they deserve; the draft stays as it is.

    Raises:
        BadCall: there is no such sentence, or the words are too long.
    """
    item, sentence = _find(draft, id)
    text = _words(text)
    if text == sentence.drafted:
        own = draft_finding(draft, sentence)
        return replace(sentence, text=text, verdict=own.verdict, reasons=_reasons(own))
    if not text:
        return replace(sentence, text="", verdict="supported", reasons=())
    finding, markers = _judged(draft, item, sentence, text)
    return replace(
        sentence, text=text, verdict=finding.verdict, reasons=_reasons(finding), markers=markers or sentence.markers
    )


def draft_finding(draft: Draft, sentence: Sentence) -> Finding:
    """What is found of the words that the program wrote: frames hold as they stand, statements are compared again."""
    if sentence.role != "statement":
        return Finding("supported")
    return judge(sentence.drafted, _sources(draft, sentence.markers))[0]


def edit(draft: Draft, id: str, text: str, at: str) -> Draft:
    """With other words in one sentence, or without it where there are none.

    Raises:
        BadCall: there is no such sentence, the words are too long, or the letter is final.
    """
    _changeable(draft)
    return _replaced(draft, weigh(draft, id, text), at)


def add(draft: Draft, number: int, text: str, at: str) -> Draft:
    """With one more sentence at the end of the answer to question `number`, from 1.

    Raises:
        BadCall: there is no such question, there are no words, or the letter is final.
    """
    _changeable(draft)
    text = _words(text)
    if not 1 <= number <= len(draft.items) or not text:
        raise BadCall(
            f"没有第 {number} 个问题，或没有写内容", f"there is no question {number}, or there are no words"
        )
    item = draft.items[number - 1]
    sentence = Sentence(f"{number}.{len(item.sentences) + 1}", "statement", text, verdict="unverified")
    finding, markers = _judged(draft, item, sentence, text)
    made = replace(sentence, verdict=finding.verdict, reasons=_reasons(finding), markers=markers)
    items = [*draft.items]
    items[number - 1] = replace(item, sentences=(*item.sentences, made))
    return replace(draft, items=tuple(items), version=draft.version + 1, at=at)


def finalise(draft: Draft, event: Finalised, left: Sequence[Opened]) -> Draft:
    """The final letter; what is open, or does not hold without a reason, forbids it.

    Raises:
        BadCall: something is open, a sentence does not hold and no reason is given, nobody makes it final, or it is.
    """
    _changeable(draft)
    if left:
        named = "、".join(each.label for each in left)
        raise BadCall(f"还有内容没有填写，不能定稿：{named}", f"fields are still open: {named}")
    if event.unproved and len(event.reason) < REASON:
        named = "、".join(event.unproved)
        raise BadCall(
            f"下列语句没有出处或与原文不符，定稿须写明理由（--reason）：{named}",
            f"these sentences are not borne out; write a reason (--reason): {named}",
        )
    if not event.by:
        raise BadCall("请写明定稿人（--by）", "say who makes it final (--by)")
    return replace(draft, version=event.version, at=event.at, final=event)


def unproved(draft: Draft) -> tuple[str, ...]:
    """Ids of the sentences that do not hold."""
    return tuple(each.id for each in draft.sentences if not each.holds)


def identity(kind: str, questions: Sequence[str], at: str, seed: str) -> str:
    """32 hexadecimal digits for a new draft."""
    return hashlib.sha256("\0".join([kind, at, seed, *questions]).encode()).hexdigest()[:32]


def _judged(draft: Draft, item: Item, sentence: Sentence, text: str) -> tuple[Finding, tuple[int, ...]]:
    """A changed frame is judged with what it introduces, for by itself it states nothing that a passage says."""
    at = next((at for at, each in enumerate(item.sentences) if each.id == sentence.id), len(item.sentences))
    following = item.sentences[at + 1 : at + 2] if sentence.role == "source" else ()
    whole = text + "".join(each.text for each in following if each.role == "statement")
    around = [each for each in _all_sources(draft, item) if each.citation.marker not in sentence.markers]
    return judge(whole, _sources(draft, sentence.markers), around)


def _all_sources(draft: Draft, item: Item) -> Iterator[Source]:
    """The passages of one question, those that are only near included."""
    markers = [marker for each in item.sentences for marker in each.markers]
    return iter(_sources(draft, tuple(dict.fromkeys([*markers, *item.related]))))


def _sources(draft: Draft, markers: Sequence[int]) -> list[Source]:
    return [draft.sources[marker - 1] for marker in markers]


def _find(draft: Draft, id: str) -> tuple[Item, Sentence]:
    for item in draft.items:
        for sentence in item.sentences:
            if sentence.id == id:
                return item, sentence
    raise BadCall(f"没有编号为“{id[:20]}”的语句", f"there is no sentence {id[:20]}")


def _replaced(draft: Draft, made: Sentence, at: str) -> Draft:
    items = tuple(
        replace(item, sentences=tuple(made if each.id == made.id else each for each in item.sentences))
        for item in draft.items
    )
    return replace(draft, items=items, version=draft.version + 1, at=at)


def short(text: str) -> str:
    """The words themselves.

    Raises:
        BadCall: they are too many for a sentence.
    """
    if len(text) > LONGEST:
        raise BadCall(f"语句有 {len(text)} 字，最多 {LONGEST} 字", f"a sentence has {LONGEST} characters at most")
    return text


def _words(text: str) -> str:
    refuse_secret(short(text), "语句")
    return " ".join(clean(text).split())


def _changeable(draft: Draft) -> None:
    if draft.final is not None:
        raise BadCall("已经定稿，不能再改；请另起草稿", "the letter is final; begin another draft")


def _reasons(finding: Finding) -> tuple[str, ...]:
    return tuple(reason.text for reason in finding.reasons)
