"""Tells Prefect of runs whose process was killed: they would stay "Running" for ever."""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterId,
    FlowRunFilterTags,
)
from prefect.states import Crashed

from flows.locks import Held, held

TAG = "zotlist-run-"
"""How the tag begins that says which file a flow run's process holds."""
MESSAGE = "its process was killed; the run after it went on from there"

log = logging.getLogger(__name__)


@contextmanager
def known_here(state: Path, *, is_within: bool = False) -> Generator[str]:
    """Give a tag for the flow run that this process makes.

    If the process dies, a file remains by which the next run with the same state sees to it;
    also if the run ends with an exception, unless this is used within the run, of which
    Prefect then learns: without, its server may be gone. Raises StepFailed when the state
    cannot be used.
    """
    tag = TAG + uuid4().hex
    file = _file(state, tag)
    is_over = is_within
    try:
        with held(file):
            yield tag
        is_over = True
    finally:
        if is_over:
            file.unlink(missing_ok=True)


def report_dead(state: Path) -> None:
    """Set what is left of runs of this state to Crashed, where their process is dead.

    To be called before a run and after it: Prefect's server writes down the last task runs of
    the dead some seconds late. Runs on other machines and in processes that live are left
    alone. Raises StepFailed when the state cannot be used.
    """
    for file in sorted(state.glob(f"runs/{TAG}*.lock")):
        try:
            with held(file), get_client(sync_client=True) as client:
                is_settled = _is_settled(client, file.stem)
        except Held:
            continue
        if is_settled:
            file.unlink(missing_ok=True)


def _is_settled(client: SyncPrefectClient, tag: str) -> bool:
    """Set to Crashed what is not over; say whether all was over before."""
    is_settled = True
    tagged = FlowRunFilter(tags=FlowRunFilterTags(any_=[tag]))
    for run in client.read_flow_runs(flow_run_filter=tagged):
        of_run = FlowRunFilter(id=FlowRunFilterId(any_=[run.id]))
        for task_run in client.read_task_runs(flow_run_filter=of_run):
            if task_run.state is None or not task_run.state.is_final():
                is_settled = False
                client.set_task_run_state(task_run.id, Crashed(message=MESSAGE), force=True)
        if run.state is None or not run.state.is_final():
            is_settled = False
            log.warning("the run '%s' had been killed", run.name)
            client.set_flow_run_state(run.id, Crashed(message=MESSAGE), force=True)
    return is_settled


def _file(state: Path, tag: str) -> Path:
    return state / "runs" / f"{tag}.lock"
