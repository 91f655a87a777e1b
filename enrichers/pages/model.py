"""What fetching an address yields, and what a page or document says about itself."""

from dataclasses import dataclass, field
from enum import StrEnum

from enrichers.model import Claim, Work


class PageState(StrEnum):
    """How an address answered."""

    ALIVE = "alive"
    BLOCKED = "blocked"
    """It is there, and not for us: 401, 403, 429 or a challenge page."""
    SUSPICIOUS = "suspicious"
    """It answered with something else: a soft 404, a parked domain, a login wall."""
    GONE = "gone"
    """404, 410 or no such host, this time: dead when that is repeated on another day."""
    DOWN = "down"
    """No usable answer; nothing may be concluded."""
    REFUSED = "refused"
    """An address that we do not fetch: not http(s), or private."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One address and what it answered."""

    url: str
    """As asked for."""
    state: PageState
    reason: str = ""
    """For people, in words; "" if alive."""
    final_url: str = ""
    """After redirects."""
    redirects: tuple[str, ...] = ()
    """Every address on the way, without the first and with the last."""
    status: int = 0
    """HTTP status; 0 without an answer."""
    content_type: str = ""
    """Media type in small letters, without parameters; sniffed where the header is wrong."""
    charset: str = ""
    """As the header names it; "" if it does not."""
    body: bytes = b""
    """Unpacked; cut at the limit of size."""
    is_cut: bool = False
    """The body was longer than what is read."""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a page or document says about itself; all of it is a claim until confirmed."""

    work: Work = field(default_factory=Work)
    """Its kind, title, authors, date, venue, language and so on; never with `ids`."""
    claims: tuple[Claim, ...] = ()
    """Identifiers that it declares to be its own, the most trustworthy convention first."""
    mentions: tuple[Claim, ...] = ()
    """Identifiers that stand on it and may be its own or another's (`is_guess`): they count
    only if the record's title is the page's title. Never those of its references."""
    is_paper: bool = False
    """It declares itself a scholarly work, so that its title may be searched for."""
    is_list: bool = False
    """It is about many works (references, search results, a reading list): nothing on it is
    its own identity."""
    evidence: tuple[str, ...] = ()
    """What was seen, for `explain`: "citation_doi 10.1/x", "slides: landscape pages"."""
    unread: str = ""
    """Why it could not be read this time though nothing is wrong with it; "" if it was."""
