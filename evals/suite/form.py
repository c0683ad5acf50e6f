"""The form of a case: its fields, what may stand in them, and the rules between them.

Takes a record with its fields under our names, or Chinese ones within its mappings. Knows nothing of files, of other
tools, or of what stands in the documents.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from hashlib import sha256
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from assistant.types import NoticeKind
from corpus import dates
from corpus.quantities import Bound
from corpus.types import Level, Validity
from evals.suite import headings
from evals.suite.headings import Headings
from evals.suite.origin import printable
from evals.types import Case, Fact, Filters, Forbidden, Gold, Unanswerable, Value


def _refused(zh: str, en: str) -> PydanticCustomError:
    return PydanticCustomError("refused", "{en}", {"zh": printable(zh), "en": printable(en)})


# --- values


def _is_word(value: object) -> bool:
    return isinstance(value, str | int | float | Decimal) and not isinstance(value, bool)


def _as_text(value: object) -> object:
    """A number or a day as it would be written."""
    if isinstance(value, str) and not value.strip():
        raise _refused("是空的", "is empty")
    return str(value) if _is_word(value) or isinstance(value, date) else value


def _as_several(value: object) -> object:
    """A single word where a list is meant."""
    return (value,) if _is_word(value) else value


def _meant(words: Mapping[str, Any]) -> Callable[[Any], Any]:
    return lambda value: words.get(headings.spelled(value), value) if isinstance(value, str) else value


def _kind(value: object) -> object:
    """The kind of refusal; a plain yes is the plain one, that nothing is said of the matter."""
    if value is True or (isinstance(value, str) and headings.TRUTHS.get(headings.spelled(value))):
        return "out_of_corpus"
    return _meant(headings.KINDS)(value)


def _year(value: object) -> object:
    if re.fullmatch(r"\d{4}年?", str(value).strip()):
        return int(str(value).strip()[:4])
    raise _refused(f"应为一个年份，如 2023，不能是“{value}”", f"should be one year, as 2023, not {value}")


def _day(value: object) -> object:
    text = _as_text(value)
    iso = dates.parse(text) if isinstance(text, str) else None
    try:
        date.fromisoformat(f"{iso}-01-01"[:10] if iso else "")
    except ValueError:
        raise _refused(
            f"应为日期，如 2024-06-30，不能是“{value}”", f"should be a day, as 2024-06-30, not {value}"
        ) from None
    return iso


def _as(field: str) -> Callable[[Any], Any]:
    """Takes plain words for a mapping with that one field."""
    return lambda value: {field: value} if _is_word(value) else value


def _choice(words: Mapping[str, Any], *more: bool) -> WithJsonSchema:
    return WithJsonSchema({"enum": [*words, *more]})


_WRITTEN = WithJsonSchema({"type": ["string", "number"]})
Text = Annotated[str, BeforeValidator(_as_text), _WRITTEN]
Truth = Annotated[
    StrictBool,
    BeforeValidator(_meant(headings.TRUTHS)),
    WithJsonSchema({"enum": [True, False, "是", "否", "yes", "no"]}),
]
Number = Annotated[Decimal, Field(max_digits=18), WithJsonSchema({"type": ["number", "string"]})]
Comparator = Annotated[Bound, BeforeValidator(_meant(headings.BOUNDS)), _choice(headings.BOUNDS)]
Kind = Annotated[Unanswerable, BeforeValidator(_kind), _choice(headings.KINDS, True)]
Notice = Annotated[NoticeKind, BeforeValidator(_meant(headings.NOTICES)), _choice(headings.NOTICES)]
Year = Annotated[
    int, BeforeValidator(_year), WithJsonSchema({"type": ["integer", "string"], "pattern": "^\\d{4}年?$"})
]
Day = Annotated[str, BeforeValidator(_day), WithJsonSchema({"type": ["string", "integer"]})]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_as_several, json_schema_input_type=Text | tuple[Text, ...])]


def _about(title: str, description: str, *examples: object, default: Any = ...) -> Any:  # noqa: ANN401
    """What the JSON Schema says of a field, Chinese | English."""
    return Field(default, title=title, description=description, examples=list(examples) or None)


# --- mappings


class Part(BaseModel):
    """A mapping of a suite. Its fields may go by other names; a field without a value is as good as none."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    names: ClassVar[Headings]

    @model_validator(mode="before")
    @classmethod
    def _renamed(cls, value: object) -> object:
        if not isinstance(value, Mapping):
            return value
        given = {name: each for name, each in value.items() if each is not None}
        renamed = {cls.names.field(str(name)) or str(name): each for name, each in given.items()}
        if len(renamed) < len(given):
            raise _refused("有字段写了两次", "has a field twice")
        return renamed


