"""Reads dumps of any size, record by record: JSON lines, lists of items, Parquet."""

import gzip
import json
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from io import BufferedIOBase
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from enrichers.snapshots.layout import SnapshotBroken
from enrichers.snapshots.records import OPENALEX_COLUMNS

ENDINGS = (
    ".json",
    ".jsonl",
    ".ndjson",
    ".json.gz",
    ".jsonl.gz",
    ".ndjson.gz",
    ".gz",
    ".parquet",
)
LONGEST_LINE = 64_000_000
"""Bytes; the longest records, with their references, have one or two million. A file of items
is one line, of 5,000 records."""
LARGEST_DOCUMENT = 100_000_000  # bytes on disk, of a file that must be read as a whole
PARQUET_ROWS = 1_000  # decoded at a time
ITEMS = "items"
OPENINGS = frozenset({b"{", b'{"items":', b'{"items": ', b'{"items":[', b'{"items": ['})
"""First lines of a document over several lines."""
BAD: Final = None
"""Stands for a record that cannot be read."""


class BrokenOff(Exception):
    """A file of a dump ends too early, or is damaged from some place on."""


def files_of(source: Path) -> tuple[Path, ...]:
    """The files of a dump, a file or a folder, in their order by name.

    Raises SnapshotBroken if there are none.
    """
    if source.is_file():
        return (source,)
    found = (
        path
        for path in source.rglob("*")
        if path.name.endswith(ENDINGS) and path.name != "manifest.json" and path.is_file()
    )
    files = tuple(sorted(found, key=lambda path: path.relative_to(source).as_posix()))
    if not files:
        raise SnapshotBroken(f"{source}: no dump; neither a file nor a folder of files")
    return files


def records_of(file: Path) -> Iterator[Any]:
    """The records of one file, one by one; one that cannot be read is None.

    Raises BrokenOff after what could be read of a file that is damaged.
    """
    return _parquet(file) if file.name.endswith(".parquet") else _json(file)


def _json(file: Path) -> Iterator[Any]:
    whole = _whole(file)
    if whole is not None:
        yield from whole
        return
    with _opened(file) as lines:
        while line := _line(lines, file):
            if line.isspace():
                continue
            try:
                record = json.loads(line)
            except (ValueError, RecursionError):
                yield BAD
            else:
                items = _items(record)
                yield from (record,) if items is None else items


def _whole(file: Path) -> list[Any] | None:
    """The items of a small file that is one document over several lines; else None."""
    if file.stat().st_size > LARGEST_DOCUMENT:
        return None
    try:
        with _opened(file) as lines:
            if lines.readline(LONGEST_LINE).strip() not in OPENINGS:
                return None
        with _opened(file) as document:
            return _items(json.load(document))
    except (ValueError, RecursionError, EOFError, zlib.error, gzip.BadGzipFile):
        return None


def _items(record: Any) -> list[Any] | None:
    items = record.get(ITEMS) if isinstance(record, dict) else None
    return items if isinstance(items, list) else None


def _opened(file: Path) -> BufferedIOBase:
    if file.name.endswith(".gz"):
        return gzip.open(file, "rb")
    return file.open("rb")


def _line(lines: BufferedIOBase, file: Path) -> bytes:
    try:
        line = lines.readline(LONGEST_LINE)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BrokenOff(f"{file}: {error}") from error
    return line


def _parquet(file: Path) -> Iterator[Any]:
    try:
        with pq.ParquetFile(file) as parquet:
            columns = [name for name in OPENALEX_COLUMNS if name in parquet.schema_arrow.names]
            for batch in parquet.iter_batches(batch_size=PARQUET_ROWS, columns=columns):
                yield from map(_as_json, batch.to_pylist())
    except pa.ArrowInvalid as error:
        raise BrokenOff(f"{file}: {error}") from error


def _as_json(record: dict[str, Any]) -> dict[str, Any]:
    """Days as JSON writes them."""
    return {
        name: value.isoformat() if isinstance(value, date | datetime) else value
        for name, value in record.items()
    }
