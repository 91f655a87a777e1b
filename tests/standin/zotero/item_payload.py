"""What a client sends for an item, checked and brought to the form in which it is kept."""

import re
from collections.abc import Mapping
from typing import Any, cast

from tests.standin.zotero.dates import access_date, time_stamp
from tests.standin.zotero.keys import is_key, is_number
from tests.standin.zotero.records import Json, Relations, distinct
from tests.standin.zotero.refusals import Breakdown, Refusal, invalid, shortened
from tests.standin.zotero.schema import CREATOR_TYPES, ItemType, label

LONGEST_FIELD = 65535
"""Bytes of UTF-8 that a field holds."""
LONGEST_NAME = 255
"""Characters of a creator's name part, and of a tag."""
PREDICATES = ("owl:sameAs", "dc:relation", "dc:replaces")
_ITEM_URI = re.compile(r"http://zotero\.org/(?:users|groups)/\d+/items/[A-Z0-9]{8}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NAME_PARTS = frozenset({"firstName", "lastName", "name"})
_EXCLUSIVE = "'firstName' and 'name' creator fields are mutually exclusive"


def plain_text(name: str, value: object) -> str:
    """A field's value as it is kept: trimmed, without control characters; None clears."""
    if isinstance(value, dict):
        raise Breakdown(f"an object as the value of {name}")
    if isinstance(value, list):
        raise invalid(f"Unexpected array for property '{name}'")
    if value is None or value is False:
        return ""
    text = _CONTROL.sub("", "1" if value is True else str(value)).strip()
    if len(text.encode()) > LONGEST_FIELD:
        field, short = label(name), shortened(text)
        raise Refusal(
            413,
            f"{field} field value '{short}' too long",
            data={"field": field, "value": short},
        )
    return text


def field_text(name: str, value: object, now: str) -> str:
    """A field's value as it is kept; of accessDate, the date that it stands for."""
    text = plain_text(name, value)
    if name != "accessDate":
        return text
    date = access_date(text, now)
    if date is None:
        raise invalid(
            f"'{name}' must be in ISO 8601 or UTC 'YYYY-MM-DD[ hh:mm:ss]' format"
            f" or 'CURRENT_TIMESTAMP' ({text})"
        )
    return date


def time_given(payload: Json, name: str) -> str | None:
    """The time stamp that the payload gives for dateAdded or dateModified, None without one."""
    if payload.get(name) is None:
        return None
    moment = time_stamp(str(payload[name]))
    if moment is None:
        raise invalid(
            f"'{name}' must be in ISO 8601 or UTC 'YYYY-MM-DD hh:mm:ss' format"
            f" ({payload[name]})"
        )
    return moment


def array(name: str, value: object) -> list[Any]:
    """The value as a list; anything else is refused."""
    if not isinstance(value, list):
        raise invalid(f"'{name}' property must be an array")
    return cast("list[Any]", value)


def creators_of(
    value: object, item_type: ItemType, *, is_new: bool
) -> tuple[Mapping[str, str], ...]:
    """The creators of a payload."""
    listed = array("creators", value)
    creators: list[Mapping[str, str]] = []
    for creator in listed:
        if not isinstance(creator, dict) or creator.get("creatorType") is None:
            raise invalid("creator object must contain 'creatorType'")
        given = cast("Json", creator)
        is_nameless = not any(str(given.get(part) or "").strip() for part in _NAME_PARTS)
        if is_nameless and not (is_new and len(listed) == 1):
            raise invalid("creator object must contain 'firstName'/'lastName' or 'name'")
        _check_creator(given, item_type)
        if not is_nameless:
            creators.append(_kept_creator(given, item_type))
    return tuple(creators)


def _check_creator(creator: Json, item_type: ItemType) -> None:
    kind = creator["creatorType"]
    if not isinstance(kind, str) or kind not in CREATOR_TYPES:
        raise invalid(f"'{kind}' is not a valid creator type")
    is_fitting = kind in item_type.creator_types or (
        kind == "author" and bool(item_type.creator_types)
    )
    if not is_fitting:
        raise invalid(f"'{kind}' is not a valid creator type for item type '{item_type.name}'")
    unknown = sorted(set(creator) - _NAME_PARTS - {"creatorType"})
    if unknown:
        raise invalid(f"Invalid creator property '{unknown[0]}'")
    given = {part for part in _NAME_PARTS if creator.get(part) is not None}
    if "name" in given and given & {"firstName", "lastName"}:
        raise invalid(_EXCLUSIVE)
    if "firstName" in given and "lastName" not in given:
        raise invalid("'lastName' creator field must be set if 'firstName' is set")
    if "lastName" in given and "firstName" not in given:
        raise invalid("'firstName' creator field must be set if 'lastName' is set")


def _kept_creator(creator: Json, item_type: ItemType) -> Mapping[str, str]:
    given, known = creator["creatorType"], item_type.creator_types
    kept: dict[str, str] = {"creatorType": given if given in known else known[0]}
    parts = ("firstName", "lastName") if creator.get("name") is None else ("name",)
    for part in parts:
        kept[part] = plain_text(part, creator[part])
        if len(kept[part]) > LONGEST_NAME:
            short = shortened(kept[part])
            raise Refusal(
                413,
                f"The creator name '{short}' is too long to sync",
                data={"field": "creator", "value": short},
            )
    return kept


def tags_of(value: object) -> tuple[Mapping[str, Any], ...]:
    """The tags of a payload, each once; type 1 marks one that a program set."""
    tags: dict[str, Mapping[str, Any]] = {}
    for tag in array("tags", value):
        if not isinstance(tag, dict):
            raise invalid("Tag must be an object")
        given = cast("Json", tag)
        unknown = sorted(set(given) - {"tag", "type"})
        if unknown:
            raise invalid(f"Invalid tag property '{unknown[0]}'")
        if not given:
            raise invalid("Tag object is empty")
        kind, name = given.get("type", 0), given.get("tag", "")
        if isinstance(name, list | dict):
            raise invalid("Invalid tag name")
        if not is_number(str(kind)):
            raise invalid(f"Invalid tag type '{kind}'")
        text = plain_text("tag", name)
        if len(text) > LONGEST_NAME:
            raise Refusal(413, f"Tag '{shortened(text)}' too long", data={"tag": text})
        if text:
            tags.setdefault(text, {"tag": text, "type": 1} if int(kind) else {"tag": text})
    return tuple(tags.values())


def collections_of(value: object) -> tuple[str, ...]:
    """The collection keys of a payload; whether they exist is for the caller to see."""
    keys = array("collections", value)
    for key in keys:
        if not is_key(key):
            raise invalid(f"'{key}' is not a valid collection key")
    return distinct(keys)


def relations_of(value: object) -> Relations:
    """The relations of a payload: to Zotero items, by their http addresses."""
    if value == []:
        return {}
    if not isinstance(value, dict):
        raise invalid("'relations' property must be an object")
    relations: dict[str, tuple[str, ...]] = {}
    for predicate, target in cast("Json", value).items():
        is_external = predicate.startswith("mendeleyDB:")
        if not is_external and predicate not in PREDICATES:
            raise invalid(f"Unsupported predicate '{predicate}'")
        uris = [target] if isinstance(target, str) else array("relations", target)
        if not is_external and not all(_ITEM_URI.fullmatch(str(uri)) for uri in uris):
            raise invalid("'relations' values currently must be Zotero item URIs")
        if uris:
            relations[predicate] = distinct(str(uri) for uri in uris)
    return relations


def trashed_of(value: object) -> bool:
    """The value of "deleted"."""
    if not isinstance(value, bool | int) or value not in {0, 1}:
        raise Refusal(500, "'deleted' must be a boolean")
    return bool(value)


def parent_of(value: object, key: str) -> str:
    """The parent's key of a payload, "" for none."""
    if value is False:
        return ""
    if not is_key(value):
        raise invalid("'parentItem' must be a valid item key or false")
    if value == key:
        raise Refusal(409, f"Item {key} cannot be a child of itself")
    return str(value)
