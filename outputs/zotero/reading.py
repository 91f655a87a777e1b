"""Brings the copy of a library up to date with the fewest requests."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, cast

from pyzotero.zotero import Zotero

from outputs.zotero import desktop
from outputs.zotero.connection import OK, Connection, ZoteroDown
from outputs.zotero.ledger import Ledger, chunks
from outputs.zotero.mirror import Mirror
from outputs.zotero.schema import BadSchema, Schema, schema_from_json

PAGE = 100  # objects in an answer, the most that Zotero gives
KEYS_AT_ONCE = 50  # in ?itemKey=, by Zotero's documentation
ATTEMPTS = 5  # to read a library that changes while it is read

Page = list[dict[str, Any]]

log = logging.getLogger(__name__)


class _Moved(Exception):
    """The library changed between two pages."""


def refresh(connection: Connection, mirror: Mirror, ledger: Ledger) -> None:
    """Read what changed since the last time; all of a library that we never saw, and of one in
    a Zotero desktop that does not count local edits.

    One request if nothing changed. Raises ZoteroDown and NotAllowed.
    """
    catch_up = _caught_up_locally if connection.group.is_local else _caught_up
    for _ in range(ATTEMPTS):
        try:
            if mirror.version is None or not catch_up(connection, mirror, ledger):
                _read_all(connection, mirror)
        except _Moved:
            log.info("%s changed while it was read: once more", connection.group.name)
        else:
            return
    raise ZoteroDown(f"zotero: {connection.group.name} changes faster than it can be read")


def current_schema(connection: Connection, mirror: Mirror) -> Schema:
    """The schema by which the server answers: the one kept, unless it has a newer one.

    To be asked after `refresh`. Raises ZoteroDown.
    """
    kept = mirror.schema()
    if kept and connection.schema_version in (0, kept.version):
        return kept
    status, payload = connection.get("/schema")
    if status != OK:
        if kept:
            return kept
        raise ZoteroDown(f"zotero: its schema cannot be had (HTTP {status})")
    try:
        schema = schema_from_json(payload)
    except BadSchema as error:
        raise ZoteroDown(f"zotero: {error}") from error
    mirror.keep_schema(payload)
    return schema


def items_with(connection: Connection, keys: Sequence[str]) -> Page:
    """The items with these keys as they are now, those in the trash too."""
    # Zotero desktop adds notes and attachments, unless only top items are asked for.
    ask = Zotero.top if connection.group.is_local else Zotero.items
    return [
        item
        for chunk in chunks(keys, KEYS_AT_ONCE)
        for item in _listed(
            connection.read(
                lambda zotero, chunk=chunk: ask(
                    zotero, itemKey=",".join(chunk), includeTrashed=1, limit=PAGE
                )
            )
        )
    ]


def shelves_with(connection: Connection, keys: Sequence[str]) -> Page:
    """The collections with these keys as they are now."""
    if connection.group.is_local:  # it gives all of them, whichever are asked for
        wanted = set(keys)
        pages = _pages(connection, _shelves, {})
        return [shelf for page in pages for shelf in page if shelf["key"] in wanted]
    return [
        shelf
        for chunk in chunks(keys, KEYS_AT_ONCE)
        for shelf in _listed(
            connection.read(
                lambda zotero, chunk=chunk: zotero.collections(
                    collectionKey=",".join(chunk), limit=PAGE
                )
            )
        )
    ]


def _caught_up(connection: Connection, mirror: Mirror, ledger: Ledger) -> bool:
    """Read what is newer than the copy; False where the copy is of another library."""
    since = mirror.version or 0
    changed, version = _changed(connection, since)
    if version < since:  # perhaps one of the servers behind it is late
        connection.rest()
        changed, version = _changed(connection, since)
    if version == since:
        return True
    if version < since:
        notice = (
            f"{connection.group.name} went back from version {since} to {version}: it is "
            "another library than the one that our records are of, and they are dropped"
        )
        log.warning(notice)
        connection.notices.append(notice)
        ledger.forget_all()
        return False
    shelves = _mapped(
        connection.read(lambda zotero: zotero.collections(format="versions", limit=None))
    )
    _same(connection, version)
    deleted = _mapped(connection.read(lambda zotero: zotero.deleted(since=since)))
    _same(connection, version)
    gone = _gone(deleted)
    ledger.confirm(gone, version)
    mirror.bury(gone)
    if changed:
        for page in _pages(connection, _items, {"since": since}, version):
            mirror.put(items=page)
    if any(at > since for at in shelves.values()):
        for page in _pages(connection, _shelves, {"since": since}, version):
            mirror.put(shelves=page)
    # What was deleted and made again under its old key was read just now.
    mirror.drop(items=[key for key in deleted.get("items", ()) if key not in changed])
    mirror.keep_shelves(shelves)
    mirror.complete_to(version)
    return True


def _changed(connection: Connection, since: int) -> tuple[dict[str, Any], int]:
    """The top items that are newer, each with its version, and the library's version."""
    changed = connection.read(
        lambda zotero: zotero.top(format="versions", since=since, includeTrashed=1, limit=None)
    )
    return _mapped(changed), connection.library_version


