"""Compares entries with a library and says what is to be done; touches nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from outputs.zotero.agreement import agree
from outputs.zotero.cards import Card, card_from
from outputs.zotero.changes import (
    LISTED,
    RESTORED,
    Change,
    ItemChange,
    Left,
    NewItem,
    Plan,
    Respected,
)
from outputs.zotero.declining import as_of_type, undeclined
from outputs.zotero.departures import departures, shelf_policies, unwanted
from outputs.zotero.edits import item_edits, shelf_edits
from outputs.zotero.entry import Entry, Path, Policy
from outputs.zotero.keys import new_key
from outputs.zotero.kin import Kin, key_for, kin_of, with_related, worded
from outputs.zotero.library import Item, Library
from outputs.zotero.marks import marks_of_entry
from outputs.zotero.matching import KEY, MARKER, MERGED, SEVERAL, Match, match, restored
from outputs.zotero.recollection import recognised, settled
from outputs.zotero.records import Record, Records
from outputs.zotero.retyping import aligned, may_be_retyped, retyped
from outputs.zotero.schema import Schema
from outputs.zotero.shelving import Shelving, in_place, shelve
from outputs.zotero.signing import endorsed, is_by_another_hand

WAITING = "a service that knows it was down: it waits for the next run"


@dataclass(slots=True, kw_only=True)
class _Draft:
    """A plan as it is put together."""

    library: Library
    records: Records
    schema: Schema
    policy: Policy
    shelving: Shelving
    own_shelves: frozenset[str]
    """The known collections of this run's lists."""
    restore: bool
    kin: Mapping[str, tuple[Kin, ...]]
    """To what each entry is to be related, by work id."""
    items: list[NewItem] = field(default_factory=list[NewItem])
    changes: list[ItemChange] = field(default_factory=list[ItemChange])
    learned: list[Record] = field(default_factory=list[Record])
    respected: list[Respected] = field(default_factory=list[Respected])
    left: list[Left] = field(default_factory=list[Left])
    keys: dict[str, str] = field(default_factory=dict[str, str])


def plan(
    entries: Sequence[Entry],
    library: Library,
    records: Records,
    schema: Schema,
    *,
    policy: Policy | None = None,
    restore: bool = False,
) -> Plan:
    """Say what is to be made, changed and left alone so that the entries stand in the library.

    `library` and `records` must hold all that `marks_of_entry` and the entries' own keys find,
    and all that we filed in collections of the lists. `restore` asks for what was thrown away
    or taken back. Pure: the same values give the same plan.
    """
    policy = policy or Policy()
    entries = [in_place(policy.placed(entry), records) for entry in entries]
    wanted = [entry for entry in entries if (entry.policy or policy).wants(entry)]
    matches = match(wanted, library, records)
    if restore:
        matches = {name: restored(found, library) for name, found in matches.items()}
    filed = [entry for entry in wanted if _is_filed(entry, matches[entry.work_id])]
    paths = {path for entry in filed for path in entry.paths}
    of_lists, of_homeless = shelf_policies(entries, records, policy)
    relatable = [entry for entry in filed if (entry.policy or policy).relations]
    draft = _Draft(
        library=library,
        records=records,
        schema=schema,
        policy=policy,
        shelving=shelve(
            paths,
            library,
            records.shelves,
            listed=[path for entry in entries for path in entry.paths],
            tops=records.listings.all_tops.union(*(entry.tops for entry in entries)),
            restore=restore,
        ),
        own_shelves=frozenset(of_lists),
        restore=restore,
        kin=kin_of(relatable, matches, library, restore=restore),
    )
    for entry in wanted:
        _decide(entry, matches[entry.work_id], draft)
    present = [*matches.values(), *unwanted(entries, wanted, records)]
    draft.changes += departures(of_lists, present, library, records, of_homeless)
    return Plan(
        library=library.name,
        version=library.version,
        shelves=tuple(draft.shelving.new),
        adopted_shelves=tuple(draft.shelving.adopted),
        items=tuple(draft.items),
        changes=tuple(draft.changes),
        learned=tuple(draft.learned),
        respected=(*shelf_edits(draft.shelving, library), *draft.respected),
        left=(*draft.shelving.left, *draft.left),
        keys=draft.keys,
        places=_places(draft),
    )


