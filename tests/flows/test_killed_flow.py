"""A flow run or Prefect's server is killed: the next run ends well, none stays "Running"."""

import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

from flows.abandoned import MESSAGE, TAG
from outputs.manifest import verify
from tests.flows.dying import ROOT, WAIT, Reading
from tests.flows.killing import SEED, Blow, Trap, blows
from tests.flows.under_prefect import IS_OVER, PrefectServer
from tests.outputs.zotero.effort import IS_THOROUGH
from tests.standin.zotero import READ_WRITE_KEY

AT_ONCE = 4  # runs
COUNT = 50 if IS_THOROUGH else 4
BEGUN = f"state/runs/{TAG}*.lock"
"""Is there from just before Prefect learns of the run."""
BEGINNINGS = 8 if IS_THOROUGH else 1
"""So many of the blows fall within seconds of that."""
FIRST_SECONDS = 3.0

takes_long = pytest.mark.skipif(
    not IS_THOROUGH, reason="it starts servers of Prefect's: ZOTLIST_TESTS=thorough"
)


def every_blow() -> list[Blow]:
    """So many moments, drawn by lot from all stages in turn."""
    chance = Random(SEED)
    early = [
        Blow(stage=BEGUN, delay=chance.uniform(0, FIRST_SECONDS)) for _ in range(BEGINNINGS)
    ]
    return [*early, *blows(COUNT - BEGINNINGS)]


@pytest.fixture(scope="module", autouse=True)
def key() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZOTERO_API_KEY", READ_WRITE_KEY)
        yield


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reading]:
    """A run that came to its end, without Prefect."""
    with Trap() as trap:
        reading = Reading(tmp_path_factory.mktemp("undisturbed"), trap)
        reading.walk()
        yield reading


@pytest.fixture(scope="module")
def continued(
    prefect: PrefectServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[Blow, Reading]]:
    """Flow runs that were killed, each somewhere else, and after each the next run."""

    def suffer(blow: Blow, reading: Reading) -> None:
        reading.run_to_death(blow)
        assert [wrong for run in reading.published for wrong in verify(run)] == []
        reading.flow()

    with ExitStack() as stack:
        readings = {
            blow: Reading(
                tmp_path_factory.mktemp("killed"),
                stack.enter_context(Trap(blow)),
                prefect=prefect,
            )
            for blow in every_blow()
        }
        with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
            done = [pool.submit(suffer, blow, each) for blow, each in readings.items()]
        for each in done:
            each.result()
        yield readings


def test_flow_runs_are_killed(continued: Mapping[Blow, Reading]) -> None:
    unharmed = [str(blow) for blow, reading in continued.items() if not reading.is_killed]

    assert len(unharmed) <= len(continued) // 4, unharmed


@pytest.mark.parametrize("blow", every_blow(), ids=str)
def test_the_run_after_a_killed_flow_run_ends_like_an_undisturbed_one(
    blow: Blow, continued: Mapping[Blow, Reading], undisturbed: Reading
) -> None:
    continued[blow].is_like(undisturbed)


@pytest.mark.parametrize("blow", every_blow(), ids=str)
def test_prefect_shows_no_killed_run_as_running(
    blow: Blow, continued: Mapping[Blow, Reading], prefect: PrefectServer
) -> None:
    reading = continued[blow]

    *killed, last = runs_of(reading, prefect)

    assert last["state_type"] == "COMPLETED"
    if killed and reading.is_killed:
        assert [each["state"]["message"] for each in killed] == [MESSAGE]
        assert [each["state_type"] for each in killed] == ["CRASHED"]
    for run in (*killed, last):
        prefect.task_runs(run["id"])
    assert unfinished(prefect, [*killed, last]) == []


def runs_of(reading: Reading, prefect: PrefectServer) -> list[dict[str, Any]]:
    """The flow runs that a reading made, the oldest first."""
    state = str(reading.folder / "state")
    made = [
        run
        for run in prefect.rows("flow_runs")
        if run["parameters"].get("settings", {}).get("state") == state
    ]
    return sorted(made, key=lambda run: run["created"])


def unfinished(prefect: PrefectServer, runs: list[dict[str, Any]]) -> list[str]:
    """The names of task runs that Prefect shows as if they went on."""
    asked = {"flow_runs": {"id": {"any_": [run["id"] for run in runs]}}}
    return [
        row["name"]
        for row in prefect.rows("task_runs", **asked)
        if row["state_type"] not in IS_OVER
    ]


@takes_long
def test_when_prefects_server_is_killed_the_next_run_goes_on(
    undisturbed: Reading, tmp_path: Path
) -> None:
    blow = Blow(stage="pages", at=2, moment="after")
    prefect = PrefectServer(tmp_path / "prefect", PREFECT_CLIENT_MAX_RETRIES="1")
    with prefect as server, Trap(blow) as trap:
        reading = Reading(tmp_path, trap, prefect=server)
        with subprocess.Popen(
            reading.command, cwd=ROOT, env=reading.environment, stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL, text=True,
        ) as run:  # fmt: skip
            trap.kill = server.kill
            _, said = run.communicate(timeout=5 * WAIT)
        trap.kill = None
        server.start()

        reading.flow()

        reading.is_like(undisturbed)
        first, last = runs_of(reading, server)
        assert (first["state_type"], last["state_type"]) == ("CRASHED", "COMPLETED")
        assert "zotlist: Prefect's server is gone" in said


@takes_long
def test_a_server_of_our_own_ends_with_a_run_that_is_killed(tmp_path: Path) -> None:
    with Trap(Blow(stage="sources", at=1, moment="after")) as trap:
        reading = Reading(tmp_path, trap, prefect=NoServer(tmp_path / "unused"))

        reading.run_to_death(Blow(stage="sources", at=1, moment="after"))
        reading.flow()

    assert reading.is_killed
    with closing(sqlite3.connect(tmp_path / "state" / "prefect" / "prefect.db")) as history:
        states = history.execute("SELECT state_type FROM flow_run ORDER BY created").fetchall()
    assert states == [("CRASHED",), ("COMPLETED",)]


class NoServer(PrefectServer):
    """None that is told of: a run starts its own."""

    @property
    def environment(self) -> Mapping[str, str]:
        """Nothing of Prefect's."""
        theirs = super().environment
        return {name: value for name, value in theirs.items() if "PREFECT" not in name}
