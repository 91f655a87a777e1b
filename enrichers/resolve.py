"""From claims to works: who is asked what, in which round, and what comes of it."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Protocol

from enrichers import rounds
from enrichers.ask import Heard, ask
from enrichers.merge import merge
from enrichers.model import Answers, Claim, Identifier, Scheme, Source, Work
from enrichers.rounds import Ledger, Outcome, Question
from enrichers.store import Store
from enrichers.versions import Conflict, gather
from seeds.model import Link

COUNTERS: Mapping[str, tuple[Scheme, ...]] = {
    "semantic_scholar": (Scheme.ARXIV, Scheme.DOI),
    "openalex": (Scheme.DOI, Scheme.ARXIV),
}
"""Who is asked for counts and gaps, once about every work, by which of its identifiers: the
scheme that each knows best, or of which a request holds more."""

log = logging.getLogger(__name__)

__all__ = ["Ask", "Outcome", "Resolved", "resolve"]


class Ask(Protocol):
    """Asks one source about many identifiers, as `enrichers.ask.ask` does."""

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
    """By link, one for each of its claims, in their order."""
    works: tuple[Work, ...]
    """One for each distinct work that a confirmed claim means, ordered by `work_id`."""
    by_identifier: Mapping[Identifier, Work]
    """The works by each of their identifiers."""
    conflicts: tuple[Conflict, ...]
    """Records that some source calls versions of one work, and that are kept apart."""
    down: Mapping[str, str]
    """By source that left questions unanswered: why."""


def resolve(
    claims_by_link: Mapping[Link, Sequence[Claim]],
    sources: Iterable[Source],
    *,
    store: Store,
    today: date,
    ask: Ask = ask,
    heard: Callable[[Heard], None] | None = None,
) -> Resolved:
    """Have the registries confirm what the links claim, and make works of their records.

    The sources of one stage are asked side by side, each in a thread of its own; `heard` is
    called from these. A source that is down ends nothing: what needed it is down too.
    """
    by_name = {source.name: source for source in sources}
    ledger = Ledger(by_name)

    def hear(asked: Mapping[str, Sequence[Identifier]]) -> None:
        def one(name: str) -> Answers:
            return ask(by_name[name], asked[name], store=store, today=today, heard=heard)

        for name, answers in _side_by_side(one, asked).items():
            ledger.hear(name, asked[name], answers)

    questions = {
        link: tuple(Question(claim, link.label) for claim in claims)
        for link, claims in claims_by_link.items()
    }
    distinct = tuple(dict.fromkeys(chain.from_iterable(questions.values())))
    while rounds.wanted(distinct, ledger, rounds.EVERYBODY):
        for stage in rounds.STAGES:
            hear(rounds.wanted(distinct, ledger, stage))
    ends = {question: rounds.outcome(question, ledger) for question in distinct}
    works, conflicts = _works(ends.values(), ledger)
    named = _for_counters(works, {name: by_name[name] for name in COUNTERS if name in by_name})
    hear(named)
    works = tuple(_with_counts(works, named, ledger))
    log.info("%d works, %d conflicts", len(works), len(conflicts))
    return Resolved(
        outcomes={link: tuple(map(ends.__getitem__, said)) for link, said in questions.items()},
        works=works,
        by_identifier={known: work for work in works for known in work.ids},
        conflicts=conflicts,
        down=dict(ledger.silences),
    )


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
    outcomes: Iterable[Outcome], ledger: Ledger
) -> tuple[tuple[Work, ...], tuple[Conflict, ...]]:
    """The works that confirmed claims mean; a version that contradicts is another's work."""
    confirmed, named = rounds.records(outcomes, ledger)
    works, conflicts = gather([*confirmed.values(), *named.values()])
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
    """Ask each source in a thread of its own, in the context of the caller."""
    names = list(names)
    if not names:
        return {}
    with ThreadPoolExecutor(max_workers=len(names), thread_name_prefix="ask") as pool:
        futures = {name: pool.submit(copy_context().run, ask_one, name) for name in names}
        return {name: future.result() for name, future in futures.items()}
