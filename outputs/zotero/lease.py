"""Lets one run at a time write to a library: a lease in the state file."""

import os
import socket
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from enrichers.asking.database import Database
from outputs.zotero.connection import ZoteroDown

LASTS = 900.0  # seconds: longer than one request may take with all its tries
SLACK = 900.0  # seconds by which the clock of whoever took it may be ahead
SCHEMA = """
CREATE TABLE IF NOT EXISTS zotero_leases (
    library TEXT PRIMARY KEY, holder TEXT NOT NULL, host TEXT NOT NULL,
    process INTEGER NOT NULL, until REAL NOT NULL
) WITHOUT ROWID
"""


class Lease:
    """The right to write to a library, for one run."""

    def __init__(
        self,
        path: Path,
        library: str,
        *,
        lasts: float = LASTS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`clock` gives the seconds since 1970, best by a clock that all machines share.
        Raises StoreBroken when the file cannot be used."""
        self._database = Database(path, part="zotero leases", version=1, schema=SCHEMA)
        self._library = library
        self._lasts = lasts
        self._clock = clock
        self._holder = uuid4().hex
        self._is_held = False

    def close(self) -> None:
        """Let go of the lease, if it is still ours, and of the file."""
        if self._is_held:
            with self._database.writing() as connection:
                connection.execute(
                    "DELETE FROM zotero_leases WHERE library = ? AND holder = ?",
                    (self._library, self._holder),
                )
        self._database.close()

    @property
    def is_free(self) -> bool:
        """Whether no run is writing to the library right now."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT host, process, until FROM zotero_leases WHERE library = ?",
                (self._library,),
            ).fetchone()
        return row is None or _is_stale(*row, now=self._clock())

    def take(self) -> None:
        """Take the lease, or hold it for longer; to be called before each request that writes.

        Raises ZoteroDown when another run has it: one that runs, or one that took it over
        because this one was silent for too long. The lease of a process that died, or that
        did not renew it in time, is free.
        """
        now = self._clock()
        with self._database.writing() as connection:
            row = connection.execute(
                "SELECT holder, host, process, until FROM zotero_leases WHERE library = ?",
                (self._library,),
            ).fetchone()
            if row and row[0] != self._holder and not _is_stale(*row[1:], now=now):
                raise ZoteroDown(
                    f"zotero: another run (process {row[2]} on {row[1]}) is writing to this "
                    "library"
                )
            if self._is_held and (row is None or row[0] != self._holder):
                raise ZoteroDown("zotero: another run took over while this one was asleep")
            connection.execute(
                "INSERT OR REPLACE INTO zotero_leases VALUES (?, ?, ?, ?, ?)",
                (self._library, self._holder, _host(), os.getpid(), now + self._lasts),
            )
        self._is_held = True


def _is_stale(host: str, process: int, until: float, *, now: float) -> bool:
    is_over = not now < until <= now + LASTS + SLACK
    return is_over or (host == _host() and not _runs(process))


def _host() -> str:
    return socket.gethostname()


def _runs(process: int) -> bool:
    if os.name == "nt":
        return True  # there, asking would end it
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
