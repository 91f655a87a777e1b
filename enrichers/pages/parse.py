"""Hostile or broken HTML made into a tree in bounded time and memory."""

import re
from itertools import islice

from lxml import etree

LONGEST_PAGE = 2_000_000
"""Characters; what stands behind them is not read."""
LONGEST_TAG = 64_000
"""Characters; a longer tag goes, with pictures or scripts that were put into it."""
LONGEST_UNQUOTED = 4_000
"""Characters of a tag outside quotation marks: the parser takes time that is quadratic in the
number of attributes, 1.7 s for 40,000."""
MOST_PARTS = 200
"""Elements within one whose text is wanted as a label or a value."""

_MARKUP = re.compile(r"<(?=[A-Za-z!])")
_TAG = re.compile(r"<[A-Za-z](?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+>")
"""With quotation marks as HTML reads them: only behind "=" do they hide a ">"."""
_QUOTED = re.compile(r"=\s*+(?:\"[^\"]*+\"|'[^']*+')")
_RAW_OPENS = re.compile(r"<(script|style|textarea|title)(?=[\s/>])", re.IGNORECASE)
_RAW_CLOSES = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title")
}
"""Elements whose content is text, however much it looks like tags."""

Element = etree._Element  # pyright: ignore[reportPrivateUsage]  # lxml has no other name for it


def tree(html: str) -> Element | None:
    """Parse a page; None if there is nothing in it.

    Takes time linear in its length. Elements nested deeper than 256 are left out by the
    parser, with what follows them.
    """
    page = without_oversized_tags(html[:LONGEST_PAGE].replace("\x00", ""))
    parser = etree.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        no_network=True,
        huge_tree=False,
    )
    try:
        return etree.fromstring(page.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def without_oversized_tags(html: str) -> str:
    """Take out tags that are too long or hold too many attributes, and no others."""
    kept: list[str] = []
    written = place = 0
    while opens := _MARKUP.search(html, place):
        start = opens.start()
        if html.startswith("<!", start):
            place = _end_of_declaration(html, start)
            continue
        tag = _TAG.match(html, start)
        end = tag.end() if tag else len(html)
        if end - start > LONGEST_UNQUOTED and _is_oversized(html[start:end]):
            kept.append(html[written:start])
            written = end
        place = end
        if tag and (raw := _RAW_OPENS.match(html, start)):
            closes = _RAW_CLOSES[raw[1].lower()].search(html, end)
            place = closes.start() if closes else len(html)
    return "".join((*kept, html[written:])) if kept else html


def text_of(element: Element, most: int) -> str:
    """The text inside an element, cut after `most` characters; "" if it is half a page."""
    if next(islice(element.iter(), MOST_PARTS, None), None) is not None:
        return ""
    pieces: list[str] = []
    room = most
    for piece in element.itertext():
        pieces.append(str(piece)[:room])
        room -= len(piece)
        if room <= 0:
            break
    return " ".join("".join(pieces).split())


def attribute(element: Element, name: str) -> str:
    """The value of an attribute without the blanks around it, "" if there is none."""
    return str(element.get(name) or "").strip()


def _is_oversized(tag: str) -> bool:
    return len(tag) > LONGEST_TAG or len(_QUOTED.sub("", tag)) > LONGEST_UNQUOTED


def _end_of_declaration(html: str, start: int) -> int:
    closing = "-->" if html.startswith("<!--", start) else ">"
    end = html.find(closing, start + 2)
    return end + len(closing) if end >= 0 else len(html)
