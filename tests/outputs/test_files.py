"""Files are whole or not there, come out the same each time, and read back as they were."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enrichers.model import Identifier, Resolution, Scheme, Verdict, Work
from outputs.files import (
    ExportFailed,
    NotATable,
    make_folder,
    read_links,
    read_works,
    write_tables,
)
from outputs.table import Row, links_frame, works_frame
from seeds.model import Link

NAMES = ["links.csv", "links.parquet", "schema.md", "works.csv", "works.parquet"]
ARXIV_IDS = ("1312.6120", "1908.03190", "1901.02220", "1902.04760", "math/0309136")


def frames(*titles: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    works = {
        f"arxiv:{value}": Work(ids=frozenset({Identifier(Scheme.ARXIV, value)}), title=title)
        for value, title in zip(ARXIV_IDS, titles, strict=False)
    }
    links = [
        Link(url=f"https://arxiv.org/abs/{name}", label=work.title, document="list", line=line)
        for line, (name, work) in enumerate(works.items(), start=1)
    ]
    rows = [
        Row(
            resolution=Resolution(
                link=link, verdict=Verdict.RESOLVED, reason="It is known.", work_id=name
            ),
            work=work,
        )
        for link, (name, work) in zip(links, works.items(), strict=True)
    ]
    return links_frame(rows, links), works_frame(works)


LINKS, WORKS = frames("One", "", "Three", "=HYPERLINK(1)", "NA")


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_tables_read_back_as_they_were_written(tmp_path: Path, ending: str) -> None:
    write_tables(LINKS, WORKS, tmp_path)

    pd.testing.assert_frame_equal(read_links(tmp_path / f"links.{ending}"), LINKS)
    pd.testing.assert_frame_equal(read_works(tmp_path / f"works.{ending}"), WORKS)


def test_empty_tables_read_back(tmp_path: Path) -> None:
    links, works = frames()

    write_tables(links, works, tmp_path)

    pd.testing.assert_frame_equal(read_links(tmp_path / "links.csv"), links)
    pd.testing.assert_frame_equal(read_works(tmp_path / "works.parquet"), works)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)
@given(st.lists(st.text(st.characters(exclude_categories=())), max_size=5))
def test_any_text_survives_both_formats(tmp_path: Path, titles: list[str]) -> None:
    links, works = frames(*titles)

    write_tables(links, works, tmp_path)

    pd.testing.assert_frame_equal(read_links(tmp_path / "links.csv"), links)
    pd.testing.assert_frame_equal(read_works(tmp_path / "works.csv"), works)
    pd.testing.assert_frame_equal(read_links(tmp_path / "links.parquet"), links)


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_tables_of_an_earlier_version_lack_columns_and_are_read(
    tmp_path: Path, ending: str
) -> None:
    write_tables(LINKS, WORKS, tmp_path)
    file = tmp_path / f"works.{ending}"
    older = WORKS.drop(columns=["notices", "version", "version_on"])
    older.to_csv(file, index=False) if ending == "csv" else older.to_parquet(file)

    works = read_works(file)

    assert works["notices"].isna().all()
    pd.testing.assert_frame_equal(works[older.columns], older)


def test_tables_with_other_columns_are_refused(tmp_path: Path) -> None:
    WORKS.drop(columns=["title"]).to_parquet(tmp_path / "works.parquet")

    with pytest.raises(NotATable, match="has the columns"):
        read_works(tmp_path / "works.parquet")


def test_arxiv_ids_survive_a_reader_that_guesses_types(tmp_path: Path) -> None:
    write_tables(LINKS, WORKS, tmp_path)

    guessed = pd.read_csv(tmp_path / "links.csv")

    assert list(guessed["arxiv_id"]) == [f"arXiv:{value}" for value in ARXIV_IDS]


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'=1", "''=1"])
def test_no_cell_of_csv_runs_as_a_formula(tmp_path: Path, title: str) -> None:
    links, works = frames(title)

    write_tables(links, works, tmp_path)

    raw = pd.read_csv(tmp_path / "works.csv", dtype=str)["title"][0]
    assert raw == "'" + title
    assert read_works(tmp_path / "works.csv")["title"][0] == title


@pytest.mark.parametrize("title", ["'tis", "A = B", "1-2", "(@home)"])
def test_other_cells_are_written_as_they_are(tmp_path: Path, title: str) -> None:
    links, works = frames(title)

    write_tables(links, works, tmp_path)

    assert pd.read_csv(tmp_path / "works.csv", dtype=str)["title"][0] == title


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    first = [path.read_bytes() for path in write_tables(LINKS, WORKS, tmp_path / "a")]
    second = [path.read_bytes() for path in write_tables(LINKS, WORKS, tmp_path / "b")]

    assert first == second


def test_nothing_but_the_tables_is_left(tmp_path: Path) -> None:
    write_tables(LINKS, WORKS, tmp_path)
    write_tables(LINKS, WORKS, tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == NAMES


def test_every_column_is_explained(tmp_path: Path) -> None:
    write_tables(LINKS, WORKS, tmp_path)

    schema = (tmp_path / "schema.md").read_text()

    assert all(f"| {name} | " in schema for name in [*LINKS.columns, *WORKS.columns])


def test_a_folder_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(
        ExportFailed, match=r"cannot write the tables into .*: a part of that path is a file$"
    ):
        write_tables(LINKS, WORKS, tmp_path / "file" / "exports")


def test_a_report_is_written_beside_the_tables(tmp_path: Path) -> None:
    written = write_tables(LINKS, WORKS, tmp_path, texts={"report.md": "# Würzburg\n"})

    assert sorted(path.name for path in written) == sorted([*NAMES, "report.md"])
    assert (tmp_path / "report.md").read_text(encoding="utf-8") == "# Würzburg\n"


READ_ONLY = """
import os
from pathlib import Path
from outputs.files import ExportFailed, write_tables
from tests.outputs.test_files import LINKS, WORKS

