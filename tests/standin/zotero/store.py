"""The library in SQLite: items, collections, what was deleted, and one version counter."""

import json
import sqlite3
import unicodedata
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.standin.zotero.records import Collection, Item, distinct

TABLES = """
CREATE TABLE IF NOT EXISTS library (version INTEGER NOT NULL);
INSERT INTO library SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM library);
CREATE TABLE IF NOT EXISTS items (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, version INTEGER NOT NULL,
    type TEXT NOT NULL, parent TEXT NOT NULL, trashed INTEGER NOT NULL,
    added TEXT NOT NULL, modified TEXT NOT NULL,
    created_by INTEGER NOT NULL, modified_by INTEGER NOT NULL,
    title TEXT NOT NULL, creator TEXT NOT NULL, date TEXT NOT NULL, haystack TEXT NOT NULL,
    content TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS items_by_version ON items (version);
CREATE INDEX IF NOT EXISTS items_by_change ON items (modified, id);
CREATE INDEX IF NOT EXISTS items_by_parent ON items (parent);
CREATE TABLE IF NOT EXISTS collections (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, version INTEGER NOT NULL,
    name TEXT NOT NULL, parent TEXT NOT NULL, trashed INTEGER NOT NULL, content TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS collections_by_version ON collections (version);
CREATE INDEX IF NOT EXISTS collections_by_parent ON collections (parent);
CREATE TABLE IF NOT EXISTS memberships (
    collection TEXT NOT NULL, item TEXT NOT NULL, UNIQUE (collection, item)
);
CREATE INDEX IF NOT EXISTS memberships_by_item ON memberships (item);
CREATE TABLE IF NOT EXISTS item_tags (
    item TEXT NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL, type INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS item_tags_by_item ON item_tags (item);
CREATE INDEX IF NOT EXISTS item_tags_by_name ON item_tags (folded);
CREATE TABLE IF NOT EXISTS deletions (
    kind TEXT NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL, UNIQUE (kind, key)
);
CREATE TABLE IF NOT EXISTS tokens (token TEXT PRIMARY KEY, used REAL NOT NULL);
"""
CONTENTS = ("items", "collections", "memberships", "item_tags", "deletions", "tokens")
ITEM_COLUMNS = (
    "key, version, type, parent, trashed, added, modified, created_by, modified_by, content"
)
COLLECTION_COLUMNS = "key, version, name, parent, trashed, content"
SUBTREE = """
WITH RECURSIVE tree (key) AS (
    VALUES (?) UNION SELECT c.key FROM collections c JOIN tree ON c.parent = tree.key
) SELECT key FROM tree
"""


def folded(text: str) -> str:
    """A text without case and accents, as the server's searches compare."""
    plain = text.casefold()
    if plain.isascii():
        return plain
    parts = unicodedata.normalize("NFKD", plain)
    return "".join(char for char in parts if not unicodedata.combining(char))


