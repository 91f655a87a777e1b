"""A Zotero library that answers like api.zotero.org, and that tests can look into and edit."""

import itertools
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any

from tests.standin.wire import Reply, Request
from tests.standin.zotero.access import GROUP, PERSONAL, Place, key_of_request, person
from tests.standin.zotero.calls import HTML, VERSION_HEADERS, Call, Library, refused
from tests.standin.zotero.dates import stamp
from tests.standin.zotero.foreign import foreign_items
from tests.standin.zotero.records import Json
from tests.standin.zotero.refusals import Breakdown, Refusal
from tests.standin.zotero.routes import handler_of, routed
from tests.standin.zotero.shapes import Shaper, collection_data, item_data
from tests.standin.zotero.store import Store
from tests.standin.zotero.write_routes import check_token
from tests.standin.zotero.writes import Kind, Writer

MOUNT = "/zotero"
"""Where the stand-in's own address has the API; under its real name it is at the root."""
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})


def is_personal(path: str) -> bool:
    """Whether a path leads into the library PERSONAL."""
    path = path.removeprefix(MOUNT).rstrip("/")
    return path.startswith(f"{PERSONAL.path}/") and path != f"{PERSONAL.path}/groups"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """All that a library holds at one moment; two are equal when nothing differs."""

    version: int
    items: dict[str, Json]
    """Each item's data by its key, the trash included."""
    collections: dict[str, Json]
    deleted: dict[str, int]
    """The versions of deletions by "items/KEY", "collections/KEY", "tags/NAME"."""


