"""A real schedule, with a Prefect server that zotlist starts by itself."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID, READ_WRITE_KEY
from tests.walks import Place

WITHIN = 180  # seconds; it takes about 30
RUNS = "SELECT flow_run.name, flow_run.state_name FROM flow_run WHERE state_name = 'Completed'"


@pytest.mark.skipif(sys.platform == "win32", reason="it is stopped with a POSIX signal")
def test_a_schedule_makes_runs_until_it_is_stopped(standin: StandIn, tmp_path: Path) -> None:
    (tmp_path / "reading.md").write_text("- [a](https://arxiv.org/abs/1312.6120)\n")
    Place(folder=tmp_path, endpoints=standin.endpoints).settings_file()
    environ = {name: value for name, value in os.environ.items() if "PREFECT" not in name}
    environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    environ["ZOTERO_API_KEY"] = READ_WRITE_KEY
    command = ["serve", "reading.md", "--group", str(GROUP_ID), "--into", "out"]

    with subprocess.Popen(
        [sys.executable, "-m", "flows.cli", *command, "--cron", "* * * * * */3"],
        env=environ, cwd=tmp_path, stderr=subprocess.PIPE, text=True, start_new_session=True,
    ) as served:  # fmt: skip
        history = tmp_path / "state" / "prefect" / "prefect.db"
        completed = _completed(history)
        os.killpg(served.pid, signal.SIGINT)
        _, told = served.communicate(timeout=60)

    assert (f"reading -> groups/{GROUP_ID}", "Completed") in completed
    assert served.returncode == 0, told
    assert "Traceback" not in told
    assert "waiting for the next run" in told
    assert len(standin.zotero.items()) == 1
    assert (tmp_path / "out" / "report.md").exists()


def _completed(history: Path) -> list[tuple[str, str]]:
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline:
        time.sleep(0.5)
        if history.exists():
            try:
                with closing(sqlite3.connect(history)) as connection:
                    if rows := connection.execute(RUNS).fetchall():
                        return rows
            except sqlite3.OperationalError:
                continue  # its tables are still being made
    return []
