"""Two schedulers at once, on one group: nothing is made twice, lost or asked too fast."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from flows.abandoned import LATE
from tests.flows.under_prefect import PrefectServer, command
from tests.standin.catalogue import Catalogue
from tests.standin.records import Name, Record
from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID, READ_WRITE_KEY
from tests.walks import settings_file

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="it is stopped with a POSIX signal"
)

RECORDS = [
    Record(
        doi=f"10.1000/works.{number}",
        title=f"Sharp estimates for boundary layers of order {number}",
        authors=(Name(family="Okonkwo", given="Amara"),),
        issued="2019-03",
        venue="Journal of Edges",
    )
    for number in range(6)
]
TWICE, WITHIN = 2, 300.0  # completed runs of each, and seconds until then
OFTEN = "* * * * * */4"


@contextmanager
def schedulers(
    standin: StandIn, prefect: PrefectServer, homes: Sequence[Path]
) -> Generator[None]:
    """A machine in each folder that serves the list there: its state is its own."""
    with ExitStack() as stack:
        for home in homes:
            state = str(home / "state")
            told = {"state": state, "contact": "a@b.org", "pages": False, "search": False}
            settings_file(home / "zotlist.toml", standin.endpoints, told)
            [document] = home.glob("*.md")
            words = ("serve", document, "--group", GROUP_ID, "--into", home / "exports")
            served = stack.enter_context(
                subprocess.Popen(
                    command(*words, "--cron", OFTEN, "--quiet"),
                    env={
                        **prefect.environment,
                        "ZOTERO_API_KEY": READ_WRITE_KEY,
                        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                    },
                    cwd=home,
                    start_new_session=True,
                )
            )
            stack.callback(os.killpg, served.pid, signal.SIGINT)
        yield


def document(home: Path, name: str, numbers: Sequence[int]) -> Path:
    """A list of some of the works in a folder."""
    home.mkdir()
    lines = [f"- [Work](https://doi.org/{RECORDS[number].doi})" for number in numbers]
    (home / f"{name}.md").write_text("# Reading\n" + "\n".join(lines), encoding="utf-8")
    return home


def runs_of(prefect: PrefectServer, home: Path) -> list[dict[str, Any]]:
    """The flow runs that tables of this machine come from."""
    into = str(home / "exports")
    rows = prefect.rows("flow_runs")
    return [row for row in rows if row["parameters"].get("into") == into]


def wait(prefect: PrefectServer, *groups: Sequence[Path]) -> None:
    """Until each group of machines has made some runs to their end."""
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline:
        time.sleep(1)
        states = [
            [run["state_type"] for home in homes for run in runs_of(prefect, home)]
            for homes in groups
        ]
        if all(each.count("COMPLETED") >= TWICE for each in states):
            return
    pytest.fail("they did not make their runs in time")


def test_two_schedulers_feed_one_group_from_two_lists(
    prefect: PrefectServer, tmp_path: Path
) -> None:
    homes = [
        document(tmp_path / "one", "first", range(4)),
        document(tmp_path / "two", "second", range(2, 6)),
    ]
    with StandIn(Catalogue(RECORDS), pace=0.01) as standin:
        with schedulers(standin, prefect, homes):
            wait(prefect, homes[:1], homes[1:])
        items = standin.zotero.items().values()
        violations = standin.violations

    live = [item for item in items if not item.get("deleted")]
    assert sorted(item["DOI"] for item in live) == sorted(each.doi for each in RECORDS)
    assert {item["itemType"] for item in live} == {"journalArticle"}
    assert violations == []


def test_two_schedulers_of_one_list_make_nothing_twice(
    prefect: PrefectServer, tmp_path: Path
) -> None:
    homes = [
        document(tmp_path / "one", "same", range(6)),
        document(tmp_path / "two", "same", range(6)),
    ]
    with StandIn(Catalogue(RECORDS), pace=0.01) as standin:
        with schedulers(standin, prefect, homes):
            wait(prefect, homes)
        live = [item for item in standin.zotero.items().values() if not item.get("deleted")]

    made = [run for home in homes for run in runs_of(prefect, home)]
    late = [run for run in made if run["state_type"] == "CANCELLED"]
    assert sorted(item["DOI"] for item in live) == sorted(each.doi for each in RECORDS)
    assert {run["state"]["message"] for run in late} <= {LATE}
    assert {run["name"] for run in late} <= {f"same -> groups/{GROUP_ID}"}
    assert [run["name"] for run in made if run["state_type"] == "FAILED"] == []
