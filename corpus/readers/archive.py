"""Opening zip-based formats without being hurt: bounded sizes, no odd names, XML without entities.

Knows packages, parts and relationships; nothing of what .docx or .xlsx put into them.
"""

from __future__ import annotations

import io
import posixpath
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from corpus.errors import UnreadableDocument
from corpus.readers.source import content, mistyped, refused

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_ENTRIES = 5_000
MAX_BYTES = 200 * 2**20
"""Upper bound of everything unpacked."""
MAX_RATIO = 100
"""Unpacked to packed size, for members larger than `_BIG`."""
_BIG = 8 * 2**20
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/", b"http://schemas.openxmlformats.org/"),
)
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)
"""What zipfile raises on damaged packages, unknown compression and wrong check sums."""


class Package:
    """A zip-based document whose size, names and structure have been checked."""

    def __init__(self, path: Path) -> None:
        """Open and check.

        Raises:
            UnreadableDocument: not a zip, damaged, encrypted, too large, or with names that lead outside.
        """
        self.path = path
        raw = content(path, b"PK\x03\x04")
        with self._reading():
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
        members = self._zip.infolist()
        self._check_sizes(members)
        self._check_places(members, len(raw))
        self.names = frozenset(self._zip.namelist())

    def read(self, name: str) -> bytes:
        """The bytes of one part.

        Raises:
            UnreadableDocument: the part is damaged or missing.
        """
        if name not in self.names:
            raise refused(
                self.path,
                f"缺少必要的部分（{name}），文件已损坏：请重新另存",
                f"part {name} is missing; save it anew",
            )
        with self._reading():
            return self._zip.read(name)

    def xml(self, name: str) -> _Element:
        """The root of one XML part.

        Raises:
            UnreadableDocument: damaged, missing, nested too deeply, or with a document type definition.
        """
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(_transitional(self.read(name)), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._malformed(name) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise self._hostile(name)
        return root

    def elements(self, name: str, tags: Sequence[str]) -> Iterator[_Element]:
        """The elements of those tags in one XML part, in order, each forgotten after its turn.

        Raises:
            UnreadableDocument: as for `xml`; the elements before the damage have been yielded by then.
        """
        from lxml import etree

        stream = io.BytesIO(_transitional(self.read(name)))
        reading = etree.iterparse(
            stream, tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        checked = False
        try:
            for _, element in reading:
                if not checked and element.getroottree().docinfo.internalDTD is not None:
                    raise self._hostile(name)
                checked = True
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise self._malformed(name) from error

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """What part `name` refers to: id → (last word of the type, name of the part); outside links left out."""
        folder, base = posixpath.split(name)
        listing = posixpath.join(folder, "_rels", base + ".rels")
        if listing not in self.names:
            return {}
        found = {}
        for each in self.xml(listing):
            if isinstance(each.tag, str) and each.get("TargetMode") != "External":
                target = unquote(each.get("Target", ""))
                whole = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
                found[each.get("Id", "")] = (each.get("Type", "").rpartition("/")[2], whole)
        return found

    def main(self, default: str) -> str:
        """Name of the part that is the document itself.

        Args:
            default: its usual name, as word/document.xml; the part must lie in the same folder.

        Raises:
            UnreadableDocument: there is none, or the package is of another kind.
        """
        stated = [name for kind, name in self.related("").values() if kind == "officeDocument"]
        for name in (*stated, default):
            if name in self.names and name.startswith(default.partition("/")[0] + "/"):
                return name
        raise self._wrong_kind()

    def _check_sizes(self, members: list[zipfile.ZipInfo]) -> None:
        total = sum(each.file_size for each in members)
        bloated = any(each.file_size > max(_BIG, MAX_RATIO * each.compress_size) for each in members)
        if len(members) > MAX_ENTRIES or total > MAX_BYTES or bloated:
            raise refused(
                self.path,
                f"展开后过大（{len(members)} 个部分，{total / 2**20:.0f} MB），不予读取：请拆分或另存后再试",
                f"unpacks to too much ({len(members)} parts, {total / 2**20:.0f} MB); split it or save it anew",
            )

    def _check_places(self, members: list[zipfile.ZipInfo], size: int) -> None:
        if any(each.flag_bits & 1 for each in members):
            raise refused(self.path, "已加密，无法读取：请去掉密码后再试", "encrypted; remove the password")
        if any(_leads_outside(each) for each in members):
            raise refused(
                self.path, "内含不安全的文件名，不予读取：请用原软件另存", "holds unsafe file names; save it anew"
            )
        places = sorted((each.header_offset, each.compress_size) for each in members)
        if any(start + packed > later for (start, packed), (later, _) in pairwise([*places, (size, 0)])):
            raise refused(self.path, "内部各部分重叠，不予读取：请用原软件另存", "its parts overlap; save it anew")

    def _wrong_kind(self) -> UnreadableDocument:
        kinds = (
            ("word/", "Word 文档", ".docx"),
            ("xl/", "Excel 工作簿", ".xlsx"),
            ("ppt/", "PowerPoint 演示文稿", ""),
        )
        for folder, kind, ending in kinds:
            if any(name.startswith(folder) for name in self.names) and ending != self.path.suffix.lower():
                return mistyped(self.path, kind, ending)
        if "OFD.xml" in self.names:
            return mistyped(self.path, "OFD 版式文件", "")
        return refused(
            self.path, "缺少正文部分，文件已损坏：请重新获取或另存", "the part with the text is missing; get it again"
        )

    def _malformed(self, name: str) -> UnreadableDocument:
        return refused(
            self.path,
            f"内容损坏或嵌套过深（{name}）：请用原软件另存后再试",
            f"part {name} is malformed; save it anew",
        )

    def _hostile(self, name: str) -> UnreadableDocument:
        return refused(
            self.path,
            f"内含实体定义（{name}），不予读取：请用原软件另存",
            f"part {name} defines entities; save it anew",
        )

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except _DAMAGED as error:
            raise refused(
                self.path, "已损坏或不完整，无法打开：请重新获取该文件", "damaged or incomplete; get the file again"
            ) from error


def _transitional(raw: bytes) -> bytes:
    """The strict variant of the format differs in its namespaces alone, as far as reading goes."""
    if _STRICT in raw:
        for strict, transitional in _TRANSITIONAL:
            raw = raw.replace(strict, transitional)
    return raw


def _leads_outside(member: zipfile.ZipInfo) -> bool:
    name = member.orig_filename
    linked = stat.S_ISLNK(member.external_attr >> 16)
    return linked or name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")
