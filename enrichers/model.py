"""The vocabulary of the house: identifiers, works, sources and verdicts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from seeds.model import Link


class Scheme(StrEnum):
    """The kinds of identifiers that can stand in an address."""

    ARXIV = "arxiv"
    DOI = "doi"
    ISBN = "isbn"
    PMID = "pmid"
    PMCID = "pmcid"
    ACL = "acl"
    ADS = "ads"
    DOAJ = "doaj"
    FIGSHARE = "figshare"
    GITHUB = "github"
    HAL = "hal"
    HANDLE = "handle"
    INSPIRE = "inspire"
    OPENALEX = "openalex"
    OPENREVIEW = "openreview"
    PII = "pii"
    S2 = "s2"
    SHORTDOI = "shortdoi"
    WIKIDATA = "wikidata"
    ZENODO = "zenodo"


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """A canonical identifier: lower-case DOI, arXiv id without version, ISBN-13 digits."""

    scheme: Scheme
    value: str

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What an address or a text says it points at, until a registry confirms it."""

    candidates: tuple[Identifier, ...]
    """Readings of one claim, the longest first; the first that a registry knows is meant."""
    rule: str
    """The name of the rule that read it, for `via` and `explain`."""
    version: str = ""
    """The version asked for, such as "v2"; the work is the same."""
    is_guess: bool = False
    """The rule was measured as unreliable: it proposes, and needs more than a record that
    exists."""