class ValueRecord(Part):
    """一个数及其单位，按数量比较 | A number with its unit, compared as a quantity."""

    names = headings.VALUE
    num: Number = _about("数", "数值 | The number", 500, 2.5)
    unit: Text = _about("单位", "照文件的写法 | As the documents write it", "元", "万元", "天", "%", default="")
    comparator: Comparator | None = _about(
        "比较",
        "数前后须有的限定；不写则都可以 | What must stand around it; any, when left out",
        ">=",
        "不超过",
        default=None,
    )

    def value(self) -> Value:
        """As a noun of judging."""
        return Value(Decimal(format(self.num, "f")), self.unit, self.comparator)


class FactRecord(Part):
    """答案必须说到的一点，所写各项须同时成立 | Something that an answer must say; all that is given must hold."""

    names = headings.FACT
    id: Text = _about("编号", "不写则为 f1、f2…… | f1, f2 … when left out", "f1", default="")
    any_of: Texts = _about("任一", "其中一种写法 | One of these spellings", ["500元", "五百元"], default=())
    all_of: Texts = _about("全部", "每一种都要有 | Each of these", ["在职职工", "退休人员"], default=())
    value: ValueRecord | None = _about("数值", "一个数量 | A quantity", {"num": 500, "unit": "元"}, default=None)
    near: Text = _about("附近", "数值说的是什么 | What the value belongs to", "护理费", default="")
    says: Text = _about("说法", "一句话，可用别的词句 | A sentence in anybody's words", default="")
    vital: Truth = _about("必需", "否：有则更好，没有也行 | False: welcome and not needed", default=True)

    @model_validator(mode="after")
    def _checked(self) -> Self:
        if not (self.any_of or self.all_of or self.value or self.says):
            raise _refused("没有 any_of、all_of、value 或 says", "has none of any_of, all_of, value, says")
        if self.near and not self.value:
            raise _refused("写了 near，却没有 value", "has near without value")
        return self

    def fact(self, number: int) -> Fact:
        """As a noun of judging; `number` is its place in the case, from 1."""
        value = self.value.value() if self.value else None
        return Fact(self.any_of, self.all_of, value, self.near, self.says, self.vital, self.id or f"f{number}")


FactItem = Annotated[FactRecord, BeforeValidator(_as("any_of"), json_schema_input_type=FactRecord | Text)]
Facts = Annotated[
    tuple[FactItem, ...], BeforeValidator(_as_several, json_schema_input_type=Text | tuple[FactRecord | Text, ...])
]


class ForbiddenRecord(Part):
    """答案不得出现的词句或数值 | Words or a value that an answer must not have."""

    names = headings.FORBIDDEN
    text: Text = _about("文字", "不得出现的词句 | Words", "另行规定", default="")
    value: ValueRecord | None = _about(
        "数值", "不得出现的数量 | A quantity", {"num": 800, "unit": "元"}, default=None
    )
    near: Text = _about("附近", "只在这些字附近才不得出现 | Only beside these words", "起付标准", default="")

    @model_validator(mode="after")
    def _checked(self) -> Self:
        if bool(self.text) == bool(self.value):
            raise _refused("text 与 value 要写一个，且只写一个", "needs either text or value")
        if self.near and not self.value:
            raise _refused("写了 near，却没有 value", "has near without value")
        return self

    def forbidden(self) -> Forbidden:
        """As a noun of judging."""
        return Forbidden(self.text, self.value.value() if self.value else None, self.near)


