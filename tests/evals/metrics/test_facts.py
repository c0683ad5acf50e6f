"""Whether a text says a fact, and whether it says something wrong: what must hold, and what must not."""

from decimal import Decimal

import pytest

from evals.metrics.facts import Said, degree, forbidden, misplaced, unfounded
from evals.types import Fact, Forbidden, Value


def yuan(number, comparator=None):
    return Value(Decimal(number), "元", comparator)


def value(number, unit="", comparator=None, near=""):
    return Fact(value=Value(Decimal(number), unit, comparator), near=near)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("30日", "自收到之日起三十日内办结"),
        ("500元", "每人每月５００ 元"),
        ("500元", "每人每月伍佰元，即五百元。"),
        ("2700元", "护理费\t2,700元\t按月"),
        ("不超过3年", "聘期一般不超过三年。"),
        ("百分之五", "上浮5%"),
        ("国发〔2023〕1号", "见国发[2023]1号文件"),
        ("2024年3月", "自2024-03-01起施行"),
        ("500元", "According to the notice, the allowance is “每人每月500元” [1]."),
        ("双先", "“双先”表彰"),
    ],
)
def test_a_form_is_said_in_any_spelling(form, text):
    assert degree(Fact(any_of=("没有的话", form)), Said(text)) == 1.0


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("不超过3年", "聘期3年"),
        ("不超过3年", "聘期超过3年"),
        ("超过3年", "聘期不超过3年"),
        ("3年以上", "3年以下"),
        ("500元", "500万元"),
        ("500元", "1500元"),
        ("5元", "15元、0.5元"),
        ("5%", "0.5%"),
        ("1.5倍", "15倍"),
        ("5日", "5个工作日"),
        ("3人", "3人次"),
        ("6个月", "半年"),
        ("XX元", "500元"),
        ("500元", "XXX元"),
        ("500元", ""),
    ],
)
def test_a_form_is_not_said_by_something_like_it(form, text):
    assert degree(Fact(any_of=(form,)), Said(text)) == 0.0


def test_of_several_needed_words_the_share_that_is_said_counts():
    fact = Fact(all_of=("在职", "退休", "500元"))
    assert degree(fact, Said("在职和退休人员每月五百元")) == 1.0
    assert degree(fact, Said("退休人员每月800元")) == pytest.approx(1 / 3)
    assert degree(fact, Said("离休")) == 0.0


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (value("20000", "元"), "两万元"),
        (value("2", "万元"), "20,000元"),
        (value("1E+4", "元"), "一万元"),
        (value("30", "天"), "三十日"),
        (value("5", "个工作日"), "五个工作日"),
        (value("5", "%"), "百分之五"),
        (value("0.5", "%"), "5‰"),
        (value("3", "年"), "不超过3年"),
        (value("3", "年", "<="), "3年以内"),
        (value("3", "年", "<="), "不得超过三年"),
        (value("80", "岁", ">="), "80周岁（含）以上"),
        (value("3", "年", "="), "聘期3年"),
        (value("5", "年"), "3—5年"),
        (value("860", "元"), "| 正处级 | 860 | 720 |"),
        (value("2700", "元"), "标准（元/月）：2700"),
        (value("30", "%"), "比例（%）：30"),
        (value("2.5"), "增发2.5个月"),
    ],
)
def test_a_value_is_said_as_a_quantity_and_not_as_a_string(fact, text):
    assert degree(fact, Said(text)) == 1.0


@pytest.mark.parametrize(
    ("fact", "text", "reached"),
    [
        (value("3", "年", "<="), "聘期3年", 0.5),
        (value("3", "年", "<="), "3年以上", 0.5),
        (value("3", "年", "="), "不超过3年", 0.5),
        (value("5", "年", "="), "3—5年", 0.5),
        (value("3", "年", ">="), "3年（不含）以上", 0.5),
        (value("30", "日"), "30个工作日", 0.5),
        (value("30", "日"), "30", 0.5),
        (value("500", "元"), "500万元", 0.0),
        (value("500", "万元"), "500元", 0.0),
        (value("5", "%"), "0.5%", 0.0),
        (value("500", "元"), "每月××元", 0.0),
        (value("500", "元"), "", 0.0),
        (value("2"), "1. 甲\n2. 乙", 0.0),
        (value("2024"), "2024年3月1日", 0.0),
    ],
)
def test_a_number_under_another_comparator_or_unit_is_half_a_value_and_another_number_none(fact, text, reached):
    assert degree(fact, Said(text)) == reached


SENTENCE = "年满八十周岁的离休干部每人每月发放护理费不超过五百元，自2024年3月1日起执行"


@pytest.mark.parametrize(
    ("text", "reached"),
    [
        (SENTENCE, 1.0),
        ("离休干部年满80周岁的，每人每月发放护理费不超过500元，自2024年3月1日起执行。", 1.0),
        ("年满80周岁的离休干部每人每月发放护理费500元以内，自二〇二四年三月一日起执行", 1.0),
        ("年满80周岁的离休干部，护理费每人每月不超过500元，从2024年3月1日算起", 0.5),
        ("年满80周岁的离休干部每人每月发放护理费超过500元，自2024年3月1日起执行", 0.0),
        ("年满80周岁的离休干部每人每月发放护理费不超过500万元，自2024年3月1日起执行", 0.0),
        ("年满80周岁的离休干部每人每月发放护理费不超过800元，自2024年3月1日起执行", 0.0),
        ("年满80个月的离休干部每人每月发放护理费不超过500元，自2024年3月1日起执行", 0.0),
        ("年满80周岁的离休干部每人每月发放护理费不超过500元，自2023年3月1日起执行", 0.0),
        ("年满80周岁的离休干部每人每月发放护理费不超过500元，自2024年起执行", 0.0),
        ("每年组织一次健康体检", 0.0),
    ],
)
def test_a_sentence_is_said_in_other_words_with_the_same_numbers_and_dates(text, reached):
    assert degree(Fact(says=SENTENCE), Said(text)) == reached


