"""Whoever a provider vouches for comes in; whatever does not fit to the letter keeps everybody out."""

import json
import stat
from urllib.parse import parse_qs, urlsplit

import pytest

from assistant.web.access.oidc import MOST, Oidc
from assistant.web.access.provider import Provider
from corpus.errors import BadCall, NotSignedIn
from tests.assistant.web.access.conftest import HERE, PASSWORD
from tests.assistant.web.access.provider import (
    CLIENT,
    SECRET,
    SUBJECT,
    IdentityProvider,
    elliptic,
    serving,
    signed_with_the_public_key,
    unsigned,
)

REDIRECT = "https://wen.example.cn/login/oidc"


@pytest.fixture
def idp(house):
    with serving(IdentityProvider()) as provider:
        provider.now = house.clock
        yield provider


@pytest.fixture
def door(idp, house, tmp_path):
    return make(idp, house, tmp_path)


def make(idp, house, tmp_path, **claims):
    provider = Provider(idp.issuer, CLIENT, REDIRECT, SECRET, **claims)
    return Oidc(provider, house.accounts, tmp_path / "home" / "oidc.json", now=house.clock)


def sign_in(idp, door, **changes):
    started = door.begin()
    return door.finish(started.ticket, {**idp.authorize(started.url), **changes})


def refused(idp, door, **changes):
    with pytest.raises(NotSignedIn, match=r"统一认证|超时"):
        sign_in(idp, door, **changes)
    assert not [each for each in door._accounts.list() if each.source == "oidc"]


def test_who_comes_back_with_a_code_is_a_reader(idp, door, house):
    user = sign_in(idp, door)
    assert (user.name, user.role, user.source) == ("李四", "reader", "oidc")
    assert sign_in(idp, door) == user
    assert house.sessions.caller(house.sessions.begin(user, HERE), HERE).id == user.id


def test_the_browser_is_sent_with_all_that_guards_the_way_back(idp, door):
    first, second = (parse_qs(urlsplit(door.begin().url).query) for _ in range(2))
    assert first["response_type"] == ["code"]
    assert first["code_challenge_method"] == ["S256"]
    assert first["redirect_uri"] == [REDIRECT]
    assert "openid" in first["scope"][0]
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name][0]) >= 43
        assert first[name] != second[name]
    assert SECRET not in str(first)


def test_nothing_is_asked_of_the_provider_before_somebody_signs_in(idp, door):
    assert idp.seen == []


class TestTheWayBack:
    @pytest.mark.parametrize("state", ["", "another", "甲"])
    def test_with_another_state_is_refused(self, idp, door, state):
        refused(idp, door, state=state)

    def test_of_another_browser_is_refused(self, idp, door):
        mine, theirs = door.begin(), door.begin()
        parameters = idp.authorize(theirs.url)
        with pytest.raises(NotSignedIn):
            door.finish(mine.ticket, parameters)
        with pytest.raises(NotSignedIn):
            door.finish("", parameters)
        assert door.finish(theirs.ticket, parameters)

    def test_can_be_gone_once(self, idp, door):
        started = door.begin()
        parameters = idp.authorize(started.url)
        assert door.finish(started.ticket, parameters)
        for again in (parameters, idp.authorize(started.url)):
            with pytest.raises(NotSignedIn, match="超时"):
                door.finish(started.ticket, again)

    def test_must_be_gone_soon(self, idp, door, house):
        started = door.begin()
        house.clock.now += 601
        with pytest.raises(NotSignedIn, match="超时"):
            door.finish(started.ticket, idp.authorize(started.url))

    @pytest.mark.parametrize("changes", [{"code": ""}, {"code": "made-up"}, {"error": "access_denied"}])
    def test_without_a_code_that_holds_is_refused(self, idp, door, changes):
        refused(idp, door, **changes)

    def test_from_another_provider_is_refused(self, idp, door):
        refused(idp, door, iss="https://evil.example")
        assert sign_in(idp, door, iss=idp.issuer)

    def test_must_say_from_where_when_the_provider_always_says_so(self, idp, door):
        idp.metadata = {"authorization_response_iss_parameter_supported": True}
        refused(idp, door)
        assert sign_in(idp, door, iss=idp.issuer)

    def test_with_a_code_of_another_sign_in_fails_by_pkce(self, idp, door):
        theirs = idp.authorize(door.begin().url)["code"]
        refused(idp, door, code=theirs)

    def test_is_kept_open_for_so_many_at_once(self, idp, door):
        first = door.begin()
        parameters = idp.authorize(first.url)
        for _ in range(MOST):
            door._pending[bytes(str(len(door._pending)), "ascii")] = next(iter(door._pending.values()))
        door.begin()
        assert len(door._pending) <= MOST
        with pytest.raises(NotSignedIn):
            door.finish(first.ticket, parameters)


