"""Items of ours that no list names any more: marked, or taken out of our collections."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from outputs.zotero.agreement import LEFT
from outputs.zotero.cards import tag_of
from outputs.zotero.changes import Change, ItemChange
from outputs.zotero.entry import Entry, Leaving, Path, Policy
from outputs.zotero.extra import marked_as
from outputs.zotero.library import Item, Library
from outputs.zotero.marks import marks_of_entry
from outputs.zotero.matching import Match
from outputs.zotero.recollection import settled
from outputs.zotero.records import Record, Records

REASON = "no list names it any more"


def shelf_policies(
    entries: Sequence[Entry], records: Records, policy: Policy
) -> tuple[dict[str, Policy], Policy]:
    """The known collections of the lists that placed entries are from, by key, with the policy
    of the list, and that of what is filed nowhere; of lists that share a top collection, the
    first entry's counts.

    Tops that the lists had before are theirs still, by the policy that all entries have, or
    else by that of the run.
    """
    policies: dict[Path, Policy] = {}
    for entry in entries:
        for top in entry.tops:
            policies.setdefault(top, entry.policy or policy)
    said = list(policies.values())
    before = said[0] if said and all(each == said[0] for each in said) else policy
    policies = dict.fromkeys(records.listings.all_tops, before) | policies
    depths = {len(top) for top in policies}
    own = {
        each.key: policies[path[:depth]]
        for path, each in records.shelves.items()
        for depth in sorted(depths)
        if path[:depth] in policies
    }
    return own, before


def unwanted(
    entries: Sequence[Entry], wanted: Sequence[Entry], records: Records
) -> Iterator[Match]:
    """Items of entries that are listed but not wanted: they have not left the list."""
    wanted_ids = {entry.work_id for entry in wanted}
    others = [entry for entry in entries if entry.work_id not in wanted_ids]
    names = {entry.work_id for entry in others}
    marks = frozenset[str]().union(*map(marks_of_entry, others))
    for record in records.items.values() if others else ():
        if record.work_id in names or not marks.isdisjoint(record.marks):
            yield Match(record=record)


def departures(
    own: Mapping[str, Policy],
    present: Iterable[Match],
    library: Library,
    records: Records,
    policy: Policy,
) -> Iterator[ItemChange]:
    """What is to be done with items that we had filed in the lists' collections and that stand
    for no entry any more. One that another list names too has not left.

    `own` is the policy of each such collection's list, by the collection's key; `policy` is
    for what the lists named and is filed nowhere: it is ours while it carries our marker.
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
        if item is None or record.key in there or record.work_id in records.listings.elsewhere:
            continue
        is_homeless = not record.shelves and record.work_id in records.listings.named
        is_ours = is_homeless and bool(marked_as(item.data.get("extra", "")))
        if own.keys().isdisjoint(record.shelves) and not is_ours:
            continue
        before = settled(record, item)
        if before.shelves & emptied:
            change = _removed(before, item, emptied)
        elif others & before.shelves & library.shelves.keys():
            change = None
        else:
            change = _marked(before, item) if _are_tagged(before, own, policy) else None
        if change:
            yield change


def _are_tagged(record: Record, own: Mapping[str, Policy], policy: Policy) -> bool:
    if not record.shelves:
        return policy.tags and policy.leaving is Leaving.MARK
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
