"""A cited answer → what a letter says to one question: where it stands, what it says, what it does not say.

The documents' own words are taken as the answer has them, without the numbers of their list; only the frames round
them come from the template. Knows nothing of the rest of the letter.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from assistant.asking.question import Question
from assistant.letter.judge import judge
from assistant.letter.types import Item, Role, Sentence, Source
from assistant.match import Term
from assistant.prove import around
from assistant.scope import spelled
from assistant.types import Answer, Citation, Statement
from assistant.verify.types import Finding
from corpus.types import TOLD, Document

TOPIC = 3
"""Characters that a word must have to be what a question is about."""
HEADING = 24
"""Characters of a heading that is named in a letter."""
QUOTED = 40
"""Characters of a question that are quoted in a letter."""
_ORDINAL = re.compile(
    r"^\s*(?:[-*·•]\s+)?(?:第[一二三四五六七八九十百零〇\d]+条[\s\u3000]*|[一二三四五六七八九十]{1,3}、"
    r"|第[一二三四五六七八九十]{1,2}[，,]|[（(][一二三四五六七八九十\d]{1,3}[）)]、?|\d{1,2}[.．、](?!\d)|[①-⑳])\s*"
)
_ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇\d]+条")
_NUMBERED = re.compile(r"^[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]+")
_ENDS = "。！？；：!?;:"
_OPEN = "；：;:，,"
_SAID = ("redacted", "hearsay")
"""Notices of which the letter has words of its own."""
_ASIDE = re.compile(r"^(?:引文中没有出现|已将“)")
"""Notices that only help whoever reads the answer on a screen."""
_LEADS = {
    "被替代": "leads_replaced",
    "已废止": "leads_replaced",
    "征求意见稿": "leads_draft",
    "年度性": "leads_annual",
}
_THEN = "》：该件在所问日期有效"
"""How a notice tells of a document that was in force on the day that was asked for, and is no longer."""
_STANDING = {"不明": "", "仅述及": "", "年度性": "年度性文件"}
"""What a letter says of a validity in other words than its name, or by its frame."""
_TABLE = re.compile(r"(?:见|如)下表[：:]$")
_LETTERS = (
    (re.compile(r"库中(?:文件)?"), "所存文件中"),
    (re.compile(r"》：该件"), "》"),
    (re.compile(r"没有找到直接回答“(.+)”的内容"), r"所存文件没有直接写明“\1”"),
    (re.compile(r"请按(适用的地区、时间和对象)核对"), r"须按\1确定"),
)
"""What a notice tells on a screen, in the words of a letter."""
_NO_BASIS = ("被替代", "已废止", "征求意见稿")
_SELF = re.compile(
    r"[上下]表(?![明示现达])|本(?:通知|意见|办法|规定|规程|规范|细则|方案|文件|文|函|市|县|省)(?!人)|我[们市县省局区]|全[市县省]"
)
_NO_TOPIC = re.compile(r"(?:干部|人员|同志|职工|配偶|遗孀|遗属|时期|收入|条件|标准|单位|月|年)$|^\d|^第")
_MATTER = re.compile(
    r"(?:费|金|补助|补贴|津贴|经费|待遇|慰问|体检|工资|机制|规程|任职|兼职|年龄|提前退休|荣誉退休|安置|党组织|党支部|活动中心)$"
    r"|^[一二三四五六七八九十两][个必好项就有走].{1,3}$"
)


@dataclass
class Passages:
    """The passages of a letter while it is written; each gets a number once."""

    document: Callable[[str], Document]
    found: list[Source] = field(default_factory=list)

    def number(self, citation: Citation) -> int:
        """Its number in the letter, from 1."""
        key = (citation.document_id, citation.start, citation.end)
        for each in self.found:
            if (each.citation.document_id, each.citation.start, each.citation.end) == key:
                return each.citation.marker
        known = around(self.document(citation.document_id), [(citation.start, citation.end)])
        checksum = hashlib.sha256(citation.quote.encode()).hexdigest()
        numbered = replace(citation, marker=len(self.found) + 1)
        self.found.append(Source(numbered, known.lead_in, known.row, checksum))
        return numbered.marker

    def of(self, markers: Sequence[int]) -> list[Source]:
        """The passages of some numbers."""
        return [self.found[marker - 1] for marker in markers]


def item(answer: Answer, number: int, topic: str, passages: Passages, phrases: Mapping[str, str]) -> Item:
    """What the letter says to question `number`; phrases keep `{we}` and `{referral}` for later."""
    notes: list[str] = []
    asked = answer.question.strip()
    if answer.status != "answered":
        phrase = "uncertain" if answer.status == "uncertain" else "unanswered"
        told = phrases[phrase].replace("{question}", quoted(asked))
        related = tuple(passages.number(each) for each in answer.citations)
        sentence = Sentence(f"{number}.1", "note", told, drafted=told)
        return Item(asked, topic, answer.status, (sentence,), _told(answer, aside=True), related)
    parts = list(_parts(answer, passages, phrases, notes))
    parts += [("note", told, (), Finding("supported")) for told in _caveats(answer, phrases)]
    sentences = tuple(
        Sentence(f"{number}.{at}", role, text, markers, finding.verdict, _reasons(finding), text)
        for at, (role, text, markers, finding) in enumerate(parts, 1)
    )
    return Item(asked, topic, answer.status, sentences, (*notes, *_told(answer, aside=True)))


_Part = tuple[Role, str, tuple[int, ...], Finding]


def _parts(answer: Answer, passages: Passages, phrases: Mapping[str, str], notes: list[str]) -> Iterator[_Part]:
    """Sources and statements, document by document; what its own quote does not prove is left out and told."""
    cited = {each.marker: each for each in answer.citations}
    stated = [each for each in answer.statements if each.citations and not each.aside]
    documents = list(dict.fromkeys(each.document_id for each in answer.citations))
    # In the order of each document: what leads in to a list stands before its items.
    stated.sort(key=lambda each: _stand(cited[each.citations[0]], documents))
    for _, group in groupby(stated, key=lambda each: cited[each.citations[0]].document_id):
        members = list(group)
        first = [cited[each.citations[0]] for each in members]
        said = _unlike([_said(each, cited, passages) for each in members])
        proved = [each for each in said if each[3].proved]
        bare = [each for each in proved if _bare(each, proved, passages, alone=len(stated) == 1)]
        proved = [each for each in proved if each not in bare]
        notes += [f"下列语句只是标题或引出表格，没有写入：{each[1]}" for each in bare]
        notes += [f"下列语句未能核对，没有写入：{each[1]}" for each in said if not each[3].proved]
        notes += [
            f"语句中的“{word[0]}”是所引文件的口气，不指本信：{each[1]}"
            for each in proved
            if (word := _SELF.search(each[1]))
        ]
        if proved:
            then = any(f"《{first[0].title}{_THEN}" in each.text for each in answer.notices)
            lead = _lead(first, passages.document(first[0].document_id), phrases, then=then)
            if lead.endswith("，") and all(each.row for each in passages.of(proved[0][2])):
                lead += phrases["table"]  # what comes next are the cells of a row, each with the head of its column
            markers = tuple(dict.fromkeys(marker for each in proved for marker in each[2]))
            yield "source", lead, markers, Finding("supported")
            yield from _closed(proved)


def quoted(question: str) -> str:
    """A question as it is quoted in a letter: a long one as far as a comma, quotes inside of the quote as such.

    >>> quoted("请以“银辉”为题写一首诗？")
    '请以‘银辉’为题写一首诗'
    """
    words = _flat(question).rstrip("？?。").replace("“", "‘").replace("”", "’")
    if len(words) <= QUOTED:
        return words
    cut = max(words.rfind(mark, 0, QUOTED) for mark in "，。？；,?;")
    return f"{words[: cut if cut > QUOTED // 2 else QUOTED]}……"


def _bare(part: _Part, group: Sequence[_Part], passages: Passages, *, alone: bool) -> bool:
    """Whether it is but the heading of what is said beside it, or leads to a table that a letter does not have.

    Headings that stand side by side are the items of a list, and one that is `alone` is all that there is to say.
    """
    text, (first, *_) = part[1], passages.of(part[2])
    path = first.citation.path
    if alone or not (_TABLE.search(text) or text.rstrip("。") in map(_heading, path)):
        return False
    below = [
        each for each in group if each is not part and passages.of(each[2])[0].citation.path[: len(path)] == path
    ]
    return bool(below) or len(group) == 1


def _heading(label: str) -> str:
    return _ORDINAL.sub("", _flat(label).strip("# ")).rstrip("。：:")


def _unlike(parts: Sequence[_Part]) -> list[_Part]:
    """Each thing once: what stands in the words of another statement, or was said before, is not said again."""
    return [
        each
        for at, each in enumerate(parts)
        if not any(
            each[1].rstrip("。；") in other[1] and (len(each[1]) < len(other[1]) or where < at)
            for where, other in enumerate(parts)
            if where != at and other[3].proved
        )
    ]


def _stand(citation: Citation, documents: Sequence[str]) -> tuple[int, int]:
    return documents.index(citation.document_id), citation.start


def _said(statement: Statement, cited: Mapping[int, Citation], passages: Passages) -> _Part:
    """A statement in the letter's own spelling, or as it stands where that is not proved."""
    markers = tuple(passages.number(cited[each]) for each in statement.citations)
    own = passages.of(markers)
    plain = _plain(statement.text)
    finding, _ = judge(plain, own)
    if not finding.proved:
        plain = _ended(_flat(statement.text))
        finding, _ = judge(plain, own)
    return "statement", plain, markers, finding


