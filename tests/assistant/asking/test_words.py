"""Words, and which of them an answer must hold."""

import pytest

from assistant.asking.words import words


def test_words_follow_one_another_without_gaps():
    text = "荣誉退休证书由哪家印刷厂制作？"
    found = words(text)
    assert "".join(word.text for word in found) == text
    assert [text[word.start : word.end] for word in found] == [word.text for word in found]


@pytest.mark.parametrize(
    ("text", "word"), [("由哪家印刷厂负责", "印刷厂"), ("去哪家医院", "医院"), ("从哪天起停发", "停发")]
)
def test_nouns_and_verbs_that_turn_a_rule_round_must_be_held(text, word):
    assert {each.text: each.light for each in words(text)}[word] is False


@pytest.mark.parametrize(("text", "word"), [("要格外留意", "留意"), ("由他兼任", "兼任"), ("这件事情", "事情")])
def test_verbs_and_vague_nouns_may_be_said_otherwise(text, word):
    assert {each.text: each.light for each in words(text)}[word] is True


@pytest.mark.parametrize("word", ["另外", "一律", "究竟", "格外", "尤其", "一支", "一趟"])
def test_an_adverb_goes_beside_what_is_asked(word):
    (found,) = words(word)
    assert (found.beside, found.light) == (True, True)


@pytest.mark.parametrize(("word", "verbal"), [("改造", True), ("适用", True), ("护理费", False), ("清河", False)])
def test_no_place_is_called_by_a_verb(word, verbal):
    assert any(each.verbal for each in words(word)) is verbal
