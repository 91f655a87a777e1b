"""What our record of an item becomes by a change, and what of that the change does not tell."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from outputs.zotero.changes import Change
from outputs.zotero.rebase import rebased
from outputs.zotero.records import Record, from_json, to_json

Json = Mapping[str, Any]


def digest_of(record: Record) -> str:
    """What identifies a record among its own earlier and later forms."""
    return hashed({**_json_of(record), "work_id": ""})[:12]


def hashed(content: Json) -> str:
    """SHA-256 of JSON in canonical form: keys in order, no blanks, UTF-8."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def untold(before: Record, changes: Iterable[Change], after: Record) -> Json:
    """What of the record afterwards does not follow from the record before and the changes, as
    a difference; mostly nothing."""
    return _difference(_json_of(_followed(before, changes)), _json_of(after))


def foreseen(before: Record, changes: Iterable[Change], difference: Json) -> Record:
    """The record afterwards: what follows from the changes, and what they do not tell."""
    return from_json(_patched(_json_of(_followed(before, changes)), difference))


def _followed(record: Record, changes: Iterable[Change]) -> Record:
    for change in changes:
        record = _after(record, change)
    return record


def _after(record: Record, change: Change) -> Record:
    said, old, new = record.said, change.old, change.new
    match change.name:
        case "extra":
            value = rebased("extra", old, new, "\n".join(said.lines)).value
            said = replace(said, lines=tuple(value.split("\n")) if value else ())
        case "tags":
            names = [tag["tag"] for tag in new]
            gone = {tag["tag"] for tag in old} - set(names)
            kept = [tag for tag in said.tags if tag not in gone]
            coming = [tag for tag in names if tag not in {*kept, *(t["tag"] for t in old)}]
            said = replace(said, tags=(*kept, *coming))
        case "collections":
            gone, coming = set(old) - set(new), set(new) - set(old)
            return replace(
                record,
                shelves=record.shelves - gone | coming,
                filed=record.filed - gone | coming,
            )
        case "creators":
            said = replace(said, creators=tuple(new))
            record = replace(record, base={**record.base, "creators": list(new)})
        case "itemType" | "deleted" | "relations":
            pass
        case name:
            said = replace(said, fields={**said.fields, name: new})
            record = replace(record, base={**record.base, name: new})
    return replace(record, said=said)


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
