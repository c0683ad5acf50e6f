"""A statement written as headings and cells beside the row of a table. Knows nothing of where the table stands."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.verify import tell
from assistant.verify.align import MARK, joined
from assistant.verify.tokens import tokens
from assistant.verify.types import Kind, Reason

_KINDS: tuple[Kind, ...] = ("number", "date", "population")


def written(row: Sequence[tuple[str, str]]) -> str:
    """A row as it is said: 项目：护理费；标准（元）：860."""
    return "；".join(f"{heading}：{cell}" if heading else cell for heading, cell in row if cell)


def read(statement: str, row: Sequence[tuple[str, str]]) -> tuple[Reason, ...] | None:
    """The cells that a statement misreads; none when it tells cells rightly, None when it is written otherwise.

    >>> row = (("项目", "护理费"), ("标准（元）", "860"))
    >>> read("项目：护理费；标准（元）：860", row), read("护理费有标准", row)
    ((), None)
    >>> read("项目：护理费；标准（元）：680", row)[0].text
    '数字：引文为“标准（元）：860”，语句为“680” | number: the text says “标准（元）：860”, the statement “680”'
    """
    said = tokens(statement)
    left = joined(said)
    told = False
    misread: list[Reason] = []
    for heading, cell in row:
        whole, name = joined(tokens(written([(heading, cell)]))), joined(tokens(heading))
        if cell and left.startswith(whole):
            left = left[len(whole) - 1 :]
            told = True
        elif cell and told and name != MARK and left.startswith(name):
            misread.append(_misread(statement, len(said) - left.count(MARK) + 1, heading, cell))
            break
    if misread:
        return tuple(misread)
    return () if told and left == MARK else None


def _misread(statement: str, at: int, heading: str, cell: str) -> Reason:
    """Tell the words that stand where the cell should."""
    said = tokens(statement)
    start = said[at].start + len(heading) if at < len(said) else len(statement)
    shown = statement[start:].lstrip("：: ").split("；")[0]
    kinds = {token.kind for token in tokens(f"{heading}：{cell}")}
    kind: Kind = next((kind for kind in _KINDS if kind in kinds), "wording")
    return tell.differs(kind, f"{heading}：{cell}", shown, against=True)