def _places(draft: _Draft) -> dict[str, Path]:
    known = {each.key: path for path, each in draft.records.shelves.items()}
    return known | {key: path for path, key in draft.shelving.keys.items()}


def _is_filed(entry: Entry, found: Match) -> bool:
    return not found.refusal and not entry.is_waiting


def _decide(entry: Entry, found: Match, draft: _Draft) -> None:
    if found.item:
        draft.keys[entry.work_id] = found.item.key
    is_thrown_away = bool(found.refusal) and found.refusal != SEVERAL
    if is_thrown_away and found.known_by in {KEY, MARKER} and found.keys:
        draft.learned.append(_remembered(found, entry, draft))
    if found.refusal or entry.is_waiting:
        reason = found.refusal or WAITING
        title = entry.work.title
        draft.left.append(Left(name=entry.work_id, title=title, reason=reason, keys=found.keys))
    elif found.item:
        _revise(entry, found, found.item, draft)
    else:
        _make(entry, found, draft)


def _remembered(found: Match, entry: Entry, draft: _Draft) -> Record:
    """A record for an item of ours that was thrown away before we met it.

    Or else an emptied trash would make us start anew, and what people take out of an item that
    they took from the trash would look as if it had never been there.
    """
    key = found.keys[0]
    standing = draft.library.items.get(key)
    if standing:
        record = _record_of(found, standing, entry, draft)
    else:
        record = Record(work_id=entry.work_id, key=key, version=draft.library.version)
    return replace(record, marks=marks_of_entry(entry))


def _make(entry: Entry, found: Match, draft: _Draft) -> None:
    card = _card(entry, draft, found.record)
    key = key_for(entry.work_id, found, draft.library)
    shelves = draft.shelving.keys_of(entry.paths)
    record = Record(
        work_id=entry.work_id,
        key=key,
        said=card,
        shelves=shelves,
        filed=shelves,
        base=_base_of(card),
        marks=marks_of_entry(entry),
    )
    data = {**card.data(), "collections": sorted(shelves)}
    if card.related:
        data["relations"] = with_related({}, card.related)
    draft.keys[entry.work_id] = key
    is_restored = key in draft.library.gone or (
        found.record is not None and found.record.is_confirmed
    )
    draft.items.append(
        NewItem(
            key=key,
            work_id=entry.work_id,
            data=data,
            record=record,
            reason=RESTORED if is_restored else LISTED,
            related=tuple(
                str(kin) for kin in draft.kin.get(entry.work_id, ()) if kin.uri in card.related
            ),
        )
    )


def _card(
    entry: Entry, draft: _Draft, record: Record | None = None, *, item_type: str = ""
) -> Card:
    """What we say about an entry, without what was taken back."""
    policy = entry.policy or draft.policy
    card = card_from(
        entry, draft.schema, tags=policy.tags, item_type=item_type, prefer=policy.prefer
    )
    card = replace(card, related=tuple(kin.uri for kin in draft.kin.get(entry.work_id, ())))
    return card if record is None or draft.restore else undeclined(card, record, draft.schema)


