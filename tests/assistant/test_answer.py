"""What the sample documents say is answered with its place, year and source; what they do not say is not."""

import pytest

from assistant.answer import Assistant
from assistant.asking.slots import holds_amount
from assistant.cite import holds
from index.embed import HashEmbedder
from index.search import Index
from index.types import Filter
from index.writer import Writer

QUESTIONS = [
    "离休干部护理费是怎么规定的？",
    "what is the nursing fee rule",
    "2015年解放战争时期离休干部护理费是多少？",
    "清河市特别困难的离休干部补助多少钱？",
    "2020年清河市特别困难离休干部补助标准",
    "清河市遗属补助是多少？",
    "信访事项多少天办结？",
    "男职工延迟退休到几岁？",
    "清河市一站式结算由谁负责？",
    "五必访是哪五必访？",
    "荣誉退休的六个一是什么",
    "离休干部体检标准是什么",
    "离休干部有多少名？",
    "松泉县老干部门诊谁负责",
    "哪些文件讲到荣誉退休？",
    "退休干部护理费多少？",
    "How long does a petition take?",
    "护里费是怎么规定的",
]


def cited(answer):
    return {citation.doc_number for citation in answer.citations}


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_quote_is_the_documents_own_text_at_its_offsets(sample, question):
    answer = sample.ask(question)
    markers = {citation.marker for citation in answer.citations}
    for citation in answer.citations:
        assert holds(citation, sample._index.document(citation.document_id))
    for statement in answer.statements:
        assert statement.citations
        assert set(statement.citations) <= markers
        assert statement.text in answer.text
    if answer.status != "not_found":
        assert answer.citations


@pytest.mark.parametrize("question", ["离休干部护理费是怎么规定的？", "what is the nursing fee rule"])
def test_the_nursing_fee_is_told_by_its_latest_step_with_what_it_replaced(sample, question):
    answer = sample.ask(question)
    assert answer.status == "answered"
    for amount in ("3400元", "2700元", "2000元"):
        assert amount in answer.text
    assert answer.citations[0].doc_number == "组通字〔2019〕10号"
    assert "2019年1月" in answer.text
    assert any("组通字〔2013〕37号" in statement.text for statement in answer.statements)
    assert "组通字〔2013〕37号" not in cited(answer)


def test_an_english_question_gets_an_english_frame_around_chinese_quotes(sample):
    assert "effective 2019-01" in sample.ask("what is the nursing fee rule").text


def test_the_head_of_an_english_answer_tells_place_and_standing_in_english(sample):
    text = sample.ask("Which unit collects the suggestions of veteran cadres in Linxi City?").text
    assert "(Linxi City, Yunling Province, 2024, for one year)" in text


def test_an_english_refusal_names_the_words_as_they_were_typed(sample):
    text = sample.ask("How much is the monthly chauffeur allowance of lixiu cadres in Qinghe?").text
    assert "chauffeur" in text
    assert "(it)" not in text


def test_an_earlier_year_is_answered_by_the_rule_of_that_year(sample):
    assert cited(sample.ask("2015年解放战争时期离休干部护理费是多少？")) == {"组通字〔2013〕37号"}
    assert "600" in sample.ask("2015年解放战争时期离休干部护理费是多少？").text
    assert cited(sample.ask("解放战争时期离休干部护理费是多少？", day="2010-06-30")) == {"组通字〔2008〕48号"}


def test_a_repealed_rule_speaks_only_for_its_own_time(sample):
    assert "4000元" in sample.ask("2020年清河市特别困难离休干部补助标准").text
    now = sample.ask("清河市特别困难的离休干部补助多少钱？")
    assert "6000元" in now.text
    assert "4000元" not in now.text


def test_nothing_of_one_city_is_told_for_another(sample):
    answer = sample.ask("清河市离休干部体检标准是什么？")
    assert answer.status == "answered"
    assert all("临溪" not in (citation.region or "") for citation in answer.citations)


def test_only_documents_that_pass_the_filters_speak(sample):
    filters = Filter(region="临溪市")
    answer = sample.ask("离休干部体检标准是什么？", filters=filters)
    assert answer.citations
    assert all("清河" not in (citation.region or "") for citation in answer.citations)
    assert {hit.chunk.document_id for hit in sample.hits("离休干部体检标准是什么？", filters=filters)} <= (
        sample._index.passing(filters)
    )


def test_the_hits_of_a_follow_up_are_those_of_the_question_it_stands_for(sample):
    turns = ("清河市春节慰问离休干部是多少钱？", "那退休干部呢？")
    documents = {hit.chunk.document_id for hit in sample.hits(*turns)}
    cited = {citation.document_id for citation in sample.ask(*turns).citations}
    assert cited
    assert cited <= documents


