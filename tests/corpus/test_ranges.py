"""Spans of days are found as documents write them, and tell which days lie in them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.ranges import find

DAYS = st.dates(date(1921, 7, 1), date(2026, 12, 31))
TO = st.sampled_from(["至", "到", "—", "——", "-", "～", " 至 ", "起至"])


def bounds(text):
    return [(each.first, each.last) for each in find(text)]


def written(day, parts=3):
    return "".join(f"{value}{unit}" for value, unit in zip((day.year, day.month, day.day), "年月日", strict=True))[
        : {1: 5, 2: len(f"{day.year}年{day.month}月"), 3: None}[parts]
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1943年1月1日至1945年9月2日参加革命工作的", [("1943-01-01", "1945-09-02")]),
        ("一九三七年七月七日至一九四二年十二月三十一日", [("1937-07-07", "1942-12-31")]),
        ("1945年9月到1949年9月", [("1945-09", "1949-09")]),
        ("1943年至1945年9月2日", [("1943", "1945-09-02")]),
        ("1937年7月6日及以前", [(None, "1937-07-06")]),
        ("1937年7月6日（含）以前入伍", [(None, "1937-07-06")]),
        ("1942年以前", [(None, "1942")]),
        ("1943年1月1日至1945年9月2日及以前", [("1943-01-01", "1945-09-02")]),
        ("1945年9月3日及以后", [("1945-09-03", None)]),
        ("自2014年10月起执行", [("2014-10", None)]),
        (
            "1937年7月7日至1942年12月31日，1943年1月1日至1945年9月2日",
            [("1937-07-07", "1942-12-31"), ("1943-01-01", "1945-09-02")],
        ),
    ],
)
def test_a_span_is_as_precise_as_the_text_and_open_where_the_text_is(text, expected):
    assert bounds(text) == expected


@pytest.mark.parametrize("text", ["1944年7月1日参加革命工作", "2023年和2024年", "每月至少一次", "10月1日起", ""])
def test_a_day_by_itself_is_no_span(text):
    assert find(text) == ()


def test_a_span_knows_where_it_stands():
    text = "凡1943年至1945年9月2日参加革命的，每月200元。"
    (found,) = find(text)
    assert text[found.start : found.end] == "1943年至1945年9月2日"


@given(DAYS, DAYS, DAYS, TO)
def test_a_day_is_held_from_the_first_to_the_last_and_not_beyond(first, last, day, to):
    first, last = sorted((first, last))
    (found,) = find(f"（{written(first)}{to}{written(last)}）")
    for each in (day, first, last):
        assert found.holds(each.isoformat()) == (first <= each <= last)


@given(DAYS, DAYS)
def test_an_open_end_holds_everything_on_its_side(bound, day):
    (before,) = find(f"{written(bound)}及以前")
    (after,) = find(f"{written(bound)}及以后")
    assert before.holds(day.isoformat()) == (day <= bound)
    assert after.holds(day.isoformat()) == (day >= bound)


@given(DAYS, DAYS, DAYS, st.sampled_from([1, 2]))
def test_a_year_or_a_month_is_held_whole(first, last, day, parts):
    first, last = sorted((first, last))
    (found,) = find(f"{written(first, parts)}至{written(last, parts)}")

    def cut(each):
        return (each.year, each.month)[:parts]

    assert found.holds(day.isoformat()) == (cut(first) <= cut(day) <= cut(last))
