"""The walk as plain functions: read, prove, conclude, plan or push, record."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeVar

from enrichers.asking.database import StoreBroken
from enrichers.conclude import Conclusion, conclude
from enrichers.model import Verdict
from enrichers.pages.visit import ALONE, Crew
from enrichers.rulings import BadRulings, Ruling, Rulings, idle, read_rulings
from flows.endings import StepFailed
from flows.keys import is_given
from flows.policies import policies_of, policy_of
from flows.progress import Silent, Watch
from flows.proving import Proved, prove
from flows.recording import Told, left_out, record, unread_lists
from flows.settings import BadSettings, Settings
from flows.sources import STATE_FILE, group_of
from flows.tally import outages, summary_of
from outputs.files import (
    ExportFailed,
    make_folder,
)
from outputs.report.summary import Summary
from outputs.zotero.bylist import by_list
from outputs.zotero.changes import Plan
from outputs.zotero.connection import NotAllowed, ZoteroDown
from outputs.zotero.entry import Entry, Policy, entries_from
from outputs.zotero.outcome import Pushed
from outputs.zotero.push import history, planned, preflight, push
from seeds.model import Link
from seeds.read import names_of_documents, read

T = TypeVar("T")

Perform = Callable[[str, Callable[[], object]], object]
"""Does a step under a name; Prefect makes a task of it."""

ANSWERS = ".answers"
"""Behind a list's name: the file beside it that holds what people decided."""
ASKS_FOR_A_PERSON = (Verdict.AMBIGUOUS, Verdict.CONFLICT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a run is to do."""

    lists: tuple[Path, ...]
    into: Path
    """The folder that the tables go to."""
    remarks: tuple[str, ...] = ()
    """What is to be said of what was passed over when the lists were gathered."""
    settings: Settings
    library: str = ""
    """Such as "groups/4242"; empty for tables only."""
    is_rehearsal: bool = False
    """Only plan what would change in Zotero."""
    is_restoring: bool = False
    """Make again what was thrown away or taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run came to."""

    conclusion: Conclusion
    summary: Summary

    @property
    def needs_a_person(self) -> bool:
        """Some link cannot be decided without one, the key lacks a right, or Zotero refuses
        what it is given."""
        pushed = self.summary.pushed
        is_stuck = pushed is not None and bool(pushed.missing or pushed.refused)
        return (
            is_stuck
            or bool(self.summary.gone)
            or any(self.summary.verdicts.get(verdict) for verdict in ASKS_FOR_A_PERSON)
        )


def plainly(_name: str, step: Callable[[], T]) -> T:
    """Do a step, and nothing else."""
    return step()


def walk(
    job: Job,
    *,
    watch: Watch | None = None,
    perform: Perform = plainly,
    crew: Crew = ALONE,
    now: datetime | None = None,
) -> Outcome:
    """Go the whole way with all lists; links in = rows out. `now` is in UTC.

    Raises BadSeed for a document that cannot be read, BadSettings for a key that cannot be,
    and StepFailed when the state, the tables or the library cannot be used.
    """
    watch = watch or Silent()
    try:
        return _walk(job, watch, _Doing(perform, crew), now or datetime.now(UTC))
    except (StoreBroken, ExportFailed, NotAllowed) as error:
        raise StepFailed(str(error)) from error


@dataclass(frozen=True, slots=True)
class _Doing:
    """Does steps, keeping the types that a task would hide, and has workers for pages."""

    perform: Perform
    crew: Crew

    def step(self, name: str, do: Callable[[], T]) -> T:
        told: list[T] = []
        self.perform(name, lambda: told.append(do()))
        return told[0]


def check(job: Job) -> None:
    """See that there is a key before anybody is asked; Zotero desktop gives one itself.

    Raises BadSettings.
    """
    needs_key = job.library and not job.is_rehearsal and not job.settings.local
    if needs_key and not is_given("ZOTERO_API_KEY"):
        raise BadSettings(
            "no key to write to Zotero with: set ZOTERO_API_KEY, or ZOTERO_API_KEY_FILE to a "
            "file that holds it, or ZOTERO_API_KEY_BLOCK to the name of a Secret block of "
            "Prefect's; --dry-run does without"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """The lists, and what is known of their links."""

    links: tuple[Link, ...]
    rulings: Rulings
    proved: Proved
    conclusion: Conclusion


def _as_allowed(job: Job) -> tuple[Job, str]:
    """The job as far as the key allows it, and the right that it lacks.

    Asked before the first run that writes to a library, and always of Zotero desktop, which
    may be of another version by now; else later runs find out when writing.
    Raises StepFailed for a key that may not even read.
    """
    if not job.library or job.is_rehearsal:
        return job, ""
    group, state = group_of(job.settings, job.library), job.settings.state / STATE_FILE
    if not job.settings.local and history(group, state=state):
        return job, ""
    try:
        rights = preflight(group, state=state)
    except ZoteroDown:
        return job, ""  # writing will say so, when all else is done
    if not rights.may_read:
        raise StepFailed(rights.missing)
    return (job, "") if rights.may_write else (replace(job, is_rehearsal=True), rights.missing)


def _walk(job: Job, watch: Watch, doing: _Doing, now: datetime) -> Outcome:
    check(job)
    links = doing.step("read", partial(read_lists, job.lists, watch))
    policies_of(job.lists, job.settings)  # what is wrong with them is said before any work
    is_rehearsal = job.is_rehearsal
    job, missing = _as_allowed(job)
    make_folder(job.into)
    known = _known(job, links, watch, doing, now.date())
    conclusion, resolved = known.conclusion, known.proved.resolved
    pushed = _pushed(job, conclusion, watch, doing)
    if pushed and missing:
        pushed = replace(pushed, missing=missing)
    summary = summary_of(
        tuple(names_of_documents(job.lists).values()),
        known.proved,
        conclusion,
        pushed,
        unread=unread_lists(job.lists),
        remarks=(*job.remarks, *left_out(job.into), *idle(known.rulings, links)),
        is_standin=job.settings.is_standin,
    )
    told = Told(
        lists=job.lists,
        links=known.links,
        conclusion=conclusion,
        resolved=resolved,
        keys=pushed.keys if pushed else {},
        summary=summary,
        settings=job.settings,
        is_rehearsal=is_rehearsal,
    )
    files = doing.step("record", partial(record, told, job.into, now))
    return Outcome(
        conclusion=conclusion, summary=replace(summary, files=tuple(map(str, files)))
    )


def _known(
    job: Job, links: tuple[Link, ...], watch: Watch, doing: _Doing, today: date
) -> _Known:
    rulings = read_answers(job.lists)
    proved = prove(
        links,
        job.settings,
        rulings=rulings,
        step=doing.step,
        watch=watch,
        today=today,
        crew=doing.crew,
    )
    conclusion = doing.step(
        "conclude", partial(conclude, links, proved.resolved, rulings=rulings, today=today)
    )
    watch.began("conclude", len(links))
    watch.moved("conclude", len(links))
    return _Known(links=links, rulings=rulings, proved=proved, conclusion=conclusion)


def plan(
    job: Job, *, watch: Watch | None = None, today: date | None = None
) -> tuple[Plan, Mapping[str, str]]:
    """What a run would change in Zotero now; sends nothing, writes no tables. Also the
    services that gave no usable answer, with the reason: what hangs on them waits.

    A key that may only read is enough. Raises BadSeed, BadSettings and BadRulings like
    `walk`, and StepFailed.
    """
    watch = watch or Silent()
    today = today or datetime.now(UTC).date()
    try:
        links = read_lists(job.lists, watch)
        policies = policies_of(job.lists, job.settings)
        known = _known(job, links, watch, _Doing(plainly, ALONE), today)
        watch.began(f"plan {job.library}", 0)
        made = planned(
            _entries(job, known.conclusion, policies),
            group=group_of(job.settings, job.library),
            state=job.settings.state / STATE_FILE,
            policy=policy_of(job.settings),
            lists=names_of(job),
            restore=job.is_restoring,
        )
        return made, outages(known.proved, known.conclusion)
    except ZoteroDown as error:
        raise StepFailed(str(error), is_outage=True) from error
    except (StoreBroken, NotAllowed) as error:
        raise StepFailed(str(error)) from error


def _entries(
    job: Job, conclusion: Conclusion, policies: Mapping[str, Policy]
) -> tuple[Entry, ...]:
    """What is to stand in the group; `policies` are those of lists that have their own."""
    documents = names_of_documents(job.lists)
    names = {document: _name_of(path) for path, document in documents.items()}
    resolutions = conclusion.resolutions
    entries = entries_from(resolutions, conclusion.works, conclusion.relations, names=names)
    return by_list(entries, resolutions, policies, names=names) if policies else entries


def names_of(job: Job) -> frozenset[str]:
    """What tells this run's lists from others: where they are."""
    return frozenset(map(_name_of, job.lists))


def _name_of(path: Path) -> str:
    return str(path.absolute())


def read_lists(lists: Sequence[Path], watch: Watch) -> tuple[Link, ...]:
    """Every link of every list, in order. Raises BadSeed."""
    return tuple(chain.from_iterable(read_each(lists, watch)))


def read_each(lists: Sequence[Path], watch: Watch) -> Iterator[tuple[Link, ...]]:
    """The links of each list, read when its turn comes. Raises BadSeed."""
    watch.began("read", len(lists))
    for path, name in names_of_documents(lists).items():
        found = read(path, name)
        watch.moved(
            "read", 1, f"{name}: {len(found):,} {'link' if len(found) == 1 else 'links'}"
        )
        yield found


def read_answers(lists: Sequence[Path]) -> Rulings:
    """What people decided about links: LIST.answers beside each list that has one.

    Raises BadRulings.
    """
    rulings: dict[str, Ruling] = {}
    for file in dict.fromkeys(path.with_name(path.name + ANSWERS) for path in lists):
        try:
            text = file.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            raise BadRulings(f"cannot read {file}: {error}") from error
        for name, ruling in read_rulings(text, str(file)).items():
            if rulings.setdefault(name, ruling) != ruling:
                raise BadRulings(f"{file}, line {ruling.line}: another list answers otherwise")
    return rulings


def _pushed(job: Job, conclusion: Conclusion, watch: Watch, doing: _Doing) -> Pushed | None:
    if not job.library:
        return None
    group = group_of(job.settings, job.library)
    entries = _entries(job, conclusion, policies_of(job.lists, job.settings))
    watch.began("push to Zotero", 0)
    so_far = 0

    def progress(done: int, total: int) -> None:
        nonlocal so_far
        if not so_far:
            watch.began("push to Zotero", total)
        watch.moved("push to Zotero", done - so_far)
        so_far = done

    step = partial(
        push,
        entries,
        group=group,
        state=job.settings.state / STATE_FILE,
        policy=policy_of(job.settings),
        lists=names_of(job),
        restore=job.is_restoring,
        dry_run=job.is_rehearsal,
        progress=progress,
    )
    try:
        return doing.step(f"push to {job.library}", step)
    except (ZoteroDown, NotAllowed) as error:
        assert error.done, "push tells what it did"
        return error.done