def test_without_a_place_every_place_is_told_apart(sample):
    answer = sample.ask("离休干部体检标准是什么")
    regions = {citation.region for citation in answer.citations}
    assert {"云岭省清河市", "云岭省临溪市"} <= regions
    kinds = {notice.kind for notice in answer.notices}
    assert {"scope", "conflict"} <= kinds


def test_the_rule_of_the_province_answers_for_a_city_that_has_none(sample):
    answer = sample.ask("清河市遗属补助是多少？")
    assert {citation.region for citation in answer.citations} == {"云岭省"}


def test_a_draft_is_never_the_basis_of_an_answer(sample):
    answer = sample.ask("清河市遗属补助是多少？")
    assert all(not citation.validity.startswith("征求意见稿") for citation in answer.citations)


def test_a_hidden_value_is_quoted_as_it_stands_with_a_notice(sample):
    answer = sample.ask("临溪市离休干部有多少名？")
    assert "**名" in answer.text
    assert "redacted" in {notice.kind for notice in answer.notices}


def test_ordinary_retirees_are_not_given_the_rule_of_the_honourably_retired(sample):
    answer = sample.ask("退休干部护理费多少？")
    assert answer.status != "answered"


def test_where_an_amount_is_set_elsewhere_that_is_shown_and_no_amount_of_another_fee(sample):
    answer = sample.ask("丧葬费多少钱？")
    assert answer.status == "uncertain"
    assert "各地不同" in answer.text
    assert not any(holds_amount(each.text) for each in answer.statements)


@pytest.mark.parametrize(
    "question",
    [
        "推荐一家附近的火锅店",
        "How do I renew my passport?",
        "？？",
    ],
)
def test_what_the_documents_do_not_say_is_not_said(sample, question):
    answer = sample.ask(question)
    assert answer.status == "not_found"
    assert answer.citations == ()
    assert answer.statements == ()


def test_what_is_named_as_missing_stands_in_no_passage_that_is_shown(sample):
    answer = sample.ask("困难补助怎么申请？")
    assert "申请" in answer.text
    assert "未见：申请" not in answer.text


@pytest.mark.parametrize(
    "question", ["失业保险金怎么领取？", "离休干部每人每年医药费统筹标准是多少？", "荣誉退休证书由哪家印刷厂制作？"]
)
def test_what_is_only_related_is_shown_as_such(sample, question):
    answer = sample.ask(question)
    assert answer.status == "uncertain"
    assert "没有" in answer.text


def test_passages_that_answer_alike_are_told_together(sample):
    text = sample.ask("机关退休干部病故一次性抚恤金怎么算？").text
    assert "40个月" in text
    assert "其他事业单位人员" in text


def test_no_rule_is_told_for_a_year_to_come(sample):
    assert sample.ask("2099年离休干部护理费标准是多少？").status == "not_found"


def test_a_city_without_documents_is_told_so_and_given_the_national_rule_only(sample):
    answer = sample.ask("广州市离休干部护理费是多少？")
    assert {citation.region for citation in answer.citations} == {"全国"}
    assert "scope" in {notice.kind for notice in answer.notices}


def test_a_list_is_told_with_all_its_items(sample):
    text = sample.ask("五必访是哪五必访？").text
    for word in ("重大节日", "生病住院", "生日", "重大变故", "去世"):
        assert word in text


def test_a_row_of_a_table_is_told_with_its_headings(sample):
    text = sample.ask("清河市一站式结算由谁负责？").text
    assert "责任单位：市医保局、市卫生健康委" in text


def test_a_follow_up_leans_on_the_turn_before(sample):
    answer = sample.ask("清河市特别困难的离休干部补助多少钱？", "那配偶呢？")
    assert "2400元" in answer.text


def test_a_follow_up_that_names_another_place_is_answered_from_that_place(sample):
    answer = sample.ask("清河市特别困难的离休干部一年补多少？", "那松泉县的呢？")
    assert "4800元" in answer.text


def test_a_slip_by_sound_is_understood_and_said(sample):
    answer = sample.ask("护里费是怎么规定的")
    assert "3400元" in answer.text
    assert any("护里费" in notice.text for notice in answer.notices)


def test_an_exception_is_told_with_what_it_is_an_exception_from(sample):
    text = sample.ask("清河市同一自然年度内同一事由可以申请几次补助？").text
    assert "只能申请一次" in text
    assert "除外" in text


def test_an_item_of_a_list_comes_with_the_words_that_lead_in_to_it(sample):
    statements = [each.text for each in sample.ask("清河市特别困难的离休干部补助多少钱？").statements]
    assert statements[0].endswith("生活困难补助标准：")
    assert "6000元" in statements[1]


def test_the_same_question_gets_the_same_answer(sample):
    first, second = sample.ask(QUESTIONS[0]), sample.ask(QUESTIONS[0])
    assert (first.text, first.citations) == (second.text, second.citations)


