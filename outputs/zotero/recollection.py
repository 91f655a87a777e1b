"""What our records become when an answer comes, when none came, and when they are lost."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from outputs.zotero import extra
from outputs.zotero.agreement import ONE_OF, is_ours, prefix
from outputs.zotero.cards import Card
from outputs.zotero.library import Item
from outputs.zotero.records import Record


def confirmed(
    record: Record, sent: Iterable[str], stored: Mapping[str, Any], version: int
) -> Record:
    """The record after the server took the properties in `sent`: with its own wording of them,
    or else we would take its tidying for somebody's edit."""
    base = dict(record.base)
    for name in base.keys() & set(sent):
        base[name] = stored.get(name, base[name])
    if "creators" in base and "creators" in sent:
        base["creators"] = base["creators"][: len(record.base["creators"])]
    return replace(record, base=base, version=version, intended=None)


def settled(record: Record, item: Item) -> Record:
    """The record after a write of which no answer came: whether it was made shows now.

    The server writes an object whole or not at all, so one trace is enough. Where an item
    moved on and shows none, the change counts as not made.
    """
    goal = record.intended
    if not record.is_confirmed:
        return replace(record, version=item.version, intended=None)
    if goal and item.version > goal.version and _shows(goal, record, item):
        return replace(goal, version=item.version)
    return replace(record, intended=None)


def recognised(record: Record, card: Card, item: Item, *, is_made_by_us: bool) -> Record:
    """A record for an item of ours of which we have none any more.

    What people took out cannot be told from what was never there, so nothing that is missing
    is put back. Values that equal ours count as ours if we made the item.
    """
    base: dict[str, Any] = {}
    if is_made_by_us:
        standing = {**item.data, "itemType": item.data.get("itemType", "")}
        ours = {**card.fields, "itemType": card.item_type, "creators": list(card.creators)}
        base = {name: value for name, value in ours.items() if standing.get(name) == value}
    tags = [tag["tag"] for tag in item.data.get("tags", ()) if is_ours(tag)]
    settled_kinds = {prefix(tag) for tag in tags} & set(ONE_OF)
    tags += [tag for tag in card.tags if tag not in tags and prefix(tag) not in settled_kinds]
    lines = extra.ours_in(str(item.data.get("extra", "")))
    said = replace(card, tags=tuple(tags), lines=lines)
    return replace(record, said=said, base=base)


def _shows(goal: Record, record: Record, item: Item) -> bool:
    data = item.data
    new_values = {
        name: value for name, value in goal.base.items() if record.base.get(name) != value
    }
    lines = str(data.get("extra", "")).split("\n")
    tags = {tag["tag"] for tag in data.get("tags", ())}
    return (
        any(data.get(name) == value for name, value in new_values.items())
        or _any_new(goal.said.lines, record.said.lines, lines)
        or _any_new(goal.said.tags, record.said.tags, tags)
        or _any_new(goal.filed, record.filed, item.shelves)
    )


def _any_new(after: Iterable[str], before: Iterable[str], standing: Iterable[str]) -> bool:
    return not (set(after) - set(before)).isdisjoint(standing)
