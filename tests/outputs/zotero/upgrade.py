"""A server whose schema is newer: another type, and another field in every type."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.standin.wire import Reply, Request
from tests.standin.zotero.schema import SCHEMA_VERSION

NEWER = SCHEMA_VERSION + 1
FIELD = "replicationStatus"
TYPE = {
    "itemType": "aiModel",
    "fields": [{"field": "title"}, {"field": FIELD}],
    "creatorTypes": [{"creatorType": "author", "primary": True}],
}

Answer = Callable[[Request], Reply]


def upgraded(answer: Answer) -> Answer:
    """The same server by a newer schema; the new field stands empty in every item."""

    def answering(request: Request) -> Reply:
        reply = answer(request)
        if "Zotero-Schema-Version" in reply.headers:
            headers = {**reply.headers, "Zotero-Schema-Version": str(NEWER)}
            reply = replace(reply, headers=headers)
        if "json" not in reply.headers.get("Content-Type", "") or not reply.body:
            return reply
        content = json.loads(reply.body)
        newer = _schema(content) if request.path == "/schema" else _widened(content)
        return replace(reply, body=json.dumps(newer).encode())

    return answering


def _schema(content: dict[str, Any]) -> dict[str, Any]:
    types = [
        {**each, "fields": [*each["fields"], {"field": FIELD}]} for each in content["itemTypes"]
    ]
    return {**content, "version": NEWER, "itemTypes": [*types, TYPE]}


def _widened(content: Any) -> Any:
    """With the new field in all that is an item."""
    if isinstance(content, list):
        return [_widened(each) for each in content]
    if not isinstance(content, dict):
        return content
    told: dict[str, Any] = {name: _widened(each) for name, each in content.items()}
    return {**told, FIELD: ""} if "itemType" in told else told
