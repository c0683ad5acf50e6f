"""JSON as it must be sent to us: one value for each name, finite numbers, whole characters, no endless depth.

What several readers would read differently, nobody reads here. Knows nothing of what is meant.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

DEEPEST = 32
"""Levels of objects and lists."""


def loads(body: bytes) -> Any:  # noqa: ANN401 - JSON
    """The value of a JSON text.

    Raises:
        ValueError: it is none, or not such as we take.
    """
    try:
        value = json.loads(
            body.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_number, parse_float=_finite
        )
    except RecursionError as error:
        raise ValueError("too deep") from error
    if _depth(value) > DEEPEST:
        raise ValueError("too deep")
    if b"\\u" in body:  # half a character can only be written so
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    return value


class StrictRequest(Request):
    """A request whose JSON is read strictly."""

    async def json(self) -> Any:  # noqa: ANN401 - as in the class above
        """The value of the body; 400 where it is not as it must be."""
        if not hasattr(self, "_json"):
            try:
                self._json = loads(await self.body())
            except ValueError as error:
                raise HTTPException(400) from error
        return self._json


class StrictRoute(APIRoute):
    """A route that takes strict JSON, sent as JSON."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What answers a request."""
        handler = super().get_route_handler()
        media = self.body_field.field_info.media_type if self.body_field else None  # type: ignore[attr-defined]

        async def strict(request: Request) -> Response:
            if media == "application/json" and not _is_json(request):
                raise HTTPException(415)
            return await handler(StrictRequest(request.scope, request.receive))

        return strict


def _is_json(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name stands twice")
    return made


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError("the number is too large")
    return number


def _depth(value: object) -> int:
    """Levels of a value, found without going down by recursion."""
    deepest, level = 0, [value]
    while level:
        inner = [
            each
            for outer in level
            if isinstance(outer, dict | list)
            for each in (outer.values() if isinstance(outer, dict) else outer)
        ]
        deepest += any(isinstance(each, dict | list) for each in level)
        level = inner
        if deepest > DEEPEST:
            break
    return deepest
