"""The README's commands do what they are there for, and its settings are the ones there are."""

import os
import re
import shlex
import signal
import subprocess
import sys
import time
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from flows.engine import DEFAULTS
from flows.settings import Settings, load
from outputs.files import read_links
from tests.flows.under_prefect import START, PrefectServer
from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID, READ_WRITE_KEY
from tests.walks import Place, settings_file

ROOT = Path(__file__).parents[2]
WITHIN = 180.0  # seconds
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
BLOCKS = [(kind, text) for kind, text in BLOCK.findall(README)]
LINES = [line for kind, text in BLOCKS if kind == "sh" for line in text.splitlines()]
ZOTLIST = [line for line in LINES if line.startswith("zotlist ")]
MAKE = [line for line in LINES if line.startswith("make ")]

NOT_RUN = {
    "zotlist snapshot": "it needs a dump: test_bulk.py makes one",
    "zotlist bulk": "it needs a snapshot: test_bulk.py makes one",
    "zotlist serve": "it runs until it is stopped: a test of its own does that",
    "prefect server start": "it starts the server of all tests that need one",
    "export": "it sets what the tests set by themselves",
    "ZOTLIST_ALERTS_URL=": "it needs a Prefect server: test_alerts.py starts one",
}
"""How a line begins that is not run here, and why."""
NEEDS = {
    name: next(
        line for line in ZOTLIST if line.startswith(f"zotlist {before} ") and "dry" not in line
    )
    for name, before in (("explain", "run"), ("apply", "plan"), ("undo", "run"))
}
"""Commands that go on from what another one in the README did."""
WITHOUT_PREFECT = ("run", "enrich")
"""Commands that are run with --plain: Prefect is slow, and test_flow.py runs one under it."""


def is_run(line: str) -> bool:
    return not line.startswith(tuple(NOT_RUN))


def test_every_line_is_a_command_that_is_known_here() -> None:
    strange = [line for line in LINES if is_run(line) and line not in (*ZOTLIST, *MAKE)]

    assert strange == []
    assert len(ZOTLIST) >= 4
    assert MAKE


@pytest.mark.parametrize("line", [*filter(is_run, ZOTLIST)])
def test_a_command_works_as_it_stands(line: str, standin: StandIn, tmp_path: Path) -> None:
    told = {"state": str(tmp_path / "state"), "pages": False, "search": False}
    settings_file(tmp_path / "zotlist.toml", standin.endpoints, told)
    (tmp_path / "reading.md").write_text("- [a](https://arxiv.org/abs/1312.6120)\n")
    words = words_of(line)
    if words[0] in NEEDS:
        done(words_of(NEEDS[words[0]]), tmp_path)

    said = done(words, tmp_path)

    assert said
    if words[0] in WITHOUT_PREFECT:
        assert len(standin.zotero.items()) == int(
            words[0] == "run" and "--dry-run" not in words
        )
        assert len(read_links(tmp_path / "exports" / "reading" / "links.csv")) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="it is stopped with a POSIX signal")
def test_a_schedule_works_as_it_stands_and_outlives_its_scheduler_on_a_shared_server(
    prefect: PrefectServer, standin: StandIn, tmp_path: Path
) -> None:
    [line] = [line for line in ZOTLIST if line.startswith("zotlist serve ")]
    told = {"state": str(tmp_path / "state"), "pages": False, "search": False}
    settings_file(tmp_path / "zotlist.toml", standin.endpoints, told)
    (tmp_path / "reading.md").write_text("- [a](https://arxiv.org/abs/1312.6120)\n")

    with subprocess.Popen(
        [sys.executable, "-m", "flows.cli", *words_of(line)],
        cwd=tmp_path, env={**environment(), **prefect.environment},
        stderr=subprocess.PIPE, text=True,
    ) as served:  # fmt: skip
        made = deployment_for(tmp_path, prefect)
        served.send_signal(signal.SIGINT)
        _, said = served.communicate(timeout=WITHIN)

    assert served.returncode == 0, said
    assert "Traceback" not in said
    assert "waiting for the next run every 1d" in said
    assert made["name"].startswith(f"reading-groups-{GROUP_ID}-")
    assert [each["schedule"]["rrule"][:8] for each in made["schedules"]] == ["DTSTART:"]
    assert made["concurrency_limit"] is None
    assert not deployment_for(tmp_path, prefect)["paused"]


def deployment_for(folder: Path, prefect: PrefectServer) -> dict[str, Any]:
    """The deployment whose tables go into a folder, once it is there."""
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline:
        for made in prefect.rows("deployments"):
            if str(made["parameters"].get("into", "")).startswith(str(folder)):
                return made
        time.sleep(0.5)
    pytest.fail("no deployment was made")


def test_the_server_to_keep_running_is_the_one_that_is_tested() -> None:
    sets = [line.removeprefix("export ") for line in LINES if "PREFECT_SERVER_" in line]

    assert START in LINES
    assert dict(line.split("=") for line in sets).items() <= DEFAULTS.items()
    assert sets


def words_of(line: str) -> list[str]:
    words = shlex.split(line.replace("1234567", str(GROUP_ID)))[1:]
    return words + ["--plain"] * (words[0] in WITHOUT_PREFECT)


def done(words: list[str], folder: Path) -> str:
    ended = subprocess.run(
        [sys.executable, "-m", "flows.cli", *words],
        cwd=folder, env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def environment() -> dict[str, str]:
    """Nothing of Prefect's."""
    environ = {name: value for name, value in os.environ.items() if "PREFECT" not in name}
    return environ | {"ZOTERO_API_KEY": READ_WRITE_KEY, "PYTHONPATH": os.pathsep.join(sys.path)}


@pytest.mark.parametrize("line", MAKE)
def test_a_word_for_make_exists(line: str) -> None:
    target = line.split()[1]

    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_the_settings_shown_are_all_there_are_with_their_defaults(tmp_path: Path) -> None:
    [shown] = [text for kind, text in BLOCKS if kind == "toml"]
    file = tmp_path / "zotlist.toml"
    file.write_text(shown, encoding="utf-8")

    told = load(file, {})

    names = {each.name for each in fields(Settings)}
    assert tomllib.loads(shown).keys() == names - {"endpoints"}
    assert told == Settings(contact="you@example.org", state=Path("~/zotlist").expanduser())


def test_the_exit_codes_are_those_of_the_program(standin: StandIn, tmp_path: Path) -> None:
    standin.misbehave("arxiv", "503")
    standin.misbehave("datacite", "503")
    settings = Place(folder=tmp_path, endpoints=standin.endpoints).settings_file(patience=1)
    (tmp_path / "reading.md").write_text("- [a](https://arxiv.org/abs/1312.6120)\n")

    ended = subprocess.run(
        [sys.executable, "-m", "flows.cli", "enrich", tmp_path / "reading.md", "--plain",
         "--into", tmp_path / "out", "--settings", settings],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "3 if a service\nwas down" in README
    assert ended.returncode == 3
