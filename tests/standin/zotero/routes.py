"""Which path and method lead to which answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from tests.standin.zotero import read_routes as read
from tests.standin.zotero import schema_routes as about
from tests.standin.zotero import write_routes as write
from tests.standin.zotero.access import Place
from tests.standin.zotero.calls import Handler
from tests.standin.zotero.refusals import Refusal

METHODS = ("HEAD", "GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A path and its methods."""

    path: str
    """The path; `*` stands for a key, in the group's paths relative to the group's own."""
    methods: Mapping[str, Handler]
    in_library: bool = True
    """Whether it is within the group, where only members read."""

    def match(self, path: str) -> re.Match[str] | None:
        """The match of a whole path, whose first group is the key."""
        pattern = re.escape(self.path).replace(r"\*", "([^/]+)")
        return re.fullmatch(pattern, path)


_OUTSIDE = tuple(
    Route(path=path, methods={"GET": handler}, in_library=False)
    for path, handler in (
        ("/schema", about.schema),
        ("/itemTypes", about.item_types),
        ("/itemFields", about.item_fields),
        ("/creatorFields", about.creator_fields),
        ("/itemTypeFields", about.item_type_fields),
        ("/itemTypeCreatorTypes", about.item_type_creator_types),
        ("/items/new", about.new_item),
        ("/keys/*", read.api_key),
        ("/users/*/groups", read.user_groups),
    )
)
_GROUP_ITSELF = Route(path="", methods={"GET": read.group}, in_library=False)
_WITHIN = (
    Route(
        path="/items",
        methods={"GET": read.items, "POST": write.post_items, "DELETE": write.delete_items},
    ),
    Route(path="/items/top", methods={"GET": read.top_items}),
    Route(path="/items/trash", methods={"GET": read.trashed_items}),
    Route(
        path="/items/*",
        methods={
            "GET": read.item,
            "PUT": write.put_item,
            "PATCH": write.patch_item,
            "DELETE": write.delete_item,
        },
    ),
    Route(path="/items/*/children", methods={"GET": read.children}),
    Route(path="/items/*/tags", methods={"GET": read.item_tags}),
    Route(
        path="/collections",
        methods={
            "GET": read.collections,
            "POST": write.post_collections,
            "DELETE": write.delete_collections,
        },
    ),
    Route(path="/collections/top", methods={"GET": read.top_collections}),
    Route(
        path="/collections/*",
        methods={
            "GET": read.collection,
            "PUT": write.put_collection,
            "PATCH": write.patch_collection,
            "DELETE": write.delete_collection,
        },
    ),
    Route(path="/collections/*/collections", methods={"GET": read.subcollections}),
    Route(
        path="/collections/*/items",
        methods={"GET": read.collection_items, "POST": write.add_to_collection},
    ),
    Route(path="/collections/*/items/top", methods={"GET": read.collection_top_items}),
    Route(path="/collections/*/items/*", methods={"DELETE": write.remove_from_collection}),
    Route(path="/collections/*/tags", methods={"GET": read.collection_tags}),
    Route(path="/tags", methods={"GET": read.tags, "DELETE": write.delete_tags}),
    Route(path="/searches", methods={"GET": read.searches}),
    Route(path="/settings", methods={"GET": read.settings}),
    Route(path="/deleted", methods={"GET": read.deleted}),
)
_LIBRARY = re.compile(r"(/(?:groups|users)/[^/]+)(.*)")


def routed(path: str, place: Place) -> tuple[Route, str]:
    """The route of a path and the key that stands in it, where the library of `place` stands;
    raises Refusal when none fits."""
    path = unquote(path).rstrip("/")
    library = _LIBRARY.fullmatch(path)
    routes = _OUTSIDE
    if library is not None and library.group(2) != "/groups":
        if library.group(1) != place.path:
            is_personal = path.startswith("/users/")
            status, says = (403, "Forbidden") if is_personal else (404, "Not found")
            raise Refusal(status, says, early=True)
        routes = _WITHIN if place.kind == "user" else (_GROUP_ITSELF, *_WITHIN)
        path = library.group(2)
    for route in routes:
        match = route.match(path)
        if match is not None:
            return route, match.group(1) if match.groups() else ""
    raise Refusal(404, "Not found")


def handler_of(route: Route, method: str) -> Handler:
    """The handler of a method, GET's for HEAD; raises Refusal with 405 when there is none."""
    handler = route.methods.get("GET" if method == "HEAD" else method)
    if handler is None:
        allowed = {*route.methods, *(("HEAD",) if "GET" in route.methods else ())}
        names = ", ".join(name for name in METHODS if name in allowed)
        raise Refusal(405, "Method not allowed", headers={"Allow": names})
    return handler
