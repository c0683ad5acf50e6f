"""What a question is searched for: its words, other words for them, and never 退休 for 离休."""

from index.lexical import query_terms
from index.query import understand, widened


def nothing(words):
    return False


def everything(words):
    return True


def test_the_own_words_count_whole_and_others_less():
    query = understand("护理费是多少", everything)
    assert query.text == "护理费是多少"
    assert query.terms["护理"] == 1.0
    others = {gram: weight for gram, weight in query.terms.items() if gram not in query_terms("护理费是多少")}
    assert others
    assert max(others.values()) < 1.0


def test_an_abbreviation_brings_what_it_stands_for():
    assert {"就近", "学习", "活动"} <= understand("四就近是什么", everything).terms.keys()
    assert {"医药", "药费"} <= understand("两费是哪两项", everything).terms.keys()


def test_a_slip_by_sound_is_mended_where_the_documents_do_not_write_it():
    assert understand("护里费标准", nothing).text == "护理费标准"
    assert understand("护里费标准", everything).text == "护里费标准"


def test_one_population_never_brings_the_other():
    assert "退休" not in understand("离休干部的护理费", nothing).terms
    assert "离休" not in understand("退休干部的体检", nothing).terms


def test_an_english_question_is_searched_for_in_chinese_and_as_typed():
    query = understand("What is the nursing fee of 2019?", everything)
    assert "护理" in query.terms
    assert "2019" in query.terms
    assert query.text.endswith("What is the nursing fee of 2019?")
    assert "护理费" in query.text


def test_over_english_documents_it_stays_as_typed():
    assert understand("What is the nursing fee?", nothing).text == "What is the nursing fee?"
    assert understand("What is the nursing fee?", nothing).terms == query_terms("What is the nursing fee?")


def test_the_heavier_of_two_weights_for_a_gram_holds():
    terms = widened("体检", {"健康体检": 0.6, "检查": 0.3})
    assert terms["体检"] == 1.0
    assert terms["健康"] == 0.6
