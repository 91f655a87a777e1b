"""Does what a plan says and nothing more, and writes down each step before and after."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from enrichers.kin.relations import MOST_TOGETHER
from outputs.zotero.changes import ItemChange, Left, NewItem, NewShelf, Plan
from outputs.zotero.connection import Connection
from outputs.zotero.journal import Journal, State, Step
from outputs.zotero.lease import Lease
from outputs.zotero.ledger import Ledger, chunks
from outputs.zotero.mark import Mark
from outputs.zotero.mirror import Mirror
from outputs.zotero.orders import (
    ALREADY,
    Json,
    Order,
    in_turn,
    item_json,
    once_more,
    record_after,
    shelf_json,
    state_after,
    step_of,
    step_of_shelf,
    unclear,
    without,
)
from outputs.zotero.reading import items_with, shelves_with
from outputs.zotero.records import Record, ShelfRecord
from outputs.zotero.writer import Refusal, Report, send

PLANNED_ANEW = frozenset({404, 409, ALREADY, 428, 429, 500, 502, 503, 504})
"""The group changed since it was read, or the server failed at this object: worth another look
in the same run. With any other code, the object itself is wrong."""
MOVED_ON = "it changed while it was written: the next run looks at it again"

Progress = Callable[[int, int], None]
"""Told how many objects of how many are dealt with."""

log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Applied:
    """What came of a plan."""

    shelves: int = 0
    items: int = 0
    changes: int = 0
    adopted: int = 0
    """Of the changes, those by which an item of people's was taken over."""
    moved_on: list[Left] = field(default_factory=list[Left])
    """Works and collections for which the group has to be read again."""
    refused: list[Left] = field(default_factory=list[Left])
    """What is wrong with an object itself."""


class Writing:
    """A run's right to write, and its journal: asked and written before each request."""

    def __init__(self, lease: Lease, journal: Journal, run: int, mark: Mark | None) -> None:
        """`mark` is None where none is to be left in the library."""
        self._lease = lease
        self._journal = journal
        self._run = run
        self._mark = mark

    def begins(self, steps: Sequence[Step]) -> list[int]:
        """Note what is about to be sent. Raises ZoteroDown when another run is writing."""
        self._lease.take()
        if self._mark:
            self._mark.set()
        return self._journal.write_down(self._run, steps)

    def ended(
        self,
        numbers: Sequence[int],
        states: Sequence[State],
        versions: Sequence[int],
        stored: Sequence[Json | None] = (),
    ) -> None:
        """Note what came of it, and what stands there by our doing as far as that is told."""
        told = stored or [None] * len(numbers)
        self._journal.settle(numbers, zip(states, versions, told, strict=True))


