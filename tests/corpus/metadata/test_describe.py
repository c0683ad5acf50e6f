"""What a document says about itself is found with its basis, and what it hides stays hidden."""

import pytest

from corpus.clean import clean
from corpus.draft import Line
from corpus.metadata.describe import describe
from corpus.outline.sections import outline
from corpus.types import Known
from tests.stopwatch import takes_less

NOTICE = """中共清河市委老干部局文件

清委老干〔2022〕8号

关于调整困难补助标准的通知

各县（市、区）委老干部局，市直各单位：

为帮助困难的离退休干部，结合云岭省清河市实际，现通知如下。

一、标准
按照云岭老干发〔2014〕19号文件执行，每人每年不超过3000元。
二、附则
本通知自2022年7月1日起执行。《关于困难补助的通知》（清委老干〔2019〕11号）同时废止。

中共清河市委老干部局
清河市财政局
2022年6月10日

抄送：中共云岭省委老干部局。
中共清河市委老干部局办公室                2022年6月13日印发
"""


def known(metadata, *names):
    return tuple(getattr(metadata, name).value for name in names)


def test_a_notice_says_everything_about_itself():
    found = describe(NOTICE, outline(NOTICE))
    assert known(found, "title", "doc_number", "kind") == (
        "关于调整困难补助标准的通知",
        "清委老干〔2022〕8号",
        "通知",
    )
    assert known(found, "issuer", "level", "region") == ("中共清河市委老干部局、清河市财政局", "市", "云岭省清河市")
    assert known(found, "date", "effective", "validity") == ("2022-06-10", "2022-07-01", "现行")
    assert found.supersedes == ("关于困难补助的通知", "清委老干〔2019〕11号")
    assert found.year == 2022
    assert {found.title.basis, found.doc_number.basis, found.issuer.basis, found.region.basis} == {"stated"}


def test_every_value_rests_on_words_of_the_text():
    found = describe(NOTICE, outline(NOTICE))
    for name in ("title", "doc_number", "issuer", "level", "region", "date", "kind", "effective"):
        assert getattr(found, name).evidence in NOTICE


def test_a_number_that_is_only_cited_is_not_the_documents_own():
    assert known(describe("关于某事的通知\n各单位：\n认真落实清委老干〔2022〕8号文件。", ()), "doc_number") == (None,)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("某某文件\nXX组通［**］XX号\n关于某事的通知\n各单位：\n正文。", "XX组通〔**〕XX号"),
        ("关于某事的通知\n（清委老干〔2022〕8号）\n各单位：\n正文。", "清委老干〔2022〕8号"),
        ("清委老干〔2022〕8号　　签发人：张三\n关于某事的请示\n云岭省委：\n正文。", "清委老干〔2022〕8号"),
        ("关于某事的通知（清委老干〔2022〕8号）\n各单位：\n正文。", "清委老干〔2022〕8号"),
        ("关于某事的通知\n文号：清委老干〔2022〕8号\n各单位：\n正文。", "清委老干〔2022〕8号"),
    ],
)
def test_the_number_is_found_where_documents_put_it(text, number):
    found = describe(text, ()).doc_number
    assert (found.value, found.basis) == (number, "stated")


@pytest.mark.parametrize(
    ("text", "issuer", "level", "region"),
    [
        (
            "清河市护理费办法\n（中共清河市委、清河市政府2022年6月10日印发）\n第一条 某事。",
            "中共清河市委、清河市政府",
            "市",
            "清河市",
        ),
        ("国务院文件\n国发〔1982〕62号\n关于某事的规定\n各省：\n正文。", "国务院", "中央", "全国"),
        ("省委组织部文件\n关于某事的通知\n各市委：\n正文。", "省委组织部", "省", None),
        ("某某县委老干部局关于某事的通知\n各乡镇：\n全县各单位要重视。", "某某县委老干部局", "县", None),
        ("2024年全市银龄行动要点\n一、认识\n正文。", None, "市", None),
        ("广州市2020年老干部工作要点\n一、认识\n正文。", None, "市", "广东省广州市"),
        ("关于学习上级领导视察湖北讲话精神的通知\n各单位：\n全县要学习，全县要落实。", None, "县", None),
    ],
)
def test_issuer_level_and_region(text, issuer, level, region):
    assert known(describe(text, ()), "issuer", "level", "region") == (issuer, level, region)


