"""Assistants over the sample documents whose answers a scripted server words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Assistant
from assistant.writer.breaker import Breaker
from assistant.writer.call import pieces
from assistant.writer.endpoint import Endpoint
from assistant.writer.limits import Limits
from assistant.writer.llm import LlmWriter
from assistant.writer.types import Message
from tests.assistant.writer.server import replying, serving

LIMITS = Limits(deadline=120.0, first=120.0, idle=120.0, chars=8_000)
"""For backends that reply: a busy machine may bring their words late."""
TIGHT = Limits(deadline=2.0, first=1.5, idle=1.0, chars=8_000)
"""For backends that hang."""
KEY = "sk-very-secret-4711"


@pytest.fixture(scope="session", autouse=True)
def imported():
    """Loading the libraries takes longer than a tight limit; a user's deadline covers it."""
    with serving(replying("好")) as server:
        endpoint = Endpoint(server.url, "scripted")
        assert "".join(pieces(lambda: endpoint.reply([Message("user", "好")]), LIMITS)) == "好"


@pytest.fixture
def written(sample) -> Callable[..., Assistant]:
    """The sample assistant with a writer that asks the given address."""

    def make(url: str, breaker: Breaker | None = None, limits: Limits = LIMITS) -> Assistant:
        return Assistant(sample._index, writer=LlmWriter(Endpoint(url, "scripted", KEY), limits, breaker))

    return make
