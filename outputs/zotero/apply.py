"""Does what a plan says and nothing more, and writes down each step before and after."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from outputs.zotero.changes import Change, ItemChange, Left, NewItem, NewShelf, Plan
from outputs.zotero.connection import Connection
from outputs.zotero.extra import marked_as
from outputs.zotero.ledger import Ledger, chunks
from outputs.zotero.library import Item, filled
from outputs.zotero.mirror import Mirror
from outputs.zotero.reading import items_with, shelves_with
from outputs.zotero.recollection import confirmed, settled
from outputs.zotero.records import Record, ShelfRecord
from outputs.zotero.writer import AT_ONCE, Refusal, Report, send

ALREADY = 412
"""It is there, or somebody changed it: read back, since both can be our own doing."""
MOVED_ON = frozenset({404, 409, 428})
"""The group changed since it was read: to be read and planned anew."""

Json = Mapping[str, Any]
Order = NewItem | ItemChange
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
    moved_on: list[str] = field(default_factory=list[str])
    """Works and collections for which the group has to be read again."""
    refused: list[Left] = field(default_factory=list[Left])


class Applying:
    """A plan on its way into a library."""

    def __init__(
        self,
        connection: Connection,
        ledger: Ledger,
        mirror: Mirror,
        progress: Progress | None = None,
    ) -> None:
        self.applied = Applied()
        """What came of it so far, also when it ends in an error."""
        self.done = 0
        """How many objects are dealt with."""
        self._connection = connection
        self._ledger = ledger
        self._mirror = mirror
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
        self._write_down(plan)
        for shelves in chunks(plan.shelves, AT_ONCE):
            self._make_shelves(shelves)
            self._advance(len(shelves))
        orders: tuple[Order, ...] = (*plan.items, *plan.changes)
        for batch in chunks(orders, AT_ONCE):
            whole = [_without(order, self._missing) for order in batch]
            self._write_items([order for order in whole if order.data])
            self._advance(len(batch))
        return self.applied

    def _write_down(self, plan: Plan) -> None:
        """Note keys and intentions before anything is sent, so that a lost answer costs
        nothing."""
        intended = [
            replace(each.before, intended=replace(each.record, version=each.version))
            for each in plan.changes
        ]
        self._ledger.keep(
            [*plan.learned, *(each.record for each in plan.items), *intended],
            [
                *plan.adopted_shelves,
                *(ShelfRecord(path=each.path, key=each.key) for each in plan.shelves),
            ],
        )

    def _make_shelves(self, shelves: Sequence[NewShelf]) -> None:
        report = send(self._connection, "collections", [_shelf_json(each) for each in shelves])
        made = list(report.written.values())
        if unclear := [shelves[at].key for at in _unclear(report, len(shelves))]:
            made += shelves_with(self._connection, unclear)
        self._take_in(shelves=made)
        versions = {each["key"]: each["version"] for each in made}
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
        report = send(self._connection, "items", [_item_json(order) for order in orders])
        unclear = _unclear(report, len(orders))
        found = {
            each["key"]: each
            for each in items_with(self._connection, [orders[at].key for at in unclear])
        }
        self._take_in(items=[*report.written.values(), *found.values()])
        kept: list[Record] = []
        forgotten: list[str] = []
        for at, order in enumerate(orders):
            record = _record_after(order, at, report, found.get(order.key))
            if record is not None:
                kept.append(record)
                self._count(order, is_written=at in report.written)
                continue
            self._note(order.work_id, _title(order), report.refused.get(at), order.key)
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
        known, now = self._mirror.version, self._connection.library_version
        if known is not None and self._versions.issuperset(range(known + 1, now + 1)):
            self._mirror.complete_to(max(known, now))

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
        if refusal is None or refusal.code == ALREADY or refusal.code in MOVED_ON:
            self.applied.moved_on.append(name)
            return
        reason = f"Zotero refused it ({refusal.code}): {refusal.message}"
        log.warning("%s: %s", name, reason)
        self.applied.refused.append(Left(name=name, title=title, reason=reason, keys=(key,)))

    def _advance(self, count: int) -> None:
        self.done += count
        log.info("zotero: %d of %d objects written", self.done, self._total)
        if self._progress:
            self._progress(self.done, self._total)


def _unclear(report: Report, count: int) -> list[int]:
    """Indexes that the report is silent about, or says are there already or moved on."""
    told = report.written.keys() | report.unchanged
    refused = {at for at, each in report.refused.items() if each.code != ALREADY}
    return [at for at in range(count) if at not in told and at not in refused]


def _record_after(order: Order, at: int, report: Report, found: Json | None) -> Record | None:
    """What we know of the item now; None if it is not as it was to be."""
    if stored := report.written.get(at):
        return confirmed(order.record, order.data, stored["data"], stored["version"])
    if isinstance(order, ItemChange):
        if at in report.unchanged:
            return replace(order.record, version=order.version)
        if found is None:
            return None
        goal = replace(order.record, version=order.version)
        after = settled(replace(order.before, intended=goal), _item(found))
        return after if after.version > order.version else None
    if found is None:
        return None
    is_ours = marked_as(str(found["data"].get("extra", ""))) == marked_as(order.data["extra"])
    return replace(order.record, version=found["version"]) if is_ours else None


def _without(order: Order, missing: set[str]) -> Order:
    """The order without collections that are not there."""
    if not missing or order.record.shelves.isdisjoint(missing):
        return order
    record = order.record
    record = replace(record, shelves=record.shelves - missing, filed=record.filed - missing)
    if isinstance(order, NewItem):
        kept = [key for key in order.data["collections"] if key not in missing]
        return replace(order, record=record, data={**order.data, "collections": kept})
    changes = [_change_without(change, missing) for change in order.changes]
    kept = tuple(change for change in changes if change.new != change.old)
    return replace(order, record=record, changes=kept)


def _change_without(change: Change, missing: set[str]) -> Change:
    if change.name != "collections":
        return change
    return replace(change, new=[key for key in change.new if key not in missing])


def _shelf_json(shelf: NewShelf) -> dict[str, Any]:
    return {
        "key": shelf.key,
        "version": 0,
        "name": shelf.name,
        "parentCollection": shelf.parent or False,
    }


def _item_json(order: Order) -> dict[str, Any]:
    if isinstance(order, NewItem):
        return {**filled(order.data), "key": order.key, "version": 0}
    return {**order.data, "key": order.key, "version": order.version}


def _item(found: Json) -> Item:
    return Item(key=found["key"], version=found["version"], data=filled(found["data"]))


def _title(order: Order) -> str:
    return order.title if isinstance(order, ItemChange) else str(order.data.get("title", ""))
