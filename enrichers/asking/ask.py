"""Asks one source about many identifiers: what is remembered first, then batch by batch."""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from enrichers.asking.store import Store
from enrichers.merge import credit
from enrichers.model import Answers, BatchRefused, Identifier, Source, SourceDown, Work

GIVE_UP_AFTER = 2  # batches in a row without an answer: then it is not one batch's fault
MOST_SPLITS = 24  # of refused batches: finds two bad ones among 2,000, or five among fifty

LEFT = "left for a later run: one may not ask for more"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a source has said so far, for those who watch."""

    source: str
    total: int
    """Identifiers in question."""
    found: int
    """So far, remembered ones among them; so with the next two."""
    absent: int
    down: int
    reason: str = ""
    """Why the latest request brought no answer; "" if it did."""


def ask(
    source: Source,
    ids: Iterable[Identifier],
    *,
    store: Store,
    today: date,
    heard: Callable[[Heard], None] | None = None,
) -> Answers:
    """Learn what a source knows about identifiers; each is found, absent or down in the end.

    Every answer is kept before the next question goes out. A batch that is refused is split
    until what is wrong with it stands alone. That is down, although the source is not: one
    that means "there is none" by a refusal says so itself. After two batches in a row without
    an answer the rest is down unasked. What is down and was once found is found again, as it
    was then, and `Answers.silence` says why. What was never found goes first: not all may be
    answered. What the source puts into no batch is down too, without any silence of its own.
    """
    wanted = tuple(dict.fromkeys(ids))
    found, remembered_absent = store.recall(source.name, wanted, today=today)
    absent, down, silence = set(remembered_absent), dict[Identifier, str](), ""

    def report(reason: str) -> None:
        if heard:
            heard(
                Heard(
                    source=source.name,
                    total=len(wanted),
                    found=len(found),
                    absent=len(absent),
                    down=len(down),
                    reason=reason,
                )
            )

    report("")
    unknown = [known for known in wanted if known not in found and known not in absent]
    stale = store.recall_stale(source.name, unknown)
    for news in _news(source, sorted(unknown, key=stale.__contains__), today):
        store.keep(source.name, news.found, news.absent, today=today)
        found.update(news.found)
        absent |= news.absent
        down.update(news.down)
        silence = silence or news.silence
        report(next(iter(news.down.values()), ""))
    down.update(dict.fromkeys(set(unknown) - found.keys() - absent - down.keys(), LEFT))
    found.update((known, stale[known]) for known in down if known in stale)
    return Answers(
        found=found,
        absent=frozenset(absent),
        down={known: reason for known, reason in down.items() if known not in stale},
        silence=silence,
        left=frozenset(down),
    )


def _news(source: Source, ids: Sequence[Identifier], today: date) -> Iterator[Answers]:
    """What the source says, request by request."""
    batches = deque(source.batches(ids))
    splits, silent, reason = MOST_SPLITS, 0, ""
    while batches:
        batch = batches.popleft()
        if silent >= GIVE_UP_AFTER:
            yield _down(batch, reason)
            continue
        try:
            works = source.lookup(batch)
        except SourceDown as error:
            silent, reason = silent + 1, str(error)
            log.warning("%s: no answer about %d: %s", source.name, len(batch), reason)
            yield _down(batch, reason)
        except BatchRefused as error:
            if len(batch) > 1 and splits:
                splits -= 1
                middle = len(batch) // 2
                batches.extendleft((batch[middle:], batch[:middle]))
                continue
            log.warning("%s: %d refused: %s", source.name, len(batch), error)
            if len(batch) > 1:
                silent, reason = silent + 1, str(error)
                yield _down(batch, reason)
            else:
                yield Answers(found={}, absent=frozenset(), down={batch[0]: str(error)})
        else:
            silent = 0
            log.info("%s: %d of %d found", source.name, len(works), len(batch))
            yield _settled(batch, works, source.name, today)


def _settled(
    batch: Sequence[Identifier], works: Mapping[Identifier, Work], source: str, today: date
) -> Answers:
    found = {
        known: _credited(works[known], source, known, today)
        for known in batch
        if known in works
    }
    return Answers(found=found, absent=frozenset(batch) - found.keys(), down={})


def _credited(work: Work, source: str, known: Identifier, today: date) -> Work:
    """The work with its origin: of a copy's answer the copy and its day, as it says itself."""
    return work if work.origin else credit(work, source=source, on=today, record=str(known))


def _down(batch: Sequence[Identifier], reason: str) -> Answers:
    down = dict.fromkeys(batch, reason)
    return Answers(found={}, absent=frozenset(), down=down, silence=reason)
