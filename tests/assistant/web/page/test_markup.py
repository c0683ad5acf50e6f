"""What is put together by `tag` is escaped, and `clean` lets through what is on its list and nothing else."""

import pytest

from assistant.web.page.markup import Markup, both, clean, join, tag
from tests.assistant.web.page.hostile import HOSTILE


def test_text_is_escaped_and_markup_is_not_escaped_twice():
    assert tag("p", "1 < 2", tag("b", "&"), data_id='"') == '<p data-id="&quot;">1 &lt; 2<b>&amp;</b></p>'


def test_what_is_none_or_false_is_left_out_and_true_stands_alone():
    assert tag("button", None, "x", hidden=True, title=None, open=False) == "<button hidden>x</button>"


def test_a_phrase_stands_there_in_both_languages():
    assert (
        both("ask.sources", count=3)
        == '<span class="zh" lang="zh-CN">出处 3 处</span><span class="en" lang="en">3 sources</span>'
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_even_what_was_never_escaped_loses_whatever_loads_or_runs(text):
    cleaned = clean(Markup(text))
    for sign in (
        "<script",
        "<img",
        "<svg",
        "<iframe",
        "onerror=",
        "onload=",
        "<style",
        "<link",
        "<form",
        "href=",
        "src=",
    ):
        assert f"{sign}" not in cleaned.replace("&lt;", "‹"), cleaned
    assert "\n" not in cleaned


def test_lines_are_kept_without_a_line_break():
    assert clean(join(tag("p", "甲\n\n乙"))) == "<p>甲&#10;&#10;乙</p>"
