"""Templates: what is shipped, what an office adds, what is wrong with one."""

import pytest

from assistant.letter.kind import kinds, named, office
from corpus.errors import BadCall

GOOD = """+++
label = "便笺"
form = "letter"
title = "关于{subject}的便笺"
[fields.room]
label = "房间"
ask = "几号房间"
+++
> {to}：
请到{room}面谈。
{answers}
"""


def test_five_kinds_are_there_and_each_is_found_by_either_name():
    known = kinds()
    labels = {kind.label for kind in known.values()}
    assert labels == {"答复函", "复函", "信访事项处理意见书", "建议提案答复", "电话答复记录"}
    for kind in known.values():
        assert named(known, kind.name) is named(known, kind.label) is kind


def test_every_field_of_every_kind_says_what_to_fill_in():
    for kind in kinds().values():
        assert kind.checks
        for field in kind.fields:
            assert field.label
            assert field.ask or field.when == "optional"


def test_the_decision_on_a_petition_names_the_law_of_its_remedy_and_its_time_limit():
    kind = kinds()["petition"]
    assert "30日" in kind.phrases["remedy"]
    assert [(rest.law, rest.article) for rest in kind.rests] == [("信访工作条例", "第三十五条")]
    assert [(each.counted, each.days, each.article) for each in kind.limits] == [
        ("received", 15, "第二十三条"),
        ("accepted", 60, "第三十四条"),
        ("accepted", 90, "第三十四条"),
        ("served", 30, "第三十五条"),
    ]
    assert all(each.law == "信访工作条例" for each in kind.limits)


def test_an_office_adds_a_kind_and_replaces_one_without_any_python(tmp_path):
    (tmp_path / "note.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "person.md").write_text(GOOD.replace("便笺", "本局答复"), encoding="utf-8")
    known = kinds(tmp_path)
    assert known["note"].field("room").label == "房间"
    assert known["note"].field("org").office
    assert known["person"].label == "本局答复"
    assert "organ" in known


def test_an_office_sets_once_what_is_the_same_in_all_its_letters(tmp_path):
    (tmp_path / "office.toml").write_text('org = "中共某某市委老干部局"', encoding="utf-8")
    assert office(tmp_path) == {"org": "中共某某市委老干部局"}
    assert office(None) == {}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("没有开头\n" + GOOD, "+++"),
        (GOOD.replace("{answers}", ""), "answers"),
        (GOOD.replace("{room}", "{rooms}"), "rooms"),
        (GOOD.replace('"letter"', '"poster"'), "form"),
        (GOOD.replace("label =", "label", 1), "TOML"),
        (GOOD.replace('ask = "几号房间"', 'ask = "几号房间"\ncheck = "eval"'), "check"),
        (GOOD.replace('ask = "几号房间"', 'code = "import os"'), "code"),
        (GOOD.replace('label = "便笺"', 'label = "便笺"\nmacro = "x"'), "macro"),
        ("+++\n" + "x" * 70_000, "64 KB"),
        (
            GOOD.replace("+++\n>", '[[limits]]\nact = "办结"\nrule = "60日"\ncounted = "room"\ndays = 60\n+++\n>'),
            "办结",
        ),
        (GOOD.replace("+++\n>", '[[limits]]\nact = "办结"\nrule = "60日"\ncounted = "date"\n+++\n>'), "days"),
        (GOOD.replace('form = "letter"', 'form = "letter"\norder = ["room", "date"]'), "order"),
        (GOOD.replace("+++\n>", '[[limits]]\nact = "办结"\nrule = "60日"\nhours = 3\n+++\n>'), "hours"),
    ],
)
def test_a_template_that_is_wrong_is_named_with_what_is_wrong(tmp_path, wrong, told):
    (tmp_path / "note.md").write_text(wrong, encoding="utf-8")
    with pytest.raises(BadCall) as raised:
        kinds(tmp_path)
    assert "note.md" in raised.value.zh
    assert told in str(raised.value)


def test_a_folder_that_is_missing_and_a_kind_that_is_unknown_are_told(tmp_path):
    with pytest.raises(BadCall):
        kinds(tmp_path / "none")
    with pytest.raises(BadCall, match="person"):
        named(kinds(), "情书")
