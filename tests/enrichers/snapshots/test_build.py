import gzip
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from enrichers.snapshots.build import Progress, SnapshotBroken, build
from enrichers.snapshots.layout import INDEX
from enrichers.snapshots.sort import KEYS, MOST_IN_BLOCK, sort_index
from tests.enrichers.snapshots.dumps import (
    COUNTED,
    ODES,
    OLD,
    PUBLISHED,
    SURVEY,
    paper,
    write_items,
    write_lines,
)

KILLED_AT = """
import os, signal, sys
from pathlib import Path
from enrichers.snapshots.build import build

def watch(progress):
    if progress.stage == sys.argv[3] and progress.files >= int(sys.argv[4]):
        os.kill(os.getpid(), signal.SIGKILL)

build("crossref", Path(sys.argv[1]), Path(sys.argv[2]), watch)
"""


def test_a_dump_becomes_sorted_rows(tmp_path: Path) -> None:
    dump = write_lines(tmp_path / "arxiv.json.gz", [ODES, paper(5), OLD])

    manifest = build("arxiv", dump, tmp_path / "snapshot")

    rows = pq.read_table(tmp_path / "snapshot" / manifest.works[0].name)
    assert rows.column("id").to_pylist() == [
        "arxiv:1701.00005", "arxiv:1806.07366", "arxiv:math/0309136",
    ]  # fmt: skip
    assert rows.column("row").to_pylist() == [0, 1, 2]
    assert rows.column("versions").to_pylist() == ["", "doi:10.5000/odes", ""]
    assert (manifest.records, manifest.bad, manifest.rows) == (3, 0, 3)


def test_a_snapshot_is_as_of_the_latest_change(tmp_path: Path) -> None:
    dump = write_lines(tmp_path / "arxiv.json", [ODES, OLD, paper(1, update_date="2099-01-01")])
    os.utime(dump, (1_711_000_000, 1_711_000_000))  # 21 March 2024

    assert build("arxiv", dump, tmp_path / "a").taken_on == date(2024, 3, 21)
    assert build("arxiv", dump, tmp_path / "b", taken_on=date(2024, 1, 1)).taken_on == date(
        2024, 1, 1
    )


@pytest.mark.parametrize("form", ["items", "items over several lines", "lines"])
def test_crossref_s_file_may_have_any_of_its_forms(tmp_path: Path, form: str) -> None:
    folder = tmp_path / "dump"
    folder.mkdir()
    if form == "lines":
        write_lines(folder / "0.jsonl.gz", [PUBLISHED, SURVEY])
    else:
        write_items(
            folder / "0.json.gz", [PUBLISHED, SURVEY], indent=None if form == "items" else 1
        )

    manifest = build("crossref", folder, tmp_path / "snapshot")

    assert (manifest.records, manifest.rows, manifest.bad) == (2, 2, 0)


def test_openalex_says_the_same_in_json_and_in_parquet(tmp_path: Path) -> None:
    (tmp_path / "parquet").mkdir()
    table = pa.Table.from_pylist([dict(COUNTED) | {"updated_date": date(2026, 4, 2)}])
    pq.write_table(table, tmp_path / "parquet" / "part_0.parquet")
    lines = write_lines(tmp_path / "part_000.gz", [COUNTED])

    build("openalex", tmp_path / "parquet", tmp_path / "a")
    build("openalex", lines, tmp_path / "b")

    assert _content(tmp_path / "a") == _content(tmp_path / "b")


def test_of_two_records_of_one_work_the_later_counts(tmp_path: Path) -> None:
    newer = dict(ODES) | {"title": "Newer", "update_date": "2024-01-01"}
    dump = write_lines(tmp_path / "arxiv.json", [ODES, newer, ODES])

    manifest = build("arxiv", dump, tmp_path / "snapshot")

    assert manifest.duplicates == 2
    assert [row["title"] for row in _rows(tmp_path / "snapshot")] == ["Newer"]


def test_of_two_works_of_openalex_the_more_cited_counts(tmp_path: Path) -> None:
    stray = dict(COUNTED) | {
        "title": "Stray",
        "cited_by_count": 2,
        "updated_date": "2026-05-01",
    }
    dump = write_lines(tmp_path / "part_000.gz", [stray, COUNTED])

    build("openalex", dump, tmp_path / "snapshot")

    assert {row["citations"] for row in _rows(tmp_path / "snapshot")} == {900}


