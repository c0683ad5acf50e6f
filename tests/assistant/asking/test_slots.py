"""What a question wants, and whether a passage holds that kind of value."""

import pytest

from assistant.asking.slots import Slot, attributed, concerns, wanted


@pytest.mark.parametrize(
    ("question", "want", "unit"),
    [
        ("护理费每人每月多少元？", "amount", None),
        ("离休干部护理费是什么标准", "amount", None),
        ("建立了多少个支部？", "count", "个"),
        ("慰问了多少人次", "count", "人次"),
        ("什么时候完成？", "date", None),
        ("任务的完成时限是什么", "date", None),
        ("由谁负责审核？", "organ", None),
        ("哪个部门牵头？", "organ", "单位"),
        ("给多少退休干部办了仪式？", "count", None),
        ("发多少退休费？", "amount", None),
        ("有哪些条件？", "list", None),
        ("几年体检一次？", "date", "often"),
        ("一年体检几次？", "count", "次"),
        ("哪个时间以前交齐？", "date", "deadline"),
        ("一学期收多少报名费？", "amount", None),
        ("哪些文件讲到荣誉退休？", "documents", None),
        ("离休干部护理费是怎么规定的？", "rule", None),
        ("围绕什么主题开展？", "any", None),
    ],
)
def test_the_wording_tells_what_is_wanted(question, want, unit):
    slot = wanted(question)
    assert (slot.want, slot.unit) == (want, unit)


def test_the_number_of_items_is_read_from_the_question():
    assert wanted("体现在哪五个方面？").size == 5
    assert wanted("思路是哪十二个字？").size == 12
    assert wanted("三个“更加”分别是什么？").size == 3


@pytest.mark.parametrize("passage", ["每人每月3400元", "每人每月XXXX元", "按30%给予补助", "1.5万元", "３０００元"])
def test_amounts_fill_a_question_for_money_hidden_ones_too(passage):
    assert Slot("amount").filled(passage)


@pytest.mark.parametrize(
    ("question", "passage", "filled"),
    [
        ("学位和报名人数的比例是多少？", "学位数与报名人数之比为1∶2.5", True),
        ("学位和报名人数的比例是多少？", "自8:30起报名", False),
        ("最多能派几个代表？", "代表人数不得超过3人", True),
        ("每位老同志结对几个学生？", "对全市300多个学生做了摸底", False),
        ("一名老同志最多结对几个学生？", "对全市300多个学生做了摸底", False),
        ("一名老同志最多结对几个学生？", "每名老同志结对不超过2个学生", True),
    ],
)
def test_a_ratio_a_number_of_people_and_what_falls_to_one_of_them_are_told_apart(question, passage, filled):
    assert wanted(question).filled(passage) is filled


def test_what_something_is_for_asks_for_no_items():
    assert wanted("“三看一访”制度是用来做什么的？").want != "list"
    assert wanted("“三看一访”制度包括什么？").size == 3


def test_a_total_for_everybody_does_not_tell_what_one_person_gets():
    assert not Slot("amount", per_person=True).filled("全年慰问资金达90万元")
    assert Slot("amount", per_person=True).filled("每人每年3000元")


@pytest.mark.parametrize(
    ("unit", "passage", "filled"),
    [
        ("名", "选派12名干部", True),
        ("名", "举办12场讲座", False),
        ("人", "发给86名老同志", True),
        ("项", "XX项硬指标", True),
    ],
)
def test_a_count_must_be_of_the_thing_asked_for(unit, passage, filled):
    assert Slot("count", unit).filled(passage) is filled


@pytest.mark.parametrize(
    "passage", ["3-10月", "上半年", "X月XX日", "自受理之日起60日内", "国庆节前", "2024年6月底前"]
)
def test_dates_and_deadlines_fill_a_question_for_time(passage):
    assert Slot("date").filled(passage)
    assert not Slot("date").filled("认真抓好落实")


@pytest.mark.parametrize(
    ("question", "want"),
    [
        ("养老金会被扣掉百分之几？", "share"),
        ("为什么人员编制不好落实？", "reason"),
        ("全年一共发了多少慰问金？", "sum"),
        ("每个月能领多少？", "amount"),
        ("健康体检每次限额多少？", "amount"),
        ("老干部门诊每周哪几天坐诊？", "hours"),
        ("11月底前的有哪几项？", "list"),
        ("支部有多少名党员？", "count"),
    ],
)
def test_more_kinds_of_question_are_told_apart(question, want):
    assert wanted(question).want == want


def test_the_number_of_a_slogan_is_how_many_members_are_asked_for():
    assert wanted("“六有”分别是什么？").size == 6
    assert wanted("“六有”什么时候做完？").size is None


