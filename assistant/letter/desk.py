"""The desk where letters are written: from questions to a draft, from a draft to a final letter. Values in and out.

The only place that knows the assistant, the kinds, the masks and the drafts at once. What it keeps and what it asks
has personal data masked; the way back is held here, in memory, as long as the desk stands.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from assistant.answer import Assistant
from assistant.letter import draft as acts
from assistant.letter import kind as templates
from assistant.letter.checklist import checklist
from assistant.letter.fields import checked, clean, refuse_secret
from assistant.letter.incoming import LONGEST, MOST, questions
from assistant.letter.item import Passages, item, topic
from assistant.letter.lay import lay
from assistant.letter.mask import Mask
from assistant.letter.paper.office import pdf
from assistant.letter.paper.package import package
from assistant.letter.paper.text import plain
from assistant.letter.paper.types import Sheet
from assistant.letter.types import Draft, Finalised, Form, Found, Item, Kind, Opened, Rest, Sentence, Source
from assistant.types import EXTRACTIVE, Answer, Notice
from corpus.errors import BadCall
from corpus.sentences import sentences
from corpus.types import Document
from index.search import ANY
from index.types import Entry, Filter

ASKED = 2000
"""Characters of a question."""
HELD = 500
"""Drafts whose masks are remembered; of one left longer the marks stay in the letter and are listed as open."""
_NAME = 60
"""Characters of a file name."""
_FIGURE = re.compile(r"\d+[日年月元]")
_ASKED = re.compile(r"没有找到直接回答“(.+)”的内容")
"""How a notice names a question that nothing answers."""
_UNSAFE = re.compile(r"[^\w（）〔〕《》、-]+")


class Library(Protocol):
    """Where the documents are."""

    def document(self, document_id: str) -> Document:
        """One document."""
        ...

    def entries(self) -> list[Entry]:
        """All documents."""
        ...


class Keeper(Protocol):
    """Where drafts are kept."""

    def add(self, draft: Draft) -> None:
        """Keep one version."""
        ...


def _now() -> datetime:
    return datetime.now().astimezone()


class Desk:
    """Writes letters; may be shared by threads as far as its assistant may."""

    def __init__(
        self,
        assistant: Assistant,
        library: Library,
        kinds: Mapping[str, Kind] | None = None,
        office: Mapping[str, str] | None = None,
        drafts: Keeper | None = None,
        now: Callable[[], datetime] = _now,
    ) -> None:
        """`office` holds what is the same in all letters; BadCall where no kind has such a field."""
        self.kinds = dict(kinds if kinds is not None else templates.kinds())
        self._assistant = assistant
        self._library = library
        self.office = dict(office or {})
        unknown = self.office.keys() - {each.name for kind in self.kinds.values() for each in kind.fields}
        if unknown:
            named = "、".join(sorted(unknown))
            raise BadCall(f"office.toml 中没有这样的字段：{named}", f"office.toml: no such fields: {named}")
        self._drafts = drafts
        self._now = now
        self._masks: OrderedDict[str, Mask] = OrderedDict()

    def over(self, assistant: Assistant, library: Library, drafts: Keeper | None) -> Desk:
        """A desk of the same office over other documents and drafts; both remember the same personal data."""
        other = copy(self)
        other._assistant, other._library, other._drafts = assistant, library, drafts
        return other

    def questions(self, text: str) -> tuple[Found, ...]:
        """The questions of a letter that came in, with personal data masked.

        Raises:
            BadCall: it is too long, or bears a mark of secrecy.
        """
        return questions(Mask().put(_letter(text)))

    def draft(
        self,
        kind: str,
        asked: Sequence[str],
        fields: Mapping[str, str] | None = None,
        *,
        day: str | None = None,
        filters: Filter = ANY,
        form: Form | None = None,
    ) -> Draft:
        """A draft that answers some questions.

        Raises:
            BadCall: there is no question, too many or too long a one, no such kind or field, or a value is wrong.
        """
        self._checked(kind, fields)
        mask = Mask()
        masked = [mask.put(clean(question).strip()) for question in _askable(asked)]
        answers = [self._assistant.ask(question, day=day, filters=filters) for question in masked]
        return self._kept(self._written(kind, answers, fields, mask, form))

    def reply(
        self,
        kind: str,
        incoming: str,
        fields: Mapping[str, str] | None = None,
        *,
        day: str | None = None,
        filters: Filter = ANY,
        form: Form | None = None,
    ) -> Draft:
        """A draft that answers every question of a letter that came in.

        Raises:
            BadCall: as `draft`, and where no question is found in the letter.
        """
        self._checked(kind, fields)
        mask = Mask()
        text = mask.put(_letter(incoming))
        found = questions(text)
        if not found:
            raise BadCall(
                "来信中没有找到问题，请用 --question 写明要答复的问题",
                "no question was found in the letter; give it with --question",
            )
        answers = [self._answer(each, day, filters) for each in found[:MOST]]
        made = self._written(kind, answers, fields, mask, form)
        left = tuple(_left(each, at) for at, each in enumerate(found[MOST:], MOST + 1))
        return self._kept(replace(made, incoming=text, items=(*made.items, *left)))

    def write(
        self,
        kind: str,
        answers: Sequence[Answer],
        fields: Mapping[str, str] | None = None,
        *,
        form: Form | None = None,
    ) -> Draft:
        """A draft from answers that are there already; questions in them are taken as they stand, masked.

        Raises:
            BadCall: as `draft`.
        """
        mask = Mask()
        masked = [replace(each, question=mask.put(each.question)) for each in answers]
        return self._kept(self._written(kind, masked, fields, mask, form))

    def fill(self, draft: Draft, fields: Mapping[str, str]) -> Draft:
        """The draft with other values in some fields; an empty value takes one out.

        Raises:
            BadCall: there is no such field, a value is wrong, or the letter is final.
        """
        kind = self.kind(draft)
        return self._kept(acts.fill(draft, kind, _masked(fields, kind, self._mask(draft)), self._at()))

    def weigh(self, draft: Draft, sentence: str, text: str) -> Sentence:
        """A sentence with other words, and the verdict on them, as one writes; nothing is kept.

        Raises:
            BadCall: there is no such sentence.
        """
        return acts.weigh(draft, sentence, self._words(draft, text))

    def edit(self, draft: Draft, sentence: str, text: str) -> Draft:
        """The draft with other words in one sentence, or without it where there are none.

        Raises:
            BadCall: there is no such sentence, or the letter is final.
        """
        return self._kept(acts.edit(draft, sentence, self._words(draft, text), self._at()))

    def add(self, draft: Draft, question: int, text: str) -> Draft:
        """The draft with one more sentence in the answer to a question, counted from 1.

        Raises:
            BadCall: there is no such question, or the letter is final.
        """
        return self._kept(acts.add(draft, question, self._words(draft, text), self._at()))

    def opened(self, draft: Draft) -> tuple[Opened, ...]:
        """What must be filled in before it can be final."""
        return acts.opened(self.unmasked(draft), self.kind(draft))

    def finalise(self, draft: Draft, by: str, reason: str = "") -> tuple[Draft, Finalised]:
        """定稿: the final letter, and the event to be logged.

        Raises:
            BadCall: something is open, a sentence or a quote does not hold and there is no reason, or it is final.
        """
        event = Finalised(
            draft=draft.id,
            version=draft.version + 1,
            at=self._at(),
            by=clean(by).strip(),
            reason=self._mask(draft).put(clean(reason).strip()),
            unproved=(*acts.unproved(draft), *self._stale(draft)),
            checksum="",
        )
        final = acts.finalise(draft, event, self.opened(draft))
        event = replace(event, checksum=hashlib.sha256(self.text(final).encode()).hexdigest())
        return self._kept(replace(final, final=event)), event

    def sheet(self, draft: Draft, *, evidence: bool = True) -> Sheet:
        """The letter as it stands on paper, personal data in it as far as this desk remembers them."""
        made = self.unmasked(draft)
        return lay(made, self.kind(draft), evidence=evidence)

    def docx(self, draft: Draft, *, evidence: bool = True) -> bytes:
        """The letter as .docx, with the list of evidence as an annex or without."""
        return package(self.sheet(draft, evidence=evidence))

    def pdf(self, draft: Draft, *, evidence: bool = True) -> bytes:
        """The same as .pdf.

        Raises:
            NoOffice: LibreOffice is not installed, or failed.
        """
        return pdf(self.docx(draft, evidence=evidence))

    def text(self, draft: Draft, *, evidence: bool = False) -> str:
        """The same as plain text."""
        return plain(self.sheet(draft, evidence=evidence))

    def checklist(self, draft: Draft) -> bytes:
        """The clerk's check-list as .docx; it never goes out with the letter."""
        return package(checklist(draft, self.kind(draft)))

    def filename(self, draft: Draft) -> str:
        """A name for the file of the letter, without ending, that no file system takes amiss."""
        name = _UNSAFE.sub("", self.sheet(draft, evidence=False).title)[:_NAME].strip("-_")
        return f"{name or self.kind(draft).label}{'' if draft.final else '（草稿）'}"

    def unmasked(self, draft: Draft) -> Draft:
        """The draft with personal data in it as far as this desk remembers them: for its owner's eyes only."""
        mask = self._masks.get(draft.id)
        if mask is None:
            return draft
        items = tuple(
            replace(each, sentences=tuple(replace(one, text=mask.take(one.text)) for one in each.sentences))
            for each in draft.items
        )
        return replace(draft, fields={name: mask.take(value) for name, value in draft.fields.items()}, items=items)

    def kind(self, draft: Draft) -> Kind:
        """The kind of a draft.

        Raises:
            BadCall: its template is gone.
        """
        return templates.named(self.kinds, draft.kind)

    def _checked(self, name: str, fields: Mapping[str, str] | None) -> None:
        """Tell what is wrong with a call before anything is asked."""
        checked(fields or {}, templates.named(self.kinds, name).fields)

    def _answer(self, found: Found, day: str | None, filters: Filter) -> Answer:
        """What is asked is answered with what the letter tells before it, else by itself.

        With a question before it that one may be all that is answered: then a notice says that this one is not.
        """
        for text in dict.fromkeys([found.context + found.text, found.text]):
            answer = self._assistant.ask(text, day=day, filters=filters)
            own = found.text.rstrip("？?。")
            left = any(each.kind == "partial" and own in each.text for each in answer.notices)
            if answer.status == "answered" and not (left and found.context):
                # What stands before the question only helps to understand it, and is answered elsewhere.
                notices = tuple(each for each in answer.notices if not _of_context(each, found))
                return replace(answer, question=found.text, notices=notices)
        return replace(answer, question=found.text)

    def _written(
        self,
        name: str,
        answers: Sequence[Answer],
        fields: Mapping[str, str] | None,
        mask: Mask,
        form: Form | None = None,
    ) -> Draft:
        kind = templates.named(self.kinds, name)
        passages = Passages(self._library.document)
        items = [
            item(answer, at, self._topic(answer.question), passages, kind.phrases)
            for at, answer in enumerate(answers, 1)
        ]
        known = {each.name for each in kind.fields}
        office = {name: value for name, value in self.office.items() if name in known}
        values = checked({**office, **_masked(fields or {}, kind, mask)}, kind.fields)
        models = {each.written_by for each in answers} - {EXTRACTIVE}
        at = self._at()
        made = Draft(
            id=acts.identity(kind.name, [each.question for each in answers], at, secrets.token_hex(8)),
            kind=kind.name,
            version=1,
            at=at,
            fields=values,
            items=tuple(items),
            sources=tuple(passages.found),
            form=form,
            written_by="、".join(sorted(models)),
            masked=mask.counts,
            rests=tuple(self._rested(kind, rest) for rest in kind.rests),
            laws=self._laws(kind),
        )
        self._masks[made.id] = mask
        return made

    def _topic(self, question: str) -> str:
        return topic(self._assistant.understood([question])) if question.strip() else ""

    def _rested(self, kind: Kind, rest: Rest) -> str:
        """What in the library bears out a set phrase that states a rule, or that nothing does."""
        told = self._stated(rest.law, rest.article, kind.phrases[rest.phrase])
        return f"固定用语（《{rest.law}》{rest.article}）：{told or '所存文件中没有该件，请以正式文本核对'}"

    def _laws(self, kind: Kind) -> dict[str, str]:
        """What in the library bears out the time limits of a kind, by what has to be done."""
        told = {each.act: self._stated(each.law, each.article, each.rule) for each in kind.limits if each.law}
        return {act: words for act, words in told.items() if words}

    def _stated(self, law: str, article: str, rule: str) -> str:
        """The sentence of the library that gives the figures of a rule as those of an article; empty if none does."""
        figures = _FIGURE.findall(rule)
        for entry in self._library.entries():
            if law not in (entry.metadata.title.value or entry.source):
                continue
            document = self._library.document(entry.id)
            for span in sentences(document.text):
                quote = document.text[slice(*span)]
                if article in quote and all(figure in quote for figure in figures):
                    return f"所存文件载明“{quote.strip()}”（{document.source}）"
        return ""

    def _stale(self, draft: Draft) -> tuple[str, ...]:
        """Sentences whose passages no longer stand in the library as they are quoted."""
        return tuple(
            each.id
            for each in draft.sentences
            if each.text
            and each.holds
            and not all(self._stands(draft.sources[marker - 1]) for marker in each.markers)
        )

    def _stands(self, source: Source) -> bool:
        known = source.citation
        try:
            document = self._library.document(known.document_id)
        except BadCall:  # it was taken out of the library
            return False
        return document.text[known.start : known.end] == known.quote

    def _words(self, draft: Draft, text: str) -> str:
        """What a person writes into a letter, masked; what is too long is refused before it is looked at."""
        return self._mask(draft).put(acts.short(text))

    def _mask(self, draft: Draft) -> Mask:
        """The mask of a draft; of one that another desk began, a new one that makes no mark twice."""
        if draft.id not in self._masks:
            self._masks[draft.id] = Mask(draft.masked)
        return self._masks[draft.id]

    def _at(self) -> str:
        return self._now().isoformat(timespec="seconds")

    def _kept(self, draft: Draft) -> Draft:
        draft = replace(draft, masked=self._mask(draft).counts)
        while len(self._masks) > HELD:
            self._masks.popitem(last=False)
        if self._drafts is not None:
            self._drafts.add(draft)
        return draft


