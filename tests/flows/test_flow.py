"""One real run under Prefect, with a server of its own, and what it leaves behind."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from enrichers.model import Verdict
from outputs.files import read_links
from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID, READ_WRITE_KEY
from tests.walks import SEED, Place

S2_KEY, OPENALEX_KEY = "s2-Hu5h-hu5h-0042", "openalex-Hu5h-hu5h-0043"
PROBLEMS = (Verdict.UNANSWERED, Verdict.NOT_FOUND, Verdict.CONFLICT, Verdict.AMBIGUOUS)
RUNS = "SELECT name, state_name, parameters FROM flow_run"
TASKS = "SELECT name FROM task_run"
ARTIFACTS = "SELECT key, data FROM artifact"


def test_the_walk_runs_as_a_prefect_flow_whose_tasks_are_sources_and_outputs(
    standin: StandIn, tmp_path: Path
) -> None:
    settings = Place(folder=tmp_path, endpoints=standin.endpoints).settings_file()
    environ = {
        **{name: value for name, value in os.environ.items() if "PREFECT" not in name},
        "ZOTERO_API_KEY": READ_WRITE_KEY,
        "S2_API_KEY": S2_KEY,
        "OPENALEX_API_KEY": OPENALEX_KEY,
    }
    command = ["run", str(SEED), "--group", str(GROUP_ID), "--into", str(tmp_path / "out")]

    run = subprocess.run(
        [sys.executable, "-m", "flows.cli", *command, "--settings", settings, "--json", "-vv"],
        env=environ, capture_output=True, text=True, check=False, timeout=400,
    )  # fmt: skip

    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["verdicts"]["resolved"] >= 9
    with closing(sqlite3.connect(tmp_path / "state" / "prefect" / "prefect.db")) as history:
        [(name, state, parameters)] = history.execute(RUNS).fetchall()
        tasks = [task for (task,) in history.execute(TASKS)]
        made = {key: json.loads(data) for key, data in history.execute(ARTIFACTS)}
    assert name == f"{SEED.stem} -> groups/{GROUP_ID}"
    assert state == "Completed"
    assert "patience" in parameters
    assert {"read", "ask arxiv", f"push to groups/{GROUP_ID}", "record"} <= set(tasks)
    assert len(tasks) <= 40
    assert made["zotlist-summary"] == (tmp_path / "out" / "report.md").read_text()
    links = read_links(tmp_path / "out" / "links.csv")
    problems = links[links["verdict"].isin(PROBLEMS)]
    told = [
        (row["line"], row["url"], row["reason"]) for row in json.loads(made["zotlist-problems"])
    ]
    assert told
    assert told == list(problems[["line", "url", "reason"]].itertuples(index=False, name=None))
    left = [*left_by_the_run(tmp_path), run.stdout.encode(), run.stderr.encode()]
    assert not any(READ_WRITE_KEY.encode() in each for each in left)
    assert not any(S2_KEY.encode() in each for each in left)
    assert not any(OPENALEX_KEY.encode() in each for each in left)


def left_by_the_run(folder: Path) -> list[bytes]:
    """Tables, report, state, and the history that Prefect keeps with its log lines."""
    return [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
