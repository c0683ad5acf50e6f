"""Takes out of a draft what is not the document: advertising of vendors, page numbers, invisible characters. Pure.

Everything taken out is listed; only blank lines at the two ends go without a word. Knows no vendor by name, and
changes no visible character: typing slips stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.draft import DraftCell, Line
from corpus.fold import fold
from corpus.types import Removed

ADVERT = "水印广告"
PAGE_NUMBER = "页码"
INVISIBLE = "不可见字符"

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e01ef]"
)

_DIGIT = re.compile(r"\d")
_DASHED = re.compile(r"\s*[-·]+\s*\d{1,4}\s*[-·]+\s*")
_COUNTED = re.compile(
    r"\s*(?:-\s*)?第\s*\d{1,4}\s*页(?:\s*[/,]?\s*共\s*\d{1,4}\s*页)?(?:\s*-)?\s*|\s*page\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\s*"
)
_LONE = re.compile(r"\s*\d{1,4}(?:\s*/\s*\d{1,4})?\s*")

_HEAD, _TAIL = 20, 12
"""So many lines with text, from the two ends, may hold advertising."""
_LONGEST = 60
_FEWEST = 4
"""A text of fewer lines is a passage, and nothing in it is taken for advertising."""
_TRIGGERS = (
    *(
        "QQ",
        "qq",
        "Q Q",
        "会员",
        "倒卖",
        "微信",
        "星球",
        "下载",
        "删",
        "立享",
        "码",
        "代写",
        "仅供",
        "外传",
        "公众号",
    ),
    *("更多", "公文", "网", "自建", "订阅", "本文", "资料", "版权", "http", "www"),
)
"""One of these is in every advertising line; looked for first because most texts hold none."""
_VENDOR = re.compile(
    r"qq\s*(?:交流)?群|(?:咨询|加|联系|客服)\s*q\s*q|会员\s*(?:群|资料|材料|专享|权益|免费)|(?:永久|年度?|付费)会员|倒卖"
    r"|加\s*(?:微信|vx)|微信\s*(?:号|群)?\s*:\s*[a-z0-9_-]{5,}|知识星球|下载(?:地址|链接)|侵(?:权)?(?:必)?删|立享"
    r"|扫码(?:进群|加群|添加|领取|获取)|代写(?:文稿|材料|公文)"
)
_PROMOTION = re.compile(
    r"仅供学习|仅供参考学习|(?:扫码|扫描|长按|关注|搜索).{0,16}(?:公众号|二维码)|公众号\s*:"
    r"|更多.{0,8}(?:资料|材料|范文|公文|文稿)|公文(?:网|写作网|大全|素材|写作)|(?:文秘|材料|文稿|笔杆子).{0,2}(?:网|星球|圈|库)"
    r"|自建平台|订阅(?:号|即)|本文(?:来源|来自|由)|资料来源于网络|版权归|https?:/|www\."
)
_WEAK = re.compile(
    r"订阅|迭代|实时(?:分享|更新)|权益|外传|整理|分享|更新|免费|网盘|原创|首发|付费|咨询|精品|范文|文库|素材"
)
_OFFICIAL = re.compile(
    r"联系人|联系电话|联系方式|电话\s*:|邮箱|传真|监督|办公地址|网址|网站|登录|\.gov|填[写报]|报名|回执|提交|办理|申报"
)
"""What an office writes beside a QQ群 or a 二维码 of its own."""
_BODY = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、是要]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,3}[.、]|第[一二三四五六七八九十百]{1,4}[条章,、]|[①-⑳]|附件)"
)
_TITLE = re.compile(
    r"(?:通知|意见|讲话|要点|报告|总结|提纲|规范|规定|办法|细则|方案|计划|决定|公报|公告|通告|通报|请示|批复|议案|函|纪要"
    r"|条例|规则|章程|准则|清单|汇报|致辞|发言|倡议书|答复|解读|任务|工作|精神|文件)(?:\([^()]{1,10}\))?$"
)


def clean(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Removed, ...]]:
    """Take out what is not the document.

    Returns:
        The lines that stay, and what was taken out in the order of the file, with line numbers counted from 1 in
        `lines` as given.
    """
    removed: dict[int, Removed] = {}
    seen = [_visible(line, number, removed) for number, line in enumerate(lines, 1)]
    out = _page_numbers(seen)
    gone = {at: PAGE_NUMBER for at in out} | {at: ADVERT for at in _adverts(seen) if at not in out}
    for at, reason in gone.items():
        removed[at + 1] = Removed(at + 1, lines[at].text, reason)
    kept = [line for at, line in enumerate(seen) if at not in gone]
    while kept and not kept[-1].text.strip():
        kept.pop()
    first = next((at for at, line in enumerate(kept) if line.text.strip()), 0)
    return tuple(kept[first:]), tuple(removed[number] for number in sorted(removed))


def _visible(line: Line, number: int, removed: dict[int, Removed]) -> Line:
    unseen = _UNSEEN.findall(line.text)
    if not unseen:
        return line
    counts = "、".join(f"U+{ord(char):04X}×{unseen.count(char)}" for char in sorted(set(unseen)))
    removed[number] = Removed(number, counts, INVISIBLE)
    cells = (
        tuple(DraftCell(_UNSEEN.sub("", each.text), each.origin) for each in line.cells) if line.cells else line.cells
    )
    return replace(line, text=_UNSEEN.sub("", line.text), cells=cells)


def _page_numbers(lines: Sequence[Line]) -> set[int]:
    """Lines that only number a page. A bare number is one when it stands at the edge of a page of the format."""
    found = set()
    for at, line in enumerate(lines):
        text = line.text
        if len(text) > 40 or line.cells is not None or not _DIGIT.search(text):
            continue
        folded = fold(text)
        bare = line.page is not None and _LONE.fullmatch(folded) and _at_edge(lines, at)
        if bare or _DASHED.fullmatch(folded) or _COUNTED.fullmatch(folded):
            found.add(at)
    return found


def _at_edge(lines: Sequence[Line], at: int) -> bool:
    page = lines[at].page
    before = next((line for line in reversed(lines[:at]) if line.text.strip()), None)
    after = next((line for line in lines[at + 1 :] if line.text.strip()), None)
    return before is None or after is None or before.page != page or after.page != page


def _adverts(lines: Sequence[Line]) -> set[int]:
    filled = [at for at, line in enumerate(lines) if line.cells is None and line.text and not line.text.isspace()]
    if len(filled) < _FEWEST:
        return set()
    edge = [at for at in dict.fromkeys((*filled[:_HEAD], *filled[-_TAIL:])) if len(lines[at].text) <= _LONGEST]
    together = "\n".join([lines[at].text for at in edge])
    if not any(word in together for word in _TRIGGERS):
        return set()
    texts = {at: fold(lines[at].text).strip() for at in edge}
    found = {at for at, text in texts.items() if _advertises(text)}
    _spread(found, texts)
    said = {texts[at] for at in found if _VENDOR.search(texts[at])}
    found.update(at for at in filled if len(lines[at].text) <= _LONGEST and fold(lines[at].text).strip() in said)
    return found


def _advertises(text: str) -> bool:
    """Tell a line of advertising by its own words alone."""
    if _BODY.match(text) or (_OFFICIAL.search(text) and "会员" not in text):
        return False
    sentence, title = text.endswith(("。", ";")), _TITLE.search(text)
    if _VENDOR.search(text):
        return not (sentence and len(text) > 40) and not (title and "关于" in text)
    return not sentence and not title and bool(_PROMOTION.search(text))


def _spread(found: set[int], texts: dict[int, str]) -> None:
    """Take in the lines that belong to the advertising around them: `found` grows until nothing is added.

    A line goes when it touches advertising and has a weak word of it, when its words are part of an advertising line
    (a vendor's name), or when it is a few characters between advertising lines: two, or one and the file's end, or at
    least two that make up the rest of its block between blank lines.
    """
    grown = True
    while grown:
        grown = False
        for at, text in texts.items():
            if at not in found and _belongs(at, text, found, texts):
                found.add(at)
                grown = True


def _belongs(at: int, text: str, found: Iterable[int], texts: dict[int, str]) -> bool:
    if len(text) > 30 or text.endswith(("。", ":", ";")) or _BODY.match(text) or _TITLE.search(text):
        return False
    beside = [at - 1 in found, at + 1 in found]
    if any(beside) and _WEAK.search(text):
        return True
    named = len(text) <= 12 and any(text in texts[other] and _VENDOR.search(texts[other]) for other in found)
    if named or len(text) > 10 or not any(beside):
        return named
    outermost = len(text) <= 6 and at in (next(iter(texts)), max(texts))
    return all(beside) or outermost or _alone_among(at, found, texts)


def _alone_among(at: int, found: Iterable[int], texts: dict[int, str]) -> bool:
    first = last = at
    while first - 1 in texts:
        first -= 1
    while last + 1 in texts:
        last += 1
    return last - first > 1 and all(other in found for other in range(first, last + 1) if other != at)
