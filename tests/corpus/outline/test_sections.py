from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.outline.sections import outline
from corpus.tables import flattened
from corpus.types import Section
from tests.stopwatch import takes_less


def check(text: str, sections: tuple[Section, ...]) -> None:
    """What holds for every outline."""
    assert [each.start for each in sections] == sorted({each.start for each in sections})
    around: list[Section] = []
    for each in sections:
        while around and around[-1].end <= each.start:
            around.pop()
        assert 0 <= each.start <= each.body <= each.end <= len(text)
        assert each.start < each.end
        assert not around or each.end <= around[-1].end
        assert each.depth == len(around) + 1 == len(each.path)
        assert each.path[:-1] == (around[-1].path if around else ())
        assert text[each.start : each.start + len(each.number)] == each.number
        assert not text[each.start].isspace()
        assert each.path[-1] == " ".join(each.path[-1].split())
        assert each.path[-1].startswith(" ".join(each.number.split()))
        assert " ".join(each.heading.split()) in each.path[-1]
        assert not around or around[-1].body <= each.start
        around.append(each)


def parts(text: str, **known) -> tuple[Section, ...]:
    sections = outline(text, tables=flattened(text), **known)
    check(text, sections)
    return sections


def tree(text: str, **known) -> list[tuple[int, str]]:
    return [(each.depth, each.path[-1]) for each in parts(text, **known)]


def whole(text: str, section: Section) -> str:
    return text[section.start : section.end]


STYLES = [
    ("第一编 总则\n第二编 分则", [(1, "第一编 总则"), (1, "第二编 分则")]),
    ("第一部分 总则\n第二部分 分则", [(1, "第一部分 总则"), (1, "第二部分 分则")]),
    ("第一章 总则\n第一节 范围\n甲。\n第二章 附则", [(1, "第一章 总则"), (2, "第一节 范围"), (1, "第二章 附则")]),
    ("第一条 本办法供参考。\n第二条　各单位照办。", [(1, "第一条"), (1, "第二条")]),
    ("第十条之一 甲。\n第一千零一条 乙。", [(1, "第十条之一"), (1, "第一千零一条")]),
    ("第3条 甲。\n第4条：乙。", [(1, "第3条"), (1, "第4条")]),
    ("一、总体要求\n甲。\n二、主要任务\n乙。", [(1, "一、总体要求"), (1, "二、主要任务")]),
    ("十一、总体要求\n二十二、主要任务", [(1, "十一、总体要求"), (1, "二十二、主要任务")]),
    ("一．总体要求\n二. 主要任务", [(1, "一．总体要求"), (1, "二. 主要任务")]),
    ("（一）走访慰问\n(二)健康体检", [(1, "（一）走访慰问"), (1, "(二)健康体检")]),
    ("（一）、走访慰问\n㈡健康体检", [(1, "（一）、走访慰问"), (1, "㈡健康体检")]),
    ("1. 走访慰问\n2．健康体检\n3、文体活动", [(1, "1. 走访慰问"), (1, "2．健康体检"), (1, "3、文体活动")]),
    ("１．走访慰问\n⒉健康体检", [(1, "１．走访慰问"), (1, "⒉健康体检")]),
    ("（1）走访慰问\n(2) 健康体检\n⑶文体活动", [(1, "（1）走访慰问"), (1, "(2) 健康体检"), (1, "⑶文体活动")]),
    ("1）走访慰问\n2)健康体检", [(1, "1）走访慰问"), (1, "2)健康体检")]),
    ("①走访慰问\n② 健康体检", [(1, "①走访慰问"), (1, "② 健康体检")]),
    ("　　一、总体要求\n　　二、主要任务", [(1, "一、总体要求"), (1, "二、主要任务")]),
    ("1、2031年工作回顾\n2、2032年工作打算", [(1, "1、2031年工作回顾"), (1, "2、2032年工作打算")]),
    ("一、二〇三一年工作回顾\n二、三年来的体会", [(1, "一、二〇三一年工作回顾"), (1, "二、三年来的体会")]),
    ("一是抓学习。\n二是抓服务。", [(1, "一是抓学习"), (1, "二是抓服务")]),
    ("一要抓学习。\n二要、抓服务。\n三是要抓队伍。", [(1, "一要抓学习"), (1, "二要、抓服务"), (1, "三是要抓队伍")]),
    (
        "第一，抓学习。\n第二、抓服务。\n第三：抓队伍。",
        [(1, "第一，抓学习"), (1, "第二、抓服务"), (1, "第三：抓队伍")],
    ),
    (
        "首先，抓学习。\n其次，抓服务。\n最后，抓队伍。",
        [(1, "首先，抓学习"), (1, "其次，抓服务"), (1, "最后，抓队伍")],
    ),
    ("其一，抓学习。\n其二，抓服务。", [(1, "其一，抓学习"), (1, "其二，抓服务")]),
    ("要做到：一是抓学习；二是抓服务，三是抓队伍。", [(1, "一是抓学习"), (1, "二是抓服务"), (1, "三是抓队伍")]),
    ("体现在：①学习好。②服务好。", [(1, "①学习好"), (1, "②服务好")]),
]


