"""What went wrong, as programs and people read it: problem details (RFC 9457) in Chinese and English. Pure.

A code never changes its meaning. Of a fault of the store, of a model or of ours only that much is told: where a store
lies and what an exception says is for the log. Knows nothing of where a problem comes from.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.letter.paper.office import NoOffice
from assistant.web.library.stage import TooLarge
from assistant.web.queue import TooOften
from assistant.web.repeats import Conflict
from corpus import errors

MEDIA = "application/problem+json"
COMPATIBLE = "/v1/"
"""Paths below speak the language of another interface, and their errors too."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem."""

    status: int
    """HTTP status."""
    code: str
    """Stable: what programs tell problems apart by."""
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One part of a request that is not as it should be."""

    at: str
    """Where, as body.question."""
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of one request."""

    kind: Kind
    zh: str
    en: str
    faults: tuple[Fault, ...] = ()
    after: float | None = None
    """Seconds after which it is worth trying again."""
    headers: tuple[tuple[str, str], ...] = ()


class Refused(Exception):
    """A request that cannot be carried out, by the code of the problem."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


_ALL = (
    Kind(400, "malformed", "请求的格式不对", "the request is malformed"),
    Kind(400, "bad_path", "地址的写法不对", "the path is not written as paths are"),
    Kind(400, "unknown_host", "不认识这个主机名", "the host name is not one of this service"),
    Kind(401, "not_signed_in", "请先登录，或用有效的密钥", "sign in, or use a key that holds"),
    Kind(403, "cross_site", "来自其他网站的请求不予受理", "requests from another site are not taken"),
    Kind(403, "not_allowed", "没有这个权限", "this is not allowed to you"),
    Kind(404, "not_found", "没有找到", "there is no such thing"),
    Kind(404, "model_not_found", "没有这个模型，可用的见 /v1/models", "there is no such model; see /v1/models"),
    Kind(405, "no_such_method", "这个地址不支持这种方法", "the path knows no such method"),
    Kind(408, "too_slow", "请求发送得太慢，已中断", "the request came too slowly and was cut off"),
    Kind(409, "conflict", "与已有的请求相冲突", "this conflicts with an earlier request"),
    Kind(413, "too_large", "请求太大", "the request is too large"),
    Kind(415, "unsupported_type", "不支持这种内容类型或编码", "the type or encoding of the content is not supported"),
    Kind(416, "no_such_range", "文件没有所要的部分", "the file has no such range"),
    Kind(422, "invalid", "有填写不对的地方", "some values are not valid"),
    Kind(422, "bad_call", "请求无法照办", "the request cannot be carried out as it stands"),
    Kind(422, "unreadable_document", "文件无法读取", "the document cannot be read"),
    Kind(422, "nothing_to_read", "没有可读取的文件", "there is nothing to read"),
    Kind(429, "too_many", "请求太频繁", "too many requests"),
    Kind(429, "busy", "忙，请稍后再试", "too much at once, try again later"),
    Kind(500, "internal", "程序出错，已记入日志", "the program failed; the log says more"),
    Kind(503, "overloaded", "服务繁忙，请稍后再试", "the service is overloaded, try again later"),
    Kind(503, "store_unavailable", "索引库暂不可用，请联系管理员", "the store cannot serve; tell an administrator"),
    Kind(503, "store_locked", "索引库正在被写入，请稍后再试", "the store is being written to, try again later"),
    Kind(503, "model_unavailable", "模型暂不可用，请联系管理员", "a model cannot be used; tell an administrator"),
    Kind(503, "pdf_unavailable", "不能生成 PDF，请下载 .docx", "no PDF can be made; download the .docx"),
    Kind(507, "storage_full", "存储空间不足，请联系管理员", "there is no space left; tell an administrator"),
)
KINDS: Mapping[str, Kind] = {kind.code: kind for kind in _ALL}
"""Every kind there is, by its code."""

_OF_ERRORS: Mapping[type[errors.PolicyError], tuple[str, bool]] = {
    errors.PolicyError: ("internal", False),
    errors.UnreadableDocument: ("unreadable_document", True),
    errors.NothingToRead: ("nothing_to_read", False),
    errors.BadCall: ("bad_call", True),
    TooLarge: ("too_large", True),
    Conflict: ("conflict", True),
    errors.StoreError: ("store_unavailable", False),
    errors.StoreLocked: ("store_locked", False),
    errors.ModelUnavailable: ("model_unavailable", False),
    NoOffice: ("pdf_unavailable", True),
    errors.AccessError: ("not_allowed", True),
    errors.NotSignedIn: ("not_signed_in", True),
    errors.NotAllowed: ("not_allowed", True),
    errors.NotFound: ("not_found", True),
    errors.Busy: ("busy", True),
    TooOften: ("too_many", True),
}
"""The code of every error, and whether its own words may be shown: some name folders and addresses."""
_OF_STATUSES: Mapping[int, str] = {
    400: "malformed",
    401: "not_signed_in",
    403: "not_allowed",
    404: "not_found",
    405: "no_such_method",
    408: "too_slow",
    409: "conflict",
    413: "too_large",
    415: "unsupported_type",
    416: "no_such_range",
    422: "invalid",
    429: "too_many",
    503: "overloaded",
    507: "storage_full",
}


def plain(code: str, *, after: float | None = None, faults: Sequence[Fault] = ()) -> Problem:
    """The problem of that code in its usual words."""
    kind = KINDS[code]
    return Problem(kind, kind.zh, kind.en, tuple(faults), after)


def of_error(error: errors.PolicyError) -> Problem:
    """The problem that an error of ours is."""
    code, told = next(_OF_ERRORS[each] for each in type(error).__mro__ if each in _OF_ERRORS)
    kind = KINDS[code]
    after = error.after if isinstance(error, errors.Busy) else None
    return Problem(kind, error.zh, error.en, after=after) if told else Problem(kind, kind.zh, kind.en)


def of_status(status: int, headers: Mapping[str, str] | None = None) -> Problem:
    """The problem that a status of the framework is; what the framework says of it is not repeated."""
    kind = KINDS[_OF_STATUSES.get(status, "malformed" if status < 500 else "internal")]
    kept = tuple(
        (name, value) for name, value in (headers or {}).items() if name.lower() in ("allow", "content-range")
    )
    return Problem(kind, kind.zh, kind.en, headers=kept)


def written(problem: Problem, path: str, request: str) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Status, headers and body of the response to the request with that path and id."""
    media = "application/json" if path.startswith(COMPATIBLE) else MEDIA
    body = json.dumps(record_of(problem, path, request), ensure_ascii=False).encode()
    headers = [("content-type", media), ("content-length", str(len(body))), *problem.headers]
    if problem.kind.status == 401:
        headers.append(("www-authenticate", 'Bearer realm="policy-assistant"'))
    if problem.after is not None:
        headers.append(("retry-after", str(max(1, math.ceil(problem.after)))))
    return problem.kind.status, [(name.encode(), value.encode()) for name, value in headers], body


