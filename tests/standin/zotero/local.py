"""Zotero desktop's local API: a copy of a library, that old versions only let be read.

Its behaviour is that of https://www.zotero.org/support/dev/web_api/v3/local_api and, for what
is not said there, of Zotero's own sources.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from threading import RLock
from typing import Any, cast
from urllib.parse import urlencode

from tests.standin.wire import Reply, Request, json_reply, text_reply
from tests.standin.zotero.access import GROUP_ID, OWNER, READ_WRITE_KEY
from tests.standin.zotero.group import Snapshot, ZoteroGroup
from tests.standin.zotero.reads import LARGEST_PAGE

MOUNT = "/api"
SERVER_ID = "standinDbId1"
KEY = "standinLocalWritingKey0000000001"
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
MOST_DIALOGS = 5
_LIBRARY = re.compile(r"/(users|groups)/(\d+)(/.*)?")
_LISTS = re.compile(r"/(items/top|items|collections)")


class ZoteroDesktop:
    """One Zotero on one machine, whose user may let programs write.

    It holds the library of the group GROUP_ID, and the same one as that of its user.
    """

    def __init__(self) -> None:
        self.group = ZoteroGroup()
        """Its copy of the library, for people to edit."""
        self.takes_writes = True
        """Whether it is Zotero 10 or later."""
        self.is_open = True
        """Whether its settings let other programs in."""
        self.says = "always"
        """What its user says to a program that wants to write: always, once or no."""
        self.server_id = SERVER_ID
        self.dialogs: list[str] = []
        """The names of the programs that asked."""
        self._granted: dict[str, bool] = {}
        """The keys, and whether each may be used again."""
        self._synced: Snapshot = self.group.snapshot()
        self._lock = RLock()

    def close(self) -> None:
        """End it."""
        self.group.close()

    def sync(self, web: ZoteroGroup) -> None:
        """Take over what is on zotero.org, and lose what is not."""
        self.group.copy(web)
        self._synced = self.group.snapshot()

    def upload(self, web: ZoteroGroup) -> None:
        """Bring zotero.org to hold what stands here."""
        web.copy(self.group)
        self._synced = self.group.snapshot()

    def answer(self, request: Request) -> Reply:
        """Answer one request of the local API."""
        with self._lock:
            reply = self._answered(replace(request, path=request.path.removeprefix(MOUNT)))
        named = {"Zotero-Server-ID": self.server_id} if self.takes_writes else {}
        kept = {name: said for name, said in reply.headers.items() if name != "Backoff"}
        return replace(reply, headers={**kept, "Zotero-API-Version": "3", **named})

    def _answered(self, request: Request) -> Reply:
        if not self.is_open:
            return text_reply("Local API is not enabled", status=403)
        if request.headers.get("zotero-api-version", "3") != "3" and request.path != "/":
            return text_reply("API version not implemented", status=501)
        if request.method in WRITES and not self.takes_writes:
            return text_reply("Endpoint does not support method", status=501)
        if trouble := self._of_server_id(request):
            return trouble
        if request.path == "/":
            return text_reply("Nothing to see here.")
        if request.path == "/local/authorize":
            return self._authorise(request)
        if request.path == "/schema":
            return self.group.answer(request)
        library = _LIBRARY.fullmatch(request.path)
        if library is None:
            return text_reply("No endpoint found", status=404)
        return self._in_library(request, library[1], int(library[2]), library[3] or "")

    def _of_server_id(self, request: Request) -> Reply | None:
        named = request.headers.get("zotero-server-id")
        if not self.takes_writes:
            return None
        if named is None and request.method in WRITES:
            return text_reply("Zotero-Server-ID required", status=428)
        if named not in {None, self.server_id}:
            return text_reply("Zotero-Server-ID does not match", status=412)
        return None

    def _authorise(self, request: Request) -> Reply:
        if request.method != "POST":
            return text_reply("Endpoint does not support method", status=405)
        name = json.loads(request.body).get("appName", "")
        if not name:
            return text_reply("appName is required", status=400)
        if len(self.dialogs) == MOST_DIALOGS:
            return text_reply("Too many requests", status=429, headers={"Retry-After": "30"})
        self.dialogs.append(name)
        if self.says == "no":
            return json_reply({"denied": True}, status=403)
        key = f"{KEY[:-2]}{len(self.dialogs):02}"
        self._granted[key] = self.says == "always"
        return json_reply({"key": key, "remember": self.says == "always"})

    def _in_library(self, request: Request, kind: str, number: int, path: str) -> Reply:
        if kind == "users" and number not in {0, OWNER.id}:
            message = "Only data for the logged-in user is available locally"
            return text_reply(message, status=400)
        if kind == "groups" and number != GROUP_ID:
            return text_reply("Not found", status=404)
        if not path:
            data = {"id": number, "name": "Stand-in Group"}
            return json_reply({"id": number, "version": 1, "data": data})
        if path.startswith("/deleted"):
            return text_reply("No endpoint found", status=404)
        inner = replace(
            request,
            path=f"/groups/{GROUP_ID}{path}",
            headers={**request.headers, "zotero-api-key": READ_WRITE_KEY},
        )
        if request.method in WRITES:
            key = request.headers.get("zotero-api-key", "")
            if key not in self._granted:
                challenge = {"WWW-Authenticate": 'Zotero-API-Key realm="Zotero Local API"'}
                return text_reply("Write access denied", status=401, headers=challenge)
            if not self._granted[key]:
                del self._granted[key]
            return self.group.answer(inner)
        return self._read(inner, path)

    def _read(self, request: Request, path: str) -> Reply:
        if not _LISTS.fullmatch(path) or request.params.get("format", "json") != "json":
            return self._dated(self.group.answer(request))
        asked = dict(request.params)
        asked.pop("collectionKey", "")  # it knows no such filter
        start = int(asked.pop("start", "0"))
        limit = int(asked.pop("limit", "0"))
        reply, found = self._all(request, asked)
        found = found[start : start + limit] if limit else found[start:]
        return self._dated(replace(reply, body=json.dumps(found).encode()))

    def _all(self, request: Request, asked: Mapping[str, str]) -> tuple[Reply, list[Any]]:
        """A whole list: it gives as many objects at once as it is asked for."""
        found: list[Any] = []
        while True:
            query = urlencode({**asked, "start": len(found), "limit": LARGEST_PAGE})
            reply = self.group.answer(replace(request, query=query))
            page = json.loads(reply.body) if reply.status == 200 else []
            found += page
            if not page or len(found) >= int(reply.headers.get("Total-Results", "0")):
                return reply, found

    def _dated(self, reply: Reply) -> Reply:
        """With the versions of the last sync, where local edits have none."""
        if self.takes_writes or reply.status != 200 or not reply.body.startswith((b"[", b"{")):
            return reply
        content = json.loads(reply.body)
        for each in content if isinstance(content, list) else [content]:
            if isinstance(each, dict):
                self._date(cast("dict[str, Any]", each))
        headers = {**reply.headers, "Last-Modified-Version": str(self._synced.version)}
        return replace(reply, body=json.dumps(content).encode(), headers=headers)

    def _date(self, shaped: dict[str, Any]) -> None:
        known = {**self._synced.items, **self._synced.collections}
        version = known.get(shaped.get("key", ""), {}).get("version", 0)
        if "data" in shaped:
            shaped["version"] = shaped["data"]["version"] = version
