"""Slips by sound: what is taken for one, and what never is."""

import random
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from index import glossary, sound
from tests.stopwatch import takes_less

DOCUMENTS = """
离休干部护理费标准由市财政局会同市委老干部局核定。春节慰问、重阳慰问由原所在单位负责，慰问金按标准发放。
退休干部荣誉退休仪式每年举办，发放纪念章和荣誉证书。老年大学、活动中心是离退休干部学习活动的阵地。
困难补助的申请、初审、审核，信访事项的受理和答复，因为问题不同，时限也不同。遗属补助按月发放。
"""


def in_documents(text: str) -> bool:
    return text in DOCUMENTS


def nowhere(text: str) -> bool:
    return False


def put_right(question, occurs=in_documents, terms=()):
    for each in reversed(sound.correct(question, occurs, terms)):
        assert question[each.start : each.end] == each.wrong
        question = question[: each.start] + each.right + question[each.end :]
    return question


SLIPS = [
    ("护里费", "护理费"),
    ("护理非", "护理费"),
    ("户理费", "护理费"),
    ("护李费", "护理费"),
    ("扶理费", "护理费"),
    ("户里费", "护理费"),
    ("离修", "离休"),
    ("离修干部", "离休干部"),
    ("立休干部", "离休干部"),
    ("推休干部", "退休干部"),
    ("腿休干部", "退休干部"),
    ("离退修干部", "离退休干部"),
    ("离推休干部", "离退休干部"),
    ("荣誉推休", "荣誉退休"),
    ("荣誉退修仪式", "荣誉退休仪式"),
    ("荣育退休仪式", "荣誉退休仪式"),
    ("慰文", "慰问"),
    ("慰文金", "慰问金"),
    ("走放慰问", "走访慰问"),
    ("走访未问", "走访慰问"),
    ("老年打学", "老年大学"),
    ("老连大学", "老年大学"),
    ("老干步", "老干部"),
    ("老干部局张会议", "老干部局长会议"),
    ("困难补住", "困难补助"),
    ("困蓝补助", "困难补助"),
    ("生活困难卜助", "生活困难补助"),
    ("纪念张", "纪念章"),
    ("记念章", "纪念章"),
    ("荣誉正书", "荣誉证书"),
    ("三会一刻", "三会一课"),
    ("四救近", "四就近"),
    ("六有一提生", "六有一提升"),
    ("三有一洛实", "三有一落实"),
    ("最没老干部", "最美老干部"),
    ("家庭医身签约", "家庭医生签约"),
    ("居家仰老", "居家养老"),
    ("遗数补助", "遗属补助"),
    ("抚续金", "抚恤金"),
    ("丧脏费", "丧葬费"),
    ("医要费", "医药费"),
    ("异地居祝", "异地居住"),
    ("完成时线", "完成时限"),
    ("责任但位", "责任单位"),
    ("党支步书记", "党支部书记"),
    ("志愿福务", "志愿服务"),
    ("信仿", "信访"),
    ("工作要典", "工作要点"),
    ("银发声辉", "银发生辉"),
    ("健抗体检", "健康体检"),
]

KEPT = [
    "离休干部的护理费是多少",
    "退休干部有没有护理费",
    "离退休干部党支部有多少个",
    "老干部局在哪里办公",
    "维稳经费从哪里来",
    "四就近是指什么",
    "因为问题多，应该找谁",
    "当时行政部门怎么答复",
    "遗嘱要不要公证",
    "诉讼时效是多长时间",
    "家族有几位老人",
    "以县为单位检查",
    "以市为单位",
    "修房时能用院子吗",
    "信息发布由谁审核",
    "标准发布以后怎么办",
    "他们的职务是处长",
    "部属高校有没有老年大学",
    "世行贷款怎么申请",
    "李修同志是谁",
    "护理员的工资是多少",
    "护士费用谁出",
    "服务费怎么收",
    "推荐一家附近的火锅店",
    "失业保险金怎么领取",
    "广州市2020年有什么安排",
    "吉林省吉林市的标准",
    "离石区的老干部",
    "五老是哪五老",
    "无老可养怎么办",
    "不服处理意见怎么办",
    "没有纪念章的能补发吗",
    "三项机制和三个机制一样吗",
    "两会期间谁值班",
    "每人每月XXXX元",
    "2019年和2020年的标准",
    "第一批和第二批的名单",
    "第3条说什么",
    "书法比赛什么时候举行",
    "开战以后怎么办",
    "机构改革以后人员怎么安排",
    "一次性发多少",
    "未满七十岁的怎么办",
    "别人代领可以吗",
    "非本市户籍的老同志",
    "家属能不能代办",
    "党员大会多久开一次",
]


