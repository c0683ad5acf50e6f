import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from corpus.readers import excel
from tests.contracts import ReaderContract, check_shape, refusal
from tests.stopwatch import takes_less


class TestExcel(ReaderContract):
    read = excel.read
    suffix = ".xlsx"

    def make(self, path, paragraphs):
        book = Workbook()
        for paragraph in paragraphs:
            book.active.append([paragraph])
        book.save(path)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "台账.xlsx"


@pytest.fixture
def book():
    made = Workbook()
    made.active.title = "任务清单"
    return made


def only(path):
    (draft,) = excel.read(path)
    check_shape(draft)
    return draft


def saved(book, path):
    book.save(path)
    return only(path)


def edited(path, name, change):
    """Change one part of a workbook, or add it."""
    with zipfile.ZipFile(path) as old:
        files = {each: old.read(each) for each in old.namelist()}
    files[name] = change(files.get(name, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for each, content in files.items():
            out.writestr(each, content)
    return path


def test_each_sheet_is_a_table_under_its_name(book, path):
    book.active.append(["序号", "任务"])
    book.active.append([1, "走访"])
    second = book.create_sheet("经费")
    second["C5"], second["D5"], second["C7"], second["D7"] = "项目", "金额", "慰问", 500
    book.create_sheet("空白")
    draft = saved(book, path)
    assert [(line.text, line.table) for line in draft.lines] == [
        ("序号\t任务", 0),
        ("1\t走访", 0),
        ("项目\t金额", 1),
        ("慰问\t500", 1),
    ]
    assert draft.captions == {0: "任务清单", 1: "经费"}


def test_values_read_as_they_are_shown(book, path):
    values = ["项", 3.0, 0.85, date(2024, 3, 5), datetime(2024, 3, 5, 9, 30), True, "一\n二"]
    book.active.append(["题"] * len(values))
    book.active.append(values)
    book.active["C2"].number_format = "0%"
    book.active["D2"].number_format = 'yyyy"年"m"月"d"日"'
    assert saved(book, path).lines[1].text == "项\t3\t85%\t2024年3月5日\t2024-03-05 09:30\tTRUE\t一二"


def test_a_title_above_and_remarks_below_are_no_rows(book, path):
    sheet = book.active
    for row in (
        ["2024年任务清单"],
        ["单位：人"],
        ["项目", "时限"],
        ["走访", "6月"],
        ["注：以文件为准"],
        ["全宽的话"],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("A6:B6")
    draft = saved(book, path)
    assert [(line.text, line.table) for line in draft.lines] == [
        ("2024年任务清单", None),
        ("单位：人", None),
        ("项目\t时限", 0),
        ("走访\t6月", 0),
        ("注：以文件为准", None),
        ("全宽的话", None),
    ]


def test_merged_cells_point_to_their_origin(book, path):
    sheet = book.active
    sheet.append(["大标题"])
    sheet.append(["类别", "标准", None])
    sheet.append(["离休", "生活费", 500])
    sheet.append([None, "护理费", 800])
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("B2:C2")
    sheet.merge_cells("A3:A4")
    draft = saved(book, path)
    assert [line.text for line in draft.lines] == ["大标题", "类别\t标准\t", "离休\t生活费\t500", "\t护理费\t800"]
    assert draft.lines[1].cells[2].origin == (0, 1)
    assert draft.lines[3].cells[0].origin == (1, 0)


def test_hidden_sheets_rows_and_columns_are_left_out_with_a_note(book, path):
    sheet = book.active
    for row in (["姓名", "证件", "金额"], ["甲", "x", 1], ["乙", "y", 2]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    other = book.create_sheet("底稿")
    other.append(["秘而不宣"])
    other.sheet_state = "hidden"
    draft = saved(book, path)
    assert [line.text for line in draft.lines] == ["姓名\t金额", "甲\t1"]
    assert draft.notes == ("略去隐藏的工作表 1 张", "略去隐藏的行 1 行", "略去隐藏的列 1 列")


def test_formulas_give_their_saved_result_or_a_note(book, path):
    book.active.append(["甲", "乙"])
    book.active.append([1, "=A2+1"])
    book.save(path)
    assert "没有保存结果" in only(path).notes[0]
    edited(
        path,
        "xl/worksheets/sheet1.xml",
        lambda raw: raw.replace(b"</f><v/>", b"</f><v>2</v>").replace(b"</f><v></v>", b"</f><v>2</v>"),
    )
    assert only(path).lines[1].text == "1\t2"


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sharing(path, strings, start=""):
    """A workbook that keeps its texts in a part of their own, as Excel does; one row with a cell for each."""
    cells = "".join(f'<c t="s"><v>{at}</v></c>' for at in range(strings.count("<si>")))
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate([("worksheet", "sheet.xml"), ("sharedStrings", "/xl/strings.xml")])
    )
    sheets = '<sheets><sheet name="表" r:id="r0"/></sheets>'
    files = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{sheets}</workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{relations}</Relationships>",
        "xl/sheet.xml": f'<worksheet xmlns="{MAIN}"><sheetData><row>{cells}</row></sheetData></worksheet>',
        "xl/strings.xml": f'{start}<sst xmlns="{MAIN}">{strings}</sst>',
    }
    with zipfile.ZipFile(path, "w") as out:
        for name, content in files.items():
            out.writestr(name, content)
    return path


def test_shared_texts_are_found_without_reading_aids_and_escapes(path):
    strings = "<si><r><t>离</t></r><r><t>休_x000D_</t></r><rPh sb='0' eb='1'><t>li</t></rPh></si><si><t>乙</t></si>"
    assert only(sharing(path, strings)).lines[0].text == "离休\t乙"


def test_entities_among_shared_texts_are_refused(path):
    assert "实体" in refusal(excel.read, sharing(path, "<si><t>&a;</t></si><si><t>乙</t></si>", DOCTYPE.decode())).zh


def test_a_cell_at_the_far_end_costs_nothing(book, path):
    book.active["A1"], book.active["XFD1048576"] = "近", "远"
    book.save(path)
    assert [line.text for line in takes_less(2, lambda: only(path)).lines] == ["近", "远"]


def test_a_merge_over_everything_costs_nothing(book, path):
    for number in range(300):
        book.active.append([number, "值"])
    book.save(path)
    merges = b"<mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 20_000 + b"</mergeCells></worksheet>"
    edited(path, "xl/worksheets/sheet1.xml", lambda raw: raw.replace(b"</worksheet>", merges))
    takes_less(5, lambda: only(path))


def test_rows_beyond_the_cap_are_noted(book, path, monkeypatch):
    monkeypatch.setattr(excel, "MAX_ROWS", 3)
    for number in range(5):
        book.active.append([number, "值"])
    draft = saved(book, path)
    assert len(draft.lines) == 3
    assert "只读了前面的部分" in draft.notes[0]


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_entities_are_refused(book, path, part):
    book.active.append(["甲"])
    book.save(path)
    edited(path, part, lambda raw: DOCTYPE + raw[raw.index(b"?>") + 2 if raw.startswith(b"<?xml") else 0 :])
    assert "实体" in refusal(excel.read, path).zh


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "加密"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "另存为 .xlsx"),
        ("只是文字".encode(), "不是有效的 .xlsx"),
        (b"<html><table></table></html>", ".html"),
    ],
)
def test_another_format_is_named(path, raw, said):
    path.write_bytes(raw)
    assert said in refusal(excel.read, path).zh


def test_a_workbook_without_a_value_is_called_empty(book, path):
    book.save(path)
    assert "空文件" in refusal(excel.read, path).zh


def test_a_letter_in_disguise_is_named(path):
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("word/document.xml", "<a/>")
    assert ".docx" in refusal(excel.read, path).zh


@pytest.mark.slow
def test_a_million_strings_stay_within_bounds(path, book):
    book.active.append(["甲"])
    book.save(path)
    rows = b"".join(
        b'<row r="%d"><c t="inlineStr"><is><t>x%d</t></is></c></row>' % (n, n) for n in range(1, 1_000_001)
    )
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
    edited(path, "xl/worksheets/sheet1.xml", lambda raw: sheet % rows)
    assert len(takes_less(20, lambda: only(path)).lines) == excel.MAX_ROWS
