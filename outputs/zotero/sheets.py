"""The collections and items of a plan as JSON that people can read, and the way back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from outputs.zotero.cards import Card, tag_of
from outputs.zotero.changes import Change, ItemChange, NewItem, NewShelf
from outputs.zotero.entry import Path
from outputs.zotero.extra import LISTED, values
from outputs.zotero.foreseen import digest_of, foreseen, untold
from outputs.zotero.kin import related_in
from outputs.zotero.marks import marks_of_item
from outputs.zotero.records import Record, ShelfRecord

Json = Mapping[str, Any]
Places = Mapping[str, Path]
"""The headings of collections, by key."""

BESIDE_FIELDS = frozenset({"itemType", "creators", "tags", "collections", "extra", "relations"})
THEIRS = "people's own, of the same name in the same place"
OURS = "made by an earlier run"
ONE_BY_ONE = frozenset({"collections", "extra", "tags"})
"""Properties of many parts: only the parts that come or go are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteChange:
    """A change of an item whose record is not at hand yet."""

    change: ItemChange
    """With blank records."""
    knew: str
    """What identifies the record that it was planned with; empty if there was none."""
    learns: Json
    """What the record becomes beyond what the changes tell, as a difference."""

    def on(self, record: Record | None) -> Record | None:
        """The record afterwards; None where our records moved on since the plan."""
        if (digest_of(record) if record else "") != self.knew:
            return None
        before = record or self.change.before
        after = foreseen(before, self.change.changes, self.learns)
        if not after.marks:
            after = replace(after, marks=_marks_said(after))
        return replace(after, work_id=self.change.work_id)


def used_json(shelf: ShelfRecord, *, is_theirs: bool) -> Json:
    """A collection that is there and that we have no record of."""
    return {
        "do": "use",
        "key": shelf.key,
        "path": shelf.path,
        "version": shelf.version,
        "reason": THEIRS if is_theirs else OURS,
    }


def shelf_json(shelf: NewShelf) -> Json:
    """A collection to make."""
    told = {
        "do": "restore" if shelf.version else "make",
        "key": shelf.key,
        "path": shelf.path,
        "name": shelf.name if shelf.name != shelf.path[-1] else "",
        "parent": shelf.parent,
        "version": shelf.version,
        "reason": shelf.reason,
    }
    return filled(told)


def shelf_from(value: Json) -> NewShelf:
    """A collection to make, from its JSON."""
    path = tuple(value["path"])
    return NewShelf(
        key=value["key"],
        path=path,
        name=value.get("name", path[-1]),
        parent=value.get("parent", ""),
        version=value.get("version", 0),
        reason=value["reason"],
    )


def new_json(item: NewItem, places: Places) -> Json:
    """An item to make. By what it is known is told only where the item itself does not."""
    marks = item.record.marks
    told = {
        "do": "make",
        "key": item.key,
        "work": item.work_id,
        "reason": item.reason,
        "new": {name: _told(name, value, places) for name, value in item.data.items()},
        "related": item.related,
        "known_by": sorted(marks) if marks != _shown_marks(item.data) else (),
    }
    return filled(told)


def new_from(value: Json) -> NewItem:
    """An item to make, from its JSON."""
    data: Json = {name: _read(name, each) for name, each in value["new"].items()}
    fields = {name: each for name, each in data.items() if name not in BESIDE_FIELDS}
    creators = data["creators"]
    shelves = frozenset(data["collections"])
    card = Card(
        item_type=data["itemType"],
        fields=fields,
        creators=tuple(creators),
        tags=tuple(tag["tag"] for tag in data["tags"]),
        lines=tuple(data["extra"].split("\n")) if data["extra"] else (),
        related=tuple(related_in(data)),
    )
    record = Record(
        work_id=value["work"],
        key=value["key"],
        said=card,
        shelves=shelves,
        filed=shelves,
        base={**fields, "itemType": data["itemType"], "creators": creators},
        marks=frozenset(value["known_by"]) if "known_by" in value else _shown_marks(data),
    )
    return NewItem(
        key=value["key"],
        work_id=value["work"],
        data=data,
        record=record,
        reason=value["reason"],
        related=tuple(value.get("related", ())),
    )