class TestATokenIsRefused:
    @pytest.mark.parametrize(
        "changes",
        [
            {"iss": "https://evil.example"}, {"iss": None}, {"aud": "another"}, {"aud": None}, {"aud": []},
            {"aud": [CLIENT, "another"]}, {"aud": [CLIENT, "another"], "azp": "another"}, {"nonce": "another"},
            {"nonce": None}, {"sub": None}, {"sub": ""}, {"sub": 7}, {"exp": None}, {"iat": None}, {"exp": "soon"},
            {"at_hash": "AAAA"},
        ],
        ids=str,
    )  # fmt: skip
    def test_that_says_something_else(self, idp, door, changes):
        idp.changes = changes
        refused(idp, door)

    @pytest.mark.parametrize(
        ("changes", "good"),
        [
            ({"exp": -59}, True), ({"exp": -62}, False), ({"iat": 59}, True), ({"iat": 65}, False),
            ({"nbf": 59}, True), ({"nbf": 65}, False),
        ],
    )  # fmt: skip
    def test_that_holds_no_more_or_not_yet_by_more_than_a_minute(self, idp, door, house, changes, good):
        idp.changes = {name: int(house.clock.now) + seconds for name, seconds in changes.items()}
        if good:
            assert sign_in(idp, door)
        else:
            refused(idp, door)

    @pytest.mark.parametrize("forge", [unsigned, signed_with_the_public_key])
    def test_that_nobody_signed_or_anybody_could_have(self, idp, door, house, forge):
        started = door.begin()
        asked = parse_qs(urlsplit(started.url).query)
        now = int(house.clock.now)
        claims = {"iss": idp.issuer, "aud": CLIENT, "sub": SUBJECT, "iat": now, "exp": now + 300}
        idp.raw = forge(idp, {**claims, "nonce": asked["nonce"][0]})
        with pytest.raises(NotSignedIn):
            door.finish(started.ticket, idp.authorize(started.url))
        assert house.accounts.list() == ()

    def test_even_where_the_provider_publishes_a_shared_key(self, idp, door):
        shared = {"kty": "oct", "kid": "first", "k": "c2hhcmVkLXNlY3JldC1vZi10aGUtdGVzdC1wcm92aWRlcg", "use": "sig"}
        idp.published = [shared]
        refused(idp, door)

    def test_with_a_key_for_something_else(self, idp, door):
        idp.published = [{**idp.key.as_dict(private=False), "use": "enc"}]
        refused(idp, door)

    @pytest.mark.parametrize("raw", ["", "x", "a.b.c", "....", 7, ["x"], {"a": 1}])
    def test_that_is_none(self, idp, door, raw):
        idp.token = {"id_token": raw}
        refused(idp, door)

    def test_that_was_changed_on_the_way(self, idp, door):
        started = door.begin()
        asked = parse_qs(urlsplit(started.url).query)
        token = idp.sign(asked["nonce"][0])
        idp.changes = {"policy_role": "administrator"}
        header, _, signature = token.split(".")
        idp.raw = ".".join((header, idp.sign(asked["nonce"][0]).split(".")[1], signature))
        with pytest.raises(NotSignedIn):
            door.finish(started.ticket, idp.authorize(started.url))

    def test_that_names_a_key_nobody_knows(self, idp, door):
        idp.header = {"kid": "unknown"}
        refused(idp, door)


class TestKeys:
    def test_of_other_kinds_serve(self, idp, door):
        idp.key, idp.algorithm = elliptic(), "ES256"
        idp.published = [idp.key]
        assert sign_in(idp, door)

    def test_without_a_name_serve_where_there_is_one(self, idp, door):
        idp.header = {"kid": None}
        assert sign_in(idp, door)

    def test_that_changed_are_fetched(self, idp, door, house):
        assert sign_in(idp, door)
        idp.rotate()
        house.clock.now += 61
        assert sign_in(idp, door)

    def test_that_nobody_knows_are_not_looked_for_all_the_time(self, idp, door, house):
        assert sign_in(idp, door)
        before = len([path for path in idp.seen if "configuration" in path])
        idp.header = {"kid": "unknown"}
        house.clock.now += 61
        for _ in range(5):
            with pytest.raises(NotSignedIn):
                sign_in(idp, door)
        assert len([path for path in idp.seen if "configuration" in path]) == before + 1


