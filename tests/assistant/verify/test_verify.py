"""What the verifier says of single statements: each kind of difference, edits that must pass, stitching that must not."""

import pytest

from assistant.verify import rows
from assistant.verify.types import Evidence
from assistant.verify.verify import verify
from tests.stopwatch import takes_less

RULES = Evidence(
    (
        "第五条　生活困难补助标准：\n（一）离休干部，一般困难的每人每年3000元，特别困难的每人每年6000元；\n"
        "（二）已故离休干部无固定收入的配偶，每人每年2400元；\n（三）退休干部，根据困难程度确定，每人每年不超过5000元。",
        "第八条　同一自然年度内，同一事由只能申请一次补助，但遭受突发灾害的除外。第五条、第六条的补助可以同时享受。",
        "第十二条　市委老干部局自收到初审材料之日起15个工作日内完成审核，市财政局自收到审核结果之日起10个工作日内拨付资金。"
        "补助资金直接拨付到个人账户，不得以现金发放。",
        "第十七条　本办法自2022年7月1日起施行。",
    ),
    title="清河市特殊困难离退休干部帮扶补助办法",
    doc_number="清委老干〔2022〕8号",
    region="云岭省清河市",
    year=2022,
    path=("第二章　条件和标准",),
)
LIMIT = Evidence(("任期不超过3年，满80周岁以上的不再连任。",))
ROW = Evidence(
    ("护理费\t860\t2019年",), row=(("项目", "护理费"), ("标准（元）", "860"), ("起始", "2019年")), title="标准对照表"
)


def kinds(finding):
    return {reason.kind for reason in finding.reasons if reason.against}


# --- what the text says --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "退休干部，根据困难程度确定，每人每年不超过5000元。",
        "补助资金直接拨付到个人账户，不得以现金发放。",
        "（二）已故离休干部无固定收入的配偶，每人每年2400元；",
        "第五条、第六条的补助可以同时享受。[1]",
    ],
)
def test_the_texts_own_words_are_verbatim(statement):
    assert verify(statement, RULES).verdict in ("verbatim", "supported")
    assert verify(statement.removesuffix("[1]"), RULES).verdict == "verbatim"


@pytest.mark.parametrize(
    "statement",
    [
        "退休干部，根据困难程度确定，每人每年不超过五千元。",
        "退休干部，根据困难程度确定，每人每年５０００元以内。",
        "根据规定，补助资金直接拨付到个人账户；不得以现金发放",
        "根据《清河市特殊困难离退休干部帮扶补助办法》（清委老干〔2022〕8号）第八条规定，第五条、第六条的补助可以同时享受。",
        "清委老干〔2022〕8号规定：补助资金直接拨付到个人账户，不得以现金发放。",
        "补助资金直接拨付到个人账户，不得以现金发放（第十二条）。",
        "清河市2022年补助资金直接拨付到个人账户，不得以现金发放。",
        "因此，补助资金直接拨付到个人账户，不得以现金发放。",
        "离休干部，一般困难的每人每年3000元。",
        "本办法自2022年起施行。",
        "According to the rules of Qinghe (2022), “补助资金直接拨付到个人账户，不得以现金发放”.",
        "离休干部，一般困难的每人每年3000元，特别困难的每人每年6000元；退休干部，根据困难程度确定，每人每年不超过5000元。",
    ],
)
def test_harmless_edits_are_supported(statement):
    finding = verify(statement, RULES)
    assert finding.verdict == "supported", finding.reasons


def test_a_row_of_a_table_is_supported_with_its_headings():
    assert verify("项目：护理费；标准（元）：860；起始：2019年", ROW).verdict == "supported"
    assert verify("项目：护理费；标准（元）：860", ROW).verdict == "supported"


def test_an_item_is_proved_with_what_leads_it_in():
    evidence = Evidence(("（二）受到刑事处罚正在服刑的。",), lead_in="第九条　有下列情形之一的，不予补助：")
    assert verify("有下列情形之一的，不予补助：（二）受到刑事处罚正在服刑的。", evidence).proved
    assert not verify("有下列情形之一的，予以补助：（二）受到刑事处罚正在服刑的。", evidence).proved


