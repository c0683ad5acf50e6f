"""The sample documents: digests say what they are, their figures are the published ones, every format is there.

The files are read raw here, so that a fault of a reader and a fault of a document are told apart.
"""

import re
import tomllib
import zipfile
from pathlib import Path

import openpyxl
import pdfplumber
import pytest

import corpus

FOLDER = Path(corpus.__file__).parent / "documents"
MANIFEST = FOLDER / "documents.toml"
FILES = sorted(path for path in FOLDER.iterdir() if path != MANIFEST)
DIGESTS = [path for path in FILES if path.name.startswith("国家-")]
MODELS = [path for path in FILES if path not in DIGESTS]
TO_CHECK = "核对"

# Published steps of the nursing fee, 元 a month; "checked": seen in an official copy, else the digest must say 核对.
NURSING = [
    ("国家-护理费-2009.txt", "抗日战争时期", 400, True),
    ("国家-护理费-2009.txt", "解放战争时期", 200, True),
    ("国家-护理费-2014.md", "红军时期", 1800, False),
    ("国家-护理费-2014.md", "抗日战争时期", 1200, False),
    ("国家-护理费-2014.md", "解放战争时期", 600, False),
    ("国家-护理费-2014.md", "不能自理", 1000, False),
    ("国家-不能自理护理费-2017.md", "提高到", 2500, True),
    ("国家-护理费-2019.md", "红军时期", 3400, False),
    ("国家-护理费-2019.md", "抗日战争时期", 2700, False),
    ("国家-护理费-2019.md", "解放战争时期", 2000, False),
]

# Other national figures known from copies only: each must stand beside the word 核对.
SECOND_HAND = [
    ("国家-医药费与特需经费.md", "每人每年500元"),
    ("国家-医药费与特需经费.md", "每季度报销一次"),
    ("国家-抚恤金.md", "2倍，加本人生前40个月"),
    ("国家-抚恤金.md", "20个月基本工资"),
    ("国家-退休后兼职.md", "三年内，不得到本人原任职务"),
    ("国家-退休年龄.md", "63周岁"),
    ("国家-退休年龄.md", "至少提前3个月"),
    ("国家-养老保险与增加离休费.md", "1400"),
    ("国家-养老保险与增加离休费.md", "3.8%"),
    ("国家-离休条件与生活补贴.md", "| 1.5 | 2.5 |"),
    ("国家-离退休干部工作与党建意见.md", "每年为离退休干部党员讲1次党课"),
]

FIELDS = {
    *("file", "title", "doc_number", "issuer", "level", "region", "review_year", "plan_year", "date"),
    *("kind", "validity", "superseded_by", "supersedes", "effective"),
}
VALIDITIES = {"现行", "试行", "征求意见稿", "已废止", "被替代", "年度性", "仅述及", "不明"}


def plain(path: Path) -> str:
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            paragraphs = archive.read("word/document.xml").decode().split("</w:p>")
        return "\n".join("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", each)) for each in paragraphs)
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        return "\n".join(str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None)
    if path.suffix == ".pdf":
        with pdfplumber.open(path) as book:
            return "\n".join(page.extract_text() for page in book.pages)
    text = path.read_bytes().decode("utf-8" if utf8(path) else "gb18030")
    if path.suffix == ".html":
        text = re.sub(r"<[^<>]*>", "", re.sub(r"<(style|script)\b.*?</\1>", "", text, flags=re.S))
    return text


def utf8(path: Path) -> bool:
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def blocks(text: str) -> list[str]:
    """Paragraphs and lists; a table, or a list of points, goes with the paragraph that leads it in."""
    out: list[str] = []
    for block in re.split(r"\n\s*\n", text):
        if out and (block.startswith(("|", "1. ")) or out[-1].endswith(("：", "）："))):
            out[-1] += "\n" + block
        else:
            out.append(block)
    return out


def declared() -> list[dict]:
    return tomllib.loads(MANIFEST.read_text(encoding="utf-8"))["document"]


def test_there_are_between_twenty_and_twenty_four_documents_of_both_groups():
    assert 20 <= len(FILES) <= 24
    assert len(DIGESTS) >= 10
    assert len(MODELS) >= 10


def test_every_format_and_both_encodings_are_present():
    assert {path.suffix for path in FILES} >= {".txt", ".md", ".docx", ".pdf", ".html", ".xlsx"}
    assert {utf8(path) for path in FILES if path.suffix == ".txt"} == {True, False}


def test_the_folder_stays_small():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 600_000
    assert max(path.stat().st_size for path in FILES) < 150_000


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_document_is_long_enough_to_ask_about_and_short_enough_to_check(path):
    assert 600 <= len(plain(path)) <= 2500


