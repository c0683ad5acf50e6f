"""A sheet → the bytes of a .docx. Pure: the same sheet gives the same bytes, and no machine or user is in them.

The package is written part by part, without a template file that could leave something of its own in it. It has no
macros, no links to anything outside, and no field but the number of the page.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

from assistant.letter.paper import measures as m
from assistant.letter.paper import pages
from assistant.letter.paper.paragraphs import indent, paragraph
from assistant.letter.paper.theme import theme
from assistant.letter.paper.types import Sheet
from assistant.letter.paper.xml import HEAD, element, part, text

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
DRAFTED = "起草方式"
"""Name of the property that marks a draft."""
BY_PROGRAM = "程序起草，未经审核签发"


def package(sheet: Sheet) -> bytes:
    """The .docx."""
    parts = _parts(sheet)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content.encode("utf-8"))
    return buffer.getvalue()


def _parts(sheet: Sheet) -> dict[str, str]:
    around = _around(sheet)
    drafted = bool(sheet.stamp)
    return {
        "[Content_Types].xml": _types([name for name, *_ in around], drafted=drafted),
        "_rels/.rels": _root(drafted=drafted),
        "word/document.xml": _document(sheet, around),
        "word/_rels/document.xml.rels": _relations(around),
        "word/styles.xml": _styles(),
        "word/settings.xml": _settings(),
        "word/theme.xml": theme(),
        "word/fontTable.xml": part("fonts", *(_font(name) for name in m.FONTS)),
        **{f"word/{name}.xml": content for name, _, _, content in around},
        "docProps/core.xml": _core(sheet),
        **({"docProps/custom.xml": _custom()} if drafted else {}),
    }


def _around(sheet: Sheet) -> list[tuple[str, str, str, str]]:
    """Name, kind, pages that it is for, and content, of every header and footer."""
    made: list[tuple[str, str, Callable[[], str]]] = [
        ("header", "default", lambda: pages.header(sheet)),
        ("header", "even", lambda: pages.header(sheet)),
        ("footer", "default", lambda: pages.footer(sheet, even=False)),
        ("footer", "even", lambda: pages.footer(sheet, even=True)),
    ]
    if sheet.form == "letter":
        made += [
            ("header", "first", lambda: pages.first_header(sheet)),
            ("footer", "first", lambda: pages.first_footer(sheet)),
        ]
    return [
        (f"{kind}_{which}", kind, which, part("hdr" if kind == "header" else "ftr", content()))
        for kind, which, content in made
    ]


def _document(sheet: Sheet, around: list[tuple[str, str, str, str]]) -> str:
    references = "".join(
        f'<w:{kind}Reference w:type="{which}" r:id="rId{at}"/>' for at, (_, kind, which, _) in enumerate(around, 10)
    )
    head = pages.head(sheet) if sheet.form != "record" else ""
    body = "".join(paragraph(block, sheet.highlighted) for block in sheet.blocks)
    return part("document", element("body", head, body, pages.foot(sheet), pages.section(sheet, references)))


def _styles() -> str:
    """The styles by the names that offices use, so that a person can go on writing in the same form."""
    fonts = element("rFonts", ascii=m.LATIN, hAnsi=m.LATIN, eastAsia=m.FANGSONG, cs=m.LATIN)
    run = element(
        "rPr",
        fonts,
        element("spacing", val=m.TIGHT),
        element("sz", val=32),
        element("szCs", val=32),
        element("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"),
    )
    # LibreOffice 7.4 reads overflowPunct upside down: with it left to the default full stops vanish at the margin.
    flow = element(
        "pPr",
        element("widowControl", val=0),
        element("overflowPunct", val=1),
        element("autoSpaceDE", val=0),
        element("autoSpaceDN", val=0),
        element("spacing", line=m.LINE, lineRule="exact"),
        element("jc", val="both"),
    )
    normal = element(
        "style",
        element("name", val="Normal"),
        element("qFormat"),
        flow,
        run,
        type="paragraph",
        default=1,
        styleId="Normal",
    )
    own = [
        element(
            "style",
            element("name", val=look.name),
            element("basedOn", val="Normal"),
            element("qFormat"),
            element(
                "pPr",
                # LibreOffice would stretch a line of another pitch to the next line of the grid.
                element("snapToGrid", val=0) if look.line != m.LINE else "",
                element("spacing", line=look.line, lineRule="exact"),
                indent(look),
                element("jc", val=look.align),
            ),
            element(
                "rPr",
                element("rFonts", ascii=m.LATIN, hAnsi=m.LATIN, eastAsia=look.font),
                element("sz", val=round(2 * look.size)),
                element("szCs", val=round(2 * look.size)),
            ),
            type="paragraph",
            customStyle=1,
            styleId=name,
        )
        for name, look in m.LOOKS.items()
    ]
    return part("styles", element("docDefaults", element("rPrDefault", run), element("pPrDefault")), normal, *own)


def _settings() -> str:
    return part(
        "settings",
        element("zoom", percent=100),
        element("evenAndOddHeaders"),
        element("characterSpacingControl", val="doNotCompress"),
        element(
            "compat",
            element(
                "compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15
            ),
        ),
        element("themeFontLang", val="en-US", eastAsia="zh-CN"),
    )


def _font(name: str) -> str:
    chinese = name != m.LATIN
    return element(
        "font",
        element("charset", val="86" if chinese else "00"),
        element("family", val="auto" if chinese else "roman"),
        element("pitch", val="variable"),
        name=name,
    )


def _types(around: list[str], *, drafted: bool) -> str:
    kinds = {
        "/word/document.xml": f"{_MAIN}.document.main+xml",
        "/word/styles.xml": f"{_MAIN}.styles+xml",
        "/word/settings.xml": f"{_MAIN}.settings+xml",
        "/word/theme.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        "/word/fontTable.xml": f"{_MAIN}.fontTable+xml",
        **{f"/word/{name}.xml": f"{_MAIN}.{name.split('_')[0]}+xml" for name in around},
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    if drafted:
        kinds["/docProps/custom.xml"] = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _root(*, drafted: bool) -> str:
    targets = [
        (f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
        (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    ]
    if drafted:
        targets.append((f"{_OFFICE}/relationships/custom-properties", "docProps/custom.xml"))
    return _related(list(enumerate(targets, 1)))


def _relations(around: list[tuple[str, str, str, str]]) -> str:
    own = [
        (f"{_OFFICE}/relationships/{name}", f"{name}.xml") for name in ("styles", "settings", "fontTable", "theme")
    ]
    outer = [(f"{_OFFICE}/relationships/{kind}", f"{name}.xml") for name, kind, _, _ in around]
    return _related([*enumerate(own, 1), *enumerate(outer, 10)])


def _related(targets: list[tuple[int, tuple[str, str]]]) -> str:
    inside = "".join(f'<Relationship Id="rId{at}" Type="{kind}" Target="{name}"/>' for at, (kind, name) in targets)
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _core(sheet: Sheet) -> str:
    """Title, office and time; of a draft, that it is one."""
    status = f"<dc:description>{BY_PROGRAM}</dc:description>" if sheet.stamp else ""
    content = "<cp:contentStatus>草稿</cp:contentStatus>" if sheet.stamp else ""
    when = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{text(sheet.at)}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{content}<dc:creator>{text(sheet.author)}</dc:creator>{status}"
        f"<cp:lastModifiedBy>{text(sheet.author)}</cp:lastModifiedBy>"
        f"<dc:title>{text(sheet.title)}</dc:title>{when if sheet.at else ''}</cp:coreProperties>"
    )


def _custom() -> str:
    return (
        f'{HEAD}<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">'
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{DRAFTED}">'
        f"<vt:lpwstr>{BY_PROGRAM}</vt:lpwstr></property></Properties>"
    )
