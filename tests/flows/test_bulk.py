"""Snapshots and bulk mode from the command line."""

import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from flows.cli import main
from flows.endings import ALL_WELL, WRONG_USE
from tests.enrichers.snapshots.dumps import paper, write_lines

LIST = """# Huge
- [a](https://arxiv.org/abs/2101.00001)
- [b](https://arxiv.org/abs/2101.00002v3)
- [c](https://things.made-up.net/page)
"""


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    dump = write_lines(tmp_path / "arxiv.jsonl", [paper(number) for number in range(1, 40)])
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


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_list_is_resolved_from_a_snapshot_alone(
    snapshot: Path,
    document: Path,
    tmp_path: Path,
    workers: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["bulk", str(document), "--snapshot", str(snapshot), "--into", str(tmp_path)]

    code = main([*words, "--workers", workers, "--quiet"])

    assert code == ALL_WELL
    assert "3 links: " in capsys.readouterr().out
    rows = pq.read_table(tmp_path / "bulk").to_pylist()
    assert [row["line"] for row in rows] == [2, 3, 4]
    assert all(re.match(r"snapshot:\d{4}-", row["source"]) for row in rows if row["source"])


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
