"""OpenAlex: citation counts, and words for gaps; never an identity."""

import json
import logging
import math
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Unpack
from urllib.parse import quote

import httpx2

from enrichers.asking.allowance import DAY
from enrichers.model import (
    BatchRefused,
    Identifier,
    Person,
    Scheme,
    SourceDown,
    Work,
    WorkKind,
)
from enrichers.sources import registered
from enrichers.sources.access import Access, way_to
from enrichers.sources.payload import (
    LONGEST_ADDRESS,
    SAFE,
    answer_of,
    count,
    date,
    dicts,
    fields,
    packed,
    raw,
    text,
)
from enrichers.writing.names import person

ENDPOINT = "https://api.openalex.org"
PATIENCE = 30.0  # seconds
DOIS = 100  # values in one filter
PAPERS = 50  # arXiv ids: each takes two values, for http and https
ROWS = 100
EVERY = 0.1  # seconds; a tenth of what is allowed, and three times Crossref's pace
KEYLESS_BUDGET = 0.1  # US dollars a day; all addresses behind one IP share it
BUDGET = 1.0  # US dollars a day, with a key
CREDIT = 0.0001  # US dollars: what a look-up costs
SEARCH_COST = 10  # credits
ROUNDING = 1e-6  # credits: dollars are no whole numbers
MARGIN = 5  # credits: for works that searching finds, and for batches that are split

FORBIDDEN, NOT_FOUND = 403, 404
OUT_OF_BUDGET = frozenset({402, 429})
REFUSED_WORDS = "query parameter"
"""OpenAlex answers some malformed filters with 403 and these words."""
UNFILTERABLE = frozenset(',|"')
"""Signs of the filter's own language. A DOI with one of them is asked for by itself, which
costs nothing."""

ONE_SELECT = (
    *("doi", "title", "type", "language", "publication_year", "publication_date"),
    *("primary_location", "biblio", "cited_by_count"),
)
SELECT: Mapping[Scheme, str] = {
    Scheme.DOI: ",".join(ONE_SELECT),
    Scheme.ARXIV: ",".join((*ONE_SELECT, "locations")),
}
"""Without lists of authors and references, which are ten times as long."""
SEARCH_SELECT = ",".join((*ONE_SELECT, "locations", "authorships"))
SEARCHED = 5  # results of a search
LONGEST_TITLE = 300  # characters
WORD = re.compile(r"[^\W_]+")

KINDS: Mapping[str, WorkKind] = {
    "book": WorkKind.BOOK,
    "book-chapter": WorkKind.CHAPTER,
    "conference-paper": WorkKind.CONFERENCE_PAPER,
    "dataset": WorkKind.DATASET,
    "dissertation": WorkKind.THESIS,
    "preprint": WorkKind.PREPRINT,
    "report": WorkKind.REPORT,
    "software": WorkKind.SOFTWARE,
}
""" "article" is not among them: it is what OpenAlex calls nearly everything."""

log = logging.getLogger(__name__)