# --- what it does not say ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "statement"),
    [
        ("number", "（二）已故离休干部无固定收入的配偶，每人每年2600元；"),
        ("unit", "市委老干部局自收到初审材料之日起15日内完成审核。"),
        ("date", "本办法自2021年7月1日起施行。"),
        ("date", "2019年补助资金直接拨付到个人账户，不得以现金发放。"),
        ("doc_number", "清委老干〔2019〕11号规定：补助资金直接拨付到个人账户，不得以现金发放。"),
        ("doc_number", "《临溪市体检办法》规定：补助资金直接拨付到个人账户，不得以现金发放。"),
        ("article", "第三条、第六条的补助可以同时享受。"),
        ("article", "根据第九条规定，补助资金直接拨付到个人账户，不得以现金发放。"),
        ("modality", "第五条、第六条的补助应当同时享受。"),
        ("modality", "第五条、第六条的补助不可以同时享受。"),
        ("modality", "补助资金直接拨付到个人账户，可以以现金发放。"),
        ("negation", "已故离休干部固定收入的配偶，每人每年2400元"),
        ("negation", "补助资金不直接拨付到个人账户，不得以现金发放。"),
        ("exception", "同一自然年度内，同一事由只能申请一次补助。"),
        ("scope", "退休干部，根据困难程度确定，每人每年5000元。"),
        ("place", "临溪市补助资金直接拨付到个人账户，不得以现金发放。"),
        ("place", "云岭省补助资金直接拨付到个人账户，不得以现金发放。"),
        ("population", "退休干部，一般困难的每人每年3000元，特别困难的每人每年6000元；"),
        (
            "party",
            "市财政局自收到初审材料之日起15个工作日内完成审核，市委老干部局自收到审核结果之日起10个工作日内拨付资金。",
        ),
    ],
)
def test_what_the_text_contradicts_is_told_by_its_kind(kind, statement):
    finding = verify(statement, RULES)
    assert finding.verdict == "contradicted"
    assert kind in kinds(finding), finding.reasons


def test_a_range_that_collapses_is_contradicted_and_told():
    finding = verify("任期3年，满80周岁以上的不再连任。", LIMIT)
    assert finding.verdict == "contradicted"
    assert "引文为“不超过3年”，语句为“3年”" in finding.reasons[0].text
    assert "the text says “不超过3年”" in finding.reasons[0].text
    term = Evidence(("处三年以上五年以下有期徒刑。",))
    assert verify("处三年以上有期徒刑。", term).verdict == "contradicted"
    assert verify("处五年有期徒刑。", term).verdict == "contradicted"


def test_the_subject_of_one_sentence_never_gets_the_number_of_another():
    evidence = Evidence(("甲单位每年补助3万元。乙单位每年补助5万元。",))
    assert verify("甲单位每年补助5万元。", evidence).verdict == "contradicted"
    assert verify("甲单位每年补助3万元。", evidence).verdict == "verbatim"
    beside = Evidence(("甲单位每年补助3万元，乙单位每年补助5万元。",))
    assert not verify("甲单位每年补助5万元。", beside).proved


def test_a_clause_does_not_take_the_subject_of_another():
    evidence = Evidence(("甲单位负责收集，乙单位负责审核，每月报告一次；每季公布一次。",))
    assert not verify("甲单位负责收集，每月报告一次。", evidence).proved
    assert not verify("甲单位负责收集；每季公布一次。", evidence).proved
    assert not verify("每月报告一次。", evidence).proved


def test_numbers_of_two_quotes_are_not_joined_in_one_clause():
    evidence = Evidence(("离休干部每人每次800元。", "退休干部每人每次500元。"))
    assert not verify("离休干部每人每次500元。", evidence).proved
    assert not verify("离休干部、退休干部每人每次500元。", evidence).proved
    assert verify("离休干部每人每次800元；退休干部每人每次500元。", evidence).proved


def test_a_cell_that_is_misread_is_contradicted():
    finding = verify("项目：护理费；标准（元）：680；起始：2019年", ROW)
    assert finding.verdict == "contradicted"
    assert "标准（元）：860" in finding.reasons[0].text
    assert verify("项目：护理费；标准（元）：2019", ROW).verdict == "contradicted"


@pytest.mark.parametrize(
    ("kind", "statement", "text"),
    [
        ("negation", "经批准，可以延长。", "未经批准，可以延长。"),
        ("negation", "甲方承担费用。", "甲方不承担费用。"),
        ("modality", "在公园内吸烟。", "禁止在公园内吸烟。"),
        ("exception", "应当公开。", "除涉及国家秘密外，应当公开。"),
        ("scope", "提前三十日通知。", "延迟三十日通知。"),
        ("scope", "费用全部退还。", "费用部分退还。"),
        ("scope", "甲方或者乙方应当到场。", "甲方和乙方应当到场。"),
        ("scope", "办结前可以查询。", "办结后可以查询。"),
        ("party", "由省人民政府批准后实施。", "由市人民政府批准后实施。"),
        ("party", "承租人应当向出租人支付押金。", "出租人应当向承租人支付押金。"),
        ("place", "苏州市的补助标准由财政部门公布。", "南京市的补助标准由财政部门公布。"),
        ("population", "离退休干部每人每次500元。", "退休干部每人每次500元。"),
        ("number", "按照二等标准发放。", "按照三等标准发放。"),
    ],
)
def test_short_sentences_that_differ_in_one_word(kind, statement, text):
    finding = verify(statement, Evidence((text,)))
    assert not finding.proved
    assert kind in {reason.kind for reason in finding.reasons}


