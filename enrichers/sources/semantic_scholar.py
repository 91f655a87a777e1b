"""Semantic Scholar: citation counts, and words for gaps; never an identity."""

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Unpack

import httpx2

from enrichers.model import Identifier, Person, Scheme, SourceDown, Work
from enrichers.sources.access import Access, way_to
from enrichers.sources.payload import answer_of, count, date, dicts, fields, raw, slices, text
from enrichers.writing.names import person

ENDPOINT = "https://api.semanticscholar.org/graph/v1"
BATCH = 500
EVERY = 1.05  # seconds: one request per second with a key
MINUTE = 60.0  # seconds: without one, about one request in a minute gets through
TIMEOUT = 60.0  # seconds: it is the slowest
PATIENCE = 180.0  # seconds, without a key: 4 tries

BAD_REQUEST, TOO_MANY = 400, 429
PREFIXES: Mapping[Scheme, str] = {Scheme.ARXIV: "ARXIV", Scheme.DOI: "DOI"}
FIELDS = "title,year,venue,publicationDate,authors,citationCount"
"""Not the type: journal article is what it calls most preprints."""
NONE_KNOWN = "no valid paper ids"
"""The words of a 400 in place of a list of nothing but nulls (seen live by several)."""


class _Turned(SourceDown):
    """Turned away for now, as the many without a key are."""


class SemanticScholar:
    """Looks up DOIs and arXiv ids, five hundred in a request.

    Without a key all users share one pool that is mostly exhausted: then it tries again once
    a minute for as long as its patience lasts.
    """

    name = "semantic_scholar"

    def __init__(
        self,
        *,
        api_key: str = "",
        every: float = EVERY,
        minute: float = MINUTE,
        **told: Unpack[Access],
    ) -> None:
        """`minute` is how long one who was turned away without a key keeps still."""
        self._is_keyless = not api_key
        self._patience = told.get("patience", PATIENCE)
        self._minute = minute
        told = {"timeout": TIMEOUT, **told}
        self.web = way_to(
            "Semantic Scholar",
            told,
            endpoint=ENDPOINT,
            every=every,
            patience=PATIENCE,
            headers={"x-api-key": api_key} if api_key else {},
            notice=self._keep_still,
        )

    def answers(self, identifier: Identifier) -> bool:
        """DOIs and arXiv ids."""
        return identifier.scheme in PREFIXES

    def batches(self, identifiers: Sequence[Identifier]) -> Iterator[Sequence[Identifier]]:
        """Five hundred in each."""
        return slices(identifiers, BATCH)

    def lookup(self, batch: Sequence[Identifier]) -> Mapping[Identifier, Work]:
        """Ask for up to five hundred works in one request; the answer is in their order."""
        response = self._post([f"{PREFIXES[known.scheme]}:{known.value}" for known in batch])
        if response.status_code == BAD_REQUEST and NONE_KNOWN in response.text.lower():
            return {}
        content = answer_of(response, self.web)
        rows: list[Any] = content if isinstance(content, list) else []
        if len(rows) != len(batch) or not all(row is None or fields(row) for row in rows):
            raise self.web.down("its answer is not as it should be")
        pairs = zip(batch, rows, strict=True)
        return {known: work_from_paper(row, known) for known, row in pairs if row}

    def _post(self, names: Sequence[str]) -> httpx2.Response:
        started = time.monotonic()
        while True:
            try:
                return self.web.send(
                    "POST", f"/paper/batch?fields={FIELDS}", json={"ids": names}
                )
            except _Turned:
                if time.monotonic() - started + self._minute > self._patience:
                    raise

    def _keep_still(self, response: httpx2.Response) -> None:
        if self._is_keyless and response.status_code == TOO_MANY:
            self.web.block(self._minute)
            raise _Turned(
                f"{self.web.service}: turned us away, as it does most who have no API key"
            )


def work_from_paper(paper: Mapping[str, Any], known: Identifier) -> Work:
    """What a paper's record adds to what a registry says about the identifier asked for."""
    people = (person(raw(author.get("name"))) for author in dicts(paper.get("authors")))
    cited = count(paper.get("citationCount"))
    return Work(
        ids=frozenset({known}),
        title=text(paper.get("title")),
        authors=tuple(someone for someone in people if someone != Person()),
        issued=date(paper.get("publicationDate")) or date(paper.get("year")),
        venue=text(paper.get("venue")),
        citations={} if cited is None else {"semantic_scholar": cited},
    )
