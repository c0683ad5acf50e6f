"""What is said of all that fits: the narrowest place, each of the things asked about, and what is taken back of it."""

import pytest

from assistant import choose
from assistant.asking.question import _parts
from assistant.scope import levels

PROVINCE = """云岭省老干部节日慰问规定

云老干〔2020〕1号

一、春节慰问标准为每人600元。
二、重阳节慰问标准为每人200元。
三、慰问工作由省委老干部局负责。
四、评比工作由省委老干部局负责。
五、走访工作由省委老干部局负责。
六、中秋慰问标准为每人100元。
"""
CITY = """云岭省清河市老干部节日慰问办法

清委老干〔2021〕6号

一、春节慰问标准为每人800元。
二、慰问金由市财政局核拨。
三、评比工作由市委老干部局负责。
四、走访工作要做细做实，不留遗漏。
五、中秋慰问标准为每人150元。
"""
OTHER = """云岭省临溪市老干部节日慰问办法

临委老干〔2021〕9号

一、春节慰问标准为每人700元。
"""
PARTY = """云岭省清河市党建经费规定

一、党委工作经费每年5000元。
二、党总支工作经费每年4000元。
三、党支部工作经费每年3000元。
四、接待工作由联络科负责。
五、车辆调度由行政科负责。
"""
ARTICLES = """云岭省清河市健康疗养规定

第一条 退休干部每年可以参加一次健康疗养，疗养费每人2000元。因病住院的不适用前款。

第二条 探亲路费每年报销一次，每人900元。往返票据不全的除外。

第三条 退休干部书法展补助费每幅150元。展品由作者自行装裱。
"""
TASKS = """云岭省清河市重点任务分解表

| 重点任务 | 责任单位 | 完成时限 |
| --- | --- | --- |
| 打造“银杏书屋”品牌，送书上门 | 宣教科 | 6月底 |
| 开展“夕阳护航”行动，排查隐患 | 安保科 | 9月底 |
| 为“银杏书屋”添置图书 | 财务科 | 7月底 |
| 修缮活动场地 | 行政科 | 11月底 |
"""
GRADES = """云岭省清河市调整岗位津贴的通知

一、调整后的岗位津贴标准
每月岗位津贴标准如下（元）：

| 职务 | 标准 |
| --- | --- |
| 巡视员 | 1350 |
| 调研员 | 1120 |
"""
RISEN = """云岭省清河市提高阅览补助的通知

一、标准
阅览补助由每人每月20元提高到每人每月35元。

二、时间
从2024年7月1日起执行。

三、沿革
此前按清委老干〔2015〕31号执行，阅览补助为每人每月12元。
"""
FEES = """云岭省清河市关于阅览室的通知

一、阅览室订阅报刊，费用每年3400元。
"""


def statements(answer):
    assert answer.status == "answered", answer.text
    return [each.text for each in answer.statements if not each.aside]


def amounts(answer):
    told = " ".join(statements(answer))
    return {each for each in ("100元", "150元", "200元", "600元", "700元", "800元") if each in told}


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("清河市春节慰问标准是多少？", {"800元"}),
        ("临溪市春节慰问标准是多少？", {"700元"}),
        ("云岭省春节慰问标准是多少？", {"600元"}),
        ("清河市重阳节慰问标准是多少？", {"200元"}),
        ("清河市的春节慰问，每人多少元？", {"800元"}),
    ],
)
def test_the_narrowest_place_speaks_and_the_province_only_where_it_has_no_rule(library, question, told):
    assert amounts(library(PROVINCE, CITY, OTHER).ask(question)) == told


def test_who_does_it_is_told_by_the_city_and_by_the_province_only_where_the_city_does_not_say(library):
    assistant = library(PROVINCE, CITY, OTHER)
    assert statements(assistant.ask("清河市评比工作由谁负责？")) == ["三、评比工作由市委老干部局负责。"]
    assert "省委老干部局" not in assistant.ask("清河市评比工作由谁负责？").text
    assert statements(assistant.ask("清河市走访工作由谁负责？")) == ["五、走访工作由省委老干部局负责。"]
    assert statements(assistant.ask("清河市慰问金由谁核拨？")) == ["二、慰问金由市财政局核拨。"]
    assert "省委老干部局" in " ".join(statements(assistant.ask("清河市慰问工作由谁负责？")))


