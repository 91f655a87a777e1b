"""Runs the stand-in and what is measured in processes of their own, and counts requests."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from tests.bench.lists import SEED
from tests.standin.zotero import READ_WRITE_KEY

START = 60.0  # seconds that the stand-in may take


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a process did."""

    wall: float
    told: Mapping[str, Any]
    requests: Mapping[str, int]
    violations: Sequence[str]


@contextmanager
def standin(links: int, home: Path, *more: str) -> Generator[Path]:
    """The stand-in as a process of its own, so that its work is not counted as ours; without
    made-up works (0) it knows those of the first list."""
    ready = home / "ready.json"
    words = ("--generated", str(links), "--seed", str(SEED), "--ready-file", str(ready))
    command = [sys.executable, "-m", "tests.standin", *words, *more]
    command += ["--zotero", str(home / "zotero.sqlite")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as server:
        try:
            until = time.monotonic() + START
            while not ready.exists():
                if server.poll() is not None or time.monotonic() > until:
                    raise SystemExit("the stand-in did not start")
                time.sleep(0.05)
            yield ready
        finally:
            server.terminate()


class Counted:
    """Runs processes one after the other, and counts what each asked the stand-in."""

    def __init__(self, ready: Path, environment: Mapping[str, str] = os.environ) -> None:
        self._environment = environment
        self._base = json.loads(ready.read_text())["base"]
        self._seen = Counter[str]()
        self._broken = 0

    def run(self, module: str, *words: str) -> Run:
        """Run a module; its last line of output is its report."""
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", module, *words],
            env={**self._environment, "ZOTERO_API_KEY": READ_WRITE_KEY},
            stdout=subprocess.PIPE,
            check=True,
        )
        wall = time.perf_counter() - began
        total = Counter(map(_service, self._report("requests")))
        violations = self._report("violations")
        run = Run(
            wall=wall,
            told=json.loads(done.stdout.splitlines()[-1]),
            requests=total - self._seen,
            violations=violations[self._broken :],
        )
        self._seen, self._broken = total, len(violations)
        return run

    def _report(self, name: str) -> list[Any]:
        with urlopen(f"{self._base}/standin/{name}") as answer:
            return json.load(answer)


def _service(request: Mapping[str, Any]) -> str:
    if request["service"] != "zotero":
        return str(request["service"])
    return "zotero reads" if request["method"] == "GET" else "zotero writes"