@pytest.mark.parametrize("question", ["退休以后能去夜市当摊主吗", "退休以后能不能养金毛犬", "能报销去外地旅游的钱吗"])
def test_a_subject_in_words_that_no_document_holds_is_not_answered(sample, question):
    assert sample.ask(question).status != "answered"


def test_a_subject_in_everyday_words_is_answered_in_those_of_the_document(sample):
    answer = sample.ask("退休以后能去协会当会长吗")
    assert answer.status == "answered"
    assert all("社会团体" in each.text for each in answer.statements[:2])


def test_what_is_said_of_other_people_is_not_told_as_unheard_of(sample):
    answer = sample.ask("退休以后护理费多少")
    assert (answer.status, answer.text) == ("not_found", "库中有相关规定，但对象不是退休干部，不能套用。")


@pytest.mark.parametrize("kind", ["讲话", "工作总结", "述职"])
def test_an_amount_that_is_only_told_of_is_marked_as_hearsay(tmp_path, kind):
    (tmp_path / "told.txt").write_text(
        f"清河市2023年老干部工作{kind}\n\n一、待遇落实\n\n特困帮扶金标准为每人每年3000元，已全部发放到位。\n", "utf-8"
    )
    embedder = HashEmbedder(64)
    with Writer.open(tmp_path / "store", embedder) as writer:
        writer.sync([tmp_path / "told.txt"])
    with Index.open(tmp_path / "store", embedder) as index:
        answer = Assistant(index).ask("特困帮扶金标准是多少？")
    assert (answer.status, [notice.kind for notice in answer.notices]) == ("answered", ["hearsay"])


@pytest.mark.parametrize(
    ("question", "hearsay"),
    [
        ("什么时候全部配齐？", True),
        ("图书室里读者能不能借走画册？", True),
        ("一共花了多少钱？", True),
        ("图书室开了几次会？", False),
    ],
)
def test_what_a_speech_says_must_be_done_is_marked_as_hearsay(library, question, hearsay):
    speech = """在清河市图书室工作会议上的讲话

图书室的书架必须在国庆节前全部配齐。图书室的读者应当与职工一样借走画册。图书室书架一共花了30万元。图书室开了12次会。
"""
    answer = library(speech).ask(f"图书室书架{question}" if "图书室" not in question else question)
    assert answer.status == "answered"
    assert ("hearsay" in {each.kind for each in answer.notices}) is hearsay


def test_two_questions_of_one_turn_are_both_answered_and_nothing_is_said_twice(sample):
    answer = sample.ask("清河市离休干部体检每人每次不超过多少元，一年几次？")
    assert answer.status == "answered"
    assert "1500元" in answer.text
    assert "每年体检1次" in answer.text
    assert len({(each.text, each.citations) for each in answer.statements}) == len(answer.statements)


def test_of_two_questions_the_one_that_nothing_answers_is_named(sample):
    answer = sample.ask("清河市离休干部体检每人每次不超过多少元？体检报告由哪家印刷厂印制？")
    assert answer.status == "answered"
    assert any(notice.kind == "partial" and "印刷厂" in notice.text for notice in answer.notices)


def test_what_was_spent_is_told_from_a_report_on_its_year(sample):
    answer = sample.ask("2023年临溪市走访慰问离退休干部，一共发了多少慰问金？")
    assert "XX余万元" in answer.text
    assert {notice.kind for notice in answer.notices} >= {"redacted"}


def test_a_place_of_the_documents_may_be_called_by_its_bare_name(sample):
    answer = sample.ask("清河的离休干部体检标准是什么？")
    assert answer.status == "answered"
    assert answer.question == "清河的离休干部体检标准是什么？"
    assert all("临溪" not in (citation.region or "") for citation in answer.citations)


def test_the_narrowest_place_that_has_a_rule_speaks_first(sample):
    answer = sample.ask("松泉县离休干部春节慰问标准是多少？")
    assert "清河市" in (answer.citations[0].region or "")


def test_a_question_that_names_only_people_is_not_answered_by_whatever_is_said_of_them(sample):
    assert sample.ask("什么样的老同志才能办离休？").status != "answered"


@pytest.mark.parametrize(
    ("question", "unsaid"),
    [
        ("临溪市离休干部九十岁生日，慰问金给多少？", "没有写明所问的数额"),
        ("清河市的离休干部到外省住院，能不能一站式直接结算？", "没有写明所问的情形"),
    ],
)
def test_a_refusal_names_what_sort_of_thing_the_passages_do_not_state(sample, question, unsaid):
    answer = sample.ask(question)
    assert answer.status == "uncertain"
    assert unsaid in answer.text.split("\n")[0]
