"""What arrives is counted, named harmlessly, and leaves nothing behind."""

import hashlib
import os
import threading
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.web.library.stage import LONGEST, Limits, Stage, TooLarge, cleaned
from corpus.errors import BadCall, Busy, UnreadableDocument


@pytest.fixture
def stage(tmp_path):
    return Stage(tmp_path / "staging", Limits(file=1000, waiting=2500, files=4))


def left(stage):
    return list(stage.folder.rglob("*")) if stage.folder.exists() else []


def test_a_file_is_received_whole_and_hashed(stage):
    staged = stage.put([b"one", b"two"], "通知.txt")
    assert staged.path.read_bytes() == b"onetwo"
    assert (staged.name, staged.size, staged.sha256) == ("通知.txt", 6, hashlib.sha256(b"onetwo").hexdigest())
    assert staged.path.stat().st_mode & 0o777 == 0o600
    assert staged.path.parent.stat().st_mode & 0o777 == 0o700
    stage.discard(staged.path)
    assert left(stage) == []


def test_a_stream_that_never_ends_is_cut_off_at_the_limit(stage):
    given_out = []

    def endless():
        while True:
            given_out.append(100)
            yield bytes(100)

    with pytest.raises(TooLarge, match="MB"):
        stage.put(endless(), "a.txt")
    assert sum(given_out) <= 1100
    assert left(stage) == []


def test_what_waits_is_bounded_in_bytes_and_in_number(stage):
    first = [stage.put([bytes(900)], f"{n}.txt") for n in range(2)]
    with pytest.raises(Busy):
        stage.put([bytes(900)], "c.txt")
    stage.discard(first[0].path)
    stage.put([bytes(900)], "c.txt")
    stage.put([b"x"], "d.txt")
    stage.put([b"x"], "e.txt")
    with pytest.raises(Busy):
        stage.begin("f.txt")
    stage.wipe()
    assert left(stage) == []
    stage.put([bytes(900)], "g.txt")


def test_a_client_that_goes_away_leaves_no_file_and_no_handle(stage):
    before = len(os.listdir("/proc/self/fd"))

    def broken():
        yield b"half"
        raise ConnectionError

    for _ in range(200):
        with pytest.raises(ConnectionError):
            stage.put(broken(), "a.txt")
    assert left(stage) == []
    assert len(os.listdir("/proc/self/fd")) == before


def test_many_threads_share_the_room(stage):
    stage.limits = Limits(file=1000, waiting=10**6, files=1000)

    def work(n):
        for m in range(20):
            stage.discard(stage.put([b"x" * 100], f"{n}-{m}.txt").path)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert (left(stage), stage._sizes) == ([], {})


def test_what_an_earlier_run_left_is_wiped_but_for_what_still_waits(stage):
    keep, gone = stage.put([b"a"], "a.txt"), stage.put([b"b"], "b.txt")
    later = Stage(stage.folder, stage.limits)
    later.wipe(keep=[keep.path])
    assert (keep.path.exists(), gone.path.exists()) == (True, False)
    assert list(later._sizes.values()) == [1]


@pytest.mark.parametrize(
    "name", ["a.exe", "a.docm", "a.doc", "a", "a.txt.exe", "documents.toml", "a.zip", "通知.wps", "x.ofd"]
)
def test_a_format_that_no_reader_takes_is_refused_before_a_byte_is_kept(stage, name):
    with pytest.raises(UnreadableDocument, match=r"\.docx"):
        stage.begin(name)
    assert left(stage) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/a.txt", "a.txt"),
        ("C:\\老干部\\通知.txt", "通知.txt"),
        ("／绝对／路径.txt", "路径.txt"),
        ("/etc/passwd\0.txt", "passwd.txt"),
        ("换\n行\r.txt", "换行.txt"),
        ("文\u202etxt.exe\u202c.txt", "文txt.exe.txt"),
        ("零\u200b宽\ufeff.txt", "零宽.txt"),
        ("<img src=x onerror=alert(1)>.txt", "_img src=x onerror=alert(1)_.txt"),
        ("a#b.txt", "a_b.txt"),
        ("ａ＃ｂ．ｔｘｔ", "a_b.txt"),
        (".隐藏.txt", "隐藏.txt"),
        ("~$临时.docx", "临时.docx"),
        ("CON.txt", "_CON.txt"),
        ("-rf.txt", "-rf.txt"),
        ("😀.txt", "😀.txt"),
        ("\ud800半.txt", "_半.txt"),
        ("通知 .TXT", "通知.txt"),
    ],
)
def test_a_name_is_made_harmless(stage, name, shown):
    assert cleaned(name) == shown
    staged = stage.put([b"x"], name)
    assert staged.path.parent.parent == stage.folder
    assert os.listdir(staged.path.parent) == [shown]


@pytest.mark.parametrize("name", ["", ".txt", "   .txt", "\u202e.txt", "..", "/", "...txt"])
def test_a_name_of_nothing_is_refused(stage, name):
    with pytest.raises((BadCall, UnreadableDocument)):
        stage.begin(name)


def test_long_names_are_cut_and_still_tell_files_apart(stage):
    one, other = cleaned("护" * 300 + "甲.docx"), cleaned("护" * 300 + "乙.docx")
    assert one != other
    assert max(len(one.encode()), len(other.encode())) <= LONGEST
    assert one.endswith(".docx")


@given(st.text(max_size=400))
def test_no_name_does_harm(name):
    try:
        shown = cleaned(f"{name}.txt")
    except BadCall:
        return
    if not shown.endswith(".txt"):
        return  # nothing but the ending was left, and no reader takes that
    assert cleaned(shown) == shown
    assert len(shown.encode()) <= LONGEST
    assert not set(shown) & set('/\\#<>:"|?*')
    assert not shown.startswith((".", "~"))
    assert all(unicodedata.category(char)[0] != "C" for char in shown)
    assert shown != ".txt"
