"""What the service must bear, measured: `python -m tests.assistant.web.measure SCENARIO… [--store DIR]`.

    steady     10 questions a second for 60 s: p95 ≤ 300 ms, no error
    overload   40 a second for 60 s: refused within 200 ms, accepted p95 ≤ 2 s, as before within 10 s afterwards
    pages      50 open pages: less than 2.5 GB of memory, and questions are answered
    growth     200 documents are added meanwhile: what was answered before is answered alike, what is new is answered
    start      from nothing to the first answer: 8 s
    stop       told to stop under load: gone with 0 within 20 s
    offline    all of it in a network that leads nowhere: nothing tries to leave

Without --store a store of 58 thousand articles is built from the benchmark data in .cache/statutes (minutes). Prints one
line of JSON for each scenario and leaves with 1 if any figure is beyond its limit. Timings want an idle machine.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.assistant.web.traffic import ASK, Running, Trace, come, pages, percentile, questions_of, serving, summary
from tests.conftest import ROOT, SHARED

STATUTES = SHARED / "data" / "bench" / "statutes"
BUILT = ROOT / ".cache" / "statutes"
TRAP = """
import os, socket, sys
def hook(event, args, log=os.environ["TRAP_LOG"]):
    if event not in ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"):
        return
    where = args[0] if event.startswith("socket.get") else args[1]
    host = where[0] if isinstance(where, tuple) else where
    if isinstance(where, (str, bytes)) and not event.startswith("socket.get") or host in (None, "", "localhost"):
        return
    if str(host).startswith("127.") or host in ("::1", "0.0.0.0", "::"):
        return
    with open(log, "a") as out:
        out.write(f"{event} {where!r}\\n")
