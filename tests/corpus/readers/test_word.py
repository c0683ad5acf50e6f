import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.shared import Pt

from corpus.readers import word
from tests.contracts import ReaderContract, check_shape, refusal

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SPACES = (
    f"{W} "
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def listing(targets):
    lines = "".join(
        f'<Relationship Id="r{at}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'
    )


def package(path: Path, body: str, *, numbering="", styles="", parts=(), extra=None) -> Path:
    """A .docx from the inside of its body and of its other parts; `parts` are (kind, root, inside)."""
    targets = [("numbering", "numbering.xml"), ("styles", "styles.xml")]
    files = {
        "_rels/.rels": listing([("officeDocument", "word/document.xml")]),
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
        "word/numbering.xml": f"<w:numbering {W}>{numbering}</w:numbering>",
        "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>",
    }
    for at, (kind, root, inside) in enumerate(parts):
        targets.append((kind, f"{kind}{at}.xml"))
        files[f"word/{kind}{at}.xml"] = f"<w:{root} {SPACES}>{inside}</w:{root}>"
    files["word/_rels/document.xml.rels"] = listing(targets)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in {**files, **(extra or {})}.items():
            out.writestr(name, content)
    return path


def p(text, properties=""):
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def numbered(text, number=1, level=0):
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(depth, form, text, *, start=1, more=""):
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(name, *levels, more=""):
    return f'<w:abstractNum w:abstractNumId="{name}">{more}{"".join(levels)}</w:abstractNum>'


def num(name, of, overrides=""):
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def tc(text, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tr(*cells, properties=""):
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows):
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


OFFICIAL = abstract(
    0,
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCountingThousand", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "（%4）"),
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "通知.docx"


def only(path):
    (draft,) = word.read(path)
    check_shape(draft)
    return draft


def texts(path):
    return [line.text for line in only(path).lines]


class TestWord(ReaderContract):
    read = word.read
    suffix = ".docx"

    def make(self, path, paragraphs):
        document = docx.Document()
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
        document.save(path)


class TestNumbers:
    def test_official_levels_count_and_restart(self, path):
        body = "".join(
            [
                numbered("总体要求"),
                numbered("指导思想", level=1),
                numbered("基本原则", level=1),
                numbered("坚持", level=2),
                numbered("统筹", level=2),
                numbered("细则", level=3),
                numbered("主要任务"),
                numbered("政治待遇", level=1),
                numbered("落实", level=2),
            ]
        )
        package(path, body, numbering=OFFICIAL + num(1, 0))
        assert texts(path) == [
            "一、总体要求",
            "（一）指导思想",
            "（二）基本原则",
            "1.坚持",
            "2.统筹",
            "（1）细则",
            "二、主要任务",
            "（一）政治待遇",
            "1.落实",
        ]

    def test_a_second_list_starts_over_only_where_it_says_so(self, path):
        restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
        numbering = OFFICIAL + num(1, 0) + num(2, 0) + num(3, 0, restart)
        body = numbered("甲", 1) + numbered("乙", 2) + numbered("丙", 3) + numbered("丁", 3)
        package(path, body, numbering=numbering)
        assert texts(path) == ["一、甲", "二、乙", "一、丙", "二、丁"]

    def test_an_override_replaces_a_level(self, path):
        override = f'<w:lvlOverride w:ilvl="0">{level(0, "decimal", "第%1条", start=5)}</w:lvlOverride>'
        package(path, numbered("为了规范"), numbering=OFFICIAL + num(1, 0, override))
        assert texts(path) == ["第5条 为了规范"]

    def test_numbers_are_inherited_through_styles(self, path):
        styles = (
            '<w:style w:type="paragraph" w:styleId="base"><w:name w:val="条"/><w:pPr><w:numPr><w:numId w:val="1"/>'
            "</w:numPr></w:pPr></w:style>"
            '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="款"/><w:basedOn w:val="base"/></w:style>'
        )
        numbering = abstract(
            0, level(0, "decimal", "%1."), level(1, "chineseCounting", "（%2）", more='<w:pStyle w:val="own"/>')
        ) + num(1, 0)
        body = p("甲", '<w:pStyle w:val="base"/>') + p("乙", '<w:pStyle w:val="own"/>')
        body += p("无", '<w:pStyle w:val="own"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        package(path, body, numbering=numbering, styles=styles)
        assert texts(path) == ["1.甲", "（一）乙", "无"]

    def test_a_list_style_is_followed_to_its_list(self, path):
        styles = (
            '<w:style w:type="numbering" w:styleId="公文"><w:name w:val="公文"/><w:pPr><w:numPr><w:numId w:val="1"/>'
            "</w:numPr></w:pPr></w:style>"
        )
        linked = abstract(1, more='<w:numStyleLink w:val="公文"/>')
        package(path, numbered("甲", 2), numbering=OFFICIAL + linked + num(1, 0) + num(2, 1), styles=styles)
        assert texts(path) == ["一、甲"]

    def test_a_legal_level_shows_all_numbers_as_digits(self, path):
        numbering = abstract(
            0, level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", more="<w:isLgl/>")
        ) + num(1, 0)
        package(path, numbered("总则") + numbered("目的", level=1), numbering=numbering)
        assert texts(path) == ["第一章 总则", "1.1 目的"]

    def test_a_level_may_go_on_across_the_one_above(self, path):
        numbering = abstract(
            0,
            level(0, "chineseCounting", "第%1章"),
            level(1, "chineseCounting", "第%2条", more='<w:lvlRestart w:val="0"/><w:suff w:val="space"/>'),
        ) + num(1, 0)
        body = numbered("总则") + numbered("甲", level=1) + numbered("待遇") + numbered("乙", level=1)
        package(path, body, numbering=numbering)
        assert texts(path) == ["第一章 总则", "第一条 甲", "第二章 待遇", "第二条 乙"]

    def test_deleted_and_hidden_paragraphs_take_no_number_and_empty_ones_do(self, path):
        gone = (
            '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
            '<w:del w:id="2"><w:r><w:delText>删</w:delText></w:r></w:del></w:p>'
        )
        hidden = (
            '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:vanish/></w:rPr></w:pPr>'
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r></w:p>"
        )
        body = numbered("甲") + gone + hidden + numbered("乙") + numbered("") + numbered("丙")
        package(path, body, numbering=OFFICIAL + num(1, 0))
        assert texts(path) == ["一、甲", "二、乙", "", "四、丙"]

    @pytest.mark.parametrize(
        ("form", "start", "shown"),
        [
            ("chineseCounting", 21, "二十一"),
            ("japaneseCounting", 10, "十"),
            ("ideographDigital", 10, "一〇"),
            ("chineseLegalSimplified", 12, "壹拾贰"),
            ("ideographTraditional", 3, "丙"),
            ("decimalEnclosedCircleChinese", 12, "⑫"),
            ("decimalEnclosedCircle", 21, "21"),
            ("decimalFullWidth", 15, "１５"),
            ("decimalZero", 7, "07"),
            ("lowerLetter", 28, "bb"),
            ("upperRoman", 14, "XIV"),
            ("decimalEnclosedParen", 2, "⑵"),
            ("bullet", 1, ""),
            ("unheardOf", 4, "4"),
        ],
    )
    def test_each_number_format_is_written_as_shown(self, path, form, start, shown):
        numbering = abstract(0, level(0, form, "%1", start=start, more='<w:suff w:val="nothing"/>')) + num(1, 0)
        package(path, numbered("甲"), numbering=numbering)
        assert texts(path) == [f"{shown}甲"]

    def test_a_digit_after_the_label_is_kept_apart(self, path):
        package(path, numbered("2023年", level=2), numbering=OFFICIAL + num(1, 0))
        assert texts(path) == ["1. 2023年"]


class TestChanges:
    def test_insertions_are_kept_and_deletions_dropped(self, path):
        body = (
            '<w:p><w:r><w:t>每人每月</w:t></w:r><w:del w:id="1"><w:r><w:delText>300</w:delText></w:r></w:del>'
            '<w:ins w:id="2"><w:r><w:t>500</w:t></w:r></w:ins><w:r><w:t>元</w:t></w:r></w:p>'
        )
        draft = only(package(path, body))
        assert [line.text for line in draft.lines] == ["每人每月500元"]
        assert draft.notes == ("采纳修订插入 1 处", "略去修订删除 1 处")

    def test_moved_text_stands_once_where_it_went(self, path):
        body = (
            '<w:p><w:moveFrom w:id="1"><w:r><w:t>移动</w:t></w:r></w:moveFrom><w:r><w:t>前</w:t></w:r></w:p>'
            '<w:p><w:r><w:t>后</w:t></w:r><w:moveTo w:id="2"><w:r><w:t>移动</w:t></w:r></w:moveTo></w:p>'
        )
        assert texts(package(path, body)) == ["前", "后移动"]

    def test_a_deleted_paragraph_end_joins_two_paragraphs(self, path):
        body = p("离退休", '<w:rPr><w:del w:id="1"/></w:rPr>') + p("干部") + p("完")
        assert texts(package(path, body)) == ["离退休干部", "完"]

    def test_deleted_rows_are_dropped(self, path):
        body = tbl(
            tr(tc("项目"), tc("时限")),
            tr(tc("旧"), tc("旧"), properties='<w:del w:id="1"/>'),
            tr(tc("新"), tc("6月")),
        )
        assert texts(package(path, body)) == ["项目\t时限", "新\t6月"]


class TestParts:
    def test_content_controls_are_entered_and_prompts_are_not_text(self, path):
        body = (
            f"<w:sdt><w:sdtPr/><w:sdtContent>{p('控件内段落')}</w:sdtContent></w:sdt>"
            "<w:p><w:r><w:t>姓名：</w:t></w:r><w:sdt><w:sdtContent><w:r><w:t>张三</w:t></w:r></w:sdtContent></w:sdt>"
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击此处</w:t></w:r></w:sdtContent>"
            "</w:sdt></w:p>"
        )
        assert texts(package(path, body)) == ["控件内段落", "姓名：张三"]

    def test_a_text_box_follows_its_paragraph_once(self, path):
        box = f"<w:txbxContent>{p('框内')}</w:txbxContent>"
        body = (
            "<w:p><w:r><w:t>框前</w:t></w:r><w:r><mc:AlternateContent>"
            f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
            f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r><w:r><w:t>框后</w:t></w:r></w:p>" + p("下段")
        )
        assert texts(package(path, body)) == ["框前框后", "框内", "下段"]

    def test_an_old_text_box_is_read_too(self, path):
        box = f"<v:textbox><w:txbxContent>{p('旧框')}</w:txbxContent></v:textbox>"
        body = f"<w:p><w:r><w:pict>{box}</w:pict></w:r></w:p>"
        assert "旧框" in texts(package(path, body))

    def test_fields_show_their_result(self, path):
        body = (
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            '<w:fldSimple w:instr="PAGE"><w:r><w:t>3</w:t></w:r></w:fldSimple></w:p>'
        )
        assert texts(package(path, body)) == ["链接3"]

    def test_soft_breaks_part_lines_but_not_headings(self, path):
        broken = "<w:r><w:t>关于做好工作</w:t><w:br/><w:t>的通知</w:t></w:r>"
        body = f'<w:p>{broken}</w:p><w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr>{broken}</w:p>'
        draft = only(package(path, body))
        assert [(line.text, line.heading) for line in draft.lines] == [
            ("关于做好工作", None),
            ("的通知", None),
            ("关于做好工作的通知", 1),
        ]

    def test_tabs_in_paragraphs_do_not_look_like_tables(self, path):
        body = "<w:p><w:r><w:tab/><w:t>联系人：</w:t><w:tab/><w:t>张三</w:t></w:r></w:p>"
        assert texts(package(path, body)) == ["联系人： 张三"]

    def test_hidden_text_is_left_out_with_a_note(self, path):
        body = "<w:p><w:r><w:t>看得见</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r></w:p>"
        body += '<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>也看得见</w:t></w:r></w:p>'
        draft = only(package(path, body))
        assert [line.text for line in draft.lines] == ["看得见", "也看得见"]
        assert draft.notes == ("略去隐藏文字 3 字",)

    def test_what_stands_beside_the_text_is_noted(self, path):
        parts = [
            ("header", "hdr", p("内部资料")),
            ("footer", "ftr", p("— 1 —")),
            ("footnotes", "footnotes", f"<w:footnote>{p('脚注文字')}</w:footnote><w:footnote>{p('')}</w:footnote>"),
            ("comments", "comments", f"<w:comment>{p('请改')}</w:comment>"),
        ]
        draft = only(package(path, p("正文"), parts=parts, extra={"word/vbaProject.bin": "x"}))
        assert [line.text for line in draft.lines] == ["正文"]
        assert draft.notes == ("批注 1 处、脚注 1 处、页眉 1 处未收入正文", "含有宏，已忽略")

    def test_a_mark_of_secrecy_in_a_header_is_not_lost(self, path):
        draft = only(package(path, p("正文"), parts=[("header", "hdr", p("机密★1年"))]))
        assert [line.text for line in draft.lines] == ["机密★1年", "正文"]

    def test_an_automatic_table_of_contents_is_left_out(self, path):
        styles = '<w:style w:type="paragraph" w:styleId="t1"><w:name w:val="toc 1"/></w:style>'
        draft = only(package(path, p("一、总则 3", '<w:pStyle w:val="t1"/>') + p("一、总则"), styles=styles))
        assert [line.text for line in draft.lines] == ["一、总则"]
        assert draft.notes == ("略去自动目录 1 行",)

    def test_headings_have_the_depth_of_their_style(self, path):
        styles = "".join(
            f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{more}</w:style>'
            for key, name, more in [
                ("a", "Title", ""),
                ("b", "heading 1", ""),
                ("c", "标题 2", ""),
                ("d", "我的标题", '<w:basedOn w:val="c"/>'),
                ("e", "四级", '<w:pPr><w:outlineLvl w:val="3"/></w:pPr>'),
                ("f", "正文", '<w:basedOn w:val="b"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr>'),
            ]
        )
        body = "".join(p(key, f'<w:pStyle w:val="{key}"/>') for key in "abcdef") + p("g")
        draft = only(package(path, body, styles=styles))
        assert [line.heading for line in draft.lines] == [1, 1, 2, 2, 4, None, None]
        assert draft.title == "a"

    def test_the_strict_variant_is_read(self, path):
        package(path, p("严格"))
        with zipfile.ZipFile(path) as old:
            files = {name: old.read(name) for name in old.namelist()}
        with zipfile.ZipFile(path, "w") as out:
            for name, content in files.items():
                strict = content.replace(
                    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
                )
                out.writestr(name, strict)
        assert texts(path) == ["严格"]


class TestTables:
    def test_merged_cells_point_to_their_origin(self, path):
        down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
        body = p("附表") + tbl(
            tr(tc("类别"), tc("标准", '<w:gridSpan w:val="2"/>')),
            tr(tc("离休", down), tc("生活费"), tc("500元")),
            tr(tc("", on), tc("护理费"), tc("800元")),
            tr(tc("退休"), tc("补贴"), tc("300元")),
        )
        draft = only(package(path, body))
        assert [line.text for line in draft.lines] == [
            "附表",
            "类别\t标准\t",
            "离休\t生活费\t500元",
            "\t护理费\t800元",
            "退休\t补贴\t300元",
        ]
        assert draft.lines[1].cells[2].origin == (0, 1)
        assert draft.lines[3].cells[0].origin == (1, 0)
        assert {line.table for line in draft.lines[1:]} == {0}

    def test_nested_tables_become_text_of_their_cell(self, path):
        inner = tbl(tr(tc("内一"), tc("内二")))
        body = tbl(tr(tc("外一"), f"<w:tc>{p('外二')}{inner}{p('')}</w:tc>"), tr(tc("三"), tc("四")))
        assert texts(package(path, body)) == ["外一\t外二 内一 内二", "三\t四"]

    def test_rows_of_unequal_length_are_filled_up(self, path):
        body = tbl(tr(tc("甲"), tc("乙"), tc("丙")), tr(tc("丁"), properties='<w:gridBefore w:val="1"/>'))
        assert texts(package(path, body)) == ["甲\t乙\t丙", "\t丁\t"]

    def test_a_frame_of_one_cell_is_no_table(self, path):
        draft = only(package(path, tbl(tr(tc("框起来的话"))) + tbl(tr(tc("甲"), tc("乙")))))
        assert [(line.text, line.table) for line in draft.lines] == [("框起来的话", None), ("甲\t乙", 0)]

    def test_numbers_count_through_cells(self, path):
        cell = f"<w:tc>{numbered('表内')}</w:tc>"
        body = numbered("表前") + tbl(tr(cell, tc("乙"))) + numbered("表后")
        package(path, body, numbering=OFFICIAL + num(1, 0))
        assert texts(path) == ["一、表前", "二、表内\t乙", "三、表后"]

    def test_a_table_made_by_another_program_is_read_alike(self, path):
        document = docx.Document()
        document.add_heading("附件1", level=2).runs[0].font.size = Pt(16)
        table = document.add_table(rows=3, cols=3)
        for at, text in enumerate("甲乙丙丁戊己庚辛壬"):
            table.cell(at // 3, at % 3).text = text
        table.cell(1, 0).merge(table.cell(2, 1))
        document.save(path)
        draft = only(path)
        assert draft.lines[0].heading == 2
        assert [line.text for line in draft.lines[1:]] == ["甲\t乙\t丙", "丁戊庚辛\t\t己", "\t\t壬"]
        assert draft.lines[3].cells[1].origin == (1, 0)


def write_zip(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members:
            out.writestr(name, content)
    return path


DOCTYPE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


class TestRefusals:
    @pytest.mark.parametrize(
        ("raw", "said"),
        [
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "旧版 Word"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "加密"),
            (b"%PDF-1.4 ...", ".pdf"),
            (b"<!DOCTYPE html><html><body>x</body></html>", ".html"),
            ("只是文字".encode(), "不是有效的 .docx"),
            (b"x", "不是有效的 .docx"),
        ],
    )
    def test_another_format_is_named(self, path, raw, said):
        path.write_bytes(raw)
        assert said in refusal(word.read, path).zh

    def test_a_truncated_file_is_called_damaged(self, path):
        package(path, p("正文"))
        path.write_bytes(path.read_bytes()[:300])
        assert "损坏" in refusal(word.read, path).zh

    def test_a_package_without_its_text_is_called_damaged(self, path):
        assert "缺少正文" in refusal(word.read, write_zip(path, [("word/styles.xml", "<a/>")])).zh

    def test_a_workbook_in_disguise_is_named(self, path):
        members = [("_rels/.rels", listing([("officeDocument", "xl/workbook.xml")])), ("xl/workbook.xml", "<a/>")]
        assert ".xlsx" in refusal(word.read, write_zip(path, members)).zh

    @pytest.mark.parametrize("part", ["document", "styles", "numbering"])
    def test_entities_are_refused(self, path, part):
        package(
            path, p("正文"), extra={f"word/{part}.xml": DOCTYPE + f"<w:{part} {W}><w:body>&a;</w:body></w:{part}>"}
        )
        assert "实体" in refusal(word.read, path).zh

    def test_many_laughs_are_refused_at_once(self, path):
        entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
        bomb = f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]><w:document {W}><w:body>{p("&e11;")}</w:body></w:document>'
        package(path, "", extra={"word/document.xml": bomb})
        refusal(word.read, path)

    def test_deep_nesting_is_refused(self, path):
        package(path, "<w:sdt>" * 200_000 + "</w:sdt>" * 200_000)
        assert "嵌套" in refusal(word.read, path).zh

    def test_nested_tables_within_bounds_do_not_exhaust_the_stack(self, path):
        body = p("底")
        for _ in range(60):
            body = tbl(tr(f"<w:tc>{body}</w:tc>"))
        assert texts(package(path, body)) == ["底"]

    def test_a_bomb_is_refused_unopened(self, path):
        write_zip(path, [("word/document.xml", b"a" * (20 * 2**20))])
        assert "过大" in refusal(word.read, path).zh

    def test_too_many_parts_are_refused(self, path):
        write_zip(path, [(f"word/{n}.xml", "") for n in range(5001)])
        assert "过大" in refusal(word.read, path).zh

    @pytest.mark.parametrize("name", ["../../x", "/etc/x", "a\\b", "word/../../x"])
    def test_names_that_lead_outside_are_refused(self, path, name):
        assert "不安全" in refusal(word.read, write_zip(path, [(name, "x")])).zh

    def test_overlapping_parts_are_refused(self, path):
        package(path, p("正文"))
        out = io.BytesIO(path.read_bytes())
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr("word/z.xml", "x")
            archive.infolist()[-1].header_offset = archive.infolist()[0].header_offset
            archive._didModify = True
        path.write_bytes(out.getvalue())
        refusal(word.read, path)

    def test_pictures_without_text_ask_for_ocr(self, path):
        body = "<w:p><w:r><w:drawing><pic:pic/></w:drawing></w:r></w:p>"
        assert "OCR" in refusal(word.read, package(path, body)).zh

    def test_a_document_without_text_is_called_empty(self, path):
        assert "空文件" in refusal(word.read, package(path, p(" "))).zh
