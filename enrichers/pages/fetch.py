"""Fetches pages and documents of the web: politely, safely, and never without an end."""

import logging
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Lock
from typing import Final
from urllib.request import getproxies

import httpx2

from enrichers.asking.pace import Blocked, Turns
from enrichers.asking.troubles import LATE, describe, retry_after, trouble_of
from enrichers.asking.web import trust, user_agent
from enrichers.pages.exchange import REDIRECTS, Answer, Sizes, exchange
from enrichers.pages.guard import Guard, host_of
from enrichers.pages.journey import (
    Failure,
    Journey,
    failed,
    judged,
    parsed,
    refresh,
    stopped,
    validators_of,
)
from enrichers.pages.lines import Forbidden, Line, Lines, NoSuchHost, time_limit
from enrichers.pages.model import Fetched, PageState
from enrichers.pages.states import NOT_MODIFIED, challenge_in
from enrichers.pages.unpack import ACCEPTED

TRIES: Final = 2
REFUSALS: Final = frozenset({403, 429, 503})
"""Statuses whose Retry-After is obeyed; with others it means nothing."""
RETRIED: Final = frozenset({500, 502, 503, 504})
"""Asked once more even without being told when."""

SILENT_TIMES: Final = 3
"""After so many addresses of a host in a row without any answer, a fetcher tries no others."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one fetch may take."""

    every: float = 1.0
    """The least number of seconds between requests to one host."""
    patience: float = 30.0
    """How many seconds of waiting a host may ask for."""
    silence: float = 15.0
    """How many seconds a host may be silent."""
    whole: float = 60.0
    """Seconds for all requests of one fetch together, without the waiting for turns."""
    page_bytes: int = 4 * 2**20
    document_bytes: int = 20 * 2**20
    redirects: int = 10
    visits: int = 2
    """How often a redirect may lead to one address: some set a cookie and lead back."""


