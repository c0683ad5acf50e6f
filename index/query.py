"""What a person types → what is searched for: its grams, those of other words for the same, slips of typing mended.

离休 is never widened to 退休: the glossary holds no way from one to the other, and the sounds are told apart.
An English question over Chinese documents is searched for by the Chinese words for it that the documents hold.
Knows nothing of documents beyond which grams occur in them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from index import english, glossary, sound, spelling
from index.lexical import query_terms

Occurs: TypeAlias = Callable[[str], bool]
"""Whether the documents hold every pair of characters of a string."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question, ready to be searched for."""

    text: str
    """What is embedded: mended, in the words of documents."""
    terms: Mapping[str, float]
    """Grams with their weights."""


def understand(question: str, occurs: Occurs) -> Query:
    """Mend, translate and widen a question."""
    if english.is_english(question):
        own = query_terms(question)
        words = english.translate(question, occurs=occurs)
        if not any(map(occurs, words)):  # then the documents are in English as well
            return Query(question, own)
        chinese = " ".join(words)
        return Query(f"{chinese} {question}", own | widened(chinese, glossary.widen(chinese)))
    question = english.in_chinese(question, occurs=occurs)
    text = sound.applied(question, spelling.correct(question, occurs))
    return Query(text, widened(text, glossary.widen(text)))


def widened(text: str, others: Mapping[str, float]) -> dict[str, float]:
    """The grams of `text`, and those of `others` with the weight of the word that they come from, if that is more."""
    terms = query_terms(text)
    for phrase, weight in others.items():
        for gram, own in query_terms(phrase).items():
            terms[gram] = max(terms.get(gram, 0.0), own * weight)
    return terms
