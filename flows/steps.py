"""The walk as plain functions: read, identify, resolve, conclude, push, record."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from enrichers.ask import Heard, ask
from enrichers.conclude import Conclusion, conclude
from enrichers.database import StoreBroken
from enrichers.identify import identify
from enrichers.model import Answers, Claim, Identifier, Source, Verdict
from enrichers.resolve import Ask, Resolved, resolve
from enrichers.store import Lifetimes, Store
from flows.progress import Silent, Watch
from flows.settings import Settings
from flows.sources import STATE_FILE, opened, requests_made, secret
from outputs.files import ExportFailed, write_tables
from outputs.report.summary import Pushed, Summary, to_markdown
from outputs.table import Row, links_frame, works_frame
from outputs.zotero.cards import SHAPES
from outputs.zotero.connection import ENDPOINT, Group, NotAllowed, ZoteroDown
from outputs.zotero.entry import Include, Policy, entries_from
from outputs.zotero.push import push
from seeds.model import Link
from seeds.read import read

T = TypeVar("T")

Perform = Callable[[str, Callable[[], T]], T]
"""Does a step under a name; Prefect makes a task of it."""

ASKS_FOR_A_PERSON = (Verdict.AMBIGUOUS, Verdict.CONFLICT)


class StepFailed(Exception):
    """The walk cannot be finished; the message says in one line why and what to do."""

    def __init__(self, message: str, *, is_outage: bool = False) -> None:
        super().__init__(message)
        self.is_outage = is_outage


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a run is to do."""

    lists: tuple[Path, ...]
    into: Path
    """The folder that the tables go to."""
    settings: Settings
    library: str = ""
    """Such as "groups/4242"; empty for tables only."""
    is_rehearsal: bool = False
    """Only plan what would change in Zotero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run came to."""

    conclusion: Conclusion
    summary: Summary

    @property
    def needs_a_person(self) -> bool:
        """Some link cannot be decided without one."""
        return any(self.summary.verdicts.get(verdict) for verdict in ASKS_FOR_A_PERSON)


def plainly(_name: str, step: Callable[[], T]) -> T:
    """Do a step, and nothing else."""
    return step()


def walk(
    job: Job,
    *,
    watch: Watch | None = None,
    perform: Callable[[str, Callable[[], object]], object] = plainly,
    today: date | None = None,
) -> Outcome:
    """Go the whole way with all lists; links in = rows out.

    Raises BadSeed for a document that cannot be read, BadSettings for a key that cannot be,
    and StepFailed when the state, the tables or the library cannot be used.
    """
    watch = watch or Silent()
    today = today or datetime.now(UTC).date()
    try:
        return _walk(job, watch, _Doing(perform), today)
    except (StoreBroken, ExportFailed, NotAllowed) as error:
        raise StepFailed(str(error)) from error


@dataclass(frozen=True, slots=True)
class _Doing:
    """Does steps, keeping the types that a task would hide."""

    perform: Callable[[str, Callable[[], object]], object]

    def step(self, name: str, do: Callable[[], T]) -> T:
        told: list[T] = []
        self.perform(name, lambda: told.append(do()))
        return told[0]


def _walk(job: Job, watch: Watch, doing: _Doing, today: date) -> Outcome:
    links = doing.step("read", partial(read_lists, job.lists, watch))
    claims = identify_links(links)
    settings = job.settings
    lifetimes = Lifetimes(
        records=settings.record_days,
        absences=settings.absence_days,
        counts=settings.count_days,
    )
    settings.state.mkdir(parents=True, exist_ok=True)
    with (
        opened(settings) as sources,
        closing(Store(settings.state / STATE_FILE, lifetimes=lifetimes)) as store,
    ):
        hearing = _Hearing(watch)
        resolved = resolve(
            claims,
            sources,
            store=store,
            today=today,
            ask=_asking(doing),
            heard=hearing.hear,
        )
        requests = requests_made(sources)
    conclusion = doing.step("conclude", partial(conclude, links, resolved))
    watch.began("conclude", len(links))
    watch.moved("conclude", len(links))
    pushed, keys = _pushed(job, conclusion, watch, doing)
    files = doing.step("record", partial(record, conclusion, links, keys, job.into))
    summary = _summary(job, conclusion, resolved, requests=requests, pushed=pushed, files=files)
    (job.into / "report.md").write_text(to_markdown(summary), encoding="utf-8")
    return Outcome(conclusion=conclusion, summary=summary)


