"""Figures of the service in the form that Prometheus reads: few, and none of them says who asked or what.

Knows nothing of HTTP.
"""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

MEDIA = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0, 15.0, 60.0)


class Metrics:
    """All figures of one service."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Histogram(
            "policy_request_seconds",
            "Seconds from a request to the end of its answer",
            ("method", "route", "status"),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._answers = Counter(
            "policy_answers", "Answers given", ("status", "written_by", "fallback"), registry=self._registry
        )
        self._refused = Counter("policy_refused", "Requests refused for load", ("code",), registry=self._registry)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request by the template of its path."""
        self._requests.labels(method, route, str(status)).observe(seconds)
        if status in (429, 503):
            self._refused.labels(str(status)).inc()

    def answer(self, status: str, *, model: bool, fallback: bool) -> None:
        """Count one answer."""
        self._answers.labels(status, "model" if model else "documents", str(fallback).lower()).inc()

    def watch(self, name: str, says: str, value: Callable[[], float]) -> None:
        """Show what `value` gives whenever somebody looks, as `policy_NAME`."""
        Gauge(f"policy_{name}", says, registry=self._registry).set_function(value)

    def text(self) -> bytes:
        """All of it as text."""
        return generate_latest(self._registry)
