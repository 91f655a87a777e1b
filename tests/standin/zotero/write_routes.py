"""What POST, PUT, PATCH and DELETE do to the library."""

from dataclasses import replace
from functools import partial
from typing import cast

from tests.standin.wire import Reply
from tests.standin.zotero.calls import Call, answered, done
from tests.standin.zotero.keys import is_key, listed_keys
from tests.standin.zotero.read_routes import require_collection, shaped
from tests.standin.zotero.records import Collection, Item, Json
from tests.standin.zotero.refusals import Refusal, invalid
from tests.standin.zotero.writes import (
    NOUN,
    Kind,
    Report,
    check_fresh,
    editable,
    stated_version,
)

TOKEN_LIFE = 12 * 3600
"""Seconds for which a write token that was used is remembered."""
SHORTEST_TOKEN, LONGEST_TOKEN = 5, 32
_TOKEN = "zotero-write-token"


def post_items(call: Call) -> Reply:
    """Create or change several items."""
    return _post(call, "items")


def post_collections(call: Call) -> Reply:
    """Create or change several collections."""
    return _post(call, "collections")


def put_item(call: Call) -> Reply:
    """Write an item, all of it."""
    return _write_one(call, "items", whole=True)


def patch_item(call: Call) -> Reply:
    """Change an item in part."""
    return _write_one(call, "items", whole=False)


def put_collection(call: Call) -> Reply:
    """Write a collection, all of it."""
    return _write_one(call, "collections", whole=True)


def patch_collection(call: Call) -> Reply:
    """Change a collection in part."""
    return _write_one(call, "collections", whole=False)


def delete_item(call: Call) -> Reply:
    """Delete one item for good."""
    return _delete_one(call, "items")


def delete_collection(call: Call) -> Reply:
    """Delete one collection with those in it."""
    return _delete_one(call, "collections")


def delete_items(call: Call) -> Reply:
    """Delete several items for good."""
    return _delete_many(call, "items", "itemKey")


def delete_collections(call: Call) -> Reply:
    """Delete several collections with those in them."""
    return _delete_many(call, "collections", "collectionKey")


def delete_tags(call: Call) -> Reply:
    """Take tags off every item."""
    if call.require_unmodified() is None:
        raise _version_needed()
    names = {name.strip() for name in call.request.params.get("tag", "").split("||")}
    with call.store.transaction():
        version = call.store.next_version()
        for name in sorted(names):
            rows = call.store.rows("SELECT item FROM item_tags WHERE name = ?", (name,))
            for tagged in call.store.items([item for (item,) in rows]):
                tags = tuple(tag for tag in tagged.tags if tag["tag"] != name)
                call.store.save_item(replace(tagged, tags=tags, version=version))
            call.store.record_deletion("tags", name, version)
    return done(call.store.version)


def add_to_collection(call: Call) -> Reply:
    """Add items to a collection by a text of keys.

    The library's version does not rise: the items take the one it has.
    """
    require_collection(call)
    keys = call.body().decode("utf-8", "replace").split()
    found = call.store.items(keys)
    if len(found) < len(keys):
        raise invalid("Item not found in library")
    if any(item.parent for item in found):
        raise invalid("Child items cannot be added to collections directly")
    with call.store.transaction():
        version = call.store.version
        for item in found:
            collections = (*(key for key in item.collections if key != call.key), call.key)
            call.store.save_item(replace(item, collections=collections, version=version))
    return done(version)


def remove_from_collection(call: Call) -> Reply:
    """Take an item out of a collection: the true server fails at it, and so does this one."""
    require_collection(call)
    raise Refusal(500, "An error occurred")


def check_token(call: Call) -> None:
    """Raise Refusal for a malformed write token and for one that was used before."""
    token = call.request.headers.get(_TOKEN)
    if token is None:
        return
    if not SHORTEST_TOKEN <= len(token) <= LONGEST_TOKEN:
        message = f"Write token must be {SHORTEST_TOKEN}-{LONGEST_TOKEN} characters in length"
        raise Refusal(400, message, early=True)
    rows = call.store.rows("SELECT used FROM tokens WHERE token = ?", (_owned(call, token),))
    if rows and call.seconds - rows[0][0] < TOKEN_LIFE:
        raise Refusal(412, "Write token already used", early=True)


