"""A run is killed at any moment: the next one ends where an undisturbed one does."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from flows.recording import REVIEW
from outputs.manifest import verify
from tests.enrichers.pages.ending import TASKS, ended
from tests.flows.dying import WAIT, Reading
from tests.flows.killing import REQUESTS, Blow, Trap, blows, stage_of
from tests.outputs.zotero.effort import IS_THOROUGH
from tests.standin.zotero import READ_WRITE_KEY

AT_ONCE = 8  # runs
COUNT = 50 if IS_THOROUGH else 8


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
    assert [wrong for run in killed[blow].published for wrong in verify(run)] == []


@every_blow
def test_the_run_after_a_killed_one_ends_like_an_undisturbed_one(
    blow: Blow, killed: Mapping[Blow, Reading], undisturbed: Reading
) -> None:
    reading = killed[blow]

    reading.walk()

    reading.is_like(undisturbed)
    version = reading.trap.zotero.version

    third = reading.walk()

    assert third.headline == "0 requests, 0 writes"
    assert reading.trap.zotero.version == version


@pytest.mark.skipif(not TASKS.exists(), reason="this system does not list children")
def test_documents_whose_readers_were_killed_are_read_by_the_next_run(
    undisturbed: Reading, tmp_path: Path
) -> None:
    with Trap() as trap:
        reading = Reading(tmp_path, trap)
        with ended(signal.SIGKILL):
            first = reading.walk()

        second = reading.walk()

        assert first.down == {"pages": "1 that may be papers gave no answer"}
        assert second.down == {}
        assert reading.group == undisturbed.group


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
