"""Everything that can go wrong for a user, as one tree. The bottom of the house: imports nothing of ours.

    PolicyError                 a person must do something; printed as one line, exit code 2
    ├── UnreadableDocument      a file cannot be read; the other files go on
    ├── NothingToRead           a path is missing, or a folder holds no document
    ├── BadCall                 an argument or a settings value makes no sense
    ├── StoreError              the store cannot serve
    │   ├── StoreMissing        there is none at that place
    │   ├── StoreLocked         another writer holds it
    │   ├── StoreMismatch       it was built with another embedding model or schema
    │   └── StoreDamaged        a checksum or an offset does not hold
    ├── ModelUnavailable        an embedding model, a reranker or a language model cannot be used
    └── AccessError             who asks does not get it
        ├── NotSignedIn         nobody is known to ask
        ├── NotAllowed          who asks may not do that
        ├── NotFound            it is not there, or not for who asks: the two are never told apart
        └── Busy                too much at once; to be tried again after a while

A refusal to answer is no error: it is an `Answer` with its own status.
Anything else that is raised is a bug of ours and keeps its traceback.
"""


class PolicyError(Exception):
    """What happened and what to do about it, in Chinese with the English beside it."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.zh = zh
        """One sentence in Chinese, without a line break."""
        self.en = en
        """The same in English."""

    def __str__(self) -> str:
        return f"{self.zh} | {self.en}"


class UnreadableDocument(PolicyError):
    """A file that no reader can turn into a document: empty, encrypted, broken or unknown."""


class NothingToRead(PolicyError):
    """A path that does not exist, or a folder without a single readable document."""


class BadCall(PolicyError):
    """A call that cannot be carried out as it stands."""


class StoreError(PolicyError):
    """The store cannot serve."""


class StoreMissing(StoreError):
    """There is no store at the given place."""


class StoreLocked(StoreError):
    """Another process is writing to the store."""


class StoreMismatch(StoreError):
    """The store was built with another embedding model or another schema."""


class StoreDamaged(StoreError):
    """A checksum or an offset in the store does not hold."""


class ModelUnavailable(PolicyError):
    """An embedding model, a reranker or a language model that cannot be reached, or that gives nothing usable."""


class AccessError(PolicyError):
    """Who asks does not get what was asked for."""


class NotSignedIn(AccessError):
    """Nobody is known to ask: no credentials, or none that hold."""


class NotAllowed(AccessError):
    """Who asks may not do that."""


class NotFound(AccessError):
    """It is not there, or it is not for who asks."""


class Busy(AccessError):
    """Too much is asked at once."""

    def __init__(self, zh: str, en: str, after: float = 1.0) -> None:
        super().__init__(zh, en)
        self.after = after
        """Seconds after which it is worth trying again."""
