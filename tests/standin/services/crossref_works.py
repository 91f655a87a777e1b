"""A record as Crossref words it."""

import zlib
from collections.abc import Iterable

from tests.standin.catalogue import Name, Record

SELECTABLE = frozenset([
    "DOI", "ISBN", "ISSN", "URL", "abstract", "accepted", "alternative-id", "approved",
    "archive", "article-number", "assertion", "author", "chair", "clinical-trial-number",
    "container-title", "content-created", "content-domain", "contributor", "created",
    "degree", "deposited", "editor", "event", "funder", "group-title", "indexed",
    "is-referenced-by-count", "issn-type", "issue", "issued", "language", "license",
    "link", "member", "original-title", "page", "posted", "prefix", "published",
    "published-online", "published-print", "publisher", "publisher-location", "reference",
    "references-count", "relation", "resource", "score", "short-container-title",
    "short-title", "standards-body", "subject", "subtitle", "title", "translator", "type",
    "update-policy", "update-to", "updated-by", "volume",
])  # fmt: skip
"""What `select` takes."""


def work(record: Record, score: float = 1) -> dict[str, object]:
    """The message of a single work, or an item of a list."""
    issued = date_parts(record.issued)
    message: dict[str, object] = {
        "indexed": _stamp("2026-03-11"),
        "reference-count": 0,
        "publisher": record.publisher,
        "content-domain": {"domain": [], "crossmark-restriction": False},
        "short-container-title": [record.short_venue] if record.short_venue else [],
        "DOI": record.doi.lower(),
        "type": record.kind,
        "created": _stamp(f"{record.issued[:4] or '2013'}-05-24"),
        "source": "Crossref",
        "is-referenced-by-count": record.citations.get("crossref", 0),
        "title": [title for title in (record.title, *record.other_titles) if title],
        "prefix": record.doi.partition("/")[0],
        "member": str(zlib.crc32(record.publisher.encode()) % 10_000),
        "container-title": [record.venue] if record.venue else [],
        "original-title": [],
        "deposited": _stamp("2024-02-10"),
        "score": score,
        "resource": {"primary": {"URL": record.url or f"https://doi.org/{record.doi}"}},
        "subtitle": list(record.subtitle),
        "short-title": [],
        "issued": {"date-parts": [issued or [None]]},
        "references-count": 0,
        "URL": f"https://doi.org/{record.doi.lower()}",
        "relation": _relations(record),
        "subject": [],
    }
    return {**message, **_known(record)}


def _known(record: Record) -> dict[str, object]:
    """The fields that a message has only where they say something."""
    fields: dict[str, object] = {
        "author": _people(record.authors),
        "editor": _people(record.editors),
        "volume": record.volume,
        "issue": record.issue,
        "page": record.pages,
        "article-number": record.article_number,
        "language": record.language,
        "ISSN": list(record.issn),
        "issn-type": [{"value": issn, "type": "print"} for issn in record.issn],
        "ISBN": list(record.isbn),
        "isbn-type": [{"value": isbn, "type": "print"} for isbn in record.isbn],
        "alternative-id": list(record.pii),
        "update-to": _notices(record.updates),
        "updated-by": _notices(record.updated_by),
    }
    if record.issued:
        fields["published"] = {"date-parts": [date_parts(record.issued)]}
        dated = "published-online" if record.printed else "published-print"
        fields[dated] = {"date-parts": [date_parts(record.issued)]}
    if record.printed:
        fields["published-print"] = {"date-parts": [date_parts(record.printed)]}
    if record.kind == "posted-content":
        fields["subtype"] = "preprint"
        fields["posted"] = {"date-parts": [date_parts(record.issued)]}
    return {name: value for name, value in fields.items() if value}


def _notices(pairs: Iterable[tuple[str, str]]) -> list[dict[str, object]]:
    return [
        {
            "DOI": doi,
            "type": kind,
            "label": kind.replace("_", " ").title(),
            "source": "publisher",
            "updated": _stamp("2024-02-08"),
        }
        for kind, doi in pairs
    ]


def date_parts(text: str) -> list[int]:
    """The numbers of an ISO date."""
    return [int(part) for part in text.split("-") if part]


def _stamp(day: str) -> dict[str, object]:
    return {"date-parts": [date_parts(day)], "date-time": f"{day}T12:00:00Z", "timestamp": 0}


def _people(names: Iterable[Name]) -> list[dict[str, object]]:
    people: list[dict[str, object]] = []
    for name in names:
        parts = {"given": name.given, "family": name.family, "suffix": name.suffix}
        said = {key: text for key, text in parts.items() if text}
        sequence = "additional" if people else "first"
        who = {"name": name.collective} if name.collective else said
        people.append({**who, "sequence": sequence, "affiliation": []})
    return people


def _relations(record: Record) -> dict[str, list[dict[str, str]]]:
    relations: dict[str, list[dict[str, str]]] = {}
    for name, identifier in record.relations:
        scheme, _, value = identifier.partition(":")
        other = {"id-type": scheme, "id": value, "asserted-by": "subject"}
        relations.setdefault(name, []).append(other)
    return relations
