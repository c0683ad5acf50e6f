"""Hidden values are found with their kind, and ordinary signs are left alone.

The counts over the real documents are of runs of glyphs, as a reader would count them; X月XX日 is one placeholder
of two runs, so that both ways of counting are asserted.
"""

from itertools import pairwise

import pytest

from corpus.placeholders import RUN, placeholders


def kinds(text):
    return [(each.kind, each.text) for each in placeholders(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每户每季XXXX元", [("amount", "XXXX元")]),
        ("一次拨付XXXX万元", [("amount", "XXXX万元")]),
        ("补助××余万元", [("amount", "××余万元")]),
        ("X月XX日前报送", [("date", "X月XX日")]),
        ("20XX年X月X日", [("date", "20XX年X月X日")]),
        ("2020年X月XX日", [("date", "X月XX日")]),
        ("3月XX日", [("date", "3月XX日")]),
        ("200X年和**年", [("date", "200X年"), ("date", "**年")]),
        ("X月底前", [("date", "X月底")]),
        ("用X年时间", [("count", "X年")]),
        ("共**名，其中**个支部", [("count", "**名"), ("count", "**个")]),
        ("XX项规定、XXXXX余名", [("count", "XX项"), ("count", "XXXXX余名")]),
        ("占XX%", [("count", "XX%")]),
        ("XX市、X 县、○○区", [("place", "XX市"), ("place", "X 县"), ("place", "○○区")]),
        ("XX同志和×部长", [("name", "XX同志"), ("name", "×部长")]),
        ("市长XX出席", [("name", "XX")]),
        ("张某、李某某", [("name", "张某"), ("name", "李某某")]),
        ("见XX组通［**］XX号", [("number", "XX组通［**］XX号")]),
        ("XX组通〔20XX〕XX号", [("number", "XX组通〔20XX〕XX号")]),
        ("建设大×、XX大精神", [("other", "×"), ("other", "XX")]),
        ("：**、**、**。", [("other", "**")] * 3),
        ("姓名：____", [("other", "____")]),
        ("xx市xxx元", [("place", "xx市"), ("amount", "xxx元")]),
    ],
)
def test_a_hidden_value_is_found_with_its_kind_and_unit(text, expected):
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "**加粗** 的字之外",
        "请注意：**重点工作**。",
        "**附件**",
        "3×5=15，1920×1080，3 × 5",
        "X光检查和X射线",
        "XML、Excel、MAX 和 www.xxx.com",
        "二○○九年，一九九○年",
        "某些人、某个方面、对于某项工作、关于某一问题",
        "__init__ 与 a_b",
        "***\n———\n____",
        "身份证11010519491231002X",
        "2**3",
        "离休干部护理费每人每月500元",
    ],
)
def test_ordinary_signs_hide_nothing(text):
    assert placeholders(text) == ()


def test_offsets_are_the_text_and_placeholders_do_not_overlap():
    text = "XX市XX区于XXXX年XX月XX日按XX组通［**］XX号给**名同志每人XXXX元"
    found = placeholders(text)
    assert all(text[each.start : each.end] == each.text for each in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert sum(len(RUN.findall(each.text)) for each in found) == 10


@pytest.mark.parametrize(
    ("name", "compounds", "runs"), [("000", 6, 6), ("001", 111, 116), ("002", 9, 9), ("003", 20, 20), ("004", 0, 0)]
)
def test_the_real_documents_hide_as_much_as_a_reader_counts(shared_documents, name, compounds, runs):
    (path,) = shared_documents.glob(f"{name}_*.txt")
    found = placeholders(path.read_text(encoding="utf-8"))
    assert len(found) == compounds
    assert sum(len(RUN.findall(each.text)) for each in found) == runs
