"""A summary for a pull request: the verdict first, figures with their change, no text that becomes markup."""

from dataclasses import replace

import pytest

from evals.report.markdown import FOLDED, SHOWN, escaped, markdown


def cells(line):
    return [each.strip() for each in line.replace("\\|", "").strip("|").split("|")]


def test_the_verdict_comes_first(run, baseline):
    assert markdown(run, baseline).splitlines()[0].startswith("## ❌ 5 题中 3 题通过，2 题未通过")


def test_every_line_of_a_table_has_as_many_cells_as_its_head(run, baseline):
    wide = 0
    for line in markdown(run, baseline).splitlines():
        if not line.startswith("|"):
            wide = 0
            continue
        wide = wide or len(cells(line))
        assert len(cells(line)) == wide, line


def test_figures_tell_their_change_only_against_a_baseline(run, baseline):
    assert "| 召回率@5 <sub>recall@5</sub> | 75.0% |  | 4 | ▲ +5.0 |" in markdown(run, baseline)
    assert "| 召回率@5 <sub>recall@5</sub> | 75.0% |  | 4 |\n" in markdown(run, None)
    assert "新失败" not in markdown(run, None)


def test_what_changed_is_told_by_id(run, baseline):
    text = markdown(run, baseline)
    assert "- **新失败 newly failing** (1): yb-002" in text
    assert "- **新通过 newly passing** (1): yb-004" in text
    assert "文件库与基线不同" in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲|乙", "甲\\|乙"),
        ("一\n二", "一 二"),
        ("<b>粗</b>", "&lt;b&gt;粗&lt;/b&gt;"),
        ("`码` *斜* [链](x)", "\\`码\\` \\*斜\\* \\[链\\](x)"),
        ("问 @octocat 和 #12", "问 @<!-- -->octocat 和 #<!-- -->12"),
        ("见 https://a.example", "见 https:<!-- -->//a.example"),
        ("recall@5", "recall@5"),
    ],
)
def test_text_stays_text(text, shown):
    assert escaped(text) == shown


def test_few_failing_cases_stand_open_and_many_are_folded(run):
    assert "<details>" not in markdown(run, None)
    many = tuple(replace(run.outcomes[2], id=f"q-{n}") for n in range(FOLDED + 1))
    assert "<details><summary>未通过 failed (21)</summary>" in markdown(replace(run, outcomes=many), None)


def test_a_comment_stays_within_what_github_takes(run, baseline):
    many = tuple(replace(run.outcomes[1], id=f"q-{n}") for n in range(5 * SHOWN))
    text = markdown(replace(run, outcomes=many), baseline)
    assert len(text) < 65_536
    assert f"其余 {4 * SHOWN} 题见完整报告" in text


def test_a_run_without_failing_cases_says_so(run, searched):
    good = replace(run, outcomes=run.outcomes[:1])
    assert markdown(good, None).startswith("## ✅ 1 题中 1 题通过")
    assert "未通过 failed" not in markdown(good, None)
    assert markdown(searched, None).startswith("## ▫️ 6 题，均未判通过与否")
