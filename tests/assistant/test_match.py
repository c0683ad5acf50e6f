"""Coverage counts what is said, by weight, and keeps the three populations apart."""

from dataclasses import replace

import pytest

from assistant.match import bigrams, cover, holds, normal, share, term


def word(text, *forms):
    """A term of a store in which every pair of characters is equally rare."""
    return term(text, lambda gram: 1.0, forms)


def test_a_term_is_found_in_any_of_its_spellings():
    nursing = word("护理费", "护理补贴")
    assert share(nursing, normal("发给护理费")) == 1.0
    assert 0.9 < share(nursing, normal("发给护理补贴")) < 1.0
    assert share(nursing, normal("发给生活补贴")) == 0.0


def test_a_term_spread_over_the_sentence_counts_nearly_whole():
    assert 0.6 < share(word("困难帮扶机制"), normal("困难离退休干部帮扶机制")) < 1.0


@pytest.mark.parametrize(
    ("passage", "inside"), [("离退休干部支部", False), ("离休干部", False), ("本单位退休干部", True)]
)
def test_retired_cadres_are_not_read_out_of_a_longer_word(passage, inside):
    assert holds(passage, "退休干部") is inside
    assert share(word("退休干部"), passage) == float(inside)


def test_coverage_is_the_share_of_weight():
    terms = (word("护理费"), word("印刷厂"))
    coverage = cover(terms, normal("护理费每人每月"), "")
    assert coverage.own == pytest.approx(0.5)
    assert coverage.missing == (word("印刷厂"),)


def test_context_counts_for_the_whole_but_not_for_the_passage():
    coverage = cover((word("护理费"), word("标准")), normal("每人每月"), normal("护理费标准"))
    assert (coverage.own, coverage.whole) == (0.0, 1.0)


def test_a_question_without_terms_covers_nothing():
    assert cover((), "任何文字", "").whole == 0.0


def test_earlier_turns_weigh_less():
    assert replace(word("护理费"), earlier=True).weight < word("护理费").weight


def test_a_pair_that_never_occurs_between_two_that_do_is_a_seam():
    seen = {"全年", "推送"}
    weights = dict(term("全年推送", lambda gram: 1.0 if gram in seen else 5.0).grams)
    assert weights == {"全年": 1.0, "年推": 0.0, "推送": 1.0}


def test_a_word_that_never_occurs_weighs_most():
    unknown = term("印刷厂", lambda gram: 5.0)
    known = term("护理费", lambda gram: 1.0 if gram in ("护理", "理费") else 5.0)
    assert unknown.weight > known.weight


def test_a_function_character_does_not_hide_a_word_that_the_store_does_not_hold():
    assert term("协会当会长", lambda gram: 5.0).weight > 5.0


def test_bigrams_keep_numbers_and_latin_words_whole():
    assert bigrams("办3号文件ok") == ["办", "3", "号文", "文件", "ok"]


@pytest.mark.parametrize(
    ("passage", "form", "inside"),
    [
        ("退(离)休干部须报批", "退休干部", True),
        ("退(离)休干部须报批", "离休", False),
        ("离(退)休干部须报批", "离休干部", True),
        ("离退休干部须报批", "退休干部", False),
    ],
)
def test_a_population_in_brackets_is_meant_as_well(passage, form, inside):
    assert holds(passage, form) is inside


def test_a_long_name_may_stand_partly_in_the_heading_and_a_fee_may_not():
    heading, rule = normal("云岭省读书会退会工作规程"), normal("告别仪式每人不超过3本书")
    (name,) = (word("读书会退会告别仪式"),)
    assert cover((name,), rule, heading).missing == ()
    assert cover((name,), rule, "").missing == (name,)
    fee = word("读书会退会告别补贴")
    assert cover((fee,), normal("告别补贴每人3元"), heading).missing == (fee,)


@pytest.mark.parametrize(
    ("passage", "said"), [("参加医疗保险的", True), ("医院的保安", False), ("医生说的保证", False)]
)
def test_a_word_of_no_document_may_stand_for_two_words_side_by_side(passage, said):
    assert (share(word("医保"), normal(passage)) > 0.5) is said


def test_but_no_fee_does():
    assert share(word("餐费"), normal("餐厅费用")) == 0.0


@pytest.mark.parametrize(
    ("passage", "missed"),
    [("暖气费逐年只增不减", False), ("暖气费按户结算。开支减半", True), ("暖气费按户结算", True)],
)
def test_a_verb_of_the_same_root_counts_where_its_clause_names_the_matter(passage, missed):
    terms = (word("暖气费"), replace(word("减少"), light=True))
    assert bool(cover(terms, normal(passage), "", kindred=True).missing) is missed
    assert cover(terms, normal(passage), "").missing == (terms[1],)
