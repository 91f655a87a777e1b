"""DOAJ: articles of open-access journals by the identifiers of its own pages."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Unpack

from enrichers.model import Identifier, Person, Scheme, Work, WorkKind
from enrichers.sources import registered
from enrichers.sources.access import Access, way_to
from enrichers.sources.payload import date, dicts, fields, raw, record_of, slices, text
from enrichers.writing.names import person

ENDPOINT = "https://doaj.org/api"
PATIENCE = 30.0  # seconds
EVERY = 0.55  # seconds: two requests per second


class Doaj:
    """Looks up one article in a request: lists rarely hold more than a few."""

    name = "doaj"

    def __init__(self, **told: Unpack[Access]) -> None:
        self.web = way_to("DOAJ", told, endpoint=ENDPOINT, every=EVERY, patience=PATIENCE)

    def answers(self, identifier: Identifier) -> bool:
        """DOAJ's own identifiers of articles."""
        return identifier.scheme is Scheme.DOAJ

    def batches(self, identifiers: Sequence[Identifier]) -> Iterator[Sequence[Identifier]]:
        """One by one."""
        return slices(identifiers, 1)

    def lookup(self, batch: Sequence[Identifier]) -> Mapping[Identifier, Work]:
        """Ask for one article."""
        [known] = batch
        response = self.web.send("GET", f"/articles/{known.value}")
        answer = record_of(response, self.web, denials=(b"not_found",))
        if answer is None:
            return {}
        record = fields(answer.get("bibjson"))
        if not record or raw(answer.get("id")).lower() != known.value:
            raise self.web.down("its answer is not as it should be")
        return {known: work_from_article(record, known)}


def work_from_article(record: Mapping[str, Any], known: Identifier) -> Work:
    """A work from the bibliographic part of an article."""
    journal = fields(record.get("journal"))
    people = (person(raw(author.get("name"))) for author in dicts(record.get("author")))
    year, month = text(record.get("year")), text(record.get("month"))
    dated = f"{year}-{month.zfill(2)}"
    first, last = text(record.get("start_page")), text(record.get("end_page"))
    named = (
        registered.doi(raw(entry.get("id")))
        for entry in dicts(record.get("identifier"))
        if raw(entry.get("type")).lower() == "doi"
    )
    return Work(
        ids=frozenset({known}),
        versions=frozenset(doi for doi in named if doi),
        kind=WorkKind.ARTICLE,
        title=text(record.get("title")),
        authors=tuple(someone for someone in people if someone != Person()),
        issued=date(dated),
        venue=text(journal.get("title")),
        volume=text(journal.get("volume")),
        issue=text(journal.get("number")),
        pages=f"{first}-{last}" if first and last and first != last else first,
        publisher=text(journal.get("publisher")),
        abstract=text(record.get("abstract")),
    )
