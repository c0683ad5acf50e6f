"""What is written is read back as it was, and a person can read it."""

from decimal import Decimal
from typing import get_args

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from assistant.types import NoticeKind
from corpus.quantities import Bound
from corpus.types import Level, Validity
from evals.suite.load import load
from evals.suite.write import to_yaml
from evals.types import Case, Fact, Filters, Forbidden, Gold, Unanswerable, Value

# Characters that decoding counts as damage are left out; everything else is fair.
words = some.text(some.characters(codec="utf-8", exclude_characters="\ufffd"), min_size=1, max_size=12).filter(
    lambda text: text.strip()
)
tricky = some.sampled_from(
    ["2700", "0.10", "1e3", "true", "no", "null", "~", "是", "- a", "a: b", "#x", "'", '"', "甲\n乙", "a\u2028b", "[x]",
     "{{x}}", "2024-06-30", "<<", "=", " 甲 ", "\t", "。", "😀", "\x85x", "\x0bx", "12:30", "&a", "*", "!x", "%", "@"]
).filter(lambda text: text.strip())  # fmt: skip
text = words | tricky
texts = some.lists(text, max_size=3).map(tuple)
maybe = some.just("") | text
values = some.builds(
    Value,
    some.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9),
    maybe,
    some.none() | some.sampled_from(get_args(Bound)),
)


@some.composite
def facts(draw):
    """Facts as `load` gives them: each has an id, and what is near belongs to a value."""
    found = []
    for number in range(1, draw(some.integers(0, 3)) + 1):
        value = draw(some.none() | values)
        fact = Fact(
            draw(texts), draw(texts), value, draw(maybe) if value else "", draw(maybe), draw(some.booleans()),
            draw(some.sampled_from([f"f{number}", f"要点{number}"])),
        )  # fmt: skip
        found.extend([fact] if fact.any_of or fact.all_of or fact.value or fact.says else [])
    return tuple(
        fact
        if fact.id.startswith("要点")
        else Fact(fact.any_of, fact.all_of, fact.value, fact.near, fact.says, fact.vital, f"f{at}")
        for at, fact in enumerate(found, 1)
    )


@some.composite
def cases(draw, id):
    refusal = draw(some.none() | some.sampled_from(get_args(Unanswerable)))
    said = () if refusal else draw(facts())
    golds = some.builds(
        Gold,
        text,
        maybe,
        maybe,
        some.lists(some.sampled_from([fact.id for fact in said]), max_size=2).map(tuple) if said else some.just(()),
    )
    return Case(
        id=id,
        turns=tuple(draw(some.lists(text, min_size=1, max_size=3))),
        facts=said,
        must_not=tuple(draw(some.lists(some.builds(Forbidden, text) | some.builds(Forbidden, some.just(""), values, maybe), max_size=2))),
        sources=tuple(draw(some.lists(golds, max_size=2))),
        docs=draw(some.lists(text, min_size=1, max_size=2).map(tuple)),
        all_docs=draw(some.booleans()),
        min_docs=draw(some.integers(1, 9)),
        forbid_sources=draw(texts),
        unanswerable=refusal,
        reason=draw(maybe) if refusal else "",
        filters=draw(
            some.builds(
                Filters, some.none() | text, some.none() | some.sampled_from(get_args(Level)), some.none() | some.integers(1000, 9999),
                some.none() | text, some.none() | some.sampled_from(get_args(Validity)),
            )
        ),
        as_of=draw(some.none() | some.sampled_from(["2024", "2024-06", "2024-06-30"])),
        notices=draw(some.lists(some.sampled_from(get_args(NoticeKind)), max_size=2).map(tuple)),
        tags=draw(texts),
        note=draw(maybe),
        draft=draw(some.booleans()),
    )  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(first=cases("a"), second=cases("001"), title=text)
def test_cases_come_back_as_they_were(tmp_path, first, second, title):
    path = tmp_path / "a.yaml"
    path.write_text(to_yaml([first, second], title), encoding="utf-8", newline="")
    assert load([path]) == [first, second]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None, max_examples=30
)
@given(case=cases("a"))
def test_any_other_reader_of_yaml_reads_the_same_words(case):
    found = yaml.safe_load(to_yaml([case], "题"))["cases"][0]
    assert [found["question"]] if "question" in found else found["turns"] == list(case.turns)
    assert found["docs"] == list(case.docs)
    assert found.get("note", "") == case.note


def test_a_suite_is_pleasant_to_read():
    case = Case(
        id="log-1",
        turns=("护理费每月多少？",),
        facts=(
            Fact(("500元", "五百元"), id="f1"),
            Fact(value=Value(Decimal("2.50"), "万元", "<="), vital=False, id="f2"),
        ),
        must_not=(Forbidden("大约"), Forbidden(value=Value(Decimal(800), "元"), near="护理费")),
        sources=(Gold("护理费.md", "第三条", "每人每月500元", ("f1",)),),
        filters=Filters(region="清河市", year=2023),
        as_of="2024-06-30",
        tags=("数值",),
        draft=True,
    )
    assert (
        to_yaml([case, Case("log-2", ("甲？", "乙？"), unanswerable="near_miss", reason="没有写")], "反馈")
        == """\
# 由程序写出。标有 draft: true 的题是草稿，不参加评测：请人工核对问题、要点和来源，改好后删去这一行。
# Written by a program. A case with draft: true is a draft and left out of runs: a person must look through its
# question, facts and sources, correct them and delete that line.
suite: 反馈
version: 1
cases:
- id: log-1
  question: 护理费每月多少？
  tags: [数值]
  filters: {region: 清河市, year: 2023}
  as_of: '2024-06-30'
  facts:
  - {id: f1, any_of: [500元, 五百元]}
  - {value: {num: 2.5, unit: 万元, comparator: <=}, vital: false}
  must_not:
  - 大约
  - {value: {num: 800, unit: 元}, near: 护理费}
  sources:
  - {document: 护理费.md, section: 第三条, quote: 每人每月500元, facts: [f1]}
  draft: true
- id: log-2
  turns:
  - 甲？
  - 乙？
  unanswerable: {kind: near_miss, reason: 没有写}
"""
    )


@pytest.mark.parametrize("number", ["0", "-3", "2.50", "0.1", "123456789012345678", "0.000001", "1234567890.1234567"])
def test_a_number_keeps_every_digit(tmp_path, number):
    case = Case("a", ("？",), (Fact(value=Value(Decimal(number), "元"), id="f1"),))
    (tmp_path / "a.yaml").write_text(to_yaml([case], "x"), encoding="utf-8")
    assert load([tmp_path / "a.yaml"]) == [case]
