"""A list whose runs are killed, plain walks or flows, and what is left of them."""

import json
import os
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from flows.library import runs
from flows.steps import walk
from outputs.files import read_links, read_works
from outputs.history import read_history
from outputs.manifest import verify
from outputs.report.summary import Summary
from outputs.zotero.journal import Status
from tests.flows.killing import LIST, Blow, Trap, asked_of, in_flight
from tests.flows.under_prefect import ROOT, PrefectServer, command
from tests.standin.zotero import GROUP_ID, READ_WRITE_KEY
from tests.walks import Place, on_the_web, time_passes

PASSING = {"version", "dateAdded", "dateModified", "accessDate"}
DAY = r'"\d{4}-\d\d-\d\d"'
LIBRARY = f"groups/{GROUP_ID}"
WAIT = 60.0  # seconds for a run to die or to end


class Reading:
    """A list, and the place that its runs work in."""

    def __init__(
        self, folder: Path, trap: Trap, *, prefect: PrefectServer | None = None
    ) -> None:
        """Its runs are plain walks, or flows under Prefect."""
        self.folder = folder
        self.trap = trap
        self.prefect = prefect
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
    def published(self) -> list[Path]:
        """The folders of all runs that readers see."""
        return sorted(self.exports.glob("runs/2*"))

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

    @property
    def command(self) -> list[str]:
        """A run from the command line."""
        into, settings = self.exports, self.place.settings_file()
        words = ["run", self.path, "--group", GROUP_ID, "--into", into, "--settings", settings]
        return command(*words, "--quiet" if self.prefect else "--plain", "--json")

    @property
    def environment(self) -> Mapping[str, str]:
        """What a run from the command line is told."""
        return {
            **(self.prefect.environment if self.prefect else os.environ),
            **self.trap.proxy(self.folder).environment,
            "ZOTERO_API_KEY": READ_WRITE_KEY,
        }

    def flow(self) -> dict[str, Any]:
        """A run under Prefect that nobody disturbs, long after the last one; its summary."""
        with suppress(sqlite3.OperationalError):  # it was killed before it asked anybody
            time_passes(self.folder / "state")
        run = subprocess.run(
            self.command, cwd=ROOT, env=self.environment, check=False, timeout=5 * WAIT,
            capture_output=True, text=True,
        )  # fmt: skip
        assert run.returncode == 0, run.stderr
        return json.loads(run.stdout)

    def is_like(self, undisturbed: "Reading") -> None:
        """See that it ended where an undisturbed one does, at no more than what was in flight,
        and that nothing is left lying about."""
        assert self.group == undisturbed.group
        for ours, theirs in zip(self.tables, undisturbed.tables, strict=True):
            pd.testing.assert_frame_equal(ours, theirs)
        once = asked_of(undisturbed.trap.requests)
        assert asked_of(self.trap.requests) <= once + self.in_flight
        assert [path.name for path in self.folder.rglob("*.part")] == []
        assert verify(self.exports / "latest") == []
        assert Status.RUNNING not in self.statuses
        assert self.trap.violations == []

    def run_to_death(self, blow: Blow) -> None:
        """A run in a process of its own, which is killed; it may be quicker."""
        with subprocess.Popen(
            self.command, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        ) as run:  # fmt: skip
            self.trap.kill = run.kill
            if not blow.moment:
                self._kill_at(blow, run)
            self.is_killed = run.wait(WAIT) == -signal.SIGKILL
        self.trap.kill = None
        self.in_flight = in_flight(self.trap.requests)
        wait_for_the_end_of(run.pid)

    def _kill_at(self, blow: Blow, run: "subprocess.Popen[bytes]") -> None:
        while run.poll() is None:
            if any(self.folder.glob(blow.stage)):
                time.sleep(blow.delay)
                run.kill()
                return
            time.sleep(0.001)


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