sys.addaudithook(hook)
"""
"""What a `sitecustomize` of the server and of every Python process that it starts notes: attempts to leave."""


@dataclass(frozen=True)
class Limits:
    """How long and how hard; `noise` widens what is allowed, for machines that others use too."""

    seconds: float = 60.0
    rate: float = 10.0
    pages: int = 50
    documents: int = 200
    noise: float = 1.0


Checks = dict[str, bool]


def steady(server: Running, questions: Sequence[str], limits: Limits) -> tuple[dict[str, object], Checks]:
    spent = server.cpu_s
    trace = asyncio.run(come(server.url, questions, limits.rate, limits.seconds))
    good = trace.of(200)
    cpu = round((server.cpu_s - spent) * 1000 / max(1, len(good)), 1)
    return summary(trace) | {"cpu_ms_a_question": cpu}, {
        "no error": set(trace.taken) == {200},
        "p95 <= 300 ms": percentile(good, 0.95) <= 300 * limits.noise,
    }


def overload(server: Running, questions: Sequence[str], limits: Limits) -> tuple[dict[str, object], Checks]:
    before = server.rss_mb
    trace = asyncio.run(come(server.url, questions, 4 * limits.rate, limits.seconds))
    ended, recovery = time.perf_counter(), None
    while time.perf_counter() - ended < 30:
        after = asyncio.run(come(server.url, questions, limits.rate, 1.0))
        if set(after.taken) == {200} and percentile(after.of(200), 0.95) <= 300 * limits.noise:
            recovery = round(time.perf_counter() - ended, 1)
            break
    grown = server.rss_mb - before
    figures = summary(trace) | {"recovery_s": recovery, "grown_mb": round(grown)}
    return figures, {
        "only answers and refusals": set(trace.taken) <= {200, 429, 503},
        "refused within 200 ms": percentile(trace.of(429, 503), 0.95) <= 200 * limits.noise,
        "accepted p95 <= 2 s": percentile(trace.of(200), 0.95) <= 2000 * limits.noise,
        "recovery <= 10 s": recovery is not None and recovery <= 10 * limits.noise,
        "memory grows by less than 300 MB": grown <= 300,
    }


def opened(server: Running, questions: Sequence[str], limits: Limits) -> tuple[dict[str, object], Checks]:
    traces: list[Trace] = []

    async def meanwhile() -> None:
        traces.append(await come(server.url, questions, limits.rate / 2, limits.seconds / 6))

    wrong = asyncio.run(pages(server.url, limits.pages, limits.seconds / 6, meanwhile))
    figures = summary(traces[0]) | {"pages": limits.pages, "rss_mb": round(server.rss_mb), "threads": server.threads}
    return figures | {"wrong": wrong[:5]}, {
        "every page opens": not wrong,
        "memory < 2.5 GB": server.rss_mb < 2500,
        "questions are answered": set(traces[0].taken) == {200},
        "p95 <= 2 s": percentile(traces[0].of(200), 0.95) <= 2000 * limits.noise,
    }


def stop(server: Running, questions: Sequence[str], limits: Limits) -> tuple[dict[str, object], Checks]:
    async def under_load() -> tuple[Trace, float, tuple[int, float]]:
        coming = asyncio.create_task(come(server.url, questions, limits.rate, min(limits.seconds, 6)))
        await asyncio.sleep(2)
        told = time.perf_counter()
        ended = await asyncio.to_thread(server.stop)
        return await coming, told, ended

    trace, told, (code, seconds) = asyncio.run(under_load())
    return {"code": code, "seconds": round(seconds, 1), "counts": trace.counts, "wrong": trace.wrong[:3]}, {
        "exit code 0": code == 0,
        "within 20 s": seconds <= 20 * min(limits.noise, 3),
        # Who comes at the very moment may still be let in, and see the door close.
        "no half answer": set(trace.taken) <= {0, 200, 429, 503}
        and not [why for due, why in trace.lost if due < told - 0.5 * min(limits.noise, 2) and "Connect" not in why],
    }


def paper(number: int) -> tuple[str, bytes]:
    """A document of its own that states one figure; its name and its text."""
    text = (
        f"云岭省柳泉县第{number}号养老驿站管理办法\n\n一、柳泉县第{number}号养老驿站由县委老干部局管理。\n"
        f"二、柳泉县第{number}号养老驿站的离休干部每人每月餐费补贴为{1000 + number}元。\n"
        f"三、本办法自2025年{number % 12 + 1}月1日起施行。\n"
    )
    return f"柳泉驿站-{number}.md", text.encode()


def said(answer: dict[str, object]) -> tuple[object, ...]:
    """What of an answer must stay as it is."""
    citations = answer["citations"]
    assert isinstance(citations, list)
    return answer["status"], tuple(sorted({(each["document_id"], each["quote"]) for each in citations}))


def growth(server: Running, questions: Sequence[str], limits: Limits) -> tuple[dict[str, object], Checks]:
    with httpx.Client(base_url=server.url, timeout=120, trust_env=False) as client:
        return _growth(client, server, list(dict.fromkeys(questions))[:60], limits)


def _growth(
    client: httpx.Client, server: Running, asked: Sequence[str], limits: Limits
) -> tuple[dict[str, object], Checks]:
    expected = {each: said(client.post(ASK, json={"question": each}).json()) for each in asked}
    changed: list[str] = []

    def check(question: str, answer: dict[str, object]) -> str | None:
        if said(answer) != expected[question]:
            changed.append(question)
            return f"changed: {question[:20]}"
        return None

    async def both() -> tuple[Trace, float]:
        began = time.perf_counter()
        adding = asyncio.create_task(asyncio.to_thread(add, client, limits.documents))
        parts = Trace()
        while not adding.done():
            part = await come(server.url, asked, limits.rate / 2, 2.0, check)
            parts.wrong += part.wrong
            for status, each in part.taken.items():
                parts.taken.setdefault(status, []).extend(each)
        await adding
        return parts, time.perf_counter() - began

    trace, seconds = asyncio.run(both())
    new = []
    for number in range(0, limits.documents, max(1, limits.documents // 20)):
        question = f"柳泉县第{number}号养老驿站的离休干部每人每月餐费补贴是多少？"
        new.append(f"{1000 + number}元" in client.post(ASK, json={"question": question}).json()["text"])
    figures = summary(trace) | {
        "seconds": round(seconds, 1),
        "documents_per_minute": round(limits.documents / seconds * 60),
        "changed": len(changed),
        "new_answered": f"{sum(new)}/{len(new)}",
        "rss_mb": round(server.rss_mb),
    }
    return figures, {
        "no error": 200 in trace.taken and set(trace.taken) <= {200} | ({429} if limits.noise > 1 else set()),
        "p95 <= 1.5 s": percentile(trace.of(200), 0.95) <= 1500 * limits.noise,
        "what was right stays": not changed,
        "what is new is answered": all(new),
    }


def add(client: httpx.Client, count: int, batch: int = 50) -> list[str]:
    """Upload papers, some at a time, and wait until each batch is in; ids of the documents."""
    ids: list[str] = []
    for first in range(0, count, batch):
        files = [("files", (*paper(number), "text/markdown")) for number in range(first, min(first + batch, count))]
        answer = client.post("/api/v1/documents", files=files)
        assert answer.status_code in (200, 201, 202), answer.text
        job = answer.json()
        while job["state"] in ("waiting", "running"):
            time.sleep(0.2)
            job = client.get(f"/api/v1/jobs/{job['id']}").json()
        assert job["state"] == "done", job
        assert all(each["outcome"] in ("added", "same", "unchanged") for each in job["reports"]), job["reports"]
        ids += [id for each in job["reports"] for id in each["documents"]]
    return ids


def start(home: Path, store: Path, question: str, limits: Limits) -> tuple[dict[str, object], Checks]:
    taken, ready, cpu = [], [], []
    for number in range(3):
        with serving(home / f"start{number}", store) as server:
            ready.append(round(server.ready(), 2))
            answer = httpx.post(server.url + ASK, json={"question": question}, timeout=60, trust_env=False)
            assert answer.status_code == 200, answer.text
            taken.append(round(time.perf_counter() - server.began, 2))
            cpu.append(round(server.cpu_s, 2))
    return {"first_answer_s": taken, "ready_s": ready, "cpu_s": cpu}, {
        "first answer <= 8 s": min(taken) <= 8 * limits.noise
    }


def offline(home: Path, store: Path, question: str) -> tuple[dict[str, object], Checks]:
    """Run `inside` in a network of its own that holds nothing but the machine itself."""
    words = [
        sys.executable,
        "-m",
        "tests.assistant.web.measure",
        "inside",
        "--store",
        str(store),
        "--home",
        str(home),
    ]
    script = 'ip link set lo up && exec "$@"'
    done = subprocess.run(
        ["unshare", "-rn", "sh", "-c", script, "sh", *words, "--question", question],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=900,
    )  # fmt: skip
    assert done.stdout, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    return told["figures"], told["checks"]


def inside(home: Path, store: Path, question: str) -> tuple[dict[str, object], Checks]:
    """Start, answer, add, report, in a network without a way out; who tried to leave is noted twice.

    By Python's audit events with the place, and by the kernel, which counts what it has no route for, whatever the
    language that sent it.
    """
    home.mkdir(parents=True, exist_ok=True)
    log, trap = home / "trap.log", home / "trap"
    log.write_text("")
    trap.mkdir(exist_ok=True)
    (trap / "sitecustomize.py").write_text(TRAP)
    before = unroutable()
    checks: Checks = {}
    with (
        serving(home, store, TRAP_LOG=str(log), PYTHONPATH=str(trap)) as server,
        httpx.Client(base_url=server.url, timeout=120, trust_env=False, follow_redirects=True) as client,
    ):
        server.ready(300)
        checks["answers"] = client.post(ASK, json={"question": question}).status_code == 200
        checks["pages"] = client.get("/").status_code == 200 and not asyncio.run(pages(server.url, 2, 0.5))
        checks["adds"] = len(add(client, 2)) == 2
        told = client.post(ASK, json={"question": "柳泉县第1号养老驿站的离休干部每人每月餐费补贴是多少？"}).json()
        checks["answers what was added"] = "1001元" in told["text"]
        checks["reports"] = reported(client)
        code, _ = server.stop()
        checks["leaves with 0"] = code == 0
    tried = log.read_text().splitlines()
    sent = unroutable() - before
    checks["nothing tries to leave"] = not tried and sent == 0
    return {"tried": sorted(set(tried))[:10], "packets_without_route": sent}, checks


def reported(client: httpx.Client) -> bool:
    """Whether a run of known questions comes to its report."""
    begun = client.post("/api/v1/evals/runs", json={"suite": "sample"})
    if begun.status_code not in (200, 201, 202):
        return False
    run = begun.json()
    while run["state"] in ("waiting", "running"):
        time.sleep(0.2)
        run = client.get(f"/api/v1/evals/runs/{run['id']}").json()
    return bool(run["state"] == "done")


def unroutable() -> int:
    """Packets that the kernel had no way to send."""
    names, values = [
        line.split()[1:] for line in Path("/proc/net/snmp").read_text().splitlines() if line.startswith("Ip:")
    ]
    six = dict(line.split() for line in Path("/proc/net/snmp6").read_text().splitlines())
    return int(values[names.index("OutNoRoutes")]) + int(six.get("Ip6OutNoRoutes", 0))


Scenario = Callable[[Running, Sequence[str], Limits], tuple[dict[str, object], Checks]]
RUNNING: dict[str, Scenario] = {
    "steady": steady,
    "overload": overload,
    "pages": opened,
    "growth": growth,
    "stop": stop,
}
ALONE = ("start", "offline", "inside")


def measured(name: str, store: Path, home: Path, questions: Sequence[str], limits: Limits):
    """One scenario: its figures, and whether each keeps to its limit. A store that is added to is a copy."""
    if name == "start":
        return start(home, store, questions[0], limits)
    if name in ("growth", "offline"):
        store = Path(shutil.copytree(store, home / f"store-{name}"))
    if name == "offline":
        return offline(home / "offline", store, questions[0])
    if name == "inside":
        return inside(home, store, questions[0])
    with serving(home / name, store) as server:
        ready = server.ready()
        figures, checks = RUNNING[name](server, questions, limits)
        rss = {"rss_mb": round(server.rss_mb)} if server.process.poll() is None else {}
        return {"ready_s": round(ready, 1)} | rss | figures, checks


def statutes() -> Path:
    """The store of 58 thousand articles, built where it is not there yet."""
    if not (BUILT / "store.db").is_file():
        from index.embed import open_embedder
        from index.writer import Writer

        with tempfile.TemporaryDirectory() as folder, gzip.open(STATUTES / "corpus.jsonl.gz", "rb") as file:
            (Path(folder) / "laws.jsonl").write_bytes(file.read())
            with Writer.open(BUILT, open_embedder()) as writer:
                writer.sync([Path(folder) / "laws.jsonl"])
    return BUILT


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.assistant.web.measure", description=__doc__)
    parser.add_argument("scenarios", nargs="+", choices=(*RUNNING, *ALONE), metavar="SCENARIO")
    parser.add_argument("--store", type=Path, help="a store that is at hand")
    parser.add_argument("--home", type=Path, help="where the server keeps its things; by default a folder that goes")
    parser.add_argument("--question", help="ask this instead of the questions about the articles")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--rate", type=float, default=10.0)
    parser.add_argument("--noise", type=float, default=1.0, help="widens every limit of time")
    args = parser.parse_args()
    questions = [args.question] if args.question else questions_of(STATUTES / "queries.jsonl")
    limits = Limits(seconds=args.seconds, rate=args.rate, noise=args.noise)
    store, good = args.store or statutes(), True
    with tempfile.TemporaryDirectory() as folder:
        for name in args.scenarios:
            figures, checks = measured(name, store, args.home or Path(folder), questions, limits)
            good &= all(checks.values())
            failed = [each for each, kept in checks.items() if not kept]
            told = {"scenario": name, "passed": not failed, "failed": failed, "figures": figures}
            print(json.dumps(told | ({"checks": checks} if name == "inside" else {}), ensure_ascii=False), flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
