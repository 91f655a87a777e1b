"""The Directory of Open Access Journals: articles by its own id, or found by a query."""

import re
from urllib.parse import unquote

from tests.standin.catalogue import Record, Shelf
from tests.standin.services.crossref_works import date_parts
from tests.standin.wire import Reply, Request, json_reply

VERSION = re.compile(r"^/api(/v\d+)?")
CLAUSE = re.compile(r'(?:bibjson\.identifier\.id\.exact|doi):"?([^"]+)"?')


def answer(request: Request, shelf: Shelf) -> Reply:
    """Answer `/api/articles/ID` and `/api/search/articles/QUERY`."""
    path = VERSION.sub("", unquote(request.path)).rstrip("/")
    if path.startswith("/articles/"):
        name = path.removeprefix("/articles/")
        record = shelf.registered("doaj", name)
        return json_reply(_article(name, record)) if record else _missing(name)
    if path.startswith("/search/articles/"):
        return _search(path.removeprefix("/search/articles/"), request, shelf)
    return _missing(path)


def _missing(name: str) -> Reply:
    return json_reply({"status": "not_found", "error": f"{name} was not found"}, status=404)


def _search(query: str, request: Request, shelf: Shelf) -> Reply:
    """Whole identifiers match by themselves; other words by sharing them with the title."""
    size = int(request.params.get("pageSize", "10"))
    page = int(request.params.get("page", "1"))
    held = {record.key: name for name, record in shelf.register("doaj").items()}
    clause = CLAUSE.search(query)
    if clause:
        record = shelf.doi(clause[1])
        found = [record] if record else []
    else:
        found = [hit.record for hit in shelf.search(query)]
    articles = [_article(held[record.key], record) for record in found if record.key in held]
    return json_reply(
        {
            "total": len(articles),
            "page": page,
            "pageSize": size,
            "timestamp": "2026-11-23T12:00:00.000000Z",
            "query": query,
            "results": articles[(page - 1) * size : page * size],
        }
    )


def _article(name: str, record: Record) -> dict[str, object]:
    first, _, last = record.pages.partition("-")
    identifiers = [{"id": record.doi, "type": "doi"}] if record.doi else []
    identifiers += [{"id": issn, "type": "eissn"} for issn in record.issn]
    parts = date_parts(record.issued)
    return {
        "id": name,
        "created_date": "2019-01-01T00:00:00Z",
        "last_updated": "2022-06-01T00:00:00Z",
        "bibjson": {
            "title": record.full_title,
            "author": [{"name": person.spoken} for person in record.authors],
            "identifier": identifiers,
            "journal": {
                "title": record.venue,
                "volume": record.volume,
                "number": record.issue,
                "publisher": record.publisher,
                "issns": list(record.issn),
                "language": ["EN"],
            },
            "year": record.issued[:4],
            "month": f"{parts[1]:02}" if len(parts) > 1 else "",
            "start_page": first or record.article_number,
            "end_page": last,
            "link": [{"type": "fulltext", "url": f"https://doi.org/{record.doi}"}],
            "keywords": [],
            "subject": [],
            "abstract": "An abstract stands here.",
        },
    }
