"""Writes a digest as a web page that stands alone: nothing is fetched, nothing runs."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from outputs.report.digest import Digest
from outputs.report.layout import Item, Section, headline, moment, plain, sections, title

STYLE = """
:root { color-scheme: light dark; }
body { margin: 0 auto; max-width: 46rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif;
  background: Canvas; color: CanvasText; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; margin-bottom: .5rem; }
h2 { font-size: 1.2rem; margin-top: 2rem; border-top: 1px solid; padding-top: .5rem; }
h3 { font-size: 1rem; margin-bottom: .3rem; }
.grave { border-inline-start: .35rem solid; padding-inline-start: .6rem; }
.headline { font-size: 1.1rem; }
a { color: LinkText; }
a:visited { color: VisitedText; }
a:focus-visible { outline: .15rem solid; outline-offset: .1rem; }
ul { padding-inline-start: 1.2rem; margin-top: .3rem; }
li { margin: .4rem 0; }
nav ul { columns: 18rem; }
nav a, .skip { display: inline-block; padding: .3rem 0; }
.skip:not(:focus) { position: absolute; left: -99rem; }
@media print { nav, .skip { display: none; } }
"""
"""Colours are the reader's own: light or dark, and whatever contrast they need."""
TOPIC = 2  # the level of the headings that are topics
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def digest_page(digest: Digest) -> str:
    """The digest as HTML, readable with a screen reader and on a telephone."""
    parts = sections(digest)
    page = Element("html", lang="en")
    page.append(_head(title(digest)))
    body = SubElement(page, "body")
    SubElement(body, "a", {"class": "skip", "href": "#main"}).text = "Skip to the changes"
    header = SubElement(body, "header")
    _say(header, "h1", title(digest))
    line = SubElement(header, "p")
    when = SubElement(line, "time", datetime=digest.made_at.isoformat())
    when.text = f"{digest.made_at:%Y-%m-%d %H:%M %Z}".strip()
    if digest.since:
        when.tail = plain(f", compared with {moment(digest.since)}")
    SubElement(header, "p", {"class": "headline"}).text = headline(digest)
    _list_contents(body, parts)
    _write(SubElement(body, "main", id="main"), parts, deeper=0)
    return f"<!DOCTYPE html>\n{tostring(page, encoding='unicode', method='html')}\n"


def digest_fragment(digest: Digest) -> str:
    """The digest as a piece of HTML without its title, as feed readers show it."""
    box = Element("div")
    _say(box, "p", headline(digest))
    _write(box, sections(digest), deeper=1)
    return tostring(box, encoding="unicode", method="html")


def _head(name: str) -> Element:
    head = Element("head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": POLICY})
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    SubElement(head, "meta", name="referrer", content="no-referrer")
    SubElement(head, "title").text = name
    SubElement(head, "style").text = STYLE
    return head


def _list_contents(body: Element, parts: Sequence[Section]) -> None:
    """The headings to jump to, if there is more than one."""
    topics = [(number, part) for number, part in enumerate(parts) if part.level == TOPIC]
    if len(topics) < 2:  # noqa: PLR2004 -- one heading is no table of contents
        return
    contents = SubElement(SubElement(body, "nav", {"aria-label": "Topics"}), "ul")
    for number, part in topics:
        entry = SubElement(SubElement(contents, "li"), "a", href=f"#part-{number}")
        _isolate(entry, part.heading)


def _write(into: Element, parts: Sequence[Section], *, deeper: int) -> None:
    """What stands `deeper` stands among other digests, so its headings have no ids."""
    for number, part in enumerate(parts):
        heading = SubElement(into, f"h{part.level + deeper}")
        if not deeper:
            heading.set("id", f"part-{number}")
            if part.is_grave:
                heading.set("class", "grave")
        _isolate(heading, part.heading)
        if part.note:
            _say(into, "p", part.note)
        if part.items:
            entries = SubElement(into, "ul")
            for item in part.items:
                _write_item(SubElement(entries, "li"), item)
        if part.more:
            _say(into, "p", f"and {part.more:,} more")


def _write_item(entry: Element, item: Item) -> None:
    shown = SubElement(entry, "a", href=item.url) if item.url else SubElement(entry, "span")
    _isolate(shown, item.title)
    if item.detail:
        shown.tail = ": "
        _isolate(entry, item.detail)


def _isolate(into: Element, text: str) -> None:
    """Words in either direction of writing, which leave those around them as they are."""
    SubElement(into, "bdi").text = text


def _say(into: Element, tag: str, text: str) -> None:
    SubElement(into, tag).text = text