@pytest.mark.parametrize(("text", "expected"), STYLES)
def test_a_numbering_style_opens_parts(text: str, expected: list[tuple[int, str]]) -> None:
    assert tree(text) == expected


NESTED = [
    pytest.param(
        "一、甲\n（一）乙\n1. 丙\n（1）丁\n①戊甲。\n②戊乙。\n（2）丁\n2. 丙\n（二）乙\n二、甲",
        [1, 2, 3, 4, 5, 5, 4, 3, 2, 1],
        id="all levels of the standard",
    ),
    pytest.param(
        "第一章 甲\n第一条 乙：\n（一）丙；\n1. 丁；\n（二）丙。\n第二条 乙。", [1, 2, 3, 4, 3, 2], id="rules"
    ),
    pytest.param(
        "一、甲\n1. 乙\n2. 乙\n二、甲\n3. 乙\n4. 乙", [1, 2, 2, 1, 2, 2], id="1. right below 一、, counting on"
    ),
    pytest.param("附件\n名单\n（一）甲\n1. 乙\n（二）甲", [1, 2, 3, 2], id="（一） right below an attachment"),
    pytest.param("1. 甲\n（一）乙\n（二）乙\n2. 甲\n（一）乙", [1, 2, 2, 1, 2], id="（一） inside 1."),
    pytest.param("一、甲\n第一条 乙。\n二、甲\n第二条 乙。", [1, 2, 1, 2], id="articles inside 一、"),
    pytest.param("1. 甲\n2. 甲\n一、乙\n1. 丙\n2. 丙\n二、乙\n1. 丙", [1, 1, 1, 2, 2, 1, 2], id="a list before 一、"),
    pytest.param("1、甲\n1.乙\n2.乙\n2、甲\n1.乙", [1, 2, 2, 1, 2], id="1. inside 1、"),
    pytest.param(
        "一、甲\n1. 乙\n（一）丙\n（二）丙\n二、甲", [1, 2, 2, 2, 1], id="another style in place of the first"
    ),
    pytest.param("一是甲：\n1. 乙\n2. 乙\n二是甲：\n1. 乙", [1, 2, 2, 1, 2], id="1. inside 一是"),
    pytest.param(
        "（一）甲。一是乙；二是乙。\n（二）甲。一是乙；二是乙。", [1, 2, 2, 1, 2, 2], id="一是 inside one line"
    ),
    pytest.param("一是甲。首先，乙；其次，乙。\n二是甲。", [1, 2, 2, 1], id="首先 inside 一是"),
    pytest.param("一是甲。一是乙；二是乙。\n二是甲。", [1, 2, 2, 1], id="一是 inside 一是"),
    pytest.param("一是甲，一要乙、二要乙。二是甲，一要乙，二要乙。", [1, 1], id="lists within commas of one line"),
    pytest.param(
        "首先，一是甲；二是乙。\n其次，丙。", [1, 2, 2, 1], id="a set that begins in the first clause of another"
    ),
    pytest.param("首先，甲。其次，乙。第三，丙。第四，丁。", [1, 1, 1, 1], id="第三 after 其次"),
    pytest.param("第一，甲。第二，乙。第三，丙。第五，丁。", [1, 1, 1, 1], id="an ordinal missing"),
    pytest.param("总的看：一是甲。\n二是乙。\n三是丙。", [1, 1, 1], id="a set that begins inside the line above"),
    pytest.param("一是甲。二是乙。\n又说：一是丙。二是丁。", [1, 1, 1, 1], id="two sets"),
    pytest.param("一是甲。\n二是乙。\n一要丙。\n二要丁。", [1, 1, 1, 1], id="one set after another"),
]


