"""The same walk, watched by Prefect: its steps are tasks, its summary an artifact."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, cast

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run

from enrichers.model import Verdict
from flows.progress import Silent, Watch
from flows.settings import Settings
from flows.steps import Job, Outcome, walk
from outputs.report.summary import to_markdown

PROBLEMS = frozenset(
    {Verdict.UNANSWERED, Verdict.NOT_FOUND, Verdict.CONFLICT, Verdict.AMBIGUOUS}
)
MOST_PROBLEMS = 200  # rows of the table artifact; all of them are in the exports

_watch: ContextVar[Watch | None] = ContextVar("watch", default=None)


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
def enrich(
    lists: list[Path],
    into: Path,
    settings: dict[str, Any],
    library: str = "",
    is_rehearsal: bool = False,
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
    )
    outcome = walk(job, watch=_watch.get() or Silent(), perform=_as_a_task)
    create_markdown_artifact(to_markdown(outcome.summary), key="zotlist-summary")
    create_table_artifact(_problems(outcome), key="zotlist-problems")
    return outcome


def run(job: Job, *, watch: Watch) -> Outcome:
    """Run the flow once, here and now."""
    token = _watch.set(watch)
    try:
        return cast("Outcome", enrich(**parameters(job)))
    finally:
        _watch.reset(token)


def serve(job: Job, *, cron: str) -> None:
    """Serve the flow on a schedule until stopped; runs do not overlap."""
    enrich.serve(
        name=f"{'-'.join(path.stem for path in job.lists)}",
        cron=cron,
        parameters=parameters(job),
        limit=1,
    )


def parameters(job: Job) -> dict[str, Any]:
    """The job as the flow's parameters; none of them is a secret."""
    return {
        "lists": [path.absolute() for path in job.lists],
        "into": job.into.absolute(),
        "settings": {**asdict(job.settings), "state": str(job.settings.state.absolute())},
        "library": job.library,
        "is_rehearsal": job.is_rehearsal,
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
