"""Measures planning against a large library and pushing to it, beside a plain pyzotero loop."""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench.processes import standin
from tests.standin.zotero import ZoteroGroup

MOST_SECONDS = 5.0  # of CPU for planning from warm state: others may use the machine too
MOST_MEMORY = 500  # MB
AT_ONCE = 50  # objects in a write request


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.sync", description=__doc__)
    parser.add_argument(
        "--library", type=int, default=50_000, help="default: %(default)s items"
    )
    parser.add_argument("--list", type=int, default=5_000, help="default: %(default)s entries")
    told = parser.parse_args()
    with TemporaryDirectory(prefix="bench") as folder:
        home = Path(folder)
        _fill(home / "zotero.sqlite", told.library)
        with standin(0, home) as ready:
            run = _Runner(ready, home / "state.sqlite", told.list)
            first = run("first_push")
            plan = run("plan_again")
            second = run("second_push")
            plain = run("plain_loop")
    print(f"A library of {told.library:,} items of people, a list of {told.list:,} entries")
    print(f"reading the library for the first time: {first['read_wall']:.1f} s")
    _print_push("first push, planning included", first)
    print(
        f"planning the later list from warm state: {plan['plan_wall']:.2f} s, "
        f"CPU {plan['plan_cpu']:.2f} s, peak memory {plan['memory']:.0f} MB, "
        f"{plan['objects']:,} objects to write"
    )
    _print_push("second push, planning included", second)
    _print_push("plain pyzotero loop", plain)
    ours, theirs = (_each(run, run["push_wall"]) for run in (first, plain))
    print(f"per item written: {ours:.1f} ms, plain loop {theirs:.1f} ms")
    broken = list(_broken(first, plan, second))
    print("every limit is kept" if not broken else "BROKEN: " + "; ".join(broken))
    sys.exit(bool(broken))


def _fill(file: Path, items: int) -> None:
    with closing(ZoteroGroup(file, seed=1)) as group:
        group.load_foreign(items)


class _Runner:
    def __init__(self, ready: Path, state: Path, size: int) -> None:
        self._words = (str(ready), str(state), str(size))

    def __call__(self, part: str) -> Mapping[str, Any]:
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.syncing", part, *self._words],
            stdout=subprocess.PIPE,
            check=True,
        )
        wall = time.perf_counter() - began
        return {"wall": wall, **json.loads(done.stdout.splitlines()[-1])}


def _floor(run: Mapping[str, Any]) -> int:
    """The fewest write requests: collections and items cannot share one."""
    return sum(ceil(objects / AT_ONCE) for objects in run["objects"])


def _each(run: Mapping[str, Any], seconds: float) -> float:
    return seconds * 1000 / sum(run["objects"])


def _print_push(name: str, run: Mapping[str, Any]) -> None:
    print(
        f"{name}: {sum(run['objects']):,} objects in {run['writes']} write requests "
        f"(floor {_floor(run)}), {run['push_wall']:.1f} s; "
        f"the whole process: {run['wall']:.1f} s, CPU {run['cpu']:.1f} s, "
        f"peak memory {run['memory']:.0f} MB"
    )


def _broken(
    first: Mapping[str, Any], plan: Mapping[str, Any], second: Mapping[str, Any]
) -> Iterator[str]:
    if plan["plan_cpu"] > MOST_SECONDS:
        yield f"planning takes more than {MOST_SECONDS:.0f} s"
    if plan["memory"] > MOST_MEMORY:
        yield f"planning takes more than {MOST_MEMORY} MB"
    if any(run["writes"] > _floor(run) for run in (first, second)):
        yield "more write requests than needed"


if __name__ == "__main__":
    main()
