"""Crossref's REST API: lists by filter or words, single works, agencies, CSL-JSON."""

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from urllib.parse import unquote

from tests.standin.catalogue import Record, Shelf, year
from tests.standin.limits import is_list, is_polite
from tests.standin.services import csl
from tests.standin.services.crossref_works import SELECTABLE, work
from tests.standin.wire import Reply, Request, json_reply, text_reply

LONGEST_ADDRESS = 4_092  # bytes
MOST_ROWS = 1_000
LARGEST_OFFSET = 10_000
NOT_FOUND = "Resource not found."

Finder = Callable[[str, Shelf], Iterable[Record]]


def answer(request: Request, shelf: Shelf) -> Reply:
    """Answer under the pool that the request's manners put it in."""
    reply = _answer(request, shelf)
    return Reply(
        status=reply.status, body=reply.body, headers={**reply.headers, **_pool(request)}
    )


def _pool(request: Request) -> Mapping[str, str]:
    polite, many = is_polite(request), is_list(request)
    rate = {(True, True): 3, (True, False): 10, (False, True): 1, (False, False): 5}
    return {
        "x-api-pool": f"{'polite' if polite else 'public'}-{'array' if many else 'single'}",
        "x-rate-limit-limit": str(rate[polite, many]),
        "x-rate-limit-interval": "1s",
        "x-concurrency-limit": "3" if polite else "1",
    }


def _answer(request: Request, shelf: Shelf) -> Reply:
    if request.method not in {"GET", "HEAD"}:
        return text_reply("Method not allowed", status=405)
    if len(request.path) + len(request.query) > LONGEST_ADDRESS:
        return text_reply("<h1>414 Request-URI Too Long</h1>", status=414)
    path = request.path.removeprefix("/v1").rstrip("/")
    if path == "/works":
        return _list(request.params, shelf)
    if path.startswith("/works/"):
        return _single(path.removeprefix("/works/"), request, shelf)
    return text_reply(NOT_FOUND, status=404)


def _single(rest: str, request: Request, shelf: Shelf) -> Reply:
    doi, _, transform = rest.partition("/transform")
    is_agency = doi.endswith("/agency")
    record = shelf.doi(unquote(doi.removesuffix("/agency")))
    if is_agency:
        return _agency(record)
    if any(name.startswith("query") for name in request.params):
        return _refusal("parameter-not-allowed", "query.*", _NO_FIELD_QUERIES)
    if "select" in request.params or "filter" in request.params:
        return _refusal("parameter-not-allowed", "select", _NO_FIELD_QUERIES)
    if record is None or record.agency != "crossref":
        return text_reply(NOT_FOUND, status=404)
    if transform or rest.endswith("/transform"):
        return json_reply(csl.item(record), headers={"Content-Type": csl.TYPE})
    return _message("work", work(record))


_NO_FIELD_QUERIES = "This route does not support field query parameters"


def _agency(record: Record | None) -> Reply:
    if record is None:
        headers = {"Content-Type": "application/json;charset=utf-8"}
        return text_reply(NOT_FOUND, status=404, headers=headers)
    label = csl.AGENCIES[record.agency]
    agency = {"id": record.agency, "label": label}
    return _message("work-agency", {"DOI": record.doi.lower(), "agency": agency})


def _list(params: Mapping[str, str], shelf: Shelf) -> Reply:
    sizes = {"rows": (20, MOST_ROWS), "offset": (0, LARGEST_OFFSET), "sample": (0, 100)}
    counts: dict[str, int] = {}
    for name, (usual, most) in sizes.items():
        text = params.get(name, str(usual))
        if not text.isdecimal() or int(text) > most:
            return _refusal("integer-not-valid", text, _NOT_AN_INTEGER.format(text, most))
        counts[name] = int(text)
    fields = [name for name in params.get("select", "").split(",") if name]
    for name in fields:
        if name not in SELECTABLE:
            return _refusal("select-not-available", name, f"Select {name} is not available.")
    pairs = [tuple(part.partition(":")[::2]) for part in params.get("filter", "").split(",")]
    conditions = [(name, value) for name, value in pairs if name or value]
    for name, value in conditions:
        if name not in FILTERS or not value:
            return _refusal("filter-not-available", name, f"Filter {name} is not available.")
    if params.get("cursor", "*") != "*" and not params["cursor"].isdecimal():
        return _invalid_cursor(params["cursor"])
    words = " ".join(params[name] for name in QUERIES if name in params)
    scored = _found(conditions, words, shelf)
    return _page(scored, params, fields, counts)


