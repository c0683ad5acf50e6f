"""The story of a written answer: ask the model once, prove what it says, keep what is proved, or say why nothing is.

Knows nothing of how evidence is found or an answer laid out, nor of what kind of backend it asks.
"""

from __future__ import annotations

import re
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace

from assistant.asking.question import Question
from assistant.compose import Said
from assistant.prove import proved
from assistant.writer.breaker import Breaker
from assistant.writer.call import pieces
from assistant.writer.limits import Limits
from assistant.writer.prompt import prompt
from assistant.writer.reply import Line, Reader
from assistant.writer.types import Backend, Written
from assistant.writer.vital import lost
from corpus.errors import ModelUnavailable
from corpus.fold import fold

MOST_SENT = 12_000
"""Characters: a longer prompt would be cut by a small model, which nobody would notice."""
MOST_LINES = 60
"""Statements of a reply that are looked at."""
SHOWN = 4
"""Lost parts that a reason names."""
_LATIN = re.compile(r"[A-Za-z]{2,}")
_PLAIN = frozenset("，。；：、（）《》〈〉“”‘’「」『』,.;:()\"'")
"""No dash, which may be a minus, no question mark, no sign of comparison."""
_RANGE = frozenset("-[]")
"""Of folded text: one spelling of a dash and of a bracket stands for another."""
_DRESS = re.compile(r"[*`]+")


class LlmWriter:
    """Words answers with a language model; may be shared by threads."""

    def __init__(self, backend: Backend, limits: Limits | None = None, breaker: Breaker | None = None) -> None:
        self._backend = backend
        self._limits = limits or Limits()
        self._breaker = breaker or Breaker()

    def write(self, questions: Sequence[Question], evidence: Sequence[Said]) -> Generator[Written, None, None]:
        """What is written so far, each time one proved statement longer; the last is whole and final.

        Costs one call at most and no more than the deadline. Closing the generator ends the call.
        """
        asked = prompt(_asked(questions[0]), evidence)
        if asked.size > MOST_SENT:
            yield _instead(evidence, "依据较长，未交大模型", "too much evidence for the model")
            return
        if not self._breaker.admits():
            yield _instead(
                evidence, "大模型近来多次出错，暂不调用", "the model failed several times and is given a rest"
            )
            return
        until = time.monotonic() + self._limits.deadline
        draft = _Draft(asked.sentences, evidence)
        went = self._breaker.cancelled
        try:
            with closing(pieces(lambda: self._backend.reply(asked.messages), self._limits)) as texts:
                for kept in draft.read(texts):
                    if time.monotonic() > until:  # to prove many long lies takes time too
                        raise self._limits.late(total=True, begun=True)
                    if kept:
                        yield Written(draft.arranged(), self._backend.name)
            went = self._breaker.succeeded if draft.seen else self._breaker.failed
        except ModelUnavailable as trouble:
            went = self._breaker.failed
            yield _instead(evidence, trouble.zh, trouble.en)
            return
        finally:
            went()
        missing = lost({each.slot.want for each in questions}, evidence, draft.said)
        yield self._judged(draft, missing, evidence)

    def _judged(self, draft: _Draft, missing: Sequence[str], evidence: Sequence[Said]) -> Written:
        if not draft.said:
            return _instead(evidence, "大模型没有写出可核对的语句", "the model wrote nothing that could be proved")
        if missing:
            named = "、".join(missing[:SHOWN])
            return _instead(evidence, f"大模型的答复缺少：{named}", f"the model's answer leaves out: {named}")
        return Written(draft.arranged(), self._backend.name)


def _asked(question: Question) -> list[str]:
    """The last turn, and with what was said before when it leans on that."""
    leans = question.language == "zh" and any(term.earlier for term in question.terms)
    return list(dict.fromkeys([question.text, question.search] if leans else [question.text]))


