"""A plan document against the library as it is now: what still holds, what is left and why."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from outputs.zotero.changes import (
    RESTORED,
    Change,
    ItemChange,
    Left,
    NewItem,
    NewShelf,
    Plan,
)
from outputs.zotero.document import Document
from outputs.zotero.extra import marked_as, signed, signed_as
from outputs.zotero.library import Item, Library
from outputs.zotero.rebase import rebased, value_in
from outputs.zotero.records import Record, Records, ShelfRecord
from outputs.zotero.sheets import RemoteChange
from outputs.zotero.signing import signature

ANEW = "make a new plan"
GONE = f"it was thrown away since the plan: {ANEW}"
TAKEN = f"its work came into the group since the plan: {ANEW}"
EDITED = "people changed it since the plan"
MOVED = f"another run wrote it since the plan: {ANEW}"
ELSEWHERE = f"another plan made it meanwhile, and not in all of its collections: {ANEW}"
OUTSIDE = "the collection that it would lie in is not there any more"


def revisited(document: Document, library: Library, records: Records) -> Plan:
    """What of a document is still to be done in the library as it is, and nothing more.

    `library` must hold the items of the document and those with the marks of its new ones,
    `records` our records of them. What was done already is passed over.
    """
    shelves, shelf_troubles = _shelves(document, library, records)
    present = {key for key in library.shelves if library.live_shelf(key)}
    present |= {shelf.key for shelf in shelves}
    by_key = {record.key: record for record in records.items.values()}
    items: list[NewItem] = []
    changes: list[ItemChange] = []
    left: list[Left] = [*document.left, *shelf_troubles]
    for item in document.items:
        if reason := _obstacle(item, document.version, library, records, by_key):
            left.append(_left(item, reason))
        elif item.key not in library.items:
            items.append(_in_present(item, present))
        elif _is_unfiled(item, by_key.get(item.key), present):
            left.append(_left(item, ELSEWHERE))
    for remote in document.changes:
        change, troubles = _revisited(remote, library, by_key.get(remote.change.key), present)
        left += troubles
        if change:
            changes.append(change)
    adopted = [e for e in document.adopted_shelves if library.live_shelf(e.key)]
    return Plan(
        library=document.library,
        version=library.version,
        shelves=tuple(shelves),
        adopted_shelves=tuple(adopted),
        items=tuple(items),
        changes=tuple(changes),
        left=tuple(left),
        keys={
            e.work_id: e.key for e in (*document.items, *(r.change for r in document.changes))
        },
        places=document.places,
    )


def _shelves(
    document: Document, library: Library, records: Records
) -> tuple[list[NewShelf], list[Left]]:
    made: list[NewShelf] = []
    left: list[Left] = []
    for shelf in document.shelves:
        standing = library.shelves.get(shelf.key)
        record = records.shelves.get(shelf.path)
        name = " / ".join(shelf.path)
        is_there = standing is not None and not standing.is_trashed
        parents = {key for key in library.shelves if library.live_shelf(key)}
        parents |= {"", *(each.key for each in made)}
        if is_there:
            continue
        if shelf.parent not in parents:
            left.append(Left(name=name, title=shelf.name, reason=OUTSIDE))
        elif (standing.version if standing else 0) != shelf.version or (
            shelf.reason != RESTORED and _was_there(shelf.key, record, library)
        ):
            left.append(Left(name=name, title=shelf.name, reason=GONE))
        else:
            made.append(shelf)
    return made, left


def _obstacle(
    item: NewItem,
    planned_at: int,
    library: Library,
    records: Records,
    by_key: Mapping[str, Record],
) -> str:
    """Why an item is not to be made any more; empty where it is, or where it was made."""
    standing = library.items.get(item.key)
    if standing:
        extra = str(standing.data.get("extra", ""))
        is_ours = marked_as(extra) == marked_as(str(item.data["extra"]))
        return TAKEN if not is_ours else GONE if standing.is_trashed else ""
    if item.reason != RESTORED and _was_there(item.key, by_key.get(item.key), library):
        return GONE
    ours = records.items.get(item.work_id)
    if ours and ours.is_confirmed and ours.key != item.key:
        # A run of ours took over an item that people made meanwhile.
        return TAKEN
    namesakes = set[str]().union(*(library.by_mark.get(mark, ()) for mark in item.record.marks))
    came = {key for key in namesakes if library.items[key].version > planned_at}
    return TAKEN if came - by_key.keys() else ""


def _is_unfiled(item: NewItem, record: Record | None, present: set[str]) -> bool:
    """Whether an item that is there was never said to lie where this plan has it."""
    wanted = item.record.shelves & present
    return record is not None and not wanted <= record.shelves


def _was_there(key: str, record: Record | ShelfRecord | None, library: Library) -> bool:
    """Whether the group had an object that it has not now, by our doing or another run's."""
    return key in library.gone or (record is not None and record.is_confirmed)


