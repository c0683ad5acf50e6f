"""The members of a slogan are told where a document lists them, and nowhere else."""

import pytest

from assistant.answer import Assistant
from index.embed import HashEmbedder
from index.search import Index
from index.writer import Writer


@pytest.fixture
def told(tmp_path):
    """Ask a question over documents made of a few lines."""

    def told(question, *texts):
        for number, text in enumerate(texts):
            (tmp_path / f"{number}.txt").write_text(f"老干部工作通知{number}\n\n{text}\n", encoding="utf-8")
        embedder = HashEmbedder(64)
        with Writer.open(tmp_path / "store", embedder) as writer:
            writer.sync([tmp_path])
        with Index.open(tmp_path / "store", embedder) as index:
            return Assistant(index).ask(question)

    return told


LISTING = [
    ("“四微”是什么？", "办好微讲堂、微故事、微提案、微帮手的“四微”行动，请大家出主意。"),
    ("“四个规范化”是什么？", "推动学习内容、场地布置、日常管理、安全防护“四个规范化”。"),
    (
        "“六好”标准指的是哪六条？",
        "示范党支部有六条标准，简称“六好”：组织好、班子好、党员好、学习好、作用好、制度好。",
    ),
    ("“四就近”包括哪些？", "“四就近”指就近学习、就近活动、就近得到关心照顾、就近发挥作用，各地做法不一。"),
    ("“五项工程”有哪些？", "实施“五项工程”，即安居工程、暖心工程、关爱工程、健康工程和银发工程。"),
    ("“三项机制”分别是什么？", "建立“三项机制”：一是离休费保障机制；二是医药费保障机制；三是财政支持机制。"),
    ("“三张网”是什么？", "织密“上门问诊”“邻里照应”“紧急呼叫”三张网。"),
    ("“三大法宝”是什么？", "“三大法宝”——“某湖精神”“某桥做法”“老街经验”，至今管用。"),
    ("三个“更加”分别是什么？", "归结起来是三个“更加”：\n①步子更加稳健。\n②办法更加管用。\n③人心更加齐整。"),
    (
        "“三化”指什么？",
        "一、推进“三化”改造，补上短板\n要改进方法。\n（一）以信息化适应时代。\n（二）以精准化满足需求。\n（三）以规范化实现提升。",
    ),
    ("“三项建设”是哪三项？", "完善场地建设、制度建设和队伍建设的办法。健全“三项建设”落地见效的机制。"),
]
NAMING = [
    ("“五项工程”有哪些？", "继续实施“五项工程”，把好事办到实处。"),
    (
        "“五项工程”有哪些？",
        "围绕“五项工程”要抓好以下五件事：\n1. 办好大学。\n2. 抓好党建。\n3. 用好阵地。\n4. 建好队伍。\n5. 写好信息。",
    ),
    ("“三会一课”是什么？", "安排好读书会、参观活动、“三会一课”。"),
    ("“三城同创”是哪三城？", "一是办好讲座。二是深化“三城同创、银龄添彩”行动。三是推进结对。"),
    ("“两项待遇”是什么？", "提高认识、保障“两项待遇”。"),
    ("“两项待遇”是什么？", "提高认识和保障“两项待遇”。"),
    ("“三项建设”是什么？", "“三项建设”是基础，要抓好，要落实。"),
    ("“三项制度”有哪些？", "学习、宣传、落实“三项制度”，取得成效。"),
    ("“两项建设”是什么？", "完善场地建设、制度建设和队伍建设的办法。进一步加强“两项建设”。"),
    ("“五老”是指哪些人？", "组织“五老”宣讲。促进老有所靠、老有所安、老有所伴、老有所思、老有所用、老有所乐。"),
    ("“百千万”工程是什么？", "推进“百千万”工程，年年有新意。"),
    ("双先是什么？", "召开“双先”座谈会，听取建议。"),
]


@pytest.mark.parametrize(("question", "text"), LISTING)
def test_a_list_that_is_tied_to_the_name_is_the_answer(told, question, text):
    answer = told(question, text)
    assert answer.status == "answered"
    assert "未列出" not in answer.text


