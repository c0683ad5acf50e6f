"""The glossary: its file, widening in Chinese, and the reading of English questions."""

import time
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from index import glossary

TABLE = tomllib.loads(Path(glossary.__file__).with_name("glossary.toml").read_text(encoding="utf-8"))
TERMS = TABLE["terms"]
LIXIU, TUIXIU, BOTH = "离休", "退休", "离退休"


def words_of(term):
    return [term["zh"], *term.get("synonyms", ()), *term.get("members", ())]


EVERY_WORD = sorted({word for term in TERMS for word in words_of(term)})


# ------------------------------------------------------------------------------------- the file


def test_there_are_more_than_two_hundred_terms_and_none_twice():
    names = [term["zh"] for term in TERMS]
    assert len(names) >= 200
    assert len(set(names)) == len(names)


def test_every_term_has_an_english_name_and_a_category():
    assert [term["zh"] for term in TERMS if not term["en"] or not term["category"]] == []


def test_no_word_is_its_own_synonym_nor_named_twice():
    assert [term["zh"] for term in TERMS if len(set(words_of(term))) != len(words_of(term))] == []


@pytest.mark.parametrize("block", ["plain", "asking", "interrogatives", "english"])
def test_every_line_of_a_block_says_something(block):
    lines = [line for line in TABLE[block].splitlines() if line]
    assert lines
    assert [line for line in lines if line.count(" = ") != 1 or not all(map(str.strip, line.split(" = ")))] == []


def test_loading_the_chinese_part_takes_less_than_a_moment():
    def load() -> float:
        for each in (glossary._table, glossary._chinese, glossary._english):
            each.cache_clear()
        began = time.process_time()
        glossary.widen("护理费")
        return time.process_time() - began

    assert min(load() for _ in range(5)) < 0.025


# ------------------------------------------------------------------------------------- populations


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("离休干部的护理费", {LIXIU}),
        ("退休干部", {TUIXIU}),
        ("离退休干部", {BOTH}),
        ("退（离）休干部", {BOTH}),
        ("离退休干部中的离休干部", {BOTH, LIXIU}),
        ("老干部", set()),
    ],
)
def test_a_text_tells_which_populations_it_speaks_of(text, kinds):
    assert glossary.population(text) == kinds


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term["zh"])
def test_no_term_lists_a_word_of_another_population(term):
    kinds = [glossary.population(word) for word in words_of(term)]
    assert len({kind for kind in kinds if kind}) <= 1


@pytest.mark.parametrize("word", [word for word in EVERY_WORD if glossary.population(word)])
def test_no_word_widens_to_another_population(word):
    own = glossary.population(word)
    for frame in ("{}", "{}的待遇", "老干部、{}退下来后有什么", "离职前{}"):
        asked = frame.format(word)
        allowed = own | glossary.population(asked)
        assert [other for other in glossary.widen(asked) if not glossary.population(other) <= allowed] == []
    assert [other for other in glossary.forms(word) if not glossary.population(other) <= own] == []


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("离休干部的待遇", TUIXIU),
        ("离休老干部退下来以后", TUIXIU),
        ("退休干部的护理费", LIXIU),
        ("退休干部的两费", LIXIU),
        ("离退休干部党支部", "离休干部"),
    ],
)
def test_one_population_is_never_searched_for_another(question, never):
    assert [other for other in glossary.widen(question) if never in other] == []


def test_the_second_half_of_one_population_is_not_found_as_another():
    assert [entry for entry in glossary.find("离退休同志") if entry.start == 1] == []


# ------------------------------------------------------------------------------------- Chinese


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("护理补助多少钱", "护理费"),
        ("护理补贴标准", "护理费"),
        ("护理费标准", "护理补贴"),
        ("医疗费怎么报", "医药费"),
        ("两费怎么保障", "离休费"),
        ("两费怎么保障", "医药费"),
        ("四就近是什么", "就近活动"),
        ("三个机制", "三项机制"),
        ("三项机制", "财政支持机制"),
        ("遗孀能领什么", "遗属"),
        ("困难帮扶怎么做", "特困帮扶"),
        ("老年大学建设", "老干部大学"),
        ("老干部大学", "老年大学"),
        ("退休仪式", "荣誉退休仪式"),
        ("慰问对象", "走访慰问"),
        ("重阳节", "老年节"),
        ("老头子退下来了", "老干部"),
        ("老头子退下来了", "退休"),
        ("老爷子看大夫", "看病就医"),
        ("单位搞仪式", "举办"),
        ("瘫在床上的", "不能自理"),
        ("护工费谁给", "护理费"),
        ("哪里有一键通", "电子保姆"),
        ("银色人才", "银发人才"),
        ("３号文件", "中办发3号文件"),
    ],
)
def test_a_question_is_widened(question, other):
    widened = glossary.widen(question)
    assert 0 < widened[other] < 1


