"""INSPIRE: papers of high-energy physics by the numbers of its records."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Unpack

from enrichers.model import BatchRefused, Identifier, Person, Scheme, Work, WorkKind
from enrichers.sources import registered
from enrichers.sources.access import Access, way_to
from enrichers.sources.payload import answer_of, count, date, dicts, fields, raw, slices, text
from enrichers.writing.names import person

ENDPOINT = "https://inspirehep.net/api"
PATIENCE = 30.0  # seconds
BATCH = 100
EVERY = 0.4  # seconds: fifteen requests in five seconds
FIELDS = (
    *("control_number", "titles", "authors.full_name", "arxiv_eprints", "dois"),
    *("document_type", "earliest_date", "publication_info", "citation_count"),
)
KINDS: Mapping[str, WorkKind] = {
    "article": WorkKind.ARTICLE,
    "book": WorkKind.BOOK,
    "book chapter": WorkKind.CHAPTER,
    "conference paper": WorkKind.CONFERENCE_PAPER,
    "proceedings": WorkKind.BOOK,
    "report": WorkKind.REPORT,
    "thesis": WorkKind.THESIS,
}


class Inspire:
    """Looks up records of its literature, a hundred in a request.

    Old addresses have one row of numbers for papers, people and conferences: what is no paper
    is absent.
    """

    name = "inspire"

    def __init__(self, **told: Unpack[Access]) -> None:
        self.web = way_to("INSPIRE", told, endpoint=ENDPOINT, every=EVERY, patience=PATIENCE)

    def answers(self, identifier: Identifier) -> bool:
        """Numbers of INSPIRE's records."""
        return identifier.scheme is Scheme.INSPIRE

    def batches(self, identifiers: Sequence[Identifier]) -> Iterator[Sequence[Identifier]]:
        """A hundred in each."""
        return slices(identifiers, BATCH)

    def lookup(self, batch: Sequence[Identifier]) -> Mapping[Identifier, Work]:
        """Ask for up to a hundred records in one request."""
        by_number = {known.value: known for known in batch}
        response = self.web.send(
            "GET",
            "/literature",
            params={
                "q": " or ".join(f"recid:{number}" for number in by_number),
                "size": len(by_number),
                "fields": ",".join(FIELDS),
            },
        )
        hits = fields(fields(answer_of(response, self.web)).get("hits"))
        rows = hits.get("hits")
        records = [fields(hit.get("metadata")) for hit in dicts(rows)]
        numbered = [(text(record.get("control_number")), record) for record in records]
        is_whole = isinstance(rows, list) and len(numbered) == len(rows)
        if not is_whole or not all(number for number, _ in numbered):
            raise self.web.down("its answer is not as it should be")
        if (count(hits.get("total")) or 0) > len(numbered):
            raise BatchRefused("INSPIRE: it kept a part of its answer back")
        return {
            by_number[number]: work_from_record(record, by_number[number])
            for number, record in numbered
            if number in by_number
        }


def work_from_record(record: Mapping[str, Any], known: Identifier) -> Work:
    """A work from the metadata of a record."""
    preprints = dicts(record.get("arxiv_eprints"))
    papers = [registered.arxiv(raw(entry.get("value"))) for entry in preprints]
    dois = [registered.doi(raw(entry.get("value"))) for entry in dicts(record.get("dois"))]
    published = next(iter(dicts(record.get("publication_info"))), {})
    types = record.get("document_type")
    kind = KINDS.get(raw(types[0])) if isinstance(types, list) and types else None
    titles = dicts(record.get("titles"))
    people = (person(raw(author.get("full_name"))) for author in dicts(record.get("authors")))
    first, last = text(published.get("page_start")), text(published.get("page_end"))
    cited = count(record.get("citation_count"))
    is_preprint = kind is WorkKind.ARTICLE and not published
    return Work(
        ids=frozenset({known}),
        versions=frozenset(other for other in (*papers, *dois) if other),
        kind=WorkKind.PREPRINT if is_preprint else kind,
        title=text(titles[0].get("title")) if titles else "",
        authors=tuple(someone for someone in people if someone != Person()),
        issued=date(record.get("earliest_date")),
        venue=text(published.get("journal_title")),
        volume=text(published.get("journal_volume")),
        issue=text(published.get("journal_issue")),
        pages=f"{first}-{last}" if first and last and first != last else first,
        citations={} if cited is None else {"inspire": cited},
    )
