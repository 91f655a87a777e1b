"""Which item of the group is which entry: ours by record, key or marker, then people's."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from outputs.zotero.entry import Entry
from outputs.zotero.extra import marked_as
from outputs.zotero.keys import new_key
from outputs.zotero.library import Item, Library
from outputs.zotero.marks import (
    REPLACED,
    address_marks,
    contradicts,
    identity_marks,
    marker_mark,
)
from outputs.zotero.records import Record, Records

TRASHED = "it was put into the trash: it is not made again unless restored"
DELETED = "it was deleted: it is not made again unless restored"
UNSYNCED = "written on the other side of Zotero's sync and not here: let Zotero sync first"
GIVEN_BACK = "taking it over was taken back: it is left alone unless restored"
SEVERAL = "several items of the group are this work: none is touched"

RESTORABLE = frozenset({TRASHED, DELETED, UNSYNCED, GIVEN_BACK})

KEY, MARKER, MERGED = "key", "marker", "merge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What an entry is in the group."""

    record: Record | None = None
    """Ours, under whatever name the work had."""
    item: Item | None = None
    """The item that is there; None where one is to be made."""
    known_by: str = ""
    """By what an item without record was known: KEY and MARKER are ours."""
    refusal: str = ""
    """Why nothing may be done."""
    keys: tuple[str, ...] = ()
    """The items that a refusal is about."""

    @property
    def is_ours(self) -> bool:
        """Whether we made the item, or took it over before."""
        return self.record is not None or self.known_by in {KEY, MARKER}


@dataclass(slots=True)
class _Search:
    library: Library
    records: Records
    by_key: Mapping[str, Record]
    """Our records by item."""
    by_mark: Mapping[str, set[str]]
    """The items of our records by what their works were known by."""
    claimed: set[str] = field(default_factory=set[str])
    """Items that an entry was found for: each stands for one."""

    def free(self, marks: Iterable[str]) -> list[Item]:
        """Items with any of these marks that no entry has, by key."""
        keys = set[str]().union(*(self.library.by_mark.get(mark, ()) for mark in marks))
        return [self.library.items[key] for key in sorted(keys - self.claimed)]

    def ours(self, marks: Iterable[str]) -> set[str]:
        """The items of our records with any of these marks that no entry has, by key."""
        keys = set[str]().union(*(self.by_mark.get(mark, ()) for mark in marks))
        return keys - self.claimed


def match(entries: Sequence[Entry], library: Library, records: Records) -> dict[str, Match]:
    """Find the item of every entry, by work id; the firmest evidence of all goes first.

    An item stands for one entry only.
    """
    by_mark: defaultdict[str, set[str]] = defaultdict(set)
    for record in records.items.values():
        for mark in record.marks:
            by_mark[mark].add(record.key)
    search = _Search(
        library=library,
        records=records,
        by_key={record.key: record for record in records.items.values()},
        by_mark=by_mark,
    )
    matches: dict[str, Match] = {}
    for find in FINDERS:
        for entry in entries:
            if entry.work_id in matches:
                continue
            if found := find(entry, search):
                matches[entry.work_id] = found
                search.claimed.update(_keys(found))
    return {entry.work_id: matches.get(entry.work_id, Match()) for entry in entries}


def _keys(found: Match) -> set[str]:
    named = (found.record.key if found.record else "", found.item.key if found.item else "")
    return {*found.keys, *filter(None, named)}


def _by_record(entry: Entry, search: _Search) -> Match | None:
    record = search.records.items.get(entry.work_id)
    return _of_record(record, search) if record else None


def _by_key(entry: Entry, search: _Search) -> Match | None:
    """An item under the key that we would choose: made by a run of which no record is left."""
    key = new_key(search.library.name, entry.work_id)
    item = search.library.items.get(key)
    is_known = entry.work_id in search.records.items or key in search.by_key
    if is_known or key in search.claimed:
        return None
    if item is None and key in search.library.gone:
        return Match(refusal=DELETED, keys=(key,), known_by=KEY)
    return _of_items([item], KEY) if item else None