def _plain(text: str) -> str:
    """Without a heading on a line of its own and without the number of a list."""
    first, _, rest = text.partition("\n")
    if rest.strip() and _ORDINAL.match(first) and not first.rstrip().endswith(tuple(_ENDS)):
        text = rest
    bare = _ORDINAL.sub("", text)
    return _ended(_flat(bare if bare.strip() else text))


def _ended(text: str) -> str:
    return text if text.endswith((*_ENDS, "。”", "。）")) else f"{text.rstrip('，, ')}。"


def _closed(parts: Sequence[_Part]) -> Iterator[_Part]:
    """The statements of one document as one paragraph, which ends with a full stop."""
    for role, text, markers, finding in parts[:-1]:
        yield role, text, markers, finding
    role, text, markers, finding = parts[-1]
    yield role, f"{text.rstrip(_OPEN)}。" if text[-1] in _OPEN else text, markers, finding


def _flat(text: str) -> str:
    """One line; a break inside Chinese is only layout."""
    return re.sub(r"\s*\n\s*", "", text).replace("\u3000", " ").strip()


def _lead(cited: Sequence[Citation], document: Document, phrases: Mapping[str, str], *, then: bool) -> str:
    """Where the statements of one document stand, and how it stands."""
    first = cited[0]
    known = document.metadata
    standing = first.validity.split("（")[0]
    name = "leads_told" if known.kind.value in TOLD else _LEADS.get(standing, "lead")
    if name == "lead" and not known.title.value and not known.doc_number.value:
        name = "leads_unknown"
    if name == "lead" and then:
        name = "leads_then"
    guessed = "" if known.region.basis in ("declared", "stated") else "（推断）"
    begins = f"{spelled(known.effective.value)}起执行" if known.effective.value else ""
    parts = (
        first.doc_number or "未注明文号",
        f"{first.region}{guessed}" if first.region else "地区未注明",
        begins or (f"{first.year}年" if first.year else "年份未注明"),
        "" if then else _STANDING.get(standing, first.validity),
    )
    return (
        phrases[name]
        .replace("《{title}》", _titled(document))
        .replace("{known}", "，".join(part for part in parts if part))
        .replace("{place}", place([each.path for each in cited], first.title, [each.quote for each in cited]))
    )


