"""A question is cut into what it speaks of; how it asks is left out."""

import pytest

from assistant.asking.question import placed, understand
from assistant.asking.words import is_word
from corpus.places import find

KNOWN = "护理费标准离休干部退休干部困难补助全年推送学习资讯存在不足工作党的建设要点重点任务书记述职"


def idf(gram):
    """A store that knows the pairs of `KNOWN` and nothing else."""
    return 2.0 if gram in KNOWN or gram in "的是" else 6.0


def words(*turns):
    return [term.text for term in understand(turns, idf)[0].terms]


def asked(turn):
    return understand([turn], idf)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("护理费是多少？", ["护理费"]),
        ("请问离休干部的困难补助怎么规定？", ["离休干部", "困难补助"]),
        ("工作中存在哪些不足？", ["工作", "存在", "不足"]),
        ("“红色育才”什么时候完成", ["红色育才", "完成"]),
    ],
)
def test_what_asks_is_not_looked_for(question, expected):
    assert words(question) == expected


@pytest.mark.parametrize("time", ["以后", "去年"])
def test_a_time_without_a_year_is_not_missed_and_joins_no_word(time):
    first, second, third = understand([f"{time}印刷厂搬走"], idf)[0].terms
    assert (first.text, first.earlier) == (time, True)
    assert (second.text, second.earlier, second.light) == ("印刷厂", False, False)
    assert (third.text, third.earlier, third.light) == ("搬走", False, True)


def test_years_and_places_are_taken_out_of_the_words():
    question = understand(["苏州市2018年老干部重点任务有哪些？"], idf)[0]
    assert question.years == (2018,)
    assert [place.name for place in question.places] == ["苏州市"]
    assert not any("2018" in term.text or "苏州" in term.text for term in question.terms)


@pytest.mark.parametrize(
    ("question", "population"),
    [
        ("离休干部护理费", "离休"),
        ("退休干部护理费", "退休"),
        ("离退休干部党支部", "离退休"),
        ("退休老干部的护理费", "退休"),
        ("我是退休的，不是离休，护理费多少", "退休"),
        ("老干部护理费", "离退休"),
        ("护理费", None),
    ],
)
def test_the_three_populations_are_told_apart(question, population):
    assert understand([question], idf)[0].population == population


def test_a_follow_up_inherits_what_it_does_not_name():
    question = understand(["苏州市2020年困难补助是多少元？", "那护理费呢？"], idf)[0]
    assert question.years == (2020,)
    assert question.slot.want == "amount"
    assert [term.text for term in question.asked] == ["护理费"]
    assert any(term.earlier and term.text == "困难补助" for term in question.terms)


def test_what_stands_in_brackets_helps_and_is_not_asked():
    question = understand(["有哪些不足？（全年工作要点）"], idf)[0]
    assert [term.text for term in question.asked] == ["不足"]


def test_an_english_question_is_looked_for_in_chinese():
    question = understand(["What is the nursing fee rule?"], idf)[0]
    assert question.language == "en"
    assert [term.text for term in question.terms] == ["护理费"]


def test_words_that_nothing_translates_are_kept_and_missed():
    question = understand(["How do I renew my kayak?"], idf)[0]
    assert "kayak" in question.strange
    assert any(term.text == "kayak" for term in question.terms)


def test_no_asking_word_of_an_english_question_is_missed():
    question = understand(["From what date is the nursing fee paid, and how many months is it?"], idf)[0]
    assert [term.text for term in question.terms if not term.earlier] == ["护理费"]


def test_an_english_word_that_asks_nothing_but_tells_is_kept_in_its_chinese_spellings():
    question = understand(["How much is the nursing fee of a bedridden widower?"], idf)[0]
    assert {"长期卧床", "护理费"} <= {term.text for term in question.terms}
    assert any("配偶" in (term.text, *term.forms) for term in question.terms)


def test_an_english_question_about_a_change_of_a_year_says_so_in_chinese():
    question = understand(["How much was the nursing fee raised by in 2022?"], idf)[0]
    assert "2022年提高" in question.told
    assert question.years == (2022,)


