"""Visits many addresses: what is remembered first, then host beside host, each politely."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from threading import Event
from typing import Protocol

from enrichers.identifiers.canonical import canonical
from enrichers.merge import credit
from enrichers.pages.chunks import Chunk, Due, chunks_of
from enrichers.pages.memory import Freshness, Memory, Visit
from enrichers.pages.model import Fetched, PageState, Reading

AT_ONCE = 16  # hosts; of one host one address after the other
NOT_MODIFIED = 304
SOURCE = "page"

log = logging.getLogger(__name__)


class Fetch(Protocol):
    """Fetches one address, as `enrichers.pages.fetch.Fetcher.fetch` does."""

    def __call__(self, url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        """Give whatever came of it; it raises nothing for what a server can do."""
        ...


Read = Callable[[Fetched], Reading]
"""Reads what a page or document says about itself; raises nothing for what stands in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """What came of all visits."""

    visits: Mapping[str, Visit]
    """By canonical address."""
    requested: int
    """Addresses that were asked for in this run."""


Look = Callable[[Chunk], Sequence[Visit]]
"""Looks at all addresses of a chunk, host beside host."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """Workers who look at pages side by side."""

    do: Callable[[Sequence[Chunk], Look], Iterable[Sequence[Visit]]]
    """Gives what came of each chunk. The `Look` is for threads of this process, and keeps each
    visit at once; workers elsewhere get chunks and give visits, by `look`."""
    chunks: int
    """The most of them that the work is cut into."""
    at_once: int
    """Hosts that one worker asks side by side."""


ALONE = Crew(do=lambda chunks, here: map(here, chunks), chunks=1, at_once=AT_ONCE)


def visit(
    urls: Iterable[str],
    *,
    fetch: Fetch,
    read: Read,
    memory: Memory,
    today: date,
    freshness: Freshness | None = None,
    seen: Callable[[Visit], None] | None = None,
    begin: Callable[[int], None] | None = None,
    crew: Crew = ALONE,
) -> Visited:
    """Look at each address once, unless what is remembered of it is fresh.

    What this process looks at is kept at once: a run that is killed goes on where it was; what
    workers elsewhere look at, chunk by chunk. `begin` learns how many addresses will be asked
    for, `seen` of each as it was visited, from the threads that do it.
    """
    freshness = freshness or Freshness()
    wanted = dict.fromkeys(map(canonical, urls))
    visits = dict(memory.recall(wanted))
    due = [
        Due(address=address, before=visits.get(address))
        for address in wanted
        if address not in visits or not _is_fresh(visits[address], freshness, today)
    ]
    if begin:
        begin(len(due))
    kept: set[str] = set()

    def keep(now: Visit) -> None:
        memory.keep(now.url, now)
        kept.add(now.url)
        if seen:
            seen(now)

    stopping = Event()
    here = partial(look, fetch=fetch, read=read, keep=keep, stopping=stopping)
    chunks = chunks_of(due, today=today, most=crew.chunks, at_once=crew.at_once)
    try:
        for made in crew.do(chunks, here):
            for now in made:
                if now.url not in kept:
                    keep(now)
                visits[now.url] = now
    finally:
        stopping.set()
    return Visited(visits=visits, requested=len(due))


def look(
    chunk: Chunk,
    *,
    fetch: Fetch,
    read: Read,
    keep: Callable[[Visit], None] | None = None,
    stopping: Event | None = None,
) -> tuple[Visit, ...]:
    """Look at all addresses of a chunk; `keep` gets each visit as it was made."""
    stops = [stopping, over := Event()] if stopping else [over := Event()]

    def look_at_host(due: Iterable[Due]) -> list[Visit]:
        made: list[Visit] = []
        for one in due:
            if any(stop.is_set() for stop in stops):
                break
            now = _visit(one.address, one.before, fetch=fetch, read=read, today=chunk.today)
            if keep:
                keep(now)
            made.append(now)
        return made

    pool = ThreadPoolExecutor(max_workers=chunk.at_once, thread_name_prefix="visit")
    try:
        futures = [
            pool.submit(copy_context().run, look_at_host, addresses)
            for addresses in chunk.hosts
        ]
        return tuple(made for future in futures for made in future.result())
    finally:
        # Whoever stops the run waits for the pages that are under way, and no others.
        over.set()
        pool.shutdown(cancel_futures=True)


def _is_fresh(visit: Visit, freshness: Freshness, today: date) -> bool:
    return 0 <= (today - visit.on).days < freshness.of(visit)


def _visit(
    address: str, before: Visit | None, *, fetch: Fetch, read: Read, today: date
) -> Visit:
    known = before if before and before.state is PageState.ALIVE else None
    fetched = fetch(
        address,
        etag=known.etag if known else "",
        last_modified=known.last_modified if known else "",
    )
    log.debug("%s: %s", address, fetched.state)
    if known and fetched.status == NOT_MODIFIED:
        return replace(known, on=today, failing_since=None, silence="")
    reading = read(fetched) if fetched.state is PageState.ALIVE else Reading()
    if reading.unread:
        # What nobody could read gave no answer, or else nobody would read it again.
        fetched = replace(fetched, state=PageState.DOWN, reason=reading.unread)
    if fetched.state is PageState.DOWN and before and before.state is not PageState.DOWN:
        # What is known of it stands: a bad day tells nothing of the page.
        since = before.failing_since or today
        return replace(before, silence=fetched.reason, failing_since=since)
    if fetched.state is PageState.ALIVE:
        work = credit(reading.work, source=SOURCE, on=today, record=fetched.final_url)
        reading = replace(reading, work=work)
    else:
        reading = before.reading if before else Reading()
    return Visit(
        url=address,
        on=today,
        state=fetched.state,
        reason=fetched.reason,
        final_url=fetched.final_url,
        reading=reading,
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        failing_since=_failing_since(before, fetched.state, today),
        gone_days=_gone_days(before, fetched.state, today),
    )


def _failing_since(before: Visit | None, state: PageState, today: date) -> date | None:
    if state not in {PageState.GONE, PageState.DOWN}:
        return None
    return (before.failing_since if before else None) or today


def _gone_days(before: Visit | None, state: PageState, today: date) -> int:
    if state is not PageState.GONE:
        return 0
    days = before.gone_days if before else 0
    return days + (before is not None and before.on != today) if days else 1
