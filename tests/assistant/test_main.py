"""The command line of the assistant: answers on stdout, one line for a person's mistake on stderr."""

import json
import subprocess
import sys

import pytest

from assistant import calibration
from assistant.calibration import Calibration
from tests.assistant.writer.server import faithful, replying, serving
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("store")
    run("index", "build", "--store", str(folder), str(ROOT / "corpus" / "documents"))
    return str(folder)


def run(module, *args, expect=0):
    done = subprocess.run(
        [sys.executable, "-m", module, *args], cwd=ROOT, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == expect, done.stderr
    assert "Traceback" not in done.stderr
    return done


FIELDS = {
    "marker", "document_id", "document", "title", "doc_number", "issuer", "region", "year", "validity", "path",
    "start", "end", "quote", "page",
}  # fmt: skip


def test_an_answer_as_json_has_the_fields_that_programs_rely_on(store):
    answer = json.loads(run("assistant", "ask", "--store", store, "--json", "离休干部护理费是怎么规定的？").stdout)
    assert answer["status"] == "answered"
    assert set(answer["citations"][0]) == FIELDS
    assert {"id", "question", "status", "text", "statements", "citations", "notices", "elapsed_ms"} <= set(answer)
    assert answer["elapsed_ms"] > 0


def test_an_answer_for_a_person_names_file_number_and_place(store):
    text = run("assistant", "ask", "--store", store, "离休干部护理费是怎么规定的？").stdout
    for word in ("已回答", "3400元", "组通字〔2019〕10号", "全国", "[1]", "国家-护理费-2019.md"):
        assert word in text


def test_the_reranker_of_the_settings_is_asked(store, monkeypatch):
    monkeypatch.setenv("POLICY_RERANKER", "overlap")
    assert "3400元" in run("assistant", "ask", "--store", store, "离休干部护理费是怎么规定的？").stdout
    monkeypatch.setenv("POLICY_RERANKER", "/nowhere/reranker")
    done = run("assistant", "ask", "--store", store, "离休干部护理费是怎么规定的？", expect=2)
    assert "/nowhere/reranker" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_asking_loads_nothing_of_torch_and_no_language_model(store):
    code = (
        "import sys; from assistant.__main__ import main;"
        f"main(['ask', '--store', {store!r}, '离休干部护理费是怎么规定的？']);"
        "print({'torch', 'transformers', 'sentence_transformers', 'llama_index', 'openai', 'httpx'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"


def test_a_file_of_questions_is_answered_line_by_line_in_order(store, tmp_path):
    questions = tmp_path / "问题.jsonl"
    lines = [
        {"id": "b", "question": "五必访是哪五必访？"},
        {"id": "a", "turns": ["清河市特别困难的离休干部补助多少钱？", "那配偶呢？"]},
        {"id": "c", "question": "推荐一家附近的火锅店"},
    ]
    questions.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    out = run("assistant", "ask", "--store", store, "--json", "--file", str(questions)).stdout.splitlines()
    answers = [json.loads(line) for line in out]
    assert [answer["id"] for answer in answers] == ["b", "a", "c"]
    assert "2400元" in answers[1]["text"]
    assert answers[2]["status"] == "not_found"


def test_the_day_decides_which_rule_speaks(store):
    args = (
        "assistant",
        "ask",
        "--store",
        store,
        "--json",
        "--as-of",
        "2015-06-30",
        "解放战争时期离休干部护理费是多少？",
    )
    answer = json.loads(run(*args).stdout)
    assert {citation["doc_number"] for citation in answer["citations"]} == {"组通字〔2013〕37号"}


def test_the_region_limits_who_may_speak(store):
    args = ("assistant", "ask", "--store", store, "--json", "--region", "临溪市", "离休干部体检标准是什么？")
    answer = json.loads(run(*args).stdout)
    assert "清河" not in json.dumps(answer["citations"], ensure_ascii=False)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["ask"], "请给出一个问题"),
        (["ask", "--as-of", "去年", "护理费？"], "应写作 2018-06-30"),
        (["ask", "--store", "/nowhere/at/all", "护理费？"], "index build"),
        (["ask", "--file", "/nowhere.jsonl"], "找不到问题文件"),
        (["ask", "--mode", "llm", "护理费？"], "POLICY_LLM_URL"),
        (["ask", "--conversation", "new", "--file", "/nowhere.jsonl"], "一次问一个问题"),
        (["ask", "--conversation", "new", "护理费？", "那配偶呢？"], "一次问一个问题"),
        (["ask", "--strictness", "0.3", "护理费？"], "没有“0.3”这一档，可选：严格、标准、宽松"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(args, words):
    done = run("assistant", *args, expect=2)
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


def test_a_conversation_goes_on_by_its_id(store, tmp_path, monkeypatch):
    monkeypatch.setenv("POLICY_CONVERSATIONS", str(tmp_path / "谈话.db"))
    call = ("assistant", "ask", "--store", store, "--json", "--conversation")
    begun = run(*call, "new", "清河市特别困难的离休干部补助多少钱？")
    id = begun.stderr.strip().rpartition(" ")[2]
    first = json.loads(begun.stdout)
    assert first["conversation"] == id
    assert first["resolved"]["turns"] == [first["question"]]
    done = run(*call, id, "那配偶呢？")
    assert done.stderr == ""
    second = json.loads(done.stdout)
    assert "2400元" in second["text"]
    assert second["question"] == "那配偶呢？"
    assert second["resolved"]["turns"] == [first["question"], "那配偶呢？"]
    assert second["resolved"]["places"] == ["清河市"]
    assert "conversation" not in json.loads(run(*call[:-1], "那配偶呢？").stdout)
    refused = run(*call, "nirgends", "那配偶呢？", expect=2)
    assert "没有这个谈话" in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1


def test_how_strict_an_answer_is_is_chosen_by_name_on_the_call_or_in_the_settings(tmp_path, monkeypatch):
    (tmp_path / "通知.txt").write_text("关于护理费的通知\n\n离休干部护理费标准为每人每月2000元。\n", "utf-8")
    store = tmp_path / "store"
    run("index", "build", "--store", str(store), str(tmp_path / "通知.txt"))
    calibration.write(store, Calibration(0.5, 0.05, 60, "", "", "2026-11-21", {"strict": 1.0}))
    question = ("assistant", "ask", "--store", str(store), "--json", "离休干部护理费标准每月拨付多少元？")

    def status(*options):
        return json.loads(run(*question, *options).stdout)["status"]

    assert status("--strictness", "严格") == status("--strictness", "strict") == "uncertain"
    assert status() == status("--strictness", "标准") == status("--strictness", "relaxed") == "answered"
    monkeypatch.setenv("POLICY_STRICTNESS", "严格")
    assert status() == "uncertain"
    assert status("--strictness", "宽松") == "answered"
    monkeypatch.setenv("POLICY_STRICTNESS", "0.3")
    assert "没有“0.3”这一档" in run(*question, expect=2).stderr


def test_a_broken_line_of_questions_is_named(store, tmp_path):
    questions = tmp_path / "q.jsonl"
    questions.write_text('{"question": "护理费？"}\n{"quest": 1}\n', encoding="utf-8")
    done = run("assistant", "ask", "--store", store, "--file", str(questions), expect=2)
    assert "q.jsonl:2" in done.stderr


def test_how_a_question_was_understood_is_told_on_request_and_beside_the_answer(store):
    question = "我父亲1947年参加革命，是离休干部，护理费每月发多少？"
    plain = run("assistant", "ask", "--store", store, question)
    told = run("assistant", "ask", "--store", store, "--explain", question)
    assert told.stdout == plain.stdout
    assert plain.stderr == ""
    for words in ("数额", "解放战争时期", "离休", "作答"):
        assert words in told.stderr


def test_a_language_model_that_is_set_words_the_answer_unless_told_otherwise(store, monkeypatch):
    question = "清河市特别困难的离休干部补助多少钱？"
    with serving(replying(faithful)) as server:
        monkeypatch.setenv("POLICY_LLM_URL", server.url)
        monkeypatch.setenv("POLICY_LLM_MODEL", "scripted")
        monkeypatch.setenv("POLICY_LLM_KEY", "sk-secret-9")
        plain = run("assistant", "ask", "--store", store, "--json", "--mode", "extractive", question)
        assert server.calls == []
        done = run("assistant", "ask", "--store", store, "--json", question)
        assert len(server.calls) == 1
        assert "Bearer sk-secret-9" in server.calls[0].head
    answer, extractive = json.loads(done.stdout), json.loads(plain.stdout)
    assert (answer["written_by"], answer["fallback"]) == ("scripted", None)
    assert (extractive["written_by"], extractive["fallback"]) == ("extractive", None)
    assert answer["citations"] == extractive["citations"]
    for shown in (done, plain):
        assert "sk-secret-9" not in shown.stdout + shown.stderr


def test_a_language_model_that_is_gone_leaves_the_extractive_answer_and_says_so(store, monkeypatch):
    monkeypatch.setenv("POLICY_LLM_URL", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("POLICY_LLM_MODEL", "gone")
    text = run("assistant", "ask", "--store", store, "--mode", "llm", "离休干部护理费是怎么规定的？").stdout
    assert "3400元" in text
    assert "连不上大模型服务" in text


def test_a_setting_of_the_language_model_that_makes_no_sense_is_told_before_anything_is_asked(store, monkeypatch):
    monkeypatch.setenv("POLICY_LLM_URL", "localhost")
    done = run("assistant", "ask", "--store", store, "护理费？", expect=2)
    assert "POLICY_LLM_URL" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