ForbiddenItem = Annotated[
    ForbiddenRecord, BeforeValidator(_as("text"), json_schema_input_type=ForbiddenRecord | Text)
]


class SourceRecord(Part):
    """文件中能证明答案的一处 | A place in the documents that proves the answer."""

    names = headings.SOURCE
    document: Text = _about(
        "文件",
        "文件名、文件名开头、带 * 的样式、标题或文号 | File name, its beginning, a pattern with *, title or number",
        "清河市-*.md",
    )
    section: Text = _about("条款", "章节路径的一部分 | Part of the section's path", "第十二条", default="")
    quote: Text = _about("原文", "照抄文件的话 | The document's own words", default="")
    facts: Texts = _about(
        "要点", "它证明哪些要点；不写则全部 | Ids of the facts that it proves; all when left out", ["f1"], default=()
    )

    def gold(self) -> Gold:
        """As a noun of judging."""
        return Gold(self.document, self.section, self.quote, self.facts)


SourceItem = Annotated[SourceRecord, BeforeValidator(_as("document"), json_schema_input_type=SourceRecord | Text)]


class FiltersRecord(Part):
    """提问者选定的文件范围 | Which documents the questioner has chosen."""

    names = headings.FILTERS
    region: Text | None = _about(
        "地区", "只用适用于此地的文件 | Only documents that hold here", "清河市", default=None
    )
    level: Level | None = _about("层级", "发文机关的层级 | Level of the issuer", default=None)
    year: Year | None = _about("年份", "一个年份，不能是范围 | One year, no range", 2023, default=None)
    kind: Text | None = _about("文种", "通知、意见、讲话…… | Kind of document", "通知", default=None)
    validity: Validity | None = _about("效力", "文件的效力 | Whether it is in force", default=None)

    def filters(self) -> Filters:
        """As a noun of judging."""
        return Filters(self.region, self.level, self.year, self.kind, self.validity)


class UnanswerableRecord(Part):
    """文件为什么答不了 | Why the documents cannot answer it."""

    names = headings.UNANSWERABLE
    kind: Kind = _about("类型", "哪一种答不了 | Which kind", "near_miss", "语料外")
    reason: Text = _about("原因", "一句话 | One sentence", "资料库没有生育保险的文件", default="")


class TurnRecord(Part):
    """对话中的一句问话 | One thing that is asked in a conversation."""

    names = headings.TURN
    user: Text = _about("问", "这一轮问的话 | What is asked", "那退休人员呢？")
    facts: Facts = _about("要点", "只有最后一轮可写 | Of the last turn only", default=())


TurnItem = Annotated[TurnRecord, BeforeValidator(_as("user"), json_schema_input_type=TurnRecord | Text)]


# --- a case


