"""Records of sheets, promptfoo, DeepEval and Ragas are taken over into fields of ours."""

import pytest

from corpus.errors import BadCall
from evals.suite.translate import plain, told


def ours(**record):
    return plain(record).fields


def row(**cells):
    return plain(cells, table=True).fields


# --- cells of a sheet


def test_a_row_of_a_chinese_sheet_becomes_a_case():
    assert row(
        编号="yb-1",
        问题="护理费每月多少？",
        答案要点="500元 || 五百元 | 按月发放",
        不得出现="800元；另行规定",
        来源文件="护理费.md",
        条款="第三条",
        原文="护理费每人每月500元",
        地区="清河市",
        年份="2023",
        标签="数值、单跳",
        提示="隐去",
    ) == {
        "id": "yb-1",
        "question": "护理费每月多少？",
        "facts": [{"any_of": ["500元", "五百元"]}, {"any_of": ["按月发放"]}],
        "must_not": ["800元", "另行规定"],
        "sources": [{"document": "护理费.md", "section": "第三条", "quote": "护理费每人每月500元"}],
        "filters": {"region": "清河市", "year": "2023"},
        "tags": ["数值", "单跳"],
        "notices": ["隐去"],
    }


def test_a_row_of_an_english_sheet_becomes_the_same_case():
    assert row(
        id="yb-1",
        question="护理费每月多少？",
        expected_facts="500元||五百元|按月发放",
        must_not="800元|另行规定",
        source_doc="护理费.md",
        source_article="第三条",
        source_quote="护理费每人每月500元",
        filters="region=清河市；year=2023",
        tags="数值,单跳",
        notices="redacted",
    ) == {
        "id": "yb-1",
        "question": "护理费每月多少？",
        "facts": [{"any_of": ["500元", "五百元"]}, {"any_of": ["按月发放"]}],
        "must_not": ["800元", "另行规定"],
        "sources": [{"document": "护理费.md", "section": "第三条", "quote": "护理费每人每月500元"}],
        "filters": {"region": "清河市", "year": "2023"},
        "tags": ["数值", "单跳"],
        "notices": ["redacted"],
    }


@pytest.mark.parametrize("cell", ["甲|乙", "甲｜乙", "甲；乙", "甲\n乙", " 甲 |\n 乙；"])
def test_a_list_is_divided_by_bars_semicolons_and_new_lines(cell):
    assert row(问题="？", 要点=cell)["facts"] == [{"any_of": ["甲"]}, {"any_of": ["乙"]}]


def test_strokes_and_commas_are_text():
    assert row(问题="？", 要点="500元/月，按月发")["facts"] == [{"any_of": ["500元/月，按月发"]}]


def test_a_quote_may_hold_a_semicolon():
    found = row(问题="？", 文件="a.md", 原文="一次；二次")
    assert found["sources"] == [{"document": "a.md", "quote": "一次；二次"}]


def test_numbered_columns_are_one_list():
    assert row(问题="？", 要点1="甲", 要点2="乙 || 丙")["facts"] == [{"any_of": ["甲"]}, {"any_of": ["乙", "丙"]}]


def test_a_cell_may_hold_json():
    cell = '[{"value": {"num": 500, "unit": "元"}}]'
    assert row(问题="？", 要点=cell)["facts"] == [{"value": {"num": "500", "unit": "元"}}]
    assert row(问题="？", 备注="[见附件]")["note"] == "[见附件]"


def test_filters_that_are_no_pairs_are_told():
    with pytest.raises(BadCall, match="地区=清河市"):
        row(问题="？", filters="清河市")


# --- documents, sections, quotes


def test_documents_alone_stay_documents():
    assert row(问题="？", 文件="a.md|b.md") == {"question": "？", "docs": ["a.md", "b.md"]}


def test_quotes_belong_to_the_documents_in_the_same_places():
    assert row(问题="？", 文件="a.md|b.md", 原文="甲|乙")["sources"] == [
        {"document": "a.md", "quote": "甲"},
        {"document": "b.md", "quote": "乙"},
    ]
    assert row(问题="？", 文件="a.md|b.md", 原文="|乙")["sources"] == [
        {"document": "a.md"},
        {"document": "b.md", "quote": "乙"},
    ]


def test_quotes_belong_to_the_only_document():
    assert row(问题="？", 文件="a.md", 条款="第三条", 原文="甲\n乙|")["sources"] == [
        {"document": "a.md", "section": "第三条", "quote": "甲"},
        {"document": "a.md", "section": "第三条", "quote": "乙"},
        {"document": "a.md", "section": "第三条"},
    ]


def test_a_quote_without_a_document_may_stand_in_any():
    assert row(问题="？", 原文="甲")["sources"] == [{"document": "*", "quote": "甲"}]


@pytest.mark.parametrize(
    "cells",
    [
        {"文件": "a|b", "原文": "甲"},
        {"文件": "a|b", "原文": "甲|乙|丙"},
        {"文件": "a", "条款": "一|二", "原文": "甲|乙|丙"},
    ],
)
def test_quotes_that_do_not_match_the_documents_are_told(cells):
    with pytest.raises(BadCall, match="对不上"):
        row(问题="？", **cells)


