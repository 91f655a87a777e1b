"""What reading a document yields: links, as they stand there."""

from dataclasses import dataclass
from enum import StrEnum


class BadSeed(Exception):
    """A document cannot be read as a list; the message says in one line what to do."""


class NoLinks(BadSeed):
    """A document of a known format in which there is no link."""


class LinkKind(StrEnum):
    """What an occurrence in a document is."""

    LINK = "link"
    IMAGE = "image"
    REFERENCE = "reference"
    """A work named in plain words, without an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One occurrence in a document: the same address twice is two links."""

    url: str
    """The address exactly as written; empty for a plain-text reference."""
    label: str = ""
    """The words the document links from, white space folded; empty for a bare address."""
    topic_path: tuple[str, ...] = ()
    """The headings above the link, outermost first."""
    document: str
    """The name of the document, as its collection and its rows are to show it."""
    line: int
    """Where the link starts, counted from 1."""
    context: str = ""
    """The text around it (its paragraph, list item or row), white space folded, at most
    1,000 characters."""
    kind: LinkKind = LinkKind.LINK

    @property
    def topic(self) -> str:
        """The nearest heading."""
        return self.topic_path[-1] if self.topic_path else ""
