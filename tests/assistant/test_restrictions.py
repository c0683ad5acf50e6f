"""Near misses: all words of a question are there but the one that restricts it, and its twin is answered."""

import pytest

FEASTS = """云岭省清河市节日走访办法

一、走访费
元旦走访老干部，走访费每人200元，由市委老干部局发放。
满90周岁的老干部生日走访，走访费每人700元。

二、体检
县内体检的，费用由医保直接结算。体检后15日内凭发票和本人申请表报销。
离休干部每年体检1次，每人每次不超过1300元；配偶陪同体检的，每人每次不超过400元。

三、活动费
党支部书记活动费每人每年360元。

四、补发
少发的走访费，次月补发。
"""
PENSIONS = """云岭省清河市交通费办法

离休干部交通费每人每月150元，从2021年3月1日起执行。
"""
SERVICE = """云岭省清河市军队离休干部交通费办法

军队管理的离休干部交通费每人每月260元。
"""
APPEALS = """云岭省清河市评审异议办法

对初审意见不服的，15日内向市委老干部局请求复核。
复核机关收到请求后20日内提出复核意见。
"""
FINAL = """云岭省清河市评审异议补充办法

对复核意见不服的，10日内向省委老干部局请求裁决。
"""
ANNUAL = """云岭省清河市2021年老干部工作总结和2022年工作打算

一、2021年工作情况
（一）经费保障
全年安排走访经费45万元。

二、2022年工作打算
（一）阵地建设
安排书画室经费8万元。
"""
PROVINCE = """云岭省老干部交通费规定

全省离休干部交通费每人每月90元。
"""
FLATS = """云岭省清河市公寓入住说明

老干部公寓由市机关事务局管理。入住要什么证明，本篇不写。
"""


def text(answer):
    return " ".join(each.text for each in answer.statements)


@pytest.mark.parametrize(
    "question",
    [
        "清河市端午走访老干部，走访费每人多少元？",
        "清河市元旦走访老干部，走访费每人多少元？",
    ],
)
def test_what_is_told_of_one_feast_is_not_told_of_another(library, question):
    answer = library(FEASTS).ask(question)
    assert ("200元" in text(answer) and answer.status == "answered") == ("元旦" in question)


@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        ("县内体检能不能直接结算？", True),
        ("到省外体检，能不能直接结算？", False),
        ("党支部书记活动费每年多少元？", True),
        ("党支部副书记活动费每年多少元？", False),
        ("走访费少发了，什么时候补发？", True),
        ("走访费发多了怎么办？", False),
    ],
)
def test_kinds_that_exclude_one_another_do_not_answer_for_one_another(library, asked, answers):
    assert (library(FEASTS).ask(f"清河市{asked}").status == "answered") == answers


@pytest.mark.parametrize(("age", "answers"), [("九十", True), ("九十五", True), ("八十", False), ("100", True)])
def test_what_is_paid_for_one_birthday_is_not_paid_for_a_younger_one(library, age, answers):
    answer = library(FEASTS.replace("满90周岁的老干部生日走访", "90周岁以上的老干部生日走访")).ask(
        f"清河市老干部{age}岁生日，走访费给多少元？"
    )
    assert (answer.status == "answered" and "700元" in text(answer)) == answers


def test_an_exact_birthday_is_no_other(library):
    exact = library(FEASTS.replace("满90周岁的老干部生日走访", "老干部九十岁生日走访"))
    assert "700元" in text(exact.ask("清河市老干部九十大寿，走访费给多少元？"))
    assert exact.ask("清河市老干部百岁寿辰，走访费给多少元？").status != "answered"


def test_who_comes_along_is_not_told_the_limit_of_who_is_entitled(library):
    alone = FEASTS.replace("；配偶陪同体检的，每人每次不超过400元", "")
    asked = "清河市离休干部的老伴陪着一起体检，每次限额多少元？"
    assert library(alone).ask(asked).status != "answered"
    assert "400元" in text(library(FEASTS).ask(asked))


def test_who_is_under_the_army_is_told_only_what_names_the_army(library):
    asked = "军队管理的离休干部，交通费每月多少元？"
    assert library(PENSIONS).ask(asked).status != "answered"
    assert "260元" in text(library(PENSIONS, SERVICE).ask(asked))
    assert library(PENSIONS).ask("部队干休所的离休干部，交通费每月多少元？").status != "answered"


@pytest.mark.parametrize("told", ["（非离休）", "，不是离休"])
def test_who_says_that_he_is_no_lixiu_cadre_is_not_told_their_rule(library, told):
    assert library(PENSIONS).ask(f"清河市退休干部{told}，交通费每月多少元？").status != "answered"


