"""Files and folders become cases; what is wrong in them is told together; cases are chosen and fingerprinted."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from corpus.errors import BadCall
from evals.suite import headings
from evals.suite.load import digest, load, problems, select
from evals.types import Case, Fact, Filters, Gold

ROOT = Path(__file__).resolve().parents[3]
FIVE = ROOT.parent / "shared" / "evals" / "five_documents.yaml"
ENGLISH = ROOT / "evals" / "suites" / "english.yaml"

WORDS = {"question": "护理费每月多少元？", "says": "每人每月500元", "where": "护理费.md"}
CASE = Case(
    id="q-1c921291",
    turns=("护理费每月多少元？",),
    facts=(Fact(("每人每月500元",), id="f1"),),
    docs=("护理费.md",),
)
YAML = f"cases:\n- {{id: {CASE.id}, question: 护理费每月多少元？, facts: [每人每月500元], docs: [护理费.md]}}\n"


def ids(cases):
    return [case.id for case in cases]


# --- every kind of file


def test_our_suites_load_unchanged():
    cases = load([ENGLISH])
    assert len(cases) == 60
    assert cases[0].facts == (Fact(("2.5",), id="f1"),)


@pytest.mark.skipif(not FIVE.is_file(), reason="../shared is not beside this checkout")
def test_the_suite_of_the_five_documents_loads_unchanged():
    cases = {case.id: case for case in load([FIVE])}
    assert len(cases) == 50
    assert (cases["d001"].docs, cases["d001"].notices) == (("001",), ("redacted",))
    assert (cases["d033"].all_docs, cases["d034"].min_docs) == (True, 2)
    assert cases["d038"].unanswerable == "wrong_region"
    assert cases["d048"].turns == ("2022年县里困难补助发了多少？", "那纪念章发给了多少人？")


@pytest.mark.parametrize(
    ("name", "text", "encoding"),
    [
        ("a.yaml", YAML, "utf-8"),
        ("a.json", '[{"id": "q-1c921291", "question": "%(question)s", "facts": ["%(says)s"], "docs": "%(where)s"}]', "utf-8"),
        ("a.jsonl", '{"id": "q-1c921291", "问题": "%(question)s", "要点": ["%(says)s"], "文件": ["%(where)s"]}', "utf-8"),
        ("a.csv", "问题,答案要点,来源文件\r\n%(question)s,%(says)s,%(where)s\r\n", "gb18030"),
        ("b.csv", "question,__expected,__metadata:source_doc\n%(question)s,contains:%(says)s,%(where)s\n", "utf-8-sig"),
        (
            "promptfooconfig.yaml",
            "tests:\n- vars: {query: %(question)s}\n  assert: [{type: contains, value: %(says)s}]\n  metadata: {docs: %(where)s}",
            "utf-8",
        ),
        (
            "deepeval.json",
            '[{"input": "%(question)s", "expected_output": "%(says)s。", "source_file": "docs/%(where)s", "actual_output": "x"}]',
            "utf-8",
        ),
        (
            "ragas.jsonl",
            '{"user_input": "%(question)s", "reference": "%(says)s", "reference_context_ids": ["%(where)s"], "response": "x"}',
            "utf-8",
        ),
    ],
)  # fmt: skip
def test_the_same_case_comes_of_every_kind_of_file(file, name, text, encoding):
    cases = load([file(name, text % WORDS if "%(" in text else text, encoding)])
    assert cases == [CASE]
    assert digest(cases) == digest([CASE])


def test_the_same_case_comes_of_a_workbook(book):
    path = book(一=[["问题", "答案要点", "来源文件", "序号"], [WORDS["question"], WORDS["says"], WORDS["where"], 1]])
    assert load([path]) == [CASE]


def test_defaults_of_a_file_hold_for_its_cases_alone(file):
    first = file("a.yaml", "defaults: {filters: {region: 清河市}}\ncases: [{id: a, question: ？, docs: [d]}]")
    second = file("b.yaml", "cases: [{id: b, question: ？, docs: [d]}]")
    assert [case.filters for case in load([first, second])] == [Filters(region="清河市"), Filters()]


# --- files and folders


def test_a_folder_gives_its_files_by_name_and_no_others(file, tmp_path):
    for name, id in (("b.yaml", "b"), ("a.json", "a"), (".c.yaml", "c"), ("~$d.csv", "d")):
        file(name, f'[{{"id": "{id}", "question": "？", "docs": ["d"]}}]')
    file("case.schema.json", "{}")
    file("读我.txt", "x")
    (tmp_path / "sub.yaml").mkdir()
    assert ids(load([tmp_path])) == ["a", "b"]


def test_files_come_in_the_order_they_are_named_and_once(file, tmp_path):
    first = file("b.yaml", "[{id: b, question: ？, docs: [d]}]")
    file("a.yaml", "[{id: a, question: ？, docs: [d]}]")
    assert ids(load([first, tmp_path])) == ["b", "a"]


@pytest.mark.parametrize(("name", "words"), [("没有.yaml", "找不到题集"), ("", "里没有题集")])
def test_a_missing_suite_is_told(tmp_path, name, words):
    with pytest.raises(BadCall, match=words):
        load([tmp_path / name])
    assert len(problems(tmp_path / name)) == 1


def test_an_unknown_kind_of_file_is_told(file):
    with pytest.raises(BadCall, match=r"可用 \.yaml \.yml \.json \.jsonl \.csv \.xlsx"):
        load([file("题.docx", "x")])


# --- what is wrong


def test_an_id_is_used_once_over_all_files(file, tmp_path):
    file("a.yaml", "- {id: x, question: ？, docs: [d]}")
    file("b.yaml", "- {id: y, question: ？, docs: [d]}\n- {id: x, question: ？, docs: [d]}")
    assert problems(tmp_path) == [
        "题集“b.yaml”第 2 行，编号 x：编号与题集“a.yaml”第 1 行重复 | b.yaml:2 x: has the id of a.yaml:1"
    ]


def test_all_that_is_wrong_is_told_and_the_first_of_it_raised(file):
    path = file(
        "a.yaml",
        "cases:\n- {id: a, question: 甲？}\n- {question: 乙？, docs: [d]}\n- {id: c, question: 丙？, docs: [d]}\n- x\n",
    )
    assert [line.partition(" | ")[2] for line in problems(path)] == [
        "a.yaml:2 a: has no facts and no docs or sources",
        "a.yaml:3: has no id",
        "a.yaml:5: should be a mapping",
    ]
    with pytest.raises(BadCall) as told:
        load([path])
    assert told.value.zh == "题集“a.yaml”第 2 行，编号 a：没有 facts，也没有 docs 或 sources（另有 2 处）"
    assert told.value.en == "a.yaml:2 a: has no facts and no docs or sources (and 2 more)"


def test_one_bad_file_of_a_folder_does_not_hide_another(file, tmp_path):
    file("a.yaml", "cases: [")
    file("b.csv", "问题,要点\n甲？,\n")
    lines = problems(tmp_path)
    assert len(lines) == 2
    assert "b.csv:2: has no facts" in lines[1]


def test_nothing_is_wrong_with_a_good_suite():
    assert problems(ENGLISH) == []


names = some.sampled_from(
    [name for table in (headings.CASE, headings.FOREIGN, headings.FACT, headings.SOURCE, headings.TURN) for name in table.names]
    + ["vars", "assert", "metadata", "additional_metadata", "num", "type", "content", "kind", "cases", "tests", "defaults", "defaultTest"]
)  # fmt: skip
anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=4) | some.sampled_from(["是", "human", "contains", "a|b", "[1", "\ud800"]),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(names, inner, max_size=5),
    max_leaves=25,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(
    tree=some.lists(some.dictionaries(names, anything, max_size=6), max_size=3) | some.dictionaries(names, anything)
)
def test_whatever_stands_in_a_file_is_read_or_told_in_lines_of_two_languages(tmp_path, tree):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(tree), encoding="utf-8")
    for line in problems(path):
        assert line.startswith("题集“a.json”")
        assert " | a.json" in line
        assert len(line.splitlines()) == 1
        assert line.encode()


# --- choosing


def test_cases_are_chosen_by_tag_and_id_and_drafts_left_out():
    cases = [
        Case("a", ("？",), tags=("x", "y")),
        Case("b", ("？",), tags=("y",), draft=True),
        Case("c", ("？",), tags=("z",)),
    ]
    assert ids(select(cases)) == ["a", "c"]
    assert ids(select(cases, drafts=True)) == ["a", "b", "c"]
    assert ids(select(cases, tags=["y", "z"])) == ["a", "c"]
    assert ids(select(cases, ids=["c", "a"])) == ["a", "c"]
    assert ids(select(cases, tags=["y"], ids=["a", "c"], drafts=True)) == ["a"]


def test_an_unknown_tag_or_id_is_told_what_is_near():
    cases = [Case("yb-001", ("？",), tags=("数值",)), Case("zz", ("？",), tags=("多轮",))]
    with pytest.raises(BadCall, match="没有题号“yb-01”，相近的有：yb-001"):
        select(cases, ids=["yb-01"])
    with pytest.raises(BadCall, match="没有标签“价格”，相近的有：多轮、数值"):
        select(cases, tags=["价格"])


# --- fingerprint


def test_a_fingerprint_is_the_same_for_the_same_cases_in_any_order(file):
    one = file(
        "a.yaml",
        "- {id: a, question: ？, facts: [{value: {num: 2.50, unit: 元}}], docs: [d]}\n- {id: b, question: ？, docs: [d]}",
    )
    other = file(
        "b.json",
        json.dumps(
            [
                {"docs": ["d"], "question": "？", "id": "b"},
                {"docs": ["d"], "facts": [{"value": {"unit": "元", "num": 2.5}}], "question": "？", "id": "a"},
            ]
        ),
    )
    assert digest(load([one])) == digest(load([other]))
    assert len(digest([])) == 16


def test_a_fingerprint_changes_with_any_field():
    changed = [
        CASE,
        Case(CASE.id, ("？",), CASE.facts, docs=CASE.docs),
        Case(CASE.id, CASE.turns, (), docs=CASE.docs),
        Case(CASE.id, CASE.turns, CASE.facts, sources=(Gold("护理费.md"),)),
        Case(CASE.id, CASE.turns, CASE.facts, docs=CASE.docs, note="x"),
    ]
    assert len({digest([case]) for case in changed}) == len(changed)