def test_of_two_places_each_is_answered_by_its_own_rule(library):
    answer = library(PROVINCE, CITY, OTHER).ask("清河市和临溪市的春节慰问标准是多少？")
    assert amounts(answer) == {"700元", "800元"}
    assert {citation.region for citation in answer.citations} == {"云岭省清河市", "云岭省临溪市"}


def test_of_two_places_that_which_has_no_rule_of_its_own_is_told_that_of_the_province(library):
    assert amounts(library(PROVINCE, CITY, OTHER).ask("清河市和临溪市的中秋慰问标准是多少？")) == {"100元", "150元"}


def test_two_places_without_a_rule_of_their_own_share_that_of_the_province_once(library):
    answer = library(PROVINCE, CITY, OTHER).ask("清河市和临溪市的重阳节慰问标准是多少？")
    assert statements(answer) == ["二、重阳节慰问标准为每人200元。"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("党委和党支部的经费各是多少", ("党委", "党支部")),
        ("党委、党总支和党支部的经费分别是多少", ("党委", "党总支", "党支部")),
        ("接待工作和车辆调度分别由谁负责", ("接待工作", "车辆调度")),
        ("党委和党支部的经费是多少", ()),
        ("经费分别是多少", ()),
        ("社长的年龄界限、数量和届数有什么限制", ("界限", "数量", "届数")),
        ("数量和届数有什么限制", ()),
    ],
)
def test_what_is_asked_of_each_is_parted(text, parts):
    assert _parts(text) == parts


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("党委和党支部的工作经费各是多少？", ["一、党委工作经费每年5000元。", "三、党支部工作经费每年3000元。"]),
        (
            "党委、党总支和党支部的工作经费分别是多少？",
            ["一、党委工作经费每年5000元。", "二、党总支工作经费每年4000元。", "三、党支部工作经费每年3000元。"],
        ),
        ("接待工作和车辆调度分别由谁负责？", ["四、接待工作由联络科负责。", "五、车辆调度由行政科负责。"]),
        ("党委工作经费是多少？", ["一、党委工作经费每年5000元。"]),
    ],
)
def test_each_of_the_things_asked_about_gets_its_own_sentence_and_nothing_else_does(library, question, told):
    assert statements(library(PARTY).ask(question)) == told


@pytest.mark.parametrize(
    ("question", "limit"),
    [
        ("退休干部疗养费每人多少元？", "因病住院的不适用前款。"),
        ("探亲路费每人报销多少元？", "往返票据不全的除外。"),
    ],
)
def test_what_an_article_takes_back_is_told_with_it(library, question, limit):
    said = statements(library(ARTICLES).ask(question))
    assert said[-1] == limit
    assert len(said) == 2


def test_what_an_article_only_adds_is_not(library):
    assert statements(library(ARTICLES).ask("退休干部书法展补助费每幅多少元？")) == [
        "第三条 退休干部书法展补助费每幅150元。"
    ]


@pytest.mark.parametrize(("part", "offices"), [("银杏书屋", ["宣教科", "财务科"]), ("夕阳护航", ["安保科"])])
@pytest.mark.parametrize("form", ["“{}”的重点任务有哪些？", "哪些重点任务与“{}”有关？"])
def test_a_quoted_part_names_every_row_with_a_cell_that_holds_it(library, part, offices, form):
    rows = statements(library(TASKS).ask(form.format(part)))
    assert [part in row for row in rows] == [True] * len(offices)
    assert [f"责任单位：{office}；" in row for office, row in zip(offices, rows, strict=True)] == [True] * len(
        offices
    )


@pytest.mark.parametrize(("post", "amount"), [("巡视员", "1350"), ("调研员", "1120")])
def test_a_row_with_a_bare_number_comes_with_the_line_that_has_its_unit(library, post, amount):
    line, row = statements(library(GRADES).ask(f"{post}岗位津贴每月多少元？"))
    assert line == "每月岗位津贴标准如下（元）："
    assert row == f"职务：{post}；标准：{amount}"


def test_nothing_is_shown_as_related_that_is_of_another_fee(library):
    answer = library(ARTICLES, FEES).ask("退休干部异地安置疗养费每人多少元？")
    assert answer.status == "uncertain"
    assert "2000元" in answer.text
    assert "3400元" not in answer.text
    assert "150元" not in answer.text


