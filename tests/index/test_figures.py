"""Dates, amounts and spelt numbers of English as Chinese writes them."""

import pytest

from index.figures import figures


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("from 1 July 2017", "from 2017年 7月1日"),
        ("the 1st of July, 2017", "2017年 7月1日"),
        ("July 1st, 2017", "2017年 7月1日"),
        ("in October 2014", "in 2014年 10月"),
        ("by Sept. 30", "by 9月30日"),
        ("before 15 March", "before 3月15日"),
        ("2014-2016", "2014-2016"),
        ("by the end of November", " 11月底前"),
        ("the end of March 2024", "2024年 3月底"),
        ("by the end of the month", "by the end of the month"),
    ],
)
def test_dates(english, chinese):
    assert figures(english) == chinese


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("two thousand yuan", "2000元"),
        ("RMB 1,200", "1200元"),
        ("50,000 yuan", "5万元"),
        ("two hundred and fifty thousand yuan", "25万元"),
        ("1.5 million yuan", "150万元"),
        ("12,345 yuan", "12345元"),
    ],
)
def test_amounts(english, chinese):
    assert figures(english) == chinese


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("a hundred and twenty people", "120 people"),
        ("sixty-five", "65"),
        ("twenty", "20"),
        ("the six steps", "the six steps"),
        ("one of them", "one of them"),
        ("500 people", "500 people"),
    ],
)
def test_numbers(english, chinese):
    assert figures(english) == chinese


@pytest.mark.parametrize("text", ["20 may apply", "may 20 people apply", "a thousandfold", "marching"])
def test_what_is_no_date_and_no_number_stays(text):
    assert figures(text) == text
