"""What is a numbered slogan whose members are asked for, and what is only a number of things."""

import pytest

from assistant.asking.question import understand
from assistant.asking.slogan import asked
from corpus.read import load

NAMING = (
    "工作通知\n\n推进“六有一提升”工作，落实“三项机制”，体现为三个“更加”，深化“五老”宣讲和“百千万”工程。设三个科室。\n"
)


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    path = tmp_path_factory.mktemp("slogan") / "通知.txt"
    path.write_text(NAMING, encoding="utf-8")
    return list(load([path]))


def slogan(text, documents):
    return asked(understand((text,), lambda gram: 3.0)[0], documents)


@pytest.mark.parametrize(
    ("text", "name", "size"),
    [
        ("“五项工程”有哪些？", "五项工程", 5),
        ("“六好”标准指的是哪六条？", "六好", 6),
        ("荣誉退休按“六个一”来办，是哪六个步骤？", "六个一", 6),
        ("推行“三看三访”活动，具体是哪三看、哪三访？", "三看三访", 6),
        ("要推动哪“四个规范化”？", "四个规范化", 4),
        ("什么是“两中心三基地”？", "两中心三基地", 5),
        ("三个“更加”分别是什么？", "三个更加", 3),
        ("三个更加分别是什么", "三个更加", 3),
        ("六有一提升包括什么？", "六有一提升", 7),
        ("什么是六有一提升", "六有一提升", 7),
        ("离休干部三项机制是哪三项？", "三项机制", 3),
        ("百千万工程是什么？", "百千万", None),
        ("六老有哪些？", "六老", 6),
        ("“两问两听”活动是问什么、听谁？", "两问两听", 4),
        ("两问一听，到底是哪两问、哪一听？", "两问一听", 3),
        ("五个老有是什么？", "五个老有", 5),
        ("五个老有", "五个老有", 5),
    ],
)
def test_members_are_asked_for(documents, text, name, size):
    found = slogan(text, documents)
    assert (found.name, found.size) == (name, size)


@pytest.mark.parametrize(
    "text",
    [
        "“五老”宣讲团有多少人？",
        "哪些文件讲到“三项机制”？",
        "“六有一提升”什么时候完成？",
        "“三项机制”由谁负责？",
        "“三项机制”是谁提出的？",
        "“三项机制”是用来做什么的？",
        "“三项机制”是为了什么？",
        "“三项机制”是哪年提出的？",
        "“银发生辉”是什么？",
        "三个科室是哪三个？",
        "三个部门分别是什么？",
        "党的建设要从哪三方面入手？",
        "上半年的成效体现在哪五个方面？",
        "第三项机制是什么？",
        "二十三项机制是什么？",
    ],
)
def test_something_else_is_asked_for(documents, text):
    assert slogan(text, documents) is None


def test_verbs_and_words_that_ask_are_no_part_of_what_must_be_found(documents):
    question = understand(("2020年提出的“三项机制”具体包括什么内容？",), lambda gram: 3.0)[0]
    sharpened = asked(question, documents).sharpened(question)
    assert [term.text for term in sharpened.asked] == ["三项机制"]
    assert sharpened.years == (2020,)


def test_a_mark_that_closes_what_stands_before_is_no_part_of_the_name(documents):
    found = slogan("三项机制是什么？", documents)
    for text in ('"学习""活动"三项机制', '"三项机制"', '三项"机制"'):
        assert text[slice(*found.spots(text)[0])].strip('"').replace('"', "") == "三项机制"
    assert found.spots('"学习""活动"三项机制')[0][0] == 8
    assert found.spots("第三项机制") == []


def test_a_slogan_whose_sort_is_asked_for_is_not_asked_for_its_members(documents):
    assert slogan("“三项机制”保障工作属于哪一类任务？", documents) is None


def test_what_a_slogan_stands_for_is_asked_for_in_the_words_of_speech_too(documents):
    assert slogan("“三项机制”说的是什么？", documents).name == "三项机制"


def test_in_english_a_name_is_asked_for_and_not_what_one_does_with_it(documents):
    assert slogan("What are the “three mechanisms”?", documents).name == "三项机制"
    assert slogan("What role do cadres have in the “three mechanisms”?", documents) is None
