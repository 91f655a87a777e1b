"""Somebody is told of a run that fails, and of one that needs a person."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from prefect import __version__ as VERSION

from tests.flows.under_prefect import ROOT, PrefectServer, zotlist
from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID, READ_ONLY_KEY
from tests.walks import Place

WITHIN = 120.0  # seconds until the server has told


class Hook(ThreadingHTTPServer):
    """Whom Prefect tells."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Heard)
        self.heard: list[str] = []

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}/hook"

    def wait_for(self, *starts: str) -> list[str]:
        """What it was told that begins so, in this order; the last try's if some is missing."""
        deadline = time.monotonic() + WITHIN
        while time.monotonic() < deadline:
            told = [[text for text in self.heard if text.startswith(each)] for each in starts]
            if all(told):
                return [each[0] for each in told]
            time.sleep(0.5)
        pytest.fail(f"it was only told {self.heard}")


class Heard(BaseHTTPRequestHandler):
    """Writes down what it is told."""

    def do_POST(self) -> None:
        """Take JSON with a text."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        assert isinstance(self.server, Hook)
        told = json.loads(body)
        self.server.heard.append((json.loads(told) if isinstance(told, str) else told)["text"])
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def hook() -> Iterator[Hook]:
    with Hook() as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def set_up(prefect: PrefectServer, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "flows.alerts"],
        env={**prefect.environment, **more},
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=WITHIN,
    )  # fmt: skip


def test_somebody_is_told_of_runs_that_fail_or_need_a_person(
    prefect: PrefectServer, standin: StandIn, hook: Hook, tmp_path: Path
) -> None:
    done = [set_up(prefect, ZOTLIST_ALERTS_URL=hook.url) for _ in range(2)]
    for name in ("needy", "failing"):
        text = "- [a](https://arxiv.org/abs/1312.6120)\n- [b](https://club.made-up.net/)\n"
        (tmp_path / f"{name}.md").write_text(text)
    place = Place(folder=tmp_path, endpoints=standin.endpoints)
    run = ("--into", tmp_path / "exports", "--quiet", "--settings")
    needs = {**prefect.environment, "ZOTERO_API_KEY": READ_ONLY_KEY}

    needy = zotlist(
        *("run", tmp_path / "needy.md", "--group", GROUP_ID, *run, place.settings_file()),
        environment=needs,
    )
    nowhere = place.settings_file(pages=True, task_runner="dask:tcp://127.0.0.1:9")
    failing = zotlist("enrich", tmp_path / "failing.md", *run, nowhere, environment=needs)

    assert [each.returncode for each in done] == [0, 0], done[-1].stderr
    names = [row["name"] for row in prefect.rows("automations")]
    assert len(names) == len(set(names)) == 2
    assert sorted(done[0].stdout.splitlines()) == sorted(f"set up: {name}" for name in names)
    assert (needy.returncode, failing.returncode) == (1, 2), needy.stderr + failing.stderr
    of_needy, of_failing = hook.wait_for("zotlist: needy", "zotlist: failing")
    assert "write" in of_needy
    assert of_failing.endswith(": Failed")


class Refusing(BaseHTTPRequestHandler):
    """A server of Prefect's that answers, and lets nobody change anything."""

    def do_GET(self) -> None:
        """Be well, and show nothing."""
        known = {"/api/health": True, "/api/admin/version": VERSION}
        self.answer(200 if self.path in known else 403, known.get(self.path, "hush"))

    def do_POST(self) -> None:
        """Refuse."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(403, "hush")

    def answer(self, status: int, said: object) -> None:
        """Say something as JSON."""
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def test_a_server_that_refuses_is_said_in_one_line(tmp_path: Path) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        done = subprocess.run(
            [sys.executable, "-m", "flows.alerts"],
            env={
                **os.environ,
                "ZOTLIST_ALERTS_URL": "https://hooks.made-up.net/hush",
                "PREFECT_API_URL": f"http://127.0.0.1:{server.server_port}/api",
                "PREFECT_HOME": str(tmp_path),
            },
            cwd=ROOT, capture_output=True, text=True, check=False, timeout=WITHIN,
        )  # fmt: skip
        server.shutdown()

    said = "zotlist: Prefect's server does not take the automations (HTTP 403)\n"
    assert (done.returncode, done.stdout, done.stderr) == (3, "", said)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({}, "zotlist: set ZOTLIST_ALERTS_URL"),
        (
            {"ZOTLIST_ALERTS_URL": "https://hooks.made-up.net/", "PREFECT_API_URL": ""},
            "zotlist: set PREFECT_API_URL",
        ),
    ],
)
def test_what_is_missing_is_said(
    told: Mapping[str, str], says: str, prefect: PrefectServer
) -> None:
    done = set_up(prefect, **told)

    assert done.returncode == 2
    assert done.stderr.startswith(says)
    assert done.stderr.count("\n") == 1