@pytest.mark.parametrize("path", DIGESTS, ids=lambda path: path.name)
def test_a_digest_opens_by_saying_what_it_is_and_that_the_official_text_prevails(path):
    opening = plain(path)[:220]
    assert "摘编" in opening
    assert re.search("以正式文件(?:规定)?为准", opening)


@pytest.mark.parametrize("path", DIGESTS, ids=lambda path: path.name)
def test_a_digest_names_its_source_and_its_status(path):
    text = plain(path)
    assert re.search("来源|见全文转载件", text)
    assert re.search("效力|现行|未见废止件", text)


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.name)
def test_a_model_document_says_that_its_place_is_fictional(path):
    text = plain(path)
    assert text.count("示例文本") == 1
    assert "虚构" in text


@pytest.mark.parametrize(("name", "group", "amount", "checked"), NURSING)
def test_a_nursing_fee_digest_states_the_published_amount(name, group, amount, checked):
    stating = [
        each
        for each in blocks(plain(FOLDER / name))
        if group in each and re.search(rf"\b{amount}\b|{amount}元", each)
    ]
    assert stating
    assert checked or TO_CHECK in stating[0]


def test_the_nursing_fee_table_of_2019_repeats_every_step():
    rows = re.findall(r"^\| (20\d\d)年.*?\| (\S+) \| (\S+) \| (\S+) \|$", plain(FOLDER / "国家-护理费-2019.md"), re.M)
    assert rows == [
        ("2009", "未列", "400", "200"),
        ("2014", "1800", "1200", "600"),
        ("2019", "3400", "2700", "2000"),
    ]


@pytest.mark.parametrize(("name", "figure"), SECOND_HAND)
def test_a_second_hand_figure_stands_beside_the_request_to_check_it(name, figure):
    stating = [each for each in blocks(plain(FOLDER / name)) if figure in each]
    assert stating
    assert TO_CHECK in stating[0]


def test_the_word_file_numbers_its_headings_automatically_and_merges_cells():
    path = next(path for path in FILES if path.suffix == ".docx")
    with zipfile.ZipFile(path) as archive:
        body, numbering = (archive.read(f"word/{part}.xml").decode() for part in ("document", "numbering"))
    assert "chineseCounting" in numbering
    assert "w:vMerge" in body
    assert "w:gridSpan" in body
    assert not re.search(r"<w:t[^>]*>[一二三四]、", body)


def test_the_pdf_has_numbered_pages_and_a_table():
    with pdfplumber.open(next(path for path in FILES if path.suffix == ".pdf")) as book:
        assert len(book.pages) >= 2
        assert all(re.search(rf"—\s*{number}\s*—", page.extract_text()) for number, page in enumerate(book.pages, 1))
        assert any(page.extract_tables() for page in book.pages)


def test_the_web_page_declares_gb2312_and_carries_noise_and_a_merged_table():
    raw = next(path for path in FILES if path.suffix == ".html").read_bytes().decode("gb18030")
    for mark in ("charset=gb2312", "rowspan", 'class="nav"', 'class="footer"'):
        assert mark in raw


def test_one_text_carries_a_table_flattened_to_a_cell_a_line():
    assert any(re.search(r"\n\t[^\t\n]+\n\t[^\t\n]+\n", plain(path)) for path in FILES if path.suffix == ".txt")


@pytest.mark.parametrize(
    "mark", ["同时废止", "试行", "征求意见稿", "XXXX元", "X月XX日", "**名", "除外", "停止执行", "附件3", "责任单位"]
)
def test_the_planned_difficulties_are_there(mark):
    assert any(mark in plain(path) for path in MODELS)


def test_the_manifest_names_only_existing_files_once_and_known_fields():
    entries = declared()
    names = [entry["file"] for entry in entries]
    assert set(names) <= {path.name for path in FILES}
    assert len(set(names)) == len(names)
    assert set().union(*entries) <= FIELDS
    assert {entry["validity"] for entry in entries if "validity" in entry} <= VALIDITIES


def test_the_manifest_states_level_region_and_validity_of_every_digest():
    entries = {entry["file"]: entry for entry in declared()}
    for path in DIGESTS:
        entry = entries[path.name]
        assert (entry["level"], entry["region"]) == ("中央", "全国")
        assert entry["validity"]
        assert all(number in plain(path) for number in entry.get("doc_number", "").split("、"))


def test_what_replaces_a_document_is_itself_in_the_folder():
    replaced = [entry for entry in declared() if "superseded_by" in entry]
    assert len(replaced) >= 3
    for entry in replaced:
        others = [path for path in FILES if path.name != entry["file"]]
        assert any(entry["superseded_by"] in plain(path)[:400] for path in others)
