"""A key is shown once, cannot be got out of the file, and lets a program do what it was made for, as long as it was."""

import os
import stat
from collections import Counter
from threading import Thread

import pytest

from assistant.web.access import keys as module
from assistant.web.access.access import Access
from assistant.web.access.keys import Keys
from assistant.web.access.pepper import SIZE, pepper
from corpus.errors import BadCall, NotFound
from tests.assistant.web.access.conftest import HERE

DAY = 86_400


@pytest.fixture
def user(house):
    return house.user("王小明", "editor", ["一科"])


def make(house, user, scopes=("ask",), days=30):
    return house.keys.make(user.id, "看板", scopes, days)


def test_a_key_acts_for_its_user_within_its_scopes(house, user):
    key, secret = make(house, user, ["ask", "search", "administer"])
    caller = house.keys.caller(secret, HERE)
    assert (caller.id, caller.name, caller.groups, caller.via) == (user.id, "王小明", {"一科"}, "key")
    assert caller.may("ask")
    assert caller.may("search")
    assert not caller.may("add"), "not in the scopes"
    assert not caller.may("administer"), "not in the role"
    assert house.keys.list() == house.keys.list(user.id) == (key,)
    assert house.keys.list("another") == ()


def test_the_file_holds_nothing_that_lets_anybody_in(house, user):
    _, secret = make(house, user)
    held = b"".join(each.read_bytes() for each in house.path.parent.iterdir())
    assert secret.encode() not in held
    assert secret.rpartition("_")[2].encode() not in held
    mac = house.row("SELECT mac FROM key")[0]
    assert house.keys.caller(f"pq_{make(house, user)[0].id}_{mac.hex()}", HERE) is None


def test_without_the_pepper_a_copy_of_the_file_is_worth_nothing(house, user):
    _, secret = make(house, user)
    elsewhere = Keys(house.database, house.accounts, b"q" * 32, now=house.clock)
    assert elsewhere.caller(secret, HERE) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda secret: secret[:-1],
        lambda secret: secret + "A",
        lambda secret: secret[:-1] + ("A" if secret[-1] != "A" else "B"),
        lambda secret: secret.upper(),
        lambda secret: f" {secret}",
        lambda secret: secret + "\n",
        lambda secret: "pq_" + "0" * 16 + secret[19:],
        lambda secret: secret.replace("pq_", "sk_"),
        lambda secret: "",
        lambda secret: "' OR 1=1 --",
        lambda secret: "甲\ud800" * 100,
    ],
)
def test_what_is_not_the_key_to_the_letter_is_no_key(house, user, change):
    secret = make(house, user)[1]
    assert house.keys.caller(change(secret), HERE) is None
    assert house.keys.caller(secret, HERE)


def test_the_secret_of_one_key_does_not_open_another(house, user):
    (first, a), (second, b) = make(house, user), make(house, user)
    assert house.keys.caller(a.replace(first.id, second.id), HERE) is None
    assert house.keys.caller(b, HERE)


def test_a_key_ends_when_it_was_said_to(house, user):
    _, secret = make(house, user, days=2)
    house.clock.now += 2 * DAY - 1
    assert house.keys.caller(secret, HERE)
    house.clock.now += 1
    assert house.keys.caller(secret, HERE) is None


def test_a_revoked_key_holds_no_more(house, user):
    (key, secret), (_, other) = make(house, user), make(house, user)
    assert house.keys.revoke(key.id) == key
    assert house.keys.caller(secret, HERE) is None
    assert house.keys.caller(other, HERE)
    for call in (house.keys.revoke, house.keys.get):
        with pytest.raises(NotFound):
            call(key.id)


def test_a_key_can_do_no_more_than_its_user_can_now(house, user):
    _, secret = make(house, user, ["ask", "add"])
    assert house.keys.caller(secret, HERE).may("add")
    house.accounts.change(user.id, role="reader", groups=[])
    assert not house.keys.caller(secret, HERE).may("add")
    assert house.keys.caller(secret, HERE).groups == frozenset()
    house.accounts.change(user.id, disabled=True)
    assert house.keys.caller(secret, HERE) is None
    house.accounts.change(user.id, disabled=False)
    assert house.keys.caller(secret, HERE)
    house.accounts.remove(user.id)
    assert house.keys.caller(secret, HERE) is None
    assert house.keys.list() == ()


