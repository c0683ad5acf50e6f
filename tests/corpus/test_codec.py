"""A document written as JSON comes back the same."""

from corpus.codec import dumps, loads
from corpus.types import Cell, Document, Known, Metadata, Page, Placeholder, Removed, Row, Section, Table

TEXT = "标题\n一、甲\nXX元\n甲\t乙"


def test_a_document_comes_back_as_it_was():
    document = Document(
        id="0123456789abcdef",
        source="夹/件.txt",
        text=TEXT,
        metadata=Metadata(
            title=Known("标题", "stated", "标题"),
            plan_year=Known(2024, "inferred", "2024年"),
            validity=Known("被替代", "declared", "documents.toml"),
            superseded_by=Known("甲发〔2020〕1号", "declared", "documents.toml"),
            supersedes=("甲发〔2010〕1号",),
        ),
        sections=(Section("一、", "甲", ("一、甲",), 1, 3, len(TEXT), 6),),
        tables=(Table("", (Cell("甲", 12, 13),), (Row((Cell("乙", 14, 15, True),), 14, 15),), 12, 15),),
        placeholders=(Placeholder("amount", "XX元", 7, 10),),
        removed=(Removed(3, "广告", "水印广告"),),
        pages=(Page(1, 0),),
        notes=("编码 GB18030",),
    )
    assert loads(TEXT, dumps(document)) == document


def test_what_is_unknown_is_not_written():
    bare = Document(id="0" * 16, source="a.txt", text="甲", metadata=Metadata())
    assert "title" not in dumps(bare)
    assert loads("甲", dumps(bare)) == bare