class TestTheProvider:
    def test_need_not_be_reached_to_start(self, idp, house, tmp_path):
        assert sign_in(idp, make(idp, house, tmp_path))
        cache = tmp_path / "home" / "oidc.json"
        assert stat.S_IMODE(cache.stat().st_mode) == 0o600
        assert SECRET not in cache.read_text()
        idp.status = {"configuration": 503, "keys": 503}
        later = make(idp, house, tmp_path)
        assert sign_in(idp, later)
        house.clock.now += 86_400
        assert sign_in(idp, later)

    @pytest.mark.parametrize(
        "content", ["", "{}", "[]", '{"metadata": 1}', '{"metadata": {"issuer": "https://evil"}}']
    )
    def test_is_asked_anew_where_what_was_kept_is_damaged(self, idp, house, tmp_path, content):
        (tmp_path / "home").mkdir()
        (tmp_path / "home" / "oidc.json").write_text(content)
        assert sign_in(idp, make(idp, house, tmp_path))

    def test_that_was_never_reached_lets_nobody_in_but_local_administrators_go_on(self, idp, door, house):
        house.user("管理员", "administrator")
        idp.status = {"configuration": 503}
        with pytest.raises(NotSignedIn, match="暂时无法使用"):
            door.begin()
        assert house.accounts.sign_in("管理员", PASSWORD, HERE).role == "administrator"
        idp.status = {}
        assert sign_in(idp, door)

    def test_that_is_gone_when_the_browser_comes_back_is_told(self, house, tmp_path):
        with serving(IdentityProvider()) as idp:
            idp.now = house.clock
            door = make(idp, house, tmp_path)
            started = door.begin()
            parameters = idp.authorize(started.url)
        with pytest.raises(NotSignedIn, match="暂时无法使用"):
            door.finish(started.ticket, parameters)

    @pytest.mark.parametrize("status", [302, 400, 401, 500])
    def test_that_gives_no_token_lets_nobody_in(self, idp, door, status):
        idp.status = {"token": status}
        refused(idp, door)
        assert not [path for path in idp.seen if "elsewhere" in path]

    @pytest.mark.parametrize(
        "metadata",
        [
            {"issuer": "https://evil.example"}, {"token_endpoint": "http://evil.example/token"},
            {"jwks_uri": "http://10.0.0.1/keys"}, {"authorization_endpoint": "javascript:alert(1)"},
            {"jwks_uri": None}, {"token_endpoint": 7}, {"jwks_uri": "file:///etc/passwd"},
        ],
        ids=str,
    )  # fmt: skip
    def test_that_publishes_doors_of_others_is_not_believed(self, idp, door, metadata):
        idp.metadata = metadata
        with pytest.raises(NotSignedIn):
            door.begin()

    @pytest.mark.parametrize(
        "issuer", ["http://idp.example.cn", "ftp://idp", "", "idp.example.cn", "http://10.0.0.1"]
    )
    def test_must_be_reached_by_https(self, house, issuer):
        with pytest.raises(BadCall, match="https"):
            Oidc(Provider(issuer, CLIENT, REDIRECT), house.accounts, None)

    def test_keeps_its_secret_out_of_every_message(self):
        assert SECRET not in repr(Provider("https://idp", CLIENT, REDIRECT, SECRET))


class TestRolesAndGroups:
    @pytest.mark.parametrize(
        ("claim", "role"),
        [
            ("editor", "editor"), (["staff", "auditor"], "auditor"), (["reader", "administrator"], "administrator"),
            (["editor", "auditor"], "editor"), ("root", "reader"), ([], "reader"), (None, "reader"), (7, "reader"),
            ({"administrator": 1}, "reader"), (["Administrator"], "reader"), ([["administrator"]], "reader"),
        ],
        ids=str,
    )  # fmt: skip
    def test_a_claim_gives_the_role_and_what_it_does_not_give_nobody_has(self, idp, house, tmp_path, claim, role):
        door = make(idp, house, tmp_path, role_claim="policy_role")
        idp.claims = {"policy_role": claim}
        assert sign_in(idp, door).role == role

    def test_who_loses_the_claim_loses_role_and_sessions(self, idp, house, tmp_path):
        door = make(idp, house, tmp_path, role_claim="policy_role", group_claim="groups")
        idp.claims = {"policy_role": "administrator", "groups": ["一科", "", 7, "x" * 80]}
        user = sign_in(idp, door)
        assert user.groups == {"一科"}
        token = house.sessions.begin(user, HERE)
        idp.claims = {}
        later = sign_in(idp, door)
        assert (later.id, later.role, later.groups) == (user.id, "reader", frozenset())
        assert house.sessions.caller(token, HERE) is None

    def test_without_a_claim_administrators_give_roles(self, idp, door, house):
        idp.claims = {"policy_role": "administrator", "role": "administrator", "groups": ["一科"]}
        user = sign_in(idp, door)
        assert (user.role, user.groups) == ("reader", frozenset())
        house.accounts.change(user.id, role="editor", groups=["二科"])
        assert (sign_in(idp, door).role, sign_in(idp, door).groups) == ("editor", {"二科"})

    def test_who_has_the_name_of_somebody_else_is_somebody_else(self, idp, door, house):
        own = house.user("管理员", "administrator")
        idp.claims = {"preferred_username": "管理员", "email": "admin@example.cn"}
        user = sign_in(idp, door)
        assert user.id != own.id
        assert user.role == "reader"

    def test_who_was_disabled_here_stays_out(self, idp, door, house):
        house.accounts.change(sign_in(idp, door).id, disabled=True)
        with pytest.raises(NotSignedIn, match="停用"):
            sign_in(idp, door)


def test_what_is_kept_of_the_provider_is_what_it_publishes(idp, door, tmp_path):
    sign_in(idp, door)
    kept = json.loads((tmp_path / "home" / "oidc.json").read_text())
    assert kept["metadata"]["issuer"] == idp.issuer
    assert [key["kid"] for key in kept["keys"]["keys"]] == ["first"]
    assert "d" not in kept["keys"]["keys"][0]
