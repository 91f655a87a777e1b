"""What was taken back stays taken back: undone values leave our records and our opinion."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from outputs.zotero import extra
from outputs.zotero.agreement import LEFT
from outputs.zotero.cards import CONDITIONS, Card, Creator
from outputs.zotero.kin import RELATED
from outputs.zotero.rebase import value_in
from outputs.zotero.records import BLANK, Record
from outputs.zotero.retyping import as_type
from outputs.zotero.schema import Schema

NOT_SAID = frozenset({"deleted"})
PASSING = frozenset({LEFT, *CONDITIONS})
"""Tags that we take off some day: those that an undo brings back are not ours any more."""


def undeclined(card: Card, record: Record, schema: Schema) -> Card:
    """The card without what was taken back, of whatever type the item was then; what is known
    better since is said again."""
    declined = record.declined
    if not declined:
        return card
    lines = extra.signed(declined.get("extra", ()), "")
    general = schema.general_names
    values: dict[str, tuple[Any, ...]] = {}
    for name, each in declined.items():
        known = general.get(name, name)
        values[known] = (*values.get(known, ()), *each)
    lists = [_names(creators) for creators in declined.get("creators", ())]
    return replace(
        card,
        fields={
            name: value
            for name, value in card.fields.items()
            if value not in values.get(general.get(name, name), ())
        },
        creators=() if _names(card.creators) in lists else card.creators,
        tags=tuple(tag for tag in card.tags if tag not in declined.get("tags", ())),
        lines=tuple(
            line
            for line in card.lines
            if not any(extra.means_the_same(each, line) for each in lines)
        ),
        related=tuple(uri for uri in card.related if uri not in declined.get("relations", ())),
    )


def as_of_type(card: Card, item_type: str, schema: Schema) -> Card:
    """What a card says of an item whose change to the card's type was taken back: nothing that
    the card's own type has no place for, or else the next run would say more than that one."""
    publisher = schema.publisher(card.item_type)
    is_another = publisher != schema.publisher(item_type)
    fields = {
        name: value
        for name, value in card.fields.items()
        if not (is_another and name == publisher)
    }
    known: dict[str, Any] = {"itemType": card.item_type, "creators": card.creators}
    data = as_type({**fields, **known}, item_type, schema)
    creators = tuple(data.pop("creators"))
    return replace(card, item_type=data.pop("itemType"), fields=data, creators=creators)


def taken_back(
    record: Record,
    earlier: Record,
    names: Iterable[str],
    *,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
) -> Record:
    """The record once the properties in `names` went from what they are in `new` back to what
    they are in `old`, which is how `earlier` knew them; the values of `new` are declined.

    What came back to a list is nobody's to take out again. An item that we had said nothing
    of is given back to people.
    """
    base, fields = dict(record.base), dict(record.said.fields)
    said = record.said
    declined = {name: list(values) for name, values in record.declined.items()}
    for name in set(names) - NOT_SAID:
        _restore(base, earlier.base, name)
        _restore(fields, earlier.said.fields, name)
        gone, back = _moves(name, old, new)
        known = declined.setdefault(name, [])
        known += [value for value in _refused(name, gone, back, said) if value not in known]
        match name:
            case "creators":
                said = replace(said, creators=earlier.said.creators)
            case "tags":
                kept = tuple(tag for tag in said.tags if tag not in gone)
                ours = earlier.said.tags
                returned = tuple(tag for tag in back if tag in ours and tag not in PASSING)
                said = replace(said, tags=kept + returned)
            case "extra":
                marks = {extra.marked_as(line) for line in gone} - {""}
                lines = tuple(
                    line
                    for line in said.lines
                    # A later run's marker bears another sign.
                    if line not in gone and extra.marked_as(line) not in marks
                )
                returned = tuple(line for line in back if line in earlier.said.lines)
                said = replace(said, lines=lines + returned)
            case "relations":
                kept = tuple(uri for uri in said.related if uri not in gone)
                returned = tuple(uri for uri in back if uri in earlier.said.related)
                said = replace(said, related=kept + returned)
            case "collections":
                shelves = record.shelves - set(gone) | (set(back) & earlier.shelves)
                record = replace(record, shelves=shelves, filed=record.filed - set(gone))
            case "itemType":
                said = replace(said, item_type=earlier.said.item_type)
            case _:
                pass
    after = replace(
        record,
        said=replace(said, fields=fields),
        base=base,
        declined={name: tuple(values) for name, values in declined.items() if values},
        intended=None,
    )
    if earlier.is_said:
        return after
    nothing = frozenset[str]()
    return replace(after, said=BLANK, base={}, shelves=nothing, filed=nothing)


def _refused(name: str, gone: list[Any], back: list[Any], said: Card) -> list[Any]:
    """What is not to be said again of a property that went back."""
    match name:
        case "creators":
            # What stood there can hold people's own beside ours.
            return [list(said.creators)] if said.creators else gone
        case "tags":
            return [*gone, *(tag for tag in back if tag in PASSING)]
        case "extra":
            # A marker that only bears another sign is the same.
            names = {extra.marked_as(line) for line in back} - {""}
            return [line for line in gone if extra.marked_as(line) not in names]
        case _:
            return gone


def _names(creators: Iterable[Creator]) -> list[dict[str, str]]:
    """Creators without their roles, which hang on the type."""
    return [{**creator, "creatorType": ""} for creator in creators]


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
