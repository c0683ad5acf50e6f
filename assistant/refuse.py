"""How the assistant says that it does not answer, and how it understood an unusual wording. Pure."""

from __future__ import annotations

from collections.abc import Collection

from assistant.asking.question import Question
from assistant.gate import Decision
from assistant.scope import full_path, holds_for
from assistant.types import Notice
from assistant.wording import pattern
from corpus.fold import fold
from corpus.numerals import to_chinese


def before_search(question: Question, regions: Collection[str]) -> str | None:
    """A reason that holds before anything is searched: no words, no document of the place."""
    if not question.terms:
        return _told(
            question, "没有看懂所问的内容，请换一种说法。", "The question could not be understood; please rephrase."
        )
    if pattern("elsewhere").search(fold(question.text)):
        return _told(question, "这不是文件所能回答的问题。", "This is no question that the documents could answer.")
    if question.places and not any(_holds(question, region, regions) for region in regions):
        names = "、".join(place.name for place in question.places)
        return _told(
            question, f"库中没有{names}的文件，不能以其他地方的规定作答。", f"There is no document of {names}."
        )
    return None


def _holds(question: Question, region: str, regions: Collection[str]) -> bool:
    return any(holds_for(region, full_path(place.path, regions)) for place in question.places)


def unknown_number(question: Question) -> str:
    """No document bears the number that is asked about."""
    numbers = "、".join(question.numbers)
    return _told(question, f"库中没有{numbers}文件，不能说明其效力。", f"There is no document {numbers}.")


def out_of_scope(question: Question) -> str:
    """Passages were found, but of another year or about other people."""
    if question.articles:
        numbers = "、".join(f"第{to_chinese(number)}条" for number in question.articles)
        return _told(
            question, f"没有找到所问文件的{numbers}。", "The article that is asked for is not in the documents found."
        )
    if question.years:
        years = "、".join(f"{year}年" for year in question.years)
        return _told(
            question, f"库中没有{years}的相关文件或内容。", f"There is nothing for {years} in the documents."
        )
    return other_people(question)


def other_people(question: Question) -> str:
    """Passages were found, but about other people than those asked about."""
    return _told(
        question,
        f"库中有相关规定，但对象不是{question.population}干部，不能套用。",
        "There are rules on this, but not for the people asked about.",
    )


def nothing_near(question: Question, decision: Decision) -> str:
    """Nothing relevant: name the words that do not occur."""
    words = "、".join(f"“{term.text}”" for term in decision.missing[:3])
    return _told(
        question,
        f"库中文件没有找到相关内容{f'（未见{words}）' if words else ''}。",
        f"Nothing relevant was found in the documents{f' ({words})' if words else ''}.",
    )


def left_open(question: Question) -> Notice:
    """One of several questions is not answered by what is told."""
    asked = question.asks.strip("，,。；;？?！!、 ")
    return Notice("partial", f"没有找到直接回答“{asked}”的内容 | nothing answers this part of the question")


def understood(question: Question) -> tuple[Notice, ...]:
    """How slips of the pen were read."""
    return tuple(
        Notice("scope", f"已将“{each.wrong}”按“{each.right}”理解 | read {each.wrong} as {each.right}")
        for each in question.corrections
    )


def _told(question: Question, zh: str, en: str) -> str:
    return f"{en} {zh}" if question.language == "en" else zh
