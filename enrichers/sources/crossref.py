"""Crossref: works by DOI and PII in batches, and by words, through the package `habanero`."""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Unpack
from urllib.parse import quote, urlencode

import habanero
import httpx2

from enrichers.asking.web import Web
from enrichers.model import BatchRefused, Identifier, Person, Scheme, Work
from enrichers.sources.access import Access, way_to
from enrichers.sources.crossref_work import work_from_message
from enrichers.sources.payload import LONGEST_ADDRESS, answer_of, fields, packed, raw
from enrichers.sources.through_habanero import habanero_over

ENDPOINT = "https://api.crossref.org"
PATIENCE = 60.0  # seconds
BATCH = 50
LONGEST_QUERY = 1_500  # bytes, percent-encoded
BLOCKED_PAUSE = 3_600.0  # seconds to keep still after a 403, which somebody decided by hand

LIST, SINGLE = "list", "single"
RATES: Mapping[tuple[str, str], float] = {
    ("polite", LIST): 3,
    ("polite", SINGLE): 10,
    ("public", LIST): 1,
    ("public", SINGLE): 5,
}
"""Requests per second that Crossref publishes (in force since 2025-12-01), by pool."""
EASE = 1.05  # times the least spacing: arrivals bunch up on their way
SLOWEST = 60.0  # seconds between requests that any header can make us keep

BATCHABLE = re.compile(r"10\.[0-9]{4,9}/[-._/:()a-z0-9]+")
"""In a filter a comma cannot be escaped, and other DOIs with such signs are not found."""
DOUBTFUL = re.compile(r"[:()]")
"""Usually found in a batch; if not, the single record decides."""
OTHER_AGENCIES = ("10.48550/", "10.5281/", "10.6084/")
"""arXiv, Zenodo and figshare register with DataCite."""
FORBIDDEN, NOT_FOUND = 403, 404
SEARCHED = 5
"""Rows of a search: the right work is hardly ever further down."""
FILTERS: Mapping[Scheme, str] = {Scheme.DOI: "doi", Scheme.PII: "alternative-id"}

SELECT = (
    *("DOI", "type", "title", "subtitle", "author", "editor", "issued", "published"),
    *("published-print", "published-online", "posted", "approved", "container-title"),
    *("volume", "issue", "page", "article-number", "publisher", "ISSN", "ISBN", "abstract"),
    *("is-referenced-by-count", "relation", "update-to", "updated-by", "alternative-id"),
)
"""Whole records carry their reference lists: ten times as much."""

log = logging.getLogger(__name__)


class Crossref:
    """Looks DOIs up, fifty in a request, and searches by title.

    Keeps to the pool that Crossref's answers name, and to their rates.
    """

    name = "crossref"

    def __init__(self, **told: Unpack[Access]) -> None:
        """With a `contact` address Crossref is three times as fast."""
        self.pool = ""
        """The pool that the last answer came from, such as "polite-array"."""
        is_polite = bool(told.get("contact"))
        self._every = dict(_published("polite" if is_polite else "public"))
        self._is_warned = False
        self.web = way_to(
            "Crossref",
            told,
            endpoint=ENDPOINT,
            every=self._every[LIST],
            patience=PATIENCE,
            alone=not is_polite,  # the public pool takes one request at a time
            notice=self._heed_headers,
        )
        self._habanero = habanero.Crossref(base_url=self.web.endpoint)

    def answers(self, identifier: Identifier) -> bool:
        """DOIs, but for those that are known to be registered elsewhere, and PIIs."""
        if identifier.scheme is Scheme.PII:
            return True
        is_doi = identifier.scheme is Scheme.DOI
        return is_doi and not identifier.value.startswith(OTHER_AGENCIES)

    def batches(self, identifiers: Sequence[Identifier]) -> Iterator[Sequence[Identifier]]:
        """As many of one scheme as an address can hold; DOIs with odd characters one by one."""
        empty = {"filter": "", "rows": BATCH, "select": ",".join(SELECT)}
        room = LONGEST_ADDRESS - len(self._address(f"{self.web.endpoint}/works", empty))
        for scheme, name in FILTERS.items():
            yield from packed(
                [each for each in identifiers if each.scheme is scheme and _is_batchable(each)],
                most=BATCH,
                room=room,
                size=lambda known, name=name: len(f"{name}:{known.value},"),
            )
        for identifier in identifiers:
            if not _is_batchable(identifier):
                yield [identifier]

    def lookup(self, batch: Sequence[Identifier]) -> Mapping[Identifier, Work]:
        """Ask for up to fifty DOIs, or fifty PIIs, in one request.

        One more request each for DOIs that the batch cannot hold or may have missed. A PII's
        work is the only one whose record names the PII; its DOI is not guessed.
        """
        if batch[0].scheme is Scheme.PII:
            return self._by_pii(batch)
        together = [known for known in batch if _is_batchable(known)]
        is_batch = len(together) > 1
        found = self._together(together) if is_batch else {}
        missed = [known for known in batch if known not in found]
        alone = [known for known in missed if not is_batch or _is_doubtful(known)]
        singles = ((known, self._alone(known)) for known in alone)
        return found | {known: work for known, work in singles if work}

    def search(self, title: str, *, authors: Sequence[Person] = ()) -> list[Work]:
        """Works whose records share words with a title, the best first; none may be right."""
        first = [authors[0].family or authors[0].name] if authors else []
        try:
            answer = self._works(
                query_bibliographic=_shortened(" ".join([title, *first])),
                select=list(SELECT),
                limit=SEARCHED,
            )
        except BatchRefused as error:
            raise self.web.down("it refused the words of a search") from error
        return [work_from_message(item) for item in answer["message"]["items"]]

    def _together(self, batch: Sequence[Identifier]) -> dict[Identifier, Work]:
        dois = [known.value for known in batch]
        answer = self._works(filter={"doi": dois}, select=list(SELECT), limit=len(dois))
        message = answer["message"]
        if message["total-results"] > len(message["items"]):
            raise BatchRefused("Crossref: it kept a part of its answer back")
        return _by_identifier(map(work_from_message, message["items"]), batch)

    def _by_pii(self, batch: Sequence[Identifier]) -> dict[Identifier, Work]:
        wanted = {known.value: known for known in batch}
        answer = self._works(
            filter={"alternative-id": list(wanted)}, select=list(SELECT), limit=2 * BATCH
        )
        message = answer["message"]
        if message["total-results"] > len(message["items"]):
            raise BatchRefused("Crossref: it kept a part of its answer back")
        claimed: dict[Identifier, dict[str, Work]] = {known: {} for known in batch}
        for item in message["items"]:
            said: Any = item.get("alternative-id")
            names = {_squeezed(raw(name)) for name in said} if isinstance(said, list) else set()
            for name in wanted.keys() & names:
                work = work_from_message(item)
                known = wanted[name]
                claimed[known][item["DOI"].lower()] = replace(work, ids=work.ids | {known})
        return {
            known: next(iter(works.values()))
            for known, works in claimed.items()
            if len(works) == 1
        }

    def _alone(self, known: Identifier) -> Work | None:
        """A record by itself. One under another DOI is none: doi.org knows where it leads."""
        try:
            answer = self._works(ids=quote(known.value, safe=""))
        except httpx2.HTTPStatusError:
            return None
        return _by_identifier([work_from_message(answer["message"])], [known]).get(known)

    def _works(self, **question: Any) -> Any:
        """Ask through habanero; HTTPStatusError is a DOI that does not exist."""
        with habanero_over(self._line):
            return self._habanero.works(**question)

    def _line(self, address: str, params: Mapping[str, Any]) -> httpx2.Response:
        kind = LIST if address.endswith("/works") else SINGLE
        url = self._address(address, params)
        response = self.web.send("GET", url, every=self._every[kind])
        _check(response, self.web, kind)
        return response

    def _address(self, address: str, params: Mapping[str, Any]) -> str:
        manners = {"mailto": self.web.contact} if self.web.contact else {}
        query = urlencode({**params, **manners}, safe=":/,()@", quote_via=quote)
        return f"{address}?{query}" if query else address

    def _heed_headers(self, response: httpx2.Response) -> None:
        headers = response.headers
        self.pool = headers.get("x-api-pool", self.pool)
        pool = self.pool.partition("-")[0]
        kind = LIST if response.request.url.path.endswith("/works") else SINGLE
        allowed = _interval(headers)
        slowest = _published(pool).get(kind, 0.0)
        if allowed or slowest:
            self._every[kind] = min(max(allowed * EASE, slowest), SLOWEST)
        if self.web.contact and pool == "public" and not self._is_warned:
            self._is_warned = True
            log.warning("Crossref does not count us as polite although a contact is given")
        if response.status_code == FORBIDDEN:
            self.web.block(BLOCKED_PAUSE)


