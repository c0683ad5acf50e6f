"""Citations are written as officials write them."""

from dataclasses import replace

import pytest

from assistant.web.page.reference import article, copied, day, reference
from tests.assistant.web.page.test_show import ANSWER, CITATION


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (("第二章 条件和标准", "第五条", "（一）"), "第五条第（一）项"),
        (("二、护理费标准", "1."), "第二条第1目"),
        (("附件3 任务表", "四、经费", "（二）来源", "3. 拨付"), "附件3第四条第（二）项第3目"),
        (("第三章 附则",), "第三章"),
        (("关于某事的通知", "一、标准"), "第一条"),
        (("健康体检",), ""),
        ((), ""),
    ],
)
def test_a_path_is_told_by_what_counts_it(path, said):
    assert article(path) == said


@pytest.mark.parametrize(
    ("iso", "said"), [("2020-03-05", "2020年3月5日"), ("2020-03", "2020年3月"), ("2020", "2020年"), (None, None)]
)
def test_a_date_is_told_as_far_as_it_is_known(iso, said):
    assert day(iso) == said


def test_a_reference_has_title_number_place_date_and_article():
    assert (
        reference(CITATION, "2022-05-20")
        == "《困难补助办法》（清委老干〔2022〕8号，云岭省清河市，2022年5月20日，第五条第（一）项）"
    )


def test_what_is_not_known_is_left_out_and_a_title_within_a_title_is_marked_as_one():
    bare = replace(CITATION, title="关于印发《办法》的通知", doc_number=None, region=None, year=None, path=())
    assert reference(bare) == "《关于印发〈办法〉的通知》"


def test_a_copied_answer_has_its_words_its_notices_and_each_reference_once():
    answer = replace(ANSWER, citations=(CITATION, replace(CITATION, marker=2)))
    text = copied(answer, lambda _: "2022-05-20", "（请核对原文）")
    assert text.startswith(ANSWER.text)
    assert "※ 只在本地适用" in text
    assert text.count("《困难补助办法》（清委老干〔2022〕8号，云岭省清河市") == 1
    assert "[1][2]《困难补助办法》" in text
    assert text.endswith("（请核对原文）")
