"""One verdict and one cause a case: what the documents, the hits and the answer together say."""

from dataclasses import replace

import pytest

from assistant.types import Answer, Citation, Notice, Statement
from evals.gold import Library, targets
from evals.judge import METRICS, Observed, scores, verdict
from evals.metrics.names import NAMES
from evals.types import Case, Fact, Filters, Forbidden, Gold, Value
from index.embed import open_embedder
from index.search import Index
from index.types import Hit
from index.writer import Writer

QUOTE = "离休干部困难补助每人每年6000元。"
CASE = Case("a", ("离休干部困难补助是多少？",), (Fact(any_of=("6000元",), id="f1"),), docs=("补助规定.txt",))


@pytest.fixture
def cite(index):
    def cited(quote=QUOTE, name="补助规定.txt", marker=1):
        entry = next(entry for entry in index.entries() if entry.source == name)
        start = index.document(entry.id).text.index(quote)
        return Citation(
            marker, entry.id, name, "题", None, None, None, 2023, "现行", (), start, start + len(quote), quote, None
        )

    return cited


@pytest.fixture
def hit(index):
    def found(words, rank=1):
        chunk = next(chunk for entry in index.entries() for chunk in index.chunks(entry.id) if words in chunk.text)
        return Hit(chunk, 1.0, rank, "hybrid", 1.0, 1.0)

    return found


@pytest.fixture
def judge(library, cite, hit):
    """Judge an answer to a case: by default the right one, found and cited."""

    def judged(case=CASE, said=QUOTE, citations=None, hits=None, status="answered", notices=(), text=None):
        citations = (cite(),) if citations is None else tuple(citations)
        marks = "".join(f"[{each.marker}]" for each in citations)
        statements = (Statement(said, tuple(each.marker for each in citations), "verbatim"),)
        answer = Answer(
            "x", case.question, status, text or f"《题》：\n{said}{marks}",
            statements if citations else (), citations, tuple(Notice(kind, "") for kind in notices), 1.0, 0.9,
        )  # fmt: skip
        found = [hit("6000元")] if hits is None else hits
        seen = Observed(case, found, targets(case, library), library, answer)
        return verdict(seen, scores(seen))

    return judged


def test_a_right_answer_passes(judge):
    assert judge() == (True, None, "")


def test_every_metric_has_a_name_and_every_name_a_figure():
    from evals.summary import _OVERALL

    assert set(METRICS) | set(_OVERALL) == set(NAMES)


def test_what_the_store_does_not_hold_is_missing_from_it(judge):
    case = replace(
        CASE, docs=(), sources=(Gold("补助规定.txt", quote="每人每年9000元"),), facts=(Fact(any_of=("9000元",)),)
    )
    passed, cause, why = judge(case)
    assert (passed, cause) == (False, "入库缺失")
    assert "9000元" in why


def test_a_refusal_without_the_passage_is_for_want_of_search(judge, hit):
    assert judge(status="not_found", citations=(), hits=[hit("120人次")])[1] == "检索"


def test_a_refusal_with_the_passage_at_hand_is_a_wrong_refusal(judge):
    assert judge(status="not_found", citations=())[1] == "误拒答"


def test_a_fact_that_was_found_and_not_said_is_for_want_of_saying(judge, cite):
    passed, cause, why = judge(
        said="原单位收到申请后15个工作日内提出意见。", citations=[cite("原单位收到申请后15个工作日内提出意见。")]
    )
    assert (passed, cause) == (False, "抽取/生成")
    assert "6000元" in why


def test_a_fact_that_was_neither_found_nor_said_is_for_want_of_search(judge, hit, cite):
    other = "走访慰问120人次。"
    assert judge(said=other, citations=[cite(other, "总结-2023.txt")], hits=[hit("120人次")])[1] == "检索"


def test_a_number_of_nobodys_is_a_wrong_value(judge):
    passed, cause, why = judge(said="离休干部困难补助每人每年6000元，另加700元。")
    assert (passed, cause) == (False, "抽取/生成")
    assert "700元" in why


def test_a_number_of_the_question_or_of_the_document_s_name_is_nobody_s_fault(judge):
    case = replace(CASE, turns=("给80岁的离休干部的困难补助是多少？",))
    assert judge(case, text=f"80岁的：{QUOTE}[1]")[0]


def test_a_forbidden_value_fails_and_is_named(judge):
    from decimal import Decimal

    case = replace(CASE, must_not=(Forbidden(value=Value(Decimal(3000), "元")),))
    said = f"{QUOTE}退休干部困难补助每人每年不超过3000元。"
    passed, cause, why = judge(case, said=said)
    assert (passed, cause, why) == (False, "抽取/生成", "不该有：3000元")


@pytest.mark.parametrize(
    "change", [{"quote": "离休干部困难补助每人每年6000"}, {"start": 0}, {"document": "总结-2023.txt"}]
)
def test_a_citation_that_is_not_the_document_s_own_text_is_a_fault_of_citing(judge, cite, change):
    assert judge(citations=[replace(cite(), **change)])[1] == "引用"


