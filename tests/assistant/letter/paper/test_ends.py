"""Letters of many lengths as LibreOffice sets them: how the last pages end, wherever the text happens to stop."""

import re
import subprocess
from io import BytesIO

import pytest

from assistant.letter.kind import kinds
from assistant.letter.lay import MOVED, held, lay, lines
from assistant.letter.paper import office
from assistant.letter.paper.package import package
from assistant.letter.paper.types import Block
from assistant.letter.types import Draft, Item, Sentence
from tests.assistant.letter.conftest import FIELDS, OFFICE

needs_office = pytest.mark.skipif(
    office.available() is None, reason="needs LibreOffice: apt install libreoffice-writer-nogui"
)
SENTENCE = "每行二十八个字每页二十二行字的版心由此量出来。"
MM = 25.4 / 72
PITCH = 579 / 20 * MM
"""Of a line."""
BOTTOM = 262
"""Lower edge of the type area, mm."""


def letter(kind, length):
    """A letter with one answer of so many lines, whose last paragraph is whatever the kind has there."""
    words = (SENTENCE * length * 2)[: 28 * length - 3] + "。"
    said = Sentence("1.1", "statement", words, drafted=words)
    office_words = {name: value for name, value in OFFICE.items() if kind.field(name)}
    fields = {**office_words, **FIELDS[kind.name], "subject": "有关待遇问题"}
    items = (Item("问题？", "", "answered", (said,)),)
    return Draft("a" * 32, kind.name, 1, "2026-11-20T09:00:00+08:00", fields, items, ())


def rendered(folder, kind, lengths):
    """The pages of all of them, made by one run: each page a list of (text, lower edge in mm) of its lines."""
    import pdfplumber

    for length in lengths:
        sheet = lay(letter(kind, length), kind, evidence=False)
        (folder / f"{length:02}.docx").write_bytes(package(sheet))
    (folder / "fonts.conf").write_text(office._fonts(folder), encoding="utf-8")
    call = [office.available(), "--headless", "--norestore", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    call += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, sorted(folder.glob("*.docx")))]
    around = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "FONTCONFIG_FILE": str(folder / "fonts.conf"),
    }
    subprocess.run(call, env=around, capture_output=True, timeout=600, check=True)
    for length in lengths:
        with pdfplumber.open(BytesIO((folder / f"{length:02}.pdf").read_bytes())) as document:
            yield length, [told(page) for page in document.pages]


def told(page):
    rows = {}
    for char in page.chars:
        if char["top"] * MM > 36 and char["bottom"] * MM < BOTTOM + 1 and char["text"].strip():
            rows.setdefault(round((char["top"] + char["bottom"]) / 8), []).append(char)
    return [
        ("".join(char["text"] for char in sorted(row, key=lambda char: char["x0"])), row[0]["bottom"] * MM)
        for _, row in sorted(rows.items())
    ]


@needs_office
@pytest.mark.parametrize(
    ("name", "signature", "lengths"),
    [
        ("person", OFFICE["org"], range(1, 31)),
        ("organ", OFFICE["org"], range(1, 31)),
        ("petition", OFFICE["org"], range(1, 31, 2)),
        ("proposal", OFFICE["org"], range(1, 31, 2)),
        ("telephone", "接听人：审核人：", range(8, 31, 2)),
    ],
)
def test_no_page_holds_the_signature_or_the_foot_alone_and_few_lines_go_with_it(tmp_path, name, signature, lengths):
    moved = 0
    for length, pages in rendered(tmp_path, kinds()[name], lengths):
        assert not any("抄送" in row for page in pages[:-1] for row, _ in page), length
        *before, last = pages
        rows = [row for row, _ in last]
        assert signature in rows, f"{length}: the foot stands alone"
        above = rows[: rows.index(signature)]
        assert above, f"{length}: the signature stands alone"
        if before:
            free = (BOTTOM - before[-1][-1][1]) / PITCH
            headed = any(re.match("[一二三四五]、", row) for row in above)
            assert len(above) <= MOVED + headed or free < 2, f"{length}: {free:.1f} lines are left free"
            moved += len(above) <= MOVED + headed
    assert moved >= 2, "some have no room left for their signature"


def test_a_short_end_is_held_whole_and_of_a_long_one_its_last_sentences():
    short = [
        Block("body", "甲。" * 60),
        Block("body", "以上答复如有不明之处，请与我局联系。"),
        Block("body", "此复。"),
    ]
    assert [each.kept for each in held(short)] == [False, True, True]
    long = [Block("body", "乙。"), Block("body", SENTENCE * 10)]
    before, first, rest = held(long)
    assert (before.kept, first.kept, rest.kept) == (False, False, True)
    assert first.text + rest.text == SENTENCE * 10
    assert lines(rest) == MOVED
    assert len(list(held(long, free=12))) == 2, "there is room enough"
    whole = [Block("body", "丙" * 400 + "。")]
    assert [(each.text, each.kept) for each in held(whole)] == [("丙" * 400 + "。", True)], "one sentence is not cut"
    assert list(held([])) == []
