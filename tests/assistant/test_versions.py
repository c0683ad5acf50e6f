"""The rule in force on the day that is asked for: old and new versions of laws, and of the sample documents."""

import gzip
import json

import pytest

from assistant.wiring import open_assistant
from corpus.settings import Settings
from index.embed import open_embedder
from index.writer import Writer


def record(pair, version):
    day = pair[f"{version}_date"]
    return {
        "id": f"{pair['law']}-{pair['no']}-{day}",
        "title": f"{pair['law']} {pair['no']}",
        "text": pair[version],
        "metadata": {"date": day, "effective": day},
    }


@pytest.mark.slow
def test_the_version_of_the_day_is_cited_first_in_98_of_100_pairs(shared_data, tmp_path):
    with gzip.open(
        shared_data / "text" / "law_versions" / "changed_articles.jsonl.gz", "rt", encoding="utf-8"
    ) as file:
        pairs = [json.loads(line) for line in file]
    records = {each["id"]: each for pair in pairs for each in (record(pair, "old"), record(pair, "new"))}
    lines = "\n".join(json.dumps(each, ensure_ascii=False) for each in records.values())
    (tmp_path / "laws.jsonl").write_text(lines, encoding="utf-8")
    with Writer.open(tmp_path / "store", open_embedder()) as writer:
        writer.sync([tmp_path / "laws.jsonl"])
    assistant = open_assistant(Settings(store=tmp_path / "store"))
    right = []
    for pair in pairs:
        for version in ("old", "new"):
            answer = assistant.ask(f"{pair['law']}{pair['no']}是怎么规定的？", day=pair[f"{version}_date"])
            first = answer.citations[0].document if answer.citations else ""
            right.append(first == f"laws.jsonl#{record(pair, version)['id']}")
    assert len(right) == 2 * len(pairs) > 1300
    assert sum(right) >= 0.98 * len(right)


@pytest.mark.parametrize(
    ("day", "said"), [("2010-06-30", "400元"), ("2016-06-30", "1200元"), ("2020-06-30", "2700元")]
)
def test_the_nursing_fee_of_a_day_is_that_of_the_notice_in_force(sample, day, said):
    answer = sample.ask("抗日战争时期参加革命的离休干部护理费是多少元？", day=day)
    assert answer.status == "answered"
    assert said in answer.text


@pytest.mark.parametrize(("day", "number"), [("2020-06-30", "〔2019〕11号"), ("2023-06-30", "〔2022〕8号")])
def test_the_hardship_rule_of_a_day_is_the_one_in_force(sample, day, number):
    answer = sample.ask("清河市特别困难的离休干部困难补助每人每年多少元？", day=day)
    assert number in (answer.citations[0].doc_number or "")


def test_an_article_is_not_another_that_ends_alike(sample):
    answer = sample.ask("清河市特殊困难离退休干部帮扶补助办法第八条是怎么规定的？")
    assert answer.status == "answered"
    assert all(any("第八条" in label for label in citation.path) for citation in answer.citations)


def test_an_article_that_is_not_there_is_not_found(sample):
    assert sample.ask("清河市特殊困难离退休干部帮扶补助办法第九十八条是怎么规定的？").status == "not_found"
