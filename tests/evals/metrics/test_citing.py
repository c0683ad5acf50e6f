"""Citation recall and precision as in ALCE, by hand: one citation is left out at a time."""

import pytest

from assistant.verify.types import Evidence
from evals.metrics import citing


def recall(statements):
    return citing.recall([(text, Evidence(tuple(quotes))) for text, quotes in statements])


def precision(statements):
    return citing.precision([(text, Evidence(tuple(quotes))) for text, quotes in statements])


PAY = "护理费标准为每人每月五百元。"
DAY = "自2024年3月1日起执行。2019年的标准同时停止。"
AGE = "年满80周岁的离休干部适用。"
STATEMENT = "护理费标准为每人每月500元；自2024年3月1日起执行"


def test_a_statement_is_proved_by_a_quote_that_says_it():
    assert recall([("护理费标准为每人每月500元", [PAY])]) == 1.0
    assert precision([("护理费标准为每人每月500元", [PAY])]) == 1.0


def test_a_statement_may_need_two_quotes_together_and_then_both_are_precise():
    both = [(STATEMENT, [PAY, DAY])]
    assert recall(both) == 1.0
    assert precision(both) == 1.0
    assert recall([(STATEMENT, [PAY])]) == 0.0
    assert recall([(STATEMENT, [DAY])]) == 0.0


def test_a_citation_that_adds_nothing_is_not_precise():
    for quotes in ([PAY, AGE], [AGE, PAY]):
        assert recall([("护理费标准为每人每月500元", quotes)]) == 1.0
        assert precision([("护理费标准为每人每月500元", quotes)]) == 0.5
    assert precision([(STATEMENT, [PAY, AGE, DAY])]) == pytest.approx(2 / 3)


def test_two_quotes_that_are_each_enough_are_both_precise():
    assert precision([("护理费标准为每人每月500元", [PAY, "护理费标准为每人每月500元。"])]) == 1.0


def test_a_statement_without_a_citation_is_not_proved_and_weighs_on_recall_only():
    statements = [("护理费标准为每人每月500元", [PAY]), ("每年体检一次", [])]
    assert recall(statements) == 0.5
    assert precision(statements) == 1.0


def test_a_wrong_citation_proves_nothing():
    assert recall([("护理费标准为每人每月500元", [AGE])]) == 0.0
    assert precision([("护理费标准为每人每月500元", [AGE])]) == 0.0


def test_no_citation_is_precise_where_the_statement_stays_unproved():
    assert precision([("每人每月800元", [PAY, AGE])]) == 0.0


@pytest.mark.parametrize(
    "tampered",
    ["每人每月800元", "每人每月500万元", "每人每年五百元整共12次", "不超过每人每月500元", "每人每月500元以上"],
)
def test_a_statement_that_was_tampered_with_is_not_proved(tampered):
    assert recall([(tampered, [PAY])]) == 0.0


def test_an_empty_statement_is_proved_by_nothing():
    assert recall([("。", [PAY])]) == 0.0


def test_of_nothing_there_is_no_figure():
    assert recall([]) is None
    assert precision([]) is None
    assert precision([("每年体检一次", [])]) is None


def test_citations_are_averaged_over_all_statements():
    statements = [
        ("护理费标准为每人每月500元", [PAY, AGE]),
        ("年满80周岁的离休干部适用", [AGE]),
        ("每年体检一次", [AGE]),
    ]
    assert recall(statements) == pytest.approx(2 / 3)
    assert precision(statements) == pytest.approx(2 / 4)
