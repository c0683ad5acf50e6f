from pathlib import Path

import pytest

from corpus.readers import html
from tests.contracts import ReaderContract, check_shape, refusal


class TestHtml(ReaderContract):
    read = html.read
    suffix = ".html"

    def make(self, path, paragraphs):
        body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        path.write_text(f"<html><head><title>题</title></head><body>{body}</body></html>", encoding="utf-8")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "通知.html"


def only(path: Path, body: str, head: str = ""):
    path.write_text(f"<html><head>{head}</head><body>{body}</body></html>", encoding="utf-8")
    (draft,) = html.read(path)
    check_shape(draft)
    return draft


def texts(path, body):
    return [line.text for line in only(path, body).lines]


def test_only_what_is_seen_is_read(path):
    body = """
    <nav>首页</nav><header>政府网</header><script>alert("x")</script><style>p{}</style><noscript>请启用</noscript>
    <div role="navigation">菜单</div><div hidden>藏</div><div style="color:red; display: none">藏</div>
    <span aria-hidden="true">藏</span><!-- 批注 --><aside>侧栏</aside><form><button>按钮</button></form>
    <article><header><h1>关于某事的通知</h1></header><p>正文<del>旧</del>。</p></article>
    <footer>版权所有</footer><div role="contentinfo">备案号</div>"""
    assert texts(path, body) == ["关于某事的通知", "正文。"]


def test_headings_have_their_depth(path):
    draft = only(path, "<h1>题</h1><h3>一、<br>总则</h3><p>文</p>")
    assert [(line.text, line.heading) for line in draft.lines] == [("题", 1), ("一、总则", 3), ("文", None)]


def test_blocks_and_breaks_part_lines_and_inline_marks_do_not(path):
    body = "<div>甲<b>乙</b><p>丙<br/>丁</p>戊<a href='x'>己</a></div><pre>一\n  二</pre>"
    assert texts(path, body) == ["甲乙", "丙", "丁", "戊己", "一", "二"]


def test_line_breaks_of_the_source_leave_no_blanks_in_chinese(path):
    assert texts(path, "<p>\u3000\u3000离退休\n      干部 <i>工作</i>\n&nbsp;two\n words</p>") == [
        "离退休干部 工作 two words"
    ]


def test_ordered_lists_keep_their_numbers(path):
    body = (
        "<ol start='3'><li>甲</li><li><p>乙</p><p>乙二</p></li>"
        "<li value='9'>丙<ol type='a'><li>子</li></ol></li></ol>"
        "<ul><li>点</li></ul><ol><li>一、自带</li></ol><ol style='list-style: none'><li>无号</li></ol><p>完</p>"
    )
    assert texts(path, body) == ["3.甲", "4.乙", "乙二", "9.丙", "a.子", "点", "一、自带", "无号", "完"]


def test_tables_keep_their_merged_cells(path):
    draft = only(
        path,
        "<table><caption>附表 1</caption><tr><th>类别</th><th colspan=2>标准</th></tr>"
        "<tr><td rowspan=2>离休</td><td>生活\n费</td><td><p>500元</p><p>每月</p></td></tr>"
        "<tr><td>护理费</td><td>800元</td></tr></table>",
    )
    assert [line.text for line in draft.lines] == [
        "附表 1",
        "类别\t标准\t",
        "离休\t生活费\t500元 每月",
        "\t护理费\t800元",
    ]
    assert draft.captions == {0: "附表 1"}
    assert draft.lines[1].cells[2].origin == (0, 1)
    assert draft.lines[3].cells[0].origin == (1, 0)


def test_tables_that_arrange_the_page_are_text(path):
    body = "<table><tr><td><p>左</p></td><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>"
    draft = only(path, body + "<table><tr><td>独</td></tr></table>")
    assert [(line.text, line.table) for line in draft.lines] == [("左", None), ("a\tb", 0), ("独", None)]


def test_absurd_spans_are_cut(path):
    draft = only(
        path, "<table><tr><td colspan=99999 rowspan=60000>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>"
    )
    assert [line.text for line in draft.lines] == ["甲\t乙", "\t丙"]


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("关于某事的通知", "关于某事的通知"),
        ("关于某事的通知_某某省政府网", "关于某事的通知"),
        ("某某省老干部局 - 关于某事的通知", "关于某事的通知"),
        ("文件-全文", "文件-全文"),
        ("", None),
    ],
)
def test_the_title_loses_the_name_of_the_site(path, title, kept):
    assert only(path, "<h1>关于某事的通知</h1>", f"<title>{title}</title>").title == kept


@pytest.mark.parametrize(
    ("codec", "meta"),
    [
        ("gb18030", "gb2312"),
        ("gb18030", ""),
        ("utf-8", "gb2312"),
        ("big5", "big5"),
        ("utf-16", ""),
        ("gb18030", "x-no"),
    ],
)
def test_the_encoding_is_found_whatever_the_page_says(path, codec, meta):
    text = "關於離退休幹部工作的若干規定，各單位認真執行" if codec == "big5" else "离退休干部李㛃同志，每人每月500元"
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={meta}">'
    page = f"<html><head>{head}</head><body>{text}</body></html>"
    path.write_bytes(page.encode(codec))
    (draft,) = html.read(path)
    assert draft.lines[0].text == text
    assert bool(draft.notes) == (codec != "utf-8")


def test_entities_and_remote_things_are_not_followed(path):
    page = (
        '<?xml version="1.0" encoding="gb2312"?><!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/hostname">]><html>'
        '<head><base href="http://x/"><link rel=stylesheet href="http://x/a.css"></head><body>甲&a;&lt;乙&#9312;</body></html>'
    )
    path.write_text(page, encoding="utf-8")
    (draft,) = html.read(path)
    assert "<乙①" in draft.lines[-1].text
    assert Path("/etc/hostname").read_text().strip() not in draft.lines[-1].text


def test_deep_nesting_is_survived_and_noted(path):
    draft = only(path, "<p>浅</p>" + "<div>" * 100_000 + "深" + "</div>" * 100_000)
    assert draft.lines[0].text == "浅"
    assert any("嵌套" in note for note in draft.notes)


@pytest.mark.parametrize("body", ["", "<nav>菜单</nav>", "<!-- 无 -->"])
def test_a_page_without_visible_text_is_called_empty(path, body):
    path.write_text(body or "<html></html>", encoding="utf-8")
    assert "空文件" in refusal(html.read, path).zh