def test_a_member_does_not_widen_to_the_whole():
    assert "四就近" not in glossary.widen("就近学习")


def test_what_the_question_says_itself_is_not_added():
    assert "护理费" not in glossary.widen("护理费和护理补贴")


def test_a_question_without_a_term_is_not_widened():
    assert glossary.widen("附近有没有火锅店") == {}


def test_words_are_found_where_they_stand_and_do_not_overlap():
    text = "荣誉退休仪式上发放纪念章"
    entries = glossary.find(text)
    assert [text[entry.start : entry.end] for entry in entries] == ["荣誉退休仪式", "发放", "纪念章"]
    assert all(one.end <= other.start for one, other in pairwise(entries))
    assert "退休仪式" in entries[0].forms


def test_forms_of_an_unknown_word_are_none():
    assert glossary.forms("火锅") == ()


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("啥时候发", "什么时候发"),
        ("单位搞仪式发点啥不", "单位搞仪式发放什么不"),
        ("这事找谁", "这事由谁负责"),
        ("医药费咋报", "医药费怎么报"),
        ("护理费是多少", "护理费是多少"),
    ],
)
def test_spoken_asking_words_are_written(said, written):
    assert glossary.formal(said) == written


# ------------------------------------------------------------------------------------- English


@pytest.mark.parametrize(
    ("question", "english"),
    [
        ("What is the nursing fee?", True),
        ("nursing fee standard", True),
        ("What does 四就近 mean?", True),
        ("Which documents mention 离退休干部党工委?", True),
        ("护理费是多少？", False),
        ("WiFi 是什么", False),
        ("XX市的规范叫什么名字", False),
        ("2020年", False),
        ("", False),
    ],
)
def test_english_questions_are_told_from_chinese_ones(question, english):
    assert glossary.is_english(question) is english


@pytest.mark.parametrize(
    ("english", "chinese"),
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
def test_english_is_read(english, chinese):
    assert chinese in glossary.translate(english)


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
    found = [word for word in glossary.translate(question) if word in chinese]
    assert found == list(chinese)


def test_a_relative_pronoun_does_not_ask():
    assert "谁" not in glossary.translate("the allowance for cadres who live alone")


def test_no_english_phrase_leads_from_one_population_to_another():
    assert glossary.population(" ".join(glossary.translate("lixiu cadres and their lixiu pension"))) == {LIXIU}
    assert glossary.population(" ".join(glossary.translate("retired cadres"))) == {BOTH}


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("How do I renew my passport?", "passport"),
        ("What is the weather tomorrow?", "weather"),
        ("Recommend a good restaurant nearby", "restaurant"),
        ("Who is Zhang Wei?", "Zhang"),
        ("What does a driving licence cost?", "driving"),
    ],
)
def test_what_was_not_understood_is_told(question, unknown):
    assert unknown in glossary.unknown_words(question)


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
    assert glossary.unknown_words(question) == ()


def test_names_of_the_store_are_read_too():
    names = {"xishui": "浠水"}
    assert "浠水县" in glossary.translate("veteran cadres in Xishui County", names)
    assert glossary.unknown_words("veteran cadres in Xishui County", names) == ()
    assert "Xishui" in glossary.unknown_words("veteran cadres in Xishui County")


def test_a_question_is_read_quickly():
    glossary.translate("pension")
    began = time.process_time()
    for _ in range(100):
        glossary.translate("What is the nursing allowance standard for retired veteran cadres?")
        glossary.widen("老头子退下来了，单位搞仪式发点啥不")
    assert time.process_time() - began < 0.2
