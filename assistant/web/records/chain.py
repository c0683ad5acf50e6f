"""Records that each hold the hash of the one before, and where such a chain breaks. Pure: reads and writes nothing.

    hash = SHA-256 of the record's fields as JSON, the hash of the record before among them

Whoever changes, takes out, adds or moves a record must write all later ones anew, and then their last hash is
another: that one is kept elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

ORIGIN = "0" * 64
"""What the first record holds for the one before."""


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that happened."""

    number: int
    time: str
    """ISO 8601, UTC+08:00."""
    kind: str
    user: str
    """Id of the user; empty where nobody was known."""
    name: str
    """What the user was called then."""
    address: str
    """The address that the request came from."""
    object: str
    """Id of what it was done to."""
    good: bool
    """Whether it was done, and not refused or failed."""
    request: str
    """Id of the request."""
    detail: dict[str, str]
    previous: str
    """Hash of the record before."""
    hash: str = field(default="")

    def sealed(self) -> str:
        """The hash that the record must have."""
        fields = {key: value for key, value in asdict(self).items() if key != "hash"}
        text = json.dumps(fields, ensure_ascii=True, sort_keys=True, separators=(",", ":"), default=repr)
        return hashlib.sha256(text.encode()).hexdigest()

    def line(self) -> str:
        """The record as one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Broken:
    """The first record with which something is wrong."""

    number: int
    zh: str
    en: str

    def __str__(self) -> str:
        return f"第 {self.number} 条记录：{self.zh} | record {self.number}: {self.en}"


def first_broken(records: Iterable[Record], noted: Mapping[int, str]) -> Broken | None:
    """The first broken link of a chain; None when all is well. `noted`: number → hash, as kept elsewhere.

    The first record may be any where all before it were taken out by rule: a later record, "audit-pruned", must then
    name the last of those with its hash.
    """
    first: Record | None = None
    before: Record | None = None
    taken = False
    broken: Broken | None = None
    for record in records:
        first = first or record
        taken = taken or _tells_of(record, first)
        broken = broken or _link(before, record) or _note(record, noted)
        before = record
    if first and first.number > 1 and not taken:
        return Broken(1, f"第 1 至 {first.number - 1} 条被删除", f"1 to {first.number - 1} were deleted")
    last, end = before.number if before else 0, max(noted, default=0)
    if broken is None and end > last:
        return Broken(last + 1, f"第 {last + 1} 至 {end} 条被删除", f"{last + 1} to {end} were deleted")
    return broken


def _note(record: Record, noted: Mapping[int, str]) -> Broken | None:
    """Whether a record is another than the one that was noted."""
    if noted.get(record.number, record.hash) == record.hash:
        return None
    return Broken(record.number, "与另存的校验值不符，此前有记录被改写", "is not the one noted elsewhere")


def _link(before: Record | None, record: Record) -> Broken | None:
    """What is wrong between two records that follow each other."""
    if before and record.number != before.number + 1:
        return Broken(before.number + 1, "记录被删除或调换", "deleted or moved")
    if before and record.previous != before.hash:
        return Broken(record.number, "与前一条不相连，前后有删改或调换", "does not follow from the one before")
    if before is None and record.number == 1 and record.previous != ORIGIN:
        return Broken(1, "不是第一条记录", "is not the first one")
    if record.sealed() != record.hash:
        return Broken(record.number, "内容被改动", "was changed")
    return None


def _tells_of(record: Record, first: Record) -> bool:
    """Whether a record says that all before `first` were taken out by rule."""
    told: dict[str, Any] = record.detail
    return (
        record.kind == "audit-pruned"
        and record.good
        and told.get("through") == str(first.number - 1)
        and told.get("hash") == first.previous
    )