def record_of(problem: Problem, path: str, request: str) -> dict[str, object]:
    """The fields of the response to a request for that path."""
    return _compatible(problem, request) if path.startswith(COMPATIBLE) else details(problem, request)


def details(problem: Problem, request: str) -> dict[str, object]:
    """The problem as the fields of RFC 9457 and ours."""
    kind = problem.kind
    record: dict[str, object] = {
        "type": f"urn:policy-assistant:problem:{kind.code}",
        "title": kind.zh,
        "title_en": kind.en,
        "status": kind.status,
        "detail": problem.zh,
        "detail_en": problem.en,
        "code": kind.code,
        "request_id": request,
    }
    if problem.faults:
        record["errors"] = [{"at": each.at, "detail": each.zh, "detail_en": each.en} for each in problem.faults]
    return record


_FAMILIES = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}


def _compatible(problem: Problem, request: str) -> dict[str, object]:
    status = problem.kind.status
    family = "server_error" if status >= 500 else _FAMILIES.get(status, "invalid_request_error")
    more = "".join(f"；{each.at}：{each.zh}" for each in problem.faults)
    message = f"{problem.zh}{more} | {problem.en}"
    param = problem.faults[0].at.removeprefix("body.") if problem.faults else None
    return {
        "error": {
            "message": message,
            "type": family,
            "param": param,
            "code": problem.kind.code,
            "request_id": request,
        }
    }
