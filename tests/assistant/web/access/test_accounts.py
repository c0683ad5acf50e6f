"""Users come, change and go; who tries passwords is stopped; somebody can always administer."""

from contextlib import contextmanager, suppress
from threading import Barrier, Thread

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from assistant.database import Database
from assistant.web.access.accounts import Accounts
from assistant.web.access.passwords import Passwords
from assistant.web.access.schema import SCHEMA, TABLES
from corpus.errors import AccessError, BadCall, Busy, NotAllowed, NotFound, NotSignedIn
from tests.assistant.web.access.conftest import HERE, PASSWORD

THERE = "10.9.9.9"


def wrong(house, times=1, name="王小明", address=HERE):
    for _ in range(times):
        with pytest.raises(NotSignedIn):
            house.accounts.sign_in(name, "wrong-lamp-42", address)


class TestUsers:
    def test_a_user_who_was_added_signs_in(self, house):
        made = house.user(role="editor", groups=["一科", " 一科 ", "二科"])
        assert made.groups == {"一科", "二科"}
        assert house.accounts.sign_in("王小明", PASSWORD, HERE) == made == house.accounts.get(made.id)
        assert house.accounts.named(" 王小明") == made
        assert house.accounts.list() == (made,)

    def test_at_first_there_is_nobody_and_no_password_that_everybody_knows(self, house):
        assert not house.accounts.any()
        assert not house.accounts.administered()
        for name in ("admin", "administrator", "root", ""):
            for password in ("", "admin", "password"):
                with pytest.raises(NotSignedIn):
                    house.accounts.sign_in(name, password, f"{name}{password}")

    @pytest.mark.parametrize("name", ["WANG", " wang ", "ｗａｎｇ"])
    def test_two_names_that_look_alike_are_one(self, house, name):
        house.user("wang")
        with pytest.raises(BadCall, match="已有用户"):
            house.user(name)
        assert house.accounts.sign_in(name, PASSWORD, HERE).name == "wang"

    @pytest.mark.parametrize("name", ["", "  ", "x" * 65, "a\nb", "a\x00b", "王\u202e明", "\u200b"])
    def test_a_name_is_something_that_can_be_seen(self, house, name):
        with pytest.raises(BadCall, match="名称"):
            house.user(name)
        assert not house.accounts.any()

    @pytest.mark.parametrize("role", ["root", "", "Administrator", "reader; administrator"])
    def test_there_are_four_roles_and_no_other(self, house, role):
        with pytest.raises(BadCall, match="没有"):
            house.user(role=role)
        assert not house.accounts.any()
        id = house.user().id
        with pytest.raises(BadCall):
            house.accounts.change(id, role=role)
        assert house.accounts.get(id).role == "reader"

    def test_a_weak_password_changes_nothing(self, house):
        id = house.user().id
        with pytest.raises(BadCall):
            house.accounts.change(id, password="admin123", role="administrator")
        assert house.accounts.get(id).role == "reader"
        assert house.accounts.sign_in("王小明", PASSWORD, HERE)

    def test_who_is_not_there_is_told_so(self, house):
        for call in (
            lambda: house.accounts.get("x"),
            lambda: house.accounts.named("x"),
            lambda: house.accounts.change("x", role="editor"),
            lambda: house.accounts.remove("x"),
        ):
            with pytest.raises(NotFound):
                call()

    def test_the_file_holds_no_password(self, house):
        house.user()
        wrong(house, 2)
        house.accounts.renew(house.accounts.named("王小明").id, PASSWORD, "other-lamp-43", HERE)
        files = b"".join(each.read_bytes() for each in house.path.parent.iterdir())
        for secret in (PASSWORD, "wrong-lamp-42", "other-lamp-43"):
            assert secret.encode() not in files

    def test_a_password_typed_as_the_name_is_not_kept(self, house):
        wrong(house, 5, name="my-secret-42")
        files = b"".join(each.read_bytes() for each in house.path.parent.iterdir())
        assert b"my-secret-42" not in files


