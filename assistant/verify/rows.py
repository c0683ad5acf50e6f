"""A statement written as headings and cells beside the row of a table. Knows nothing of where the table stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.verify import tell
from assistant.verify.align import MARK, joined
from assistant.verify.tokens import tokens
from assistant.verify.types import Kind, Reason

_KINDS: tuple[Kind, ...] = ("number", "date", "population")

Cell = tuple[str, str]
"""The heading of a column, and what stands under it."""

_BARE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_UNIT = re.compile(
    r"[（(](?:单位[：:])?(?P<unit>[万亿]?元|[%％]|人次?|名|岁|次|天|个月|月(?=[/／]))(?P<per>[/／][^（）()]{1,6})?[）)]$"
)
"""The unit of the numbers below, at the end of a heading; （月） and （年） may head numbers of months and years."""
_COUNTED = {"月": "个月"}


def spoken(heading: str, cell: str) -> Cell:
    """A bare number with the unit that stands behind its heading, as a person says both.

    >>> spoken("标准（元/月）", "860"), spoken("增发（月/年）", "1.5"), spoken("项目（次）", "若干")
    (('标准', '860元/月'), ('增发', '1.5个月/年'), ('项目（次）', '若干'))
    """
    name, value = heading.strip(), cell.strip()
    found = _UNIT.search(name)
    if found is None or not found.start() or not _BARE.fullmatch(value):
        return heading, cell
    unit = _COUNTED.get(found["unit"], found["unit"])
    return name[: found.start()].rstrip(), f"{value}{unit}{found['per'] or ''}"


def written(row: Sequence[Cell]) -> str:
    """A row as it is said: 项目：护理费；标准（元）：860."""
    return "；".join(f"{heading}：{cell}" if heading else cell for heading, cell in row if cell)


def read(statement: str, row: Sequence[Cell]) -> tuple[Reason, ...] | None:
    """The cells that a statement misreads; none when it tells cells rightly, None when it is written otherwise.

    A cell may stand as it is, or with the unit of its heading as it is `spoken`.

    >>> row = (("项目", "护理费"), ("标准（元）", "860"))
    >>> read("项目：护理费；标准（元）：860", row), read("项目：护理费；标准：860元", row), read("护理费有标准", row)
    ((), (), None)
    >>> read("项目：护理费；标准：680元", row)[0].text
    '数字：引文为“标准：860元”，语句为“680元” | number: the text says “标准：860元”, the statement “680元”'
    """
    said = tokens(statement)
    left = joined(said)
    told = False
    cells = [each for each in row if each[1]]
    for at, cell in enumerate(cells):
        if whole := _whole(cell, left):
            left = left[len(whole) - 1 :]
            told = True
        elif told and not any(_whole(each, left) for each in cells[at + 1 :]):
            begun = next((each for each in _forms(cell) if _begins(each[0], left)), None)
            if begun is not None:
                return (_misread(statement, len(said) - left.count(MARK) + 1, *begun),)
    return () if told and left == MARK else None


def _forms(cell: Cell) -> Iterator[Cell]:
    """A cell as it stands, and as it is said; the heading that is longer comes first."""
    yield cell
    if (other := spoken(*cell)) != cell:
        yield other


def _whole(cell: Cell, left: str) -> str:
    """The form of a cell that what is left of a statement begins with; empty where there is none."""
    return next((whole for each in _forms(cell) if left.startswith(whole := joined(tokens(written([each]))))), "")


def _begins(heading: str, left: str) -> bool:
    name = joined(tokens(heading))
    return name != MARK and left.startswith(name)


def _misread(statement: str, at: int, heading: str, cell: str) -> Reason:
    """Tell the words that stand where the cell should."""
    said = tokens(statement)
    start = said[at].start + len(heading) if at < len(said) else len(statement)
    shown = statement[start:].lstrip("：: ").split("；")[0]
    kinds = {token.kind for token in tokens(f"{heading}：{cell}")}
    kind: Kind = next((kind for kind in _KINDS if kind in kinds), "wording")
    return tell.differs(kind, f"{heading}：{cell}", shown, against=True)
