"""What the fields of a case are called: by us, in Chinese, in sheets, in promptfoo, DeepEval and Ragas.

Tables and how they are looked up. Knows nothing of files, and of values only the words of closed lists.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

T = TypeVar("T")

_REMARK = re.compile(r"\([^()]*\)$")
"""What a heading of a sheet says about how to fill it: 答案要点（用|分隔）."""
_NUMBERED = re.compile(r"(?<=\D)_?\d{1,2}$")


@dataclass(frozen=True, slots=True)
class Headings:
    """The fields of one kind of mapping and every name that they may go by."""

    names: Mapping[str, tuple[str, ...]]
    """A field of ours → its other names."""

    def field(self, heading: str) -> str | None:
        """The field of ours that a heading means."""
        word = spelled(heading)
        return next((field for field, names in self.names.items() if word == field or word in names), None)

    def column(self, heading: str) -> str | None:
        """The same for a column of a sheet, which may be numbered: 要点1, 要点2."""
        return self.field(heading) or self.field(_NUMBERED.sub("", spelled(heading)))

    def near(self, heading: str) -> str | None:
        """The known name most like an unknown one."""
        known = [name for field, names in self.names.items() for name in (field, *names)]
        return next(iter(difflib.get_close_matches(spelled(heading), known, 1, 0.5)), None)


def spelled(heading: str) -> str:
    """Spell a heading or a word of a list in one way.

    >>> spelled("Source Doc"), spelled("答案要点（用|分隔）*")
    ('source_doc', '答案要点')
    """
    plain = unicodedata.normalize("NFKC", heading).strip().strip("*:").strip()
    return re.sub(r"[\s-]+", "_", _REMARK.sub("", plain).strip().casefold())


def _headings(**names: str) -> Headings:
    return Headings(MappingProxyType({field: tuple(words.split()) for field, words in names.items()}))


SUITE = _headings(
    suite="题集 名称 title",
    version="版本",
    defaults="默认",
    cases="题目 用例 案例 goldens",
)
CASE = _headings(
    id="编号 题号 case_id",
    question="问题 提问 题目",
    turns="轮次 对话",
    followups="追问 followup follow_up follow_ups",
    facts="答案要点 要点 expected_facts key_points",
    reference="参考答案 标准答案 答案 answer expected_answer ground_truth",
    must_not="禁止 不得出现 禁止出现 不应出现 forbidden",
    sources="来源 出处 依据 source",
    docs="来源文件 文件 文件名 doc document documents source_doc source_docs",
    sections="条款 章节 section article source_section source_article",
    quotes="原文 引文 quote source_quote",
    all_docs="须引全部文件 全部文件",
    min_docs="至少文件数 最少文件数",
    forbid_sources="不得引用 禁引文件",
    unanswerable="不可回答 不可答",
    reason="原因 理由",
    filters="筛选",
    region="地区",
    level="层级",
    year="年份 年度",
    doc_type="文种",
    validity="效力",
    as_of="截至日期 日期 date",
    notices="提示 notice",
    tags="标签 类别 category",
    note="备注 说明 notes",
    draft="草稿",
)
"""Ours. Fields from `followups` on that no case has are put into their places by `translate`."""
FOREIGN = _headings(
    id="query_id name",
    question="query user_input input prompt",
    reference="expected_output reference gt_answer",
    quotes="context reference_contexts",
    docs="source_file reference_context_ids",
    note="comments description",
)
"""Of DeepEval, Ragas and RAGChecker; promptfoo calls what it asks by any of these."""
IGNORED = _headings(
    run="response retrieved_contexts retrieved_context_ids retrieval_context actual_output tools_called",
    made="synthesizer_name persona_name query_style query_length custom_column_key_values",
    asked="expected_tools rubrics reference_tool_calls reference_topics",
    set="provider providers prompts options threshold assertscoringfunction",
    numbered="序号",
)
"""What other tools write of their runs and settings, and the running number of a row."""
FILTERS = _headings(
    region="地区",
    level="层级",
    year="年份 年度",
    kind="文种 doc_type",
    validity="效力",
)
FACT = _headings(
    id="编号",
    any_of="任一 之一",
    all_of="全部",
    value="数值",
    near="附近",
    says="说法",
    vital="必需",
)
VALUE = _headings(num="数 number", unit="单位", comparator="比较")
FORBIDDEN = _headings(text="文字", value="数值", near="附近")
SOURCE = _headings(document="文件 文件名 doc", section="条款 章节 article", quote="原文 引文", facts="要点")
UNANSWERABLE = _headings(kind="类型", reason="原因 理由")
TURN = _headings(user="用户 问 question", facts="要点 答案要点")
LEVELS = MappingProxyType(
    {
        "facts": FACT,
        "value": VALUE,
        "must_not": FORBIDDEN,
        "sources": SOURCE,
        "filters": FILTERS,
        "unanswerable": UNANSWERABLE,
        "turns": TURN,
    }
)
"""The field that holds a mapping → the headings of that mapping; all others are those of a case."""


def case_field(heading: str) -> str | None:
    """The field of a case that a heading means, in our files or another tool's."""
    return CASE.field(heading) or FOREIGN.field(heading)


def case_column(heading: str) -> str | None:
    """The same for a column of a sheet."""
    return CASE.column(heading) or FOREIGN.column(heading)


def asks(row: Iterable[str]) -> bool:
    """Say whether a row of a sheet is its headings: one of them is the question, or a promptfoo check."""
    return any(case_column(each) in ("question", "turns") or each.strip().startswith("__expected") for each in row)


def _words(meanings: Mapping[T, str]) -> Mapping[str, T]:
    return MappingProxyType({word: meaning for meaning, words in meanings.items() for word in words.split()})


KINDS = _words(
    {
        "out_of_corpus": "out_of_corpus 语料外 资料外",
        "near_miss": "near_miss 近似不可答 近似",
        "wrong_region": "wrong_region 地区错配 地区不符",
        "wrong_year": "wrong_year 年份错配 年份不符",
        "superseded": "superseded 已被替代 被替代",
        "false_premise": "false_premise 假前提 前提不实",
        "out_of_scope": "out_of_scope 超范围 超出范围",
        "ambiguous": "ambiguous 含糊",
    }
)
NOTICES = _words(
    {
        "redacted": "redacted 隐去",
        "conflict": "conflict 冲突",
        "scope": "scope 范围",
        "outdated": "outdated 失效 过期",
        "partial": "partial 部分",
        "hearsay": "hearsay 传述",
    }
)
BOUNDS = _words(
    {
        "=": "= == 等于",
        ">=": ">= ≥ 不低于 不少于 至少 以上",
        "<=": "<= ≤ 不超过 不高于 不多于 至多 以下 以内",
        ">": "> 超过 高于 多于 大于",
        "<": "< 不足 低于 少于 小于 未满",
    }
)
TRUTHS = _words({True: "true yes y 是 √ ✓ 1", False: "false no n 否 × ✗ 0"})
ASKED_BY = frozenset({"human", "user"})
"""Who speaks the turns of a case in other tools' lists of messages."""
