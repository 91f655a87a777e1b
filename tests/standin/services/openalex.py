"""OpenAlex: works by DOI, by landing page or by words, under a daily budget."""

import math
import re
import time
from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from urllib.parse import unquote

from tests.standin.catalogue import ARXIV_DOI, Hit, Record, Shelf, words
from tests.standin.services.openalex_works import published, unpublished
from tests.standin.wire import Reply, Request, json_reply

LONGEST_ADDRESS = 4_094  # bytes
DAY = 86_400  # seconds
MOST_VALUES = 100
MOST_ROWS = 200  # documented as 100
BUDGETS = {False: 1_000, True: 10_000}
"""Credits a day without and with a key; a credit is 0.0001 dollars."""
CREDITS = {"filter": 1, "search": 10}

ABSTRACT_PAGE = re.compile(r"https?://arxiv\.org/abs/(.+?)(?:v\d+)?")
WORK_URL = re.compile(r"(?:https://openalex\.org/)?W(\d+)", re.IGNORECASE)

Answer = dict[str, object]


class OpenAlex:
    """The service with its purse."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._spent = {False: 0, True: 0}

    def spend(self, credits: int) -> None:
        """Somebody else spends so much of what there is without a key."""
        with self._lock:
            self._spent[False] += credits

    def answer(self, request: Request, shelf: Shelf) -> Reply:
        """Answer a list or a single work, and say what is left of the day's budget."""
        has_key = bool(
            request.params.get("api_key")
            or request.headers.get("authorization", "").startswith("Bearer ")
        )
        if len(request.path) + len(request.query) > LONGEST_ADDRESS:
            return Reply(status=414, body=b"<h1>414 Request-URI Too Large</h1>")
        cost = _cost(request)
        with self._lock:
            before = BUDGETS[has_key] - self._spent[has_key]
            is_paid = cost <= before
            if is_paid:
                self._spent[has_key] += cost
        headers = _budget(BUDGETS[has_key], before - cost if is_paid else before, cost)
        if not is_paid:
            text = "Insufficient budget. Resets at midnight UTC."
            return _refusal(429, "Rate limit exceeded", text, headers)
        reply = _answer(request, shelf)
        return Reply(status=reply.status, body=reply.body, headers={**headers, **reply.headers})


def _cost(request: Request) -> int:
    if request.path.rstrip("/") == "/works":
        params = request.params
        is_search = "search" in params or ".search:" in params.get("filter", "")
        return CREDITS["search" if is_search else "filter"]
    return 1 if "https://doi.org" in unquote(request.path) else 0


def _budget(limit: int, left: int, cost: int) -> Mapping[str, str]:
    return {
        "x-ratelimit-limit": str(limit),
        "x-ratelimit-remaining": str(left),
        "x-ratelimit-credits-used": str(cost),
        "x-ratelimit-reset": str(int(DAY - time.time() % DAY)),
        "x-ratelimit-limit-usd": f"{limit / 10_000:g}",
        "x-ratelimit-remaining-usd": f"{left / 10_000:g}",
        "x-ratelimit-cost-usd": f"{cost / 10_000:g}",
    }


def _answer(request: Request, shelf: Shelf) -> Reply:
    path = unquote(request.path).rstrip("/")
    if path == "/works":
        return _list(request.params, shelf)
    work = _single(path.removeprefix("/works/"), shelf) if path.startswith("/works/") else None
    if work is None:
        body = b"<!doctype html><title>404 Not Found</title><h1>Not Found</h1>"
        return Reply(status=404, body=body, headers={"Content-Type": "text/html"})
    return json_reply(_selected(work, request.params.get("select", "")))


def _single(name: str, shelf: Shelf) -> Answer | None:
    number = WORK_URL.fullmatch(name)
    if number:
        record = shelf.number(int(number[1]))
        return published(record) if record else None
    return next(iter(_by_doi(name.removeprefix("doi:"), shelf)), None)


