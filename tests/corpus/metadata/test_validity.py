"""A document holds only where its words say so, and names what it replaces."""

import pytest

from corpus.metadata.validity import effect_of, replaced_by, supersedes_of, validity_of
from corpus.types import Known


def validity(title, text="", kind=None, plan=None, effective=""):
    stated = Known(kind, "stated", title) if kind else Known()
    return validity_of(title, stated, Known(plan, "stated", title) if plan else Known(), text, effective)


@pytest.mark.parametrize(
    ("title", "text", "kind", "plan", "effective", "value"),
    [
        ("清河市护理费办法（试行）", "", "办法", None, "", "试行"),
        ("清河市护理费暂行办法", "", "办法", None, "", "试行"),
        ("清河市护理费办法（征求意见稿）", "", "办法", None, "本办法自2025年1月1日起施行", "征求意见稿"),
        ("关于护理费的通知（已废止）", "", "通知", None, "", "已废止"),
        ("关于护理费的通知", "（本文件已于2020年1月1日废止）\n正文。", "通知", None, "", "已废止"),
        ("关于护理费的通知", "本通知已被清委老干〔2022〕8号替代。\n正文。", "通知", None, "", "被替代"),
        ("在会议上的讲话", "", "讲话", None, "", "仅述及"),
        ("2020年工作要点", "", "工作要点", 2020, "", "年度性"),
        ("关于做好2024年健康体检工作的通知", "", "通知", 2020, "", "年度性"),
        ("关于护理费的通知", "正文。", "通知", None, "本通知自2021年1月1日起执行", "现行"),
        ("关于护理费的通知", "本通知继续有效。", "通知", None, "", "现行"),
        ("关于护理费的通知", "《旧通知》同时废止。", "通知", None, "", "不明"),
        ("关于调整2020年护理费标准的通知", "正文。", "通知", 2020, "", "不明"),
        (None, "落实了《工作规范（试行）》。", None, None, "", "不明"),
    ],
)
def test_validity_rests_on_the_documents_own_words(title, text, kind, plan, effective, value):
    found = validity(title, text, kind, plan, effective)
    assert found.value == value
    assert found.basis in ("stated", "inferred")
    assert value == "不明" or found.evidence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《甲通知》（清委老干〔2019〕11号）同时废止。", ("甲通知", "清委老干〔2019〕11号")),
        ("本办法自2022年7月1日起施行，原《甲规定》、《乙规定》即行废止。", ("甲规定", "乙规定")),
        ("清委老干(2019)11号文件停止执行。", ("清委老干〔2019〕11号",)),
        ("本通知代替了清委老干〔2019〕11号。", ("清委老干〔2019〕11号",)),
        ("《甲通知》继续有效；《乙通知》同时废止。", ("乙通知",)),
        ("此前规定与本通知不一致的，以本通知为准。", ()),
        ("《甲通知》已被《乙通知》废止。", ()),
        ("国发〔1982〕62号未见废止件。", ()),
        ("是否废止《甲规定》，正在研究。", ()),
        ("《本办法》与《丙通知》同时废止。", ("丙通知",)),
        ("认真落实《甲意见》。", ()),
    ],
)
def test_what_is_repealed_is_named(text, expected):
    assert supersedes_of("本办法", text) == expected


def test_what_replaced_a_document_is_named_by_its_number_or_title():
    assert replaced_by("本通知已被清委老干[2022]8号替代。").value == "清委老干〔2022〕8号"
    assert replaced_by("本通知已由《新办法》取代。").value == "新办法"
    assert replaced_by("本通知已经印发。").value is None


def test_the_day_of_effect_comes_with_its_clause():
    day, clause = effect_of("本办法自印发之日起施行。", "2022-06-10")
    assert (day.value, day.basis, clause) == ("2022-06-10", "stated", "本办法自印发之日起施行")
    assert effect_of("本办法自印发之日起施行。", None)[0].value is None
    assert effect_of("本办法拟自2025年1月1日起施行。", None) == (Known(), "")
