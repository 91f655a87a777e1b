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
    it, our opinion changed, and no field that people filled would be lost."""
    standing = str(item.data.get("itemType", ""))
    if record.base.get("itemType") != standing or record.said.item_type == card.item_type:
        return False
    known = schema.types.get(standing)
    return known is not None and all(
        schema.has(card.item_type, name) or str(record.base.get(name, "")) == value
        for name, value in item.data.items()
        if name in known.fields
    )


def retyped(
    before: Record, card: Card, item: Item, schema: Schema
) -> tuple[Record, Item, list[Change]]:
    """Record and item as they will compare after the change of type, which says the creators
    anew: the server would make contributors of those whose role the type lacks."""
    record = aligned(before, card.item_type, schema)
    record = replace(
        record,
        said=replace(record.said, item_type=card.item_type),
        base={**record.base, "itemType": card.item_type},
    )
    compared = replace(item, data=as_type(item.data, card.item_type, schema))
    changes = [
        Change(
            name="itemType", old=item.data.get("itemType"), new=card.item_type, reason=RETYPED
        )
    ]
    if creators := compared.data.get("creators"):
        old = item.data.get("creators", [])
        changes.append(Change(name="creators", old=old, new=creators, reason=RETYPED))
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


def _as_role(creator: Creator, old_type: str, item_type: str, schema: Schema) -> Creator:
    role = creator["creatorType"]
    if old_type in schema.types and schema.is_primary(old_type, role):
        role = "author"
    own = schema.creator_type(item_type, role) or "contributor"
    return {**creator, "creatorType": own}
