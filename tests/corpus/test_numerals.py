"""Chinese numerals, both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numerals import to_chinese, to_int


@given(st.integers(0, 99_999_999))
def test_what_is_written_is_read_again(number):
    assert to_int(to_chinese(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("二十一", 21),
        ("一百零三", 103),
        ("二〇二二", 2022),
        ("○", 0),
        ("廿五", 25),
        ("两万", 20000),
        ("１２", 12),
    ],
)
def test_the_spellings_of_official_documents_are_read(text, number):
    assert to_int(text) == number


@pytest.mark.parametrize("text", ["", "一般", "第一", "1.5", "XX"])
def test_what_is_no_number_is_none(text):
    assert to_int(text) is None


def test_numbers_out_of_range_are_refused():
    with pytest.raises(ValueError, match="no Chinese numeral"):
        to_chinese(-1)


@pytest.mark.parametrize(
    ("text", "number"), [("一亿二千万", 120_000_000), ("三万亿", 3 * 10**12), ("二亿零五", 200_000_005)]
)
def test_hundreds_of_millions_stand_above_ten_thousands(text, number):
    assert to_int(text) == number


@pytest.mark.parametrize("text", ["十四五", "二十三四", "9" * 5000, "一" * 5000])
def test_what_is_several_numbers_or_none_is_not_read(text):
    assert to_int(text) is None
