"""Answered, uncertain or not found: decided on what the evidence covers."""

from dataclasses import replace

import pytest

from assistant.asking.question import Question, understand
from assistant.asking.slots import Slot
from assistant.gate import decide
from assistant.match import Coverage, term


def asked(*words):
    return Question("", "", "zh", Slot("amount"), tuple(term(word, lambda gram: 1.0) for word in words), "")


FULL = Coverage(1.0, 1.0, ())


def test_full_coverage_with_the_value_is_answered():
    assert decide(asked("护理费"), FULL, filled=True).status == "answered"


def test_full_coverage_without_the_value_is_uncertain_and_says_so():
    decision = decide(asked("护理费"), FULL, filled=False)
    assert (decision.status, decision.unfilled) == ("uncertain", True)


def test_no_evidence_is_not_found():
    assert decide(asked("护理费"), None, filled=False).status == "not_found"


@pytest.mark.parametrize(("whole", "status"), [(0.1, "not_found"), (0.45, "uncertain"), (0.9, "answered")])
def test_the_three_bands_follow_coverage(whole, status):
    assert decide(asked("护理费", "标准"), Coverage(whole, whole, ()), filled=True).status == status


def test_a_missing_word_that_the_question_hangs_on_forbids_an_answer():
    question = asked("荣誉退休证书", "印刷厂")
    missing = (question.terms[1],)
    assert decide(question, Coverage(0.65, 0.65, missing), filled=True).status == "uncertain"


def test_what_only_the_headings_say_is_no_answer_except_for_a_list():
    only_headings = Coverage(0.0, 1.0, ())
    assert decide(asked("护理费"), only_headings, filled=True).status == "uncertain"
    assert decide(asked("护理费"), only_headings, filled=True, listed=True).status == "answered"


def test_confidence_is_what_the_threshold_is_compared_with():
    question = asked("护理费", "标准")
    whole = Coverage(0.7, 0.7, ())
    assert decide(question, whole, filled=True, threshold=0.7).status == "answered"
    below = decide(question, whole, filled=True, threshold=0.71)
    assert (below.status, below.confidence) == ("uncertain", 0.7)


def test_what_another_reason_forbids_has_no_confidence_whatever_it_covers():
    assert decide(asked("护理费"), FULL, filled=False).confidence == 0
    question = asked("荣誉退休证书", "印刷厂")
    assert decide(question, Coverage(0.65, 0.65, (question.terms[1],)), filled=True, threshold=0.1).confidence == 0


SEEN = {"护理", "理费", "印制", "发放"}


def sought(*verbs):
    """A question about 护理费 and verbs, over a store that knows the pairs in `SEEN`."""

    def idf(gram):
        return 1.0 if gram in SEEN else 3.0

    return tuple([term("护理费", idf, light=False), *(term(verb, idf, light=True) for verb in verbs)])


def decided(terms, *missing, want="any", whole=0.8):
    question = Question("", "", "zh", Slot(want), terms, "")
    return decide(question, Coverage(whole, whole, missing), filled=True).status


def test_a_verb_that_the_documents_use_may_be_missing():
    terms = sought("发放")
    assert not terms[1].alien
    assert decided(terms, terms[1]) == "answered"


def test_a_verb_that_they_never_use_counts_like_a_noun():
    terms = sought("起草")
    assert terms[1].alien
    assert decided(terms, terms[1]) == "uncertain"


def test_one_such_verb_among_many_words_does_not():
    terms = sought("起草", "发放", "发放")
    assert decided(terms, terms[1]) == "answered"


def test_a_word_that_weighs_next_to_nothing_is_none_of_the_things_asked_for():
    fee, verb, slight = *sought("起草"), term("发放", lambda gram: 0.1, light=True)
    assert decided((fee, verb, slight), verb) == "uncertain"
    assert decided((fee, verb, *sought("发放")[1:]), verb) == "answered"


@pytest.mark.parametrize(("language", "status"), [("en", "uncertain"), ("zh", "answered")])
def test_in_english_a_verb_that_is_much_of_the_question_must_be_found(language, status):
    def idf(gram):
        return 3.0 if gram == "\0" else 2.0  # all three are words of the documents

    firm, verb, other = (term(word, idf, light=word != "企业") for word in ("企业", "登记备案", "新设"))
    question = Question("", "", language, Slot("any"), (firm, verb, other), "")
    assert decide(question, Coverage(0.7, 0.7, (verb,)), filled=True).status == status


@pytest.mark.parametrize("verb", ["停发", "报销", "取消", "降低", "印制"])
def test_a_verb_that_turns_the_matter_must_be_found(verb):
    terms = sought(verb, "发放", "发放", "发放")
    assert decided(terms, terms[1]) == "uncertain"


TURNING = """云岭省清河市阅报补贴办法

一、离休干部阅报补贴每年240元，由市委老干部局发放。
二、离休干部照料补贴每年600元，由原单位发放。
"""


@pytest.mark.parametrize(
    "question", ["离休干部阅报补贴从哪个月起停发？", "离休干部照料补贴找谁报销？", "取消离休干部阅报补贴由谁决定？"]
)
def test_a_question_about_the_end_of_a_payment_is_not_answered_by_its_rule(library, question):
    assert library(TURNING).ask(question).status != "answered"


@pytest.mark.parametrize("question", ["离休干部阅报补贴由谁发放？", "离休干部照料补贴由哪个单位发给？"])
def test_one_about_the_rule_itself_is(library, question):
    assert library(TURNING).ask(question).status == "answered"


@pytest.mark.parametrize(("weight", "status"), [(1.8, "answered"), (4.0, "uncertain")])
def test_what_only_an_earlier_turn_said_is_missed_only_where_it_weighs_much(weight, status):
    told = [replace(term(word, lambda gram: 4.0), earlier=True) for word in ("临时补助", "生活救助")]
    missing = replace(term("申请材料", lambda gram: weight), earlier=True)
    question = replace(asked(), terms=(*told, missing))
    assert decide(question, Coverage(0.8, 0.8, (missing,)), filled=True).status == status


def test_a_verb_of_one_character_by_itself_asks_of_nothing():
    anything = replace(asked("搞"), slot=Slot("any"))
    assert decide(anything, FULL, filled=True).status == "uncertain"
    assert decide(replace(asked("搞", "合唱团"), slot=Slot("any")), FULL, filled=True).status == "answered"


@pytest.mark.parametrize(
    ("question", "status"),
    [("走访办法什么时候施行？", "answered"), ("走访办法有多少张？", "answered"), ("走访办法多少元？", "uncertain")],
)
def test_a_time_or_a_count_may_stand_under_the_headings_that_name_what_it_is_of(question, status):
    covered = Coverage(own=0.2, whole=1.0, missing=())
    (read,) = understand([question], lambda gram: 3.0)
    assert decide(read, covered, filled=True).status == status
