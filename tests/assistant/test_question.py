"""A question is cut into what it speaks of; how it asks is left out."""

import pytest

from assistant.question import understand

KNOWN = "护理费标准离休干部退休干部困难补助全年推送学习资讯存在不足工作党的建设要点重点任务书记述职"


def idf(gram):
    """A store that knows the pairs of `KNOWN` and nothing else."""
    return 2.0 if gram in KNOWN or gram in "的是" else 6.0


def words(*turns):
    return [term.text for term in understand(turns, idf)[0].terms]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("护理费是多少？", ["护理费"]),
        ("请问离休干部的困难补助怎么规定？", ["离休干部", "困难补助"]),
        ("工作中存在哪些不足？", ["工作", "存在", "不足"]),
        ("“红色育才”什么时候完成", ["红色育才", "完成"]),
    ],
)
def test_what_asks_is_not_looked_for(question, expected):
    assert words(question) == expected


@pytest.mark.parametrize("time", ["以后", "去年"])
def test_a_time_without_a_year_is_not_missed_and_joins_no_word(time):
    first, second, third = understand([f"{time}印刷厂搬走"], idf)[0].terms
    assert (first.text, first.earlier) == (time, True)
    assert (second.text, second.earlier, second.light) == ("印刷厂", False, False)
    assert (third.text, third.earlier, third.light) == ("搬走", False, True)


def test_years_and_places_are_taken_out_of_the_words():
    question = understand(["苏州市2018年老干部重点任务有哪些？"], idf)[0]
    assert question.years == (2018,)
    assert [place.name for place in question.places] == ["苏州市"]
    assert not any("2018" in term.text or "苏州" in term.text for term in question.terms)


@pytest.mark.parametrize(
    ("question", "population"),
    [("离休干部护理费", "离休"), ("退休干部护理费", "退休"), ("离退休干部党支部", "离退休"), ("护理费", None)],
)
def test_the_three_populations_are_told_apart(question, population):
    assert understand([question], idf)[0].population == population


def test_a_follow_up_inherits_what_it_does_not_name():
    question = understand(["苏州市2020年困难补助是多少元？", "那护理费呢？"], idf)[0]
    assert question.years == (2020,)
    assert question.slot.want == "amount"
    assert [term.text for term in question.asked] == ["护理费"]
    assert any(term.earlier and term.text == "困难补助" for term in question.terms)


def test_what_stands_in_brackets_helps_and_is_not_asked():
    question = understand(["有哪些不足？（全年工作要点）"], idf)[0]
    assert [term.text for term in question.asked] == ["不足"]


def test_an_english_question_is_looked_for_in_chinese():
    question = understand(["What is the nursing fee rule?"], idf)[0]
    assert question.language == "en"
    assert [term.text for term in question.terms] == ["护理费"]


def test_words_that_nothing_translates_are_kept_and_missed():
    question = understand(["How do I renew my passport?"], idf)[0]
    assert "passport" in question.strange
    assert any(term.text == "passport" for term in question.terms)


def test_a_turn_that_asks_two_things_is_two_questions_which_know_of_each_other():
    first, second = understand(["离休干部困难补助多少元，由哪个单位发放？"], idf)
    assert (first.slot.want, second.slot.want) == ("amount", "organ")
    assert "困难补助" in [term.text for term in second.terms]
    assert first.asks == "离休干部困难补助多少元，"


def test_what_is_only_told_beside_a_question_helps_and_is_not_asked():
    (question,) = understand(["邻居搬走了，离休干部困难补助是多少？"], idf)
    assert [term.text for term in question.asked] == ["离休干部", "困难补助"]


@pytest.mark.parametrize(
    ("told", "period"),
    [
        ("1947年5月参加革命工作", "解放战争时期"),
        ("1940年就跟着队伍打鬼子", "抗日战争时期"),
        ("1936年入伍", "红军时期"),
        ("1945年9月2日参加革命", "抗日战争时期"),
        ("1945年9月3日参加革命", "解放战争时期"),
    ],
)
def test_a_year_of_somebody_s_life_is_no_year_of_documents_and_gives_the_period_that_rules_name(told, period):
    (question,) = understand([f"我父亲{told}，护理费是多少？"], idf)
    assert question.years == ()
    assert period in [term.text for term in question.terms]


def test_the_same_in_english():
    (question,) = understand(["What is the nursing fee for a cadre who joined the revolution in 1940?"], idf)
    assert question.years == ()
    assert "抗日战争时期" in [term.text for term in question.terms]


def test_a_year_of_documents_stays_one_beside_a_year_of_life():
    (question,) = understand(["1946年参加革命的离休干部，2011年的护理费是多少？"], idf)
    assert question.years == (2011,)


def test_a_pointing_word_is_no_part_of_a_place():
    (question,) = understand(["清河市的护理费是多少？", "那临溪市呢？"], idf)
    assert [place.name for place in question.places] == ["临溪市"]
