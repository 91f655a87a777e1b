"""GitHub: what its repositories are, under which licence, and what they want cited."""

import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Unpack
from urllib.parse import quote

import httpx2

from enrichers.model import Identifier, Scheme, Work, WorkKind
from enrichers.sources import citation_file
from enrichers.sources.access import Access, way_to
from enrichers.sources.citation_file import CitationFile
from enrichers.sources.payload import date, fields, raw, record_of, slices, text

ENDPOINT = "https://api.github.com"
FILES = "https://raw.githubusercontent.com"
"""Where single files are given out, which the API does not count."""
PATIENCE = 20.0  # seconds
EVERY = 0.05  # seconds: a request is a point of 900 in a minute, and every second one is free
MOST = 50
"""Repositories in an hour: GitHub gives an address 60 requests, to all who share it."""
MOST_WITH_TOKEN = 2_000  # of 5,000
HOUR = 3_600.0  # seconds

OK, FORBIDDEN, NOT_FOUND, TOO_MANY = 200, 403, 404, 429
DENIALS = (b'"not found"', b"access blocked")
NO_LICENCE = frozenset({"", "NOASSERTION"})


class GitHub:
    """Looks up one repository in a request, and its CITATION.cff in another that is free.

    It describes repositories; a name at GitHub is nobody's identity.
    """

    name = "github"

    def __init__(self, *, token: str = "", files: str = FILES, **told: Unpack[Access]) -> None:
        """A `token` without any rights gives eighty times the requests."""
        self._files = files.rstrip("/")
        self._token = token
        self._most = MOST_WITH_TOKEN if token else MOST
        self._asked = 0
        self._rest = 0.0
        """Seconds until GitHub answers again, when it said that this was the last time."""
        headers = {"Accept": "application/vnd.github+json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self.web = way_to(
            "GitHub",
            told,
            endpoint=ENDPOINT,
            every=EVERY,
            patience=PATIENCE,
            headers=headers,
            notice=self._heed_limit,
            account="with a token" if token else "",
        )

    def answers(self, identifier: Identifier) -> bool:
        """Names of repositories."""
        return identifier.scheme is Scheme.GITHUB

    def batches(self, identifiers: Sequence[Identifier]) -> Iterator[Sequence[Identifier]]:
        """One by one, as many as an hour allows; the others are left for later runs."""
        if self.web.is_blocked:
            return iter(())
        known = self.web.allowance
        most = min(self._most, int(known.left)) if known else self._most
        return islice(slices(identifiers, 1), most)

    def lookup(self, batch: Sequence[Identifier]) -> Mapping[Identifier, Work]:
        """Ask for one repository."""
        [known] = batch
        work = self._described(known)
        self._asked += 1
        if self._asked >= self._most or self._rest:
            self.web.block(self._rest or HOUR)
        return {known: work} if work else {}

    def _described(self, known: Identifier) -> Work | None:
        response = self.web.send("GET", f"/repos/{quote(known.value)}")
        record = record_of(response, self.web, denials=DENIALS)
        if record is None:
            return None
        name = raw(record.get("full_name"))
        if name.count("/") != 1:
            raise self.web.down("its answer is not as it should be")
        return work_from_repository(record, self._citation_file(name), known)

    def _citation_file(self, name: str) -> CitationFile:
        address = f"{self._files}/{quote(name)}/HEAD/CITATION.cff"
        response = self.web.send("GET", address, headers={"Accept": "text/plain"})
        if response.status_code == NOT_FOUND:
            return CitationFile()
        if response.status_code != OK or response.content.lstrip().startswith(b"<"):
            raise self.web.down(f"no file, but HTTP {response.status_code}")
        return citation_file.read(response.content.decode("utf-8", "replace"))

    def _heed_limit(self, response: httpx2.Response) -> None:
        """Keep still until the hour is over when all of its requests are used up."""
        left, total, reset = (
            int(said) if said.isascii() and said.isdecimal() else None
            for name in ("remaining", "limit", "reset")
            for said in [response.headers.get(f"x-ratelimit-{name}", "")[:12]]
        )
        if left is None:
            return
        rest = min(max(reset - time.time(), 1.0), HOUR) if reset else HOUR
        self.web.note_allowance(left, total=total or left, seconds=rest)
        if left:
            return
        self._rest = rest
        if response.status_code not in {FORBIDDEN, TOO_MANY}:
            return
        self.web.block(self._rest)
        hint = "" if self._token else "; a token (GITHUB_TOKEN) gives many more"
        raise self.web.down(f"its requests of this hour are used up{hint}")


def work_from_repository(
    record: Mapping[str, Any], citation: CitationFile, known: Identifier
) -> Work:
    """What a repository is. DOIs that it calls its own are versions, which their registry has
    to confirm; a fork has its original's file. What it wants cited is another work."""
    licence = fields(record.get("license"))
    code, name = raw(licence.get("spdx_id")), text(licence.get("name"))
    rights = code if code not in NO_LICENCE else name if name != "Other" else ""
    return Work(
        ids=frozenset({known}),
        versions=frozenset() if record.get("fork") is True else citation.own,
        presents=citation.preferred,
        kind=WorkKind.SOFTWARE,
        title=text(record.get("full_name")),
        authors=citation.authors,
        issued=citation.released or date(record.get("created_at")),
        abstract=text(record.get("description")),
        rights=rights or citation.rights,
        is_archived=record.get("archived") is True,
        url=text(record.get("html_url")),
    )
