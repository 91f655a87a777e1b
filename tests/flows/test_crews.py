"""Pages are read by threads, by a Dask cluster of our own or by one at an address, alike."""

import re
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from flows.settings import BadSettings, Settings, changed
from flows.steps import walk
from outputs.files import read_links, read_works
from tests.flows.under_prefect import PrefectServer, zotlist
from tests.standin.catalogue import Catalogue
from tests.standin.pages import Page
from tests.standin.records import Name, Record
from tests.standin.server import StandIn
from tests.walks import Place, on_the_web

AUTHORS = (Name(family="Okonkwo", given="Amara"),)
HOSTS, PAGES_OF_EACH = 30, 2
RECORDS = [
    Record(
        doi=f"10.1000/declared.{number}",
        title=f"Sharp estimates for boundary layers of order {number}",
        authors=AUTHORS,
        issued="2019-03",
        venue="Journal of Edges",
    )
    for number in range(HOSTS)
]
PAGES = [
    page
    for number, record in enumerate(RECORDS)
    for page in (
        Page(
            url=f"https://press{number}.made-up.net/article",
            title=record.title,
            record=record,
            dialects=("highwire",),
        ),
        Page(
            url=f"https://press{number}.made-up.net/file.pdf",
            kind="pdf",
            title=f"Notes {number} of a reading club",
            authors=("Amara Okonkwo",),
        )
        if number % 3
        else Page(
            url=f"https://press{number}.made-up.net/away",
            status=302,
            location="https://press0.made-up.net/article",
        ),
    )
]
LIST = "# Reading\n" + "".join(f"- [{page.title}]({page.url})\n" for page in PAGES)
MOST_TASK_RUNS = 40
CONNECTION = re.compile(rb"Scheduler at: +(tcp://\S+)")
START = 60.0  # seconds


class Web(StandIn):
    """A web of pages at many hosts."""

    def __init__(self) -> None:
        super().__init__(Catalogue(RECORDS, PAGES), pace=0.01)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The tables of a walk without Prefect."""
    folder = tmp_path_factory.mktemp("plain")
    path = folder / "list.md"
    path.write_text(LIST, encoding="utf-8")
    with Web() as web, on_the_web(web, folder):
        place = Place(folder=folder, endpoints=web.endpoints, pages=True)
        job = place.job("", path)
        walk(replace(job, settings=replace(job.settings, search=False)))
    yield place.folder / "exports"


@contextmanager
def cluster(folder: Path, environment: dict[str, str]) -> Generator[str]:
    """A scheduler and two workers, each in a folder of its own; gives the address."""
    told = folder / "scheduler.log"
    with told.open("wb") as log:
        scheduler = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_scheduler",
             "--host", "127.0.0.1", "--port", "0", "--no-dashboard"],
            env=environment, cwd=folder, stderr=log, stdout=log,
        )  # fmt: skip
    processes = [scheduler]
    try:
        address = _address(told)
        for number in range(2):
            home = folder / f"worker{number}"
            home.mkdir()
            worker = subprocess.Popen(
                [sys.executable, "-m", "distributed.cli.dask_worker", address,
                 "--nthreads", "1", "--no-dashboard", "--no-nanny"],
                env=environment, cwd=home, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            processes.append(worker)
        yield address
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait(START)


def _address(log: Path) -> str:
    deadline = time.monotonic() + START
    while time.monotonic() < deadline:
        if said := CONNECTION.search(log.read_bytes()):
            return said[1].decode()
        time.sleep(0.1)
    raise AssertionError(log.read_text())


@pytest.mark.parametrize("runner", ["threads", "dask", "dask:"])
def test_the_tables_are_the_same_whoever_reads_the_pages(
    runner: str, prefect: PrefectServer, undisturbed: Path, tmp_path: Path
) -> None:
    path = tmp_path / "list.md"
    path.write_text(LIST, encoding="utf-8")
    before = {row["id"] for row in prefect.rows("flow_runs")}
    with Web() as web:
        proxy = web.proxy(tmp_path).environment
        environment = {**prefect.environment, **proxy, "PYTHONPATH": ":".join(sys.path)}
        elsewhere = cluster(tmp_path, environment) if runner == "dask:" else nullcontext("")
        with elsewhere as address:
            place = Place(folder=tmp_path, endpoints=web.endpoints, pages=True)
            file = place.settings_file(task_runner=runner + address, search=False)
            words = ("enrich", path, "--into", tmp_path / "exports", "--settings", file)

            run = zotlist(*words, "--quiet", environment=environment)

        assert run.returncode == 0, run.stderr
        assert web.violations == []
    [made] = [row for row in prefect.rows("flow_runs") if row["id"] not in before]
    tasks = prefect.task_runs(made["id"])
    assert [name for name in tasks if name.startswith("pages ")] == [
        f"pages {number} of 3" for number in (1, 2, 3)
    ]
    assert len(tasks) <= MOST_TASK_RUNS
    pd.testing.assert_frame_equal(
        read_links(tmp_path / "exports" / "links.csv"), read_links(undisturbed / "links.csv")
    )
    pd.testing.assert_frame_equal(
        read_works(tmp_path / "exports" / "works.parquet"),
        read_works(undisturbed / "works.parquet"),
    )


@pytest.mark.parametrize("said", ["processes", "dask:", "dask:host", "dask:tcp://a:b@c:1", ""])
def test_another_task_runner_is_refused(said: str) -> None:
    with pytest.raises(BadSettings, match="must be threads, dask or"):
        changed(Settings(state=Path()), {"task_runner": said}, told_by="zotlist.toml")


def test_a_cluster_that_does_not_answer_is_said_in_one_line(
    prefect: PrefectServer, tmp_path: Path
) -> None:
    path = tmp_path / "list.md"
    path.write_text(LIST, encoding="utf-8")
    with Web() as web:
        place = Place(folder=tmp_path, endpoints=web.endpoints, pages=True)
        file = place.settings_file(task_runner="dask:tcp://127.0.0.1:9")

        run = zotlist(
            *("enrich", path, "--into", tmp_path / "exports", "--settings", file, "--quiet"),
            environment={**prefect.environment, **web.proxy(tmp_path).environment},
        )

    assert run.returncode == 2
    assert run.stderr.count("\n") == 1
    assert "no Dask cluster answers at tcp://127.0.0.1:9" in run.stderr
