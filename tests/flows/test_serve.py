"""When runs start, what a deployment says, and a real schedule with a server of our own."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import yaml
from prefect.flows import load_flow_from_entrypoint
from prefect.server.schemas.schedules import CronSchedule, RRuleSchedule
from prefect.settings import Settings as Prefects

from flows.cli import main
from flows.endings import StepFailed
from flows.engine import DEFAULTS
from flows.enrich import enrich, name_of, schedule_of
from flows.progress import Silent
from flows.schedule import alone, may_start_in_bad_hour, rule_of, spread
from flows.settings import BadSettings, Settings, changed
from flows.steps import Job
from outputs.zotero.mark import TITLE
from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID, READ_WRITE_KEY
from tests.walks import Place

ROOT = Path(__file__).parents[2]
JOB = Job(lists=(), into=Path(), settings=Settings(state=Path()), library="g/1")
NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)
WITHIN = 180  # seconds; it takes about 30
RUNS = "SELECT name FROM flow_run WHERE state_name = ?"


@pytest.mark.skipif(sys.platform == "win32", reason="it is stopped with a POSIX signal")
def test_a_schedule_makes_runs_until_it_is_stopped(standin: StandIn, tmp_path: Path) -> None:
    with _served(standin, tmp_path) as served:
        names = _runs(tmp_path, "Completed")
        os.killpg(served.pid, signal.SIGINT)
        _, told = served.communicate(timeout=60)

    assert f"reading -> groups/{GROUP_ID}" in names
    assert served.returncode == 0, told
    assert "Traceback" not in told
    assert "waiting for the next run" in told
    assert "from 00 to 01 UTC: choose another hour" in told
    assert len(standin.zotero.items()) == 1
    assert any(TITLE.encode() in request.body for request in standin.requests)
    assert (tmp_path / "out" / "report.md").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="it is stopped with a POSIX signal")
@pytest.mark.parametrize("state", ["Pending", "Running"])
def test_a_schedule_that_is_stopped_within_a_run_says_so_in_a_line(
    standin: StandIn, tmp_path: Path, state: str
) -> None:
    with _served(standin, tmp_path) as served:
        is_under_way = _runs(tmp_path, state)
        os.killpg(served.pid, signal.SIGINT)
        _, told = served.communicate(timeout=60)

    assert is_under_way
    assert served.returncode == 0, told
    assert "Traceback" not in told


@contextmanager
def _served(standin: StandIn, folder: Path) -> Generator[subprocess.Popen[str]]:
    """A schedule with a run every three seconds, which Ctrl-C reaches as in a terminal: its
    runs too."""
    there = _pushed(folder, "- [a](https://arxiv.org/abs/1312.6120)\n")
    Place(folder=folder, endpoints=standin.endpoints).settings_file()
    environ = {name: value for name, value in os.environ.items() if "PREFECT" not in name}
    environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    environ["ZOTERO_API_KEY"] = READ_WRITE_KEY
    command = ["serve", there, "--group", str(GROUP_ID), "--into", "out"]
    with subprocess.Popen(
        [sys.executable, "-m", "flows.cli", *command, "--cron", "* * * * * */3"],
        env=environ, cwd=folder, stderr=subprocess.PIPE, text=True, start_new_session=True,
    ) as served:  # fmt: skip
        yield served


def _pushed(folder: Path, text: str) -> str:
    """A list in a repository."""
    repository = folder / "lists"
    repository.mkdir()
    (repository / "reading.md").write_text(text)
    for words in ("init -q", "add .", "-c user.name=A -c user.email=a@b.org commit -qm Begin"):
        subprocess.run(["git", *words.split()], cwd=repository, check=True)
    return f"git+{repository.as_uri()}#reading.md"


def _runs(folder: Path, state: str) -> list[str]:
    """The names of the runs in a state, as soon as there is one."""
    history = folder / "state" / "prefect" / "prefect.db"
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline:
        time.sleep(0.1)
        if history.exists():
            try:
                with closing(sqlite3.connect(history)) as connection:
                    if rows := connection.execute(RUNS, [state]).fetchall():
                        return [name for (name,) in rows]
            except sqlite3.OperationalError:
                continue  # its tables are still being made
    return []


def starts(every: str, of: str = "groups/1 reading.md", count: int = 100) -> list[datetime]:
    """As Prefect's server works them out."""
    schedule = RRuleSchedule(rrule=rule_of(every, of, now=NOW), timezone="UTC")
    found = asyncio.run(schedule.get_dates(count, start=NOW))
    return [datetime.fromtimestamp(start.timestamp(), UTC) for start in found]


