"""The same walk, watched by Prefect: its steps are tasks, its summary an artifact."""

import re
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import httpx
from prefect import flow, tags, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import (
    ConcurrencyLimitConfig,
    ConcurrencyLimitStrategy,
)
from prefect.client.schemas.schedules import CronSchedule
from prefect.context import TagsContext
from prefect.runtime import flow_run
from prefect.schedules import Cron, RRule, Schedule
from prefect.types.entrypoint import EntrypointType
from prefect.utilities.annotations import quote

from enrichers.model import Verdict
from flows.abandoned import TAG, known_here, report_dead
from flows.alerts import needs_review
from flows.crews import crew_of
from flows.engine import NoEngine
from flows.lists import gathered, is_remote, stem_of
from flows.progress import current_watch
from flows.schedule import alone, rule_of, spread
from flows.settings import BadSettings, changed, load
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
                client.update_flow_run(UUID(flow_run.id), tags=[*mine, tag])
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
    lists: list[str],
    into: Path,
    settings: dict[str, Any] | None = None,
    library: str = "",
    is_rehearsal: bool = False,
    is_restoring: bool = False,
) -> quote[Outcome]:
    """Read link lists, resolve each link, record the tables and push to Zotero.

    What comes of it is quoted: Prefect would look through all of it for futures.

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
    """
    known = changed(load(), settings or {}, told_by="the run's settings")
    watch = current_watch()
    with (
        _known_here(known.state),
        alone("" if is_rehearsal else library, known.state),
        crew_of(known) as crew,
    ):
        job = Job(
            lists=gathered(lists, known, watch=watch),
            into=into,
            settings=known,
            library=library,
            is_rehearsal=is_rehearsal,
            is_restoring=is_restoring,
        )
        outcome = walk(job, watch=watch, perform=_as_a_task, crew=crew)
        create_markdown_artifact(to_markdown(outcome.summary), key="zotlist-summary")
        create_table_artifact(_problems(outcome), key="zotlist-problems")
        if outcome.needs_a_person:
            needs_review(flow_run.id, flow_run.name, _questions(outcome))
    return quote(outcome)


def run(job: Job) -> Outcome:
    """Run the flow once, here and now.

    Raises what `flows.steps.walk` does, and NoEngine when Prefect's server is gone.
    """
    state = job.settings.state
    try:
        report_dead(state)
        with known_here(state) as tag, tags(tag):
            told = cast("quote[Outcome]", enrich(**parameters(job, [*map(str, job.lists)])))
        report_dead(state)
        return told.unwrap()
    except httpx.TransportError as error:
        raise NoEngine(
            "Prefect's server is gone: what was done is kept, and the next run goes on from "
            "there; --plain does without it"
        ) from error


def schedule_of(job: Job, lists: Sequence[str], *, cron: str, every: str) -> Schedule:
    """When to run: by a cron line, or at an interval; in UTC. Raises BadSettings.

    The second, or the moment within the interval, is another for other lists and libraries.
    """
    of = " ".join((job.library, *_absolute(lists)))
    if not cron:
        return RRule(rule_of(every, of, now=datetime.now(UTC)), timezone="UTC")
    try:
        CronSchedule(cron=cron)
    except ValueError as error:
        raise BadSettings(f"--cron '{cron}' is no cron line, such as '17 5 * * *'") from error
    return Cron(spread(cron, of), timezone="UTC")


def serve(job: Job, lists: Sequence[str], schedule: Schedule, *, is_shared: bool) -> None:
    """Serve the flow on a schedule until stopped; runs do not overlap.

    The lists are gathered anew for every run. With a server that is shared (`is_shared`) one
    run at a time is made for all machines that serve the same; a server of our own could not
    tell that a run was killed, and would wait for it for ever.
    """
    marked = replace(job, settings=replace(job.settings, mark=True))
    alone_everywhere = ConcurrencyLimitConfig(
        limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
    )
    enrich.serve(
        name=_name_of(job, lists),
        schedule=schedule,
        parameters=parameters(marked, lists),
        limit=1,
        global_limit=alone_everywhere if is_shared else None,
        entrypoint_type=EntrypointType.MODULE_PATH,
        print_starting_message=False,
    )


def _name_of(job: Job, lists: Sequence[str]) -> str:
    """A name for a deployment, which may not hold some of the signs of addresses."""
    said = "-".join((*map(stem_of, lists), job.library))
    return re.sub(r"[^\w. -]+", "-", said)[:LONGEST_NAME]


def _absolute(lists: Sequence[str]) -> list[str]:
    return [place if is_remote(place) else str(Path(place).absolute()) for place in lists]


def parameters(job: Job, lists: Sequence[str]) -> dict[str, Any]:
    """The job as the flow's parameters, for these lists; none of them is a secret."""
    told = asdict(job.settings)
    places = {"state": str(job.settings.state.absolute()), "refresh": list(told["refresh"])}
    return {
        "lists": _absolute(lists),
        "into": job.into.absolute(),
        "settings": told | places,
        "library": job.library,
        "is_rehearsal": job.is_rehearsal,
        "is_restoring": job.is_restoring,
    }


def _questions(outcome: Outcome) -> Iterable[str]:
    """What a person is to look at, one phrase each."""
    summary = outcome.summary
    for verdict in ASKS_FOR_A_PERSON:
        if count := summary.verdicts.get(verdict):
            yield f"{count:,} {verdict}"
    if summary.pushed and summary.pushed.missing:
        yield summary.pushed.missing


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
