"""A letter that came in → the questions in it, each with the sentences that tell what it is about. Pure.

Knows nothing of answers. What looks like a greeting, a complaint or thanks and asks nothing is no question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.letter.types import Found
from assistant.wording import asking
from corpus.fold import fold
from corpus.sentences import sentences

MOST = 20
"""Questions of one letter that are answered; more are told, not dropped."""
LONGEST = 20_000
"""Characters of a letter that came in."""
BEFORE = 3
"""Sentences before a question that may tell what it is about."""
QUESTION = 400
"""Characters of a question with its context."""
_WISHES = re.compile(
    r"(?:请|望|希望|盼|要求|恳请|恳求|申请|想|要|求)[^,。;]{0,10}?(?:答复|解答|说明|明确|告知|了解|知道|解决|落实|办理|补发|增加|提高|认定|报销|给予)"
)
_SALUTES = re.compile(
    r"^(?:尊敬|敬爱|亲爱)?[^,。;?]{0,20}(?:领导|同志|局长|部长|主任|您好|你好)[^,。;?]{0,6}[::!,]?$"
)
_CLOSES = re.compile(r"^(?:此致|敬礼|顺祝|祝|谢谢|感谢|打扰|麻烦|盼复|请予答复|请答复|期待|恭候|望予?回复)")
_ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、)]|第[一二三四五六七八九十][,、]|[①-⑳])\s*"
)
_STANDING = re.compile(r"参加(?:革命|工作|抗战)|离休|退休|遗孀|遗属|配偶|老伴|去世|病故|自理|级别|(?:县|处|厅|科)级")
"""What tells whose case it is: it holds for every question of the letter."""
_ABOUT = re.compile(r"护理|补助|补贴|待遇|工资|离休|退休|费|医|住房|抚恤|丧葬|体检|慰问|标准|政策|规定|党")


def questions(text: str) -> tuple[Found, ...]:
    r"""Every question and every request of a letter, in its order.

    >>> [each.text for each in questions("局领导：\n您好！我是离休干部。护理费每月多少？怎么领取？\n谢谢！")]
    ['护理费每月多少？', '怎么领取？']
    """
    background: list[str] = []
    found: list[Found] = []
    for line in text.splitlines():
        found += _of(line, background)
    return tuple(found)


def _of(line: str, background: list[str]) -> Iterator[Found]:
    """The questions of one paragraph; what it tells of a person's standing is added to the background."""
    told: list[str] = []
    for start, end in sentences(line):
        sentence = line[start:end]
        cut = _ORDINAL.match(fold(sentence))
        sentence = sentence[cut.end() :] if cut else sentence
        if not sentence or _greets(sentence):
            continue
        if asks(sentence):
            yield Found(sentence, _context([*(each for each in background if each not in told), *told], sentence))
        elif _STANDING.search(fold(sentence)):
            background.append(sentence)
        told.append(sentence)


def asks(sentence: str) -> bool:
    """Say whether a sentence asks something of the office: a question, or a request that names its matter."""
    folded = fold(sentence)
    if folded.endswith(":"):
        return False  # 现将几个问题反映如下，望予答复： only announces them
    if sentence.rstrip("”’）) ").endswith(("？", "?")) or asking().search(folded):
        return True
    return bool(_WISHES.search(folded) and _ABOUT.search(folded))


def _greets(sentence: str) -> bool:
    folded = fold(sentence).strip()
    return bool(_SALUTES.search(folded) or (_CLOSES.search(folded) and not folded.endswith("?")))


def _context(told: Sequence[str], sentence: str) -> str:
    """The sentences nearest before a question, as many as there is room for."""
    kept: list[str] = []
    for each in reversed(told[-BEFORE:]):
        if sum(map(len, kept)) + len(each) + len(sentence) > QUESTION:
            break
        kept.insert(0, each)
    return "".join(kept)
