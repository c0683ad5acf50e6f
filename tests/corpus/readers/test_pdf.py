import io
import zlib

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from corpus.readers import pdf
from tests.contracts import ReaderContract, check_shape, refusal
from tests.stopwatch import takes_less

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
BODY = ParagraphStyle("body", fontName=FONT, fontSize=16, leading=28, firstLineIndent=32, wordWrap="CJK")
LONG = "坚持以人民为中心，认真落实离退休干部政治待遇和生活待遇，每人每月增加500元，走访慰问全覆盖。" * 4


def build(path, flow, foot=None):
    def draw(canvas, document):
        canvas.setFont(FONT, 14)
        if foot:
            foot(canvas, document.page)

    template = SimpleDocTemplate(
        str(path), pagesize=A4, leftMargin=79, rightMargin=74, topMargin=105, bottomMargin=99
    )
    template.build(flow, onFirstPage=draw, onLaterPages=draw)


def number(canvas, page):
    canvas.drawCentredString(A4[0] / 2, 50, f"— {page} —")


def table(rows, *style):
    made = Table(rows, colWidths=[60, 200, 100], repeatRows=1)
    made.setStyle(
        TableStyle([("FONT", (0, 0), (-1, -1), FONT, 12), ("GRID", (0, 0), (-1, -1), 0.5, colors.black), *style])
    )
    return made


@pytest.fixture
def path(tmp_path):
    return tmp_path / "通知.pdf"


def only(path):
    (draft,) = pdf.read(path)
    check_shape(draft)
    return draft


class TestPdf(ReaderContract):
    read = pdf.read
    suffix = ".pdf"

    def make(self, path, paragraphs):
        build(path, [Paragraph(each, BODY) for each in paragraphs])

    def test_every_paragraph_is_read_in_order(self, tmp_path):
        # The built-in font has no glyph for the rarest names.
        path = tmp_path / "通知.pdf"
        paragraphs = ("关于做好工作的通知", "一、总体要求", "每人每月500元，自2024年1月1日起执行。")
        self.make(path, paragraphs)
        assert [line.text for line in only(path).lines] == list(paragraphs)


def test_paragraphs_are_whole_again_within_and_across_pages(path):
    paragraphs = [f"（{ordinal}）{LONG}" for ordinal in "一二三四五六"]
    build(path, [Paragraph(each, BODY) for each in paragraphs], number)
    draft = only(path)
    text = [line for line in draft.lines if "—" not in line.text]
    assert [line.text for line in text] == paragraphs
    assert text[0].page == 1
    assert text[-1].page == 2
    assert [(line.text.replace(" ", ""), line.page) for line in draft.lines if "—" in line.text] == [
        ("—1—", 1),
        ("—2—", 2),
        ("—3—", 3),
    ]


def test_tables_become_rows_and_their_text_stands_once(path):
    rows = [["序号", "任务", "时限"], ["1", "走访慰问\n离退休干部", "6月"], ["", "体检", ""]]
    spans = [("SPAN", (0, 1), (0, 2)), ("SPAN", (1, 2), (2, 2))]
    build(path, [Paragraph("附表", BODY), table(rows, *spans), Paragraph("完毕", BODY)])
    draft = only(path)
    assert [(line.text, line.table) for line in draft.lines] == [
        ("附表", None),
        ("序号\t任务\t时限", 0),
        ("1\t走访慰问离退休干部\t6月", 0),
        ("\t体检\t", 0),
        ("完毕", None),
    ]
    assert draft.lines[3].cells[0].origin == (1, 0)
    assert draft.lines[3].cells[2].origin == (2, 1)


def test_a_table_goes_on_across_pages_without_its_heading_again(path):
    rows = [["序号", "任务", "时限"], *([str(n), f"任务{n}", "6月"] for n in range(1, 61))]
    build(path, [table(rows)], number)
    draft = only(path)
    rows_read = [line for line in draft.lines if line.table is not None]
    assert [line.text for line in rows_read] == ["\t".join(row) for row in rows]
    assert {line.table for line in rows_read} == {0}
    assert [rows_read[0].page, rows_read[-1].page] == [1, 3]


def test_two_tables_on_one_page_stay_two(path):
    rows = [["甲", "乙", "丙"], ["1", "2", "3"]]
    build(path, [table(rows), Spacer(1, 30), table(rows)])
    assert [line.table for line in only(path).lines] == [0, 0, 1, 1]


def test_a_frame_is_no_table(path):
    framed = Table([["请示事项"]], colWidths=[200])
    framed.setStyle(TableStyle([("FONT", (0, 0), (-1, -1), FONT, 12), ("BOX", (0, 0), (-1, -1), 1, colors.black)]))
    build(path, [framed])
    assert [(line.text, line.table) for line in only(path).lines] == [("请示事项", None)]


