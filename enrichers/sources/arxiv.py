"""arXiv: preprints by their ids and titles, asked and read through the package `arxiv`."""

import io
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Unpack
from urllib.parse import parse_qsl, urlsplit

import arxiv
import httpx2
import requests
from lxml import etree
from requests.adapters import BaseAdapter

from enrichers.asking.troubles import retry_after
from enrichers.asking.web import Web
from enrichers.identifiers import arxiv_ids
from enrichers.model import BatchRefused, Identifier, Notice, Person, Scheme, Work, WorkKind
from enrichers.notices import WITHDRAWAL, is_withdrawn
from enrichers.sources import registered
from enrichers.sources.access import Access, way_to
from enrichers.sources.payload import slices
from enrichers.writing.names import person
from enrichers.writing.text import plain

ENDPOINT = "https://export.arxiv.org/api/query"
PATIENCE = 20.0  # seconds
EVERY = 3.0  # seconds between requests, by arXiv's terms of use; over one connection
BATCH = 2_000  # the largest slice of results; as a form, 2,000 ids are 30 kB
PAUSE = 600.0  # seconds: "Rate exceeded" is the load of all users, and only time helps

SEARCHED = 5  # results of a search
MOST_WORDS = 8  # of a title, the longest: enough to tell papers apart
LONGEST_TITLE = 300  # characters
WORD = re.compile(r"[^\W_]{2,}")
STOP_WORDS = frozenset(
    [
        "an",
        "and",
        "andnot",
        "are",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "it",
        "its",
        "not",
        "of",
        "on",
        "or",
        "that",
        "the",
        "their",
        "to",
        "via",
        "we",
        "with",
    ]
)
"""They tell no paper from another, and three of them are operators of arXiv's queries."""

REFUSALS = frozenset({403, 406, 429, 503})
TOO_MUCH = frozenset({400, 413, 414})
ATOM = "{http://www.w3.org/2005/Atom}"
TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"
REQUIRED = ("id", "published", "updated")
"""The package leaves out entries that lack one of these."""

log = logging.getLogger(__name__)
logging.getLogger("arxiv").setLevel(logging.WARNING)  # at INFO it writes all ids of a batch


class Arxiv:
    """Looks papers up by arXiv id, at most one request in three seconds over all processes.

    After a refusal nobody asks for ten minutes.
    """

    name = "arxiv"

    def __init__(
        self, *, every: float = EVERY, pause: float = PAUSE, **told: Unpack[Access]
    ) -> None:
        """`patience` is for answers that break off; a refusal is never tried again."""
        self._pause = pause
        self.web = way_to(
            "arXiv",
            told,
            endpoint=ENDPOINT,
            every=every,
            patience=PATIENCE,
            headers={"Accept": "application/atom+xml"},
            alone=True,
            notice=self._stop_when_refused,
        )
        self._client = _client_over(self.web, page_size=BATCH)
        self._finder = _client_over(self.web, page_size=SEARCHED)

    def answers(self, identifier: Identifier) -> bool:
        """All arXiv ids."""
        return identifier.scheme is Scheme.ARXIV

    def batches(self, identifiers: Sequence[Identifier]) -> Iterator[Sequence[Identifier]]:
        """Slices of 2,000."""
        return slices(identifiers, BATCH)

    def lookup(self, batch: Sequence[Identifier]) -> Mapping[Identifier, Work]:
        """Ask for up to 2,000 papers in one request.

        Ids of a form that arXiv never gave out are absent without asking: one of them would
        spoil the whole batch.
        """
        numbers = [known.value for known in batch if registered.arxiv(known.value) == known]
        if not numbers:
            return {}
        works = self._results(self._client, arxiv.Search(id_list=numbers, max_results=None))
        asked = frozenset(batch)
        return {known: work for work in works for known in work.ids & asked}

    def search(self, title: str, *, authors: Sequence[Person] = ()) -> list[Work]:
        """Papers whose titles hold the words of a title, the best first.

        Not the authors: a family name that is spelt otherwise would lose the paper. An entry
        under an id that arXiv never gave out is no outage, and left out.
        """
        words = dict.fromkeys(WORD.findall(title[:LONGEST_TITLE].lower()))
        telling = sorted(words.keys() - STOP_WORDS, key=lambda word: (-len(word), word))
        if not telling:
            return []
        query = " AND ".join(f"ti:{word}" for word in telling[:MOST_WORDS])
        wanted = arxiv.Search(query=query, max_results=SEARCHED)
        try:
            return self._results(self._finder, wanted, is_named=False)
        except BatchRefused as error:
            raise self.web.down("it refused the words of a search") from error

    def _results(
        self, client: arxiv.Client, search: arxiv.Search, *, is_named: bool = True
    ) -> list[Work]:
        """Works from the entries; of those that are asked for by name none may be left out."""
        try:
            found = list(client.results(search))
            return [work_from_result(one) for one in found if is_named or _has_id(one)]
        except (arxiv.ArxivError, ValueError) as error:
            raise self.web.down("its answer is incomplete or damaged") from error

    def _stop_when_refused(self, response: httpx2.Response) -> None:
        is_refusal = response.status_code in REFUSALS
        if is_refusal or response.content.lstrip().startswith(b"Rate exceeded"):
            asked = retry_after(response.headers, now=datetime.now(UTC)) or 0.0
            self.web.block(max(self._pause, asked))
            raise self.web.down(f"refused to answer (HTTP {response.status_code})")


