"""Keeps our records of a library in SQLite: the keys we chose and what we last wrote."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from sqlite3 import Connection, Row
from typing import Any, TypeVar

from enrichers.asking.database import Database
from outputs.zotero.records import (
    Listings,
    Record,
    Records,
    ShelfRecord,
    from_json,
    to_json,
)

VALUES_AT_ONCE = 500  # in one statement; SQLite takes 32,766, older ones 999

RECORDS = """
CREATE TABLE IF NOT EXISTS zotero_records (
    library TEXT, work_id TEXT, key TEXT, value TEXT NOT NULL,
    PRIMARY KEY (library, work_id), UNIQUE (library, key)
) WITHOUT ROWID
"""
RECORD_MARKS = """
CREATE TABLE IF NOT EXISTS zotero_record_marks (
    library TEXT, mark TEXT, work_id TEXT, PRIMARY KEY (library, mark, work_id)
) WITHOUT ROWID
"""
MARKS_OF_WORK = (
    "CREATE INDEX IF NOT EXISTS zotero_record_marks_of_work "
    "ON zotero_record_marks (library, work_id)"
)
SHELVES = """
CREATE TABLE IF NOT EXISTS zotero_shelf_records (
    library TEXT, path TEXT, key TEXT NOT NULL, version INTEGER NOT NULL,
    PRIMARY KEY (library, path)
) WITHOUT ROWID
"""

LISTINGS = """
CREATE TABLE IF NOT EXISTS zotero_listings (
    library TEXT, list TEXT, work_id TEXT, PRIMARY KEY (library, list, work_id)
) WITHOUT ROWID
"""
LIST_TOPS = """
CREATE TABLE IF NOT EXISTS zotero_list_tops (
    library TEXT, list TEXT, path TEXT, PRIMARY KEY (library, list, path)
) WITHOUT ROWID
"""
TOPS = "SELECT DISTINCT list, path FROM zotero_list_tops WHERE library = ?"
LISTED = "SELECT DISTINCT list, work_id FROM zotero_listings WHERE library = ?"

BY_MARK = "SELECT work_id FROM zotero_record_marks WHERE library = ? AND mark IN"
BY_KEY = "SELECT work_id FROM zotero_records WHERE library = ? AND key IN"

T = TypeVar("T")


class Ledger:
    """Our records of one library."""

    def __init__(self, path: Path, library: str) -> None:
        """`library` is the address of the library, as `Group.address` gives it.

        Raises StoreBroken when the file cannot be used.
        """
        self._database = Database(path, part="zotero records", version=1, schema=RECORDS)
        self._library = library
        with self._database.writing() as connection:
            connection.execute(RECORD_MARKS)
            connection.execute(MARKS_OF_WORK)
            connection.execute(SHELVES)
            connection.execute(LISTINGS)
            connection.execute(LIST_TOPS)

    def listings(self, lists: Collection[str]) -> Listings:
        """What these lists and others named when they were last pushed to this library."""
        with self._database.reading() as connection:
            rows = connection.execute(LISTED, (self._library,)).fetchall()
            paths = connection.execute(TOPS, (self._library,)).fetchall()
        return Listings(
            named=frozenset(work_id for name, work_id in rows if name in lists),
            elsewhere=frozenset(work_id for name, work_id in rows if name not in lists),
            tops={
                each: frozenset(tuple(json.loads(path)) for name, path in paths if name == each)
                for each in lists
            },
        )

    def note_listings(
        self,
        lists: Iterable[str],
        work_ids: Iterable[str],
        tops: Mapping[tuple[str, ...], Collection[str]],
    ) -> None:
        """Remember what these lists name now, and all top collections that they ever had:
        `tops` say which lists each is of, none where that is not known."""
        work_ids = sorted(set(work_ids))
        with self._database.writing() as connection:
            for name in lists:
                paths = [json.dumps(top) for top, its in tops.items() if not its or name in its]
                connection.execute(
                    "DELETE FROM zotero_listings WHERE library = ? AND list = ?",
                    (self._library, name),
                )
                connection.executemany(
                    "INSERT INTO zotero_listings VALUES (?, ?, ?)",
                    [(self._library, name, work_id) for work_id in work_ids],
                )
                connection.executemany(
                    "INSERT OR IGNORE INTO zotero_list_tops VALUES (?, ?, ?)",
                    [(self._library, name, path) for path in paths],
                )

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever written to the library."""
        with self._database.reading() as connection:
            counts = [
                connection.execute(
                    f"SELECT EXISTS (SELECT 1 FROM zotero_{table} WHERE library = ?)",
                    (self._library,),
                ).fetchone()[0]
                for table in ("records", "shelf_records")
            ]
        return not any(counts)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def records(
        self, work_ids: Iterable[str], *, marks: Iterable[str], keys: Iterable[str]
    ) -> Records:
        """The records of these works, of those once known by these marks, of these items."""
        with self._database.reading() as connection:
            known = set(work_ids)
            for query, values in ((BY_MARK, marks), (BY_KEY, keys)):
                known.update(
                    work_id for (work_id,) in select(connection, query, self._library, values)
                )
            items = select(
                connection,
                "SELECT value FROM zotero_records WHERE library = ? AND work_id IN",
                self._library,
                known,
            )
            found = [from_json(json.loads(value)) for (value,) in items]
            shelves = connection.execute(
                "SELECT path, key, version FROM zotero_shelf_records WHERE library = ?",
                (self._library,),
            ).fetchall()
        paths = [(tuple(json.loads(path)), key, version) for path, key, version in shelves]
        return Records(
            items={record.work_id: record for record in found},
            shelves={
                path: ShelfRecord(path=path, key=key, version=version)
                for path, key, version in paths
            },
        )

    def filed_in(self, shelves: Iterable[str]) -> set[str]:
        """The items that we said belong to any of these collections, by key."""
        with self._database.reading() as connection:
            rows = select(
                connection,
                "SELECT DISTINCT r.key FROM zotero_records r, "
                "json_each(r.value, '$.shelves') s WHERE r.library = ? AND s.value IN",
                self._library,
                shelves,
            )
            return {key for (key,) in rows}

    def keep(self, records: Iterable[Record] = (), shelves: Iterable[ShelfRecord] = ()) -> None:
        """Write records down, in one transaction; an item has one record, whatever its work
        was called before."""
        with self._database.writing() as connection:
            for record in records:
                self._keep(connection, record)
            connection.executemany(
                "INSERT OR REPLACE INTO zotero_shelf_records VALUES (?, ?, ?, ?)",
                [
                    (self._library, json.dumps(each.path), each.key, each.version)
                    for each in shelves
                ],
            )

    def forget(self, work_ids: Iterable[str]) -> None:
        """Drop records: their works are unknown to us from now on."""
        with self._database.writing() as connection:
            for work_id in work_ids:
                self._drop(connection, work_id)

    def forget_all(self) -> None:
        """Drop every record of the library."""
        with self._database.writing() as connection:
            for table in ("records", "record_marks", "shelf_records"):
                connection.execute(
                    f"DELETE FROM zotero_{table} WHERE library = ?", (self._library,)
                )

    def confirm(self, keys: Iterable[str], version: int) -> None:
        """Note that items or collections with these keys existed: they were deleted since."""
        with self._database.writing() as connection:
            rows = select(
                connection,
                "SELECT value FROM zotero_records WHERE library = ? AND key IN",
                self._library,
                set(keys),
            )
            for record in [from_json(json.loads(value)) for (value,) in rows]:
                if not record.is_confirmed:
                    self._keep(connection, replace(record, version=version))
            connection.executemany(
                "UPDATE zotero_shelf_records SET version = ? "
                "WHERE library = ? AND key = ? AND version = 0",
                [(version, self._library, key) for key in keys],
            )

    def _keep(self, connection: Connection, record: Record) -> None:
        renamed = connection.execute(
            "SELECT work_id FROM zotero_records WHERE library = ? AND key = ?",
            (self._library, record.key),
        ).fetchone()
        for work_id in {record.work_id, *(renamed or ())}:
            self._drop(connection, work_id)
        value = json.dumps(to_json(record), ensure_ascii=False)
        connection.execute(
            "INSERT INTO zotero_records VALUES (?, ?, ?, ?)",
            (self._library, record.work_id, record.key, value),
        )
        connection.executemany(
            "INSERT INTO zotero_record_marks VALUES (?, ?, ?)",
            [(self._library, mark, record.work_id) for mark in record.marks],
        )

    def _drop(self, connection: Connection, work_id: str) -> None:
        for table in ("records", "record_marks"):
            connection.execute(
                f"DELETE FROM zotero_{table} WHERE library = ? AND work_id = ?",
                (self._library, work_id),
            )


def select(
    connection: Connection, query: str, library: str, values: Iterable[str]
) -> Iterator[Any]:
    """The rows of a query that ends in "IN", for any number of values."""
    for chunk in chunks(sorted(values), VALUES_AT_ONCE):
        marks = ", ".join("?" * len(chunk))
        rows: list[Row] = connection.execute(f"{query} ({marks})", (library, *chunk)).fetchall()
        yield from rows


def chunks(values: Iterable[T], size: int) -> Iterator[Sequence[T]]:
    """Runs of at most so many values."""
    rest = iter(values)
    while chunk := tuple(islice(rest, size)):
        yield chunk
