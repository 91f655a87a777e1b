"""Zotero's item types as the server describes them, and field names fitted to a type."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

LAST_RESORT = "document"
"""The type that every schema has, for a type that this one has not."""


class BadSchema(Exception):
    """What the server calls its schema cannot be read as one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemType:
    """What an item of one type may hold."""

    name: str
    own_names: Mapping[str, str]
    """The type's fields by their general name: "publisher" is a thesis's "university"."""
    fields: frozenset[str]
    creator_types: tuple[str, ...]
    """The primary one first; none for notes and attachments."""


@dataclass(frozen=True, kw_only=True)
class Schema:
    """All item types of one version of the schema."""

    version: int
    types: Mapping[str, ItemType]

    @cached_property
    def general_names(self) -> Mapping[str, str]:
        """The general name of every field that goes by another one in some type."""
        return {
            own: general
            for item_type in self.types.values()
            for general, own in item_type.own_names.items()
            if own != general
        }

    def known(self, item_type: str) -> str:
        """The type itself, or the last resort where this schema lacks it."""
        return item_type if item_type in self.types else LAST_RESORT

    def fit(self, item_type: str, fields: Mapping[str, str]) -> dict[str, str]:
        """Fields under the names of the type, from general names or those of another type.

        What the type has no field for is left out. Where two fields come to one name, the
        first stays.
        """
        fitted: dict[str, str] = {}
        for name, value in fields.items():
            own = self._own_name(item_type, name)
            if own and value:
                fitted.setdefault(own, value)
        return fitted

    def has(self, item_type: str, field: str) -> bool:
        """Whether items of the type can hold the field, under any name."""
        return bool(self._own_name(item_type, field))

    def publisher(self, item_type: str) -> str:
        """What a type calls who brought it out, such as the "repository" of a preprint: by
        another name it is another party. Empty where it names none."""
        return self._own_name(item_type, "publisher")

    def creator_type(self, item_type: str, role: str) -> str:
        """What a role is called in a type: authors are the primary creators of any type.

        Empty where the type has no such role.
        """
        roles = self.types[item_type].creator_types
        if role in roles:
            return role
        return roles[0] if role == "author" and roles else ""

    def is_primary(self, item_type: str, role: str) -> bool:
        """Whether the role is the one that a type is chiefly made by."""
        return self.types[item_type].creator_types[:1] == (role,)

    def _own_name(self, item_type: str, name: str) -> str:
        known = self.types[item_type]
        if name in known.fields:
            return name
        return known.own_names.get(self.general_names.get(name, name), "")


def schema_from_json(payload: Mapping[str, Any]) -> Schema:
    """Read the answer to /schema; whatever else it holds is passed over.

    Raises BadSchema.
    """
    try:
        types = {row["itemType"]: _item_type(row) for row in payload["itemTypes"]}
        schema = Schema(version=int(payload["version"]), types=types)
    except (KeyError, TypeError, ValueError) as error:
        raise BadSchema(f"no Zotero schema: {type(error).__name__} {error}") from error
    if LAST_RESORT not in schema.types:
        raise BadSchema(f"no Zotero schema: it lacks the type '{LAST_RESORT}'")
    return schema


def abridged(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The part of /schema that is read here: a tenth of it, the rest is translations."""
    return {"version": payload["version"], "itemTypes": payload["itemTypes"]}


def _item_type(row: Mapping[str, Any]) -> ItemType:
    names = [(each["field"], each.get("baseField", each["field"])) for each in row["fields"]]
    creators = row.get("creatorTypes", ())
    ordered = sorted(creators, key=lambda each: not each.get("primary", False))
    return ItemType(
        name=row["itemType"],
        own_names={general: own for own, general in names},
        fields=frozenset(own for own, _ in names),
        creator_types=tuple(each["creatorType"] for each in ordered),
    )