class Applying:
    """A plan on its way into a library."""

    def __init__(
        self,
        connection: Connection,
        ledger: Ledger,
        mirror: Mirror,
        writing: Writing,
        progress: Progress | None = None,
    ) -> None:
        self.applied = Applied()
        """What came of it so far, also when it ends in an error."""
        self.done = 0
        """How many objects are dealt with."""
        self._connection = connection
        self._ledger = ledger
        self._mirror = mirror
        self._writing = writing
        self._progress = progress
        self._total = 0
        self._versions: set[int] = set()
        """The library's versions whose objects the copy has, beyond its own version."""
        self._missing: set[str] = set()
        """Collections that could not be made."""

    def apply(self, plan: Plan) -> Applied:
        """Write all of a plan: collections before items, outer ones before inner ones.

        Raises ZoteroDown when the server answers no more: what was done stands in the ledger,
        and the next run goes on from there.
        """
        self._total, self.done = plan.objects, 0
        self._ledger.keep(plan.learned, plan.adopted_shelves)
        at_once = self._connection.group.at_once
        for shelves in chunks(plan.shelves, at_once):
            self._make_shelves(shelves)
            self._advance(len(shelves))
        for batch in chunks(in_turn(plan), at_once):
            whole = [without(order, self._missing) for order in batch]
            if sendable := [order for order in whole if order.data]:
                self._write_items(sendable)
            self._advance(len(batch))
        return self.applied

    def _make_shelves(self, shelves: Sequence[NewShelf]) -> None:
        numbers = self._writing.begins([step_of_shelf(each) for each in shelves])
        self._ledger.keep(
            shelves=[
                ShelfRecord(path=each.path, key=each.key, version=each.version)
                for each in shelves
            ]
        )
        report = send(self._connection, "collections", [shelf_json(each) for each in shelves])
        made = list(report.written.values())
        if open_ends := [shelves[at].key for at in unclear(report, len(shelves))]:
            read = shelves_with(self._connection, open_ends)
            made += [each for each in read if not each["data"].get("deleted")]
        self._take_in(shelves=made)
        versions = {each["key"]: each["version"] for each in made}
        self._writing.ended(
            numbers,
            [(State.DONE if each.key in versions else State.FAILED) for each in shelves],
            [versions.get(each.key, 0) for each in shelves],
        )
        self._ledger.keep(
            shelves=[
                ShelfRecord(path=each.path, key=each.key, version=versions[each.key])
                for each in shelves
                if each.key in versions
            ]
        )
        self.applied.shelves += len(report.written)
        for at, shelf in enumerate(shelves):
            if shelf.key not in versions:
                self._missing.add(shelf.key)
                name = " / ".join(shelf.path)
                self._note(name, shelf.name, report.refused.get(at), shelf.key)

    def _write_items(self, orders: Sequence[Order]) -> None:
        numbers = self._writing.begins([step_of(order) for order in orders])
        self._ledger.keep([_intent(order) for order in orders])
        report, found = self._sent(orders)
        self._take_in(items=[*report.written.values(), *found.values()])
        ends = [
            record_after(order, at, report, found.get(order.key))
            for at, order in enumerate(orders)
        ]
        self._writing.ended(
            numbers,
            [State.DONE if end else State.FAILED for end in ends],
            [end.version if end else 0 for end in ends],
            [
                state_after(order, report.written[at]["data"]) if at in report.written else None
                for at, order in enumerate(orders)
            ],
        )
        self._keep(orders, ends, report, found)

    def _sent(self, orders: Sequence[Order]) -> tuple[Report, Mapping[str, Json]]:
        """Send items, once more those that others of them made move on; also give what stands
        there of those of which the report does not tell the end."""
        report, found = Report(), dict[str, Json]()
        again: Mapping[int, Order] = dict(enumerate(orders))
        for _ in range(1 + MOST_TOGETHER):
            part = send(self._connection, "items", [item_json(e) for e in again.values()])
            report.put(part, list(again))
            open_ends = {at: orders[at] for at in unclear(report, len(orders))}
            read = items_with(self._connection, [each.key for each in open_ends.values()])
            found |= {each["key"]: each for each in read}
            again = {
                at: moved
                for at, order in open_ends.items()
                if (moved := once_more(order, found.get(order.key)))
            }
            if not again:
                break
            self._writing.begins([])
        # What was read of those that the next round wrote is out of date by then.
        written = {each["key"] for each in report.written.values()}
        return report, {key: each for key, each in found.items() if key not in written}

    def _keep(
        self,
        orders: Sequence[Order],
        ends: Sequence[Record | None],
        report: Report,
        found: Mapping[str, Json],
    ) -> None:
        kept: list[Record] = []
        forgotten: list[str] = []
        for at, (order, end) in enumerate(zip(orders, ends, strict=True)):
            if end is not None:
                kept.append(end)
                self._count(order, is_written=at in report.written)
                continue
            self._note(order.work_id, order.title, report.refused.get(at), order.key)
            if isinstance(order, ItemChange):
                kept.append(order.before)
            elif order.key in found:
                # The key is somebody else's: another one is chosen next time.
                forgotten.append(order.work_id)
        self._ledger.forget(forgotten)
        self._ledger.keep(kept)

    def _take_in(self, *, items: Sequence[Json] = (), shelves: Sequence[Json] = ()) -> None:
        """Bring the copy up to date, and its version as far as nobody else wrote meanwhile."""
        self._mirror.put(items=items, shelves=shelves)
        self._versions.update(each["version"] for each in (*items, *shelves))
        known = reached = self._mirror.version
        while reached is not None and reached + 1 in self._versions:
            reached += 1
        if reached is not None and reached != known:
            self._mirror.complete_to(reached)

    def _count(self, order: Order, *, is_written: bool) -> None:
        if not is_written:
            return
        if isinstance(order, NewItem):
            self.applied.items += 1
        else:
            self.applied.changes += 1
            self.applied.adopted += bool(order.adopted)

    def _note(self, name: str, title: str, refusal: Refusal | None, key: str) -> None:
        """Say why an object was not written, or have it planned anew."""
        code = refusal.code if refusal else ALREADY
        reason = MOVED_ON if refusal is None or code == ALREADY else str(refusal)
        left = Left(name=name, title=title, reason=reason, keys=(key,))
        if code in PLANNED_ANEW:
            log.info("%s: %s", name, reason)
            self.applied.moved_on.append(left)
        else:
            log.warning("%s: %s", name, reason)
            self.applied.refused.append(left)

    def _advance(self, count: int) -> None:
        self.done += count
        log.info("zotero: %d of %d objects written", self.done, self._total)
        if self._progress:
            self._progress(self.done, self._total)


def _intent(order: Order) -> Record:
    """What is kept before anything is sent, so that a lost answer costs nothing."""
    if isinstance(order, NewItem):
        return order.record
    return replace(order.before, intended=replace(order.record, version=order.version))
