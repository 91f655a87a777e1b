"""A run is killed at any moment: the next one ends where an undisturbed one does."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

import pandas as pd
import pytest

from flows.library import runs
from flows.recording import REVIEW
from flows.steps import walk
from outputs.files import read_links, read_works
from outputs.history import read_history
from outputs.manifest import verify
from outputs.report.summary import Summary
from outputs.zotero.journal import Status
from tests.flows.killing import LIST, REQUESTS, Blow, Trap, asked_of, blows, in_flight, stage_of
from tests.outputs.zotero.effort import IS_THOROUGH
from tests.standin.zotero import GROUP_ID, READ_WRITE_KEY
from tests.walks import Place, on_the_web, time_passes

PASSING = {"version", "dateAdded", "dateModified", "accessDate"}
DAY = r'"\d{4}-\d\d-\d\d"'
LIBRARY = f"groups/{GROUP_ID}"
COMMAND = (sys.executable, "-m", "flows.cli")
ROOT = Path(__file__).parents[2]
AT_ONCE = 8  # runs
COUNT = 50 if IS_THOROUGH else 8
WAIT = 60.0  # seconds for a run to die or to end


class Reading:
    """A list, and the place that its runs work in."""

    def __init__(self, folder: Path, trap: Trap) -> None:
        self.folder = folder
        self.trap = trap
        self.place = Place(folder=folder, endpoints=trap.endpoints, pages=True)
        self.path = folder / "list.md"
        self.path.write_text(LIST, encoding="utf-8")
        self.is_killed = False
        self.met: Counter[str] = Counter()
        self.in_flight: Counter[str] = Counter()

    @property
    def exports(self) -> Path:
        return self.folder / "exports"

    @property
    def group(self) -> dict[str, dict[str, object]]:
        """All that the group says, the trash included, whenever it was written."""
        theirs = self.trap.zotero
        return {
            key: {name: value for name, value in each.items() if name not in PASSING}
            for key, each in {**theirs.items(), **theirs.collections()}.items()
        }

    @property
    def tables(self) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        """The links, the works and the history, whenever they were found."""
        links = read_links(self.exports / "links.csv").drop(columns="citations_on")
        works = read_works(self.exports / "works.parquet").drop(columns="citations_on")
        works["origin"] = works["origin"].str.replace(DAY, '"..."', regex=True)
        history = read_history(self.exports / "history").drop(columns="counted_on")
        return links, works, history

    @property
    def statuses(self) -> set[Status]:
        """How the runs that wrote to the group ended."""
        return {run.status for run in runs(LIBRARY, self.place.job().settings)}

    def walk(self) -> Summary:
        """A run that nobody disturbs, long after the last one."""
        with suppress(sqlite3.OperationalError):  # it was killed before it asked anybody
            time_passes(self.folder / "state")
        with on_the_web(self.trap, self.folder):
            return walk(self.place.job(LIBRARY, self.path)).summary

    def run_to_death(self, blow: Blow) -> None:
        """A run in a process of its own, which is killed; it may be quicker."""
        into, settings = self.exports, self.place.settings_file()
        words = ["run", self.path, "--group", GROUP_ID, "--into", into, "--settings", settings]
        environment = {
            **os.environ,
            **self.trap.proxy(self.folder).environment,
            "ZOTERO_API_KEY": READ_WRITE_KEY,
        }
        with subprocess.Popen(
            [*COMMAND, *map(str, words), "--plain", "--quiet"],
            cwd=ROOT, env=environment, stderr=subprocess.DEVNULL, start_new_session=True,
        ) as run:  # fmt: skip
            self.trap.kill = run.kill
            if not blow.moment:
                self._kill_at(blow.stage, run)
            self.is_killed = run.wait(WAIT) == -signal.SIGKILL
        self.trap.kill = None
        self.in_flight = in_flight(self.trap.requests)
        wait_for_the_end_of(run.pid)

    def _kill_at(self, name: str, run: "subprocess.Popen[bytes]") -> None:
        while run.poll() is None:
            if any(self.folder.glob(name)):
                run.kill()
                return


def wait_for_the_end_of(group: int) -> None:
    """See that no process of a killed run's is left."""
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.01)
    pytest.fail("a process of the killed run runs on")


@pytest.fixture(scope="module", autouse=True)
def key() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZOTERO_API_KEY", READ_WRITE_KEY)
        yield


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reading]:
    """A run that came to its end."""
    with Trap() as trap:
        reading = Reading(tmp_path_factory.mktemp("undisturbed"), trap)
        reading.walk()
        reading.met = Counter(map(stage_of, trap.requests))
        yield reading


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[Blow, Reading]]:
    """Runs that were killed, each somewhere else."""
    with ExitStack() as stack:
        readings = {
            blow: Reading(tmp_path_factory.mktemp("killed"), stack.enter_context(Trap(blow)))
            for blow in blows(COUNT)
        }
        with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
            dying = [pool.submit(each.run_to_death, blow) for blow, each in readings.items()]
        for done in dying:
            done.result()
        yield readings


def test_every_stage_is_met(undisturbed: Reading) -> None:
    assert undisturbed.met >= Counter(REQUESTS)


def test_runs_are_killed(killed: Mapping[Blow, Reading]) -> None:
    unharmed = [str(blow) for blow, reading in killed.items() if not reading.is_killed]

    assert len(unharmed) <= len(killed) // 4, unharmed


every_blow = pytest.mark.parametrize("blow", blows(COUNT), ids=str)


@every_blow
def test_what_a_killed_run_leaves_to_readers_is_whole(
    blow: Blow, killed: Mapping[Blow, Reading]
) -> None:
    runs_there = killed[blow].exports.glob("runs/2*")

    assert [wrong for folder in runs_there for wrong in verify(folder)] == []


@every_blow
def test_the_run_after_a_killed_one_ends_like_an_undisturbed_one(
    blow: Blow, killed: Mapping[Blow, Reading], undisturbed: Reading
) -> None:
    reading = killed[blow]

    reading.walk()

    assert reading.group == undisturbed.group
    for ours, theirs in zip(reading.tables, undisturbed.tables, strict=True):
        pd.testing.assert_frame_equal(ours, theirs)
    once = asked_of(undisturbed.trap.requests)
    assert asked_of(reading.trap.requests) <= once + reading.in_flight
    assert [path.name for path in reading.folder.rglob("*.part")] == []
    assert verify(reading.exports / "latest") == []
    assert Status.RUNNING not in reading.statuses
    assert reading.trap.violations == []
    version = reading.trap.zotero.version

    third = reading.walk()

    assert third.headline == "0 requests, 0 writes"
    assert reading.trap.zotero.version == version


def test_what_a_killed_run_was_writing_is_swept_up(undisturbed: Reading) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait(WAIT)
    review = f"{undisturbed.path.name}{REVIEW}"
    exports, name = undisturbed.exports, f".{review}.{gone.pid}.part"
    left = [
        undisturbed.folder / name,
        exports / name,
        exports / "history" / f".20260101T000000Z.parquet.{gone.pid}.part",
    ]
    written_now = undisturbed.folder / f".{review}.{os.getppid()}.part"
    for path in (*left, written_now):
        path.touch()

    undisturbed.walk()

    assert [path for path in (*left, written_now) if path.exists()] == [written_now]
    written_now.unlink()
