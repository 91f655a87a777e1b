"""What GET answers: lists of items, collections and tags, single objects, group and key."""

from typing import Any

from tests.standin.wire import Reply
from tests.standin.zotero.access import (
    API_KEYS,
    GROUP,
    GROUP_ID,
    checked_user,
    described,
    may_read,
)
from tests.standin.zotero.calls import TEXT, Call, answered, sent
from tests.standin.zotero.keys import is_number
from tests.standin.zotero.reads import (
    Listing,
    Page,
    counts,
    deleted_since,
    listing,
    page,
    page_links,
)
from tests.standin.zotero.records import Json
from tests.standin.zotero.refusals import Refusal, invalid
from tests.standin.zotero.shapes import SITE
from tests.standin.zotero.writes import Kind

Scope = tuple[str, list[Any]]
EVERYTHING: Scope = ("1", [])
_CHILDREN = (
    "SELECT parent, COUNT(*) FROM items WHERE NOT trashed AND parent IN ({keys})"
    " GROUP BY parent"
)
_SUBCOLLECTIONS = (
    "SELECT parent, COUNT(*) FROM collections WHERE parent IN ({keys}) GROUP BY parent"
)
_MEMBERS = (
    "SELECT collection, COUNT(*) FROM memberships JOIN items ON items.key = memberships.item"
    " WHERE NOT trashed AND collection IN ({keys}) GROUP BY collection"
)
_TAGS = (
    "SELECT name, MIN(item_tags.type), COUNT(*) FROM item_tags"
    " JOIN items ON items.key = item_tags.item WHERE NOT trashed AND {scope}"
    " GROUP BY name ORDER BY folded, name"
)
_IN_COLLECTION = "key IN (SELECT item FROM memberships WHERE collection = ?)"
_UNDER_COLLECTION = (
    f"({_IN_COLLECTION} OR parent IN (SELECT item FROM memberships WHERE collection = ?))"
)


def items(call: Call) -> Reply:
    """Every item."""
    return _listed(call, "items", EVERYTHING)


def top_items(call: Call) -> Reply:
    """The items that hang under no other."""
    return _listed(call, "items", ("parent = ''", []))


def trashed_items(call: Call) -> Reply:
    """The trash."""
    return _listed(call, "items", ("trashed", []), includes_trash=True)


def children(call: Call) -> Reply:
    """The notes and attachments of an item."""
    if call.store.item(call.key) is None:
        raise Refusal(404, "Item not found")
    return _listed(call, "items", ("parent = ?", [call.key]))


def collections(call: Call) -> Reply:
    """Every collection, trashed ones too."""
    return _listed(call, "collections", EVERYTHING)


def top_collections(call: Call) -> Reply:
    """The collections that lie in no other."""
    return _listed(call, "collections", ("parent = ''", []))


def subcollections(call: Call) -> Reply:
    """The collections right in a collection."""
    require_collection(call)
    return _listed(call, "collections", ("parent = ?", [call.key]))


def collection_items(call: Call) -> Reply:
    """The items right in a collection, with their notes and attachments."""
    require_collection(call)
    return _listed(call, "items", (_UNDER_COLLECTION, [call.key, call.key]))


def collection_top_items(call: Call) -> Reply:
    """The items right in a collection."""
    require_collection(call)
    return _listed(call, "items", (_IN_COLLECTION, [call.key]))


def searches(call: Call) -> Reply:
    """Saved searches: there are none."""
    return answered([], version=call.store.version, headers={"Total-Results": "0"})


def settings(call: Call) -> Reply:
    """The library's settings: there are none."""
    return answered({}, version=call.store.version)


def item(call: Call) -> Reply:
    """One item, at its own version."""
    found = call.store.item(call.key)
    if found is None:
        raise Refusal(404, "Item does not exist")
    shaped = _shaped_items(call, [found.key])[0]
    return answered(shaped, version=found.version)


def collection(call: Call) -> Reply:
    """One collection, at its own version."""
    require_collection(call)
    shaped = _shaped_collections(call, [call.key])[0]
    return answered(shaped, version=shaped["version"])


def tags(call: Call) -> Reply:
    """The tags of the library."""
    return _tags(call, "1", [])


def item_tags(call: Call) -> Reply:
    """The tags of an item."""
    if call.store.item(call.key) is None:
        raise Refusal(404, "Item not found")
    return _tags(call, "items.key = ?", [call.key])


