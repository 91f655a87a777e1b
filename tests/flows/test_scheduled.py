"""Runs that will not end by themselves, and runs that come at once, as Prefect shows them."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from prefect import flow
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.client.schemas.schedules import CronSchedule
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.states import Pending, Running, Scheduled

from flows.abandoned import LATE, MESSAGE, TAG, settle_beside
from flows.endings import WAS_DOWN
from flows.schedule import alone
from tests.flows.under_prefect import PrefectServer, zotlist
from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID
from tests.walks import Place

LIBRARY = f"groups/{GROUP_ID}"
WITHIN = 180.0  # seconds until the server has made runs
AT_ONCE = timedelta(0)


@pytest.fixture
def client(prefect: PrefectServer) -> Iterator[SyncPrefectClient]:
    server: dict[Any, Any] = {PREFECT_API_URL: prefect.address}
    with temporary_settings(server), get_client(sync_client=True) as client:
        yield client


@flow(name="settled")
def settled() -> None:
    """Do nothing: only its runs matter."""


def test_what_was_killed_before_it_could_be_known_is_settled_by_the_next_run(
    client: SyncPrefectClient,
) -> None:
    deployment = client.create_deployment(client.create_flow(settled), "killed")
    other = client.create_deployment(client.create_flow(settled), "other")

    def begin(*tags: str, state: Any = None, of: Any = deployment) -> Any:
        run = client.create_flow_run_from_deployment(of, state=state or Pending(), tags=tags)
        return run.id

    killed = [begin(), begin()]
    client.set_flow_run_state(killed[1], Running(), force=True)
    left = [begin(f"{TAG}1"), begin(state=Scheduled()), begin(of=other)]
    run = client.read_flow_run(begin())

    settle_beside(client, run)
    before = [client.read_flow_run(each).state_type for each in killed]
    settle_beside(client, run, within=AT_ONCE)

    found = [client.read_flow_run(each) for each in killed]
    assert before == ["PENDING", "RUNNING"]
    assert [each.state_type for each in found] == ["CRASHED", "CRASHED"]
    assert [each.state.message for each in found if each.state] == [MESSAGE, MESSAGE]
    assert {each.name for each in found} == {run.name}
    assert [client.read_flow_run(each).state_type for each in left] == [
        "PENDING",
        "SCHEDULED",
        "PENDING",
    ]


def test_of_runs_that_were_late_together_one_does_the_work(
    client: SyncPrefectClient, prefect: PrefectServer
) -> None:
    often = DeploymentScheduleCreate(schedule=CronSchedule(cron="* * * * * *"))
    of = client.create_deployment(client.create_flow(settled), "late", schedules=[often])
    try:
        late = due(prefect, of)
        run = client.create_flow_run_from_deployment(of, state=Pending())

        settle_beside(client, run)

        found = [client.read_flow_run(each) for each in late]
    finally:
        client.delete_deployment(of)
    assert {each.state_type for each in found} == {"CANCELLED"}
    assert {each.state.message for each in found if each.state} == {LATE}
    assert {each.name for each in found} == {run.name}


def due(prefect: PrefectServer, deployment: UUID) -> list[UUID]:
    """The runs that should have begun by now, once there are some."""
    asked = {"deployments": {"id": {"any_": [str(deployment)]}}}
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline:
        now = datetime.now(UTC).isoformat()
        rows = prefect.rows("flow_runs", **asked)
        if late := [UUID(row["id"]) for row in rows if row["expected_start_time"] < now]:
            return late
        time.sleep(0.5)
    pytest.fail("the schedule made no run")


def test_a_run_that_another_one_keeps_off_is_cancelled_not_failed(
    prefect: PrefectServer, standin: StandIn, tmp_path: Path
) -> None:
    place = Place(folder=tmp_path, endpoints=standin.endpoints)
    document = tmp_path / "kept-off.md"
    document.write_text("- [a](https://arxiv.org/abs/1312.6120)\n", encoding="utf-8")
    told = ("--into", tmp_path / "out", "--settings", place.settings_file(patience=1))

    with alone(LIBRARY, tmp_path / "state"):
        ended = zotlist(
            *("run", document, "--group", GROUP_ID, *told), environment=prefect.environment
        )

    [run] = [run for run in prefect.rows("flow_runs") if run["name"].startswith("kept-off")]
    assert ended.returncode == WAS_DOWN
    assert f"waiting for another run for {LIBRARY}" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stderr.splitlines()[-1].startswith(f"zotlist: another run for {LIBRARY} is")
    assert (run["state_type"], run["state_name"]) == ("CANCELLED", "Cancelled")
    assert run["state"]["message"].startswith(f"another run for {LIBRARY} is under way")
    assert standin.requests == []
