"""English questions read: the file of words, their renderings in Chinese, and what is not known."""

import tomllib
from pathlib import Path

import pytest

from index import english, glossary
from tests.stopwatch import takes_less

TABLE = tomllib.loads(Path(english.__file__).with_name("english.toml").read_text(encoding="utf-8"))
BLOCKS = {name: TABLE[name] for name in ("interrogatives", "beside", "kin", "irregular")} | TABLE["words"]
LIXIU, BOTH = "离休", "离退休"


def read(question):
    return {word.typed: word for word in english.read(question) if word.chinese or not word.known}


@pytest.mark.parametrize(
    ("question", "is_so"),
    [
        ("What is the nursing fee?", True),
        ("nursing fee standard", True),
        ("What does 四就近 mean?", True),
        ("Which documents mention 离退休干部党工委?", True),
        ("护理费是多少？", False),
        ("离休干部的nursing fee是多少？", False),
        ("retired cadres 的 medical check 多久一次", False),
        ("nursing fee 护理费 standard", True),
        ("WiFi 是什么", False),
        ("XX市的规范叫什么名字", False),
        ("2020年", False),
        ("", False),
    ],
)
def test_english_questions_are_told_from_chinese_ones(question, is_so):
    assert english.is_english(question) is is_so


@pytest.mark.parametrize(
    ("asked", "chinese"),
    [
        ("nursing fee", "护理费"),
        ("nursing allowances", "护理费"),
        ("the care fee", "护理费"),
        ("attendance allowance", "护理费"),
        ("nursing subsidy", "护理费"),
        ("funding", "经费"),
        ("who ensures the funding", "保障"),
        ("funding is guaranteed by", "保障"),
        ("guaranteed funding", "经费"),
        ("hardship allowance", "生活困难补助"),
        ("Hardship Subsidies", "生活困难补助"),
        ("pension", "养老金"),
        ("lixiu pension", "离休费"),
        ("condolence visits", "走访慰问"),
        ("visiting", "走访慰问"),
        ("retirement ceremonies", "荣誉退休仪式"),
        ("honorary-retirement ceremony", "荣誉退休仪式"),
        ("retirement age", "退休年龄"),
        ("delayed retirement", "延迟退休"),
        ("part-time posts in associations", "社会团体兼职"),
        ("survivors' allowance", "遗属补助"),
        ("survivor's benefit", "遗属补助"),
        ("funeral expenses", "丧葬费"),
        ("death gratuity", "抚恤金"),
        ("petitions", "信访"),
        ("time limits", "完成时限"),
        ("deadline", "完成时限"),
        ("tasks", "重点任务"),
        ("key tasks", "重点任务"),
        ("responsible unit", "责任单位"),
        ("units in charge", "责任单位"),
        ("most beautiful veteran cadres", "最美老干部"),
        ("“most beautiful veteran cadre” search", "寻访"),
        ("medical expenses", "医药费"),
        ("commemorative medals", "纪念章"),
        ("retired cadres", "离退休干部"),
        ("lixiu cadres", "离休干部"),
        ("ordinarily retired cadres", "退休干部"),
        ("retired veteran cadres", "老干部"),
        ("veteran comrades", "老同志"),
        ("five veterans", "五老"),
        ("senior universities", "老年大学"),
        ("activity centers", "老干部活动中心"),
        ("activity centre", "老干部活动中心"),
        ("organization department", "组织部"),
        ("organisation department", "组织部"),
        ("Party branch secretaries", "党支部书记"),
        ("three meetings and one class", "三会一课"),
        ("four nearby services", "四就近"),
        ("home-based care", "居家养老"),
        ("poor students", "困难学生"),
        ("when", "什么时候"),
        ("how much", "多少钱"),
        ("how many", "多少"),
        ("which documents", "哪些文件"),
        ("who", "谁"),
        ("in 2022", "2022年"),
        ("in May", "5月"),
        ("in Suzhou", "苏州"),
        ("Guangzhou City", "广州市"),
        ("Shaanxi Province", "陕西省"),
        ("the 8th games", "第八"),
        ("the meaning of 四就近", "四就近"),
    ],
)
def test_english_is_read(asked, chinese):
    assert chinese in {each for word in english.read(asked) for each in word.chinese}


