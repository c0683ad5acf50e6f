"""A server of our own in a process of its own, and people who come to it: at a fixed rate, or with a page open.

Requests are sent when they are due, whether or not those before them were answered, and an answer's time counts from
when its request was due: a server that stalls cannot slow its visitors down.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.conftest import ROOT

ASK = "/api/v1/ask"


@dataclass
class Running:
    """A server that was started; `url` without a slash at its end."""

    process: subprocess.Popen[str]
    url: str
    began: float
    log: Path

    @property
    def rss_mb(self) -> float:
        """Memory in use, megabytes, of the process and what it started."""
        return sum(_rss_kb(pid) for pid in _family(self.process.pid)) / 1024

    @property
    def cpu_s(self) -> float:
        """Processor seconds that it has taken so far, which say more than time does where others use the machine."""
        spent = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(spent[11]) + int(spent[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def threads(self) -> int:
        return len(list(Path(f"/proc/{self.process.pid}/task").iterdir()))

    @property
    def files(self) -> int:
        """Open file descriptors."""
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def ready(self, seconds: float = 60.0) -> float:
        """Wait until it says that it is ready; seconds since it was started."""
        while True:
            assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
            try:
                if httpx.get(f"{self.url}/readyz", timeout=5, trust_env=False).status_code == 200:
                    return time.perf_counter() - self.began
            except httpx.TransportError:
                pass
            assert time.perf_counter() - self.began < seconds, self.log.read_text(encoding="utf-8")
            time.sleep(0.02)

    def stop(self) -> tuple[int, float]:
        """Tell it to stop; its exit code, and the seconds that it took."""
        began = time.perf_counter()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=120)
        return code, time.perf_counter() - began


@contextmanager
def serving(home: Path, store: Path, *before: str, **settings: str) -> Iterator[Running]:
    """A server over `store` that keeps its own things in `home`; `before` are words of a command in front of it.

    `settings` are environment variables. It is killed at the end, if it still runs.
    """
    home.mkdir(parents=True, exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("POLICY_")}
    environ |= {
        "POLICY_STORE": str(store),
        "POLICY_HOME": str(home / "service"),
        "POLICY_CONVERSATIONS": str(home / "conversations.db"),
        "POLICY_DRAFTS": str(home / "drafts.db"),
        "POLICY_PORT": str(port),
        "POLICY_RATE_QUESTIONS": "100000",
        "POLICY_RATE_REQUESTS": "1000000",
    } | settings
    log = home / "server.log"
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            [*before, sys.executable, "-m", "assistant", "serve"],
            cwd=ROOT, env=environ, stdout=out, stderr=out, text=True,
        )  # fmt: skip
        try:
            yield Running(process, f"http://127.0.0.1:{port}", time.perf_counter(), log)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()


@dataclass
class Trace:
    """What became of requests: status code → milliseconds of each; 0 where none came."""

    taken: dict[int, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    """Answers that were not what was expected."""
    lost: list[tuple[float, str]] = field(default_factory=list)
    """Requests that no answer came to: when each was due, by `time.perf_counter`, and why."""

    def add(self, status: int, milliseconds: float) -> None:
        self.taken.setdefault(status, []).append(milliseconds)

    @property
    def counts(self) -> dict[int, int]:
        return {status: len(each) for status, each in sorted(self.taken.items())}

    def of(self, *statuses: int) -> list[float]:
        return sorted(each for status in statuses for each in self.taken.get(status, ()))


def percentile(taken: Sequence[float], share: float) -> float:
    """The smallest value that `share` of the sorted values do not exceed; 0 of none."""
    return taken[min(len(taken) - 1, int(len(taken) * share))] if taken else 0.0


async def come(url: str, questions: Sequence[str], rate: float, seconds: float, check=None) -> Trace:
    """Ask `rate` questions a second; `check(question, answer)` says what is wrong with an answer, or None."""
    trace = Trace()
    limits = httpx.Limits(max_connections=400, max_keepalive_connections=100, keepalive_expiry=2.0)
    async with httpx.AsyncClient(base_url=url, timeout=300, limits=limits, trust_env=False) as client:
        began = time.perf_counter()

        async def ask(number: int) -> None:
            due = began + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            question = questions[number % len(questions)]
            try:
                answer = await client.post(ASK, json={"question": question})
                status = answer.status_code
            except httpx.TransportError as error:
                status, answer = 0, None
                trace.wrong.append(repr(error))
                trace.lost.append((due, repr(error)))
            trace.add(status, (time.perf_counter() - due) * 1000)
            if status == 200 and check is not None:
                problem = check(question, answer.json())
                if problem:
                    trace.wrong.append(problem)

        await asyncio.gather(*(ask(number) for number in range(int(rate * seconds))))
    return trace


async def pages(url: str, count: int, hold: float, meanwhile=None) -> list[str]:
    """Open `count` pages as a browser does and keep each one's heartbeat for `hold` seconds; what went wrong.

    `meanwhile` is awaited once when all are open.
    """
    wrong: list[str] = []
    opened = asyncio.Semaphore(0)
    leave = asyncio.Event()

    async def page(number: int) -> None:
        session = f"load{number:06d}"
        async with httpx.AsyncClient(base_url=url, timeout=300, follow_redirects=True, trust_env=False) as client:
            try:
                first = await client.get("/")
                loaded = re.findall(r'(?:src|href)="(/static/page/[^"]+)"', first.text)
                parts = [await client.get(path) for path in loaded]
                if not loaded or {each.status_code for each in (first, *parts)} != {200}:
                    wrong.append(f"page {first.status_code}, parts {[each.status_code for each in parts]}")
                async with client.stream("GET", f"/ui/gradio_api/heartbeat/{session}") as beat:
                    if beat.status_code != 200:
                        wrong.append(f"heartbeat {beat.status_code}")
                    opened.release()
                    reading = asyncio.create_task(_drained(beat))
                    await leave.wait()
                    reading.cancel()
            except httpx.TransportError as error:
                wrong.append(repr(error))
                opened.release()

    tasks = [asyncio.create_task(page(number)) for number in range(count)]
    for _ in tasks:
        await opened.acquire()
    if meanwhile is not None:
        await meanwhile()
    await asyncio.sleep(hold)
    leave.set()
    await asyncio.gather(*tasks)
    return wrong


async def _drained(stream: httpx.Response) -> None:
    async for _ in stream.aiter_raw():
        pass


def questions_of(path: Path) -> list[str]:
    """The questions of a BEIR folder's queries.jsonl."""
    return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]


def summary(trace: Trace) -> dict[str, object]:
    good, refused = trace.of(200), trace.of(429, 503)
    return {
        "counts": trace.counts,
        "answered_p50_ms": round(percentile(good, 0.5), 1),
        "answered_p95_ms": round(percentile(good, 0.95), 1),
        "answered_max_ms": round(percentile(good, 1.0), 1),
        "refused_p95_ms": round(percentile(refused, 0.95), 1),
        "wrong": dict(Counter(trace.wrong).most_common(5)),
    }


def _family(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for each in found:
        for children in Path("/proc").glob(f"{each}/task/*/children"):
            try:
                found += map(int, children.read_text().split())
            except OSError:  # it has ended since
                continue
    return found


def _rss_kb(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:  # it has ended since
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)