def _published(pool: str) -> dict[str, float]:
    """Seconds between requests; a header that promises more speed is not believed."""
    return {kind: EASE / rate for (name, kind), rate in RATES.items() if name == pool}


def _interval(headers: Mapping[str, str]) -> float:
    """Seconds between requests as the headers say; 0 if they do not."""
    limit = headers.get("x-rate-limit-limit", "")[:6]
    seconds = headers.get("x-rate-limit-interval", "")[:6].removesuffix("s")
    if not (limit.isdecimal() and seconds.isdecimal() and int(limit)):
        return 0.0
    return int(seconds) / int(limit)


def _squeezed(pii: str) -> str:
    """A PII without the signs that print sets between its parts."""
    return re.sub(r"[^0-9A-Z]", "", pii.upper())


def _is_batchable(identifier: Identifier) -> bool:
    return identifier.scheme is Scheme.PII or bool(BATCHABLE.fullmatch(identifier.value))


def _is_doubtful(identifier: Identifier) -> bool:
    return not _is_batchable(identifier) or bool(DOUBTFUL.search(identifier.value))


def _by_identifier(
    works: Iterator[Work] | Sequence[Work], asked: Sequence[Identifier]
) -> dict[Identifier, Work]:
    wanted = frozenset(asked)
    return {known: work for work in works for known in work.ids & wanted}


def _shortened(words: str) -> str:
    """As many words as an address can hold."""
    kept: list[str] = []
    left = LONGEST_QUERY
    for word in words.split():
        left -= len(quote(word)) + len("%20")
        if left < 0:
            break
        kept.append(word)
    return " ".join(kept) or words[:100]


def _check(response: httpx2.Response, web: Web, kind: str) -> None:
    """Let nothing through but a whole answer, or the word that a single work is not there."""
    if response.status_code == NOT_FOUND and kind is SINGLE:
        if response.content.lower().startswith(b"resource not found"):
            return
        raise web.down("HTTP 404 from something else than Crossref")
    message = fields(fields(answer_of(response, web)).get("message"))
    is_json = response.headers.get("content-type", "").startswith("application/json")
    if not (is_json and _is_whole(message, kind)):
        raise web.down("its answer is not as it should be")


def _is_whole(message: Mapping[str, Any], kind: str) -> bool:
    items: Any = message.get("items") if kind is LIST else [message]
    return (
        isinstance(items, list)
        and all(isinstance(item, dict) and isinstance(item.get("DOI"), str) for item in items)
        and (kind is SINGLE or isinstance(message.get("total-results"), int))
    )
