"""One place says who stands behind a request, and only two things of a request count."""

import pytest

from assistant.web.access.authority import COOKIE, PLAIN_COOKIE
from corpus.errors import NotSignedIn
from tests.assistant.web.access.conftest import HERE

LOOPBACK = "127.0.0.1"


@pytest.fixture
def authority(house):
    return house.authority(secure=True, local=False)


@pytest.fixture
def user(house):
    return house.user("王小明", "editor")


@pytest.fixture
def token(house, user):
    return house.sessions.begin(user, HERE)


@pytest.fixture
def secret(house, user):
    return house.keys.make(user.id, "看板", ["ask"], 1)[1]


def test_a_cookie_is_a_session_and_a_bearer_is_a_key(authority, token, secret, user):
    assert authority.caller({}, {COOKIE: token}, HERE).via == "session"
    for scheme in ("Bearer", "bearer", "BEARER"):
        caller = authority.caller({"authorization": f"{scheme} {secret}"}, {}, HERE)
        assert (caller.via, caller.scopes, caller.id) == ("key", {"ask"}, user.id)


def test_who_says_nothing_is_nobody(authority, user):
    assert authority.caller({}, {}, LOOPBACK) is None
    assert authority.caller({}, {COOKIE: ""}, LOOPBACK) is None


@pytest.mark.parametrize(
    "headers",
    [
        {"x-api-key": "{secret}"},
        {"x-auth-token": "{token}"},
        {"x-user": "王小明"},
        {"x-forwarded-user": "王小明", "remote-user": "王小明", "x-role": "administrator"},
        {"cookie": "__Host-policy={token}"},
    ],
)
def test_nothing_else_of_a_request_says_who_it_is(authority, token, secret, headers):
    filled = {name: value.format(token=token, secret=secret) for name, value in headers.items()}
    assert authority.caller(filled, {}, HERE) is None


@pytest.mark.parametrize(
    "header",
    [
        "", "Bearer", "Bearer ", "Basic d2FuZzp3YW5n", "Token {secret}", "{secret}", "Bearer {secret},Bearer {secret}",
        "Bearer {token}", "Bearer pq_0000000000000000_" + "A" * 43, "Bearer {secret} extra",
    ],
)  # fmt: skip
def test_credentials_that_do_not_hold_are_told_and_nothing_stands_in_for_them(authority, token, secret, header):
    with pytest.raises(NotSignedIn, match="重新登录"):
        authority.caller({"authorization": header.format(secret=secret, token=token)}, {COOKIE: token}, HERE)


def test_a_cookie_that_does_not_hold_is_told(authority, token, secret, house):
    house.sessions.end(token)
    for value in (token, secret, "x", "甲\ud800"):
        with pytest.raises(NotSignedIn):
            authority.caller({}, {COOKIE: value}, HERE)


def test_the_cookie_has_the_name_that_browsers_guard_where_there_is_https(house, token):
    assert house.authority(secure=True, local=False).cookie == COOKIE == "__Host-policy"
    plain = house.authority(secure=False, local=False)
    assert plain.cookie == PLAIN_COOKIE
    assert plain.caller({}, {PLAIN_COOKIE: token}, HERE)
    assert plain.caller({}, {COOKIE: token}, HERE) is None
    assert house.authority(secure=True, local=False).caller({}, {PLAIN_COOKIE: token}, HERE) is None


class TestOpenOnItsOwnMachine:
    @pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1"])
    def test_whoever_sits_there_may_do_everything(self, house, address):
        caller = house.authority(secure=False, local=True).caller({}, {}, address)
        assert (caller.id, caller.role, caller.via) == ("local", "administrator", "local")

    @pytest.mark.parametrize("address", ["10.1.2.3", "192.168.1.1", "", "localhost", "::ffff:10.1.2.3", "unix"])
    def test_whoever_comes_from_elsewhere_is_nobody(self, house, address):
        assert house.authority(secure=False, local=True).caller({}, {}, address) is None

    @pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "via", "x-real-ip"])
    def test_whoever_comes_through_a_proxy_is_nobody(self, house, header):
        assert house.authority(secure=False, local=True).caller({header: "127.0.0.1"}, {}, LOOPBACK) is None

    def test_nobody_is_let_in_so_where_others_can_reach_it(self, house):
        assert house.authority(secure=False, local=False).caller({}, {}, LOOPBACK) is None

    def test_it_is_open_no_more_from_the_first_account_on(self, house):
        authority = house.authority(secure=False, local=True)
        assert authority.caller({}, {}, LOOPBACK)
        user = house.user()
        assert authority.caller({}, {}, LOOPBACK) is None
        with pytest.raises(NotSignedIn):
            authority.caller({}, {PLAIN_COOKIE: "x"}, LOOPBACK)
        house.accounts.remove(user.id)
        assert authority.caller({}, {}, LOOPBACK)
