"""Every statement meets the verifier: what its own evidence contradicts is never said."""

from dataclasses import replace

import pytest

from assistant.compose import quoted
from assistant.evidence import Source
from assistant.prove import evidence, finding, proved
from index.standing import Standing


@pytest.fixture(scope="module")
def rule(sample):
    """A statement in the words of a rule."""
    entry = next(each for each in sample._index.entries() if each.source == "清河市-困难补助-2022.md")
    document = sample._index.document(entry.id)
    start = document.text.index("（三）退休干部，根据困难程度确定")
    return quoted(Source(document, Standing("现行")), (start, document.text.index("\n", start)))


def test_the_document_s_own_words_are_verbatim(rule):
    assert finding(rule).verdict == "verbatim"
    assert [each.verdict for each in proved([rule])] == ["verbatim"]


@pytest.mark.parametrize("change", [("5000元", "6000元"), ("不超过", ""), ("退休干部", "离休干部")])
def test_a_statement_that_its_evidence_contradicts_is_left_out(rule, change):
    spoilt = replace(rule, text=rule.text.replace(*change))
    assert finding(spoilt).verdict == "contradicted"
    assert proved([spoilt, rule]) == [replace(rule, verdict="verbatim")]


def test_the_evidence_is_what_a_reader_sees(rule):
    shown = evidence(rule)
    assert shown.quotes == (rule.text,)
    assert shown.region == "云岭省清河市"
    assert shown.doc_number == "清委老干〔2022〕8号"
    assert any("第五条" in label for label in shown.path)


def test_a_row_is_shown_with_its_headings(sample):
    answer = sample.ask("清河市春节慰问离休干部是多少钱？")
    assert answer.statements
    assert {each.verdict for each in answer.statements} <= {"verbatim", "supported"}
