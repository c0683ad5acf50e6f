"""`python -m evals` from the outside: what it prints and writes, with which code it leaves, what it refuses beforehand."""

import csv
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest

from corpus.command import code_of
from evals.__main__ import main
from evals.bench import systems
from index.embed import open_embedder
from index.writer import Writer
from tests.assistant.writer.server import faithful, replying, serving
from tests.conftest import ROOT
from tests.evals.conftest import REPORT, RULES

SUITE = """
suite: 小题集
cases:
  - {id: a1, tags: [数值], question: 离休干部困难补助每人每年多少元？, docs: [补助规定.txt],
     facts: [{value: {num: 6000, unit: 元}}]}
  - {id: a2, tags: [时限], question: 原单位收到申请后几个工作日内提出意见？, docs: [补助规定.txt],
     facts: [{any_of: [15个工作日]}]}
  - {id: u1, tags: [语料外], question: 生育津贴发多少天？, unanswerable: {kind: out_of_corpus}}
"""
WRONG = (
    "  - {id: w1, question: 离休干部困难补助每人每年多少元？, docs: [补助规定.txt], facts: [{any_of: [9000元]}]}\n"
)


@pytest.fixture(autouse=True)
def hash_embedder(monkeypatch):
    monkeypatch.setenv("POLICY_EMBEDDER", "hash")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("documents")
    (folder / "补助规定.txt").write_text(RULES, encoding="utf-8")
    (folder / "总结-2023.txt").write_text(REPORT, encoding="utf-8")
    store = tmp_path_factory.mktemp("store")
    with Writer.open(store, open_embedder("hash")) as writer:
        writer.sync([folder])
    return store


