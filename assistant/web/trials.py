"""Known questions asked from the page: each run is a process of `python -m evals`, one at a time, its reports kept.

A run reads every document there is, so who starts one must be allowed to. Knows nothing of how answers are judged.
"""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import shutil
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from assistant.strictness import named
from assistant.web.background import started
from assistant.web.types import Caller
from corpus.errors import Busy, NotAllowed, NotFound
from corpus.settings import ROOT

SUITES = ROOT / "evals" / "suites"
BASELINES = ROOT / "evals" / "runs"
WAITING = 5
KEPT = 100
"""Runs that are remembered."""
BASELINE = "baseline"
"""Names the run that a suite comes with."""
_ENDINGS = (".yaml", ".yml")
_STATE, _RUN, _REPORT = "trial.json", "run.json", "report.html"
_STEP = re.compile(r"(\d+)/(\d+)")
_PASSED, _FAILED, _INTERRUPTED = 0, 1, 2

State = Literal["waiting", "running", "done", "failed"]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Suite:
    """Known questions that can be asked."""

    name: str
    path: Path
    baseline: Path | None = None
    """A run to compare with, where the suite comes with one."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One run of a suite."""

    id: str
    suite: str
    owner: str
    began: str
    """When it was asked for, ISO 8601 with offset."""
    strictness: str | None = None
    baseline: str | None = None
    """Id of the run that it is compared with, or `BASELINE`."""
    state: State = "waiting"
    done: int = 0
    total: int = 0
    passed: bool | None = None
    """Whether the gates held; None as long as that is not known, and after an interruption."""
    ended: str | None = None
    problem: str | None = None
    """Why there is no report, Chinese | English."""


