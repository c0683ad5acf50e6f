"""What users say of answers: one line of JSON each, as `python -m evals promote` reads them.

The file holds questions and answers, so only its owner can read it; when it is full it becomes `….1` and a new one is
begun. Knows nothing of how a remark becomes a case.
"""

from __future__ import annotations

import json
import os
import secrets
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from assistant.types import Answer
from assistant.web.types import Caller
from corpus.errors import BadCall, NotAllowed

LARGEST = 32 * 2**20
"""Bytes of the file, and of the one before it."""
REMARK = 2000
"""Characters of a remark."""
TURNS = 50

Verdict = Literal["up", "down"]


class Feedback:
    """One file. Safe to share between threads."""

    def __init__(self, path: Path, largest: int = LARGEST) -> None:
        self.path = path
        self._largest = largest
        self._lock = threading.Lock()

    def add(
        self,
        caller: Caller,
        *,
        turns: Sequence[str],
        verdict: Verdict,
        answer: Answer,
        remark: str = "",
        asked: Mapping[str, Any] | None = None,
    ) -> str:
        """Keep a remark, and return its id.

        Args:
            caller: who makes it.
            turns: the questions up to the last, which was answered.
            verdict: up or down.
            answer: what was answered, as the service knows it.
            remark: what the caller says to it.
            asked: `as_of` and `filters`, as far as they were chosen.

        Raises:
            NotAllowed: the caller may not comment.
            BadCall: the remark is too long, or there is no question.
        """
        if not caller.may("comment"):
            raise NotAllowed("没有反馈的权限，请联系管理员", "you may not comment; ask an administrator")
        if len(remark) > REMARK:
            raise BadCall(f"意见请不超过 {REMARK} 字", f"a remark has at most {REMARK} characters")
        if not 0 < len(turns) <= TURNS or not all(turn.strip() for turn in turns):
            raise BadCall("没有写明是对哪个问题的反馈", "it is not said which question the remark is about")
        if verdict not in ("up", "down"):
            raise BadCall("反馈应为 up 或 down", "a verdict is up or down")
        id = secrets.token_hex(8)
        record = {
            "id": id,
            "at": datetime.now().astimezone().isoformat(timespec="seconds"),
            "by": caller.id,
            "turns": list(turns),
            "rating": verdict,
            "remark": remark.strip(),
            "as_of": (asked or {}).get("as_of"),
            "filters": (asked or {}).get("filters") or {},
            "answer": asdict(answer),
        }
        self._append(json.dumps(record, ensure_ascii=False).encode(errors="replace") + b"\n")
        return id

    def list(self, caller: Caller, most: int = 200) -> Sequence[Mapping[str, Any]]:
        """The last remarks, the newest first.

        Raises:
            NotAllowed: the caller is no administrator: they quote what not everybody may read.
        """
        if not (caller.may("administer") and caller.sees_all):
            raise NotAllowed("只有管理员能看全部反馈", "only an administrator sees all remarks")
        with self._lock:
            try:
                lines = self.path.read_bytes().splitlines()[-most:]
            except FileNotFoundError:
                return []
        return [json.loads(line) for line in reversed(lines) if line.endswith(b"}")]

    def _append(self, line: bytes) -> None:
        with self._lock:
            try:
                self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                if self.path.exists() and self.path.stat().st_size + len(line) > self._largest:
                    os.replace(self.path, self.path.with_name(f"{self.path.name}.1"))
                handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
                with os.fdopen(handle, "ab") as file:
                    file.write(line)
            except OSError as error:
                raise BadCall(
                    f"反馈存不下：{error.strerror}", f"the remark cannot be kept: {error.strerror}"
                ) from error
