"""A BEIR-format folder: passages, questions, and which passages answer which question.

Says which line of which file is wrong. Passages are read one at a time; questions and judgements are held.
Knows nothing of systems or figures.
"""

from __future__ import annotations

import gzip
import json
import random
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.errors import BadCall

SEED = 7
"""Of every sample that is drawn here."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One record of a corpus."""

    id: str
    title: str
    text: str

    @property
    def searchable(self) -> str:
        """What every system is given to search: the title on a line of its own, then the text."""
        return f"{self.title}\n{self.text}" if self.title else self.text


@dataclass(frozen=True, slots=True)
class Folder:
    """A benchmark; only questions that some passage answers are in it."""

    name: str
    corpus: Path
    questions: Mapping[str, str]
    """Question id → what is asked, in the order of the file."""
    qrels: Mapping[str, Mapping[str, int]]
    """Question id → passage id → grade; every question has a grade above 0."""

    def sample(self, count: int) -> Folder:
        """The same folder with so many of its questions, the same ones each time; all when there are no more.

        Raises:
            BadCall: `count` is less than 1.
        """
        if count < 1:
            raise BadCall(f"题数是 {count}，至少为 1", f"the number of questions is {count}; it must be at least 1")
        if count >= len(self.questions):
            return self
        chosen = set(random.Random(SEED).sample(sorted(self.questions), count))
        questions = {id: text for id, text in self.questions.items() if id in chosen}
        return replace(self, questions=questions, qrels={id: self.qrels[id] for id in questions})


def open_folder(folder: Path) -> Folder:
    """Read the questions and judgements of `folder`.

    Raises:
        BadCall: a file is missing, a line is not what it should be, or no question can be scored.
    """
    corpus = next((folder / name for name in ("corpus.jsonl.gz", "corpus.jsonl") if (folder / name).is_file()), None)
    asked, judged = folder / "queries.jsonl", folder / "qrels" / "test.tsv"
    if corpus is None or not asked.is_file() or not judged.is_file():
        raise BadCall(
            f"“{folder}”不是 BEIR 格式，应有 corpus.jsonl(.gz)、queries.jsonl、qrels/test.tsv",
            f"{folder} is not a BEIR folder: corpus.jsonl(.gz), queries.jsonl and qrels/test.tsv are needed",
        )
    known = {str(record["_id"]): str(record["text"]) for record in _records(asked, ("_id", "text"))}
    qrels = {id: grades for id, grades in _qrels(judged).items() if any(grade > 0 for grade in grades.values())}
    strangers = [id for id in qrels if id not in known]
    if strangers:
        raise BadCall(
            f"“{judged}”里的题 {strangers[0]} 不在 {asked.name} 里（这样的题共 {len(strangers)} 道）",
            f"{judged}: question {strangers[0]} is not in {asked.name} ({len(strangers)} such questions)",
        )
    if not qrels:
        raise BadCall(f"“{judged}”里没有一道题标有相关段落", f"{judged}: no question has a relevant passage")
    questions = {id: text for id, text in known.items() if id in qrels}
    return Folder(folder.resolve().name, corpus, questions, {id: qrels[id] for id in questions})


def passages(corpus: Path) -> Iterator[Passage]:
    """The passages of a `corpus.jsonl` or `corpus.jsonl.gz`, in order.

    Raises:
        BadCall: the file cannot be unpacked, a line is no record, or an id stands in it twice.
    """
    yield from _unique(corpus, _records(corpus, ("_id",)), _beir)


def articles(filling: Path) -> Iterator[Passage]:
    """The passages of a .jsonl(.gz) that is no BEIR corpus: `id`, `text`, and `title` or else `law` and `no`.

    Their ids are marked, so that they never meet those of a corpus.

    Raises:
        BadCall: there is no such file, or as for `passages`.
    """
    if not filling.is_file():
        raise BadCall(f"找不到“{filling}”，请检查路径", f"no such file: {filling}")
    yield from _unique(filling, _records(filling, ("id", "text")), _article)


def _beir(record: Mapping[str, Any]) -> Passage:
    return Passage(str(record["_id"]), str(record.get("title") or "").strip(), str(record.get("text") or ""))


def _article(record: Mapping[str, Any]) -> Passage:
    title = record.get("title") or "".join(str(record.get(key) or "") for key in ("law", "no"))
    return Passage(f"fill-{record['id']}", str(title).strip(), str(record["text"]))


def _unique(
    path: Path, records: Iterator[dict[str, Any]], passage: Callable[[Mapping[str, Any]], Passage]
) -> Iterator[Passage]:
    seen: set[str] = set()
    for record in records:
        found = passage(record)
        if found.id in seen:
            raise BadCall(f"“{path}”里编号 {found.id} 出现了两次", f"{path}: id {found.id} stands in it twice")
        seen.add(found.id)
        yield found


def _records(path: Path, keys: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The JSON objects of a file, one a line, each with all of `keys`; empty lines are passed over."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _record(path, number, line, keys)
    except (OSError, EOFError, zlib.error) as error:
        raise BadCall(
            f"“{path}”打不开或压缩数据已损坏：请重新获取该文件", f"{path} cannot be opened or unpacked; get it again"
        ) from error


def _record(path: Path, number: int, line: bytes, keys: tuple[str, ...]) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError:
        record = None
    if not isinstance(record, dict) or any(key not in record for key in keys):
        raise BadCall(
            f"“{path}”第 {number} 行不是含 {'、'.join(keys)} 的 JSON 对象",
            f"{path}, line {number}: not a JSON object with {' and '.join(keys)}",
        )
    return record


def _qrels(path: Path) -> dict[str, dict[str, int]]:
    """Lines of question id, passage id and grade, between tabs; the first may be a header."""
    qrels: dict[str, dict[str, int]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        parts = line.split("\t")
        if len(parts) == 3 and parts[2].strip().isdecimal():
            qrels.setdefault(parts[0], {})[parts[1]] = int(parts[2])
        elif line.strip() and number > 1:
            raise BadCall(
                f"“{path}”第 {number} 行应为“题 段落 分值”三列，以制表符分隔",
                f"{path}, line {number}: question, passage and grade between tabs are needed",
            )
    return qrels
