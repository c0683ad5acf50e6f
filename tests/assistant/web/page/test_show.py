"""An answer as HTML says everything of it, and nothing in it can load or run."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from assistant.types import Answer, Citation, Notice, Statement
from assistant.web.page import show
from assistant.web.page.markup import ELEMENTS
from tests.assistant.web.page.hostile import HOSTILE

CITATION = Citation(
    marker=1,
    document_id="0b7e5a2c9d410b7e",
    document="办法.md",
    title="困难补助办法",
    doc_number="清委老干〔2022〕8号",
    issuer="中共清河市委老干部局",
    region="云岭省清河市",
    year=2022,
    validity="现行",
    path=("第二章 标准", "第五条", "（一）"),
    start=10,
    end=30,
    quote="特别困难的每人每年6000元",
    page=3,
)
ANSWER = Answer(
    id="3f2a9c0d1b7e",
    question="补助多少钱？",
    status="answered",
    text="《困难补助办法》（清委老干〔2022〕8号，现行）：\n特别困难的每人每年6000元。[1]",
    statements=(Statement("特别困难的每人每年6000元。", (1,), "verbatim"),),
    citations=(CITATION,),
    notices=(Notice("scope", "只在本地适用 | holds in its own place only"),),
    elapsed_ms=31.5,
)


class Seen(HTMLParser):
    """Every element and attribute of a page, and its text."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.elements, self.attributes, self.text, self.lists = set(), set(), "", []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attributes}
        self.lists += [(tag, dict(attributes))]

    def handle_data(self, data):
        self.text += data


def shown(answer=ANSWER, copy="…"):
    return Seen(show.shown("t1", answer, "c1", copy))


def test_an_answer_shows_its_status_its_words_its_notices_and_where_they_come_from():
    text = shown().text
    for said in (
        "文件有规定",
        "特别困难的每人每年6000元。",
        "只在本地适用",
        "清委老干〔2022〕8号",
        "云岭省清河市",
        "2022年",
    ):
        assert said in text
    assert "第五条第（一）项" in text
    assert "第3页" in text


def test_every_mark_carries_the_place_that_it_opens():
    marks = [given for name, given in shown().lists if given.get("class") == "mark"]
    assert [(each["data-document"], each["data-start"], each["data-end"]) for each in marks] == [
        ("0b7e5a2c9d410b7e", "10", "30")
    ]


def test_a_draft_of_an_answer_offers_nothing_to_be_done_with_it():
    assert not any(given.get("data-do") in ("copy", "up", "down") for _, given in shown(copy=None).lists)
    assert any(given.get("data-state") == "pending" for _, given in shown(copy=None).lists)


def test_words_that_found_nothing_are_said_without_a_source():
    answer = replace(ANSWER, status="not_found", text="文件里没有。", statements=(), citations=(), notices=())
    assert "文件里没有。" in shown(answer).text
    assert not any(given.get("data-do") == "source" for _, given in shown(answer).lists)


def test_what_stands_before_the_first_document_is_said_too():
    answer = replace(ANSWER, status="uncertain", text="没有直接回答所问。相关原文：\n" + ANSWER.text)
    assert "没有直接回答所问。" in shown(answer).text
    assert shown(answer).text.count("特别困难的每人每年6000元。") == 1


@pytest.mark.parametrize("validity", ["已废止（清委老干〔2022〕8号）", "被替代", "征求意见稿"])
def test_what_must_not_be_relied_on_is_seen_at_once(validity):
    answer = replace(ANSWER, citations=(replace(CITATION, validity=validity),))
    assert any("poor" in given.get("class", "") for _, given in shown(answer).lists)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_part_of_the_page(text):
    citation = replace(
        CITATION,
        title=text,
        doc_number=text,
        region=text,
        validity=text,
        path=(text, text),
        quote=text,
        document=text,
    )
    answer = replace(
        ANSWER,
        question=text,
        text=f"{text}[1]",
        statements=(Statement(text, (1,), "unverified"),),
        citations=(citation,),
        notices=(Notice("partial", text),),
        written_by=text,
        fallback=text,
        id=text,
    )
    html = show.shown(text, answer, text, text)
    seen = Seen(html)
    allowed = {"article", "div", "p", "span", "b", "button", "ul", "ol", "li", "details", "summary"}
    assert seen.elements <= allowed | ELEMENTS
    assert not seen.elements & ELEMENTS
    assert not any(name.startswith("on") or name in ("src", "href", "style", "action") for name in seen.attributes)
    assert "\n" not in html, "a blank line would end the block of HTML"
    assert "\u202e" not in html


def test_what_stands_aside_comes_after_a_line_that_says_so():
    beside = Statement("其他补助另行规定。", (1,), "verbatim", aside=True)
    text = shown(replace(ANSWER, statements=(*ANSWER.statements, beside))).text
    assert text.index("特别困难的每人每年6000元") < text.index("另见") < text.index("其他补助另行规定")
    assert "另见" not in shown().text
