"""The glossary: its file, and widening in Chinese."""

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from index import glossary
from tests.stopwatch import takes_less

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


@pytest.mark.parametrize("block", ["plain", "asking"])
def test_every_line_of_a_block_says_something(block):
    lines = [line for line in TABLE[block].splitlines() if line]
    assert lines
    assert [line for line in lines if line.count(" = ") != 1 or not all(map(str.strip, line.split(" = ")))] == []


def test_loading_the_chinese_part_takes_less_than_a_moment():
    def load() -> None:
        for each in (glossary._table, glossary._chinese):
            each.cache_clear()
        glossary.widen("护理费")

    takes_less(0.025, load)


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
