"""Coming and going: the page for signing in, the session it begins, and the way out. Works without a script.

Knows nothing of what lies behind it. People read these pages; programs use keys.
"""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qs, quote, unquote

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from assistant.web.access.accounts import User
from assistant.web.access.oidc import MINUTES
from assistant.web.api.call import office, work
from assistant.web.gates.hosts import plainly_written
from assistant.web.gates.refuse import request_id
from assistant.web.office import Office
from assistant.web.types import Caller
from corpus.errors import Busy, NotSignedIn, PolicyError

router = APIRouter(include_in_schema=False)

HOME = "/"
LONGEST = 4096
"""Bytes of the form."""
TICKET = "policy-oidc"
"""The cookie that tells who comes back from the identity provider, and where that person wanted to go."""


@router.get("/login")
async def login(request: Request, next: str = HOME) -> Response:
    """The page for signing in; whoever is known already goes on."""
    parts = office(request)
    if parts.open:
        return _to(local(next))
    return _page(parts, local(next))


@router.post("/login")
async def sign_in(request: Request) -> Response:
    """Begin a session, and go where the person wanted to."""
    parts, form = office(request), await _form(request)
    name, password, wanted = form.get("name", ""), form.get("password", ""), local(form.get("next", HOME))
    address = _address(request)
    try:
        parts.limiter.sign_in(address, name)
        user = await work(parts.access.accounts.sign_in, name, password, address)
    except (NotSignedIn, Busy) as error:
        # A crowd at the door is no lock: only a wrong password that was one too many is.
        locked = isinstance(error, NotSignedIn) and await work(parts.access.accounts.locked, name, address) > 0
        await work(_note, parts, "locked" if locked else "sign-in-failed", None, request, good=False)
        return _page(parts, wanted, error, name)
    return await _begin(request, user, wanted)


@router.post("/logout")
async def sign_out(request: Request) -> Response:
    """End the session."""
    parts = office(request)
    await work(_note, parts, "sign-out", request.scope["state"]["caller"], request, good=True)
    await end(request)
    response = _to("/login")
    response.delete_cookie(
        parts.authority.cookie, path="/", secure=parts.settings.service.secure, httponly=True, samesite="lax"
    )
    response.headers["clear-site-data"] = '"cache", "storage"'
    return response


@router.get("/oidc/start")
async def start(request: Request, next: str = HOME) -> Response:
    """Send the browser to the identity provider."""
    parts = office(request)
    if parts.oidc is None:
        raise HTTPException(404)
    parts.limiter.sign_in(_address(request), "")
    started = await work(parts.oidc.begin)
    response = _to(started.url)
    _keep(response, parts, TICKET, f"{started.ticket}{local(next)}", MINUTES * 60)
    return response


@router.get("/oidc/back")
async def back(request: Request) -> Response:
    """Take back whom the identity provider vouches for."""
    parts = office(request)
    if parts.oidc is None:
        raise HTTPException(404)
    ticket, slash, wanted = request.cookies.get(TICKET, "").partition("/")
    place = local(slash + wanted) if slash else HOME
    try:
        parts.limiter.sign_in(_address(request), "")
        user = await work(parts.oidc.finish, ticket, dict(request.query_params))
    except (NotSignedIn, Busy) as error:
        await work(_note, parts, "sign-in-failed", None, request, good=False)
        return _page(parts, place, error)
    response = await _begin(request, user, place)
    response.delete_cookie(TICKET, path="/oidc", httponly=True, samesite="lax")
    return response


async def end(request: Request) -> None:
    """End the session that a request brings, if any."""
    parts = office(request)
    token = request.cookies.get(parts.authority.cookie)
    if token:
        await work(parts.access.sessions.end, token)


async def _begin(request: Request, user: User, wanted: str) -> Response:
    """Begin a session, and hand it to the browser."""
    parts, address = office(request), _address(request)
    await end(request)  # a session that was there before is nobody's from now on
    caller = Caller(user.id, user.name, user.role, user.groups, via="session", address=address)
    await work(_note, parts, "sign-in", caller, request, good=True)
    response = _to(wanted)
    _keep(response, parts, parts.authority.cookie, await work(parts.access.sessions.begin, user, address))
    return response


def _keep(response: Response, parts: Office, name: str, value: str, seconds: int | None = None) -> None:
    """Have the browser keep something that it alone sends, to us alone."""
    path = "/oidc" if name == TICKET else "/"
    secure = parts.settings.service.secure
    response.set_cookie(name, value, seconds, path=path, secure=secure, httponly=True, samesite="lax")


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def local(place: str) -> str:
    """A path of ours, or the first page where `place` is none: nobody is sent elsewhere."""
    path, _, query = place.partition("?")
    plain = plainly_written({"path": path, "raw_path": path.encode()}) and plainly_written({"path": unquote(path)})
    whole = all(char.isprintable() and char not in " \\" for char in place)
    return quote(path, safe="/%") + (f"?{quote(query, safe='=&%+')}" if query else "") if plain and whole else HOME


async def _form(request: Request) -> dict[str, str]:
    body = (await request.body())[:LONGEST]
    found = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=10)
    return {name: values[-1] for name, values in found.items()}


def _note(parts: Office, kind: str, caller: Caller | None, request: Request, *, good: bool) -> None:
    """Keep it in the audit log, with the address that it came from."""
    parts.audit.add(kind, caller, _address(request), good=good, request=request_id(request.scope))


def _to(place: str) -> Response:
    return RedirectResponse(place, 303)


def _page(parts: Office, wanted: str, error: PolicyError | None = None, name: str = "") -> Response:
    told = f'<p class="problem" role="alert">{escape(error.zh)}<br>{escape(error.en)}</p>' if error else ""
    other = (
        f'<a class="button" href="/oidc/start?next={quote(wanted, safe="")}">统一认证登录 | single sign-on</a>'
        if parts.settings.oidc
        else ""
    )
    page = _PAGE.format(problem=told, name=escape(name[:100]), next=escape(wanted), other=other)
    status = 200 if error is None else 429 if isinstance(error, Busy) else 401
    headers = {"retry-after": str(int(error.after) + 1)} if isinstance(error, Busy) else None
    return HTMLResponse(page, status, headers)


_PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>登录 · 政策问答</title>
<link rel="stylesheet" href="/static/entrance.css">
</head>
<body>
<main>
<h1>政策问答 <span class="aside">policy assistant</span></h1>
{problem}
<form method="post" action="/login">
<input type="hidden" name="next" value="{next}">
<label for="name">用户名 <span class="aside">name</span></label>
<input id="name" name="name" value="{name}" autocomplete="username" required autofocus maxlength="100">
<label for="password">密码 <span class="aside">password</span></label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200">
<button type="submit">登录 | sign in</button>
</form>
{other}
<p class="aside">忘记密码请联系管理员。 Ask an administrator if you forgot your password.</p>
</main>
</body>
</html>
"""
