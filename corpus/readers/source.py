"""The file behind a reader: its bytes, what they really are, and the one line that refuses them.

Knows formats by their first bytes only; what is inside is the readers' business.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from corpus import encoding
from corpus.errors import UnreadableDocument

_PACKAGE = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES = (
    (b"%PDF-", "PDF", ".pdf"),
    (b"\x89PNG\r\n", "PNG 图片", ""),
    (b"\xff\xd8\xff", "JPEG 图片", ""),
    (b"GIF8", "GIF 图片", ""),
    (b"II*\0", "TIFF 图片", ""),
    (b"MM\0*", "TIFF 图片", ""),
    (b"{\\rtf", "RTF 文档", ""),
    (b"\x1f\x8b", "gzip 压缩文件", ""),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩文件", ""),
    (b"Rar!", "RAR 压缩文件", ""),
    (b"SQLite format 3\0", "SQLite 数据库", ""),
)
"""(first bytes, what it is, the ending it is read under; empty when no reader takes it)."""
_PARTS = (
    (b"word/document", "Word 文档", ".docx"),
    (b"xl/workbook", "Excel 工作簿", ".xlsx"),
    (b"ppt/presentation", "PowerPoint 演示文稿", ""),
    (b"OFD.xml", "OFD 版式文件", ""),
)
_STREAMS = (
    ("EncryptedPackage", "“{name}”已加密，无法读取：请用密码打开后另存为不加密的文件", "encrypted; save it without"),
    (
        "WordDocument",
        "“{name}”是旧版 Word/WPS 文档（.doc），请用 Word 或 WPS 另存为 .docx",
        "a legacy .doc; save it as .docx",
    ),
    ("Workbook", "“{name}”是旧版 Excel 工作簿（.xls），请另存为 .xlsx", "a legacy .xls; save it as .xlsx"),
    ("Book", "“{name}”是旧版 Excel 工作簿（.xls），请另存为 .xlsx", "a legacy .xls; save it as .xlsx"),
)
_HTML = re.compile(rb"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_HEAD = 2_048


def refused(path: Path, zh: str, en: str) -> UnreadableDocument:
    """The error for a file that cannot be read; both sentences follow the file's name."""
    return UnreadableDocument(f"“{path.name}”{zh}", f"{path.name}: {en}")


def empty(path: Path) -> UnreadableDocument:
    """The error for a file without a single character."""
    return refused(path, "是空文件，请换成有内容的文件", "the file is empty; choose one with text in it")


def content(path: Path, expected: bytes = b"") -> bytes:
    """All bytes of a file that begins as its format must.

    Args:
        path: the file.
        expected: the first bytes of the format; empty for text.

    Raises:
        UnreadableDocument: it cannot be opened, is empty, or is really of another format.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise refused(
            path, "打不开：请检查文件是否还在、有无读取权限", f"cannot be opened: {error.strerror}"
        ) from error
    if not raw.strip(b" \t\r\n\0"):
        raise empty(path)
    if not expected or expected not in raw[:_HEAD]:
        other = _other(path, raw, markup=bool(expected))
        if other is not None:
            raise other
    if expected and expected not in raw[:_HEAD]:
        raise refused(
            path,
            f"不是有效的 {path.suffix} 文件，可能已损坏：请重新获取或另存后再试",
            f"not a valid {path.suffix} file, perhaps damaged; get it again or save it anew",
        )
    return raw


def characters(path: Path) -> tuple[str, tuple[str, ...]]:
    """The text of a plain text file, and notes on its encoding.

    Raises:
        UnreadableDocument: it is empty, no text, or its bytes make sense in no encoding.
    """
    return decoded(path, content(path))


def decoded(path: Path, raw: bytes) -> tuple[str, tuple[str, ...]]:
    """`raw`, the content of `path`, as text, with notes on its encoding.

    Raises:
        UnreadableDocument: the bytes make sense in no encoding, or hold nothing but blanks.
    """
    try:
        text, name = encoding.decode(raw)
    except encoding.Undecodable as error:
        raise refused(
            path,
            "的文字编码无法辨认或已损坏：请用文本编辑器另存为 UTF-8 后再试",
            "the text encoding is unknown or broken; save the file as UTF-8",
        ) from error
    if not text.strip("\0\ufeff \t\n\f\u3000\xa0"):
        raise empty(path)
    return text, encoding.notes(text, name)


def _other(path: Path, raw: bytes, *, markup: bool) -> UnreadableDocument | None:
    """The error that names the true format of `raw`; None when it is none that is known here."""
    if raw.startswith(_COMPOUND):
        return _compound(path, raw)
    if raw.startswith(_PACKAGE):
        parts = ((name, ending) for part, name, ending in _PARTS if part in raw)
        return mistyped(path, *next(parts, ("ZIP 压缩文件", "")))
    for start, name, ending in _SIGNATURES:
        if raw.startswith(start):
            return mistyped(path, name, ending)
    if markup and _HTML.match(raw.removeprefix(codecs.BOM_UTF8)):
        return mistyped(path, "网页（HTML）", ".html")
    return None


def mistyped(path: Path, kind: str, ending: str) -> UnreadableDocument:
    """The error for a file whose name promises another format.

    Args:
        path: the file.
        kind: what it really is, in Chinese.
        ending: the ending under which it can be read; empty when no reader takes it.
    """
    if ending:
        return refused(
            path,
            f"其实是{kind}，请把文件名改为 {ending} 结尾",
            f"really a file of type {ending}; rename it to end so",
        )
    return refused(
        path, f"其实是{kind}，不能读取：请换成文字版文件", f"not what its name says ({kind}); use a version with text"
    )


def _compound(path: Path, raw: bytes) -> UnreadableDocument:
    for stream, zh, en in _STREAMS:
        if stream.encode("utf-16-le") in raw:
            return UnreadableDocument(zh.format(name=path.name), f"{path.name}: {en}")
    return refused(
        path,
        "是旧版 Office 文件，请用 Office 或 WPS 另存为 .docx 或 .xlsx",
        "a legacy Office file; save it as .docx or .xlsx",
    )
