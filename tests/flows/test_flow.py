"""One real run under Prefect, with its temporary server."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID, READ_WRITE_KEY
from tests.walks import SEED

HISTORY = """
import json, sys
from prefect.client.orchestration import get_client
with get_client(sync_client=True) as client:
    runs = client.read_flow_runs()
    tasks = client.read_task_runs()
    print(json.dumps({
        "runs": [[run.name, run.state_name, run.parameters] for run in runs],
        "tasks": sorted(task.name for task in tasks),
    }, default=str))
"""


def test_the_walk_runs_as_a_prefect_flow_whose_tasks_are_sources_and_outputs(
    standin: StandIn, tmp_path: Path
) -> None:
    settings = tmp_path / "zotlist.toml"
    endpoints = standin.endpoints.items()
    lines = [f'state = "{tmp_path / "state"}"', "[endpoints]"]
    lines += [f'{name} = "{url}"' for name, url in endpoints if name != "web"]
    settings.write_text("\n".join(lines), encoding="utf-8")
    environ = {
        **{name: value for name, value in os.environ.items() if "PREFECT" not in name},
        "ZOTERO_API_KEY": READ_WRITE_KEY,
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    }
    command = ["run", str(SEED), "--group", str(GROUP_ID), "--into", str(tmp_path / "out")]

    run = subprocess.run(
        [sys.executable, "-m", "flows.cli", *command, "--settings", str(settings), "--json"],
        env=environ, capture_output=True, text=True, check=False, timeout=400,
    )  # fmt: skip
    history = subprocess.run(
        [sys.executable, "-c", HISTORY],
        env=environ, capture_output=True, text=True, check=True, timeout=400,
    )  # fmt: skip

    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["verdicts"]["resolved"] == 9
    told = json.loads(history.stdout.splitlines()[-1])
    [[name, state, parameters]] = told["runs"]
    assert name == f"{SEED.stem} -> groups/{GROUP_ID}"
    assert state == "Completed"
    assert READ_WRITE_KEY not in json.dumps(parameters)
    assert "read" in told["tasks"]
    assert "ask arxiv" in told["tasks"]
    assert f"push to groups/{GROUP_ID}" in told["tasks"]
    assert len(told["tasks"]) <= 40
