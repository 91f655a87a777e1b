"""From claims to works: who is asked what, in which round, and what comes of it."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol, runtime_checkable

from enrichers import rounds
from enrichers.asking.ask import Heard, ask
from enrichers.asking.store import Store
from enrichers.items.described import told
from enrichers.merge import merge
from enrichers.model import Answers, Identifier, Scheme, Source, Work
from enrichers.pages.memory import Visit
from enrichers.pages.model import Reading
from enrichers.rounds import Ledger, Outcome, Question
from enrichers.versions import Conflict, gather
from enrichers.words.model import Clue, Searched
from seeds.model import Link

COUNTERS: Mapping[str, tuple[Scheme, ...]] = {
    "semantic_scholar": (Scheme.ARXIV, Scheme.DOI),
    "openalex": (Scheme.DOI, Scheme.ARXIV),
}
"""Who is asked for counts and gaps, once about every work, by which of its identifiers: the
scheme that each knows best, or of which a request holds more."""

log = logging.getLogger(__name__)


@runtime_checkable
class Thrifty(Protocol):
    """A source with an allowance, out of which it also answers searches."""

    def spare_for(self, identifiers: Sequence[Identifier]) -> None:
        """Search only while what is left pays for looking these up, too."""
        ...


__all__ = ["Ask", "Outcome", "Question", "Resolved", "Resolver", "Sight"]


class Ask(Protocol):
    """Asks one source about many identifiers, as `enrichers.asking.ask.ask` does."""

    def __call__(
        self,
        source: Source,
        ids: Iterable[Identifier],
        *,
        store: Store,
        today: date,
        heard: Callable[[Heard], None] | None = None,
    ) -> Answers:
        """Give one answer for each identifier."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What came of all claims."""

    outcomes: Mapping[Link, tuple[Outcome, ...]]
    """By link: what came of its claims, and of those that count for all of its occurrences."""
    works: tuple[Work, ...]
    """One for each distinct work that a confirmed claim means, ordered by `work_id`."""
    by_identifier: Mapping[Identifier, Work]
    """The works by each of their identifiers."""
    conflicts: tuple[Conflict, ...]
    """Records that some source calls versions of one work, and that are kept apart."""
    down: Mapping[str, str]
    """By source that left questions unanswered: why."""
    left: Mapping[str, int] = field(default_factory=dict[str, int])
    """By source: about how many identifiers it gave no answer of today."""
    sights: Mapping[str, "Sight"] = field(default_factory=dict[str, "Sight"])
    """What is known of each page or reference beyond its address, by `typed_id`."""
    names: Mapping[Link, str] = field(default_factory=dict[Link, str])
    """The `typed_id` of each link, or of the one that people say it is the same as."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What the steps above the address saw of one page, document or reference."""

    links: tuple[Link, ...]
    """All of its occurrences."""
    visit: Visit | None = None
    """None if it was not looked at."""
    described: Work | None = None
    """What a service says of it."""
    clue: Clue = field(default_factory=Clue)
    searched: Searched | None = None
    """None if it was not searched for."""

    @property
    def reading(self) -> Reading | None:
        """What its page and services say of it; None if nobody was asked."""
        reading = self.visit.reading if self.visit else None
        return told(reading or Reading(), self.described) if self.described else reading


