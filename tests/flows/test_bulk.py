"""Snapshots and bulk mode from the command line."""

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from enrichers.snapshots.layout import Table
from flows.bulk import LOCK, processes_of
from flows.cli import main
from flows.clusters import ClusterPool, connected
from flows.endings import ALL_WELL, NEEDS_A_PERSON, STOPPED, WAS_DOWN, WRONG_USE
from flows.locks import held
from flows.recording import OF_UNREAD, UNREAD, Unread
from flows.settings import BadSettings
from tests.enrichers.snapshots.dumps import paper, write_lines

LIST = """# Huge
- [a](https://arxiv.org/abs/1701.00001)
- [b](https://arxiv.org/abs/1701.00002v3)
- [c](https://things.made-up.net/page)
"""
STOPPING = """
import signal, sys
from flows.cli import main

class Stopping:
    def write(self, text):
        sys.__stderr__.write(text)
        if "resolve: " in text:
            signal.raise_signal(signal.SIGINT)

    def __getattr__(self, name):
        return getattr(sys.__stderr__, name)

sys.stderr = Stopping()
sys.exit(main(sys.argv[1:]))
"""
"""The command line, and Ctrl-C as soon as it says that a part is done."""
ANOTHER = "Solving equations of great size by chance"


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    papers = [*map(paper, range(1, 40)), paper(50, ANOTHER)]
    dump = write_lines(tmp_path / "arxiv.jsonl", papers)
    code = main(
        ["snapshot", "build", "arxiv", str(dump), "--into", str(tmp_path / "arxiv"), "--quiet"]
    )
    assert code == ALL_WELL
    return tmp_path / "arxiv"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "huge.md"
    path.write_text(LIST, encoding="utf-8")
    return path


@pytest.fixture
def words(snapshot: Path, document: Path, tmp_path: Path) -> list[str]:
    return ["bulk", str(document), "--snapshot", str(snapshot), "--into", str(tmp_path)]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_list_is_resolved_from_a_snapshot_alone(
    words: list[str], tmp_path: Path, workers: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main([*words, "--workers", workers, "--quiet"])

    assert code == ALL_WELL
    assert "3 links: resolved 2, typed 1" in capsys.readouterr().out
    rows = pq.read_table(tmp_path / "bulk").to_pylist()
    assert [row["line"] for row in rows] == [2, 3, 4]
    assert all(re.match(r"snapshot:\d{4}-", row["source"]) for row in rows if row["source"])


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("[d](https://arxiv.org/abs/2101.00001)", WAS_DOWN),
        (f"[{ANOTHER}](https://arxiv.org/abs/1701.00003)", NEEDS_A_PERSON),
    ],
)
def test_the_exit_code_says_what_is_left(
    words: list[str], document: Path, line: str, code: int
) -> None:
    document.write_text(f"{LIST}- {line}\n", encoding="utf-8")

    assert main([*words, "--quiet"]) == code


@pytest.mark.parametrize(("is_outage", "code"), [(True, WAS_DOWN), (False, NEEDS_A_PERSON)])
def test_a_list_that_could_not_be_read_anew_is_said(
    words: list[str],
    document: Path,
    capsys: pytest.CaptureFixture[str],
    *,
    is_outage: bool,
    code: int,
) -> None:
    unread = Unread(why="its copy of 2026-11-01 is used", is_outage=is_outage)
    document.with_name(UNREAD).write_bytes(OF_UNREAD.dump_json(unread))

    assert main([*words, "--quiet"]) == code
    assert unread.why in capsys.readouterr().out


@pytest.mark.parametrize("workers", ["0", "-3", "two"])
def test_a_number_of_workers_that_is_none_is_refused(words: list[str], workers: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*words, "--workers", workers])

    assert ended.value.code == WRONG_USE


def test_a_run_that_was_stopped_goes_on_with_the_parts_that_are_done(
    words: list[str], document: Path, tmp_path: Path
) -> None:
    lines = (f"- [Page {number}](https://made-up.net/{number})\n" for number in range(10_001))
    document.write_text("".join(lines), encoding="utf-8")
    words += ["--workers", "2"]

    stopped, again = (
        subprocess.run(
            [sys.executable, *program, *words], capture_output=True, text=True, check=False
        )
        for program in (["-c", STOPPING], ["-m", "flows.cli"])
    )

    assert stopped.returncode == STOPPED
    *_, resolved, last = stopped.stderr.splitlines()
    assert resolved.startswith("zotlist  resolve: ")
    assert "10,001" not in resolved
    assert last.endswith("stopped; the next run goes on from here")
    assert "Traceback" not in stopped.stderr
    assert resolved in again.stderr
    assert "10,001 links: typed 10,001" in again.stdout
    assert pq.read_table(tmp_path / "bulk").column("line").to_pylist() == [*range(1, 10_002)]
    assert not (tmp_path / "bulk.writing").exists()


