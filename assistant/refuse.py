"""How the assistant says that it does not answer, and how it understood an unusual wording. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.asking.question import Question
from assistant.asking.words import is_word
from assistant.gate import Decision
from assistant.match import Term
from assistant.scope import full_path, holds_for
from assistant.types import Notice
from assistant.wording import pattern
from corpus.fold import fold
from corpus.numerals import to_chinese

_YUAN = re.compile(r"^(\d[\d.]*)元$")


def before_search(question: Question, regions: Collection[str]) -> str | None:
    """A reason that holds before anything is searched: no words, no document of the place."""
    if not question.terms:
        return _told(
            question, "没有看懂所问的内容，请换一种说法。", "The question could not be understood; please rephrase."
        )
    if pattern("elsewhere").search(fold(question.told)):
        return _told(question, "这不是文件所能回答的问题。", "This is no question that the documents could answer.")
    if pattern("elsewhere", "account").search(fold(question.told)):
        return _told(
            question,
            "文件里没有个人账户和发放情况，请向发放单位或经办机构查询。",
            "The documents tell nothing of anybody's own account; please ask the office that pays.",
        )
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
    words = [f"“{text}”" for text in unsaid(question, decision.missing)]
    if question.language == "en":
        told = f" ({', '.join(words)})" if words else ""
        return f"Nothing relevant was found in the documents{told}. 库中文件没有找到相关内容。"
    told = f"（未见{'、'.join(words)}）" if words else ""
    return f"库中文件没有找到相关内容{told}。"


def unsaid(question: Question, missing: Sequence[Term]) -> list[str]:
    """The heaviest of the words that nothing says, as they were typed.

    下党 of 地下党, which is none, is named only where there is no other.
    """
    texts = [term.text for term in missing]
    shown = ([text for text in texts if is_word(text)] or texts)[:3]
    typed = dict(question.typed)
    return list(dict.fromkeys(_YUAN.sub(r"\1 yuan", typed.get(text, text)) if typed else text for text in shown))


def left_open(question: Question) -> Notice:
    """One of several questions is not answered by what is told."""
    if question.paper:
        told = f"“{question.paper.said}”没有直接回答所问"
        return Notice("partial", f"{told} | that document does not answer the question")
    asked = (question.clause or question.asks).strip("，,。；;？?！!、 ")
    return Notice("partial", f"没有找到直接回答“{asked}”的内容 | nothing answers this part: “{asked}”")


def understood(question: Question) -> tuple[Notice, ...]:
    """How slips of the pen were read."""
    return tuple(
        Notice("scope", f"已将“{each.wrong}”按“{each.right}”理解 | read {each.wrong} as {each.right}")
        for each in question.corrections
    )


def _told(question: Question, zh: str, en: str) -> str:
    return f"{en} {zh}" if question.language == "en" else zh