@pytest.mark.parametrize(("text", "depths"), NESTED)
def test_parts_nest_as_they_count(text: str, depths: list[int]) -> None:
    found = parts(text)
    if "、二要乙" in text:
        found = tuple(each for each in found if "是" in each.number)
    assert [each.depth for each in found] == depths


@pytest.mark.parametrize(
    "text",
    [
        "一是加强学习，这一点很重要。",
        "他的要求之一是守时，之二是认真。",
        "做人要一是一，二是二。",
        "有一要求，二要点。",
        "会上说“第一，要学习。第二，要服务。”大家赞同。",
        "“一是学习，二是服务”是他的话。",
        "进一步提高认识，第一时间落实，第二课堂常开。",
        "第一、二、三产业协调发展；第一、第二产业并重。",
        "首先感谢大家。最后一公里要打通。",
        "每人1.5万元，共计3.14万元。\n3.14是圆周率。\n1.5万元以内。",
        "2031年工作要点\n2031.5.20发布",
        "“十四五”时期，十五五规划。",
        "各年级安排：一年级、\n二、三年级学生参加。",
        "第三季度、\n四、五月份安排体检。",
        "出席会议的有\n3、4号楼的住户。",
        "第三条规定的情形除外。\n第三条、第四条另有规定。\n第三条第二款同样适用。\n第一节课开始。",
        "按照第三条执行。",
        "（2031年3月5日）",
        "见图①。又见图②。",
        "一、\n二、",
        "",
        "\n\n \n",
        "一段没有任何结构的话。",
    ],
)
def test_words_that_look_like_ordinals_open_nothing(text: str) -> None:
    assert tree(text) == []


def test_a_count_broken_by_a_line_end_is_no_ordinal_amid_real_ones() -> None:
    assert tree("一、甲\n参加的有一、\n二、三年级。\n二、乙\n（一）丙") == [
        (1, "一、甲"),
        (1, "二、乙"),
        (2, "（一）丙"),
    ]


HEADINGS = [
    pytest.param("（一）抓学习，强队伍。把学习放在首位。", "抓学习，强队伍", "把学习", id="a short first sentence"),
    pytest.param("一、" + "很" * 41 + "长的一句话。", "", "一、很", id="a long first sentence"),
    pytest.param("一、工作目标：" + "很" * 41 + "长的一句话。", "工作目标", "很很", id="words before a colon"),
    pytest.param("一、抓好学习", "抓好学习", "", id="a line"),
    pytest.param("一、抓好学习\n正文。", "抓好学习", "正文。", id="a line above text"),
    pytest.param("（一）身体健康；", "", "（一）身体", id="a clause that is all there is"),
    pytest.param("（一）身体健康。\n正文。", "身体健康", "正文。", id="a sentence above text"),
    pytest.param("一、" + "长" * 81, "", "一、长", id="a paragraph without a full stop"),
    pytest.param("第二条 各单位照办。", "", "第二条", id="an article has no heading"),
    pytest.param("第二条 【适用范围】各单位照办。", "适用范围", "各单位", id="an article with a label"),
    pytest.param("第二条（适用范围）各单位照办。", "适用范围", "各单位", id="an article with a label in brackets"),
    pytest.param("第二条 适用范围\n各单位照办。", "适用范围", "各单位", id="an article with a heading"),
    pytest.param("第二条 （一）各单位照办。", "", "第二条", id="an article that begins with an item"),
    pytest.param("一是抓学习，强队伍。二是抓服务。", "抓学习", "强队伍", id="the first clause of a matter"),
    pytest.param("首先，" + "长" * 31 + "。其次，短。", "", "首先", id="a long first clause of a matter"),
]


@pytest.mark.parametrize(("text", "heading", "body"), HEADINGS)
def test_a_heading_ends_where_its_text_begins(text: str, heading: str, body: str) -> None:
    section = parts(text)[0]
    assert section.heading == heading
    rest = text[section.body : section.end]
    assert rest.startswith(body)
    assert bool(rest) == bool(body)


