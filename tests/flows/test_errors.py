"""Whatever goes wrong is one line that says what to do, and an exit code."""

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.cli import main
from flows.endings import NEEDS_A_PERSON, STOPPED, WAS_DOWN, WRONG_USE
from flows.settings import SERVICES
from outputs.files import read_links
from tests.flows.test_outages import closed_port
from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID, READ_ONLY_KEY, READ_WRITE_KEY
from tests.walks import Place

GROUP = ("--group", str(GROUP_ID))
ROOT = Path(__file__).parents[2]


@pytest.fixture
def settings(standin: StandIn, tmp_path: Path) -> Path:
    return Place(folder=tmp_path, endpoints=standin.endpoints).settings_file(patience=1)


@pytest.fixture
def reading(tmp_path: Path) -> Path:
    document = tmp_path / "reading.md"
    document.write_text("# Reading\n- [a](https://arxiv.org/abs/1312.6120)\n")
    return document


def run(*arguments: object, command: str = "run") -> int:
    return main([command, *map(str, arguments), "--plain", "--quiet"])


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1, told.err
    assert told.err.startswith("zotlist: ")
    return told.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--group", "mathematics"), "--group takes a group's number"),
        (("--group", "²"), "--group takes a group's number"),
        (("--group", "١٢"), "--group takes a group's number"),
        (("--group", "7", "--settings", "/no/such/file.toml"), "cannot read settings"),
    ],
)
def test_wrong_use(
    reading: Path, arguments: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(reading, "--into", reading.parent / "out", *arguments)

    assert code == WRONG_USE
    assert says in one_line(capsys)


@pytest.mark.parametrize("line", ["contct = 'a@b.org'", "patience = 0", "patience = 'long'"])
def test_a_wrong_setting(
    tmp_path: Path, reading: Path, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text(line)

    code = run(reading, "--into", tmp_path / "out", "--settings", file, command="enrich")

    assert code == WRONG_USE
    assert line.split(maxsplit=1)[0] in one_line(capsys)


@pytest.mark.parametrize("cron", ["daily", "99 * * * *"])
def test_a_schedule_that_is_none(settings: Path, reading: Path, cron: str) -> None:
    asked = command(reading, settings, "--quiet", "--cron", cron, *GROUP)
    asked[asked.index("enrich")] = "serve"

    ended = subprocess.run(
        asked,
        cwd=ROOT, env=os.environ | {"ZOTERO_API_KEY": READ_WRITE_KEY},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ended.returncode == WRONG_USE
    assert ended.stderr == (f"zotlist: --cron '{cron}' is no cron line, such as '17 5 * * *'\n")


def test_no_key_is_said_before_anybody_is_asked(
    settings: Path,
    reading: Path,
    standin: StandIn,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("ZOTERO_API_KEY", raising=False)

    code = run(reading, *GROUP, "--into", reading.parent / "out", "--settings", settings)

    assert code == WRONG_USE
    assert "set ZOTERO_API_KEY" in one_line(capsys)
    assert standin.requests == []


@pytest.mark.parametrize(
    ("key", "says"),
    [
        (READ_ONLY_KEY, "not write to it: allow writing"),
        ("WrongWrongWrongWrongWron", "does not know this API key: make a new one"),
    ],
)
def test_a_key_that_does_not_do(settings: Path, reading: Path, key: str, says: str) -> None:
    asked = command(reading, settings, "--plain", "--quiet", *GROUP)
    asked[asked.index("enrich")] = "run"

    ended = subprocess.run(
        asked,
        cwd=ROOT, env=os.environ | {"ZOTERO_API_KEY": key},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ended.returncode == NEEDS_A_PERSON
    assert ended.stderr.count("\n") == 1
    assert says in ended.stderr
    assert key not in ended.stderr


def test_a_file_in_place_of_the_folder_is_said_before_anybody_is_asked(
    settings: Path, reading: Path, standin: StandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(reading, "--into", reading, "--settings", settings, command="enrich")

    assert code == NEEDS_A_PERSON
    assert "there is a file of that name" in one_line(capsys)
    assert standin.requests == []


def test_a_file_in_place_of_the_state_folder(
    settings: Path, reading: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = ("--settings", settings, "--state", reading)

    code = run(reading, "--into", reading.parent / "out", *told, command="enrich")

    assert code == NEEDS_A_PERSON
    assert str(reading) in one_line(capsys)


def test_without_a_network_the_tables_are_written_and_every_service_is_named(
    tmp_path: Path,
    reading: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ZOTERO_API_KEY", READ_WRITE_KEY)
    endpoints: dict[str, str] = dict.fromkeys(SERVICES, closed_port())
    settings = Place(folder=tmp_path, endpoints=endpoints).settings_file(patience=1)
    told = ("--into", str(tmp_path / "out"), "--settings", str(settings), "--plain")

    code = main(["run", str(reading), *GROUP, *told])

    said = capsys.readouterr().out
    assert code == WAS_DOWN
    assert "arxiv was down" in said
    assert "zotero was down" in said
    assert list(read_links(tmp_path / "out" / "links.csv")["verdict"]) == ["unanswered"]


@pytest.mark.parametrize("way", ["--json", "--plain"])
def test_a_full_disk_behind_standard_output(settings: Path, reading: Path, way: str) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            command(reading, settings, "--plain", way),
            cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip

    assert ended.returncode == NEEDS_A_PERSON
    assert ended.stderr.splitlines()[-1] == (
        "zotlist: cannot write to standard output: No space left on device"
    )
    assert (reading.parent / "out" / "links.csv").exists()


def test_a_disk_that_is_full_leaves_the_old_tables(settings: Path, reading: Path) -> None:
    assert zotlist(reading, settings, "--quiet").returncode == 0
    into = reading.parent / "out"
    old = contents(into)
    reading.write_text(f"- [{'word ' * 200_000}](https://arxiv.org/abs/1312.6120)\n")

    ended = subprocess.run(
        command(reading, settings, "--plain", "--quiet"),
        cwd=ROOT, capture_output=True, text=True, check=False, preexec_fn=small_disk,
    )  # fmt: skip

    assert ended.returncode == NEEDS_A_PERSON
    assert ended.stderr.count("\n") == 1
    assert "cannot write the tables into" in ended.stderr
    assert contents(into) == old


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def small_disk() -> None:
    """Room for the state, and for no table."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, resource.RLIM_INFINITY))


def test_ctrl_c_ends_at_once_in_one_line(
    settings: Path, reading: Path, standin: StandIn
) -> None:
    standin.misbehave("arxiv", "slow", seconds=5)
    patient = settings.read_text().replace("patience = 1", "patience = 180")
    settings.write_text(patient)
    with subprocess.Popen(
        command(reading, settings, "--plain", "--quiet"),
        cwd=ROOT, stderr=subprocess.PIPE, text=True,
    ) as walk:  # fmt: skip
        deadline = time.monotonic() + 60
        while not standin.count("arxiv") and time.monotonic() < deadline:
            time.sleep(0.02)
        walk.send_signal(signal.SIGINT)
        _, told = walk.communicate(timeout=60)

    assert walk.returncode == STOPPED
    assert told == "zotlist: stopped; the next run goes on from here\n"
    assert standin.count("semantic_scholar") == 0


def test_pipes_get_no_control_characters(settings: Path, reading: Path) -> None:
    ended = zotlist(reading, settings)

    assert ended.returncode == 0
    assert "ask arxiv: 1 of 1" in ended.stderr
    assert "resolved" in ended.stdout
    assert not set(ended.stdout + ended.stderr) & {"\x1b", "\r", "\b"}


def test_quiet_says_nothing(settings: Path, reading: Path) -> None:
    ended = zotlist(reading, settings, "--quiet")

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="it needs a terminal")
def test_a_terminal_gets_live_bars(settings: Path, reading: Path) -> None:
    ours, theirs = os.openpty()

    with subprocess.Popen(
        command(reading, settings, "--plain"),
        cwd=ROOT, env=os.environ | {"TERM": "xterm", "COLUMNS": "100"},
        stderr=theirs, stdout=subprocess.DEVNULL,
    ) as walk:  # fmt: skip
        os.close(theirs)
        shown = _all_of(ours)

    assert walk.returncode == 0
    assert b"\x1b[" in shown
    assert b"ask arxiv" in shown


def _all_of(terminal: int) -> bytes:
    shown = b""
    try:
        while piece := os.read(terminal, 4096):
            shown += piece
    except OSError:
        pass  # so Linux says that the other side has closed
    os.close(terminal)
    return shown


def command(reading: Path, settings: Path, *more: str) -> list[str]:
    into = reading.parent / "out"
    asked = ["enrich", reading, "--into", into, "--settings", settings]
    return [sys.executable, "-m", "flows.cli", *map(str, asked), *more]


def zotlist(reading: Path, settings: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(reading, settings, "--plain", *more),
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
