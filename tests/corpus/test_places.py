"""Places are found by every name they go by, and ordinary words with 市 and 县 are not."""

import tomllib
from pathlib import Path

import pytest

import corpus
from corpus.places import find, known, normal, of_code, within, without


def paths(text):
    return [place.path for place in find(text)]


def test_the_list_of_places_is_whole():
    written = tomllib.loads((Path(corpus.__file__).parent / "places.toml").read_text(encoding="utf-8"))
    assert len(written["province"]) == 34
    cities = [city for province in written["province"] for city in province["cities"]]
    assert len(cities) == len(set(cities)) == 333


def test_every_listed_place_is_found_by_its_full_name():
    written = tomllib.loads((Path(corpus.__file__).parent / "places.toml").read_text(encoding="utf-8"))
    for province in written["province"]:
        assert paths(province["name"]) == [province["name"]]
        assert paths(province["short"]) == [province["name"]]
        assert [paths(city) for city in province["cities"]] == [
            [province["name"] + city] for city in province["cities"]
        ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("广州市2020年老干部工作要点", ["广东省广州市"]),
        ("苏州2019年为离休干部做了什么", ["江苏省苏州市"]),
        ("江苏省苏州市姑苏区", ["江苏省", "江苏省苏州市", "江苏省苏州市姑苏区"]),
        ("江苏苏州", ["江苏省", "江苏省苏州市"]),
        ("吉林市和吉林省", ["吉林省吉林市", "吉林省"]),
        ("海南与海南州", ["海南省", "青海省海南藏族自治州"]),
        ("恩施州、恩施市", ["湖北省恩施土家族苗族自治州", "湖北省恩施土家族苗族自治州恩施市"]),
        ("辽宁朝阳，北京市朝阳区", ["辽宁省", "辽宁省朝阳市", "北京市", "北京市朝阳区"]),
        ("内蒙古自治区呼和浩特市", ["内蒙古自治区", "内蒙古自治区呼和浩特市"]),
        ("上海市浦东新区", ["上海市", "上海市浦东新区"]),
        ("安徽省和县", ["安徽省", "安徽省和县"]),
        ("云岭省清河市", ["云岭省", "云岭省清河市"]),
        ("云岭省清河市东城区柳树镇", ["云岭省", "云岭省清河市", "云岭省清河市东城区", "云岭省清河市东城区柳树镇"]),
        ("请问清河市的护理费是多少", ["清河市"]),
        ("我想知道云岭省的标准", ["云岭省"]),
        ("中共清河市委老干部局", ["清河市"]),
        ("云岭省委老干部局", ["云岭省"]),
        ("2020年底清河市的标准", ["清河市"]),
        ("3月初清河市发的通知", ["清河市"]),
        ("苏州、无锡两市", ["江苏省苏州市", "江苏省无锡市"]),
        ("云岭省清河市印发通知，清河市的标准", ["云岭省", "云岭省清河市", "云岭省清河市"]),
    ],
)
def test_a_place_is_found_with_the_names_above_it(text, expected):
    assert paths(text) == expected
    assert all(text[place.start : place.end].strip() for place in find(text))


@pytest.mark.parametrize(
    "text",
    [
        "城市、全市、各市、我市、本市、地级市、县级市、设区市",
        "县市区、市县、XX市、X 市、**县",
        "各市、区党委，市级各部门",
        "市委、市政府高度重视，传达市委精神，围绕市委中心工作",
        "市人力社保局、县财政局、省委组织部",
        "乡村振兴，建设社区、园区、开发区",
        "朝阳产业，长治久安，文山会海，身体安康，大理石，孙中山，白银",
        "长江西岸，黄河南岸",
        "广大市民，进入市场，其他市",
        "为各区县办实事，县委县政府，实职副县以上",
        "联盟、锦旗、反省、家乡、城镇",
    ],
)
def test_ordinary_words_are_no_places(text):
    assert find(text) == ()


def test_levels_are_told():
    assert [place.level for place in find("云岭省清河市东城区柳树镇，延边州，上海市，苏州市")] == [
        *("省", "市", "县", "乡"),
        *("市", "省", "市"),
    ]


@pytest.mark.parametrize(
    ("region", "name", "concerned"),
    [
        ("江苏省苏州市", "苏州", True),
        ("江苏省苏州市", "苏州市", True),
        ("江苏省苏州市", "江苏", True),
        ("江苏省", "苏州市", True),
        ("江苏省苏州市", "江苏省苏州市姑苏区", True),
        ("全国", "苏州", True),
        ("江苏省苏州市", "广州", False),
        ("江苏省苏州市", "无锡市", False),
        ("江苏省", "全国", False),
        ("江苏省苏州市", "广东省", False),
        ("云岭省清河市", "清河", True),
        ("云岭省清河市", "云岭省", True),
        ("云岭省清河市", "清河县", False),
        ("云岭省", "云岭省清河市", True),
        ("云岭省清河市", "云岭省柳城市", False),
        ("吉林省吉林市", "吉林市", True),
        ("", "苏州", False),
        ("江苏省", "", False),
    ],
)
def test_a_region_concerns_a_place_that_it_holds_or_lies_in(region, name, concerned):
    assert within(region, name) is concerned


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("苏州", "苏州市"),
        ("内蒙古", "内蒙古自治区"),
        ("江苏苏州", "江苏省苏州市"),
        ("清河", "清河"),
        ("云岭省 清河市", "云岭省清河市"),
        ("朝阳", "朝阳市"),
    ],
)
def test_a_short_name_has_one_full_name(name, full):
    assert normal(name) == full


@pytest.mark.parametrize(
    ("code", "province"),
    [
        ("苏委老干", "江苏省"),
        ("沪委老", "上海市"),
        ("云老干通", "云南省"),
        ("中办发", None),
        ("国发", None),
        ("", None),
    ],
)
def test_a_code_begins_with_the_sign_of_its_province(code, province):
    assert of_code(code) == province


def test_the_real_documents_name_few_places(shared_documents):
    named = {path.name[:3]: set(paths(path.read_text(encoding="utf-8"))) for path in shared_documents.glob("*.txt")}
    assert named["000"] == set()
    assert named["002"] == {"湖北省"}
    assert named["003"] == {"四川省"}
    assert "江苏省苏州市" in named["004"]


def test_a_question_without_its_places_keeps_what_it_asks():
    assert without("清河市2024年遗属补助是多少？").split() == ["2024年遗属补助是多少？"]
    assert without("遗属补助是多少？") == "遗属补助是多少？"
    assert without("北京市？") == "北京市？"


@pytest.mark.parametrize("name", ["苏州市", "苏州", "江苏省", "江苏", "苏州县", "延边州", "内蒙古自治区"])
def test_the_gazetteer_knows_its_places_in_full_and_without_their_last_word(name):
    assert known(name)


@pytest.mark.parametrize("name", ["清河市", "改造市", "云岭省", "市", ""])
def test_and_no_others(name):
    assert not known(name)
