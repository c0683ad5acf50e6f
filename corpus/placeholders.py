"""Values that a document hides: XX, X月XX日, **, ×, XXXX元, ○○, 张某, with what kind of value it was.

A compound such as X月XX日 or XX组通［**］XX号 is one placeholder; `RUN` counts the runs of glyphs in it.
Knows no hidden value and guesses none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus import docnumber
from corpus.types import Placeholder, PlaceholderKind

_GLYPHS = r"[XxＸｘ]{1,8}|[×✕]{1,8}|\*{1,8}|＊{1,8}|[○〇◯]{1,6}|[●□■]{2,8}|[_＿]{2,}|某某?"
RUN = re.compile(_GLYPHS)
"""One run of redaction glyphs."""
_RUN = f"(?:{_GLYPHS})"
_HOLDS = re.compile(r"[XＸ×✕*＊●□■_＿某○◯]|xx|ｘｘ|〇〇")
_HAN = "\u4e00-\u9fa5"

_TITLE = (
    r"(?:副?(?:书记|主席|主任|局长|处长|科长|部长|省长|市长|县长|区长|州长|镇长|乡长|厅长|院长|校长|会长|司长|秘书长)"
    r"|同志|先生|女士|教授)"
)
_UNIT = (
    r"(?:人次|名|人(?![民大社力才事员物文])|个|次(?!要)|件|场次|场(?![所馆地])|份(?!额)|条(?![例件约])|篇|张|所(?![属在长])"
    r"|家(?![属园庭乡])|支(?![部持队行])|项(?!目)|届|批(?![准示复])|户(?!籍)|位(?![于置])|套|册|亩|平方米|公里|床|周岁|岁"
    r"|周年|种(?![植子])|类(?!似)|处(?![长级理])|期(?![间望待])|%|％|‰|个百分点)"
)
_MORE = r"\s*[余多]?\s*[十百千]?[万亿]?\s*[余多]?\s*"
_KINDS: tuple[tuple[PlaceholderKind, re.Pattern[str]], ...] = (
    ("number", re.compile(rf"第?{_RUN}\s*号(?![召码称角楼])")),
    (
        "date",
        re.compile(
            rf"(?:19|20)?\d?{_RUN}\s*年(?![级代龄来内期以]|时间)"
            rf"(?:\s*(?:{_RUN}|\d{{1,2}})\s*月(?:\s*(?:{_RUN}|\d{{1,2}})\s*[日号])?)?"
            rf"|{_RUN}\s*月(?:\s*(?:{_RUN}|\d{{1,2}})\s*[日号]|份|[初底末]|[上中下]旬)?"
            rf"|\d{{1,2}}\s*月\s*{_RUN}\s*[日号]|{_RUN}\s*日(?![报常益前])"
        ),
    ),
    ("amount", re.compile(rf"{_RUN}{_MORE}元(?![月旦素])")),
    ("count", re.compile(rf"{_RUN}{_MORE}(?:{_UNIT}|年(?=[来内期以]|时间))")),
    ("name", re.compile(rf"{_RUN}\s*[{_HAN}]?{_TITLE}")),
    (
        "place",
        re.compile(rf"{_RUN}\s?(?:省|自治[区州县]|市|州|盟|县|区|旗|乡|镇|村|街道|社区|(?:[{_HAN}]{{2,6}})?开发区)"),
    ),
)
_BEFORE = re.compile(r"(?:第|(?:19|20)\d?|\d{1,2}\s*月\s*)$")
"""What may stand in front of a run and belong to the same value."""
_AFTER_TITLE = re.compile(rf"{_TITLE}$")

_BOLD = re.compile(
    r"(?<![^\s，。；：、（(“#>|-])(?P<open>\*{2,3})(?=[\w《“（])[^*\n]{1,60}(?<=[\w：:。）》”])(?P<close>\*{2,3})(?![^\s，。；：、）)”！？|])"
)
"""Markdown's **bold**: asterisks with an outer border on both sides, which hidden words in a sentence lack."""
_RULE = re.compile(r"^[\s*_＿●□■-]+$", re.MULTILINE)
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许吕张孔曹严魏陶姜谢邹苏潘葛范彭鲁韦马袁柳唐薛雷贺罗毕郝傅顾孟黄萧姚邵汪戴宋熊"
    "梁杜阮蓝季贾郭林钟徐邱骆蔡田樊胡凌霍卢莫邓崔龚程廖刘"
)
_NUMERALS = frozenset("〇零○一二三四五六七八九十百千万0123456789")


