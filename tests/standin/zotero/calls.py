"""One request on its way through the group: who asks, by what address, and the reply's form."""

import gzip
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.standin.wire import Reply, Request
from tests.standin.zotero.access import ApiKey, may_read, may_write
from tests.standin.zotero.keys import is_number
from tests.standin.zotero.refusals import Refusal, invalid
from tests.standin.zotero.schema import SCHEMA_VERSION
from tests.standin.zotero.shapes import Shaper
from tests.standin.zotero.store import Store
from tests.standin.zotero.writes import Kind, Writer

JSON = "application/json"
TEXT = "text/plain;charset=UTF-8"
HTML = "text/html; charset=UTF-8"
VERSION_HEADERS = {
    "Zotero-API-Version": "3",
    "Zotero-Schema-Version": str(SCHEMA_VERSION),
}


@dataclass(slots=True, kw_only=True)
class Library:
    """The group's library and its settings."""

    store: Store
    writer: Writer
    before_object: Callable[[Kind, int], None]
    """Called ahead of each object of a multi-object write; it may raise in its stead."""
    editing: str = "members"
    """Who may edit it: "members" or only "admins"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request with all that its handler needs."""

    request: Request
    library: Library
    api_key: ApiKey | None
    shaper: Shaper
    key: str
    """The object's key in the path, "" where the path names none."""
    now: str
    seconds: float
    """The time as a number of seconds, for the age of write tokens."""

    @property
    def store(self) -> Store:
        """The library's tables."""
        return self.library.store

    @property
    def address(self) -> str:
        """The request's own address without its query."""
        return f"{self.shaper.base}{self.request.path}"

    @property
    def user(self) -> int:
        """The id of the key's owner."""
        return self.api_key.owner.id if self.api_key else 0

    def require_reader(self) -> None:
        """Raise Refusal unless the key may see the library."""
        if not may_read(self.api_key, self.shaper.place):
            raise Refusal(403, "Forbidden")

    def require_writer(self) -> None:
        """Raise Refusal unless the key may change the library."""
        if not may_write(self.api_key, self.shaper.place, self.library.editing):
            raise Refusal(403, "Write access denied")

    def header_number(self, name: str) -> int | None:
        """The number in a header, None without it; raises Refusal when it is no number."""
        text = self.request.headers.get(name.lower(), "").strip()
        if not text:
            return None
        if not is_number(text):
            raise invalid(f"Invalid {name} value")
        return int(text)

    def require_unmodified(self) -> int | None:
        """The library version that the request vouches for, None without one.

        Raises Refusal when the library is newer.
        """
        base = self.header_number("If-Unmodified-Since-Version")
        version = self.store.version
        if base is not None and version > base:
            raise Refusal(
                412,
                "Library has been modified since specified version"
                f" (expected {base}, found {version})",
            )
        return base

    def body(self) -> bytes:
        """The request's body, unpacked if it came packed."""
        body = self.request.body
        if self.request.headers.get("content-encoding", "").lower() != "gzip":
            return body
        try:
            return gzip.decompress(body)
        except (OSError, EOFError, zlib.error) as error:
            raise invalid("Uncompressing the body failed") from error

    def body_json(self) -> Any:
        """The request's body as JSON; raises Refusal when it is not."""
        body = self.body()
        try:
            content = json.loads(body)
            if b"\\ud" in body.lower():  # a lone surrogate is no text
                json.dumps(content, ensure_ascii=False).encode()
        except (ValueError, RecursionError) as error:
            raise invalid("JSON Error: Syntax error, malformed JSON") from error
        return content


Handler = Callable[[Call], Reply]


def answered(
    content: object, *, version: int | None = None, headers: Mapping[str, str] | None = None
) -> Reply:
    """A reply of JSON, with the version that it is of."""
    body = json.dumps(content, ensure_ascii=False).encode()
    return sent(body, JSON, version=version, headers=headers)


def sent(
    body: bytes,
    content_type: str,
    *,
    status: int = 200,
    version: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """A reply with the headers that every later answer of the API carries."""
    named = {"Content-Type": content_type, **VERSION_HEADERS, **(headers or {})}
    if version is not None:
        named["Last-Modified-Version"] = str(version)
    return Reply(status=status, body=body, headers=named)


def done(version: int) -> Reply:
    """204: a write that has nothing to tell but the version."""
    return sent(b"", HTML, status=204, version=version)


def refused(refusal: Refusal) -> Reply:
    """The reply to a request that is turned down."""
    headers = {"Content-Type": HTML, **({} if refusal.early else VERSION_HEADERS)}
    return Reply(
        status=refusal.status,
        body=refusal.body().encode(),
        headers={**headers, **refusal.headers},
    )
