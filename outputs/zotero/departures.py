"""Items of ours that no list names any more: marked, or taken out of our collections."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from outputs.zotero.agreement import LEFT
from outputs.zotero.cards import tag_of
from outputs.zotero.changes import Change, ItemChange
from outputs.zotero.entry import Leaving, Policy
from outputs.zotero.library import Item, Library
from outputs.zotero.matching import Match
from outputs.zotero.recollection import settled
from outputs.zotero.records import Record, Records

REASON = "no list names it any more"


def departures(
    own: Mapping[str, Policy],
    present: Iterable[Match],
    library: Library,
    records: Records,
) -> Iterator[ItemChange]:
    """What is to be done with items that we had filed in the lists' collections and that stand
    for no entry any more. One that another list names too has not left.

    `own` is the policy of each such collection's list, by the collection's key.
    """
    there = {
        key
        for each in present
        for key in (
            each.record.key if each.record else "",
            each.item.key if each.item else "",
            *each.keys,
        )
    }
    others = {each.key for each in records.shelves.values()} - own.keys()
    emptied = {key for key, each in own.items() if each.leaving is Leaving.REMOVE}
    for record in records.items.values():
        item = library.live_item(record.key)
        if item is None or record.key in there or own.keys().isdisjoint(record.shelves):
            continue
        if record.work_id in records.elsewhere:
            continue
        before = settled(record, item)
        if before.shelves & emptied:
            change = _removed(before, item, emptied)
        elif _are_tagged(before, own) and not others & before.shelves & set(library.shelves):
            change = _marked(before, item)
        else:
            change = None
        if change:
            yield change


def _are_tagged(record: Record, own: Mapping[str, Policy]) -> bool:
    return any(own[key].tags for key in record.shelves if key in own)


def _marked(before: Record, item: Item) -> ItemChange | None:
    tags = list(item.data.get("tags", ()))
    is_refused = LEFT in (*before.said.tags, *before.declined.get("tags", ()))
    if is_refused or any(tag["tag"] == LEFT for tag in tags):
        return None
    said = replace(before.said, tags=(*before.said.tags, LEFT))
    change = Change(name="tags", old=tags, new=[*tags, tag_of(LEFT)], reason=REASON)
    return _change(item, change, before, replace(before, said=said))


def _removed(before: Record, item: Item, own: set[str]) -> ItemChange | None:
    leaving = before.filed & own & set(item.shelves)
    if not leaving:
        return None
    kept = [key for key in item.shelves if key not in leaving]
    after = replace(before, shelves=before.shelves - leaving, filed=before.filed - leaving)
    change = Change(name="collections", old=list(item.shelves), new=kept, reason=REASON)
    return _change(item, change, before, after)


def _change(item: Item, change: Change, before: Record, after: Record) -> ItemChange:
    return ItemChange(
        key=item.key,
        version=item.version,
        work_id=before.work_id,
        title=item.title,
        changes=(change,),
        record=replace(after, intended=None),
        before=before,
        basis=before,
        standing=item.data,
    )