ANNEXED = """各单位：
现将名单印发给你们，请照办。
附件：1. 名单
      2. 要点
      3. 分工表
某某局
2031年3月5日
附件1
先进集体表彰大会
会议精神传达提纲

一、甲
（一）乙
二、甲

 附件2

2031年工作要点

一、丙
1. 丁
附件三：
分工表
一、戊"""


def test_attachments_are_the_top_and_numbering_begins_again_inside() -> None:
    assert tree(ANNEXED) == [
        (1, "附件1 先进集体表彰大会 会议精神传达提纲"),
        (2, "一、甲"),
        (3, "（一）乙"),
        (2, "二、甲"),
        (1, "附件2 2031年工作要点"),
        (2, "一、丙"),
        (3, "1. 丁"),
        (1, "附件三： 分工表"),
        (2, "一、戊"),
    ]
    assert [each.number for each in parts(ANNEXED) if each.depth == 1] == ["附件1", "附件2", "附件三"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("附件\n\n名单\n\n张三等。", ["附件 名单"]),
        ("附 件 2\n名单\n张三等。", ["附 件 2 名单"]),
        ("附件1 甲方案\n按本方案执行。\n附件2：乙方案\n按本方案执行。", ["附件1 甲方案", "附件2：乙方案"]),
        ("附件1-1\n甲表\n按此填写。", ["附件1-1 甲表"]),
        ("附录A\n甲表\n按此填写。", ["附录A 甲表"]),
        ("附件1\n一、甲\n附件2\n这是很长的一句话。", ["附件1", "一、甲", "附件2"]),
        ("附件：\n1. 甲\n2. 乙\n某局\n2031年3月5日", []),
        ("附件：甲方案\n\n某局\n2031年3月5日", []),
        ("附件1：甲\n附件2：乙\n某局\n2031年3月5日\n附件1\n甲\n正文。\n附件2\n乙\n正文。", ["附件1 甲", "附件2 乙"]),
        ("附件中的名单已经核对。\n附件1所列单位照办。", []),
        ("附则另行规定。附近的单位参加。", []),
    ],
)
def test_only_a_label_that_stands_for_itself_opens_an_attachment(text: str, expected: list[str]) -> None:
    assert [label for _, label in tree(text)] == expected


def test_a_short_line_between_blank_lines_above_text_is_a_heading() -> None:
    text = "会上的讲话\n\n同志们：\n\n今天开会。\n\n抓好学习教育\n\n要认真学习。\n\n做好服务\n\n要用心。\n\n某某局\n"
    assert tree(text) == [(1, "抓好学习教育"), (1, "做好服务")]


@pytest.mark.parametrize("line", ["2031年3月5日", "张 三", "（一稿）", "抓好：", "抓好学习。", "长" * 41, "ABCDE"])
def test_a_line_of_its_own_is_not_always_a_heading(line: str) -> None:
    assert tree(f"今天开会。\n\n{line}\n\n要认真学习。") == []


def test_an_unnumbered_heading_stays_inside_a_part_that_is_counted_on() -> None:
    text = "开头。\n\n一、甲\n\n话。\n\n小标题一\n\n话。\n\n小标题二\n\n话。\n\n二、乙\n\n话。"
    assert tree(text) == [(1, "一、甲"), (2, "小标题一"), (2, "小标题二"), (1, "二、乙")]


def test_numbering_that_begins_again_is_inside_unnumbered_headings() -> None:
    text = "开头。\n\n主要工作\n\n话。\n\n一、甲\n\n二、乙\n\n今后打算\n\n话。\n\n一、丙"
    assert tree(text) == [(1, "主要工作"), (2, "一、甲"), (2, "二、乙"), (1, "今后打算"), (2, "一、丙")]


TABLE = "分工表\n\n\t序号\n\t任务\n\n\t1\n\t一、走访\n\n\t2\n\t二、体检\n"


def test_the_caption_of_a_table_ends_numbered_parts_before_it() -> None:
    text = f"附件1\n要点\n\n一、甲\n1. 乙。\n\n{TABLE}\n附件2\n名单"
    assert tree(text) == [(1, "附件1 要点"), (2, "一、甲"), (3, "1."), (2, "分工表"), (1, "附件2 名单")]
    caption = parts(text)[3]
    assert whole(text, caption).endswith("二、体检")
    assert whole(text, parts(text)[0]).endswith("二、体检")


