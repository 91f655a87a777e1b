"""The only module that writes to Zotero: sends objects and reads the report, index by index."""

import html
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx2

from outputs.zotero.connection import OK, Connection, NotAllowed, ServerTripped, ZoteroDown

NO_CONTENT = 204
REFUSED_KEY = frozenset({401, 403})
TIMED_OUT = 408
TOO_LARGE = 413
SERVER_ERROR = 500
OUTAGE = 3  # objects in a row at which the server fails, each alone: then it may fail at all

Json = dict[str, Any]
Kind = Literal["items", "collections"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why an object was not written."""

    code: int
    """As in HTTP: 412 it moved on or is there already, 409 its collection is missing, ..."""
    message: str

    def __str__(self) -> str:
        """For people."""
        if self.code >= SERVER_ERROR:
            return f"Zotero failed at it (HTTP {self.code}): another run tries again"
        return f"Zotero refused it ({self.code}): {self.message}"


@dataclass(slots=True, kw_only=True)
class Report:
    """What became of the objects of a request, by their index in it.

    An index in none of the three: the server does not say.
    """

    written: dict[int, Json] = field(default_factory=dict[int, Json])
    """The whole object as it stands now."""
    unchanged: set[int] = field(default_factory=set[int])
    refused: dict[int, Refusal] = field(default_factory=dict[int, Refusal])

    def put(self, other: "Report", places: Sequence[int]) -> None:
        """Take in the report on a part: what it says now of the objects in these places."""
        for at, place in enumerate(places):
            self.refused.pop(place, None)
            if at in other.written:
                self.written[place] = other.written[at]
            elif at in other.unchanged:
                self.unchanged.add(place)
            elif at in other.refused:
                self.refused[place] = other.refused[at]


def send(connection: Connection, kind: Kind, objects: Sequence[Mapping[str, Any]]) -> Report:
    """Write at most 50 objects, each with a key of ours and its version, 0 to make it.

    A request at which the server fails twice is halved until the object that it fails at is
    alone. Raises ZoteroDown when the outcome is open, or the server fails at one object after
    the other and at one far from them too, and NotAllowed when the key may not write.
    """
    sending = _Sending(connection, kind, objects)
    sending.send(range(len(objects)))
    return sending.report


def remove(connection: Connection, kind: Kind, key: str, *, version: int) -> bool:
    """Delete an object for good; False where it moved on since that version.

    Raises ZoteroDown.
    """
    response = connection.delete(f"{kind}/{key}", version=version)
    return response.status_code == NO_CONTENT


class _Sending:
    """Objects on their way, in parts where the server does not take them together."""

    def __init__(
        self, connection: Connection, kind: Kind, objects: Sequence[Mapping[str, Any]]
    ) -> None:
        self.report = Report()
        self._connection = connection
        self._kind: Kind = kind
        self._objects = objects
        self._tried: set[int] = set()
        """The places of the objects of which the end is known."""
        self._failed = 0  # objects in a row

    def send(self, places: Sequence[int]) -> None:
        """Send the objects in these places, and take in the report on them."""
        objects = [self._objects[at] for at in places]
        is_whole = len(objects) == len(self._objects)
        try:
            response = self._connection.post(self._kind, objects, trips=int(is_whole))
        except ServerTripped as error:
            self._failed_at(places, Refusal(code=SERVER_ERROR, message=str(error)))
            return
        self._failed = 0
        if response.status_code == OK:
            self._settle(_report(response), places)
            return
        message = html.unescape(response.text[:200])
        refusal = Refusal(code=response.status_code, message=message)
        if refusal.code in REFUSED_KEY:
            raise NotAllowed(f"Zotero refuses to write to {self._connection.group.name}")
        if refusal.code == TIMED_OUT or refusal.code >= SERVER_ERROR:
            raise ZoteroDown(f"zotero: HTTP {refusal.code}")
        if refusal.code == TOO_LARGE and len(places) > 1:
            self._halve(places, refusal)
        else:
            self._settle(Report(refused=dict.fromkeys(range(len(places)), refusal)), places)

    def _failed_at(self, places: Sequence[int], refusal: Refusal) -> None:
        if len(places) > 1:
            self._halve(places, refusal)
            return
        self._settle(Report(refused={0: refusal}), places)
        self._failed += 1
        enough = min(len(self._objects), OUTAGE)
        if not 1 < self._failed >= enough:
            return
        # Those may be bad neighbours: one far from them tells whether the server is down.
        others = (at for at in reversed(range(len(self._objects))) if at not in self._tried)
        far = next(others, None)
        if far is None and self.report.written:
            return
        if far is None or self._failed > enough:
            raise ZoteroDown(f"{refusal.message} at {self._failed} objects in a row")
        self.send([far])

    def _halve(self, places: Sequence[int], refusal: Refusal) -> None:
        log.info("%s: %d %s are sent in halves", refusal, len(places), self._kind)
        middle = len(places) // 2
        for half in (places[:middle], places[middle:]):
            if left := [at for at in half if at not in self._tried]:
                self.send(left)

    def _settle(self, report: Report, places: Sequence[int]) -> None:
        self.report.put(report, places)
        self._tried.update(places)


def _report(response: httpx2.Response) -> Report:
    try:
        payload = response.json()
        failed = payload["failed"].items()
        return Report(
            written={int(at): each for at, each in payload["successful"].items()},
            unchanged={int(at) for at in payload["unchanged"]},
            refused={
                int(at): Refusal(code=int(each["code"]), message=html.unescape(each["message"]))
                for at, each in failed
            },
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ZoteroDown("zotero: the report on a write cannot be read") from error
