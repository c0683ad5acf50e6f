from pathlib import Path

import pytest

from corpus.readers import markdown
from tests.contracts import ReaderContract, check_shape, refusal


class TestMarkdown(ReaderContract):
    read = markdown.read
    suffix = ".md"

    def make(self, path, paragraphs):
        path.write_text("\n\n".join(paragraphs), encoding="utf-8")


def only(tmp_path: Path, text: str):
    path = tmp_path / "通知.md"
    path.write_text(text, encoding="utf-8")
    (draft,) = markdown.read(path)
    check_shape(draft)
    return draft


def texts(tmp_path, text):
    return [line.text for line in only(tmp_path, text).lines]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# 通知", ("通知", 1)),
        ("### 一、总则 ###", ("一、总则", 3)),
        ("##总则", ("总则", 2)),
        ("#老干部# 话题", ("#老干部# 话题", None)),
        ("通知\n====", ("通知", 1)),
        ("总则\n---", ("总则", 2)),
        ("####### 七级", ("####### 七级", None)),
    ],
)
def test_headings_have_their_depth_and_lose_their_signs(tmp_path, text, line):
    first = only(tmp_path, text).lines[0]
    assert (first.text, first.heading) == line


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("**一、总体要求**", "一、总体要求"),
        ("做到**四个到位**。", "做到四个到位。"),
        ("见[通知](http://a.b/c \"题\")和![图](x.png)", "见通知和图"),
        ("用 `make` 和 *强调*", "用 make 和 强调"),
        (r"1\. 不是列表 \*", "1. 不是列表 *"),
        ("> 引文", "引文"),
        ("- 第一项", "第一项"),
        ("- [x] 已办", "已办"),
        ("1. 第一项", "1. 第一项"),
        ("- 12 -", "- 12 -"),
        ("市委**书记先后***次到会", "市委**书记先后***次到会"),
        ("市委***书记先后**次对**工作", "市委***书记先后**次对**工作"),
        ("3*4*5", "3*4*5"),
        ("snake_case_name", "snake_case_name"),
    ],
)  # fmt: skip
def test_marks_go_and_withheld_words_stay(tmp_path, text, plain):
    assert texts(tmp_path, text) == [plain]


def test_one_withheld_word_anywhere_keeps_all_asterisks_within_words(tmp_path):
    assert texts(tmp_path, "市委**书记和**市长\n先后**次") == ["市委**书记和**市长", "先后**次"]


def test_pipe_tables_become_rows(tmp_path):
    draft = only(tmp_path, "附表\n\n| 项目 | **时限** |\n|:--|--:|\n| 走访\\|慰问 | 6月<br>底 |\n| 只有一格 |\n\n完")
    assert [line.text for line in draft.lines] == [
        "附表",
        "",
        "项目\t时限",
        "走访|慰问\t6月 底",
        "只有一格\t",
        "",
        "完",
    ]
    assert [line.table for line in draft.lines] == [None, None, 0, 0, 0, None, None]


def test_a_pipe_without_a_separator_is_text(tmp_path):
    assert only(tmp_path, "甲 | 乙\n丙 | 丁").lines[0].cells is None


def test_code_and_rules_and_comments(tmp_path):
    text = "```text\n# 不是标题\n```\n\n---\n<!-- 批注\n二行 -->完"
    assert texts(tmp_path, text) == ["# 不是标题", "", "", "完"]


def test_front_matter_is_declared_and_not_text(tmp_path):
    front = "---\ntitle: 关于某事的通知\ndate: 2024-03-05\nregion: 江苏省\nyear: 2023\nauthor: 某\n---\n正文"
    draft = only(tmp_path, front)
    assert [line.text for line in draft.lines] == ["正文"]
    assert draft.title == "关于某事的通知"
    assert draft.declared == {"date": "2024-03-05", "region": "江苏省"}


def test_a_year_alone_is_the_date(tmp_path):
    assert only(tmp_path, "---\nyear: 2023\n---\n正文").declared == {"date": "2023"}


@pytest.mark.parametrize(
    "front", ["---\n- 列表\n---\n正文", "---\n: : [\n---\n正文", f"---\n{'[' * 4000}\n---\n正文"]
)
def test_what_is_no_front_matter_is_text(tmp_path, front):
    draft = only(tmp_path, front)
    assert draft.declared == {}
    assert draft.lines[-1].text == "正文"


def test_nothing_but_front_matter_is_empty(tmp_path):
    path = tmp_path / "空.md"
    path.write_text("---\ntitle: 题\n---\n", encoding="utf-8")
    assert "空文件" in refusal(markdown.read, path).zh