def _by_marker(entry: Entry, search: _Search) -> Match | None:
    marker = marker_mark(entry.work_id)
    return _of_items(
        [item for item in search.free([marker]) if item.key not in search.by_key], MARKER
    )


def _by_identity(entry: Entry, search: _Search) -> Match | None:
    marks = identity_marks(entry)
    return _of_ours(marks, search) or _of_items(search.free(marks), "identifier")


def _by_address(entry: Entry, search: _Search) -> Match | None:
    marks = address_marks(entry)
    found = _of_ours(marks, search)
    if found is None:
        free = [item for item in search.free(marks) if not contradicts(entry, item.data)]
        found = _of_items(free, "address")
    return found


def _by_intent(entry: Entry, search: _Search) -> Match | None:
    """What we meant to make, where neither it nor anybody's item of the work is there: it
    keeps its key, under which it is made once even if the lost request still arrives."""
    record = search.records.items.get(entry.work_id)
    return Match(record=record) if record else None


def _by_intent_for_other_name(entry: Entry, search: _Search) -> Match | None:
    keys = search.ours(identity_marks(entry) | address_marks(entry))
    return Match(record=search.by_key[min(keys)]) if keys else None


def _of_ours(marks: frozenset[str], search: _Search) -> Match | None:
    """An item of ours whose work goes by another name now, one that is there before others."""
    keys = search.ours(marks)
    keys |= {item.key for item in search.free(marks) if item.key in search.by_key}
    found = (
        _of_record(search.by_key[key], search)
        for key in sorted(keys, key=lambda key: (not search.library.live_item(key), key))
    )
    return next(filter(None, found), None)


def _of_record(record: Record, search: _Search) -> Match | None:
    """What became of an item of ours; None where it may never have been made."""
    item = search.library.items.get(record.key)
    if item and not item.is_trashed:
        if record.is_given_back:
            return Match(record=record, item=item, refusal=GIVEN_BACK, keys=(record.key,))
        return Match(record=record, item=item)
    merged = [each for each in search.free([REPLACED + record.key]) if not each.is_trashed]
    if len(merged) == 1:
        # What people merged ours into keeps the places that they left or took it from.
        heir = Record(
            work_id=record.work_id,
            key=merged[0].key,
            version=merged[0].version,
            shelves=record.shelves,
        )
        return Match(record=heir, item=merged[0], known_by=MERGED)
    if item or record.is_confirmed:
        is_abroad = record.key in search.records.abroad - search.library.gone
        refusal = TRASHED if item else UNSYNCED if is_abroad else DELETED
        return Match(record=record, refusal=refusal, keys=(record.key,))
    return None


def _of_items(items: Sequence[Item], known_by: str) -> Match | None:
    """The only one of these that is not in the trash; the only one with our marker before
    people's."""
    live = [item for item in items if not item.is_trashed]
    marked = [item for item in live or items if marked_as(str(item.data.get("extra", "")))]
    if marked and known_by != KEY:
        known_by = MARKER
    if live and len(marked or live) == 1:
        return Match(item=(marked or live)[0], known_by=known_by)
    if not items:
        return None
    keys = tuple(item.key for item in marked or live or items)
    return Match(refusal=SEVERAL if live else TRASHED, keys=keys, known_by=known_by)


def restored(found: Match, library: Library) -> Match:
    """The match where what was thrown away or given back is wanted again, if it was ours."""
    if found.refusal not in RESTORABLE or not found.is_ours or not found.keys:
        return found
    return replace(found, item=library.items.get(found.keys[0]), refusal="", keys=())


FINDERS = (
    _by_record,
    _by_key,
    _by_marker,
    _by_identity,
    _by_address,
    _by_intent,
    _by_intent_for_other_name,
)
"""The firmest evidence first; what was only meant comes after all that is there."""
