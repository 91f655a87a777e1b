"""doi.org: DOIs of all agencies, one by one, by content negotiation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Unpack
from urllib.parse import quote

import httpx2

from enrichers.model import BatchRefused, Identifier, Scheme, Work, WorkKind
from enrichers.sources.access import Access, way_to
from enrichers.sources.crossref_work import work_from_message
from enrichers.sources.payload import SAFE, answer_of, dicts, fields, raw, slices

ENDPOINT = "https://doi.org"
PATIENCE = 30.0  # seconds
EVERY = 0.31  # seconds: agencies allow 1,000 requests in five minutes
CSL = "application/vnd.citationstyles.csl+json"

OK, MALFORMED, NOT_FOUND = 200, 400, 404

TYPES: Mapping[str, str] = {
    "article-journal": "journal-article",
    "article-magazine": "journal-article",
    "article-newspaper": "journal-article",
    "chapter": "book-chapter",
    "collection": "book-set",
    "entry": "reference-entry",
    "entry-dictionary": "reference-entry",
    "entry-encyclopedia": "reference-entry",
    "paper-conference": "proceedings-article",
    "thesis": "dissertation",
}
"""CSL's types in Crossref's words; others have one name in both."""
KINDS: Mapping[str, WorkKind] = {
    "broadcast": WorkKind.VIDEO,
    "document": WorkKind.DOCUMENT,
    "motion_picture": WorkKind.VIDEO,
    "post": WorkKind.WEB_PAGE,
    "post-weblog": WorkKind.BLOG_POST,
    "software": WorkKind.SOFTWARE,
    "speech": WorkKind.PRESENTATION,
    "webpage": WorkKind.WEB_PAGE,
}
"""CSL's types that Crossref has no word for. "article" is missing: it says nothing."""


class DoiOrg:
    """Looks DOIs up, one in a request; it alone knows for sure that there is no such DOI."""

    name = "doi_org"

    def __init__(self, **told: Unpack[Access]) -> None:
        self.web = way_to("doi.org", told, endpoint=ENDPOINT, every=EVERY, patience=PATIENCE)

    def answers(self, identifier: Identifier) -> bool:
        """DOIs."""
        return identifier.scheme is Scheme.DOI

    def batches(self, identifiers: Sequence[Identifier]) -> Iterator[Sequence[Identifier]]:
        """One by one."""
        return slices(identifiers, 1)

    def lookup(self, batch: Sequence[Identifier]) -> Mapping[Identifier, Work]:
        """Ask for each DOI; redirects lead to the agency that holds its record."""
        found = ((known, self._record(known)) for known in batch)
        return {known: work for known, work in found if work}

    def _record(self, known: Identifier) -> Work | None:
        path = "/" + quote(known.value, safe=SAFE).replace("/.", "/%2E")
        response = self.web.send("GET", self.web.endpoint + path, headers={"Accept": CSL})
        is_its_own = str(response.request.url).startswith(f"{self.web.endpoint}/")
        if is_its_own and _is_denial(response):
            return None
        if response.status_code == OK and "json" in response.headers.get("content-type", ""):
            if item := fields(answer_of(response, self.web)):
                return work_from_csl(item, known)
            raise self.web.down("its answer is not as it should be")
        if is_its_own:
            raise self.web.down(f"no record, but HTTP {response.status_code}")
        # Some agencies have a page for everybody and nothing for machines; others are well.
        raise BatchRefused(f"doi.org: {known.value} leads to a page that is no record")


def _is_denial(response: httpx2.Response) -> bool:
    """Whether it says, on a page of its own, that there is no such DOI or that it is none."""
    said = response.content[:20_000].lower()
    return response.status_code in {MALFORMED, NOT_FOUND} and b"doi" in said


def work_from_csl(item: Mapping[str, Any], known: Identifier) -> Work:
    """A work from an item of CSL-JSON.

    An item under another DOI is where an alias leads: that DOI is named as a version.
    """
    kind = raw(item.get("type"))
    message = {
        **item,
        "type": TYPES.get(kind, kind),
        "author": [_person(entry) for entry in dicts(item.get("author"))],
        "editor": [_person(entry) for entry in dicts(item.get("editor"))],
        "article-number": item.get("number"),
        "relation": None,
    }
    work = work_from_message(message)
    return replace(
        work,
        ids=frozenset({known}),
        versions=work.ids - {known},
        kind=work.kind or KINDS.get(kind),
        citations={},
    )


def _person(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    particles = raw(entry.get("non-dropping-particle")) or raw(entry.get("dropping-particle"))
    family = " ".join(filter(None, (particles, raw(entry.get("family")))))
    return {**entry, "family": family, "name": entry.get("literal") or entry.get("name")}