def test_an_exception_in_the_next_sentence_is_missed_too():
    evidence = Evidence(("同一事由只能申请一次。但遭受突发灾害的除外。",))
    assert verify("同一事由只能申请一次。", evidence).verdict == "contradicted"
    assert verify("同一事由只能申请一次。但遭受突发灾害的除外。", evidence).verdict == "verbatim"


def test_the_population_of_a_heading_holds_for_what_stands_below_it():
    evidence = Evidence(("每人每月500元。",), path=("二、离休干部",), region="清河市")
    assert verify("离休干部每人每月500元。", evidence).verdict == "supported"
    assert verify("退休干部每人每月500元。", evidence).verdict == "contradicted"


def test_another_wording_is_unverified_and_never_contradicted_by_itself():
    finding = verify("这笔钱会打到本人的银行卡上。", RULES)
    assert finding.verdict == "unverified"
    assert finding.reasons
    assert verify("补助款项由财政划入本人银行卡。", RULES).verdict == "unverified"


def test_an_english_frame_may_claim_no_number_and_no_not_of_its_own():
    assert not verify("The amount is 4000 yuan: “补助资金直接拨付到个人账户，不得以现金发放。”", RULES).proved
    assert not verify("It is not true that “补助资金直接拨付到个人账户，不得以现金发放。”", RULES).proved
    assert not verify("The subsidy is paid in cash.", RULES).proved


@pytest.mark.parametrize("statement", ["", "。", "[1]", "《》", "（）", "“”", "\n", "第条", "1."])
@pytest.mark.parametrize("evidence", [Evidence(()), Evidence(("",)), RULES, ROW])
def test_nothing_proves_an_empty_statement(statement, evidence):
    assert verify(statement, evidence).verdict == "unverified"


def test_every_reason_is_told_in_both_languages():
    finding = verify("临溪市离休干部，一般困难的每人每年3500元。", RULES)
    for reason in finding.reasons:
        zh, _, en = reason.text.partition(" | ")
        assert zh
        assert en


def test_two_hundred_statements_are_judged_within_a_second():
    text = (RULES.quotes[0] + RULES.quotes[1] + RULES.quotes[2]) * 2
    evidence = Evidence((text[:400],), title=RULES.title, region=RULES.region)
    statements = [
        f"根据规定，已故离休干部有固定收入的配偶，根据困难程度确定，每人每年{2000 + n}元；退休干部每人每年不超过5000元。"
        for n in range(200)
    ]
    verify(statements[0], evidence)
    takes_less(1, lambda: [verify(statement, evidence) for statement in statements])


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("不" * 2000, "不" * 3000),
        ("甲乙" * 1000, "甲乙丙" * 1000),
        ("甲。" * 3000, "乙。" * 3000),
        ("规定" * 900, "规定"),
        ("（" * 1900, "（甲"),
        ("“甲 ab cd" * 500, "甲"),
    ],
)
def test_no_statement_takes_long_however_it_is_written(statement, text):
    takes_less(1, lambda: verify(statement, Evidence((text,))))


MEASURED = Evidence(
    ("合唱队\t70\t2.5\t3月",),
    row=(
        ("对象", "合唱队"),
        ("茶费（元/人）", "70"),
        ("加发（月/年）", "2.5"),
        ("茶费依据", "会议纪要"),
        ("起始", "3月"),
    ),
    title="茶费表",
)


@pytest.mark.parametrize(
    "statement",
    [
        "对象：合唱队；茶费：70元/人；加发：2.5个月/年；茶费依据：会议纪要；起始：3月",
        "对象：合唱队；茶费（元/人）：70；加发：2.5个月/年",
        "对象：合唱队；茶费依据：会议纪要",
    ],
)
def test_the_number_of_a_row_may_be_said_with_the_unit_of_its_heading(statement: str) -> None:
    assert verify(statement, MEASURED).verdict == "supported"


@pytest.mark.parametrize(
    "statement",
    [
        "对象：合唱队；茶费：80元/人",
        "对象：合唱队；茶费：70万元/人",
        "对象：合唱队；茶费：70个月/人",
        "对象：合唱队；茶费：70元/月",
        "对象：合唱队；茶费：70元/人；加发：2.5年/年",
        "对象：合唱队；茶费：2.5元/人",
    ],
)
def test_a_changed_number_or_unit_of_a_row_that_is_said_is_contradicted(statement: str) -> None:
    assert verify(statement, MEASURED).verdict == "contradicted"


@pytest.mark.parametrize(
    ("heading", "cell"),
    [("起始（月）", "3"), ("年份（年）", "2012"), ("茶费（元）", "不定"), ("茶费（元）", "70元"), ("（元）", "70")],
)
def test_what_is_no_bare_number_under_a_unit_is_said_as_it_stands(heading: str, cell: str) -> None:
    assert rows.spoken(heading, cell) == (heading, cell)