@pytest.mark.parametrize(("slip", "meant"), SLIPS)
@pytest.mark.parametrize("frame", ["{}", "请问{}现在怎么规定", "我想知道{}，谢谢"])
def test_a_slip_is_put_right(slip, meant, frame):
    assert put_right(frame.format(slip)) == frame.format(meant)


@pytest.mark.parametrize("question", KEPT)
@pytest.mark.parametrize("occurs", [in_documents, nowhere])
def test_what_is_meant_stays_untouched(question, occurs):
    assert put_right(question, occurs) == question


@pytest.mark.parametrize("word", glossary.vocabulary())
def test_no_word_of_the_glossary_is_a_slip(word):
    assert put_right(f"请问{word}的情况", nowhere) == f"请问{word}的情况"


@pytest.mark.parametrize(("slip", "meant"), SLIPS)
def test_what_the_documents_write_is_no_slip(slip, meant):
    assert put_right(slip, lambda text: text in slip) == slip


@pytest.mark.parametrize("word", [word for word in glossary.vocabulary() if glossary.population(word)])
def test_no_correction_puts_one_population_for_another(word):
    for other in ("离休", "退休", "离退休"):
        for each in sound.correct(word.replace("离退休", other).replace("退休", other), nowhere):
            assert glossary.population(each.wrong) in (frozenset(), glossary.population(each.right))


@pytest.mark.parametrize("question", ["离休费和推休费", "推休干部和离修干部"])
def test_each_of_two_populations_keeps_to_itself(question):
    right = put_right(question)
    assert ("离休" in right, "退休" in right) == (True, True)


@pytest.mark.parametrize("question", ["四项机制", "两会一课", "七有一提升", "五个机制", "八好"])
def test_a_number_is_never_changed(question):
    assert put_right(question, nowhere) == question


def test_a_place_is_never_changed():
    assert put_right("护里费和立水县", nowhere) == "护理费和立水县"


def test_the_context_decides_between_a_slip_and_a_seam():
    assert put_right("春节慰文情况") == "春节慰问情况"
    assert put_right("因为问情况") == "因为问情况"


def test_words_of_the_store_can_be_corrected_to():
    assert put_right("松泉薪变化", terms=("松泉新变化",)) == "松泉新变化"
    assert put_right("松泉薪变化") == "松泉薪变化"


def test_corrections_stand_in_order_and_do_not_overlap():
    found = sound.correct("离修干部的护里费和慰文金", in_documents)
    assert [(each.start, each.end, each.wrong, each.right) for each in found] == [
        (0, 4, "离修干部", "离休干部"),
        (5, 8, "护里费", "护理费"),
        (9, 12, "慰文金", "慰问金"),
    ]


def test_most_single_slips_in_longer_terms_are_put_right():
    by_sound = defaultdict(list)
    usual = set("".join(sound._readings().frequent))
    for character, syllables in sound._readings().spoken.items():
        for syllable in syllables:
            by_sound[syllable].append(character)
    rng, tried, right = random.Random(7), 0, 0
    for word in glossary.vocabulary():
        at = rng.randrange(len(word))
        alike = sorted({one for each in sound._read(word[at]) for one in by_sound[each]} & usual - {word[at]})
        if 3 <= len(word) <= 8 and alike and not set(alike) & sound._NUMERALS:
            slip = word[:at] + rng.choice(alike) + word[at + 1 :]
            tried += 1
            right += put_right(f"请问{slip}是怎么定的", nowhere) == f"请问{word}是怎么定的"
    assert tried > 200
    assert right / tried >= 0.93


def test_citizens_questions_are_left_alone(shared_data):
    import gzip
    import json

    asked = changed = 0
    for name in ("stard_train", "gd_matter", "lecoqa_train"):
        with gzip.open(shared_data / "train" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            questions = [json.loads(line)["q"] for line in lines]
        asked += len(questions)
        changed += sum(bool(sound.correct(question, in_documents)) for question in questions)
    assert asked > 4000
    assert changed / asked < 0.006


def test_names_are_spelled_in_latin_letters():
    names = sound.romanised(["浠水县", "清河市", "长沙市"])
    assert names["xishui"] == "浠水"
    assert names["qinghe"] == "清河"
    assert names["changsha"] == "长沙"


def test_the_readings_are_small_credited_and_quickly_read():
    path = Path(sound.__file__).with_name("readings.toml")
    assert path.stat().st_size < 80_000
    text = path.read_text(encoding="utf-8")
    assert "MIT licence" in text[:600]
    assert set("".join(tomllib.loads(text)["readings"].values())) >= set("护理费离退休慰问")

    takes_less(0.025, lambda: (sound._readings.cache_clear(), sound._readings()))


def test_a_question_is_checked_quickly():
    question = "荣誉推休仪式上要给退下来的老干部发放什么纪念品和证书"
    sound.correct(question, in_documents)
    takes_less(0.2, lambda: [sound.correct(question, in_documents) for _ in range(100)])
