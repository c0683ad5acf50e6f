"""Passwords: which are good enough, and how they are kept (argon2id). Knows nothing of whose they are."""

from __future__ import annotations

import base64
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from corpus.errors import BadCall, Busy

SHORTEST, LONGEST = 8, 256
"""Characters."""
CLASSES = 2
"""Of lower case, upper case, digits, letters without case as 汉字, and signs, so many must stand in a password."""
VARIETY = 5
"""Steps that nobody can foresee: what only goes on along the keyboard, the alphabet or the digits adds none."""
_ROWS = ("1234567890", "!@#$%^&*()", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")
_COLUMNS = ("1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik,", "9ol.", "0p;/", "!qaz", "@wsx", "#edc")
_NEIGHBOURS = frozenset(
    pair for line in (*_ROWS, *_COLUMNS) for a, b in pairwise(line) for pair in (a + b, b + a)
) | frozenset({"90", "09", "01", "10"})
_LIKE = str.maketrans("@013457$!|", "aoieastsii")
_WEAK = frozenset(
    """
    admin administrator root system sysadmin manager operator user guest test tester demo default service server
    password passwd passcode pass secret letmein welcome login signin access master super superuser changeme
    qwerty qwertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm iloveyou sunshine princess dragon monkey football baseball
    hello computer internet windows oracle mysql postgres tomcat huawei cisco
    woaini woaizhongguo zhongguo china beijing zhengfu gongan jiguan bangong bangongshi renshi zuzhibu
    laogan laoganbu laoganju laoganbuju lituixiu lixiu tuixiu dangwei dangzhibu guanli guanliyuan mima denglu
    yonghu ceshi xitong zhengce zhengcewenda zhongguogongchandang nihao huanying
    """.split()  # noqa: SIM905 - words read best as words
)


class Passwords:
    """Keeps and checks passwords, a few at a time: each costs a tenth of a second and 64 MiB."""

    def __init__(
        self,
        *,
        time_cost: int = 3,
        memory_kib: int = 65_536,
        parallelism: int = 4,
        at_once: int = 2,
        waiting: int = 32,
        patience: float = 10.0,
    ) -> None:
        """At most `waiting` wait for their turn, and `patience` seconds at most."""
        self._hasher = PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=parallelism)
        self._turns = BoundedSemaphore(at_once)
        self._places = BoundedSemaphore(at_once + waiting)
        self._patience = patience
        self._dummy = _nobody(time_cost, memory_kib, parallelism)

    def hash(self, password: str) -> str:
        """What is kept of a password."""
        with self.turn():
            return self._hasher.hash(_same(password))

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn to work with a password.

        Raises:
            Busy: it does not come soon enough.
        """
        if not self._places.acquire(blocking=False):
            raise _crowd()
        try:
            if not self._turns.acquire(timeout=self._patience):
                raise _crowd()
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._places.release()

    def check(self, kept: str | None, password: str) -> bool:
        """Whether `password` is the one that was kept; takes as long where none was. To be called in a `turn`."""
        try:
            return self._hasher.verify(kept or self._dummy, _same(password[: LONGEST + 1])) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def vet(password: str, name: str = "") -> None:
    """Refuse a password that is too easily guessed.

    Raises:
        BadCall: says what is missing.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadCall(
            f"密码应有 {SHORTEST} 至 {LONGEST} 个字符", f"a password has {SHORTEST} to {LONGEST} characters"
        )
    if len({_class(char) for char in password}) < CLASSES:
        raise BadCall(
            "密码至少应含大写字母、小写字母、数字、汉字、符号中的两种",
            "a password holds at least two of lower case, upper case, digits, other letters and signs",
        )
    if _guessable(password, name):
        raise BadCall("密码太容易猜到，请换一个", "this password is too easily guessed; take another")


def _guessable(password: str, name: str) -> bool:
    folded = _same(password).casefold()
    bare = "".join(char for char in name.casefold() if char.isalnum())
    stems = {_stem(folded), _stem(folded.translate(_LIKE)), _stem(folded).translate(_LIKE)}
    steps = min(_steps(folded), _steps(folded[::2]) + _steps(folded[1::2]))  # a1b2c3d4: two walks in turn
    return bool(stems & _WEAK) or steps < VARIETY or (len(bare) >= 3 and any(bare in each for each in stems))


def _stem(word: str) -> str:
    """What is left without the digits and signs at both ends, that people hang on a word to satisfy a rule."""
    letters = [at for at, char in enumerate(word) if char.isalpha()]
    return word[letters[0] : letters[-1] + 1] if letters else ""


def _steps(word: str) -> int:
    """Different characters that do not merely follow from the one before."""
    fresh = {now for before, now in pairwise(word) if before != now and before + now not in _NEIGHBOURS}
    return len(fresh | set(word[:1]))


def _class(char: str) -> str:
    kinds = (("lower", str.islower), ("upper", str.isupper), ("digit", str.isdigit), ("letter", str.isalpha))
    return next((name for name, holds in kinds if holds(char)), "sign")


def _same(password: str) -> str:
    """One password however a keyboard composes its characters."""
    return unicodedata.normalize("NFKC", password)


def _nobody(time_cost: int, memory_kib: int, parallelism: int) -> str:
    """What is kept of no password at all, and costs as much to check."""
    salt, digest = (base64.b64encode(secrets.token_bytes(size)).rstrip(b"=").decode() for size in (16, 32))
    return f"$argon2id$v=19$m={memory_kib},t={time_cost},p={parallelism}${salt}${digest}"


def _crowd() -> Busy:
    return Busy("同时登录的人太多，请稍后再试", "too many are signing in at once; try again shortly", after=5)
