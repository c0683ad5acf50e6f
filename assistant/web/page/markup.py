"""Text → HTML that can load nothing and run nothing.

Pieces are put together by `tag`, which escapes whatever is not already made by it; the whole goes once more through
an allow-list in `clean`. What is made has no line break, for a blank line would end a block of HTML inside Markdown.
Knows nothing of what is said.
"""

from __future__ import annotations

from html import escape

import nh3

from assistant.web.page.words import Phrase, phrase


class Markup(str):
    """HTML made here; any other text is escaped before it becomes part of it."""

    __slots__ = ()


Piece = str | Phrase | None

ELEMENTS = frozenset(
    f"policy-{name}"
    for name in ["account", "connection", "evals", "history", "letters", "library", "settings", "source", "thread"]
)
"""Elements of our own; `static/page.js` says what they do."""
_TAGS = frozenset(
    [
        "article",
        "section",
        "header",
        "div",
        "p",
        "span",
        "ol",
        "ul",
        "li",
        "dl",
        "dt",
        "dd",
        "button",
        "details",
        "summary",
        "h1",
        "h2",
        "h3",
        "small",
        "b",
        "time",
    ]
)
_NAMES = frozenset({"id", "class", "lang", "type", "hidden", "open", "role", "title", "tabindex", "datetime"})

_TURNING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)
_CONTROLS = (*(code for code in range(32) if code not in (9, 10)), 127)
_UNSEEN: dict[int, str | None] = {code: None for code in (*_TURNING, *_CONTROLS)}
"""Signs that turn the direction of text round, or that cannot be drawn."""


def tag(name: str, *pieces: Piece, **names: object) -> Markup:
    """An element: `tag("p", "1 < 2", cls="status", data_id=7)`; None and False leave a name or a piece out."""
    given = "".join(
        _attribute(key, value) for key, value in names.items() if value is not None and value is not False
    )
    return Markup(f"<{name}{given}>{join(*pieces)}</{name}>")


def join(*pieces: Piece) -> Markup:
    """One after the other."""
    return Markup("".join(_made(each) for each in pieces if each is not None))


def both(key: str, **filled: object) -> Markup:
    """A phrase of the page in both languages, of which the style sheet shows one."""
    said = phrase(key)
    return _both(Phrase(said.zh.format(**filled), said.en.format(**filled)))


def clean(html: Markup) -> str:
    """The same with nothing in it but what is on the list: the last gate before the browser."""
    return nh3.clean(
        html,
        tags=set(_TAGS | ELEMENTS),
        attributes={"*": set(_NAMES)},
        generic_attribute_prefixes={"data-", "aria-"},
        link_rel=None,
        url_schemes=set(),
    ).replace("\n", "&#10;")


def _made(piece: str | Phrase) -> str:
    if isinstance(piece, Markup):
        return piece
    if isinstance(piece, Phrase):
        return _both(piece)
    return _escaped(piece)


def _both(said: Phrase) -> Markup:
    if said.zh == said.en:
        return Markup(_escaped(said.zh))
    zh, en = _escaped(said.zh), _escaped(said.en)
    return Markup(f'<span class="zh" lang="zh-CN">{zh}</span><span class="en" lang="en">{en}</span>')


def _escaped(text: str) -> str:
    return escape(text.translate(_UNSEEN), quote=True).replace("\n", "&#10;")


def _attribute(key: str, value: object) -> str:
    name = "class" if key == "cls" else key.replace("_", "-")
    return f" {name}" if value is True else f' {name}="{_escaped(str(value))}"'
