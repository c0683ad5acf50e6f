"""Files and folders of known questions → cases; which of them to run; a fingerprint of them.

Knows nothing of what stands in a file, nor of how cases are judged.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from corpus.errors import BadCall
from evals.suite import schema
from evals.suite.formats import READERS, read
from evals.suite.origin import Origin
from evals.types import Case

_FORM = ".schema.json"
"""How the name of a JSON Schema ends, which may lie beside the suites that it describes."""


def load(paths: Sequence[Path]) -> list[Case]:
    """Read the cases of files, and of the files in folders, in their order.

    Raises:
        BadCall: a path is missing, or something is wrong in a file; says what comes first and how much there is.
    """
    cases, wrong = _read(paths)
    if wrong:
        more = len(wrong) - 1
        raise BadCall(
            wrong[0].zh + (f"（另有 {more} 处）" if more else ""),
            wrong[0].en + (f" (and {more} more)" if more else ""),
        )
    return cases


def problems(path: Path) -> list[str]:
    """Everything that is wrong in a file or folder, one line each; nothing when it can be run."""
    try:
        return [str(each) for each in _read([path])[1]]
    except BadCall as error:
        return [str(error)]


def digest(cases: Iterable[Case]) -> str:
    """16 hexadecimal digits that change with any case, and not with its format, its file or its place there."""
    plain = sorted(json.dumps(asdict(case), default=_number, ensure_ascii=True, sort_keys=True) for case in cases)
    return sha256("\n".join(plain).encode()).hexdigest()[:16]


def select(
    cases: Sequence[Case], tags: Collection[str] = (), ids: Collection[str] = (), drafts: bool = False
) -> list[Case]:
    """The cases that have any of the tags and one of the ids; an empty choice chooses all.

    Args:
        cases: of a suite.
        tags: any of them will do.
        ids: of cases.
        drafts: whether cases that nobody has looked at are taken too.

    Raises:
        BadCall: no case has such a tag or id; says which come near.
    """
    _known(tags, {tag for case in cases for tag in case.tags}, ("标签", "tag"))
    _known(ids, {case.id for case in cases}, ("题号", "case"))
    return [
        case
        for case in cases
        if (drafts or not case.draft) and (not tags or set(tags) & set(case.tags)) and (not ids or case.id in ids)
    ]


def _read(paths: Sequence[Path]) -> tuple[list[Case], list[BadCall]]:
    cases: list[Case] = []
    wrong: list[BadCall] = []
    first: dict[str, Origin] = {}
    for file in dict.fromkeys(file for path in paths for file in _files(path)):
        for origin, case, complaints in _cases(file):
            wrong.extend(complaints)
            if case is None:
                continue
            if case.id in first:
                there = first[case.id]
                wrong.append(origin.complaint(f"编号与{there.zh}重复", f"has the id of {there.en}", case.id))
            first.setdefault(case.id, origin)
            cases.append(case)
    return cases, wrong


def _cases(path: Path) -> Iterator[tuple[Origin, Case | None, Sequence[BadCall]]]:
    """Every record of a file as a case or as what is wrong with it, after what is wrong with the file."""
    try:
        file = read(path)
    except BadCall as error:
        yield Origin(path.name), None, [error]
        return
    shared, complaints = schema.defaults(file.defaults)
    yield Origin(path.name), None, [*file.problems, *complaints]
    for record in file.records:
        yield record.origin, *schema.case(record, shared)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        if not path.is_file():
            raise BadCall(f"找不到题集“{path}”", f"no such suite: {path}")
        return [path]
    found = [each for each in sorted(path.iterdir()) if _is_suite(each)]
    if not found:
        known = " ".join(READERS)
        raise BadCall(f"“{path}”里没有题集（{known}）", f"no suites in {path} ({known})")
    return found


def _is_suite(path: Path) -> bool:
    # Excel lays a file that begins with ~ beside one that is open.
    hidden = path.name.startswith((".", "~"))
    return path.is_file() and path.suffix.lower() in READERS and not hidden and not path.name.endswith(_FORM)


def _known(wanted: Iterable[str], known: Collection[str], what: tuple[str, str]) -> None:
    for each in wanted:
        if each not in known:
            near = difflib.get_close_matches(each, sorted(known), 3, 0.5) or sorted(known)[:5]
            raise BadCall(
                f"没有{what[0]}“{each}”，相近的有：{'、'.join(near)}",
                f"no {what[1]} {each}, near it: {', '.join(near)}",
            )


def _number(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    raise TypeError(f"{type(value)} in a case")
