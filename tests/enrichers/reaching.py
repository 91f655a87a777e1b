"""A service to reach, one answer at a time."""

from dataclasses import replace
from datetime import UTC, datetime

from enrichers.asking.pace import Pace
from enrichers.asking.web import Web
from tests.standin.wire import Reply, json_reply, text_reply

FINE = json_reply({"answer": 42})
BUSY = text_reply("Slow down.", status=503)
NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)


def web_to(
    base: str,
    pace: Pace,
    *,
    patience: float = 60.0,
    timeout: float = 60.0,
    key: str = "",
) -> Web:
    return Web(
        service="Test",
        endpoint=f"{base}/web",
        pace=pace,
        every=0.0,
        contact="ada@example.org",
        patience=patience,
        timeout=timeout,
        max_bytes=100_000,
        first_pause=0.01,
        headers={"X-Api-Key": key} if key else {},
    )


def with_header(reply: Reply, name: str, value: str) -> Reply:
    return replace(reply, headers={**reply.headers, name: value})