class _Forms(BaseAdapter):
    """Sends what the package asks for as a form, which may be long, and checks the answer.

    The package itself takes anything for an answer: text, HTML, half a feed.
    """

    def __init__(self, web: Web) -> None:
        super().__init__()
        self._web = web

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        form = dict(parse_qsl(urlsplit(request.url or "").query, keep_blank_values=True))
        answer = self._web.send("POST", self._web.endpoint, data=form)
        asked = form.get("id_list", "")
        _check(answer, self._web, at_most=asked.count(",") + 1 if asked else None)
        response = requests.Response()
        response.status_code = answer.status_code
        response.url = self._web.endpoint
        response.request = request
        response.raw = io.BytesIO(answer.content)
        return response

    def close(self) -> None:
        pass


def _client_over(web: Web, *, page_size: int) -> arxiv.Client:
    """The package's client, whose requests go over a line of ours."""
    client = arxiv.Client(page_size=page_size, delay_seconds=0, num_retries=0)
    client.query_url_format = web.endpoint + "?{}"
    # The package has no other way to be given a session (its issue 209).
    session = client._session  # pyright: ignore[reportPrivateUsage]
    for scheme in ("http://", "https://"):
        session.mount(scheme, _Forms(web))
    return client


def _has_id(result: arxiv.Result) -> bool:
    is_known = registered.arxiv(result.get_short_id()) is not None
    if not is_known:
        log.warning("arXiv: left out an entry without an arXiv id: %.80r", result.entry_id)
    return is_known


def work_from_result(result: arxiv.Result) -> Work:
    """A work from an entry of the feed; ValueError if it has no arXiv id."""
    identifier = registered.arxiv(result.get_short_id())
    if identifier is None:
        raise ValueError(f"no arXiv id: {result.entry_id[:80]!r}")
    _, version = arxiv_ids.parse(result.get_short_id()) or ("", "")
    revised = result.updated.date().isoformat()
    withdrawn = Notice(kind=WITHDRAWAL, about=identifier, on=revised, source="arxiv")
    # Authors type it by hand: some give two.
    dois = (registered.doi(part.strip(",;")) for part in (result.doi or "").split())
    return Work(
        ids=frozenset({identifier}),
        versions=frozenset(doi for doi in dois if doi and doi != identifier),
        kind=WorkKind.PREPRINT,
        title=plain(result.title),
        authors=tuple(person(author.name) for author in result.authors),
        issued=result.published.date().isoformat(),
        venue="arXiv",
        abstract=plain(result.summary),
        url=f"https://arxiv.org/abs/{identifier.value}",
        revision=version,
        revised=revised,
        notices=(withdrawn,) if is_withdrawn(plain(result.comment or "")) else (),
    )


def _check(answer: httpx2.Response, web: Web, *, at_most: int | None) -> None:
    """Raise SourceDown unless this is a whole feed, BatchRefused if it names an error."""
    if answer.status_code not in TOO_MUCH | {httpx2.codes.OK}:
        raise web.down(f"HTTP {answer.status_code}")
    is_feed = "xml" in answer.headers.get("content-type", "")
    if not (is_feed and answer.content.lstrip().startswith(b"<")):
        if answer.status_code in TOO_MUCH:
            raise BatchRefused(f"arXiv: HTTP {answer.status_code}")
        what = "something else than a feed" if answer.content.strip() else "nothing"
        raise web.down(f"it sent {what}")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        feed = etree.fromstring(answer.content, parser)
    except etree.XMLSyntaxError as error:
        raise web.down("its feed is damaged or breaks off") from error
    if feed.getroottree().docinfo.internalDTD is not None:
        # The package would leave out of titles what stands for more text.
        raise web.down("its feed declares entities of its own")
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        if "/api/errors" in entry.findtext(f"{ATOM}id", ""):
            detail = plain(entry.findtext(f"{ATOM}summary", ""))[:200]
            raise BatchRefused(f"arXiv: {detail}")
    if answer.status_code in TOO_MUCH:
        raise BatchRefused(f"arXiv: HTTP {answer.status_code}")
    is_whole = all(entry.findtext(f"{ATOM}{tag}") for entry in entries for tag in REQUIRED)
    total = feed.findtext(TOTAL, "")
    if feed.tag != f"{ATOM}feed" or not is_whole or not total.strip().isdecimal():
        raise web.down("its feed is not as it should be")
    if not len(entries) <= int(total) or (at_most is not None and int(total) > at_most):
        raise web.down("its feed does not belong to the question")
