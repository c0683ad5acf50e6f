"""A mark of secrecy stops a file; a sentence about secrets does not."""

import gzip
import json

import pytest

from corpus.secrecy import marked

TITLE = "关于做好某项工作的通知"


@pytest.mark.parametrize(
    "mark",
    [
        "秘密★1年",
        "机密★",
        "绝密★长期",
        "秘 密 ★ 10 年",
        "机密☆5年",
        "秘密＊六个月",
        "機密★２０年",
        "絕密",
        "机密",
        "　　秘　密",
        "【机密】",
        "（秘密）",
        "000012  机密★1年",
        "机密★1年  特急",
        "特急 机密",
        "密级：秘密",
        "密 级:机密★3年",
        "密级\t机密\t期限\t10年",
        "机密★解密时间2030年",
        "【机密】关于某事的通知",
        "# 机密★1年",
        "机密★10年      云岭省委办公室",
    ],
)
def test_a_mark_on_top_is_found(mark):
    assert marked(["", mark, TITLE]) is not None


def test_the_mark_is_told_without_spaces():
    assert marked(["秘 密 ★ 10 年", TITLE]) == "秘密★10年"


def test_a_grade_set_vertically_is_found():
    assert marked(["机", "密", "★", TITLE]) == "机密"


def test_a_star_counts_on_every_page_and_a_bare_word_only_on_the_first():
    body = ["正文。"] * 60
    assert marked([TITLE, *body, "机密★1年"]) == "机密★1年"
    assert marked([TITLE, *body, "秘密"]) is None


ORDINARY = (
    "保守国家秘密法",
    "认真学习《中华人民共和国保守国家秘密法》，增强保密意识。",
    "秘密级国家秘密的保密期限不超过十年。",
    "国家秘密的密级分为绝密、机密、秘密三级。",
    "会议秘密书记处",
    "不得泄露商业秘密和个人隐私。",
    "商业秘密",
    "机密性",
    "绝密飞行",
    "秘密级以下文件的管理",
    "什么是机密文件？",
    "以无记名投票方式进行，秘密写票。",
    "与群众保持密切联系，工作机制更加严密。",
    "请在首页左上角标明密级和保密期限，如“机密★1年”。",
    "密级：公开",
    "密级：无",
    "标注密级：秘密、机密或者绝密，由定密责任人确定。",
    "密级\t公开",
    "绝密\t机密\t秘密",
    "工作秘密不属于国家秘密。",
    "内部资料 注意保存",
    "仅供学习，请勿外传",
    "机要秘书和机密文件的传递",
    "精密仪器★优质",
    "★秘密花园",
    "涉密不上网，上网不涉密。",
)
FRAMES = ("{}", "一、{}", "（一）{}", "1. {}", "各单位要{}", "{}有关要求", "关于{}的通知", "“{}”")


@pytest.mark.parametrize("sentence", ORDINARY)
def test_an_ordinary_sentence_is_no_mark(sentence):
    assert [frame.format(sentence) for frame in FRAMES if marked([frame.format(sentence)])] == []


def test_no_real_document_is_stopped(shared_documents):
    for path in shared_documents.glob("*.txt"):
        assert marked(path.read_text(encoding="utf-8").splitlines()) is None


def test_no_article_of_law_is_stopped(shared_data):
    with gzip.open(shared_data / "text" / "lawrefbook_articles.jsonl.gz", "rt", encoding="utf-8") as file:
        about = [text for text in (json.loads(line)["text"] for line in file) if "密" in text]
    assert len(about) > 200
    assert [text for text in about if marked(text.split("\n"))] == []
