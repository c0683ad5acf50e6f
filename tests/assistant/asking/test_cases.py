"""Numbers that a turn tells, and the case of a rule that they fall into."""

import pytest

from assistant.asking.cases import case, sizes


@pytest.mark.parametrize(
    ("question", "text", "meant"),
    [
        ("支部四十多人，配几名联络员？", "30人以上不足60人的，配2名联络员", True),
        ("支部四十多人，配几名联络员？", "60人以上的，配3名联络员", False),
        ("支部三十多人，配几名联络员？", "不足30人的，配1名联络员", False),
        ("我舅舅88岁了，补贴多少？", "85周岁以上的每月60元", True),
        ("我舅舅88岁了，补贴多少？", "60人以上的单位", None),
        ("85岁以上的补贴多少？", "90岁以上的每月80元", None),
        ("配几名联络员？", "60人以上的，配3名联络员", None),
    ],
)
def test_a_number_falls_into_its_case_and_one_that_is_not_told_into_none(question, text, meant):
    assert case(sizes(question), text) is meant