@pytest.mark.parametrize(
    ("passage", "fee", "own"),
    [
        ("完善医疗费保障机制，将护理费提高为每人每月500元。", "医疗费", False),
        ("完善医疗费保障机制，将护理费提高为每人每月500元。", "护理费", True),
        ("（一）离休干部，每人每年3000元；", "困难补助", True),
        ("发给困难补助，每人每年3000元。", "生活困难补助", True),
        ("慰问金照发。护理费每人每月500元。", "慰问金", False),
    ],
)
def test_an_amount_is_of_the_fee_that_is_named_last_before_it(passage, fee, own):
    assert attributed(passage, [fee]) is own


@pytest.mark.parametrize(
    ("passage", "names"),
    [
        ("由市财政局核拨", True),
        ("市编办给予了支持", True),
        ("报原所在单位", True),
        ("组织部负责", True),
        ("发给离休干部本人", False),
        ("全部发放到位", False),
        ("服务大局", False),
        ("委托他人办理", False),
    ],
)
def test_an_office_is_no_person_and_no_part_of_another_word(passage, names):
    assert wanted("由哪个部门负责？").filled(passage) is names


@pytest.mark.parametrize(
    ("question", "want"),
    [
        ("申请时要交哪些材料？", "list"),
        ("哪些文件讲到护理费？", "documents"),
        ("这项活动要求谁亲自抓？", "organ"),
        ("情况复杂的由谁批？", "organ"),
    ],
)
def test_papers_to_hand_in_are_a_list_and_who_does_it_is_an_organ(question, want):
    assert wanted(question).want == want


def test_who_asks_what_he_gets_is_not_told_what_all_get():
    total = "全年落实支部工作经费、书记补贴30余万元"
    assert not wanted("书记一个月补贴该领多少？").filled(total)
    assert wanted("市财政一年拿多少钱做补贴？").filled(total)


@pytest.mark.parametrize(
    ("question", "want", "unit"),
    [
        ("学费减免几个点？", "share", None),
        ("养老金涨了几个百分点？", "share", None),
        ("一个月能有几个钱？", "amount", None),
        ("市里投入多少改造活动中心？", "amount", None),
        ("投资多少钱？", "amount", None),
        ("登记表报到哪里？", "organ", None),
        ("材料往哪儿送？", "organ", None),
        ("申请书交到哪里？", "organ", None),
        ("活动中心在哪里？", "any", None),
        ("办了多少场次？", "count", "场次"),
    ],
)
def test_what_is_wanted_is_understood_as_people_ask_it(question, want, unit):
    slot = wanted(question)
    assert (slot.want, slot.unit) == (want, unit)


@pytest.mark.parametrize(
    ("unit", "passage", "filled"),
    [
        ("场次", "全年举办讲座百余场次", True),
        ("场", "举办讲座近百场", True),
        ("场", "举办讲座上百余场", True),
        ("场次", "举办各类讲座场次较多", False),
        (None, "服务老同志数十余人次", True),
    ],
)
def test_a_rough_count_is_a_count(unit, passage, filled):
    assert Slot("count", unit).filled(passage) is filled


@pytest.mark.parametrize(
    "passage", ["受场地限制，每期只招20名", "受天气影响，活动推迟", "为方便老同志办事，设立窗口", "由于人手不足"]
)
def test_what_limits_something_is_a_reason(passage):
    assert Slot("reason").filled(passage)


@pytest.mark.parametrize("passage", ["每期招收20名学员", "接受采访和慰问", "以自愿参加为准，按时到场"])
def test_what_only_tells_is_none(passage):
    assert not Slot("reason").filled(passage)


@pytest.mark.parametrize(
    ("passage", "fee"),
    [
        ("重病困难救助补助：医疗费超过3万元的部分，给予一次性补助，最高不超过2万元。", "重病困难补助"),
        ("重病困难补助:医疗费超过3万元的部分给予补助。", "重病困难补助"),
    ],
)
def test_an_amount_belongs_to_the_fee_that_heads_its_sentence(passage, fee):
    assert attributed(passage, [fee])


@pytest.mark.parametrize("question", ["哪几个月可以报名？", "哪个月报名？", "在哪几年办过？"])
def test_which_months_asks_for_a_time(question):
    assert wanted(question).want == "date"


def test_a_measure_of_everyday_speech_counts_times():
    slot = wanted("一年能查几回？")
    assert (slot.want, slot.filled("每年查1次"), slot.filled("查3人")) == ("count", True, False)


def test_where_it_is_capped_asks_for_an_amount():
    assert wanted("报销封顶多少？").want == "amount"


def test_a_bare_number_is_of_the_fee_that_stands_above_it():
    assert concerns("二、增加洗衣费 每人每月增加", {"洗衣费"})
    assert not concerns("二、增加洗衣费 每人每月增加", {"理发费"})
    assert concerns("每人每月增加", {"干部"})


