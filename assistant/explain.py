"""How a question was understood and why it was answered or not, for a person who asks (`--explain`). Pure."""

from __future__ import annotations

from assistant.asking.question import Question
from assistant.gate import Decision

KINDS = {
    "amount": "数额 amount",
    "sum": "已发生的总数 sum spent",
    "count": "数量 count",
    "share": "比例 share",
    "date": "时间、期限 date or deadline",
    "hours": "时段 hours",
    "organ": "由谁负责 who",
    "name": "名称 name",
    "list": "列举 list",
    "documents": "哪些文件 which documents",
    "rule": "怎么规定 rule",
    "reason": "原因 reason",
    "any": "其他 other",
}
STATUSES = {"answered": "作答 answered", "uncertain": "只列相关内容 related only", "not_found": "未找到 not found"}


def explain(question: Question, decision: Decision) -> str:
    """A few lines, Chinese with the English beside it."""
    size = f"，{question.slot.size} 项" if question.slot.size else ""
    known = {
        "问的是 asks": f"{question.asks.strip()}（{KINDS[question.slot.want]}{size}）",
        "必须说到 must be held": _listed([term.text for term in question.asked if not term.light]),
        "可换说法 may be said otherwise": _listed([term.text for term in question.asked if term.light]),
        "只作线索 helps to find": _listed([term.text for term in question.terms if term.earlier]),
        "年份 years": _listed([str(year) for year in question.years]),
        "地方 places": _listed([place.name for place in question.places]),
        "条文 articles": _listed([str(number) for number in question.articles]),
        "对象 people": question.population or "",
        "改错 slips": _listed([f"{each.wrong}→{each.right}" for each in question.corrections]),
        "结果 decision": f"{STATUSES[decision.status]}，把握 confidence {decision.confidence:.2f}",
        "未见 missing": _listed([term.text for term in decision.missing]),
    }
    return "\n".join(f"{name}：{value}" for name, value in known.items() if value)


def _listed(words: list[str]) -> str:
    return "、".join(dict.fromkeys(words))
