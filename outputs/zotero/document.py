"""A plan as a JSON document that people can read, keep and approve, and the way back."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from outputs.zotero.cards import Card
from outputs.zotero.changes import Change, ItemChange, Left, NewItem, NewShelf, Plan
from outputs.zotero.records import Record, ShelfRecord, from_json, to_json

FORMAT = 1
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
    changes: tuple["RemoteChange", ...]
    left: tuple[Left, ...]
    places: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteChange:
    """A change of an item whose record is not at hand yet."""

    change: ItemChange
    """With blank records."""
    knew: str
    """What identifies the record that it was planned with; empty if there was none."""
    learns: Json
    """What the record becomes, as the difference to it."""

    def on(self, record: Record | None) -> Record | None:
        """The record afterwards; None where our records moved on since the plan."""
        if (digest_of(record) if record else "") != self.knew:
            return None
        before = _json_of(record or self.change.before)
        return replace(from_json(_patched(before, self.learns)), work_id=self.change.work_id)


def to_document(plan: Plan) -> str:
    """The plan as JSON: each entry with its reason, and old and new value, and a SHA-256 over
    all of it in canonical form (keys in order, no blanks, UTF-8)."""
    content: dict[str, Any] = {
        "zotlist_plan": FORMAT,
        "library": plan.library,
        "library_version": plan.version,
        "collections": [
            *(
                {"do": "use", "key": each.key, "path": each.path, "version": each.version}
                for each in plan.adopted_shelves
            ),
            *map(_shelf_json, plan.shelves),
        ],
        "items": [*map(_new_json, plan.items), *map(_change_json, plan.changes)],
        "places": {key: plan.places[key] for key in sorted(_spoken_of(plan))},
        "left_alone": [
            {"name": e.name, "title": e.title, "reason": e.reason, "keys": e.keys}
            for e in plan.left
        ],
        "respected": [
            {"key": e.key, "title": e.title, "property": e.name, "we_wrote": e.ours}
            for e in plan.respected
        ],
    }
    content = {name: value for name, value in content.items() if value not in ([], {})}
    content["sha256"] = _hashed(content)
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def from_document(text: str) -> Document:
    """Read a plan. Raises BadPlan when it was changed since it was made, or is none."""
    try:
        content: dict[str, Any] = json.loads(text)
        said = content.pop("sha256")
        if content["zotlist_plan"] != FORMAT:
            raise BadPlan("the plan was made by another version of zotlist: make a new one")
        digest = _hashed(content)
        if digest != said:
            raise BadPlan("the plan was changed after it was made: make a new one")
        return _document(content, digest)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadPlan("this is no plan of zotlist") from error


def digest_of(record: Record) -> str:
    """What identifies a record among its own earlier and later forms."""
    return _hashed({**_json_of(record), "work_id": ""})[:12]


def _document(content: Json, digest: str) -> Document:
    shelves: Sequence[Json] = content.get("collections", ())
    items: Sequence[Json] = content.get("items", ())
    return Document(
        library=content["library"],
        version=content["library_version"],
        digest=digest,
        shelves=tuple(_shelf(each) for each in shelves if each["do"] != "use"),
        adopted_shelves=tuple(
            ShelfRecord(path=tuple(each["path"]), key=each["key"], version=each["version"])
            for each in shelves
            if each["do"] == "use"
        ),
        items=tuple(_new(each) for each in items if each["do"] == "make"),
        changes=tuple(_change(each) for each in items if each["do"] != "make"),
        left=tuple(
            Left(name=e["name"], title=e["title"], reason=e["reason"], keys=tuple(e["keys"]))
            for e in content.get("left_alone", ())
        ),
        places={key: tuple(path) for key, path in content.get("places", {}).items()},
    )


def _spoken_of(plan: Plan) -> set[str]:
    """The collections that the items of a plan go to or leave, and that are known."""
    moved = [c for each in plan.changes for c in each.changes if c.name == "collections"]
    named = {key for item in plan.items for key in item.data["collections"]}
    named.update(key for change in moved for key in (*change.old, *change.new))
    return (named & plan.places.keys()) - {shelf.key for shelf in plan.shelves}


def _shelf_json(shelf: NewShelf) -> Json:
    return {
        "do": "restore" if shelf.version else "make",
        "key": shelf.key,
        "path": shelf.path,
        "name": shelf.name,
        "parent": shelf.parent,
        "version": shelf.version,
        "reason": shelf.reason,
    }


def _shelf(value: Json) -> NewShelf:
    return NewShelf(
        key=value["key"],
        path=tuple(value["path"]),
        name=value["name"],
        parent=value["parent"],
        version=value["version"],
        reason=value["reason"],
    )


def _new_json(item: NewItem) -> Json:
    return {
        "do": "make",
        "key": item.key,
        "work": item.work_id,
        "reason": item.reason,
        "new": item.data,
        "known_by": sorted(item.record.marks),
    }


def _new(value: Json) -> NewItem:
    data: Json = value["new"]
    others = {"itemType", "creators", "tags", "collections", "extra"}
    fields = {name: each for name, each in data.items() if name not in others}
    creators = data["creators"]
    shelves = frozenset(data["collections"])
    card = Card(
        item_type=data["itemType"],
        fields=fields,
        creators=tuple(creators),
        tags=tuple(tag["tag"] for tag in data["tags"]),
        lines=tuple(data["extra"].split("\n")) if data["extra"] else (),
    )
    record = Record(
        work_id=value["work"],
        key=value["key"],
        said=card,
        shelves=shelves,
        filed=shelves,
        base={**fields, "itemType": data["itemType"], "creators": creators},
        marks=frozenset(value["known_by"]),
    )
    return NewItem(
        key=value["key"],
        work_id=value["work"],
        data=data,
        record=record,
        reason=value["reason"],
    )


def _change_json(change: ItemChange) -> Json:
    before = change.basis or _blank(change.key, change.work_id)
    return {
        "do": "adopt" if change.adopted else "change",
        "key": change.key,
        "version": change.version,
        "work": change.work_id,
        "title": change.title,
        **({"known_by": change.adopted} if change.adopted else {}),
        "changes": [
            {"property": each.name, "old": each.old, "new": each.new, "reason": each.reason}
            for each in change.changes
        ],
        "records": {
            "knew": digest_of(change.basis) if change.basis else "",
            "learns": _difference(_json_of(before), _json_of(change.record)),
        },
    }


def _change(value: Json) -> RemoteChange:
    blank = _blank(value["key"], value["work"])
    change = ItemChange(
        key=value["key"],
        version=value["version"],
        work_id=value["work"],
        title=value["title"],
        changes=tuple(
            Change(name=e["property"], old=e["old"], new=e["new"], reason=e["reason"])
            for e in value["changes"]
        ),
        record=blank,
        before=blank,
        adopted=value.get("known_by", ""),
    )
    memory: Json = value["records"]
    return RemoteChange(change=change, knew=memory["knew"], learns=memory["learns"])


def _blank(key: str, work_id: str) -> Record:
    return Record(work_id=work_id, key=key)


def _json_of(record: Record) -> dict[str, Any]:
    """A record without what changes by itself: its name, and a change under way."""
    value: dict[str, Any] = json.loads(json.dumps(to_json(record)))
    return {**value, "intended": None}


def _difference(old: Json, new: Json) -> dict[str, Any]:
    """What makes `new` of `old`: null for what is gone."""
    changed: dict[str, Any] = dict.fromkeys(old.keys() - new.keys())
    for name, value in new.items():
        before = old.get(name)
        if isinstance(value, dict) and isinstance(before, dict):
            if before != value:
                changed[name] = _difference(before, value)
        elif before != value:
            changed[name] = value
    return dict(sorted(changed.items()))


def _patched(old: Json, difference: Json) -> dict[str, Any]:
    patched = dict(old)
    for name, value in difference.items():
        before = patched.get(name)
        if value is None:
            patched.pop(name, None)
        elif isinstance(value, dict) and isinstance(before, dict):
            patched[name] = _patched(before, value)
        else:
            patched[name] = value
    return patched


def _hashed(content: Json) -> str:
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
