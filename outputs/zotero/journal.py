"""Keeps what every run did, object by object, before and after: for people, and to undo it."""

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from enrichers.asking.database import Database
from outputs.zotero.ledger import chunks
from outputs.zotero.records import Record, from_json, to_json

RUNS = """
CREATE TABLE IF NOT EXISTS zotero_runs (
    number INTEGER PRIMARY KEY AUTOINCREMENT, library TEXT NOT NULL, undoes INTEGER,
    plan TEXT NOT NULL, started REAL NOT NULL, ended REAL, status TEXT NOT NULL,
    note TEXT NOT NULL
)
"""
STEPS = """
CREATE TABLE IF NOT EXISTS zotero_steps (
    number INTEGER PRIMARY KEY AUTOINCREMENT, run INTEGER NOT NULL, kind TEXT NOT NULL,
    key TEXT NOT NULL, work_id TEXT NOT NULL, title TEXT NOT NULL, state TEXT NOT NULL,
    version INTEGER NOT NULL, before TEXT, after TEXT NOT NULL, record TEXT,
    undone INTEGER NOT NULL DEFAULT 0
)
"""
INDEXES = (
    "CREATE INDEX IF NOT EXISTS zotero_steps_of_run ON zotero_steps (run)",
    "CREATE INDEX IF NOT EXISTS zotero_steps_of_key ON zotero_steps (key)",
)
KEYS_AT_ONCE = 500
TAKEN_BACK, KEPT = 1, 2
"""What an undo did about a step; 0 while there was none."""
COLUMNS = "number, kind, key, work_id, title, state, version, before, after, record, undone"


class Status(StrEnum):
    """How far a run got."""

    RUNNING = "running"
    """Or killed: a run that ended by itself says so."""
    DONE = "done"
    STOPPED = "stopped"
    """It ended before its end, with a reason."""
    INTERRUPTED = "interrupted"
    """It was killed."""