@pytest.mark.parametrize(
    "every", ["5m", "7m", "30m", "90m", "1h", "5h", "6h", "36h", "1d", "7d"]
)
def test_no_run_starts_in_the_bad_hour(every: str) -> None:
    assert {start.hour for start in starts(every, count=400)} <= set(range(1, 24))


@pytest.mark.parametrize(
    ("every", "gap"),
    [
        ("2h", timedelta(hours=2)),
        ("6h", timedelta(hours=6)),
        ("1d", timedelta(days=1)),
        ("7d", timedelta(days=7)),
    ],
)
@pytest.mark.parametrize("of", ["groups/1 a.md", "groups/2 a.md", "groups/3 b.md"])
def test_runs_come_at_even_intervals_where_that_can_be(
    every: str, gap: timedelta, of: str
) -> None:
    found = starts(every, of)

    assert {after - before for before, after in pairwise(found)} == {gap}
    assert found[0] - NOW < gap + timedelta(seconds=1)


def test_installations_spread_over_the_day() -> None:
    first = [starts("1d", f"groups/{number} reading.md", 1)[0] for number in range(300)]

    assert {start.hour for start in first} == set(range(1, 24))
    assert max(Counter(first).values()) <= 2


def test_an_installation_keeps_its_moment() -> None:
    later = rule_of("1d", "groups/1 reading.md", now=NOW + timedelta(days=40, hours=5))

    [start] = asyncio.run(RRuleSchedule(rrule=later, timezone="UTC").get_dates(1))

    assert start.time() == starts("1d", "groups/1 reading.md", 1)[0].time()


@pytest.mark.parametrize("every", ["", "1", "1w", "0h", "-1h", "4m", "1.5h", "10000d"])
def test_another_interval_is_refused(every: str) -> None:
    with pytest.raises(BadSettings, match="--every takes minutes, hours or days"):
        rule_of(every, "groups/1", now=NOW)


def test_a_cron_line_has_a_second_of_its_own() -> None:
    lines = {spread("17 5 * * *", f"groups/{number}") for number in range(300)}

    [start] = asyncio.run(CronSchedule(cron=min(lines), timezone="UTC").get_dates(1))

    assert len(lines) > 50
    assert (start.hour, start.minute) == (5, 17)
    assert spread("17 5 * * * 3", "groups/1") == "17 5 * * * 3"


@pytest.mark.parametrize(
    ("cron", "is_bad"),
    [
        ("17 5 * * *", False),
        ("0 10,20 * * *", False),
        ("1 1-23/2 * * *", False),
        ("0 0 * * *", True),
        ("30 22,00 * * 1", True),
        ("*/5 * * * *", True),
        ("1 */6 * * *", True),
        ("1 0/6 * * *", True),
        ("5 22-2 * * *", True),
        ("5 10,22-2/2 * * *", True),
        ("5 21-2/2 * * *", False),
        ("5 22/3 * * *", False),
        ("@daily", True),
    ],
)
def test_a_cron_line_with_starts_in_the_bad_hour_is_known(cron: str, is_bad: bool) -> None:
    assert may_start_in_bad_hour(cron) is is_bad


@pytest.mark.parametrize("cron", ["5 5 30 2 *", "5 5 31 4,6 *"])
def test_a_cron_line_whose_day_never_comes_is_refused(cron: str) -> None:
    with pytest.raises(BadSettings, match="never comes"):
        schedule_of(JOB, ["a.md"], cron=cron, every="")