ALIKE = """云岭省松泉县作风建设讲话

各单位要转变作风。要大兴学习之风，每月读一本书。要大兴实干之风，说了就办。要大兴清廉之风，守住底线。

其他单位照此办理。
"""


def test_as_many_sentences_alike_as_are_asked_for_are_told_together(library):
    answer = library(ALIKE).ask("作风建设要大兴哪三股风？")
    assert answer.status == "answered"
    assert all(each in answer.text for each in ("学习之风", "实干之风", "清廉之风"))


GROCERIES = """云岭省清河市送餐补贴办法

一、送餐补贴标准
（一）处级干部的送餐补贴每人每月130元。
（二）科级干部的送餐补贴每人每月110元。
（三）独居老人的送餐补贴每人每月240元。
（四）失明老人的送餐补贴每人每月310元。
二、送餐补贴由市民政局发放。
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("处级干部独居，送餐补贴每人每月多少元？", {"130元", "240元"}),
        ("独居的科级干部送餐补贴每月多少元？", {"110元", "240元"}),
        ("我是处级干部，已经失明，送餐补贴每月能领多少？", {"130元", "310元"}),
        ("科级干部独居，又失明，送餐补贴每月多少元？", {"110元", "240元", "310元"}),
        ("处级干部送餐补贴每人每月多少元？", {"130元"}),
        ("独居老人送餐补贴每人每月多少元？", {"240元"}),
    ],
)
def test_of_two_conditions_each_brings_its_amount_and_neither_is_told_alone(library, question, told):
    said = " ".join(statements(library(GROCERIES).ask(question)))
    assert {each for each in ("130元", "110元", "240元", "310元") if each in said} == told


ABOVE = """云岭省老干部读书活动通知

云老干〔2021〕2号

一、读书班每年举办2期，每期不少于3天。
"""
BELOW = """云岭省清河市老干部读书活动安排

清委老干〔2022〕3号

一、读书班每季度举办1期，每期2天。
"""
TALK = """云岭省清河市老干部读书活动推进会讲话

（2023年2月1日）

读书班要在5月底前全部办完，不能拖。
"""
POINTS = """云岭省清河市2024年老干部工作要点

一、读书班8月底前办完，由各支部组织。
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("老干部读书班，省里要求多久举办一期，清河市又是怎么要求的？", {"每年举办2期", "每季度举办1期"}),
        ("读书班全省规定每年举办几期？清河市举办几期？", {"每年举办2期", "每季度举办1期"}),
        ("省里的读书班每年举办几期？", {"每年举办2期"}),
    ],
)
def test_of_two_levels_each_is_told_by_its_own_paper(library, question, told):
    said = " ".join(statements(library(ABOVE, BELOW).ask(question)))
    assert {each for each in ("每年举办2期", "每季度举办1期") if each in said} == told


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("清河市读书班什么时候办完，讲话和工作要点分别是怎么说的？", {"5月底", "8月底"}),
        ("清河市读书班办完的期限，讲话和工作要点说的不一样，各是什么时候？", {"5月底", "8月底"}),
    ],
)
def test_of_two_kinds_of_paper_each_is_told(library, question, told):
    said = " ".join(statements(library(TALK, POINTS).ask(question)))
    assert {each for each in ("5月底", "8月底") if each in said} == told


def test_an_office_of_the_state_names_no_level(library):
    (question,) = library(ABOVE, BELOW).understood(["国家机关的读书班，清河市每季度举办几期？"])
    assert levels(question.text) == {"市"}


VENUE = """云岭省清河市老干部活动中心管理规定

一、活动室借用须提前三天登记，由值班员核对证件。活动室借用以后由借用人打扫，损坏器材的照价赔偿。
二、棋牌比赛每季度举办1次。棋牌比赛每年评奖2次。
"""


def test_what_answers_nearly_as_well_is_told_beside_it(library):
    told = " ".join(statements(library(VENUE).ask("活动室借用有什么讲究？")))
    assert "提前三天登记" in told
    assert "照价赔偿" in told


def test_a_second_value_is_never_told_beside_the_one_that_is_asked_for(library):
    assert statements(library(VENUE).ask("棋牌比赛每季度举办几次？")) == ["二、棋牌比赛每季度举办1次。"]