class OpenAlex:
    """Looks up DOIs, a hundred in a request, and arXiv ids, fifty in a request.

    arXiv ids are found by the addresses of a work's copies: OpenAlex files most papers under
    other DOIs than arXiv's. Of several works that claim one, the most cited counts.
    """

    name = "openalex"

    def __init__(self, *, api_key: str = "", **told: Unpack[Access]) -> None:
        """The free `api_key` gives ten times the daily budget."""
        self._api_key = api_key
        self._is_warned = False
        self._spared = MARGIN
        self.web = way_to(
            "OpenAlex",
            told,
            endpoint=ENDPOINT,
            every=EVERY,
            patience=PATIENCE,
            notice=self._watch_budget,
            account="with a key" if api_key else "",
        )

    def answers(self, identifier: Identifier) -> bool:
        """DOIs and arXiv ids."""
        return identifier.scheme in SELECT

    def batches(self, identifiers: Sequence[Identifier]) -> Iterator[Sequence[Identifier]]:
        """DOIs in hundreds and arXiv ids in fifties, as far as the address can hold them."""
        for scheme, most in ((Scheme.DOI, DOIS), (Scheme.ARXIV, PAPERS)):
            together = [
                known
                for known in identifiers
                if known.scheme is scheme and _is_filterable(known)
            ]
            yield from packed(
                together,
                most=most,
                room=LONGEST_ADDRESS - len(self.web.endpoint + self._listing(scheme, [])),
                size=lambda known: len(_values(known)) + len("|"),
            )
        for known in identifiers:
            if known.scheme in SELECT and not _is_filterable(known):
                yield [known]

    def lookup(self, batch: Sequence[Identifier]) -> Mapping[Identifier, Work]:
        """Ask for one batch as `batches` cuts it: of one scheme."""
        if not _is_filterable(batch[0]):
            return self._single(batch[0])
        address = self._listing(batch[0].scheme, batch)
        content = fields(self._ask(address))
        results = content.get("results")
        rows = dicts(results)
        if not isinstance(results, list) or len(rows) < len(results):
            raise self.web.down("its answer is not as it should be")
        if (count(fields(content.get("meta")).get("count")) or 0) > len(rows):
            raise BatchRefused("OpenAlex: it kept a part of its answer back")
        return _most_cited(rows, frozenset(batch))

    def spare_for(self, identifiers: Sequence[Identifier]) -> None:
        """Search only while the budget for today pays for looking these up, too."""
        paid = [batch for batch in self.batches(identifiers) if _is_filterable(batch[0])]
        self._spared = MARGIN + len(paid)

    def search(self, title: str, *, authors: Sequence[Person] = ()) -> list[Work]:
        """Works whose titles hold the words of a title, the best first.

        Ten times as dear as a look-up: a day's budget without a key is a hundred searches.
        Raises SourceDown also while what is left is to be spared for look-ups.
        """
        words = " ".join(WORD.findall(title[:LONGEST_TITLE].lower()))  # OR is an operator
        if not words:
            return []
        address = (
            f"/works?filter=title.search:{quote(words)}"
            f"&per_page={SEARCHED}&select={SEARCH_SELECT}"
        )
        purse = self.web.allowance
        if purse and _credits(purse.left) < SEARCH_COST + self._spared:
            raise self._poor(purse.left)
        try:
            content = fields(self._ask(address))
        except BatchRefused as error:
            raise self.web.down("it refused the words of a search") from error
        if not isinstance(content.get("results"), list):
            raise self.web.down("its answer is not as it should be")
        works = map(work_from_search, dicts(content["results"]))
        return [work for work in works if work.ids]

    def _single(self, known: Identifier) -> Mapping[Identifier, Work]:
        doi = quote(known.value, safe=SAFE).replace("/.", "/%2E")
        response = self._send(f"/works/doi:{doi}?select={SELECT[Scheme.DOI]}")
        if response.status_code == NOT_FOUND:
            return {}
        return _most_cited([fields(answer_of(response, self.web))], frozenset({known}))

    def _ask(self, address: str) -> Any:
        response = self._send(address)
        if response.status_code == FORBIDDEN and REFUSED_WORDS in _complaint(response):
            raise BatchRefused("OpenAlex: it finds fault with the filter")
        return answer_of(response, self.web)

    def _listing(self, scheme: Scheme, batch: Sequence[Identifier]) -> str:
        wanted = "|".join(map(_values, batch))
        by = "doi" if scheme is Scheme.DOI else "locations.landing_page_url"
        return f"/works?filter={by}:{wanted}&per_page={ROWS}&select={SELECT[scheme]}"

    def _send(self, address: str) -> httpx2.Response:
        purse = self.web.allowance
        if purse and not _credits(purse.left):
            raise self._poor(purse.left)
        key = f"&api_key={quote(self._api_key, safe='')}" if self._api_key else ""
        return self.web.send("GET", self.web.endpoint + address + key)

    def _watch_budget(self, response: httpx2.Response) -> None:
        """Waiting helps against haste, not against an empty purse, which is remembered."""
        headers = response.headers
        left, cost, limit = (
            _number(headers.get(f"x-ratelimit-{name}-usd", ""))
            for name in ("remaining", "cost-required", "limit")
        )
        total = limit or (BUDGET if self._api_key else KEYLESS_BUDGET)
        if self._api_key and limit is not None and limit <= KEYLESS_BUDGET:
            if not self._is_warned:
                log.warning("OpenAlex does not take the API key that is set")
            self._is_warned = True
        is_poor = response.status_code in OUT_OF_BUDGET and (
            (left is not None and left < (cost or CREDIT)) or "budget" in _complaint(response)
        )
        if is_poor and left is None:
            left = 0.0
        if left is not None:
            self.web.note_allowance(left, total=total, seconds=_until_reset(headers))
        if is_poor:
            raise self._poor(left or 0.0)

    def _poor(self, left: float) -> SourceDown:
        """Why a question is not asked, or was refused, with so many dollars left."""
        if _credits(left):
            return self.web.down(
                f"what is left of the budget for today (${left:.4f}) is for citation counts"
            )
        hint = "" if self._api_key else "; a free API key gives ten times as much"
        return self.web.down(f"the budget for today is spent, until midnight UTC{hint}")


