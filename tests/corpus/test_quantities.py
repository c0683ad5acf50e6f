"""Quantities are found however they are written, and texts are compared by one spelling that loses nothing."""

from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.quantities import canonical, find, plain, within
from tests.stopwatch import takes_less


def measured(text):
    return [(plain(each.number), each.unit, each.bound) for each in find(text)]


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("三十日", "30", "日"),
        ("廿五日", "25", "日"),
        ("卅日", "30", "日"),
        ("5天", "5", "日"),
        ("五个工作日", "5", "工作日"),
        ("5工作日", "5", "工作日"),
        ("1.5万元", "15000", "元"),
        ("2亿元", "200000000", "元"),
        ("一亿二千万元", "120000000", "元"),
        ("1万2千元", "12000", "元"),
        ("2亿3000万元", "230000000", "元"),
        ("1万2000元", "12000", "元"),
        ("1,200元", "1200", "元"),
        ("１，２００元", "1200", "元"),
        ("1,234,567.5元", "1234567.5", "元"),
        ("一千二百元", "1200", "元"),
        ("一千零五十元", "1050", "元"),
        ("两万五千元", "25000", "元"),
        ("五百块钱", "500", "元"),
        ("百分之五", "5", "%"),
        ("百分之零点五", "0.5", "%"),
        ("百分之百", "100", "%"),
        ("千分之五", "0.5", "%"),
        ("5‰", "0.5", "%"),
        ("５％", "5", "%"),
        ("5个百分点", "5", "个百分点"),
        ("两倍", "2", "倍"),
        ("一点五倍", "1.5", "倍"),
        ("八十周岁", "80", "岁"),
        ("三名", "3", "人"),
        ("三位", "3", "人"),
        ("人数三十人", "30", "人"),
        ("一百零五人", "105", "人"),
        ("三人次", "3", "人次"),
        ("六个月", "6", "个月"),
        ("十二月份", "12", "月"),
        ("三个星期", "3", "周"),
        ("两小时", "2", "小时"),
        ("一年半", "1.5", "年"),
        ("一个半月", "1.5", "个月"),
        ("七十年代", "70", "年代"),
        ("第十二条", "12", "第条"),
        ("第（三）项", "3", "第项"),
        ("第二批", "2", "第批"),
        ("三月五日", "305", "月日"),
        ("3月5号", "305", "月日"),
        ("标准（元/月）：2700", "2700", "元"),
        ("金额（单位：万元）1,200", "12000000", "元"),
        ("比例（%）：60", "60", "%"),
        ("860", "860", ""),
    ],
)
def test_a_quantity_is_read_however_it_is_written(text, number, unit):
    assert measured(text) == [(number, unit, "=")]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        *((text, ">=") for text in ("不低于3年", "不少于三年", "不得少于3年", "至少3年", "最低3年", "不短于3年")),
        *(
            (text, ">=")
            for text in ("3年以上", "3年及以上", "3年（含）以上", "3年（含3年）以上", "大于等于3年", "≥3年")
        ),
        *(
            (text, "<=")
            for text in ("不超过3年", "不得超过3年", "不宜超过3年", "未超过3年", "没有超过3年", "最高3年")
        ),
        *((text, "<=") for text in ("3年以下", "3年以内", "3年之内", "三年内", "至多3年", "最长为3年", "≤ 3年")),
        *((text, ">") for text in ("超过3年", "逾3年", "多于3年", "3年（不含）以上", "3年以上（不含本数）")),
        *((text, "<") for text in ("不满3年", "未满3年", "不足3年", "不到3年", "少于3年", "3年以下（不含）")),
        *((text, "=") for text in ("3年", "满3年", "每3年", "3年\n以上规定自印发之日起施行", "3年内部", "第3年")),
    ],
)
def test_a_comparator_before_or_behind_belongs_to_the_quantity(text, bound):
    assert find(text)[0].bound == bound


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("不得超过工资总额的5%", ("5", "%", "<=")),
        ("不得低于当地最低工资标准的百分之八十", ("80", "%", ">=")),
        ("最低工资标准的50%", ("50", "%", "=")),
        ("超过规定标准的3人", ("3", "人", "=")),
        ("不超过每人每年500元", ("500", "元", "<=")),
        ("800余份", ("800", "份", ">")),
        ("90余万元", ("900000", "元", ">")),
        ("三百多万元", ("3000000", "元", ">")),
        ("十余人", ("10", "人", ">")),
    ],
)
def test_a_comparator_reaches_as_far_as_it_does_for_a_reader(text, expected):
    assert measured(text) == [expected]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("3—5年", "3", "5", "年"),
        ("三至五年", "3", "5", "年"),
        ("3年至5年", "3", "5", "年"),
        ("4-12月", "4", "12", "月"),
        ("4月到12月", "4", "12", "月"),
        ("60%-70%", "60", "70", "%"),
        ("60％～70％", "60", "70", "%"),
        ("百分之六十至百分之七十", "60", "70", "%"),
        ("5日至10日", "5", "10", "日"),
        ("5天-10日", "5", "10", "日"),
        ("3至5万元", "30000", "50000", "元"),
        ("三至五万元", "30000", "50000", "元"),
        ("5000至1万元", "5000", "10000", "元"),
        ("八十至一百元", "80", "100", "元"),
    ],
)
def test_a_range_is_both_of_its_ends(text, low, high, unit):
    assert measured(text) == [(low, unit, ">="), (high, unit, "<=")]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("80岁（含80岁）以上", ">="),
        ("80岁以上（含80岁）", ">="),
        ("80岁以下（含80岁）", "<="),
        ("80岁以上（不含80岁）", ">"),
    ],
)
def test_a_number_that_is_said_twice_has_one_comparator(text, bound):
    assert [each.bound for each in find(text)] == [bound, bound]