def _masked(fields: Mapping[str, str], kind: Kind, mask: Mask) -> dict[str, str]:
    """The values with personal data masked; the office's own numbers are no secret."""
    office = {key for each in kind.fields if each.office for key in (each.name, each.label)}
    return {
        name: value if name in office or len(value) > LONGEST else mask.put(value)  # what is too long is refused next
        for name, value in fields.items()
    }


def _askable(asked: Sequence[str]) -> Sequence[str]:
    if not asked or not all(each.strip() for each in asked) or len(asked) > MOST:
        raise BadCall(f"请给出一至 {MOST} 个问题", f"give 1 to {MOST} questions")
    for question in asked:
        refuse_secret(question, "问题")
        if len(question) > ASKED:
            raise BadCall(f"问题有 {len(question)} 字，最多 {ASKED} 字", f"a question has {ASKED} characters at most")
    return asked


def _letter(text: str) -> str:
    if len(text) > LONGEST:
        raise BadCall(
            f"来信有 {len(text)} 字，最多 {LONGEST} 字，请摘要后再试",
            f"the letter has {len(text)} characters, {LONGEST} at most",
        )
    refuse_secret(text, "来信")
    return clean(text)


def _of_context(notice: Notice, found: Found) -> bool:
    """Whether a notice says that nothing answers what does not stand in the question itself but before it."""
    asked = _ASKED.search(notice.text)
    return (
        notice.kind == "partial"
        and asked is not None
        and asked[1] not in found.text
        and asked[1].rstrip("？?。") in found.context
    )


def _left(found: Found, number: int) -> Item:
    """A question beyond the most that are answered: it is told, not dropped."""
    return Item(found.text, "", "not_found", notes=(f"第{number}个问题超出一次答复的数量，没有查找，请另行办理",))
