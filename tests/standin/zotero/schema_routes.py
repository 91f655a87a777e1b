"""What the API answers about itself: item types, fields, creator types, templates."""

import hashlib

from tests.standin.wire import Reply
from tests.standin.zotero.calls import JSON, Call, answered, sent
from tests.standin.zotero.refusals import invalid
from tests.standin.zotero.schema import (
    ITEM_TYPES,
    KNOWN_FIELDS,
    LINK_MODES,
    ItemType,
    listed_creator_fields,
    listed_creator_types,
    listed_fields,
    listed_types,
    schema_document,
    template,
)


def schema(call: Call) -> Reply:
    """The whole schema, or 304 to a client that has it."""
    body = schema_document()
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    if call.request.headers.get("if-none-match") == tag:
        return Reply(status=304, headers={"ETag": tag})
    return sent(body, JSON, headers={"ETag": tag})


def item_types(_call: Call) -> Reply:
    """The item types that an item can be made of."""
    return answered(listed_types())


def item_fields(_call: Call) -> Reply:
    """Every field."""
    return answered(listed_fields(sorted(KNOWN_FIELDS)))


def creator_fields(_call: Call) -> Reply:
    """The parts of a creator's name."""
    return answered(listed_creator_fields())


def item_type_fields(call: Call) -> Reply:
    """The fields of a type."""
    return answered(listed_fields(list(_item_type(call).fields)))


def item_type_creator_types(call: Call) -> Reply:
    """The creator types of a type, the primary one first."""
    return answered(listed_creator_types(_item_type(call)))


def new_item(call: Call) -> Reply:
    """An empty item of a type."""
    item_type = _item_type(call)
    link_mode = call.request.params.get("linkMode", "")
    if item_type.name == "attachment" and link_mode not in LINK_MODES:
        raise invalid(f"Invalid linkMode '{link_mode}'")
    return answered(template(item_type, link_mode if item_type.name == "attachment" else ""))


def _item_type(call: Call) -> ItemType:
    name = call.request.params.get("itemType", "")
    if name not in ITEM_TYPES:
        raise invalid(f"Invalid item type '{name}'")
    return ITEM_TYPES[name]