def read_lists(lists: Sequence[Path], watch: Watch) -> tuple[Link, ...]:
    """Every link of every list, in order. Raises BadSeed."""
    watch.began("read", len(lists))
    links: list[Link] = []
    for path in lists:
        found = read(path)
        links.extend(found)
        watch.moved("read", 1, f"{path.name}: {len(found):,} links")
    return tuple(links)


def identify_links(links: Sequence[Link]) -> dict[Link, tuple[Claim, ...]]:
    """What the addresses claim, by link; links that claim nothing have no key."""
    claims = {link: identify(link.url) for link in links if link.url}
    return {link: claim for link, claim in claims.items() if claim}


def record(
    conclusion: Conclusion, links: Sequence[Link], keys: Mapping[str, str], into: Path
) -> tuple[Path, ...]:
    """Write the tables. Raises LinksLost and ExportFailed."""
    rows = [
        Row(resolution=end, zotero_key=keys.get(end.work_id, ""))
        if end.work_id not in conclusion.works
        else Row(
            resolution=end,
            work=conclusion.works[end.work_id],
            item_type=_item_type(conclusion, end.work_id),
            zotero_key=keys.get(end.work_id, ""),
        )
        for end in conclusion.resolutions
    ]
    return write_tables(links_frame(rows, links), works_frame(conclusion.works), into)


def _item_type(conclusion: Conclusion, work_id: str) -> str:
    kind = conclusion.works[work_id].kind
    return SHAPES[kind].item_type if kind else ""


def _asking(doing: _Doing) -> Ask:
    def ask_as_a_step(
        source: Source,
        ids: Iterable[Identifier],
        *,
        store: Store,
        today: date,
        heard: Callable[[Heard], None] | None = None,
    ) -> Answers:
        return doing.step(
            f"ask {source.name}",
            partial(ask, source, ids, store=store, today=today, heard=heard),
        )

    return ask_as_a_step


class _Hearing:
    """Passes on what the sources say, as progress."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._told: dict[str, int] = {}

    def hear(self, heard: Heard) -> None:
        stage = f"ask {heard.source}"
        answered = heard.found + heard.absent + heard.down
        before = self._told.get(stage)
        if before is None or answered < before:
            self._watch.began(stage, heard.total)
            before = 0
        self._told[stage] = answered
        note = heard.reason or f"found {heard.found:,}, absent {heard.absent:,}"
        self._watch.moved(stage, answered - before, note)


def _pushed(
    job: Job, conclusion: Conclusion, watch: Watch, doing: _Doing
) -> tuple[Pushed | None, Mapping[str, str]]:
    if not job.library:
        return None, {}
    kind, _, number = job.library.partition("/")
    group = Group(
        number=number,
        key=secret("ZOTERO_API_KEY"),
        kind=kind.removesuffix("s"),
        contact=job.settings.contact,
        endpoint=job.settings.endpoints.get("zotero", ENDPOINT),
    )
    entries = entries_from(conclusion.resolutions, conclusion.works)
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
        policy=Policy(include=Include(job.settings.include), tags=job.settings.tags),
        dry_run=job.is_rehearsal,
        progress=progress,
    )
    try:
        outcome = doing.step(f"push to {job.library}", step)
    except ZoteroDown as error:
        return Pushed(library=job.library, notes=(str(error),), is_down=True), {}
    pushed = Pushed(
        library=outcome.library,
        collections_created=outcome.collections_created,
        items_created=outcome.items_created,
        items_changed=outcome.items_changed,
        items_adopted=outcome.items_adopted,
        items_unchanged=outcome.items_unchanged,
        reads=outcome.reads,
        writes=outcome.writes,
        is_rehearsal=outcome.is_rehearsal,
        notes=outcome.notes,
    )
    return pushed, outcome.keys


def _summary(
    job: Job,
    conclusion: Conclusion,
    resolved: Resolved,
    *,
    requests: Mapping[str, int],
    pushed: Pushed | None,
    files: Sequence[Path],
) -> Summary:
    verdicts: dict[str, int] = {}
    for end in conclusion.resolutions:
        verdicts[end.verdict] = verdicts.get(end.verdict, 0) + 1
    works: dict[str, int] = {}
    for work in resolved.works:
        said = work.origin.get("title")
        source = said.source if said else "unknown"
        works[source] = works.get(source, 0) + 1
    down = dict(resolved.down)
    if pushed and pushed.is_down:
        down["zotero"] = pushed.notes[0]
    return Summary(
        documents=tuple(path.name for path in job.lists),
        links=len(conclusion.resolutions),
        verdicts=verdicts,
        works=works,
        requests=requests,
        down=down,
        files=tuple(str(file) for file in files),
        pushed=pushed,
        is_standin=job.settings.is_standin,
    )
