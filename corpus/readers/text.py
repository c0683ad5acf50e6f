"""Plain text: every line as it stands. Knows of a text file only what its bytes and form feeds tell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpus.draft import Draft, Line
from corpus.readers.source import characters


def read(path: Path) -> Iterator[Draft]:
    """Read a .txt; a form feed begins a new page.

    Raises:
        UnreadableDocument: the file is empty, of another format, or in no encoding known here.
    """
    text, notes = characters(path)
    pages = text.rstrip("\f\n").split("\f")
    yield Draft(
        lines=tuple(
            Line(line, page=number if len(pages) > 1 else None)
            for number, page in enumerate(pages, start=1)
            for line in page.split("\n")
        ),
        notes=notes,
    )
