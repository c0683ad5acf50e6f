"""The press makes each letter once, keeps it while there is room, and lets nobody wait for long."""

import threading
import time
from io import BytesIO

import pytest

from assistant.letter.paper.pictures import count, picture
from assistant.web.press import Press
from assistant.web.queue import Queue
from assistant.web.types import Caller
from corpus.errors import Busy

CALLER = Caller("1" * 16, "甲", "reader")
KEY = ("a" * 32, 1, True)


def pdf_of(pages):
    """A .pdf with a word of black and a bar of red on each page."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    buffer = BytesIO()
    canvas = Canvas(buffer, A4)
    for words in pages:
        canvas.setFont("Helvetica", 60)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.drawString(100, 500, words)
        canvas.setFillColorRGB(1, 0, 0)
        canvas.rect(100, 700, 300, 20, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


class Converter:
    """Counts what it is given, and takes as long as it is told to."""

    def __init__(self):
        self.made = 0
        self.go = threading.Event()
        self.go.set()

    def __call__(self, docx):
        self.made += 1
        assert self.go.wait(60)
        return pdf_of(docx.decode().split("|"))


@pytest.fixture
def convert():
    return Converter()


def press(convert, **more):
    return Press(Queue(serving=1, waiting=4, patience=0.2), convert=convert, **more)


def test_one_version_is_set_once_however_often_its_pages_are_looked_at(convert):
    printed = press(convert)
    assert printed.pages(CALLER, KEY, lambda: b"a|b|c") == 3
    assert printed.page(CALLER, KEY, lambda: b"a|b|c", 2) == printed.page(CALLER, KEY, lambda: b"a|b|c", 2)
    assert printed.pdf(CALLER, KEY, lambda: b"a|b|c").startswith(b"%PDF")
    assert convert.made == 1
    assert printed.pages(CALLER, (KEY[0], 2, True), lambda: b"a") == 1
    assert convert.made == 2


def test_a_page_that_is_not_there_is_no_page(convert):
    with pytest.raises(IndexError):
        press(convert).page(CALLER, KEY, lambda: b"a", 2)


def test_what_there_is_no_room_for_is_made_again(convert):
    printed = press(convert, room=1)
    for version in (1, 2, 1):
        printed.pages(CALLER, (KEY[0], version, True), lambda: b"a")
    assert convert.made == 3


def test_a_letter_that_is_forgotten_leaves_nothing(convert):
    printed = press(convert)
    printed.page(CALLER, KEY, lambda: b"a", 1)
    printed.page(CALLER, ("b" * 32, 1, True), lambda: b"a", 1)
    printed.forget(KEY[0])
    assert {each[0][0] for each in printed._kept} == {"b" * 32}


def test_who_would_wait_too_long_for_the_press_is_told_so(convert):
    printed = press(convert)
    convert.go.clear()
    first = threading.Thread(target=printed.pdf, args=(CALLER, KEY, lambda: b"a"))
    first.start()
    while not convert.made:
        time.sleep(0.01)
    with pytest.raises(Busy):
        printed.pdf(CALLER, ("b" * 32, 1, True), lambda: b"a")
    convert.go.set()
    first.join()
    assert convert.made == 1


def test_a_picture_is_as_wide_as_asked_and_keeps_red_and_black():
    from PIL import Image

    made = pdf_of(["a", "b"])
    assert count(made) == 2
    shown = Image.open(BytesIO(picture(made, 1, width=620))).convert("RGB")
    assert (shown.width, shown.height) == (620, 877)
    colours = {each for _, each in shown.getcolors(10_000)}
    assert any(sum(each) < 90 for each in colours)
    assert any(red > 200 and green < 70 and blue < 70 for red, green, blue in colours)
