"""Of a row or a list only what is set for those whom a question asks about is told."""

import pytest

VISITS = """# 云岭省白石市离退休干部走访办法

## 一、标准

走访费标准如下：

| 事项 | 离休干部 | 退休干部 | 责任单位 |
| --- | --- | --- | --- |
| 春节走访 | 每人910元 | 每人420元 | 原单位 |
| 中秋走访 | 每人530元 | 每人260元 | 老干部科 |

## 二、疗养

疗养费标准如下：

| 对象 | 每次限额（元） |
| --- | --- |
| 县处级以上退休干部 | 3100 |
| 其他退休干部 | 1700 |

## 三、困难补助

困难补助按以下标准发给：

（一）离休干部，每人每年2800元；

（二）已故离休干部的配偶，每人每年1300元；

（三）退休干部，每人每年不超过2300元。
"""


def told(stock, question):
    answer = stock.ask(f"白石市{question}")
    return answer.status, answer.text


@pytest.fixture(scope="module")
def stock(library):
    return library(VISITS)


@pytest.mark.parametrize(
    ("question", "amount", "other"),
    [
        ("离休干部春节走访费多少元？", "910元", "420元"),
        ("退休干部中秋走访费多少元？", "260元", "530元"),
    ],
)
def test_the_amount_of_other_people_in_the_same_row_is_not_told(stock, question, amount, other):
    status, text = told(stock, question)
    assert status == "answered"
    assert amount in text
    assert other not in text


def test_who_asks_about_both_is_told_both(stock):
    _, text = told(stock, "离退休干部春节走访费多少元？")
    assert "910元" in text
    assert "420元" in text


@pytest.mark.parametrize(
    ("rank", "amount", "other"),
    [("退休处长", "3100", "1700"), ("科级退休干部", "1700", "3100"), ("厅级退休干部", "3100", "1700")],
)
def test_a_rank_finds_its_row_and_others_are_those_whom_the_table_leaves(stock, rank, amount, other):
    status, text = told(stock, f"{rank}疗养费每次限额多少元？")
    assert status == "answered"
    assert amount in text
    assert other not in text


def test_of_a_list_the_item_of_the_people_is_told(stock):
    status, text = told(stock, "一位退休科长，困难补助一年最多给多少元？")
    assert status == "answered"
    assert "2300元" in text
    assert "2800元" not in text


def test_a_widow_is_not_told_the_amount_of_the_living(stock):
    status, text = told(stock, "老头子是离休的，前年走了，困难补助一年能给我多少元？")
    assert status == "answered"
    assert "1300元" in text
    assert "2800元" not in text


POSTS = """# 云岭省白石市退休干部讲学规定

## 一、讲学限制

1. 场次：本人没有其他安排的，每月讲学不超过3场。
2. 年龄：年满75周岁的不再讲学。
3. 报酬：不得领取讲课费、车马费、顾问费；往返路途和资料所必需的开支，由邀请单位按照实际发生的数额据实承担，票据由邀请单位留存。

| 项目 | 讲学 | 授课 |
| --- | --- | --- |
| 场次 | 3场 | 2场 |
| 年龄 | 75周岁 | 70周岁 |
"""


def test_a_list_that_is_headed_by_what_is_asked_for_is_told_before_rows_of_a_table(library):
    answer = library(POSTS).ask("白石市退休干部讲学有哪些限制？场次、年龄、报酬请一并说明。")
    assert answer.status == "answered"
    assert "不得领取讲课费、车马费、顾问费" in answer.text
    assert "授课" not in answer.text


BOTH = """# 云岭省白石市补助办法

第三条 取暖补助：每户每年640元。

第四条 护工补助：每户每月380元。

第九条 第三条、第四条的补助可以同时享受。
"""


@pytest.mark.parametrize("way", ["可以同时享受吗", "能不能两样一起领"])
def test_a_sentence_is_about_the_articles_that_it_names(library, way):
    answer = library(BOTH).ask(f"白石市取暖补助和护工补助{way}？")
    assert answer.status == "answered"
    assert "第三条、第四条的补助可以同时享受" in answer.text


def test_two_things_that_no_sentence_joins_are_not_said_to_be_had_at_once(library):
    apart = library(BOTH.replace("第九条 第三条、第四条的补助可以同时享受。", ""))
    assert apart.ask("白石市取暖补助和护工补助可以同时享受吗？").status != "answered"


SPEECH = """云岭省白石市老干部工作会议讲话

（2023年3月1日）

去年把离休干部的困难补助提高到了每人每年9600元，各单位要逐人核对。
"""


def test_a_year_that_a_story_tells_brings_in_nothing_that_happened_then(library):
    told = library(VISITS, SPEECH).ask("老头子是白石市离休的，去年走了，困难补助一年能给我多少元？").text
    assert "1300元" in told
    assert "9600元" not in told


YEARS = """# 云岭省白石市阅览费标准表

| 对象 | 2006年标准（元） | 2018年起标准（元） |
| --- | --- | --- |
| 支部学习组 | 1370 | 2910 |
"""


def test_of_columns_for_years_that_of_the_year_asked_about_is_told(library):
    stock = library(YEARS)
    told = stock.ask("白石市支部学习组阅览费，2018年起的标准是多少元？").text
    assert "2910" in told
    assert "1370" not in told
    assert "1370" in stock.ask("白石市支部学习组阅览费的标准是多少元？").text
