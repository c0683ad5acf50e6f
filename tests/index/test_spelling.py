"""Slips in words that no glossary lists: what is taken for one, and what never is."""

import gzip
import json

import pytest

from index import sound, spelling

DOCUMENTS = """
来访人员应当在窗口登记，材料齐全的当场受理，最迟十五日办结。借阅期限最长三十日，年限从发证之日起算。
在抢险中牺牲的职工，其家属优先录用。遭受水灾的住户可以申请搬迁，医院派人出诊，不另收诊费。公务员参照执行。
"""

SLIPS = [
    ("几天要登计", "几天要登记"),
    ("多久能办洁", "多久能办结"),
    ("使用年线是多少", "使用年限是多少"),
    ("因公牺性的职工", "因公牺牲的职工"),
    ("家里遭了水栽", "家里遭了水灾"),
    ("宫务员参照吗", "公务员参照吗"),
]

KEPT = [
    "登机要带什么",
    "年轻人能借吗",
    "质权怎么设立",
    "“登计”是什么意思",
    "7月办的能办吗",
    "王登计是谁",
    "每隔几天登记一次",
    "线上能登记吗",
    "不修可以吗",
]


def in_documents(text: str) -> bool:
    return text in DOCUMENTS


def put_right(question, occurs=in_documents):
    return sound.applied(question, spelling.correct(question, occurs))


@pytest.mark.parametrize(("slip", "meant"), SLIPS)
def test_a_word_that_is_none_is_read_as_one_of_the_documents_that_sounds_or_looks_alike(slip, meant):
    assert put_right(slip) == meant


@pytest.mark.parametrize(("slip", "meant"), SLIPS)
def test_nothing_is_read_as_a_word_that_the_documents_do_not_hold(slip, meant):
    assert put_right(slip, lambda text: False) == slip


@pytest.mark.parametrize("question", KEPT)
def test_words_names_and_what_is_quoted_stay(question):
    assert put_right(question) == question


def test_several_slips_of_one_question_are_all_put_right():
    question = "信仿窗口几天要登计？办洁期限从哪天算"
    found = spelling.correct(question, in_documents)
    assert [(each.wrong, each.right) for each in found] == [("信仿", "信访"), ("登计", "登记"), ("办洁", "办结")]
    assert all(question[each.start : each.end] == each.wrong for each in found)


def test_characters_that_look_alike_do_so_both_ways():
    shapes = spelling.shapes()
    assert all(one in shapes[other] for one, others in shapes.items() for other in others)
    assert "牲" in shapes["性"]


def test_citizens_questions_of_other_fields_are_mostly_left_alone(shared_data):
    asked = changed = 0
    for name in ("stard_train", "gd_matter", "lecoqa_train"):
        with gzip.open(shared_data / "train" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            questions = [json.loads(line)["q"] for line in lines][:400]
        asked += len(questions)
        changed += sum(bool(spelling.correct(question, in_documents)) for question in questions)
    assert asked == 1200
    assert changed / asked < 0.01
