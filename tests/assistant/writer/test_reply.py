"""A reply is read as statements with ids that were given out, however it is cut and dressed; all else is no statement."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.writer.reply import LONGEST, Line, Reader

KNOWN = frozenset({"bcdf", "ghjk"})


def read(*pieces):
    reader = Reader(KNOWN)
    found = [line for piece in pieces for line in reader.feed(piece)]
    return [(line.text, line.ids) for line in [*found, *reader.close()]]


ONE = [("每人每月500元。", ("bcdf",))]
BOTH = [("每人每月500元。", ("bcdf", "ghjk"))]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("每人每月500元。[bcdf]", ONE),
        ("每人每月500元。[bcdf]\n", ONE),
        ("  每人每月500元。 [ BCDF ] \r\n", ONE),
        ("每人每月500元[bcdf]。", ONE),
        ("每人每月500元。【bcdf】", ONE),
        ("每人每月500元。［ｂｃｄｆ］", ONE),
        ("每人每月500元。[编号：bcdf]", ONE),
        ("- 每人每月500元。[bcdf]", ONE),
        ("· 每人每月500元。[bcdf]", ONE),
        ("1. 每人每月500元。[bcdf]", ONE),
        ("（1） 每人每月500元。[bcdf]", ONE),
        ("```text\n每人每月500元。[bcdf]\n```", ONE),
        ("<think>每人每年500元。[bcdf]\n</think>\n每人每月500元。[bcdf]", ONE),
        ("<THINK>嗯</THINK>每人每月500元。[bcdf]", ONE),
        ("\ufeff每人\u200b每月500元。[bcdf]", ONE),
        ("每人每月500元。[bcdf][ghjk]", BOTH),
        ("每人每月500元。[bcdf，ghjk]", BOTH),
        ("每人每月500元。[bcdf][bcdf] [ghjk]", BOTH),
        ("每人每月500元。[bcdf]按季发放。[ghjk]", [*ONE, ("按季发放。", ("ghjk",))]),
        ("每人每月500元[bcdf]，按季发放[ghjk]。", [("每人每月500元，按季发放。", ("bcdf", "ghjk"))]),
        ("组通字[2019]10号[bcdf]", [("组通字[2019]10号", ("bcdf",))]),
        ("组通［XX］10号[bcdf]", [("组通［XX］10号", ("bcdf",))]),
        ("【通知】每人每月500元。[bcdf]", [("【通知】每人每月500元。", ("bcdf",))]),
        ("1.5万元。[bcdf]", [("1.5万元。", ("bcdf",))]),
        ("2023年底共**名。[bcdf]", [("2023年底共**名。", ("bcdf",))]),
    ],
)
def test_a_statement_is_found_whatever_it_is_dressed_in(reply, expected):
    assert read(reply) == expected
    assert read(*reply) == expected


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "\n\n",
        "每人每月500元。",
        "每人每月500元。[zzzz]",
        "每人每月500元。[bcdf][zzzz]",
        "每人每月500元。[1]",
        "每人[1]每月500元。[bcdf]",
        "每人每月500元。【12】[bcdf]",
        "每人每月500元。[bcd",
        "每人每月500元。[bcdf",
        "每人每月500元。（bcdf）",
        "[bcdf]",
        "。。。[bcdf]",
        "# 答复",
        "<think>每人每月500元。[bcdf]\n每人每月500元。[bcdf]",
        "<think>每人每月500元。[bcdf]</thi",
        "好" * (LONGEST + 1) + "[bcdf]",
        '{"statements": [{"text": "每人每月500元", "ids": [1]}]}',
        "<html><body>500</body></html>",
    ],
)
def test_what_is_no_cited_statement_is_dropped(reply):
    assert read(reply) == []
    assert read(*reply) == []


def test_a_line_that_never_ends_is_not_kept_in_memory_and_does_not_spoil_the_next():
    reader = Reader(KNOWN)
    for _ in range(1000):
        assert reader.feed("好" * 100) == []
        assert len(reader._held) <= LONGEST + 100
    assert reader.feed("\n每人每月500元。[bcdf]\n") == [Line(*ONE[0])]
    assert reader.dropped["long"] == 1


def test_what_was_thought_without_a_beginning_is_no_part_of_the_line_behind_it():
    assert read("先想一想</think>每人每月500元。[bcdf]") == ONE


NOISE = st.text(alphabet="每人0五。；[]【】<>/think \n`-*bcdfghjkz1x", max_size=80)


@given(NOISE, st.integers(1, 7))
def test_no_reply_raises_and_none_yields_an_id_that_was_not_given_out(reply, size):
    pieces = [reply[at : at + size] for at in range(0, len(reply), size)]
    for text, ids in read(*pieces):
        assert ids
        assert set(ids) <= KNOWN
        assert any(char.isalnum() for char in text)
        assert "\n" not in text
        assert not set("bcdfghjk") <= set(text) or "[bcdf]" not in text


@given(NOISE.filter(lambda text: "</" not in text), st.data())
def test_how_a_reply_is_cut_into_pieces_does_not_matter(reply, data):
    cuts = sorted(data.draw(st.lists(st.integers(0, len(reply)), max_size=6)))
    pieces = [reply[a:b] for a, b in zip([0, *cuts], [*cuts, len(reply)], strict=True)]
    assert read(*pieces) == read(reply)


@given(
    st.lists(
        st.text(alphabet="每人月年五六元，、", min_size=1, max_size=20).filter(lambda t: t.strip("，、")), max_size=6
    )
)
def test_plain_statements_come_back_as_they_were_written(texts):
    reply = "".join(f"{text}[bcdf]\n" for text in texts)
    assert read(reply) == [(text, ("bcdf",)) for text in texts]
