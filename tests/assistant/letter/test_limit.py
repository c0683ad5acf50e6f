"""Last days are counted from dates that somebody filled in, by the rule that is told with them, and never put off."""

from datetime import date

import pytest

from assistant.letter.checklist import checklist
from assistant.letter.kind import kinds
from assistant.letter.limit import due, last, later
from assistant.letter.types import Limit
from tests.assistant.letter.conftest import FIELDS, NURSING

PETITION, PROPOSAL, ORGAN = (kinds()[name] for name in ("petition", "proposal", "organ"))


def told(desk, draft):
    """All that the check-list says of time limits."""
    sheet = checklist(draft, desk.kind(draft))
    at = next((at for at, each in enumerate(sheet.blocks) if each.text == "办理期限"), None)
    return [] if at is None else [cells[1] for cells in sheet.blocks[at + 1].rows]


@pytest.mark.parametrize(
    ("began", "days", "months", "end"),
    [
        ("2026年10月9日", 60, 0, date(2026, 12, 8)),
        ("2026年11月15日", 15, 0, date(2026, 11, 30)),
        ("2028年2月1日", 30, 0, date(2028, 3, 2)),
        ("2027年12月2日", 30, 0, date(2028, 1, 1)),
        ("2026年9月1日", 0, 3, date(2026, 12, 1)),
        ("2026年11月30日", 0, 3, date(2027, 2, 28)),
        ("2027年11月30日", 0, 3, date(2028, 2, 29)),
    ],
)
def test_the_day_from_which_is_counted_does_not_count_itself(began, days, months, end):
    assert last(Limit("办结", "", counted="began", days=days, months=months), {"began": began}) == end


def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month():
    assert later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert later(date(2026, 12, 31), 2) == date(2027, 2, 28)


def test_a_date_that_is_missing_is_asked_for_and_no_day_is_made_up():
    found = due(PETITION, {"received": "2026年9月30日"})
    assert [each.day for each in found] == [date(2026, 10, 15), None, None, None]
    assert "“受理日期”没有填写" in found[1].told
    assert due(ORGAN, {}) == (), "an organ that names no day has no limit"


def test_a_last_day_at_a_week_end_is_named_and_not_put_off():
    saturday = due(PETITION, {"accepted": "2026年10月13日"})[1]
    assert saturday.day == date(2026, 12, 12)
    assert "星期六" in saturday.told
    assert any("是否顺延请核对" in note for note in saturday.notes)
    tuesday = due(PETITION, {"accepted": "2026年10月9日"})[1]
    assert any("放假安排" in note for note in tuesday.notes)


def test_a_letter_that_is_dated_too_late_is_told_so():
    late = due(PETITION, {"accepted": "2026年10月9日", "date": "2026年12月9日"})[1]
    assert any("已过办结期限" in note for note in late.notes)
    right = due(PETITION, {"accepted": "2026年10月9日", "date": "2026年12月8日"})[1]
    assert not any("已过" in note for note in right.notes)


def test_dates_that_lie_in_no_order_are_pointed_out():
    notice, decision, *_ = due(PETITION, {"received": "2026年11月3日", "accepted": "2026年10月9日"})
    for each in (notice, decision):
        assert "“受理日期”早于“收到日期”，请核对" in each.notes
    right = due(PETITION, {"received": "2026年10月9日", "accepted": "2026年10月9日"})
    assert not any("早于" in note for each in right for note in each.notes)


def test_a_day_that_somebody_set_counts_before_one_that_is_counted():
    values = {"assigned": "2026年9月1日", "due": "2026年10月31日"}
    (found,) = due(PROPOSAL, values)
    assert found.day == date(2026, 10, 31)
    assert "按“交办通知规定的答复期限”" in found.told
    (counted,) = due(PROPOSAL, {"assigned": "2026年9月1日"})
    assert counted.day == date(2026, 12, 1)
    assert "交办通知为准" in counted.limit.rule


def test_the_check_list_gives_the_last_day_with_its_rule_and_what_the_library_says_of_it(desk):
    draft = desk.draft("petition", [NURSING], FIELDS["petition"])
    notice, decision, longer, review = told(desk, draft)
    assert "2026年10月15日（星期四）" in notice
    assert "《信访工作条例》第二十三条" in notice
    assert "所存文件载明" in notice
    assert "自2026年10月9日（受理日期）起60日，当日不计入，最后一日为2026年12月8日" in decision
    assert "自受理之日起60日内办结（第三十四条）" in decision, (
        "each limit has its own sentence, though in one article"
    )
    assert "2027年1月7日" in longer
    assert "延长期限不得超过30日" in longer.split("所存文件载明")[1]
    assert "“送达日期”没有填写" in review
    assert told(desk, desk.draft("person", [NURSING], FIELDS["person"])) == []


def test_the_letter_names_the_last_day_for_a_review_only_where_the_day_of_receipt_is_known(desk):
    draft = desk.draft("petition", [NURSING], FIELDS["petition"])
    assert "起30日内，向" in desk.text(draft)
    draft = desk.fill(draft, {"served": "2026年11月23日"})
    assert "自收到本意见书之日起30日内（2026年11月23日收到，至2026年12月23日止），向" in desk.text(draft)
    assert "{" not in desk.text(draft)


def test_the_dates_that_limits_are_counted_from_must_be_filled_in(desk):
    fields = {name: value for name, value in FIELDS["petition"].items() if name != "received"}
    draft = desk.draft("petition", [NURSING], fields)
    assert [each.label for each in desk.opened(draft)] == ["收到日期"]
    assert "草稿" in desk.text(draft)
