"""The JSON of items, collections, tags and the group, as the Web API sends it."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.standin.zotero.access import (
    ANNA,
    BEN,
    OWNER,
    ApiKey,
    Person,
    Place,
    person_with,
)
from tests.standin.zotero.records import Collection, Item, Json, relations_as_sent
from tests.standin.zotero.schema import ATTACHMENT_PROPERTIES, ITEM_TYPES

SITE = "http://zotero.org"
HTML_PAGE = "text/html"
CREATED = "2026-01-05T09:00:00Z"
"""When the group itself was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shaper:
    """Shapes the library's objects for one request."""

    base: str
    """The address of the API as the client wrote it."""
    place: Place

    def link(self, path: str) -> Json:
        """A link to a path of the API."""
        return {"href": f"{self.base}{path}", "type": "application/json"}

    def item(self, item: Item, children: int = 0) -> Json:
        """An item with its links and the number of its notes and attachments."""
        path = f"{self.place.path}/items"
        links = self._links(path, item.key, item.parent, "items")
        meta: Json = {}
        if self.place.kind == "group":
            meta["createdByUser"] = _person(person_with(item.created_by))
        if self.place.kind == "group" and item.modified_by != item.created_by:
            meta["lastModifiedByUser"] = _person(person_with(item.modified_by))
        if item.creator_summary:
            meta["creatorSummary"] = item.creator_summary
        if item.parsed_date:
            meta["parsedDate"] = item.parsed_date
        if item.item_type != "attachment":
            meta["numChildren"] = children
        return self._object(item.key, item.version, links, meta, item_data(item))

    def collection(self, collection: Collection, collections: int, items: int) -> Json:
        """A collection with the numbers of collections and items that lie right in it."""
        path = f"{self.place.path}/collections"
        links = self._links(path, collection.key, collection.parent, "collections")
        meta = {"numCollections": collections, "numItems": items}
        data = collection_data(collection)
        return self._object(collection.key, collection.version, links, meta, data)

    def tag(self, name: str, kind: int, items: int) -> Json:
        """A tag and the number of items that carry it."""
        path = f"{self.place.path}/tags/{name}"
        links = {
            "self": self.link(path),
            "alternate": {"href": f"{SITE}{path}", "type": HTML_PAGE},
        }
        return {"tag": name, "links": links, "meta": {"type": kind, "numItems": items}}

    def group(self, items: int, library_editing: str, reader: ApiKey) -> Json:
        """The group itself; its version is not the library's."""
        data: Json = {
            "id": self.place.id,
            "version": 1,
            "name": self.place.name,
            "owner": OWNER.id,
            "type": "Private",
            "description": "",
            "url": "",
            "libraryEditing": library_editing,
            "libraryReading": "members",
            "fileEditing": "none",
            "members": [ANNA.id, BEN.id],
        }
        meta: Json = {"created": CREATED, "lastModified": CREATED, "numItems": items}
        if reader.owner == OWNER:
            meta["isAdmin"] = True
        links = {"self": self.link(self.place.path), "alternate": self._library_page()}
        return {"id": self.place.id, "version": 1, "links": links, "meta": meta, "data": data}

    def _links(self, path: str, key: str, parent: str, kind: str) -> Json:
        page = f"{SITE}{self.place.page}/{kind}/{key}"
        links: Json = {
            "self": self.link(f"{path}/{key}"),
            "alternate": {"href": page, "type": HTML_PAGE},
        }
        if parent:
            links["up"] = self.link(f"{path}/{parent}")
        return links

    def _object(
        self, key: str, version: int, links: Json, meta: Mapping[str, object], data: Json
    ) -> Json:
        library = {
            "type": self.place.kind,
            "id": self.place.id,
            "name": self.place.name,
            "links": {"alternate": self._library_page()},
        }
        return {
            "key": key,
            "version": version,
            "library": library,
            "links": links,
            "meta": dict(meta),
            "data": data,
        }

    def _library_page(self) -> Json:
        return {"href": f"{SITE}{self.place.page}", "type": HTML_PAGE}


def item_data(item: Item) -> Json:
    """An item's editable part: every field of its type, "" when empty, in schema order."""
    item_type = ITEM_TYPES[item.item_type]
    data: Json = {"key": item.key, "version": item.version}
    if item.parent:
        data["parentItem"] = item.parent
    data["itemType"] = item.item_type
    if item.item_type == "attachment":
        data["linkMode"] = item.fields.get("linkMode", "")
    for index, name in enumerate(item_type.fields):
        data[name] = item.fields.get(name, "")
        if index == 0 and item_type.creator_types:
            data["creators"] = list(item.creators)
    data |= _note_and_file(item)
    if item.trashed:
        data["deleted"] = 1
    data["tags"] = list(item.tags)
    if not item.parent:
        data["collections"] = list(item.collections)
    data["relations"] = relations_as_sent(item.relations)
    data["dateAdded"], data["dateModified"] = item.added, item.modified
    return data


def _note_and_file(item: Item) -> Json:
    if item.item_type == "note":
        return {"note": item.fields.get("note", "")}
    if item.item_type != "attachment":
        return {}
    has_file = item.fields.get("linkMode", "").startswith("imported_")
    names = ATTACHMENT_PROPERTIES if has_file else ATTACHMENT_PROPERTIES[:3]
    data: Json = {name: item.fields.get(name, "") for name in names}
    return data | {name: data[name] or None for name in ("md5", "mtime") if name in data}


def collection_data(collection: Collection) -> Json:
    """A collection's editable part."""
    data: Json = {
        "key": collection.key,
        "version": collection.version,
        "name": collection.name,
        "parentCollection": collection.parent or False,
        "relations": relations_as_sent(collection.relations),
    }
    if collection.trashed:
        data["deleted"] = True
    return data


def _person(who: Person) -> Json:
    return {
        "id": who.id,
        "username": who.name,
        "name": "",
        "links": {"alternate": {"href": f"{SITE}/{who.name}", "type": HTML_PAGE}},
    }