@pytest.mark.parametrize(
    ("question", "sort", "held", "not_held"),
    [
        ("从几月份开始？", "month", "自3月起执行", "每人每月XXXX元"),
        ("哪天之前要报上来？", "deadline", "6月底前报送", "自2020年1月起执行"),
        ("最晚几号发？", "deadline", "每月10日前发放", "每人每年2400元"),
        ("多久走访一次？", "often", "每季度走访一次", "2011年发过两件通知"),
        ("什么时候发？", None, "2011年发放", "每人每月300元"),
    ],
)
def test_a_time_is_of_the_sort_that_is_asked_for(question, sort, held, not_held):
    slot = wanted(question)
    assert (slot.want, slot.unit) == ("date", sort)
    assert slot.filled(held)
    assert not slot.filled(not_held)


def test_a_month_and_a_day_are_a_date_and_no_count_of_days():
    assert wanted("定在几月几日？").want == "date"


def test_a_day_of_the_calendar_is_no_count_of_days():
    slot = wanted("一次几天？")
    assert slot.filled("每次10天")
    assert slot.filled("每次不少于5日")
    assert not slot.filled("1949年9月30日以前参加工作的")
    assert not wanted("要满几年？").filled("2019年施行")
    assert wanted("要满几年？").filled("满3年")


@pytest.mark.parametrize("question", ["一年活动的钱有多少？", "上门带多少慰问的钱？"])
def test_who_asks_how_much_of_money_asks_for_an_amount(question):
    assert wanted(question).want == "amount"


@pytest.mark.parametrize(
    ("question", "want"),
    [
        ("每月增加额是多少", "amount"),
        ("限额是多少", "amount"),
        ("名额是多少", "count"),
        ("会费按什么比例交", "share"),
    ],
)
def test_what_an_amount_is_called_and_what_a_share(question, want):
    assert wanted(question).want == want


@pytest.mark.parametrize(
    ("passage", "filled"),
    [("每年1次", True), ("每两年检修1次", True), ("全年不少于2次", True), ("自受理之日起15日内", False)],
)
def test_how_often_is_told_by_a_period_that_comes_again(passage, filled):
    assert wanted("几年检修一次？").filled(passage) is filled


@pytest.mark.parametrize(
    ("question", "passage", "filled"),
    [
        ("补助由谁发放？", "补助发给退休干部", False),
        ("补助由谁发放？", "补助由老干部局发给退休干部", True),
        ("由谁结对？", "与大学生结对", False),
        ("补助发给谁？", "补助发给退休干部", True),
    ],
)
def test_who_does_something_is_not_told_by_those_for_whom_it_is_done(question, passage, filled):
    assert wanted(question).filled(passage) is filled


def test_visits_are_no_number_of_people():
    slot = wanted("有多少退休干部？")
    assert slot.beside("共有退休干部320名", ["退休干部"])
    assert not slot.beside("慰问退休干部320人次", ["退休干部"])


@pytest.mark.parametrize(
    ("question", "want", "unit"),
    [
        ("接收单位要罚多少？", "count", None),
        ("增强执行力要做到哪几点？", "list", None),
        ("几点开门？", "hours", None),
        ("2023年发放了多少慰问金？", "sum", None),
        ("每年新增多少支出？", "amount", None),
        ("补助标准几年评估一次？", "date", "often"),
        ("最低缴费年限每年提高多少？", "count", None),
        ("按期换届率有多少？", "share", None),
        ("服务电话是多少？", "any", None),
        ("听证的时间算在期限里吗？", "any", None),
        ("建党多少周年？", "count", "周年"),
        ("困难补助标准从哪天起执行？", "date", "month"),
    ],
)
def test_what_stands_beside_how_much_tells_what_is_wanted(question, want, unit):
    slot = wanted(question)
    assert (slot.want, slot.unit) == (want, unit)


@pytest.mark.parametrize(
    ("question", "passage", "filled"),
    [
        ("接收单位要罚多少？", "处以违法所得一倍以上五倍以下的罚款", True),
        ("由哪三部分结合？", "采取定额调整、挂钩调整和适当倾斜相结合的办法", True),
        ("由哪三部分结合？", "采取定额调整和适当倾斜相结合的办法", False),
        ("由谁出钱？", "所需经费由企业负担", True),
    ],
)
def test_multiples_lists_with_and_and_enterprises_fill_a_slot(question, passage, filled):
    assert wanted(question).filled(passage) is filled


@pytest.mark.parametrize("question", ["“喜迎党的二十大”活动有哪些内容？", "“五老”宣讲团要实施什么工程？"])
def test_congresses_and_names_beside_what_is_asked_count_nothing(question):
    assert wanted(question).size is None


def test_a_name_in_quotation_marks_counts_what_it_stands_for_and_nothing_else():
    slot = wanted("驿站一共建了多少个？")
    assert not slot.filled("着力推动驿站“四个规范化”")
    assert slot.filled("建成驿站12个，推动“四个规范化”")
