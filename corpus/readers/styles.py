"""Word's styles: what a paragraph or run inherits from them. Knows nothing of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLES = frozenset({"title", "标题"})
_OFF = frozenset({"0", "false", "off"})


@dataclass(frozen=True, slots=True)
class Style:
    """What one style says itself; None where it leaves the matter to the style it is based on."""

    id: str
    name: str
    base: str
    number: str | None
    """Number of the list (numId), "0" for none."""
    level: int | None
    outline: int | None
    """Depth of a heading from 0; 9 for body text."""
    hidden: bool | None


class Styles:
    """The styles of one document."""

    def __init__(self, root: _Element | None) -> None:
        """Take the root of styles.xml, or None where there is none."""
        self._known: dict[str, Style] = {}
        self._default = ""
        for each in root.findall(f"{W}style") if root is not None else ():
            style = _style(each)
            self._known[style.id] = style
            if each.get(f"{W}type") == "paragraph" and flag(each.get(f"{W}default", "0")):
                self._default = style.id

    def chain(self, name: str | None) -> Iterator[Style]:
        """The style of that id and those it is based on, nearest first; of the default style without an id."""
        at, seen = name or self._default, set()
        while at in self._known and at not in seen:
            seen.add(at)
            yield self._known[at]
            at = self._known[at].base

    def heading(self, name: str | None) -> int | None:
        """Depth of the heading that the style makes, from 1; None for body text."""
        for style in self.chain(name):
            if style.outline is not None:
                return style.outline + 1 if style.outline < 9 else None
            named = _HEADING.fullmatch(style.name)
            if named:
                return int(named[1])
            if style.name.lower() in _TITLES:
                return 1
        return None

    def titles(self, name: str | None) -> bool:
        """Whether the style is the one for the title of the whole document."""
        return any(style.name.lower() in _TITLES for style in self.chain(name))

    def lists_contents(self, name: str | None) -> bool:
        """Whether the style is one of an automatic table of contents."""
        return any(style.name.lower().startswith(("toc ", "目录 ")) for style in self.chain(name))

    def hides(self, name: str | None) -> bool:
        """Whether the style makes text hidden."""
        return next((style.hidden for style in self.chain(name) if style.hidden is not None), False)


def flag(value: str | None) -> bool:
    """A switch as Word writes it: present without a value means on."""
    return value is None or value.lower() not in _OFF


def switched(properties: _Element | None, name: str) -> bool | None:
    """Whether `properties` switches something on or off; None when it does not mention it."""
    found = properties.find(W + name) if properties is not None else None
    return None if found is None else flag(found.get(f"{W}val"))


def whole(element: _Element | None, default: int | None = None) -> int | None:
    """The whole number in an element's value, `default` when there is none or it is no sensible number."""
    value = element.get(f"{W}val", "") if element is not None else ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else default


def _style(each: _Element) -> Style:
    name, base = each.find(f"{W}name"), each.find(f"{W}basedOn")
    number = each.find(f"{W}pPr/{W}numPr/{W}numId")
    return Style(
        id=each.get(f"{W}styleId", ""),
        name=name.get(f"{W}val", "") if name is not None else "",
        base=base.get(f"{W}val", "") if base is not None else "",
        number=number.get(f"{W}val") if number is not None else None,
        level=whole(each.find(f"{W}pPr/{W}numPr/{W}ilvl")),
        outline=whole(each.find(f"{W}pPr/{W}outlineLvl")),
        hidden=switched(each.find(f"{W}rPr"), "vanish"),
    )
