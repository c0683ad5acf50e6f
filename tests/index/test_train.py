"""Pairs from small files of each source, a tokenizer of words, and a whole training that teaches something."""

import gzip
import json
import random

import numpy as np
import pytest

from index.embed import BUNDLED, StaticEmbedder
from index.features import ASKED, FEATURES
from index.fuse import Fusion
from index.train.__main__ import GLOSSARY, main
from index.train.fusion import SHARES, Example, examples, fit, tasks
from index.train.mine import MINED, wrong_passages
from index.train.pairs import QUESTIONS, SOURCES, gather, held, terms, written_questions
from index.train.tokens import train_tokenizer

ASKED_OF = [
    int(key.removeprefix("article "))
    for key in dict.fromkeys(line.split("\t")[0] for line in QUESTIONS.read_text("utf-8").splitlines())
    if key.startswith("article ")
]
"""Articles that questions were written about, by their number in the real data."""
TOPICS = ("离休干部护理费", "退休人员养老金", "遗属生活补助", "医疗费统筹", "节日慰问标准", "党支部活动经费")


def write(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" if isinstance(row, dict) else row for row in rows)


def sentence(topic, number):
    return f"{topic}由第{number}办公室负责发放。申请人应当提交第{number}号材料，经审核后按月领取。逾期不再受理，但有正当理由的除外；{topic}的具体标准另行通知。"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A folder laid out like the real one, with 60 records a file."""
    folder = tmp_path_factory.mktemp("data")
    cases = [(topic, number) for number in range(10) for topic in TOPICS]
    asked = [{"q": f"{topic}{number}怎么办？", "pos": sentence(topic, number)} for topic, number in cases]
    for name in ("cmrc2018_train", "cmrc2018_trial", "drcd_dev", "gd_matter", "csl"):
        write(folder / "train" / f"{name}.jsonl.gz", asked)
    lay = [{**row, "pos": f"{row['q'][:8]}法第一条 {row['pos']}"} for row in asked]
    write(folder / "train" / "stard_train.jsonl.gz", lay)
    write(folder / "train" / "lecoqa_train.jsonl.gz", [{**row, "pos": "您好，" + row["pos"]} for row in asked])
    headings = [
        {"q": f"{topic}办法 总则 第{'一二三四五六七八九十'[at]}条", "pos": sentence(topic, at)} for topic, at in cases
    ]
    write(folder / "train" / "law_heading_to_article.jsonl.gz", headings)
    articles = [
        {
            "id": ASKED_OF[at],
            "law": f"{topic}{'法' if number % 2 else '办法'}",
            "no": f"第{number}条",
            "path": ["总则"],
            "text": sentence(topic, number),
            "file": f"{topic}(20{10 + number}-01-01).md",
            "dlc": number % 3 == 0,
        }
        for at, (topic, number) in enumerate(cases)
    ]
    write(folder / "text" / "lawrefbook_articles.jsonl.gz", articles * 2)
    lines = [f"07-20 08:50，正文：原标题：{sentence(topic, number)}\n" for topic, number in cases]
    write(folder / "text" / "crud_news_68k.txt.gz", lines)
    words = [
        {"trad": "離休", "simp": "离休", "en": ["to retire (of cadres)"]},
        {"trad": "錢", "simp": "钱", "en": ["money"]},
    ]
    write(folder / "text" / "cedict.jsonl.gz", words)
    write(folder / "text" / "tatoeba_cmn_eng.jsonl.gz", [{"en": "Wait!", "zh": "等一下！"}])
    return folder


def test_every_source_gives_pairs_and_the_same_ones_each_time(data):
    groups = gather(data, 7)
    assert groups.keys() == SOURCES.keys()
    assert all(query and passage for pairs in groups.values() for query, passage in pairs)
    assert gather(data, 7) == groups
    assert gather(data, 8) != groups


def test_sources_are_left_out_and_limited(data):
    groups = gather(data, 7, limit=5, leave_out=("legal",))
    assert "legal" not in groups
    assert max(map(len, groups.values())) == 5


def test_debris_greetings_and_numbers_are_no_part_of_a_pair(data):
    groups = gather(data, 7)
    assert not any("正文" in text or "原标题" in text for pair in groups["news"] for text in pair)
    assert not any(passage.startswith("您好") for _, passage in groups["legal"])
    assert not any(query.endswith("条") for query, _ in groups["headings"])


def test_an_article_that_occurs_twice_counts_once(data):
    assert len(gather(data, 7)["articles"]) == 2 * 60


def test_traditional_characters_are_simplified_and_notes_of_the_dictionary_dropped(data):
    folder = data / "train" / "drcd_dev.jsonl.gz"
    before = folder.read_bytes()
    write(folder, [{"q": "離休？", "pos": "離休的錢。"}])
    assert ("离休？", "离休的钱。") in SOURCES["questions"](data, random.Random(7))
    folder.write_bytes(before)
    assert ("to retire", "离休") in SOURCES["english"](data, random.Random(7))


def test_the_glossary_gives_pairs():
    pairs = terms(GLOSSARY)
    assert len(pairs) > 100
    assert ("lixiu", "离休") in pairs
    assert not any({name, word} == {"离休", "退休"} for name, word in pairs)


def test_a_tokenizer_finds_words_without_a_dictionary():
    texts = [f"{topic}，{other}和{topic}。 the retired cadres 2019" for topic in TOPICS for other in TOPICS] * 5
    tokenizer = train_tokenizer(texts, 200)
    assert tokenizer.get_vocab_size() <= 200
    tokens = tokenizer.encode("离休干部护理费，retired").tokens
    assert "".join(tokens) == "离休干部护理费retired"
    assert len(tokens) <= 4
    assert tokenizer.encode("。！").tokens == []
    assert tokenizer.encode("龘").tokens == ["龘"]
    assert tokenizer.encode("龘").ids == [0]


def test_a_training_writes_a_model_that_finds_what_it_was_taught(data, tmp_path, capsys):
    small = ["--pieces", "400", "--dimension", "32", "--epochs", "4", "--batch", "32", "--threads", "1"]
    assert main(["--data", str(data), "--out", str(tmp_path / "model"), "--limit", "200", *small]) == 0
    embedder = StaticEmbedder.load(tmp_path / "model")
    assert embedder.dimension == 32
    assert embedder.fingerprint in capsys.readouterr().out
    passages = embedder.encode([sentence(topic, 3) for topic in TOPICS])
    questions = embedder.encode([f"{topic}3怎么办？" for topic in TOPICS])
    assert np.argmax(questions @ passages.T, axis=1).tolist() == list(range(len(TOPICS)))
    fusion = Fusion.read(tmp_path / "model" / "fusion.json")
    assert fusion.model == embedder.fingerprint
    assert np.isfinite(fusion.weights).all()
    spread = (embedder.table**2).sum(axis=0)
    assert spread[:8].sum() > 2 * spread[-8:].sum()


def test_a_wrong_passage_stands_beside_every_question_and_never_answers_it(data):
    groups = gather(data, 7)
    wrong = wrong_passages(groups, data, 7)
    assert wrong.keys() == set(MINED)
    for name, passages in wrong.items():
        assert len(passages) == len(groups[name])
        answers = {}
        for question, passage in groups[name]:
            answers.setdefault(question, []).append(passage)
        for (question, _), passage in zip(groups[name], passages, strict=True):
            text = passage.partition("\n")[2]
            assert not any(text[:40] in answer for answer in answers[question])
    assert wrong_passages(groups, data, 7) == wrong


def test_questions_that_are_held_back_are_not_trained_on(data):
    everything, trained = gather(data, 7), gather(data, 7, hold_back=True)
    for name in ("questions", "legal", "written"):
        passages = {passage[-60:] for _, passage in everything[name]}
        assert 0 < len(trained[name]) < len(everything[name])
        if name == "written":
            assert not any(held(name, *pair) for pair in trained[name])
            assert len({passage[-60:] for _, passage in trained[name]}) < len(passages)
    assert len(trained["news"]) == len(everything["news"])


def test_all_questions_about_a_passage_are_held_back_together(data):
    by_passage = {}
    for question, title, text in written_questions(data):
        if len(text) >= 60:
            assert held("written", question, text) == held("written", question, f"{title}\n{text}")
        by_passage.setdefault(text, set()).add(held("written", question, text))
    assert len(by_passage) > 20
    assert all(len(verdicts) == 1 for verdicts in by_passage.values())


def test_every_written_question_names_what_it_is_about_once():
    lines = [line for line in QUESTIONS.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert len(lines) == len(set(lines)) > 8000
    assert all(len(line.split("\t")) == 2 and line.split()[0] in ("article", "service") for line in lines)


def test_the_weights_are_learned_over_candidates_of_held_back_questions(data):
    model = StaticEmbedder.load(BUNDLED)
    found = {name: examples(task, model, 7) for name, task in tasks(data, 7)}
    assert found.keys() == SHARES.keys()
    for name, group in found.items():
        assert group, name
        for each in group:
            assert each.features.shape == (len(each.right), len(FEATURES))
            assert each.asked.shape == (len(ASKED),)
            assert each.right.any()


def test_a_feature_that_tells_right_from_wrong_gets_the_weight():
    rng = np.random.default_rng(7)
    words = FEATURES.index("words")

    def example():
        table = rng.normal(size=(20, len(FEATURES))).astype(np.float32)
        right = np.arange(20) == 3
        table[right, words] += 3
        return Example(table, rng.normal(size=len(ASKED)).astype(np.float32), right)

    fusion = fit({name: [example() for _ in range(64)] for name in SHARES}, "abcd", 7)
    assert np.argmax(np.abs(fusion.weights)) == words
    assert fusion.weights[words] > 0
    assert fusion.model == "abcd"
