"""The same walk, watched by Prefect: its steps are tasks, its summary an artifact."""

import asyncio
import hashlib
import re
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import httpx
from prefect import flow, tags, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.context import TagsContext
from prefect.exceptions import CancelledRun
from prefect.runtime import flow_run
from prefect.schedules import Cron, RRule, Schedule
from prefect.server.schemas.schedules import CronSchedule
from prefect.states import Cancelled
from prefect.types.entrypoint import EntrypointType
from prefect.utilities.annotations import quote

from enrichers.model import Verdict
from flows.abandoned import TAG, known_here, report_dead, settle_beside
from flows.automations import needs_review
from flows.crews import crew_of
from flows.endings import StepFailed
from flows.folders import passed_over
from flows.lists import gathered, stem_of
from flows.parameters import Library, Lists, Told, absolute, parameters, settings_of
from flows.progress import current_watch
from flows.schedule import Overlap, alone, rule_of, spread
from flows.settings import BadSettings
from flows.steps import ASKS_FOR_A_PERSON, Job, Outcome, walk
from outputs.report.summary import to_markdown

PROBLEMS = frozenset(
    {Verdict.UNANSWERED, Verdict.NOT_FOUND, Verdict.CONFLICT, Verdict.AMBIGUOUS}
)
LONGEST_NAME = 200
MOST_PROBLEMS = 200  # rows of the table artifact; all of them are in the exports


def _as_a_task(name: str, step: Callable[[], object]) -> object:
    """A step is a source, or an output: never a link. What may be tried again, the step's
    own client tries again, so the task itself does not."""
    kind = name.partition(" ")[0]
    return task(name=kind, task_run_name=name, cache_policy=NO_CACHE)(step)()


@contextmanager
def _known_here(state: Path) -> Generator[None]:
    """See to it that this run can be told from one whose process is dead.

    A run that was scheduled learns here which process it is; the tag that says so is kept
    from its tasks, for each of which Prefect would look for limits of that name.
    """
    mine: list[str] = flow_run.tags
    is_scheduled = not any(tag.startswith(TAG) for tag in mine)
    with ExitStack() as stack:
        if is_scheduled:
            report_dead(state)
            tag = stack.enter_context(known_here(state, is_within=True))
            with get_client(sync_client=True) as client:
                run = client.read_flow_run(UUID(flow_run.id))
                client.update_flow_run(run.id, tags=[*mine, tag])
                settle_beside(client, run)
        stack.enter_context(TagsContext(current_tags=set()))
        yield
    if is_scheduled:
        report_dead(state)


def _run_name() -> str:
    told: dict[str, Any] = flow_run.parameters
    lists = ", ".join(stem_of(str(place)) for place in told["lists"])
    return f"{lists} -> {told.get('library') or told['into']}"


@flow(name="zotlist", flow_run_name=_run_name)
def enrich(  # noqa: PLR0917 -- Prefect passes parameters by name
    lists: Lists,
    into: Path,
    settings: Told = {},  # noqa: B006 -- nobody changes it
    library: Library = "",
    is_rehearsal: bool = False,
    is_restoring: bool = False,
    remarks: list[str] = [],  # noqa: B006 -- nobody changes it
) -> quote[Outcome] | State:
    """Read link lists, resolve each link, record the tables and push to Zotero.

    What comes of it is quoted: Prefect would look through all of it for futures. A run that
    another one for the library keeps off for longer than `patience` is cancelled.

    Args:
        lists: Documents, folders of them, addresses (https://...), or files of git
            repositories (git+https://...#PATH).
        into: The folder that the tables go to.
        settings: Fields of `flows.settings.Settings`; the others are what zotlist.toml says
            where the flow runs. Keys are never parameters, they come from the environment
            there.
        library: Such as "groups/4242"; empty for tables only.
        is_rehearsal: Only say what would change in Zotero.
        is_restoring: Make again what was thrown away or taken back.
        remarks: What is to be said of the lists in the summary, beside what is found here.
    """
    job = Job(
        lists=(),
        into=into,
        settings=settings_of(settings),
        library=library,
        is_rehearsal=is_rehearsal,
        is_restoring=is_restoring,
        remarks=tuple(remarks),
    )
    with _known_here(job.settings.state):
        try:
            return quote(_walked(job, lists))
        except Overlap as error:
            return Cancelled(message=str(error))