class State(StrEnum):
    """What is known of a step."""

    SENT = "sent"
    """It was to be sent; whether it arrived shows in the library."""
    DONE = "done"
    FAILED = "failed"
    """Nothing was changed by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One object that a run wrote."""

    kind: str
    """"items" or "collections"."""
    key: str
    work_id: str = ""
    """Of an item; a collection's headings."""
    title: str = ""
    before: Mapping[str, Any] | None
    """Its filled properties before; None for what was made."""
    after: Mapping[str, Any]
    """The same afterwards: as the server stored them, or as they were sent."""
    record: Record | None = None
    """What we had said of an item before."""
    version: int = 0
    """Its version afterwards; 0 while no answer came."""
    state: State = State.SENT
    number: int = 0
    is_undone: bool = False
    """An undo dealt with it, and either took it back or said why not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """One run, for people."""

    number: int
    started: float
    """Seconds since 1970."""
    ended: float | None
    status: Status
    note: str
    """Why it ended early; empty if it did not."""
    plan: str
    """The hash of the plan document that it applied; empty if it planned by itself."""
    undoes: int | None
    """The run that it took back."""
    created: int
    """Counting what is known to have arrived, here and below."""
    changed: int
    undone: int
    """Of the steps of this run, those that were taken back."""


class Journal:
    """The runs in one library."""

    def __init__(self, path: Path, library: str) -> None:
        """Raises StoreBroken when the file cannot be used."""
        self._database = Database(path, part="zotero journal", version=1, schema=RUNS)
        self._library = library
        with self._database.writing() as connection:
            for statement in (STEPS, *INDEXES):
                connection.execute(statement)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def begin(self, *, plan: str = "", undoes: int | None = None) -> int:
        """Note that a run begins, and give its number."""
        with self._database.writing() as connection:
            # Whoever may write holds the lease: a run still noted as running was killed.
            connection.execute(
                "UPDATE zotero_runs SET status = ? WHERE library = ? AND status = ?",
                (Status.INTERRUPTED, self._library, Status.RUNNING),
            )
            row = connection.execute(
                "INSERT INTO zotero_runs (library, undoes, plan, started, status, note) "
                "VALUES (?, ?, ?, ?, ?, '') RETURNING number",
                (self._library, undoes, plan, time.time(), Status.RUNNING),
            ).fetchone()
        return row[0]

    def end(self, run: int, status: Status, note: str = "") -> None:
        """Note how a run ended."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE zotero_runs SET ended = ?, status = ?, note = ? WHERE number = ?",
                (time.time(), status, note, run),
            )

    def wrote(self, run: int) -> bool:
        """Whether a run changed anything, as far as that is known."""
        with self._database.reading() as connection:
            return bool(
                connection.execute(
                    "SELECT EXISTS (SELECT 1 FROM zotero_steps "
                    "WHERE run = ? AND state <> 'failed')",
                    (run,),
                ).fetchone()[0]
            )

    def write_down(self, run: int, steps: Sequence[Step]) -> list[int]:
        """Note steps that are about to be sent, and give their numbers."""
        with self._database.writing() as connection:
            return [
                connection.execute(
                    "INSERT INTO zotero_steps (run, kind, key, work_id, title, state, "
                    "version, before, after, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                    "RETURNING number",
                    (run, *_texts(step)),
                ).fetchone()[0]
                for step in steps
            ]

    def settle(self, numbers: Sequence[int], ends: Iterable[tuple[State, int, Any]]) -> None:
        """Note what became of steps: state, version, and what stands there now if the server
        told."""
        rows = [
            (state, version, _text(after) if after else None, number)
            for number, (state, version, after) in zip(numbers, ends, strict=True)
        ]
        with self._database.writing() as connection:
            connection.executemany(
                "UPDATE zotero_steps SET state = ?, version = ?, "
                "after = coalesce(?, after) WHERE number = ?",
                rows,
            )

    def mark_undone(self, numbers: Iterable[int], *, is_kept: bool = False) -> None:
        """Note that an undo dealt with steps: it took them back, or kept what they did."""
        undone = KEPT if is_kept else TAKEN_BACK
        with self._database.writing() as connection:
            connection.executemany(
                "UPDATE zotero_steps SET undone = ? WHERE number = ?",
                [(undone, number) for number in numbers],
            )

    def runs(self) -> list[RunRecord]:
        """All runs, the last one first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT r.number, r.started, r.ended, r.status, r.note, r.plan, r.undoes, "
                "count(s.number) FILTER (WHERE s.before IS NULL AND s.state = 'done'), "
                "count(s.number) FILTER (WHERE s.before IS NOT NULL AND s.state = 'done'), "
                "count(s.number) FILTER (WHERE s.undone = ? AND s.state = 'done') "
                "FROM zotero_runs r LEFT JOIN zotero_steps s ON s.run = r.number "
                "WHERE r.library = ? GROUP BY r.number ORDER BY r.number DESC",
                (TAKEN_BACK, self._library),
            ).fetchall()
        return [_run(row) for row in rows]

    def steps(self, run: int) -> list[Step]:
        """What a run did, the last step first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                f"SELECT {COLUMNS} FROM zotero_steps WHERE run = ? AND state <> 'failed' "
                "ORDER BY number DESC",
                (run,),
            ).fetchall()
        return [_step(row) for row in rows]

    def steps_on(self, keys: Iterable[str]) -> list[Step]:
        """What all runs did to these objects, the first step first."""
        found: list[Step] = []
        with self._database.reading() as connection:
            for chunk in chunks(sorted(set(keys)), KEYS_AT_ONCE):
                rows = connection.execute(
                    f"SELECT {COLUMNS} FROM zotero_steps WHERE state <> 'failed' AND run IN "
                    "(SELECT number FROM zotero_runs WHERE library = ?) "
                    f"AND key IN ({', '.join('?' * len(chunk))}) ORDER BY number",
                    (self._library, *chunk),
                ).fetchall()
                found += [_step(row) for row in rows]
        return found


def _run(row: Sequence[Any]) -> RunRecord:
    number, started, ended, status, note, plan, undoes, created, changed, undone = row
    return RunRecord(
        number=number,
        started=started,
        ended=ended,
        status=Status(status),
        note=note,
        plan=plan,
        undoes=undoes,
        created=created,
        changed=changed,
        undone=undone,
    )


def _text(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _texts(step: Step) -> tuple[str | int | None, ...]:
    named = (step.kind, step.key, step.work_id, step.title, step.state, step.version)
    before = None if step.before is None else _text(step.before)
    record = None if step.record is None else _text(to_json(step.record))
    return (*named, before, _text(step.after), record)


def _step(row: Sequence[Any]) -> Step:
    number, kind, key, work_id, title, state, version, before, after, record, undone = row
    return Step(
        number=number,
        kind=kind,
        key=key,
        work_id=work_id,
        title=title,
        state=State(state),
        version=version,
        before=None if before is None else json.loads(before),
        after=json.loads(after),
        record=None if record is None else from_json(json.loads(record)),
        is_undone=bool(undone),
    )
