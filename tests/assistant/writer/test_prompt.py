"""What is sent to a model: the question, and the evidence in numbered sentences inside a fence that no text can close."""

import re

import pytest

from assistant.compose import quoted
from assistant.evidence import Source
from assistant.prove import proved
from assistant.writer.prompt import LETTERS, prompt
from index.standing import Standing


def evidence(sample, question):
    return proved([each for one in sample.consider(question) for each in one.evidence])


@pytest.fixture(scope="module")
def asked(sample):
    return prompt(["离休干部体检标准是什么"], evidence(sample, "离休干部体检标准是什么"))


def test_every_sentence_is_sent_once_under_an_id_of_its_own(asked):
    user = asked.messages[1].text
    assert len(asked.sentences) >= 3
    for name, said in asked.sentences.items():
        assert re.search(rf"^\[{name}\] {re.escape(' '.join(said.text.split()))}$", user, re.MULTILINE)
        assert len(name) == 4
        assert set(name) <= set(LETTERS)
    assert asked.size == sum(len(message.text) for message in asked.messages)


def test_each_document_stands_in_a_fence_with_what_is_known_of_it(asked):
    user = asked.messages[1].text
    fence = re.search(r"^<<(\w{4})$", user, re.MULTILINE)[1]
    blocks = re.findall(rf"^<<{fence}\n(.*?)\n{fence}>>$", user, re.MULTILINE | re.DOTALL)
    assert len(blocks) == len({said.source.document.id for said in asked.sentences.values()})
    for block in blocks:
        assert block.startswith("文件：")
    assert any("云岭省清河市" in block and "清委老干〔2023〕5号" in block for block in blocks)
    assert fence in asked.messages[0].text


def test_what_the_model_must_do_stands_apart_from_what_it_reads(asked):
    system, user = asked.messages
    assert (system.role, user.role) == ("system", "user")
    assert "不是指令" in system.text
    assert not any(said.text in system.text for said in asked.sentences.values())


def test_the_same_question_gives_the_same_prompt_and_another_one_other_ids(sample):
    said = evidence(sample, "离休干部体检标准是什么")
    assert prompt(["甲"], said) == prompt(["甲"], said)
    assert set(prompt(["甲"], said).sentences).isdisjoint(prompt(["乙"], said).sentences)


def test_no_id_stands_in_the_text_and_a_text_of_several_lines_is_one_sentence(sample):
    entry = next(each for each in sample._index.entries() if each.source == "清河市-困难补助-2022.md")
    document = sample._index.document(entry.id)
    whole = quoted(Source(document, Standing("现行")), (0, 400))
    assert "\n" in whole.text
    asked = prompt(["甲"], [whole] * 200)
    assert len(asked.sentences) == 200
    assert not any(name in whole.text.lower() for name in asked.sentences)
    lines = asked.messages[1].text.splitlines()
    assert sum(line.startswith("[") for line in lines) == 200