def _walked(job: Job, lists: Sequence[str]) -> Outcome:
    """What comes of a job, with its artifacts made. Raises Overlap and what `walk` does."""
    known, watch = job.settings, current_watch()
    library = "" if job.is_rehearsal else job.library
    with (
        alone(library, known.state, patience=known.patience, watch=watch),
        crew_of(known) as crew,
    ):
        paths = gathered(lists, known, watch=watch)
        job = replace(job, lists=paths, remarks=(*job.remarks, *passed_over(lists, paths)))
        outcome = walk(job, watch=watch, perform=_as_a_task, crew=crew)
        create_markdown_artifact(to_markdown(outcome.summary), key="zotlist-summary")
        create_table_artifact(_problems(outcome), key="zotlist-problems")
        if outcome.needs_a_person:
            needs_review(flow_run.id, flow_run.name, _questions(outcome))
    return outcome


def run(job: Job) -> Outcome:
    """Run the flow once, here and now.

    Raises what `flows.steps.walk` does, and StepFailed when Prefect's server is gone or
    another run for the library is under way.
    """
    state = job.settings.state
    try:
        with _with_a_server():
            report_dead(state)
            with known_here(state) as tag, tags(tag):
                told = enrich(**parameters(job, [*map(str, job.lists)]))
            report_dead(state)
            return cast("quote[Outcome]", told).unwrap()
    except CancelledRun as error:
        raise StepFailed(str(error), is_outage=True) from error


@contextmanager
def _with_a_server() -> Generator[None]:
    """Raise StepFailed when Prefect's server is gone, or does not do what it is asked."""
    try:
        yield
    except httpx.HTTPError as error:
        raise StepFailed(
            "Prefect's server is gone or in trouble: what was done is kept, and the next run "
            "goes on from there; --plain does without it",
            is_outage=True,
        ) from error


def schedule_of(job: Job, lists: Sequence[str], *, cron: str, every: str) -> Schedule:
    """When to run: by a cron line, or at an interval; in UTC. Raises BadSettings.

    The second, or the moment within the interval, is another for other lists and libraries.
    """
    of = " ".join((job.library, *absolute(lists)))
    if not cron:
        return RRule(rule_of(every, of, now=datetime.now(UTC)), timezone="UTC")
    try:
        line = CronSchedule(cron=cron)
    except ValueError as error:
        raise BadSettings(f"--cron '{cron}' is no cron line, such as '17 5 * * *'") from error
    try:
        asyncio.run(line.get_dates(1))
    except ValueError as error:
        raise BadSettings(f"--cron '{cron}' names a day that never comes") from error
    return Cron(spread(cron, of), timezone="UTC")


def serve(job: Job, lists: Sequence[str], schedule: Schedule, *, is_shared: bool) -> None:
    """Serve the flow on a schedule until stopped; its runs do not overlap here.

    The lists are gathered anew for every run. On a server that is shared (`is_shared`) the
    schedule goes on when this is stopped: others may serve the same. Raises StepFailed.
    """
    marked = replace(job, settings=replace(job.settings, mark=True))
    with _with_a_server():
        enrich.serve(
            name=name_of(job, lists),
            schedule=schedule,
            parameters=parameters(marked, lists),
            limit=1,
            pause_on_shutdown=not is_shared,
            entrypoint_type=EntrypointType.MODULE_PATH,
            print_starting_message=False,
        )


def name_of(job: Job, lists: Sequence[str]) -> str:
    """A name for the deployment, which may not hold some of the signs of addresses: another
    for lists or folders of the same name elsewhere."""
    places = (*absolute(lists), job.library, job.into.absolute(), job.settings.state.absolute())
    drawn = hashlib.sha256("\n".join(map(str, places)).encode()).hexdigest()[:8]
    said = re.sub(r"[^\w. -]+", "-", "-".join((*map(stem_of, lists), job.library)))
    return f"{said[:LONGEST_NAME]}-{drawn}"


def _questions(outcome: Outcome) -> Iterable[str]:
    """What a person is to look at, one phrase each."""
    summary = outcome.summary
    for verdict in ASKS_FOR_A_PERSON:
        if count := summary.verdicts.get(verdict):
            yield f"{count:,} {verdict}"
    if summary.pushed and summary.pushed.missing:
        yield summary.pushed.missing
    if summary.pushed and (refused := len(summary.pushed.refused)):
        yield f"{refused:,} refused by Zotero"
    yield from summary.gone


def _problems(outcome: Outcome) -> list[dict[str, Any]]:
    return [
        {
            "document": end.link.document,
            "line": end.link.line,
            "url": end.link.url,
            "verdict": str(end.verdict),
            "reason": end.reason,
        }
        for end in outcome.conclusion.resolutions
        if end.verdict in PROBLEMS
    ][:MOST_PROBLEMS]