@pytest.mark.parametrize(
    ("question", "chinese"),
    [
        ("What is the nursing allowance standard for retired veteran cadres?", ("护理费", "标准", "老干部")),
        ("Who ensures the funding for retired veteran cadres?", ("谁", "保障", "经费", "老干部")),
        ("What is the care fee of someone who joined the revolution?", ("护理费", "参加革命工作")),
        ("What does the centre do for old comrades who live alone?", ("老同志", "独居")),
    ],
)
def test_a_whole_question_is_read_in_its_order(question, chinese):
    found = [word for word in english.translate(question) if word in chinese]
    assert found == list(chinese)


def test_a_relative_pronoun_does_not_ask():
    assert "谁" not in english.translate("the allowance for cadres who live alone")


def test_no_english_phrase_leads_from_one_population_to_another():
    assert glossary.population(" ".join(english.translate("lixiu cadres and their lixiu pension"))) == {LIXIU}
    assert glossary.population(" ".join(english.translate("retired cadres"))) == {BOTH}


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("How do I renew my kayak?", "kayak"),
        ("What is the horoscope tomorrow?", "horoscope"),
        ("Recommend a good hairdresser nearby", "hairdresser"),
        ("Who is Zhang Wei?", "Zhang"),
        ("What does a volcano cost?", "volcano"),
    ],
)
def test_what_was_not_understood_is_told(question, unknown):
    assert unknown in english.unknown_words(question)


@pytest.mark.parametrize(
    "question",
    [
        "What is the nursing allowance standard for retired veteran cadres?",
        "Who ensures the funding for retired veteran cadres?",
        'When will the "most beautiful veteran cadre" search take place?',
        "How many poor students will be helped in 2020?",
        "Which unit is responsible for setting up the outpatient clinic?",
        "May a retired official hold a part-time post in an association?",
        "Within how many days must a petition be accepted?",
    ],
)
def test_questions_of_the_field_are_understood_whole(question):
    assert english.unknown_words(question) == ()


def test_names_of_the_store_are_read_too():
    names = {"xishui": "浠水"}
    assert "浠水县" in english.translate("veteran cadres in Xishui County", names)
    assert english.unknown_words("veteran cadres in Xishui County", names) == ()
    assert "Xishui" in english.unknown_words("veteran cadres in Xishui County")


def test_a_question_is_read_quickly():
    english.translate("pension")

    def hundred() -> None:
        for _ in range(100):
            english.translate("What is the nursing allowance standard for retired veteran cadres?")
            glossary.widen("老头子退下来了，单位搞仪式发点啥不")

    takes_less(0.2, hundred)


# ------------------------------------------------------------------------------------- the file


@pytest.mark.parametrize("block", BLOCKS)
def test_every_line_of_a_block_says_something(block):
    lines = [line for line in BLOCKS[block].splitlines() if line]
    assert lines
    assert [line for line in lines if line.count(" = ") != 1 or not all(map(str.strip, line.split(" = ")))] == []


def test_there_are_more_than_three_thousand_english_names_and_none_stands_twice():
    names = [
        name
        for block in (TABLE["beside"], TABLE["kin"], *TABLE["words"].values())
        for line in block.splitlines()
        if " = " in line
        for name in line.split(" = ")[0].split(", ")
    ]
    assert len(names) > 3000
    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize("domain", TABLE["words"])
def test_renderings_are_chinese(domain):
    zh = [
        each for line in TABLE["words"][domain].splitlines() if " = " in line for each in line.split(" = ")[1].split()
    ]
    assert [each for each in zh if each.isascii()] == []


def test_reading_the_file_takes_a_moment():
    takes_less(0.5, lambda: (english._lexicon.cache_clear(), english.read("pension")))


# ------------------------------------------------------------------------------------- forms and renderings


@pytest.mark.parametrize(
    ("asked", "chinese"),
    [
        ("he was hospitalized", "住院"),
        ("she withdrew her petition", "撤回"),
        ("they kept the archives", "档案"),
        ("the poorest", "贫困"),
        ("financially supported", "财政"),
        ("studying theory", "学习"),
        ("applied for it", "申请"),
        ("who died last year", "去世"),
        ("in advance", "提前"),
        ("flexible early retirement", "弹性退休"),
        ("a conference", "会议"),
        ("the organization department", "组织部"),
    ],
)
def test_other_forms_of_a_word_are_found_by_rule(asked, chinese):
    assert chinese in {each for word in english.read(asked) for each in word.chinese}


def test_of_several_renderings_the_one_that_the_documents_write_is_looked_for():
    assert english.translate("the widower") == ("遗属",)
    assert english.translate("the widower", occurs=lambda word: word == "配偶") == ("配偶",)


