"""A record becomes a case, or one line for each thing that is wrong with it; editors get the form."""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from evals.suite.formats import Record
from evals.suite.origin import Origin
from evals.suite.schema import case, defaults, json_schema
from evals.types import Case, Fact, Filters, Forbidden, Gold, Value

ROOT = Path(__file__).resolve().parents[3]
HERE = Origin("a.yaml", 12)


def read(**record):
    return case(Record({"id": "d003", "question": "？", "docs": ["x"], **record}, HERE), {})


def good(**record):
    found, complaints = read(**record)
    assert [str(each) for each in complaints] == []
    return found


def wrong(**record):
    found, complaints = read(**record)
    assert found is None
    return [str(each) for each in complaints]


# --- what a case may hold


def test_a_case_with_every_field_is_read():
    assert good(
        facts=[
            {
                "any_of": ["500元", "五百元"],
                "value": {"num": "500", "unit": "元", "comparator": "不低于"},
                "near": "护理费",
            },
            {"id": "g", "all_of": ["甲", "乙"], "vital": False},
            {"says": "按月发放"},
        ],
        must_not=["另行规定", {"value": {"num": "800", "unit": "元"}, "near": "起付标准"}, {"text": "大约"}],
        sources=[{"document": "a*.md", "section": "第三条", "quote": "原文", "facts": ["f1", "g"]}],
        all_docs=True,
        min_docs="2",
        forbid_sources=["旧.md"],
        filters={"region": "清河市", "level": "市", "year": "2023", "kind": "通知", "validity": "现行"},
        as_of="2024-06-30",
        notices=["redacted", "过期"],
        tags=["数值"],
        note="备注",
        draft="是",
    ) == Case(
        id="d003",
        turns=("？",),
        facts=(
            Fact(("500元", "五百元"), value=Value(Decimal(500), "元", ">="), near="护理费", id="f1"),
            Fact(all_of=("甲", "乙"), vital=False, id="g"),
            Fact(says="按月发放", id="f3"),
        ),
        must_not=(
            Forbidden("另行规定"),
            Forbidden(value=Value(Decimal(800), "元"), near="起付标准"),
            Forbidden("大约"),
        ),
        sources=(Gold("a*.md", "第三条", "原文", ("f1", "g")),),
        docs=("x",),
        all_docs=True,
        min_docs=2,
        forbid_sources=("旧.md",),
        filters=Filters("清河市", "市", 2023, "通知", "现行"),
        as_of="2024-06-30",
        notices=("redacted", "outdated"),
        tags=("数值",),
        note="备注",
        draft=True,
    )


def test_plain_words_stand_for_a_fact_a_document_a_list():
    found = good(facts="500元", docs="a.md", tags="x", notice="隐去", must_not="大约", forbid_sources="b.md")
    assert found.facts == (Fact(("500元",), id="f1"),)
    assert (found.docs, found.tags, found.notices) == (("a.md",), ("x",), ("redacted",))
    assert (found.must_not, found.forbid_sources) == ((Forbidden("大约"),), ("b.md",))


def test_a_number_among_spellings_is_text():
    assert good(facts=[{"any_of": [2700, 2.5, "x"]}]).facts[0].any_of == ("2700", "2.5", "x")


@pytest.mark.parametrize(
    ("record", "fields"),
    [
        ({"facts": [{"任一": ["甲"], "必需": "否"}]}, {"facts": (Fact(("甲",), vital=False, id="f1"),)}),
        (
            {"facts": [{"数值": {"数": "3", "单位": "%", "比较": "以上"}}]},
            {"facts": (Fact(value=Value(Decimal(3), "%", ">="), id="f1"),)},
        ),
        ({"sources": [{"doc": "a", "article": "第一条"}]}, {"sources": (Gold("a", "第一条"),)}),
        ({"来源": [{"文件": "a", "条款": "第一条", "原文": "甲"}]}, {"sources": (Gold("a", "第一条", "甲"),)}),
        ({"filters": {"doc_type": "通知", "年份": "2023年"}}, {"filters": Filters(year=2023, kind="通知")}),
        ({"不可回答": {"类型": "语料外", "原因": "没有"}}, {"unanswerable": "out_of_corpus", "reason": "没有"}),
        ({"unanswerable": "near_miss"}, {"unanswerable": "near_miss"}),
        ({"unanswerable": True}, {"unanswerable": "out_of_corpus"}),
        ({"不得出现": [{"文字": "大约"}]}, {"must_not": (Forbidden("大约"),)}),
    ],
)
def test_fields_go_by_their_other_names(record, fields):
    found = good(**record)
    assert {name: getattr(found, name) for name in fields} == fields


def test_a_field_without_a_value_is_as_good_as_none():
    assert good(note=None, facts=None, filters={"region": None}) == good()


