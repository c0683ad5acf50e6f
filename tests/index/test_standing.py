"""Which rule stands on which day, in the light of all the others."""

from corpus.types import Known, Metadata
from index.standing import Standing, Standings
from index.types import Entry


def entry(key, *, number=None, title=None, effective=None, validity=None, supersedes=(), by=None, region=None):
    def known(value):
        return Known(value, "declared", str(value)) if value else Known()

    metadata = Metadata(
        doc_number=known(number),
        title=known(title),
        effective=known(effective),
        region=known(region),
        validity=known(validity),
        supersedes=supersedes,
        superseded_by=known(by),
    )
    return Entry(key, f"{key}.txt", metadata, 1, 1)


def standings(entries, as_of=None):
    over = Standings.over(entries)
    return {each.id: over.of(each, as_of) for each in entries}


OLD = entry("old", number="组通字〔2013〕37号", effective="2014-01", validity="现行")
NEW = entry(
    "new", number="组通字〔2019〕10号", effective="2019-01", validity="现行", supersedes=("组通字[2013]37号",)
)


def test_a_later_rule_replaces_an_earlier_one_that_does_not_know_it():
    standing = standings([OLD, NEW])["old"]
    assert standing == Standing("被替代", "组通字〔2019〕10号")
    assert not standing.live
    assert standing.label == "被替代（组通字〔2019〕10号）"


def test_before_the_later_rule_took_effect_the_earlier_one_stands():
    on_the_day = standings([OLD, NEW], "2015-12-31")
    assert on_the_day["old"].live
    assert on_the_day["new"].pending
    assert not on_the_day["new"].live


def test_a_person_may_say_what_replaced_it_by_number_or_title():
    earlier = entry("a", number="甲发〔2010〕1号", by="关于调整护理费标准的通知")
    later = entry("b", title="关于调整护理费标准的通知", effective="2020-01-01")
    assert standings([earlier, later])["a"].validity == "被替代"
    assert standings([earlier, later], "2019-06-30")["a"].live


def test_a_rule_replaced_by_a_paper_that_is_not_here_stays_replaced():
    gone = entry("a", validity="被替代", by="乙发〔2022〕3号")
    assert standings([gone])["a"] == Standing("被替代", "乙发〔2022〕3号")


def test_another_code_with_the_same_number_is_another_document():
    other = entry("other", number="苏组通〔2013〕37号", effective="2014-01", validity="现行")
    assert standings([other, NEW])["other"].live


def test_a_repealed_rule_stood_until_what_repealed_it_took_effect():
    repealed = entry("a", number="甲发〔2019〕1号", effective="2019-05-01", validity="已废止")
    repealing = entry("b", number="甲发〔2022〕8号", effective="2022-07-01", supersedes=("甲发〔2019〕1号",))
    assert not standings([repealed, repealing])["a"].live
    assert standings([repealed, repealing], "2020-12-31")["a"].live


def test_a_draft_never_stands():
    assert not standings([entry("a", validity="征求意见稿")])["a"].live


def test_a_title_alone_replaces_nothing_of_another_city():
    title = "关于调整困难补助标准的通知"
    here = entry("here", title=title, effective="2019-01-01", region="云岭省清河市")
    there = entry("there", title=title, effective="2019-01-01", region="云岭省临溪市")
    later = entry("later", effective="2022-01-01", supersedes=(title,), region="云岭省清河市")
    found = standings([here, there, later])
    assert not found["here"].live
    assert found["there"].live


FIRST = entry("first", title="困难补助办法", effective="2018-01-01", region="云岭省清河市", validity="现行")
SECOND = entry("second", title="困难补助办法", effective="2022-07-01", region="云岭省清河市", validity="现行")
THIRD = entry("third", title="困难补助办法", effective="2024-07-01", region="云岭省清河市", validity="现行")


def test_a_later_version_of_the_same_title_replaces_the_earlier_one_in_its_own_place():
    elsewhere = entry("elsewhere", title="困难补助办法", effective="2024-01-01", region="云岭省临溪市")
    standing = standings([FIRST, SECOND, elsewhere])
    assert standing["first"].validity == "被替代"
    assert standing["second"].live
    assert standing["elsewhere"].live


def test_on_a_day_between_two_versions_the_earlier_one_stands():
    standing = standings([FIRST, SECOND, THIRD], "2023-01-01")
    assert not standing["first"].live
    assert standing["second"].validity == "现行"
    assert standing["third"].pending


def test_reports_and_plans_of_one_title_do_not_replace_one_another():
    early = entry("early", title="工作要点", effective="2022", validity="年度性")
    late = entry("late", title="工作要点", effective="2023", validity="年度性")
    assert standings([early, late])["early"].live


def test_without_a_date_nothing_is_a_version_of_anything():
    undated = entry("undated", title="困难补助办法", region="云岭省清河市")
    assert standings([undated, SECOND])["undated"].live


def test_a_rule_that_still_stands_on_the_day_knows_until_when_and_what_follows():
    standing = standings([OLD, NEW], "2015-12-31")["old"]
    assert (standing.validity, standing.by) == ("现行", None)
    assert (standing.until, standing.successor) == ("2019-01", "组通字〔2019〕10号")
    assert standing.label == "现行"


def test_once_replaced_it_has_no_until_and_neither_has_a_rule_that_nothing_replaces():
    for day in (None, "2019-01-01", "2024-06-30"):
        found = standings([OLD, NEW], day)
        assert [(each.until, each.successor) for each in found.values()] == [(None, None)] * 2
    assert standings([NEW], "2015-12-31")["new"].until is None


def test_a_successor_without_a_number_is_known_by_its_title():
    earlier = entry("a", title="困难帮扶办法", effective="2018-01-01", supersedes=())
    later = entry("b", title="帮扶工作细则", effective="2023-05-01", supersedes=("困难帮扶办法",))
    assert standings([earlier, later], "2020-01-01")["a"].successor == "帮扶工作细则"


def test_of_three_versions_the_first_ends_where_the_second_begins():
    standing = standings([FIRST, SECOND, THIRD], "2019-01-01")["first"]
    assert (standing.live, standing.until) == (True, "2022-07-01")
