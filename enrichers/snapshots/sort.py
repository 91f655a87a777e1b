"""Sorts staged rows into the files of a snapshot, on disk where memory does not hold them."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from enrichers.snapshots.layout import INDEX, STAGED, WORKS, File, Kind, Table

MEMORY = "512MB"
"""For DuckDB; what it sorts beyond that goes to disk. pyarrow needs about as much."""
FILE_ROWS = 1_000_000
GROUP_ROWS = 32_768
BATCH_ROWS = 65_536
MOST_IN_BLOCK = 100
"""Works that share a key. Of a part of titles that more share ("proceedingsofthe") nothing is
kept, for it says nothing; of a whole title ("Introduction") the first, so that they are seen
to be many."""
KEYS = "keys.parquet"
SPILL = "spill"
BEFORE: dict[Kind, str] = {Kind.OPENALEX: "citations DESC NULLS LAST,"}
"""Which of several records of one identifier is kept: of OpenAlex's the most cited, of a
registry's the last changed."""

Heard = Callable[[int], None]


class _Files:
    """Writes sorted tables into files of a million rows."""

    def __init__(self, folder: Path, stem: str, schema: Any, by: str) -> None:
        self._folder, self._stem, self._schema, self._by = folder, stem, schema, by
        self._writer: pq.ParquetWriter | None = None
        self._rows = 0
        self._first = self._last = ""
        self.files: list[File] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def write(self, table: Table) -> None:
        while table.num_rows:
            if self._writer is None:
                self._open()
            part = table.slice(0, FILE_ROWS - self._rows)
            table = table.slice(part.num_rows)
            column = part.column(self._by)
            self._first = self._first if self._rows else str(column[0].as_py())
            self._last = str(column[-1].as_py())
            assert self._writer is not None
            self._writer.write_table(part, row_group_size=GROUP_ROWS)
            self._rows += part.num_rows
            if self._rows == FILE_ROWS:
                self._close()

    def _open(self) -> None:
        is_index = self._by == "key"
        options: dict[str, Any] = {
            "use_dictionary": False if is_index else ["kind", "venue"],
            "column_encoding": {"key": "DELTA_BINARY_PACKED"} if is_index else None,
        }
        file = self._folder / self._name()
        self._writer = pq.ParquetWriter(file, self._schema, compression="zstd", **options)

    def _name(self) -> str:
        return f"{self._stem}-{len(self.files):05}.parquet"

    def _close(self) -> None:
        if self._writer is None:
            return
        self._writer.close()
        self.files.append(
            File(name=self._name(), rows=self._rows, first=self._first, last=self._last)
        )
        self._writer, self._rows = None, 0


def sort_works(
    kind: Kind, parts: Sequence[Path], folder: Path, heard: Heard
) -> tuple[tuple[File, ...], int]:
    """Write the works by `id`, one row each, and aside the keys of their rows.

    The second value is the number of rows that went in.
    """
    order = f"id, {BEFORE.get(kind, '')} changed DESC, title, authors, versions"
    names = [str(part) for part in parts]
    seen, row, last = 0, 0, ""
    with (
        _connection(folder) as connection,
        _Files(folder, "works", WORKS, "id") as works,
        pq.ParquetWriter(folder / KEYS, INDEX, compression="zstd") as keys,
    ):
        query = connection.sql(
            f"SELECT * FROM read_parquet($parts) ORDER BY {order}", params={"parts": names}
        )
        for batch in query.to_arrow_reader(BATCH_ROWS):
            rows = pa.Table.from_batches([batch])
            seen += rows.num_rows
            ids: list[str] = rows.column("id").to_pylist()
            is_first = [one != other for one, other in pairwise((last, *ids))]
            last = ids[-1]
            rows = rows.filter(pa.array(is_first)).cast(STAGED)
            numbers = pa.array(np.arange(row, row + rows.num_rows))
            row += rows.num_rows
            works.write(rows.append_column("row", numbers).select(WORKS.names).cast(WORKS))
            keys.write_table(_keys(rows.column("keys").combine_chunks(), numbers))
            heard(row)
    return tuple(works.files), seen


def _keys(keys: Any, rows: Any) -> Table:
    """Each key of lists of them with its row."""
    return pa.table([keys.flatten(), rows.take(keys.value_parent_indices())], schema=INDEX)


def sort_index(folder: Path, heard: Heard) -> tuple[File, ...]:
    """Write the index by `key`, without the blocks that too many works share."""
    written = 0
    with _connection(folder) as connection, _Files(folder, "index", INDEX, "key") as index:
        query = connection.sql(
            "SELECT * FROM read_parquet($keys) ORDER BY key, row",
            params={"keys": str(folder / KEYS)},
        )
        for keys, rows in _without_crowds(query.to_arrow_reader(BATCH_ROWS)):
            index.write(pa.table([keys, rows], schema=INDEX))
            written += len(keys)
            heard(written)
    (folder / KEYS).unlink()
    return tuple(index.files)


Keys = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.int64]


def _without_crowds(batches: Iterable[Any]) -> Iterator[tuple[Keys, Rows]]:
    """Blocks of equal keys, the large ones cut; the last waits for the next batch."""
    keys, rows = np.empty(0, np.uint64), np.empty(0, np.int64)
    for batch in batches:
        keys = np.concatenate([keys, batch.column(0).to_numpy()])
        rows = np.concatenate([rows, batch.column(1).to_numpy()])
        ends = int(np.searchsorted(keys, keys[-1]))
        yield _cut(keys[:ends], rows[:ends])
        # One more than the most shows that it is a crowd, whatever follows.
        keys, rows = keys[ends:][: MOST_IN_BLOCK + 1], rows[ends:][: MOST_IN_BLOCK + 1]
    yield _cut(keys, rows)


def _cut(keys: Keys, rows: Rows) -> tuple[Keys, Rows]:
    if not len(keys):
        return keys, rows
    _, starts, sizes = np.unique(keys, return_index=True, return_counts=True)
    place = np.arange(len(keys)) - np.repeat(starts, sizes)
    is_crowded = np.repeat(sizes > MOST_IN_BLOCK, sizes)
    is_kept = ~is_crowded | ((keys % 2 == 1) & (place < MOST_IN_BLOCK))
    return keys[is_kept], rows[is_kept]


def _connection(folder: Path) -> "_Connection":
    return _Connection(folder / SPILL)


class _Connection:
    """A DuckDB of its own, which spills beside what it writes and leaves nothing behind."""

    def __init__(self, spill: Path) -> None:
        self._spill = spill

    def __enter__(self) -> duckdb.DuckDBPyConnection:
        shutil.rmtree(self._spill, ignore_errors=True)
        self._connection = duckdb.connect(
            config={
                "memory_limit": MEMORY,
                "temp_directory": str(self._spill),
                "threads": 2,
                "autoinstall_known_extensions": False,
            }
        )
        return self._connection

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        shutil.rmtree(self._spill, ignore_errors=True)
