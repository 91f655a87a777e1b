"""Zenodo: deposits by the numbers of their records, and of all versions together."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Unpack

from enrichers.model import Identifier, Person, Scheme, Work, WorkKind
from enrichers.sources import registered
from enrichers.sources.access import Access, way_to
from enrichers.sources.payload import date, dicts, fields, raw, record_of, slices, text
from enrichers.writing.names import person

ENDPOINT = "https://zenodo.org/api"
PATIENCE = 30.0  # seconds
EVERY = 0.46  # seconds: 133 requests per minute for those who do not sign in
DENIALS = (b"persistent identifier does not exist", b"not registered", b"has been deleted")
"""How it says that there is no such record, or no more."""

KINDS: Mapping[str, WorkKind] = {
    "dataset": WorkKind.DATASET,
    "poster": WorkKind.PRESENTATION,
    "presentation": WorkKind.PRESENTATION,
    "software": WorkKind.SOFTWARE,
    "video": WorkKind.VIDEO,
}
PUBLICATIONS: Mapping[str, WorkKind] = {
    "article": WorkKind.ARTICLE,
    "book": WorkKind.BOOK,
    "conferencepaper": WorkKind.CONFERENCE_PAPER,
    "deliverable": WorkKind.REPORT,
    "preprint": WorkKind.PREPRINT,
    "report": WorkKind.REPORT,
    "section": WorkKind.CHAPTER,
    "technicalnote": WorkKind.REPORT,
    "thesis": WorkKind.THESIS,
    "workingpaper": WorkKind.PREPRINT,
}
"""By Zenodo's type, and for publications by its subtype; of all others DataCite knows more."""


class Zenodo:
    """Looks up one deposit in a request.

    A number may be that of all versions of a deposit together: it leads to the newest one.
    """

    name = "zenodo"

    def __init__(self, **told: Unpack[Access]) -> None:
        self.web = way_to("Zenodo", told, endpoint=ENDPOINT, every=EVERY, patience=PATIENCE)

    def answers(self, identifier: Identifier) -> bool:
        """Numbers of Zenodo's records."""
        return identifier.scheme is Scheme.ZENODO

    def batches(self, identifiers: Sequence[Identifier]) -> Iterator[Sequence[Identifier]]:
        """One by one."""
        return slices(identifiers, 1)

    def lookup(self, batch: Sequence[Identifier]) -> Mapping[Identifier, Work]:
        """Ask for one deposit."""
        [known] = batch
        response = self.web.send("GET", f"/records/{known.value}")
        record = record_of(response, self.web, denials=DENIALS)
        if record is None:
            return {}
        numbers = {text(record.get("id")), text(record.get("conceptrecid"))}
        if known.value not in numbers or not fields(record.get("metadata")):
            raise self.web.down("its answer is not as it should be")
        return {known: work_from_deposit(record, known)}


def work_from_deposit(record: Mapping[str, Any], known: Identifier) -> Work:
    """A work from a record. Its DOI and that of all versions together stay versions, which
    their own registry has to confirm: depositors type DOIs by hand, too."""
    said = fields(record.get("metadata"))
    journal, imprint = fields(said.get("journal")), fields(said.get("imprint"))
    dois = (
        registered.doi(raw(doi))
        for doi in (record.get("doi") or said.get("doi"), record.get("conceptdoi"))
    )
    return Work(
        ids=frozenset({known}),
        versions=frozenset(doi for doi in dois if doi),
        kind=_kind(fields(said.get("resource_type"))),
        title=text(said.get("title")),
        authors=tuple(_people(said)),
        issued=date(said.get("publication_date")),
        venue=text(journal.get("title")) or text(fields(said.get("meeting")).get("title")),
        volume=text(journal.get("volume")),
        issue=text(journal.get("issue")),
        pages=text(journal.get("pages")),
        publisher=text(imprint.get("publisher")) or "Zenodo",
        abstract=text(said.get("description")),
        rights=text(fields(said.get("license")).get("id")),
    )


def _kind(types: Mapping[str, Any]) -> WorkKind | None:
    kind = raw(types.get("type"))
    return (
        PUBLICATIONS.get(raw(types.get("subtype")))
        if kind == "publication"
        else KINDS.get(kind)
    )


def _people(said: Mapping[str, Any]) -> Iterator[Person]:
    people = (person(raw(creator.get("name"))) for creator in dicts(said.get("creators")))
    return (someone for someone in people if someone != Person())