def test_two_units_make_no_range():
    assert measured("6个月至2年") == [("6", "个月", "="), ("2", "年", "=")]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "万一",
            "一律",
            "一方",
            "一般",
            "十分",
            "统一",
            "第一",
            "万元",
            "百姓",
            "千方百计",
            "三会一课",
            "七一",
            "五好",
        ),
        *("“八大系列”", "一老一小", "统一部署", "统一组织", "进一步加强", "一次性补助", "十四五期间", "成百上千"),
        *("半年", "数十万元", "上百元", "几十元", "数十人", "三四个人", "八九十人", "三五天"),
        *("XXXX元", "××元", "**元", "○○元", "○元", "□□元", "__元", "20XX年", "2XXX元"),
        *("2024年3月1日", "2024-03-01", "二〇二四年", "国发〔2023〕1号", "中发〔一九八二〕十三号", "2019-01"),
        *("", "。", "号", "第条", "1" * 30),
    ],
)
def test_what_only_looks_like_a_quantity_is_none(text):
    assert find(text) == ()


@pytest.mark.parametrize("text", ["万一", "一律", "十分", "百姓", "七一", "三会一课", "半年", "数十万元", "三四个人"])
def test_a_word_that_looks_like_a_number_keeps_its_spelling(text):
    assert canonical(text) == text


def test_a_quantity_stands_where_it_says():
    text = "离休干部（满８０周岁以上）每月1.5万元，3—5年；不超过三十日。"
    assert [text[each.start : each.end] for each in find(text)] == ["８０周岁", "1.5万元", "3", "5年", "三十日"]