def test_a_year_of_a_life_is_no_year_of_a_document_in_english_either():
    question = understand(["My father joined in 1942. How much is the nursing fee?"], idf)[0]
    assert question.years == ()
    assert question.periods == {"抗日战争时期"}


def test_an_english_turn_that_asks_two_things_is_two_questions():
    first, second = asked("He is ill. Who pays the nursing fee, and how much is it?")
    assert (first.slot.want, second.slot.want) == ("organ", "amount")
    assert second.clause == "and how much is it?"
    assert any("护理费" in (each.text, *each.forms) for each in second.asked)


def test_an_amount_must_be_of_all_that_an_english_turn_tells():
    (question,) = asked("He has been paralysed for years. How much nursing fee is paid?")
    assert "瘫痪" in {each.text for each in question.asked}
    (question,) = asked("He has been paralysed for years. Who pays the nursing fee?")
    assert "瘫痪" not in {each.text for each in question.asked}
    assert question.wider is not None


def test_what_points_back_in_an_english_turn_is_marked():
    assert asked("He has retired. Must he hand in his pass?")[0].leans
    assert not asked("Who pays the nursing fee?")[0].leans


def test_a_month_beside_a_year_is_no_word_to_be_missed():
    assert "10月" not in {each.text for each in asked("the nursing fee of October 2014")[0].asked}
    assert "10月" in {each.text for each in asked("the nursing fee of October")[0].asked}


def test_the_number_of_a_paper_is_no_word_of_an_english_question():
    (question,) = asked("What does 清委老干〔2024〕3号 say of the nursing fee?")
    assert question.numbers
    assert question.years == ()
    assert not any("号" in each.text for each in question.terms)


def test_the_death_behind_a_survivor_s_benefit_need_not_be_said():
    (question,) = asked("He died. How much survivor's allowance is paid?")
    assert "去世" not in {each.text for each in question.asked}
    assert "去世" in {each.text for each in asked("How much is paid when a cadre dies?")[0].asked}


def test_two_feasts_of_an_english_question_are_asked_for_each():
    (question,) = asked("How much is given at Spring Festival and at Mid-Autumn?")
    assert [each.text for each in question.parts] == ["春节", "中秋"]


def test_a_turn_that_asks_two_things_is_two_questions_which_know_of_each_other():
    first, second = understand(["离休干部困难补助多少元，由哪个单位发放？"], idf)
    assert (first.slot.want, second.slot.want) == ("amount", "organ")
    assert "困难补助" in [term.text for term in second.terms]
    assert first.asks == "离休干部困难补助多少元，"


def test_what_is_only_told_beside_a_question_helps_and_is_not_asked():
    (question,) = understand(["邻居搬走了，离休干部困难补助是多少？"], idf)
    assert [term.text for term in question.asked] == ["离休干部", "困难补助"]


@pytest.mark.parametrize(
    ("told", "period"),
    [
        ("1947年5月参加革命工作", "解放战争时期"),
        ("1940年就跟着队伍打鬼子", "抗日战争时期"),
        ("1936年入伍", "红军时期"),
        ("1945年9月2日参加革命", "抗日战争时期"),
        ("1945年9月3日参加革命", "解放战争时期"),
    ],
)
def test_a_year_of_somebody_s_life_is_no_year_of_documents_and_gives_the_period_that_rules_name(told, period):
    (question,) = understand([f"我父亲{told}，护理费是多少？"], idf)
    assert question.years == ()
    assert period in [term.text for term in question.terms]


def test_the_same_in_english():
    (question,) = understand(["What is the nursing fee for a cadre who joined the revolution in 1940?"], idf)
    assert question.years == ()
    assert "抗日战争时期" in [term.text for term in question.terms]


def test_a_year_of_documents_stays_one_beside_a_year_of_life():
    (question,) = understand(["1946年参加革命的离休干部，2011年的护理费是多少？"], idf)
    assert question.years == (2011,)