class WorkKind(StrEnum):
    """What a work is; the Zotero item type follows from it."""

    ARTICLE = "journal-article"
    BLOG_POST = "blog-post"
    BOOK = "book"
    CHAPTER = "book-chapter"
    CONFERENCE_PAPER = "conference-paper"
    DATASET = "dataset"
    DOCUMENT = "document"
    PREPRINT = "preprint"
    PRESENTATION = "presentation"
    REPORT = "report"
    SOFTWARE = "software"
    THESIS = "thesis"
    VIDEO = "video"
    WEB_PAGE = "web-page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A name in two parts, or in one where it has no parts."""

    family: str = ""
    """With its particles: "van der Berg"."""
    given: str = ""
    suffix: str = ""
    """Jr., III."""
    name: str = ""
    """A collective or single name ("The ATLAS Collaboration", "Govindjee", "李宏毅"); the
    other parts are then empty."""

    def __str__(self) -> str:
        if self.name:
            return self.name
        return ", ".join(part for part in (self.family, self.given, self.suffix) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who said something, of which record, and on which day."""

    source: str
    asked_on: date
    record: str = ""
    """The identifier of the record that said it, such as "doi:10.1137/1.9780898718539"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What was made known about a record after it had appeared: that it was taken back, put
    right, doubted or replaced."""

    kind: str
    """As registries word it, with hyphens: "retraction", "correction", "new-version"."""
    about: Identifier
    """The record; of a work with several versions one of them."""
    id: Identifier | None = None
    """Of the notice, if it was published by itself."""
    on: str = ""
    """The day of the notice, ISO 8601, as exact as known."""
    source: str = ""
    """Whose word it is, such as "publisher", "retraction-watch" or "title"; who passed it on
    is its origin."""

    @property
    def name(self) -> str:
        """What tells it from other notices: "retraction: doi:10.1000/2", or "withdrawal of
        arxiv:2101.00017" if it has no identifier."""
        return f"{self.kind}: {self.id}" if self.id else f"{self.kind} of {self.about}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A source's answer about one record, or what several answers merged into.

    Unknown is empty: "" for text, () for sequences, a missing key for counts.
    """

    ids: frozenset[Identifier] = frozenset()
    """Identifiers of this very record; after merging, of all its versions."""
    versions: frozenset[Identifier] = frozenset()
    """Identifiers that the source says belong to another version of this work (preprint or
    published); they join `ids` only when their own registry's record does not contradict."""
    kind: WorkKind | None = None
    genre: str = ""
    """A finer word for what is no paper, such as "course" or "person"; never an identity."""
    title: str = ""
    """Plain text: no entities, mark-up or LaTeX accents; `$...$` formulas stay."""
    authors: tuple[Person, ...] = ()
    editors: tuple[Person, ...] = ()
    issued: str = ""
    """ISO 8601, as exact as known: "2018", "2018-06" or "2018-06-19"."""
    venue: str = ""
    """Journal, proceedings, book or repository that it appeared in."""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    series: str = ""
    edition: str = ""
    issn: tuple[str, ...] = ()
    isbn: tuple[str, ...] = ()
    language: str = ""
    abstract: str = ""
    url: str = ""
    """The canonical landing page."""
    presents: frozenset[Identifier] = frozenset()
    """Identifiers of the work that it goes with and is not: the paper of a code."""
    rights: str = ""
    """Its licence, in the words of who names it: "MIT", "cc-by-4.0", "CC BY 4.0"."""
    is_archived: bool = False
    """Its repository is kept for reading only."""
    revision: str = ""
    """The latest version of its preprint, such as "v3"."""
    revised: str = ""
    """The day of that version, ISO 8601."""
    notices: tuple[Notice, ...] = ()
    """What was made known about it, by name; see `enrichers.notices`."""
    updates: tuple[Notice, ...] = ()
    """What it makes known about other works: it is a notice itself."""
    citations: Mapping[str, int] = field(default_factory=dict[str, int])
    """Times cited by source name; a source that does not know is no key, never 0."""
    origin: Mapping[str, Origin] = field(default_factory=dict[str, Origin])
    """By field name (citations as "citations.crossref", notices as "notices." and their
    names): who said it and when. Written by `merge.credit` alone."""

    @property
    def year(self) -> int | None:
        """The year of issue."""
        return int(self.issued[:4]) if self.issued[:4].isdigit() else None


class SourceDown(Exception):
    """A service gave no usable answer; nothing may be concluded or kept."""


class BatchRefused(Exception):
    """A service refused a whole batch for something in it: split it and ask again."""


class Source(Protocol):
    """A metadata service, asked about many identifiers at once. One object for its life."""

    name: str

    def answers(self, identifier: Identifier) -> bool:
        """Whether this service is the one to ask about the identifier."""
        ...

    def batches(self, identifiers: Sequence[Identifier]) -> Iterable[Sequence[Identifier]]:
        """Cut a list into the largest requests that the service takes (bytes and count)."""
        ...

    def lookup(self, batch: Sequence[Identifier]) -> Mapping[Identifier, Work]:
        """Ask one batch. Has it: a key. Has it not: no key.

        Raises SourceDown when nothing can be concluded, BatchRefused when a smaller batch
        may be answered.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a source said, identifier by identifier: three answers, never two."""

    found: Mapping[Identifier, Work]
    absent: frozenset[Identifier]
    down: Mapping[Identifier, str]
    """With the reason, for people."""
    silence: str = ""
    """Why the source left questions unanswered, even if what was known of old stood in for
    the answers; "" if it was well, even if it refused single identifiers."""
    left: frozenset[Identifier] = frozenset()
    """Those without an answer of today, also where what was known of old stood in."""


class Verdict(StrEnum):
    """How a link ends."""

    RESOLVED = "resolved"
    """A registry confirmed its identity."""
    TYPED = "typed"
    """An honest item that claims no identity."""
    AMBIGUOUS = "ambiguous"
    CONFLICT = "conflict"
    NOT_FOUND = "not_found"
    """It names an identifier that no registry knows."""
    UNANSWERED = "unanswered"
    """A service that had to be asked was down; asked again next time."""
    BLOCKED = "blocked"
    DEAD = "dead"
    SKIPPED = "skipped"
    """No work and no page: an image, a mail address, a place in the same document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The end of one link's walk."""

    link: Link
    verdict: Verdict
    reason: str
    """One sentence that a person can act on."""
    via: str = ""
    """What gave the identity away, such as "address: arxiv-abs"."""
    confidence: float | None = None
    """1.0 for an identity that a registry confirmed; None where there is none."""
    work_id: str = ""
    """The work or item it became; empty when skipped."""
    page: str = ""
    """How its address answers, such as "alive" or "dead"; empty if it was not looked at."""
