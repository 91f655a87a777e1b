"""The stand-in as a process of its own."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import httpx2
import pytest

ROOT = Path(__file__).parents[2]
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Start]:
    running: list[subprocess.Popen[str]] = []

    def begin(*options: str, stdin: int = subprocess.PIPE) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "tests.standin", *options]
        process = subprocess.Popen(
            command, cwd=ROOT, stdin=stdin, stdout=subprocess.PIPE, text=True
        )
        running.append(process)
        return process

    yield begin
    for process in running:
        process.kill()
        process.communicate()


def address_of(process: "subprocess.Popen[str]") -> str:
    output: IO[str] | Any = process.stdout
    return output.readline().strip()


def test_it_prints_its_address_and_ends_with_its_input(start: Start) -> None:
    process = start()
    base = address_of(process)

    answer = httpx2.get(f"{base}/crossref/works/10.1038/nature14539")
    process.communicate(timeout=10)

    assert answer.status_code == 200
    assert process.returncode == 0


def test_without_a_pipe_it_runs_until_a_signal(start: Start, tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    process = start("--ready-file", str(ready), stdin=subprocess.DEVNULL)
    base = address_of(process)

    told = json.loads(ready.read_text())
    process.send_signal(signal.SIGTERM)

    assert told["base"] == base
    assert told["endpoints"]["arxiv"] == f"{base}/arxiv/api/query"
    assert process.wait(timeout=10) == 0


def test_it_can_be_the_proxy_of_another_process(start: Start, tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    address_of(start("--ready-file", str(ready), "--proxy", str(tmp_path)))
    environment = json.loads(ready.read_text())["environment"]
    fetch = "import httpx2; print(httpx2.get('https://www.math.ias.edu/wtdl').status_code)"

    fetched = subprocess.run(
        [sys.executable, "-c", fetch],
        env=environment, capture_output=True, text=True, check=True, timeout=30,
    )  # fmt: skip

    assert fetched.stdout.strip() == "200"


def test_it_can_know_any_number_of_works(start: Start) -> None:
    process = start("--generated", "50", "--seed", "7")

    answer = httpx2.get(f"{address_of(process)}/crossref/works?rows=0&mailto=a@example.org")

    assert 20 < answer.json()["message"]["total-results"] < 50
