"""A small run and its baseline, built by hand, with the texts that reports must survive."""

from dataclasses import replace

import pytest

from evals.types import Figure, Marked, Outcome, Point, Run, Timing

HOSTILE = (
    "<script>alert('x')</script> ]]> \"&amp;\" {{ 7 * 7 }} \x00\x1b[31m红 \u202e反 𠮷野家 http://evil.example |甲|乙|"
)
LONG = "机关事业单位工作人员退休待遇按照国家有关规定执行。" * 80


def cited(**changed):
    known = Marked(
        marker=1,
        document="护理费通知.docx",
        title="关于调整护理费标准的通知",
        path=("二、标准", "（一）"),
        region="示例市",
        year=2023,
        validity="现行",
        start=120,
        end=135,
        quote="护理费每人每月五百元",
        before="自2023年起，",
        after="，按月发放。",
    )
    return replace(known, **changed)


def outcome(id, **changed):
    known = Outcome(
        id=id,
        turns=("离休干部护理费的标准是多少？",),
        tags=("护理费", "数值"),
        unanswerable=None,
        passed=True,
        cause=None,
        why="",
        status="answered",
        text="护理费每人每月五百元。[1]",
        notices=(),
        citations=(cited(),),
        confidence=0.8125,
        gold_rank=1,
        scores={"recall@5": 1.0, "fact_recall": 1.0, "notice_rate": None},
    )
    return replace(known, **changed)


OUTCOMES = (
    outcome("yb-001"),
    outcome(
        "yb-002",
        turns=("体检多久一次？", HOSTILE),
        tags=("=1+1", "体检"),
        passed=False,
        cause="引用",
        why=f"应引第四条\n{HOSTILE}",
        text=f"{HOSTILE} [1] [7]",
        notices=(("scope", HOSTILE),),
        citations=(cited(document=HOSTILE, title="", path=(HOSTILE,), quote=LONG, region=None, year=None),),
        gold_rank=3,
    ),
    outcome(
        "yb-003",
        tags=(),
        passed=False,
        cause="检索",
        why="第七条不在前 10 条中",
        status="not_found",
        text="",
        citations=(),
        gold_rank=None,
        scores={"recall@5": 0.0, "fact_recall": 0.0},
    ),
    outcome(
        "yb-004",
        unanswerable="wrong_region",
        status="not_found",
        text="没有找到。",
        citations=(),
        gold_rank=None,
        scores={},
    ),
    outcome("yb-005", passed=None, status="", text="", citations=(), scores={"recall@5": 1.0}),
    outcome("yb-006", text="护理费每人每月八百元。[1]"),
)
BEFORE = (
    outcome("yb-001"),
    outcome("yb-002", text="每两年一次。[1]"),
    outcome("yb-003", passed=False, cause="检索"),
    outcome("yb-004", passed=False, cause="误答", unanswerable="wrong_region"),
    outcome("yb-006"),
    outcome("yb-000"),
)
FIGURES = (
    Figure("refusal_recall", "拒答", 1.0, 1, 0.207, 1.0),
    Figure("false_answer_rate", "拒答", 0.125, 8, 0.022, 0.471),
    Figure("recall@5", "检索", 0.75, 4),
    Figure("mrr@10", "检索", 0.6123, 4),
    Figure("pass_rate", "回答与引用", 0.6, 5, 0.231, 0.882),
    Figure("answer_chars", "回答与引用", 48.4, 5),
    Figure("notice_rate", "回答与引用", None, 0),
)
OLD_FIGURES = (
    Figure("recall@5", "检索", 0.7, 4),
    Figure("mrr@10", "检索", 0.6124, 4),
    Figure("false_answer_rate", "拒答", 0.1, 8),
    Figure("answer_chars", "回答与引用", 60.0, 5),
)


@pytest.fixture
def run():
    return Run(
        version=1,
        suites=("冒烟", "<医保>"),
        suite_hash="5a17e5a17e5a17e5",
        store_hash="c0ffee00c0ffee00",
        documents=12,
        mode="extractive",
        embedder="bundled",
        threshold=0.62,
        figures=FIGURES,
        by_kind=(Figure("wrong_region", "拒答", 1.0, 1, 0.2, 1.0),),
        by_tag=(Figure("护理费", "回答与引用", 0.75, 4, 0.3, 0.95), Figure("=1+1", "回答与引用", 0.0, 1, 0.0, 0.8)),
        causes={"引用": 1, "检索": 1},
        curve=(Point(0.9, 0.2, 0.0), Point(0.6, 0.7, 0.04), Point(0.1, 1.0, 0.13)),
        outcomes=OUTCOMES,
        timing=Timing("2026-11-21T15:40:00", 1.5, 12.3, 48.7, {"yb-001": 11.5, "yb-002": 20.0}),
    )


@pytest.fixture
def baseline(run):
    return replace(
        run,
        outcomes=BEFORE,
        figures=OLD_FIGURES,
        by_tag=(Figure("护理费", "回答与引用", 0.5, 4, 0.2, 0.8),),
        curve=(Point(0.9, 0.1, 0.0), Point(0.1, 1.0, 0.2)),
        store_hash="0badf00d0badf00d",
    )


@pytest.fixture
def searched(run):
    """A run that judged hits alone."""
    outcomes = tuple(replace(each, passed=None, cause=None, status="", text="", citations=()) for each in OUTCOMES)
    figures = tuple(each if each.group == "检索" else replace(each, value=None, n=0) for each in FIGURES)
    return replace(
        run, mode="retrieval", outcomes=outcomes, figures=figures, by_kind=(), by_tag=(), causes={}, curve=()
    )
