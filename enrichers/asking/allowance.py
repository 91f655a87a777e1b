"""Keeps what services say is left of an allowance, for all processes and later runs."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from enrichers.asking.database import Database

DAY = 86_400.0  # seconds; an allowance that ends later than in a day is a clock set back
SCHEMA = """
CREATE TABLE IF NOT EXISTS allowances (
    name TEXT PRIMARY KEY, remaining REAL NOT NULL, total REAL NOT NULL, ends_at REAL NOT NULL
) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How much one may ask of a service until it begins to count anew."""

    left: float
    """In what the service counts: dollars, requests."""
    total: float
    ends_at: float
    """Seconds since 1970."""

    @property
    def ends(self) -> str:
        """The minute at which a new one begins, such as "00:00 UTC"."""
        return f"{datetime.fromtimestamp(self.ends_at + 30, UTC):%H:%M} UTC"


class Allowances:
    """The allowances that are in force, in a file that all processes share."""

    def __init__(self, state: Path) -> None:
        """Raises StoreBroken, as every method does, when the file cannot be used."""
        self._database = Database(state, part="allowances", version=1, schema=SCHEMA)

    def note(self, name: str, left: float, *, total: float, seconds: float) -> None:
        """Keep what a service said is left, and in how many seconds it counts anew."""
        ends_at = time.time() + min(max(seconds, 0.0), DAY)
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO allowances VALUES (?, ?, ?, ?)",
                (name, left, total, ends_at),
            )

    def of(self, name: str) -> Allowance | None:
        """What is left as far as known; None when nothing is known of the present one."""
        with self._database.reading() as connection:
            row: tuple[float, float, float] | None = connection.execute(
                "SELECT remaining, total, ends_at FROM allowances WHERE name = ?", (name,)
            ).fetchone()
        if row is None or not 0 < row[2] - time.time() <= DAY:
            return None
        left, total, ends_at = row
        return Allowance(left=left, total=total, ends_at=ends_at)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()
