"""What of a row is told: the columns of those whom a question asks about, and not those for others. Pure.

A table often has a column for each kind of people: 春节慰问 | 离休干部：1000元 | 退休干部：500元. Who asks about one
kind is not told the amount of the other. Knows nothing of which row is told.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.asking.days import spoken
from assistant.asking.question import Question
from assistant.compose import Said
from assistant.evidence import row_text
from assistant.scope import peopled, years_named
from corpus import ranks


def set_for(question: Question, text: str) -> bool | None:
    """Say whether what is said under `text`, a heading or an item, is for those whom a question asks about.

    None when it names no people, period, rank or year, or the question none of that sort. 离退休干部 are both.
    """
    verdicts = (_people(question, text), _period(question, text), _rank(question, text), _year(question, text))
    named = [each for each in verdicts if each is not None]
    return all(named) if named else None


def of_asked(question: Question, each: Said) -> Said:
    """A row without the columns for others, where it has one for those whom the question asks about."""
    found = each.source.document.row_of(each.spans[0][0])
    if found is None or each.text != row_text(*found):
        return each
    table, row = found
    verdicts = {heading.text: set_for(question, heading.text) for heading in table.headings}
    if True not in verdicts.values() or False not in verdicts.values():
        return each
    return replace(each, text=row_text(table, row, lambda heading: verdicts[heading] is not False))


def _people(question: Question, text: str) -> bool | None:
    named, asked = peopled(text), (peopled(question.asks) or peopled(question.told)) - {"离退休"}
    if question.population not in asked or len(asked) > 1 or not named:
        return None
    return bool(named & {question.population, "离退休"})


def _period(question: Question, text: str) -> bool | None:
    named = spoken(text)
    return bool(named & question.periods) if named and question.periods else None


def _year(question: Question, text: str) -> bool | None:
    named = years_named(text)
    return not named.isdisjoint(question.years) if named and question.years else None


def _rank(question: Question, text: str) -> bool | None:
    return ranks.meet(ranks.find(question.told), ranks.set_for(text))
