"""Translates a record of Crossref into a work."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from enrichers.identifiers import isbn
from enrichers.model import Identifier, Notice, Person, Scheme, Work, WorkKind
from enrichers.notices import kind_from
from enrichers.sources import registered
from enrichers.sources.payload import count, dicts, fields
from enrichers.writing.names import person_from_parts
from enrichers.writing.text import plain, squeeze

Message = Mapping[str, Any]

KINDS: Mapping[str, WorkKind] = {
    "journal-article": WorkKind.ARTICLE,
    "proceedings-article": WorkKind.CONFERENCE_PAPER,
    "book": WorkKind.BOOK,
    "book-set": WorkKind.BOOK,
    "edited-book": WorkKind.BOOK,
    "monograph": WorkKind.BOOK,
    "proceedings": WorkKind.BOOK,
    "reference-book": WorkKind.BOOK,
    "book-chapter": WorkKind.CHAPTER,
    "book-part": WorkKind.CHAPTER,
    "book-section": WorkKind.CHAPTER,
    "book-track": WorkKind.CHAPTER,
    "reference-entry": WorkKind.CHAPTER,
    "posted-content": WorkKind.PREPRINT,
    "dissertation": WorkKind.THESIS,
    "report": WorkKind.REPORT,
    "report-component": WorkKind.REPORT,
    "dataset": WorkKind.DATASET,
    "database": WorkKind.DATASET,
    "book-series": WorkKind.DOCUMENT,
    "component": WorkKind.DOCUMENT,
    "grant": WorkKind.DOCUMENT,
    "journal": WorkKind.DOCUMENT,
    "journal-issue": WorkKind.DOCUMENT,
    "journal-volume": WorkKind.DOCUMENT,
    "other": WorkKind.DOCUMENT,
    "peer-review": WorkKind.DOCUMENT,
    "proceedings-series": WorkKind.DOCUMENT,
    "report-series": WorkKind.DOCUMENT,
    "standard": WorkKind.DOCUMENT,
}
"""By Crossref's type; one that is not here is unknown."""
POSTED_KINDS: Mapping[str, WorkKind] = {
    "blog": WorkKind.BLOG_POST,
    "dissertation": WorkKind.THESIS,
    "letter": WorkKind.DOCUMENT,
    "other": WorkKind.DOCUMENT,
    "report": WorkKind.REPORT,
}
"""By the subtype of posted content, which only single records show."""
PARTS = frozenset({WorkKind.CHAPTER, WorkKind.CONFERENCE_PAPER})

DATES = ("issued", "published", "published-print", "published-online", "posted", "approved")
"""`issued` is the earlier of print and online. `created` is the day of registration, for a
fifth of all records years off: no date is better."""
VERSION_RELATIONS = ("is-preprint-of", "has-preprint", "is-version-of", "has-version")
REPLACED = "is-replaced-by"
PUBLISHER = "publisher"
"""Who is believed first about a notice."""
READ_RELATION = {"doi": registered.doi, "arxiv": registered.arxiv}
"""How to read the other record's identifier, by its type."""

YEAR_AT_MOST = re.compile(r"[0-9]{1,4}")
FIRST_YEAR, MONTHS, DAYS = 1000, 12, 31


def work_from_message(message: Message) -> Work:
    """A work from the message of a single record or an item of a list."""
    known = registered.doi(next(iter(_raw(message, "DOI")), ""))
    kind = _kind(message)
    venue, series = _venue_and_series(message, kind)
    cited = count(message.get("is-referenced-by-count"))
    return Work(
        ids=frozenset({known} if known else ()),
        versions=frozenset(_versions(message)) - {known},
        kind=kind,
        title=_title(message),
        authors=_people(message, "author"),
        editors=_people(message, "editor"),
        issued=_date(message),
        venue=venue,
        volume=_text(message, "volume"),
        issue=_text(message, "issue"),
        pages=_text(message, "page") or _text(message, "article-number"),
        publisher=_text(message, "publisher"),
        series=series,
        issn=tuple(dict.fromkeys(_texts(message, "ISSN"))),
        isbn=tuple(dict.fromkeys(filter(None, map(_isbn, _raw(message, "ISBN"))))),
        language=_text(message, "language"),
        abstract=_text(message, "abstract"),
        url=registered.doi_address(known.value) if known and known.scheme is Scheme.DOI else "",
        notices=tuple(_unlike(_notices(message, known))) if known else (),
        updates=tuple(_unlike(_updates(message, known))) if known else (),
        citations={} if cited is None else {"crossref": cited},
    )


def _raw(message: Message, name: str) -> list[str]:
    """What stands under a name as one text or a list of texts."""
    said = message.get(name)
    several: list[Any] = said if isinstance(said, list) else [said]
    return [text for text in several if isinstance(text, str)]


