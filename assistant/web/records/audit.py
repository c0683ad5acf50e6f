"""The audit log: who did what when, in records that can be added but not changed without its being seen.

    audit.db      the records, chained (see `chain`)
    audit.head    number and hash of the last record, kept apart: a chain that was cut off at its end shows

What cannot be recorded is not to be done: `add` raises. Holds ids and counts, not what questions and documents say.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import astuple, fields, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Self, TextIO

from assistant.database import Called, Database
from assistant.web.records.anchor import Anchor, Head
from assistant.web.records.chain import Broken, Record, first_broken
from assistant.web.records.kinds import KINDS
from assistant.web.types import Caller
from corpus.errors import BadCall, PolicyError, StoreDamaged

FILE, HEAD = "audit.db", "audit.head"
CHINA = timezone(timedelta(hours=8))
SHORTEST, DAYS = 180, 400
"""Days for which records are kept, at least and unless told otherwise."""
LONGEST = 200
"""Characters of one value: an id, a count or a name, not a text."""
_CALLED = Called("审计记录", "audit log")
_SCHEMA = 1
_TABLES = (
    """CREATE TABLE record (
        number INTEGER PRIMARY KEY, time TEXT NOT NULL, kind TEXT NOT NULL, user TEXT NOT NULL, name TEXT NOT NULL,
        address TEXT NOT NULL, object TEXT NOT NULL, good INTEGER NOT NULL, request TEXT NOT NULL,
        detail TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL)""",
    "CREATE INDEX record_kind ON record (kind, number)",
    "CREATE TABLE pruned (through INTEGER NOT NULL)",
    """CREATE TRIGGER record_stays BEFORE UPDATE ON record BEGIN
        SELECT raise(ABORT, 'records are not changed'); END""",
    """CREATE TRIGGER record_kept BEFORE DELETE ON record
        WHEN OLD.number > coalesce((SELECT max(through) FROM pruned), 0) BEGIN
        SELECT raise(ABORT, 'records are not deleted'); END""",
)
_COLUMNS = tuple(each.name for each in fields(Record))
_INSERT = f"INSERT INTO record ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
_BATCH = 1000


def _now() -> datetime:
    return datetime.now(CHINA)


class Audit:
    """The log of one service. Threads and processes may add to it at the same time."""

    def __init__(self, database: Database, anchor: Anchor, days: int, now: Callable[[], datetime]) -> None:
        self._database = database
        self._anchor = anchor
        self._days = days
        self._now = now

    @classmethod
    def open(cls, folder: Path | None, days: int = DAYS, now: Callable[[], datetime] = _now) -> Self:
        """Open the log in `folder`, made if need be; None keeps it in memory. `days`: how long records are kept.

        Raises:
            BadCall: fewer than 180 days, or it cannot be made.
            StoreError: it cannot be used.
        """
        _enough(days)
        database = Database.open(folder / FILE if folder else None, _TABLES, _SCHEMA, _CALLED)
        anchor = Anchor(folder / HEAD if folder else None)
        with database.writing() as connection:
            if _last(connection).number == 0 and anchor.read() is None:
                anchor.set(Head())
        return cls(database, anchor, days, now)

    def add(
        self,
        kind: str,
        caller: Caller | None,
        object: str,
        *,
        good: bool,
        request: str = "",
        detail: Mapping[str, str] = {},
    ) -> Record:
        """Record what happened. `kind` is one of `KINDS`; values longer than 200 characters are cut off.

        Raises:
            ValueError: there is no such kind.
            PolicyError: it cannot be recorded, so it must not be done.
        """
        if kind not in KINDS:
            raise ValueError(f"no kind of record: {kind}")
        made = _draft(kind, caller, object, good, request, detail)
        with self._database.writing() as connection:
            made = self._append(connection, made)
        self._anchor.advance(Head(made.number, made.hash))
        return made

    @contextmanager
    def recorded(
        self,
        kind: str,
        caller: Caller | None,
        object: str,
        *,
        request: str = "",
        detail: Mapping[str, str] = {},
    ) -> Iterator[Record]:
        """Do inside what is to be recorded: it is recorded before, and again as failed if it raises.

        Raises:
            PolicyError: it cannot be recorded; then nothing inside is done.
        """
        made = self.add(kind, caller, object, good=True, request=request, detail=detail)
        try:
            yield made
        except BaseException as error:
            why = {"of": str(made.number), "cause": type(error).__name__}
            with suppress(PolicyError):  # the failure itself says more than that it could not be recorded
                self.add(kind, caller, object, good=False, request=request, detail=why)
            raise

    def verify(self, noted: Mapping[int, str] = {}) -> Broken | None:
        """The first broken link; None when nothing was changed, deleted or moved.

        `noted`: number → hash of records as they were exported before.
        """
        broken = self._broken(noted)
        if broken is None:
            return None
        with self._database.writing():  # it may only have been pruned meanwhile; now nobody can
            return self._broken(noted)

    def anchor(self, caller: Caller | None = None, *, request: str = "") -> Record:
        """Take the log as it stands for whole from here on; that this was done stays in it.

        Raises:
            PolicyError: it cannot be recorded.
        """
        with self._database.writing() as connection:
            try:
                noted = self._anchor.read() or Head()
            except StoreDamaged:
                noted = Head()
            self._anchor.set(_last(connection))
        detail = {"noted": str(noted.number), "hash": noted.hash}
        return self.add("audit-anchored", caller, "audit", good=True, request=request, detail=detail)

    def list(self, limit: int = 100, before: int | None = None) -> tuple[Record, ...]:
        """Records, the newest first; only those with smaller numbers than `before`."""
        with self._database.reading() as connection:
            rows = connection.execute(
                f"SELECT {', '.join(_COLUMNS)} FROM record WHERE number < coalesce(?, number + 1)"
                " ORDER BY number DESC LIMIT ?",
                (before, limit),
            ).fetchall()
        return tuple(_record(row) for row in rows)

    def export(
        self,
        out: TextIO,
        since: str | None = None,
        until: str | None = None,
        *,
        caller: Caller | None = None,
        request: str = "",
    ) -> int:
        """Write records as JSON lines, the oldest first, and give their number; that itself is recorded before.

        `since` and `until` are dates such as 2026-01-31, both included, of the time at UTC+08:00.

        Raises:
            BadCall: one of them is no date.
            PolicyError: it cannot be recorded.
        """
        begin, end = _day(since, "0000-01-01"), _day(until, "9999-12-31")
        with self._database.reading() as connection:
            first, last, count = connection.execute(
                "SELECT coalesce(min(number), 0), coalesce(max(number), 0), count(*) FROM record"
                " WHERE substr(time, 1, 10) BETWEEN ? AND ?",
                (begin, end),
            ).fetchone()
        whole = count == last - first + 1 and count > 0
        covers = {"from": str(first), "through": str(last)} if whole else {}
        detail = {"since": begin, "until": end, "count": str(count), **covers}
        with self.recorded("audit-exported", caller, "audit", request=request, detail=detail):
            written = 0
            for record in self._records(first - 1, last):
                if begin <= record.time[:10] <= end:
                    out.write(record.line() + "\n")
                    written += 1
            out.flush()
        return written

    def prune(self, days: int | None = None, *, caller: Caller | None = None, request: str = "") -> int:
        """Take out records older than `days`, as far as they were exported; how many. The chain holds without them.

        Raises:
            BadCall: fewer than 180 days.
            PolicyError: it cannot be recorded, or the log is broken.
        """
        days = self._days if days is None else days
        _enough(days)
        oldest = (self._now() - timedelta(days=days)).astimezone(CHINA).isoformat(timespec="milliseconds")
        with self._database.writing() as connection:
            broken = self.verify()
            if broken:
                raise StoreDamaged(
                    f"审计记录已损坏，不能清理：{broken.zh}",
                    f"the audit log is broken and cannot be pruned: {broken.en}",
                )
            first, end = connection.execute(
                "SELECT coalesce(min(number), 1), coalesce((SELECT min(number) FROM record WHERE time >= ?),"
                " max(number) + 1, 1) FROM record",
                (oldest,),
            ).fetchone()
            through = min(end - 1, self._exported(connection, first))
            if through < first:
                return 0
            hash = connection.execute("SELECT hash FROM record WHERE number = ?", (through,)).fetchone()[0]
            detail = {"through": str(through), "hash": hash, "count": str(through - first + 1)}
            made = self._append(connection, _draft("audit-pruned", caller, "audit", True, request, detail))
            connection.execute("INSERT INTO pruned VALUES (?)", (through,))
            connection.execute("DELETE FROM record WHERE number <= ?", (through,))
        self._anchor.advance(Head(made.number, made.hash))
        return int(through - first + 1)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _append(self, connection: sqlite3.Connection, draft: Record) -> Record:
        """The draft as the next record. To be called inside `writing`.

        Raises:
            StoreDamaged: the log does not hold what is noted beside it: going on would cover that up.
        """
        last = _last(connection)
        head = self._anchor.read()
        if head is None or not _holds(connection, head):
            raise StoreDamaged(
                "审计记录与另存的校验值不符；查明原因后用 python -m assistant audit anchor 重设",
                "the log is not the one noted beside it; find out why, then run: python -m assistant audit anchor",
            )
        made = replace(
            draft,
            number=last.number + 1,
            time=self._now().astimezone(CHINA).isoformat(timespec="milliseconds"),
            user=_short(draft.user),
            name=_short(draft.name),
            address=_short(draft.address),
            object=_short(draft.object),
            request=_short(draft.request),
            detail={_short(key): _short(value) for key, value in draft.detail.items()},
            previous=last.hash,
        )
        made = replace(made, hash=made.sealed())
        row = [json.dumps(each) if isinstance(each, dict) else each for each in astuple(made)]
        connection.execute(_INSERT, row)
        return made

    def _broken(self, noted: Mapping[int, str]) -> Broken | None:
        try:
            head = self._anchor.read()
        except StoreDamaged as error:
            return Broken(1, error.zh, error.en)
        if head is None:
            with self._database.reading() as connection:
                empty = _last(connection).number == 0
            return None if empty else Broken(1, "另存的校验值不见了", "the note beside the log is gone")
        kept = {head.number: head.hash} if head.number else {}
        differs = next((number for number in kept if noted.get(number, kept[number]) != kept[number]), None)
        if differs:
            return Broken(differs, "与导出的记录不符", "is not the one that was exported")
        return first_broken(self._records(), {**noted, **kept})

    def _records(self, at: int = 0, last: int | None = None) -> Iterator[Record]:
        """Records after number `at`, by number, up to `last`; others may add meanwhile."""
        while True:
            with self._database.reading() as connection:
                rows = connection.execute(
                    f"SELECT {', '.join(_COLUMNS)} FROM record WHERE number > ? AND number <= coalesce(?, number)"
                    " ORDER BY number LIMIT ?",
                    (at, last, _BATCH),
                ).fetchall()
            if not rows:
                return
            yield from (_record(row) for row in rows)
            at = rows[-1][0]

    def _exported(self, connection: sqlite3.Connection, first: int) -> int:
        """The last record up to which all, from `first` on, stand in some export."""
        rows = connection.execute(
            "SELECT number, good, detail FROM record WHERE kind = 'audit-exported' ORDER BY number"
        ).fetchall()
        told = [(str(number), good, json.loads(detail)) for number, good, detail in rows]
        failed = {detail.get("of") for _, good, detail in told if not good}
        spans = sorted(
            (int(detail["from"]), int(detail["through"]))
            for number, good, detail in told
            if good and number not in failed and "from" in detail
        )
        through = first - 1
        for begin, end in spans:
            if begin <= through + 1:
                through = max(through, end)
        return through


def _draft(
    kind: str, caller: Caller | None, object: str, good: bool, request: str, detail: Mapping[str, str]
) -> Record:
    """A record but for its place in the chain."""
    who = (caller.id, caller.name, caller.address) if caller else ("", "", "")
    return Record(0, "", kind, *who, object, good, request, dict(detail), "")


def _last(connection: sqlite3.Connection) -> Head:
    row = connection.execute("SELECT number, hash FROM record ORDER BY number DESC LIMIT 1").fetchone()
    return Head(*row) if row else Head()


def _holds(connection: sqlite3.Connection, head: Head) -> bool:
    kept = connection.execute("SELECT hash FROM record WHERE number = ?", (head.number,)).fetchone()
    return head.number == 0 or kept == (head.hash,)


def _record(row: Sequence[Any]) -> Record:
    values = dict(zip(_COLUMNS, row, strict=True))
    try:
        detail = json.loads(values["detail"])
    except (TypeError, ValueError):  # somebody wrote something else there; the hash tells
        detail = None
    good = {0: False, 1: True}.get(values["good"], values["good"])
    return Record(**{**values, "good": good, "detail": detail if isinstance(detail, dict) else {"": detail}})


def _short(value: str) -> str:
    return value[:LONGEST].encode("utf-8", "replace").decode()


def _day(written: str | None, otherwise: str) -> str:
    if not written:
        return otherwise
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError as error:
        raise BadCall(f"日期“{written}”应写作 2026-01-31", f"write the date {written} as 2026-01-31") from error


def _enough(days: int) -> None:
    if days < SHORTEST:
        raise BadCall(f"审计记录至少保存 {SHORTEST} 天", f"the audit log is kept for {SHORTEST} days at least")
