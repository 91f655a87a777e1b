"""The same walk, watched by Prefect: its steps are tasks, its summary an artifact."""

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, cast

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.schedules import CronSchedule
from prefect.runtime import flow_run
from prefect.schedules import Cron, Schedule
from prefect.types.entrypoint import EntrypointType

from enrichers.model import Verdict
from flows.progress import current_watch
from flows.settings import BadSettings, Settings
from flows.steps import Job, Outcome, walk
from outputs.report.summary import to_markdown

PROBLEMS = frozenset(
    {Verdict.UNANSWERED, Verdict.NOT_FOUND, Verdict.CONFLICT, Verdict.AMBIGUOUS}
)
MOST_PROBLEMS = 200  # rows of the table artifact; all of them are in the exports


def _as_a_task(name: str, step: Callable[[], object]) -> object:
    """A step is a source, or an output: never a link. What may be tried again, the step's
    own client tries again, so the task itself does not."""
    kind = name.partition(" ")[0]
    return task(name=kind, task_run_name=name, cache_policy=NO_CACHE)(step)()


def _run_name() -> str:
    told: dict[str, Any] = flow_run.parameters
    lists = ", ".join(Path(path).stem for path in told["lists"])
    return f"{lists} -> {told['library'] or told['into']}"


@flow(name="zotlist", flow_run_name=_run_name)
def enrich(  # noqa: PLR0917 -- Prefect passes parameters by name
    lists: list[Path],
    into: Path,
    settings: dict[str, Any],
    library: str = "",
    is_rehearsal: bool = False,
    is_restoring: bool = False,
) -> Outcome:
    """Read link lists, resolve each link, record the tables and push to Zotero.

    `settings` are the fields of `flows.settings.Settings`; keys are never parameters, they
    come from the environment of the process that runs the flow.
    """
    told = {name: value for name, value in settings.items() if name != "state"}
    job = Job(
        lists=tuple(lists),
        into=into,
        settings=replace(Settings(state=Path(settings["state"])), **told),
        library=library,
        is_rehearsal=is_rehearsal,
        is_restoring=is_restoring,
    )
    outcome = walk(job, watch=current_watch(), perform=_as_a_task)
    create_markdown_artifact(to_markdown(outcome.summary), key="zotlist-summary")
    create_table_artifact(_problems(outcome), key="zotlist-problems")
    return outcome


def run(job: Job) -> Outcome:
    """Run the flow once, here and now. Raises what `flows.steps.walk` does."""
    return cast("Outcome", enrich(**parameters(job)))


def schedule_of(cron: str) -> Schedule:
    """The schedule of a cron line, in UTC. Raises BadSettings."""
    try:
        CronSchedule(cron=cron)
    except ValueError as error:
        raise BadSettings(f"--cron '{cron}' is no cron line, such as '17 5 * * *'") from error
    return Cron(cron, timezone="UTC")


def serve(job: Job, schedule: Schedule) -> None:
    """Serve the flow on a schedule until stopped; runs do not overlap."""
    enrich.serve(
        name="-".join(path.stem for path in job.lists),
        schedule=schedule,
        parameters=parameters(job),
        limit=1,
        entrypoint_type=EntrypointType.MODULE_PATH,
        print_starting_message=False,
    )


def parameters(job: Job) -> dict[str, Any]:
    """The job as the flow's parameters; none of them is a secret."""
    return {
        "lists": [path.absolute() for path in job.lists],
        "into": job.into.absolute(),
        "settings": {**asdict(job.settings), "state": str(job.settings.state.absolute())},
        "library": job.library,
        "is_rehearsal": job.is_rehearsal,
        "is_restoring": job.is_restoring,
    }


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
