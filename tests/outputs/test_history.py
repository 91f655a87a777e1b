from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from enrichers.model import Origin, Work
from outputs.files import ExportFailed, NotATable
from outputs.history import append, growth, growth_by_topic, read_history


def counted(on: str, **counts: int) -> Work:
    origin = {
        f"citations.{source}": Origin(source=source, asked_on=date.fromisoformat(on))
        for source in counts
    }
    return Work(citations=counts, origin=origin)


def test_counts_of_each_day_are_kept(tmp_path: Path) -> None:
    append({"doi:10.1/a": counted("2025-01-01", crossref=3, openalex=1)}, tmp_path, "one")
    append({"doi:10.1/a": counted("2025-02-01", crossref=5)}, tmp_path, "two")

    history = read_history(tmp_path)

    assert history["citations"].tolist() == [3, 1, 5]
    assert history["counted_on"].tolist() == ["2025-01-01", "2025-01-01", "2025-02-01"]


def test_a_run_that_learned_nothing_new_adds_no_file(tmp_path: Path) -> None:
    works = {"doi:10.1/a": counted("2025-01-01", crossref=3)}

    first, again = append(works, tmp_path, "one"), append(works, tmp_path, "two")

    assert first is not None
    assert again is None
    assert len(read_history(tmp_path)) == 1


def test_files_of_old_runs_are_never_changed(tmp_path: Path) -> None:
    first = append({"a": counted("2025-01-01", crossref=3)}, tmp_path, "one")
    assert first is not None
    before = first.read_bytes()

    append({"a": counted("2025-03-01", crossref=9)}, tmp_path, "two")

    assert first.read_bytes() == before


def test_pandas_reads_the_folder_as_one_table(tmp_path: Path) -> None:
    append({"a": counted("2025-01-01", crossref=3)}, tmp_path, "one")
    append({"a": counted("2025-03-01", crossref=9)}, tmp_path, "two")

    assert pd.read_parquet(tmp_path)["citations"].sum() == 12


def test_an_unknown_count_is_no_row(tmp_path: Path) -> None:
    assert append({"a": Work(title="Uncounted")}, tmp_path, "one") is None
    assert read_history(tmp_path).empty


def test_growth_is_the_difference_of_the_last_counts_of_two_years(tmp_path: Path) -> None:
    for day, count in (("2024-05-01", 2), ("2024-12-30", 4), ("2025-06-01", 10)):
        append({"a": counted(day, crossref=count)}, tmp_path, day)

    grown = growth(read_history(tmp_path))

    assert grown["citations"].tolist() == [4, 10]
    assert pd.isna(grown["grown"].iloc[0])
    assert grown["grown"].iloc[1] == 6


def test_a_topic_grows_by_what_its_works_grow(tmp_path: Path) -> None:
    for day, a, b in (("2024-05-01", 2, 1), ("2025-06-01", 10, 4)):
        works = {"a": counted(day, crossref=a), "b": counted(day, crossref=b)}
        append(works, tmp_path, day)

    by_topic = growth_by_topic(read_history(tmp_path), [("a", "T"), ("b", "T"), ("a", "U")])

    last = by_topic[by_topic["year"] == 2025].set_index("topic")["grown"]
    assert last.to_dict() == {"T": 11, "U": 8}


def test_a_newer_history_is_not_read_as_an_old_one(tmp_path: Path) -> None:
    metadata = {b"zotlist.history": b"2"}
    table = pa.table({"work_id": ["a"]}).replace_schema_metadata(metadata)
    pq.write_table(table, tmp_path / "new.parquet")

    with pytest.raises(NotATable, match="version 2"):
        read_history(tmp_path)


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 and then nothing")

    with pytest.raises(NotATable, match=r"bad\.parquet"):
        read_history(tmp_path)


def test_a_history_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "history").write_text("a file")

    with pytest.raises(ExportFailed, match="history"):
        append({"a": counted("2025-01-01", crossref=3)}, tmp_path / "history", "one")