def _caught_up_locally(connection: Connection, mirror: Mirror, ledger: Ledger) -> bool:
    """Read what is newer than the copy in Zotero desktop, which tells of no deletions; False
    where its versions say nothing (before Zotero 10), or there is much to read anyway."""
    if not connection.server_id or mirror.server != connection.server_id:
        return False
    since = mirror.version or 0
    connection.read(lambda zotero: zotero.top(format="versions", since=since, limit=None))
    version = connection.library_version
    if version == since:
        return True
    standing = _mapped(
        connection.read(
            lambda zotero: zotero.top(format="versions", includeTrashed=1, limit=None)
        )
    )
    _same(connection, version)
    known = mirror.item_versions()
    changed = [key for key, at in standing.items() if known.get(key) != at]
    if version < since or len(changed) > desktop.PAGE:
        return False
    items = items_with(connection, changed)
    shelves = [each for page in _pages(connection, _shelves, {}, version) for each in page]
    _same(connection, version)
    gone = known.keys() - standing.keys()
    ledger.confirm(gone, version)
    mirror.bury(gone)
    mirror.drop(items=gone)
    mirror.put(items=items, shelves=shelves)
    mirror.keep_shelves(each["key"] for each in shelves)
    mirror.complete_to(version)
    return True


def _read_all(connection: Connection, mirror: Mirror) -> None:
    """Read the whole library, page by page into the copy: it may be larger than memory."""
    mirror.clear()
    for page in _pages(connection, _items, {}):
        mirror.put(items=page)
    version = connection.library_version
    for page in _pages(connection, _shelves, {}, version):
        mirror.put(shelves=page)
    if not connection.group.is_local:
        # What was deleted before we came was deleted all the same: our keys never change.
        deleted = _mapped(connection.read(lambda zotero: zotero.deleted(since=0)))
        _same(connection, version)
        mirror.bury(_gone(deleted))
    mirror.is_of(connection.server_id)
    mirror.complete_to(version)


def _gone(deleted: Mapping[str, Any]) -> list[str]:
    return [*deleted.get("items", ()), *deleted.get("collections", ())]


def _items(zotero: Zotero, parameters: Mapping[str, Any]) -> Any:
    """Top items, in an order that edits do not change."""
    return zotero.top(includeTrashed=1, sort="dateAdded", direction="asc", **parameters)


def _shelves(zotero: Zotero, parameters: Mapping[str, Any]) -> Any:
    return zotero.collections(**parameters)


def _pages(
    connection: Connection,
    ask: Callable[[Zotero, Mapping[str, Any]], Any],
    parameters: Mapping[str, Any],
    version: int | None = None,
) -> Iterator[Page]:
    """Every page of a list, all of one version: the given one, or that of the first page."""
    size = desktop.PAGE if connection.group.is_local else PAGE
    seen: set[str] = set()
    total = 0
    for start in count(0, size):
        if start and start >= total:
            break
        asked = {**parameters, "start": start, "limit": size}
        page = _listed(connection.read(lambda zotero, asked=asked: ask(zotero, asked)))
        version = connection.library_version if version is None else version
        _same(connection, version)
        total = connection.total
        seen.update(each["key"] for each in page)
        yield page
    if len(seen) < total:
        raise _Moved


def _same(connection: Connection, version: int) -> None:
    if connection.library_version != version:
        raise _Moved


def _listed(answer: object) -> Page:
    if not isinstance(answer, list):
        raise ZoteroDown("zotero: the answer is no list")
    return cast("Page", answer)


def _mapped(answer: object) -> dict[str, Any]:
    if isinstance(answer, dict):
        return cast("dict[str, Any]", answer)
    if answer == []:
        return {}
    raise ZoteroDown("zotero: the answer is no object")