def test_a_region_is_inferred_only_from_many_words_and_never_where_it_is_hidden():
    body = "全市老干部工作在苏州蓬勃开展。" * 4
    assert describe(f"同志们：\n{body}", ()).region == Known("江苏省苏州市", "inferred", "苏州×4")
    assert describe(f"同志们：\n{body}XX市和XX市都来学习。", ()).region.value is None
    assert describe("同志们：\n全市要学习领导视察湖北、在苏州调研的讲话。", ()).region.value is None


def test_the_sign_in_the_number_points_to_a_province():
    text = "苏委老干〔2020〕3号\n关于某事的通知\n各单位：\n全省要重视。全省要落实。"
    assert describe(text, ()).region == Known("江苏省", "inferred", "苏委老干〔2020〕3号")
    assert describe(text.replace("全省要重视", "云岭省要重视"), ()).region.value is None


def test_a_passage_is_described_by_its_title():
    found = describe(
        "本办法自2012年1月1日起施行。全市都要执行。", (), title="清河市某某办法第九条", source="a.jsonl#1"
    )
    assert known(found, "title", "kind", "region", "level") == ("清河市某某办法第九条", "办法", "清河市", "市")
    assert known(found, "effective", "validity", "date", "issuer") == ("2012-01-01", "现行", None, None)


def test_a_short_document_with_a_title_of_its_own_is_read_whole():
    text = "各单位：\n请做好工作。\n中共清河市委老干部局\n2022年6月10日"
    assert known(describe(text, (), title="关于某事的通知"), "issuer", "date") == (
        "中共清河市委老干部局",
        "2022-06-10",
    )


def test_nothing_is_known_of_nothing():
    found = describe("", ())
    assert known(found, "title", "kind", "region", "level", "date") == (None,) * 5
    assert found.validity.value == "不明"


REAL = {
    "000": (None, "讲话", "市", None, 2021, 2022, "仅述及"),
    "001": (None, "讲话", "市", None, None, None, "仅述及"),
    "002": ("讲话", "讲话", "市", None, None, None, "仅述及"),
    "003": (None, "工作报告", "县", None, 2022, 2023, "仅述及"),
    "004": ("通知", "通知", "市", "江苏省苏州市", 2019, 2020, "年度性"),
}


@pytest.mark.parametrize("name", REAL)
def test_the_real_documents(shared_documents, name):
    (path,) = shared_documents.glob(f"{name}_*.txt")
    lines, _ = clean([Line(line) for line in path.read_text(encoding="utf-8").split("\n")])
    text = "\n".join(line.text for line in lines)
    found = describe(text, outline(text), source=path.name)
    ending, *rest = REAL[name]
    assert (found.title.value or "").endswith(ending or "")
    assert (found.title.value is None) == (ending is None)
    assert known(found, "kind", "level", "region", "review_year", "plan_year", "validity") == tuple(rest)
    assert known(found, "doc_number", "issuer", "date", "effective") == (None,) * 4
    assert found.supersedes == ()


@pytest.mark.parametrize(
    "piece", ["市", "\n", "苏州", "XX发〔XX〕XX号", "某", "局\n", "（", "同时废止《", "2020年1月1日\n"]
)
def test_a_run_of_one_thing_costs_no_more_than_its_length(piece):
    text = (piece * 30_000)[:30_000]
    takes_less(5, lambda: (describe(text, ()), clean([Line(line) for line in text.split("\n")])))