def test_a_lone_character_is_looked_for_only_where_nothing_longer_is_known():
    assert english.translate("medicine", occurs=lambda word: word == "药") == ("药品",)


def test_a_pension_is_that_of_the_people_asked_about():
    assert "离休费" not in read("the pension")["pension"].chinese
    assert read("the pension paid to lixiu cadres")["pension"].chinese[0] == "离休费"
    assert not {"离休费", "离退休费"} & set(read("the pension of an ordinary retiree")["pension"].chinese)


def test_a_retired_director_is_mostly_an_ordinary_retiree_and_may_be_of_either_kind():
    assert read("a retired director")["retired"].chinese == ("退休", BOTH)
    assert glossary.population(" ".join(english.translate("an ordinary retiree"))) == {"退休"}


def test_ones_own_people_need_not_be_said_and_other_peoples_must():
    assert read("my father is ill")["father"].beside
    assert not read("the father of a soldier")["father"].beside


def test_names_of_papers_help_and_what_somebody_is_is_not_said_otherwise():
    assert read("the notice on petitions")["notice"].beside
    assert read("he is paralysed")["paralysed"].firm
    assert not read("he attends")["attends"].firm


@pytest.mark.parametrize(("asked", "month"), [("in May 2015", True), ("He is ill. May he apply?", False)])
def test_may_is_a_month_where_a_date_stands(asked, month):
    assert ("5月" in english.translate(asked)) is month


@pytest.mark.parametrize(
    ("question", "chinese"),
    [
        ("离休干部的nursing fee是多少？", "离休干部的护理费是多少？"),
        ("retired cadres 的 medical check 多久一次", "离退休干部 的 健康体检 多久一次"),
        ("WiFi 怎么连", "WiFi 怎么连"),
        ("XXX万元是多少", "XXX万元是多少"),
        ("手机APP怎么用", "手机APP怎么用"),
        ("car 怎么派", "car 怎么派"),
        ("护理费是多少", "护理费是多少"),
        ("the nursing fee", "the nursing fee"),
    ],
)
def test_english_words_of_a_chinese_question_are_read_in_chinese(question, chinese):
    assert english.in_chinese(question) == chinese


@pytest.mark.parametrize(
    ("asked", "chinese"),
    [("two visits a year", "每年"), ("a year ago", "年"), ("ten days", "日")],
)
def test_a_year_is_each_year_behind_a_number_of_things(asked, chinese):
    assert any(word.chinese[:1] == (chinese,) or chinese in word.chinese for word in english.read(asked))


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ("全国", "nationwide"),
        ("江苏省苏州市", "Suzhou City, Jiangsu Province"),
        ("广西壮族自治区", "Guangxi"),
        ("云岭省清河市松泉县", "Songquan County, Qinghe City, Yunling Province"),
        ("福建省厦门市", "Xiamen City, Fujian Province"),
    ],
)
def test_a_place_has_its_english_name(region, expected):
    assert english.place_name(region) == expected


def test_clauses_of_a_turn_are_read_together():
    first, second = english.read_each(("He is a lixiu cadre.", "What is his pension?"))
    assert any("离休" in each for word in first for each in word.chinese)
    assert next(word for word in second if word.typed == "pension").chinese[0] == "离休费"


def test_a_phrase_does_not_end_inside_of_a_word_with_a_hyphen():
    assert "take part" not in {word.typed for word in english.read("those who take part-time posts")}
    assert "take part" in {word.typed for word in english.read("those who take part in a choir")}


def test_who_is_not_lixiu_is_an_ordinary_retiree():
    words = english.read("She is a retired cadre, not lixiu.")
    assert all(BOTH not in each for word in words for each in word.chinese)


def test_first_at_the_end_only_says_that_it_comes_before():
    assert "首次" not in english.translate("Must he ask them first?")
    assert "首次" in english.translate("When was it first held?")


def test_a_parent_is_called_what_he_is():
    assert english.translate("my mother") == ("母亲",)


def test_a_preposition_belongs_to_no_phrase_where_a_longer_one_begins_behind_it():
    assert "in hospital" not in {word.typed for word in english.read("he paid much in hospital bills")}
    assert "in hospital" in {word.typed for word in english.read("he is in hospital")}


def test_the_town_in_which_something_was_held_is_not_whose_rules_are_asked_for():
    assert "北京" not in "".join(english.translate("When was the national conference held in Beijing?"))
    assert "北京" in "".join(english.translate("What is the nursing allowance in Beijing?"))
