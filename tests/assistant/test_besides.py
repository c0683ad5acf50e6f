"""What stands aside of an answer: it is near the question, no value, no row, of a rule that stands, and not the answer."""

LIBRARY = """云岭省清河市图书室管理规定

一、开放
图书室由联络科管理，读者凭证入内，出入都要登记。
二、读者
图书室的读者要爱护书刊，不得在书上涂画，借阅的书要按期归还。
三、经费
图书室管理经费每年3400元。
"""
SPEECH = """在云岭省清河市图书室管理工作会上的讲话

图书室的读者多了，管理要更细，读者要自觉爱护书刊。
"""
OLD = """云岭省清河市图书室读者旧规

本规定已废止。
图书室的读者要爱护书刊，不得高声谈笑。
"""
READERS = "图书室的读者要怎么做？"


def asides(answer):
    return [each.text for each in answer.statements if each.aside]


def test_a_passage_of_another_paper_that_comes_as_close_is_shown_after_the_answer(library):
    answer = library(LIBRARY, SPEECH).ask(READERS)
    assert answer.status == "answered"
    first, *_, last = answer.statements
    assert not first.aside
    assert last.aside
    before, _, behind = answer.text.partition("另见")
    assert first.text in before
    assert last.text in behind
    assert last.text not in before


def test_every_aside_has_its_quote(library):
    answer = library(LIBRARY, SPEECH).ask(READERS)
    markers = {each.marker for each in answer.citations}
    assert all(set(each.citations) <= markers and each.citations for each in answer.statements)


def test_an_answer_without_a_near_passage_has_no_asides(library):
    answer = library(LIBRARY).ask("图书室管理经费每年多少钱？")
    assert "3400元" in answer.text
    assert not asides(answer)
    assert "另见" not in answer.text


def test_no_amount_stands_aside(library):
    answer = library(LIBRARY, SPEECH).ask("图书室怎么管理？")
    assert answer.status == "answered"
    assert not any("元" in each for each in asides(answer))


def test_no_rule_of_the_past_stands_aside(library):
    answer = library(LIBRARY, OLD).ask(READERS)
    assert answer.status == "answered"
    assert not any("高声谈笑" in each for each in asides(answer))


def test_a_document_that_is_named_already_is_not_described_twice(library):
    answer = library(LIBRARY, SPEECH).ask(READERS)
    lines = [line for line in answer.text.split("\n") if line.endswith("：")]
    assert len(lines) == len(set(lines)) > 1


def test_in_english_the_reader_is_told_so_in_english(sample):
    answer = sample.ask("May a city in Yunling set higher rates than the province does for visits and medicals?")
    assert asides(answer)
    assert "\nSee also 《" in answer.text


def test_a_turn_of_several_questions_is_answered_without_asides(library):
    answer = library(LIBRARY, SPEECH).ask("图书室的读者要怎么做？图书室由谁管理？")
    assert answer.status == "answered"
    assert not asides(answer)


def test_who_goes_on_about_an_answer_goes_on_about_its_papers_and_not_about_those_aside(library):
    assistant = library(LIBRARY, SPEECH)
    first = assistant.ask(READERS)
    assert {each.document for each in first.citations} == {"0.md", "1.md"}
    answer = assistant.ask(READERS, "由谁管理？")
    assert answer.status == "answered"
    assert {each.document for each in answer.citations} == {"0.md"}
