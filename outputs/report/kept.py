"""A digest as files of its run: for reading, for following, and for the digest after it."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import cast

from outputs.report.digest import Digest
from outputs.report.feed import digest_feed
from outputs.report.markdown import digest_markdown
from outputs.report.page import digest_page

MARKDOWN, PAGE, FEED, DATA = "digest.md", "digest.html", "feed.atom", "digest.json"
DIGEST_FILES = (MARKDOWN, PAGE, FEED, DATA)


def write_digest(
    digest: Digest,
    folder: Path,
    *,
    last: Path | None = None,
    name: str = "",
    page: str = "",
) -> None:
    """Write the digest into a run's folder; its feed goes on from that of the `last` run.

    `name` and `page`: see `digest_feed`. Raises OSError.
    """
    old = _content(last / FEED) if last else b""
    (folder / MARKDOWN).write_text(digest_markdown(digest), encoding="utf-8")
    (folder / PAGE).write_text(digest_page(digest), encoding="utf-8")
    (folder / FEED).write_bytes(digest_feed(digest, old, name=name, page=page))
    told = json.dumps(asdict(digest), ensure_ascii=True, indent=1, default=str)
    (folder / DATA).write_text(told + "\n", encoding="utf-8")


def notes_told(last: Path | None) -> tuple[str, ...]:
    """What people changed, as the digest of the last run told it; nothing if there is none."""
    try:
        told = json.loads(_content(last / DATA) if last else b"{}")
    except ValueError:
        return ()
    notes = cast("dict[str, object]", told).get("all_notes") if isinstance(told, dict) else None
    return tuple(map(str, cast("list[object]", notes))) if isinstance(notes, list) else ()


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
