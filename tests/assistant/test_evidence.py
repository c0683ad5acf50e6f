"""Passages: what is cut, what stays together."""

import pytest

from assistant.evidence import TIER, Source, gather, outspoken, parts, row_spans, row_text
from assistant.evidence import cut as pieces
from corpus.draft import Draft, DraftCell, Line
from corpus.read import compose
from index.standing import Standing


def cut(text):
    return [text[start:end] for start, end in parts(text, 0, len(text))]


def test_a_short_sentence_stays_whole():
    assert cut("甲每月一次；乙每年一次。") == ["甲每月一次；乙每年一次。"]


def test_a_long_sentence_is_weighed_by_its_parts():
    text = "；".join(["各级老干部工作部门要认真做好走访慰问和精准服务工作"] * 8) + "。"
    assert len(cut(text)) == 8


def test_an_exception_is_never_cut_from_its_rule():
    filler = "各级老干部工作部门要认真做好走访慰问和精准服务工作；" * 6
    text = f"{filler}每人每年只补助一次；但遭受突发灾害的除外。"
    assert cut(text)[-1] == "每人每年只补助一次；但遭受突发灾害的除外。"


def test_a_row_is_told_with_its_headings_and_proved_with_what_it_is_merged_with():
    rows = [("任务", "时限", "类 别"), ("培训", "3月", "党建"), ("走访", "全年", None)]
    lines = [
        Line(
            "\t".join(text or "" for text in row),
            cells=tuple(DraftCell(text) if text else DraftCell("", (1, 2)) for text in row),
            table=0,
        )
        for row in rows
    ]
    document = compose(Draft(tuple(lines)), "表.xlsx")
    (table,) = document.tables
    assert row_text(table, table.rows[1]) == "任务：走访；时限：全年；类别：党建"
    quotes = [document.text[start:end] for start, end in row_spans(table.rows[1])]
    assert quotes == ["走访\t全年", "党建"]


def test_a_bare_number_of_a_row_is_told_with_the_unit_of_its_heading():
    rows = [("对象", "加发（月/年）", "订书费（元）", "名额"), ("合唱队", "1.5", "90", "3")]
    lines = [Line("\t".join(row), cells=tuple(map(DraftCell, row)), table=0) for row in rows]
    (table,) = compose(Draft(tuple(lines)), "表.xlsx").tables
    assert row_text(table, table.rows[0]) == "对象：合唱队；加发：1.5个月/年；订书费：90元；名额：3"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("投资90万元，时间另行通知。", "投资90万元，"),
        ("具体标准另行规定。", ""),
        ("每人800元，由市财政局核拨。", "每人800元，由市财政局核拨。"),
        ("每人800元；发放办法由各县另行制定。", "每人800元；"),
    ],
)
def test_of_a_sentence_only_the_parts_that_say_something_themselves_are_outspoken(text, said):
    assert outspoken(text) == said


def weighed(assistant, text):
    """The passages that are found for a question, best first."""
    (question,) = assistant.understood([text])
    hits = assistant.hits(text)
    documents = {hit.chunk.document_id: assistant._index.document(hit.chunk.document_id) for hit in hits}
    return gather(question, pieces(question, hits, lambda key: Source(documents[key], Standing("现行"))))


TIERS = """云岭省清河市护理费办法

| 离休干部参加革命工作时间 | 每人每月护理费（元） |
| --- | --- |
| 1937年7月7日至1942年12月31日 | 2500 |
| 1943年1月1日至1945年9月2日 | 2200 |
"""


def test_the_row_of_the_day_speaks_of_the_period_and_stands_far_before_that_of_another(library):
    found = weighed(library(TIERS), "1944年参加革命的离休干部护理费每月多少元？")
    (meant,) = [each for each in found if "1945年9月2日" in each.text]
    (other,) = [each for each in found if "1942年12月31日" in each.text]
    assert meant.coverage.missing == ()
    assert [each.text for each in other.coverage.missing] == ["抗日战争时期"]
    assert meant.score > other.score + 1.5 * TIER


VISITS = """云岭省老干部局关于探望老同志的通知

云老干〔2020〕3号

一、探望老同志每年不少于2次，每次不少于1小时。
"""


@pytest.mark.parametrize("question", ["我省每年探望老同志几次？", "全省每年探望老同志几次？"])
def test_whose_rule_a_document_is_stands_around_every_passage_of_it(library, question):
    found = weighed(library(VISITS), question)
    assert "不少于2次" in found[0].text
    assert found[0].coverage.missing == ()


AGES = """云岭省清河市营养补贴办法

| 年龄 | 营养补贴（元/月） |
| --- | --- |
| 70至79岁 | 45 |
| 80至89岁 | 85 |
| 90岁以上 | 125 |

一、支部人数30人以上不足60人的，配2名联络员；
二、支部人数60人以上的，配3名联络员。
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("我母亲86岁，营养补贴每月多少元？", "85"),
        ("老人九十三岁，营养补贴每月多少元？", "125"),
        ("支部四十多人，配几名联络员？", "配2名联络员"),
        ("我们支部有72人，要配几名联络员？", "配3名联络员"),
    ],
)
def test_the_row_or_item_of_the_age_or_the_number_told_is_the_one_that_is_meant(library, question, told):
    answer = library(AGES).ask(question)
    assert answer.status == "answered"
    said = [each.text for each in answer.statements]
    assert told in said[-1]
    assert not any(
        other in " ".join(said) for other in {"：45", "：85", "：125", "配2", "配3"} if other[-2:] not in told
    )


def test_who_falls_into_no_case_is_told_no_amount_as_his(library):
    assert library(AGES).ask("我母亲65岁，营养补贴每月多少元？").status != "answered"


RAISES = """云岭省清河市生活费调整办法

一、增加洗衣费（2015年5月1日起）

每人每月增加的数额（元/月）：

| 原职务 | 每月增加 |
| --- | --- |
| 科长 | 61 |
| 科员 | 47 |

二、增加理发费（2016年5月1日起）

每人每月增加的数额（元/月）：

| 原职务 | 每月增加 |
| --- | --- |
| 科长 | 16 |
| 科员 | 14 |
"""


def test_a_row_with_a_bare_number_answers_for_the_fee_that_its_section_is_about(library):
    answer = library(RAISES).ask("科员的理发费每月增加多少？")
    assert answer.status == "answered"
    assert "每月增加：14" in answer.text
    assert "47" not in answer.text


@pytest.mark.parametrize("asked", ["2019年那次，科员的洗衣费每月增加多少？", "2019年又涨过一次，科员的洗衣费多少？"])
def test_nor_does_it_for_a_raise_of_another_year(library, asked):
    assert library(RAISES).ask(asked).status != "answered"


AHEAD = """云岭省青石市会场借用办法

一、借用会场的，须在使用日期前8个工作日提出书面申请。
二、会场由市委老干部局管理。
"""


def test_so_long_before_a_day_is_so_long_ahead(library):
    answer = library(AHEAD).ask("青石市借用会场要提前几天申请？")
    assert answer.status == "answered"
    assert "8个工作日" in answer.statements[0].text


WORKS = """云岭省清河市2021年花木任务表

| 任务 | 完成时限 | 备注 |
| --- | --- | --- |
| 移栽月季 | 汛期前 | 南园 |
| 修剪冬青 | 入冬前 | 北园 |
"""


def test_whatever_stands_under_a_time_limit_is_the_time_that_is_asked_for(library):
    answer = library(WORKS).ask("清河市2021年修剪冬青什么时候完成？")
    assert answer.status == "answered"
    assert "完成时限：入冬前" in answer.statements[0].text