def test_a_pointing_word_is_no_part_of_a_place():
    (question,) = understand(["清河市的护理费是多少？", "那临溪市呢？"], idf)
    assert [place.name for place in question.places] == ["临溪市"]


WORDY = "改造市老干部活动中心适用市里的办法支持县里"


def wordy(gram):
    """A store that knows the pairs of `WORDY` too."""
    return 2.0 if gram in WORDY else idf(gram)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("改造市老干部活动中心用了多少护理费？", []),
        ("护理费适用市里的办法吗？", []),
        ("支持县里的困难补助有多少？", []),
        ("纪念章县里发了几个？", []),
        ("开化县的护理费是多少？", ["开化县"]),
        ("开化县里的护理费是多少？", []),
        ("中秋时市领导看望了谁？", []),
        ("老邻居的市管干部护理费是多少？", []),
        ("给乡镇干部的护理费是多少？", []),
        ("换成市管干部，护理费是多少？", []),
        ("清河市的护理费是多少？", ["清河市"]),
        ("苏州市里的护理费是多少？", ["苏州市"]),
    ],
)
def test_a_verb_before_a_city_names_no_place_and_what_no_document_says_does(question, named):
    (understood,) = understand([question], wordy)
    assert [place.name for place in understood.places] == named


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("离休干部困难补助的限额是多少？", "限额"),
        ("离休干部困难补助的上限多少元？", "上限"),
        ("申请困难补助的时限是什么？", "时限"),
        ("困难补助的比例是百分之几？", "比例"),
        ("困难补助提高百分之几？", "百分之"),
        ("困难补助涨了几个点？", "个点"),
        ("困难补助的最高额是多少元？", "最高额"),
        ("困难补助执行多少元？", "执行"),
    ],
)
def test_what_a_question_calls_the_thing_it_wants_is_not_missed(question, word):
    (understood,) = understand([question], idf)
    assert "困难补助" in [term.text for term in understood.asked]
    assert not any(word in term.text for term in understood.asked)


def test_unless_it_says_nothing_else():
    assert [term.text for term in understand(["时限？"], idf)[0].terms] == ["时限"]


@pytest.mark.parametrize("adverb", ["另外", "一律", "究竟", "格外"])
def test_an_adverb_helps_and_is_not_missed(adverb):
    (understood,) = understand([f"离休干部{adverb}困难补助多少？"], idf)
    assert adverb not in [term.text for term in understood.asked]
    assert {"离休干部", "困难补助"} <= {term.text for term in understood.asked}


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("清委老干〔2018〕12号的护理费是多少？", ()),
        ("清委老干[2018]12号的护理费是多少？", ()),
        ("清委老干〔2018〕12号2020年的护理费是多少？", (2020,)),
        ("2018年的护理费是多少？", (2018,)),
    ],
)
def test_the_year_in_the_number_of_a_document_is_not_the_year_asked_about(question, years):
    assert understand([question], idf)[0].years == years


@pytest.mark.parametrize(
    ("question", "sought"),
    [("“老有所什么”包括哪些？", "老有所"), ("“四什么”是指什么？", "四"), ("“红色育才”是什么？", "红色育才")],
)
def test_inside_quotation_marks_what_asks_is_not_looked_for(question, sought):
    assert sought in words(question)


@pytest.mark.parametrize(
    ("question", "fee"),
    [("生育津贴每月多少？", "生育津贴"), ("书店租金每年多少？", "书店租金"), ("津贴每月多少？", "津贴")],
)
def test_a_fee_keeps_the_noun_that_says_for_what(question, fee):
    assert fee in words(question)


@pytest.mark.parametrize(
    ("told", "formal"),
    [("老同志住了院", "住院"), ("去了世", "去世"), ("离了休", "离休"), ("住过院", "住院"), ("住了两回院", "住院")],
)
def test_a_verb_that_is_parted_is_one_word(told, formal):
    assert formal in understand([f"{told}的护理费是多少？"], idf)[0].search