@pytest.mark.parametrize(
    ("written", "iso"),
    [("2024", "2024"), ("2024-6", "2024-06"), ("2024年6月30日", "2024-06-30"), ("2024/6/30", "2024-06-30")],
)
def test_a_day_is_kept_as_precise_as_it_is(written, iso):
    assert good(as_of=written).as_of == iso


def test_a_conversation_ends_in_the_question():
    def asked(*turns, **more):
        return case(Record({"id": "a", "turns": turns, **more}, HERE), {})

    found, _ = asked("甲？", {"user": "乙？", "facts": ["1元"]})
    assert (found.turns, found.question, found.facts) == (("甲？", "乙？"), "乙？", (Fact(("1元",), id="f1"),))
    found, complaints = asked({"user": "甲？", "facts": ["1元"]}, "乙？", facts=["2元"])
    assert found is None
    assert [each.en for each in complaints] == [
        "a.yaml:12 a: facts of turns[0] would not be judged, only the last turn may have them"
    ]
    found, complaints = asked("甲？", {"user": "乙？", "facts": ["1元"]}, facts=["2元"])
    assert found is None
    assert "只能写一处" in complaints[0].zh


def test_a_draft_may_still_lack_its_answer():
    assert case(Record({"id": "a", "question": "？", "draft": True}, HERE), {})[0].draft


# --- what it may not


def test_a_complaint_names_file_line_id_and_field():
    assert wrong(facts=[["甲"]]) == [
        "题集“a.yaml”第 12 行，编号 d003：facts[0] 应为对象 | a.yaml:12 d003: facts[0] should be a mapping"
    ]


@pytest.mark.parametrize(
    ("record", "zh", "en"),
    [
        ({"facts": [{}]}, "facts[0] 没有 any_of", "facts[0] has none of"),
        ({"facts": [{"any_of": ["1"], "near": "x"}]}, "facts[0] 写了 near", "facts[0] has near without value"),
        ({"facts": [{"value": {"num": "五"}}]}, "facts[0].value.num 应为数", "facts[0].value.num should be a number"),
        ({"facts": [{"value": {"unit": "元"}}]}, "facts[0].value.num 没有写", "facts[0].value.num is missing"),
        ({"facts": [{"value": {"num": "1e999"}}]}, "facts[0].value.num 应为数", "should be a number"),
        ({"facts": [{"value": {"num": "5", "comparator": "约"}}]}, "comparator 应为 =, >=", "not 约"),
        ({"facts": [{"vital": "也许", "any_of": "x"}]}, "facts[0].vital 应为 true 或 false", "should be true or false"),
        ({"facts": [{"anyof": ["x"]}]}, "facts[0] 不认识“anyof”，是不是“any_of”", "facts[0]: unknown field anyof"),
        ({"facts": [{"any_of": [True]}]}, "facts[0].any_of[0] 应为文字", "should be text"),
        ({"facts": [{"any_of": [" "]}]}, "facts[0].any_of[0] 是空的", "is empty"),
        ({"facts": {"any_of": ["x"]}}, "facts 应为列表", "facts should be a list"),
        ({"must_not": [{"near": "x"}]}, "must_not[0] text 与 value", "must_not[0] needs either"),
        ({"sources": [{"section": "x"}]}, "sources[0].document 没有写", "sources[0].document is missing"),
        ({"facts": ["x"], "sources": [{"document": "a", "facts": ["f2"]}]}, "要点 f2 在 facts 里没有", "not there: f2"),
        ({"facts": [{"id": "f2", "any_of": "x"}, "y"]}, "facts 的编号重复：f2", "occur twice: f2"),
        ({"filters": {"year": ">=2023"}}, "filters.year 应为一个年份，如 2023，不能是“>=2023”", "one year"),
        ({"filters": {"validity": "有效"}}, "filters.validity 应为 现行", "not 有效"),
        ({"filters": {"place": "x"}}, "filters 不认识“place”", "filters: unknown field place"),
        ({"as_of": "去年"}, "as_of 应为日期", "as_of should be a day"),
        ({"as_of": "2024-02-30"}, "as_of 应为日期", "as_of should be a day"),
        ({"notices": ["老旧"]}, "notices[0] 应为 redacted", "not 老旧"),
        ({"unanswerable": {"kind": "unknown"}}, "unanswerable.kind 应为 out_of_corpus", "not unknown"),
        ({"unanswerable": "near_miss", "facts": ["x"]}, "不可回答的题不能有 facts", "is unanswerable and has facts"),
        ({"turns": ["甲？"]}, "question 与 turns 只能写一个", "has both question and turns"),
        ({"question": None}, "没有 question 或 turns", "has neither question nor turns"),
        ({"docs": None}, "没有 facts，也没有 docs 或 sources", "has no facts and no docs or sources"),
        ({"id": None}, "没有写 id", "has no id"),
        ({"status": "ok"}, "不认识“status”", "unknown field status"),
        ({"questoin": "？"}, "不认识“questoin”，是不是“question”", "did you mean question?"),
        ({"min_docs": "0"}, "min_docs 应不小于 1", "min_docs should be 1 or more"),
        ({"min_docs": "二"}, "min_docs 应为整数", "min_docs should be a whole number"),
        ({"all_docs": "2"}, "all_docs 应为 true 或 false", "all_docs should be true or false"),
        ({"sources": [{"document": "a", "doc": "b"}]}, "sources[0] 有字段写了两次", "has a field twice"),
    ],
)  # fmt: skip
def test_a_wrong_case_is_told_what_is_wrong(record, zh, en):
    (line,) = wrong(**record)
    chinese, _, english = line.partition(" | ")
    assert zh in chinese
    assert en in english


