"""Keeps a feed of digests: Atom (RFC 4287), one entry for each run that had news."""

import logging
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import (
    Element,
    ParseError,
    SubElement,
    fromstring,
    indent,
    register_namespace,
    tostring,
)

from outputs.report.digest import Digest
from outputs.report.layout import headline, title
from outputs.report.page import digest_fragment

log = logging.getLogger(__name__)

ATOM = "http://www.w3.org/2005/Atom"
NS = f"{{{ATOM}}}"
MOST = 50  # entries; what is older is in the runs' own folders
NAMESPACE = uuid5(NAMESPACE_URL, "urn:zotlist:feed")
"""What the ids of feeds are made in, so that they are the same on every machine."""

register_namespace("", ATOM)


def digest_feed(digest: Digest, old: bytes = b"", *, name: str = "") -> bytes:
    """The feed with an entry for the digest on top; without one if nothing changed.

    `old` is the feed as it was; it keeps its id, and what is no feed counts as none. `name`
    tells feeds apart: of installations, too, whose lists are called alike. It is not shown. The
    same digest twice gives one entry.
    """
    before = _read(old)
    if digest.is_empty and before is not None:
        return old
    known = before.findtext(f"{NS}id") if before is not None else None
    feed_id = known or _urn(name or "\n".join(digest.documents))
    entries = [] if digest.is_empty else [_entry(digest, feed_id)]
    fresh = {entry.findtext(f"{NS}id") for entry in entries}
    kept = before.findall(f"{NS}entry") if before is not None else []
    entries += [entry for entry in kept if entry.findtext(f"{NS}id") not in fresh]
    feed = Element(f"{NS}feed")
    _say(feed, "id", feed_id)
    _say(feed, "title", f"zotlist: {title(digest)}")
    _say(feed, "updated", _moment(digest.made_at))
    _say(SubElement(feed, f"{NS}author"), "name", "zotlist")
    _say(feed, "generator", "zotlist")
    feed.extend(entries[:MOST])
    indent(feed)
    text = tostring(feed, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _read(feed: bytes) -> Element | None:
    if not feed:
        return None
    try:
        root = fromstring(feed)
    except (ParseError, ValueError) as error:
        log.warning("the feed of earlier digests cannot be read, a new one begins: %s", error)
        return None
    return root if root.tag == f"{NS}feed" else None


def _entry(digest: Digest, feed_id: str) -> Element:
    entry = Element(f"{NS}entry")
    _say(entry, "id", _urn(f"{feed_id}\n{digest.run}"))
    _say(entry, "title", headline(digest))
    _say(entry, "updated", _moment(digest.made_at))
    _say(entry, "published", _moment(digest.made_at))
    _say(entry, "content", digest_fragment(digest)).set("type", "html")
    return entry


def _urn(name: str) -> str:
    writable = name.encode(errors="backslashreplace").decode()
    return f"urn:uuid:{uuid5(NAMESPACE, writable)}"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _say(into: Element, tag: str, text: str) -> Element:
    element = SubElement(into, f"{NS}{tag}")
    element.text = text
    return element
