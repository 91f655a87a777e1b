"""Takes back what a run did and nobody touched since; itself a run that is written down."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from outputs.zotero.apply import Progress, Writing
from outputs.zotero.changes import Left
from outputs.zotero.connection import Group, ZoteroDown
from outputs.zotero.declining import taken_back
from outputs.zotero.journal import State, Step
from outputs.zotero.ledger import chunks
from outputs.zotero.library import filled
from outputs.zotero.reading import current_schema, items_with, shelves_with
from outputs.zotero.records import Record
from outputs.zotero.reversal import Reversal, item_reversal, shelf_reversal
from outputs.zotero.session import ROUNDS, Session, visit
from outputs.zotero.show import counted
from outputs.zotero.writer import Kind, send

STALE = 412

Json = Mapping[str, Any]


class NoSuchRun(Exception):
    """There is no such run in the journal, or it cannot be taken back."""


@dataclass(slots=True, kw_only=True)
class Undone:
    """What became of taking a run back."""

    run: int
    items_trashed: int = 0
    items_changed: int = 0
    collections_trashed: int = 0
    left: list[Left] = field(default_factory=list[Left])
    """What stays as it is, and why."""
    writes: int = 0
    """Requests that write."""


def undo(run: int, *, group: Group, state: Path, progress: Progress | None = None) -> Undone:
    """Take back a run of the journal in `state`: what it made goes to the trash, properties
    get their old values, wherever nobody touched them since; people's later edits stay.

    Later runs do not make it again unless they are asked to restore. A second undo finds
    nothing left to do; one that broke off is completed. Raises NoSuchRun, NotAllowed and
    ZoteroDown.
    """
    with visit(group, state) as session:
        known = next((each for each in session.journal.runs() if each.number == run), None)
        if known is None:
            raise NoSuchRun(f"there is no run {run} in {group.name}")
        if known.undoes:
            raise NoSuchRun(f"run {run} took back run {known.undoes}: ask to restore instead")
        session.refresh()
        undone = Undone(run=run)
        if all(step.is_undone for step in session.journal.steps(run)):
            return undone
        session.rights().require_writing()
        with session.running(undoes=run) as writing:
            try:
                undoing = _Undoing(session, writing, undone, progress)
                undoing.items(run)
                undoing.shelves(run)
            except ZoteroDown as error:
                left = sum(not step.is_undone for step in session.journal.steps(run))
                what = counted(left, "object")
                raise ZoteroDown(f"{error}; {what} left for another undo") from error
        undone.writes = session.connection.writes
        return undone


class _Undoing:
    """A run on its way back."""

    def __init__(
        self, session: Session, writing: Writing, undone: Undone, progress: Progress | None
    ) -> None:
        self._session = session
        self._writing = writing
        self._undone = undone
        self._progress = progress
        self._at_once = session.connection.group.at_once
        self._schema = current_schema(session.connection, session.mirror)

    def items(self, run: int) -> None:
        """Take back what the run did to items."""
        by_key: defaultdict[str, list[Step]] = defaultdict(list)
        for step in self._session.journal.steps(run):
            if step.kind == "items" and not step.is_undone:
                by_key[step.key].append(step)
        done, total = 0, len(by_key)
        for keys in chunks(by_key, self._at_once):
            self._in_rounds("items", lambda left: self._item_reversals(left, by_key), keys)
            done += len(keys)
            if self._progress:
                self._progress(done, total)

    def shelves(self, run: int) -> None:
        """Take back the collections that the run made, the inner ones first."""
        steps = {
            step.key: step
            for step in self._session.journal.steps(run)
            if step.kind == "collections" and not step.is_undone
        }
        if not steps:
            return
        self._session.refresh()
        # One by one from the inside: what is taken back inside empties what is around it.
        for depth in sorted({_depth(step) for step in steps.values()}, reverse=True):
            keys = [key for key, step in steps.items() if _depth(step) == depth]
            for chunk in chunks(keys, self._at_once):
                self._in_rounds(
                    "collections", lambda left: self._shelf_reversals(left, steps), chunk
                )

    def _in_rounds(
        self,
        kind: Kind,
        decide: Callable[[Sequence[str]], list[Reversal]],
        keys: Sequence[str],
    ) -> None:
        for _ in range(ROUNDS):
            keys = self._sent(kind, decide(keys))
            if not keys:
                return
        for each in (each for each in decide(keys) if each.data):
            self._leave(each, "it changes faster than it can be taken back")

    def _item_reversals(
        self, keys: Sequence[str], by_key: Mapping[str, Sequence[Step]]
    ) -> list[Reversal]:
        standing = {each["key"]: each for each in items_with(self._session.connection, keys)}
        self._session.mirror.put(items=standing.values())
        history: defaultdict[str, list[Step]] = defaultdict(list)
        for step in self._session.journal.steps_on(keys):
            if step.kind == "items":
                history[step.key].append(step)
        return [
            item_reversal(by_key[key], standing.get(key), history[key], self._schema)
            for key in keys
        ]

    def _shelf_reversals(
        self, keys: Sequence[str], steps: Mapping[str, Step]
    ) -> list[Reversal]:
        standing = {each["key"]: each for each in shelves_with(self._session.connection, keys)}
        # What went without an answer holds nothing any more.
        self._session.mirror.put(shelves=standing.values())
        held = self._session.mirror.held_in(keys)
        history = self._session.journal.steps_on({*keys}.union(*held.values()))
        return [
            shelf_reversal(steps[key], standing.get(key), held[key], history) for key in keys
        ]

    def _sent(self, kind: Kind, reversals: Sequence[Reversal]) -> list[str]:
        """Send what is to be sent, and give the keys of what moved on meanwhile."""
        idle = [each for each in reversals if not each.data]
        for each in idle:
            self._settled(each, each.version)
        active = [each for each in reversals if each.data]
        if not active:
            return []
        numbers = self._writing.begins([_step(kind, each) for each in active])
        objects = [{**each.data, "key": each.key, "version": each.version} for each in active]
        report = send(self._session.connection, kind, objects)
        written = report.written
        self._session.mirror.put(**{_MIRRORED[kind]: list(written.values())})
        moved: list[str] = []
        for at, each in enumerate(active):
            refusal = report.refused.get(at)
            if at in written or at in report.unchanged:
                now = written.get(at)
                self._count(kind, each)
                self._settled(each, now["version"] if now else each.version)
            elif refusal is None or refusal.code == STALE:
                moved.append(each.key)
            else:
                self._leave(each, str(refusal))
        self._writing.ended(
            numbers,
            [State.DONE if at in written else State.FAILED for at in range(len(active))],
            [written[at]["version"] if at in written else 0 for at in range(len(active))],
        )
        return moved

    def _settled(self, each: Reversal, version: int) -> None:
        """Bring our records in line, and note that the steps were taken back."""
        ledger = self._session.ledger
        if each.names:
            known = ledger.records((), marks=(), keys=[each.key]).items.values()
            ledger.keep(replace(_unsaid(record, each), version=version) for record in known)
        for reason in each.left:
            self._leave(each, reason)
        is_kept = bool(each.left) and not (each.data or each.names)
        numbers = [step.number for step in each.steps]
        self._session.journal.mark_undone(numbers, is_kept=is_kept)

    def _count(self, kind: Kind, each: Reversal) -> None:
        if kind == "collections":
            self._undone.collections_trashed += 1
        elif each.names:
            self._undone.items_changed += 1
        else:
            self._undone.items_trashed += 1

    def _leave(self, each: Reversal, reason: str) -> None:
        name = each.steps[0].work_id or each.key
        self._undone.left.append(
            Left(name=name, title=each.title, reason=reason, keys=(each.key,))
        )


_MIRRORED: Mapping[Kind, str] = {"items": "items", "collections": "shelves"}


def _unsaid(record: Record, each: Reversal) -> Record:
    """Our record of an item without what was taken back."""
    for step in each.steps:
        if step.record and step.before is not None:
            names = each.names
            record = taken_back(record, step.record, names, old=step.before, new=step.after)
    return record


def _depth(step: Step) -> int:
    return step.work_id.count(" / ")


def _step(kind: Kind, each: Reversal) -> Step:
    before = filled(each.standing)
    return Step(
        kind=kind,
        key=each.key,
        work_id=each.steps[0].work_id,
        title=each.title,
        before=before,
        after=filled({**before, **each.data}),
    )