def placeholders(text: str) -> tuple[Placeholder, ...]:
    """Find every hidden value, in the order of the text.

    >>> [(p.kind, p.text) for p in placeholders("XX市每户每季XXXX元，X月XX日前发放，3×5，**同志")]
    [('place', 'XX市'), ('amount', 'XXXX元'), ('date', 'X月XX日'), ('name', '**同志')]
    """
    return tuple(_found(text)) if _HOLDS.search(text) else ()


def _found(text: str) -> Iterator[Placeholder]:
    numbers = {at: (each.start, each.end) for each in docnumber.find(text) for at in range(each.start, each.end)}
    typeset = _typeset(text)
    floor = 0
    for run in RUN.finditer(text):
        if run.start() < floor or run.start() in typeset or not _hides(text, run):
            continue
        kind, start, end = _classified(text, run, floor)
        if run.start() in numbers:
            kind, (start, end) = "number", numbers[run.start()]
        floor = end
        yield Placeholder(kind, text[start:end], start, end)


def _classified(text: str, run: re.Match[str], floor: int) -> tuple[PlaceholderKind, int, int]:
    begin, before = run.start(), text[max(floor, run.start() - 6) : run.start()]
    if "某" in run[0] and before[-1:] in _SURNAMES and before:
        return "name", begin - 1, run.end()
    prefix = _BEFORE.search(before)
    starts = [begin - len(prefix[0]), begin] if prefix else [begin]
    for kind, pattern in _KINDS:
        for start in starts:
            match = pattern.match(text, start)
            if match and match.end() > begin:
                if kind == "place" and _AFTER_TITLE.search(before):
                    return "name", begin, run.end()
                return kind, start, match.end()
    return "name" if _AFTER_TITLE.search(before) else "other", begin, run.end()


def _typeset(text: str) -> frozenset[int]:
    """Where runs begin that are typography: Markdown's bold, and lines that are only a rule."""
    found: set[int] = set()
    if "**" in text:
        found.update(at for match in _BOLD.finditer(text) for at in (match.start("open"), match.start("close")))
    if "**" in text or "__" in text or "●" in text or "■" in text:
        found.update(run.start() for line in _RULE.finditer(text) for run in RUN.finditer(text, *line.span()))
    return frozenset(found)


def _hides(text: str, run: re.Match[str]) -> bool:
    """Tell a run that hides something from letters, arithmetic and ordinary words."""
    before, after = text[max(0, run.start() - 2) : run.start()], text[run.end() : run.end() + 2]
    if run[0][0] in "×✕":
        before, after = before.rstrip(), after.lstrip()
    return _TESTS[run[0][0]](run[0], before[-1:], after[:1])


def _letters(run: str, before: str, after: str) -> bool:
    """XX; not the x of a word, X光, 3x5 or the last sign of an identity number."""
    if (before.isascii() and (before.isalpha() or before in tuple("./@-_"))) or (after.isascii() and after.isalnum()):
        return False
    if len(run) > 1:
        return True
    return run in "XＸ" and (after == "年" or not before.isdecimal()) and after not in tuple("光射线轴染形型档刀")


def _crosses(run: str, before: str, after: str) -> bool:
    """×; not the sign of multiplication."""
    return len(run) > 1 or not (before.isdecimal() or after.isdecimal())


def _asterisks(run: str, before: str, after: str) -> bool:
    """**; not a power, a footnote or an item of a list."""
    if run[0] == "＊" or len(run) > 1:
        return not (before.isdecimal() and after.isdecimal())
    return after in tuple("省市县区州乡镇村名个年月日元项同") and not before.isascii()


def _circles(run: str, before: str, after: str) -> bool:
    """○○; not the zero of 二○○九年."""
    if before in _NUMERALS or after in _NUMERALS:
        return False
    return len(run) > 1 or (run != "〇" and after in tuple("省市县区州同名个项元"))


def _blanks(run: str, before: str, after: str) -> bool:
    """____ and ■■; not an underscore in a name."""
    return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())


def _someone(run: str, before: str, after: str) -> bool:
    """某某, 张某, 某市; not 某些, 某种, 某一."""
    if len(run) > 1:
        return True
    return after in tuple("省市县区州乡镇村") or (before in _SURNAMES and after not in tuple("些种个一类项方"))


_TESTS = {
    **dict.fromkeys("XxＸｘ", _letters),
    **dict.fromkeys("×✕", _crosses),
    **dict.fromkeys("*＊", _asterisks),
    **dict.fromkeys("○〇◯", _circles),
    **dict.fromkeys("●□■_＿", _blanks),
    "某": _someone,
}
