"""Training data → pairs of a query and the passage that it should find. Reads files, decides nothing about the model.

Two kinds: supervised pairs (a question with its paragraph, a heading with its article, a Chinese term with its
English) and pairs that a text makes of itself (a sentence and the text that it was taken from). The questions of the
benchmark folders are never read here. A third of the questions can be held back, for whoever has to know how well a
model does on questions that it has never seen.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import tomllib
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

Pair: TypeAlias = tuple[str, str]

QUESTIONS = Path(__file__).with_name("questions.tsv")
HELD_SHARE = 3
"""One of so many questions is held back where that is asked for."""
PASSAGE = 400
"""Characters that a passage keeps: about what a chunk of a document has."""
_ARTICLE_NUMBER = re.compile(r"\s*第[〇零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?$")
_DEBRIS = re.compile(r"^[^，。]{0,20}，?正文：\s*(?:原标题：)?\s*")
_SPACE = re.compile(r"\s+")
_STOP = re.compile(r"(?<=[。！？；\n])")
_COMMA = re.compile(r"[，、；。！？：\n]")
_GREETING = re.compile(r"^(?:您好|你好)[，,。！!：:]?")
_GLOSS_NOTE = re.compile(r"\([^)]*\)|\[[^\]]*\]")


def questions(data: Path, rng: random.Random) -> list[Pair]:
    """Questions people asked, with the paragraph or the answer that settles them."""
    simplify = _simplifier(data)
    pairs = [
        (row["q"], row["pos"])
        for name in ("cmrc2018_train", "cmrc2018_trial")
        for row in read_rows(data / "train" / f"{name}.jsonl.gz")
    ]
    pairs += [(simplify(row["q"]), simplify(row["pos"])) for row in read_rows(data / "train" / "drcd_dev.jsonl.gz")]
    return pairs


def legal(data: Path, rng: random.Random) -> list[Pair]:
    """Lay questions about the law, with articles and with the answers of lawyers. Few, so each comes thrice."""
    articles = [(row["q"], row["pos"]) for row in read_rows(data / "train" / "stard_train.jsonl.gz")]
    answers = [
        (row["q"], _GREETING.sub("", row["pos"])) for row in read_rows(data / "train" / "lecoqa_train.jsonl.gz")
    ]
    return (articles + answers) * 3


def written(data: Path, rng: random.Random) -> list[Pair]:
    """Questions of citizens and clerks written for this project, with the article or the service that answers them.

    Thrice each; the title stands before the passage as often as not, so that neither is learned by it alone.
    """
    return [
        (question, f"{title}\n{text}" if rng.random() < 0.6 else text)
        for question, title, text in written_questions(data) * 3
    ]


def written_questions(data: Path) -> list[tuple[str, str, str]]:
    """Every question of `QUESTIONS` whose record is in `data`, with the title and the text of that record."""
    records = {
        f"article {row['id']}": (article_title(row), row["text"])
        for row in read_rows(data / "text" / "lawrefbook_articles.jsonl.gz")
        if "id" in row
    }
    records |= {
        f"service {number}": (row["q"], row["pos"])
        for number, row in enumerate(read_rows(data / "train" / "gd_matter.jsonl.gz"))
    }
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    asked = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(question, *records[key]) for key, question in asked if key in records]


def article_title(row: Mapping[str, Any]) -> str:
    """Law, number and chapters of an article, as a collection of laws prints them."""
    return f"{row['law']}{row['no']} {' '.join(row['path'])}".strip()


def headings(data: Path, rng: random.Random) -> list[Pair]:
    """Name of a law and its chapter with an article, its number left out; names of services and of papers."""
    law = [
        (_ARTICLE_NUMBER.sub("", row["q"]), row["pos"])
        for row in read_rows(data / "train" / "law_heading_to_article.jsonl.gz")
    ]
    others = [
        (row["q"], row["pos"])
        for name in ("gd_matter", "csl")
        for row in read_rows(data / "train" / f"{name}.jsonl.gz")
    ]
    return rng.sample(law, min(len(law), 30_000)) + others * 2


def articles(data: Path, rng: random.Random) -> list[Pair]:
    """A clause of an article of law with the rest of it under its title: what a question by content looks for.

    Two of each article, as new pairs teach more than the same pairs again.
    """
    pairs = []
    for row in _unique(read_rows(data / "text" / "lawrefbook_articles.jsonl.gz")):
        title = " ".join([row["law"], *row["path"]]) + "\n"
        for split in filter(None, (_cloze(row["text"], rng) for _ in range(2))):
            pairs.append((split[0], split[1] if rng.random() < 0.3 else title + split[1]))
    return pairs


def news(data: Path, rng: random.Random) -> list[Pair]:
    """First sentence, or any, of a press text with another stretch of it."""
    pairs = []
    with gzip.open(data / "text" / "crud_news_68k.txt.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            text = _SPACE.sub(" ", _DEBRIS.sub("", line)).strip()
            parts = [part for part in _STOP.split(text) if part.strip()]
            if len(parts) >= 3:
                at = 0 if rng.random() < 0.5 else rng.randrange(len(parts))
                rest = "".join(parts[:at] + parts[at + 1 :])
                start = rng.randrange(max(1, min(len(rest) - 200, 600)))
                pairs.append((parts[at][:120], rest[start : start + PASSAGE]))
    return pairs


def english(data: Path, rng: random.Random) -> list[Pair]:
    """English with Chinese: everyday sentences and the senses of a dictionary."""
    pairs = [(row["en"], row["zh"]) for row in read_rows(data / "text" / "tatoeba_cmn_eng.jsonl.gz")]
    for row in read_rows(data / "text" / "cedict.jsonl.gz"):
        senses = [sense for gloss in row["en"] if (sense := _GLOSS_NOTE.sub("", gloss).strip())]
        if senses and len(row["simp"]) > 1:
            pairs.append(("; ".join(senses[:3]), row["simp"]))
    return pairs


def terms(glossary: Path) -> list[Pair]:
    """Terms of the field: English names and synonyms with the Chinese name, from a file like glossary.toml."""
    return [
        (name, term["zh"])
        for term in tomllib.loads(glossary.read_text(encoding="utf-8"))["terms"]
        for name in (*term.get("en", ()), *term.get("synonyms", ()))
    ]


SOURCES: dict[str, Callable[[Path, random.Random], list[Pair]]] = {
    "questions": questions,
    "legal": legal,
    "written": written,
    "headings": headings,
    "articles": articles,
    "news": news,
    "english": english,
}
"""A batch is drawn from one source, so that its other passages are wrong answers of the same kind."""


def gather(
    data: Path,
    seed: int,
    glossary: Path | None = None,
    limit: int | None = None,
    leave_out: Collection[str] = (),
    *,
    hold_back: bool = False,
) -> dict[str, list[Pair]]:
    """Pairs by source, shuffled: at most `limit` of each, none of the sources to `leave_out`.

    The terms of a glossary join the English source, five times each, as there are few. With `hold_back`, pairs that
    are `held` are left out.
    """
    groups = {}
    for name in SOURCES.keys() - set(leave_out):
        rng = random.Random(f"{seed} {name}")
        pairs = SOURCES[name](data, rng)
        if glossary and name == "english":
            pairs += terms(glossary) * 5
        rng.shuffle(pairs)
        if hold_back:
            pairs = [pair for pair in pairs if not held(name, *pair)]
        cut = ((query.strip(), _cut(name, query, passage.strip())) for query, passage in pairs[:limit])
        groups[name] = [pair for pair in cut if all(pair)]
    return dict(sorted(groups.items()))


def held(source: str, query: str, passage: str) -> bool:
    """Whether a supervised pair is one of those that are held back.

    Told by the question where several passages answer it, else by the end of the passage, whatever stands before it,
    so that all questions about a passage are held back together.
    """
    if source not in ("questions", "legal", "written", "headings"):
        return False
    key = query if source == "legal" else passage.strip()[-60:]
    return zlib.crc32(key.encode()) % HELD_SHARE == 0


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a gzip-compressed JSONL file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _unique(rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    seen = set()
    for row in rows:
        if row["text"] not in seen:
            seen.add(row["text"])
            yield row


def _simplifier(data: Path) -> Callable[[str], str]:
    """Character by character, by the most frequent counterpart in the dictionary."""
    votes: dict[str, dict[str, int]] = {}
    for row in read_rows(data / "text" / "cedict.jsonl.gz"):
        if len(row["trad"]) == len(row["simp"]):
            for old, new in zip(row["trad"], row["simp"], strict=True):
                counts = votes.setdefault(old, {})
                counts[new] = counts.get(new, 0) + 1
    table = {ord(old): max(counts, key=lambda new: counts[new]) for old, counts in votes.items()}
    return lambda text: text.translate(table)


def _cut(source: str, query: str, passage: str) -> str:
    """What of a passage is trained with: of a paragraph the stretch that was asked about, else its beginning."""
    return _window(query, passage) if source == "questions" else passage[:PASSAGE]


def _window(question: str, passage: str, size: int = 240) -> str:
    """The stretch of `passage` that shares the most pairs of characters with `question`."""
    wanted = {question[at : at + 2] for at in range(len(question) - 1)}
    starts = range(0, max(1, len(passage) - size + 60), 60)
    return max(
        (passage[start : start + size] for start in starts),
        key=lambda part: len(wanted & {part[at : at + 2] for at in range(len(part) - 1)}),
    )


def _cloze(text: str, rng: random.Random) -> Pair | None:
    """A sentence, or a clause or two of it, and the text without that sentence (or with it, one time in four)."""
    parts = [part.strip() for part in _STOP.split(text) if part.strip()]
    if len(text) < 30:
        return None
    sentence = rng.choice(parts)
    clauses = [clause for clause in _COMMA.split(sentence) if len(clause) >= 4]
    if not clauses:
        return None
    first = rng.randrange(len(clauses))
    query = "，".join(clauses[first : first + rng.choice((1, 2, 3))])
    rest = text if len(parts) == 1 or rng.random() < 0.25 else text.replace(sentence, "", 1)
    return query, rest
