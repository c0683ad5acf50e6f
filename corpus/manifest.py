"""documents.toml: what a person knows about the documents beside it. It wins over everything read from them.

    [[document]]
    file = "关于某项工作的通知.docx"
    region = "云岭省清河市"
    validity = "被替代"
    superseded_by = "清委老干〔2022〕8号"

Any field of `Metadata` may stand there. Knows nothing of how documents are read.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from corpus import dates, docnumber, places
from corpus.errors import BadCall
from corpus.types import Known, Level, Metadata, Validity

NAME = "documents.toml"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `documents.toml` declares, by file name."""

    declared: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path) -> Manifest:
        """Read the `documents.toml` of `folder`; an empty one when there is none.

        Raises:
            BadCall: with one line for a person, when it is no TOML, names an unknown field or a file that is not
                there, or gives a value that the field cannot hold.
        """
        path = folder / NAME
        try:
            written = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except FileNotFoundError:
            return cls()
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadCall(f"“{path}”不是有效的 TOML 文件：{error}", f"{path} is not valid TOML: {error}") from error
        except OSError as error:
            raise BadCall(
                f"“{path}”打不开：{error.strerror}", f"{path} cannot be opened: {error.strerror}"
            ) from error
        entries = written.pop("document", [])
        if written or not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            key = next(iter(written), "document")
            raise BadCall(
                f"“{path}”里的“{key}”无法识别，每份文件用一个 [[document]] 说明",
                f"{path}: {key} is not understood; describe each file in a [[document]]",
            )
        declared: dict[str, Mapping[str, Any]] = {}
        for entry in entries:
            name, fields = _entry(entry, folder, path)
            if name in declared:
                raise BadCall(f"“{path}”里有两处说明“{name}”，请合并", f"{path} describes {name} twice; merge them")
            declared[name] = fields
        return cls(declared)

    def of(self, source: str) -> Mapping[str, Any]:
        """What is declared about the file named `source` (its path may stand in front)."""
        return self.declared.get(source.rsplit("/", 1)[-1], {})

    def apply(self, source: str, metadata: Metadata) -> Metadata:
        """Put what is declared about a file over what was read from it."""
        fields = self.of(source)
        return _put(metadata, fields) if fields else metadata


def declare(metadata: Metadata, fields: Mapping[str, Any]) -> Metadata:
    """Put the metadata that came with a record over what was read from its text.

    Records are not written for us: names that are no field of ours, empty values and values that a field cannot hold
    are passed over.
    """
    fitting = {}
    for name, value in fields.items():
        if name in _CHECKS and value not in ("", None):
            try:
                fitting[name] = _CHECKS[name](value)
            except ValueError:
                continue
    return _put(metadata, fitting) if fitting else metadata


def _put(metadata: Metadata, fields: Mapping[str, Any]) -> Metadata:
    known: dict[str, Any] = {
        name: value if name == "supersedes" else Known(value, "declared", str(value))
        for name, value in fields.items()
    }
    return replace(metadata, **known)


def _entry(entry: Mapping[str, Any], folder: Path, path: Path) -> tuple[str, Mapping[str, Any]]:
    """The file that an entry is about, and its fields, checked."""
    name = entry.get("file")
    if not isinstance(name, str) or not name:
        raise BadCall(f"“{path}”里有一处 [[document]] 没有写 file", f"{path}: a [[document]] lacks its file")
    if "/" in name or "\\" in name or not (folder / name).is_file():
        raise BadCall(f"“{path}”里的文件“{name}”不在同一文件夹里", f"{path}: there is no {name} beside it")
    written = {key: value for key, value in entry.items() if key != "file"}
    return name, checked(written, f"“{path}”里“{name}”", f"{path}, {name}")


def checked(fields: Mapping[str, Any], zh: str, en: str) -> dict[str, Any]:
    """What is declared about one file, as `Metadata` holds it; `zh` and `en` say where it is declared.

    Raises:
        BadCall: a name is no field, a value does not fit its field, or one field lacks another.
    """
    fitting = {key: _checked(key, value, zh, en) for key, value in fields.items()}
    if fitting.get("validity") == "被替代" and "superseded_by" not in fitting:
        raise BadCall(f"{zh}被替代，请用 superseded_by 写明新文件", f"{en}: superseded documents need superseded_by")
    return fitting


def _checked(key: str, value: object, zh: str, en: str) -> object:
    if key not in _CHECKS:
        near = get_close_matches(key, _CHECKS, 1)
        hint_zh, hint_en = (f"，是不是 {near[0]}", f"; did you mean {near[0]}") if near else ("", "")
        raise BadCall(
            f"{zh}的“{key}”不是可填的项{hint_zh}，可填：{'、'.join(_CHECKS)}",
            f"{en}: {key} is no field{hint_en}; fields: {', '.join(_CHECKS)}",
        )
    try:
        return _CHECKS[key](value)
    except ValueError as error:
        raise BadCall(f"{zh}的 {key} 填写有误：{error}", f"{en}: wrong value for {key}: {value!r}") from error


def _words(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("应为文字")
    return value.strip()


def _number(value: object) -> str:
    found = docnumber.find(_words(value))
    return found[0].canonical if len(found) == 1 else _words(value)


def _year(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1900 <= value <= 2100:
        raise ValueError("应为四位数的年份")
    return value


def _day(value: object) -> str:
    iso = dates.parse(value.isoformat()[:10] if hasattr(value, "isoformat") else str(value))
    if iso is None or isinstance(value, bool):
        raise ValueError("应为日期，如 2020-03-05、2020-03 或 2020")
    return iso


def _region(value: object) -> str:
    name = _words(value)
    return name if name == places.NATION else places.normal(name)


def _one_of(choices: tuple[str, ...]) -> Callable[[object], str]:
    def check(value: object) -> str:
        if value not in choices:
            raise ValueError(f"应为{'、'.join(choices)}之一")
        return str(value)

    return check


def _several(value: object) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list):
        raise ValueError("应为一列文号或标题")
    return tuple(_number(each) for each in values)


_CHECKS: dict[str, Callable[[object], Any]] = {
    "title": _words,
    "doc_number": _number,
    "issuer": _words,
    "level": _one_of(get_args(Level)),
    "region": _region,
    "review_year": _year,
    "plan_year": _year,
    "date": _day,
    "kind": _words,
    "validity": _one_of(get_args(Validity)),
    "superseded_by": _number,
    "supersedes": _several,
    "effective": _day,
}
"""Every field that may be declared, and what makes its value fit for `Metadata`."""