_NOT_AN_INTEGER = (
    "Integer specified as {} but must be a positive integer less than or equal to {}. "
)
QUERIES = ("query", "query.bibliographic", "query.title", "query.author")


def _page(
    scored: Sequence[tuple[Record, float]],
    params: Mapping[str, str],
    fields: Sequence[str],
    counts: Mapping[str, int],
) -> Reply:
    cursor = params.get("cursor", "")
    start = int(cursor) if cursor.isdecimal() else counts["offset"]
    rows = counts["sample"] or counts["rows"]
    works = [work(record, score) for record, score in scored[start : start + rows]]
    if fields:
        works = [{name: full[name] for name in fields if name in full} for full in works]
    message: dict[str, object] = {
        "facets": {},
        "total-results": len(scored),
        "items": works,
        "items-per-page": rows,
        "query": {"start-index": start, "search-terms": params.get("query")},
    }
    if cursor:
        message["next-cursor"] = str(start + rows)
    return _message("work-list", message)


def _found(
    conditions: Sequence[tuple[str, str]], words: str, shelf: Shelf
) -> list[tuple[Record, float]]:
    """The works that meet every filter (values of one filter are alternatives)."""
    kept: dict[str, Record] | None = None
    for name, group in groupby(sorted(conditions), key=lambda pair: pair[0]):
        values = [value for _, value in group]
        found = {
            record.key: record
            for value in values
            for record in FILTERS[name](value, shelf)
            if record.doi and record.agency == "crossref"
        }
        kept = found if kept is None else {k: r for k, r in kept.items() if k in found}
    if words:
        hits = ((hit.record, hit.score) for hit in shelf.search(words))
        return [
            (record, score)
            for record, score in hits
            if record.doi and record.agency == "crossref"
            if kept is None or record.key in kept
        ]
    if kept is None:
        kept = {r.key: r for r in shelf.all() if r.doi and r.agency == "crossref"}
    return [(kept[key], 1.0) for key in sorted(kept, key=lambda key: zlib.crc32(key.encode()))]


def _one(record: Record | None) -> Iterable[Record]:
    return [record] if record else []


def _where(condition: Callable[[Record, str], bool]) -> Finder:
    return lambda value, shelf: [r for r in shelf.all() if condition(r, value)]


FILTERS: Mapping[str, Finder] = {
    "doi": lambda value, shelf: _one(shelf.doi(value)),
    "alternative-id": lambda value, shelf: _one(shelf.pii(value)),
    "isbn": lambda value, shelf: _one(shelf.isbn(value)),
    "issn": _where(lambda record, value: value in record.issn),
    "prefix": _where(lambda record, value: record.doi.startswith(f"{value}/")),
    "type": _where(lambda record, value: record.kind == value),
    "from-pub-date": _where(lambda record, value: year(record) >= value[:4]),
    "until-pub-date": _where(lambda record, value: year(record) <= value[:4]),
    "updates": _where(lambda record, value: value in {doi for _, doi in record.updates}),
    "update-type": _where(lambda record, value: value in {kind for kind, _ in record.updates}),
    "relation.type": _where(
        lambda record, value: value in {name for name, _ in record.relations}
    ),
}
"""Crossref's filters, as far as they are understood here; any other is refused."""


def _message(kind: str, message: object) -> Reply:
    return json_reply(
        {"status": "ok", "message-type": kind, "message-version": "1.0.0", "message": message}
    )


def _refusal(kind: str, value: str, text: str) -> Reply:
    return _failure(400, "validation-failure", {"type": kind, "value": value, "message": text})


def _invalid_cursor(value: str) -> Reply:
    text = "Cursor specified but it is invalid"
    fault = {"type": "cursor-invalid", "value": value, "message": text}
    return _failure(404, "resource-failure", fault)


def _failure(status: int, kind: str, fault: Mapping[str, str]) -> Reply:
    content = {"status": "failed", "message-type": kind, "message": [fault]}
    return json_reply(content, status=status)