def test_a_guess_that_is_denied_at_once_is_not_looked_for():
    told = words("证书由哪个部门颁发？不是财政局吧？")
    assert "证书" in told
    assert not [each for each in told if "财政" in each]


def test_what_the_turn_tells_besides_makes_the_question_wider():
    first, second = understand(["离休干部全年推送学习资讯，困难补助多少元，护理费由谁发？"], idf)
    for each in (first, second):
        assert each.wider is not None
        assert "离休干部" in [term.text for term in each.wider.asked]
        assert "离休干部" not in [term.text for term in each.asked]
    assert "护理费" not in [term.text for term in first.wider.asked]


@pytest.mark.parametrize(
    ("question", "days", "periods"),
    [
        ("1944年参加革命，护理费是多少？", ("1944-07-01",), {"抗日战争时期"}),
        ("1945年9月3日入伍，护理费是多少？", ("1945-09-03",), {"解放战争时期"}),
        ("1936年5月参军的护理费是多少？", ("1936-05-01",), {"红军时期"}),
        ("抗战时期参加革命，护理费是多少？", (), {"抗日战争时期"}),
        ("2020年的护理费是多少？", (), set()),
    ],
)
def test_days_of_a_life_and_names_of_periods_are_both_understood(question, days, periods):
    (understood,) = understand([question], idf)
    assert (understood.days, understood.periods) == (days, periods)


def test_a_place_that_was_chosen_is_asked_about_where_the_question_names_none():
    chosen = find("清河市")
    (unnamed,) = understand(["护理费是多少？"], idf)
    (named,) = understand(["临溪市的护理费是多少？"], idf)
    assert [place.name for place in placed(unnamed, chosen).places] == ["清河市"]
    assert [place.name for place in placed(named, chosen).places] == ["临溪市"]


def test_chinese_in_brackets_helps_an_english_question():
    asked = understand(
        ["What is the nursing allowance for lixiu (离休) cadres in Qinghe City (清河市)?"], lambda gram: 3.0
    )
    assert asked[0].language == "en"
    assert [place.name for place in asked[0].places] == ["清河市"]
    assert asked[0].strange == ()


def test_what_only_the_cutting_made_a_word_is_none():
    assert words("几天内要登记述职") == ["登记", "述职"]


def test_a_word_of_the_glossary_is_told_before_a_time_inside_it():
    assert "一年到头" in words("一年到头都要推送的是哪些")


def test_what_stands_in_a_longer_name_is_no_place():
    assert understand(["铜仁行活动由谁牵头"], idf, {"铜仁市"})[0].places == ()


@pytest.mark.parametrize("familiar", ["老爷子", "老太太"])
def test_familiar_names_help_and_are_not_missed(familiar):
    first = understand([f"{familiar}的护理费"], idf)[0].terms[0]
    assert (first.text, first.earlier) == (familiar, True)


@pytest.mark.parametrize("noun", ["大事", "东西", "同志"])
def test_a_noun_that_names_nothing_is_not_missed(noun):
    assert all(term.earlier for term in understand([f"{noun}护理费"], idf)[0].terms if term.text == noun)


def test_who_was_heard_is_not_looked_for():
    assert words("电视里说护理费调了标准") == words("护理费调了标准")


def test_what_somebody_does_not_want_is_part_of_what_is_asked():
    assert "不愿意" in words("本人不愿意述职怎么办")


def test_several_slips_of_a_question_are_read_as_what_was_meant():
    question = understand(["护里费的资迅哪天推送"], idf)[0]
    assert [(each.wrong, each.right) for each in question.corrections] == [("护里费", "护理费"), ("资迅", "资讯")]
    assert "资讯" in question.search


def test_an_english_question_may_call_a_place_by_its_bare_name():
    question = understand(["How often are veteran cadres in Qinghe visited each month?"], idf, {"清河市"})[0]
    assert [place.name for place in question.places] == ["清河市"]
    assert not any(term.text in ("清河", "清河市", "多少次") for term in question.terms)
    assert all(term.light for term in question.terms if term.text in ("走访", "每月"))


