"""A Prefect server as a process of its own, and commands that run under it."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Self
from urllib.request import Request, urlopen

from flows.engine import DEFAULTS
from tests.standin.zotero import READ_WRITE_KEY

ROOT = Path(__file__).parents[2]
START = "prefect server start"
"""How people are told to start a server that they keep running."""
STARTS_WITHIN = 240.0  # seconds; it takes 15 to 30, its tables included
ENDS_WITHIN = 30.0  # seconds
IS_OVER = frozenset({"COMPLETED", "FAILED", "CRASHED", "CANCELLED"})
MOST = 200  # rows that Prefect gives at a time


class PrefectServer:
    """Prefect's server with its history in a folder. Use as a context manager."""

    def __init__(self, home: Path, **environment: str) -> None:
        self._home = home
        self._more = environment
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port: int = free.getsockname()[1]

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def address(self) -> str:
        """Of its API."""
        return f"http://127.0.0.1:{self._port}/api"

    @property
    def environment(self) -> Mapping[str, str]:
        """What a command is told to run under it, and nothing of Prefect's own."""
        plain = {name: value for name, value in os.environ.items() if "PREFECT" not in name}
        told = {"PREFECT_HOME": str(self._home), "PREFECT_API_URL": self.address}
        return {**plain, **DEFAULTS, **told, **self._more, "NO_PROXY": "127.0.0.1,localhost"}

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._home.mkdir(parents=True, exist_ok=True)
        with (self._home / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *START.split(), "--port", str(self._port)],
                env=dict(self.environment), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < deadline and self._process.poll() is None:
            with suppress(OSError), urlopen(f"{self.address}/health", timeout=5):
                return
            time.sleep(0.2)
        raise AssertionError((self._home / "server.log").read_text()[-3000:])

    def kill(self) -> None:
        """End it as a power cut does."""
        assert self._process
        self._process.kill()
        self._process.wait(ENDS_WITHIN)

    def end(self) -> None:
        """End it in good order, if it runs."""
        assert self._process
        self._process.terminate()
        try:
            self._process.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self.kill()

    def rows(self, kind: str, **asked: object) -> list[dict[str, Any]]:
        """All its flow_runs, task_runs or whatever the API has a filter for."""
        found: list[dict[str, Any]] = []
        while True:
            said = {**asked, "limit": MOST, "offset": len(found)}
            page = self.post(f"{kind}/filter", said)
            found += page
            if len(page) < MOST:
                return found

    def post(self, path: str, said: object) -> Any:
        """Ask its API."""
        request = Request(
            f"{self.address}/{path}",
            data=json.dumps(said).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def states(self, kind: str = "flow_runs") -> list[str]:
        """The states of all runs."""
        return [row["state_type"] for row in self.rows(kind)]

    def task_runs(self, flow_run: str) -> list[str]:
        """The names of the task runs of a flow run, once they are written down."""
        asked = {"flow_runs": {"id": {"any_": [flow_run]}}}
        deadline = time.monotonic() + ENDS_WITHIN
        before: list[dict[str, Any]] = []
        while time.monotonic() < deadline:
            rows = self.rows("task_runs", **asked)
            is_written = bool(rows) and {row["state_type"] for row in rows} <= IS_OVER
            if is_written and len(rows) == len(before):
                break
            before = rows
            time.sleep(1)
        return sorted(row["name"] for row in before)


def command(*words: object) -> list[str]:
    """A command of zotlist's."""
    return [sys.executable, "-m", "flows.cli", *map(str, words)]


def zotlist(
    *words: object, environment: Mapping[str, str], within: float = 300
) -> "subprocess.CompletedProcess[str]":
    """Run a command of zotlist's to its end."""
    return subprocess.run(
        command(*words),
        env={"ZOTERO_API_KEY": READ_WRITE_KEY, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=within,
    )
