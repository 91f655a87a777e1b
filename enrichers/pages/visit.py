"""Visits many addresses: what is remembered first, then host beside host, each politely."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, replace
from datetime import date
from threading import Event
from typing import Protocol

from enrichers.canonical import canonical
from enrichers.kinds import host_of, split
from enrichers.merge import credit
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
) -> Visited:
    """Look at each address once, unless what is remembered of it is fresh.

    Every visit is kept before the next: a run that is killed goes on where it was. `begin`
    learns how many addresses will be asked for, `seen` of each as it was visited, from the
    threads that do it.
    """
    freshness = freshness or Freshness()
    wanted = dict.fromkeys(map(canonical, urls))
    visits = dict(memory.recall(wanted))
    due = [
        address
        for address in wanted
        if address not in visits or not _is_fresh(visits[address], freshness, today)
    ]
    if begin:
        begin(len(due))

    stopping = Event()

    def look(addresses: Iterable[str]) -> list[Visit]:
        made: list[Visit] = []
        for address in addresses:
            if stopping.is_set():
                break
            before = visits.get(address)
            now = _visit(address, before, fetch=fetch, read=read, today=today)
            memory.keep(address, now)
            made.append(now)
            if seen:
                seen(now)
        return made

    by_host: defaultdict[str, list[str]] = defaultdict(list)
    for address in due:
        by_host[host_of(split(address))].append(address)
    longest_first = sorted(by_host.values(), key=len, reverse=True)
    pool = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="visit")
    try:
        futures = [
            pool.submit(copy_context().run, look, addresses) for addresses in longest_first
        ]
        for future in futures:
            visits.update({made.url: made for made in future.result()})
    finally:
        # Whoever stops the run waits for the pages that are under way, and no others.
        stopping.set()
        pool.shutdown(cancel_futures=True)
    return Visited(visits=visits, requested=len(due))


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
        return replace(known, on=today)
    reading = before.reading if before else Reading()
    if fetched.state is PageState.ALIVE:
        reading = read(fetched)
        work = credit(reading.work, source=SOURCE, on=today, record=fetched.final_url)
        reading = replace(reading, work=work)
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
    """A day without any answer neither counts nor breaks the row."""
    days = before.gone_days if before else 0
    if state is PageState.DOWN:
        return days
    if state is not PageState.GONE:
        return 0
    is_new_day = before is None or before.on != today or before.state is not PageState.GONE
    return days + is_new_day if days else 1
