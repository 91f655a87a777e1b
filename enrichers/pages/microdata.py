"""Microdata, gathered on the walk through a page, in the shape that JSON-LD has."""

from typing import Any

from enrichers.pages.parse import Element, attribute, text_of

LONGEST_VALUE = 5_000  # characters
MOST_PROPERTIES = 1_000
"""On one page; more repeat or flood."""

VALUE_IN = {
    "meta": "content",
    "a": "href",
    "area": "href",
    "link": "href",
    "img": "src",
    "time": "datetime",
    "data": "value",
}
"""Elements whose property stands in an attribute (WHATWG HTML, section 5.2.4)."""


class Things:
    """The things that a page describes, while it is walked through."""

    def __init__(self) -> None:
        self.outermost: list[dict[str, Any]] = []
        self._open: list[tuple[Element, dict[str, Any]]] = []
        self._left = MOST_PROPERTIES

    def enter(self, element: Element) -> None:
        """Note the thing or the property that an element is."""
        names = attribute(element, "itemprop").split()
        is_thing = element.get("itemscope") is not None
        if not (names or is_thing) or self._left <= 0:
            return
        self._left -= 1
        parent = self._open[-1][1] if self._open else None
        value: Any
        if is_thing:
            types = [kind.rpartition("/")[2] for kind in attribute(element, "itemtype").split()]
            value = {"@type": types}
            if itemid := attribute(element, "itemid"):
                value["@id"] = itemid
            self._open.append((element, value))
            if not names or parent is None:
                self.outermost.append(value)
        else:
            value = _value(element)
        if parent is not None:
            for name in names[:4]:
                parent.setdefault(name, []).append(value)

    def leave(self, element: Element) -> None:
        """Close the thing that the element opened."""
        if self._open and self._open[-1][0] is element:
            self._open.pop()


def _value(element: Element) -> str:
    """What an element says of a property; a date that is not machine-readable is its text."""
    said = attribute(element, VALUE_IN.get(str(element.tag), "content"))
    said = said or attribute(element, "content")
    return (said or text_of(element, LONGEST_VALUE))[:LONGEST_VALUE]
