"""The log: one JSON object a line, to stderr. It says which request took how long, never what was asked or read.

Of an exception it tells where it came from and of which kind it is, not its words: those may hold a question.
Knows nothing of HTTP.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import datetime
from typing import IO, Any

FIELDS = ("request", "caller", "method", "route", "status", "ms", "generation", "hits", "degraded", "job", "kind")
"""What a record may say beside its message, in this order."""
_QUIET = ("httpx", "httpcore", "openai", "llama_index", "gradio", "urllib3", "asyncio", "uvicorn.access", "mcp")
"""Libraries that would tell of requests and their words."""
_OURS = ("assistant", "index", "corpus")


class JsonLines(logging.Formatter):
    """One line a record."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON; of libraries only where and how grave, as their messages may hold anything."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage() if _speaks(record) else str(record.msg)[:200],
        }
        told |= {name: value for name in FIELDS if (value := getattr(record, name, None)) is not None}
        if record.exc_info and record.exc_info[1] is not None:
            told |= _where(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False, default=str)


def configure(level: str = "info", out: IO[str] | None = None) -> None:
    """Send all logging of the process here; libraries that tell of requests speak up only when something is wrong."""
    handler = logging.StreamHandler(out or sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in (*_QUIET, "uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers[:] = []
        logger.propagate = True
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _speaks(record: logging.LogRecord) -> bool:
    """Whether what the record was given to fill in may be shown: ours are ids and counts."""
    return record.name.split(".")[0] in (*_OURS, "uvicorn", "root")


def _where(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename.rsplit('/site-packages/')[-1]}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
    return {"error": type(error).__name__, "at": places}
