"""Letters whose statements a language model words: smoother words, the same facts, no personal data sent."""

import pytest

from assistant.answer import Assistant
from assistant.letter.desk import Desk
from assistant.writer.endpoint import Endpoint
from assistant.writer.limits import Limits
from assistant.writer.llm import LlmWriter
from tests.assistant.letter.conftest import FIELDS, OFFICE
from tests.assistant.writer.server import named, replying, serving

HARD = "清河市特别困难的离休干部补助多少钱？"
LIMITS = Limits(deadline=20.0, first=15.0, idle=10.0)


def right(prompt):
    return (
        f"第五条 生活困难补助标准：[{named(prompt, '第五条')}]\n"
        f"离休干部，一般困难的每人每年3000元，特别困难的每人每年6000元。[{named(prompt, '6000元')}]\n"
    )


def lying(prompt):
    return right(prompt).replace("6000元", "9000元")


def desk_with(sample, url):
    return Desk(
        Assistant(sample.index, writer=LlmWriter(Endpoint(url, "scripted"), LIMITS)), sample.index, office=OFFICE
    )


@pytest.mark.parametrize(("reply", "by"), [(right, "scripted"), (lying, "")])
def test_what_a_model_words_stands_only_where_it_is_proved(sample, reply, by):
    with serving(replying(reply)) as server:
        draft = desk_with(sample, server.url).draft("person", [HARD], FIELDS["person"])
    text = desk_with(sample, "http://127.0.0.1:9/v1").text(draft)
    assert draft.written_by == by
    assert "特别困难的每人每年6000元" in text
    assert "9000" not in text
    assert all(each.holds for each in draft.sentences)


def test_no_personal_data_reach_the_model(sample):
    with serving(replying(right)) as server:
        desk_with(sample, server.url).reply("person", f"我的电话13800138000。{HARD}", FIELDS["person"])
        sent = "".join(call.body.decode() for call in server.calls)
    assert "特别困难" in sent
    assert "13800138000" not in sent
