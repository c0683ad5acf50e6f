"""A sentence held against the passages of a letter."""

from assistant.letter.judge import judge
from assistant.letter.types import Source
from assistant.types import Citation


def source(marker, quote, document="a"):
    return Source(Citation(marker, document, "a.txt", "办法", None, None, None, None, "现行", (), 0, 9, quote, None))


FEE = source(1, "护理费提高到每人每月2000元。")
DAY = source(2, "自2019年1月起执行。")
ELSE = source(3, "体检每年一次。", "b")


def test_the_words_of_a_passage_hold_and_the_passage_is_named():
    assert judge("护理费提高到每人每月2000元。", [FEE])[0].verdict == "verbatim"
    assert judge("体检每年一次。", [FEE], [FEE, ELSE]) == (judge("体检每年一次。", [ELSE])[0], (3,))


def test_another_number_is_against_the_passage_and_no_other_passage_saves_it():
    finding, _ = judge("护理费提高到每人每月3000元。", [FEE], [source(4, "护理费提高到每人每月3000元。")])
    assert finding.verdict == "contradicted"
    assert any(reason.kind == "number" for reason in finding.reasons)


def test_words_of_two_passages_of_one_document_hold_together():
    assert judge("护理费提高到每人每月2000元。自2019年1月起执行。", [FEE, DAY])[0].proved


def test_without_any_passage_nothing_holds():
    assert judge("每人发一套房。", [])[0].verdict == "unverified"
