"""Pages as LibreOffice sets them, measured: margins, rules, lines, characters, page numbers, the foot."""

import re
from functools import cache
from io import BytesIO

import numpy as np
import pytest

from assistant.letter.paper.office import NoOffice, available, pdf
from assistant.letter.paper.package import package
from assistant.letter.paper.types import Block, Sheet
from tests.assistant.letter.conftest import FIELDS, HARDSHIP, NURSING, TRAIN

needs_office = pytest.mark.skipif(
    available() is None, reason="needs LibreOffice: apt install libreoffice-writer-nogui"
)
DPI = 300
MM = 25.4 / DPI
POINT = 25.4 / 72
STAMP = "草稿　本件由程序起草"
SENTENCE = "每行二十八个字每页二十二行字的版心由此量出来。"
"""23 characters: its full stop falls on every place of a line of 28, and next to its end."""


def sheet(form, **more):
    text = SENTENCE * 70
    return Sheet(
        form,
        (Block("title", "关于量尺寸的答复", gap=2), Block("salutation", "王同志：", gap=1), Block("body", text)),
        mark="中共清河市委老干部局",
        number="清委老干函〔2026〕3号",
        stamp=STAMP,
        at="2026-11-20T09:00:00+08:00",
        **more,
    )


FOOT = (("抄送：市财政局。", ""), ("中共清河市委老干部局办公室", "2026年11月20日印发"))


@cache
def made(form):
    return pdf(package(sheet(form, foot=FOOT if form == "ordinary" else ())))


@cache
def ink(form, page):
    """Pixels of a page, 0…255, at DPI dots per inch."""
    import pypdfium2

    with pypdfium2.PdfDocument(made(form)) as document:
        return np.asarray(document[page].render(scale=DPI / 72).to_pil().convert("RGB")).astype(int)


def bands(mask):
    """First and last+1 row of every run of rows with ink, mm."""
    rows = np.flatnonzero(np.diff(np.concatenate([[0], mask.any(1).astype(int), [0]])))
    return [(start * MM, end * MM) for start, end in zip(rows[::2], rows[1::2], strict=True)]


def red(pixels):
    return (pixels[..., 0] > 180) & (pixels[..., 1] < 120) & (pixels[..., 2] < 120)


def across(mask):
    columns = np.flatnonzero(mask.any(0))
    return columns[0] * MM, (columns[-1] + 1) * MM


@cache
def characters(form):
    """(character, left, right, baseline side top, bottom) of every page, mm."""
    import pdfplumber

    with pdfplumber.open(BytesIO(made(form))) as document:
        return [
            [(c["text"], c["x0"] * POINT, c["x1"] * POINT, c["top"] * POINT, c["bottom"] * POINT) for c in page.chars]
            for page in document.pages
        ]


def lines(form, page):
    """The lines of the type area, each a list of characters from the left."""
    found = {}
    for char in characters(form)[page]:
        if char[3] > 36 and char[4] < 263 and char[0].strip():
            found.setdefault(round((char[3] + char[4]) / 2), []).append(char)
    return [sorted(line, key=lambda char: char[1]) for _, line in sorted(found.items())]


@needs_office
def test_the_rules_of_a_letter_lie_where_the_standard_puts_them():
    mask = red(ink("letter", 0))
    found = bands(mask)
    mark, thick, thin = found[0], found[1], found[2]
    print(
        f"mark {mark[0]:.2f} mm; to the line {thick[0] - mark[1]:.2f}; last line {297 - found[-1][1]:.2f} from below"
    )
    assert mark[0] == pytest.approx(30, abs=1)
    assert thick[0] - mark[1] == pytest.approx(4, abs=0.5)
    assert thick[1] - thick[0] > thin[1] - thin[0], "the upper stroke is the thicker one"
    below, last = found[-2], found[-1]
    assert 297 - last[1] == pytest.approx(20, abs=0.5)
    assert last[1] - last[0] > below[1] - below[0], "the lower stroke is the thicker one"
    for start, end in (thick, last):
        left, right = across(mask[round(start / MM) : round(end / MM)])
        print(f"double line {right - left:.2f} mm long")
        assert right - left == pytest.approx(170, abs=0.5)
        assert (left + right) / 2 == pytest.approx(28 + 78, abs=0.5)


@needs_office
def test_the_number_of_a_letter_is_flush_right_and_seven_eighths_of_a_character_under_the_rule():
    first = next(line for line in lines("letter", 0) if "清委老干函" in "".join(char[0] for char in line))
    assert first[-1][2] == pytest.approx(184, abs=0.7)
    rule = bands(red(ink("letter", 0)))[2][1]
    dark = ink("letter", 0).sum(2) < 300
    below = next(start for start, _ in bands(dark) if start > rule)
    assert below - rule == pytest.approx(16 / 72 * 25.4 * 7 / 8, abs=0.7)


