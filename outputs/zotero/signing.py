"""Signs what we write into an item, so that another machine of ours knows it from people's."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from enrichers.writing.text import composed
from outputs.zotero import extra
from outputs.zotero.cards import Card
from outputs.zotero.library import Item
from outputs.zotero.records import Record
from outputs.zotero.retyping import aligned, silent_on
from outputs.zotero.schema import Schema

Values = Mapping[str, Any]


def signature(base: Values, standing: Values) -> str:
    """The sign of those of our values that stand in an item; the server's tidying is nothing
    to it."""
    there = {
        name: plain
        for name, value in base.items()
        if (plain := _plain(value)) and plain == _plain(standing.get(name))
    }
    told = json.dumps(there, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[: extra.SIGN_LENGTH]


def is_by_another_hand(record: Record, item: Item) -> bool:
    """Whether a signed item is not as we left it: people edited it, or another machine."""
    sign = extra.signed_as(str(item.data.get("extra", "")))
    return bool(sign) and (
        sign != extra.signed_as("\n".join(record.said.lines))
        or any(
            _plain(item.data.get(name)) != _plain(ours) for name, ours in record.base.items()
        )
    )


def endorsed(record: Record, card: Card, item: Item, schema: Schema) -> Record:
    """The record with the values that stand in the item and that we say too, as ours, if the
    sign in the item is that of all of ours: another machine wrote them then. `card` is of the
    item's type.

    A value that people wrote, even if it is what we say, makes another sign; one whose blanks
    they changed does not, so that ours is kept in our own wording.
    """
    said = aligned(record, card.item_type, schema)
    name, old_type = schema.publisher(card.item_type), str(record.base.get("itemType", ""))
    if not item.data.get(name) and old_type in schema.types:
        said = said if schema.publisher(old_type) == name else silent_on(name, said)
    candidates: dict[str, Any] = {
        **card.fields,
        "creators": list(card.creators),
    }
    if "itemType" in said.base:
        # An item that people made has its type from them, which no sign of ours is about.
        candidates["itemType"] = card.item_type
    known = {*said.said.fields, *(["creators"] if said.said.creators else [])}
    ours = {
        name: value
        for name, value in candidates.items()
        if _stands(name, value, item) and (name in said.base or name not in known)
    }
    ours |= {name: value for name, value in said.base.items() if _stands(name, value, item)}
    text = str(item.data.get("extra", ""))
    if signature(ours, item.data) != extra.signed_as(text):
        return record
    fields = {name: value for name, value in ours.items() if isinstance(value, str)}
    item_type = fields.pop("itemType", said.said.item_type)
    return replace(
        said,
        said=replace(
            said.said,
            item_type=item_type,
            fields={**said.said.fields, **fields},
            creators=tuple(ours.get("creators", said.said.creators)),
        ),
        base={**said.base, **ours},
    )


def _stands(name: str, value: Any, item: Item) -> bool:
    return name in item.data and _plain(item.data[name]) == _plain(value)


def _plain(value: Any) -> Any:
    """A value without what the server tidies."""
    if isinstance(value, str):
        return " ".join(composed(value).split())
    if isinstance(value, Mapping):
        members = cast("Values", value).items()
        return {name: _plain(each) for name, each in members}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in cast("list[Any]", value)]
    return value