class CaseRecord(Part):
    """一道题：问什么，答案须有什么 | A known question with what its answer must hold."""

    names = headings.CASE
    id: Text = _about("编号", "唯一，改题时不变 | Unique, kept when the case is reworded", "yb-001", default="")
    question: Text | None = _about("问题", "要问的话 | What is asked", "护理费每月多少？", default=None)
    turns: tuple[TurnItem, ...] = _about(
        "轮次",
        "多轮对话，最后一句是问题 | A conversation; the last turn is the question",
        ["护理费每月多少？", "那退休的呢？"],
        default=(),
    )
    facts: Facts = _about(
        "答案要点", "答案须说到的各点 | What the answer must say", [{"any_of": ["500元", "五百元"]}], default=()
    )
    must_not: Annotated[
        tuple[ForbiddenItem, ...],
        BeforeValidator(_as_several, json_schema_input_type=Text | tuple[ForbiddenRecord | Text, ...]),
    ] = _about("禁止", "答案不得说的 | What it must not say", ["另行规定"], default=())
    sources: tuple[SourceItem, ...] = _about(
        "来源",
        "能证明答案的各处 | Places that prove the answer",
        [{"document": "护理费.md", "section": "第三条"}],
        default=(),
    )
    docs: Texts = _about("来源文件", "可以引用的文件 | Documents that may be cited", ["护理费.md"], default=())
    all_docs: Truth = _about("须引全部文件", "是：每份都要引用 | True: each of them must be cited", default=False)
    min_docs: int = Field(1, ge=1, title="至少文件数", description="至少引用几份 | How many must be cited at least")
    forbid_sources: Texts = _about("不得引用", "不得引用的文件 | Documents that must not be cited", default=())
    unanswerable: Annotated[
        UnanswerableRecord | None,
        BeforeValidator(
            lambda value: value if isinstance(value, Mapping) else {"kind": value},
            json_schema_input_type=UnanswerableRecord | Kind,
        ),
    ] = _about("不可回答", "文件答不了，须拒答 | The documents cannot answer it", "语料外", default=None)
    filters: FiltersRecord = Field(
        FiltersRecord(), title="筛选", description="提问者选定的范围 | What the questioner has chosen"
    )
    as_of: Day | None = _about(
        "截至日期", "问的是哪一天的规定 | The day whose rules are asked for", "2018-06-30", default=None
    )
    notices: Annotated[
        tuple[Notice, ...], BeforeValidator(_as_several, json_schema_input_type=Notice | tuple[Notice, ...])
    ] = _about("提示", "答案须带的提示 | Notices that the answer must carry", ["隐去"], default=())
    tags: Texts = _about("标签", "分组统计用 | For figures by group", ["数值"], default=())
    note: Text = _about("备注", "给下一个人看 | For the next reader", default="")
    draft: Truth = _about(
        "草稿", "是：人还没看过，不参加评测 | True: nobody has looked at it; left out of runs", default=False
    )

    @property
    def all_facts(self) -> tuple[FactRecord, ...]:
        """The facts of the case, which may stand in its last turn."""
        return self.facts or (self.turns[-1].facts if self.turns else ())

    @property
    def asked(self) -> tuple[str, ...]:
        """What is asked, the last being the question."""
        return (self.question,) if self.question else tuple(turn.user for turn in self.turns)

    def _made(self) -> str:
        """An id for a record that has none: the same for the same question, in whatever file."""
        return f"q-{sha256(chr(10).join(self.asked).encode()).hexdigest()[:8]}"

    def case(self) -> Case:
        """As a noun of judging."""
        refusal = self.unanswerable
        return Case(
            id=self.id.strip() or self._made(),
            turns=self.asked,
            facts=tuple(fact.fact(number) for number, fact in enumerate(self.all_facts, 1)),
            must_not=tuple(each.forbidden() for each in self.must_not),
            sources=tuple(source.gold() for source in self.sources),
            docs=self.docs,
            all_docs=self.all_docs,
            min_docs=self.min_docs,
            forbid_sources=self.forbid_sources,
            unanswerable=refusal.kind if refusal else None,
            reason=refusal.reason if refusal else "",
            filters=self.filters.filters(),
            as_of=self.as_of,
            notices=self.notices,
            tags=self.tags,
            note=self.note,
            draft=self.draft,
        )

    def complaints(self) -> Iterator[tuple[str, str]]:
        """What does not fit together, Chinese and English."""
        for broken, zh, en in _RULES:
            what = broken(self)
            if what:
                yield zh.format(what), en.format(what)


def _lost_facts(record: CaseRecord) -> str:
    return " ".join(f"turns[{at}]" for at, turn in enumerate(record.turns[:-1]) if turn.facts)


def _unproven(record: CaseRecord) -> bool:
    # A draft may still be waiting for a person to say what the answer is.
    return not (record.unanswerable or record.draft or record.all_facts or record.docs or record.sources)


def _same_ids(record: CaseRecord) -> str:
    ids = Counter(fact.id or f"f{number}" for number, fact in enumerate(record.all_facts, 1))
    return " ".join(id for id, times in ids.items() if times > 1)


