"""Tells Prefect of runs that will not end by themselves: killed, or late beside another."""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterId,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.states import Cancelled, Crashed
from prefect.types import DateTime

from flows.locks import Held, held

TAG = "zotlist-run-"
"""How the tag begins that says which file a flow run's process holds."""
MESSAGE = "its process was killed; the run after it went on from there"
LATE = "it was late, and so was the run before it, which does its work"
BEGINS_WITHIN = timedelta(minutes=10)
"""A run that a process took up and that has no tag by then was killed before it had one."""
BEGUN = (StateType.PENDING, StateType.RUNNING)

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


def settle_beside(
    client: SyncPrefectClient, run: FlowRun, *, within: timedelta = BEGINS_WITHIN
) -> None:
    """End those runs of a run's deployment that it makes good for: those late by now, which
    would only do the same again, and those killed before they could be told from others."""
    if run.deployment_id is None:
        return
    now = DateTime.now(UTC)
    due = FlowRunFilter(
        deployment_id=FlowRunFilterDeploymentId(any_=[run.deployment_id]),
        state=FlowRunFilterState(
            type=FlowRunFilterStateType(any_=[StateType.SCHEDULED, *BEGUN])
        ),
        expected_start_time=FlowRunFilterExpectedStartTime(before_=now),
    )
    for other in client.read_flow_runs(flow_run_filter=due):
        if other.id != run.id and (end := _end_of(other, run, now - within)):
            client.set_flow_run_state(other.id, end, force=True)
            client.update_flow_run(other.id, name=run.name)


def _end_of(other: FlowRun, run: FlowRun, silent_since: datetime) -> State | None:
    if other.state_type is StateType.SCHEDULED:
        is_same = other.auto_scheduled and other.parameters == run.parameters
        return Cancelled(message=LATE) if is_same else None
    is_known = any(tag.startswith(TAG) for tag in other.tags)
    is_silent = other.state is not None and other.state.timestamp < silent_since
    return Crashed(message=MESSAGE) if is_silent and not is_known else None


def _file(state: Path, tag: str) -> Path:
    return state / "runs" / f"{tag}.lock"
