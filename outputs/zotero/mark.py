"""A mark in the group while a run writes, for groups that several machines write to."""

import hashlib
import logging
import socket
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from outputs.zotero import extra
from outputs.zotero.connection import Connection, ZoteroDown
from outputs.zotero.keys import new_key
from outputs.zotero.reading import items_with
from outputs.zotero.writer import remove, send

LASTS = timedelta(hours=1)
"""For how long a mark counts: a run that takes longer renews it, that of a dead one is over."""
TITLE = "zotlist is writing to this library"
LINE = "Until"

Json = Mapping[str, Any]

log = logging.getLogger(__name__)


class Mark:
    """An item in the trash, where nobody looks for works, that is there only while we write.

    It is made and taken over under a version, so that of two that come at once one is
    refused. It is a courtesy: keys and versions keep two runs from harm also without it.
    """

    def __init__(self, connection: Connection, state: Path) -> None:
        self._connection = connection
        self._key = new_key(connection.group.name, TITLE)
        self._holder = hashlib.sha256(
            f"{socket.gethostname()} {state.resolve()}".encode()
        ).hexdigest()[:12]
        self._version = 0
        self._until = datetime.min.replace(tzinfo=UTC)

    @property
    def key(self) -> str:
        """The key of the item."""
        return self._key

    def heed(self, standing: Json | None) -> None:
        """Raise ZoteroDown when another machine's mark is there and still counts.

        `standing` is the item's data; None if it is not there.
        """
        if standing is None:
            return
        text = str(standing.get("extra", ""))
        holder = next(iter(extra.values(text, "Holder")), "")
        until = _moment(next(iter(extra.values(text, LINE)), ""))
        if holder != self._holder and _counts(until):
            raise ZoteroDown(
                f"zotero: another machine is writing to {self._connection.group.name}, "
                f"until {until:%H:%M} UTC at most"
            )

    def set(self) -> None:
        """Set the mark, or renew it when half its time is over. Raises ZoteroDown when
        another machine is writing."""
        now = datetime.now(UTC)
        if self._until - now > LASTS / 2:
            return
        found = next(iter(items_with(self._connection, [self._key])), None)
        self.heed(found["data"] if found else None)
        self._until = now + LASTS
        data = {
            "itemType": "document",
            "title": TITLE,
            "extra": f"Holder: {self._holder}\n{LINE}: {self._until.isoformat()}",
            "deleted": True,
        }
        version = found["version"] if found else 0
        report = send(
            self._connection, "items", [{**data, "key": self._key, "version": version}]
        )
        if 0 not in report.written:
            raise ZoteroDown("zotero: another machine began to write at the same time")
        self._version = report.written[0]["version"]

    def clear(self) -> None:
        """Take the mark away, if it is still ours; else it ends with its time."""
        if not self._version:
            return
        try:
            remove(self._connection, "items", self._key, version=self._version)
        except ZoteroDown as error:
            log.info("the mark stays until %s: %s", self._until, error)
        self._version = 0


def _counts(until: datetime) -> bool:
    now = datetime.now(UTC)
    return now < until <= now + LASTS + LASTS


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