def work_from_record(record: Mapping[str, Any], known: Identifier) -> Work:
    """What a record adds to what a registry says about the identifier asked for.

    Neither other identifiers nor versions: OpenAlex mixes them up. A first of January
    stands for a year alone.
    """
    location = fields(record.get("primary_location"))
    source = fields(location.get("source"))
    biblio = fields(record.get("biblio"))
    kind = KINDS.get(raw(record.get("type")))
    cited = count(record.get("cited_by_count"))
    issued = date(record.get("publication_date"))
    return Work(
        ids=frozenset({known}),
        kind=kind,
        title=text(record.get("title")),
        issued=issued.removesuffix("-01-01") or date(record.get("publication_year")),
        venue=text(source.get("display_name")),
        volume=text(biblio.get("volume")),
        issue=text(biblio.get("issue")),
        pages=_pages(biblio),
        publisher=text(source.get("host_organization_name")),
        language=text(record.get("language")),
        citations={} if cited is None else {"openalex": cited},
    )


def work_from_search(record: Mapping[str, Any]) -> Work:
    """What a search shows of a work, under the identifiers that registries may confirm."""
    names = _names(record)
    people = (
        person(raw(fields(entry.get("author")).get("display_name")))
        for entry in dicts(record.get("authorships"))
    )
    work = work_from_record(record, min(names)) if names else Work()
    return replace(
        work,
        ids=frozenset(names),
        authors=tuple(someone for someone in people if someone != Person()),
    )


def _most_cited(
    records: Sequence[Mapping[str, Any]], asked: frozenset[Identifier]
) -> dict[Identifier, Work]:
    best: dict[Identifier, Mapping[str, Any]] = {}
    for record in sorted(records, key=lambda record: count(record.get("cited_by_count")) or 0):
        best.update(dict.fromkeys(_names(record) & asked, record))
    return {known: work_from_record(record, known) for known, record in best.items()}


def _names(record: Mapping[str, Any]) -> set[Identifier]:
    """The identifiers that an answer is about: its DOI, and the arXiv ids of its copies."""
    places = [raw(place.get("landing_page_url")) for place in dicts(record.get("locations"))]
    papers = map(registered.arxiv, filter(registered.ARXIV_ADDRESS.match, places))
    return {known for known in (registered.doi(raw(record.get("doi"))), *papers) if known}


def _is_filterable(identifier: Identifier) -> bool:
    return UNFILTERABLE.isdisjoint(identifier.value)


def _values(identifier: Identifier) -> str:
    value = quote(identifier.value, safe=SAFE)
    if identifier.scheme is Scheme.DOI:
        return value
    return f"http://arxiv.org/abs/{value}|https://arxiv.org/abs/{value}"


def _pages(biblio: Mapping[str, Any]) -> str:
    first, last = text(biblio.get("first_page")), text(biblio.get("last_page"))
    return f"{first}-{last}" if first and last and first != last else first


def _complaint(response: httpx2.Response) -> str:
    """What an error's JSON says, in small letters."""
    try:
        said = fields(response.json())
    except (ValueError, RecursionError):
        return ""
    return json.dumps([raw(said.get("error")), raw(said.get("message"))]).lower()


def _credits(dollars: float) -> int:
    return int(dollars / CREDIT + ROUNDING)


def _until_reset(headers: Mapping[str, str]) -> float:
    """The seconds until the budget is new: what OpenAlex says goes before our clock."""
    said = _number(headers.get("x-ratelimit-reset", "")) or 0.0
    return said if 0 < said <= DAY else DAY - time.time() % DAY


def _number(said: str) -> float | None:
    try:
        number = float(said)
    except ValueError:
        return None
    return number if 0 <= number < math.inf else None
