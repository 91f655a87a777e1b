"""What was taken back stays taken back: undone values leave our records and our opinion."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from outputs.zotero import extra
from outputs.zotero.cards import Card
from outputs.zotero.kin import RELATED
from outputs.zotero.rebase import value_in
from outputs.zotero.records import Record

NOT_SAID = frozenset({"deleted"})


def undeclined(card: Card, record: Record) -> Card:
    """The card without what was taken back; what is known better since is said again."""
    declined = record.declined
    if not declined:
        return card
    lines = declined.get("extra", ())
    return replace(
        card,
        fields={
            name: value
            for name, value in card.fields.items()
            if value not in declined.get(name, ())
        },
        creators=() if list(card.creators) in declined.get("creators", ()) else card.creators,
        tags=tuple(tag for tag in card.tags if tag not in declined.get("tags", ())),
        lines=tuple(
            line
            for line in card.lines
            if not any(extra.means_the_same(each, line) for each in lines)
        ),
        related=tuple(uri for uri in card.related if uri not in declined.get("relations", ())),
    )


def taken_back(
    record: Record,
    earlier: Record,
    names: Iterable[str],
    *,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
) -> Record:
    """The record once the properties in `names` went from what they are in `new` back to what
    they are in `old`, which is how `earlier` knew them; the values of `new` are declined."""
    base, fields = dict(record.base), dict(record.said.fields)
    said = record.said
    declined = {name: list(values) for name, values in record.declined.items()}
    for name in set(names) - NOT_SAID:
        _restore(base, earlier.base, name)
        _restore(fields, earlier.said.fields, name)
        gone, back = _moves(name, old, new)
        known = declined.setdefault(name, [])
        known += [value for value in gone if value not in known]
        match name:
            case "creators":
                said = replace(said, creators=earlier.said.creators)
            case "tags":
                kept = tuple(tag for tag in said.tags if tag not in gone)
                returned = tuple(tag for tag in back if tag in earlier.said.tags)
                said = replace(said, tags=kept + returned)
            case "extra":
                lines = tuple(line for line in said.lines if line not in gone)
                returned = tuple(line for line in back if line in earlier.said.lines)
                said = replace(said, lines=lines + returned)
            case "relations":
                kept = tuple(uri for uri in said.related if uri not in gone)
                returned = tuple(uri for uri in back if uri in earlier.said.related)
                said = replace(said, related=kept + returned)
            case "collections":
                shelves = record.shelves - set(gone) | (set(back) & earlier.shelves)
                filed = record.filed - set(gone) | (set(back) & earlier.filed)
                record = replace(record, shelves=shelves, filed=filed)
            case "itemType":
                said = replace(said, item_type=earlier.said.item_type)
            case _:
                pass
    return replace(
        record,
        said=replace(said, fields=fields),
        base=base,
        declined={name: tuple(values) for name, values in declined.items() if values},
        intended=None,
    )


def _restore(values: dict[str, Any], earlier: Mapping[str, Any], name: str) -> None:
    values.pop(name, None)
    if name in earlier:
        values[name] = earlier[name]


def _moves(
    name: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[list[Any], list[Any]]:
    """What leaves a property, and what comes back to it, one by one where it is a list."""
    before, after = _parts(name, old), _parts(name, new)
    return (
        [each for each in after if each not in before],
        [each for each in before if each not in after],
    )


def _parts(name: str, data: Mapping[str, Any]) -> list[Any]:
    value = value_in(data, name)
    match name:
        case "collections":
            return list(value)
        case "relations":
            return value.get(RELATED, [])
        case "tags":
            return [tag["tag"] for tag in value]
        case "extra":
            return value.split("\n") if value else []
        case _:
            return [value] if value else []