def _unknown_facts(record: CaseRecord) -> str:
    known = {fact.id or f"f{number}" for number, fact in enumerate(record.all_facts, 1)}
    return " ".join(dict.fromkeys(id for source in record.sources for id in source.facts if id not in known))


_RULES: tuple[tuple[Callable[[CaseRecord], str | bool], str, str], ...] = (
    (lambda each: bool(each.question and each.turns), "question 与 turns 只能写一个", "has both question and turns"),
    (lambda each: not (each.question or each.turns), "没有 question 或 turns", "has neither question nor turns"),
    (
        _lost_facts,
        "{} 的 facts 不会评判，只有最后一轮可以写",
        "facts of {} would not be judged, only the last turn may have them",
    ),
    (
        lambda each: bool(each.facts and each.turns and each.turns[-1].facts),
        "facts 在题里和最后一轮里只能写一处",
        "has facts in the case and in its last turn",
    ),
    (_unproven, "没有 facts，也没有 docs 或 sources", "has no facts and no docs or sources"),
    (
        lambda each: bool(each.unanswerable and each.all_facts),
        "不可回答的题不能有 facts",
        "is unanswerable and has facts",
    ),
    (_same_ids, "facts 的编号重复：{}", "ids of facts occur twice: {}"),
    (_unknown_facts, "sources 里的要点 {} 在 facts 里没有", "sources name facts that are not there: {}"),
)
"""What is broken (empty when nothing is), and the words for it."""


# --- a file


class WrittenCase(CaseRecord):
    """一道题，可用中文字段名 | A case as it may be written, with what stands for fields of it."""

    id: Text = _about("编号", "唯一，改题时不变 | Unique, kept when the case is reworded", "yb-001")

    followups: Texts = _about("追问", "接着 question 问的话 | What is asked after the question", default=())
    reference: Text | None = _about("参考答案", "没有 facts 时用它 | Used when there are no facts", default=None)
    sections: Texts = _about("条款", "与 docs 依次对应 | In the order of docs", default=())
    quotes: Texts = _about("原文", "与 docs 依次对应 | In the order of docs", default=())
    reason: Text = _about("原因", "为什么答不了 | Why it cannot be answered", default="")
    region: Text | None = _about("地区", "同 filters.region | The same as filters.region", default=None)
    level: Level | None = _about("层级", "同 filters.level | The same as filters.level", default=None)
    year: Year | None = _about("年份", "同 filters.year | The same as filters.year", default=None)
    doc_type: Text | None = _about("文种", "同 filters.kind | The same as filters.kind", default=None)
    validity: Validity | None = _about("效力", "同 filters.validity | The same as filters.validity", default=None)


class DefaultsRecord(Part):
    """各题没有写时所用的值 | What holds for every case that does not say otherwise."""

    names = headings.CASE
    filters: FiltersRecord | None = _about("筛选", "同各题的 filters | As in a case", default=None)
    as_of: Day | None = _about("截至日期", "同各题的 as_of | As in a case", default=None)
    tags: Texts = _about("标签", "同各题的 tags | As in a case", default=())


class SuiteRecord(Part):
    """题集 | A suite of known questions."""

    names = headings.SUITE
    suite: Text = _about("题集", "名称 | Its name", "医保政策", default="")
    version: Text = _about("版本", "题集的版本 | Of the suite", 1, default="")
    defaults: DefaultsRecord | None = _about(
        "默认", "各题没有写时所用的值 | For what a case leaves out", default=None
    )
    cases: tuple[WrittenCase, ...] = _about("题目", "各题 | The cases")


PARTS = MappingProxyType(
    {
        part.__name__: part
        for part in (
            ValueRecord,
            FactRecord,
            ForbiddenRecord,
            SourceRecord,
            FiltersRecord,
            UnanswerableRecord,
            TurnRecord,
            WrittenCase,
            DefaultsRecord,
            SuiteRecord,
        )
    }
)
"""Every mapping of a file, by the name of its class."""