os.chdir(os.environ["INTO"])
if os.geteuid() == 0:
    os.seteuid(65534)
try:
    write_tables(LINKS, WORKS, Path())
except ExportFailed as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are POSIX")
def test_a_folder_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text("old")
    tmp_path.chmod(0o555)

    ended = _in_a_process_of_its_own(READ_ONLY, INTO=str(tmp_path))

    tmp_path.chmod(0o755)
    assert ended.stdout == "cannot write the tables into .: Permission denied\n"
    assert [path.name for path in tmp_path.iterdir()] == ["links.csv"]


WRITES = """
import os
from pathlib import Path
from outputs.files import write_tables
from tests.outputs.test_files import frames

links, works = frames("New")
links = links.loc[links.index.repeat(200_000)]
while True:
    write_tables(links, works, Path(os.environ["INTO"]), texts={"report.md": "new"})
"""


@pytest.mark.skipif(sys.platform == "win32", reason="it is killed with a POSIX signal")
def test_a_killed_run_leaves_the_old_tables_and_the_next_sweeps_up(tmp_path: Path) -> None:
    old = {
        path.name: path.read_bytes()
        for path in write_tables(*frames("Old"), tmp_path, texts={"report.md": "old"})
    }
    with subprocess.Popen(
        [sys.executable, "-c", WRITES],
        env=os.environ | {"INTO": str(tmp_path)},
        cwd=Path(__file__).parents[2],
    ) as writer:
        _wait_until(lambda: any(part.stat().st_size for part in tmp_path.glob(".*.part")))
        writer.kill()

    left = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert left.keys() - old.keys() == {f".links.csv.{writer.pid}.part"}
    assert {name: left[name] for name in old} == old
    write_tables(LINKS, WORKS, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(old)


def test_files_that_a_living_run_or_somebody_else_wrote_aside_are_kept(tmp_path: Path) -> None:
    others = [tmp_path / f".links.csv.{os.getppid()}.part", tmp_path / ".film.mkv.1.part"]
    others += [tmp_path / ".links.csv.x.part"]
    for other in others:
        other.touch()

    make_folder(tmp_path)

    assert sorted(tmp_path.iterdir()) == sorted(others)


def _in_a_process_of_its_own(code: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | environ,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )


def _wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.005)


FULL_DISK = """
import resource, sys
from pathlib import Path
from outputs.files import ExportFailed, write_tables
from tests.outputs.test_files import LINKS, WORKS

resource.setrlimit(resource.RLIMIT_FSIZE, (1500, resource.RLIM_INFINITY))
try:
    write_tables(LINKS, WORKS, Path(sys.argv[1]))
except ExportFailed:
    sys.exit(7)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
def test_a_full_disk_leaves_the_old_tables_whole(tmp_path: Path) -> None:
    old = {path.name: path.read_bytes() for path in write_tables(*frames("Old"), tmp_path)}

    command = [sys.executable, "-c", FULL_DISK, str(tmp_path)]
    ended = subprocess.run(command, check=False, cwd=Path(__file__).parents[2])

    assert ended.returncode == 7
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == old


@pytest.mark.parametrize("read", [read_links, read_works])
@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", '"', "\x00\x00"])
def test_a_file_of_something_else_is_refused(
    tmp_path: Path, read: Callable[[Path], pd.DataFrame], text: str
) -> None:
    (tmp_path / "links.csv").write_text(text)

    with pytest.raises(NotATable):
        read(tmp_path / "links.csv")


def test_a_broken_parquet_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "links.parquet").write_text("PAR1")

    with pytest.raises(NotATable):
        read_links(tmp_path / "links.parquet")
