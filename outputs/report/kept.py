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
) -> None:
    """Write the digest into a run's folder; its feed goes on from that of the `last` run.

    `name`: see `digest_feed`. Raises OSError.
    """
    old = _content(last / FEED) if last else b""
    (folder / MARKDOWN).write_text(digest_markdown(digest), encoding="utf-8")
    (folder / PAGE).write_text(digest_page(digest), encoding="utf-8")
    (folder / FEED).write_bytes(digest_feed(digest, old, name=name))
    told = json.dumps(asdict(digest), ensure_ascii=True, indent=1, default=str)
    (folder / DATA).write_text(told + "\n", encoding="utf-8")


def keep_digest(last: Path, folder: Path) -> None:
    """Put the digest of the `last` run into the folder of one that has none of its own.

    Raises OSError.
    """
    for name in DIGEST_FILES:
        if told := _content(last / name):
            (folder / name).write_bytes(told)


def notes_told(last: Path | None) -> tuple[str, ...]:
    """What people changed, as the digest of the last run told it; nothing if there is none."""
    return _texts(last, "all_notes")


def unread_told(last: Path | None) -> tuple[str, ...]:
    """Lists that could not be read, as the digest of the last run told it."""
    return _texts(last, "unread")


def _texts(last: Path | None, name: str) -> tuple[str, ...]:
    try:
        told = json.loads(_content(last / DATA) if last else b"{}")
    except ValueError:
        return ()
    texts = cast("dict[str, object]", told).get(name) if isinstance(told, dict) else None
    return tuple(map(str, cast("list[object]", texts))) if isinstance(texts, list) else ()


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
