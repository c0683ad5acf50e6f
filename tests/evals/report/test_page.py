"""The page stands alone, says everything, and takes nothing that a document says for more than text."""

import base64
import hashlib
import re
from dataclasses import replace

import pytest
from lxml import html

from evals.report.page import page
from tests.stopwatch import takes_less

TEXT = "<script>alert('x')</script> ]]> \"&amp;\" {{ 7 * 7 }} \ufffd\ufffd[31m红 \ufffd反 𠮷野家 http://evil.example |甲|乙|"


@pytest.fixture
def source(run, baseline):
    return page(run, baseline)


@pytest.fixture
def tree(source):
    return html.fromstring(source)


def words(node):
    return " ".join(node.text_content().split())


def case(tree, id):
    return tree.get_element_by_id(f"case-{id}")


def test_it_names_no_address_outside_and_loads_nothing(source, tree):
    assert "http://" not in source
    assert "https://" not in source
    assert not tree.xpath(
        "//link | //img | //iframe | //object | //embed | //base | //*[@src] | //*[@style] | //*[@onclick]"
    )
    assert all(each.startswith("#") for each in tree.xpath("//@href"))
    assert "xmlns" not in source
    assert "url(" not in source


def test_its_policy_allows_its_own_style_and_script_and_nothing_else(source, tree):
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (own,) = re.findall(f"<{tag}>(.*?)</{tag}>", source, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_its_script_writes_no_html(tree):
    (script,) = tree.xpath("//script/text()")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval|fetch|XMLHttp", script)


def test_hostile_text_stays_text(source, tree):
    assert "<script>alert" not in source
    assert "{{ 7 * 7 }}" in source
    shown = case(tree, "yb-002")
    for place in (".//*[@class='question']", ".//*[@class='why']/p", ".//figure//*[@class='path']"):
        assert TEXT in shown.xpath(place)[0].text_content()
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", source)


def test_every_case_is_there_and_what_failed_comes_first(tree):
    assert tree.xpath("//details[contains(@class, 'case')]/@id") == [
        "case-yb-002",
        "case-yb-003",
        "case-yb-005",
        "case-yb-001",
        "case-yb-004",
        "case-yb-006",
    ]


def test_every_id_is_there_once(tree):
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_every_link_leads_somewhere(tree):
    ids = set(tree.xpath("//@id"))
    assert {each[1:] for each in tree.xpath("//@href")} <= ids


def test_the_verdict_is_told_plainly(tree):
    verdict = words(tree.xpath("//section[@class='verdict']")[0])
    assert "3/ 5 题通过" in verdict
    counts = {
        each.xpath("./dt/span")[0].text: each.xpath("./dd")[0].text
        for each in tree.xpath("//dl[@class='counts']/div")
    }
    assert counts == {"通过率": "60.0%", "未通过": "2", "新失败": "1", "新通过": "1", "回答有变": "4", "未判": "1"}
    assert "文件库与基线不同" in verdict


def test_a_citation_is_shown_marked_inside_its_passage(tree):
    figure = case(tree, "yb-001").xpath(".//figure")[0]
    assert words(figure.xpath(".//blockquote")[0]) == "自2023年起，护理费每人每月五百元，按月发放。"
    assert figure.xpath(".//mark/text()") == ["护理费每人每月五百元"]
    for part in ("护理费通知.docx", "二、标准 › （一）", "示例市", "2023", "现行", "120–135"):
        assert part in words(figure)


def test_a_mark_leads_to_its_citation_and_one_without_a_citation_does_not(tree):
    answer = case(tree, "yb-002").xpath(".//*[@class='answer']")[0]
    assert answer.xpath(".//a[@href='#case-yb-002-1']/text()") == ["[1]"]
    assert answer.xpath(".//span[contains(@class, 'lost')]/text()") == ["[7]"]


def test_a_changed_answer_stands_beside_the_old_one_with_the_difference_marked(tree):
    shown = case(tree, "yb-006")
    assert shown.xpath(".//ins/text()") == ["八"]
    assert shown.xpath(".//del/text()") == ["五"]


def test_an_answer_as_before_is_told_once(tree):
    shown = case(tree, "yb-001")
    assert "与基线相同" in words(shown)
    assert len(shown.xpath(".//*[@class='answer']")) == 1


def test_filters_find_by_verdict_tag_cause_and_kind(tree):
    failing = tree.xpath("//details[contains(@data-verdict, 'newly_failing')]/@id")
    assert failing == ["case-yb-002"]
    numbers = {each.text_content().split(" · ")[0]: each.get("value") for each in tree.xpath("//option")}
    assert case(tree, "yb-002").get("data-cause") == numbers["引用"]
    assert case(tree, "yb-004").get("data-kind") == numbers["地区不符"]
    assert numbers["体检"] in case(tree, "yb-002").get("data-tag").split()
    chip = tree.xpath("//button[@data-filter='cause'][contains(., '引用')]")[0]
    assert chip.get("data-value") == numbers["引用"]


def test_every_label_stands_in_both_languages(tree):
    for zh in tree.xpath("//span[@class='zh']"):
        beside = zh.getnext()
        assert beside is not None
        assert beside.get("class") == "en"
        assert beside.text_content().strip()


def test_every_field_and_drawing_has_a_name_for_those_who_listen(tree):
    for field in tree.xpath("//select | //input[@type='search']"):
        assert field.getparent().tag == "label"
        assert field.getparent().xpath("./span[@class='sr']")[0].text
    for drawing in tree.xpath("//svg"):
        assert drawing.get("aria-hidden") == "true" or drawing.get("aria-labelledby") in tree.xpath("//@id")


def test_the_curve_has_a_title_for_every_point_and_the_line_of_five_percent(tree):
    titles = tree.xpath("//section[@class='plot']//circle/title/text()")
    assert titles[1] == "阈值 0.600：作答率 70.0%，风险 4.0% | threshold 0.600: coverage 70.0%, risk 4.0%"
    assert len(tree.xpath("//section[@class='plot']//circle[@class='chosen']")) == 1
    assert tree.xpath("//section[@class='plot']//text[@class='limit']/text()") == ["5 %"]


def test_without_a_baseline_nothing_speaks_of_one(run):
    source = page(run, None)
    body = html.fromstring(re.sub("<style>.*?</style>|<script>.*?</script>", "", source, flags=re.DOTALL))
    assert "基线" not in body.text_content()
    assert "新失败" not in body.text_content()


def test_a_run_of_hits_alone_has_a_page_too(searched):
    tree = html.fromstring(page(searched, None))
    assert "6 题，未判通过与否" in words(tree.xpath("//section[@class='verdict']")[0])
    assert not tree.xpath("//section[@class='plot']")
    assert "拒答召回率" not in words(tree)


def test_the_same_run_gives_the_same_page(run, baseline, source):
    assert page(run, baseline) == source


def test_two_hundred_cases_take_less_than_a_second_and_three_megabytes(run, baseline):
    filled = "根据有关规定，退休人员的待遇由所在单位按照规定的标准发放，所需经费由同级财政负担。[1]" * 8
    many = tuple(replace(run.outcomes[n % 6], id=f"q-{n}", text=f"{n}{filled}{n * 7}") for n in range(200))
    old = tuple(replace(each, text=each.text.replace("退休", "离休").replace("单位", "部门")) for each in many)
    source = takes_less(1, lambda: page(replace(run, outcomes=many), replace(baseline, outcomes=old)))
    assert len(source.encode()) < 3_000_000