def test_a_quantity_beside_a_document_number_or_a_date_is_not_lost():
    assert measured("1500元由组通字〔2013〕37号规定") == [("1500", "元", "=")]
    assert measured("3月至2024年5月共2人") == [("3", "月", "="), ("2", "人", "=")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三十日", "30日"),
        ("1.5万元", "15000元"),
        ("1.50倍", "1.5倍"),
        ("千分之五", "0.5%"),
        ("五个工作日", "5工作日"),
        ("第十二条第二款", "第12条第2款"),
        ("第十二条第（三）项", "第12条第3项"),
        ("二〇二四年三月一日", "2024年3月1日"),
        ("国发〔2023〕1号", "国发2023、1号"),
        ("1、2", "1、2"),
        ("90余万元", "900000余元"),
        ("不低于 ５００ 元。", "不低于500元"),
        ("“双先”　表彰", "双先表彰"),
        ("XX 组通［**］XX号", "xx组通**、xx号"),
        ("标准（元/月）：2700", "标准元月2700"),
        ("", ""),
        ("……——", ""),
    ],
)
def test_canonical_spelling(text, expected):
    assert canonical(text) == expected


@pytest.mark.parametrize(
    "spellings",
    [
        ("三十日", "30日", "３０日", "卅日", "三十天", "30 日"),
        ("1.5万元", "15000元", "15,000元", "一万五千元", "１．５万元", "1万5千元", "1.50万元"),
        ("1,200", "1200", "１，２００", "1200.0"),
        ("百分之五", "5%", "５％", "50‰"),
        ("千分之五", "0.5%", "百分之零点五", "5‰"),
        ("两倍", "2倍", "二倍"),
        ("半年", "半 年"),
        ("五个工作日", "5工作日", "5个工作日"),
        ("八十周岁", "80岁", "80周岁"),
        ("三名", "三位", "3人", "三人"),
        ("3—5年", "3-5年", "三至五年", "3年至5年", "3～5年", "3到5年"),
        ("4-12月", "4月至12月", "四—十二月"),
        ("60%-70%", "60%～70%", "百分之六十至百分之七十", "60-70%"),
        ("5日至10日", "5-10日", "五至十天"),
        ("3至5万元", "三至五万元", "3万至5万元", "30000-50000元"),
        ("90余万元", "九十余万元", "900000余元"),
        (
            "国发〔2023〕1号",
            "国发[2023]1号",
            "国发【2023】1号",
            "国发（2023）01号",
            "国发﹝2023﹞1号",
            "国发2023年1号",
        ),
        ("中发〔一九八二〕十三号", "中发[1982]13号", "中发(1982)013号"),
        (
            "2024年3月1日",
            "2024-03-01",
            "2024/3/1",
            "2024.3.1",
            "二〇二四年三月一日",
            "二○二四年三月一日",
            "2024年03月01日",
        ),
        ("2019年1月", "2019-01", "二〇一九年一月"),
        ("3月5日", "三月五日", "03月05日", "3月5号"),
        ("第十二条第二款", "第12条第2款", "第 12 条 第 2 款"),
        ("《关于护理费的通知》", "关于护理费的通知", "「关于护理费的通知」"),
        ("四个意识", "4个意识"),
    ],
)
def test_spellings_of_one_thing_are_one(spellings):
    assert len({canonical(each) for each in spellings}) == 1, [canonical(each) for each in spellings]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("半年", "6个月"),
        ("5日", "5个工作日"),
        ("5天", "5个工作日"),
        ("3人", "3人次"),
        ("5%", "5"),
        ("5%", "5‰"),
        ("5%", "5个百分点"),
        ("1.5倍", "15倍"),
        ("12月", "12个月"),
        ("1年", "一年半"),
        ("500元", "500万元"),
        ("5万元", "5亿元"),
        ("90余万元", "90万元"),
        ("不超过3年", "超过3年"),
        ("3年以上", "3年以下"),
        ("3—5年", "35年"),
        ("3-5年", "3、5年"),
        ("1、2", "12"),
        ("1,200元", "1、200元"),
        ("100，2000元", "1002000元"),
        ("2013，2014", "20132014"),
        ("3万5元", "300005元"),
        ("12点五元", "12点5元"),
        ("十四五期间", "十三五期间"),
        ("三五人", "35人"),
        ("三四个", "34个"),
        ("八九十人", "90人"),
        ("XXXX元", "XX元"),
        ("××、××元", "××××元"),
        ("**元", "*元"),
        ("○○元", "○元"),
        ("○○元", "0元"),
        ("●●●元", "●●元"),
        ("●●元", "元"),
        ("XX元", "**元"),
        ("≥5%", "≤5%"),
        ("国发〔2023〕1号", "国发〔2023〕11号"),
        ("国发〔2023〕1号", "国发〔2022〕1号"),
        ("2024年3月1日", "2024年1月3日"),
        ("第十二条", "第二条"),
        ("第十二条", "12条"),
        ("百分之五十", "百分之十五"),
    ],
)
def test_spellings_of_two_things_are_two(one, other):
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    ("needle", "text"),
    [
        ("5元", "每月5元"),
        ("5元", "每月五元，15元"),
        ("2024年", "2024年3月1日"),
        ("2024年3月", "自二〇二四年三月一日起"),
        ("三十日", "自收到之日起30日内办结"),
        ("1.5万元", "一次性发给15000元。"),
        ("5%", "上浮百分之五以上"),
        ("第十二条", "第十二条第二款"),
        ("不超过3年", "任期一般不超过三年"),
        ("3年", "不超过3年"),
        ("80岁以上", "年满八十周岁以上的"),
        ("2.5", "增发2.5个月"),
        ("800", "由800元提高到1800元"),
        ("5元", "**5元**"),
        ("XX项", "共××项"),
        ("3个月", "3个月"),
        ("国发〔2023〕1号", "根据国发[2023]1号文件"),
        ("超过3年", "凡超过3年的"),
        ("500元", "The allowance is “每月500元” a month."),
        ("一倍以上五倍以下", "处违法所得1倍以上5倍以下的罚款"),
    ],
)
def test_a_text_holds_what_it_says(needle, text):
    assert within(canonical(needle), canonical(text))


