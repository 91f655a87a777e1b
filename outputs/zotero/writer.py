"""The only module that writes to Zotero: sends objects and reads the report, index by index."""

import html
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx2

from outputs.zotero.connection import OK, Connection, NotAllowed, ServerTripped, ZoteroDown

NO_CONTENT = 204
FORBIDDEN = 403
TOO_LARGE = 413
SERVER_ERROR = 500

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

    A request at which the server fails is halved until the object that it fails at is alone.
    Raises ZoteroDown when the outcome is open, NotAllowed when the key may not write.
    """
    try:
        response = connection.post(kind, objects)
    except ServerTripped as error:
        return _halved(
            connection, kind, objects, Refusal(code=SERVER_ERROR, message=str(error))
        )
    if response.status_code == OK:
        return _report(response)
    refusal = Refusal(code=response.status_code, message=html.unescape(response.text[:200]))
    if refusal.code == FORBIDDEN:
        raise NotAllowed(f"Zotero refuses to write to {connection.group.name}")
    if refusal.code == TOO_LARGE:
        return _halved(connection, kind, objects, refusal)
    return Report(refused=dict.fromkeys(range(len(objects)), refusal))


def remove(connection: Connection, kind: Kind, key: str, *, version: int) -> bool:
    """Delete an object for good; False where it moved on since that version.

    Raises ZoteroDown.
    """
    response = connection.delete(f"{kind}/{key}", version=version)
    return response.status_code == NO_CONTENT


def _halved(
    connection: Connection, kind: Kind, objects: Sequence[Mapping[str, Any]], refusal: Refusal
) -> Report:
    if len(objects) == 1:
        return Report(refused={0: refusal})
    log.info("zotero: %s with %d %s, sent in halves", refusal.message, len(objects), kind)
    middle = len(objects) // 2
    report = Report()
    for places in (range(middle), range(middle, len(objects))):
        report.put(send(connection, kind, [objects[at] for at in places]), places)
    return report


def _report(response: httpx2.Response) -> Report:
    try:
        payload = response.json()
        failed = payload["failed"].items()
        return Report(
            written={int(at): each for at, each in payload["successful"].items()},
            unchanged={int(at) for at in payload["unchanged"]},
            refused={
                int(at): Refusal(code=each["code"], message=html.unescape(each["message"]))
                for at, each in failed
            },
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ZoteroDown("zotero: the report on a write cannot be read") from error