def test_every_part_of_a_fact_must_hold():
    fact = Fact(any_of=("护理费",), value=yuan("500"))
    assert degree(fact, Said("护理费每月500元")) == 1.0
    assert degree(fact, Said("护理费每月800元")) == 0.0
    assert degree(fact, Said("交通费每月500元")) == 0.0
    assert degree(Fact(), Said("护理费每月500元")) == 0.0, "a fact of nothing is never said"


def test_forbidden_words_are_found_in_any_spelling_and_never_within_a_longer_number():
    rule = Forbidden(text="800元")
    assert forbidden(rule, Said("每月八百元"))
    assert not forbidden(rule, Said("每月1800元"))
    assert not forbidden(rule, Said("每月800万元"))
    assert not forbidden(Forbidden(text="超过3年"), Said("不超过3年"))


def test_a_forbidden_value_counts_only_beside_its_words():
    rule = Forbidden(value=yuan("800"), near="护理费")
    assert forbidden(rule, Said("护理费每人每月八百元"))
    assert forbidden(rule, Said("每月发给八百元的护理费"))
    assert not forbidden(rule, Said("护理费每人每月500元。交通费的标准由各地自行确定，一般为800元"))
    assert not forbidden(rule, Said("交通费每月800元"))
    assert forbidden(Forbidden(value=yuan("800")), Said("交通费每月800元")), "anywhere when no words are named"


def test_a_forbidden_value_with_a_comparator_is_forbidden_only_with_it():
    rule = Forbidden(value=Value(Decimal(3), "年", "="))
    assert forbidden(rule, Said("聘期3年"))
    assert not forbidden(rule, Said("聘期不超过3年"))


def test_words_to_stand_beside_are_folded_too():
    assert forbidden(Forbidden(value=yuan("800"), near="A类"), Said("Ａ类８００元"))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("补贴标准为每月800元", "800元"),
        ("补贴标准为每月８００元", "８００元"),
        ("补贴标准为每月500万元", "500万元"),
        ("每月800元的补贴标准", "800元"),
        ("补贴标准为每月500元", None),
        ("补贴标准为每月五百元，原为每月800元", None),
        ("补贴标准另行规定", None),
        ("补贴标准按80%执行", None),
        ("补贴标准由省级财政部门会同组织部门另行研究确定并公布，体检费每人800元", None),
        ("2. 补贴标准另行规定", None),
    ],
)
def test_another_value_where_the_right_one_belongs_is_named_as_it_is_written(text, wrong):
    assert misplaced(value("500", "元", near="补贴标准"), Said(text)) == wrong


def test_a_value_is_misplaced_only_where_the_fact_says_where_it_belongs():
    assert misplaced(value("500", "元"), Said("补贴标准为每月800元")) is None
    assert misplaced(Fact(any_of=("500元",), near="补贴标准"), Said("补贴标准为每月800元")) is None


def test_the_right_value_is_not_misplaced_where_something_else_is_missing():
    fact = Fact(any_of=("按月发放",), value=yuan("500"), near="补贴标准")
    assert misplaced(fact, Said("补贴标准为500元")) is None
    assert misplaced(fact, Said("补贴标准为800元")) == "800元"


def test_the_wrong_comparator_where_the_value_belongs_is_a_wrong_value():
    fact = value("3", "年", "<=", near="聘期")
    assert misplaced(fact, Said("聘期3年以上")) == "3年"
    assert misplaced(fact, Said("聘期不超过3年")) is None


def test_a_number_that_nobody_granted_is_unfounded():
    assert list(unfounded(Said("每人每月2800元，每年2次"), {"2700"}, Said("每年几次？2次吗"))) == ["2800元"]
    assert list(unfounded(Said("每人每月二千七百元"), {"2700"}, Said(""))) == []
    assert list(unfounded(Said("每月1.5万元"), {"15000"}, Said(""))) == []
    assert list(unfounded(Said("每月1.5万元"), {"15", "1.5"}, Said(""))) == ["1.5万元"]


@pytest.mark.parametrize(
    "text",
    [
        "1. 护理费\n2. 交通费",
        "1、护理费\n2、交通费",
        "（1）护理费\n（2）交通费",
        "  1.护理费\n\n  12．交通费",
        "1) a\n2) b",
    ],
)
def test_the_numbers_of_a_list_are_no_values(text):
    assert list(unfounded(Said(text), set(), Said(""))) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("1.5倍", ["1.5倍"]),
        ("共\n3人", ["3人"]),
        ("2. 每年9次", ["9次"]),
        ("2700", ["2700"]),
        ("见表2。", ["2"]),
        ("2.5", ["2.5"]),
    ],
)
def test_what_stands_where_a_list_number_could_is_still_a_value(text, wrong):
    assert list(unfounded(Said(text), set(), Said(""))) == wrong


@pytest.mark.parametrize(
    "text",
    ["万一", "一律由单位承担", "一次性发放", "进一步加强", "2024年3月1日", "国发〔2023〕1号", "每月××元", "20XX年"],
)
def test_words_dates_numbers_of_documents_and_placeholders_are_no_values(text):
    assert list(unfounded(Said(text), set(), Said(""))) == []