def test_bad_lines_are_counted_and_passed_over(tmp_path: Path) -> None:
    hostile = ["garbage", '{"id": ', "[" * 100_000, "3", '{"title": "no id"}', "", "\x00"]
    dump = write_lines(tmp_path / "arxiv.json", [*map(paper, range(1, 20)), *hostile])

    manifest = build("arxiv", dump, tmp_path / "snapshot")

    assert (manifest.records, manifest.bad, manifest.rows) == (25, 6, 19)


@pytest.mark.parametrize("kind", ["crossref", "openalex"])
def test_another_dump_is_refused_and_leaves_nothing(tmp_path: Path, kind: str) -> None:
    dump = write_lines(tmp_path / "arxiv.json", [{"x": 1}, {"y": 2}, ODES])

    with pytest.raises(SnapshotBroken, match="is it another dump"):
        build(kind, dump, tmp_path / "snapshot")

    assert list(tmp_path.iterdir()) == [dump]


@pytest.mark.parametrize("content", [b"", gzip.compress(b""), b"no gzip"])
def test_an_empty_dump_is_refused(tmp_path: Path, content: bytes) -> None:
    dump = tmp_path / "arxiv.json.gz"
    dump.write_bytes(content)

    with pytest.raises(SnapshotBroken, match="no records"):
        build("arxiv", dump, tmp_path / "snapshot")


def test_a_folder_without_dump_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SnapshotBroken, match="no dump"):
        build("arxiv", tmp_path, tmp_path.with_name("snapshot"))


def test_a_snapshot_is_not_put_into_its_own_dump(tmp_path: Path) -> None:
    write_items(tmp_path / "0.json.gz", [PUBLISHED])

    with pytest.raises(SnapshotBroken, match="within the dump"):
        build("crossref", tmp_path, tmp_path / "snapshot")


