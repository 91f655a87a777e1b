"""DataCite's REST API: its own DOIs, and the one that every arXiv paper has."""

import re
from collections.abc import Iterable
from urllib.parse import unquote

from tests.standin.catalogue import ARXIV_DOI, Record, Shelf
from tests.standin.services.datacite_records import by_agency, of_arxiv, resource
from tests.standin.wire import Reply, Request, json_reply, text_reply

LARGEST_PAGE = 1_000
TERM = re.compile(r'"((?:[^"\\]|\\.)*)"|([^\s()"]+)')
CLAUSE = re.compile(r'\b(doi|id):(\([^()]*(?:\([^()]*\)[^()]*)*\)|"(?:[^"\\]|\\.)*"|\S+)')
JSON = {"Content-Type": "application/json; charset=utf-8"}


def answer(request: Request, shelf: Shelf) -> Reply:
    """Answer a list of DOIs or a single one."""
    if request.method not in {"GET", "HEAD"}:
        return _errors(401, "You are not authorized to access this resource.")
    if request.path == "/heartbeat":
        return text_reply("OK")
    if request.path in {"/dois", "/dois/"}:
        return _list(request, shelf)
    if request.path.startswith("/dois/"):
        found = _record(unquote(request.path.removeprefix("/dois/")), shelf)
        if found is not None:
            return json_reply({"data": found, "included": []}, headers=JSON)
    return _errors(404, "The resource you are looking for doesn't exist.")


def _list(request: Request, shelf: Shelf) -> Reply:
    params = request.params
    size, number = params.get("page[size]", "25"), params.get("page[number]", "1")
    if not size.isdecimal() or not number.isdecimal():
        return _errors(400, "page[size] and page[number] are numbers.")
    query = params.get("query", "")
    if query.replace(r"\"", "").count('"') % 2 or _unbalanced(query):
        return _errors(400, f"Failed to parse query [{query}]")
    rows = min(int(size), LARGEST_PAGE)
    found = list(_found(query, shelf))
    start = (max(int(number), 1) - 1) * rows
    content = {
        "data": found[start : start + rows],
        "meta": {
            "total": len(found),
            "totalPages": -(-len(found) // rows) if rows else 0,
            "page": int(number),
        },
        "links": {"self": f"https://api.datacite.org/dois?{request.query}"},
    }
    return json_reply(content, headers=JSON)


def _unbalanced(query: str) -> bool:
    bare = TERM.sub(lambda match: "" if match[1] is not None else match[0], query)
    return bare.count("(") != bare.count(")")


def _found(query: str, shelf: Shelf) -> Iterable[dict[str, object]]:
    dois = [doi for _, value in _clauses(query) for doi in _terms(value)]
    if dois:
        known = {doi: _record(doi, shelf) for doi in sorted(dois, key=lambda doi: doi[::-1])}
        return [record for record in known.values() if record is not None]
    hits = shelf.search(" ".join(_terms(query.replace("titles.title:", " "))))
    return [resource for hit in hits for resource in _resources(hit.record)]


def _clauses(query: str) -> list[tuple[str, str]]:
    return [(match[1], match[2]) for match in CLAUSE.finditer(query)]


def _terms(text: str) -> list[str]:
    terms = [
        re.sub(r"\\(.)", r"\1", quoted or bare).lower() for quoted, bare in TERM.findall(text)
    ]
    return [term for term in dict.fromkeys(terms) if term not in {"or", "and"}]


def _record(doi: str, shelf: Shelf) -> dict[str, object] | None:
    lowered = doi.lower()
    if lowered.startswith(ARXIV_DOI):
        record = shelf.arxiv(lowered.removeprefix(ARXIV_DOI))
        return resource(of_arxiv(record)) if record else None
    record = shelf.doi(lowered)
    return resource(by_agency(record)) if record and record.agency == "datacite" else None


def _resources(record: Record) -> Iterable[dict[str, object]]:
    if record.agency == "datacite" and record.doi:
        yield resource(by_agency(record))
    if record.preprint:
        yield resource(of_arxiv(record))


def _errors(status: int, title: str) -> Reply:
    content = {"errors": [{"status": str(status), "title": title}]}
    return json_reply(content, status=status, headers=JSON)
