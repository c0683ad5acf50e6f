"""A .docx → a .pdf by LibreOffice, where it is installed. Touches the disk, in a folder of its own that it removes.

Every call has its own profile, for two calls with one profile fail; what hangs is ended. The names of the office's
fonts are kept in the file: only for this picture free fonts stand in for those that the machine lacks.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from assistant.letter.paper.measures import FANGSONG, HEI, KAI, LATIN, SONG, XIAOBIAOSONG
from corpus.errors import PolicyError

SECONDS = 60.0
"""So long may one letter take."""
_INSTEAD = {
    FANGSONG: ("仿宋", "FangSong", "FandolFang R", "Noto Serif CJK SC"),
    XIAOBIAOSONG: ("FZXiaoBiaoSong-B05S", "FandolSong", "Noto Serif CJK SC"),
    KAI: ("楷体", "KaiTi", "FandolKai", "AR PL KaitiM GB", "LXGW WenKai"),
    HEI: ("SimHei", "FandolHei", "Noto Sans CJK SC"),
    SONG: ("SimSun", "FandolSong", "Noto Serif CJK SC"),
    LATIN: ("Liberation Serif",),
}
"""Fonts that stand in for one that is not there, the likest first."""


class NoOffice(PolicyError):
    """LibreOffice is not installed, or made no file."""


def available() -> str | None:
    """Path of LibreOffice; None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def pdf(docx: bytes, seconds: float = SECONDS) -> bytes:
    """The pages of a .docx.

    Raises:
        NoOffice: there is no LibreOffice, it took too long, or it made no file.
    """
    program = available()
    if program is None:
        raise NoOffice(
            "没有安装 LibreOffice，不能生成 PDF：请安装 libreoffice-writer-nogui，或在文字处理软件中打开 .docx 另存",
            "LibreOffice is not installed: install libreoffice-writer-nogui, or save the .docx as PDF yourself",
        )
    with TemporaryDirectory(prefix="letter-") as name:
        folder = Path(name)
        (folder / "letter.docx").write_bytes(docx)
        (folder / "fonts.conf").write_text(_fonts(folder), encoding="utf-8")
        _convert(program, folder, seconds)
        made = folder / "letter.pdf"
        if not made.is_file():
            raise NoOffice("LibreOffice 没有生成 PDF", "LibreOffice made no PDF")
        return made.read_bytes()


def _convert(program: str, folder: Path, seconds: float) -> None:
    call = [
        program,
        "--headless",
        "--norestore",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(folder / "letter.docx"),
    ]
    # Nothing of our own environment is handed on: keys of a language model may stand in it.
    environment = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "FONTCONFIG_FILE": str(folder / "fonts.conf"),
    }
    try:
        subprocess.run(call, env=environment, cwd=folder, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise NoOffice(
            f"LibreOffice 超过 {seconds:g} 秒未完成", f"LibreOffice took more than {seconds:g} s"
        ) from error
    except OSError as error:
        raise NoOffice(
            f"LibreOffice 无法运行：{error.strerror}", f"LibreOffice cannot run: {error.strerror}"
        ) from error


def _fonts(folder: Path) -> str:
    aliases = "".join(
        f'<alias binding="same"><family>{escape(name)}</family><accept>'
        + "".join(f"<family>{escape(other)}</family>" for other in others)
        + "</accept></alias>"
        for name, others in _INSTEAD.items()
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<cachedir>{escape(str(folder / 'fonts'))}</cachedir>{aliases}</fontconfig>"
    )
