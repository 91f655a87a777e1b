"""What is sent for an object of a plan, and what the server's report says of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from outputs.zotero.changes import Change, ItemChange, NewItem, NewShelf, Plan
from outputs.zotero.extra import marked_as
from outputs.zotero.journal import Step
from outputs.zotero.kin import related_in
from outputs.zotero.library import Item, filled
from outputs.zotero.rebase import rebased, value_in
from outputs.zotero.recollection import confirmed, settled, tidied
from outputs.zotero.records import Record
from outputs.zotero.writer import Report

ALREADY = 412
"""It is there, or somebody changed it: read back, since both can be our own doing."""

MOVING = frozenset({"relations", "key", "version", "dateAdded", "dateModified"})
"""What of an item changes when it is related at the other end."""

Json = Mapping[str, Any]
Order = NewItem | ItemChange


def unclear(report: Report, count: int) -> list[int]:
    """Indexes that the report is silent about, or says are there already or moved on."""
    told = report.written.keys() | report.unchanged
    refused = {at for at, each in report.refused.items() if each.code != ALREADY}
    return [at for at in range(count) if at not in told and at not in refused]


def record_after(order: Order, at: int, report: Report, found: Json | None) -> Record | None:
    """What we know of the item now; None if it is not as it was to be."""
    if stored := report.written.get(at):
        return confirmed(order.record, order.data, stored["data"], stored["version"])
    if isinstance(order, ItemChange):
        if at in report.unchanged:
            return replace(order.record, version=order.version)
        if found is None:
            return None
        if _is_mirrored(order, found):
            return replace(order.record, version=found["version"])
        goal = replace(order.record, version=order.version)
        after = settled(replace(order.before, intended=goal), _item(found))
        return after if after.version > order.version else None
    if found is None:
        return None
    is_ours = marked_as(str(found["data"].get("extra", ""))) == marked_as(order.data["extra"])
    return replace(order.record, version=found["version"]) if is_ours else None


def _is_mirrored(order: ItemChange, found: Json) -> bool:
    """Whether all that was to change stands there: relations come from their other end too."""
    wanted = set(related_in(order.data))
    return order.data.keys() == {"relations"} and wanted <= set(related_in(found["data"]))


def in_turn(plan: Plan) -> tuple[Order, ...]:
    """What is sent, one after the other. Items that stand there are related first, those with
    more to change than that before all: the server writes a relation at its other end as well
    if there is one, and refuses what moved on that way."""
    related = [change for change in plan.changes if "relations" in change.data]
    others = [change for change in plan.changes if "relations" not in change.data]
    related.sort(key=lambda change: len(change.data) == 1)
    return (*related, *plan.items, *others)


def once_more(order: Order, found: Json | None) -> ItemChange | None:
    """The change, to be sent again to an item that moved on by nothing but relations, as it
    does when the item at their other end was written; None where that is not so."""
    if not isinstance(order, ItemChange) or found is None or "relations" not in order.data:
        return None
    now = filled(found["data"])
    if _is_mirrored(order, found) or any(
        value_in(order.standing, name) != value_in(now, name)
        for name in (order.standing.keys() | now.keys()) - MOVING
    ):
        return None
    standing = value_in(now, "relations")
    changes = [
        replace(each, new=rebased(each.name, each.old, each.new, standing).value)
        if each.name == "relations"
        else each
        for each in order.changes
    ]
    return replace(order, version=found["version"], changes=tuple(changes))


def without(order: Order, missing: set[str]) -> Order:
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


def shelf_json(shelf: NewShelf) -> dict[str, Any]:
    """A collection as Zotero's JSON."""
    if shelf.version:
        return {"key": shelf.key, "version": shelf.version, "deleted": False}
    return {
        "key": shelf.key,
        "version": 0,
        "name": shelf.name,
        "parentCollection": shelf.parent or False,
    }


def item_json(order: Order) -> dict[str, Any]:
    """What is sent to make or change an item."""
    if isinstance(order, NewItem):
        return {**filled(order.data), "key": order.key, "version": 0}
    return {**order.data, "key": order.key, "version": order.version}


def _item(found: Json) -> Item:
    return Item(key=found["key"], version=found["version"], data=filled(found["data"]))


def state_after(order: Order, stored: Json) -> Json:
    """An item as we made it, in the server's wording: `stored` may hold edits of people too."""
    kept = tidied(order.data, stored)
    if isinstance(order, NewItem):
        return filled(kept)
    # With another type, the server moves fields on.
    before = stored if "itemType" in order.data else order.standing
    return filled({**before, **kept})


def step_of(order: Order) -> Step:
    """What the journal holds of an item that is about to be sent."""
    is_new = isinstance(order, NewItem)
    before = None if is_new else order.standing
    return Step(
        kind="items",
        key=order.key,
        work_id=order.work_id,
        title=order.title,
        before=before,
        after=filled({**(before or {}), **order.data}),
        record=None if is_new else order.before,
    )


def step_of_shelf(shelf: NewShelf) -> Step:
    """What the journal holds of a collection that is about to be sent."""
    after = {"name": shelf.name, "parentCollection": shelf.parent or False}
    return Step(
        kind="collections",
        key=shelf.key,
        work_id=" / ".join(shelf.path),
        title=shelf.name,
        before={**after, "deleted": True} if shelf.version else None,
        after=after,
    )
