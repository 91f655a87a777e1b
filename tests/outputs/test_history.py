"""Counts are kept day by day, read by anybody, and tell how works and topics grow."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from enrichers.model import Origin, Work
from outputs.files import ExportFailed
from outputs.history import append, growth, growth_by_topic, migrate, read_history, unread


def counted(on: str, record: str = "", **counts: int) -> Work:
    day = date.fromisoformat(on)
    origin = {
        f"citations.{source}": Origin(source=source, asked_on=day, record=record)
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
    assert grown["grown"].tolist() == [2, 6]


def test_what_was_counted_once_has_no_growth(tmp_path: Path) -> None:
    append({"a": counted("2024-05-01", crossref=2)}, tmp_path, "one")

    assert growth(read_history(tmp_path))["grown"].isna().all()


def test_counts_of_another_record_are_no_growth(tmp_path: Path) -> None:
    append({"a": counted("2024-05-01", record="arxiv:1", openalex=2)}, tmp_path, "one")
    append({"a": counted("2025-05-01", record="doi:10.1/a", openalex=90)}, tmp_path, "two")

    grown = growth(read_history(tmp_path))

    assert grown["citations"].tolist() == [2, 90]
    assert grown["grown"].isna().all()


def test_without_counts_there_is_no_growth(tmp_path: Path) -> None:
    assert growth(read_history(tmp_path)).empty


def test_a_topic_grows_by_what_its_works_grow(tmp_path: Path) -> None:
    for day, a, b in (("2024-05-01", 2, 1), ("2025-06-01", 10, 4)):
        works = {"a": counted(day, crossref=a), "b": counted(day, crossref=b)}
        append(works, tmp_path, day)
    listed = [("a", "T"), ("b", "T"), ("b", "T"), ("a", "U"), ("b", None)]
    links = pd.DataFrame(listed, columns=["work_id", "topic_path"], dtype="string")

    by_topic = growth_by_topic(read_history(tmp_path), links.assign(document="list"))

    last = by_topic[by_topic["year"] == 2025].set_index("topic_path")
    assert last["grown"].to_dict() == {"T": 11, "U": 8, "": 3}
    assert last["citations"].to_dict() == {"T": 14, "U": 10, "": 4}


def a_file_of_version_1(folder: Path, day: str = "2024-05-01", count: int = 2) -> Path:
    row = {"work_id": ["a"], "source": ["crossref"], "counted_on": [day], "citations": [count]}
    table = pa.table(row).replace_schema_metadata({b"zotlist.history": b"1"})
    folder.mkdir(exist_ok=True)
    pq.write_table(table, folder / f"{day}.parquet")
    return folder / f"{day}.parquet"


def test_a_file_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    file = a_file_of_version_1(tmp_path)
    before = file.read_bytes()

    history = read_history(tmp_path)

    assert history["citations"].tolist() == [2]
    assert history["record"].isna().all()
    assert file.read_bytes() == before


def test_files_of_an_earlier_version_are_brought_up_to_date(tmp_path: Path) -> None:
    older = a_file_of_version_1(tmp_path)

    append({"a": counted("2025-03-01", record="doi:10.1/a", crossref=9)}, tmp_path, "two")

    whole = pd.read_parquet(tmp_path)
    assert sorted(whole["citations"]) == [2, 9]
    assert set(whole["record"].dropna()) == {"doi:10.1/a"}
    assert migrate(tmp_path) == ()
    assert pq.read_schema(older).metadata[b"zotlist.history"] == b"2"


def test_duckdb_reads_the_folder_after_the_versions_changed(tmp_path: Path) -> None:
    a_file_of_version_1(tmp_path)
    append({"a": counted("2025-03-01", crossref=9)}, tmp_path, "two")

    asked = f"SELECT max(citations) FROM '{tmp_path}/*.parquet'"

    assert duckdb.connect().execute(asked).fetchall() == [(9,)]


def test_growth_goes_on_from_counts_whose_record_is_unknown(tmp_path: Path) -> None:
    a_file_of_version_1(tmp_path, "2024-05-01", 2)
    append({"a": counted("2025-03-01", record="doi:10.1/a", crossref=9)}, tmp_path, "two")

    assert growth(read_history(tmp_path))["grown"].tolist() == [pd.NA, 7]


def of_a_newer_version(file: Path) -> None:
    metadata = {b"zotlist.history": b"3"}
    pq.write_table(pa.table({"work_id": ["a"]}).replace_schema_metadata(metadata), file)


def of_another_program(file: Path) -> None:
    pq.write_table(pa.table({"work_id": ["a"]}), file)


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def cut(file: Path) -> None:
    file.write_bytes(b"PAR1 and then nothing")


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (of_a_newer_version, "version 3"),
        (of_another_program, "version none"),
        (emptied, "damaged"),
        (cut, "damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_left_out_and_named(
    tmp_path: Path, spoil: Callable[[Path], None], why: str
) -> None:
    append({"a": counted("2025-01-01", crossref=3)}, tmp_path, "one")
    spoil(tmp_path / "bad.parquet")
    before = (tmp_path / "bad.parquet").read_bytes()

    append({"a": counted("2025-03-01", crossref=9)}, tmp_path, "two")

    assert read_history(tmp_path)["citations"].tolist() == [3, 9]
    [said] = unread(tmp_path)
    assert "bad.parquet" in said
    assert why in said
    assert (tmp_path / "bad.parquet").read_bytes() == before


def test_two_runs_of_one_second_keep_their_counts_both(tmp_path: Path) -> None:
    append({"a": counted("2025-01-01", crossref=3)}, tmp_path, "one")
    append({"b": counted("2025-01-01", crossref=4)}, tmp_path, "one")

    assert read_history(tmp_path)["citations"].tolist() == [3, 4]
    assert unread(tmp_path) == ()


def test_a_history_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "history").write_text("a file")

    with pytest.raises(ExportFailed, match="history"):
        append({"a": counted("2025-01-01", crossref=3)}, tmp_path / "history", "one")
