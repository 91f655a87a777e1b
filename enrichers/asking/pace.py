"""Spaces out requests to a service over all threads and processes."""

import logging
import time
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from enrichers.asking.allowance import Allowances
from enrichers.asking.database import Database

POLL = 0.2  # seconds: a turn may be given back, or a block be set, earlier than foreseen
WORTH_SAYING = 5.0  # seconds
LONGEST_TURN = 3_600.0  # seconds; a turn further off than this is a clock that was set back
LONGEST_BLOCK = 86_400.0  # seconds

SCHEMA = """
CREATE TABLE IF NOT EXISTS pace (
    key TEXT PRIMARY KEY, free_at REAL NOT NULL, blocked_until REAL NOT NULL
) WITHOUT ROWID
"""

log = logging.getLogger(__name__)


class Blocked(Exception):
    """A service asked not to be asked for a time that is longer than the caller can wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"blocked for another {seconds:.0f} s")
        self.seconds = seconds


class Turns(Protocol):
    """Whoever says when a host may be asked."""

    def alone(
        self, key: str, every: float, *, longest: float, patience: float = LONGEST_BLOCK
    ) -> AbstractContextManager[None]:
        """A turn during which nobody else has one, and `every` seconds after it began."""
        ...

    def block(self, key: str, seconds: float) -> None:
        """Give nobody a turn for so long."""
        ...


class Pace:
    """The turns of every service, kept in a file that all processes share."""

    def __init__(self, state: Path) -> None:
        """Raises StoreBroken when the file cannot be used."""
        self._database = Database(state, part="pace", version=1, schema=SCHEMA)
        self.allowances = Allowances(state)

    def wait(self, key: str, every: float, *, patience: float = LONGEST_BLOCK) -> None:
        """Sleep until it is this caller's turn; turns are at least `every` seconds apart.

        Raises Blocked at once when the key is blocked for longer than `patience` seconds.
        """
        is_said = False
        while (pause := self._take(key, every, patience)) > 0:
            if pause > WORTH_SAYING and not is_said:
                is_said = True
                log.info("waiting for a turn at %s, up to %.0f s", key, pause)
            time.sleep(min(pause, POLL))

    @contextmanager
    def alone(
        self, key: str, every: float, *, longest: float, patience: float = LONGEST_BLOCK
    ) -> Generator[None]:
        """A turn during which nobody else has one, for services that allow one connection.

        The turn of a process that died is over after `longest` seconds.
        """
        lease = max(every, longest)
        self.wait(key, lease, patience=patience)
        taken = time.time()
        try:
            yield
        finally:
            with self._database.writing() as connection:
                # A turn that somebody else took after this one ran out stays theirs.
                connection.execute(
                    "UPDATE pace SET free_at = ? WHERE key = ? AND free_at <= ?",
                    (max(taken + every, time.time()), key, taken + lease),
                )

    def block(self, key: str, seconds: float) -> None:
        """Give nobody a turn for so long; a longer block in force stays."""
        now = time.time()
        until = now + min(seconds, LONGEST_BLOCK)
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO pace VALUES (:key, 0, :until) ON CONFLICT (key) DO UPDATE SET "
                "blocked_until = max(:until, iif(blocked_until > :most, 0, blocked_until))",
                {"key": key, "until": until, "most": now + LONGEST_BLOCK},
            )

    def blocked_for(self, key: str) -> float:
        """The seconds that a block will last; 0 without one."""
        now = time.time()
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT blocked_until FROM pace WHERE key = ?", (key,)
            ).fetchone()
        return _left(row[0], now, LONGEST_BLOCK) if row else 0.0

    def close(self) -> None:
        """Let go of the file."""
        self.allowances.close()
        self._database.close()

    def _take(self, key: str, every: float, patience: float) -> float:
        """Take the turn if it is free now; else say in how many seconds it is foreseen."""
        with self._database.writing() as connection:
            now = time.time()
            row = connection.execute(
                "SELECT free_at, blocked_until FROM pace WHERE key = ?", (key,)
            ).fetchone()
            free_at, blocked_until = row or (0.0, 0.0)
            blocked = _left(blocked_until, now, LONGEST_BLOCK)
            if blocked > patience:
                raise Blocked(blocked)
            pause = max(_left(free_at, now, LONGEST_TURN), blocked)
            if pause <= 0:
                connection.execute(
                    "INSERT INTO pace VALUES (:key, :free_at, 0) "
                    "ON CONFLICT (key) DO UPDATE SET free_at = :free_at",
                    {"key": key, "free_at": now + every},
                )
            return pause


def _left(until: float, now: float, longest: float) -> float:
    left = until - now
    return left if 0 < left <= longest else 0.0
