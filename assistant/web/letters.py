"""Letters of callers: who may write them, when it is their turn, which documents they rest on, and what is recorded.

Every caller has drafts of its own; one that rests on a document which its owner may no longer read is not there until
it may be read again. Knows nothing of HTTP, nor of what a letter looks like.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import BinaryIO, Literal

from assistant.answer import Assistant
from assistant.letter.desk import Desk
from assistant.letter.drafts import Drafts, missing
from assistant.letter.incoming import MOST
from assistant.letter.types import Draft, Form, Found, Kind, Sentence
from assistant.talk.reply import answered
from assistant.types import Answer
from assistant.web.asking import Asking
from assistant.web.library.assistants import Assistants
from assistant.web.library.inspect import inspect
from assistant.web.library.stage import Stage
from assistant.web.press import Press
from assistant.web.queue import Queue
from assistant.web.records.audit import Audit
from assistant.web.types import Caller, allow
from corpus.errors import BadCall, Busy, NotFound, UnreadableDocument
from index.search import ANY
from index.types import Filter

_PIECE = 256 * 1024
Mode = Literal["extractive", "llm"]
Paper = Literal["docx", "pdf", "text", "checklist"]
ENDINGS: Mapping[Paper, str] = {"docx": ".docx", "pdf": ".pdf", "text": ".txt", "checklist": ".核对单.docx"}
"""What a file of each kind is called behind the name of its letter."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """A letter as it is asked for: from one of questions, a letter that came in, answers, or a turn."""

    kind: str
    questions: tuple[str, ...] = ()
    incoming: str = ""
    answers: tuple[str, ...] = ()
    """Ids of answers that the caller was given not long ago."""
    conversation: str | None = None
    turn: int = 0
    """Of the conversation, from 1."""
    fields: Mapping[str, str] | None = None
    day: str | None = None
    filters: Filter = ANY
    form: Form | None = None
    mode: Mode | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """Where callers wait, and who counts them."""

    queue: Queue
    press: Press
    writing: Queue | None = None
    """For a language model; None where there is none."""
    count: Callable[[str], None] = lambda _: None


class Letters:
    """Writes letters for callers; safe to share between threads."""

    def __init__(
        self, desk: Desk, drafts: Drafts, assistants: Assistants, asking: Asking, audit: Audit, lines: Lines
    ) -> None:
        self._desk = desk
        self._drafts = drafts
        self._assistants = assistants
        self._asking = asking
        self._audit = audit
        self._lines = lines

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """The kinds of letters, by name."""
        return self._desk.kinds

    @property
    def words(self) -> Mapping[str, str]:
        """What is the same in all letters of the office, by the name of the field."""
        return self._desk.office

    def desk(self, caller: Caller, mode: Mode | None = "extractive") -> Desk:
        """The desk of a caller: what the caller may not read does not exist for it."""
        return self._over(caller, self._drafts.of(caller.id), mode)

    def questions(self, caller: Caller, text: str) -> tuple[Found, ...]:
        """The questions in a letter that came in.

        Raises:
            NotAllowed: the caller may not write letters.
            BadCall: it is too long, or bears a mark of secrecy.
        """
        allow(caller, "ask")
        return self._desk.questions(text)

    def read(self, caller: Caller, stage: Stage, file: BinaryIO, name: str) -> str:
        """The text of a letter that came in as a file; the file is wiped.

        Raises:
            UnreadableDocument: no reader takes it, or it cannot be read.
            Busy: it is not the caller's turn soon.
        """
        allow(caller, "ask")
        self._lines.count(caller.id)
        with self._lines.queue.place(caller):
            staged = stage.put(_pieces(file), name)
            try:
                (found,) = inspect([staged.path], text=True)
            finally:
                stage.discard(staged.path)
        if found.problem is not None:
            raise UnreadableDocument(found.problem.zh, found.problem.en)
        return found.text

    def draft(self, caller: Caller, ordered: Ordered) -> Draft:
        """A draft, kept.

        Raises:
            NotAllowed: the caller may not write letters.
            NotFound: there is no such answer or turn of the caller's.
            BadCall: not one thing is given to be answered, or what the desk refuses.
            Busy: it is not the caller's turn soon, or the caller asks too often.
        """
        allow(caller, "ask")
        given = [ordered.questions, ordered.incoming.strip(), ordered.answers, ordered.conversation]
        if sum(map(bool, given)) != 1:
            raise BadCall(
                "请给出问题、来信、回答或谈话中的一样", "give one of questions, incoming, answers, conversation"
            )
        if ordered.mode == "llm" and self._lines.writing is None:
            raise BadCall("本服务没有设置大模型", "no language model is set up for this service")
        for _ in range(self._asked(caller, ordered)):
            self._lines.count(caller.id)
        model = self._lines.writing if ordered.mode != "extractive" else None
        with (model or self._lines.queue).place(caller):
            return self._written(caller, ordered)

    def list(self, caller: Caller, most: int = 50) -> tuple[Draft, ...]:
        """The caller's drafts in their last version, the one last changed first."""
        allow(caller, "ask")
        return tuple(each for each in self._drafts.of(caller.id).list(most) if self._readable(caller, each))

    def get(self, caller: Caller, id: str, version: int | None = None) -> Draft:
        """One of them, in its last version or another.

        Raises:
            NotFound: the caller has none such.
        """
        allow(caller, "ask")
        return self._whole(caller, self._drafts.of(caller.id).get(id, version))

    def versions(self, caller: Caller, id: str) -> tuple[Draft, ...]:
        """All versions of one, the first one first.

        Raises:
            NotFound: the caller has none such.
        """
        self.get(caller, id)
        return tuple(each for each in self._drafts.of(caller.id).versions(id) if self._readable(caller, each))

    def forget(self, caller: Caller, id: str) -> None:
        """Delete a draft with all its versions.

        Raises:
            NotFound: the caller has none such.
        """
        allow(caller, "ask")
        if not self._drafts.of(caller.id).delete(id):
            raise missing()
        self._lines.press.forget(id)

    def change(self, caller: Caller, id: str, version: int | None, do: Callable[[Desk, Draft], Draft]) -> Draft:
        """The draft after something is done to it at the caller's desk.

        Raises:
            NotFound: the caller has none such.
            BadCall: what the desk refuses; the version that was changed is not the last one.
        """
        return do(self.desk(caller), self.get(caller, id, version))

    def weigh(self, caller: Caller, id: str, sentence: str, text: str) -> Sentence:
        """A sentence with other words and the verdict on them; nothing is kept.

        Raises:
            NotFound: the caller has no such draft.
            BadCall: there is no such sentence.
        """
        return self.desk(caller).weigh(self.get(caller, id), sentence, text)

    def finalise(self, caller: Caller, draft: Draft, by: str, reason: str, request: str) -> Draft:
        """定稿, recorded before it is kept: with counts and the checksum, without a word of the letter.

        Raises:
            NotAllowed: the caller may not write letters.
            BadCall: something is open, or does not hold without a reason.
        """
        allow(caller, "ask")
        drafts = self._drafts.of(caller.id)
        made, event = self._over(caller, None, "extractive").finalise(draft, by, reason)
        detail = {
            "version": str(event.version),
            "unproved": str(len(event.unproved)),
            "checksum": event.checksum,
            "masked": _counted(made),
        }
        with self._audit.recorded("letter-finalised", caller, draft.id, request=request, detail=detail):
            drafts.add(made)
        return made

    def paper(self, caller: Caller, draft: Draft, paper: Paper, *, evidence: bool, request: str) -> tuple[str, bytes]:
        """(name, content) of a file of a letter, recorded as handed out.

        Raises:
            NoOffice: there is no LibreOffice to make a .pdf.
            Busy: it is not the caller's turn soon.
        """
        desk = self.desk(caller)

        def docx() -> bytes:
            return desk.docx(draft, evidence=evidence)

        make: Mapping[Paper, Callable[[], bytes]] = {
            "docx": docx,
            "text": lambda: desk.text(draft, evidence=evidence).encode(),
            "checklist": lambda: desk.checklist(draft),
        }
        if paper == "pdf":
            content = self._lines.press.pdf(caller, (draft.id, draft.version, evidence), docx)
        else:
            with self._lines.queue.place(caller):
                content = make[paper]()
        detail = {"version": str(draft.version), "paper": paper, "masked": _counted(draft)}
        self._audit.add("exported", caller, draft.id, good=True, request=request, detail=detail)
        return f"{desk.filename(draft)}{ENDINGS[paper]}", content

    def pages(self, caller: Caller, draft: Draft, *, evidence: bool) -> int:
        """How many pages a letter has; raises as `paper`."""
        desk = self.desk(caller)
        key = (draft.id, draft.version, evidence)
        return self._lines.press.pages(caller, key, lambda: desk.docx(draft, evidence=evidence))

    def page(self, caller: Caller, draft: Draft, number: int, *, evidence: bool) -> bytes:
        """One page of a letter as PNG, the first is 1: seen by its owner, not handed out; raises as `paper`.

        Raises:
            NotFound: it has no such page.
        """
        desk = self.desk(caller)
        key = (draft.id, draft.version, evidence)
        try:
            return self._lines.press.page(caller, key, lambda: desk.docx(draft, evidence=evidence), number)
        except IndexError as error:
            raise NotFound("这封函件没有这一页", "the letter has no such page") from error

    def _over(self, caller: Caller, drafts: Drafts | None, mode: Mode | None) -> Desk:
        assistant = self._assistants.of(caller)
        if mode == "extractive":
            assistant = assistant.worded_by(None)
        index = self._assistants.index(caller)
        self._desk = self._desk.over(assistant, index, None)  # so that no generation of before is held on to
        return self._desk.over(assistant, index, drafts)

    def _asked(self, caller: Caller, ordered: Ordered) -> int:
        """How many questions are looked up."""
        if ordered.incoming:
            return min(len(self._desk.questions(ordered.incoming)), MOST) or 1
        return len(ordered.questions) or 1

    def _written(self, caller: Caller, ordered: Ordered) -> Draft:
        # Kept only after it was seen that all of it may be read at this moment.
        desk = self._over(caller, None, ordered.mode)
        kind, fields, form = ordered.kind, ordered.fields, ordered.form
        if ordered.incoming.strip():
            made = desk.reply(kind, ordered.incoming, fields, day=ordered.day, filters=ordered.filters, form=form)
        elif ordered.questions:
            made = desk.draft(kind, ordered.questions, fields, day=ordered.day, filters=ordered.filters, form=form)
        else:
            made = desk.write(kind, [*self._answers(caller, ordered)], fields, form=form)
        if not self._readable(caller, made):
            raise Busy("文件的查阅范围刚有变动，请再试一次", "who may read what has just changed; try again")
        self._drafts.of(caller.id).add(made)
        return made

    def _answers(self, caller: Caller, ordered: Ordered) -> Iterable[Answer]:
        if ordered.conversation is None:
            for id in ordered.answers:
                answer = self._asking.recall(caller, id).answer
                if not self._may_read(caller, {each.document_id for each in answer.citations}):
                    raise NotFound("没有这个回答，或已过去太久", "there is no such answer, or it was too long ago")
                yield answer
            return
        turns = self._asking.conversation(caller, ordered.conversation).turns
        if not 1 <= ordered.turn <= len(turns):
            raise NotFound("谈话中没有这一次提问", "there is no such turn in the conversation")
        turn = turns[ordered.turn - 1]
        earlier = [each.question for each in turns[: ordered.turn - 1]]
        assistant: Assistant = self._assistants.of(caller)
        if ordered.mode == "extractive":
            assistant = assistant.worded_by(None)
        *_, last = answered(assistant, earlier, turn.question, day=turn.day, filters=turn.filters)
        yield replace(last.answer, question=turn.question)

    def _whole(self, caller: Caller, draft: Draft) -> Draft:
        if not self._readable(caller, draft):
            raise missing()
        return draft

    def _readable(self, caller: Caller, draft: Draft) -> bool:
        return self._may_read(caller, {each.citation.document_id for each in draft.sources})

    def _may_read(self, caller: Caller, documents: Iterable[str]) -> bool:
        """Whether none of them is hidden; one that was taken out of the library is hidden from nobody."""
        return all(self._assistants.may_read(caller, each) for each in documents if self._assistants.files_of(each))


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece


def _counted(draft: Draft) -> str:
    return " ".join(f"{kind}{count}" for kind, count in sorted(draft.masked.items()))
