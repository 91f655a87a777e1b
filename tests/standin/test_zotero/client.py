"""Asks the group without a network, in few words."""

import json
from dataclasses import dataclass
from typing import Any

from tests.standin.wire import Reply, Request
from tests.standin.zotero import GROUP_ID, READ_WRITE_KEY, ZoteroGroup

Json = dict[str, Any]


def article(title: object = "A title", **more: object) -> Json:
    """An item as it is sent to be made."""
    return {"itemType": "journalArticle", "title": title, "creators": [], **more}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A reply of the group."""

    reply: Reply

    @property
    def status(self) -> int:
        return self.reply.status

    @property
    def json(self) -> Any:
        return json.loads(self.reply.body)

    @property
    def words(self) -> list[str]:
        return self.reply.body.decode().split()

    @property
    def version(self) -> int:
        return int(self.reply.headers["Last-Modified-Version"])

    @property
    def total(self) -> int:
        return int(self.reply.headers["Total-Results"])

    def header(self, name: str) -> str | None:
        return self.reply.headers.get(name)


class Client:
    """Somebody with a key who asks a group."""

    def __init__(self, group: ZoteroGroup, key: str = READ_WRITE_KEY) -> None:
        self.group = group
        self.key = key

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        query: str = "",
        headers: dict[str, str] | None = None,
        root: str = f"/groups/{GROUP_ID}",
    ) -> Answer:
        named = {"zotero-api-key": self.key} if self.key else {}
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = Request(
            service="zotero",
            method=method,
            path=root + path,
            query=query,
            headers={**named, "host": "127.0.0.1:80", **(headers or {})},
            body=b"" if body is None else sent,
        )
        return Answer(reply=self.group.answer(request))

    def get(self, path: str, query: str = "", **headers: str) -> Answer:
        return self.ask("GET", path, query=query, headers=_dashed(headers))

    def keys(self, path: str, query: str = "") -> list[str]:
        return self.ask("GET", path, query=f"format=keys&{query}").words

    def data(self, path: str) -> Json:
        return self.ask("GET", path).json["data"]

    def post(self, path: str, body: object, **headers: str) -> Answer:
        return self.ask("POST", path, body, headers=_dashed(headers))

    def patch(self, path: str, body: object, **headers: str) -> Answer:
        return self.ask("PATCH", path, body, headers=_dashed(headers))

    def put(self, path: str, body: object, **headers: str) -> Answer:
        return self.ask("PUT", path, body, headers=_dashed(headers))

    def delete(self, path: str, query: str = "", **headers: str) -> Answer:
        return self.ask("DELETE", path, query=query, headers=_dashed(headers))

    def make(self, *items: Json) -> list[Json]:
        """The full objects of new items; none may fail."""
        return self._made("/items", items)

    def make_collections(self, *collections: Json) -> list[Json]:
        """The full objects of new collections; none may fail."""
        return self._made("/collections", collections)

    def failure(self, path: str, entry: object) -> Json:
        """The report's entry for an object that is to fail."""
        return self.post(path, [entry]).json["failed"]["0"]

    def _made(self, path: str, entries: tuple[Json, ...]) -> list[Json]:
        report = self.post(path, list(entries)).json
        assert report["failed"] == {}
        return [report["successful"][str(index)] for index in range(len(entries))]


def _dashed(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
