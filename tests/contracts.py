"""What every reader must do, as tests that a reader's own test class inherits."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

import pytest

from corpus.draft import Draft
from corpus.errors import UnreadableDocument

PARAGRAPHS = ("关于做好离退休干部工作的通知", "一、总体要求", "每人每月500元，自2024年1月1日起执行。", "李㛃同志")
FOREIGN = {
    "png": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "WordDocument".encode("utf-16-le"),
    "rar": b"Rar!\x1a\x07\x01\x00" + bytes(64),
}


def refusal(read: Callable[[Path], Iterator[Draft]], path: Path) -> UnreadableDocument:
    """The error that reading `path` ends with, checked to be one line for a person."""
    with pytest.raises(UnreadableDocument) as caught:
        list(read(path))
    problem = caught.value
    for sentence in (problem.zh, problem.en):
        assert path.name in sentence
        assert "\n" not in sentence
    return problem


class ReaderContract:
    """Inherit, set `read`, and say in `make` how a file with given paragraphs is written."""

    read: ClassVar[Callable[[Path], Iterator[Draft]]]
    suffix: ClassVar[str]

    def make(self, path: Path, paragraphs: tuple[str, ...]) -> None:
        """Write a file at `path` whose text is `paragraphs`."""
        raise NotImplementedError

    def of(self, path: Path) -> Iterator[Draft]:
        return type(self).read(path)

    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        path = tmp_path / f"通知{self.suffix}"
        self.make(path, PARAGRAPHS)
        return path

    def test_every_paragraph_is_read_in_order(self, file: Path) -> None:
        (draft,) = self.of(file)
        assert [line.text.strip() for line in draft.lines if line.text.strip()] == list(PARAGRAPHS)

    def test_reading_twice_gives_the_same(self, file: Path) -> None:
        assert list(self.of(file)) == list(self.of(file))

    def test_lines_and_tables_keep_their_shape(self, file: Path) -> None:
        for draft in self.of(file):
            check_shape(draft)

    def test_an_empty_file_is_called_empty(self, tmp_path: Path) -> None:
        path = tmp_path / f"空{self.suffix}"
        path.write_bytes(b"")
        assert "空文件" in refusal(self.of, path).zh

    @pytest.mark.parametrize("kind", sorted(FOREIGN))
    def test_a_file_of_another_format_is_refused(self, tmp_path: Path, kind: str) -> None:
        path = tmp_path / f"冒名{self.suffix}"
        path.write_bytes(FOREIGN[kind])
        refusal(self.of, path)

    def test_a_file_that_cannot_be_opened_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / f"不在{self.suffix}"
        assert "打不开" in refusal(self.of, path).zh

    def test_damage_never_raises_anything_but_a_refusal(self, file: Path) -> None:
        sound, chance = file.read_bytes(), random.Random(7)
        for _ in range(40):
            raw = bytearray(sound)
            for _ in range(chance.randint(1, 12)):
                raw[chance.randrange(len(raw))] = chance.randrange(256)
            file.write_bytes(bytes(raw[: chance.randint(1, len(raw))] if chance.random() < 0.3 else raw))
            with suppress(UnreadableDocument):
                for draft in self.of(file):
                    check_shape(draft)


def check_shape(draft: Draft) -> None:
    """A draft keeps what `corpus.draft` promises."""
    widths: dict[int, int] = {}
    rows: dict[int, int] = {}
    for line in draft.lines:
        assert "\n" not in line.text
        if line.cells is None:
            continue
        assert line.table is not None
        assert line.text == "\t".join(cell.text for cell in line.cells)
        assert widths.setdefault(line.table, len(line.cells)) == len(line.cells)
        row = rows[line.table] = rows.get(line.table, -1) + 1
        for column, cell in enumerate(line.cells):
            assert not set(cell.text) & set("\t\n")
            if cell.origin is not None:
                assert cell.origin < (row, column)
                assert cell.text == ""
