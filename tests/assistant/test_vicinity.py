"""What stands beside what is told answers the clause of a turn that names nothing of its own; never with an amount."""

import pytest

CLUBS = """云岭省清河市老同志书画社管理办法

清委老干〔2023〕9号

第一条 老同志申请入社的，由书画社秘书处登记。秘书处自收到申请之日起6个工作日内完成核对。核对结果张贴4天。

第二条 社员每人每年缴纳会费80元。会费每年核对1次。

第三条 社长由社员推选：
1. 人数：社长可以推选1名。
2. 届数：任职不超过三届；再任的，重新推选。
3. 年龄：任职年龄界限为75周岁。

第四条 阅览室借书证由图书科发放。逾期不归还图书的，暂停借阅。上述图书遗失的，照价赔付。
"""
TASKS = """云岭省清河市园艺活动安排

各项活动都从当年3月1日起开展：

| 活动 | 参加人数 |
| --- | --- |
| 盆景展览 | 120名 |
| 菊花评比 | 60名 |
"""
PEOPLE = """云岭省清河市棋类活动规定

第一条 离休干部参加象棋比赛的，由棋牌科上门接送。退休干部提前9天报名。
"""
SPEECH = """在清河市老干部工作座谈会上的讲话

一、转变风气
要弘扬严谨之风，凡事问清楚、记明白，让来访的老同志不跑第二趟路，把每一件小事都记在台账上，做完一件销一件。要弘扬俭朴之风，能省则省，不摆排场。要弘扬合作之风，科室之间多通气。
"""


def told(answer):
    return " ".join(each.text for each in answer.statements)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("书画社入社由谁登记，多久能弄好？", "6个工作日"),
        ("书画社社长推选几名，蝉联几届封顶，多大岁数就得交棒？", "三届"),
        ("书画社社长推选几名，蝉联几届封顶，多大岁数就得交棒？", "75周岁"),
    ],
)
def test_a_clause_that_names_nothing_is_told_what_stands_beside(library, question, value):
    answer = library(CLUBS).ask(question)
    assert answer.status == "answered"
    assert value in told(answer)


def test_what_leads_in_to_a_table_tells_from_when_on_its_rows_hold(library):
    answer = library(TASKS).ask("盆景展览有多少名参加，从哪天算起？")
    assert "120名" in told(answer)
    assert "3月1日起" in told(answer)
    assert "60名" not in told(answer)


def test_an_amount_is_never_told_for_standing_beside(library):
    answer = library(CLUBS).ask("书画社会费每年核对几次，隔多久催讨一回？")
    assert "1次" in told(answer)
    assert "80元" not in told(answer)


def test_what_is_set_for_other_people_is_not_told_for_standing_beside(library):
    answer = library(PEOPLE).ask("离休干部象棋比赛由谁接送，提早多久打招呼？")
    assert "棋牌科" in told(answer)
    assert "9天" not in told(answer)


def test_a_clause_that_nothing_answers_is_still_named(library):
    answer = library(CLUBS).ask("书画社入社由谁登记，多久能弄好？")
    assert any(each.kind == "partial" and "多久能弄好" in each.text for each in answer.notices)


def test_a_sentence_that_points_back_is_told_with_the_one_before_it(library):
    answer = library(CLUBS).ask("阅览室借书证由谁发放？")
    assert "图书科" in told(answer)
    assert "逾期不归还" in told(answer)


def test_what_points_back_is_not_told_without_what_it_points_to(library):
    answer = library(CLUBS).ask("阅览室图书遗失了怎么赔付？")
    assert "照价赔付" in told(answer)
    assert "逾期不归还" in told(answer)


def test_a_list_takes_all_parallel_sentences_of_a_paragraph(library):
    answer = library(SPEECH).ask("讲话要求弘扬哪几种风气？")
    assert all(name in told(answer) for name in ("严谨之风", "俭朴之风", "合作之风"))


def test_a_guess_at_a_number_is_no_question(library):
    assert len(library(CLUBS).understood(["我在书画社好几年了，入社由谁登记？"])) == 1
    assert library(CLUBS).understood(["书画社要办好几项活动？"])[0].slot.want == "count"


SENDING = """云岭省清河市老同志摄影展安排

第一条 参展作品由老同志向各支部报名，支部应当在6月10日前完成初选，初选不收费用。初选结果请及时报市委老干部局。

第二条 展厅应当为临街的二级展厅。展厅布置在8个工作日内完成，布置图张贴在门口。

第三条 老同志的作品自展览结束之日起20日内退还本人；作品转送外地展出的，在4个月内退还。
"""


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("摄影展的作品由谁初选，初选结果往哪儿报？", "报市委老干部局"),
        ("摄影展展厅在几个工作日内布置好，展厅要什么等级？", "二级展厅"),
        ("摄影展上老同志的作品几天内退还本人？转送外地的呢？", "4个月内"),
    ],
)
def test_the_very_thing_that_a_clause_asks_for_is_looked_for_beside_what_is_told(library, question, value):
    assert value in told(library(SENDING).ask(question))