@pytest.mark.parametrize(("question", "text"), NAMING)
def test_where_the_name_only_stands_it_is_shown_and_said_that_nothing_lists_its_members(told, question, text):
    answer = told(question, text)
    assert answer.status == "uncertain"
    assert "原文未列出其具体内容" in answer.text
    name = question.split("”")[0].strip("“") if "“" in question else question[:2]
    assert any(name in citation.quote for citation in answer.citations)
    assert answer.confidence == 0.0


def test_the_document_that_lists_speaks_and_not_the_one_that_only_names(told):
    answer = told("“四微”是什么？", NAMING[0][1].replace("五项工程", "四微"), LISTING[0][1])
    assert answer.status == "answered"
    assert "微讲堂" in answer.text
    assert "办到实处" not in answer.text


def test_an_english_question_is_told_in_english_that_nothing_lists_them(told):
    answer = told("What are the three constructions?", "加强“三项建设”，做好服务。")
    assert answer.status == "uncertain"
    assert "do not list its members" in answer.text


def test_a_slogan_that_no_document_names_is_not_answered_by_things_alike(told):
    answer = told("六老有哪些？", "让老同志老有所靠、老有所安、老有所伴、老有所思、老有所用、老有所乐。")
    assert answer.status != "answered"
    assert "六老" in answer.text


def test_a_slogan_of_which_nothing_is_known_is_not_found(told):
    answer = told("“八个坚持”分别是什么？", "推进“六有一提升”工作。")
    assert (answer.status, answer.citations) == ("not_found", ())


def test_the_place_that_is_asked_for_holds_for_slogans_too(told):
    assert told("广州市的“四微”是什么？", "清河市\n" + LISTING[0][1]).status != "answered"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("五必访是什么？", ("重大节日", "生病住院", "生日", "重大变故", "去世")),
        ("荣誉退休的六个一是什么", ("退休谈话", "退休仪式", "退休证书", "健康体检", "组织关系", "服务台账")),
        ("三个机制是什么", ("离休费保障机制", "医药费保障机制", "财政支持机制")),
        ("三项机制是哪三项", ("离休费保障机制", "医药费保障机制", "财政支持机制")),
        ("四就近包括哪些？", ("就近学习", "就近活动", "就近得到关心照顾", "就近发挥作用")),
    ],
)
def test_the_sample_documents_list_these(sample, question, words):
    answer = sample.ask(question)
    assert answer.status == "answered"
    assert all(word in answer.text for word in words)


LISTED = ["四微", "三化", "三项建设", "三个载体", "三个阵地", "三张网", "三大法宝", "四个规范化", "三个更加"]
UNLISTED = [
    "五个一", "三会一课", "两项建设", "六有一提升", "三城同创", "五大员", "百千万", "两中心三基地", "三联一访",
    "十项制度", "四个意识", "四个自信", "两个维护", "两个确立", "四大家", "五老", "四就近", "三有一落实",
]  # fmt: skip


@pytest.mark.parametrize("name", LISTED)
@pytest.mark.parametrize("form", ["“{}”是什么？", "{}分别是什么？", "“{}”包括哪些内容？"])
def test_what_the_real_documents_list_is_told(real, name, form):
    assert real.ask(form.format(name)).status == "answered"


@pytest.mark.parametrize("name", UNLISTED)
@pytest.mark.parametrize("form", ["“{}”是什么？", "{}分别是什么？", "“{}”包括哪些内容？", "什么是{}？"])
def test_what_the_real_documents_only_name_is_never_made_up(real, name, form):
    answer = real.ask(form.format(name))
    assert answer.status == "uncertain"
    assert f"文件提到“{name}”，但原文未列出其具体内容" in answer.text
    assert all(name in citation.quote.replace("“", "").replace("”", "") for citation in answer.citations[:1])


def test_a_sentence_that_says_what_a_slogan_is_answers_where_no_member_is_asked_for(sample):
    assert sample.ask("“三项建设”说的是什么？").status == "answered"
    assert sample.ask("“三项建设”说的是哪三项？").status != "answered"
