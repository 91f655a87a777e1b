"""An item as it will be after a write: what was sent laid over what stands there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tests.standin.zotero import item_payload as sent
from tests.standin.zotero.records import Item, Json
from tests.standin.zotero.refusals import Refusal, invalid
from tests.standin.zotero.schema import (
    ATTACHMENT_PROPERTIES,
    CHILD_TYPES,
    ITEM_TYPES,
    KNOWN_FIELDS,
    LINK_MODES,
    ItemType,
)

NOT_FIELDS = frozenset(
    {
        "key", "version", "itemType", "creators", "tags", "collections", "relations", "deleted",
        "inPublications", "parentItem", "dateAdded", "dateModified",
    }
)  # fmt: skip
STORED_FILE_PROPERTIES = frozenset({"filename", "md5", "mtime"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """How an item is written."""

    key: str
    whole: bool
    """Whether the payload is all of the item (PUT): then what must be there is asked for."""
    now: str


def written(payload: Json, current: Item | None, write: Write) -> tuple[Item, bool]:
    """The item after the write, at its old version, and whether anything changes.

    Raises Refusal for what the API turns down. Whether parents and collections exist is
    not looked at.
    """
    parent, is_child = _parent(payload, current, write)
    _require(payload, current, write, is_child=is_child)
    item_type = _item_type(payload, current, parent)
    if payload.get("inPublications"):
        raise invalid("Group items cannot be added to My Publications")
    base = current or Item(key=write.key, version=0, item_type=item_type.name)
    base = _retyped(base, item_type)
    item = replace(
        base,
        parent=parent,
        fields=_fields(payload, base, item_type, write.now),
        creators=_creators(payload, base, item_type, is_new=current is None),
        tags=sent.tags_of(payload["tags"]) if "tags" in payload else base.tags,
        collections=_collections(payload, base, is_child=is_child),
        relations=sent.relations_of(payload["relations"])
        if "relations" in payload
        else base.relations,
        trashed=_trashed(payload, base, write),
        added=sent.time_given(payload, "dateAdded") or base.added or write.now,
    )
    return _dated(item, current, payload, write.now)


def _parent(payload: Json, current: Item | None, write: Write) -> tuple[str, bool]:
    """The key of the item's parent after the write, and whether it has one."""
    held = current.parent if current else ""
    given = payload.get("parentItem")
    if given is not None:
        parent = sent.parent_of(given, write.key)
    elif write.whole or payload.get("collections"):
        parent = ""
    else:
        parent = held
    return parent, bool(parent)


def _require(payload: Json, current: Item | None, write: Write, *, is_child: bool) -> None:
    names: tuple[str, ...] = ()
    if current is None:
        names = ("itemType",)
        if payload.get("itemType") == "attachment":
            names = ("linkMode",)
    elif write.whole:
        names = ("itemType", "tags", "relations")
        names += () if is_child else ("collections",)
    missing = [name for name in names if payload.get(name) is None]
    if missing:
        raise invalid(f"'{missing[0]}' property not provided")


def _item_type(payload: Json, current: Item | None, parent: str) -> ItemType:
    name = payload.get("itemType")
    if name is None and current is not None:
        name = current.item_type
    if not isinstance(name, str):
        raise invalid("'itemType' must be a string")
    if name not in ITEM_TYPES:
        raise invalid(f"'{name}' is not a valid itemType")
    if name == "annotation":
        raise Refusal(501, "The stand-in keeps no annotations")
    if parent and name not in CHILD_TYPES:
        raise invalid("Child item must be note, attachment, or annotation")
    if payload.get("parentItem") is False and name not in CHILD_TYPES:
        raise Refusal(500, "parentItem is not a property of a regular item")
    return ITEM_TYPES[name]


