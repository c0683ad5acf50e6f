"""Who of a family a story is about: somebody who tells of a dead husband asks for the widow. Pure.

Knows nothing of documents, and nothing of what survivors get. Tables: `[family]` of wording.toml.
"""

from __future__ import annotations

from assistant.wording import pattern
from corpus.fold import blanked, fold

WIDOWED = "配偶"
"""What the rules call somebody whose husband or wife was the cadre."""


def survivor(turn: str) -> str:
    """What the rules call the one who asks, where `turn` tells that the cadre whom it is about is dead.

    Empty where nobody died, where the one who asks was a cadre, where it is not said for whom it is asked, and where
    the question is about the death itself: what is paid for it is paid for the dead, whoever receives it.

    >>> survivor("老伴是离休干部，前年走了，我每月能领多少？")
    '配偶'
    >>> survivor("我是离休干部，老伴前年走了，我每月能领多少？")
    ''
    """
    told = fold(turn)
    if not pattern("family", "died").search(told) or pattern("family", "cadre").search(told):
        return ""
    if pattern("family", "death").search(told) or not pattern("family", "for_me").search(told):
        return ""
    return WIDOWED


def living(text: str) -> str:
    """`text` without who died and when: no document is asked for by that year."""
    return blanked(pattern("family", "died"), fold(text))
