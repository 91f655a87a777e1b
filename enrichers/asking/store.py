"""Keeps what the sources said, found or absent with its date, from run to run."""

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from enrichers.asking.database import Database, StoreBroken
from enrichers.model import Identifier, Work

__all__ = ["Lifetimes", "Store", "StoreBroken"]

VERSION = 1
SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
    source TEXT NOT NULL,
    identifier TEXT NOT NULL,
    asked_on INTEGER NOT NULL,
    work TEXT,
    PRIMARY KEY (source, identifier)
)
"""
RECALL = """
SELECT asked.value, answers.asked_on, answers.work FROM json_each(?) AS asked
CROSS JOIN answers ON answers.source = ? AND answers.identifier = asked.value
"""
"""A cross join keeps SQLite from going through all answers for every identifier."""
COPIES = "snapshot:"
"""How the names of local copies begin, which cost nothing to ask."""
KEEP = "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifetimes:
    """For how many days an answer need not be asked for again."""

    records: int = 30
    absences: int = 7
    counts: int = 7
    count_sources: frozenset[str] = frozenset({"openalex", "semantic_scholar"})
    """Sources asked for the sake of their citation counts."""
    pages: int = 30
    page_sources: frozenset[str] = frozenset({"github", "openreview"})
    """Sources asked for what a page would say of itself."""

    def of(self, source: str, *, is_found: bool) -> int:
        """The lifetime of one answer."""
        if source.startswith(COPIES):
            return 0
        if not is_found:
            return self.absences
        if source in self.page_sources:
            return self.pages
        return self.counts if source in self.count_sources else self.records


class Store:
    """The answers of all sources in one SQLite file, for any thread and process.

    There is no way to keep that a source was down.
    """

    def __init__(self, path: Path, *, lifetimes: Lifetimes | None = None) -> None:
        """Raises StoreBroken, as every method does, when the file cannot be used."""
        self.path = path
        self.lifetimes = lifetimes or Lifetimes()
        self._database = Database(path, part="answers", version=VERSION, schema=SCHEMA)

    def recall(
        self, source: str, ids: Iterable[Identifier], *, today: date
    ) -> tuple[dict[Identifier, Work], frozenset[Identifier]]:
        """What the source said of late: the works it has, the identifiers it has not.

        All others must be asked for. An answer from the future is none: some clock was wrong.
        """
        found: dict[Identifier, Work] = {}
        absent: set[Identifier] = set()
        for identifier, asked_on, written in self._rows(source, ids):
            age = today.toordinal() - asked_on
            if not 0 <= age < self.lifetimes.of(source, is_found=written is not None):
                continue
            if written is None:
                absent.add(identifier)
            elif work := _read(written):
                found[identifier] = work
        return found, frozenset(absent)

    def recall_stale(self, source: str, ids: Iterable[Identifier]) -> dict[Identifier, Work]:
        """Works that the source had when last asked, however long ago."""
        rows = self._rows(source, ids)
        works = ((identifier, _read(written)) for identifier, _, written in rows if written)
        return {identifier: work for identifier, work in works if work}

    def keep(
        self,
        source: str,
        found: Mapping[Identifier, Work],
        absent: Iterable[Identifier],
        *,
        today: date,
    ) -> None:
        """Keep what a source answered, in place of what it said before: all of it or none."""
        day = today.toordinal()
        rows = [(source, str(known), day, _written(work)) for known, work in found.items()]
        rows += [(source, str(unknown), day, None) for unknown in absent]
        if rows:
            with self._database.writing() as connection:
                connection.executemany(KEEP, rows)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _rows(
        self, source: str, ids: Iterable[Identifier]
    ) -> list[tuple[Identifier, int, str | None]]:
        by_name = {str(identifier): identifier for identifier in ids}
        if not by_name:
            return []
        with self._database.reading() as connection:
            rows: list[tuple[str, int, str | None]]
            rows = connection.execute(RECALL, (json.dumps(list(by_name)), source)).fetchall()
        return [(by_name[name], asked_on, written) for name, asked_on, written in rows]


@cache
def _adapter() -> TypeAdapter[Work]:
    return TypeAdapter(Work)


def _written(work: Work) -> str:
    return _adapter().dump_json(work, exclude_defaults=True).decode()


def _read(written: str) -> Work | None:
    """The work as it was kept; None if another version of zotlist wrote it otherwise."""
    try:
        return _adapter().validate_json(written)
    except ValidationError:
        log.warning("an answer that this version cannot read is asked for again")
        return None
