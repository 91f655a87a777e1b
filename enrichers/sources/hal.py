"""HAL: deposits of the French archive by their identifiers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Unpack

from enrichers.model import BatchRefused, Identifier, Person, Scheme, Work, WorkKind
from enrichers.sources import registered
from enrichers.sources.access import Access, way_to
from enrichers.sources.payload import answer_of, count, date, dicts, fields, raw, slices, text
from enrichers.writing.names import person

ENDPOINT = "https://api.archives-ouvertes.fr"
PATIENCE = 30.0  # seconds
BATCH = 50
EVERY = 1.0  # seconds; no limit is published
FIELDS = (
    *("halId_s", "title_s", "authFullName_s", "doiId_s", "arxivId_s", "docType_s"),
    *("producedDate_s", "journalTitle_s", "conferenceTitle_s", "bookTitle_s", "volume_s"),
    *("issue_s", "page_s", "publisher_s", "language_s", "abstract_s", "uri_s"),
)
KINDS: Mapping[str, WorkKind] = {
    "ART": WorkKind.ARTICLE,
    "COMM": WorkKind.CONFERENCE_PAPER,
    "COUV": WorkKind.CHAPTER,
    "HDR": WorkKind.THESIS,
    "LECTURE": WorkKind.PRESENTATION,
    "OUV": WorkKind.BOOK,
    "POSTER": WorkKind.PRESENTATION,
    "PRESCONF": WorkKind.PRESENTATION,
    "REPORT": WorkKind.REPORT,
    "SOFTWARE": WorkKind.SOFTWARE,
    "THESE": WorkKind.THESIS,
    "UNDEFINED": WorkKind.PREPRINT,
    "VIDEO": WorkKind.VIDEO,
}
"""By HAL's type of deposit; all others are documents."""


class Hal:
    """Looks up deposits, fifty in a request, whatever their version."""

    name = "hal"

    def __init__(self, **told: Unpack[Access]) -> None:
        self.web = way_to("HAL", told, endpoint=ENDPOINT, every=EVERY, patience=PATIENCE)

    def answers(self, identifier: Identifier) -> bool:
        """HAL's own identifiers."""
        return identifier.scheme is Scheme.HAL

    def batches(self, identifiers: Sequence[Identifier]) -> Iterator[Sequence[Identifier]]:
        """Fifty in each."""
        return slices(identifiers, BATCH)

    def lookup(self, batch: Sequence[Identifier]) -> Mapping[Identifier, Work]:
        """Ask for up to fifty deposits in one request."""
        by_name = {known.value: known for known in batch}
        response = self.web.send(
            "GET",
            "/search/",
            params={
                "q": f"halId_s:({' OR '.join(by_name)})",
                "rows": len(by_name),
                "fl": ",".join(FIELDS),
                "wt": "json",
            },
        )
        answer = fields(fields(answer_of(response, self.web)).get("response"))
        docs = answer.get("docs")
        named = {raw(record.get("halId_s")).lower(): record for record in dicts(docs)}
        if not isinstance(docs, list) or len(dicts(docs)) < len(docs) or "" in named:
            raise self.web.down("its answer is not as it should be")
        if by_name.keys() - named.keys() and (count(answer.get("numFound")) or 0) > len(docs):
            raise BatchRefused("HAL: it kept a part of its answer back")
        return {
            known: work_from_deposit(named[name], known)
            for name, known in by_name.items()
            if name in named
        }


def work_from_deposit(record: Mapping[str, Any], known: Identifier) -> Work:
    """A work from a deposit; of fields in several languages the first."""
    others = (
        registered.doi(_first(record, "doiId_s")),
        registered.arxiv(_first(record, "arxivId_s")),
    )
    people = (person(name) for name in _all(record, "authFullName_s"))
    venues = ("journalTitle_s", "conferenceTitle_s", "bookTitle_s")
    return Work(
        ids=frozenset({known}),
        versions=frozenset(other for other in others if other),
        kind=KINDS.get(_first(record, "docType_s"), WorkKind.DOCUMENT),
        title=text(_first(record, "title_s")),
        authors=tuple(someone for someone in people if someone != Person()),
        issued=date(_first(record, "producedDate_s")),
        venue=next((venue for name in venues if (venue := text(_first(record, name)))), ""),
        volume=text(_first(record, "volume_s")),
        issue=text(_first(record, "issue_s")),
        pages=text(_first(record, "page_s")),
        publisher=text(_first(record, "publisher_s")),
        language=_first(record, "language_s"),
        abstract=text(_first(record, "abstract_s")),
        url=_first(record, "uri_s"),
    )


def _all(record: Mapping[str, Any], name: str) -> list[str]:
    value = record.get(name)
    several = value if isinstance(value, list) else [value]
    return [said for said in map(raw, several) if said]


def _first(record: Mapping[str, Any], name: str) -> str:
    return next(iter(_all(record, name)), "")