class ZoteroGroup:
    """One group with its library, in a SQLite file or in memory; or somebody's own library.

    Its id and keys are the constants of `access`: GROUP_ID, READ_WRITE_KEY, READ_ONLY_KEY,
    MEMBER_KEY, STRANGER_KEY. `answer` may be called from several threads.
    """

    def __init__(
        self,
        path: Path | None = None,
        *,
        clock: Callable[[], datetime] | None = None,
        seed: int | None = None,
        place: Place = GROUP,
    ) -> None:
        """`path` is the file that keeps the library, None for one in memory.

        `clock` tells the time (default: the true one), `seed` fixes the keys that the
        server makes.
        """
        self._lock = RLock()
        self._clock = clock or (lambda: datetime.now(UTC))
        self._store = Store(path)
        self._accidents: dict[tuple[Kind, int], Callable[[], object]] = {}
        self._place = place
        self._chance = random.Random(seed)
        self._writer = Writer(self._store, self._chance, path=place.path)
        self._library = Library(
            store=self._store, writer=self._writer, before_object=self._before_object
        )

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._store.close()

    def answer(self, request: Request) -> Reply:
        """Answer one request of the Web API."""
        with self._lock:
            try:
                return self._answered(request)
            except Refusal as refusal:
                return refused(refusal)
            except Breakdown:
                headers = {"Content-Type": HTML, **VERSION_HEADERS}
                return Reply(status=500, body=b"An error occurred", headers=headers)
            finally:
                if request.method == "POST":
                    self._forget_accidents(request.path.rstrip("/"))

    def _answered(self, request: Request) -> Reply:
        if "expect" in request.headers:
            raise Refusal(417, "Expect header is not supported", early=True)
        is_write = request.method in _WRITES
        api_key = key_of_request(request.headers, request.params, is_write=is_write)
        if request.method in _WITH_BODY and not request.body:
            raise Refusal(400, f"{request.method} data not provided", early=True)
        # pyzotero joins the path of a Link to its endpoint, so that the mount comes twice.
        path = request.path.removeprefix(MOUNT)
        route, key = routed(path, self._place)
        host = request.headers.get("host", "127.0.0.1")
        is_own = host.rsplit(":", 1)[0] in _LOOPBACK
        now = self._clock()
        call = Call(
            request=replace(request, path=path),
            library=self._library,
            api_key=api_key,
            shaper=Shaper(
                base=f"http://{host}{MOUNT}" if is_own else f"https://{host}",
                place=self._place,
            ),
            key=key,
            now=stamp(now),
            seconds=now.timestamp(),
        )
        check_token(call)
        if is_write:
            call.require_writer()
        elif route.in_library:
            call.require_reader()
        reply = handler_of(route, request.method)(call)
        return replace(reply, body=b"") if request.method == "HEAD" else reply

    def fail_next(self, index: int, code: int, kind: Kind = "items") -> None:
        """Let the object at `index` of the next POST of the kind fail in its report."""

        def fail() -> None:
            raise Refusal(code, "An error occurred")

        self._accidents[kind, index] = fail

    def break_next(self, index: int, kind: Kind = "items") -> None:
        """Let the next POST of the kind end in HTTP 500 at its object `index`.

        The objects before it are saved.
        """

        def fail() -> None:
            raise Breakdown(f"at object {index}")

        self._accidents[kind, index] = fail

    def meanwhile(self, index: int, act: Callable[[], object], kind: Kind = "items") -> None:
        """Let something happen in the next POST of the kind, ahead of its object `index`."""
        self._accidents[kind, index] = act

    def _before_object(self, kind: Kind, index: int) -> None:
        act = self._accidents.pop((kind, index), None)
        if act is not None:
            act()

    def _forget_accidents(self, path: str) -> None:
        """Drop what was to happen in a POST that is over."""
        kind = path.rpartition("/")[2]
        self._accidents = {at: act for at, act in self._accidents.items() if at[0] != kind}

    def only_admins_edit(self, is_so: bool = True) -> None:
        """Set who may edit the library: its admins only, or all members."""
        with self._lock:
            self._library.editing = "admins" if is_so else "members"

    @property
    def version(self) -> int:
        """The library's version."""
        with self._lock:
            return self._store.version

    def items(self, *, include_trashed: bool = True) -> dict[str, Json]:
        """The data of each item by its key."""
        with self._lock:
            found = self._store.items()
        return {
            item.key: item_data(item) for item in found if include_trashed or not item.trashed
        }

    def item(self, key: str) -> Json:
        """The data of an item; raises KeyError when there is none."""
        with self._lock:
            found = self._store.item(key)
        if found is None:
            raise KeyError(key)
        return item_data(found)

    def collections(self) -> dict[str, Json]:
        """The data of each collection by its key."""
        with self._lock:
            found = self._store.collections()
        return {collection.key: collection_data(collection) for collection in found}

    def snapshot(self) -> Snapshot:
        """All that the library holds, for comparison."""
        with self._lock:
            rows = self._store.rows("SELECT kind, key, version FROM deletions")
            return Snapshot(
                version=self.version,
                items=self.items(),
                collections=self.collections(),
                deleted={f"{kind}/{key}": version for kind, key, version in rows},
            )

    def reset(self, seed: int | None = None) -> None:
        """Empty the library and start its versions again at 0, and its keys at `seed`."""
        with self._lock:
            self._accidents.clear()
            self._store.clear()
            self._chance.seed(seed)

    def add_item(self, user: str = "anna", **data: Any) -> str:
        """Add an item as a person would and return its key; `itemType` must be given."""
        return self._made("items", data, user)

    def edit_item(self, key: str, user: str = "anna", **changes: Any) -> None:
        """Change properties of an item as a person would; raises Refusal for wrong ones."""
        self.item(key)
        self._write("items", key, changes, user)

    def trash_item(self, key: str, user: str = "anna") -> None:
        """Put an item into the trash."""
        self.edit_item(key, user, deleted=True)

    def restore_item(self, key: str, user: str = "anna") -> None:
        """Take an item out of the trash."""
        self.edit_item(key, user, deleted=False)

    def move_item(self, key: str, collections: Iterable[str], user: str = "anna") -> None:
        """Put an item into these collections and out of all others."""
        self.edit_item(key, user, collections=list(collections))

    def delete_item(self, key: str) -> None:
        """Delete an item for good."""
        self.item(key)
        with self._lock:
            self._writer.delete("items", [key])

    def add_collection(self, name: str, parent: str = "") -> str:
        """Add a collection as a person would and return its key."""
        return self._made("collections", {"name": name, "parentCollection": parent}, "anna")

    def rename_collection(self, key: str, name: str) -> None:
        """Give a collection another name."""
        self._write("collections", key, {"name": name}, "anna")

    def move_collection(self, key: str, parent: str = "") -> None:
        """Put a collection into another one, or at the top level."""
        self._write("collections", key, {"parentCollection": parent}, "anna")

    def trash_collection(self, key: str) -> None:
        """Put a collection into the trash; its items stay where they are."""
        self._write("collections", key, {"deleted": True}, "anna")

    def restore_collection(self, key: str) -> None:
        """Take a collection out of the trash."""
        self._write("collections", key, {"deleted": False}, "anna")

    def delete_collection(self, key: str) -> None:
        """Delete a collection and those in it; the items stay."""
        with self._lock:
            self._writer.delete("collections", [key])

    def copy(self, other: "ZoteroGroup") -> None:
        """Hold what another group holds, under the same keys; versions are counted here."""
        theirs = other.snapshot()
        with self._lock:
            ours = self.snapshot()
            kinds: tuple[tuple[Kind, dict[str, Json], dict[str, Json]], ...] = (
                ("collections", ours.collections, theirs.collections),
                ("items", ours.items, theirs.items),
            )
            for kind, here, there in kinds:
                for key in sorted(
                    there, key=lambda key: bool(there[key].get("parentCollection"))
                ):
                    if _content(here.get(key, {})) != _content(there[key]):
                        self._write(kind, key, _content(there[key]), "anna")
            for kind, here, there in reversed(kinds):
                if gone := sorted(here.keys() - there.keys()):
                    self._writer.delete(kind, gone)

    def load_foreign(self, count: int, seed: int = 1) -> list[str]:
        """Fill the library with other people's items, in one go, and return their keys."""
        with self._lock, self._store.transaction():
            made = foreign_items(random.Random(seed), stamp(self._clock()))
            known = {key for (key,) in self._store.rows("SELECT key FROM items")}
            fresh = (item for item in made if item.key not in known)
            keys: list[str] = []
            for item in itertools.islice(fresh, count):
                self._store.save_item(replace(item, version=self._store.next_version()))
                keys.append(item.key)
            return keys

    def _made(self, kind: Kind, data: Json, user: str) -> str:
        with self._lock:
            key = self._writer.free_key(kind)
            self._write(kind, key, data, user)
            return key

    def _write(self, kind: Kind, key: str, changes: Json, user: str) -> None:
        with self._lock:
            self._writer.write(
                kind, key, changes, whole=False, user=person(user).id, now=stamp(self._clock())
            )


def _content(data: Json) -> Json:
    """An object without what only its library knows of it."""
    return {name: value for name, value in data.items() if name not in {"key", "version"}}
