"""Shares addresses out among workers: all of a host to one of them, to be polite there."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from heapq import heapify, heapreplace
from math import ceil

from enrichers.items.kinds import host_of, split
from enrichers.pages.memory import Visit

FEWEST = 25
"""Addresses of a chunk, where there are enough: sending one out costs as much as a request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """An address to look at."""

    address: str
    before: Visit | None
    """The last visit, however long ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """What one worker looks at; a value that can be sent to another machine."""

    hosts: tuple[tuple[Due, ...], ...]
    """All addresses of each of its hosts; the hosts with the most come first."""
    today: date
    at_once: int
    """Hosts; of one host one address after the other."""


def chunks_of(due: Iterable[Due], *, today: date, most: int, at_once: int) -> tuple[Chunk, ...]:
    """At most so many chunks, alike in length as far as their hosts allow."""
    by_host: defaultdict[str, list[Due]] = defaultdict(list)
    for one in due:
        by_host[host_of(split(one.address))].append(one)
    longest_first = sorted(by_host.values(), key=len, reverse=True)
    total = sum(map(len, longest_first))
    number = min(most, ceil(total / FEWEST), len(longest_first))
    if not number:
        return ()
    shares: list[list[tuple[Due, ...]]] = [[] for _ in range(number)]
    loads = [(0, which) for which in range(number)]
    heapify(loads)
    for host in longest_first:
        load, which = loads[0]
        shares[which].append(tuple(host))
        heapreplace(loads, (load + len(host), which))
    return tuple(Chunk(hosts=tuple(hosts), today=today, at_once=at_once) for hosts in shares)
