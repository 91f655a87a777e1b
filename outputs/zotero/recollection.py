"""What our records become when an answer comes, when none came, and when they are lost."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from enrichers.writing.text import composed
from outputs.zotero import extra
from outputs.zotero.agreement import ONE_OF, is_ours, prefix
from outputs.zotero.cards import Card
from outputs.zotero.library import Item
from outputs.zotero.records import Record

Json = Mapping[str, Any]


def confirmed(
    record: Record, sent: Mapping[str, Any], stored: Mapping[str, Any], version: int
) -> Record:
    """The record after the server took the properties in `sent`: with its own wording of them,
    or else we would take its tidying for somebody's edit.

    What was sent can be people's: a change of type says their creators anew.
    """
    base = dict(record.base)
    kept = tidied(sent, stored)
    for name in base.keys() & sent.keys() - {"creators"}:
        if sent[name] == base[name]:
            base[name] = kept[name]
    ours = list(base.get("creators", ()))
    if ours and list(sent.get("creators", ()))[: len(ours)] == ours:
        base["creators"] = list(kept["creators"])[: len(ours)]
    return replace(record, base=base, version=version, intended=None)


def tidied(sent: Mapping[str, Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent, in the server's wording.

    Where the answer says something else, people edited the object before it was written.
    """
    return {
        name: stored[name] if _is_wording(value, stored.get(name)) else value
        for name, value in sent.items()
    }


def _is_wording(sent: Any, stored: Any) -> bool:
    if sent == stored:
        return True
    if isinstance(sent, str) and isinstance(stored, str):
        return composed(sent).split() == composed(stored).split()
    if isinstance(sent, dict) and isinstance(stored, dict):
        ours, theirs = cast("Json", sent), cast("Json", stored)
        return ours.keys() == theirs.keys() and all(
            _is_wording(value, theirs[name]) for name, value in ours.items()
        )
    if isinstance(sent, list) and isinstance(stored, list):
        pairs = zip(cast("list[Any]", sent), cast("list[Any]", stored), strict=False)
        return len(sent) == len(stored) and all(_is_wording(*pair) for pair in pairs)
    return False


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
    named = {extra.name_of(line) for line in lines}
    lines += tuple(line for line in card.lines if extra.name_of(line) not in named)
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
