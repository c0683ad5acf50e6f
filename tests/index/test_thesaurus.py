"""Ordinary words: what people say is found as what is written, and nobody stands in for anybody else."""

import pytest

from index import glossary, thesaurus


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("搭把手", "协助"),
        ("红头文件", "文件"),
        ("自掏腰包", "个人负担"),
        ("瘫在床上", "瘫痪"),
        ("走不动路", "行动不便"),
        ("信佛", "信仰宗教"),
    ],
)
def test_what_people_say_is_written_otherwise(said, written):
    known = (*thesaurus.others(said), *glossary.forms(said))
    assert any(written in each for each in known)


def test_a_word_that_is_written_leads_to_nothing_that_is_only_said():
    assert "搭把手" not in thesaurus.others("协助")


def test_words_of_one_line_stand_for_each_other():
    assert "举措" in thesaurus.others("措施")
    assert "措施" in thesaurus.others("举措")


def test_a_phrase_is_found_where_it_stands_and_the_longer_one_first():
    text = "一个人住院自掏腰包的部分"
    found = [text[each.start : each.end] for each in thesaurus.sayings(text)]
    assert "自掏腰包" in found
    assert "掏腰包" not in found


def test_no_word_of_one_population_leads_to_another():
    for word in thesaurus._table():
        people = glossary.population(word)
        assert not people or all(glossary.population(other) <= people for other in thesaurus.others(word)), word


def test_no_word_leads_to_itself_and_none_is_a_single_character():
    table = thesaurus._table()
    assert all(word not in others for word, others in table.items())
    assert all(len(each) > 1 for word, others in table.items() for each in (word, *others))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("护理费", "生活补贴"),
        ("抚恤金", "慰问金"),
        ("春节", "重阳节"),
        ("牵头", "配合"),
        ("受理", "办结"),
        ("复查", "复核"),
        ("机关", "机构"),
        ("护士", "护理员"),
        ("罚金", "罚款"),
        ("疗养", "休养"),
        ("中止", "终止"),
    ],
)
def test_what_differs_in_rule_is_not_joined(one, other):
    assert other not in thesaurus.others(one)
    assert one not in thesaurus.others(other)