class Store:
    """One library's tables; the caller sees to it that one thread at a time uses it."""

    def __init__(self, path: Path | None) -> None:
        """`path` is the SQLite file, None for a library in memory."""
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(
            path or ":memory:", isolation_level=None, check_same_thread=False
        )
        # A stand-in need not survive a power cut, only the end of its process.
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.executescript(TABLES)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Generator[None]:
        """Commit all that happens within, or nothing of it."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self._db.execute(sql, values).fetchall()

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Run a statement that answers nothing."""
        self._db.execute(sql, values)

    @property
    def version(self) -> int:
        """The library's version."""
        return self._db.execute("SELECT version FROM library").fetchone()[0]

    def next_version(self) -> int:
        """Raise the library's version by one and return it."""
        self._db.execute("UPDATE library SET version = version + 1")
        return self.version

    def clear(self) -> None:
        """Empty the library and start its versions again at 0."""
        with self.transaction():
            for table in CONTENTS:
                self._db.execute(f"DELETE FROM {table}")
            self._db.execute("UPDATE library SET version = 0")

    def item(self, key: str) -> Item | None:
        """The item with this key, trashed or not."""
        return next(iter(self.items([key])), None)

    def items(self, keys: Sequence[str] | None = None) -> list[Item]:
        """The items with these keys in their order, or all by version; none is missing."""
        rows = self._picked("items", ITEM_COLUMNS, keys)
        where, values = "", []
        if keys is not None:
            values = [row[0] for row in rows]
            where = f"WHERE item IN ({','.join('?' * len(values))}) "
        memberships = self.rows(
            f"SELECT item, collection FROM memberships {where}ORDER BY rowid", values
        )
        collections: dict[str, list[str]] = {}
        for item, collection in memberships:
            collections.setdefault(item, []).append(collection)
        return [_item(row, collections.get(row[0], [])) for row in rows]

    def _picked(
        self, table: str, columns: str, keys: Sequence[str] | None
    ) -> list[tuple[Any, ...]]:
        if keys is None:
            return self.rows(f"SELECT {columns} FROM {table} ORDER BY version, id")
        marks = ",".join("?" * len(keys))
        found = self.rows(f"SELECT {columns} FROM {table} WHERE key IN ({marks})", keys)
        by_key = {row[0]: row for row in found}
        return [by_key[key] for key in keys if key in by_key]

    def save_item(self, item: Item) -> None:
        """Write an item, new or known, with its tags and memberships."""
        content = {
            "fields": item.fields,
            "creators": item.creators,
            "tags": item.tags,
            "relations": item.relations,
        }
        values = (
            item.version, item.item_type, item.parent, item.trashed, item.added, item.modified,
            item.created_by, item.modified_by, folded(item.title), folded(item.creator_summary),
            item.parsed_date, folded("\n".join([item.title, *item.names])),
            json.dumps(content, ensure_ascii=False), item.key,
        )  # fmt: skip
        known = self._db.execute(
            "UPDATE items SET version = ?, type = ?, parent = ?, trashed = ?, added = ?,"
            " modified = ?, created_by = ?, modified_by = ?, title = ?, creator = ?, date = ?,"
            " haystack = ?, content = ? WHERE key = ?",
            values,
        ).rowcount
        if not known:
            self._db.execute(
                "INSERT INTO items (version, type, parent, trashed, added, modified,"
                " created_by, modified_by, title, creator, date, haystack, content, key)"
                f" VALUES ({','.join('?' * len(values))})",
                values,
            )
            self._forget_deletion("items", item.key)
        self._save_tags(item)
        self._save_memberships(item)

    def _save_tags(self, item: Item) -> None:
        self._db.execute("DELETE FROM item_tags WHERE item = ?", (item.key,))
        self._db.executemany(
            "INSERT INTO item_tags VALUES (?, ?, ?, ?)",
            [(item.key, t["tag"], folded(t["tag"]), t.get("type", 0)) for t in item.tags],
        )

    def _save_memberships(self, item: Item) -> None:
        self._db.execute("DELETE FROM memberships WHERE item = ?", (item.key,))
        self._db.executemany(
            "INSERT INTO memberships (item, collection) VALUES (?, ?)",
            [(item.key, collection) for collection in item.collections],
        )

    def delete_item(self, key: str, version: int) -> None:
        """Delete an item with its notes and attachments."""
        children = self.rows("SELECT key FROM items WHERE parent = ?", (key,))
        for gone in (key, *(child for (child,) in children)):
            self._db.execute("DELETE FROM items WHERE key = ?", (gone,))
            self._db.execute("DELETE FROM item_tags WHERE item = ?", (gone,))
            self._db.execute("DELETE FROM memberships WHERE item = ?", (gone,))
            self.record_deletion("items", gone, version)

    def collection(self, key: str) -> Collection | None:
        """The collection with this key, trashed or not."""
        return next(iter(self.collections([key])), None)

    def collections(self, keys: Sequence[str] | None = None) -> list[Collection]:
        """The collections with these keys in their order, or all by version."""
        rows = self._picked("collections", COLLECTION_COLUMNS, keys)
        return [_collection(row) for row in rows]

    def save_collection(self, collection: Collection) -> None:
        """Write a collection, new or known."""
        values = (
            collection.version, collection.name, collection.parent, collection.trashed,
            json.dumps(collection.relations), collection.key,
        )  # fmt: skip
        known = self._db.execute(
            "UPDATE collections SET version = ?, name = ?, parent = ?, trashed = ?, content = ?"
            " WHERE key = ?",
            values,
        ).rowcount
        if not known:
            self._db.execute(
                "INSERT INTO collections (version, name, parent, trashed, content, key)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                values,
            )
            self._forget_deletion("collections", collection.key)

    def subtree(self, key: str) -> list[str]:
        """The keys of a collection and all that lie in it."""
        return [row[0] for row in self.rows(SUBTREE, (key,))]

    def delete_collection(self, key: str, version: int) -> None:
        """Delete a collection and those in it; the items stay, at the versions they have."""
        for gone in self.subtree(key):
            self._db.execute("DELETE FROM collections WHERE key = ?", (gone,))
            self._db.execute("DELETE FROM memberships WHERE collection = ?", (gone,))
        self.record_deletion("collections", key, version)

    def record_deletion(self, kind: str, key: str, version: int) -> None:
        """Remember that something was deleted, for /deleted."""
        self._db.execute(
            "INSERT OR REPLACE INTO deletions (kind, key, version) VALUES (?, ?, ?)",
            (kind, key, version),
        )

    def _forget_deletion(self, kind: str, key: str) -> None:
        self._db.execute("DELETE FROM deletions WHERE kind = ? AND key = ?", (kind, key))


def _item(row: tuple[Any, ...], collections: Iterable[str]) -> Item:
    content = json.loads(row[9])
    return Item(
        key=row[0],
        version=row[1],
        item_type=row[2],
        parent=row[3],
        trashed=bool(row[4]),
        added=row[5],
        modified=row[6],
        created_by=row[7],
        modified_by=row[8],
        fields=content["fields"],
        creators=tuple(content["creators"]),
        tags=tuple(content["tags"]),
        relations={name: tuple(uris) for name, uris in content["relations"].items()},
        collections=distinct(collections),
    )


def _collection(row: tuple[Any, ...]) -> Collection:
    relations = json.loads(row[5])
    return Collection(
        key=row[0],
        version=row[1],
        name=row[2],
        parent=row[3],
        trashed=bool(row[4]),
        relations={name: tuple(uris) for name, uris in relations.items()},
    )