def test_a_running_head_stands_once(path):
    def head(canvas, page):
        canvas.drawString(80, A4[1] - 50, "老干部工作文件汇编")
        number(canvas, page)

    flow = [part for n in range(4) for part in (Paragraph(f"第{n}段。", BODY), PageBreak())]
    build(path, flow, head)
    assert [line.text for line in only(path).lines].count("老干部工作文件汇编") == 1


def draw(path, *texts, size=16):
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont(FONT, size)
    for x, y, text in texts:
        canvas.drawString(x, y, text)
    return canvas


def test_bold_made_by_printing_twice_is_read_once(path):
    draw(path, (80, 700, "重要通知"), (80.3, 700, "重要通知")).save()
    assert [line.text for line in only(path).lines] == ["重要通知"]


def test_a_watermark_across_the_page_is_left_out_with_a_note(path):
    canvas = draw(path, (80, 700, "正文内容"))
    canvas.rotate(45)
    canvas.drawString(300, 100, "仅供参考")
    canvas.save()
    draft = only(path)
    assert [line.text for line in draft.lines] == ["正文内容"]
    assert "4 字" in draft.notes[0]


def picture(canvas):
    canvas.drawImage(ImageReader(Image.new("RGB", (40, 60), "gray")), 0, 0, *A4)


def test_a_scan_asks_for_ocr(path):
    canvas = Canvas(str(path), pagesize=A4)
    picture(canvas)
    canvas.save()
    assert "扫描件，没有文字层，需先 OCR" in refusal(pdf.read, path).zh


def test_blank_pages_are_not_called_a_scan(path):
    Canvas(str(path), pagesize=A4).save()
    assert "没有文字" in refusal(pdf.read, path).zh


def test_a_scanned_page_among_others_is_noted(path):
    canvas = draw(path, (80, 700, "首页"))
    canvas.showPage()
    picture(canvas)
    canvas.save()
    assert "第 2 页" in only(path).notes[0]


def locked(path, **passwords):
    build(path, [Paragraph("正文", BODY)])
    writer = PdfWriter()
    writer.append(PdfReader(path))
    writer.encrypt(**passwords, algorithm="AES-256")
    writer.write(path)


def test_a_password_is_asked_to_be_removed(path):
    locked(path, user_password="秘密")
    assert "加密" in refusal(pdf.read, path).zh


def test_a_file_that_is_only_locked_against_change_is_read(path):
    locked(path, user_password="", owner_password="x")
    assert only(path).lines[0].text == "正文"


def objects(*bodies):
    """A PDF from its objects, with a sound table of where they are."""
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for at, body in enumerate(bodies, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (at, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<< /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, start))
    return out.getvalue()


def stream(data, filters=b"/FlateDecode"):
    return b"<< /Length %d /Filter %s >>\nstream\n%s\nendstream" % (len(data), filters, data)


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>"
HUGE = zlib.compress(zlib.compress(bytes(300 * 2**20), 9), 9)


@pytest.mark.parametrize(
    "raw",
    [
        objects(CATALOG, PAGES, PAGE, stream(zlib.compress(bytes(100 * 2**20), 9))),
        objects(CATALOG, PAGES, PAGE, stream(HUGE, b"[/FlateDecode /FlateDecode]")),
        objects(CATALOG, b"<< /Type /Pages /Kids [2 0 R] /Count 999999999 >>"),
        objects(CATALOG, PAGES, PAGE, stream(zlib.compress(b"[" * 200_000))),
        objects(CATALOG, b"[" * 200_000),
        objects(b"<< /Type /Catalog >>"),
        b"%PDF-1.7\n" + bytes(range(256)) * 10,
        b"%PDF-1.7\n1 0 obj\n" + b"<<" * 100_000,
    ],
    ids=["bomb", "bomb in bomb", "cycle", "deep content", "deep object", "no pages", "garbage", "deep and cut"],
)
def test_hostile_files_are_refused_in_time(path, raw):
    path.write_bytes(raw)
    takes_less(5, lambda: refusal(pdf.read, path))


def test_too_many_pages_are_refused(path, monkeypatch):
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    build(path, [part for n in range(3) for part in (Paragraph("页", BODY), PageBreak())])
    assert "请拆分" in refusal(pdf.read, path).zh


def test_a_cut_file_is_called_damaged(path):
    build(path, [Paragraph(LONG, BODY)])
    path.write_bytes(path.read_bytes()[:300])
    assert "损坏" in refusal(pdf.read, path).zh
