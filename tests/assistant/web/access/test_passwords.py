"""Passwords that are easily guessed are refused; what is kept of the others tells nothing, and soon costs no less."""

import time
from threading import Lock, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.web.access.passwords import LONGEST, SHORTEST, Passwords, vet
from corpus.errors import BadCall, Busy


@pytest.mark.parametrize(
    "password",
    [
        "tiger-lamp-42", "Xk3v-plum7", "correct horse 9", "清河市老干部局8", "wo7ai4chi1fan", "9h!Kd02m",
        "银杏树-下-喝茶", "Rm4#tQz9", "summer rain 17 boats",
    ],
)  # fmt: skip
def test_a_password_that_nobody_foresees_is_good(password):
    vet(password, "王小明")


@pytest.mark.parametrize(
    "password",
    [
        "", "a1", "tiger-4", "x" * (LONGEST + 1) + "1", "tigerlamps", "8402716395", "TIGERLAMPS", "P@ssw0rd",
        "Password1!", "Admin@123", "admin123456", "Laoganbu2024", "laoganju@2025", "12345678a", "a12345678",
        "qwe123!@#", "1qaz2wsx", "1qaz@WSX", "!QAZ2wsx", "abc12345", "Aa123456", "aaaaaaa1", "20240101a",
        "1q2w3e4r", "a1b2c3d4", "zxcvbnm,1", "qwertyuiop0", "iloveyou520", "woaini1314", "aabbcc1122", "0987654321z",
        "zhengfu2026!", "Mima@2026", "changeme!!",
    ],
)  # fmt: skip
def test_a_password_that_stands_on_every_list_is_refused(password):
    with pytest.raises(BadCall, match="密码"):
        vet(password)


@pytest.mark.parametrize("name", ["wangxm", "WangXM", "wang.xm"])
def test_a_password_made_from_the_name_is_refused(name):
    with pytest.raises(BadCall, match="猜到"):
        vet("wangxm#7302", name)


@given(st.text(max_size=40), st.text(max_size=20))
def test_whatever_is_typed_is_taken_or_refused_in_one_line(password, name):
    try:
        vet(password, name)
    except BadCall:
        pass
    else:
        assert len(password) >= SHORTEST
        assert len(set(password.casefold())) >= 4


def test_what_is_kept_is_argon2id_and_different_each_time(cheap):
    first, second = cheap.hash("tiger-lamp-42"), cheap.hash("tiger-lamp-42")
    assert first.startswith("$argon2id$")
    assert first != second
    assert "tiger" not in first
    assert cheap.check(first, "tiger-lamp-42")
    assert not cheap.check(first, "tiger-lamp-43")


def test_a_password_is_the_same_however_its_characters_are_composed(cheap):
    kept = cheap.hash("caf\u00e9-lamp-42")
    assert cheap.check(kept, "cafe\u0301-lamp-42")


def test_nobody_has_a_password_that_holds(cheap):
    assert not cheap.check(None, "")
    assert not cheap.check(None, "tiger-lamp-42")
    assert not cheap.check("no hash at all", "tiger-lamp-42")
    assert not cheap.check(cheap.hash("tiger-lamp-42"), "x" * 1_000_000)


def test_at_real_cost_nobody_and_somebody_cost_the_same():
    """The default profile: 64 MiB, three passes, four lanes. Measured as work done, whoever else uses the machine."""
    passwords = Passwords()
    kept = passwords.hash("tiger-lamp-42")
    assert "$m=65536,t=3,p=4$" in kept

    def work(each):
        begun = time.process_time()
        passwords.check(each, "tiger-lamp-43")
        return time.process_time() - begun

    somebody, nobody = [], []
    for _ in range(30):  # the work of other threads is counted too: the least of several is without it
        somebody.append(work(kept))
        nobody.append(work(None))
        alike = min(nobody) == pytest.approx(min(somebody), rel=0.2)
        if alike and len(nobody) >= 5:
            break
    assert alike, (min(somebody), min(nobody))
    assert min(nobody) > 0.02


class Observed:
    """A hasher that counts how many use it at once."""

    def __init__(self, hasher):
        self._hasher = hasher
        self._lock = Lock()
        self.inside = self.most = 0

    def verify(self, kept, password):
        with self._lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        try:
            time.sleep(0.005)
            return self._hasher.verify(kept, password)
        finally:
            with self._lock:
                self.inside -= 1


def test_of_fifty_at_once_two_work_and_the_others_wait_or_are_turned_away(cheap):
    passwords = Passwords(time_cost=1, memory_kib=8, parallelism=1, at_once=2, waiting=30, patience=120.0)
    kept = cheap.hash("tiger-lamp-42")
    passwords._hasher = observed = Observed(passwords._hasher)
    outcomes = []

    def attempt():
        try:
            with passwords.turn():
                outcomes.append(passwords.check(kept, "tiger-lamp-42"))
        except Busy:
            outcomes.append("busy")

    threads = [Thread(target=attempt) for _ in range(50)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert observed.most == 2
    assert set(outcomes) <= {True, "busy"}
    assert outcomes.count(True) >= 32


def test_who_waits_too_long_is_told_to_come_back(cheap):
    passwords = Passwords(time_cost=1, memory_kib=8, parallelism=1, at_once=1, patience=0.02)
    with passwords.turn(), pytest.raises(Busy, match="稍后再试"), passwords.turn():
        pass
    with passwords.turn():
        pass