@needs_office
def test_an_ordinary_document_has_its_mark_35_mm_into_the_type_area_and_a_rule_as_wide_as_that():
    mask = red(ink("ordinary", 0))
    mark, rule = bands(mask)
    assert mark[0] == pytest.approx(72, abs=1)
    left, right = across(mask[round(rule[0] / MM) : round(rule[1] / MM)])
    assert (left, right) == (pytest.approx(28, abs=0.5), pytest.approx(184, abs=0.5))
    number = next(line for line in lines("ordinary", 0) if "清委老干函" in "".join(char[0] for char in line))
    assert (number[0][1] + number[-1][2]) / 2 == pytest.approx(106, abs=1)
    dark = ink("ordinary", 0).sum(2) < 300
    above = max(end for _, end in bands(dark) if end < rule[0])
    assert rule[0] - above == pytest.approx(4, abs=0.5)


@needs_office
@pytest.mark.parametrize("form", ["letter", "ordinary"])
def test_a_full_page_has_22_lines_of_28_characters_inside_the_margins(form):
    full = lines(form, 1)
    print(f"{form}: {len(full)} lines; {sorted(len(line) for line in full)} characters")
    print(f"{min(line[0][1] for line in full):.2f} to {max(line[-1][2] for line in full):.2f} mm")
    assert len(full) == 22
    assert {len(line) for line in full} <= {27, 28, 29}, "a mark that may not begin a line moves one character"
    assert sorted(len(line) for line in full)[11] == 28
    assert min(line[0][1] for line in full) == pytest.approx(28, abs=0.5)
    assert max(line[-1][2] for line in full) == pytest.approx(184, abs=1)
    assert full[0][0][3] > 37 - 0.5
    assert full[-1][0][4] < 262 + 0.5


@needs_office
@pytest.mark.parametrize(
    ("form", "page", "side"),
    [("letter", 1, "left"), ("letter", 2, "right"), ("ordinary", 0, "right"), ("ordinary", 1, "left")],
)
def test_the_page_number_stands_7_mm_under_the_type_area_one_character_in(form, page, side):
    below = [char for char in characters(form)[page] if char[3] > 262 and char[0].strip()]
    assert "".join(char[0] for char in sorted(below, key=lambda char: char[1])) == f"—{page + 1}—"
    dark = ink(form, page).sum(2) < 300
    start, end = (round(value / MM) for value in (263, 275))
    strokes = dark[start:end].sum(1)
    dash = (start + np.flatnonzero(strokes > strokes.max() * 0.8).mean()) * MM
    print(f"{form}, page {page + 1}: dash at {dash:.2f} mm")
    assert dash == pytest.approx(269, abs=0.5)
    left, right = across(dark[start:end])
    em = 16 / 72 * 25.4
    assert (left if side == "left" else 210 - right) == pytest.approx((28 if side == "left" else 26) + em, abs=0.7)


@needs_office
def test_the_first_page_of_a_letter_has_no_number():
    assert not [char for char in characters("letter")[0] if char[3] > 262 and char[0].strip()]


@needs_office
def test_the_foot_ends_on_the_lower_edge_of_the_type_area_of_the_last_page():
    last = len(characters("ordinary")) - 1
    dark = ink("ordinary", last).sum(2) < 400
    wide = np.flatnonzero(dark.sum(1) * MM > 150) * MM
    assert wide.max() == pytest.approx(262, abs=0.5)
    assert len(np.flatnonzero(np.diff(wide) > 1)) == 2, "three rules"
    told = "".join(char[0] for line in lines("ordinary", last) for char in line)
    assert "抄送：市财政局。" in told
    assert "印发" in told


@needs_office
@pytest.mark.parametrize("kind", ["person", "organ", "petition", "proposal", "telephone"])
def test_no_character_is_lost_between_the_docx_and_the_pages(desk, kind):
    import pdfplumber

    draft = desk.draft(kind, [NURSING, HARDSHIP, TRAIN], FIELDS[kind])
    asked = desk.sheet(draft)
    with pdfplumber.open(BytesIO(desk.pdf(draft))) as document:
        shown = "".join(char["text"] for page in document.pages for char in page.chars)
    for mark in "。，；：《》〔〕（）“”":
        wanted = sum(
            block.text.count(mark) + sum(cell.count(mark) for row in block.rows for cell in row)
            for block in asked.blocks
        )
        assert shown.count(mark) >= wanted, mark
    for block in asked.blocks:
        assert re.sub(r"\s", "", block.text)[:20] in re.sub(r"\s", "", shown)


@needs_office
def test_no_full_stop_vanishes_at_the_end_of_a_line():
    shown = "".join(char[0] for page in characters("letter") for char in page)
    assert shown.count("。") == 70


@needs_office
def test_the_last_lines_stay_with_the_signature(desk):
    import pdfplumber

    for count in range(1, 4):
        draft = desk.draft("person", [NURSING, HARDSHIP, TRAIN][:count], FIELDS["person"])
        with pdfplumber.open(BytesIO(desk.pdf(draft, evidence=False))) as document:
            signed = [
                page.extract_text()
                for page in document.pages
                if "2026年11月20日" in re.sub(r"\s", "", page.extract_text())
            ]
        assert "特此答复。" in re.sub(r"\s", "", signed[-1])


def test_without_libreoffice_a_pdf_is_refused_in_one_line(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(NoOffice, match="LibreOffice"):
        pdf(b"")


@needs_office
def test_a_conversion_that_takes_too_long_is_ended():
    with pytest.raises(NoOffice):
        pdf(package(sheet("letter")), seconds=0.05)