def _revise(entry: Entry, found: Match, item: Item, draft: _Draft) -> None:
    policy = entry.policy or draft.policy
    card = _card(entry, draft, found.record)
    before = _record_of(found, item, entry, draft)
    basis = before if found.record and found.known_by != MERGED else None
    new = draft.shelving.new_keys
    before = replace(
        before,
        shelves=before.shelves - new,
        filed=before.filed - new,
        declined={} if draft.restore else before.declined,
    )
    shelves = draft.shelving.keys_of(entry.paths)
    shelves -= frozenset(before.declined.get("collections", ()))
    standing_type = str(item.data.get("itemType", ""))
    if card.item_type == standing_type and is_by_another_hand(before, item):
        before = endorsed(before, card, item, draft.schema)
    record, compared, retyping = before, item, list[Change]()
    if card.item_type != standing_type and _is_retyped(before, card, item, draft, policy):
        record, compared, retyping = retyped(before, card, item, draft.schema)
    elif card.item_type != standing_type:
        if card.item_type in before.declined.get("itemType", ()):
            card = as_of_type(card, standing_type, draft.schema)
        else:
            card = _card(entry, draft, found.record, item_type=standing_type)
        record = aligned(before, standing_type, draft.schema)
    dropped = _dropped(entry, record, draft)
    outcome, after = agree(
        card, shelves, dropped, record, compared, policy=policy, is_retyped=bool(retyping)
    )
    after = replace(after, work_id=entry.work_id, marks=marks_of_entry(entry) | before.marks)
    kin = draft.kin.get(entry.work_id, ())
    changes = _joined(
        _untrashing(item), retyping, (worded(change, kin) for change in outcome.changes)
    )
    if record.base.get("itemType", standing_type) != standing_type and not retyping:
        outcome.respected["itemType"] = str(record.base["itemType"])
    draft.respected += item_edits(compared, outcome.respected, draft.library)
    if changes:
        if basis and basis != found.record:
            draft.learned.append(basis)
        draft.changes.append(
            ItemChange(
                key=item.key,
                version=item.version,
                work_id=entry.work_id,
                title=item.title,
                changes=changes,
                record=after,
                before=replace(before, work_id=entry.work_id),
                standing=item.data,
                basis=basis,
                adopted=found.known_by if found.known_by not in {KEY, MARKER} else "",
            )
        )
    elif after != found.record:
        draft.learned.append(after)


def _record_of(found: Match, item: Item, entry: Entry, draft: _Draft) -> Record:
    """What we said about an item that is there: by our record, by its looks, or nothing."""
    known = found.record
    if known and not _is_of_deleted(found, draft):
        return settled(known, item)
    marks = known.marks if known else frozenset[str]()
    blank = Record(work_id=entry.work_id, key=item.key, version=item.version, marks=marks)
    if known is None and found.known_by not in {KEY, MARKER}:
        return blank
    is_made_by_us = item.key == new_key(draft.library.name, entry.work_id)
    # With tags, wanted or not: those that are missing may have been taken off.
    card = replace(_card(entry, draft), tags=card_from(entry, draft.schema).tags)
    record = recognised(blank, card, item, is_made_by_us=is_made_by_us)
    shelves = draft.shelving.seen_of(entry.paths)
    filed = shelves & frozenset(item.shelves) if is_made_by_us else frozenset[str]()
    return replace(record, shelves=shelves, filed=filed)


def _is_of_deleted(found: Match, draft: _Draft) -> bool:
    """Whether all we know of an item of ours is that it was deleted when we met it: see
    `_remembered`. What then stands there was made again by another machine.

    The records of adoptions that were never finished say nothing either, but those items lie
    under keys of people's.
    """
    record = found.record
    if (
        not record
        or found.known_by == MERGED
        or record.key != (new_key(draft.library.name, record.work_id))
    ):
        return False
    return not (record.is_said or record.is_given_back or record.intended)


def _is_retyped(before: Record, card: Card, item: Item, draft: _Draft, policy: Policy) -> bool:
    return (
        policy.may_refresh("itemType")
        and card.item_type not in before.declined.get("itemType", ())
        and may_be_retyped(before, card, item, draft.schema)
    )


def _untrashing(item: Item) -> list[Change]:
    if not item.is_trashed:
        return []
    return [Change(name="deleted", old=True, new=False, reason=RESTORED)]


def _joined(*parts: Iterable[Change]) -> tuple[Change, ...]:
    """Changes by property, the later word counting, each with what stands there now."""
    by_name: dict[str, Change] = {}
    for change in chain.from_iterable(parts):
        before = by_name.get(change.name)
        by_name[change.name] = replace(change, old=before.old) if before else change
    return tuple(by_name.values())


def _dropped(entry: Entry, record: Record, draft: _Draft) -> frozenset[str]:
    """Collections of this run's lists that we filed the item in and it is no more listed in.
    Which of them are another list's, that names it too, is not known: then none."""
    if record.work_id in draft.records.listings.elsewhere:
        return frozenset()
    known = draft.records.shelves
    listed = {known[path].key for path in entry.paths if path in known}
    return (record.shelves & draft.own_shelves) - draft.shelving.keys_of(entry.paths) - listed


def _base_of(card: Card) -> Mapping[str, Any]:
    creators = [dict(creator) for creator in card.creators]
    return {**card.fields, "itemType": card.item_type, "creators": creators}
