"""Advertising, page numbers and invisible characters go and are listed; everything else stays to the letter."""

import pytest

from corpus.clean import ADVERT, INVISIBLE, PAGE_NUMBER, clean
from corpus.draft import DraftCell, Line

BODY = [
    "关于做好老干部工作的通知",
    "各县（市、区）委老干部局：",
    "一、提高认识",
    "各县要组织好《银龄之友》杂志的征订，订阅份数不低于上年。",
    "二、抓好落实",
    "请各地认真组织学习。",
    "中共清河市委老干部局",
    "2020年3月5日",
]


def lines(*texts, page=None):
    return [Line(text, page=page) for text in texts]


def texts(kept):
    return [line.text for line in kept]


@pytest.mark.parametrize(
    "adverts",
    [
        ["更多公文材料请加QQ群：12345678"],
        ["某某文苑", "某某文苑整理，咨询QQ：1234567"],
        ["笔尖小站", "仅供学习交流，禁止外传", "每日更新，精品原创"],
        ["扫码关注公众号，领取资料"],
        ["会员群：", "付费会员享受全部权益"],
        ["本文来源于网络，侵权必删"],
        ["知识星球：写材料的人"],
        ["www.example-wenku.com"],
    ],
)
def test_advertising_at_either_end_goes(adverts):
    for draft, numbers in (
        ([*adverts, "", *BODY], range(1, len(adverts) + 1)),
        ([*BODY, "", *adverts], range(len(BODY) + 2, len(BODY) + 2 + len(adverts))),
    ):
        kept, removed = clean(lines(*draft))
        assert texts(kept) == BODY
        assert [(each.line, each.text, each.reason) for each in removed] == [
            (number, draft[number - 1], ADVERT) for number in numbers
        ]


def test_the_title_between_two_advertisements_stays():
    draft = ["每日更新，咨询QQ123456", "奋力开创工作新局面", "笔尖小站整理，咨询QQ123456", "同志们：", *BODY]
    kept, _ = clean(lines(draft[0], "", draft[1], "", *draft[2:]))
    assert texts(kept)[0] == "奋力开创工作新局面"
    kept, _ = clean(lines(draft[0], "在清河市重阳节座谈会上的讲话", *draft[2:]))
    assert texts(kept)[0] == "在清河市重阳节座谈会上的讲话"


@pytest.mark.parametrize(
    "line",
    [
        "做好《银龄之友》杂志的订阅工作",
        "禁止外传",
        "内部资料，不得外传",
        "三、严厉打击倒卖票证行为",
        "关于加强会员资料管理的通知",
        "关于规范公文写作的意见",
        "请扫描二维码填写回执",
        "联系人：张三，联系电话：0512-1234567，QQ群：123456",
        "申报网址：http://www.example.gov.cn",
        "认真办好微信公众号，及时推送学习资料。",
        "1. 关注“银龄”微信公众号",
        "12345",
        "2020",
    ],
)
def test_a_line_of_the_document_stays(line):
    for draft in ([line, *BODY], [*BODY, line]):
        kept, removed = clean(lines(*draft))
        assert texts(kept) == draft
        assert removed == ()


def test_an_advertisement_repeated_inside_goes_too():
    advert = "笔尖小站整理，咨询QQ123456"
    middle = ["正文的一句话。"] * 30
    kept, removed = clean(lines(advert, *BODY, *middle, advert, *middle))
    assert texts(kept) == [*BODY, *middle, *middle]
    assert [each.line for each in removed] == [1, 40]


def test_a_passage_of_few_lines_is_left_alone():
    draft = ["如何加QQ群下载会员资料", "扫码关注公众号，领取资料"]
    assert clean(lines(*draft)) == (tuple(lines(*draft)), ())


@pytest.mark.parametrize(
    "number", ["— 1 —", "- 12 -", "－ 3 －", "第3页 共10页", "第 3 页", "第3页/共10页", "Page 3 of 10"]
)
def test_a_page_number_goes_even_without_pages(number):
    kept, removed = clean(lines(*BODY, number, "附件1"))
    assert texts(kept) == [*BODY, "附件1"]
    assert removed[0].reason == PAGE_NUMBER


def test_a_bare_number_goes_only_at_the_edge_of_a_page():
    first, second = lines("一、认识", "12", "1", page=1), lines("2", "三、落实", "15", "谢谢", page=2)
    kept, removed = clean([*first, *second])
    assert texts(kept) == ["一、认识", "12", "三、落实", "15", "谢谢"]
    assert [each.line for each in removed] == [3, 4]
    assert {line.page for line in kept} == {1, 2}


def test_a_row_of_a_table_is_never_a_page_number():
    row = Line("1\t3", cells=(DraftCell("1"), DraftCell("3")), table=0)
    assert clean([row, *lines(*BODY)])[0][0] == row


def test_invisible_characters_go_and_are_counted():
    kept, removed = clean(lines("\ufeff离\u200b休\u200b干部", "葛\U000e0100洪\u202e", "正文"))
    assert texts(kept) == ["离休干部", "葛洪", "正文"]
    assert [(each.line, each.text, each.reason) for each in removed] == [
        (1, "U+200B×2、U+FEFF×1", INVISIBLE),
        (2, "U+202E×1、U+E0100×1", INVISIBLE),
    ]


def test_a_cell_loses_its_invisible_characters_with_the_row():
    row = Line("离\u200b休\t退休", cells=(DraftCell("离\u200b休"), DraftCell("退休")), table=0)
    (kept,), _ = clean([row])
    assert kept.text == "\t".join(cell.text for cell in kept.cells) == "离休\t退休"


@pytest.mark.parametrize("text", ["䶮𠮷𫟼昇喆", "①Ⅳ㎡℃", "全角　空格\t制表", "naïve — “引号”…", "离退体干部﹒，；"])
def test_every_real_character_stays(text):
    assert clean(lines(text)) == (tuple(lines(text)), ())


def test_blank_lines_go_only_at_the_two_ends():
    kept, removed = clean(lines("", " ", "一", "", "", "二", "\u3000", ""))
    assert texts(kept) == ["一", "", "", "二"]
    assert removed == ()


def test_nothing_comes_of_nothing():
    assert clean([]) == ((), ())


def test_the_real_documents_lose_their_watermarks_and_nothing_else(shared_documents):
    gone = {}
    for path in shared_documents.glob("*.txt"):
        draft = [Line(text) for text in path.read_text(encoding="utf-8").split("\n")]
        kept, removed = clean(draft)
        gone[path.name[:3]] = [each.line for each in removed]
        expected = [line for number, line in enumerate(draft, 1) if number not in gone[path.name[:3]]]
        assert [line for line in kept if line.text.strip()] == [line for line in expected if line.text.strip()]
    assert gone == {"000": [], "001": [], "002": [1, 2, 3, 4, 5, 7, 8, 9, 18, 50], "003": [], "004": []}
