"""Opens the SQLite files that several threads and processes share."""

import sqlite3
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

PATIENCE = 30.0  # seconds to wait for another process that is writing

REMEDIES = (
    ("SQLITE_NOTADB", "it is no zotlist file, or damaged: move it away, a new one is made"),
    ("SQLITE_CORRUPT", "it is damaged: move it away, a new one is made"),
    ("SQLITE_FULL", "the disk is full: make room"),
    ("SQLITE_READONLY", "it cannot be written: check its permissions"),
    ("SQLITE_CANTOPEN", "it cannot be opened: check that its folder exists and is writable"),
    ("SQLITE_BUSY", "another program keeps it locked: wait for it to end"),
    ("SQLITE_LOCKED", "another program keeps it locked: wait for it to end"),
    ("SQLITE_IOERR", "the disk reports errors, or is full: check it"),
)
"""What to do, by the start of SQLite's name for the error."""


class StoreBroken(Exception):
    """A file of ours cannot be used; the message says in one line what to do."""


class Database:
    """One kept connection to a file, for use by any thread."""

    def __init__(self, path: Path, *, part: str, version: int, schema: str) -> None:
        """Open or create the tables of one part.

        Several parts may live in one file, each with its own schema version.
        """
        self.path = path
        self._lock = Lock()
        with self._reporting():
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreBroken(f"{path}: {error.strerror}") from error
            self._connection = sqlite3.connect(
                path, timeout=PATIENCE, isolation_level=None, check_same_thread=False
            )
            try:
                self._switch_to_wal()
                self._prepare(part, version, schema)
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self, part: str, version: int, schema: str) -> None:
        connection = self._connection
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS schema "
            "(part TEXT PRIMARY KEY, version INTEGER NOT NULL)"
        )
        connection.execute("INSERT OR IGNORE INTO schema VALUES (?, ?)", (part, version))
        found = connection.execute("SELECT version FROM schema WHERE part = ?", (part,))
        (present,) = found.fetchone()
        if present != version:
            raise StoreBroken(
                f"{self.path}: its {part} have schema {present}, this zotlist knows {version}: "
                "update zotlist, or move the file away"
            )
        connection.execute(schema)
        connection.execute("COMMIT")

    def _switch_to_wal(self) -> None:
        """SQLite does not wait by itself while another opens the new file at the same time."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                is_busy = error.sqlite_errorname.startswith("SQLITE_BUSY")
                if not is_busy or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)
            else:
                return

    @contextmanager
    def writing(self) -> Generator[sqlite3.Connection]:
        """One transaction that no other thread or process writes into."""
        with self._lock, self._reporting():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Generator[sqlite3.Connection]:
        """The connection, for one statement that changes nothing."""
        with self._lock, self._reporting():
            yield self._connection

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def _reporting(self) -> Generator[None]:
        try:
            yield
        except sqlite3.Error as error:
            name = getattr(error, "sqlite_errorname", "")
            remedy = next((words for start, words in REMEDIES if name.startswith(start)), "")
            raise StoreBroken(f"{self.path}: {remedy or error}") from error