LOANS = """云岭省清河市图书室借阅办法

一、借期

（一）读者与图书室值班馆员协商一致的，可以延长借期，最长不超过10天。

二、例外

（一）外聘志愿者的借书证到期应当按时还书，不得延长借期。
（二）残疾读者所借的书可以由他人代还。
"""


def test_what_is_forbidden_to_those_whom_the_question_names_is_told_beside_what_everybody_may(library, monkeypatch):
    monkeypatch.setattr(choose, "GAIN", 1.0)  # no second sentence for what it says more
    asked = "的借书证到期了，跟图书室值班馆员协商一致晚还行不行？"
    assert "不得延长借期" in library(LOANS).ask(f"外聘志愿者{asked}").text
    assert "不得延长借期" not in library(LOANS).ask(f"普通读者{asked}").text


TIERS = """云岭省清河市取暖补贴规定

一、取暖补贴按下列标准发给：
（一）离休干部，每人每年900元；
（二）退休干部，每人每年500元。

二、交通补贴标准如下：

| 事项 | 离休干部 | 退休干部 | 发放时间 |
| --- | --- | --- | --- |
| 市内交通补贴 | 80元 | 40元 | 每月5日 |
| 郊区交通补贴 | 130元 | 60元 | 每月6日 |
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("退休干部的取暖补贴是多少？", {"500元"}),
        ("离休干部的取暖补贴是多少？", {"900元"}),
        ("取暖补贴是多少？", {"500元", "900元"}),
        ("退休干部的市内交通补贴是多少？", {"40元"}),
        ("离休干部的郊区交通补贴是多少？", {"130元"}),
        ("离休干部和退休干部的市内交通补贴各是多少？", {"80元", "40元"}),
        ("市内交通补贴是多少？", {"80元", "40元"}),
    ],
)
def test_of_two_peoples_amounts_only_that_of_the_people_asked_about_is_told(library, question, told):
    said = " ".join(statements(library(TIERS).ask(question)))
    assert {each for each in ("500元", "900元", "80元", "40元", "130元", "60元") if each in said} == told


DRAFT = """云岭省清河市老干部书报补贴办法（征求意见稿）

第一条 书报补贴每人每年360元。
第二条 书报补贴由老干部局发放。
第三条 本稿不作为发放的依据；正式办法印发前，按原标准发放。
"""


def test_what_a_draft_says_is_told_with_what_it_says_of_itself(library):
    answer = library(DRAFT).ask("书报补贴办法征求意见稿里，书报补贴每人每年多少元？")
    assert [each for each in statements(answer) if "360元" in each]
    assert "不作为发放的依据" in statements(answer)[-1]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("春节慰问，省里的标准和清河市自己的标准分别是多少？", {"600元", "800元"}),
        ("春节慰问，省定的标准是多少？", {"600元"}),
    ],
)
def test_a_level_and_a_place_are_told_apart(library, question, told):
    assert amounts(library(PROVINCE, CITY).ask(question)) == told


PLEDGE = """云岭省清河市阅览室工作安排

阅览室全年任务：

| 任务 | 完成时限 |
| --- | --- |
| 借阅登记 | 全年 |
| 书架翻新 | 6月底 |
| 上门送书 | 全年 |

二、作风
阅览室要把作风抓在手上。要坚持微笑待人做服务；要坚持按时开门做服务；要坚持手脚勤快做服务。
阅览室开门要准时，任务要落实，作风要过硬，坚持做好服务。
"""


def test_a_list_is_of_what_begins_with_the_word_that_is_asked_for(library):
    told = statements(library(PLEDGE).ask("阅览室做服务要做到哪几个“坚持”？"))
    assert [each for each in ("微笑待人", "按时开门", "手脚勤快") if any(each in one for one in told)] == [
        "微笑待人",
        "按时开门",
        "手脚勤快",
    ]
    assert not any("抓在手上" in each for each in told)


def test_rows_are_told_by_another_word_for_the_value_of_a_column(library):
    told = " ".join(statements(library(PLEDGE).ask("阅览室任务表里有哪几项任务是一年到头都要做的？")))
    assert "借阅登记" in told
    assert "上门送书" in told
    assert "书架翻新" not in told


HEADED = """云岭省清河市读书室办法

一、读书室的办室原则
自愿参加，节俭办事，书随人走。

二、读书室的不足
读书室办了三年，同志们都很支持。存在不足：第一，藏书太旧；第二，灯光太暗；第三，座位不够。

