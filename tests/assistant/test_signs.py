"""What shows, of passages that speak of a matter alike, which of them tells what is asked."""

import pytest

from assistant.signs import holds_part, parted, repeats, shown, shows

STAFF = """云岭省清河市图书室工作总结

一、队伍
图书室队伍是做好借阅工作的保证，要把图书室队伍建设放在心上，一要懂书，二要爱书，三要护书。图书室努力打造“勤细诚”的队伍。
二、困难
图书室开展了问卷调查，摸清了读者的想法。目前图书室仍面临书架老化、光线不足等困难。
三、层级
图书流转站由图书室统一管理。抓紧在镇村两级建起图书流转站，按照方便借阅、便于归还的原则逐个验收，做到每个小组都有人送书上门、有人收书回馆、有人修补旧书。
"""
VOWS = """在清河市图书室读者会上的讲话

图书室要敢于做三件事：
1. 修好书架。
2. 换好灯管。
3. 补好旧书。
讲到图书室，大家要敢于说真话，敢于荐好书，更要敢于提意见。
"""
DUTIES = """云岭省清河市图书室守则

图书室的同志要把读者放在心上。
一要常怀爱书护书之心。书是大家的。
二要恪守借书还书之责。到期要还。
三要勤修读书荐书之德。好书要荐。
"""


def told(answer):
    assert answer.status == "answered", answer.text
    return " ".join(each.text for each in answer.statements)


@pytest.mark.parametrize(
    ("asks", "text", "shown"),
    [
        ("用哪三个字概括？", "打造“勤细诚”的队伍", True),
        ("用哪三个字概括？", "打造“勤细”的队伍", False),
        ("有哪些困难？", "面临书架老化、光线不足等困难", True),
        ("有哪些困难？", "困难不少", False),
        ("从哪些方面入手？", "从人员、经费等两个方面入手", True),
        ("情况往哪儿报？", "情况报市图书馆办公室", True),
        ("情况往哪儿报？", "市图书馆办公室安排人员", False),
        ("由谁批？", "由馆长审批", True),
        ("建到哪几级？", "在镇村两级建起来", True),
        ("算到哪天为止？", "自3月1日至9月30日", True),
        ("分几大类？", "分为六大类", True),
        ("谁来管？", "由馆长审批", False),
        ("馆长兼任什么职务？", "馆长兼任文化站副站长", True),
        ("馆长兼任什么职务？", "馆长要管好图书", False),
        ("送书要去哪些地方？", "进学校、到企业、入社区", True),
        ("送书要去哪些地方？", "开展送书活动", False),
        ("买书的钱从哪里出？", "所需经费按现行渠道解决", True),
        ("情况往哪儿报？", "经报请市图书馆同意", False),
        ("读书节放在哪里召开？", "把读书节放到镇上召开", True),
        ("依托哪三个书架？", "依托新的、旧的、修好的三个书架", True),
        ("要发挥哪三种优势？", "发挥人员优势、场地优势、藏书优势", True),
        ("要发挥哪三种优势？", "发挥人员优势、场地优势", False),
        ("分成哪两个书架？", "分成新书、旧书二个书架", True),
        ("调整由哪三部分组成？", "采取定额、挂钩和倾斜三部分相结合的办法", True),
        ("换成新的，叫啥本？", "统一更换借书证历本", True),
        ("阅览室被称作什么？", "阅览室被称为“第二课堂”", True),
    ],
)
def test_a_sign_of_the_thing_that_is_asked_for(asks, text, shown):
    assert shows(asks, text) is shown


def test_what_asks_for_nothing_by_name_is_told_by_anything():
    assert shown("怎么办？", ["某事"])
    assert not shown("往哪里交？", ["某事"])


def test_a_word_that_is_counted_is_said_as_often():
    assert repeats("讲的三个“敢于”是什么意思？", "敢于说真话，敢于荐好书，更要敢于提意见")
    assert not repeats("讲的三个“敢于”是什么意思？", "要敢于说真话")
    assert not repeats("敢于什么？", "敢于说真话，敢于荐好书，更要敢于提意见")


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("图书室的队伍要打造成哪三个字的队伍？", "“勤细诚”"),
        ("图书流转站要建到哪几级？", "镇村两级"),
    ],
)
def test_the_passage_that_bears_the_sign_is_told_first(library, question, text):
    answer = library(STAFF).ask(question)
    assert answer.status == "answered", answer.text
    assert text in answer.statements[0].text


def test_a_sentence_that_says_a_word_as_often_as_it_is_counted_is_told_alone(library):
    answer = told(library(VOWS).ask("图书室讲的三个“敢于”是什么意思？"))
    assert answer == "讲到图书室，大家要敢于说真话，敢于荐好书，更要敢于提意见。"


@pytest.mark.parametrize("asks", ["合唱队得过什么荣誉？", "合唱队拿过哪些奖？"])
def test_an_honour_is_shown_by_how_it_was_given(asks):
    assert shows(asks, "合唱队被评为金嗓子团队")
    assert not shows(asks, "合唱队要以此为新起点")


@pytest.mark.parametrize(
    ("asks", "told", "other"),
    [
        ("在哪里召开的？", "大会在省城隆重召开", "大会胜利召开"),
        ("哪些情形不给补助？", "有下列情形之一的，不予补助", "有下列情形之一的，可以补助"),
        ("由哪个部门牵头抓总？", "组织部门要发挥牵头抓总作用", "各部门要共同做好"),
        ("女干部多大退休？", "男年满60周岁，女年满55周岁", "年满60周岁"),
        ("安排在几月？", "完成时限：4月、9月", "每季度一次"),
        ("通知是哪天发布的？", "发布时间：6月17日", "当年1月1日起执行"),
        ("什么时候施行的？", "自5月1日起施行", "5月1日前报送"),
        ("60日从什么时候起算？", "自受理之日起60日内办结", "期限是60日"),
        ("历次标准各是多少？", "这一项的历次标准是600元、1000元", "现在是2500元"),
        ("须征得谁同意？", "征得组织部门同意", "向组织部门报告"),
    ],
)
def test_what_is_asked_for_by_name_has_a_sign_of_its_own(asks, told, other):
    assert shows(asks, told)
    assert not shows(asks, other)


def test_a_character_that_is_counted_begins_as_many_things_side_by_side():
    assert repeats("坚持哪“三个因”？", "要坚持因时制宜、因地施策、因人施教")
    assert not repeats("坚持哪“三个因”？", "因为下雨，要因地制宜")


def test_things_between_the_same_characters_are_asked_for_side_by_side():
    first, second = parted("要怀什么心、守什么责？")
    assert holds_part(first, "要深怀爱书护书之心")
    assert holds_part(second, "恪守借书还书之责")
    assert not holds_part(second, "要深怀爱书护书之心")
    assert parted("要怀什么心？") == ()


def test_a_list_of_things_that_were_asked_for_side_by_side_is_told_whole(library):
    answer = library(DUTIES).ask("图书室的同志要怀什么心、守什么责、修什么德？")
    assert [each.text for each in answer.statements if not each.aside][-3:] == [
        "一要常怀爱书护书之心。",
        "二要恪守借书还书之责。",
        "三要勤修读书荐书之德。",
    ]
