"""The pages of a .pdf → how many they are, and a picture of each. Values in and out.

The library that draws them may be in use by one thread at a time only. Knows nothing of what stands on a page.
"""

from __future__ import annotations

import threading
from io import BytesIO

WIDTH = 1240
"""Pixels of a page from left to right: 150 a inch on A4, so that 三号 can be read on any screen."""
_ONE = threading.Lock()


def count(pdf: bytes) -> int:
    """How many pages a .pdf has."""
    import pypdfium2

    with _ONE, pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def picture(pdf: bytes, number: int, width: int = WIDTH) -> bytes:
    """Page `number`, from 1, as PNG of `width` pixels.

    Raises:
        IndexError: there is no such page.
    """
    import pypdfium2

    buffer = BytesIO()
    with _ONE, pypdfium2.PdfDocument(pdf) as document:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        page = document[number - 1]
        drawn = page.render(scale=width / page.get_width()).to_pil()
    # Text on white needs few shades: with 64 of them a picture is a quarter as large, and looks the same.
    drawn.quantize(64, method=2).save(buffer, "PNG")
    return buffer.getvalue()
