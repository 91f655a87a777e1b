"""The little of a page that tells an answer from an excuse: title, heading, amount of text."""

import re
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Final

LOOKED_AT: Final = 256 * 1024
"""So many characters are looked at: what stands in place of a page is short."""

_TITLE = re.compile(r"<title\b[^<>]{0,300}>([^<]{0,600})", re.IGNORECASE)
_HEADING = re.compile(r"<h1\b[^<>]{0,600}>(.{0,200}?)</h1\b", re.IGNORECASE | re.DOTALL)
_HIDDEN = re.compile(r"<!--|<(?:script|style|template|noscript)\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_OF_A_WORK = re.compile(
    r"<meta\s[^<>]{0,300}?[\"'](?:citation_title|citation_doi|dc\.title|dcterms\.title"
    r"|eprints\.title|prism\.title)[\"']"
    r"|<meta\s[^<>]{0,300}?[\"']og:type[\"']\s[^<>]{0,100}?[\"']article[\"']"
    r"|\"@type\"\s{0,9}:\s{0,9}\"(?:[a-z]{0,20}article|blogposting|book|dataset|thesis)\"",
    re.IGNORECASE,
)
_SHOWS = re.compile(r"<(?:img|frame|iframe|embed|object|canvas|svg|video|script)\b", re.I)


@dataclass(frozen=True)
class Shape:
    """A page's source, and what is seen of it."""

    source: str

    @cached_property
    def lower(self) -> str:
        """The source in small letters."""
        return self.source.lower()

    @cached_property
    def title(self) -> str:
        """Of the page, as written; "" without one."""
        found = _TITLE.search(self.source)
        return _plain(found[1]) if found else ""

    @cached_property
    def heading(self) -> str:
        """The first main heading; "" without one."""
        found = _HEADING.search(self.source)
        return _plain(_TAG.sub("", found[1])) if found else ""

    @cached_property
    def text(self) -> str:
        """What a reader sees, without title, scripts and markup."""
        body = _TITLE.sub(" ", without_hidden(self.source), count=1)
        return _plain(_TAG.sub(" ", body))

    @cached_property
    def is_of_a_work(self) -> bool:
        """It declares itself an article, a book or the like."""
        return bool(_OF_A_WORK.search(self.source))

    @property
    def is_empty(self) -> bool:
        """Nothing is seen on it, and nothing could still be drawn on it."""
        return not (self.title or self.text or _SHOWS.search(self.source))


def shape_of(html: str) -> Shape:
    """The shape of a page, of which the beginning suffices."""
    return Shape(html[:LOOKED_AT])


def without_hidden(source: str) -> str:
    """The source without comments, scripts, styles and what only stands in for scripts.

    One pass: an element that is never closed ends the page.
    """
    kept: list[str] = []
    at = 0
    while found := _HIDDEN.search(source, at):
        kept.append(source[at : found.start()])
        name = found[0][1:]
        end = _END[name.lower()].search(source, found.end())
        if end is None:
            return "".join(kept)
        at = end.end()
    kept.append(source[at:])
    return "".join(kept)


_END = {
    "!--": re.compile("-->"),
    **{
        name: re.compile(rf"</{name}\b[^<>]*>?", re.IGNORECASE)
        for name in ("script", "style", "template", "noscript")
    },
}


def _plain(text: str) -> str:
    return " ".join(unescape(text).split())
