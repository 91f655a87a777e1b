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
OUTAGE = 3  # objects in a row at which the server fails, each alone: then it fails at all

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
    the other, and NotAllowed when the key may not write.
    """
    return _Sending(connection, kind, len(objects)).send(objects)


def remove(connection: Connection, kind: Kind, key: str, *, version: int) -> bool:
    """Delete an object for good; False where it moved on since that version.

    Raises ZoteroDown.
    """
    response = connection.delete(f"{kind}/{key}", version=version)
    return response.status_code == NO_CONTENT


class _Sending:
    """Objects on their way, in parts where the server does not take them together."""

    def __init__(self, connection: Connection, kind: Kind, count: int) -> None:
        self._connection = connection
        self._kind: Kind = kind
        self._count = count
        self._failed = 0  # objects in a row

    def send(self, objects: Sequence[Mapping[str, Any]]) -> Report:
        """The report on them all."""
        is_whole = len(objects) == self._count
        try:
            response = self._connection.post(self._kind, objects, trips=int(is_whole))
        except ServerTripped as error:
            return self._failed_at(objects, Refusal(code=SERVER_ERROR, message=str(error)))
        self._failed = 0
        if response.status_code == OK:
            return _report(response)
        message = html.unescape(response.text[:200])
        refusal = Refusal(code=response.status_code, message=message)
        if refusal.code in REFUSED_KEY:
            raise NotAllowed(f"Zotero refuses to write to {self._connection.group.name}")
        if refusal.code == TIMED_OUT or refusal.code >= SERVER_ERROR:
            raise ZoteroDown(f"zotero: HTTP {refusal.code}")
        if refusal.code == TOO_LARGE and len(objects) > 1:
            return self._halved(objects, refusal)
        return Report(refused=dict.fromkeys(range(len(objects)), refusal))

    def _failed_at(self, objects: Sequence[Mapping[str, Any]], refusal: Refusal) -> Report:
        if len(objects) > 1:
            return self._halved(objects, refusal)
        self._failed += 1
        if 1 < self._failed >= min(self._count, OUTAGE):
            raise ZoteroDown(f"{refusal.message} at {self._failed} objects in a row")
        return Report(refused={0: refusal})

    def _halved(self, objects: Sequence[Mapping[str, Any]], refusal: Refusal) -> Report:
        log.info("%s: %d %s are sent in halves", refusal, len(objects), self._kind)
        middle = len(objects) // 2
        report = Report()
        for places in (range(middle), range(middle, len(objects))):
            report.put(self.send([objects[at] for at in places]), places)
        return report


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