def _remember_token(call: Call, report: Report, count: int) -> None:
    """Remember the token of a finished write, unless its last object failed."""
    token = call.request.headers.get(_TOKEN)
    if token is not None and str(count - 1) not in report.failed:
        call.store.run(
            "INSERT OR REPLACE INTO tokens VALUES (?, ?)", (_owned(call, token), call.seconds)
        )


def _owned(call: Call, token: str) -> str:
    return f"{call.api_key.key if call.api_key else ''}:{token}"


def _post(call: Call, kind: Kind) -> Reply:
    base = call.require_unmodified()
    objects = call.body_json()
    report = call.library.writer.write_many(
        kind,
        objects,
        base=base,
        user=call.user,
        now=call.now,
        before=partial(call.library.before_object, kind),
    )
    written = shaped(call, kind, list(report.successful.values()))
    full = {found["key"]: found for found in written}
    _remember_token(call, report, len(objects))
    content = {
        "successful": {index: full[key] for index, key in report.successful.items()},
        "success": report.successful,
        "unchanged": report.unchanged,
        "failed": report.failed,
    }
    return answered(content, version=call.store.version)


def _current(call: Call, kind: Kind) -> Item | Collection | None:
    if not is_key(call.key):
        raise Refusal(404, "Not found")
    return call.store.item(call.key) if kind == "items" else call.store.collection(call.key)


def _write_one(call: Call, kind: Kind, *, whole: bool) -> Reply:
    current = _current(call, kind)
    content = call.body_json()
    if not isinstance(content, dict):
        raise invalid("Uploaded data must be a JSON object")
    payload = editable(cast("Json", content))
    if payload.get("key", call.key) != call.key:
        raise Refusal(409, f"'key' property in JSON does not match {NOUN[kind]} key of request")
    stated = _stated(call, payload)
    _check_single(current, kind, stated, whole=whole)
    call.library.writer.write(
        kind, call.key, payload, whole=whole, user=call.user, now=call.now
    )
    written = _current(call, kind)
    return done(written.version if written else call.store.version)


def _stated(call: Call, payload: Json) -> int | None:
    """The version that header or payload name; raises Refusal when they differ."""
    header = call.header_number("If-Unmodified-Since-Version")
    body = stated_version(payload)
    if header is not None and body is not None and header != body:
        raise invalid(
            "If-Unmodified-Since-Version value does not match JSON 'version' property"
            f" ({header} != {body})"
        )
    return body if header is None else header


def _check_single(
    current: Item | Collection | None, kind: Kind, stated: int | None, *, whole: bool
) -> None:
    noun = NOUN[kind].capitalize()
    if current is None:
        if stated:
            raise Refusal(412, f"{noun} not found (expected version {stated})")
        if stated is None and not whole:
            raise Refusal(404, f"{noun} not found (to create, use version 0 or PUT method)")
        return
    if stated is None:
        raise Refusal(
            428,
            "Either If-Unmodified-Since-Version or object version property"
            " must be provided for key-based writes",
        )
    check_fresh(kind, current.version, stated)


def _version_needed() -> Refusal:
    return Refusal(428, "If-Unmodified-Since-Version must be provided for delete requests")


def _delete_one(call: Call, kind: Kind) -> Reply:
    current = _current(call, kind)
    stated = call.header_number("If-Unmodified-Since-Version")
    if stated is None:
        raise _version_needed()
    if current is None:
        noun = NOUN[kind].capitalize()
        if stated:
            raise Refusal(412, f"{noun} not found (expected version {stated})")
        raise Refusal(404, f"{noun} not found")
    check_fresh(kind, current.version, stated)
    call.library.writer.delete(kind, [call.key])
    return done(call.store.version)


def _delete_many(call: Call, kind: Kind, parameter: str) -> Reply:
    call.require_unmodified()
    keys = listed_keys(call.request.params.get(parameter, ""))
    if not keys:
        raise invalid(f"'{parameter}' parameter not provided")
    call.library.writer.delete(kind, keys)
    return done(call.store.version)
