"""Holds a file for as long as a process lives: whoever dies lets go of it."""

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from flows.endings import StepFailed


class Held(Exception):
    """Another process holds the file."""


@contextmanager
def held(file: Path) -> Generator[None]:
    """Hold a file, which is made if there is none. Raises Held, and StepFailed for a file that
    cannot be used."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock = sqlite3.connect(file, timeout=0, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise StepFailed(f"cannot use {file}: {error}") from error
    with closing(lock):
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise Held(str(file)) from error
        yield
