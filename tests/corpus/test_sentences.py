"""Sentences and clauses, with their closing marks."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import clauses, sentences

TEXTS = st.text(alphabet="甲乙。！；，”」\n 　Ab1.", max_size=60)


def cut(text, spans):
    return [text[start:end] for start, end in spans]


def test_a_closing_quotation_mark_stays_with_its_sentence():
    text = "他说：“好。”大家同意。"
    assert cut(text, sentences(text)) == ["他说：“好。”", "大家同意。"]


def test_a_line_ends_a_sentence():
    assert cut("标题\n正文。", sentences("标题\n正文。")) == ["标题", "正文。"]


def test_clauses_end_at_semicolons_too():
    assert cut("甲；乙。", clauses("甲；乙。")) == ["甲；", "乙。"]


@given(TEXTS)
def test_no_character_but_white_space_is_lost(text):
    for spans in (list(sentences(text)), list(clauses(text))):
        assert all(a[1] <= b[0] for a, b in pairwise(spans))
        assert "".join("".join(cut(text, spans)).split()) == "".join(text.split())