@pytest.mark.parametrize(("asked", "answers"), [("省里", True), ("清河市自己定的", False)])
def test_who_asks_for_a_citys_own_rule_is_not_told_that_of_the_province(library, asked, answers):
    stock = library(PROVINCE, FEASTS)
    answer = stock.ask(f"清河市离休干部交通费，{asked}标准每月多少元？")
    assert (answer.status == "answered") == answers


@pytest.mark.parametrize(("year", "answers"), [(2021, True), (2022, False)])
def test_a_look_back_tells_nothing_of_the_year_that_the_same_paper_plans(library, year, answers):
    answer = library(ANNUAL).ask(f"清河市{year}年安排走访经费多少元？")
    assert (answer.status == "answered" and "45万元" in text(answer)) == answers


@pytest.mark.parametrize("asked", ["复核意见我还是不服，接着向哪个部门提？", "复核也下来了，接着向哪个部门提？"])
def test_what_follows_a_step_that_is_over_is_told_only_where_something_is_said_to_follow(library, asked):
    assert library(APPEALS).ask(f"清河市评审异议，{asked}").status != "answered"
    answer = library(APPEALS, FINAL).ask(f"清河市评审异议，{asked}")
    assert answer.status == "answered"
    assert "裁决" in text(answer)


@pytest.mark.parametrize(
    ("asked", "answers"),
    [("体检报销要交什么材料？", True), ("走访费补发要交什么材料？", False)],
)
def test_papers_to_bring_must_be_named(library, asked, answers):
    assert (library(FEASTS).ask(f"清河市{asked}").status == "answered") == answers


def test_a_sentence_that_says_that_it_is_not_written_here_is_no_answer_beside_another(library):
    stock = library(FLATS)
    assert stock.ask("清河市老干部公寓入住要什么证明？").status != "answered"
    assert stock.ask("清河市老干部公寓由哪个部门管理？").status == "answered"


def test_what_is_granted_for_a_birthday_alone_is_not_told_where_nobody_spoke_of_one(library):
    only = """云岭省清河市慰问办法

老干部百岁生日上门慰问，慰问金每人1800元。
"""
    assert library(only).ask("清河市上门慰问老干部，慰问金每人多少元？").status != "answered"
    assert "1800元" in text(library(only).ask("清河市老干部过百岁生日，慰问金多少元？"))


@pytest.mark.parametrize(
    "question",
    ["帮我查一下我这个月的交通费到账没有？", "我上个月的交通费到账了没有？", "麻烦替我看看我的交通费扣了多少"],
)
def test_the_state_of_an_account_stands_in_no_document(library, question):
    answer = library(PENSIONS).ask(question)
    assert answer.status == "not_found"
    assert "发放单位" in answer.text


def test_a_clause_that_asks_the_same_of_others_asks_for_the_same_kind_of_value(library):
    answer = library(FEASTS).ask("清河市党支部书记活动费每年多少元？宣传干事呢？")
    assert answer.status == "answered"
    assert any(each.kind == "partial" for each in answer.notices)


def test_of_rows_that_each_hold_for_one_kind_the_row_of_the_kind_is_told(library):
    rows = """# 云岭省清河市体检项目费

| 人员 | 体检限额（元） |
| --- | --- |
| 六十岁的女职工 | 850 |
| 七十岁的女职工 | 950 |
| 男职工 | 750 |
"""
    told = text(library(rows).ask("清河市男职工体检限额多少元？"))
    assert "750" in told
    assert "850" not in told


HEADS = """云岭省清河市棋艺协会通报

一、会上，清河市棋艺协会会长卓一鸣同志介绍了情况。
二、柏小禾同志捐赠棋书。棋艺比赛的住宿由参赛者自理，报名率100%。
"""


@pytest.mark.parametrize(("name", "answers"), [("卓一鸣", True), ("柏小禾", False)])
def test_who_holds_what_office_is_told_where_a_title_stands_with_the_name(library, name, answers):
    answer = library(HEADS).ask(f"{name}同志是什么职务？")
    assert (answer.status == "answered" and "会长" in text(answer)) is answers


def test_money_that_is_paid_is_no_share(library):
    assert library(HEADS).ask("清河市棋艺比赛的报名要交多少钱？").status != "answered"


