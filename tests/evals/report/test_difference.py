"""Two answers in pieces: together they are the texts, and only what differs is marked."""

import random

import pytest

from evals.report.difference import CHARACTERS, Piece, compared, pieces


def differing(found):
    return [each.text for each in found if each.differs]


@pytest.mark.parametrize(
    ("old", "new", "gone", "come"),
    [
        ("每月五百元。", "每月八百元。", ["五"], ["八"]),
        ("每年体检。", "每年组织体检。", [], ["组织"]),
        ("每年组织体检。", "每年体检。", ["组织"], []),
        ("", "没有找到。", [], ["没有找到。"]),
        ("一样。", "一样。", [], []),
        ("甲的乙", "丙的丁", ["甲的乙"], ["丙的丁"]),
        ("𠮷野家", "吉野家", ["𠮷"], ["吉"]),
    ],
)
def test_only_what_differs_is_marked(old, new, gone, come):
    before, after = compared(old, new)
    assert (differing(before), differing(after)) == (gone, come)


def test_marks_are_pieces_of_their_own():
    assert pieces("五百元[1]，按月[12]。") == [
        Piece("五百元", False, None),
        Piece("[1]", False, 1),
        Piece("，按月", False, None),
        Piece("[12]", False, 12),
        Piece("。", False, None),
    ]


def test_a_mark_that_differs_in_its_number_differs_whole():
    assert Piece("[2]", True, 2) in compared("五百元[1]。", "五百元[2]。")[1]


def test_the_pieces_are_the_texts():
    chance = random.Random(3)
    for _ in range(200):
        old, new = ("".join(chance.choices("甲乙丙丁[12]。", k=chance.randrange(30))) for _ in range(2))
        before, after = compared(old, new)
        assert "".join(each.text for each in before) == old
        assert "".join(each.text for each in after) == new


def test_long_texts_are_compared_by_sentences():
    sentences = [f"第{n}条规定如下。" for n in range(200)]
    assert len("".join(sentences)) ** 2 > CHARACTERS
    other = ["前言不同。", *sentences[1:90], "这一条改了。", *sentences[91:], "结尾不同。"]
    before, after = compared("".join(sentences), "".join(other))
    assert differing(before) == ["第0条规定如下。", "第90条规定如下。"]
    assert differing(after) == ["前言不同。", "这一条改了。", "结尾不同。"]