三、读书室经费
读书室经费按以下标准列支：

（一）一级站每年700元；

（二）二级站每年500元；

（三）三级站每年300元。
"""


def test_what_stands_under_a_heading_is_told_with_it(library):
    assert "自愿参加，节俭办事，书随人走。" in statements(library(HEADED).ask("读书室的办室原则是什么？"))


def test_a_title_that_is_asked_for_tells_no_headings(library):
    answer = library(HEADED).ask("清河市读书室办法说的是哪些事？")
    assert not any(each.text.startswith("三、") for each in answer.statements)


def test_what_a_line_leads_in_to_is_told_part_by_part(library):
    told = statements(library(HEADED).ask("读书室有哪些不足？"))
    assert [each[:2] for each in told[-3:]] == ["第一", "第二", "第三"]


def test_items_of_a_list_are_told_for_each_of_the_things_asked_about(library):
    told = " ".join(statements(library(HEADED).ask("一级站、二级站的读书室经费每年各多少？")))
    assert ("700元" in told, "500元" in told, "300元" in told) == (True, True, False)


MEETINGS = """云岭省清河市议事会纪要

议事会由市委老干部局联合各单位筹备，市委办公室提供场地和设备，各部门按分工做好议事会的会务工作。
议事会记录请及时报市档案局。
议事会在松涛楼召开，参加的有各单位代表。
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [("议事会记录要报给哪个单位？", "市档案局"), ("议事会是在哪里召开的？", "松涛楼")],
)
def test_what_bears_the_sign_of_what_is_asked_answers_alone(library, question, told):
    assert told in statements(library(MEETINGS).ask(question))[0]


WOODS = """云岭省护林办法

云老干〔2020〕5号

一、护林补贴标准为每人每年900元。
"""
WOODS_OF_THE_CITY = """云岭省清河市护林工作安排

清委老干〔2021〕7号

一、护林工作由林业站负责，护林补贴标准宣传到位，护林补贴标准人人知晓。
"""


def test_what_holds_no_value_is_no_measure_for_what_does(library):
    told = statements(library(WOODS, WOODS_OF_THE_CITY).ask("清河市的护林补贴标准是每人每年多少元？"))
    assert told == ["一、护林补贴标准为每人每年900元。"]


def test_a_rule_of_the_place_speaks_though_words_of_wider_papers_cover_more(sample):
    answer = sample.ask("清河特困离休干部现在每年给多少？")
    assert answer.status == "answered"
    assert "特别困难的每人每年6000元" in answer.text


def test_of_a_speech_the_line_that_leads_in_to_what_is_asked_is_told_and_no_other_list(sample):
    told = statements(sample.ask("清河市2023年的讲话指出了哪些不足？"))
    assert told[0] == "同时也要看到不足："
    assert [each[:2] for each in told[1:]] == ["第一", "第二", "第三"]


SPREAD = """云岭省清河市读报会讲话

一、读报会
要推动读报会与社区融合。通过选报小组挑选报纸；通过领读小组带头朗读；通过评报小组写下心得。大家反映很好。
"""


def test_what_names_a_matter_is_told_with_the_sentence_that_counts_up_as_much_as_is_asked(library):
    told = " ".join(statements(library(SPREAD).ask("读报会与社区融合要通过哪三样东西？")))
    assert all(each in told for each in ("选报小组", "领读小组", "评报小组"))


def test_things_set_side_by_side_may_be_of_several_ranks(library):
    told = " ".join(statements(library(RANKS).ask("县处级退休干部和其他退休干部的订报费各是多少？")))
    assert ("360元" in told, "240元" in told) == (True, True)


RANKS = """云岭省清河市订报费办法

| 人员 | 订报费 |
| --- | --- |
| 厅局级退休干部 | 480元 |
| 县处级退休干部 | 360元 |
| 其他退休干部 | 240元 |
"""


def test_from_when_an_amount_holds_is_told_with_the_amount(library):
    answer = library(RISEN).ask("阅览补助提高到35元是从哪天起执行的？")
    assert statements(answer) == ["阅览补助由每人每月20元提高到每人每月35元。", "从2024年7月1日起执行。"]


def test_what_was_paid_in_a_year_of_old_is_told_where_a_paper_of_that_year_is_named(library):
    assert "12元" in " ".join(statements(library(RISEN).ask("2015年阅览补助每人每月多少元？")))
