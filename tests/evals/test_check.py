"""Gold that the store no longer holds is told, with what is most like it."""

from evals.check import check
from evals.types import Case, Fact, Gold


def told(library, **fields):
    return list(check([Case(**{"id": "yb-012", "turns": ("甲？",), **fields})], library))


def test_sound_gold_is_passed_over(library):
    gold = Gold("补助规定.txt", "补助标准", "每人每年6000元")
    assert told(library, facts=(Fact(any_of=("6000元",)),), sources=(gold,)) == []


def test_a_lost_quote_is_told_with_the_case_the_document_the_nearest_sentence_and_how_alike(library):
    (problem,) = told(library, sources=(Gold("补助规定.txt", quote="离休干部困难补助每人每年5000元"),))
    assert problem.stale
    for words in ("yb-012", "补助规定.txt", "已找不到", "离休干部困难补助每人每年6000元", "补助标准", "相似度 0.9"):
        assert words in problem.zh


def test_a_lost_document_and_a_lost_section_are_told(library):
    assert "没有“旧规定.txt”" in told(library, docs=("旧规定.txt",))[0].zh
    assert "没有“附则”" in told(library, sources=(Gold("补助规定.txt", section="附则"),))[0].zh


def test_a_fact_that_its_documents_do_not_spell_so_is_a_doubt(library):
    (problem,) = told(library, facts=(Fact(any_of=("7000元",)),), docs=("补助规定.txt",))
    assert not problem.stale
    assert "7000元" in problem.zh


def test_a_quote_that_stands_in_another_section_is_a_doubt(library):
    (problem,) = told(library, sources=(Gold("补助规定.txt", "办理时限", "每人每年6000元"),))
    assert not problem.stale
    assert "补助标准" in problem.zh
