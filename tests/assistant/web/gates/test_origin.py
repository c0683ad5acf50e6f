"""What another site sets off is not done; programs and our own page are not in its way."""

import pytest

from assistant.web.gates.origin import OriginGate
from tests.assistant.web.gates.conftest import echo

GATE = OriginGate(echo, frozenset({"https://wen.example.cn"}))
HOST = ("host", "127.0.0.1:7860")
COOKIE = ("cookie", "policy=x")
BEARER = ("authorization", "Bearer pq_x")


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [COOKIE],
        [COOKIE, ("sec-fetch-site", "same-origin")],
        [COOKIE, ("sec-fetch-site", "none")],
        [COOKIE, ("origin", "http://127.0.0.1:7860")],
        [COOKIE, ("origin", "https://wen.example.cn")],
        [BEARER, ("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
    ],
)
def test_programs_and_our_own_page_may(send, headers):
    assert send(GATE, headers=[HOST, *headers]).status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "ODD"])
@pytest.mark.parametrize(
    "headers",
    [
        [COOKIE, ("sec-fetch-site", "cross-site")],
        [COOKIE, ("sec-fetch-site", "same-site")],
        [("sec-fetch-site", "cross-site")],
        [COOKIE, ("origin", "https://evil.example")],
        [COOKIE, ("origin", "null")],
        [COOKIE, ("origin", "http://127.0.0.1:7861")],
        [COOKIE, ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")],
        [BEARER, COOKIE, ("sec-fetch-site", "cross-site")],
        [BEARER, COOKIE, ("origin", "https://evil.example")],
    ],
)
def test_another_site_may_not(send, headers, method):
    told = send(GATE, method=method, headers=[HOST, *headers])
    assert (told.status, told.code) == (403, "cross_site")


def test_a_link_from_elsewhere_opens_a_page_and_nothing_else(send):
    visit = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")]
    assert send(GATE, method="GET", headers=[HOST, *visit]).status == 200
    for mode, dest in (("no-cors", "image"), ("no-cors", "script"), ("navigate", "iframe"), ("cors", "empty")):
        given = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", mode), ("sec-fetch-dest", dest)]
        assert send(GATE, method="GET", headers=[HOST, *given]).status == 403
