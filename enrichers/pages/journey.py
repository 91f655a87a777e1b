"""Follows one fetch from address to address, and says what each answer means for it."""

from dataclasses import dataclass, replace
from typing import Final

import httpx2

from enrichers.pages.charset import text_of
from enrichers.pages.exchange import Answer
from enrichers.pages.guard import host_of
from enrichers.pages.media import MARKUP
from enrichers.pages.model import Fetched, PageState
from enrichers.pages.refresh import refresh_in
from enrichers.pages.states import EMPTY, NOT_MODIFIED, OK, challenge_in, challenged, state_of

LONGEST_VALIDATOR: Final = 500
SENT_ON_WITHIN: Final = 64 * 1024  # bytes
OTHER_SCHEMES: Final = frozenset({"javascript", "mailto", "data", "about", "intent"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why there is no answer."""

    state: PageState
    reason: str
    heals: bool = False
    """Another try may go better."""


class Journey:
    """One fetch under way: where it has been, its cookies, the seconds that are left."""

    def __init__(self, url: str, left: float, validators: dict[str, str]) -> None:
        self.url = url
        self.way: list[str] = []
        self.cookies = httpx2.Cookies()
        self.left = left
        self.validators = validators


def parsed(text: str, *, base: httpx2.URL | None = None) -> httpx2.URL | None:
    """An address without fragment and without dots behind its host; None for what is none."""
    text = text.strip()
    if not text:
        return None
    try:
        url = base.join(text) if base else httpx2.URL(text)
        url = url.copy_with(fragment=None)
        return url.copy_with(host=host_of(url)) if url.raw_host.endswith(b".") else url
    except httpx2.InvalidURL:
        return None


def validators_of(etag: str, last_modified: str) -> dict[str, str]:
    """The headers that ask only for what has changed since."""
    said = {"If-None-Match": _sendable(etag), "If-Modified-Since": _sendable(last_modified)}
    return {name: value for name, value in said.items() if value}


def _sendable(value: str) -> str:
    """The value, if it can stand in a header; else nothing."""
    is_plain = value.isascii() and value.isprintable() and len(value) <= LONGEST_VALIDATOR
    return value if is_plain else ""


def failed(journey: Journey, failure: Failure) -> Fetched:
    """What came of it without an answer."""
    return Fetched(
        url=journey.url,
        state=failure.state,
        reason=failure.reason,
        final_url=journey.way[-1] if journey.way else journey.url,
        redirects=tuple(journey.way),
    )


def stopped(fetched: Fetched, reason: str) -> Fetched:
    """What came of it when a redirect is not followed."""
    return replace(fetched, state=PageState.DOWN, reason=reason, body=b"")


def judged(journey: Journey, answer: Answer) -> Fetched:
    """The answer with its state. Only what is alive or suspicious keeps its body."""
    fetched = Fetched(
        url=journey.url,
        state=PageState.ALIVE,
        final_url=journey.way[-1] if journey.way else journey.url,
        redirects=tuple(journey.way),
        status=answer.status,
        content_type=answer.content_type,
        charset=answer.charset,
        body=answer.body,
        is_cut=answer.is_cut,
        etag=_sendable(answer.headers.get("etag", "")),
        last_modified=_sendable(answer.headers.get("last-modified", "")),
    )
    if answer.status == NOT_MODIFIED and not journey.validators:
        return stopped(fetched, "it claims to be unchanged, unasked")
    challenger = challenge_in(answer.headers)
    state, reason = (
        (PageState.BLOCKED, challenged(challenger)) if challenger else state_of(fetched)
    )
    is_kept = state in {PageState.ALIVE, PageState.SUSPICIOUS}
    return replace(fetched, state=state, reason=reason, body=answer.body if is_kept else b"")


def refresh(fetched: Fetched) -> str:
    """Where a page sends its reader on to by itself; "" if it is to be read."""
    is_page = fetched.status == OK and fetched.content_type in MARKUP
    if not is_page or (fetched.state is not PageState.ALIVE and fetched.reason != EMPTY):
        return ""
    target = refresh_in(text_of(fetched.body[:SENT_ON_WITHIN], header=fetched.charset))
    return target if target.partition(":")[0].lower() not in OTHER_SCHEMES else ""
