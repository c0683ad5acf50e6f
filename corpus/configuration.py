"""Settings from the environment and from a TOML file: values by key, and all that is wrong with them.

The environment wins. Knows no setting by name: which there are is told by the caller.
"""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from corpus.values import MEMORY, PATH, Kind

CONFIG = "POLICY_CONFIG"
"""Names the TOML file of settings."""
Problem = tuple[str, str]
"""What is wrong, in Chinese and in English."""


class Setting(NamedTuple):
    """One setting: its environment variable, its key in the file, and the kind of its value."""

    variable: str
    key: str
    """Dotted, the table of the file before the point; the last part is the field's name."""
    kind: Kind


class Found:
    """What stands in the environment and in the file that it names.

    Args:
        environ: the environment.
        settings: every setting there is.
        secrets: keys of those that nobody else on the machine may read.
    """

    def __init__(self, environ: Mapping[str, str], settings: Sequence[Setting], secrets: Collection[str]) -> None:
        self.problems: list[Problem] = []
        """All that is wrong so far."""
        self.values: dict[str, Any] = {}
        """By dotted key; what is absent, empty or wrong is not there."""
        self._secrets = secrets
        self._folder = Path()
        file = self._read(environ.get(CONFIG, "").strip())
        for key in sorted(file.keys() - {each.key for each in settings}):
            self.problems.append((f"{CONFIG} 中的“{key}”不是一项设置", f"{key} in {CONFIG} is no setting"))
        for each in settings:
            text = environ.get(each.variable, "").strip()
            if text:
                self._take(each, text, each.variable)
            elif each.key in file:
                self._take(each, self._text(each, file[each.key]), f"{CONFIG} [{each.key}]")

    def table(self, name: str) -> dict[str, Any]:
        """The values of one table of the file by field; those outside of tables for an empty name."""
        return {key.rpartition(".")[2]: each for key, each in self.values.items() if key.rpartition(".")[0] == name}

    def _take(self, setting: Setting, text: str | None, where: str) -> None:
        try:
            if text is None:
                raise ValueError
            self.values[setting.key] = setting.kind.read(text)
        except ValueError:
            self.problems.append((f"{where} 应为{setting.kind.zh}", f"{where} must be {setting.kind.en}"))

    def _text(self, setting: Setting, value: object) -> str | None:
        """What the file says, as it would stand in the environment; None where it cannot stand there."""
        if isinstance(value, bool) or not isinstance(value, setting.kind.native):
            return None
        if isinstance(value, list):
            return ",".join(value) if all(isinstance(each, str) for each in value) else None
        if setting.kind is PATH and value != MEMORY:
            return str(self._folder / Path(str(value)).expanduser())  # a path in a file starts from the file
        return str(value).strip()

    def _read(self, name: str) -> dict[str, Any]:
        """The file's values by dotted key; none where no file is named."""
        if not name:
            return {}
        path = Path(name).expanduser()
        self._folder = path.resolve().parent
        try:
            with path.open("rb") as file:
                mode = os.fstat(file.fileno()).st_mode
                flat = dict(_flat(tomllib.load(file)))
        except (OSError, ValueError) as error:  # a ValueError is no UTF-8, or no TOML
            why = getattr(error, "strerror", None) or "TOML"
            self.problems.append(
                (f"读不了 {CONFIG} 所指的“{path}”（{why}）", f"cannot read {path} of {CONFIG} ({why})")
            )
            return {}
        if mode & stat.S_IRWXO and not flat.keys().isdisjoint(self._secrets):
            self.problems.append(
                (
                    f"“{path}”含密钥而他人可读，请运行 chmod o= {path}",
                    f"others may read the secret in {path}: chmod o= {path}",
                )
            )
        return flat


def _flat(tables: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in tables.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{key}", each) for key, each in value.items())
        else:
            yield name, value