@pytest.mark.parametrize(
    ("name", "scopes", "days"),
    [
        ("看板", [], 30), ("看板", ["everything"], 30), ("看板", ["ask", "Ask"], 30), ("看板", ["ask"], 0),
        ("看板", ["ask"], -1), ("看板", ["ask"], 100_000), ("看板", ["ask"], float("nan")), ("", ["ask"], 30),
        ("a\nb", ["ask"], 30),
    ],
)  # fmt: skip
def test_a_key_without_limits_is_not_made(house, user, name, scopes, days):
    with pytest.raises(BadCall):
        house.keys.make(user.id, name, scopes, days)
    assert house.keys.list() == ()


def test_a_key_belongs_to_somebody(house):
    with pytest.raises(NotFound):
        house.keys.make("nobody", "看板", ["ask"], 30)


def test_one_user_has_so_many_keys_and_ended_ones_do_not_count(house, user):
    for _ in range(module.MOST):
        make(house, user, days=1)
    with pytest.raises(BadCall, match="撤销"):
        make(house, user)
    house.clock.now += DAY
    assert make(house, user)


def test_nothing_of_one_secret_tells_of_another(house, user):
    """A thousand keys, sessions and first tokens: no two alike, and no character more often at any place than chance has it."""
    secrets = [house.sessions.begin(user, HERE) for _ in range(400)]
    secrets += [house.accounts.bootstrap_token() for _ in range(100)]
    for number in range(500):
        if number % 45 == 0:
            house.clock.now += 2 * DAY
        secrets.append(make(house, user, days=1)[1].split("_", 2)[2])
    assert len(set(secrets)) == 1000
    assert len({each[:12] for each in secrets}) == 1000
    assert len({each[-12:-1] for each in secrets}) == 1000
    for place in range(0, 30, 5):
        counts = Counter(each[place] for each in secrets)
        expected = 1000 / 64
        chi = sum((counts.get(char, 0) - expected) ** 2 / expected for char in ALPHABET)
        assert chi < 130, "63 degrees of freedom: once in a million by chance"


ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


class TestThePepper:
    def test_is_made_once_for_its_owner_only(self, tmp_path):
        path = tmp_path / "secrets" / "pepper"
        first = pepper(path)
        assert len(first) == SIZE
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert pepper(path) == first
        assert os.listdir(path.parent) == ["pepper"]

    @pytest.mark.parametrize("mode", [0o644, 0o640, 0o660, 0o777, 0o400])
    def test_takes_back_rights_that_are_too_wide(self, tmp_path, mode):
        path = tmp_path / "pepper"
        first = pepper(path)
        path.chmod(mode)
        assert pepper(path) == first
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    @pytest.mark.parametrize("content", [b"", b"short", b"zz" * SIZE, b"ab" * (SIZE + 1), b"\xff" * 64])
    def test_that_is_damaged_is_told_and_not_replaced(self, tmp_path, content):
        path = tmp_path / "pepper"
        path.write_bytes(content)
        with pytest.raises(BadCall, match="已损坏"):
            pepper(path)
        assert path.read_bytes() == content

    def test_is_no_link_to_something_else(self, tmp_path):
        (tmp_path / "other").write_text("ab" * SIZE)
        (tmp_path / "pepper").symlink_to(tmp_path / "other")
        with pytest.raises(BadCall, match="无法使用"):
            pepper(tmp_path / "pepper")

    def test_is_one_when_many_programs_begin_at_once(self, tmp_path):
        found = []
        threads = [Thread(target=lambda: found.append(pepper(tmp_path / "pepper"))) for _ in range(16)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert len(found) == 16
        assert len(set(found)) == 1

    def test_serves_only_as_long_as_the_program_where_nothing_is_kept(self):
        assert pepper(None) != pepper(None)


def test_everything_is_opened_from_one_folder_and_found_again(tmp_path, cheap):
    home = tmp_path / "a" / "service"
    with Access.open(home / "service.db", home / "secrets", passwords=cheap) as access:
        user = access.accounts.add("王小明", "tiger-lamp-42", "administrator")
        _, secret = access.keys.make(user.id, "看板", ["ask"], 1)
        token = access.sessions.begin(user, HERE)
    with Access.open(home / "service.db", home / "secrets", passwords=cheap) as again:
        assert again.keys.caller(secret, HERE).id == user.id
        assert again.sessions.caller(token, HERE).id == user.id
    assert {stat.S_IMODE(each.stat().st_mode) for each in home.rglob("*") if each.is_file()} == {0o600}
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
