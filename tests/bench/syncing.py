"""One part of the measurement of pushes, in a process of its own; its report is JSON."""

import json
import resource
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pyzotero.zotero import Zotero

from outputs.zotero.connection import Group
from outputs.zotero.entry import Entry
from outputs.zotero.push import planned, push
from tests.outputs.zotero.works import ROOT, article, cited
from tests.standin.zotero import GROUP_ID, READ_WRITE_KEY

HEADINGS = 40
ABSTRACT = "We study how layers flow, and prove that they do so under mild conditions. " * 15
NAIVE = 200  # items that the plain loop makes
CHANGED = 10  # one in so many has another count of citations in the second list


def listed(number: int, *, is_later: bool) -> Entry:
    """The entry with a number, in the first list or in a later one."""
    path = (*ROOT, f"Part {number % HEADINGS}")
    entry = article(number, paths=[path], abstract=ABSTRACT)
    return cited(entry, 500) if is_later and number % CHANGED == 0 else entry


def the_list(size: int, *, is_later: bool) -> list[Entry]:
    """The first list, or a later one that is a tenth longer."""
    length = size + size // 10 if is_later else size
    return [listed(number, is_later=is_later) for number in range(1, length + 1)]


def first_push(group: Group, state: Path, size: int) -> Mapping[str, Any]:
    """Read a library that was never seen, and push the list; reading it is timed apart."""
    entries = the_list(size, is_later=False)
    began = time.perf_counter()
    planned(entries[:1], group=group, state=state)
    read = time.perf_counter()
    outcome = push(entries, group=group, state=state)
    return {
        "objects": (outcome.collections_created, outcome.items_created),
        "writes": outcome.writes,
        "read_wall": read - began,
        "push_wall": time.perf_counter() - read,
    }


def plan_again(group: Group, state: Path, size: int) -> Mapping[str, Any]:
    """Plan the later list; its making is not part of it."""
    entries = the_list(size, is_later=True)
    before, began = _cpu(), time.perf_counter()
    plan = planned(entries, group=group, state=state)
    wall, cpu = time.perf_counter() - began, _cpu() - before
    return {"plan_wall": wall, "plan_cpu": cpu, "objects": plan.objects}


def second_push(group: Group, state: Path, size: int) -> Mapping[str, Any]:
    """Push the later list."""
    entries = the_list(size, is_later=True)
    began = time.perf_counter()
    outcome = push(entries, group=group, state=state)
    objects = outcome.items_created + outcome.items_changed
    return {
        "objects": (outcome.collections_created, objects),
        "writes": outcome.writes,
        "push_wall": time.perf_counter() - began,
    }


def plain_loop(group: Group, state: Path, size: int) -> Mapping[str, Any]:
    """Make the like of our items one by one, as pyzotero's README shows it."""
    entries = [listed(size * 2 + number, is_later=False) for number in range(NAIVE)]
    items = [dict(item.data) for item in planned(entries, group=group, state=state).items]
    library = Zotero(group.number, "group", group.key)
    library.endpoint = group.endpoint
    began = time.perf_counter()
    reports: list[Any] = [library.create_items([item]) for item in items]
    wall = time.perf_counter() - began
    made = sum(len(report["success"]) for report in reports)
    return {"objects": (0, made), "writes": len(reports), "push_wall": wall}


PARTS: Mapping[str, Callable[[Group, Path, int], Mapping[str, Any]]] = {
    each.__name__: each for each in (first_push, plan_again, second_push, plain_loop)
}


def main(part: str, ready: Path, state: Path, size: int) -> None:
    """`ready` is the stand-in's ready file."""
    endpoint = json.loads(ready.read_text())["endpoints"]["zotero"]
    group = Group(number=str(GROUP_ID), key=READ_WRITE_KEY, endpoint=endpoint)
    told = PARTS[part](replace(group, every=0.0), state, size)
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({**told, "cpu": _cpu(), "memory": used.ru_maxrss / 1024}))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
