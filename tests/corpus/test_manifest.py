"""`documents.toml` wins over what was read, and says in one line what is wrong with it."""

import pytest

from corpus.errors import BadCall
from corpus.manifest import NAME, Manifest, declare
from corpus.types import Known, Metadata


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "甲.txt").write_text("正文", encoding="utf-8")
    return tmp_path


def written(folder, text):
    (folder / NAME).write_text(text, encoding="utf-8")
    return Manifest.load(folder)


def test_what_is_declared_wins_and_says_so(folder):
    manifest = written(
        folder,
        """
        [[document]]
        file = "甲.txt"
        title = "关于某事的通知"
        doc_number = "清委老干[2022] 08号"
        issuer = "中共清河市委老干部局"
        level = "市"
        region = "苏州"
        review_year = 2021
        plan_year = 2022
        date = 2022-06-10
        kind = "通知"
        validity = "被替代"
        superseded_by = "清委老干(2023)5号"
        supersedes = ["清委老干〔2019〕11号", "关于另一事的通知"]
        effective = "2022年7月"
        """,
    )
    read = Metadata(title=Known("别的", "stated", "别的"), kind=Known("讲话", "inferred", "我讲"))
    metadata = manifest.apply("子文件夹/甲.txt", read)
    assert metadata.title == Known("关于某事的通知", "declared", "关于某事的通知")
    assert metadata.doc_number.value == "清委老干〔2022〕8号"
    assert metadata.region.value == "苏州市"
    assert (metadata.review_year.value, metadata.plan_year.value, metadata.level.value) == (2021, 2022, "市")
    assert (metadata.date.value, metadata.effective.value) == ("2022-06-10", "2022-07")
    assert (metadata.validity.value, metadata.superseded_by.value) == ("被替代", "清委老干〔2023〕5号")
    assert metadata.supersedes == ("清委老干〔2019〕11号", "关于另一事的通知")
    assert {metadata.kind.basis, metadata.issuer.basis, metadata.validity.basis} == {"declared"}


def test_a_file_without_a_word_stays_as_it_was_read(folder):
    read = Metadata(title=Known("别的", "stated", "别的"))
    assert written(folder, '[[document]]\nfile = "甲.txt"\nkind = "通知"').apply("乙.txt", read) is read
    assert Manifest.load(folder / "nowhere").apply("甲.txt", read) is read


def test_what_is_declared_can_be_told_apart(folder):
    before = repr(written(folder, '[[document]]\nfile = "甲.txt"\nkind = "通知"').of("甲.txt"))
    after = repr(written(folder, '[[document]]\nfile = "甲.txt"\nkind = "意见"').of("甲.txt"))
    assert before != after
    assert Manifest().of("甲.txt") == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[document]\n", "TOML"),
        ('[[document]]\nkind = "通知"', "file"),
        ('[[document]]\nfile = "乙.txt"', "乙.txt"),
        ('[[document]]\nfile = "../甲.txt"', "../甲.txt"),
        ('[[document]]\nfile = "甲.txt"\nregoin = "苏州"', "region"),
        ('[[document]]\nfile = "甲.txt"\nlevel = "地级市"', "level"),
        ('[[document]]\nfile = "甲.txt"\nvalidity = "有效"', "现行"),
        ('[[document]]\nfile = "甲.txt"\nplan_year = "2022"', "plan_year"),
        ('[[document]]\nfile = "甲.txt"\nplan_year = true', "plan_year"),
        ('[[document]]\nfile = "甲.txt"\ndate = "去年"', "2020-03-05"),
        ('[[document]]\nfile = "甲.txt"\ntitle = ""', "title"),
        ('[[document]]\nfile = "甲.txt"\nsupersedes = 3', "supersedes"),
        ('[[document]]\nfile = "甲.txt"\nvalidity = "被替代"', "superseded_by"),
        ('[[document]]\nfile = "甲.txt"\n[[document]]\nfile = "甲.txt"', "合并"),
        ('[[file]]\nname = "甲.txt"', "[[document]]"),
        ('document = "甲.txt"', "[[document]]"),
    ],
)
def test_a_mistake_is_told_in_one_line(folder, text, said):
    with pytest.raises(BadCall) as problem:
        written(folder, text)
    assert said in problem.value.zh
    assert "\n" not in problem.value.zh
    assert "\n" not in problem.value.en


def test_the_metadata_of_a_record_is_taken_as_far_as_it_fits():
    read = Metadata(title=Known("题目", "stated", "题目"))
    metadata = declare(
        read, {"date": "2021-04-29", "region": "", "level": "镇", "url": "x", "kind": None, "plan_year": 2022}
    )
    assert metadata.date == Known("2021-04-29", "declared", "2021-04-29")
    assert metadata.plan_year.value == 2022
    assert (metadata.region.value, metadata.level.value, metadata.kind.value) == (None, None, None)
    assert metadata.title == read.title
    assert declare(read, {"date": ""}) is read
