from pathlib import Path

import pytest

from corpus.readers import text
from tests.contracts import ReaderContract, refusal


class TestText(ReaderContract):
    read = text.read
    suffix = ".txt"

    def make(self, path, paragraphs):
        path.write_text("\n".join(paragraphs), encoding="utf-8")


def write(tmp_path: Path, raw: bytes) -> Path:
    path = tmp_path / "通知.txt"
    path.write_bytes(raw)
    return path


def test_every_line_is_kept_as_it_stands(tmp_path):
    (draft,) = text.read(write(tmp_path, "　　一、总体要求 \r\n\r\n\t表格\r落款".encode()))
    assert [line.text for line in draft.lines] == ["　　一、总体要求 ", "", "\t表格", "落款"]
    assert draft.notes == ()


def test_a_form_feed_begins_a_page(tmp_path):
    (draft,) = text.read(write(tmp_path, "首页\n— 1 —\f次页\n\f".encode()))
    assert [(line.text, line.page) for line in draft.lines] == [("首页", 1), ("— 1 —", 1), ("次页", 2)]


def test_without_form_feeds_there_are_no_pages(tmp_path):
    (draft,) = text.read(write(tmp_path, "一行".encode()))
    assert draft.lines[0].page is None


def test_another_encoding_is_noted(tmp_path):
    (draft,) = text.read(write(tmp_path, "李㛃同志，每人每月500元。".encode("gb18030")))
    assert draft.lines[0].text == "李㛃同志，每人每月500元。"
    assert "GB18030" in draft.notes[0]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b" \n\t\r\n", "空文件"),
        ("\ufeff　\n".encode("utf-16-le"), "空文件"),
        (b"%PDF-1.7\n...", ".pdf"),
        (b"PK\x03\x04....word/document.xml", ".docx"),
        (b"PK\x03\x04....xl/workbook.xml", ".xlsx"),
        (b"PK\x03\x04....photos/1.jpg", "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "另存为 .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "加密"),
        (b"{\\rtf1\\ansi}", "RTF"),
        (bytes(range(256)) * 40, "编码"),
    ],
)
def test_what_is_no_text_is_refused_by_its_true_name(tmp_path, raw, said):
    assert said in refusal(text.read, write(tmp_path, raw)).zh


def test_the_real_documents_are_read_whole(shared_documents):
    for path in sorted(shared_documents.glob("*.txt")):
        (draft,) = text.read(path)
        assert "\n".join(line.text for line in draft.lines).strip() in path.read_text(encoding="utf-8-sig")
        assert draft.notes == ()
