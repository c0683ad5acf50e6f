import pytest

from corpus.readers.figures import BUILT_IN, shown


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (3.0, "", "3"),
        (3.5, "General", "3.5"),
        (0.1 + 0.2, "", "0.3"),
        (-12, "0", "-12"),
        (0.855, "0.0%", "85.5%"),
        (0.9, "0%", "90%"),
        (1234567.5, "#,##0.00_ ", "1,234,567.50"),
        (500, '0"元"', "500元"),
        (500, '"¥"#,##0;[Red]-#,##0', "¥500"),
        (7, "000", "007"),
        (2.5, "0.##", "2.5"),
        (2, "0.##", "2"),
        (1e20, "", "1e+20"),
        (0.00001, "", "0.00001"),
        (45356, "yyyy-mm-dd", "2024-03-05"),
        (45356, 'yyyy"年"m"月"d"日"', "2024年3月5日"),
        (45356, '[$-804]yyyy"年"m"月"', "2024年3月"),
        (45356, BUILT_IN[58], "3月5日"),
        (45356, BUILT_IN[14], "2024-03-05"),
        (45356.40625, "yyyy/m/d h:mm", "2024-03-05 09:45"),
        (0.40625, "h:mm", "09:45"),
        (45356, "mmm-yy", "2024-03"),
        (1e300, "yyyy-mm-dd", "1e+300"),
        (-5, "yyyy-mm-dd", "-5"),
        (1, "yyyy-mm-dd", "1900-01-01"),
        (20230101, "@", "20230101"),
    ],
)
def test_numbers_look_as_on_the_sheet(value, form, text):
    assert shown(value, form) == text


def test_the_other_calendar_is_four_years_later():
    assert shown(43894, "yyyy-mm-dd", since_1904=True) == "2024-03-05"