def _revisited(
    remote: RemoteChange, library: Library, record: Record | None, present: set[str]
) -> tuple[ItemChange | None, list[Left]]:
    change = remote.change
    item = library.items.get(change.key)
    is_restored = any(each.name == "deleted" for each in change.changes)
    if item is None or (item.is_trashed and not is_restored):
        return None, [_left(change, GONE)]
    kept, edited = _rebased(change, item, present)
    if not kept:
        return None, [_left(change, f"{EDITED}: {name}") for name in edited]
    after = remote.on(record)
    if after is None:
        return None, [_left(change, MOVED)]
    if edited and any(each.name == "itemType" for each in change.changes):
        # The names of the other fields hang on the type.
        return None, [_left(change, f"{EDITED}: {', '.join(edited)}")]
    before = record or change.before
    shelved = [each.new for each in kept if each.name == "collections"] or [item.shelves]
    places = set[str](shelved[-1])
    after = _seen(after, before, edited, item, places & present)
    if edited or any(_is_signed_since(each, item) for each in change.changes):
        kept, after = _signed_anew(kept, after, item)
    revisited = replace(
        change,
        version=item.version,
        changes=tuple(kept),
        record=after,
        before=before,
        standing=item.data,
    )
    return revisited, [_left(change, f"{EDITED}: {name}") for name in edited]


def _is_signed_since(planned: Change, item: Item) -> bool:
    """Whether another machine of ours wrote the item since the plan."""
    standing = str(item.data.get("extra", ""))
    return planned.name == "extra" and signed_as(str(planned.old)) != signed_as(standing)


def _signed_anew(kept: list[Change], record: Record, item: Item) -> tuple[list[Change], Record]:
    """Changes and record with the sign of what is written indeed: that of the plan is about
    what does not come, too, which people may write themselves some day."""
    written = {each.name: each.new for each in kept}
    if "extra" not in written:
        return kept, record
    sign = signature(record.base, {**item.data, **written})
    said = replace(record.said, lines=signed(record.said.lines, sign))
    text = "\n".join(signed(written["extra"].split("\n"), sign))
    changes = [replace(e, new=text) if e.name == "extra" else e for e in kept]
    return changes, replace(record, said=said)


def _rebased(
    change: ItemChange, item: Item, present: set[str]
) -> tuple[list[Change], list[str]]:
    """The changes that are still to be made, and the properties in which people's stand."""
    kept: list[Change] = []
    edited: list[str] = []
    for each in change.changes:
        standing = value_in(item.data, each.name)
        now = rebased(each.name, each.old, each.new, standing)
        value = now.value
        if each.name == "collections":
            value = [key for key in value if key in present]
        if not now.is_whole:
            edited.append(each.name)
        if value != standing:
            kept.append(replace(each, old=standing, new=value))
    return kept, edited


def _seen(
    after: Record, before: Record, edited: Iterable[str], item: Item, places: set[str]
) -> Record:
    """The record afterwards, without a claim to what people wrote themselves meanwhile; the
    item is in the collections of `places` then."""
    base = dict(after.base)
    for name in edited:
        base.pop(name, None)
        if name in before.base:
            base[name] = before.base[name]
    theirs = (after.filed - before.filed) & set(item.shelves)
    filed = (after.filed - theirs) & places
    # What did not come is for the next plan to say.
    said = before.shelves | places if "collections" in edited else after.shelves
    return replace(after, base=base, filed=filed, shelves=after.shelves & said)


def _in_present(item: NewItem, present: set[str]) -> NewItem:
    kept = [key for key in item.data["collections"] if key in present]
    shelves = frozenset(kept)
    record = replace(item.record, shelves=shelves, filed=shelves)
    return replace(item, data={**item.data, "collections": kept}, record=record)


def _left(entry: NewItem | ItemChange, reason: str) -> Left:
    return Left(name=entry.work_id, title=entry.title, reason=reason, keys=(entry.key,))
