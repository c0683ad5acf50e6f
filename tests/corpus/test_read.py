"""From paths to documents: what is found, what is refused, and that one bad file stops nothing else."""

import pytest

from corpus.errors import NothingToRead, UnreadableDocument
from corpus.read import READERS, discover, load, read


def test_a_folder_is_read_in_order_without_hidden_files_and_its_manifest(tmp_path):
    for name in ("乙.txt", "甲.txt", ".隐藏.txt", "~$锁.docx"):
        (tmp_path / name).write_text("护理费每人每月500元。", encoding="utf-8")
    (tmp_path / "documents.toml").write_text('[[document]]\nfile = "甲.txt"\nregion = "云岭省"\n', encoding="utf-8")
    assert [file.source for file in discover([tmp_path])] == sorted(["乙.txt", "甲.txt"])


def test_a_file_below_a_folder_is_known_by_its_path(tmp_path):
    (tmp_path / "夹").mkdir()
    (tmp_path / "夹" / "件.txt").write_text("正文。", encoding="utf-8")
    assert [file.source for file in discover([tmp_path])] == ["夹/件.txt"]


def test_what_a_person_declares_wins_and_is_seen_at_once(tmp_path):
    path = tmp_path / "件.txt"
    path.write_text("关于护理费的通知\n\n自2020年1月1日起执行。", encoding="utf-8")
    (before,) = discover([path])
    first = before.sha256()
    (tmp_path / "documents.toml").write_text('[[document]]\nfile = "件.txt"\nregion = "云岭省"\n', encoding="utf-8")
    (document,) = read(before)
    assert document.metadata.region.value == "云岭省"
    assert document.metadata.region.basis == "declared"
    assert before.sha256() != first


def test_the_same_text_has_the_same_id_whatever_its_name(tmp_path):
    for name in ("甲.txt", "乙.txt"):
        (tmp_path / name).write_text("护理费每人每月500元。", encoding="utf-8")
    first, second = (document for document in load([tmp_path]))
    assert first.id == second.id


def test_one_bad_file_stops_nothing_else(tmp_path):
    (tmp_path / "1.txt").write_text("", encoding="utf-8")
    (tmp_path / "2.xyz").write_text("甲", encoding="utf-8")
    (tmp_path / "3.txt").write_text("护理费每人每月500元。", encoding="utf-8")
    found = list(load([tmp_path]))
    assert [type(each) is UnreadableDocument for each in found] == [True, True, False]
    assert "空文件" in str(found[0])
    assert all(suffix in str(found[1]) for suffix in READERS)
    assert all("\n" not in str(each) for each in found[:2])


def test_a_file_under_a_mark_of_secrecy_is_refused_without_its_text(tmp_path):
    path = tmp_path / "件.txt"
    path.write_text("机密★1年\n\n关于某事的通知\n内容绝不外泄。", encoding="utf-8")
    (problem,) = load([path])
    assert isinstance(problem, UnreadableDocument)
    assert "密级" in str(problem)
    assert "内容绝不外泄" not in str(problem)


@pytest.mark.parametrize("name", ["没有的.txt", "没有的夹"])
def test_a_missing_path_is_named(tmp_path, name):
    with pytest.raises(NothingToRead, match=name):
        discover([tmp_path / name])


def test_a_folder_without_documents_names_the_formats(tmp_path):
    (tmp_path / "a.bin").write_bytes(b"\0")
    with pytest.raises(NothingToRead, match=r"\.docx"):
        discover([tmp_path])
