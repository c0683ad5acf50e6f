"""The year of review and the year of plan are told apart, and a mere mention makes neither."""

import pytest

from corpus.metadata.period import years_of


@pytest.mark.parametrize(
    ("title", "headings", "text", "review", "plan"),
    [
        ("2024年全县银龄行动工作要点", [], "", None, 2024),
        ("2020年工作要点", [], "", None, 2020),
        ("关于做好2020年走访慰问工作的通知", [], "", None, 2020),
        ("清河市2023年工作总结", [], "", 2023, None),
        ("2022年工作总结和2023年工作计划", [], "", 2022, 2023),
        (None, ["2021年主要工作回顾", "2022年的重点任务"], "", 2021, 2022),
        (None, ["全县概况", "2022年工作完成情况", "2023年打算"], "", 2022, 2023),
        ("2020年工作要点", ["2021年工作总结"], "", None, 2020),
        ("做好2020年工作的通知", [], "2019年，全市工作有成效。\n2020年是关键之年。", 2019, 2020),
        (None, [], "2019年，全市工作有成效。\n2020年是关键之年。", 2019, 2020),
        ("关于调整护理费标准的通知", ["补助标准"], "自2021年1月1日起执行。1949年以前参加工作。", None, None),
        (None, ["认识", "落实"], "今年上半年，去年十二月，2012年以来。", None, None),
        ("", [], "", None, None),
    ],
)
def test_the_years_of_a_document(title, headings, text, review, plan):
    back, ahead = years_of(title, headings, text)
    assert (back.value, ahead.value) == (review, plan)
    assert all((each.value is None) == (each.basis == "unknown") for each in (back, ahead))
    assert all(not each.value or str(each.value) in each.evidence for each in (back, ahead))
