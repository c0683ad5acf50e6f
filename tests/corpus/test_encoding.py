import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import encoding

NOTICE = (
    "关于做好2024年离退休干部工作的通知\n各市（州）党委组织部、老干部局：\n"
    "一、总体要求。坚持以人民为中心，认真落实政治待遇和生活待遇，每人每月增加500元。\n"
    "二、主要任务。走访慰问李㛃、王䶮等同志，做到“四个到位”。\n"
) * 3
TRADITIONAL = "關於離退休幹部工作的通知，各單位應當認真貫徹落實，切實做好老同志的服務工作。\n"


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("gb18030", "GB18030"),
        ("utf-16-le", "UTF-16 LE"),
        ("utf-16-be", "UTF-16 BE"),
        ("utf-16", "UTF-16 LE"),
        ("utf-32", "UTF-32 LE"),
    ],
)
def test_each_encoding_is_recognised(codec, name):
    assert encoding.decode(NOTICE.encode(codec)) == (NOTICE, name)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_a_text_of_one_line_is_enough(codec):
    text = "一、认真落实离休干部生活待遇"
    assert encoding.decode(text.encode(codec))[0] == text


def test_utf_16_is_recognised_without_a_single_ascii_character():
    text = "离退休干部工作是党的组织工作和干部工作的重要组成部分"
    assert encoding.decode(text.encode("utf-16-le")) == (text, "UTF-16 LE")


def test_big5_is_not_taken_for_gb18030():
    assert encoding.decode(TRADITIONAL.encode("big5")) == (TRADITIONAL, "Big5")


def test_traditional_text_in_gb18030_is_not_taken_for_big5():
    assert encoding.decode(TRADITIONAL.encode("gb18030")) == (TRADITIONAL, "GB18030")


@pytest.mark.parametrize("rare", ["李㛃", "王䶮", "𠮷", "€", "㙍"])
def test_one_rare_character_does_not_flip_gb18030(rare):
    text = f"任命{rare}同志为主任。"
    assert encoding.decode(text.encode("gb18030")) == (text, "GB18030")


def test_one_broken_byte_does_not_flip_utf_8():
    raw = bytearray(NOTICE.encode())
    raw[100] = 0xFF
    text, name = encoding.decode(bytes(raw))
    assert name == "UTF-8"
    assert 1 <= text.count("\ufffd") <= 3
    assert any("损坏" in note for note in encoding.notes(text, name))


def test_a_file_cut_within_a_character_is_still_utf_8():
    text, name = encoding.decode(NOTICE.encode()[:-2])
    assert (name, text[:-1]) == ("UTF-8", NOTICE[: len(text) - 1])


def test_one_nul_does_not_make_utf_16():
    assert encoding.decode(("前\0" + NOTICE).encode())[1] == "UTF-8"


def test_sound_utf_8_needs_no_note():
    assert encoding.notes(*encoding.decode(NOTICE.encode())) == ()


@pytest.mark.parametrize(
    "raw",
    [
        NOTICE.encode() + NOTICE.encode("gb18030"),
        random.Random(3).randbytes(2000),
        bytes(2000) + b"abc",
        bytes(range(256)) * 8,
    ],
    ids=["mixed", "random", "zeros", "all bytes"],
)
def test_what_makes_no_sense_is_refused(raw):
    with pytest.raises(encoding.Undecodable):
        encoding.decode(raw)


def test_every_line_end_becomes_a_line_feed():
    assert encoding.decode("a\r\nb\rc\u2028d\x0be\n".encode())[0] == "a\nb\nc\nd\ne\n"


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused(raw):
    try:
        text, name = encoding.decode(raw)
    except encoding.Undecodable:
        return
    assert "\r" not in text
    assert name


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\r\x0b\x85\u2028\u2029\ufeff\ufffd"), max_size=200))
def test_utf_8_is_always_taken_for_utf_8(text):
    assert encoding.decode(text.encode()) == (text, "UTF-8")
