"""The nouns of judging: a known question, a score with its reason, what became of a case, a whole run.

Knows nothing of files, of reports or of how an answer is found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from assistant.strictness import Strictness
from corpus.quantities import Bound

Mode = Literal["retrieval", "extractive", "llm"]
"""What is judged: the hits alone, answers in the documents' own words, answers that a language model words."""

Unanswerable = Literal[
    "out_of_corpus",
    "near_miss",
    "wrong_region",
    "wrong_year",
    "superseded",
    "false_premise",
    "out_of_scope",
    "ambiguous",
]
"""Why the documents cannot answer a question."""

Cause = Literal["入库缺失", "检索", "抽取/生成", "引用", "误拒答", "误答"]
"""What went wrong first: not in the store, not found, not said, wrongly cited, refused, answered."""

Group = Literal["检索", "回答与引用", "拒答"]


@dataclass(frozen=True, slots=True)
class Value:
    """A number with its unit, compared as a quantity and not as a string."""

    num: Decimal
    unit: str = ""
    """As written, 元 or 万元 or 天; empty when only the number counts."""
    comparator: Bound | None = None
    """What must stand around it; None takes any, "=" takes only the bare number."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that an answer must say. Every field that is filled must hold."""

    any_of: tuple[str, ...] = ()
    """One of these spellings."""
    all_of: tuple[str, ...] = ()
    """Each of these."""
    value: Value | None = None
    near: str = ""
    """Where `value` belongs: another value of its unit right beside these words is a wrong one."""
    says: str = ""
    """A sentence in anybody's words: holds when its numbers and four fifths of its character pairs stand."""
    vital: bool = True
    """False for what is welcome and not needed."""
    id: str = ""

    @property
    def name(self) -> str:
        """How a person knows it."""
        value = f"{self.value.num}{self.value.unit}" if self.value else ""
        return next(filter(None, (*self.any_of, "、".join(self.all_of), value, self.says, self.id)), "")


@dataclass(frozen=True, slots=True)
class Forbidden:
    """Something that an answer must not say."""

    text: str = ""
    value: Value | None = None
    near: str = ""
    """`value` is forbidden only within fifteen characters of these words; empty forbids it anywhere."""

    @property
    def name(self) -> str:
        """How a person knows it."""
        return self.text or (f"{self.value.num}{self.value.unit}" if self.value else "")


@dataclass(frozen=True, slots=True)
class Gold:
    """A place in the documents that proves facts of a case."""

    document: str
    """File name, its beginning, a pattern with *, title or number."""
    section: str = ""
    """Part of the section's path, as 第十二条."""
    quote: str = ""
    """The document's own words."""
    facts: tuple[str, ...] = ()
    """Ids of the facts that it proves; empty for all of the case."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents the questioner has chosen; None means any."""

    region: str | None = None
    level: str | None = None
    year: int | None = None
    kind: str | None = None
    validity: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A known question with what its answer must hold."""

    id: str
    turns: tuple[str, ...]
    """The question is the last turn."""
    facts: tuple[Fact, ...] = ()
    must_not: tuple[Forbidden, ...] = ()
    sources: tuple[Gold, ...] = ()
    docs: tuple[str, ...] = ()
    """Documents that may be cited, named as in `Gold.document`."""
    all_docs: bool = False
    """True when every one of `docs`, or every document of `sources`, must be cited."""
    min_docs: int = 1
    """At least so many of them must be cited."""
    forbid_sources: tuple[str, ...] = ()
    """Documents that must not be cited."""
    unanswerable: Unanswerable | None = None
    """Why the documents cannot answer it; None when they can."""
    reason: str = ""
    filters: Filters = field(default_factory=Filters)
    as_of: str | None = None
    """The day whose rules are asked for, ISO 8601."""
    notices: tuple[str, ...] = ()
    """Kinds of notice that the answer must carry."""
    tags: tuple[str, ...] = ()
    note: str = ""
    draft: bool = False
    """True for a case that a person has not looked at yet; it is left out of runs."""

    @property
    def question(self) -> str:
        """What is asked."""
        return self.turns[-1]

    @property
    def documents(self) -> tuple[str, ...]:
        """Every document that may be cited."""
        return tuple(dict.fromkeys([*self.docs, *(source.document for source in self.sources)]))


@dataclass(frozen=True, slots=True)
class Score:
    """One metric of one case."""

    metric: str
    case_id: str
    value: float | None
    """In the metric's unit, mostly 0…1; None when it does not apply, left out of means and counted."""
    why: str = ""
    """What was missing, for a person."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A citation of an answer together with the passage around it, for a report."""

    marker: int
    document: str
    title: str
    path: tuple[str, ...]
    region: str | None
    year: int | None
    validity: str
    start: int
    end: int
    quote: str
    before: str
    """What stands right before the quote in the document."""
    after: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case."""

    id: str
    turns: tuple[str, ...]
    tags: tuple[str, ...]
    unanswerable: Unanswerable | None
    passed: bool | None
    """The one verdict; None where the mode cannot judge the case."""
    cause: Cause | None
    """Set exactly when it did not pass."""
    why: str
    """What was expected and what came, for a person."""
    status: str
    """Status of the answer; empty when only hits are judged."""
    text: str
    notices: tuple[tuple[str, str], ...]
    """(kind, words)."""
    citations: tuple[Marked, ...]
    confidence: float
    gold_rank: int | None
    """Rank of the first hit that holds a gold place; None when none does."""
    scores: Mapping[str, float | None]
    fallback: str | None = None
    """Why the words of a language model were not taken; None where they were, or none was asked."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number over all cases of a run."""

    name: str
    group: Group
    value: float | None
    """None when no case it applies to was run."""
    n: int
    """How many cases it is taken over."""
    low: float | None = None
    """Wilson 95 % interval of a share of cases; None for other figures."""
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """Answering only from a threshold on: the share of answerable cases answered, and of answers that are wrong."""

    threshold: float
    coverage: float
    risk: float


@dataclass(frozen=True, slots=True)
class Timing:
    """Everything of a run that is another each time it is run."""

    started: str
    seconds: float
    p50_ms: float
    p95_ms: float
    case_ms: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Run:
    """A whole run. The same store and suite give the same run but for `timing`."""

    version: int
    """Of this layout."""
    suites: tuple[str, ...]
    suite_hash: str
    """Of the cases that were run."""
    store_hash: str
    """Of the documents that were asked."""
    documents: int
    mode: Mode
    embedder: str
    threshold: float
    """Share of a question that an answer must cover."""
    figures: tuple[Figure, ...]
    by_kind: tuple[Figure, ...]
    """Share of the unanswerable cases of each kind that were not answered."""
    by_tag: tuple[Figure, ...]
    """Share of the cases of each tag that passed."""
    causes: Mapping[str, int]
    curve: tuple[Point, ...]
    """Risk against coverage, the highest threshold first."""
    outcomes: tuple[Outcome, ...]
    timing: Timing
    model: str | None = None
    """Name of the language model that worded the answers."""
    strictness: Strictness = "standard"
    """The level that was asked at; `threshold` is what it stood for."""
