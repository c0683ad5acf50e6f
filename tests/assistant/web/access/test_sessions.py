"""A session ends by itself, and at once when anything is taken from its user; nobody makes one up."""

import pytest

from assistant.web.access import sessions as module
from assistant.web.access.clock import steady
from tests.assistant.web.access.conftest import HERE, PASSWORD


@pytest.fixture
def user(house):
    return house.user("王小明", "editor", ["一科"])


def test_a_session_says_who_it_is(house, user):
    token = house.sessions.begin(user, HERE)
    caller = house.sessions.caller(token, "10.0.0.9")
    assert (caller.id, caller.name, caller.role, caller.groups) == (user.id, "王小明", "editor", {"一科"})
    assert (caller.via, caller.scopes, caller.address) == ("session", None, "10.0.0.9")


def test_each_sign_in_begins_another_session_and_none_can_be_brought_along(house, user):
    tokens = {house.sessions.begin(user, HERE) for _ in range(10)}
    assert len(tokens) == 10
    assert all(len(token) >= 43 for token in tokens)
    for fixed in ("chosen-by-somebody", "", next(iter(tokens))[:-1], "甲\ud800"):
        assert house.sessions.caller(fixed, HERE) is None


def test_only_a_hash_is_kept(house, user):
    token = house.sessions.begin(user, HERE)
    assert token.encode() not in b"".join(each.read_bytes() for each in house.path.parent.iterdir())
    stored = house.row("SELECT hash FROM session")[0]
    assert house.sessions.caller(stored.hex(), HERE) is None


def test_an_unused_session_ends_after_half_an_hour(house, user):
    token = house.sessions.begin(user, HERE)
    for _ in range(3):
        house.clock.now += 29 * 60
        assert house.sessions.caller(token, HERE)
    house.clock.now += 30 * 60
    assert house.sessions.caller(token, HERE) is None
    house.clock.now -= 29 * 60
    assert house.sessions.caller(token, HERE) is None, "what has ended does not come back"


def test_every_session_ends_after_eight_hours_however_busy(house, user):
    token = house.sessions.begin(user, HERE)
    for _ in range(8 * 6 - 1):
        house.clock.now += 10 * 60
        assert house.sessions.caller(token, HERE)
    house.clock.now += 10 * 60
    assert house.sessions.caller(token, HERE) is None


def test_a_session_in_constant_use_is_noted_now_and_then_only(house, user):
    token = house.sessions.begin(user, HERE)
    before = house.database._connection.total_changes
    for _ in range(29):
        house.clock.now += 1
        assert house.sessions.caller(token, HERE)
    assert house.database._connection.total_changes == before


def test_setting_the_clock_back_lengthens_no_session(house, user):
    token = house.sessions.begin(user, HERE)
    house.clock.now -= 3600
    assert house.sessions.caller(token, HERE) is None


def test_nor_of_one_that_was_used_for_a_while(house, user):
    token = house.sessions.begin(user, HERE)
    for _ in range(6):
        house.clock.now += 20 * 60
        assert house.sessions.caller(token, HERE)
    house.clock.now -= 3600
    assert house.sessions.caller(token, HERE) is None


def test_the_clock_of_the_service_never_goes_back(monkeypatch):
    before = steady()
    monkeypatch.setattr("time.time", lambda: 0.0)
    assert steady() >= before


def test_signing_out_ends_it(house, user):
    token, other = house.sessions.begin(user, HERE), house.sessions.begin(user, HERE)
    assert house.sessions.end(token) is True
    assert house.sessions.end(token) is False
    assert house.sessions.caller(token, HERE) is None
    assert house.sessions.caller(other, HERE)
    assert house.sessions.end_all(user.id) == 1
    assert house.sessions.caller(other, HERE) is None


@pytest.mark.parametrize(
    "deed",
    [
        lambda house, id: house.accounts.change(id, password="other-lamp-43"),
        lambda house, id: house.accounts.change(id, role="reader"),
        lambda house, id: house.accounts.change(id, disabled=True),
        lambda house, id: house.accounts.renew(id, PASSWORD, "other-lamp-43", HERE),
        lambda house, id: house.accounts.remove(id),
    ],
    ids=["password", "role", "disabled", "own password", "removed"],
)
def test_taking_something_away_ends_all_sessions_of_that_user_and_no_other(house, user, deed):
    tokens = [house.sessions.begin(user, HERE) for _ in range(3)]
    other = house.sessions.begin(house.user("李四"), HERE)
    deed(house, user.id)
    assert [house.sessions.caller(token, HERE) for token in tokens] == [None] * 3
    assert house.sessions.caller(other, HERE).name == "李四"
    assert house.row("SELECT count(*) FROM session WHERE user = ?", user.id) == (0,)


def test_enabling_again_does_not_bring_a_session_back(house, user):
    token = house.sessions.begin(user, HERE)
    house.accounts.change(user.id, disabled=True)
    house.accounts.change(user.id, disabled=False)
    assert house.sessions.caller(token, HERE) is None


def test_another_role_from_the_provider_ends_the_sessions(house):
    user = house.accounts.admit("https://idp", "7", "李四", role="administrator", groups=None)
    token = house.sessions.begin(user, HERE)
    house.accounts.admit("https://idp", "7", "李四", role="reader", groups=None)
    assert house.sessions.caller(token, HERE) is None


def test_groups_are_read_anew_with_each_request(house, user):
    token = house.sessions.begin(user, HERE)
    house.accounts.change(user.id, groups=["二科"])
    assert house.sessions.caller(token, HERE).groups == {"二科"}


def test_one_user_has_so_many_sessions_and_the_one_left_longest_makes_place(house, user):
    tokens = []
    for _ in range(module.MOST + 1):
        house.clock.now += 1
        tokens.append(house.sessions.begin(user, HERE))
    assert house.sessions.caller(tokens[0], HERE) is None
    assert all(house.sessions.caller(token, HERE) for token in tokens[1:])


def test_ended_sessions_are_swept_out(house, user):
    for _ in range(5):
        house.sessions.begin(user, HERE)
    house.clock.now += 3600
    house.sessions.begin(user, HERE)
    assert house.row("SELECT count(*) FROM session") == (1,)
