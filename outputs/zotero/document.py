"""A plan as a JSON document that people can read, keep and approve, and the way back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from outputs.zotero.changes import Left, NewItem, NewShelf, Plan
from outputs.zotero.excerpt import left_in, respected_in, taken_over
from outputs.zotero.foreseen import hashed
from outputs.zotero.layout import laid_out
from outputs.zotero.records import ShelfRecord
from outputs.zotero.sheets import (
    RemoteChange,
    change_from,
    change_json,
    filled,
    new_from,
    new_json,
    places_in,
    shelf_from,
    shelf_json,
    used_json,
)

FORMAT = 2
"""Raised when a document of before cannot be applied any more."""

Json = Mapping[str, Any]


class BadPlan(Exception):
    """The document is no plan, or not as it was made; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A plan as it was read from JSON; its records refer to those that are kept."""

    library: str
    version: int
    digest: str
    """SHA-256 of its content."""
    shelves: tuple[NewShelf, ...]
    adopted_shelves: tuple[ShelfRecord, ...]
    items: tuple[NewItem, ...]
    changes: tuple[RemoteChange, ...]
    left: tuple[Left, ...]
    places: Mapping[str, tuple[str, ...]]


def to_document(plan: Plan, *, whole: bool = False) -> str:
    """The plan as JSON: each entry with its reason, and old and new value, and a SHA-256 over
    all of it in canonical form (keys in order, no blanks, UTF-8).

    Of what is left alone it tells what the plan touches and counts the rest, unless the `whole`
    is asked for; what is to be done is always told in full.
    """
    theirs = taken_over(plan)
    told = respected_in(plan, whole=whole)
    places = {**plan.places, **{shelf.key: shelf.path for shelf in plan.shelves}}
    content: dict[str, Any] = {
        "zotlist_plan": FORMAT,
        "library": plan.library,
        "library_version": plan.version,
        "collections": [
            *(used_json(each, is_theirs=each.path in theirs) for each in plan.adopted_shelves),
            *map(shelf_json, plan.shelves),
        ],
        "items": [
            *(new_json(each, places) for each in plan.items),
            *(change_json(each, places) for each in plan.changes),
        ],
        "left_alone": [
            filled({"name": e.name, "title": e.title, "reason": e.reason, "keys": e.keys})
            for e in left_in(plan, whole=whole)
        ],
        "respected": [
            filled(
                {
                    "key": e.key,
                    "title": e.title,
                    "property": e.name,
                    "we_wrote": e.ours,
                    "people_wrote": e.theirs,
                }
            )
            for e in told
        ],
    }
    content = {name: value for name, value in content.items() if value != []}
    if elsewhere := len(plan.respected) - len(told):
        content["respected_elsewhere"] = elsewhere
    content["sha256"] = hashed(content)
    return laid_out(content) + "\n"


def from_document(text: str) -> Document:
    """Read a plan. Raises BadPlan when it was changed since it was made, or is none."""
    try:
        content: dict[str, Any] = json.loads(text)
        said = content.pop("sha256")
        if content["zotlist_plan"] != FORMAT:
            raise BadPlan("the plan was made by another version of zotlist: make a new one")
        digest = hashed(content)
        if digest != said:
            raise BadPlan("the plan was changed after it was made: make a new one")
        return _document(content, digest)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadPlan("this is no plan of zotlist") from error


def _document(content: Json, digest: str) -> Document:
    shelves: Sequence[Json] = content.get("collections", ())
    items: Sequence[Json] = content.get("items", ())
    return Document(
        library=content["library"],
        version=content["library_version"],
        digest=digest,
        shelves=tuple(shelf_from(each) for each in shelves if each["do"] != "use"),
        adopted_shelves=tuple(
            ShelfRecord(path=tuple(each["path"]), key=each["key"], version=each["version"])
            for each in shelves
            if each["do"] == "use"
        ),
        items=tuple(new_from(each) for each in items if each["do"] == "make"),
        changes=tuple(change_from(each) for each in items if each["do"] != "make"),
        left=tuple(
            Left(
                name=e.get("name", ""),
                title=e.get("title", ""),
                reason=e["reason"],
                keys=tuple(e.get("keys", ())),
            )
            for e in content.get("left_alone", ())
        ),
        places=places_in(items),
    )
