"""Zotero's item types, their fields and creator types, and the answers that describe them.

The types that research works take are those of schema 41; the fields of the rarer ones
(legal, broadcast, art) are stated from older schemas and may lack newer fields.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ATTACHMENT_PROPERTIES = ("note", "contentType", "charset", "filename", "md5", "mtime")
"""What an attachment holds beside its fields, in the order of its JSON; linkMode leads it."""
LINK_MODES = ("imported_file", "imported_url", "linked_file", "linked_url", "embedded_image")
CHILD_TYPES = frozenset({"note", "attachment", "annotation"})
_DATA = Path(__file__).with_name("item_types.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of an item type."""

    name: str
    base: str
    """The field's name in its general form: university's is publisher; else its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemType:
    """An item type: its fields in order, and the creator types with the primary one first."""

    name: str
    fields: dict[str, Field]
    creator_types: tuple[str, ...]

    def field_with_base(self, base: str) -> str | None:
        """The name under which this type has a base field."""
        return next((field.name for field in self.fields.values() if field.base == base), None)


def _field(text: str) -> Field:
    name, _, base = text.partition("=")
    return Field(name=name, base=base or name)


_RAW: dict[str, Any] = json.loads(_DATA.read_text("utf-8"))
SCHEMA_VERSION: int = _RAW["version"]
ITEM_TYPES: dict[str, ItemType] = {
    name: ItemType(
        name=name,
        fields={field.name: field for field in map(_field, row["fields"].split())},
        creator_types=tuple(row["creators"].split()),
    )
    for name, row in _RAW["types"].items()
}
KNOWN_FIELDS = frozenset(
    name
    for item_type in ITEM_TYPES.values()
    for field in item_type.fields.values()
    for name in (field.name, field.base)
)
CREATOR_TYPES = frozenset(
    name for item_type in ITEM_TYPES.values() for name in item_type.creator_types
)


def label(name: str) -> str:
    """The English label of a field, item type or creator type."""
    known: str | None = _RAW["labels"].get(name)
    if known is not None:
        return known
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return words[:1].upper() + words[1:]


def listed_types() -> list[dict[str, str]]:
    """/itemTypes: attachments and annotations are not among them; sorted by label."""
    names = [name for name in ITEM_TYPES if name not in {"attachment", "annotation"}]
    return [{"itemType": name, "localized": label(name)} for name in sorted(names, key=label)]


def listed_fields(names: list[str]) -> list[dict[str, str]]:
    """Fields with their labels, as /itemFields and /itemTypeFields list them."""
    return [{"field": name, "localized": label(name)} for name in names]


def listed_creator_types(item_type: ItemType) -> list[dict[str, str]]:
    """/itemTypeCreatorTypes."""
    return [{"creatorType": name, "localized": label(name)} for name in item_type.creator_types]


def listed_creator_fields() -> list[dict[str, str]]:
    """/creatorFields."""
    rows = (("firstName", "First"), ("lastName", "Last"), ("name", "Name"))
    return [{"field": name, "localized": text} for name, text in rows]


def template(item_type: ItemType, link_mode: str) -> dict[str, Any]:
    """/items/new: an empty item of the type."""
    new: dict[str, Any] = {"itemType": item_type.name}
    if item_type.name == "attachment":
        new["linkMode"] = link_mode
    for name in item_type.fields:
        new[name] = ""
        if len(new) == 2 and item_type.creator_types:
            first = {"creatorType": item_type.creator_types[0], "firstName": "", "lastName": ""}
            new["creators"] = [first]
    if item_type.name in {"note", "attachment"}:
        new["note"] = ""
    new |= {"tags": [], "collections": [], "relations": {}}
    if item_type.name == "attachment":
        new |= {"contentType": "", "charset": ""}
    if link_mode.startswith("imported_"):
        new |= {"filename": "", "md5": None, "mtime": None}
    return new


@cache
def schema_document() -> bytes:
    """/schema: the whole schema with its English labels and a short CSL table."""
    english = {
        "itemTypes": {name: label(name) for name in ITEM_TYPES},
        "fields": {name: label(name) for name in sorted(KNOWN_FIELDS)},
        "creatorTypes": {name: label(name) for name in sorted(CREATOR_TYPES)},
    }
    document = {
        "version": SCHEMA_VERSION,
        "itemTypes": [_described(item_type) for item_type in ITEM_TYPES.values()],
        "meta": {"fields": {"date": {"type": "date"}, "filingDate": {"type": "date"}}},
        "csl": {
            "types": {csl: [name] for csl, name in _RAW["csl"].items()},
            "fields": {"text": {"title": ["title"], "DOI": ["DOI"], "URL": ["url"]}},
            "names": {"author": "author", "editor": "editor", "translator": "translator"},
        },
        "locales": {"en-US": english},
    }
    return json.dumps(document).encode()


def _described(item_type: ItemType) -> dict[str, Any]:
    return {
        "itemType": item_type.name,
        "fields": [
            {"field": field.name}
            if field.base == field.name
            else {"field": field.name, "baseField": field.base}
            for field in item_type.fields.values()
        ],
        "creatorTypes": [
            {"creatorType": name, "primary": True} if index == 0 else {"creatorType": name}
            for index, name in enumerate(item_type.creator_types)
        ],
    }
