"""What an English question wants, and whose life it tells of."""

import pytest

from assistant.asking.english import lived, premises, split, unsure, wanted, whether


@pytest.mark.parametrize(
    ("question", "want", "unit"),
    [
        ("What is the nursing fee standard?", "amount", None),
        ("How much do they get?", "amount", None),
        ("At what rate was it paid?", "amount", None),
        ("How much was spent on it in total?", "sum", None),
        ("What heating allowance is there?", "amount", None),
        ("what is the nursing fee rule", "rule", None),
        ("Why was it stopped?", "reason", None),
        ("What percentage is refunded?", "share", None),
        ("Which documents speak of it?", "documents", None),
        ("What is the document number of it?", "documents", None),
        ("What does the notice say of tea?", "any", None),
        ("How many extra months of it are paid?", "count", "个月"),
        ("How many volunteers took part?", "count", "人"),
        ("How large was the audience of the choir?", "count", "人"),
        ("In which period did they join?", "any", None),
        ("How often are they visited?", "count", "次"),
        ("At what age do they stop?", "count", "岁"),
        ("Within how many days must it be answered?", "count", "日"),
        ("Until when may I apply?", "date", None),
        ("How far in advance must they be told?", "date", "span"),
        ("When was it founded?", "date", None),
        ("When a cadre dies, who tells the family?", "organ", None),
        ("Cadres who live alone: may they be visited?", "any", None),
        ("Which bureau leads it?", "organ", "单位"),
        ("Where should I apply?", "organ", "单位"),
        ("What is the office called?", "name", None),
        ("Under what circumstances is it refused?", "list", None),
        ("What are the opening hours?", "hours", None),
        ("May a retired official hold a post?", "any", None),
        ("Who is entitled to it?", "list", None),
        ("Who pays it?", "organ", None),
        ("What is the limit per person?", "amount", None),
        ("What is the time limit?", "date", None),
        ("How much did the county hand out in 2021?", "sum", None),
        ("How much did he get in 2021?", "amount", None),
        ("What percentages are paid?", "share", None),
        ("By how many points did it rise?", "share", None),
        ("How soon must they answer?", "date", "span"),
        ("What must a unit with a choir provide?", "any", None),
        ("In what ways do they help?", "list", None),
    ],
)
def test_the_wording_tells_what_is_wanted(question, want, unit):
    slot = wanted(question)
    assert (slot.want, slot.unit) == (want, unit)


def test_the_sort_of_office_is_told():
    assert wanted("Which hospital takes them?").kind == "医院"


@pytest.mark.parametrize(
    ("question", "size"),
    [
        ("What are the six steps?", 6),
        ("Which two earlier rules were there?", 2),
        ("Which three months are meant?", None),
        ("What are the steps?", None),
        ("Who visits 12 cadres?", None),
    ],
)
def test_how_many_things_there_are_is_read(question, size):
    assert wanted(question).size == size


@pytest.mark.parametrize(
    ("question", "is_so"),
    [
        ("May he keep it?", True),
        ("He is ill; can he apply?", True),
        ("How much may be spent?", False),
        ("Who can apply?", False),
    ],
)
def test_questions_whether_something_is_so(question, is_so):
    assert whether(question) is is_so


def test_who_gets_something_asks_what_one_person_gets():
    assert wanted("How much does she receive?").per_person
    assert not wanted("How much is it?").per_person


def test_a_year_before_the_founding_is_of_a_life():
    assert lived("he joined in 1942, see the notice of 2014") == "he joined in , see the notice of 2014"


@pytest.mark.parametrize(
    ("question", "times"),
    [
        ("paid to those who joined before 1943", ("before 1943",)),
        ("the fee before 2014", ("before 2014",)),
        ("the fee since 2014, by 2015年 3月", ()),
        ("the fee of 2014", ()),
    ],
)
def test_a_time_that_leaves_the_year_open_is_not_understood(question, times):
    assert unsure(question) == times


@pytest.mark.parametrize(
    ("question", "taken"),
    [
        ("How much was the fee raised by in 2022?", "2022年提高"),
        ("In 2022 the fee was increased to how much?", "2022年提高"),
        ("What does the 2017 notice on fees say?", "按2017年的规定"),
        ("What does the circular of 2017 say?", "按2017年的规定"),
        ("What is the fee in 2022?", ""),
    ],
)
def test_a_change_of_a_year_is_taken_for_granted(question, taken):
    assert premises(question) == taken


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How much is the fee?", ["How much is the fee?"]),
        ("How much is the fee and when is it paid?", ["How much is the fee", "and when is it paid?"]),
        ("He fell ill. Who visits him, and within how many days?", ["Who visits him,", "and within how many days?"]),
        ("If he falls ill, who visits him?", ["If he falls ill, who visits him?"]),
        ("Who visits cadres who live alone and who are ill?", ["Who visits cadres who live alone and who are ill?"]),
        ("When and where is the tea party held?", ["When and where is the tea party held?"]),
        ("In May and June, who pays?", ["In May and June, who pays?"]),
        (
            "The 2014 rule, which was replaced, is it still used?",
            ["The 2014 rule, which was replaced, is it still used?"],
        ),
        ("Living in another city. Last day to apply?", ["Last day to apply?"]),
        ("Which paper is “No. 3”?", ["Which paper is “No. 3”?"]),
        ("nursing fee of 2014", ["nursing fee of 2014"]),
    ],
)
def test_every_question_of_an_english_turn_is_found(text, expected):
    assert [each.ask.strip() for each in split(text, lambda clause: False)] == expected


def test_what_an_english_turn_tells_stands_beside_what_it_asks():
    (asked,) = split("He has no pension. Who pays the nurse?", lambda clause: False)
    assert (asked.text, asked.told.strip()) == ("Who pays the nurse?", "He has no pension.")


def test_a_first_clause_that_names_nothing_belongs_to_the_next():
    def bare(clause):
        return "tea" not in clause

    (asked,) = split("By when and to whom must a request for tea be sent?", bare)
    assert asked.ask == "By when and to whom must a request for tea be sent?"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who raised the tea money to 80 yuan?", "提高到80元"),
        ("After they were switched to the new fund, who pays?", "改为它以后"),
        ("He does not accept the second review opinion. What next?", "复核意见不服"),
        ("He is not satisfied with the review.", "复查意见不服"),
        ("He is satisfied with the tea.", ""),
    ],
)
def test_what_a_question_takes_for_granted_is_said_in_chinese(question, told):
    assert premises(question) == told