def test_a_second_run_for_a_group_is_refused(tmp_path: Path) -> None:
    with alone("groups/1", tmp_path):
        with alone("groups/2", tmp_path), alone("", tmp_path), alone("", tmp_path):
            pass
        with pytest.raises(StepFailed, match="another run for groups/1") as raised:
            alone("groups/1", tmp_path).__enter__()
    assert raised.value.is_outage
    with alone("groups/1", tmp_path):
        pass


class Waiting(Silent):
    """Knows when a run begins to wait."""

    def __init__(self) -> None:
        self.is_so = Event()

    def began(self, stage: str, total: int) -> None:
        """Remember."""
        self.is_so.set()


def test_a_second_run_waits_for_the_first(tmp_path: Path) -> None:
    watch = Waiting()

    def second() -> str:
        with alone("groups/1", tmp_path, patience=WITHIN, watch=watch):
            return "it ran"

    with ThreadPoolExecutor(1) as pool:
        with alone("groups/1", tmp_path):
            ended = pool.submit(second)
            assert watch.is_so.wait(WITHIN)
            assert not ended.done()

        assert ended.result() == "it ran"


def test_a_run_that_was_killed_keeps_nobody_off(tmp_path: Path) -> None:
    holding = (
        "import sys, pathlib\nfrom flows.schedule import alone\n"
        "with alone('groups/1', pathlib.Path(sys.argv[1])):\n"
        "    print('held', flush=True)\n    sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holding, tmp_path], cwd=ROOT,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as other:  # fmt: skip
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        with pytest.raises(StepFailed, match="another run"):
            alone("groups/1", tmp_path).__enter__()
        other.kill()
        other.wait()

        with alone("groups/1", tmp_path):
            pass


@pytest.mark.parametrize(
    "words", [["--every", "soon"], ["--every", "1d", "--cron", "17 5 * * *"]]
)
def test_a_wrong_schedule_is_wrong_use(words: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("- [a](https://arxiv.org/abs/1312.6120)\n")
    command = ["serve", str(tmp_path / "a.md"), "--group", "1", "--into", str(tmp_path), *words]

    assert _ended(command) == 2


def _ended(command: list[str]) -> int | str | None:
    try:
        return main(command)
    except SystemExit as ended:  # argparse's way
        return ended.code


def test_a_server_of_our_own_clears_away_old_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in DEFAULTS.items():
        monkeypatch.setenv(name, value)

    told = Prefects().server.services.db_vacuum

    assert {"events", "flow_runs"} <= told.enabled_vacuum_types


def named(lists: list[str], into: str = "/exports", state: str = "/state") -> str:
    settings = Settings(state=Path(state))
    return name_of(replace(JOB, into=Path(into), settings=settings), lists)


def test_each_schedule_has_a_deployment_of_its_own() -> None:
    names = {
        named(["/math/README.md"]),
        named(["/physics/README.md"]),
        named(["/math/README.md"], into="/elsewhere"),
        named(["/math/README.md"], state="/elsewhere"),
        named(["https://a.org/README.md"]),
        named(["https://b.org/README.md"]),
    }

    assert len(names) == 6
    assert named(["/math/README.md"]) in names
    assert all(name.startswith("README-g-1-") for name in names)


def test_the_deployment_for_a_work_pool_is_one_of_our_flow() -> None:
    told = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))

    [deployment] = told["deployments"]
    found = load_flow_from_entrypoint(deployment["entrypoint"])
    checked = enrich.validate_parameters(deployment["parameters"])

    assert found.name == enrich.name
    assert set(checked) == set(enrich.parameters.properties)
    assert changed(Settings(state=Path()), checked["settings"], told_by="prefect.yaml").mark
    assert [_is_good(schedule["cron"]) for schedule in deployment["schedules"]] == [True]


def _is_good(cron: str) -> bool:
    return bool(CronSchedule(cron=cron)) and not may_start_in_bad_hour(cron)


def test_every_parameter_is_described() -> None:
    properties: dict[str, Any] = enrich.parameters.properties

    assert [name for name, said in properties.items() if not said.get("description")] == []
