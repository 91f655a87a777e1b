"""Keeps a copy of a library as it was last read, so that only what changed is read again."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from enrichers.asking.database import Database
from outputs.zotero.ledger import select
from outputs.zotero.library import Item, Library, filled, shelf_from
from outputs.zotero.marks import marks_of_item
from outputs.zotero.schema import Schema, abridged, schema_from_json

ITEMS = """
CREATE TABLE IF NOT EXISTS zotero_items (
    library TEXT, key TEXT, version INTEGER NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (library, key)
) WITHOUT ROWID
"""
OTHER_TABLES = (
    """
CREATE TABLE IF NOT EXISTS zotero_item_marks (
    library TEXT, mark TEXT, key TEXT, PRIMARY KEY (library, mark, key)
) WITHOUT ROWID
""",
    "CREATE INDEX IF NOT EXISTS zotero_marks_of_item ON zotero_item_marks (library, key)",
    """
CREATE TABLE IF NOT EXISTS zotero_shelves (
    library TEXT, key TEXT, version INTEGER NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (library, key)
) WITHOUT ROWID
""",
    "CREATE TABLE IF NOT EXISTS zotero_gone (library TEXT, key TEXT, "
    "PRIMARY KEY (library, key)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS zotero_libraries (library TEXT PRIMARY KEY, version INTEGER)",
    "CREATE TABLE IF NOT EXISTS zotero_schemas (library TEXT PRIMARY KEY, value TEXT)",
    "CREATE TABLE IF NOT EXISTS zotero_servers (library TEXT PRIMARY KEY, value TEXT)",
)
HELD = (
    "SELECT s.value, i.key, i.version "
    "FROM zotero_items i, json_each(i.data, '$.collections') s "
    "WHERE i.library = ? AND NOT coalesce(i.data ->> '$.deleted', 0) AND s.value IN",
    "SELECT data ->> '$.parentCollection', key, version FROM zotero_shelves WHERE library = ? "
    "AND NOT coalesce(data ->> '$.deleted', 0) AND data ->> '$.parentCollection' IN",
)
TABLES = ("items", "item_marks", "shelves", "gone", "libraries", "servers")

Json = Mapping[str, Any]


class Mirror:
    """The copy of one library."""

    def __init__(self, path: Path, library: str) -> None:
        """Raises StoreBroken when the file cannot be used."""
        self._database = Database(path, part="zotero mirror", version=1, schema=ITEMS)
        self._library = library
        with self._database.writing() as connection:
            for table in OTHER_TABLES:
                connection.execute(table)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    @property
    def version(self) -> int | None:
        """The library's version that the copy is complete up to; None before the first."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT version FROM zotero_libraries WHERE library = ?", (self._library,)
            ).fetchone()
        return row[0] if row else None

    @property
    def server(self) -> str:
        """The database that the versions are those of, where it has a name; "" else."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT value FROM zotero_servers WHERE library = ?", (self._library,)
            ).fetchone()
        return row[0] if row else ""

    def is_of(self, server: str) -> None:
        """Note which database the versions are those of."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO zotero_servers VALUES (?, ?)", (self._library, server)
            )

    def item_versions(self) -> dict[str, int]:
        """The version of every item in the copy, by key."""
        with self._database.reading() as connection:
            return dict(
                connection.execute(
                    "SELECT key, version FROM zotero_items WHERE library = ?", (self._library,)
                ).fetchall()
            )

    def complete_to(self, version: int) -> None:
        """Note that nothing up to this version is missing."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO zotero_libraries VALUES (?, ?)",
                (self._library, version),
            )

    def clear(self) -> None:
        """Start anew."""
        with self._database.writing() as connection:
            for table in TABLES:
                connection.execute(
                    f"DELETE FROM zotero_{table} WHERE library = ?", (self._library,)
                )

    def put(self, *, items: Iterable[Json] = (), shelves: Iterable[Json] = ()) -> None:
        """Take in objects as the API gives them."""
        with self._database.writing() as connection:
            for item in items:
                self._put_item(connection, item)
            connection.executemany(
                "INSERT OR REPLACE INTO zotero_shelves VALUES (?, ?, ?, ?)",
                [(self._library, each["key"], *_stored(each)) for each in shelves],
            )

    def drop(self, *, items: Iterable[str] = ()) -> None:
        """Take items out that are deleted."""
        with self._database.writing() as connection:
            for key in items:
                self._drop_item(connection, key)

    def bury(self, keys: Iterable[str]) -> None:
        """Note that items or collections with these keys were deleted."""
        with self._database.writing() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO zotero_gone VALUES (?, ?)",
                [(self._library, key) for key in keys],
            )

    def keep_shelves(self, keys: Iterable[str]) -> None:
        """Take out all collections but these."""
        kept = set(keys)
        with self._database.writing() as connection:
            known = connection.execute(
                "SELECT key FROM zotero_shelves WHERE library = ?", (self._library,)
            ).fetchall()
            connection.executemany(
                "DELETE FROM zotero_shelves WHERE library = ? AND key = ?",
                [(self._library, key) for (key,) in known if key not in kept],
            )

    def library(self, name: str, *, marks: Iterable[str], keys: Iterable[str]) -> Library:
        """The collections, and the items that have one of these marks or keys.

        An item's stay in a collection ends with the collection, of which the item's own
        version tells nothing.
        """
        version = self.version or 0
        with self._database.reading() as connection:
            by_mark: defaultdict[str, set[str]] = defaultdict(set)
            for mark, key in select(
                connection,
                "SELECT mark, key FROM zotero_item_marks WHERE library = ? AND mark IN",
                self._library,
                marks,
            ):
                by_mark[mark].add(key)
            rows = connection.execute(
                "SELECT version, data FROM zotero_shelves WHERE library = ?", (self._library,)
            ).fetchall()
            shelves = [shelf_from(json.loads(data), at) for at, data in rows]
            present = {shelf.key for shelf in shelves}
            items = [
                _item(key, at, data, present)
                for key, at, data in select(
                    connection,
                    "SELECT key, version, data FROM zotero_items WHERE library = ? AND key IN",
                    self._library,
                    set(keys).union(*by_mark.values()),
                )
            ]
            gone = connection.execute(
                "SELECT key FROM zotero_gone WHERE library = ?", (self._library,)
            ).fetchall()
        return Library(
            name=name,
            version=version,
            shelves={shelf.key: shelf for shelf in shelves},
            items={item.key: item for item in items},
            by_mark={mark: frozenset(found) for mark, found in by_mark.items()},
            gone=frozenset(key for (key,) in gone),
        )

    def held_in(self, shelves: Collection[str]) -> dict[str, dict[str, int]]:
        """The items and collections in each of these collections, the trash not counted: their
        versions by key."""
        held: dict[str, dict[str, int]] = {key: {} for key in shelves}
        with self._database.reading() as connection:
            for query in HELD:
                for shelf, key, version in select(connection, query, self._library, shelves):
                    held[shelf][key] = version
        return held

    def schema(self) -> Schema | None:
        """The schema that was kept; None if there is none."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT value FROM zotero_schemas WHERE library = ?", (self._library,)
            ).fetchone()
        return schema_from_json(json.loads(row[0])) if row else None

    def keep_schema(self, payload: Json) -> None:
        """Keep the part of the schema that we read."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO zotero_schemas VALUES (?, ?)",
                (self._library, json.dumps(abridged(payload))),
            )

    def _put_item(self, connection: Connection, item: Json) -> None:
        key = item["key"]
        self._drop_item(connection, key)
        connection.execute(
            "INSERT INTO zotero_items VALUES (?, ?, ?, ?)",
            (self._library, key, *_stored(item)),
        )
        connection.executemany(
            "INSERT INTO zotero_item_marks VALUES (?, ?, ?)",
            [(self._library, mark, key) for mark in marks_of_item(item["data"])],
        )

    def _drop_item(self, connection: Connection, key: str) -> None:
        for table in ("items", "item_marks"):
            connection.execute(
                f"DELETE FROM zotero_{table} WHERE library = ? AND key = ?",
                (self._library, key),
            )


def _stored(item: Json) -> Sequence[Any]:
    return item["version"], json.dumps(filled(item["data"]), ensure_ascii=False)


def _item(key: str, version: int, text: str, shelves: set[str]) -> Item:
    data = json.loads(text)
    if "collections" in data:
        data["collections"] = [each for each in data["collections"] if each in shelves]
    return Item(key=key, version=version, data=data)
