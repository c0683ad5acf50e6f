from corpus.readers import layout
from corpus.readers.layout import Glyph, Strip


def printed(text, x=80.0, top=100.0, size=16.0, gap=0.0):
    """Characters side by side, Latin ones half as wide; `gap` between them."""
    glyphs = []
    for char in text:
        width = size if ord(char) > 0x2E80 else size / 2
        glyphs.append(Glyph(char, x, x + width, top, top + size))
        x += width + gap
    return glyphs


def lines_of(rows, page=1):
    """Strips from (indent in characters, length in characters, text)."""
    return [
        Strip(text, page, 80 + 16 * indent, 80 + 16 * (indent + length), 100 + 28 * at, 116 + 28 * at, 16)
        for at, (indent, length, text) in enumerate(rows)
    ]


def joined(strips):
    measures = layout.column(strips, 595)
    paragraphs = []
    for strip in strips:
        if paragraphs and paragraphs[-1].takes(strip, measures):
            paragraphs[-1].lines.append(strip)
        else:
            paragraphs.append(layout.Paragraph([strip]))
    return [paragraph.text for paragraph in paragraphs]


def one(glyphs):
    (strip,) = layout.strips(glyphs, 1)
    return strip.text


def test_typesetting_blanks_around_digits_go():
    glyphs = printed("每人每月") + printed("500", x=80 + 4 * 16 + 4) + printed("元", x=80 + 4 * 16 + 4 + 24 + 4)
    assert one(glyphs) == "每人每月500元"


def test_typed_blanks_around_digits_go_and_between_words_stay():
    assert one(printed("每月 500 元")) == "每月500元"
    assert one(printed("Word 2016 版")) == "Word 2016版"


def test_stretched_lines_have_no_blanks_and_wide_gaps_have_one():
    assert one(printed("离退休干部", gap=5)) == "离退休干部"
    assert one(printed("甲方") + printed("乙方", x=300)) == "甲方 乙方"


def test_a_raised_or_smaller_character_stays_on_its_line():
    glyphs = printed("第一") + printed("2", x=112, top=103, size=10) + printed("次", x=118)
    assert one(glyphs) == "第一2次"


def test_radicals_become_the_characters_they_stand_for():
    assert one(printed("⼀、⼯作")) == "一、工作"


def test_a_line_that_the_edge_broke_is_joined_and_an_indent_begins_anew():
    rows = [
        (2, 26, "第一段首行"),
        (0, 28, "第一段中"),
        (0, 5, "完。"),
        (2, 26, "第二段首行，"),
        (0, 28, "刚好排满。"),
    ]
    assert joined(lines_of([*rows, (2, 10, "第三段。")])) == [
        "第一段首行第一段中完。",
        "第二段首行，刚好排满。",
        "第三段。",
    ]


def test_without_indents_an_ordinal_begins_anew():
    rows = [
        (0, 28, "一、总体要求和全面部署"),
        (0, 28, "（一）甲"),
        (0, 4, "乙"),
        (0, 28, "2.丙。"),
        (0, 28, "3.丁"),
        (0, 5, "一是戊"),
    ]
    assert joined(lines_of(rows)) == ["一、总体要求和全面部署", "（一）甲乙", "2.丙。", "3.丁一是戊"]


def test_with_indents_a_broken_ordinal_is_no_beginning():
    rows = [(2, 26, "按照本办法"), (0, 28, "第三条规定，增加"), (0, 5, "3.5元。"), (2, 26, "又一段"), (0, 3, "完。")]
    assert joined(lines_of(rows)) == ["按照本办法第三条规定，增加3.5元。", "又一段完。"]


def test_a_few_short_lines_are_not_taken_for_a_full_column():
    assert joined(lines_of([(0, 8, "各市委组织部："), (0, 9, "名单附后"), (0, 5, "张三")])) == [
        "各市委组织部：",
        "名单附后",
        "张三",
    ]


def test_a_hanging_item_is_joined():
    rows = [(0, 28, "1.首行"), (2, 26, "次行"), (2, 4, "末行。"), (0, 28, "2.另一"), (2, 3, "项。")]
    assert joined(lines_of(rows)) == ["1.首行次行末行。", "2.另一项。"]


def test_another_size_and_a_wide_space_begin_anew():
    strips = lines_of([(0, 28, "标题排满一行"), (0, 28, "正文排满"), (0, 28, "隔行正文"), (0, 5, "完")])
    title = Strip("标题排满一行", 1, 80, 80 + 16 * 28, 96, 118, 22)
    far = [Strip(s.text, 1, s.x0, s.x1, s.top + 20, s.bottom + 20, 16) for s in strips[2:]]
    assert joined([title, strips[1], *far]) == ["标题排满一行", "正文排满", "隔行正文完"]


def test_what_stands_on_most_pages_is_a_running_head():
    pages = [
        [Strip(f"文件汇编 {n}", n, 80, 200, 40, 52, 10), *lines_of([(0, 28, f"正文{n}甲")])] for n in range(1, 5)
    ]
    assert {text.strip() for text, _ in layout.repeated(pages)} >= {"文件汇编"}
    assert layout.repeated(pages[:2]) == set()