def test_a_table_amid_numbered_parts_stays_inside() -> None:
    text = f"一、甲\n如下：\n\n{TABLE}\n说明如上。\n二、乙"
    assert tree(text) == [(1, "一、甲"), (2, "分工表"), (1, "二、乙")]
    assert whole(text, parts(text)[0]).endswith("说明如上。")


def test_a_numbered_heading_above_a_table_holds_it() -> None:
    text = "一、甲\n" + TABLE.replace("分工表", "二、分工表") + "\n三、丙"
    assert tree(text) == [(1, "一、甲"), (1, "二、分工表"), (1, "三、丙")]
    assert whole(text, parts(text)[1]).endswith("二、体检")


@pytest.mark.parametrize("gap", ["", " ", "\n"])
def test_a_title_at_the_end_of_the_file_is_in_no_part(gap: str) -> None:
    text = f"附件1\n要点\n\n一、甲\n\n{TABLE}{gap}关于做好某项工作的通知\n "
    assert [label for _, label in tree(text)] == ["附件1 要点", "一、甲", "分工表"]
    assert all("关于" not in whole(text, each) for each in parts(text))


@pytest.mark.parametrize(
    "closing",
    [
        "同志们，让我们努力。\n谢谢大家！",
        "特此通知。\n\n某某局\n2031年3月5日",
        "某某局\n二〇三一年三月五日",
        "附件：1. 名单\n2. 表",
    ],
)
def test_closing_words_are_in_no_numbered_part(closing: str) -> None:
    text = f"一、甲\n话。\n二、乙\n（一）丙\n话。\n{closing}"
    assert tree(text) == [(1, "一、甲"), (1, "二、乙"), (2, "（一）丙")]
    assert all(whole(text, each).endswith("话。") for each in parts(text))


def test_closing_words_of_an_attachment_stay_in_it() -> None:
    text = "附件1\n讲话\n一、甲\n话。\n同志们，努力。\n附件2\n名单"
    annex, numbered, _ = parts(text)
    assert whole(text, annex).endswith("努力。")
    assert whole(text, numbered).endswith("话。")


def test_the_last_matter_ends_with_its_paragraph() -> None:
    text = "一是甲。说明甲。\n二是乙。说明乙。\n总的来说很好。"
    assert [whole(text, each) for each in parts(text)] == ["一是甲。说明甲。", "二是乙。说明乙。"]


def test_a_matter_holds_all_that_stands_before_the_next() -> None:
    text = "一是甲。\n说明甲。\n二是乙。"
    assert whole(text, parts(text)[0]) == "一是甲。\n说明甲。"


def test_the_last_matter_goes_on_over_a_line_broken_inside_a_sentence() -> None:
    text = "一是甲很好，说明如\n下。\n二是乙很好，说明如\n下。\n总的来说很好。"
    assert whole(text, parts(text)[-1]) == "二是乙很好，说明如\n下。"


def test_a_list_of_bare_matters_ends_with_its_last_line() -> None:
    text = "一是抓学习\n二是抓服务\n下面讲第二个问题，大家讨论。"
    assert whole(text, parts(text)[-1]) == "二是抓服务"


@pytest.mark.parametrize(
    "items", ["（一）甲；\n（二）乙。", "（一）甲。说明。\n（二）乙。说明。", "1. 甲。\n2. 乙。"]
)
def test_text_below_a_list_of_paragraphs_belongs_to_what_holds_the_list(items: str) -> None:
    text = f"第二条 补助下列人员：\n{items}\n前款人员须经审核。\n第三条 丙。"
    article, _, item, _ = parts(text)
    assert whole(text, item) == items.split("\n")[1]
    assert whole(text, article).endswith("须经审核。")


@pytest.mark.parametrize(
    "items",
    ["（一）甲\n话。\n（二）乙\n话。", "（一）甲。话。\n话。\n（二）乙。话。", "（一）甲：\n1. 话。\n（二）乙。"],
)
def test_text_below_a_list_of_longer_parts_belongs_to_the_last(items: str) -> None:
    text = f"一、丙\n{items}\n再说一句。\n二、丁"
    last = parts(text)[-2]
    assert last.number == "（二）"
    assert whole(text, last).endswith("再说一句。")


