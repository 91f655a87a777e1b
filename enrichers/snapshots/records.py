"""What the records of each service's dump say, as works."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

from enrichers.model import Identifier, Person, Work, WorkKind
from enrichers.snapshots.layout import Entry, Kind
from enrichers.sources import registered
from enrichers.sources.crossref_work import work_from_message
from enrichers.sources.openalex import work_from_search
from enrichers.sources.payload import dicts, fields, raw
from enrichers.writing.names import person, person_from_parts
from enrichers.writing.text import plain

Record = Mapping[str, Any]

DAY = re.compile(r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")
OPENALEX_COLUMNS = (
    *("doi", "title", "type", "language", "publication_year", "publication_date"),
    *("primary_location", "biblio", "cited_by_count", "locations", "authorships"),
    "updated_date",
)
"""What is read of a record of OpenAlex; in Parquet nothing else is even decoded."""


def _from_arxiv(record: Record) -> Entry:
    """From arXiv's metadata snapshot, whose authors come in parts."""
    known = registered.arxiv(raw(record.get("id")))
    dois = (registered.doi(part.strip(",;")) for part in raw(record.get("doi")).split())
    versions = frozenset(doi for doi in dois if doi and doi != known)
    work = Work(
        ids=frozenset({known} if known else ()),
        versions=versions,
        kind=WorkKind.PREPRINT,
        title=plain(raw(record.get("title"))),
        authors=tuple(_arxiv_people(record)),
        issued=_first_day(record),
        venue="arXiv",
    )
    return Entry(work=work, changed=_day(record.get("update_date")))


def _arxiv_people(record: Record) -> Iterator[Person]:
    parsed = record.get("authors_parsed")
    rows: list[Any] = parsed if isinstance(parsed, list) else []
    for row in rows:
        parts: list[Any] = row if isinstance(row, list) else []
        family, given, suffix, *_ = (*map(raw, parts), "", "", "")
        someone = (
            person_from_parts(family=family, given=given, suffix=suffix)
            if family and given
            else person(family or given)
        )
        if someone != Person():
            yield someone


def _first_day(record: Record) -> str:
    """The day of the first version, written "Mon, 2 Apr 2007 19:18:42 GMT"."""
    for version in dicts(record.get("versions"))[:1]:
        try:
            return (
                parsedate_to_datetime(raw(version.get("created")))
                .astimezone(UTC)
                .date()
                .isoformat()
            )
        except (ValueError, OverflowError):
            return ""
    return ""


def _from_crossref(record: Record) -> Entry:
    stamps = (fields(record.get(name)).get("date-time") for name in ("indexed", "deposited"))
    return Entry(work=work_from_message(record), changed=max(map(_day, stamps)))


def _from_openalex(record: Record) -> Entry:
    return Entry(work=work_from_search(record), changed=_day(record.get("updated_date")))


def _day(value: Any) -> str:
    said = DAY.match(raw(value))
    return said[0] if said else ""


READERS: Mapping[Kind, Callable[[Record], Entry]] = {
    Kind.ARXIV: _from_arxiv,
    Kind.CROSSREF: _from_crossref,
    Kind.OPENALEX: _from_openalex,
}


def read(kind: Kind, record: Any) -> Entry | None:
    """The work of one record; None if it is no record or has no identifier.

    A record without a title still proves that its identifier exists.
    """
    if not isinstance(record, dict):
        return None
    try:
        entry = READERS[kind](record)
    except UnicodeEncodeError:
        # Half of a character in a DOI: no address can be made of it.
        return None
    work = replace(
        entry.work,
        ids=frozenset(filter(_is_writable, entry.work.ids)),
        versions=frozenset(filter(_is_writable, entry.work.versions)),
    )
    return replace(entry, work=work) if work.ids else None


def _is_writable(known: Identifier) -> bool:
    """Not with halves of characters or ends of lines, which no file of ours can hold."""
    return known.value.isprintable()