def _titled(document: Document) -> str:
    """The title in its marks; of a document without one, what it is and under which name it is kept."""
    known = document.metadata
    if not known.title.value:
        return f"一份未注明标题的{known.kind.value or '文件'}（存档名 {document.source}）"
    title = known.title.value.removeprefix("《").removesuffix("》")
    return f"《{_flat(title).replace('《', '〈').replace('》', '〉')}》"


def place(paths: Sequence[tuple[str, ...]], title: str, quotes: Sequence[str] = ()) -> str:
    """The part of a document that all of some paths lie in, as a letter names it; not by words that it quotes.

    >>> place([("第二章 条件", "第五条", "（一）"), ("第二章 条件", "第五条", "（三）")], "办法")
    '第五条'
    """
    common = list(paths[0])
    for path in paths[1:]:
        common = [one for one, other in zip(common, path, strict=False) if one == other]
    common = [label for label in common if _flat(label).strip("# ") != _flat(title)]
    for at, label in enumerate(common):
        article = _ARTICLE.match(label.strip())
        if article:
            inner = "".join(f"第{number[0]}项" for each in common[at + 1 :] if (number := _NUMBERED.match(each)))
            return article[0] + re.sub(r"[、.．]项", "项", inner)
    for label in reversed(common):
        label = _flat(label).strip("# ：:")
        words = _NUMBERED.sub("", label).strip()
        begins = any(words in quote[: len(label) + 4] for quote in quotes)
        if words and len(label) <= HEADING and not begins:
            return f"“{label}”部分"
    return ""


