"""A collection as it will be after a write: what was sent laid over what stands there."""

from dataclasses import replace

from tests.standin.zotero.item_payload import relations_of, trashed_of
from tests.standin.zotero.keys import is_key
from tests.standin.zotero.records import Collection, Json
from tests.standin.zotero.refusals import Breakdown, Refusal, invalid, shortened

LONGEST_NAME = 255
"""Characters of a collection's name."""
_KNOWN = frozenset({"key", "version", "name", "parentCollection", "relations", "deleted"})


def written(
    payload: Json, current: Collection | None, key: str, *, whole: bool
) -> tuple[Collection, bool]:
    """The collection after the write, at its old version, and whether anything changes.

    `whole` says that the payload is all of it (PUT): a parent left out is then none.
    Raises Refusal for what the API turns down. Whether the parent exists is not looked at.
    """
    unknown = [name for name in payload if name not in _KNOWN]
    if unknown:
        raise invalid(f"Invalid property '{unknown[0]}'")
    base = current or Collection(key=key, version=0, name="")
    if "name" not in payload and (current is None or whole):
        raise invalid("'name' property not provided")
    relations, deleted = payload.get("relations"), payload.get("deleted")
    collection = replace(
        base,
        name=_name(payload["name"]) if "name" in payload else base.name,
        parent=_parent(payload, base, whole=whole),
        relations=base.relations if relations is None else relations_of(relations),
        trashed=(base.trashed and not whole) if deleted is None else trashed_of(deleted),
    )
    return collection, collection != current


def _name(value: object) -> str:
    if not isinstance(value, str):
        raise invalid("'name' must be a string")
    name = value.strip()
    if not name:
        raise invalid("Collection name cannot be empty")
    if len(name) > LONGEST_NAME:
        short = shortened(name)
        raise Refusal(413, f"Collection name '{short}' too long", data={"value": short})
    return name


def _parent(payload: Json, base: Collection, *, whole: bool) -> str:
    if "parentCollection" not in payload:
        return "" if whole else base.parent
    parent = payload["parentCollection"]
    if not parent:
        return ""
    if not is_key(parent):
        raise invalid(f"'{parent}' is not a valid collection key")
    if parent == base.key:
        raise Breakdown("a collection that is to lie in itself")
    return str(parent)