@pytest.mark.parametrize(
    ("needle", "text"),
    [
        *(("5元", text) for text in ("15元", "1.5元", "0.5元", "1,005元", "25元", "5万元", "5角")),
        ("15元", "15.5元"),
        ("1.5", "1.55"),
        ("5%", "0.5%"),
        ("5%", "15%"),
        ("5", "5%"),
        ("5", "5.5"),
        ("5", "5‰"),
        ("1.5倍", "15倍"),
        ("15倍", "1.5倍"),
        ("3人", "3人次"),
        ("3个", "3个月"),
        ("5个", "5个百分点"),
        ("1年", "一年半"),
        ("5日", "5个工作日"),
        ("XX项", "XXXX项"),
        ("**元", "****元"),
        ("○元", "○○元"),
        ("●●元", "●●●●元"),
        ("500元", "XXX元"),
        ("20", "20XX年"),
        ("2024年", "20XX年"),
        ("2024年1月", "2024年11月"),
        ("2024年3月1日", "2024年3月10日"),
        ("1月1日", "11月1日"),
        ("第2条", "第十二条"),
        ("第十条", "第十二条"),
        ("超过3年", "不超过3年"),
        ("超过3年", "不得超过3年"),
        ("超过3年", "一般不宜超过三年"),
        ("低于5%", "不得低于5%"),
        ("少于2次", "每年不少于两次"),
        ("满80周岁", "不满80周岁"),
        ("满80周岁", "未满80周岁"),
        ("国发〔2023〕1号", "国发〔2023〕11号"),
        ("3至5年", "35年"),
        ("", "每月5元"),
        ("5元", ""),
    ],
)
def test_a_text_does_not_hold_a_piece_of_something_else(needle, text):
    assert not within(canonical(needle), canonical(text))


def test_it_is_found_behind_a_place_where_it_is_only_a_piece():
    assert within("5元", canonical("15元、5元"))
    assert within("超过3年", canonical("不超过3年的，超过3年的"))


