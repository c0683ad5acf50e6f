"""Coverage counts what is said, by weight, and keeps the three populations apart."""

import pytest

from assistant.match import Term, bigrams, cover, holds, normal, share, weigh


def flat(gram: str) -> float:
    return 1.0


def test_a_term_is_found_in_any_of_its_spellings():
    term = Term("护理费", ("护理补贴",))
    assert share(term, normal("发给护理补贴")) == 1.0
    assert share(term, normal("发给生活费")) == 0.0


def test_a_term_spread_over_the_sentence_counts_nearly_whole():
    assert 0.6 < share(Term("困难帮扶机制"), normal("困难离退休干部帮扶机制")) < 1.0


@pytest.mark.parametrize(
    ("passage", "inside"), [("离退休干部支部", False), ("离休干部", False), ("本单位退休干部", True)]
)
def test_retired_cadres_are_not_read_out_of_a_longer_word(passage, inside):
    assert holds(passage, "退休干部") is inside
    assert share(Term("退休干部"), passage) == float(inside)


def test_coverage_is_the_share_of_weight():
    terms = (Term("护理费"), Term("印刷厂"))
    coverage = cover(terms, normal("护理费每人每月"), "", flat)
    assert coverage.own == pytest.approx(0.5)
    assert coverage.missing == (Term("印刷厂"),)


def test_context_counts_for_the_whole_but_not_for_the_passage():
    coverage = cover((Term("护理费"), Term("标准")), normal("每人每月"), normal("护理费标准"), flat)
    assert (coverage.own, coverage.whole) == (0.0, 1.0)


def test_a_question_without_terms_covers_nothing():
    assert cover((), "任何文字", "", flat).whole == 0.0


def test_earlier_turns_weigh_less():
    assert weigh(Term("护理费", weight=0.35), flat) == pytest.approx(0.35 * weigh(Term("护理费"), flat))


def test_bigrams_keep_numbers_and_latin_words_whole():
    assert bigrams("办3号文件ok") == ["办", "3", "号文", "文件", "ok"]
