"""`python -m assistant.web.library.reading [--text] FILE…`: reads files that nobody trusts yet, with little to break.

Runs as a process of its own that limits itself before it opens anything, and says of every file, one line of JSON
each, what is in it, with `--text` its words too. Whatever a file does to this process, its parent is untouched.
Knows nothing of the library.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from corpus.errors import PolicyError, UnreadableDocument

MEMORY = 1536 * 2**20
"""Bytes of address space."""
CPU_SECONDS = 60
WRITTEN = 2**20
"""Bytes of any file: nothing is written but to a pipe."""
OPEN = 64
LISTED = 50
"""Documents of one file that are named; the others are counted."""
NOTES = 20
LONG = 300
"""Characters of a title, a note or a problem."""
WORDS = 100_000
"""Characters of the text."""
TEXT = "--text"


def main(paths: Sequence[str]) -> int:
    """Read the files one after the other; each has the processor for so long."""
    limit()
    for path in paths[paths[:1] == [TEXT] :]:
        _allow_seconds()
        sys.stdout.write(json.dumps(_told(Path(path), paths[0] == TEXT), ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return 0


def limit() -> None:
    """Take from this process what reading does not need; it cannot be taken back."""
    os.nice(10)
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, WRITTEN),
        (resource.RLIMIT_NOFILE, OPEN),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def _allow_seconds() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime) + CPU_SECONDS
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def _told(path: Path, text: bool) -> dict[str, Any]:
    try:
        return _findings(path, text)
    except PolicyError as problem:
        return {"problem": [problem.zh[:LONG], problem.en[:LONG]]}
    except MemoryError:
        return {"problem": ["读取时占用内存过多，不予读取：请拆分后再试", "takes too much memory to read; split it"]}
    except RecursionError:
        return {"problem": ["嵌套过深，不予读取：请用原软件另存", "nested too deeply; save it anew"]}


def _findings(path: Path, text: bool) -> dict[str, Any]:
    from corpus.codec import FIELDS
    from corpus.read import SourceFile, read

    found: dict[str, Any] = {"documents": [], "count": 0, "characters": 0, "removed": 0, "placeholders": 0}
    words = list[str]()
    title, notes, inferred = None, dict[str, None](), dict[str, None]()
    for document in _whole(read(SourceFile(path, path.name)), path):
        if found["count"] < LISTED:
            found["documents"].append(document.id)
        title = title or document.metadata.title.value
        found["count"] += 1
        if text and sum(map(len, words)) < WORDS:
            words.append(document.text)
        found["characters"] += len(document.text)
        found["removed"] += len(document.removed)
        found["placeholders"] += len(document.placeholders)
        notes |= dict.fromkeys(document.notes[:NOTES]) if len(notes) < NOTES else {}
        inferred |= {name: None for name in FIELDS if getattr(document.metadata, name).basis == "inferred"}
    told = [note[:LONG] for note in notes][:NOTES]
    return {
        **found,
        "title": title and title[:LONG],
        "notes": told,
        "inferred": list(inferred),
        "text": "\n".join(words)[:WORDS],
    }


def _whole(documents: Iterator[Any], path: Path) -> Iterator[Any]:
    empty = True
    for document in documents:
        empty = False
        yield document
    if empty:
        raise UnreadableDocument(f"“{path.name}”里没有文字", f"{path.name}: no text in it")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