class Fetcher:
    """The way to all pages, kept for its whole life; for any thread.

    One request at a time goes to a host, and its turns are shared with all threads and
    processes that use the same `pace`.
    """

    def __init__(
        self,
        pace: Turns,
        contact: str = "",
        *,
        limits: Limits | None = None,
        allowed: Iterable[str] = (),
    ) -> None:
        """`allowed` names hosts that may be fetched although they are not public, as
        `enrichers.pages.guard.exemption` reads them. Raises ValueError."""
        self._pace = pace
        self._limits = limits or Limits()
        self._guard = Guard(allowed)
        self._sizes = Sizes(page=self._limits.page_bytes, document=self._limits.document_bytes)
        self._headers = {
            "User-Agent": user_agent(contact),
            "Accept": "text/html,application/xhtml+xml,application/pdf,*/*;q=0.5",
            "Accept-Language": "en,*;q=0.5",
            "Accept-Encoding": ACCEPTED,
        }
        self._lock = Lock()
        self._lines: Lines | None = None
        self._silent: Counter[str] = Counter()

    def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        """Follow an address to its end and judge what stands there.

        With a validator of an earlier answer, "not modified" is ALIVE with status 304 and no
        body. Only what is ALIVE or SUSPICIOUS has a body. A host that wants us to wait for
        longer than our patience leaves 429 BLOCKED and 503 DOWN, and its other addresses DOWN
        until the time is over. Raises nothing that a server or an address can cause, but
        StoreBroken for the file of the turns.
        """
        journey = Journey(url, self._limits.whole, validators_of(etag, last_modified))
        fetched = self._follow(journey)
        if fetched.status == NOT_MODIFIED:
            fetched = replace(
                fetched,
                etag=fetched.etag or etag,
                last_modified=fetched.last_modified or last_modified,
            )
        log.debug("%s: %s %s", url, fetched.state, fetched.reason)
        return fetched

    def close(self) -> None:
        """Let go of all connections; the next fetch opens others."""
        with self._lock:
            lines, self._lines = self._lines, None
        if lines is not None:
            lines.close()

    def _follow(self, journey: Journey) -> Fetched:
        url = parsed(journey.url)
        if url is None:
            return failed(journey, Failure(state=PageState.REFUSED, reason="no address"))
        while True:
            answer = self._ask(url, journey)
            if isinstance(answer, Failure):
                return failed(journey, answer)
            fetched = judged(journey, answer)
            is_sent_on = answer.status in REDIRECTS and "location" in answer.headers
            target = answer.headers.get("location", "") if is_sent_on else refresh(fetched)
            onward = parsed(target, base=url)
            if onward is None and is_sent_on:
                return stopped(fetched, "it redirects to no address")
            if onward is None or (onward == url and not is_sent_on):
                return fetched
            url = onward
            journey.way.append(str(url))
            if len(journey.way) > self._limits.redirects:
                return stopped(fetched, f"more than {self._limits.redirects} redirects")
            if journey.way.count(str(url)) > self._limits.visits:
                return stopped(fetched, "it redirects in circles")

    def _ask(self, url: httpx2.URL, journey: Journey) -> Answer | Failure:
        """One request, and a second one where that may help."""
        objection = self._guard.objection(url)
        if objection:
            return Failure(state=PageState.REFUSED, reason=objection)
        host = host_of(url)
        tries = 0
        while True:
            tries += 1
            outcome = self._in_turn(url, host, journey)
            if isinstance(outcome, Failure):
                is_final = not outcome.heals
            else:
                is_final = not self._heed(outcome, host)
            if is_final or tries == TRIES:
                break
        if isinstance(outcome, Failure) and outcome.heals:
            self._count(host, 1)
        return outcome

    def _in_turn(self, url: httpx2.URL, host: str, journey: Journey) -> Answer | Failure:
        limits = self._limits
        try:
            with self._pace.alone(
                _key(host), limits.every, longest=limits.whole, patience=limits.patience
            ):
                if self._silent[host] >= SILENT_TIMES:
                    reason = f"{host} did not answer {SILENT_TIMES} times before"
                    return Failure(state=PageState.DOWN, reason=reason)
                return self._timed(url, journey)
        except Blocked as error:
            reason = f"{host} wants to be left alone for {error.seconds:.0f} s"
            return Failure(state=PageState.DOWN, reason=reason)

    def _timed(self, url: httpx2.URL, journey: Journey) -> Answer | Failure:
        if journey.left <= 0:
            return Failure(state=PageState.DOWN, reason=describe(LATE, url))
        started = time.monotonic()
        try:
            with time_limit(journey.left):
                return self._try(url, journey)
        finally:
            journey.left -= time.monotonic() - started

    def _try(self, url: httpx2.URL, journey: Journey) -> Answer | Failure:
        line = self._line_for(url)
        if isinstance(line, Failure):
            return line
        timeout = httpx2.Timeout(self._limits.silence, pool=self._limits.whole)
        request = httpx2.Request(
            "GET",
            url,
            headers=self._headers | journey.validators,
            extensions={"timeout": timeout.as_dict()},
        )
        request.headers.encoding = "utf-8"  # cookies go back in whatever letters they came
        journey.cookies.set_cookie_header(request)
        try:
            answer = exchange(line, request, journey.cookies, self._sizes)
        except Forbidden:
            reason = "a name that leads to a private address"
            return Failure(state=PageState.REFUSED, reason=reason)
        except NoSuchHost:
            return Failure(state=PageState.GONE, reason=f"there is no host {host_of(url)}")
        except httpx2.RequestError as error:
            trouble = trouble_of(error)
            reason = describe(trouble, url)
            return Failure(state=PageState.DOWN, reason=reason, heals=trouble.heals)
        self._count(host_of(url), 0)
        return answer

    def _line_for(self, url: httpx2.URL) -> Line | Failure:
        try:
            with self._lock:
                if self._lines is None:
                    self._lines = Lines(self._guard, trust(), getproxies())
                lines = self._lines
            return lines.line_for(url)
        except OSError:
            reason = "SSL_CERT_FILE or SSL_CERT_DIR cannot be read"
        except (ValueError, ImportError, httpx2.InvalidURL) as error:
            # Its text is kept out: a proxy's address can hold a password.
            reason = f"the proxy settings cannot be used ({type(error).__name__})"
        return Failure(state=PageState.DOWN, reason=reason)

    def _heed(self, answer: Answer, host: str) -> bool:
        """Obey a refusal that says for how long; say whether to ask again."""
        if challenge_in(answer.headers):
            return False
        asked = None
        if answer.status in REFUSALS:
            asked = retry_after(answer.headers, now=datetime.now(UTC))
        if asked:
            self._pace.block(_key(host), asked)
            return asked <= self._limits.patience
        return answer.status in RETRIED

    def _count(self, host: str, silent: int) -> None:
        """Count a fetch without an answer; an answer (0) forgets those before."""
        with self._lock:
            self._silent[host] = self._silent[host] + silent if silent else 0


def _key(host: str) -> str:
    """Under which the turns of a host are kept."""
    return f"page {host}"
