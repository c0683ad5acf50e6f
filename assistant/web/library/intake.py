"""Orders wait in a line and are carried out one after the other; what became of them is kept across restarts.

That an order was begun is on the disk before it is: one that brings the program down twice is not begun again.
Knows nothing of what an order is about.
"""

from __future__ import annotations

import json
import logging
import secrets
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

from assistant.database import Called, Database
from assistant.web.library.types import Job, Order, Problem, Report
from corpus.errors import Busy, NotFound, PolicyError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

WAITING = 50
"""Orders that may wait."""
KEPT = 500
"""Jobs that are remembered after their end."""
ATTEMPTS = 2
SCHEMA = 1
_TABLES = (
    """CREATE TABLE job (
        number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, owner TEXT NOT NULL, state TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0, task TEXT NOT NULL, record TEXT NOT NULL)""",
)
_CALLED = Called("入库记录", "record of jobs")
_BROKEN = Problem("程序两次在处理时中断，不再重试", "the program broke down over it twice; it is not tried again")
_BUG = Problem("处理时程序出错，请查看日志", "the program failed over it; see its log")

_log = logging.getLogger(__name__)


class Progress(Protocol):
    """Told while an order is carried out."""

    def step(self) -> None:
        """One more file or document is dealt with."""
        ...

    def report(self, report: Report) -> None:
        """What became of a file is certain."""
        ...


class Stopped(Exception):
    """Raised by who carries out an order when the program is to end; the order is begun anew at the next start."""


class Intake:
    """The line of orders. `close` it."""

    def __init__(self, path: Path | None, carry_out: Callable[[Order, Progress], None]) -> None:
        self._database = Database.open(path, _TABLES, SCHEMA, _CALLED)
        self._carry_out = carry_out
        self._lock = threading.Lock()
        self._running: dict[str, Job] = {}
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="intake")
        self.stopping = threading.Event()

    def start(self) -> list[Order]:
        """Take up what an earlier run of the program left, and say which orders those are."""
        with self._database.writing() as connection:
            rows = connection.execute(
                "SELECT id, state, attempts, task FROM job WHERE state IN ('waiting', 'running') ORDER BY number"
            ).fetchall()
        left = []
        for id, state, attempts, task in rows:
            if state == "running" and attempts >= ATTEMPTS:
                self._settle(replace(self.job(id), state="failed", problem=_BROKEN))
            else:
                order = _orders().validate_json(task)
                left.append(order)
                self._submit(id, order)
        return left

    def put(self, order: Order) -> Job:
        """Put an order at the end of the line.

        Raises:
            Busy: the line is full.
        """
        total = len(order.files) or len(order.documents)
        job = Job(secrets.token_hex(8), order.kind, order.owner, _now(), total=total)
        with self._database.writing() as connection:
            (waiting,) = connection.execute("SELECT count(*) FROM job WHERE state = 'waiting'").fetchone()
            if waiting >= WAITING:
                raise Busy("等待处理的任务太多，请稍后再试", "too many jobs are waiting; try again later", after=30.0)
            connection.execute(
                "INSERT INTO job (id, owner, state, task, record) VALUES (?, ?, ?, ?, ?)",
                (job.id, job.owner, job.state, _dumped(_orders(), order), _dumped(_jobs(), job)),
            )
            connection.execute(
                "DELETE FROM job WHERE state IN ('done', 'failed') AND number NOT IN"
                " (SELECT number FROM job ORDER BY number DESC LIMIT ?)",
                (KEPT,),
            )
        self._submit(job.id, order)
        return job

    def job(self, id: str) -> Job:
        """How a job stands.

        Raises:
            NotFound: there is none of that id.
        """
        with self._lock:
            running = self._running.get(id)
        if running is not None:
            return running
        with self._database.reading() as connection:
            row = connection.execute("SELECT record FROM job WHERE id = ?", (id,)).fetchone()
        if row is None:
            raise missing(id)
        return _jobs().validate_json(row[0])

    def jobs(self, owner: str | None = None) -> list[Job]:
        """The jobs of an owner, or of all, the newest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT id, record FROM job WHERE ?1 IS NULL OR owner = ?1 ORDER BY number DESC", (owner,)
            ).fetchall()
        with self._lock:
            return [self._running.get(id) or _jobs().validate_json(record) for id, record in rows]

    def close(self) -> None:
        """Let the order under way come to a good place, and end."""
        self.stopping.set()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _submit(self, id: str, order: Order) -> None:
        self._pool.submit(self._begin, id, order).add_done_callback(lambda future: self._end(id, future))

    def _begin(self, id: str, order: Order) -> None:
        if self.stopping.is_set():
            raise Stopped
        job = replace(self.job(id), state="running", done=0, reports=(), problem=None)
        with self._database.writing() as connection:  # before anything else: whatever happens, it was begun
            connection.execute("UPDATE job SET attempts = attempts + 1 WHERE id = ?", (id,))
            _put(connection, job)
        self.hold(job)
        self._carry_out(order, _Running(self, job))

    def _end(self, id: str, future: Future[None]) -> None:
        """In the worker's thread, whatever became of it."""
        if future.cancelled():  # it waits for the next start of the program
            return
        error = future.exception()
        job = self._running.get(id) or self.job(id)
        if isinstance(error, Stopped):
            with self._database.writing() as connection:
                connection.execute("UPDATE job SET attempts = max(attempts - 1, 0) WHERE id = ?", (id,))
                _put(connection, replace(job, state="waiting", done=0, reports=()))
        elif error is None:
            self._settle(replace(job, state="done", done=job.total))
        elif isinstance(error, PolicyError):
            self._settle(replace(job, state="failed", problem=Problem(error.zh, error.en)))
        else:
            _log.error("任务 %s 出错 | job %s failed", id, id, exc_info=error)
            self._settle(replace(job, state="failed", problem=_BUG))
        with self._lock:
            self._running.pop(id, None)

    def hold(self, job: Job) -> None:
        """Show how the job under way stands; kept on the disk only at its end."""
        with self._lock:
            self._running[job.id] = job

    def _settle(self, job: Job) -> None:
        with self._database.writing() as connection:
            _put(connection, replace(job, ended=_now()))


@dataclass(slots=True)
class _Running:
    """The job under way."""

    intake: Intake
    job: Job

    def step(self) -> None:
        self.job = replace(self.job, done=min(self.job.done + 1, self.job.total))
        self.intake.hold(self.job)

    def report(self, report: Report) -> None:
        self.job = replace(self.job, reports=(*self.job.reports, report))
        self.intake.hold(self.job)


def missing(id: str) -> NotFound:
    """What to raise for a job that is not there, or not for who asks."""
    return NotFound(f"没有编号为“{id}”的任务", f"no job {id}")


def _put(connection: sqlite3.Connection, job: Job) -> None:
    values = (job.state, _dumped(_jobs(), job), job.id)
    connection.execute("UPDATE job SET state = ?, record = ? WHERE id = ?", values)


def _dumped(adapter: TypeAdapter[Job] | TypeAdapter[Order], value: Job | Order) -> str:
    return json.dumps(adapter.dump_python(value, mode="json"), ensure_ascii=False)  # type: ignore[arg-type]


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


@cache
def _jobs() -> TypeAdapter[Job]:
    from pydantic import TypeAdapter

    return TypeAdapter(Job)


@cache
def _orders() -> TypeAdapter[Order]:
    from pydantic import TypeAdapter

    return TypeAdapter(Order)