def test_contents_are_left_out() -> None:
    text = "目录\n第一章 总则\n第二章 附 则……3\n第一章　总则\n第一条 甲。\n第二章 附则\n第二条 乙。"
    assert tree(text) == [(1, "第一章 总则"), (2, "第一条"), (1, "第二章 附则"), (2, "第二条")]
    assert parts(text)[0].start == text.rindex("第一章")


def test_chapters_of_two_books_may_share_their_names() -> None:
    text = "第一编 甲\n第一章 总则\n第一节 子\n第一条 话。\n第二编 乙\n第一章 总则\n第一节 子\n第二条 话。"
    assert [depth for depth, _ in tree(text)] == [1, 2, 3, 4, 1, 2, 3, 4]


def offsets(text: str, *lines: tuple[str, int]) -> list[tuple[int, int]]:
    return [(text.index(line), depth) for line, depth in lines]


def test_headings_that_the_format_marks_are_parts() -> None:
    text = "工作办法\n总体要求\n话。\n一、范围\n话。\n保障措施\n1. 经费\n话。"
    known = offsets(text, ("工作办法", 1), ("总体要求", 2), ("一、范围", 3), ("保障措施", 2))
    assert tree(text, headings=known) == [(1, "总体要求"), (2, "一、范围"), (1, "保障措施"), (2, "1. 经费")]
    assert [each.number for each in parts(text, headings=known)] == ["", "一、", "", "1."]


def test_a_first_heading_among_others_of_its_depth_is_no_title() -> None:
    text = "总体要求\n话。\n保障措施\n话。"
    known = offsets(text, ("总体要求", 1), ("保障措施", 1))
    assert tree(text, headings=known) == [(1, "总体要求"), (1, "保障措施")]


def test_a_marked_heading_may_begin_with_an_ordinal_of_speech() -> None:
    text = "甲。\n首先，学习\n话。\n其次，服务\n话。"
    known = offsets(text, ("首先", 1), ("其次", 1))
    assert [(each.number, each.heading) for each in parts(text, headings=known)] == [
        ("首先", "学习"),
        ("其次", "服务"),
    ]


def test_attachments_stand_above_marked_headings() -> None:
    text = "附件1\n要点\n总体要求\n话。\n附件2\n名单"
    known = offsets(text, ("附件1", 2), ("总体要求", 1), ("附件2", 2))
    assert tree(text, headings=known) == [(1, "附件1 要点"), (2, "总体要求"), (1, "附件2 名单")]


FRAGMENTS = [
    *(
        "一、",
        "二、",
        "三、",
        "（一）",
        "（二）",
        "1.",
        "2、",
        "（1）",
        "1）",
        "①",
        "②",
        "第一章 ",
        "第二条 ",
        "附件",
        "附件1",
    ),
    *("一是", "二是", "一要", "三是要", "第一，", "第二、", "首先，", "其次，", "最后，", "其一，", "第三条之一"),
    *(
        "\n",
        "\n\n",
        "\n ",
        "　",
        "\t",
        "\n\t",
        "。",
        "，",
        "：",
        "“",
        "”",
        "甲乙丙",
        "同志们，",
        "2031年3月5日",
        "工作要点",
    ),
    *("关于开展工作的通知", "某某局", "很长" * 25, "2031", "〇", "是", "、"),
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join))
def test_every_outline_is_well_formed(text: str) -> None:
    parts(text)
    starts = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
    parts(text, headings=[(start, at % 3 + 1) for at, start in enumerate(starts) if at % 2])


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_the_outline(text: str) -> None:
    parts(text)


LEVELS = ("{}、", "（{}）")


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=6), min_size=1, max_size=9))
def test_a_written_outline_is_read_back(chapters: list[list[int]]) -> None:
    numerals = "一二三四五六七八九"
    lines, expected = [], []
    for first, sections in enumerate(chapters):
        lines.append(f"{numerals[first]}、标题")
        expected.append(1)
        for second, items in enumerate(sections):
            lines.append(f"（{numerals[second]}）标题。说明一句话。")
            expected.append(2)
            lines.extend(f"{third}. 事项。再说一句话。" for third in range(1, items + 1))
            expected.extend([3] * items)
    assert [depth for depth, _ in tree("\n".join(lines))] == expected


