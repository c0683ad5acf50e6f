"""What a person fills in: cleaned, checked, or refused in one line."""

import pytest

from assistant.letter.fields import checked, clean
from assistant.letter.kind import kinds
from corpus.errors import BadCall

PERSON = kinds()["person"].fields


def test_a_field_is_filled_by_its_name_or_by_its_label():
    assert checked({"称谓": "王建国同志", "date": "2026-11-05"}, PERSON) == {
        "to": "王建国同志",
        "date": "2026年11月5日",
    }


def test_a_number_is_spelled_the_official_way():
    assert checked({"number": "清委老干函[2026]3 号"}, PERSON)["number"] == "清委老干函〔2026〕3号"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("date", "2026年2月30日"),
        ("date", "前天"),
        ("number", "三号文件"),
        ("phone", "call me"),
        ("to", "王" * 200),
        ("attachments", "甲\n" * 11),
        ("to", "王" * 1_000_000),
        ("nobody", "x"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_by_the_name_of_its_field(name, value):
    with pytest.raises(BadCall) as raised:
        checked({name: value}, PERSON)
    assert len(str(raised.value)) < 1200


def test_what_cannot_be_seen_is_left_out():
    hostile = "王\x00建\u202e国\u200b同\ud800志\ufffe\r\n"
    assert clean(hostile).strip() == "王建国同志"


def test_a_mark_of_secrecy_in_a_field_is_refused():
    petition = kinds()["petition"].fields
    with pytest.raises(BadCall, match="密级"):
        checked({"facts": "机密★1年\n查明的事实"}, petition)
