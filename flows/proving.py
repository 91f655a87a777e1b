"""Prove what the links point at: ask registries, look at pages, search for titles."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Protocol, TypeVar

from enrichers.asking.ask import Heard, ask
from enrichers.asking.store import Lifetimes, Store
from enrichers.identify import identify
from enrichers.ladder import climb
from enrichers.model import Answers, Claim, Identifier, Source
from enrichers.pages.memory import Freshness, Visit
from enrichers.pages.memory import Memory as Pages
from enrichers.pages.reader import Reader
from enrichers.pages.visit import ALONE, Crew, Fetch, Read, Visited, visit
from enrichers.resolve import Ask, Resolved, Resolver
from enrichers.rulings import Rulings
from enrichers.words.model import Clue, Searched, TitleSearch
from enrichers.words.search import Memory as Searches
from enrichers.words.search import search
from flows.progress import Watch
from flows.settings import Settings
from flows.sources import STATE_FILE, opened
from seeds.model import Link

T = TypeVar("T")


class Step(Protocol):
    """Does something under a name, and gives what it gives."""

    def __call__(self, name: str, do: Callable[[], T], /) -> T:
        """Do it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """What is known of the links, and what it cost."""

    resolved: Resolved
    requests: Mapping[str, int]
    """By source, and "pages" for all addresses that were looked at."""
    waited: Mapping[str, float]
    """Seconds that requests waited for their turns, by source."""
    pools: Mapping[str, str]
    """Of services that have several, the one that answered."""


def prove(
    links: Sequence[Link],
    settings: Settings,
    *,
    rulings: Rulings,
    step: Step,
    watch: Watch,
    today: date,
    crew: Crew = ALONE,
) -> Proved:
    """Climb the ladder of evidence with all links; each source's turn is a step, and pages
    are read by the crew.

    Raises BadSettings for a key that cannot be read, StoreBroken when the state cannot be
    used.
    """
    state = settings.state / STATE_FILE
    lifetimes = Lifetimes(
        records=settings.record_days,
        absences=settings.absence_days,
        counts=settings.count_days,
        pages=settings.page_days,
    )
    with ExitStack() as stack:
        services = stack.enter_context(opened(settings))
        resolver = Resolver(
            (*services.sources, *services.copies),
            store=stack.enter_context(closing(Store(state, lifetimes=lifetimes))),
            today=today,
            ask=_asking(step),
            heard=_Hearing(watch).hear,
        )
        visitor = searcher = None
        if settings.pages:
            visitor = _Looking(
                fetch=services.fetcher.fetch,
                read=stack.enter_context(Reader()).read,
                memory=stack.enter_context(closing(Pages(state))),
                freshness=Freshness(alive=settings.page_days),
                watch=watch,
                today=today,
                crew=crew,
            )
        if settings.search:
            searcher = _Searching(
                searchers=services.searchers,
                memory=stack.enter_context(closing(Searches(state, lifetimes=lifetimes))),
                step=step,
                watch=watch,
                today=today,
            )
        resolved = climb(
            links,
            identify_links(links),
            resolver,
            visitor=visitor,
            searcher=searcher,
            rulings=rulings,
        )
        requests, waited, pools = services.requests, services.waited, services.pools
    if visitor:
        requests["pages"] = visitor.requested
    return Proved(resolved=resolved, requests=requests, waited=waited, pools=pools)


def identify_links(links: Sequence[Link]) -> dict[Link, tuple[Claim, ...]]:
    """What the addresses claim, by link; links that claim nothing have no key."""
    claims = {link: identify(link.url) for link in links if link.url}
    return {link: claim for link, claim in claims.items() if claim}


@dataclass(slots=True, kw_only=True)
class _Looking:
    """Looks at pages with a crew, whose chunks are steps, and shows how far it is."""

    fetch: Fetch
    read: Read
    memory: Pages
    freshness: Freshness
    watch: Watch
    today: date
    crew: Crew
    requested: int = 0

    def __call__(self, urls: Iterable[str]) -> Visited:
        visited = visit(
            urls,
            fetch=self.fetch,
            read=self.read,
            memory=self.memory,
            today=self.today,
            freshness=self.freshness,
            begin=partial(self.watch.began, "read pages"),
            seen=self._seen,
            crew=self.crew,
        )
        self.requested += visited.requested
        return visited

    def _seen(self, one: Visit) -> None:
        self.watch.moved("read pages", 1, one.reason)


@dataclass(slots=True, kw_only=True)
class _Searching:
    """Searches for titles as a step, and shows how far it is."""

    searchers: Sequence[TitleSearch]
    memory: Searches
    step: Step
    watch: Watch
    today: date

    def __call__(self, clues: Iterable[Clue]) -> Mapping[Clue, Searched]:
        return self.step(
            "search titles",
            partial(
                search,
                tuple(clues),
                self.searchers,
                memory=self.memory,
                today=self.today,
                heard=self._heard,
            ),
        )

    def _heard(self, source: str, done: int, total: int) -> None:
        if done == 1:
            self.watch.began(f"search {source}", total)
        self.watch.moved(f"search {source}", 1)


def _asking(step: Step) -> Ask:
    def ask_as_a_step(
        source: Source,
        ids: Iterable[Identifier],
        *,
        store: Store,
        today: date,
        heard: Callable[[Heard], None] | None = None,
    ) -> Answers:
        return step(
            f"ask {source.name}",
            partial(ask, source, ids, store=store, today=today, heard=heard),
        )

    return ask_as_a_step


class _Hearing:
    """Passes on what the sources say, as progress."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._told: dict[str, tuple[int, int]] = {}

    def hear(self, heard: Heard) -> None:
        stage = f"ask {heard.source}"
        answered = heard.found + heard.absent + heard.down
        total, before = self._told.get(stage, (0, 0))
        if heard.total != total or answered < before:
            self._watch.began(stage, heard.total)
            before = 0
        self._told[stage] = heard.total, answered
        note = heard.reason or f"found {heard.found:,}, absent {heard.absent:,}"
        if heard.reason or answered > before:
            self._watch.moved(stage, answered - before, note)