HOSTILE = [
    "（",
    "1",
    "“",
    "一",
    "一是",
    "一是，",
    "一是，一要，",
    "第一，首先，①",
    "“一",
    " ",
    "　",
    "\n",
    " \n",
    "附件1\n",
]
HOSTILE += [
    "附件：\n1.\n",
    "一、\n",
    "一、甲\n",
    "1.甲\n（1）甲\n",
    "一是甲\n一要甲\n",
    "甲\n\n",
    "第一章 甲\n",
    "，最后，",
    "、①",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_large_text_takes_linear_time(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    takes_less(8, lambda: outline(text))


def counts(text: str) -> Counter[str]:
    kinds = Counter[str]()
    for each in parts(text):
        number = each.number
        kinds[
            "bare" if not number else "arabic" if number[0].isdecimal() else number[-1] if number[0] != "附" else "附"
        ] += 1
    return kinds


def document(folder, name: str) -> str:
    return next(folder.glob(f"{name}*.txt")).read_text(encoding="utf-8")


def test_a_speech_with_circled_matters_in_one_paragraph(shared_documents) -> None:
    text = document(shared_documents, "000")
    assert [(each.depth, each.number) for each in parts(text)] == [
        *((1, "一、"), (2, "①"), (2, "②"), (2, "③")),
        *((1, "二、"), (2, "一是"), (2, "二是"), (2, "三是"), (2, "四是")),
    ]
    assert not any("同志们，" in whole(text, each) for each in parts(text))


def test_a_speech_with_sets_in_sets(shared_documents) -> None:
    text = document(shared_documents, "001")
    found = parts(text)
    assert [each.number for each in found if each.depth == 1] == ["一、", "二、", "三、"]
    first = [each.number for each in found if each.path[0] == found[0].path[0]][1:]
    assert first == [
        *(f"{n}是" for n in "一二三四五"),
        *(f"第{n}" for n in "一二三五六七八九十"),
        "一是",
        "二是",
        "三是",
    ]
    assert [each.number for each in found if each.depth == 2][-3:] == ["一要", "二要", "三是要"]
    assert sum(each.number.startswith("（") for each in found) == 7
    assert Counter(each.depth for each in found) == {1: 3, 2: 17 + 7 + 3, 3: 6}


def test_a_speech_with_matters_below_five_headings(shared_documents) -> None:
    assert counts(document(shared_documents, "002")) == {"、": 5, "要": 17}


def test_run_in_headings_with_matters_inside_the_line(shared_documents) -> None:
    text = document(shared_documents, "003")
    found = parts(text)
    assert counts(text) == {"、": 3, "）": 8, "是": 9}
    assert all(each.heading and len(each.heading) <= 40 for each in found)
    assert all(text[each.body - 1] in "。，\n" for each in found)
    assert [each.depth for each in found if each.number.endswith("是")] == [3] * 9
    assert set(Counter(each.path[:2] for each in found if each.depth == 3).values()) == {3}


def test_a_notice_with_three_attachments_and_a_table(shared_documents) -> None:
    text = document(shared_documents, "004")
    found = parts(text)
    assert counts(text) == {
        "bare": 4,
        "附": 3,
        "、": 11,
        "arabic": 20,
        "是": 18,
        "要": 6,
        "先": 1,
        "次": 1,
        "三": 1,
        "四": 1,
    }
    annexes = [each for each in found if each.number.startswith("附件")]
    assert [each.number for each in annexes] == ["附件1", "附件2", "附件3"]
    assert all(each.depth == 1 and each.heading for each in annexes)
    assert len(annexes[2].path) == 1
    assert annexes[2].path[0].startswith("附件3 2020年")
    assert annexes[2].path[0].endswith("工作要点")
    restarts = [
        [each.number for each in found if each.path[0] == annex.path[0] and each.depth == 2] for annex in annexes
    ]
    assert restarts[0] == ["一、", "二、", "三、"]
    assert [number for number in restarts[1] if "、" in number] == ["一、", "二、", "三、"]
    assert restarts[2] == ["一、", "二、", "三、", "四、", "五、", ""]
    assert [each.number for each in found if each.path[0] == annexes[2].path[0] and each.depth == 3] == [
        f"{number}." for number in range(1, 21)
    ]
    (table,) = flattened(text)
    assert annexes[2].end == found[-1].end == table.end
    assert found[-1].heading == table.caption
