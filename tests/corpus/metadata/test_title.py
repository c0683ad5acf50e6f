"""Titles are taken from where documents put them, and a speech without one stays without."""

import pytest

from corpus.metadata.describe import describe
from corpus.metadata.frame import frame
from corpus.metadata.title import kind_of, title_of


def described(text, given=None, source="0001_ab12.txt"):
    found = frame(text)
    title = title_of(found, given, source)
    return title, kind_of(title, found)


@pytest.mark.parametrize(
    ("text", "title", "kind"),
    [
        ("关于做好某项工作的通知\n\n各单位：\n正文。", "关于做好某项工作的通知", "通知"),
        (
            "中共清河市委文件\n清委〔2020〕3号\n关于做好\n某项工作的意见\n各县委：\n正文。",
            "关于做好某项工作的意见",
            "意见",
        ),
        (
            "000012\n特急\n清河市护理费办法（试行）\n第一条　为了某事，制定本办法。",
            "清河市护理费办法（试行）",
            "办法",
        ),
        ("在全市会议上的讲话\n（2023年3月2日）\n同志们：\n今天开会。", "在全市会议上的讲话", "讲话"),
        ("奋力开创新局面\n——在全市会议上的讲话\n同志们：\n今天开会。", "奋力开创新局面——在全市会议上的讲话", "讲话"),
        ("附件3\n2024年全县银龄行动工作要点\n总体要求是：做好工作。", "2024年全县银龄行动工作要点", "工作要点"),
        ("各单位：\n现就某事作安排。\n一、认识\n关于做好某项工作的通知", "关于做好某项工作的通知", "通知"),
        ("清河市2021年工作总结及2022年工作打算\n正文。", "清河市2021年工作总结及2022年工作打算", "工作总结"),
        ("清河市2023年工作情况报告\n中共云岭省委：\n正文。", "清河市2023年工作情况报告", "报告"),
    ],
)
def test_a_title_is_stated_where_documents_put_it(text, title, kind):
    found, of_kind = described(text)
    assert (found.value, found.basis) == (title, "stated")
    assert (of_kind.value, of_kind.basis) == (kind, "stated")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("同志们：\n刚才，大家作了发言。最后，我讲几点体会。\n一、认识", "讲话"),
        ("各位委员，同志们：\n受局党组委托，我总结去年工作，部署新一年任务。\n一、情况", "工作报告"),
        ("各县委：\n经研究，现将有关事项通知如下：\n一、认识", "通知"),
        ("清河市财政局：\n你局请示收悉。经研究，现批复如下：\n同意。", "批复"),
    ],
)
def test_without_a_title_the_opening_words_show_the_kind(text, kind):
    title, of_kind = described(text)
    assert title.value is None
    assert (of_kind.value, of_kind.basis) == (kind, "inferred")
    assert of_kind.evidence in text


def test_a_title_that_the_format_gives_wins():
    title, kind = described("正文。", "关于某事的批复")
    assert (title.value, title.basis, kind.value) == ("关于某事的批复", "stated", "批复")


def test_a_title_that_only_looks_like_one_is_inferred():
    title, kind = described("老干部离职休养的条件\n\n一、范围\n正文。")
    assert (title.value, title.basis, kind.value) == ("老干部离职休养的条件", "inferred", None)


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("文件/12_关于护理费的通知.docx", "关于护理费的通知"),
        ("007_a1b2c3d4e5f60718.txt", None),
        ("文件.txt", None),
        ("老干部工作文件.jsonl#12", None),
    ],
)
def test_the_name_of_the_file_is_the_last_resort(source, title):
    found, _ = described("同志们：\n今天开会。", source=source)
    assert found.value == title
    assert found.basis == ("inferred" if title else "unknown")


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("中华人民共和国某某法第一条 第一编 总则", "法"),
        ("中华人民共和国某某法典第二条 第一编 总则", "法典"),
        ("中华人民共和国某某法典第九条 第三章 一般规定", "法典"),
        ("关于适用某某办法第九条的解释", "解释"),
        ("人民检察院某某规则（试行）第四百六十七条 第十二章", "规则"),
        ("关于适用某某法的解释第四条", "解释"),
        ("战国无双3", None),
        ("法国队", None),
    ],
)
def test_the_title_of_an_article_shows_the_kind_of_its_law(title, kind):
    assert described("条文。", title)[1].value == kind


def test_a_title_broken_inside_its_marks_is_put_together():
    text = "关于印发《云岭省干部荣誉退休工作规程\n（试行）》的通知\n各市委老干部局：\n现印发给你们，请认真执行。"
    metadata = describe(text, ())
    assert metadata.title.value == "关于印发《云岭省干部荣誉退休工作规程（试行）》的通知"
    assert metadata.kind.value == "通知"
    assert metadata.validity.value == "试行"
