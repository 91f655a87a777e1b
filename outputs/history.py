"""Citation counts as they were from day to day: a data set that only ever grows."""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from enrichers.model import Work
from outputs.files import ExportFailed, NotATable

VERSION = 1
VERSION_NAME = b"zotlist.history"
SCHEMA = pa.schema(
    [
        pa.field("work_id", pa.string()),
        pa.field("source", pa.string()),
        pa.field("counted_on", pa.string()),
        pa.field("citations", pa.int64()),
    ],
    metadata={VERSION_NAME: str(VERSION).encode()},
)
"""`counted_on` is the day on which the source was asked, ISO 8601."""
KEY = ["work_id", "source", "counted_on"]
DTYPES = {
    "work_id": "string",
    "source": "string",
    "counted_on": "string",
    "citations": "Int64",
}


def append(works: Mapping[str, Work], folder: Path, run: str) -> Path | None:
    """Add the counts that are not in the data set yet, as one file named by the run.

    The folder is a data set that pandas and DuckDB read as it is (`folder/*.parquet`); files
    in it are never changed. Gives None when there is nothing new. Raises ExportFailed when it
    cannot be written, NotATable when what is there is of a newer version.
    """
    counts = _counts(works)
    known = read_history(folder)
    fresh = counts.merge(known[KEY], on=KEY, how="left", indicator=True)
    fresh = fresh.loc[fresh["_merge"] == "left_only", list(DTYPES)]
    if fresh.empty:
        return None
    target = folder / f"{run}.parquet"
    aside = folder / f".{target.name}.{os.getpid()}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        table = pa.Table.from_pandas(fresh, schema=SCHEMA, preserve_index=False)
        pq.write_table(table, aside, compression="zstd")
        aside.replace(target)
    except OSError as problem:
        raise ExportFailed(f"cannot write into {folder}: {problem.strerror}") from problem
    finally:
        with suppress(OSError):
            aside.unlink()
    return target


def read_history(folder: Path) -> pd.DataFrame:
    """All counts, the oldest first, each once; empty if there are none.

    Raises NotATable for a file of another version or kind.
    """
    parts = [_read(file) for file in sorted(folder.glob("*.parquet"))]
    if not parts:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in DTYPES.items()})
    whole = pd.concat(parts, ignore_index=True).astype(DTYPES)
    whole = whole.drop_duplicates(KEY, keep="last")
    return whole.sort_values(["counted_on", "work_id", "source"], ignore_index=True)


def growth(history: pd.DataFrame) -> pd.DataFrame:
    """By work, source and year: the last count of the year, and how many it grew by.

    The first year that is known has no growth (missing, not 0). Counts that shrink give
    negative growth: sources correct themselves.
    """
    dated = history.assign(year=history["counted_on"].str.slice(stop=4).astype("Int64"))
    last = dated.sort_values("counted_on").groupby(["work_id", "source", "year"]).last()
    last = last.reset_index()[["work_id", "source", "year", "citations"]]
    last["grown"] = last.groupby(["work_id", "source"])["citations"].diff().astype("Int64")
    return last


def growth_by_topic(history: pd.DataFrame, topics: Iterable[tuple[str, str]]) -> pd.DataFrame:
    """By topic, source and year: the sums over its works; `topics` pairs work_id and topic."""
    of_topic = pd.DataFrame(sorted(set(topics)), columns=["work_id", "topic"], dtype="string")
    joined = growth(history).merge(of_topic, on="work_id")
    sums = joined.groupby(["topic", "source", "year"])[["citations", "grown"]]
    return sums.sum(min_count=1).reset_index()


def _counts(works: Mapping[str, Work]) -> pd.DataFrame:
    rows = [
        (name, source, counted.asked_on.isoformat(), count)
        for name, work in works.items()
        for source, count in sorted(work.citations.items())
        if (counted := work.origin.get(f"citations.{source}"))
    ]
    return pd.DataFrame(rows, columns=list(DTYPES)).astype(DTYPES)


def _read(file: Path) -> pd.DataFrame:
    try:
        table = pq.read_table(file)
    except (pa.ArrowInvalid, OSError) as problem:
        raise NotATable(f"{file} is no table: {problem}") from problem
    version = (table.schema.metadata or {}).get(VERSION_NAME, b"")
    if version != str(VERSION).encode():
        said = version.decode(errors="replace") or "none"
        raise NotATable(
            f"{file} has version {said} of the history; this zotlist reads {VERSION}"
        )
    return table.to_pandas()