class Resolver:
    """Has the registries answer questions, as they come up; nothing is asked twice."""

    def __init__(
        self,
        sources: Iterable[Source],
        *,
        store: Store,
        today: date,
        ask: Ask = ask,
        heard: Callable[[Heard], None] | None = None,
    ) -> None:
        """The sources of one stage are asked side by side, each in a thread of its own;
        `heard` is called from these. A source that is down ends nothing: what needed it is
        down too."""
        self._sources = {source.name: source for source in sources}
        self._ledger = Ledger(self._sources)
        self._store = store
        self._today = today
        self._ask = ask
        self._heard = heard

    @property
    def down(self) -> Mapping[str, str]:
        """By source that left questions unanswered: why."""
        return dict(self._ledger.silences)

    @property
    def left(self) -> Mapping[str, int]:
        """By source: about how many identifiers it gave no answer of today."""
        return {name: len(ids) for name, ids in self._ledger.left.items() if ids}

    def save_up(self, outcomes: Iterable[Outcome]) -> None:
        """Have searching leave what it takes to count the citations of confirmed works."""
        confirmed, _ = rounds.records(outcomes, self._ledger)
        works = [
            replace(work, ids=work.ids | work.versions | {known})
            for known, work in confirmed.items()
        ]
        for name, counter in self._counters().items():
            if not isinstance(counter, Thrifty):
                continue
            due = frozenset(_for_counters(works, {name: counter}).get(name, ()))
            found, absent = self._store.recall(name, due, today=self._today)
            counter.spare_for(sorted(due - found.keys() - absent))

    def _counters(self) -> dict[str, Source]:
        return {name: self._sources[name] for name in COUNTERS if name in self._sources}

    def settle(self, questions: Iterable[Question]) -> Mapping[Question, Outcome]:
        """Ask until nothing is open; say what came of each question."""
        distinct = tuple(dict.fromkeys(questions))
        while rounds.wanted(distinct, self._ledger, rounds.EVERYBODY):
            for stage in rounds.STAGES:
                self._hear(rounds.wanted(distinct, self._ledger, stage))
        return {question: rounds.outcome(question, self._ledger) for question in distinct}

    def record(self, outcome: Outcome) -> Work | None:
        """What the registry says that confirmed a claim, or has what is in doubt."""
        known = outcome.identifier
        return self._ledger.position(known).work if known else None

    def described(self, names: Iterable[Identifier]) -> Mapping[Identifier, Work]:
        """What services say of things that are no works by these names; of what they do not
        know, or are silent about, there is no key."""
        asked: defaultdict[str, list[Identifier]] = defaultdict(list)
        for known in dict.fromkeys(names):
            name = rounds.DESCRIBERS.get(known.scheme, "")
            if name in self._sources and self._sources[name].answers(known):
                asked[name].append(known)
        self._hear(asked)
        works = (
            (known, self._ledger.work(name, known))
            for name, ids in asked.items()
            for known in ids
        )
        return {known: work for known, work in works if work}

    def works(
        self,
        outcomes: Iterable[Outcome],
        *,
        apart: Iterable[tuple[Identifier, Identifier]] = (),
    ) -> tuple[tuple[Work, ...], tuple[Conflict, ...]]:
        """The works that confirmed claims mean, with their counts, which are asked for here;
        and which records only pretend to be their versions. Pairs that people keep `apart`
        are never versions of each other."""
        works, conflicts = _works(outcomes, self._ledger, apart)
        named = _for_counters(works, self._counters())
        self._hear(named)
        works = tuple(_with_counts(works, named, self._ledger))
        log.info("%d works, %d conflicts", len(works), len(conflicts))
        return works, conflicts

    def _hear(self, asked: Mapping[str, Sequence[Identifier]]) -> None:
        def one(name: str) -> Answers:
            return self._ask(
                self._sources[name],
                asked[name],
                store=self._store,
                today=self._today,
                heard=self._heard,
            )

        for name, answers in _side_by_side(one, asked).items():
            self._ledger.hear(name, asked[name], answers)


def _for_counters(
    works: Iterable[Work], counters: Mapping[str, Source]
) -> dict[str, list[Identifier]]:
    """What the counters are to be asked: of each work one identifier that they answer."""
    asked: dict[str, list[Identifier]] = {name: [] for name in counters}
    for work in works:
        for name, counter in counters.items():
            known = _name_for(work, COUNTERS[name])
            if known and counter.answers(known):
                asked[name].append(known)
    return {name: ids for name, ids in asked.items() if ids}


def _name_for(work: Work, schemes: Sequence[Scheme]) -> Identifier | None:
    """Its identifier of the first scheme that it has; of several, its leading record's."""
    lead = work.origin.get("kind") or work.origin.get("title")
    leading = lead.record if lead else ""

    def order(known: Identifier) -> tuple[int, bool, Identifier]:
        return schemes.index(known.scheme), str(known) != leading, known

    return min(
        (known for known in work.ids if known.scheme in schemes), key=order, default=None
    )


def _works(
    outcomes: Iterable[Outcome],
    ledger: Ledger,
    apart: Iterable[tuple[Identifier, Identifier]],
) -> tuple[tuple[Work, ...], tuple[Conflict, ...]]:
    """The works that confirmed claims mean; a version that contradicts is another's work."""
    confirmed, named = rounds.records(outcomes, ledger)
    works, conflicts = gather([*confirmed.values(), *named.values()], apart)
    meant = (work for work in works if any(known in confirmed for known in work.ids))
    return tuple(meant), conflicts


def _with_counts(
    works: Iterable[Work], asked: Mapping[str, Sequence[Identifier]], ledger: Ledger
) -> Iterable[Work]:
    said: dict[Identifier, list[Work]] = defaultdict(list)
    for name, ids in asked.items():
        for known in ids:
            if record := ledger.work(name, known):
                said[known].append(record)
    for work in works:
        answers = [answer for known in sorted(work.ids) for answer in said.get(known, ())]
        yield merge([work, *answers]) if answers else work


def _side_by_side(
    ask_one: Callable[[str], Answers], names: Iterable[str]
) -> dict[str, Answers]:
    """Ask each source in a thread of its own, in the context of the caller.

    Whoever stops the run does not wait for services that are still busy.
    """
    names = list(names)
    if not names:
        return {}
    pool = ThreadPoolExecutor(max_workers=len(names), thread_name_prefix="ask")
    try:
        futures = {name: pool.submit(copy_context().run, ask_one, name) for name in names}
        return {name: future.result() for name, future in futures.items()}
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