def _shown_marks(data: Json) -> frozenset[str]:
    """By what an item is known that stands in the list under the addresses that Extra names, or
    else under its own."""
    is_elsewhere = bool(values(str(data.get("extra", "")), LISTED))
    return marks_of_item({**data, "url": ""} if is_elsewhere else data)


def _marks_said(record: Record) -> frozenset[str]:
    """By what an item is known that says what we say of it."""
    return _shown_marks({**record.said.fields, "extra": "\n".join(record.said.lines)})


def change_json(change: ItemChange, places: Places) -> Json:
    """An item to change. `last_written` stands for what we remember of it; of one that is new
    to us is told what we have to remember beyond that."""
    changes = [_short(each) for each in change.changes]
    after = change.record
    before = change.basis or _blank(change.key, change.work_id, change.version)
    if change.basis is None and after.marks == _marks_said(after):
        after = replace(after, marks=frozenset())
    told = {
        "do": "adopt" if change.adopted else "change",
        "key": change.key,
        "version": change.version,
        "work": change.work_id,
        "title": change.title,
        "known_by": change.adopted,
        "last_written": digest_of(change.basis) if change.basis else "",
        "changes": [
            {
                "property": each.name,
                "reason": each.reason,
                "old": _told(each.name, each.old, places),
                "new": _told(each.name, each.new, places),
            }
            for each in changes
        ],
        "to_remember": untold(before, changes, after),
    }
    return filled(told)


def change_from(value: Json) -> RemoteChange:
    """An item to change, from its JSON."""
    blank = _blank(value["key"], value["work"], value["version"])
    change = ItemChange(
        key=value["key"],
        version=value["version"],
        work_id=value["work"],
        title=value.get("title", ""),
        changes=tuple(
            Change(
                name=each["property"],
                old=_read(each["property"], each["old"]),
                new=_read(each["property"], each["new"]),
                reason=each["reason"],
            )
            for each in value["changes"]
        ),
        record=blank,
        before=blank,
        adopted=value.get("known_by", ""),
    )
    return RemoteChange(
        change=change,
        knew=value.get("last_written", ""),
        learns=value.get("to_remember", {}),
    )


def places_in(content: Any) -> dict[str, Path]:
    """The collections that the items of a document name."""
    places: dict[str, Path] = {}
    for item in content:
        named = [item["new"]["collections"]] if "new" in item else []
        for change in item.get("changes", ()):
            if change["property"] == "collections":
                named += [change["old"], change["new"]]
        for each in named:
            places |= {key: tuple(path) for key, path in each.items() if path}
    return places


def _short(change: Change) -> Change:
    """The change of only those parts that come or go."""
    if change.name not in ONE_BY_ONE:
        return change
    old, new = _parts(change.name, change.old), _parts(change.name, change.new)
    gone = [each for each in old if each not in new]
    coming = [each for each in new if each not in old]
    if change.name == "extra":
        return replace(change, old="\n".join(gone), new="\n".join(coming))
    return replace(change, old=gone, new=coming)


def _parts(name: str, value: Any) -> Sequence[Any]:
    if name == "extra":
        return value.split("\n") if value else ()
    return value or ()


def _told(name: str, value: Any, places: Places) -> Any:
    """A property as people read it."""
    match name:
        case "collections":
            return {key: places.get(key, ()) for key in value}
        case "extra":
            return _parts(name, value)
        case "tags":
            return [tag["tag"] if tag == tag_of(tag["tag"]) else tag for tag in value]
        case _:
            return value


def _read(name: str, value: Any) -> Any:
    match name:
        case "collections":
            return list(value)
        case "extra":
            return "\n".join(value)
        case "tags":
            return [tag_of(tag) if isinstance(tag, str) else tag for tag in value]
        case _:
            return value


def _blank(key: str, work_id: str, version: int) -> Record:
    return Record(work_id=work_id, key=key, version=version)


def filled(told: Mapping[str, Any]) -> Json:
    """What is told, without what says nothing."""
    return {name: value for name, value in told.items() if value not in ("", 0, (), [], {})}