class TestSigningIn:
    def test_whatever_is_wrong_the_answer_is_the_same(self, house):
        house.user()
        house.accounts.change(house.user("停用的").id, disabled=True)
        told = []
        for name, password in [("王小明", "wrong-lamp-42"), ("没有的人", PASSWORD), ("停用的", PASSWORD), ("", "")]:
            with pytest.raises(NotSignedIn) as caught:
                house.accounts.sign_in(name, password, HERE)
            told.append(str(caught.value))
        assert len(set(told)) == 1

    @pytest.mark.parametrize("name", ["王小明", "没有的人"])
    def test_after_five_wrong_passwords_even_the_right_one_must_wait(self, house, name):
        house.user()
        wrong(house, 4, name)
        assert house.accounts.locked(name, HERE) == 0
        wrong(house, 1, name)
        assert house.accounts.locked(name, HERE) == 900
        house.clock.now += 899
        with pytest.raises(Busy, match="分钟后再试") as caught:
            house.accounts.sign_in(name, PASSWORD, HERE)
        assert caught.value.after == pytest.approx(1)

    def test_the_lock_ends_and_trying_does_not_lengthen_it(self, house):
        house.user()
        wrong(house, 5)
        for _ in range(20):
            house.clock.now += 40
            with pytest.raises(Busy):
                house.accounts.sign_in("王小明", PASSWORD, HERE)
        house.clock.now += 101
        assert house.accounts.sign_in("王小明", PASSWORD, HERE)

    def test_wrong_passwords_far_apart_lock_nobody(self, house):
        house.user()
        for _ in range(12):
            wrong(house)
            house.clock.now += 151
        assert house.accounts.sign_in("王小明", PASSWORD, HERE)

    def test_a_lock_holds_for_one_address_so_that_nobody_can_lock_another_out(self, house):
        house.user()
        wrong(house, 5, address=THERE)
        assert house.accounts.sign_in("王小明", PASSWORD, HERE)
        with pytest.raises(Busy):
            house.accounts.sign_in("王小明", PASSWORD, THERE)

    def test_the_right_password_begins_the_count_anew(self, house):
        house.user()
        for _ in range(4):
            wrong(house, 4)
            house.accounts.sign_in("王小明", PASSWORD, HERE)

    def test_an_administrator_lifts_the_lock(self, house):
        id = house.user().id
        wrong(house, 5)
        assert house.accounts.unlock(id) is True
        assert house.accounts.sign_in("王小明", PASSWORD, HERE)
        assert house.accounts.unlock(id) is False

    def test_a_lock_outlives_the_program(self, house, cheap):
        house.user()
        wrong(house, 5)
        with Database.open(house.path, TABLES, SCHEMA) as again, pytest.raises(Busy):
            Accounts(again, cheap, now=house.clock).sign_in("王小明", PASSWORD, HERE)

    def test_guesses_made_at_once_are_counted_one_by_one(self, house):
        house.user()
        outcomes = []
        barrier = Barrier(40)

        def guess(number):
            barrier.wait()
            try:
                house.accounts.sign_in("王小明", PASSWORD if number == 39 else f"guess-lamp-{number}", HERE)
            except AccessError as problem:
                outcomes.append(type(problem))

        threads = [Thread(target=guess, args=(number,)) for number in range(40)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert outcomes.count(NotSignedIn) <= 9  # five, or four and after the right one five more
        assert outcomes.count(Busy) >= 30

    def test_a_right_guess_that_comes_after_the_fifth_wrong_one_is_none(self, house):
        """However long it took to be checked: others may have used the tries up meanwhile."""

        class Slow(Passwords):
            def check(self, kept, password):
                for _ in range(5):
                    accounts._lockout.failed("王小明", HERE)
                return super().check(kept, password)

        house.user()
        accounts = Accounts(house.database, Slow(time_cost=1, memory_kib=8, parallelism=1), now=house.clock)
        with pytest.raises(Busy):
            accounts.sign_in("王小明", PASSWORD, HERE)

    def test_who_waited_for_a_turn_is_checked_again_before_anything_is_computed(self, house):
        class Waiting(Passwords):
            @contextmanager
            def turn(self):
                for _ in range(5):
                    accounts._lockout.failed("王小明", HERE)
                yield

            def check(self, kept, password):
                raise AssertionError("a tenth of a second for nothing")

        house.user()
        accounts = Accounts(house.database, Waiting(time_cost=1, memory_kib=8, parallelism=1), now=house.clock)
        with pytest.raises(Busy):
            accounts.sign_in("王小明", PASSWORD, HERE)

    def test_a_million_names_fill_no_disk(self, house):
        lockout = house.accounts._lockout
        object.__setattr__(lockout._rule, "kept", 50)
        try:
            for number in range(200):
                lockout.failed(f"nobody{number}", HERE)
            assert house.row("SELECT count(*) FROM failure")[0] <= 50
        finally:
            object.__setattr__(lockout._rule, "kept", 20_000)

    def test_old_failures_are_forgotten(self, house):
        wrong(house, 3)
        house.clock.now += 601
        wrong(house, 1, "somebody else")
        assert house.row("SELECT count(*) FROM failure")[0] == 1


class TestOwnPassword:
    def test_who_knows_the_old_one_sets_a_new_one(self, house):
        id = house.user().id
        house.accounts.renew(id, PASSWORD, "other-lamp-43", HERE)
        assert house.accounts.sign_in("王小明", "other-lamp-43", HERE)
        wrong(house)

    def test_guessing_the_old_one_is_counted_like_signing_in(self, house):
        id = house.user().id
        for _ in range(5):
            with pytest.raises(NotSignedIn):
                house.accounts.renew(id, "wrong-lamp-42", "other-lamp-43", HERE)
        with pytest.raises(Busy):
            house.accounts.renew(id, PASSWORD, "other-lamp-43", HERE)


class TestTheLastAdministrator:
    @pytest.mark.parametrize(
        "deed",
        [
            lambda accounts, id: accounts.remove(id),
            lambda accounts, id: accounts.change(id, role="editor"),
            lambda accounts, id: accounts.change(id, disabled=True),
        ],
    )
    def test_stays(self, house, deed):
        id = house.user(role="administrator").id
        house.accounts.change(house.user("停用的", "administrator").id, disabled=True)
        house.accounts.admit("https://idp", "7", "外来的", role="administrator", groups=None)
        with pytest.raises(NotAllowed, match="最后一个管理员"):
            deed(house.accounts, id)
        assert house.accounts.get(id).role == "administrator"
        assert house.accounts.administered()
        house.user("另一个", "administrator")
        deed(house.accounts, id)

    def test_may_change_everything_else(self, house):
        id = house.user(role="administrator").id
        changed = house.accounts.change(
            id, role="administrator", groups=["一科"], disabled=False, password="other-lamp-43"
        )
        assert changed.groups == {"一科"}

    def test_stays_when_two_of_them_take_each_other_away_at_once(self, house):
        for _ in range(10):
            ids = [house.user(name, "administrator").id for name in ("甲甲", "乙乙")]
            barrier = Barrier(2)

            def demote(id, barrier=barrier):
                barrier.wait()
                with suppress(NotAllowed):
                    house.accounts.change(id, role="reader")

            threads = [Thread(target=demote, args=(id,)) for id in ids]
            for each in threads:
                each.start()
            for each in threads:
                each.join()
            roles = sorted(house.accounts.get(id).role for id in ids)
            assert roles == ["administrator", "reader"]
            house.accounts.add("丙丙", PASSWORD, "administrator")
            for id in ids:
                house.accounts.remove(id)
            house.database._connection.execute("DELETE FROM user")


class TestBootstrap:
    def test_one_person_once_becomes_the_first_administrator(self, house):
        token = house.accounts.bootstrap_token()
        made = house.accounts.bootstrap(token, "王小明", PASSWORD)
        assert made.role == "administrator"
        assert house.accounts.administered()
        for again in (token, "", "x"):
            with pytest.raises(NotSignedIn):
                house.accounts.bootstrap(again, "李四", PASSWORD)
        assert house.accounts.bootstrap_token() is None

    def test_a_wrong_token_makes_nobody(self, house):
        house.accounts.bootstrap_token()
        for token in ("", "x", "甲\ud800"):
            with pytest.raises(NotSignedIn):
                house.accounts.bootstrap(token, "王小明", PASSWORD)
        assert not house.accounts.any()

    def test_a_token_ends_after_a_day_and_with_the_next_one(self, house):
        first = house.accounts.bootstrap_token()
        second = house.accounts.bootstrap_token()
        with pytest.raises(NotSignedIn):
            house.accounts.bootstrap(first, "王小明", PASSWORD)
        house.clock.now += 24 * 3600
        with pytest.raises(NotSignedIn):
            house.accounts.bootstrap(second, "王小明", PASSWORD)

    def test_a_weak_password_does_not_spend_the_token(self, house):
        token = house.accounts.bootstrap_token()
        with pytest.raises(BadCall):
            house.accounts.bootstrap(token, "王小明", "admin123")
        assert house.accounts.bootstrap(token, "王小明", PASSWORD)

    def test_the_token_does_not_stand_in_the_file(self, house):
        token = house.accounts.bootstrap_token()
        assert token.encode() not in b"".join(each.read_bytes() for each in house.path.parent.iterdir())


class TestThoseWhomAProviderVouchesFor:
    def test_are_made_once_and_are_readers_unless_told(self, house):
        first = house.accounts.admit("https://idp", "7", "李四", role=None, groups=None)
        assert (first.role, first.source, first.groups) == ("reader", "oidc", frozenset())
        assert house.accounts.admit("https://idp", "7", "别的名字", role=None, groups=None) == first
        assert house.accounts.admit("https://other", "7", "李四", role=None, groups=None).id != first.id

    def test_never_take_over_an_account_with_a_password(self, house):
        own = house.user("王小明", "administrator")
        other = house.accounts.admit("https://idp", "7", "王小明", role=None, groups=None)
        assert other.id != own.id
        assert other.name == "王小明 (2)"
        assert house.accounts.get(own.id) == own

    def test_cannot_sign_in_with_a_password(self, house):
        made = house.accounts.admit("https://idp", "7", "李四", role=None, groups=None)
        for password in ("", "None", PASSWORD):
            with pytest.raises(NotSignedIn):
                house.accounts.sign_in("李四", password, HERE)
        with pytest.raises(BadCall, match="统一认证"):
            house.accounts.change(made.id, password=PASSWORD)

    def test_have_the_role_and_the_groups_that_the_provider_says_now(self, house):
        made = house.accounts.admit("https://idp", "7", "李四", role="administrator", groups=frozenset({"一科"}))
        later = house.accounts.admit("https://idp", "7", "李四", role="reader", groups=frozenset())
        assert (later.id, later.role, later.groups) == (made.id, "reader", frozenset())
        house.accounts.change(made.id, role="editor")
        assert house.accounts.admit("https://idp", "7", "李四", role=None, groups=None).role == "editor"

    def test_are_kept_out_when_disabled_here(self, house):
        made = house.accounts.admit("https://idp", "7", "李四", role=None, groups=None)
        house.accounts.change(made.id, disabled=True)
        with pytest.raises(NotSignedIn, match="停用"):
            house.accounts.admit("https://idp", "7", "李四", role="administrator", groups=None)
        assert house.accounts.get(made.id).role == "reader"

    @pytest.mark.parametrize("name", ["", "\x00\x01", "x" * 300, "王\u202e明"])
    def test_have_a_name_that_can_be_shown(self, house, name):
        made = house.accounts.admit("https://idp", "7", name, role=None, groups=None)
        assert made.name
        assert len(made.name) <= 64
        assert made.name.isprintable()


class Office(RuleBasedStateMachine):
    """Whatever administrators do in whatever order, there is one of them left once there was one."""

    def __init__(self):
        super().__init__()
        self.database = Database.open(None, TABLES, SCHEMA)
        self.accounts = Accounts(self.database, Passwords(time_cost=1, memory_kib=8, parallelism=1))
        self.accounts.add("第一个", PASSWORD, "administrator")

    @rule(number=st.integers(0, 9), role=st.sampled_from(["reader", "administrator"]))
    def add(self, number, role):
        with suppress(BadCall):
            self.accounts.add(f"用户{number}", PASSWORD, role)

    @rule(
        at=st.integers(0, 9),
        role=st.sampled_from([None, "reader", "auditor", "administrator"]),
        disabled=st.sampled_from([None, True, False]),
    )
    def change(self, at, role, disabled):
        users = self.accounts.list()
        before = users[at % len(users)]
        try:
            after = self.accounts.change(before.id, role=role, disabled=disabled)
        except NotAllowed:
            assert self.accounts.get(before.id) == before
        else:
            assert after.role == (role or before.role)
            assert after.disabled == (before.disabled if disabled is None else disabled)

    @rule(at=st.integers(0, 9))
    def remove(self, at):
        users = self.accounts.list()
        with suppress(NotAllowed):
            self.accounts.remove(users[at % len(users)].id)

    @invariant()
    def somebody_can_administer(self):
        assert self.accounts.administered()
        able = [each for each in self.accounts.list() if each.role == "administrator" and not each.disabled]
        assert able

    def teardown(self):
        self.database.close()


def test_whatever_is_done_somebody_can_administer():
    run_state_machine_as_test(Office, settings=settings(max_examples=25, stateful_step_count=25, deadline=None))