@pytest.mark.parametrize(
    "question", ["奶奶住清河市，护理费多少", "护理费清河市多少", "搬到云岭省清河市以后护理费多少"]
)
def test_a_place_that_the_store_knows_is_found_behind_any_word(question):
    places = understand([question], idf, ["云岭省", "清河市"])[0].places
    assert places[-1].name == "清河市"


@pytest.mark.parametrize(("question", "years"), [("1939年进厂的护理费多少", ()), ("2019年护理费多少", (2019,))])
def test_a_year_before_the_state_is_one_of_somebodys_life(question, years):
    understood = understand([question], idf)[0]
    assert understood.years == years
    assert understood.periods == (frozenset() if years else {"抗日战争时期"})


def test_a_spoken_word_weighs_what_is_written_for_it_and_not_as_one_that_nobody_knows():
    def known(gram):
        return 2.0 if gram in "个人负担" else 6.0

    terms = {term.text: term for term in understand(["自掏腰包的护理和望远镜"], known)[0].terms}
    assert "个人负担" in terms["自掏腰包"].forms
    assert terms["自掏腰包"].weight < terms["望远镜"].weight / 2


@pytest.mark.parametrize(("text", "named"), [("旅游", True), ("支部经费", True), ("下党", False), ("进县", False)])
def test_only_words_are_named_to_a_person_and_no_slips_of_the_cutting(text, named):
    assert is_word(text) is named


@pytest.mark.parametrize("amount", ["2000元", "2000多元", "2000块", "2000人", "1950万元"])
def test_a_number_with_a_measure_is_no_year(amount):
    assert understand([f"护理费每月{amount}对吗？"], idf)[0].years == ()


def test_a_year_before_a_period_is_the_year_that_is_asked_about_and_of_nobodys_life():
    (found,) = understand(["2010年抗战时期参加革命的护理费是多少？"], idf)
    assert (found.years, found.days, found.periods) == ((2010,), (), {"抗日战争时期"})


@pytest.mark.parametrize("story", ["自己垫了八千块", "看病花了6000元"])
def test_what_somebody_spent_helps_and_is_not_missed(story):
    (found,) = understand([f"{story}，护理费怎么报？"], idf)
    assert [term.earlier for term in found.terms if term.text[0] in "八6"] == [True]


@pytest.mark.parametrize("word", ["接下来", "全部", "一定要", "按现行规定", "现行"])
def test_a_word_that_says_nothing_of_its_own_is_not_looked_for(word):
    assert words(f"{word}推送学习资讯的是哪些") == words("推送学习资讯的是哪些")


def test_a_feast_is_a_name_though_its_first_character_is_a_word_by_itself():
    (understood,) = understand(["中秋慰问金是多少？"], idf)
    assert next(term for term in understood.terms if term.text == "中秋").weight > 1


def test_a_month_in_chinese_figures_is_found_in_others():
    (month,) = [term for term in understand(["十月的护理费"], idf)[0].terms if "月" in term.text]
    assert "10月" in month.forms


@pytest.mark.parametrize("paid", ["自己垫了八千", "账上还有五百块", "一共花了三万多"])
def test_a_round_sum_that_is_told_is_not_missed(paid):
    terms = understand([f"{paid}，护理费标准"], idf)[0].terms
    assert not any(char in term.text for term in terms if not term.earlier for char in "百千万")


@pytest.mark.parametrize("asked", ["涨了百分之几", "来了三百人"])
def test_a_share_and_a_number_of_people_are_no_such_sum(asked):
    terms = understand([f"护理费标准{asked}"], idf)[0].terms
    assert not any(term.text in ("百", "三百") and term.earlier for term in terms)


def test_the_retired_are_those_of_a_rule_for_both_unless_they_are_counted():
    rule, number = (understand([asked], idf)[0] for asked in ("退休人员的困难补助怎么规定？", "退休人员有多少名？"))
    held = [any("离退休人员" in term.forms for term in each.terms) for each in (rule, number)]
    assert held == [True, False]
    assert not any("离退休" in form for term in understand(["离休人员"], idf)[0].terms for form in term.forms)


