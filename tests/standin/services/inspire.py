"""INSPIRE's REST API: literature by number, DOI or arXiv id, and conferences."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from tests.standin.catalogue import Record, Shelf, words, year
from tests.standin.documents.dialects import backwards
from tests.standin.wire import Reply, Request, json_reply

RECORD = re.compile(r"(?:recid|control_number):(\d+)")
DOCUMENTS = {
    "proceedings-article": "conference paper",
    "dissertation": "thesis",
    "book": "book",
}


def answer(request: Request, shelf: Shelf) -> Reply:
    """Answer `/api/literature/N`, `/api/doi/D`, `/api/arxiv/A`, `/api/conferences/N`."""
    kind, _, name = unquote(request.path).removeprefix("/api/").rstrip("/").partition("/")
    if kind == "literature" and not name:
        return _search(request.params, shelf)
    if kind == "conferences":
        told = shelf.conferences.get(name)
        return json_reply(_conference(name, told)) if told else _missing()
    record = _found(kind, name, shelf)
    number = next((n for n, r in shelf.register("inspire").items() if r is record), "")
    return json_reply(_literature(number, record)) if record and number else _missing()


def _found(kind: str, name: str, shelf: Shelf) -> Record | None:
    if kind == "literature":
        return shelf.registered("inspire", name)
    if kind == "doi":
        return shelf.doi(name)
    return shelf.arxiv(name.partition("v")[0]) if kind == "arxiv" else None


def _missing() -> Reply:
    return json_reply({"status": 404, "message": "PID does not exist."}, status=404)


def _search(params: Mapping[str, str], shelf: Shelf) -> Reply:
    """Numbers of records joined by "or", or words."""
    works = shelf.register("inspire")
    asked = params.get("q", "")
    numbers = RECORD.findall(asked)
    if not numbers:
        held = {record.key: number for number, record in works.items()}
        hits = [hit.record for hit in shelf.search(" ".join(words(asked)))]
        numbers = [held[record.key] for record in hits if record.key in held]
    found = [_literature(number, works[number]) for number in numbers if number in works]
    size = int(params.get("size", "10"))
    wanted = {name.partition(".")[0] for name in params.get("fields", "").split(",") if name}
    shown = [_picked(hit, wanted) for hit in found[:size]]
    return json_reply({"hits": {"hits": shown, "total": len(found)}, "links": {}})


def _picked(hit: Mapping[str, Any], wanted: set[str]) -> dict[str, object]:
    """Only the fields that were asked for; the record's number always comes along."""
    metadata: Mapping[str, object] = hit["metadata"]
    kept = {
        name: value
        for name, value in metadata.items()
        if not wanted or name in wanted | {"control_number"}
    }
    return {**hit, "metadata": kept}


def _literature(number: str, record: Record) -> dict[str, object]:
    preprint = record.preprint
    metadata: dict[str, object] = {
        "control_number": int(number),
        "document_type": [DOCUMENTS.get(record.kind, "article")],
        "titles": [{"title": record.full_title, "source": "arXiv"}],
        "authors": [{"full_name": backwards(name)} for name in record.authors],
        "author_count": len(record.authors),
        "dois": [{"value": record.doi}] if record.doi else [],
        "arxiv_eprints": [{"value": preprint.id, "categories": list(preprint.categories)}]
        if preprint
        else [],
        "publication_info": [
            {
                "journal_title": record.venue,
                "journal_volume": record.volume,
                "year": int(year(record)),
                "page_start": record.pages.partition("-")[0],
            }
        ]
        if record.venue
        else [],
        "citation_count": record.citations.get("inspire", 0),
        "earliest_date": preprint.submitted if preprint else record.issued,
    }
    told = {name: value for name, value in metadata.items() if value not in ("", [])}
    return _envelope("literature", number, told)


def _conference(number: str, told: Mapping[str, str]) -> dict[str, object]:
    metadata: dict[str, object] = {
        "control_number": int(number),
        "titles": [{"title": told["title"]}],
        "opening_date": told["opens"],
        "closing_date": told["closes"],
        "cnum": told["cnum"],
        "addresses": [{"cities": [told["city"]]}],
    }
    return _envelope("conferences", number, metadata)


def _envelope(kind: str, number: str, metadata: Mapping[str, object]) -> dict[str, object]:
    return {
        "id": number,
        "created": "2018-01-01T00:00:00.000000+00:00",
        "updated": "2026-01-01T00:00:00.000000+00:00",
        "links": {"self": f"https://inspirehep.net/api/{kind}/{number}"},
        "metadata": metadata,
    }