REPORT = """云岭省清河市2023年老干部工作总结

全年发放春风补助52万元。市书法协会组队参加全省“晚晴杯”书法赛。修缮了东湖公寓的围墙，由市机关事务局协调解决。
开展“问暖听”行动。
打造“青松苑”，即集学习、娱乐、就餐于一体的活动场所。
推行“三问两听”制度。
"""
TALKS = """云岭省清河市荣誉退休谈话办法

一、干部退休前，由单位负责人与本人谈话。
二、退休职工的书报费，为上年度全市职工月平均工资的2倍。
三、机关退休干部的书报费每人每年240元。
四、理发费每人每月30元，在办公经费中列支。
"""


@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        ("“晚晴杯”书法赛是由谁组队参加的？", True),
        ("“晚晴杯”书法赛哪个队拿了冠军？", False),
        ("东湖公寓的围墙由谁解决的？", True),
        ("东湖公寓的围墙，是谁掏的钱？", False),
        ("“青松苑”是什么意思？", True),
        ("“问暖听”是什么意思？", False),
    ],
)
def test_what_is_only_named_tells_no_outcome_no_payer_and_no_meaning(library, asked, answers):
    assert (library(REPORT).ask(f"清河市{asked}").status == "answered") == answers


@pytest.mark.parametrize("asked", ["“三问两听”制度是问什么、听什么？", "三问两听，到底是哪三问、哪两听？"])
def test_a_name_whose_parts_are_asked_for_one_by_one_is_a_slogan(library, asked):
    answer = library(REPORT).ask(f"清河市{asked}")
    assert answer.status == "uncertain"


@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        ("清河市2023年全年一共发了多少春风补助？", True),
        ("清河市松泉县2023年全年一共发了多少春风补助？", False),
        ("清河市2023年春风补助发给离休的多少钱？", False),
    ],
)
def test_a_total_of_all_is_no_total_of_some(library, asked, answers):
    answer = library(REPORT).ask(asked)
    assert (answer.status == "answered" and "52万元" in text(answer)) == answers


@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        ("干部荣誉退休，由谁谈话？", True),
        ("干部荣誉退休谈话，要谈哪些内容？", False),
        ("老干部理发费在哪里列支？", True),
        ("书报费要用上年度全市职工月平均工资，那个数是多少元？", False),
        ("机关退休干部的书报费每年多少元？", True),
        ("企业退休的，书报费每年多少元？", False),
    ],
)
def test_one_side_of_a_matter_does_not_tell_another(library, asked, answers):
    assert (library(TALKS).ask(f"清河市{asked}").status == "answered") == answers


TROUPE = """云岭省清河市银铃艺术团报告

艺术团由老同志组成，成立艺术团以来演出60场。艺术团建成了排练厅，排练厅很受欢迎。
合唱队的队长是周启明。
"""


@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        ("银铃艺术团的团长是谁？", False),
        ("合唱队的队长是谁？", True),
        ("艺术团的排练厅建在哪条路上？", False),
        ("艺术团的排练厅设在哪个街道？", False),
        ("艺术团的服务电话是多少？", False),
        ("银铃艺术团的团长由谁担任？", False),
        ("艺术团的演出在哪个剧场举行？", False),
        ("艺术团的演出证丢了怎么办？", False),
    ],
)
def test_a_title_a_street_and_a_number_must_be_told(library, asked, answers):
    assert (library(TROUPE).ask(asked).status == "answered") == answers


TWO_YEARS = """云岭省清河市2021年工作总结和2022年工作打算

一、2021年工作情况
开展了名为“春晖行动”的助学活动。

二、2022年工作打算
开展名为“秋实行动”的助学活动。
"""


@pytest.mark.parametrize(("year", "told"), [(2021, "春晖行动"), (2022, "秋实行动")])
def test_each_part_of_an_annual_paper_tells_of_its_own_year(library, year, told):
    said = text(library(TWO_YEARS).ask(f"清河市{year}年的助学活动叫什么名字？"))
    assert told in said
    assert said.count("行动") == 1


SCHEMES = """云岭省清河市殡葬补贴办法

殡葬补贴按下表发放：

| 人员 | 标准 |
| --- | --- |
| 参加互助保险的工作人员 | 由互助会支付 |
| 其他工作人员 | 3个月工资 |
"""


def test_who_is_not_in_a_scheme_is_not_told_what_those_in_it_get(library):
    for people in ("工作人员", "老木匠"):
        said = text(library(SCHEMES).ask(f"没参加互助保险的{people}，殡葬补贴怎么发？"))
        assert "互助会" not in said
    assert "3个月工资" in text(library(SCHEMES).ask("没参加互助保险的工作人员，殡葬补贴怎么发？"))