def test_a_statement_without_a_citation_is_a_fault_of_citing(judge):
    answer = f"{QUOTE}[1]又说一句。[7]"
    assert judge(text=answer)[1] == "引用"


def test_a_true_quote_that_does_not_hold_the_fact_is_a_fault_of_citing(judge, cite):
    passed, cause, why = judge(citations=[cite("原单位收到申请后15个工作日内提出意见。")])
    assert (passed, cause) == (False, "引用")
    assert "引文不含" in why


def test_another_document_than_the_right_one_is_a_fault_of_citing(judge, cite):
    assert judge(citations=[cite("全年发放困难补助XX万元，走访慰问120人次。", "总结-2023.txt")])[1] == "引用"


def test_a_document_that_must_not_be_cited_is_a_fault_of_citing(judge):
    assert judge(replace(CASE, forbid_sources=("补助规定.txt",)))[1] == "引用"


def test_every_document_is_cited_where_every_one_is_wanted(judge, cite):
    case = replace(CASE, docs=("补助规定.txt", "总结-2023.txt"), all_docs=True)
    assert judge(case)[0] is False
    second = cite("走访慰问120人次", "总结-2023.txt", marker=2)
    assert judge(case, citations=[cite(), second])[0] is True


def test_a_notice_that_is_wanted_and_absent_fails(judge):
    case = replace(CASE, notices=("redacted",))
    assert judge(case)[0] is False
    assert judge(case, notices=["redacted"])[0] is True


def test_the_same_line_twice_fails(judge):
    assert judge(text=f"{QUOTE}[1]\n{QUOTE}[1]")[1] == "抽取/生成"


def test_what_is_found_outside_the_filters_is_a_fault_of_search(judge, hit):
    case = replace(CASE, filters=Filters(year=2023))
    assert judge(case, hits=[hit("6000元"), hit("120人次", 2)])[1] == "检索"


def test_an_unanswerable_case_passes_when_it_is_refused_and_fails_when_it_is_answered(judge):
    case = Case("u", ("谁印制证书？",), unanswerable="near_miss")
    assert judge(case, status="uncertain")[0] is True
    assert judge(case)[1] == "误答"


def test_a_fact_that_is_not_vital_may_be_left_out(judge):
    case = replace(CASE, facts=(*CASE.facts, Fact(any_of=("火灾",), vital=False)))
    assert judge(case)[0] is True


def test_hits_alone_are_judged_by_what_they_show(library, hit):
    def judged(hits):
        seen = Observed(CASE, hits, targets(CASE, library), library)
        return verdict(seen, scores(seen))

    assert judged([hit("6000元")]) == (True, None, "")
    assert judged([hit("120人次")])[:2] == (False, "检索")
    unanswerable = Case("u", ("谁印制证书？",), unanswerable="near_miss")
    seen = Observed(unanswerable, [], (), library)
    assert verdict(seen, scores(seen))[0] is None


@pytest.fixture
def tabled(tmp_path):
    """A store of one document with a table, of which a person stated from when it holds."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "茶费.md").write_text(
        "# 关于2021年茶费的通知\n\n茶费标准如下：\n\n| 对象 | 原标准（元） | 新标准（元） |\n| --- | --- | --- |\n"
        "| 合唱队 | 700 | 1900 |\n| 书画社 | 600 | 1600 |\n",
        encoding="utf-8",
    )
    (folder / "documents.toml").write_text('[[document]]\nfile = "茶费.md"\neffective = "2017"\n', encoding="utf-8")
    embedder = open_embedder("hash")
    with Writer.open(tmp_path / "store", embedder) as writer:
        writer.sync([folder])
    with Index.open(tmp_path / "store", embedder) as opened:
        yield opened


def test_each_cell_of_a_row_is_a_number_of_its_own_and_the_year_of_a_head_is_no_wrong_value(tabled):
    (entry,) = tabled.entries()
    document, known = tabled.document(entry.id), Library(tabled)
    row = next(row for table in document.tables for row in table.rows if "合唱队" in row.cells[0].text)
    start, end = row.cells[0].start, row.cells[-1].end
    quote = document.text[start:end]
    citation = Citation(1, entry.id, "茶费.md", "题", None, None, None, 2021, "现行", (), start, end, quote, None)
    case = Case(
        "a", ("合唱队的茶费原来多少，现在多少？",), (Fact(any_of=("700",)), Fact(any_of=("1900",))), docs=("茶费.md",)
    )
    said = "对象：合唱队；原标准（元）：700；新标准（元）：1900"
    answer = Answer(
        "x", case.question, "answered", f"《题》 (effective 2017):\n{said}[1]",
        (Statement(said, (1,), "supported"),), (citation,), (), 1.0, 0.9,
    )  # fmt: skip
    hits = tabled.search("合唱队茶费", k=3)
    seen = Observed(case, hits, targets(case, known), known, answer)
    assert verdict(seen, scores(seen)) == (True, None, "")
