"""Letters that came in: which sentences ask, and what they need to be understood."""

from assistant.letter.incoming import asks, questions

LETTER = """市委老干部局领导：
你们好！我是一名离休干部的女儿。我父亲1947年5月参加革命工作，现在生活不能自理。他的护理费每月应该发多少？从什么时候起发？
另外有两件事：
一、请告知清河市生活困难补助的标准。
二、去年体检安排在市医院，大家很满意。今年什么时候体检？
感谢你们多年的关心！盼复。
此致
敬礼
"""


def test_every_question_and_every_request_is_found_in_its_order():
    assert [each.text for each in questions(LETTER)] == [
        "他的护理费每月应该发多少？",
        "从什么时候起发？",
        "请告知清河市生活困难补助的标准。",
        "今年什么时候体检？",
    ]


def test_a_question_takes_along_what_its_paragraph_tells_before_it():
    first, second, third, _ = questions(LETTER)
    assert "1947年5月参加革命工作" in first.context
    assert "护理费" in second.context
    assert "1947年5月参加革命工作" in third.context
    assert "体检安排" not in third.context


def test_what_only_announces_questions_is_none():
    assert questions("现将几个问题反映如下，望予答复：\n1. 护理费多少？")[0].text == "护理费多少？"


def test_a_context_is_no_longer_than_a_question_may_be():
    told = "我父亲是离休干部，" + "情况特殊，" * 100 + "身体不好。"
    assert questions(f"{told}\n护理费多少？")[0].context == ""


def test_greetings_thanks_and_mere_telling_are_no_questions():
    assert questions("局长：\n您好！去年的活动办得很好。谢谢！\n此致\n敬礼") == ()
    assert not asks("今天天气很好。")
    assert asks("要求落实我的医药费报销。")


def test_a_long_letter_is_read_at_once():
    assert len(questions("护理费多少？" * 3000)) == 3000
