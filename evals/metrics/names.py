"""What every figure of a run is called, where it stands in a report, and which way is better. A table."""

from __future__ import annotations

from typing import Literal, NamedTuple

from evals.types import Group

Unit = Literal["rate", "share", "rank", "chars"]
"""rate: a share of cases, with an interval; share: a mean of shares; rank: a mean of MRR or nDCG; chars: a length."""


class Name(NamedTuple):
    """One figure as a report shows it."""

    group: Group
    zh: str
    en: str
    unit: Unit
    rising: bool = True
    """True when more is better."""


NAMES: dict[str, Name] = {
    "retrieved": Name("检索", "前 10 条齐全", "all of it in the first ten hits", "rate"),
    "recall@1": Name("检索", "召回率@1", "recall@1", "share"),
    "recall@5": Name("检索", "召回率@5", "recall@5", "share"),
    "recall@10": Name("检索", "召回率@10", "recall@10", "share"),
    "mrr@10": Name("检索", "平均倒数排名@10", "MRR@10", "rank"),
    "ndcg@10": Name("检索", "nDCG@10", "nDCG@10", "rank"),
    "filter_rate": Name("检索", "筛选有效", "filters respected", "rate"),
    "pass_rate": Name("回答与引用", "通过率", "cases passed", "rate"),
    "fact_recall": Name("回答与引用", "要点齐全", "all vital facts said", "rate"),
    "fact_share": Name("回答与引用", "要点比例（含部分）", "facts said, partial", "share"),
    "wrong_value_rate": Name("回答与引用", "错值率", "answers with a wrong value", "rate", rising=False),
    "quote_validity": Name("回答与引用", "引文逐字属实", "quotes true to the letter", "share"),
    "source_rate": Name("回答与引用", "出处正确", "the right document cited", "rate"),
    "citation_recall": Name("回答与引用", "引用召回", "statements proved by their citations", "share"),
    "citation_precision": Name("回答与引用", "引用精确", "citations that are needed", "share"),
    "gold_cited": Name("回答与引用", "引到标注原文", "gold places cited", "share"),
    "notice_rate": Name("回答与引用", "应有提示", "expected notices carried", "rate"),
    "unrepeated": Name("回答与引用", "没有重复", "nothing said twice", "rate"),
    "cited_chars": Name("回答与引用", "引文平均字数", "cited characters", "chars", rising=False),
    "answer_chars": Name("回答与引用", "回答平均字数", "characters of an answer", "chars", rising=False),
    "decision": Name("拒答", "该答则答、该拒则拒", "answered or refused rightly", "rate"),
    "refusal_precision": Name("拒答", "拒答精确率", "refusals that were right", "rate"),
    "refusal_recall": Name("拒答", "拒答召回率", "unanswerable cases refused", "rate"),
    "refusal_f1": Name("拒答", "拒答 F1", "F1 of refusing", "share"),
    "false_answer_rate": Name("拒答", "误答率", "unanswerable cases answered", "rate", rising=False),
    "false_refusal_rate": Name("拒答", "误拒率", "answerable cases refused", "rate", rising=False),
    "coverage@risk5": Name("拒答", "风险≤5%时的作答率", "coverage at risk ≤ 5 %", "share"),
}
"""Figures in the order of a report."""
