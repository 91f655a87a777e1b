"""figshare: deposits by the numbers of their articles, of all institutions that use it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Unpack

from enrichers.model import Identifier, Person, Scheme, Work, WorkKind
from enrichers.sources import registered
from enrichers.sources.access import Access, way_to
from enrichers.sources.payload import date, dicts, fields, raw, record_of, slices, text
from enrichers.writing.names import person

ENDPOINT = "https://api.figshare.com/v2"
PATIENCE = 30.0  # seconds
EVERY = 1.0  # seconds: figshare asks for no more than one request per second
DENIALS = (b"entity not found", b"entitynotfound")
"""How it says that there is no such article."""
ONE_VERSION = re.compile(r"\.v[1-9][0-9]{0,3}$")
"""The end of the DOI of one version; without it, it is that of all together."""

KINDS: Mapping[str, WorkKind] = {
    "book": WorkKind.BOOK,
    "chapter": WorkKind.CHAPTER,
    "code": WorkKind.SOFTWARE,
    "conference contribution": WorkKind.CONFERENCE_PAPER,
    "dataset": WorkKind.DATASET,
    "journal contribution": WorkKind.ARTICLE,
    "monograph": WorkKind.BOOK,
    "poster": WorkKind.PRESENTATION,
    "preprint": WorkKind.PREPRINT,
    "presentation": WorkKind.PRESENTATION,
    "report": WorkKind.REPORT,
    "software": WorkKind.SOFTWARE,
    "thesis": WorkKind.THESIS,
}
"""By figshare's type; of all others DataCite knows more."""


class Figshare:
    """Looks up one deposit in a request, in its newest version."""

    name = "figshare"

    def __init__(self, **told: Unpack[Access]) -> None:
        self.web = way_to("figshare", told, endpoint=ENDPOINT, every=EVERY, patience=PATIENCE)

    def answers(self, identifier: Identifier) -> bool:
        """Numbers of figshare's articles."""
        return identifier.scheme is Scheme.FIGSHARE

    def batches(self, identifiers: Sequence[Identifier]) -> Iterator[Sequence[Identifier]]:
        """One by one."""
        return slices(identifiers, 1)

    def lookup(self, batch: Sequence[Identifier]) -> Mapping[Identifier, Work]:
        """Ask for one deposit."""
        [known] = batch
        response = self.web.send("GET", f"/articles/{known.value}")
        record = record_of(response, self.web, denials=DENIALS)
        if record is None:
            return {}
        if text(record.get("id")) != known.value or not raw(record.get("title")):
            raise self.web.down("its answer is not as it should be")
        return {known: work_from_article(record, known)}


def work_from_article(record: Mapping[str, Any], known: Identifier) -> Work:
    """A work from an article's record: its DOI and that of all versions together stay
    versions; the paper that it supplements (`resource_doi`) is another work."""
    doi = registered.doi(raw(record.get("doi")))
    together = registered.doi(ONE_VERSION.sub("", doi.value)) if doi else None
    names = (raw(author.get("full_name")) for author in dicts(record.get("authors")))
    people = map(person, names)
    return Work(
        ids=frozenset({known}),
        versions=frozenset(each for each in (doi, together) if each),
        kind=KINDS.get(raw(record.get("defined_type_name")).lower()),
        title=text(record.get("title")),
        authors=tuple(someone for someone in people if someone != Person()),
        issued=date(record.get("published_date")),
        publisher="figshare",
        abstract=text(record.get("description")),
        rights=text(fields(record.get("license")).get("name")),
    )