@pytest.mark.parametrize(
    "unit",
    [
        "离休干部护理费标准为每人每月五百元，按月发放。",
        *(
            "1",
            "1 ",
            "1,",
            "1,111,",
            "1.",
            "一",
            "三十",
            "三万",
            "1万",
            "第一",
            "1至",
            "1元至",
            "百分之五至",
            "5%",
            "第1号",
        ),
        *("x", "*", "·", "(", "不", "不超过", "2024年", "1\n", "标准(元/月):2700 "),
    ],
)
def test_a_very_long_text_is_read_at_once(unit):
    text = (unit * 100_000)[:100_000]
    assert not takes_less(3, lambda: (find(text), within("5元", canonical(text)))[1])


@pytest.mark.parametrize("text", ["1" + " " * 100_000, "3年" + " " * 100_000 + "以上", "第" + " " * 100_000 + "1条"])
def test_a_line_that_is_set_with_blanks_is_read_at_once(text):
    takes_less(3, lambda: (find(text), canonical(text)))


_PIECES = (
    "0 1 2 5 7 9 10 2024 〇 一 二 两 三 五 九 十 廿 百 千 万 亿 点 数 几 余 多 半 元 日 天 年 月 个 个月 工作日 人 次 人次 % ‰ 岁 号 倍 第 条 项 款"
    " 百分之 千分之 不 超过 低于 满 以上 以下 内 （ ） 〔 〕 、 ， 。 . , - — 至 / X × * ○ ● □ _ 国发 通知 护理费 a max ≥ ² ① ٣ 　"
)
PIECES = st.sampled_from([*_PIECES.split(), " ", "\n", "\t"])
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=16).map("".join))


@settings(max_examples=600, deadline=None)
@given(TEXTS)
@example("九" * 5000 + "元")
@example("第" + "1" * 5000 + "条")
@example("一" + "亿" * 5000)
@example("٣٣٣元")
@example("1" * 5000 + "." + "1" * 5000 + "%")
def test_no_text_is_too_strange(text):
    spelled = canonical(text)
    assert within(spelled, spelled) == bool(spelled)
    for each in find(text):
        assert 0 <= each.start < each.end <= len(text)
        assert each.number >= 0
        assert Decimal(plain(each.number)) == each.number


_AMOUNTS = (
    "三十日 1.5万元 15,000元 百分之五 千分之五 0.5% 两倍 半年 六个月 五个工作日 80周岁以上 3名 3人次 3—5年 60%-70% 90余万元 数十万元"
    " 不超过3年 第十二条第（二）项 2024-03-01 二〇二四年三月 3月5日 国发〔2023〕1号 XXXX元 ○○元 ●●元 万一 一律 一年半 1万2千元 ≥5%"
)
AMOUNTS = st.sampled_from(_AMOUNTS.split())
SEPARATORS = st.sampled_from(["，", "。", "、", "；\n", "的", "（离休干部）", "，发放", " "])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(AMOUNTS, SEPARATORS), max_size=6))
@example([("2024-03-01", " "), ("百分之五", "，")])
def test_a_canonical_spelling_of_a_sensible_text_is_its_own(parts):
    """Only of a sensible one: where punctuation goes, what stood apart may join, as 第（）三条 becomes 第三条."""
    spelled = canonical("".join(amount + separator for amount, separator in parts))
    assert canonical(spelled) == spelled


@settings(max_examples=400, deadline=None)
@given(
    st.decimals(min_value=0, max_value=10**9, places=2),
    st.sampled_from(["元", "%", "日", "个月", "倍", "人", "人次", "万元", "周岁", "个工作日", "年"]),
    st.data(),
)
def test_a_number_altered_by_one_digit_is_never_within(number, unit, data):
    written = f"{number:f}"
    at = data.draw(st.sampled_from([place for place, char in enumerate(written) if char.isdecimal()]))
    digit = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != written[at]]))
    altered = written[:at] + digit + written[at + 1 :]
    frame = "离休干部每人{}，按规定执行。"
    true, false = canonical(f"{number:f}{unit}"), canonical(f"{altered}{unit}")
    text = canonical(frame.format(f"{number:f}{unit}"))
    assert within(true, text)
    assert not within(false, text)
    assert Decimal(altered).normalize() not in {each.number for each in find(f"{number:f}")}