def test_a_field_is_called_as_the_file_calls_it():
    record = Record({"编号": "a", "问题": "？", "答案要点": [[]]}, HERE)
    assert case(record, {})[1][0].zh == "题集“a.yaml”第 12 行，编号 a：答案要点[0] 应为对象"


def test_everything_that_is_wrong_is_told_together():
    assert len(wrong(facts=[{}], as_of="x", status=1)) == 3
    found, complaints = case(Record({"id": "a", "unanswerable": "near_miss", "facts": ["x"]}, HERE), {})
    assert found is None
    assert len(complaints) == 2


@pytest.mark.parametrize("fields", ["text", ["list"], None])
def test_a_record_that_is_no_mapping_is_told(fields):
    assert (
        str(case(Record(fields, HERE), {})[1][0]) == "题集“a.yaml”第 12 行：应为对象 | a.yaml:12: should be a mapping"
    )


def test_what_cannot_be_taken_over_is_told_with_its_place():
    assert wrong(reason="x")[0].startswith("题集“a.yaml”第 12 行，编号 d003：写了原因")


# --- ids


def test_a_record_of_another_tool_gets_an_id_of_its_question():
    first, _ = case(Record({"input": "护理费？", "expected_output": "500元"}, HERE), {})
    second, _ = case(Record({"问题": "护理费？", "要点": "500元"}, HERE, table=True), {})
    assert first.id == second.id == "q-1eea11f0"


# --- defaults


def test_defaults_fill_what_a_case_leaves_out():
    shared, complaints = defaults(Record({"地区": "清河市", "as_of": "2024", "tags": ["x"]}, Origin("a.yaml")))
    assert complaints == ()
    first, _ = case(Record({"id": "a", "question": "？", "docs": ["d"]}, HERE), shared)
    assert (first.filters, first.as_of, first.tags) == (Filters(region="清河市"), "2024", ("x",))
    record = {"id": "a", "question": "？", "docs": ["d"], "filters": {"year": "2023"}, "as_of": "2020", "tags": []}
    second, _ = case(Record(record, HERE), shared)
    assert (second.filters, second.as_of, second.tags) == (Filters(year=2023), "2020", ())


def test_other_defaults_are_told():
    shared, complaints = defaults(Record({"top_k": "8", "as_of": "x"}, Origin("a.yaml")))
    assert shared == {}
    assert [each.en for each in complaints] == [
        "a.yaml: defaults: as_of should be a day, as 2024-06-30, not x",
        "a.yaml: defaults: unknown field top_k",
    ]


# --- the form


def test_the_published_form_is_the_one_that_is_checked():
    published = ROOT / "evals" / "suites" / "case.schema.json"
    assert json.loads(published.read_text(encoding="utf-8")) == json_schema()
    assert published.read_text(encoding="utf-8") == json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"


def test_the_form_names_every_field_in_both_languages():
    form = json_schema()
    assert form["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "$id" not in form
    fields = form["$defs"]["WrittenCase"]["properties"]
    assert {"question", "问题", "facts", "答案要点", "sources", "来源"} <= set(fields)
    assert fields["问题"] == {"$ref": "#/$defs/WrittenCase/properties/question"}
    for part in [form, *form["$defs"].values()]:
        assert part["additionalProperties"] is False
        for name, field in part["properties"].items():
            assert "$ref" in field or " | " in field["description"], name


def test_every_reference_of_the_form_leads_somewhere():
    form = json_schema()

    def references(part):
        if isinstance(part, dict):
            yield from (value for key, value in part.items() if key == "$ref")
            part = list(part.values())
        if isinstance(part, list):
            for each in part:
                yield from references(each)

    for reference in references(form):
        place = form
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]
        assert place


def test_the_form_is_read_without_anything_heavy():
    code = "import sys, evals.suite.load, evals.suite.write; print({'torch', 'numpy', 'openpyxl', 'faiss'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