def test_names_of_documents_may_stand_where_sources_do():
    assert ours(id="a", question="？", sources=["a.md"])["docs"] == ["a.md"]
    nested = [{"document": "a.md"}]
    assert ours(id="a", question="？", sources=nested)["sources"] == nested


def test_sources_and_quotes_beside_each_other_are_told():
    with pytest.raises(BadCall, match="只能写一种"):
        ours(id="a", question="？", sources=[{"document": "a.md"}], quotes=["甲"])


# --- questions, refusals, free text


def test_what_is_asked_after_the_question_makes_a_conversation():
    assert row(问题="甲？", 追问="乙？|丙？") == {"turns": ["甲？", "乙？", "丙？"]}
    assert row(轮次="甲？\n乙？") == {"turns": ["甲？", "乙？"]}
    assert ours(id="a", question="甲？", 追问="乙？") == {"id": "a", "turns": ["甲？", "乙？"]}


@pytest.mark.parametrize("yes", ["是", "yes", "TRUE", "近似"])
def test_a_refusal_takes_its_reason_from_beside_it(yes):
    assert row(问题="？", 不可回答=yes, 原因="没有写")["unanswerable"] == {"kind": yes, "reason": "没有写"}


@pytest.mark.parametrize("no", ["否", "no", "False"])
def test_no_is_no_refusal(no):
    assert row(问题="？", 不可回答=no) == {"question": "？"}
    assert ours(id="a", question="？", unanswerable=False) == {"id": "a", "question": "？"}


def test_a_reason_for_nothing_is_told():
    with pytest.raises(BadCall, match="没有写不可回答"):
        row(问题="？", 原因="没有写")


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("每人每月500元。", [{"any_of": ["每人每月500元"]}]),
        ("500元。按月发放。", [{"says": "500元"}, {"says": "按月发放"}]),
        ("甲" * 31, [{"says": "甲" * 31}]),
        ("It is 500 yuan. It is paid monthly.", [{"says": "It is 500 yuan"}, {"says": "It is paid monthly"}]),
        ("2.5元", [{"any_of": ["2.5元"]}]),
        ("。", []),
    ],
)
def test_a_few_words_are_taken_as_they_are_and_a_longer_answer_by_its_sentences(text, facts):
    assert told(text) == facts


def test_free_text_counts_only_where_no_facts_are_given_and_an_answer_is_due():
    assert row(问题="？", 参考答案="500元")["facts"] == [{"any_of": ["500元"]}]
    assert row(问题="？", 参考答案="500元", 要点="甲")["facts"] == [{"any_of": ["甲"]}]
    assert "facts" not in row(问题="？", 参考答案="文件没有写", 不可回答="是")


def test_two_names_of_one_field_are_told():
    with pytest.raises(BadCall, match="“question”和“问题”是同一个字段"):
        ours(question="甲？", 问题="乙？")


# --- promptfoo


@pytest.mark.parametrize(
    ("check", "fields"),
    [
        ({"type": "contains", "value": "500元"}, {"facts": [{"any_of": ["500元"]}]}),
        ({"type": "icontains", "value": "500元"}, {"facts": [{"any_of": ["500元"]}]}),
        ({"type": "contains-any", "value": ["500元", "五百元"]}, {"facts": [{"any_of": ["500元", "五百元"]}]}),
        ({"type": "contains-any", "value": "500元, 五百元"}, {"facts": [{"any_of": ["500元", "五百元"]}]}),
        ({"type": "contains-all", "value": ["甲", "乙"]}, {"facts": [{"all_of": ["甲", "乙"]}]}),
        ({"type": "equals", "value": "500元"}, {"facts": [{"any_of": ["500元"]}]}),
        ({"type": "factuality", "value": "甲。乙。"}, {"facts": [{"says": "甲"}, {"says": "乙"}]}),
        ({"type": "contains", "value": "甲", "weight": "0"}, {"facts": [{"any_of": ["甲"], "vital": False}]}),
        ({"type": "contains", "value": "{{amount}}元"}, {"facts": [{"any_of": ["500元"]}]}),
        ({"type": "not-contains", "value": "800元"}, {"must_not": ["800元"]}),
        ({"type": "not-contains-any", "value": ["甲", "乙"]}, {"must_not": ["甲", "乙"]}),
        ({"type": "is-refusal"}, {"unanswerable": "out_of_corpus"}),
        ({"type": "latency", "threshold": "5"}, {}),
    ],
)
def test_an_assertion_of_promptfoo_becomes_what_it_asks_for(check, fields):
    assert ours(vars={"question": "？", "amount": "500"}, **{"assert": [check]}) == {"question": "？", **fields}


