"""Where in a file of known questions something stands, and a complaint about it. Knows nothing of cases."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.errors import BadCall


@dataclass(frozen=True, slots=True)
class Origin:
    """A line of a text, a row of a sheet, or the number of a case where lines are not known."""

    file: str
    line: int = 0
    """From 1; 0 means the whole file."""
    sheet: str = ""
    case: int = 0
    """From 1; 0 where `line` is known."""

    @property
    def zh(self) -> str:
        """As in 题集“a.xlsx”的工作表“一”第 3 行."""
        sheet = f"的工作表“{self.sheet}”" if self.sheet else ""
        place = f"第 {self.line} 行" if self.line else f"第 {self.case} 题" if self.case else ""
        return f"题集“{self.file}”{sheet}{place}"

    @property
    def en(self) -> str:
        """As in a.yaml:12."""
        sheet = f"[{self.sheet}]" if self.sheet else ""
        place = f":{self.line}" if self.line else f" case {self.case}" if self.case else ""
        return f"{self.file}{sheet}{place}"

    def complaint(self, zh: str, en: str, id: str = "") -> BadCall:
        """One line about something here; `id` is the case's, where it has one."""
        chinese = f"{self.zh}，编号 {id}：{zh}" if id else f"{self.zh}：{zh}"
        english = f"{self.en} {id}: {en}" if id else f"{self.en}: {en}"
        return BadCall(printable(chinese), printable(english))


def printable(words: str) -> str:
    """Words of a file on one line, with ? for halves of characters, which JSON can hold and no output can show."""
    return " ".join(words.splitlines()).encode(errors="replace").decode()
