"""A clause is read by itself and with all that its turn tells; what is given is about what the turn is about."""

import pytest

VISITS = """云岭省清河市看望老同志办法

清委老干〔2022〕3号

一、看望慰问金标准

| 情形 | 慰问金 |
| --- | --- |
| 生日 | 每人300元 |
| 住院 | 每人1000元 |
| 家庭变故 | 每人2000元 |

二、看望由所在支部组织，费用由市财政局核拨。
"""
LISTED = """云岭省清河市看望老同志细则

一、看望慰问金标准
（一）过生日的，慰问金每人300元。
（二）因病住院的，慰问金每人1000元。
（三）家庭变故的，慰问金每人2000元。
"""
FAREWELL = """云岭省清河市送别老同志工作规程

一、老同志去世后，治丧费用由家属先行垫付，所在单位给予2000元补贴。
二、告别仪式由所在单位组织。
三、老同志荣誉证书遗失的，由市委老干部局补办。
"""
CARDS = """云岭省清河市证件管理办法

一、老同志荣誉证书遗失的，由市委老干部局补办。
二、老同志优待卡损坏的，由市民政局更换。
三、优待卡遗失的，五日内换发新卡。
"""


def told(answer):
    return " ".join(each.text for each in answer.statements)


@pytest.mark.parametrize(
    ("question", "amount"),
    [
        ("老同志住了院，看望慰问金每人多少元？", "1000元"),
        ("老同志住院了，该给多少慰问金？", "1000元"),
        ("退休干部家庭变故了，看望慰问金给多少？", "2000元"),
        ("老同志过生日，看望慰问金给多少？", "300元"),
    ],
)
@pytest.mark.parametrize("text", [VISITS, LISTED], ids=["rows", "items"])
def test_what_another_clause_tells_picks_the_amount(library, text, question, amount):
    answer = library(text).ask(question)
    assert answer.status == "answered"
    assert [each for each in ("300元", "1000元", "2000元") if each in told(answer)] == [amount]


def test_a_clause_that_finds_no_answer_is_read_with_what_the_turn_tells(library):
    question = "优待卡遗失，新的证件几日内拿到？"
    assistant = library(CARDS)
    (understood,) = assistant.understood([question])
    assert understood.wider is not None
    assert {each.text for each in understood.wider.asked} > {each.text for each in understood.asked}
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert "五日内换发新卡" in told(answer)


def test_a_clause_that_other_words_answer_is_read_again_with_what_the_turn_tells(library):
    answer = library(CARDS).ask("老同志荣誉证书遗失了，手续找谁办？")
    assert answer.status == "answered"
    assert "市委老干部局补办" in told(answer)
    assert "身份证" not in told(answer)


@pytest.mark.parametrize("question", ["优待卡遗失几日内换发？", "优待卡损坏由谁更换，荣誉证书由谁补办？"])
def test_what_no_other_clause_tells_more_of_has_nothing_wider(library, question):
    assert all(each.wider is None for each in library(CARDS).understood([question]))


def test_what_answers_a_clause_and_is_of_something_else_than_the_turn_is_not_given(library):
    answer = library(FAREWELL).ask("活动中心修缮阅览室屋顶，单位给予多少元补贴？")
    assert answer.status != "answered"


RATES = """云岭省清河市行政科办事规则

一、各年情况
郊外钓鱼场的租金逐年调整如下：

| 年度 | 调整幅度 |
| --- | --- |
| 2021年 | 4% |
| 2022年 | 6% |

二、钥匙由行政科管理。
"""


def test_the_line_above_a_table_tells_what_its_rows_are_about(library):
    answer = library(RATES).ask("2022年钓鱼场租金调整幅度是多少？")
    assert answer.status == "answered"
    assert "6%" in told(answer)
    assert "4%" not in told(answer)
