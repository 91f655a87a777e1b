"""An item that becomes of another type, by our doing or by people's."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from outputs.zotero.cards import Card, Creator
from outputs.zotero.changes import Change
from outputs.zotero.library import Item
from outputs.zotero.records import Record
from outputs.zotero.schema import Schema

RETYPED = "of another kind, as is known now; nobody changed the type"


def may_be_retyped(record: Record, card: Card, item: Item, schema: Schema) -> bool:
    """Whether the item may become of the card's type: it still is of the type that we gave
    it, our opinion changed, and no field that people filled and no role that they gave would
    be lost."""
    standing = str(item.data.get("itemType", ""))
    if record.base.get("itemType") != standing or record.said.item_type == card.item_type:
        return False
    known = schema.types.get(standing)
    if known is None:
        return False
    theirs = (
        each
        for each in item.data.get("creators", ())
        if each not in record.base.get("creators", ())
    )
    return all(
        _keeps_role(creator, standing, card.item_type, schema) for creator in theirs
    ) and all(
        schema.has(card.item_type, name) or str(record.base.get(name, "")) == value
        for name, value in item.data.items()
        if name in known.fields
    )


def retyped(
    before: Record, card: Card, item: Item, schema: Schema
) -> tuple[Record, Item, list[Change]]:
    """Record and item as they will compare after the change of type, which says the creators
    anew: the server would make contributors of those whose role the type lacks. A publisher
    of ours who would become another party goes, unless the card has a new one."""
    record = aligned(before, card.item_type, schema)
    record = replace(
        record,
        said=replace(record.said, item_type=card.item_type),
        base={**record.base, "itemType": card.item_type},
    )
    old_type = str(item.data.get("itemType", ""))
    data = as_type(item.data, card.item_type, schema)
    compared = replace(item, data=data)
    changes = [
        Change(name="itemType", old=old_type, new=card.item_type, reason=RETYPED),
    ]
    if creators := data.get("creators"):
        old = item.data.get("creators", [])
        changes.append(Change(name="creators", old=old, new=creators, reason=RETYPED))
    name = schema.publisher(card.item_type)
    is_ours = name in data and str(record.base.get(name)) == data[name]
    if is_ours and name != schema.publisher(old_type) and name not in card.fields:
        changes.append(Change(name=name, old=item.data.get(name, ""), new="", reason=RETYPED))
        compared = replace(item, data={**data, name: ""})
        record = silent_on(name, record)
    return record, compared, changes


def as_type(data: Mapping[str, Any], item_type: str, schema: Schema) -> dict[str, Any]:
    """Values of an item as its change to another type leaves them: fields that both types
    have stay under their new names, primary creators stay primary."""
    text = {name: value for name, value in data.items() if isinstance(value, str)}
    rest = {name: value for name, value in data.items() if name not in text}
    old_type = str(data.get("itemType", ""))
    if "creators" in rest:
        rest["creators"] = [
            _as_role(creator, old_type, item_type, schema) for creator in rest["creators"]
        ]
    kept = {name: text[name] for name in ("extra",) if name in text}
    return {**rest, **schema.fit(item_type, text), **kept, "itemType": item_type}


def aligned(record: Record, item_type: str, schema: Schema) -> Record:
    """A record in the field names of another type, so that it compares with the item; the
    type that we had given it stays in it."""
    ours = record.base.get("itemType")
    base = as_type(record.base, item_type, schema)
    del base["itemType"]
    said = as_type(
        {
            **record.said.fields,
            "itemType": record.said.item_type,
            "creators": list(record.said.creators),
        },
        item_type,
        schema,
    )
    creators = tuple(said.pop("creators"))
    del said["itemType"]
    return replace(
        record,
        base=base if ours is None else {**base, "itemType": ours},
        said=replace(record.said, fields=said, creators=creators),
    )


def silent_on(name: str, record: Record) -> Record:
    """A record that has no word about a field."""
    base = {each: value for each, value in record.base.items() if each != name}
    fields = {each: value for each, value in record.said.fields.items() if each != name}
    return replace(record, base=base, said=replace(record.said, fields=fields))


def _keeps_role(creator: Creator, old_type: str, item_type: str, schema: Schema) -> bool:
    """Whether a creator has the same part in another type; all primary ones are one."""
    old, new = creator["creatorType"], _as_role(creator, old_type, item_type, schema)
    role = new["creatorType"]
    return old == role or (
        schema.is_primary(old_type, old) and schema.is_primary(item_type, role)
    )


def _as_role(creator: Creator, old_type: str, item_type: str, schema: Schema) -> Creator:
    role = creator["creatorType"]
    if old_type in schema.types and schema.is_primary(old_type, role):
        role = "author"
    own = schema.creator_type(item_type, role) or "contributor"
    return {**creator, "creatorType": own}