def test_two_runs_at_once_into_one_folder_are_refused(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with held(tmp_path / LOCK):
        assert main([*words, "--quiet"]) == NEEDS_A_PERSON

    assert "another bulk run" in capsys.readouterr().err
    assert not (tmp_path / "bulk.writing").exists()


def test_a_worker_that_is_killed_ends_the_work() -> None:
    with processes_of(1) as pool, pytest.raises(BrokenExecutor):
        pool.submit(signal.raise_signal, signal.SIGKILL).result()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("manifest.json", b"[]", WRONG_USE),
        ("works-00000.parquet", b"damaged", WRONG_USE),
    ],
)
def test_a_broken_snapshot_is_said_in_one_line(
    words: list[str], tmp_path: Path, name: str, content: bytes, code: int
) -> None:
    (tmp_path / "arxiv" / name).write_bytes(content)

    with redirect_stderr(StringIO()) as said:
        assert main([*words, "--quiet"]) == code

    assert said.getvalue().count("\n") == 1


def test_tables_that_cannot_be_written_are_said_in_one_line(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("mine")

    code = main([*words[:-1], str(tmp_path / "file"), "--quiet"])

    assert code == NEEDS_A_PERSON
    assert capsys.readouterr().err.count("\n") == 1
    assert (tmp_path / "file").read_text() == "mine"


def test_what_is_no_snapshot_is_said_in_one_line(
    document: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["bulk", str(document), "--snapshot", str(tmp_path), "--into", str(tmp_path)]

    code = main([*words, "--quiet"])

    assert code == WRONG_USE
    assert capsys.readouterr().err.count("\n") == 1


def test_a_dump_of_another_kind_is_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dump = tmp_path / "dump.jsonl"
    dump.write_text('{"a": 1}\n' * 50, encoding="utf-8")

    code = main(["snapshot", "build", "arxiv", str(dump), "--into", str(tmp_path / "s")])

    assert code == WRONG_USE
    assert capsys.readouterr().err.splitlines()[-1].startswith("zotlist: ")


def test_a_dump_that_breaks_off_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    papers = [*map(paper, range(1, 2_000)), "garbage", paper(1)]
    whole = write_lines(tmp_path / "arxiv.json.gz", papers)
    half = tmp_path / "half.json.gz"
    half.write_bytes(whole.read_bytes()[:-9])

    code = main(
        ["snapshot", "build", "arxiv", str(half), "--into", str(tmp_path / "s"), "--quiet"]
    )

    said = capsys.readouterr()
    assert code == NEEDS_A_PERSON
    assert "left out: 1 records that cannot be read" in said.out
    assert "1 older ones of the same works" in said.out
    assert "half.json.gz" in said.err


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, dashboard_address=None
    ) as here:
        yield here


@pytest.fixture(scope="module")
def deserted() -> Iterator[Any]:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=0, dashboard_address=None) as here:
        yield here


def test_a_cluster_finds_the_snapshots_whatever_its_workers_folder_is(
    words: list[str], cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main([*words, "--quiet"]) == ALL_WELL
    alone = shutil.copytree(tmp_path / "bulk", tmp_path / "alone")
    monkeypatch.chdir(tmp_path)
    words = ["bulk", "huge.md", "--snapshot", "arxiv", "--into", "."]

    code = main([*words, "--dask", cluster.scheduler_address, "--quiet"])

    assert code == ALL_WELL
    assert _content(tmp_path / "bulk") == _content(alone)


def test_a_cluster_without_workers_is_refused(deserted: Any) -> None:
    with (
        pytest.raises(BadSettings, match="no workers"),
        connected(deserted.scheduler_address, within=0.5),
    ):
        pass


def test_a_cluster_whose_workers_are_gone_ends_the_work(deserted: Any) -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.Client(deserted) as client:
        part = ClusterPool(client, deserted=0.2).submit(_same, "part")

        with pytest.raises(BrokenExecutor, match="no workers any more"):
            part.result()


def _same(part: Table) -> Table:
    return part


def _content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}
