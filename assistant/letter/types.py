"""The nouns of letters: a kind, a field, a sentence with its verdict, a draft, the act of making it final. Pure.

All values are frozen: to change a draft is to get another one. Knows nothing of files, models or layout.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assistant.types import Citation, Status
from assistant.verify.types import Evidence, Verdict

Form = Literal["letter", "ordinary", "record"]
"""信函格式 and the ordinary form of GB/T 9704-2012, and the sheet of a record that is only kept."""
When = Literal["always", "optional", "unanswered"]
"""When a field must be filled; "unanswered" only where a question is left without an answer."""
Role = Literal["source", "statement", "note"]
"""Where what follows comes from, what it says, and what the documents do not say."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a person must say, for the program cannot know it."""

    name: str
    label: str
    """What it is called in Chinese; an empty one stands in the letter as 【label】."""
    ask: str
    """What is asked of the person, with an example."""
    check: str = "line"
    """Name of the rule that its value must keep."""
    when: When = "always"
    default: str = ""
    office: bool = False
    """True for the office's own words, in which a telephone number is no personal data."""


@dataclass(frozen=True, slots=True)
class Rest:
    """A set phrase that states a rule, and the law that it rests on."""

    phrase: str
    law: str
    article: str


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit that the clerk has to keep."""

    act: str
    """What has to be done by then."""
    rule: str
    """From when and how long, in the words of the rule."""
    counted: str = ""
    """Name of the field with the date from which is counted."""
    days: int = 0
    """Calendar days."""
    months: int = 0
    given: str = ""
    """Name of the field with the last day itself, where somebody has set one."""
    law: str = ""
    article: str = ""
    late: str = ""
    """What is said where the date of the letter lies after the last day; empty where it need not lie before."""
    name: str = ""
    """By which the text of the letter may name the last day."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of letter, as its template file tells it."""

    name: str
    label: str
    english: str
    form: Form
    title: str
    body: str
    fields: tuple[Field, ...]
    phrases: Mapping[str, str]
    checks: tuple[str, ...]
    """What the clerk has to see to before it is signed."""
    rests: tuple[Rest, ...] = ()
    limits: tuple[Limit, ...] = ()
    order: tuple[str, ...] = ()
    """Fields with dates, each no earlier than those before it."""
    record: tuple[str, ...] = ()
    """Fields that stand in a table above the answers."""
    signed: tuple[str, ...] = ()
    """Who signs by hand below a record."""

    def field(self, name: str) -> Field | None:
        """The field of that name."""
        return next((each for each in self.fields if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that a letter rests on, with all that the verifier must see of it."""

    citation: Citation
    """Its marker is the number of the passage in the letter."""
    lead_in: str = ""
    row: tuple[tuple[str, str], ...] = ()
    checksum: str = ""
    """SHA-256 of the quote, hexadecimal."""

    @property
    def evidence(self) -> Evidence:
        """What a reader sees of it."""
        known = self.citation
        return Evidence(
            (known.quote,),
            known.title,
            known.doc_number,
            known.region,
            known.year,
            known.path,
            self.lead_in,
            self.row,
        )


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the answer to one question."""

    id: str
    """Number of the question and of the sentence: "2.3"."""
    role: Role
    text: str
    """Empty where a person took it out."""
    markers: tuple[int, ...] = ()
    """Numbers of the passages that it rests on."""
    verdict: Verdict = "supported"
    reasons: tuple[str, ...] = ()
    """In what it differs from them, Chinese | English."""
    drafted: str = ""
    """As the program wrote it; empty where a person added it."""

    @property
    def holds(self) -> bool:
        """Whether it needs no reason to be sent out."""
        return not self.text or self.verdict in ("verbatim", "supported")


@dataclass(frozen=True, slots=True)
class Item:
    """One question and what the letter says to it."""

    question: str
    topic: str
    """What it is about, for its heading."""
    status: Status
    sentences: tuple[Sentence, ...] = ()
    notes: tuple[str, ...] = ()
    """What the clerk must know and the letter does not say."""
    related: tuple[int, ...] = ()
    """Numbers of passages that are near the question and do not answer it."""


@dataclass(frozen=True, slots=True)
class Finalised:
    """The act of 定稿, to be logged."""

    draft: str
    version: int
    at: str
    """ISO 8601."""
    by: str
    reason: str
    """Why it goes out although a sentence does not hold; empty where all hold."""
    unproved: tuple[str, ...]
    """Ids of the sentences that do not hold."""
    checksum: str
    """SHA-256 of the letter as plain text."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter in one of its versions."""

    id: str
    kind: str
    version: int
    at: str
    """When this version was made, ISO 8601."""
    fields: Mapping[str, str]
    items: tuple[Item, ...]
    sources: tuple[Source, ...]
    form: Form | None = None
    """Another form than that of the kind."""
    incoming: str = ""
    """The letter that came in, personal data masked."""
    written_by: str = ""
    """The language model that worded some of it; empty where none did."""
    masked: Mapping[str, int] = field(default_factory=dict)
    """How many pieces of personal data were masked, by kind."""
    rests: tuple[str, ...] = ()
    """Set phrases that state a rule, each with the passage of the library that bears it out, or with none."""
    laws: Mapping[str, str] = field(default_factory=dict)
    """What the library says of the rules that time limits rest on, by what has to be done."""
    final: Finalised | None = None

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Those of all questions."""
        return tuple(sentence for item in self.items for sentence in item.sentences)


@dataclass(frozen=True, slots=True)
class Opened:
    """What is still open in a draft."""

    label: str
    ask: str


@dataclass(frozen=True, slots=True)
class Found:
    """A question that was found in a letter that came in."""

    text: str
    """Its own sentence."""
    context: str = ""
    """The sentences before it that tell what it is about."""