def _retyped(item: Item, item_type: ItemType) -> Item:
    """The item under another type: fields with a common base move, the others are dropped."""
    if item.item_type == item_type.name:
        return item
    old = ITEM_TYPES[item.item_type]
    fields: dict[str, str] = {}
    for name, value in item.fields.items():
        base = old.fields[name].base if name in old.fields else name
        kept = name if name in item_type.fields else item_type.field_with_base(base)
        if kept is not None:
            fields[kept] = value
    creators = tuple(
        creator
        if creator["creatorType"] in item_type.creator_types
        else {**creator, "creatorType": "contributor"}
        for creator in item.creators
    )
    return replace(item, item_type=item_type.name, fields=fields, creators=creators)


def _fields(payload: Json, item: Item, item_type: ItemType, now: str) -> Mapping[str, str]:
    fields = dict(item.fields)
    for name, value in payload.items():
        if name in NOT_FIELDS:
            continue
        if name == "linkMode" or name in ATTACHMENT_PROPERTIES:
            fields[name] = _attachment_property(payload, item, item_type, name)
        elif name not in KNOWN_FIELDS:
            raise invalid(f"Invalid property '{name}'")
        elif name in item_type.fields:
            fields[name] = sent.field_text(name, value, now)
        elif sent.plain_text(name, value):
            raise invalid(f"'{name}' is not a valid field for type '{item_type.name}'")
    return {name: value for name, value in fields.items() if value}


def _attachment_property(payload: Json, item: Item, item_type: ItemType, name: str) -> str:
    value = payload[name]
    if name == "note":
        if item_type.name not in {"note", "attachment"}:
            raise invalid("'note' property is valid only for note and attachment items")
        return str(value or "")
    if item_type.name != "attachment":
        raise invalid(f"'{name}' is valid only for attachment items")
    held = item.fields.get("linkMode", "")
    mode = str(payload.get("linkMode") or held)
    if name == "linkMode":
        if mode not in LINK_MODES:
            raise invalid(f"'{mode}' is not a valid linkMode")
        if held and mode != held:
            raise invalid("Cannot change attachment linkMode")
        if mode == "linked_file":
            raise invalid("Linked files can only be added to user libraries")
    has_file = mode.startswith("imported_") or mode == "embedded_image"
    if name in STORED_FILE_PROPERTIES and not has_file:
        raise invalid(f"'{name}' is valid only for imported and embedded-image attachments")
    return "" if value is None else str(value)


def _creators(
    payload: Json, item: Item, item_type: ItemType, *, is_new: bool
) -> tuple[Mapping[str, str], ...]:
    if payload.get("creators") is None:
        return item.creators
    return sent.creators_of(payload["creators"], item_type, is_new=is_new)


def _collections(payload: Json, item: Item, *, is_child: bool) -> tuple[str, ...]:
    if payload.get("collections") is None:
        return () if is_child else item.collections
    keys = sent.collections_of(payload["collections"])
    if keys and is_child:
        raise invalid("Child items cannot be assigned to collections")
    return keys


def _trashed(payload: Json, item: Item, write: Write) -> bool:
    if payload.get("deleted") is not None:
        return sent.trashed_of(payload["deleted"])
    return item.trashed and not write.whole


def _dated(item: Item, current: Item | None, payload: Json, now: str) -> tuple[Item, bool]:
    """The item with its date of change, and whether anything changes.

    Moving between collections, relating and trashing leave the date. A list of tags that
    is sent is a change, whatever it holds, unless there are no tags before and after.
    """
    given = sent.time_given(payload, "dateModified")
    if current is None:
        return replace(item, modified=given or now), True
    has_sent_tags = "tags" in payload and bool(item.tags or current.tags)
    is_edited = has_sent_tags or (
        (item.item_type, item.fields, item.creators, item.parent)
        != (current.item_type, current.fields, current.creators, current.parent)
    )
    if given and given != current.modified:
        item = replace(item, modified=given)
    elif is_edited:
        item = replace(item, modified=now)
    return item, is_edited or item != current