@pytest.fixture
def suite(tmp_path):
    def written(text=SUITE, name="小题集.yaml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.fixture
def call(store, capsys):
    """Carry out a command over the store: (code, stdout, stderr)."""

    def called(command, *argv, over_store=True):
        argv = [command, *map(str, argv)] + (["--store", str(store)] if over_store else [])
        code = code_of(lambda: main(argv))
        said = capsys.readouterr()
        return code, said.out, said.err

    return called


def unanswerable(number):
    """So many cases that no document answers."""
    return "".join(
        f"  - {{id: u{at}, question: 第{at}号疫苗接种点几点开门？, unanswerable: {{kind: out_of_corpus}}}}\n"
        for at in range(10, 10 + number)
    )


class TestRun:
    def test_a_suite_that_passes_ends_with_zero_and_says_so(self, call, suite):
        code, out, _ = call("run", suite())
        assert code == 0
        assert out.splitlines()[-1] == "结论：通过 | passed"
        for group in ("检索", "回答与引用", "拒答"):
            assert group in out

    def test_a_failing_case_ends_with_one_and_is_told_with_its_cause(self, call, suite):
        code, out, _ = call("run", suite(SUITE + WRONG))
        assert code == 1
        assert re.search(r"✗ w1 .*入库缺失|✗ w1 .*抽取/生成", out.replace("\n  ", ""))
        assert out.splitlines()[-1] == "结论：未通过 | failed"

    def test_a_bound_on_a_figure_replaces_the_gate_on_every_case(self, call, suite):
        path = suite(SUITE + WRONG)
        assert call("run", path, "--fail-under", "pass_rate=0.7")[0] == 0
        assert call("run", path, "--fail-under", "pass_rate=0.7,fact_recall=0.99")[0] == 1
        assert call("run", path, "--fail-under", "0.99")[0] == 1

    def test_every_report_is_written_in_one_run(self, call, suite, tmp_path):
        names = ["run.json", "report.html", "junit.xml", "summary.md", "cases.csv"]
        files = [tmp_path / name for name in names]
        assert call("run", suite(), "--out", *files)[0] == 0
        assert json.loads(files[0].read_text("utf-8"))["suites"] == ["小题集.yaml"]
        assert "困难补助" in files[1].read_text("utf-8")
        assert len(ET.parse(files[2]).getroot().findall(".//testcase")) == 3
        assert "passed" in files[3].read_text("utf-8")
        assert len(list(csv.reader(files[4].read_text("utf-8-sig").splitlines()))) >= 4

    def test_the_same_store_and_suite_give_the_same_bytes_but_for_the_time(self, call, suite, tmp_path):
        first, second = tmp_path / "1.json", tmp_path / "2.json"
        call("run", suite(), "--out", first)
        call("run", suite(), "--out", second)
        texts = [
            re.sub(r' "timing": \{.*?\n \}', "", path.read_text("utf-8"), flags=re.S) for path in (first, second)
        ]
        assert '"timing"' in first.read_text("utf-8")
        assert texts[0] == texts[1]

    def test_against_a_baseline_only_newly_failing_cases_count(self, call, suite, tmp_path):
        bad, base = suite(SUITE + WRONG), tmp_path / "base.json"
        call("run", bad, "--out", base)
        assert call("run", bad, "--baseline", base)[0] == 0
        spoilt = base.read_text("utf-8").replace('"passed": false', '"passed": true')
        base.write_text(spoilt, encoding="utf-8")
        code, out, _ = call("run", bad, "--baseline", base)
        assert code == 1
        assert "w1" in out.splitlines()[-2]
        assert call("run", bad, "--baseline", base, "--max-regression", 1)[0] == 0

    def test_cases_are_chosen_by_tag_by_id_and_by_an_earlier_failure(self, call, suite, tmp_path):
        bad, base = suite(SUITE + WRONG), tmp_path / "base.json"
        assert "共 1 题" in call("run", bad, "--tag", "时限")[1] or " 1 题" in call("run", bad, "--tag", "时限")[1]
        assert "2 题 cases" in call("run", bad, "--case", "a1,u1")[1]
        call("run", bad, "--out", base)
        assert "1 题 cases" in call("run", bad, "--only-failing", base)[1]
        assert "1 题 cases" in call("run", "--only-failing", bad, "--baseline", base)[1]

    def test_no_case_left_ends_with_five(self, call, suite, tmp_path):
        base = tmp_path / "base.json"
        call("run", suite(), "--out", base)
        assert call("run", suite(), "--only-failing", base)[0] == 5
        assert call("run", suite("cases: []"))[0] in (4, 5)

    def test_hits_alone_are_judged_without_an_answer(self, call, suite):
        code, out, _ = call("run", suite(), "--mode", "retrieval")
        assert code == 0
        assert "召回率@5" in out
        assert "拒答召回率" not in out

    def test_answers_that_a_language_model_words_are_judged_like_any_other(self, call, suite, tmp_path, monkeypatch):
        out = tmp_path / "run.json"
        with serving(replying(faithful)) as server:
            monkeypatch.setenv("POLICY_LLM_URL", server.url)
            monkeypatch.setenv("POLICY_LLM_MODEL", "scripted")
            assert call("run", suite(), "--out", out)[0] == 0
            assert server.calls == []
            plain = json.loads(out.read_text("utf-8"))
            code, told, _ = call("run", suite(), "--mode", "llm", "--out", out)
            answered = [each for each in plain["outcomes"] if each["status"] == "answered"]
            assert len(server.calls) == len(answered) > 0
        run = json.loads(out.read_text("utf-8"))
        assert (code, run["mode"], run["model"]) == (0, "llm", "scripted")
        assert (plain["mode"], plain["model"]) == ("extractive", None)
        assert "scripted，其中0题改用原文" in "".join(told.split())
        assert [each["passed"] for each in run["outcomes"]] == [each["passed"] for each in plain["outcomes"]]

    def test_a_language_model_that_is_gone_costs_no_case(self, call, suite, monkeypatch):
        monkeypatch.setenv("POLICY_LLM_URL", "http://127.0.0.1:1/v1")
        monkeypatch.setenv("POLICY_LLM_MODEL", "gone")
        code, told, _ = call("run", suite(), "--mode", "llm")
        assert code == 0
        assert "gone，其中2题改用原文" in "".join(told.split())

    def test_an_interruption_ends_with_two_and_tells_what_was_done(self, call, suite, monkeypatch):
        from evals import commands

        ask = commands.ask

        def interrupted(*given):
            stream = ask(*given)
            yield next(stream)
            raise KeyboardInterrupt

        monkeypatch.setattr(commands, "ask", interrupted)
        code, out, _ = call("run", suite())
        assert code == 2
        assert "1 题 cases" in out
        assert "已中断" in out

    def test_a_bug_of_ours_ends_with_three(self, call, suite, monkeypatch):
        from evals import commands

        def broken(*given):
            raise ZeroDivisionError

        monkeypatch.setattr(commands, "ask", broken)
        code, _, err = call("run", suite())
        assert code == 3
        assert "ZeroDivisionError" in err

    @pytest.mark.parametrize(
        ("argv", "words"),
        [
            (["没有.yaml"], "没有.yaml"),
            ([], "题集"),
            (["SUITE", "--out", "a.docx"], ".html"),
            (["SUITE", "--out", "/无此文件夹/a.html"], "不存在"),
            (["SUITE", "--fail-under", "genau=1"], "genau"),
            (["SUITE", "--max-regression", "0"], "--baseline"),
            (["SUITE", "--baseline", "没有.json"], "没有.json"),
            (["SUITE", "--only-failing"], "--baseline"),
            (["SUITE", "--case", "a9"], "a9"),
            (["SUITE", "--tag", "数字"], "数字"),
            (["SUITE", "--mode", "llm"], "POLICY_LLM_URL"),
        ],
    )
    def test_a_wrong_call_ends_with_four_in_one_line(self, call, suite, argv, words):
        path = suite()
        code, out, err = call("run", *[path if each == "SUITE" else each for each in argv])
        assert (code, out) == (4, "")
        (line,) = err.splitlines()
        assert words in line

    def test_a_wrong_case_is_named_by_file_line_and_id(self, call, suite):
        code, _, err = call("run", suite(SUITE + "  - {id: w2, question: 甲？, facts: [{anyof: [1]}]}\n"))
        assert code == 4
        for words in ("小题集.yaml", "9", "w2", "any_of"):
            assert words in err

    def test_a_missing_store_ends_with_four(self, suite, tmp_path, capsys):
        assert main(["run", str(suite()), "--store", str(tmp_path / "nirgends")]) == 4
        assert "python -m index build" in capsys.readouterr().err

    def test_an_unknown_option_ends_with_four(self, capsys):
        with pytest.raises(SystemExit) as ended:
            main(["run", "--nonsense"])
        assert ended.value.code == 4


class TestTheOtherCommands:
    def test_check_passes_over_sound_gold_and_tells_what_is_gone(self, call, suite):
        assert call("check", suite())[0] == 0
        stale = SUITE + "  - {id: s1, question: 甲？, sources: [{document: 补助规定.txt, quote: 每人每年5000元}]}\n"
        code, out, _ = call("check", suite(stale))
        assert code == 1
        assert "s1" in out
        assert "6000元" in out

    def test_check_tells_everything_that_is_wrong_in_a_suite(self, call, suite):
        wrong = SUITE + "  - {id: w2, question: 甲？}\n  - {id: w3, facts: [{any_of: [1]}]}\n"
        code, _, err = call("check", suite(wrong))
        assert code == 4
        assert [word in err for word in ("w2", "w3")] == [True, True]

    def test_diff_compares_two_runs_case_by_case(self, call, suite, tmp_path):
        before, after, page = tmp_path / "1.json", tmp_path / "2.json", tmp_path / "d.html"
        call("run", suite(SUITE + WRONG), "--out", after)
        before.write_text(after.read_text("utf-8").replace('"passed": false', '"passed": true'), encoding="utf-8")
        code, out, _ = call("diff", before, after, "--out", page, over_store=False)
        assert code == 1
        assert "新失败 newly failing 1  w1" in out
        assert page.is_file()
        assert call("diff", after, after, over_store=False)[0] == 0

    def test_calibrate_keeps_a_threshold_that_answers_are_then_held_to(self, call, suite, store):
        from assistant import calibration

        try:
            code, out, _ = call("calibrate", suite(SUITE + unanswerable(30)), "--risk", "0.1")
            assert code == 0
            assert "门槛" in out
            known = calibration.read(store)
            assert known is not None
            assert (known.risk, known.questions) == (0.1, 31)
            assert set(known.levels) == {"strict", "relaxed"}
            assert all(told in out for told in ("严格：门槛", "标准：门槛", "宽松：门槛"))
            run = store.parent / "run.json"
            call("run", suite(), "--out", run)
            assert json.loads(run.read_text("utf-8"))["threshold"] == known.threshold
            call("run", suite(), "--strictness", "严格", "--out", run)
            written = json.loads(run.read_text("utf-8"))
            assert (written["strictness"], written["threshold"]) == ("strict", known.levels["strict"])
        finally:
            (store / calibration.FILE).unlink(missing_ok=True)

    def test_a_level_for_which_there_are_too_few_questions_is_told_and_left_out(self, call, suite, store):
        from assistant import calibration

        try:
            code, out, _ = call("calibrate", suite(SUITE + unanswerable(20)), "--risk", "0.05")
            assert code == 0
            assert "严格：不可答的题不足 49 道" in out
            assert set(calibration.read(store).levels) == {"relaxed"}
        finally:
            (store / calibration.FILE).unlink(missing_ok=True)

    def test_a_run_at_a_level_that_there_is_not_is_refused(self, call, suite):
        code, _, err = call("run", suite(), "--strictness", "0.3")
        assert code == 4
        assert "没有“0.3”这一档" in err

    def test_calibrate_refuses_too_few_questions_and_an_odd_risk(self, call, suite):
        assert call("calibrate", suite())[0] == 4
        assert call("calibrate", suite(), "--risk", "1.5")[0] == 4

    def test_init_drafts_a_suite_that_runs(self, call, tmp_path):
        path = tmp_path / "起草.yaml"
        assert call("init", "--out", path, "--count", 6)[0] == 0
        code, out, _ = call("run", path)
        assert code in (0, 1)
        assert "题 cases" in out
        code, _, err = call("init", "--out", path)
        assert code == 4
        assert "已经存在" in err

    def test_promote_writes_drafts(self, call, tmp_path):
        log = tmp_path / "log.jsonl"
        log.write_text('{"question": "甲？", "rating": "down", "remark": "不对"}\n', encoding="utf-8")
        code, out, _ = call("promote", log, over_store=False)
        assert code == 0
        assert "draft: true" in out
        log.write_text("", encoding="utf-8")
        assert call("promote", log, over_store=False)[0] == 5

    def test_the_schema_is_printed_as_it_is_published(self, call):
        code, out, _ = call("schema", over_store=False)
        published = ROOT / "evals" / "suites" / "case.schema.json"
        assert code == 0
        assert json.loads(out) == json.loads(published.read_text("utf-8"))


def test_the_program_itself_leaves_with_the_code_of_the_command(suite, store, tmp_path):
    argv = [sys.executable, "-m", "evals", "run", str(suite()), "--store", str(tmp_path / "nirgends")]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 4
    assert "Traceback" not in done.stderr


class TestBench:
    @pytest.fixture
    def no_bm25s(self, monkeypatch):
        monkeypatch.setattr(systems, "_version", lambda package: None if package == "bm25s" else "1")

    def refused(self, capsys, *argv):
        """The one line on stderr that a call is refused with."""
        assert code_of(lambda: main(["bench", *map(str, argv)])) == 2
        said = capsys.readouterr()
        assert said.out == ""
        (line,) = said.err.splitlines()
        return line

    def test_figures_are_printed_and_written(self, write, tmp_path, capsys):
        written = tmp_path / "figures.json"
        argv = ["bench", "--beir", write(), "--systems", "lexical", "--questions", "2", "--growth", "2,4"]
        assert main([str(each) for each in [*argv, "--json", written]]) == 0
        figures = json.loads(written.read_text(encoding="utf-8"))
        assert figures["questions"] == 2
        assert [row["passages"] for row in figures["growth"]] == [2, 4]
        said = capsys.readouterr()
        assert "search_p50_ms" in said.out
        assert "lexical" in said.err

    def test_a_peer_that_is_not_installed_is_refused_when_it_is_named(self, write, no_bm25s, capsys):
        assert systems.INSTALL in self.refused(capsys, "--beir", write(), "--systems", "hybrid,bm25s-jieba")

    def test_a_peer_that_is_not_installed_is_left_out_with_a_word_when_it_is_not(
        self, write, no_bm25s, monkeypatch, capsys
    ):
        monkeypatch.setattr(systems, "SYSTEMS", {name: systems.SYSTEMS[name] for name in ("lexical", "bm25s-jieba")})
        assert main(["bench", "--beir", str(write())]) == 0
        said = capsys.readouterr()
        assert "bm25s-jieba" not in said.out
        (line,) = (line for line in said.err.splitlines() if "bm25s-jieba" in line)
        assert "略过" in line
        assert systems.INSTALL in line

    @pytest.mark.parametrize(
        ("option", "value", "words"),
        [
            ("--systems", "elastic", "elastic"),
            ("--questions", "0", "至少为 1"),
            ("--json", "/无此文件夹/a.json", "不存在"),
            ("--plot", "图.gif", ".png"),
            ("--growth", "7", "--fill"),
        ],
    )
    def test_a_mistake_is_told_before_anything_is_measured(self, write, capsys, option, value, words):
        assert words in self.refused(capsys, "--beir", write(), "--systems", "lexical", option, value)

    def test_a_folder_of_another_kind_is_refused(self, tmp_path, capsys):
        assert "BEIR" in self.refused(capsys, "--beir", tmp_path)

    def test_numbers_that_are_none_are_refused(self, write, capsys):
        with pytest.raises(SystemExit) as ended:
            main(["bench", "--beir", str(write()), "--growth", "viele"])
        assert ended.value.code == 2
