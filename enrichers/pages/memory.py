"""Keeps what pages said about themselves, and since when an address fails, between runs."""

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from enrichers.asking.database import Database
from enrichers.pages.model import PageState, Reading

VERSION = 1
READER = 2
"""Raised when pages are read otherwise: what an older reader said is then asked for again,
and stands until there is an answer."""
SCHEMA = """
CREATE TABLE IF NOT EXISTS pages (
    address TEXT NOT NULL PRIMARY KEY,
    visit TEXT NOT NULL,
    reader INTEGER NOT NULL
)
"""
RECALL = """
SELECT asked.value, pages.visit, pages.reader FROM json_each(?) AS asked
CROSS JOIN pages ON pages.address = asked.value
"""
KEEP = "INSERT OR REPLACE INTO pages VALUES (?, ?, ?)"

DEAD_AFTER = 2
"""Different days on which an address was gone: one 404 may be a mishap."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What we know of an address since it last answered; that it is down, if it never did."""

    url: str
    on: date
    """When it answered, or was asked if it never did."""
    state: PageState
    reason: str = ""
    """For people, in words; "" if alive."""
    final_url: str = ""
    """After redirects."""
    reading: Reading = field(default_factory=Reading)
    """What it said of itself; when it was alive last, if it is not now."""
    etag: str = ""
    last_modified: str = ""
    failing_since: date | None = None
    """The first of the days on which it was gone or gave no answer, without a break."""
    gone_days: int = 0
    """On how many different days it was gone, without a break."""
    silence: str = ""
    """Why it gave no answer when it was asked last; all else is from before."""

    @property
    def is_dead(self) -> bool:
        """Gone, and not for the first time."""
        return self.state is PageState.GONE and self.gone_days >= DEAD_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """For how many days what an address answered need not be asked for again."""

    alive: int = 30
    closed: int = 7
    """Blocked, suspicious or refused."""
    gone: int = 1
    """Until it is known to be dead; then as long as what is closed."""

    def of(self, visit: Visit) -> int:
        """The lifetime of one visit; an address that was down is always asked again."""
        if visit.silence:
            return 0
        match visit.state:
            case PageState.ALIVE:
                return self.alive
            case PageState.DOWN:
                return 0
            case PageState.GONE:
                return self.closed if visit.is_dead else self.gone
            case _:
                return self.closed


class Memory:
    """The visits of all runs in one SQLite file, for any thread and process."""

    def __init__(self, path: Path) -> None:
        """Raises StoreBroken, as every method does, when the file cannot be used."""
        self._database = Database(path, part="pages", version=VERSION, schema=SCHEMA)

    def recall(self, addresses: Iterable[str]) -> Mapping[str, Visit]:
        """The last visits, however long ago."""
        with self._database.reading() as connection:
            rows: list[tuple[str, str, int]]
            rows = connection.execute(RECALL, (json.dumps(list(addresses)),)).fetchall()
        visits = ((address, _read(visit), by) for address, visit, by in rows)
        return {
            address: visit if by == READER else _unread(visit)
            for address, visit, by in visits
            if visit
        }

    def keep(self, address: str, visit: Visit) -> None:
        """Keep a visit in place of the one before."""
        written = _adapter().dump_json(visit, exclude_defaults=True).decode()
        with self._database.writing() as connection:
            connection.execute(KEEP, (address, written, READER))

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


@cache
def _adapter() -> TypeAdapter[Visit]:
    return TypeAdapter(Visit)


def _unread(visit: Visit) -> Visit:
    """A visit whose page is to be read again, even if it has not changed."""
    return replace(visit, on=date.min, etag="", last_modified="")


def _read(written: str) -> Visit | None:
    try:
        return _adapter().validate_json(written)
    except ValidationError:
        log.warning("a visit that this version cannot read is made again")
        return None
