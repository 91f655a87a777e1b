"""Writing: which version an object may be written over, the report of a multi-object write."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, cast

from tests.standin.zotero import collection_changes, item_changes
from tests.standin.zotero.keys import is_key, new_key
from tests.standin.zotero.records import Collection, Item, Json
from tests.standin.zotero.refusals import Refusal, invalid
from tests.standin.zotero.store import Store

Kind = Literal["items", "collections"]
NOUN: Mapping[Kind, str] = {"items": "item", "collections": "collection"}
MOST_OBJECTS = 50
"""Objects that one POST takes."""
_MIRRORED = "dc:relation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of each object of a multi-object write, by its index."""

    successful: dict[str, str] = field(default_factory=dict[str, str])
    """The keys of those that were written."""
    unchanged: dict[str, str] = field(default_factory=dict[str, str])
    failed: dict[str, Json] = field(default_factory=dict[str, Json])


class Writer:
    """Writes objects, each in a transaction and at a version of its own."""

    def __init__(self, store: Store, chance: random.Random, *, path: str) -> None:
        """`chance` deals the keys of objects that come without one; `path` is that of the
        library, such as "/groups/4242"."""
        self._store = store
        self._uri = f"http://zotero.org{path}/items/"
        self._chance = chance

    def write_many(
        self,
        kind: Kind,
        objects: object,
        *,
        base: int | None,
        user: int,
        now: str,
        before: Callable[[int], None],
    ) -> Report:
        """Create or change up to 50 objects.

        `base` is the library version that the client vouched for, if it did; `before` is
        called ahead of each object with its index and may raise in its stead. Raises
        Refusal when the whole request is malformed, Breakdown where the server would fail
        in the middle.
        """
        if not isinstance(objects, list):
            raise invalid("Uploaded data must be a JSON array")
        entries = cast("list[Any]", objects)
        if len(entries) > MOST_OBJECTS:
            raise Refusal(413, f"Cannot add more than {MOST_OBJECTS} {kind} at a time")
        report = Report()
        for index, entry in enumerate(entries):
            try:
                before(index)
                payload = _editable(entry, kind, index)
                key, is_changed = self._write_listed(kind, payload, base, user, now)
            except Refusal as refusal:
                report.failed[str(index)] = refusal.entry()
            else:
                target = report.successful if is_changed else report.unchanged
                target[str(index)] = key
        return report

    def _write_listed(
        self, kind: Kind, payload: Json, base: int | None, user: int, now: str
    ) -> tuple[str, bool]:
        if payload.get("key") is None:
            if payload.get("version") is not None:
                raise invalid(f"'version' is valid only if {NOUN[kind]} key is provided")
            key = self.free_key(kind)
            return key, self.write(kind, key, payload, whole=False, user=user, now=now)
        key = payload["key"]
        if not is_key(key):
            raise invalid(f"'{key}' is not a valid {NOUN[kind]} key")
        version = stated_version(payload)
        if version is None and base is None:
            raise Refusal(
                428,
                "Either If-Unmodified-Since-Version or 'version' property"
                " must be provided for 'key'-based writes",
            )
        current = self._current(kind, key)
        if current is None and version:
            raise Refusal(
                404,
                f"{NOUN[kind].capitalize()} doesn't exist"
                f" (expected version {version}; use 0 instead)",
            )
        if current is not None:
            check_fresh(kind, current.version, base if version is None else version)
        return key, self.write(kind, key, payload, whole=False, user=user, now=now)

    def write(
        self, kind: Kind, key: str, payload: Json, *, whole: bool, user: int, now: str
    ) -> bool:
        """Write one object and return whether anything changed.

        The library's version rises even when nothing does. Raises Refusal, and then
        nothing is written and no version used.
        """
        with self._store.transaction():
            version = self._store.next_version()
            if kind == "collections":
                return self._write_collection(key, payload, version, whole=whole)
            return self._write_item(key, payload, version, whole=whole, user=user, now=now)

    def _write_item(
        self, key: str, payload: Json, version: int, *, whole: bool, user: int, now: str
    ) -> bool:
        current = self._store.item(key)
        write = item_changes.Write(key=key, whole=whole, now=now)
        item, is_changed = item_changes.written(payload, current, write)
        for collection in item.collections:
            self._require_collection(collection, f"Collection {collection} not found")
        if item.parent and item.parent != (current.parent if current else ""):
            self._require_parent(item.parent)
        if not is_changed:
            return False
        creator = current.created_by if current else user
        item = replace(item, version=version, created_by=creator, modified_by=user)
        self._store.save_item(item)
        self._mirror_relations(item, current, version)
        return True

    def _write_collection(self, key: str, payload: Json, version: int, *, whole: bool) -> bool:
        current = self._store.collection(key)
        collection, is_changed = collection_changes.written(payload, current, key, whole=whole)
        if collection.parent:
            message = f"Parent collection {collection.parent} not found"
            self._require_collection(collection.parent, message)
        if not is_changed:
            return False
        if collection.parent in self._store.subtree(key):
            self._lift(collection.parent, version)
        self._store.save_collection(replace(collection, version=version))
        return True

    def _lift(self, key: str, version: int) -> None:
        """Bring a collection to the top level: the one it lay in is to move into it."""
        lifted = self._store.collection(key)
        if lifted is not None:
            self._store.save_collection(replace(lifted, parent="", version=version))

    def _require_collection(self, key: str, message: str) -> None:
        if self._store.collection(key) is None:
            raise Refusal(409, message, data={"collection": key})

    def _require_parent(self, key: str) -> None:
        parent = self._store.item(key)
        if parent is None:
            raise Refusal(409, f"Parent item {key} not found", data={"parentItem": key})
        if parent.parent or parent.item_type in {"note", "attachment"}:
            raise Refusal(409, f"Parent item {key} cannot have children")

    def _mirror_relations(self, item: Item, current: Item | None, version: int) -> None:
        """Note a new relation at its other end too, which takes the same version."""
        before = current.relations.get(_MIRRORED, ()) if current else ()
        for uri in item.relations.get(_MIRRORED, ()):
            other = self._store.item(uri.removeprefix(self._uri)) if uri not in before else None
            back = self._uri + item.key
            if other is None or back in other.relations.get(_MIRRORED, ()):
                continue
            uris = (*other.relations.get(_MIRRORED, ()), back)
            relations = {**other.relations, _MIRRORED: uris}
            self._store.save_item(replace(other, relations=relations, version=version))

    def delete(self, kind: Kind, keys: list[str]) -> None:
        """Delete objects at one version; keys that are not there are passed over."""
        with self._store.transaction():
            version = self._store.next_version()
            for key in keys:
                if self._current(kind, key) is None:
                    continue
                if kind == "collections":
                    self._store.delete_collection(key, version)
                else:
                    self._store.delete_item(key, version)

    def _current(self, kind: Kind, key: str) -> Item | Collection | None:
        if kind == "collections":
            return self._store.collection(key)
        return self._store.item(key)

    def free_key(self, kind: Kind) -> str:
        """A key that no object of the kind has."""
        while self._current(kind, key := new_key(self._chance)) is not None:
            pass
        return key


def _editable(entry: object, kind: Kind, index: int) -> Json:
    """The payload of an entry: a full response object is unwrapped."""
    if not isinstance(entry, dict):
        raise invalid(
            f"Invalid value for index {index} in uploaded data;"
            f" expected JSON {NOUN[kind]} object"
        )
    return editable(cast("Json", entry))


def editable(payload: Json) -> Json:
    """What a client may change of an object that it sends back: the data of a full one."""
    data = payload.get("data")
    return cast("Json", data) if isinstance(data, dict) else payload


def stated_version(payload: Json) -> int | None:
    """The version that a payload names, None without one."""
    version = payload.get("version")
    if version is None:
        return None
    if isinstance(version, bool) or not isinstance(version, int) or version < 0:
        raise invalid(f"'version' must be a number ({version})")
    return version


def check_fresh(kind: Kind, version: int, stated: int | None) -> None:
    """Raise Refusal when the object is newer than the version that the client knows."""
    if stated is not None and version > stated:
        raise Refusal(
            412,
            f"{NOUN[kind].capitalize()} has been modified since specified version"
            f" (expected {stated}, found {version})",
            headers={"Last-Modified-Version": str(version)},
        )