class Trials:
    """Runs over one store. `close` it."""

    def __init__(
        self,
        folder: Path,
        store: Path,
        sees_everything: Callable[[Caller], bool],
        suites: Sequence[Path] = (SUITES,),
        baselines: Path = BASELINES,
    ) -> None:
        self._folder = folder
        self._store = store
        self._sees_everything = sees_everything
        self._places = suites
        self._baselines = baselines
        self._lock = threading.Lock()
        self._live: dict[str, Trial] = {}
        self._process: tuple[str, subprocess.Popen[str]] | None = None
        self._stopped: set[str] = set()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="trials")
        for trial in self._kept():
            if trial.state in ("waiting", "running"):
                self._write(replace(trial, state="failed", problem="程序已重新启动 | the program was started anew"))

    def suites(self, caller: Caller) -> list[Suite]:
        """The suites there are, by name."""
        self._require(caller)
        found: dict[str, Suite] = {}
        for place in self._places:
            for path in sorted(place.iterdir()) if place.is_dir() else ():
                if path.suffix in _ENDINGS and path.is_file():
                    known = self._baselines / f"{path.stem}.json"
                    ours = place == self._places[0] and known.is_file()
                    found.setdefault(path.stem, Suite(path.stem, path, known if ours else None))
        return list(found.values())

    def start(self, caller: Caller, suite: str, strictness: str | None = None, baseline: str | None = None) -> Trial:
        """Put a run at the end of the line.

        Args:
            caller: who asks for it.
            suite: name of a suite.
            strictness: level of strictness; the one of the settings by default.
            baseline: id of a run to compare with, or `BASELINE`.

        Raises:
            NotAllowed: the caller may not evaluate, or may not read every document.
            NotFound: there is no such suite, or no such run to compare with.
            BadCall: there is no such level.
            Busy: too many are waiting.
        """
        found = next((each for each in self.suites(caller) if each.name == suite), None)
        if found is None:
            raise NotFound(f"没有题集“{suite}”", f"no suite {suite}")
        level = named(strictness) if strictness else None
        compared = self._compared(caller, found, baseline)
        trial = Trial(secrets.token_hex(8), suite, caller.id, _now(), level, baseline)
        with self._lock:
            if len(self._live) >= WAITING:
                raise Busy("等待运行的评测太多，请稍后再试", "too many runs are waiting; try again later", after=60.0)
            self._live[trial.id] = trial
        (self._folder / trial.id).mkdir(mode=0o700, parents=True)
        self._write(trial)
        self._forget_old()
        self._pool.submit(self._carry_out, trial, found, compared).add_done_callback(_tell)
        return trial

    def run(self, caller: Caller, id: str) -> Trial:
        """How a run stands.

        Raises:
            NotAllowed: as for `start`.
            NotFound: there is none of that id.
        """
        self._require(caller)
        with self._lock:
            live = self._live.get(id)
        return live or self._read(id)

    def runs(self, caller: Caller) -> list[Trial]:
        """All runs, the newest first."""
        self._require(caller)
        with self._lock:
            live = dict(self._live)
        found = [live.get(each.id, each) for each in self._kept()]
        return sorted(found, key=lambda each: (each.began, each.id), reverse=True)

    def report(self, caller: Caller, id: str) -> Path:
        """The report of a run, one HTML file that loads nothing; raises as `run`, also where there is none."""
        return self._file(caller, id, _REPORT)

    def record(self, caller: Caller, id: str) -> Path:
        """The run itself as JSON; raises as `report`."""
        return self._file(caller, id, _RUN)

    def figures(self, caller: Caller, id: str) -> dict[str, Any]:
        """The figures of a run by name; raises as `report`."""
        return figures(self.record(caller, id))

    def stop(self, caller: Caller, id: str) -> None:
        """End a run; what was asked by then is judged. Raises as `run`."""
        if self.run(caller, id).state not in ("waiting", "running"):
            return
        with self._lock:
            self._stopped.add(id)
            if self._process is not None and self._process[0] == id:
                self._process[1].send_signal(signal.SIGINT)

    def close(self) -> None:
        """End what is under way."""
        with self._lock:
            self._stopped |= self._live.keys()
            if self._process is not None:
                self._process[1].kill()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _require(self, caller: Caller) -> None:
        if not caller.may("evaluate") or not self._sees_everything(caller):
            raise NotAllowed(
                "评测要读全部文件，请由管理员运行", "a run reads every document; ask an administrator to start it"
            )

    def _compared(self, caller: Caller, suite: Suite, baseline: str | None) -> Path | None:
        if baseline is None:
            return None
        if baseline != BASELINE:
            return self.record(caller, baseline)
        if suite.baseline is None:
            raise NotFound(f"题集“{suite.name}”没有基线", f"suite {suite.name} has no baseline")
        return suite.baseline

    def _carry_out(self, trial: Trial, suite: Suite, compared: Path | None) -> None:
        try:
            self._put(replace(trial, state="running"))
            code, last = self._asked(trial, suite, compared)
            self._finish(trial.id, code, last)
        finally:
            with self._lock:
                gone = self._live.pop(trial.id, None)
                self._stopped.discard(trial.id)
            if gone is not None and gone.state in ("waiting", "running"):
                self._write(replace(gone, state="failed", ended=_now(), problem="程序出错 | the program failed"))

    def _asked(self, trial: Trial, suite: Suite, compared: Path | None) -> tuple[int, str]:
        """Exit code and last line on stderr of the process."""
        place = self._folder / trial.id
        command = ["evals", "run", str(suite.path), "--store", str(self._store), "--progress"]
        command += ["--out", str(place / _RUN), "--out", str(place / _REPORT)]
        command += ["--strictness", trial.strictness] if trial.strictness else []
        command += ["--baseline", str(compared)] if compared else []
        with self._lock:
            if trial.id in self._stopped:
                return _INTERRUPTED, "已停止 | stopped"
            process = started(command)
            self._process = (trial.id, process)
        last: deque[str] = deque(maxlen=1)
        try:
            for line in process.stderr or ():
                step = _STEP.fullmatch(line.strip())
                if step:
                    self._step(trial.id, int(step[1]), int(step[2]))
                elif line.strip():
                    last.append(line.strip())
            return process.wait(), "".join(last)
        finally:
            with self._lock:
                self._process = None
            if process.poll() is None:
                process.kill()
                process.wait()
            if process.stderr:
                process.stderr.close()

    def _step(self, id: str, done: int, total: int) -> None:
        with self._lock:
            self._live[id] = replace(self._live[id], done=done, total=total)

    def _finish(self, id: str, code: int, last: str) -> None:
        with self._lock:
            trial = replace(self._live[id], ended=_now())
        there = (self._folder / id / _REPORT).is_file()
        if there and code in (_PASSED, _FAILED, _INTERRUPTED):
            passed = None if code == _INTERRUPTED else code == _PASSED
            self._put(replace(trial, state="done", passed=passed))
        else:
            self._put(replace(trial, state="failed", problem=last or f"code {code}"))

    def _put(self, trial: Trial) -> None:
        with self._lock:
            self._live[trial.id] = trial
        self._write(trial)

    def _write(self, trial: Trial) -> None:
        path = self._folder / trial.id / _STATE
        draft = path.with_suffix(".tmp")
        draft.write_text(json.dumps(asdict(trial), ensure_ascii=False), "utf-8")
        os.replace(draft, path)

    def _read(self, id: str) -> Trial:
        if not re.fullmatch(r"[0-9a-f]{16}", id) or not (self._folder / id / _STATE).is_file():
            raise NotFound(f"没有编号为“{id}”的评测", f"no run {id}")
        return Trial(**json.loads((self._folder / id / _STATE).read_text("utf-8")))

    def _kept(self) -> list[Trial]:
        return [self._read(path.parent.name) for path in self._folder.glob(f"*/{_STATE}")]

    def _forget_old(self) -> None:
        with self._lock:
            live = set(self._live)
        ended = sorted((each for each in self._kept() if each.id not in live), key=lambda each: each.began)
        for each in ended[: max(len(ended) - KEPT, 0)]:
            shutil.rmtree(self._folder / each.id, ignore_errors=True)

    def _file(self, caller: Caller, id: str, name: str) -> Path:
        path = self._folder / self.run(caller, id).id / name
        if not path.is_file():
            raise NotFound(f"评测“{id}”没有报告", f"run {id} has no report")
        return path


def figures(path: Path) -> dict[str, Any]:
    """The figures of a run that was written as JSON, by name."""
    return {each["name"]: each["value"] for each in json.loads(path.read_text("utf-8"))["figures"]}


def _tell(future: Future[None]) -> None:
    error = None if future.cancelled() else future.exception()
    if error is not None:
        _log.error("评测出错 | a run failed", exc_info=error)


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="microseconds")
