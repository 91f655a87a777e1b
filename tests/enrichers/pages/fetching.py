"""A fetcher that may reach this machine, and pages for it to find."""

from dataclasses import replace
from pathlib import Path

from enrichers.asking.pace import Pace
from enrichers.pages.fetch import Fetcher, Limits
from tests.standin.wire import Reply

PAGE_BYTES = 100_000
DOCUMENT_BYTES = 200_000
HASTE = Limits(
    every=0.0,
    patience=2.0,
    silence=60.0,
    whole=120.0,
    page_bytes=PAGE_BYTES,
    document_bytes=DOCUMENT_BYTES,
)
SHORT = replace(HASTE, silence=0.3, whole=0.6)
LOCAL = ("127.0.0.1",)


def fetcher(
    folder: Path, *, limits: Limits = HASTE, allowed: tuple[str, ...] = LOCAL
) -> Fetcher:
    return Fetcher(Pace(folder / "state.db"), "ada@example.org", limits=limits, allowed=allowed)


def page(text: str, *, status: int = 200, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    body = text.encode()
    return Reply(
        status=status, body=body, headers={"Content-Type": "text/html; charset=utf-8", **named}
    )


def to(address: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": address})


ORDINARY = "<html><head><title>On spaces</title></head><body><p>We study spaces.</body></html>"
