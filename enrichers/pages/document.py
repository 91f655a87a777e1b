"""A page taken apart in one pass: what it declares, what it shows, and where it shows it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from enrichers.items.kinds import split
from enrichers.pages.microdata import Things
from enrichers.pages.parse import Element, attribute, text_of, tree
from enrichers.pages.zones import (
    LISTED_ELEMENTS,
    LONGEST_HEADING,
    Zone,
    opens_references,
    zone_of,
)

MOST_STEPS = 200_000
"""Beginnings and ends of elements that are looked at; ordinary pages have some 5,000."""
LONGEST_VALUE = 20_000  # characters of a declared value; an abstract is shorter
LONGEST_TEXT = 400_000  # characters of a page's text
LONGEST_OPENING = 20_000  # characters
LONGEST_SCRIPT = 500_000  # characters of JSON-LD
LONGEST_LABEL = 200  # characters of a link, a byline or a date
LONGEST_ROW = 300
MOST_KEPT = 3_000
"""Declarations or links of one sort; more repeat or flood."""
MOST_BYLINES = 50
MOST_DATA_DOIS = 20  # of one script
MOST_LABELS = 10_000
"""Elements whose text is read as a whole, which costs time again for each one around it."""

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
LIKE_HEADINGS = frozenset({"p", "b", "strong", "dt", "center"})
LOWEST_HEADING = 7
NOT_SHOWN = frozenset({"script", "style", "noscript", "template", "svg", "iframe"})
_BLOCKS = """
    address article blockquote br dd div dl dt fieldset figure figcaption form h1 h2 h3 h4 h5 h6
    header hr li main ol p pre section table tbody td th tr ul
"""
BLOCKS = frozenset(_BLOCKS.split())
HOME = frozenset({"", "/", ".", "./", "..", "../", "index.html", "/index.html"})
"""Where the name of a site leads, if it is put into a heading."""
_BYLINES = "author author-block author-name byline post-author entry-author article-author"
BYLINE_MARKS = frozenset(_BYLINES.split())
GIVEN_MARKS = frozenset({"given-name", "given-names", "first-name"})
FAMILY_MARKS = frozenset({"family-name", "surname", "last-name"})
"""Classes of hCard and JATS for the parts of a name."""
_LD = "application/ld+json"
_DOI_IN_DATA = re.compile(
    r"\\?\"(?:article_?)?doi\\?\"\s{0,9}:\s{0,9}\\?\"(10\.[^\s\"]{4,200})\"", re.IGNORECASE
)
"""In the data that a page hands to its own script, as JSON or as JSON within a string."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A link that a page shows."""

    href: str
    """Absolute."""
    text: str
    zone: Zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A `link` element."""

    rels: frozenset[str]
    href: str
    """Absolute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What stands in a page, by the way in which it says it."""

    url: str = ""
    language: str = ""
    title: str = ""
    metas: tuple[tuple[str, str], ...] = ()
    """Names in small letters, and what they say, in the order of the page."""
    relations: tuple[Relation, ...] = ()
    scripts: tuple[str, ...] = ()
    """JSON-LD, unread."""
    coins: tuple[str, ...] = ()
    """OpenURL context objects outside references."""
    things: tuple[Mapping[str, Any], ...] = ()
    """Microdata in the shape of JSON-LD."""
    data_dois: tuple[str, ...] = ()
    """What the data for the page's own scripts calls a DOI, as written."""
    names: tuple[str, ...] = ()
    """Of persons, where their parts are marked: "Family, Given"."""
    headings: tuple[str, ...] = ()
    """Of the first level."""
    bylines: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    """Machine-readable dates outside lists and frames."""
    anchors: tuple[Anchor, ...] = ()
    code: tuple[str, ...] = ()
    """Preformatted blocks and the fields that are there to be copied."""
    texts: Mapping[Zone, str] = field(default_factory=dict[Zone, str])
    opening: str = ""
    """The first of what is shown outside frames and references, in lines."""


def document(html: str, url: str) -> Document:
    """Take a page apart; relative links are read against `url`, which is where it came from."""
    root = tree(html)
    if root is None:
        return Document(url=url)
    walk = _Walk(url)
    for event, element in islice(_steps(root), MOST_STEPS):
        if event == "start":
            walk.enter(element)
        else:
            walk.leave(element)
    return walk.document()


