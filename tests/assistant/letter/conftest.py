"""A desk over the sample documents, with an office that has set what is the same in all its letters."""

from datetime import datetime, timedelta, timezone

import pytest

from assistant.letter.desk import Desk
from assistant.letter.drafts import Drafts

OFFICE = {
    "org": "中共清河市委老干部局",
    "number": "清委老干函〔2026〕3号",
    "contact": "李明",
    "phone": "0500-7654321",
    "we": "我局",
    "referral": "市人力资源和社会保障局",
    "superior": "中共清河市委组织部",
    "printer": "中共清河市委老干部局办公室",
}
FIELDS = {
    "person": {"to": "王建国同志", "received": "2026年11月3日", "date": "2026年11月20日"},
    "organ": {
        "to": "清河市人力资源和社会保障局",
        "date": "2026年11月20日",
        "incoming": "关于商请明确离休干部有关经费标准的函",
        "incoming_number": "清人社函〔2026〕12号",
        "cc": "市财政局",
    },
    "petition": {
        "to": "张秀英同志",
        "date": "2026年11月20日",
        "received": "2026年9月30日",
        "raised": "2026年9月28日",
        "accepted": "2026年10月9日",
        "request": "请求补发生活补助。",
        "facts": "补助因登记有误停发。",
        "decision": "对请求事项予以支持。",
    },
    "proposal": {
        "to": "陈志远代表",
        "date": "2026年11月20日",
        "session": "市十七届人大五次会议",
        "serial": "87",
        "type": "建议",
        "proposal": "关于进一步做好退休干部服务工作的建议",
        "category": "A",
        "assigned": "2026年9月1日",
        "cc": "市人大常委会人事代表选举工委，市政府办公室",
    },
    "telephone": {
        "date": "2026年11月3日",
        "called": "2026年11月3日9时20分",
        "caller": "王建国",
        "caller_phone": "13800138000",
        "matter": "询问护理费标准",
        "taker": "周敏",
    },
}
NURSING = "1947年5月参加革命工作的离休干部，护理费现在每月发多少？"
HARDSHIP = "清河市直机关的退休干部家里有困难，生活困难补助一年最多能补多少钱？"
TRAIN = "离休干部可以免费坐高铁吗？"


class Clock:
    """A minute goes by with every look at it."""

    def __init__(self):
        self.now = datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=8)))

    def __call__(self):
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def drafts():
    with Drafts.open(None) as kept:
        yield kept


@pytest.fixture
def desk(sample, drafts):
    return Desk(sample, sample.index, office=OFFICE, drafts=drafts, now=Clock())


@pytest.fixture
def whole(desk):
    """A letter to a person with nothing open."""
    return desk.draft("person", [NURSING, HARDSHIP, TRAIN], FIELDS["person"])


def sentence(draft, words):
    """The sentence that holds some words."""
    return next(each for each in draft.sentences if words in each.text)