def _instead(evidence: Sequence[Said], zh: str, en: str) -> Written:
    return Written(tuple(evidence), None, f"{zh}，以原文作答 | {en}; the documents' own words are given instead")


class _Draft:
    """The statements of one reply that are proved so far."""

    def __init__(self, sentences: Mapping[str, Said], evidence: Sequence[Said]) -> None:
        self._sentences = sentences
        self._places = {
            (each.source.document.id, span): at for at, each in enumerate(evidence) for span in each.spans
        }
        self.said: list[Said] = []
        """In the order in which the model wrote them."""
        self.seen = 0
        """Statements that were looked at, proved or not."""

    def read(self, texts: Iterator[str]) -> Iterator[bool]:
        """Of every statement, as soon as it is complete, whether it is proved and kept."""
        reader = Reader(self._sentences)
        for text in texts:
            yield from self._kept(reader.feed(text))
        yield from self._kept(reader.close())
        self.seen += sum(reader.dropped.values())

    def arranged(self) -> tuple[Said, ...]:
        """In the order of the evidence: 其中 means what stands before it, and the narrowest place comes first."""
        return tuple(sorted(self.said, key=self._place))

    def _place(self, said: Said) -> int:
        return min(self._places[said.source.document.id, span] for span in said.spans)

    def _kept(self, lines: Sequence[Line]) -> Iterator[bool]:
        for line in lines:
            self.seen += 1
            said = self._proved(line) if self.seen <= MOST_LINES else None
            kept = said is not None and not any(_alike(said, each) for each in self.said)
            self.said += [said] if said is not None and kept else []
            yield kept

    def _proved(self, line: Line) -> Said | None:
        """The line as a statement, when the passages that it cites prove it; of one document only."""
        cited = [self._sentences[name] for name in line.ids]
        if len({each.source.document.id for each in cited}) > 1:
            return None
        text = _undressed(line.text, cited)
        if not _own_signs(text, cited):
            return None
        for said in _readings(text, cited):
            for each in proved([said]):
                if each.verdict in ("verbatim", "supported"):
                    return each
        return None


def _readings(text: str, cited: Sequence[Said]) -> Iterator[Said]:
    """The statement over each passage alone, so that it cites no more than it needs; then over all of them.

    What leads in to a quote and the row it stands in are those of the first span: each passage comes first once.
    """
    for each in cited:
        yield replace(each, text=text)
    for at in range(len(cited) if len(cited) > 1 else 0):
        turned = [*cited[at:], *cited[:at]]
        spans = tuple(dict.fromkeys(span for each in turned for span in each.spans))
        listed, filled = any(each.listed for each in cited), any(each.filled for each in cited)
        yield replace(turned[0], text=text, spans=spans, listed=listed, filled=filled)


def _undressed(text: str, cited: Sequence[Said]) -> str:
    """Without marks of emphasis, unless the documents hide something behind such marks."""
    return text if any(_DRESS.search(each.text) for each in cited) else _DRESS.sub("", text)


def _own_signs(text: str, cited: Sequence[Said]) -> bool:
    """Whether words in Latin letters, and signs beyond plain punctuation, are the documents' own.

    The verifier hears no signs, and lets an English sentence stand around a quote: of a model both could be anything.
    """
    held = "\n".join(map(_around, cited))
    folded = fold(held)
    ranged = _RANGE.intersection(folded)
    return set(_LATIN.findall(folded)).issuperset(_LATIN.findall(fold(text))) and all(
        char.isalnum() or char.isspace() or char in _PLAIN or char in held or fold(char) in ranged for char in text
    )


def _alike(one: Said, other: Said) -> bool:
    return (one.source.document.id, one.spans, fold(one.text)) == (
        other.source.document.id,
        other.spans,
        fold(other.text),
    )


def _around(each: Said) -> str:
    quotes = "\n".join(each.source.document.text[slice(*span)] for span in each.spans)
    return f"{each.text}\n{quotes}\n{each.source.about}"
