"""A request as the stand-in received it, and the reply that it is to send."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, parse_qsl


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One HTTP request; header names are lower case."""

    service: str
    """Which service it was for: "arxiv", "crossref", "zotero", "web", ..."""
    method: str
    path: str
    """The path within the service, still percent-encoded, from its first slash."""
    query: str = ""
    """The query string, still percent-encoded, without the question mark."""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""
    at: float = 0.0
    """When it arrived, in seconds of the monotonic clock."""
    client: str = ""
    """Address and port of the peer: one per kept connection."""

    @property
    def params(self) -> dict[str, str]:
        """The query's parameters; of a repeated one, the last value."""
        return dict(parse_qsl(self.query, keep_blank_values=True))

    @property
    def param_lists(self) -> dict[str, list[str]]:
        """The query's parameters with every value."""
        return parse_qs(self.query, keep_blank_values=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One HTTP reply."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Content-Type among them; Content-Length and Date are the server's business."""
    stream: Callable[[], Iterable[bytes]] | None = None
    """Where the body is made while it is sent, in chunks, and may have no end."""
    is_reset: bool = False
    """There is no answer: the connection is reset."""


def json_reply(
    content: object, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Reply:
    """A reply that carries JSON."""
    body = json.dumps(content, ensure_ascii=False).encode()
    return Reply(
        status=status,
        body=body,
        headers={"Content-Type": "application/json", **(headers or {})},
    )


def text_reply(
    content: str, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Reply:
    """A reply that carries plain text."""
    return Reply(
        status=status,
        body=content.encode(),
        headers={"Content-Type": "text/plain; charset=utf-8", **(headers or {})},
    )
