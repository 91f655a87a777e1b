"""The deployment of prefect.yaml, made and run as it says, with PostgreSQL behind Prefect."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.flows.under_prefect import ROOT, PrefectServer
from tests.outputs.zotero.effort import IS_THOROUGH
from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID, READ_WRITE_KEY
from tests.walks import settings_file

PROGRAMS = ("initdb", "postgres")
WITHIN = 300.0  # seconds for any one command
STARTS_WITHIN = 60.0  # seconds

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="users are POSIX ones"),
    pytest.mark.skipif(not all(map(shutil.which, PROGRAMS)), reason="PostgreSQL is not here"),
    pytest.mark.skipif(not IS_THOROUGH, reason="it takes minutes: ZOTLIST_TESTS=thorough"),
]


@pytest.fixture
def database() -> Iterator[str]:
    """The address of an empty database, of PostgreSQL on loopback."""
    home = Path(tempfile.mkdtemp(prefix="postgres"))
    whose = _unprivileged(home)
    data = home / "data"
    words = ("-U", "prefect", "-A", "trust", "-E", "UTF8", "--no-sync", "-D", data)
    subprocess.run(["initdb", *map(str, words)], check=True, capture_output=True, **whose)
    port = _free_port()
    settings = ("listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off")
    flags = [word for each in settings for word in ("-c", each)]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(
            ["postgres", "-D", str(data), "-p", str(port), *flags],
            stdout=log, stderr=log, cwd=home, **whose,
        )  # fmt: skip
    try:
        _wait_for(port, server, home / "log")
        yield f"postgresql+asyncpg://prefect@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(STARTS_WITHIN)
        shutil.rmtree(home)


def _unprivileged(home: Path) -> dict[str, Any]:
    """PostgreSQL refuses to be run by root: whom it runs as, who owns the folder then."""
    if os.geteuid():
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": ()}


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _wait_for(port: int, server: "subprocess.Popen[Any]", log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(log.read_text())


def prepare(folder: Path, standin: StandIn) -> None:
    """Make it a worker's machine: its prefect.yaml is ours, edited as that says."""
    told = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    [step] = told["pull"]
    [arguments] = step.values()
    arguments["directory"] = str(folder)
    [deployment] = told["deployments"]
    document = folder / "reading.md"
    document.write_text("- [a](https://arxiv.org/abs/1312.6120)\n", encoding="utf-8")
    parameters = deployment["parameters"]
    parameters["lists"] = [str(document)]
    parameters["into"] = str(folder / "exports")
    parameters["library"] = f"groups/{GROUP_ID}"
    parameters["settings"]["state"] = str(folder / "state")
    (folder / "prefect.yaml").write_text(yaml.safe_dump(told), encoding="utf-8")
    settings_file(folder / "zotlist.toml", standin.endpoints, {"pages": False, "search": False})


def _scheduled(server: PrefectServer) -> bool:
    """Whether the server's own schedule makes runs."""
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline:
        if any(run["auto_scheduled"] for run in server.rows("flow_runs")):
            return True
        time.sleep(1)
    return False


def test_a_worker_runs_the_deployment_with_postgresql_behind_prefect(
    database: str, standin: StandIn, tmp_path: Path
) -> None:
    address = {"PREFECT_API_DATABASE_CONNECTION_URL": database}
    prepare(tmp_path, standin)
    with PrefectServer(tmp_path / "prefect", **address) as server:

        def prefect(*words: str) -> str:
            done = subprocess.run(
                [sys.executable, "-m", "prefect", "--no-prompt", *words],
                env={
                    **server.environment,
                    "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)]),
                    "ZOTERO_API_KEY": READ_WRITE_KEY,
                },
                cwd=tmp_path, capture_output=True, text=True, check=False, timeout=WITHIN,
            )  # fmt: skip
            assert done.returncode == 0, done.stdout + done.stderr
            return done.stdout

        prefect("work-pool", "create", "lists", "--type", "process")
        prefect("deploy", "--all")
        prefect("deployment", "run", "zotlist/reading")
        prefect("worker", "start", "--pool", "lists", "--run-once", "--install-policy", "never")
        is_scheduled = _scheduled(server)
        made = [run for run in server.rows("flow_runs") if not run["auto_scheduled"]]

    assert is_scheduled
    assert [(run["name"], run["state_type"]) for run in made] == [
        (f"reading -> groups/{GROUP_ID}", "COMPLETED")
    ]
    assert len(standin.zotero.items()) == 1
    assert standin.violations == []
    assert not (tmp_path / "prefect" / "prefect.db").exists()
