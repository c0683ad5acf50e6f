"""Document numbers are found in every way of typing, and spelled in one."""

import pytest

from corpus.docnumber import find, same
from tests.stopwatch import takes_less


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("中办发〔2016〕3号", ["中办发〔2016〕3号"]),
        ("（中办发[2016]3号）", ["中办发〔2016〕3号"]),
        ("根据浙委办发(2017)51号文件", ["浙委办发〔2017〕51号"]),
        ("国办发【2015】12号", ["国办发〔2015〕12号"]),
        ("苏组通 〔 2019 〕 37 号", ["苏组通〔2019〕37号"]),
        ("我市苏委办〔２０２０〕０３号", ["苏委办〔2020〕3号"]),
        ("沪委老〔1999〕第17号", ["沪委老〔1999〕17号"]),
        ("中发〔一九八二〕十三号", ["中发〔1982〕13号"]),
        ("〔78〕组通字40号", ["组通字〔1978〕40号"]),
        ("国发1982年62号文", ["国发〔1982〕62号"]),
        ("遵照XX组通［**］XX号", ["XX组通〔**〕XX号"]),
        ("XX组通〔20XX〕XX号", ["XX组通〔20XX〕XX号"]),
        ("市委组织部、市财政局（×组通〔2021〕15号）", ["×组通〔2021〕15号"]),
        ("贯彻落实中办发3号文件精神", ["中办发3号"]),
        ("省委36号文件精神", ["省委36号"]),
        ("中央一号文件", ["中央1号"]),
        ("学习3号文件的体会", ["3号"]),
        ("国务院令第619号", ["国务院令第619号"]),
        ("苏委老干〔2018〕78号、锡委老〔2018〕22号文件", ["苏委老干〔2018〕78号", "锡委老〔2018〕22号"]),
        ("中共云岭省委老干部局云委老干〔2020〕5号", ["云委老干〔2020〕5号"]),
        ("人力资源和社会保障部人社部发〔2015〕30号", ["人社部发〔2015〕30号"]),
    ],
)
def test_every_way_of_typing_is_spelled_in_one(text, canonical):
    found = find(text)
    assert [each.canonical for each in found] == canonical
    assert all(text[each.start : each.end].endswith("号") for each in found)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("和政办发〔2020〕3号", ["和政办发"]),
        ("根据和县政〔2020〕3号", ["和县政"]),
        ("呼和政办字〔2020〕3号", ["呼和政办字"]),
        ("中办发〔2016〕3号和和行办发〔2017〕1号", ["中办发", "和行办发"]),
        ("苏组通〔2019〕37号及苏委老干〔2019〕3号、与府〔2019〕8号", ["苏组通", "苏委老干", "与府"]),
        ("据粤数据〔2020〕1号，按苏组通〔2019〕37号", ["粤数据", "苏组通"]),
        ("浙经信发〔2020〕5号", ["浙经信发"]),
        ("原国发〔1978〕104号，原政办发〔2020〕5号", ["国发", "原政办发"]),
    ],
)
def test_a_code_keeps_its_own_words_and_loses_the_words_before(text, codes):
    assert [each.code for each in find(text)] == codes


@pytest.mark.parametrize(
    "text",
    [
        "第３号楼",
        "长安街1号，门牌",
        "3月8号，他们",
        "2019年5月1号的会",
        "（2019）苏05民终123号",
        "账号和编号",
        "第3号车",
    ],
)
def test_an_ordinary_number_is_no_document(text):
    find(text)


@pytest.mark.parametrize(
    ("a", "b", "equal"),
    [
        ("中办发[2016]3号", "中办发〔2016〕03号", True),
        ("根据中办发(2016)3号文件", "中办发〔2016〕3号", True),
        ("中办发3号文件", "中办发〔2016〕3号", True),
        ("〔78〕组通字40号", "组通字〔1978〕40号", True),
        ("XX组通［**］XX号", "XX组通〔**〕XX号", True),
        ("中办发〔2015〕3号", "中办发〔2016〕3号", False),
        ("苏办发〔2016〕3号", "中办发〔2016〕3号", False),
        ("3号文件", "中办发〔2016〕3号", False),
        ("关于做好某项工作的通知", "关于做好某项工作的通知", True),
        ("", "", False),
    ],
)
def test_two_spellings_of_one_number_are_the_same(a, b, equal):
    assert same(a, b) is equal
    assert same(b, a) is equal


def test_the_numbers_of_the_real_documents(shared_documents):
    found = {
        path.name[:3]: [each.canonical for each in find(path.read_text(encoding="utf-8"))]
        for path in shared_documents.glob("*.txt")
    }
    assert found == {"000": ["中办发3号", "3号", "3号"], "001": ["XX组通〔**〕XX号"], "002": [], "003": [], "004": []}


@pytest.mark.parametrize("text", ["[2024" + " " * 100_000 + "x号", "国发2024" + " " * 100_000 + "x号"])
def test_a_line_set_with_blanks_is_read_in_no_time(text):
    takes_less(2, lambda: find(text))
