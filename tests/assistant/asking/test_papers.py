"""How a question names a paper, what is left of the question, and what is no name."""

import pytest

from assistant.asking.papers import joined, named, without


def told(text):
    return [(each.kind, each.year, each.level, each.phrase) for each in named(text)]


@pytest.mark.parametrize(
    ("question", "paper"),
    [
        ("2021年讲话里，对荣誉室怎么要求？", ("讲话", 2021, "", "")),
        ("局长讲话提出要办几件实事？", ("讲话", None, "", "")),
        ("县里2022年那份要点写了几条？", ("要点", 2022, "县", "")),
        ("提到“红叶行动”的那篇讲话怎么讲组织领导？", ("讲话", None, "", "红叶行动")),
        ("评过“金秋之城”的那个市有几个活动站？", ("", None, "市", "金秋之城")),
        ("省里定的体检费每人多少？", ("", None, "省", "")),
        ("按国家的规定，书报费每年多少？", ("", None, "中央", "")),
        ("市里的要求是什么，按市里的标准给多少？", ("", None, "市", "")),
        ("那份书报费的征求意见稿，什么时候截止？", ("征求意见稿", None, "", "")),
    ],
)
def test_a_paper_is_named_by_kind_year_level_or_words_in_it(question, paper):
    assert paper in told(question)


@pytest.mark.parametrize(
    "question",
    [
        "通知里没写的怎么办？",
        "哪份讲话提出了三项任务？",
        "县里每年安排多少资金？",
        "体检报告什么时候给本人？",
        "清河市里规定的慰问标准是多少？",
        "事情报告给谁？",
    ],
)
def test_what_asks_for_a_paper_or_may_be_any_names_none(question):
    assert not told(question)


def test_what_a_named_paper_is_about_stays_in_the_question():
    question = "2017年那份书报费的通知，每人多少？"
    papers = named(question)
    rest = without(question, papers)
    assert "书报费" in rest
    assert "2017" not in rest
    assert "通知" not in rest


def test_the_place_of_one_paper_is_still_asked_about_and_those_of_two_are_not():
    one = "清河市2023年讲话里怎么说培训？"
    assert without(one, named(one)).startswith("清河市")
    two = "清河市2023年的讲话和临溪市2022年的报告，分别怎么说培训？"
    assert "市" not in without(two, named(two))
    assert "分别" not in without(two, named(two))


def test_papers_side_by_side_are_told_from_those_of_two_clauses():
    beside = "2021年的讲话和县里的工作安排，各自怎么说？"
    one, other = named(beside)
    assert joined(beside, one, other)
    parted = "2021年讲话里说要办班，2022年的要点里定了几期？"
    one, other = named(parted)
    assert not joined(parted, one, other)


def test_a_place_with_its_year_is_a_paper_only_beside_another():
    assert not named("清河市2020年培训几期？")
    assert len(named("2021年的讲话和清河市2020年，分别怎么说培训？")) == 2


def test_a_paper_named_by_its_year_or_by_words_in_it_is_a_single_one():
    assert named("2019年那份通知里怎么写？")[0].one
    assert named("那份征求意见稿里怎么写？")[0].one
    assert not named("按省里的规定多少？")[0].one
