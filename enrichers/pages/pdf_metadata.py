"""What Info and XMP of a PDF declare, without what programs fill in by themselves."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from enrichers.model import Person
from enrichers.pages.parse import Element
from enrichers.pages.pdf_layout import (
    HEADING,
    LETTERS,
    MASTHEAD,
    is_name,
    names_in,
    readable,
)
from enrichers.writing.names import person
from enrichers.writing.text import without_note_marks

LONGEST_PACKET = 200_000  # bytes
MOST_PACKETS = 8  # images within a document have their own
PACKET = (b"<x:xmpmeta", b"</x:xmpmeta>")
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
DOI_NAMES = frozenset({"doi", "WPS-ARTICLEDOI"})
"""By whatever version of PRISM, Crossmark or the publisher's own name space."""

FILE_NAME = re.compile(
    r"\.(?:docx?|tex|dvi|pdf|pptx?|indd|qxd|e?ps|rtf|odt|odp|key|pages|md|html?|txt|xlsx?)$",
    re.IGNORECASE,
)
PROGRAM = re.compile(
    r"^(?:microsoft (?:word|powerpoint)|powerpoint|word)\s*-\s*", re.IGNORECASE
)
NO_TITLE = re.compile(
    r"^(?:untitled|unknown|none|title|no title|document\s?\d*|presentation\s?\d*|slide\s?\d+"
    r"|powerpoint[- ]pr[äe]sentation|presentación de powerpoint|présentation powerpoint"
    r"|microsoft (?:word|powerpoint)\b.*|print(?:ing)?|paper|main|manuscript|article|template"
    r"|layout\s?\d*|page\s?\d+|full page photo|r graphics output|scan(?:ned)?\b.*|proof\b.*"
    r"|(?:ieee|acm|sample|conference) (?:paper )?(?:template|proceedings)\b.*|new document"
    r"|instructions for (?:authors|contributors)|style (?:file|guide)\b.*|arxiv:.*|doi:.*"
    r"|pii:.*|10\.\d{4,9}/.*|\(?anonymous\)?|cmr\d+|book|thesis|slides?|poster|talk|notes?"
    r"|abstract|report|cv|resume|latex\b.*|beamer\b.*|your title here|untitled-\d+)$",
    re.IGNORECASE,
)
"""What programs and templates leave in the place of a title."""
CODE = re.compile(r"^\S*[\d_]\S*$")
"""One word with digits or underscores: a file's or a manuscript's number."""
NO_PERSON = re.compile(
    r"\b(?:user|admin\w*|owner|unknown|anonymous|microsoft|windows|adobe|latex|publisher"
    r"|elsevier|springer|ieee|student)\b",
    re.IGNORECASE,
)
SHORTEST_TITLE = 8  # letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What is left behind the filter."""

    title: str = ""
    authors: tuple[Person, ...] = ()
    dois: tuple[str, ...] = ()
    """As written."""


def declared(info: Mapping[str, str], data: bytes) -> Declared:
    """Read both; XMP, which has the authors one by one, comes first."""
    packets = [tree for tree in map(_tree, _packets(data)) if tree is not None]
    titles = [text for tree in packets for text in _items(tree, f"{DC}title")]
    names = [text for tree in packets for text in _items(tree, f"{DC}creator")]
    authors = [author for name in names for author in _persons(name)]
    return Declared(
        title=next(filter(None, map(sound_title, [*titles, info.get("Title", "")])), ""),
        authors=tuple(authors) or tuple(_persons(info.get("Author", ""))),
        dois=tuple(dict.fromkeys(text for tree in packets for text in _dois(tree))),
    )


def sound_title(raw: str) -> str:
    """A declared title, or "" for what programs, templates and file systems put there."""
    text = without_note_marks(PROGRAM.sub("", readable(raw)).strip())
    letters = sum(map(str.isalpha, text))
    shown = sum(not character.isspace() for character in text)
    is_junk = (
        letters < SHORTEST_TITLE
        or letters < LETTERS * shown
        or NO_TITLE.match(text)
        or FILE_NAME.search(text)
        or CODE.match(text)
        or MASTHEAD.search(text)
        or HEADING.match(text)
    )
    return "" if is_junk else text


def _persons(raw: str) -> list[Person]:
    """The persons in a field for authors; none if anything in it is no name."""
    text = readable(raw)
    if NO_PERSON.search(text):
        return []
    people: list[Person] = []
    for part in filter(None, map(str.strip, text.split(";"))):
        family, _, given = part.partition(",")
        if names := names_in(part):
            people += names
        elif is_name(f"{given.strip()} {family}"):
            people.append(person(part))
        else:
            return []
    return people


def _packets(data: bytes) -> Iterator[bytes]:
    opening, closing = PACKET
    place = 0
    for _ in range(MOST_PACKETS):
        start = data.find(opening, place)
        end = data.find(closing, start, start + LONGEST_PACKET) if start >= 0 else -1
        if end < 0:
            return
        place = end + len(closing)
        packet = data[start:place]
        if b"<!" not in packet:  # neither entities nor comments belong there
            yield packet


def _tree(packet: bytes) -> Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    return etree.fromstring(packet, parser)


def _items(tree: Element, name: str) -> Iterator[str]:
    for element in tree.iter(name):
        for item in element.iter(f"{RDF}li"):
            yield item.text or ""


def _dois(tree: Element) -> Iterator[str]:
    for element in tree.iter(etree.Element):
        for name, value in element.attrib.items():
            if _local(str(name)) in DOI_NAMES:
                yield str(value)
        if _local(str(element.tag)) in DOI_NAMES and element.text:
            yield element.text.strip()
        if element.tag == f"{DC}identifier" and "10." in (element.text or ""):
            yield (element.text or "").strip()


def _local(name: str) -> str:
    return name.rpartition("}")[2]
