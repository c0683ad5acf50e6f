"""Every label that a report shows, in Chinese and in English. Tables; knows no run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from assistant import strictness
from evals.metrics.names import NAMES


class Words(NamedTuple):
    """One label in both languages."""

    zh: str
    en: str


GROUPS = {
    "检索": Words("检索", "Retrieval"),
    "回答与引用": Words("回答与引用", "Answers and citations"),
    "拒答": Words("拒答", "Refusal"),
}
MODES = {
    "retrieval": Words("仅检索", "retrieval only"),
    "extractive": Words("原文摘答", "in the documents' words"),
    "llm": Words("模型作答", "worded by a model"),
}
LEVELS = {key: Words(level.zh, level.en) for key, level in strictness.LEVELS.items()}
CAUSES = {
    "入库缺失": Words("入库缺失", "not in the store"),
    "检索": Words("检索", "not retrieved"),
    "抽取/生成": Words("抽取/生成", "not said"),
    "引用": Words("引用", "wrongly cited"),
    "误拒答": Words("误拒答", "wrongly refused"),
    "误答": Words("误答", "wrongly answered"),
}
KINDS = {
    "out_of_corpus": Words("库外", "out of corpus"),
    "near_miss": Words("似有实无", "near miss"),
    "wrong_region": Words("地区不符", "wrong region"),
    "wrong_year": Words("年份不符", "wrong year"),
    "superseded": Words("已被替代", "superseded"),
    "false_premise": Words("前提有误", "false premise"),
    "out_of_scope": Words("超出范围", "out of scope"),
    "ambiguous": Words("所问不明", "ambiguous"),
}
STATUSES = {
    "answered": Words("已回答", "answered"),
    "uncertain": Words("不确定", "uncertain"),
    "not_found": Words("未找到", "not found"),
}
NOTICES = {
    "redacted": Words("原文有隐去", "redacted"),
    "conflict": Words("规定不一", "conflict"),
    "scope": Words("适用范围", "scope"),
    "outdated": Words("可能过时", "outdated"),
    "partial": Words("只答了部分", "partial"),
    "hearsay": Words("仅为转述", "hearsay"),
}
VALIDITIES = {
    "现行": Words("现行", "in force"),
    "试行": Words("试行", "on trial"),
    "征求意见稿": Words("征求意见稿", "draft for comment"),
    "已废止": Words("已废止", "repealed"),
    "被替代": Words("被替代", "superseded"),
    "年度性": Words("年度性", "for one year"),
    "仅述及": Words("仅述及", "only mentioned"),
    "不明": Words("效力不明", "validity unknown"),
}
VERDICTS = {
    True: Words("通过", "passed"),
    False: Words("未通过", "failed"),
    None: Words("未判", "not judged"),
}
SIGNS = {True: "✓", False: "✗", None: "–"}
SCORES = {name: Words(each.zh, each.en) for name, each in NAMES.items()}
FALLING = Words("↓ 越低越好；比率之差为百分点", "↓ lower is better; rates differ by points")


def label(table: Mapping[str, Words], key: str) -> Words:
    """The label of a key; a key that no table knows stands for itself, so that a run of another version shows."""
    return table.get(key) or Words(key, "")