def _texts(message: Message, name: str) -> list[str]:
    return [text for text in map(plain, _raw(message, name)) if text]


def _text(message: Message, name: str) -> str:
    return next(iter(_texts(message, name)), "")


def _kind(message: Message) -> WorkKind | None:
    kind = KINDS.get(_text(message, "type"))
    if kind is WorkKind.PREPRINT:
        return POSTED_KINDS.get(_text(message, "subtype"), kind)
    return kind


def _title(message: Message) -> str:
    """The first title (others are translations), with its subtitle if that says more."""
    title, subtitle = _text(message, "title"), _text(message, "subtitle")
    if not title or squeeze(subtitle) in squeeze(title):
        return title or subtitle
    return f"{title} {subtitle}" if title[-1] in ":?!." else f"{title}: {subtitle}"


def _people(message: Message, role: str) -> tuple[Person, ...]:
    people = (
        person_from_parts(
            given=_text(entry, "given"),
            family=_text(entry, "family"),
            suffix=_text(entry, "suffix"),
            name=_text(entry, "name"),
        )
        for entry in dicts(message.get(role))
    )
    return tuple(person for person in people if person != Person())


def _venue_and_series(message: Message, kind: WorkKind | None) -> tuple[str, str]:
    """Of a part's containers the series comes first; a book's container is its series."""
    containers = _texts(message, "container-title")
    if kind is WorkKind.BOOK:
        return "", containers[0] if containers else ""
    if kind in PARTS and len(containers) > 1:
        return containers[-1], containers[0]
    if containers:
        return containers[0], ""
    houses = (_text(house, "name") for house in dicts(message.get("institution")))
    return next(filter(None, houses), "") if kind is WorkKind.PREPRINT else "", ""


def _date(message: Message) -> str:
    """The first date that is known, as exact as it is."""
    dates = (_iso(message.get(name)) for name in DATES)
    return next(filter(None, dates), "")


def _iso(stamp: Any) -> str:
    """ISO 8601 from {"date-parts": [[2018, 6, 19]]}; parts that cannot be are left out."""
    rows = fields(stamp).get("date-parts")
    parts = rows[0] if isinstance(rows, list) and rows else None
    if not isinstance(parts, list) or not parts:
        return ""
    year, *rest = (int(part) if YEAR_AT_MOST.fullmatch(str(part)) else 0 for part in parts[:3])
    if year < FIRST_YEAR:
        return ""
    iso = f"{year}"
    for part, most in zip(rest, (MONTHS, DAYS), strict=False):
        if not 1 <= part <= most:
            break
        iso += f"-{part:02}"
    return iso


def _versions(message: Message) -> Iterator[Identifier]:
    for name in VERSION_RELATIONS:
        yield from _related(message, name)


def _related(message: Message, name: str) -> Iterator[Identifier]:
    for other in dicts(fields(message.get("relation")).get(name)):
        read = READ_RELATION.get(_text(other, "id-type"))
        named = map(read, _raw(other, "id")) if read else ()
        yield from filter(None, named)


def _notices(message: Message, known: Identifier) -> Iterator[Notice]:
    """What others, or the record itself, make known about it.

    Some publishers put a notice in the place of the work: its record then updates itself.
    """
    for entry in dicts(message.get("updated-by")):
        by = registered.doi(_text(entry, "DOI"))
        yield _notice(entry, about=known, by=by if by != known else None)
    for entry in dicts(message.get("update-to")):
        if registered.doi(_text(entry, "DOI")) == known:
            yield _notice(entry, about=known, by=None)
    for newer in _related(message, REPLACED):
        yield Notice(kind="new-version", about=known, id=newer, source=PUBLISHER)


def _updates(message: Message, known: Identifier) -> Iterator[Notice]:
    """What it makes known about other records."""
    for entry in dicts(message.get("update-to")):
        about = registered.doi(_text(entry, "DOI"))
        if about and about != known:
            yield _notice(entry, about=about, by=known)


def _notice(entry: Message, *, about: Identifier, by: Identifier | None) -> Notice:
    return Notice(
        kind=kind_from(_text(entry, "type")),
        about=about,
        id=by,
        on=_iso(entry.get("updated")),
        source=_text(entry, "source"),
    )


def _unlike(notices: Iterable[Notice]) -> list[Notice]:
    """Each notice once: publishers and Retraction Watch often tell of the same one."""

    def order(notice: Notice) -> tuple[bool, str, str]:
        return notice.source != PUBLISHER, notice.on or "9999", notice.source

    by_key: dict[tuple[str, Identifier], Notice] = {}
    for notice in sorted(notices, key=order):
        by_key.setdefault((notice.name, notice.about), notice)
    return sorted(by_key.values(), key=lambda notice: (notice.name, notice.about))


def _isbn(text: str) -> str:
    """Some stand there as the end of an address."""
    return isbn.canonical(text.rpartition("/")[2]) or ""
