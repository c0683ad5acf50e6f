"""Pairs from small files of each source, a tokenizer of words, and a whole training that teaches something."""

import gzip
import json
import random

import numpy as np
import pytest

from index.embed import StaticEmbedder
from index.train.__main__ import GLOSSARY, main
from index.train.pairs import SOURCES, gather, terms
from index.train.tokens import train_tokenizer

TOPICS = ("离休干部护理费", "退休人员养老金", "遗属生活补助", "医疗费统筹", "节日慰问标准", "党支部活动经费")


def write(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" if isinstance(row, dict) else row for row in rows)


def sentence(topic, number):
    return f"{topic}由第{number}办公室负责发放。申请人应当提交第{number}号材料，经审核后按月领取。逾期不再受理。"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A folder laid out like the real one, with 60 records a file."""
    folder = tmp_path_factory.mktemp("data")
    cases = [(topic, number) for number in range(10) for topic in TOPICS]
    asked = [{"q": f"{topic}{number}怎么办？", "pos": sentence(topic, number)} for topic, number in cases]
    for name in ("cmrc2018_train", "cmrc2018_trial", "drcd_dev", "gd_matter", "csl", "stard_train"):
        write(folder / "train" / f"{name}.jsonl.gz", asked)
    write(folder / "train" / "lecoqa_train.jsonl.gz", [{**row, "pos": "您好，" + row["pos"]} for row in asked])
    headings = [
        {"q": f"{topic}办法 总则 第{'一二三四五六七八九十'[at]}条", "pos": sentence(topic, at)} for topic, at in cases
    ]
    write(folder / "train" / "law_heading_to_article.jsonl.gz", headings)
    articles = [{"law": f"{topic}办法", "path": ["总则"], "text": sentence(topic, number)} for topic, number in cases]
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
