"""What matches the words of a question and is no answer to it."""

import pytest


@pytest.mark.parametrize(
    "question",
    [
        "在清河，离休干部过世了，丧葬费给几千？",
        "不能自理护理费由哪个部门认定，需要几级医院开证明？",
    ],
)
def test_a_sentence_that_says_that_it_does_not_say_is_no_answer(sample, question):
    answer = sample.ask(question)
    assert not (answer.status == "answered" and "不写" in answer.text)


def test_a_draft_or_a_replaced_rule_alone_does_not_answer_what_holds_now(sample):
    assert sample.ask("现在向清河市申请离退休干部生活困难补助，书面申请要附哪些材料？").status != "answered"


def test_it_does_where_the_question_is_about_it(sample):
    answer = sample.ask("清河市遗属生活补助征求意见稿里，配偶每人每月发多少？")
    assert answer.status == "answered"
    assert "outdated" in {notice.kind for notice in answer.notices}


def test_a_value_that_is_taken_for_granted_must_stand_in_the_documents(sample):
    assert sample.ask("2024年中央把解放战争时期的护理费提高到每月3000元，那份通知的文号是什么？").status != "answered"


def test_what_the_turn_is_about_must_be_what_the_evidence_is_about(sample):
    assert sample.ask("老旧小区既有住宅加装电梯，财政每部补助多少？").status != "answered"


@pytest.mark.parametrize(
    "question", ["请以“银辉”为题写一首七律献给老同志。", "明天苏州天气怎么样？", "Write me a poem"]
)
def test_what_no_document_of_a_bureau_answers_is_refused_at_once(sample, question):
    assert sample.ask(question).status == "not_found"


VISITS = """云岭省清河市走访慰问纪律

一、走访慰问不得发放礼金、礼品，水果每份不超过200元。
二、慰问品每份不超过300元。
"""
BUILDING = """云岭省清河市活动中心改造通知

一、市里投资90万元改造老干部活动中心，开放时间另行通知。
二、阅览室座位超过50个的，另行规定。
三、老年课堂座位50个以上的标准另行规定。
"""
CARS = """云岭省清河市公务用车办法

一、离休干部租车补贴每年900元，由市机关事务局发放。
"""
ABOVE = """云岭省清河市公务用车补充办法

一、省直单位和驻清单位的离休干部租车补贴每年600元，由原单位发放。
"""


def text(answer):
    return " ".join(each.text for each in answer.statements)


@pytest.mark.parametrize(
    "question", ["走访慰问发礼金多少元？", "走访慰问礼金上限是多少？", "走访慰问礼品标准是多少元？"]
)
def test_what_is_only_forbidden_has_no_amount(library, question):
    answer = library(VISITS).ask(question)
    assert answer.status != "answered"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("走访慰问能发礼金吗？", "不得发放礼金"),
        ("走访慰问不得发放什么？", "不得发放礼金"),
        ("走访慰问有哪些纪律要求？", "不得发放礼金"),
        ("慰问品每份多少元？", "300元"),
    ],
)
def test_whether_it_is_and_what_is_forbidden_are_answered_by_the_ban(library, question, told):
    answer = library(VISITS).ask(question)
    assert answer.status == "answered"
    assert told in text(answer)


def test_a_value_beside_what_is_told_elsewhere_is_told(library):
    answer = library(BUILDING).ask("清河市投资多少钱改造活动中心？")
    assert answer.status == "answered"
    assert "90万元" in text(answer)


@pytest.mark.parametrize("question", ["清河市老年课堂座位有多少个？", "清河市活动中心几月几号开放？"])
def test_what_is_set_elsewhere_is_still_no_answer(library, question):
    assert library(BUILDING).ask(question).status != "answered"


def test_a_rule_of_a_city_that_names_the_offices_above_it_speaks_for_them(library):
    answer = library(CARS, ABOVE).ask("省直单位离休干部租车补贴每年多少元？")
    assert answer.status == "answered"
    assert "600元" in text(answer)


def test_one_that_does_not_name_them_does_not(library):
    assert library(CARS).ask("省直单位离休干部租车补贴由哪个部门发放？").status != "answered"
    assert library(CARS).ask("省直单位离休干部租车补贴每年多少元？").status != "answered"


ROUND = """云岭省松泉县寻访最美老干部活动通知

组织第二届寻访最美老干部活动，评出20名，由县委老干部局负责。
"""


@pytest.mark.parametrize(
    ("question", "status"), [("第二届寻访最美老干部评出多少名？", True), ("第一届寻访最美老干部评出多少名？", False)]
)
def test_the_first_of_a_row_is_not_answered_by_the_second(library, question, status):
    assert (library(ROUND).ask(question).status == "answered") is status


WORKS = """云岭省松泉县活动中心改建通知

活动中心改建工程由县住房城乡建设局负责，年底前完成。
"""


def test_who_asks_for_a_company_is_not_told_of_an_office(library):
    assert library(WORKS).ask("活动中心改建工程由哪家公司施工？").status != "answered"
    assert library(WORKS).ask("活动中心改建工程由哪个单位负责？").status == "answered"