@pytest.mark.parametrize(
    ("check", "words"),
    [
        ({"type": "llm-rubric", "value": "态度好"}, r"assert\[0\] 的类型“llm-rubric”"),
        ({"type": "contains", "value": "file://a.txt"}, "写出来"),
        ({"type": "contains", "value": "{{unknown}}"}, "写出来"),
        ("contains", r"assert\[0\]"),
    ],
)
def test_an_assertion_that_cannot_be_judged_by_the_words_is_told(check, words):
    with pytest.raises(BadCall, match=words):
        ours(vars={"question": "？"}, **{"assert": [check]})


@pytest.mark.parametrize("name", ["question", "query", "input", "prompt", "问题", "whatever"])
def test_the_question_of_promptfoo_is_known_by_its_name_or_as_the_only_variable(name):
    assert ours(vars={name: "？"}) == {"question": "？"}


def test_a_question_that_cannot_be_told_from_other_variables_is_told():
    with pytest.raises(BadCall, match="vars 里没有 question"):
        ours(vars={"a": "？", "b": "？"})


def test_what_promptfoo_says_beside_the_test_is_taken_where_we_have_a_name_for_it():
    found = plain(
        {
            "description": "护理费",
            "vars": {"question": "？", "region": "清河市", "context": "……", "tone": "温和"},
            "metadata": {"category": "数值", "author": "王", "source_doc": "a.md"},
            "options": {},
            "threshold": "0.5",
        }
    )
    assert found.fields == {
        "question": "？",
        "filters": {"region": "清河市"},
        "note": "护理费",
        "tags": "数值",
        "docs": "a.md",
    }
    assert not found.ours


def test_a_row_of_promptfoo_becomes_a_case():
    cells = {
        "question": "护理费每月多少？",
        "tone": "温和",
        "__expected": "contains-any: 500元, 五百元",
        "__expected1": "not-contains:800元",
        "__expected2": "按月发放",
        "__description": "护理费",
        "__metadata:region": "清河市",
        "__metadata:tags[]": "数值, 单跳",
        "__threshold": "0.5",
    }
    assert plain(cells, table=True).fields == {
        "question": "护理费每月多少？",
        "facts": [{"any_of": ["500元", "五百元"]}, {"any_of": ["按月发放"]}],
        "must_not": ["800元"],
        "note": "护理费",
        "filters": {"region": "清河市"},
        "tags": ["数值", "单跳"],
    }


# --- DeepEval and Ragas


def test_a_golden_of_deepeval_becomes_a_case():
    found = plain(
        {
            "input": "护理费每月多少？",
            "actual_output": None,
            "expected_output": "每人每月500元",
            "context": ["护理费每人每月500元"],
            "retrieval_context": ["……"],
            "source_file": "/data/docs/护理费.md",
            "additional_metadata": {"地区": "清河市", "quality": "0.9"},
            "name": "g1",
            "comments": "待核",
            "tools_called": [],
        }
    )
    assert found.fields == {
        "id": "g1",
        "question": "护理费每月多少？",
        "facts": [{"any_of": ["每人每月500元"]}],
        "sources": [{"document": "护理费.md", "quote": "护理费每人每月500元"}],
        "filters": {"region": "清河市"},
        "note": "待核",
    }
    assert not found.ours


def test_a_sample_of_ragas_becomes_a_case():
    assert ours(
        user_input="护理费每月多少？",
        retrieved_contexts=["……"],
        response="……",
        reference="每人每月500元",
        reference_contexts=["<1-hop>\n\n护理费每人每月500元", "<2-hop>\n\n按月发放"],
        reference_context_ids=["a.md", "b.md"],
        synthesizer_name="multi_hop",
    ) == {
        "question": "护理费每月多少？",
        "facts": [{"any_of": ["每人每月500元"]}],
        "sources": [{"document": "a.md", "quote": "护理费每人每月500元"}, {"document": "b.md", "quote": "按月发放"}],
    }


@pytest.mark.parametrize(("kind", "person", "machine"), [("type", "human", "ai"), ("role", "user", "assistant")])
def test_what_the_person_says_in_a_list_of_messages_makes_the_turns(kind, person, machine):
    said = [(person, "甲？"), (machine, "……"), (person, "乙？")]
    messages = [{kind: speaker, "content": text} for speaker, text in said]
    assert ours(user_input=messages)["turns"] == ["甲？", "乙？"]
    assert ours(user_input=messages[:2])["question"] == "甲？"
    with pytest.raises(BadCall, match="没有一句是人问的"):
        ours(user_input=messages[1:2])


def test_lists_that_ragas_saves_in_csv_are_read():
    cells = {"user_input": "？", "reference_contexts": "['甲', '乙']", "reference_context_ids": "['a.md']"}
    assert plain(cells, table=True).fields["sources"] == [
        {"document": "a.md", "quote": "甲"},
        {"document": "a.md", "quote": "乙"},
    ]


def test_a_record_of_ours_is_told_from_others():
    assert plain({"question": "？", "备注": "x"}).ours
    assert not plain({"query": "？"}).ours
    assert not plain({"问题": "？"}, table=True).ours
