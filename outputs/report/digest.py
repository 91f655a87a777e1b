"""What a digest is: what changed since the run before, topic by topic, for people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Happening(StrEnum):
    """What may have become of a link or a work; the gravest first."""

    RETRACTED = "retracted"
    CORRECTED = "corrected"
    NEW = "new"
    PUBLISHED = "published"
    """A preprint that appeared in a journal, at a conference or as a book."""
    VERSION = "version"
    IDENTIFIED = "identified"
    """A link whose work was not known before."""
    UNIDENTIFIED = "unidentified"
    DIED = "died"
    RETURNED = "returned"
    MOVED = "moved"
    """To another heading or list."""
    RELABELLED = "relabelled"
    READDRESSED = "readdressed"
    """The same work, listed with another address."""
    REMOVED = "removed"
    ROSE = "rose"
    """Cited more often than before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that happened."""

    happening: Happening
    title: str
    """Of the work, else the words linked from, else the address."""
    url: str = ""
    """Where it can be looked at; as a list or a registry wrote it, so perhaps no address."""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A link that waits for a person, or for a service."""

    title: str
    url: str
    verdict: str
    reason: str
    is_new: bool
    """It was not open after the run before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """How often the works of a topic are cited, and how much more often than before."""

    source: str
    """Who counts."""
    citations: int
    """Of all works that it counted this year."""
    grown: int
    """Since the year before, or since it was asked first."""
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What happened under one heading of one list."""

    document: str
    path: str
    """All headings above the links, as the tables have them; "" for links above the first."""
    changes: tuple[Change, ...] = ()
    questions: tuple[Question, ...] = ()
    growth: Growth | None = None
    """Only said of topics with something else to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What changed from one run to the next."""

    run: str
    made_at: datetime
    documents: tuple[str, ...]
    since: str = ""
    """The run compared with; "" if there is none."""
    why_alone: str = ""
    """Why there is nothing to compare with, if that is so."""
    unread: tuple[str, ...] = ()
    """Lists that could not be read this time: their links were not compared."""
    newly_unread: tuple[str, ...] = ()
    """Of these, those that could be read before."""
    read_again: tuple[str, ...] = ()
    """Lists that could not be read before."""
    topics: tuple[Topic, ...] = ()
    """Only those with something to say, in the order of the lists."""
    notes: tuple[str, ...] = ()
    """What people changed in the group, as far as it was not told before."""
    all_notes: tuple[str, ...] = ()
    """The same with what was told before."""
    counts: Mapping[str, int] = field(default_factory=dict[str, int])
    """Links, works, and links by verdict."""

    @property
    def is_first(self) -> bool:
        """There was nothing to compare with."""
        return not self.since

    @property
    def is_empty(self) -> bool:
        """Nothing changed; what is open, or cannot be read, was so before."""
        told = (self.notes, self.newly_unread, self.read_again)
        return not (self.is_first or any(told) or any(map(_is_news, self.topics)))

    def tally(self) -> dict[Happening, int]:
        """How often each thing happened, in the order of `Happening`; only what did."""
        happened = [change.happening for topic in self.topics for change in topic.changes]
        return {each: happened.count(each) for each in Happening if each in happened}


def _is_news(topic: Topic) -> bool:
    return bool(topic.changes) or any(question.is_new for question in topic.questions)