def _caveats(answer: Answer, phrases: Mapping[str, str]) -> Iterator[str]:
    """What the documents do not say, and what limits what they say."""
    hidden = "、".join(_hidden(answer))
    if hidden:
        yield phrases["redacted"].replace("{hidden}", hidden)
    # How a document stands that is no basis is told where it is cited, and not twice.
    told = [f"《{each.title}》" for each in answer.citations if each.validity.split("（")[0] in _NO_BASIS]
    notes = [text for text in _told(answer, aside=False) if not text.startswith(tuple(told))]
    if notes:
        yield phrases["notes"].replace("{notes}", "；".join(notes))


def _hidden(answer: Answer) -> list[str]:
    """The placeholders that the answer shows, as its notice lists them."""
    found = [re.search(r"（(.+?)），照录", each.text) for each in answer.notices if each.kind == "redacted"]
    return [match[1] for match in found if match]


def _told(answer: Answer, *, aside: bool) -> tuple[str, ...]:
    """The notices in Chinese: those for the letter, or those for the clerk alone."""
    told = [each.text.split(" | ")[0].strip("。") for each in answer.notices if aside or each.kind not in _SAID]
    return tuple(_lettered(text) for text in told if aside or not _ASIDE.match(text))


def _lettered(text: str) -> str:
    for pattern, words in _LETTERS:
        text = pattern.sub(words, text)
    return text


def _reasons(finding: Finding) -> tuple[str, ...]:
    return tuple(reason.text for reason in finding.reasons)


def topic(questions: Sequence[Question]) -> str:
    """What a question is about, in a word or two; empty where it does not say."""
    words = _nouns(term for question in questions for term in question.asked)
    words += _nouns(term for question in questions for term in question.terms)
    return next((word for word in words if _MATTER.search(word)), "")


def _nouns(terms: Iterable[Term]) -> list[str]:
    named = (term.text for term in terms if not term.light and len(term.text) >= TOPIC)
    return [text for text in named if not _NO_TOPIC.search(text)]
