"""What stands where in a digest, whether it is read as Markdown, as a page or in a feed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from outputs.report.digest import Digest, Growth, Happening, Topic
from outputs.table import NOT_WRITABLE, SEPARATOR

MOST = 50  # entries under one heading; the tables have them all
LONGEST = 500  # characters of a title or a detail

HEADINGS: Mapping[Happening, str] = {
    Happening.RETRACTED: "Retracted or withdrawn",
    Happening.CORRECTED: "Corrected or doubted",
    Happening.NEW: "New on the list",
    Happening.PUBLISHED: "Preprints that were published",
    Happening.VERSION: "New versions",
    Happening.IDENTIFIED: "Identified now",
    Happening.UNIDENTIFIED: "No longer identified",
    Happening.DIED: "Links that died",
    Happening.RETURNED: "Links that came back",
    Happening.MOVED: "Moved",
    Happening.RELABELLED: "Linked from other words",
    Happening.READDRESSED: "Listed with another address",
    Happening.REMOVED: "Removed from the list",
    Happening.ROSE: "Cited more often",
}
GRAVE = frozenset({Happening.RETRACTED, Happening.CORRECTED, Happening.DIED})
"""What a reader of the topic must not miss."""
NOTHING = "Nothing changed"
SIZES = ("links", "works")
"""Of the counts of a digest, those that are no verdicts."""
RUN = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})[0-9]{2}Z(?:-[0-9]+)?")
"""How runs are called by the moment when they began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line of a list; its texts are plain and can be written to any file."""

    title: str
    url: str = ""
    """A web address, or nothing."""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands under it, up to the next heading."""

    level: int
    """2 or 3; the title of the digest is 1."""
    heading: str
    items: tuple[Item, ...] = ()
    note: str = ""
    """A sentence before the items."""
    is_grave: bool = False
    """It is to catch the eye."""
    more: int = 0
    """How many further items there are."""


def title(digest: Digest) -> str:
    """What a digest is called."""
    names = ", ".join(digest.documents[:3]) + (", …" if digest.documents[3:] else "")
    return plain(f"What changed in {names or 'the lists'}")


def headline(digest: Digest) -> str:
    """A digest in one line."""
    waiting = sum(len(topic.questions) for topic in digest.topics)
    left = [f"{waiting:,} open"] if waiting else []
    if digest.unread:
        left.append(f"not read: {', '.join(digest.unread)}")
    if digest.is_first:
        begins = f"Not compared: {digest.why_alone}" if digest.why_alone else "The first run"
        return plain(f"{begins}: {_counted(digest.counts)}")
    if digest.is_empty:
        return plain("; ".join([f"{NOTHING} since {moment(digest.since)}", *left]))
    told = [f"{count:,} {happening}" for happening, count in digest.tally().items()]
    if digest.notes:
        told.append(f"{len(digest.notes):,} in the group")
    if digest.read_again:
        told.append(f"read again: {', '.join(digest.read_again)}")
    return plain(", ".join([*told, *left]))


def sections(digest: Digest) -> tuple[Section, ...]:
    """All that a digest says under its headline; nothing if nothing changed."""
    return () if digest.is_empty else tuple(_sections(digest))


def moment(run: str) -> str:
    """When a run began, as far as its name says so; else its name."""
    return RUN.sub(r"\1-\2-\3 \4:\5 UTC", run) if RUN.fullmatch(run) else run


def plain(text: str) -> str:
    """A text that any file can hold, on one line and of bounded length."""
    folded = " ".join(NOT_WRITABLE.sub("\ufffd", text[: 4 * LONGEST]).split())
    return folded if len(folded) <= LONGEST else folded[:LONGEST] + "…"


def web_address(url: str) -> str:
    """The address if it may be led to from a page, else nothing: "javascript:" may not."""
    written = url.strip()
    if NOT_WRITABLE.search(written) or len(written.split()) != 1:
        return ""
    try:
        parts = urlsplit(written)
    except ValueError:
        return ""
    return written if parts.scheme in {"http", "https"} and parts.netloc else ""


def _sections(digest: Digest) -> Iterator[Section]:
    for topic in digest.topics:
        heading = _heading(topic, digest.documents)
        yield Section(level=2, heading=heading, note=plain(_grown(topic.growth)))
        for happening, heading in HEADINGS.items():
            told = [change for change in topic.changes if change.happening is happening]
            items = [_item(each.title, each.url, each.detail) for each in told[:MOST]]
            if items:
                is_grave = happening in GRAVE
                yield _section(3, heading, items, len(told), is_grave=is_grave)
        asked = topic.questions
        items = [
            _item(each.title, each.url, f"{each.verdict}: {each.reason}")
            for each in asked[:MOST]
        ]
        if items:
            yield _section(3, "Open", items, len(asked))
    if digest.notes:
        items = [Item(title=plain(note)) for note in digest.notes[:MOST]]
        yield _section(
            2, "In the group: what people changed, and what was left", items, len(digest.notes)
        )
    for heading, names in (
        ("Lists that could not be read", digest.unread),
        ("Lists that can be read again", digest.read_again),
    ):
        if names:
            items = [Item(title=plain(name)) for name in names[:MOST]]
            yield _section(2, heading, items, len(names))


def _section(
    level: int, heading: str, items: Sequence[Item], total: int, *, is_grave: bool = False
) -> Section:
    return Section(
        level=level,
        heading=heading,
        items=tuple(items),
        more=max(0, total - len(items)),
        is_grave=is_grave,
    )


def _counted(counts: Mapping[str, int]) -> str:
    """Links and how they ended, and works: "2 links (1 resolved, 1 dead), 1 work"."""
    sizes = [_many(counts[name], name) for name in SIZES if name in counts]
    ends = [f"{count:,} {_words(name)}" for name, count in counts.items() if name not in SIZES]
    in_brackets = f" ({', '.join(ends)})" if ends else ""
    return f"{sizes[0]}{in_brackets}, {', '.join(sizes[1:])}" if sizes else ", ".join(ends)


def _many(count: int, things: str) -> str:
    return f"{count:,} {things if count != 1 else things.removesuffix('s')}"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _grown(growth: Growth | None) -> str:
    if growth is None:
        return ""
    change = f"{abs(growth.grown):,} {'more' if growth.grown > 0 else 'fewer'}"
    told = f"Cited {growth.citations:,} times in all, {change} in {growth.year}"
    return f"{told} ({_words(growth.source)})."


def _heading(topic: Topic, documents: Sequence[str]) -> str:
    path = " › ".join(topic.path.split(SEPARATOR)) if topic.path else "Above all headings"
    return plain(path if len(documents) == 1 else f"{topic.document}: {path}")


def _item(shown: str, url: str, detail: str) -> Item:
    address = web_address(url)
    named = plain(shown) or plain(url) or "without a title"
    return Item(title=named, url=address, detail=plain(detail))
