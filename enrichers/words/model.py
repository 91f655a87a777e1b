"""What is known of a work that a link names in words, and how sure a proposal is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from enrichers.model import Person, Work


class Speaker(StrEnum):
    """Who gives a title, the most trustworthy first."""

    PAGE = "page"
    """What the landing page or the document's metadata declare."""
    DOCUMENT = "document"
    """What stands largest on a document's first page."""
    LABEL = "label"
    TEXT = "text"
    """What the list says around the link."""
    ADDRESS = "address"
    """The slug or the file's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words that may be a title, cleaned of the habits of lists."""

    text: str
    speaker: Speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """All that a link, its list and its page say about the work that it points at."""

    phrases: tuple[Phrase, ...] = ()
    """Possible titles, the best first. Empty: there is nothing that may be searched for."""
    authors: tuple[Person, ...] = ()
    year: int | None = None
    venue: str = ""
    """As the list or the page names it: "ICML", "J. Comput. Phys."."""
    is_published: bool = False
    """The page declares that this is what appeared there and then: the venue and the year
    are its own."""
    is_document: bool = False
    """The address is a PDF or the like, which is more often a paper than a page is."""
    host: str = ""
    refusal: str = ""
    """Why it is not searched for; "" if it may be."""


class Decision(StrEnum):
    """What comes of comparing a clue with the works that searching found."""

    ACCEPT = "accept"
    ASK = "ask"
    """A person should look: likely, not sure, or two that cannot be told apart."""
    ABSTAIN = "abstain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One work that may be meant."""

    work: Work
    probability: float
    """From 0 to 1, calibrated: of proposals with 0.9, nine in ten are right."""
    evidence: tuple[str, ...] = ()
    """For people: "title 0.98", "first author agrees", "year 2018 against 2019"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What to do about a clue, and why."""

    decision: Decision
    proposals: tuple[Proposal, ...] = ()
    """The likeliest first; the first is the accepted one."""
    reason: str = ""
    """One sentence for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What came of searching for one clue."""

    judgement: Judgement
    down: Mapping[str, str]
    """By source that gave no answer: why. If it is not empty, abstaining proves nothing."""


class TitleSearch(Protocol):
    """A service that finds works by title."""

    name: str

    def search(self, title: str, *, authors: Sequence[Person] = ()) -> Sequence[Work]:
        """The best few works, in the service's order; none is an answer too.

        Raises SourceDown when nothing can be concluded.
        """
        ...