PAID = """云岭省松泉县租车补贴办法

一、解放战争时期参加革命工作的离休干部，租车补贴每人每月90元。
"""


@pytest.mark.parametrize(("fee", "answered"), [("护理费", False), ("租车补贴", True)])
def test_an_amount_is_of_the_fee_that_the_turn_names(library, fee, answered):
    answer = library(PAID).ask(f"松泉县的老爷子一直领{fee}，解放战争时期那一档标准是每月几百？")
    assert (answer.status == "answered") is answered


YEARS = """云岭省松泉县租车办法

松委老干〔2015〕6号

一、离休干部租车每年补贴700元。
二、本办法自2015年1月1日起施行。
"""


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("2018年松泉县离休干部租车每年补贴多少元？", True),
        ("松泉县按2018年的租车办法，离休干部租车每年补贴多少元？", False),
        ("松泉县按2015年的租车办法，离休干部租车每年补贴多少元？", True),
    ],
)
def test_a_rule_that_is_named_by_its_year_must_be_the_one_that_answers(library, question, answered):
    assert (library(YEARS).ask(question).status == "answered") is answered


STEPS = """云岭省松泉县评审办法

一、参评单位对初评意见不服的，可以自收到初评意见之日起10日内，向县委老干部局申请复评。
"""


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("松泉县初评意见出来了，参评单位不服，可以在几日内申请复评？", True),
        ("松泉县复评意见出来了，参评单位不服，可以在几日内申请？", False),
    ],
)
def test_what_leads_to_a_step_is_not_what_follows_it(library, question, answered):
    assert (library(STEPS).ask(question).status == "answered") is answered


KEPT = """云岭省松泉县活动经费通知

一、离休干部活动经费不并入公用经费，仍按季度发给，每季度核对一次差额。
"""


def test_a_change_that_the_documents_deny_is_not_taken_for_granted(library):
    assert library(KEPT).ask("松泉县离休干部活动经费并入公用经费以后，差额多久核对一次？").status != "answered"
    assert library(KEPT).ask("松泉县离休干部活动经费的差额多久核对一次？").status == "answered"


PAPERS = """云岭省清河市机关和学校工作人员及退休人员书报费办法

一、书报费的标准

1. 读夜校的，每人每年130元。
2. 不读夜校的，每人每年70元。

二、学校工作人员的书报费由学校发放，机关工作人员的由机关发放。
"""


def test_for_whom_a_title_sets_an_amount_is_no_other_thing_that_is_paid_for(library):
    answer = library(PAPERS).ask("机关工作人员读夜校，书报费怎么算？")
    assert answer.status == "answered"
    assert "130元" in answer.text


RAISED = """云岭省清河市交通费调整通知

一、老同志交通费由每人每月50元提高到每人每月80元，从2014年1月起执行。
"""


def test_a_raise_of_a_year_is_not_answered_by_one_of_another_year(library):
    assert library(RAISED).ask("2014年1月起交通费涨到多少？").status == "answered"
    assert library(RAISED).ask("2017年7月起交通费涨到多少？").status != "answered"


@pytest.mark.parametrize(("asked", "answers"), [("2014年的通知里", True), ("2011年的通知里", False)])
def test_a_paper_of_a_year_is_not_answered_by_one_of_another_year(library, asked, answers):
    assert (library(RAISED).ask(f"清河市{asked}，老同志交通费提高到多少？").status == "answered") == answers


OLD = """云岭省清河市采暖补贴办法

清委老干〔2018〕3号

一、采暖补贴每人每年800元。
二、采暖补贴由供热站发放，不是由社区发放。
三、2010年的办法规定，采暖补贴按工资的5%发放。
四、核查时间最长不得超过12天，由局长批准。
"""
NEW = """云岭省清河市采暖补助新办法

清委老干〔2023〕9号

一、采暖补助改为凭票报销。本办法自2023年1月1日起施行，《云岭省清河市采暖补贴办法》（清委老干〔2018〕3号）同时废止。
"""


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("清河市的采暖补贴每人每年多少元？", "uncertain"),
        ("清河市的采暖补贴由谁发放？", "answered"),
        ("清河市的采暖补贴在2010年按工资的百分之几发放？", "answered"),
    ],
)
def test_a_replaced_rule_sets_nothing_and_still_tells_what_it_tells(library, question, status):
    assert library(OLD, NEW).ask(question).status == status


def test_a_turn_that_goes_on_about_a_draft_is_about_it(sample):
    answer = sample.ask("清河市遗属补助征求意见稿里，抗战时期的配偶每月拟发多少？", "解放战争时期的呢？")
    assert answer.status == "answered"
    assert {each.document for each in answer.citations} == {"清河市-遗属补助-征求意见稿.md"}


def test_a_bound_forbids_nothing(sample):
    answer = sample.ask("信访事项情况复杂需要延长办理期限的，由谁批准？")
    assert answer.status == "answered"


def test_a_share_of_the_only_fee_that_a_turn_names_is_of_it(sample):
    answer = sample.ask("松泉县一位已故离休干部的老伴没有固定收入，2024年申请困难补助，县里按市里标准的几成给？")
    assert "80%" in " ".join(each.text for each in answer.statements)
