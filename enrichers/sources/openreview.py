"""OpenReview: what its forums are about, for those who have an account there."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Unpack

from enrichers.model import Identifier, Person, Scheme, Work, WorkKind
from enrichers.sources.access import Access, way_to
from enrichers.sources.payload import answer_of, count, dicts, fields, raw, slices, text
from enrichers.writing.names import person

ENDPOINT = "https://api2.openreview.net"
FIRST = "https://api.openreview.net"
"""The interface to what was submitted before 2023; each knows only its own."""
PATIENCE = 20.0  # seconds
EVERY = 0.5  # seconds; no limit is published
NOT_FOUND = 404

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
UNDECIDED = re.compile(
    r"^submitted to\b|\b(?:submissions?|submitted|reject(?:ed)?|withdrawn|desk rejected)\b",
    re.IGNORECASE,
)
"""How a venue is named under a paper that it has not taken."""


class OpenReview:
    """Looks up one forum in a request, or two for older ones.

    It describes what was submitted; whether that is a work, and which, is for registries and
    a search for its title. Those who do not sign in are asked to solve a riddle.
    """

    name = "openreview"

    def __init__(self, *, token: str, first: str = FIRST, **told: Unpack[Access]) -> None:
        self._first = first.rstrip("/")
        self._token = {"Authorization": f"Bearer {token}"}
        self.web = way_to("OpenReview", told, endpoint=ENDPOINT, every=EVERY, patience=PATIENCE)

    def answers(self, identifier: Identifier) -> bool:
        """OpenReview's own identifiers."""
        return identifier.scheme is Scheme.OPENREVIEW

    def batches(self, identifiers: Sequence[Identifier]) -> Iterator[Sequence[Identifier]]:
        """One by one."""
        return slices(identifiers, 1)

    def lookup(self, batch: Sequence[Identifier]) -> Mapping[Identifier, Work]:
        """Ask for one forum."""
        [known] = batch
        for endpoint in (self.web.endpoint, self._first):
            if note := self._note(endpoint, known.value):
                work = work_from_note(note, known)
                return {known: work} if work.title else {}
        return {}

    def _note(self, endpoint: str, name: str) -> Mapping[str, Any] | None:
        """What was submitted; None if this interface has no such forum."""
        response = self.web.send(
            "GET", f"{endpoint}/notes", params={"id": name}, headers=self._token
        )
        if response.status_code == NOT_FOUND and b"notfounderror" in response.content.lower():
            return None
        answer = fields(answer_of(response, self.web))
        notes = answer.get("notes")
        if not isinstance(notes, list) or len(dicts(notes)) < len(notes):
            raise self.web.down("its answer is not as it should be")
        return next((note for note in dicts(notes) if note.get("id") == name), None)


def work_from_note(note: Mapping[str, Any], known: Identifier) -> Work:
    """A work from what was submitted; without authors it is no paper."""
    content = fields(note.get("content"))
    people: Any = _said(content, "authors")
    authors = map(person, map(raw, people)) if isinstance(people, list) else ()
    named = tuple(someone for someone in authors if someone != Person())
    venue = text(_said(content, "venue"))
    is_taken = bool(venue) and not UNDECIDED.search(venue)
    kind = WorkKind.CONFERENCE_PAPER if is_taken else WorkKind.PREPRINT
    return Work(
        ids=frozenset({known}),
        kind=kind if named else None,
        title=text(_said(content, "title")),
        authors=named,
        issued=_issued(note, venue),
        venue=venue if is_taken else "OpenReview" if named else "",
        abstract=text(_said(content, "abstract")),
    )


def _said(content: Mapping[str, Any], name: str) -> Any:
    """A value, which the second interface wraps in an object."""
    value = content.get(name)
    return fields(value).get("value") if isinstance(value, dict) else value


def _issued(note: Mapping[str, Any], venue: str) -> str:
    """The year of the venue, else the day on which it came out or came in."""
    if year := YEAR.search(venue):
        return year[0]
    days = (count(note.get(name)) for name in ("pdate", "odate", "tcdate", "cdate"))
    since = next(filter(None, days), None)
    if since is None or since // 1000 > datetime(2100, 1, 1, tzinfo=UTC).timestamp():
        return ""
    return datetime.fromtimestamp(since // 1000, UTC).date().isoformat()