def _steps(root: Element) -> Iterable[tuple[str, Element]]:
    return etree.iterwalk(root, events=("start", "end"))


class _Walk:
    """Where in the page the walk is, and what it has gathered."""

    def __init__(self, url: str) -> None:
        self.url = self.base = url
        self.language = self.title = ""
        self.zones = [Zone.MAIN]
        self.references_level = 0
        self.hidden = self.buttons = 0
        self.given = ""
        self.signed: Element | None = None
        self.room = LONGEST_TEXT
        self.labels = MOST_LABELS
        self.things = Things()
        self.opening: list[str] = []
        self.metas: list[tuple[str, str]] = []
        self.relations: list[Relation] = []
        self.anchors: list[Anchor] = []
        self.found: defaultdict[str, list[str]] = defaultdict(list)
        self.pieces: defaultdict[Zone, list[str]] = defaultdict(list)

    def enter(self, element: Element) -> None:
        """Open an element: note what it declares, then its text up to its first child."""
        name = str(element.tag)
        if name in NOT_SHOWN:
            self.hidden += 1
        if self.hidden:
            if name == "script":
                self._note_script(element)
            self.zones.append(self.zones[-1])
            return
        if name in HEADINGS or name in LIKE_HEADINGS:
            self._pass_heading(element, name)
        self.buttons += name == "button" and self.zones[-1] is Zone.MAIN
        row = self._label(element, LONGEST_ROW) if name in LISTED_ELEMENTS else ""
        self.zones.append(max(self.zones[-1], zone_of(element, name, row)))
        if name in _DECLARING:
            _DECLARING[name](self, element)
        self._mark(element, name)
        self.things.enter(element)
        if name in BLOCKS:
            self._write("\n")
        if name != "title":
            self._write(str(element.text or ""))

    def leave(self, element: Element) -> None:
        """Close an element, and write the text behind it."""
        name = str(element.tag)
        self.zones.pop()
        if name in NOT_SHOWN:
            self.hidden -= 1
        elif not self.hidden:
            self.buttons -= name == "button" and self.zones[-1] is Zone.MAIN
            self.things.leave(element)
            if name in BLOCKS:
                self._write("\n")
        self._write(str(element.tail or ""))

    def document(self) -> Document:
        """All that was gathered."""
        return Document(
            url=self.url,
            language=self.language,
            title=self.title,
            metas=tuple(self.metas),
            relations=tuple(self.relations),
            things=tuple(self.things.outermost),
            anchors=tuple(self.anchors),
            opening="".join(self.opening)[:LONGEST_OPENING],
            texts={zone: "".join(pieces) for zone, pieces in self.pieces.items()},
            **{name: tuple(values) for name, values in self.found.items()},
        )

    @property
    def zone(self) -> Zone:
        """Whom the text here speaks about."""
        return Zone.REFERENCES if self.references_level else self.zones[-1]

    def _label(self, element: Element, most: int) -> str:
        self.labels -= 1
        return text_of(element, most) if self.labels >= 0 else ""

    def _write(self, text: str) -> None:
        if text and not self.hidden and self.room > 0:
            self.pieces[self.zone].append(text[: self.room])
            if self.zone <= Zone.LISTED and self.room > LONGEST_TEXT - LONGEST_OPENING:
                self.opening.append(text[:LONGEST_OPENING])
            self.room -= len(text)

    def _keep(self, name: str, value: str) -> None:
        if value and len(self.found[name]) < MOST_KEPT:
            self.found[name].append(value)

    def _pass_heading(self, element: Element, name: str) -> None:
        level = HEADINGS.get(name, LOWEST_HEADING)
        own = str(element.text or (len(element) and element[0].text) or "")
        text = self._label(element, LONGEST_HEADING + 1) if name in HEADINGS else own.strip()
        if opens_references(text):
            self.references_level = self.references_level or level
        elif name in HEADINGS and level <= self.references_level:
            self.references_level = 0

    def _mark(self, element: Element, name: str) -> None:
        """Note what an element says by its attributes, whatever its name."""
        marks = attribute(element, "class").lower().split()
        if "z3988" in marks and self.zone is not Zone.REFERENCES:
            self._keep("coins", attribute(element, "title")[:LONGEST_VALUE])
        if self.zone is Zone.MAIN or self.buttons:
            self._note_name(element, marks)
        rels = attribute(element, "rel").lower().split()
        is_byline = "author" in rels or not BYLINE_MARKS.isdisjoint(marks)
        around = self.zones[-2] if name in LISTED_ELEMENTS else self.zone
        if is_byline and name != "link" and around is Zone.MAIN and not self.references_level:
            self._note_byline(element)

    def _note_byline(self, element: Element) -> None:
        """Keep a byline; those in one element, side by side, are one."""
        text = self._label(element, LONGEST_LABEL)
        lines, around = self.found["bylines"], element.getparent()
        if around is self.signed and lines and len(lines[-1]) < LONGEST_VALUE:
            lines[-1] = f"{lines[-1]}; {text}"
        elif text and len(lines) < MOST_BYLINES:
            lines.append(text)
        self.signed = around

    def _note_name(self, element: Element, marks: Iterable[str]) -> None:
        """Join the parts of a name, of which the given one comes first."""
        if not GIVEN_MARKS.isdisjoint(marks):
            self.given = self._label(element, LONGEST_LABEL)
        elif self.given and not FAMILY_MARKS.isdisjoint(marks):
            self._keep("names", f"{self._label(element, LONGEST_LABEL)}, {self.given}")
            self.given = ""

    def _note_script(self, element: Element) -> None:
        text = str(element.text or "")
        if attribute(element, "type").lower().startswith(_LD):
            self._keep("scripts", text[:LONGEST_SCRIPT])
            return
        for match in islice(_DOI_IN_DATA.finditer(text), MOST_DATA_DOIS):
            self._keep("data_dois", match[1].replace("\\", ""))

    def note_meta(self, element: Element) -> None:
        value = attribute(element, "content") or attribute(element, "contents")
        names = attribute(element, "name") or attribute(element, "property")
        if value and names and len(self.metas) < MOST_KEPT:
            for name in names.lower().split()[:4]:
                self.metas.append(
                    (name[:LONGEST_LABEL], " ".join(value[:LONGEST_VALUE].split()))
                )

    def note_relation(self, element: Element) -> None:
        rels = frozenset(attribute(element, "rel").lower().split())
        href = attribute(element, "href")
        if rels and href and len(self.relations) < MOST_KEPT:
            self.relations.append(Relation(rels=rels, href=self._absolute(href)))

    def note_anchor(self, element: Element) -> None:
        href = attribute(element, "href")
        if href and not href.startswith("#") and len(self.anchors) < MOST_KEPT:
            text = self._label(element, LONGEST_LABEL)
            self.anchors.append(Anchor(href=self._absolute(href), text=text, zone=self.zone))

    def note_base(self, element: Element) -> None:
        self.base = self._absolute(attribute(element, "href"))

    def note_html(self, element: Element) -> None:
        self.language = self.language or attribute(element, "lang")

    def note_title(self, element: Element) -> None:
        self.title = self.title or self._label(element, LONGEST_VALUE)

    def note_heading(self, element: Element) -> None:
        home = attribute(next(element.iter("a"), element), "href")
        is_logo = bool(home) and not home.startswith("#") and split(home).path in HOME
        if self.zone is not Zone.CHROME and not is_logo:
            self._keep("headings", self._label(element, LONGEST_VALUE))

    def note_time(self, element: Element) -> None:
        if self.zone is Zone.MAIN:
            self._keep("times", attribute(element, "datetime")[:LONGEST_LABEL])

    def note_code(self, element: Element) -> None:
        value = attribute(element, "value") or "".join(map(str, element.itertext()))
        self._keep("code", value[:LONGEST_VALUE])

    def _absolute(self, href: str) -> str:
        href = href[:LONGEST_VALUE]
        try:
            return urljoin(self.base, href)
        except ValueError:
            return href


_DECLARING = {
    "html": _Walk.note_html,
    "title": _Walk.note_title,
    "base": _Walk.note_base,
    "meta": _Walk.note_meta,
    "link": _Walk.note_relation,
    "a": _Walk.note_anchor,
    "h1": _Walk.note_heading,
    "time": _Walk.note_time,
    "pre": _Walk.note_code,
    "textarea": _Walk.note_code,
    "input": _Walk.note_code,
}
