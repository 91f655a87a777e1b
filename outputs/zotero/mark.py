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

LASTS = timedelta(minutes=30)
"""For how long a mark counts: a run that takes longer renews it, that of a dead one is over."""
SLACK = timedelta(hours=1)
"""By how much the clock of whoever set it may be ahead."""
TITLE = "zotlist is writing to this library"
LINE = "Until"

Json = Mapping[str, Any]

log = logging.getLogger(__name__)


class Mark:
    """An item in the trash, where nobody looks for works, that is there only while we write.

    It is made and taken over under a version, so that of two that come at once one is
    refused. It is a courtesy: keys and versions keep two runs from harm also without it. Its
    times are by the server's clock.
    """

    def __init__(self, connection: Connection, state: Path) -> None:
        self._connection = connection
        self._key = new_key(connection.group.name, TITLE)
        self._holder = hashlib.sha256(
            f"{socket.gethostname()} {state.resolve()}".encode()
        ).hexdigest()[:12]
        self.standing: Json | None = None
        """The item as we set it; None while we have none there."""
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
        if holder != self._holder and self._now < until <= self._now + LASTS + SLACK:
            raise ZoteroDown(
                f"zotero: another machine is writing to {self._connection.group.name}, "
                f"until {until:%H:%M} UTC at most"
            )

    def set(self) -> None:
        """Set the mark, or renew it when half its time is over. Raises ZoteroDown when
        another machine is writing."""
        if self._until - self._now > LASTS / 2:
            return
        found = self._found()
        self.heed(found["data"] if found else None)
        self._until = self._now + LASTS
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
        self.standing = report.written.get(0) or self._found()
        if self.standing and self.standing["data"].get("extra") != data["extra"]:
            self.standing = None
            raise ZoteroDown("zotero: another machine began to write at the same time")
        if self.standing is None:
            reason = report.refused.get(0, "it is not there")
            raise ZoteroDown(f"zotero: no mark can be set while we write: {reason}")

    def clear(self) -> None:
        """Take the mark away, if it is still ours; else it ends with its time."""
        if self.standing is None:
            return
        try:
            remove(self._connection, "items", self._key, version=self.standing["version"])
        except ZoteroDown as error:
            log.info("the mark stays until %s: %s", self._until, error)
        self.standing = None

    @property
    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._connection.now(), UTC)

    def _found(self) -> Json | None:
        return next(iter(items_with(self._connection, [self._key])), None)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
