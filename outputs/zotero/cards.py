"""The catalogue card of an entry: item type, fields, creators, tags and Extra lines."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from enrichers.identifiers.landing import address_of
from enrichers.merge import displayed_count
from enrichers.model import Person, Scheme, Verdict, Work, WorkKind
from enrichers.notices import MARK_NAMES, marks
from enrichers.writing.text import composed
from outputs.zotero import extra
from outputs.zotero.entry import Entry, Prefer
from outputs.zotero.schema import Schema
from outputs.zotero.versions import as_preprint, doi_of

FIELD_BYTES = 65_535  # of UTF-8, in every field
NAME_LENGTH = 255  # characters of a creator's name, of a tag and of a collection's name
CUT = " …"

AUTOMATIC = 1
"""The type of tags that programs make; Zotero shows and deletes them apart from people's."""

ARCHIVED = "archived"
"""The tag of a repository that is kept for reading only."""
CONDITIONS = frozenset({ARCHIVED, *MARK_NAMES})
"""Tags of what a work is for a time: they go when it is so no more."""

Creator = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a kind of work is in Zotero."""

    item_type: str
    venue: str = "publicationTitle"
    """Where the venue goes, by general name; where that is the publisher's place, a known
    publisher has it."""
    isbn: bool = False
    """Whether the ISBN is of the thing itself or of the book that it stands in."""


SHAPES: Mapping[WorkKind, Shape] = {
    WorkKind.ARTICLE: Shape(item_type="journalArticle"),
    WorkKind.BLOG_POST: Shape(item_type="blogPost"),
    WorkKind.BOOK: Shape(item_type="book", venue="series", isbn=True),
    WorkKind.CHAPTER: Shape(item_type="bookSection", isbn=True),
    WorkKind.CONFERENCE_PAPER: Shape(item_type="conferencePaper", isbn=True),
    WorkKind.DATASET: Shape(item_type="dataset", venue="publisher"),
    WorkKind.DOCUMENT: Shape(item_type="document", venue="publisher"),
    WorkKind.PREPRINT: Shape(item_type="preprint", venue="publisher"),
    WorkKind.PRESENTATION: Shape(item_type="presentation", venue="meetingName"),
    WorkKind.REPORT: Shape(item_type="report", venue="seriesTitle", isbn=True),
    WorkKind.SOFTWARE: Shape(item_type="computerProgram", venue="publisher"),
    WorkKind.THESIS: Shape(item_type="thesis", venue="publisher", isbn=True),
    WorkKind.VIDEO: Shape(item_type="videoRecording", venue="publisher"),
    WorkKind.WEB_PAGE: Shape(item_type="webpage"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What we say about an item; where it is filed is another matter."""

    item_type: str
    fields: Mapping[str, str]
    """The filled fields, without Extra, by the names of the item type."""
    creators: tuple[Creator, ...] = ()
    tags: tuple[str, ...] = ()
    """All of automatic type."""
    lines: tuple[str, ...] = ()
    """Our lines in Extra."""
    related: tuple[str, ...] = ()
    """The addresses of the items that it is to be related to."""

    def data(self) -> dict[str, Any]:
        """The card as Zotero's JSON."""
        data: dict[str, Any] = {"itemType": self.item_type, **self.fields}
        data["creators"] = [dict(creator) for creator in self.creators]
        data["tags"] = [tag_of(tag) for tag in self.tags]
        data["extra"] = "\n".join(self.lines)
        return data


def tag_of(name: str) -> dict[str, Any]:
    """An automatic tag as Zotero's JSON."""
    return {"tag": name, "type": AUTOMATIC}


def card_from(
    entry: Entry,
    schema: Schema,
    *,
    tags: bool = True,
    item_type: str = "",
    prefer: Prefer = Prefer.PUBLISHED,
) -> Card:
    """Describe an entry as an item of the type that fits it, or of the one named.

    Only identifiers that a registry confirmed become fields.
    """
    published = ""
    if prefer is Prefer.PREPRINT:
        entry, published = as_preprint(entry)
    shape = SHAPES[_kind(entry)]
    kind = item_type or schema.known(shape.item_type)
    general: dict[str, str] = {}
    for name, value in _fields(entry, shape):
        if value:
            general.setdefault(name, value)
    if schema.publisher(kind) != schema.publisher(schema.known(shape.item_type)):
        general.pop("publisher", None)
    fields = schema.fit(kind, general)
    lines = extra.merged(tuple(_lines(entry, fields, published)), (), "", room=FIELD_BYTES)
    return Card(
        item_type=kind,
        fields=fields,
        creators=tuple(_creators(entry.work, kind, schema)),
        tags=tuple(_tags(entry)) if tags else (),
        lines=lines.said,
    )


def clean(text: str, *, most: int = FIELD_BYTES) -> str:
    """Text as the server will keep it, cut at a blank to so many bytes."""
    text = composed(text).strip()
    if len(text) * 4 <= most or len(text.encode()) <= most:
        return text
    head = text.encode()[: most - len(CUT.encode())].decode(errors="ignore")
    return (head.rpartition(" ")[0] or head).rstrip() + CUT


