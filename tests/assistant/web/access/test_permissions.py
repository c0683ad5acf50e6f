"""Documents that are for some are hidden from all others, whichever way one asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.database import Database
from assistant.web.access.permissions import Permissions, file_of
from assistant.web.access.schema import SCHEMA, TABLES
from assistant.web.types import RIGHTS, Caller
from corpus.errors import BadCall, NotFound


def caller(*groups, role="reader"):
    return Caller("1", "某人", role, frozenset(groups))


@pytest.fixture
def permissions(house):
    return house.permissions


def test_a_document_without_groups_is_for_everybody(permissions):
    assert permissions.groups_of("通知.docx") == frozenset()
    assert permissions.may_read(caller(), "通知.docx")
    assert permissions.hidden(caller(), ["通知.docx", "别的.pdf"]) == frozenset()


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        (caller(), False),
        (caller("三科"), False),
        (caller("一科"), True),
        (caller("三科", "二科"), True),
        (caller(role="editor"), False),
        (caller(role="auditor"), False),
        (caller(role="administrator"), True),
        (caller("一科 "), False),
    ],
)
def test_a_document_with_groups_is_for_them_and_for_administrators(permissions, who, reads):
    permissions.set("内部/通知.docx", ["一科", "二科"])
    assert permissions.groups_of("内部/通知.docx") == {"一科", "二科"}
    assert permissions.may_read(who, "内部/通知.docx") is reads
    assert permissions.hidden(who, ["内部/通知.docx", "公开.md"]) == (frozenset() if reads else {"内部/通知.docx"})


@pytest.mark.parametrize(
    ("who", "by_office"),
    [
        (caller(role="administrator"), True),
        (caller("一科", role="administrator"), False),
        (caller(), False),
        (caller("一科"), False),
    ],
)
def test_what_an_administrator_reads_that_is_for_others_is_told_apart(permissions, who, by_office):
    permissions.set("内部.jsonl", ["一科"])
    assert permissions.by_office(who, "内部.jsonl#1") is by_office
    assert permissions.by_office(who, "公开.md") is False


def test_all_records_of_a_file_share_its_groups(permissions):
    permissions.set("法规.jsonl#12", ["一科"])
    sources = ["法规.jsonl", "法规.jsonl#1", "法规.jsonl#a#b", "法规.jsonl.gz#1", "另.jsonl#12"]
    assert permissions.hidden(caller(), sources) == set(sources[:3])
    assert permissions.restricted() == {"法规.jsonl": {"一科"}}
    permissions.set("法规.jsonl", [])
    assert permissions.hidden(caller(), sources) == frozenset()


@pytest.mark.parametrize(
    ("source", "file"),
    [
        ("a/法规.JSONL#3", "a/法规.JSONL"),
        ("法规.jsonl.gz#3", "法规.jsonl.gz"),
        ("关于C#的通知.docx", "关于C#的通知.docx"),
        ("附件#1.pdf", "附件#1.pdf"),
        ("a.jsonl", "a.jsonl"),
        ("a.jsonl#", "a.jsonl"),
        ("", ""),
    ],
)
def test_a_sign_in_a_name_makes_no_record(source, file):
    assert file_of(source) == file


def test_two_documents_with_a_sign_in_their_names_are_two(permissions):
    permissions.set("附件#1.pdf", ["一科"])
    permissions.set("附件#2.pdf", ["二科"])
    permissions.set("附件#2.pdf", [])
    assert not permissions.may_read(caller(), "附件#1.pdf")
    assert permissions.may_read(caller(), "附件#2.pdf")


def test_a_batch_with_one_that_is_hidden_is_refused_whole_as_if_it_were_not_there(permissions):
    permissions.set("内部.docx", ["一科"])
    permissions.require(caller("一科"), ["公开.md", "内部.docx"])
    permissions.require(caller(), ["公开.md"])
    with pytest.raises(NotFound) as caught:
        permissions.require(caller(), ["公开.md", "内部.docx", "别的.md"])
    assert "内部" not in str(caught.value)


def test_a_group_that_nobody_is_in_closes_a_document(permissions):
    permissions.set("内部.docx", ["没有人的组"])
    assert not permissions.may_read(caller("一科"), "内部.docx")


@pytest.mark.parametrize("groups", [["一科", ""], ["a\nb"], ["x" * 65]])
def test_a_wrong_name_leaves_a_document_as_closed_as_it_was(permissions, groups):
    permissions.set("内部.docx", ["一科"])
    with pytest.raises(BadCall):
        permissions.set("内部.docx", groups)
    assert permissions.groups_of("内部.docx") == {"一科"}


def test_a_document_must_be_named(permissions):
    with pytest.raises(BadCall):
        permissions.set("", ["一科"])


def test_what_is_forgotten_is_for_everybody(permissions):
    permissions.set("内部.docx", ["一科"])
    permissions.forget("内部.docx")
    assert permissions.restricted() == {}


def test_every_change_is_seen_by_others_who_remember(permissions, house):
    with Database.open(house.path, TABLES, SCHEMA) as other:
        elsewhere = Permissions(other)
        before = elsewhere.version()
        permissions.set("内部.docx", ["一科"])
        assert elsewhere.version() > before
        assert not elsewhere.may_read(caller(), "内部.docx")
        permissions.forget("内部.docx")
        assert elsewhere.version() > before + 1


GROUPS = st.frozensets(st.sampled_from(["甲", "乙", "丙", "丁"]))
SOURCES = st.sampled_from([f"{name}{ending}" for name in "abc" for ending in (".md", ".jsonl#1", ".jsonl#2")])


@given(st.dictionaries(SOURCES, GROUPS, max_size=6), st.sets(SOURCES), GROUPS, st.sampled_from(sorted(RIGHTS)))
def test_what_is_hidden_is_what_a_plain_reading_of_the_rule_hides(given_to, asked, groups, role):
    who = caller(*groups, role=role)
    with Database.open(None, TABLES, SCHEMA) as database:
        permissions = Permissions(database)
        table = {}
        for source, teams in given_to.items():
            permissions.set(source, teams)
            table[source.split("#")[0]] = teams
        hidden = {
            source
            for source in asked
            if table.get(source.split("#")[0])
            and role != "administrator"
            and not table[source.split("#")[0]] & groups
        }
        assert permissions.hidden(who, asked) == hidden
        assert {source for source in asked if not permissions.may_read(who, source)} == hidden
