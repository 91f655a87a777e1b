"""What items and entries are known by, so that one can be found for the other."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from enrichers.identifiers import arxiv_ids
from enrichers.identifiers.canonical import dedup_key
from enrichers.identifiers.isbn import canonical as canonical_isbn
from enrichers.identify import normalise
from enrichers.model import Identifier, Scheme, WorkKind
from outputs.zotero import extra
from outputs.zotero.entry import Entry

WITHOUT_IDENTITY = frozenset({"attachment", "note", "annotation"})
"""Item types that hang on others or stand for files: never the item of a work."""

WITH_OWN_ISBN = frozenset({"book", "report", "thesis"})
"""A chapter's or a paper's ISBN is that of the volume, which others share."""
KINDS_WITH_OWN_ISBN = frozenset({WorkKind.BOOK, WorkKind.REPORT, WorkKind.THESIS})

IDENTIFYING = (Scheme.ARXIV, Scheme.DOI, Scheme.ISBN, Scheme.PMCID, Scheme.PMID)
"""The schemes that Zotero items show, and by which they are found."""

FIELDS = (
    ("DOI", Scheme.DOI),
    ("archiveID", Scheme.ARXIV),
    ("PMID", Scheme.PMID),
    ("PMCID", Scheme.PMCID),
    ("url", Scheme.DOI),
)
"""Where in an item an identifier of a scheme may stand; read as a DOI, arXiv's DOIs and
addresses give arXiv's number."""

LINES = (
    ("arXiv", Scheme.ARXIV),
    ("DOI", Scheme.DOI),
    ("PMID", Scheme.PMID),
    ("PMCID", Scheme.PMCID),
)
"""The lines of Extra in which one may stand."""

ARXIV_DOI = "10.48550/arxiv."

URL = "url:"
ADDRESSES = 2**15  # remembered with their marks: a plan asks for each several times
MARKER = "marker:"
REPLACED = "replaced:"


def marks_of_item(data: Mapping[str, Any]) -> frozenset[str]:
    """All that an item of the group is known by.

    An item into which people merged another is also known by the other's key.
    """
    if data.get("itemType", "") in WITHOUT_IDENTITY:
        return frozenset()
    text = str(data.get("extra", ""))
    marks = {str(known) for known in identifiers_of_item(data)}
    marks |= {f"{REPLACED}{key}" for key in _replaced(data)}
    marks |= {
        _of_address(address)
        for address in (str(data.get("url", "")), *extra.values(text, extra.LISTED))
        if address
    }
    if work_id := extra.marked_as(text):
        marks.add(MARKER + work_id)
    return frozenset(marks)


def identifiers_of_item(data: Mapping[str, Any]) -> frozenset[Identifier]:
    """The identifiers that an item shows."""
    text = str(data.get("extra", ""))
    written = [(str(data.get(field, "")), scheme) for field, scheme in FIELDS]
    for name, scheme in LINES:
        # Zotero's own translator writes "arXiv:1312.6120 [cs]".
        written += [(v.partition(" ")[0], scheme) for v in extra.values(text, name)]
    found = {known for value, scheme in written for known in _read(value, scheme)}
    if data.get("itemType") in WITH_OWN_ISBN:
        found |= set(_isbns(str(data.get("ISBN", ""))))
    return frozenset(found)


def identity_marks(entry: Entry) -> frozenset[str]:
    """The identifiers by which an item may be known as this work."""
    known = {each for each in entry.work.ids if each.scheme in IDENTIFYING}
    if entry.work.kind not in KINDS_WITH_OWN_ISBN:
        known = {each for each in known if each.scheme is not Scheme.ISBN}
    else:
        known |= {found for each in entry.work.isbn for found in _isbns(each)}
    dois = (each.value for each in known if each.scheme is Scheme.DOI)
    papers = [arxiv_ids.parse(doi.removeprefix(ARXIV_DOI)) for doi in dois]
    known |= {Identifier(Scheme.ARXIV, paper[0]) for paper in papers if paper}
    return frozenset(map(str, known))


def address_marks(entry: Entry) -> frozenset[str]:
    """The addresses by which an item may be known as this link."""
    return frozenset(map(_of_address, entry.listed))


def marks_of_entry(entry: Entry) -> frozenset[str]:
    """All that an entry is known by."""
    return identity_marks(entry) | address_marks(entry) | {marker_mark(entry.work_id)}


def marker_mark(work_id: str) -> str:
    """What an item that carries the marker of a work is known by."""
    return MARKER + " ".join(work_id.split())


def contradicts(entry: Entry, data: Mapping[str, Any]) -> bool:
    """Whether an item at the same address shows that it is another work."""
    ours = {each for each in entry.work.ids if _decides(each)}
    theirs = {each for each in identifiers_of_item(data) if _decides(each)}
    return bool(ours and theirs) and ours.isdisjoint(theirs)


@lru_cache(maxsize=ADDRESSES)
def _of_address(address: str) -> str:
    return URL + dedup_key(address)


def _decides(identifier: Identifier) -> bool:
    return identifier.scheme is Scheme.DOI and not identifier.value.startswith(ARXIV_DOI)


def _read(text: str, scheme: Scheme) -> Iterator[Identifier]:
    if claim := normalise(text, scheme):
        yield claim.candidates[0]


def _isbns(text: str) -> Iterator[Identifier]:
    """Zotero keeps several in one field, apart by blanks or commas."""
    for part in (text, *text.replace(",", " ").split()):
        if digits := canonical_isbn(part):
            yield Identifier(Scheme.ISBN, digits)


def _replaced(data: Mapping[str, Any]) -> Iterator[str]:
    """The keys of items that people merged into this one."""
    relations: Mapping[str, Any] = data.get("relations") or {}
    said = relations.get("dc:replaces", ())
    for address in (said,) if isinstance(said, str) else said:
        yield str(address).rpartition("/")[2]