def clean_name(text: str) -> str:
    """A name as the server will keep it, cut to the length it may have."""
    text = composed(text).strip()
    return text if len(text) <= NAME_LENGTH else text[: NAME_LENGTH - len(CUT)].rstrip() + CUT


def _kind(entry: Entry) -> WorkKind:
    return entry.work.kind or (WorkKind.DOCUMENT if entry.work.ids else WorkKind.WEB_PAGE)


def _fields(entry: Entry, shape: Shape) -> Iterator[tuple[str, str]]:
    """General field names and values, empty ones too; of one name the first value counts.

    What a type has no place for falls away later.
    """
    work = entry.work
    yield "title", clean(work.title) or clean(next(iter(entry.listed), ""))
    yield "abstractNote", clean(work.abstract)
    yield "date", clean(work.issued)
    yield "language", clean(work.language)
    yield "rights", clean(work.rights)
    yield "url", _whole(_url(entry))
    yield "DOI", _whole(doi_of(work))
    if shape.item_type == "preprint":
        paper = next(_ids(work, Scheme.ARXIV), "")
        yield "number", f"arXiv:{paper}" if paper else ""
        yield "publisher", clean(work.venue) or ("arXiv" if paper else "")
    yield "publisher", clean(work.publisher)
    yield "series", clean(work.series)
    yield shape.venue, clean(work.venue)
    yield "volume", clean(work.volume)
    yield "issue", clean(work.issue)
    yield "pages", clean(work.pages)
    yield "edition", clean(work.edition)
    yield "ISSN", clean(", ".join(work.issn))
    yield "ISBN", clean(" ".join(work.isbn)) if shape.isbn else ""
    yield "PMID", next(_ids(work, Scheme.PMID), "")
    yield "PMCID", next(_ids(work, Scheme.PMCID), "")


def _url(entry: Entry) -> str:
    """The landing page of a work with an identity; else the address in the list."""
    if entry.verdict is Verdict.RESOLVED:
        if entry.work.url:
            return entry.work.url
        schemes = (Scheme.DOI, Scheme.ARXIV)
        known = sorted(each for each in entry.work.ids if each.scheme in schemes)
        homes = [address_of(each) for each in reversed(known)]
        if homes:
            return homes[0]
    return entry.listed[0] if entry.listed else entry.work.url


def _whole(text: str) -> str:
    """An address or identifier that would have to be cut is another one: nothing then."""
    text = composed(text).strip()
    return text if len(text.encode()) <= FIELD_BYTES else ""


def _ids(work: Work, scheme: Scheme) -> Iterator[str]:
    return iter(sorted(known.value for known in work.ids if known.scheme is scheme))


def _creators(work: Work, item_type: str, schema: Schema) -> Iterator[Creator]:
    for role, persons in (("author", work.authors), ("editor", work.editors)):
        if own := schema.creator_type(item_type, role):
            yield from (_creator(own, person) for person in persons if str(person).strip())


def _creator(role: str, person: Person) -> Creator:
    if person.name or not person.family:
        name = person.name or person.given or person.suffix
        return {"creatorType": role, "name": clean_name(name)}
    given = ", ".join(part for part in (person.given, person.suffix) if part)
    return {
        "creatorType": role,
        "firstName": clean_name(given),
        "lastName": clean_name(person.family),
    }


def _tags(entry: Entry) -> Iterator[str]:
    yield clean_name(f"kind:{entry.work.genre or _kind(entry)}")
    yield f"status:{entry.verdict}"
    if entry.work.is_archived:
        yield ARCHIVED
    yield from _tagged("source:", entry.sources)
    yield from marks(entry.work)


def _tagged(prefix: str, names: Iterable[str]) -> Iterator[str]:
    return (clean_name(prefix + name) for name in dict.fromkeys(names))


def _lines(entry: Entry, fields: Mapping[str, str], published: str) -> Iterator[str]:
    """What always matters first, what only helps last: there may be no room."""
    work = entry.work
    yield from (f"arXiv: {paper}" for paper in islice(_ids(work, Scheme.ARXIV), 1))
    if published:
        yield f"DOI: {published}"
    for name, scheme in (("PMID", Scheme.PMID), ("PMCID", Scheme.PMCID)):
        if name not in fields:
            yield from (f"{name}: {value}" for value in islice(_ids(work, scheme), 1))
    yield from _citations(work)
    yield extra.marker(_one_line(entry.work_id))
    yield from _listed(entry.listed, fields.get("url", ""))


def _citations(work: Work) -> Iterator[str]:
    if shown := displayed_count(work):
        source, count = shown
        origin = work.origin.get(f"citations.{source}")
        said_by = extra.COUNTERS.get(source, source)
        when = f", {origin.asked_on.isoformat()}" if origin else ""
        yield f"{extra.CITATIONS}: {count} ({said_by}{when})"


def _listed(addresses: Sequence[str], url: str) -> Iterator[str]:
    shown = (_one_line(address) for address in addresses)
    return (f"{extra.LISTED}: {address}" for address in shown if address and address != url)


def _one_line(text: str) -> str:
    return " ".join(composed(text).split())