def test_a_file_that_breaks_off_is_named_and_read_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = write_lines(tmp_path / "arxiv.json.gz", map(paper, range(1, 2_000))).read_bytes()
    dump = tmp_path / "half.json.gz"
    dump.write_bytes(whole[: len(whole) // 2])

    manifest = build("arxiv", dump, tmp_path / "snapshot")

    assert manifest.broken == ("half.json.gz",)
    assert 500 < manifest.rows < 1_500


def test_a_new_snapshot_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    dump = write_lines(tmp_path / "arxiv.json", map(paper, range(1, 100)))
    build("arxiv", dump, tmp_path / "snapshot")
    write_lines(dump, [ODES])

    build("arxiv", dump, tmp_path / "snapshot")

    assert [row["id"] for row in _rows(tmp_path / "snapshot")] == ["arxiv:1806.07366"]
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["arxiv.json", "snapshot"]


@pytest.mark.parametrize("name", ["snapshot", "snapshot.building"])
def test_other_people_s_files_are_never_replaced(tmp_path: Path, name: str) -> None:
    dump = write_lines(tmp_path / "arxiv.json", [ODES])
    (tmp_path / name).mkdir()
    (tmp_path / name / "thesis.txt").write_text("mine")

    with pytest.raises(SnapshotBroken, match=r"thesis\.txt"):
        build("arxiv", dump, tmp_path / "snapshot")

    assert (tmp_path / name / "thesis.txt").read_text() == "mine"


def test_a_folder_beside_the_snapshot_is_nobody_s_business(tmp_path: Path) -> None:
    dump = write_lines(tmp_path / "arxiv.json", [ODES])
    build("arxiv", dump, tmp_path / "snapshot")
    (tmp_path / "snapshot.old").mkdir()
    (tmp_path / "snapshot.old" / "thesis.txt").write_text("mine")

    build("arxiv", dump, tmp_path / "snapshot")

    assert (tmp_path / "snapshot.old" / "thesis.txt").read_text() == "mine"


def test_a_failed_build_leaves_the_old_snapshot_alone(tmp_path: Path) -> None:
    dump = write_lines(tmp_path / "arxiv.json", [ODES])
    build("arxiv", dump, tmp_path / "snapshot")
    before = _content(tmp_path / "snapshot")
    write_lines(dump, ["rubbish"])

    with pytest.raises(SnapshotBroken):
        build("arxiv", dump, tmp_path / "snapshot")

    assert _content(tmp_path / "snapshot") == before


@pytest.mark.parametrize("stage", ["reading", "indexing"])
def test_a_build_that_was_killed_goes_on_with_what_it_had(tmp_path: Path, stage: str) -> None:
    dump = tmp_path / "dump"
    for number in range(4):
        record = dict(SURVEY) | {"DOI": f"10.5000/{number}"}
        write_items(dump / f"{number}.json.gz", [record])
    build("crossref", dump, tmp_path / "undisturbed")
    arguments = [str(dump), str(tmp_path / "killed"), stage, "2"]
    ended = subprocess.run([sys.executable, "-c", KILLED_AT, *arguments], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert not (tmp_path / "killed").exists()
    staged = tmp_path / "killed.building" / "staged"
    mtimes = {path: path.stat().st_mtime_ns for path in staged.glob("*.parquet")}
    kept: dict[Path, int] = {}

    def watch(progress: Progress) -> None:
        if progress.stage == "sorting":
            kept.update({path: path.stat().st_mtime_ns for path in mtimes})

    build("crossref", dump, tmp_path / "killed", watch)

    assert len(mtimes) >= 2
    assert kept == mtimes
    assert _content(tmp_path / "killed") == _content(tmp_path / "undisturbed")


def test_the_rest_of_another_build_is_not_used(tmp_path: Path) -> None:
    dump = write_lines(tmp_path / "arxiv.json", [ODES])
    rest = tmp_path / "snapshot.building" / "staged"
    rest.mkdir(parents=True)
    (rest / "00000-00000.parquet").write_bytes(b"of another build")
    (rest.parent / "plan.json").write_text("[]")

    assert build("arxiv", dump, tmp_path / "snapshot").rows == 1


def test_a_full_disk_is_said_in_one_line_and_the_build_goes_on_later(tmp_path: Path) -> None:
    dump = write_lines(tmp_path / "arxiv.json", map(paper, range(1, 2_000)))

    with (
        pytest.raises(SnapshotBroken, match="no room left") as refusal,
        _files_of_at_most(10_000),
    ):
        build("arxiv", dump, tmp_path / "snapshot")

    assert "\n" not in str(refusal.value)
    assert not (tmp_path / "snapshot").exists()
    assert build("arxiv", dump, tmp_path / "snapshot").rows == 1_999


def test_progress_is_told_stage_by_stage(tmp_path: Path) -> None:
    dump = tmp_path / "dump"
    write_items(dump / "0.json.gz", [PUBLISHED])
    write_items(dump / "1.json.gz", [SURVEY])
    seen: list[Progress] = []

    build("crossref", dump, tmp_path / "snapshot", seen.append)

    assert list(dict.fromkeys(one.stage for one in seen)) == ["reading", "sorting", "indexing"]
    assert seen[-1].tally.records == 2
    assert all(one.of_files == 2 for one in seen)


def test_parts_of_titles_that_too_many_share_are_no_keys(tmp_path: Path) -> None:
    many, few = MOST_IN_BLOCK + 1, MOST_IN_BLOCK
    keys = [4] * many + [6] * few + [7] * (3 * many) + [9]
    pq.write_table(pa.table([keys, range(len(keys))], schema=INDEX), tmp_path / KEYS)

    files = sort_index(tmp_path, lambda _: None)

    written = pq.read_table(tmp_path / files[0].name).column("key").to_pylist()
    assert written == [6] * few + [7] * MOST_IN_BLOCK + [9]


def _rows(snapshot: Path) -> list[dict[str, object]]:
    return [
        row
        for file in sorted(snapshot.glob("works-*"))
        for row in pq.read_table(file).to_pylist()
    ]


def _content(snapshot: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in snapshot.iterdir()}


@contextmanager
def _files_of_at_most(size: int) -> Generator[None]:
    """As good as a full disk: the system refuses to make any file longer."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
