"""Every answer carries the headers of security, and scripts of a page run by its own nonce alone."""

import re

from assistant.web.gates.headers import HeaderGate


def page(headers, *parts):
    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": list(headers)})
        for part in parts[:-1]:
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": parts[-1]})

    return HeaderGate(app)


HTML = (b"content-type", b"text/html; charset=utf-8")


def test_scripts_get_the_nonce_that_the_policy_names_and_the_length_is_right(send):
    gate = page([HTML, (b"content-length", b"9")], b"<html><scr", b"ipt>1</script><SCRIPT src=x></SCRIPT><scripture>")
    told = send(gate, method="GET")
    nonce = re.search(r"'nonce-([^']+)'", told.headers["content-security-policy"])[1]
    assert told.body == (
        f'<html><script nonce="{nonce}">1</script><script nonce="{nonce}" src=x></SCRIPT><scripture>'.encode()
    )
    assert int(told.headers["content-length"]) == len(told.body)
    again = send(gate, method="GET")
    assert nonce not in again.headers["content-security-policy"]


def test_what_is_no_page_passes_as_it_is_and_at_once(send):
    told = send(page([(b"content-type", b"text/plain")], b"<script>", b"x"), method="GET")
    assert told.body == b"<script>x"


def test_nothing_is_loaded_from_elsewhere_framed_or_kept(send):
    told = send(page([HTML], b"x"), method="GET", headers=[("accept", "text/html"), ("accept-encoding", "br")])
    policy = told.headers["content-security-policy"]
    for rule in ("default-src 'self'", "object-src 'none'", "frame-ancestors 'none'", "base-uri 'self'"):
        assert rule in policy
    assert "unsafe-eval" not in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    assert told.headers["x-content-type-options"] == "nosniff"
    assert told.headers["referrer-policy"] == "no-referrer"
    assert told.headers["cross-origin-resource-policy"] == "same-origin"
    assert told.headers["cache-control"] == "no-store"


def test_an_inner_application_opens_nothing_to_other_origins(send):
    given = [
        (b"Access-Control-Allow-Origin", b"*"),
        (b"access-control-allow-credentials", b"true"),
        (b"cache-control", b"public"),
        (b"X-Frame-Options", b"ALLOWALL"),
    ]
    told = send(page(given, b"x"), method="GET")
    assert not [name for name in told.headers if name.startswith("access-control")]
    assert (told.headers["cache-control"], told.headers["x-frame-options"]) == ("no-store", "DENY")


def test_what_is_the_same_for_all_may_be_kept(send):
    told = send(page([(b"cache-control", b"max-age=600")], b"x"), method="GET", path="/static/page/style.css")
    assert told.headers["cache-control"] == "max-age=600"