def _list(params: Mapping[str, str], shelf: Shelf) -> Reply:
    rows = params.get("per_page") or params.get("per-page") or "25"
    if not rows.isdecimal() or not 1 <= int(rows) <= MOST_ROWS:
        return _refusal(400, PARAMETERS, f"per_page must be between 1 and {MOST_ROWS}")
    sets: list[dict[str, Answer]] = []
    is_searched = "search" in params
    for part in _filters(params.get("filter", "")):
        name, colon, values = part.partition(":")
        if not colon:
            return _refusal(403, PARAMETERS, f"Invalid query parameter in {part}.")
        if name not in FILTERS:
            return _refusal(400, PARAMETERS, f"{name} is not a valid field.")
        wanted = values.split("|")
        if len(wanted) > MOST_VALUES:
            text = f"Maximum number of values exceeded for {name}."
            return _refusal(400, PARAMETERS, text)
        is_searched = is_searched or name.endswith(".search")
        works = [work for value in wanted for work in FILTERS[name](value.strip('"'), shelf)]
        sets.append({str(work["id"]): work for work in works})
    if "search" in params:
        sets.append({str(w["id"]): w for w in _by_words(params["search"], shelf)})
    works = [
        w for name, w in (sets[-1] if sets else {}).items() if all(name in s for s in sets)
    ]
    if not is_searched:
        works.sort(key=lambda work: str(work["id"]))
    page = int(params.get("page", "1"))
    shown = works[(page - 1) * int(rows) : page * int(rows)]
    meta = {"count": len(works), "page": page, "per_page": int(rows), "cost_usd": 0.0001}
    select = params.get("select", "")
    results = [_selected(work, select) for work in shown]
    return json_reply({"meta": meta, "results": results, "group_by": []})


PARAMETERS = "Invalid query parameters error."


def _filters(text: str) -> list[str]:
    """Commas part the filters, also those of a value, unless it stands in double quotes."""
    return [part for part in re.split(r',(?=(?:[^"]*"[^"]*")*[^"]*$)', text) if part]


def _selected(work: Answer, select: str) -> Answer:
    wanted = select.split(",") if select else list(work)
    return {name: work[name] for name in wanted if name in work}


def _by_doi(value: str, shelf: Shelf) -> Iterable[Answer]:
    doi = value.lower().removeprefix("https://doi.org/")
    if doi.startswith(ARXIV_DOI):
        record = shelf.arxiv(doi.removeprefix(ARXIV_DOI))
        if record and (record.split or not record.doi):
            yield unpublished(record)
        return
    record = shelf.doi(doi)
    if record:
        yield published(record)


def _by_page(value: str, shelf: Shelf) -> Iterable[Answer]:
    page = ABSTRACT_PAGE.fullmatch(value)
    record = shelf.arxiv(page[1]) if page else None
    if record:
        yield from _versions(record)


def _versions(record: Record) -> Iterable[Answer]:
    yield published(record)
    if record.split:
        yield unpublished(record)


def _by_number(value: str, shelf: Shelf) -> Iterable[Answer]:
    work = _single(value, shelf)
    if work:
        yield work


def _by_title(value: str, shelf: Shelf) -> Iterable[Answer]:
    """Works with every word in the title; much cited ones come first among equals."""
    return _searched(value, shelf, lambda record: record.full_title)


def _by_words(value: str, shelf: Shelf) -> Iterable[Answer]:
    """Works with every word in title, venue or names."""
    return _searched(
        value,
        shelf,
        lambda record: " ".join(
            [
                record.full_title,
                record.venue,
                *(name.spoken for name in record.authors),
            ]
        ),
    )


def _searched(value: str, shelf: Shelf, said: Callable[[Record], str]) -> Iterable[Answer]:
    asked = set(words(value))
    hits = [hit for hit in shelf.search(value) if asked <= set(words(said(hit.record)))]
    scored = ((_relevance(hit), published(hit.record)) for hit in hits)
    best_first = sorted(scored, key=lambda pair: -pair[0])
    return [{**work, "relevance_score": score} for score, work in best_first]


def _relevance(hit: Hit) -> float:
    cited = hit.record.citations.get("openalex", 0)
    return round(hit.score * (1 + math.log10(1 + cited)), 4)


FILTERS = {
    "doi": _by_doi,
    "locations.landing_page_url": _by_page,
    "openalex": _by_number,
    "ids.openalex": _by_number,
    "title.search": _by_title,
    "display_name.search": _by_title,
    "default.search": _by_words,
}


def _refusal(
    status: int, error: str, message: str, headers: Mapping[str, str] | None = None
) -> Reply:
    return json_reply({"error": error, "message": message}, status=status, headers=headers)