def test_the_number_of_a_document_is_no_words_that_are_missed():
    terms = understand(["按青老干〔2017〕19号，护理费标准是多少？"], idf)[0].terms
    assert all(term.earlier for term in terms if "青" in term.text or "老干" in term.text)


def test_who_asks_for_somebodys_office_asks_by_the_name_alone():
    assert words("韦同尘同志是什么职务？") == words("韦同尘同志")


@pytest.mark.parametrize("kind", ["哪些类型的", "什么类型的"])
def test_kinds_that_are_asked_for_are_not_looked_for(kind):
    assert not any("类型" in word for word in words(f"困难补助有{kind}"))


@pytest.mark.parametrize("aim", ["写简报要用：", "帮我做台账用，", "做述职PPT要个数据："])
def test_what_an_answer_is_for_is_not_looked_for(aim):
    assert words(f"{aim}困难补助有多少？") == words("困难补助有多少？")


def test_a_place_itself_and_somebody_of_no_name_are_not_missed():
    (question,) = asked("苏州市本级某单位的护理费是多少？")
    assert [place.name for place in question.places] == ["苏州市"]
    assert [term.text for term in question.terms if not term.earlier] == ["护理费"]


def test_where_something_took_place_is_no_place_whose_rules_are_asked_for():
    assert asked("表彰大会是哪天在北京召开的？")[0].places == ()
    assert [place.name for place in asked("北京的护理费是多少？")[0].places] == ["北京市"]


@pytest.mark.parametrize(
    ("turn", "parts"),
    [
        ("2024年党委、党总支、党支部的经费每年各多少？", ["党委", "党总支", "党支部"]),
        ("生活补助和大病补助能不能都报？各自封顶多少？", ["生活补助", "大病补助"]),
    ],
)
def test_things_asked_about_each_for_itself_stand_beside_a_year_or_in_the_clause_before(turn, parts):
    assert [part.text for part in asked(turn)[-1].parts] == parts


def test_several_populations_set_side_by_side_are_not_one():
    assert asked("离休干部、县处级以上退休干部和其他退休干部的体检费各是多少？")[0].population is None


def test_a_name_before_comrade_is_one_word():
    assert "陆新" in words("那陆新同志是什么职务？")
    assert "老" not in words("老同志有多少？")


@pytest.mark.parametrize(
    ("turn", "want"),
    [
        ("图书管理员要努力成为什么？", "any"),
        ("为什么要登记？", "reason"),
        ("补助按多大比例给？", "share"),
        ("牵头单位要做什么？", "any"),
        ("牵头单位是哪个？", "organ"),
        ("护理费从哪天起提高到2500元？", "date"),
    ],
)
def test_what_is_wanted_is_not_told_by_words_that_only_look_like_it(turn, want):
    assert asked(turn)[-1].slot.want == want


@pytest.mark.parametrize("turn", ["领了自雇费，还发不发护理费？", "领了自雇费，还给不给护理费？"])
def test_a_verb_that_is_asked_twice_asks_only_whether(turn):
    assert not any("不" in word for word in words(turn))


@pytest.mark.parametrize(
    ("turn", "gone"),
    [
        ("工作情况每年几月几日前报省委老干部局？", "前报"),
        ("3号文件是哪一年的文件？", "一年"),
        ("一般的女干部年满多少岁离休？", "一般"),
        ("按就高原则每月领多少护理费？", "原则"),
        ("老干部工作制度被称作什么？", "称作"),
    ],
)
def test_words_that_only_help_to_ask_are_not_missed(turn, gone):
    assert not [each for each in asked(turn)[-1].terms if each.text == gone and not each.earlier]


def test_a_principle_that_is_asked_for_is_missed_and_one_that_is_told_is_not():
    assert "原则" in " ".join(words("评审按照什么原则进行？"))
    assert not [each for each in asked("按就高原则发护理费")[-1].terms if "原则" in each.text and not each.earlier]
