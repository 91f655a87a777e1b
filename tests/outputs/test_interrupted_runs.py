"""Full disks, closed folders and sudden ends leave the exports of a run whole or not there."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from outputs.manifest import verify
from outputs.runs import latest_run
from tests.outputs.test_runs import AT_HAND, content, published, runs_in, titles_in

HERE = Path(__file__).parents[2]

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals, limits, modes of POSIX")

FULL_DISK = """
import resource, sys
from pathlib import Path
from outputs.files import ExportFailed
from tests.outputs.test_runs import published

resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    published(Path(sys.argv[1]), "b", "New", as_links=sys.argv[3] == "links")
except ExportFailed as error:
    print(error)
"""


@posix
@pytest.mark.parametrize("limit", ["10", "1500", "5000"])
@pytest.mark.parametrize("how", ["links", "copies"])
def test_a_full_disk_leaves_the_old_run(tmp_path: Path, limit: str, how: str) -> None:
    published(tmp_path, "a", "Old", as_links=how == "links")
    before = content(tmp_path)

    ended = _in_a_process_of_its_own(FULL_DISK, str(tmp_path), limit, how)

    reason = "a file would be larger than is allowed here"
    assert ended == f"cannot write the tables into {tmp_path}: {reason}\n"
    assert content(tmp_path) == before


READ_ONLY = """
import os, sys
from pathlib import Path
from outputs.files import ExportFailed
from tests.outputs.test_runs import published

os.chdir(sys.argv[1])
if os.geteuid() == 0:
    os.seteuid(65534)
try:
    published(Path(), "b", "New")
except ExportFailed as error:
    print(error)
"""


@posix
@pytest.mark.parametrize("closed", [".", "runs"])
def test_a_folder_that_cannot_be_written_keeps_the_old_run(tmp_path: Path, closed: str) -> None:
    published(tmp_path, "a", "Old")
    before = content(tmp_path)
    tmp_path.chmod(0o777)
    (tmp_path / closed).chmod(0o555)

    ended = _in_a_process_of_its_own(READ_ONLY, str(tmp_path))

    (tmp_path / closed).chmod(0o755)
    assert ended == "cannot write the tables into .: Permission denied\n"
    assert content(tmp_path) == before


WRITES = """
import itertools, sys
from pathlib import Path
from tests.outputs.test_runs import published

for number in itertools.count():
    name = f"{number:06}"
    published(Path(sys.argv[1]), name, name, keep=2, as_links=sys.argv[2] == "links")
    print(name, flush=True)
"""


@posix
@pytest.mark.parametrize("how", ["links", "copies"])
@pytest.mark.parametrize("after", [0.0, 0.013, 0.029])
def test_a_run_killed_at_any_moment_is_whole_or_not_there(
    tmp_path: Path, how: str, after: float
) -> None:
    _kill_one_that_writes(tmp_path, how, after=after)

    last = latest_run(tmp_path)
    assert last is not None
    assert [
        verify(folder) for folder in (tmp_path / "runs").glob("[0-9]*") if verify(folder)
    ] == []
    assert titles_in(last / "links.csv") == [last.name]
    published(tmp_path, "999999", "After", keep=2, as_links=how == "links")
    assert {path.name for path in tmp_path.iterdir()} == AT_HAND
    assert [name for name in runs_in(tmp_path) if name.startswith(".")] == []


@posix
def test_a_killed_run_leaves_all_names_with_one_run(tmp_path: Path) -> None:
    _kill_one_that_writes(tmp_path, "links", after=0.02)

    last = latest_run(tmp_path)
    assert last is not None
    files = ("links.csv", "links.parquet")
    assert [titles_in(tmp_path / name) for name in files] == [[last.name], [last.name]]


def _kill_one_that_writes(into: Path, how: str, *, after: float) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITES, str(into), how], cwd=HERE, stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline()
        time.sleep(after)
        writer.kill()


def _in_a_process_of_its_own(code: str, *arguments: str) -> str:
    ended = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=HERE,
        env=os.environ | {"PYTHONPATH": str(HERE)},
        capture_output=True,
        text=True,
        check=True,
    )
    return ended.stdout