def collection_tags(call: Call) -> Reply:
    """The tags of the items in a collection."""
    require_collection(call)
    return _tags(call, f"items.{_IN_COLLECTION}", [call.key])


def deleted(call: Call) -> Reply:
    """What was deleted after a version."""
    since = call.request.params.get("since", "")
    if not is_number(since):
        raise invalid("'since' parameter must be provided")
    return answered(deleted_since(call.store, int(since)), version=call.store.version)


def group(call: Call) -> Reply:
    """The group itself; who may not see it is told that it is not there."""
    if call.api_key is None or not may_read(call.api_key, GROUP):
        raise Refusal(404, "Not found")
    shaped = _shaped_group(call)
    return answered(shaped, version=shaped["version"])


def user_groups(call: Call) -> Reply:
    """The groups that a key sees."""
    checked_user(call.key, call.api_key)
    groups = [_shaped_group(call)] if may_read(call.api_key, GROUP) else []
    headers = {"Total-Results": str(len(groups))}
    if call.request.params.get("format") == "versions":
        return answered({str(GROUP_ID): 1} if groups else {}, headers=headers)
    return answered(groups, headers=headers)


def api_key(call: Call) -> Reply:
    """A key and what it allows: "current" is the one that the request carries."""
    if call.key == "current":
        if call.api_key is None:
            raise Refusal(403, "Forbidden")
        return answered(described(call.api_key))
    if call.key not in API_KEYS:
        raise Refusal(404, "Key not found")
    return answered(described(API_KEYS[call.key]))


def require_collection(call: Call) -> None:
    """Raise Refusal unless the collection in the path is there."""
    if call.store.collection(call.key) is None:
        raise Refusal(404, "Collection not found")


def shaped(call: Call, kind: Kind, keys: list[str]) -> list[Json]:
    """The full objects with these keys, in their order."""
    if kind == "collections":
        return _shaped_collections(call, keys)
    return _shaped_items(call, keys)


def _shaped_group(call: Call) -> Json:
    count = call.store.rows("SELECT COUNT(*) FROM items WHERE NOT trashed")[0][0]
    if call.api_key is None:
        raise Refusal(404, "Not found")
    return call.shaper.group(count, call.library.editing, call.api_key)


def _shaped_items(call: Call, keys: list[str]) -> list[Json]:
    children_of = counts(call.store, _CHILDREN, keys)
    return [
        call.shaper.item(found, children_of.get(found.key, 0))
        for found in call.store.items(keys)
    ]


def _shaped_collections(call: Call, keys: list[str]) -> list[Json]:
    inner = counts(call.store, _SUBCOLLECTIONS, keys)
    members = counts(call.store, _MEMBERS, keys)
    return [
        call.shaper.collection(found, inner.get(found.key, 0), members.get(found.key, 0))
        for found in call.store.collections(keys)
    ]


def _listed(call: Call, kind: Kind, scope: Scope, *, includes_trash: bool = False) -> Reply:
    parameters = call.request.param_lists
    asked = listing(parameters | ({"includeTrashed": ["1"]} if includes_trash else {}), kind)
    version = call.store.version
    known = call.header_number("If-Modified-Since-Version")
    if known is not None and version <= known:
        return Reply(status=304)
    found = page(call.store, kind, asked, scope)
    headers = {"Total-Results": str(found.total), "Link": _link(call, asked, found)}
    if asked.format == "versions":
        return answered(found.versions, version=version, headers=headers)
    if asked.format == "keys":
        text = "".join(f"{key}\n" for key in found.versions)
        return sent(text.encode(), TEXT, version=version, headers=headers)
    return answered(shaped(call, kind, list(found.versions)), version=version, headers=headers)


def _link(call: Call, asked: Listing, found: Page) -> str:
    links = page_links(call.address, asked, found.total)
    links.append(("alternate", f"{SITE}{call.request.path}"))
    return ", ".join(f'<{address}>; rel="{relation}"' for relation, address in links)


def _tags(call: Call, scope: str, values: list[Any]) -> Reply:
    asked = listing(call.request.param_lists | {"sort": ["dateModified"]}, "items")
    rows = call.store.rows(_TAGS.format(scope=scope), values)
    end = None if asked.limit is None else asked.start + asked.limit
    chosen = [call.shaper.tag(*row) for row in rows[asked.start : end]]
    found = Page(versions={}, total=len(rows))
    headers = {"Total-Results": str(len(rows)), "Link": _link(call, asked, found)}
    return answered(chosen, version=call.store.version, headers=headers)
