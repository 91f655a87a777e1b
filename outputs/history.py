"""Citation counts as they were from day to day: a data set that only ever grows."""

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from enrichers.model import Work
from outputs.files import ExportFailed, NotATable

log = logging.getLogger(__name__)

VERSION = 2
VERSION_NAME = b"zotlist.history"
SCHEMA = pa.schema(
    [
        pa.field("work_id", pa.string()),
        pa.field("source", pa.string()),
        pa.field("counted_on", pa.string()),
        pa.field("citations", pa.int64()),
        pa.field("record", pa.string()),
    ],
    metadata={VERSION_NAME: str(VERSION).encode()},
)
"""`counted_on` is the day on which the source was asked, ISO 8601. `record` is what it counted
the citations of, for a work has several: its preprint's are not its article's."""
KEY = ["work_id", "source", "counted_on"]
DTYPES = {
    "work_id": "string",
    "source": "string",
    "counted_on": "string",
    "citations": "Int64",
    "record": "string",
}
PLACES = ["document", "topic_path"]


def _without_records(table: pd.DataFrame) -> pd.DataFrame:
    """From version 1 to 2: what was counted is not known."""
    return table.assign(record=pd.Series(pd.NA, index=table.index, dtype="string"))


STEPS: Mapping[int, Callable[[pd.DataFrame], pd.DataFrame]] = {1: _without_records}
"""From each earlier version to the one after it."""


def append(works: Mapping[str, Work], folder: Path, run: str) -> Path | None:
    """Add the counts that are not in the data set yet, as one file named by the run.

    The folder is a data set that pandas and DuckDB read as it is (`folder/*.parquet`). Files in
    it are never changed, but for those that an earlier version wrote: they are brought up to
    date first. Gives None when there is nothing new. What cannot be read is left as it is (see
    `unread`). Raises ExportFailed when it cannot be written.
    """
    migrate(folder)
    counts = _counts(works)
    known = read_history(folder)
    fresh = counts.merge(known[KEY], on=KEY, how="left", indicator=True)
    fresh = fresh.loc[fresh["_merge"] == "left_only", list(DTYPES)]
    return None if fresh.empty else _write(fresh, _free(folder, run))


def migrate(folder: Path) -> tuple[Path, ...]:
    """Bring the files of earlier versions up to date, one by one, each whole at any moment;
    give those that were not.

    Raises as `append` does.
    """
    older = [file for file, version in _versions(folder) if version in STEPS]
    return tuple(_write(table, file) for file, table in _tables(older))


def read_history(folder: Path) -> pd.DataFrame:
    """All counts, the oldest first, each once; empty if there are none.

    A file that is damaged, of another kind or of a newer version is left out.
    """
    parts = [table for _, table in _tables(sorted(folder.glob("*.parquet")))]
    if not parts:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in DTYPES.items()})
    whole = pd.concat(parts, ignore_index=True).astype(DTYPES)
    whole = whole.drop_duplicates(KEY, keep="last")
    return whole.sort_values(["counted_on", "work_id", "source"], ignore_index=True)


def unread(folder: Path) -> tuple[str, ...]:
    """Which files of the data set are left out, and why; the bodies are not looked at."""
    return tuple(
        f"{problem}; its counts are left out"
        for _, problem in _versions(folder)
        if isinstance(problem, NotATable)
    )


def growth(history: pd.DataFrame) -> pd.DataFrame:
    """By work, source and year: the last count of the year, and how many it grew by.

    It grew since the last count of the year before; in the first year, since the first count.
    Unknown (missing, not 0) is the growth of what was counted once, and of what is counted of
    another record now. Counts that shrink give negative growth: sources correct themselves.
    """
    dated = history.assign(year=history["counted_on"].str.slice(stop=4).astype("Int64"))
    dated = dated.sort_values("counted_on", kind="stable")
    years = dated.groupby(["work_id", "source", "year"], as_index=False)
    last, first = years.last(), years.first()
    before = last.groupby(["work_id", "source"])[["citations", "counted_on", "record"]].shift()
    is_first = before["counted_on"].isna()
    base = before.where(~is_first, first[before.columns])
    is_other = (base["record"] != last["record"]).fillna(False)
    is_known = (base["counted_on"] != last["counted_on"]) & ~is_other
    grown = (last["citations"] - base["citations"]).where(is_known)
    shown = last[["work_id", "source", "year", "citations"]]
    return shown.assign(grown=grown.astype("Int64"))


def growth_by_topic(history: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """By document, topic, source and year: the sums over the works of a topic, each of which
    counts once. `links` is a table of links."""
    places = links[["work_id", *PLACES]].fillna("").drop_duplicates()
    joined = growth(history).merge(places, on="work_id")
    sums = joined.groupby([*PLACES, "source", "year"])[["citations", "grown"]]
    return sums.sum(min_count=1).reset_index()


def _counts(works: Mapping[str, Work]) -> pd.DataFrame:
    rows = [
        (name, source, counted.asked_on.isoformat(), count, counted.record or None)
        for name, work in works.items()
        for source, count in sorted(work.citations.items())
        if (counted := work.origin.get(f"citations.{source}"))
    ]
    return pd.DataFrame(rows, columns=list(DTYPES)).astype(DTYPES)


def _write(table: pd.DataFrame, target: Path) -> Path:
    aside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        content = pa.Table.from_pandas(table, schema=SCHEMA, preserve_index=False)
        pq.write_table(content, aside, compression="zstd")
        aside.replace(target)
    except OSError as problem:
        raise ExportFailed(f"cannot write {target}: {problem.strerror}") from problem
    finally:
        with suppress(OSError):
            aside.unlink()
    return target


def _free(folder: Path, run: str) -> Path:
    """Two runs that began in one second have a file each."""
    names = (run, *(f"{run}-{number}" for number in range(2, 1000)))
    files = (folder / f"{name}.parquet" for name in names)
    return next((file for file in files if not file.exists()), folder / f"{run}.parquet")


def _versions(folder: Path) -> Iterator[tuple[Path, int | NotATable]]:
    for file in sorted(folder.glob("*.parquet")):
        try:
            yield file, _version(file)
        except NotATable as problem:
            yield file, problem


def _tables(files: Iterable[Path]) -> Iterator[tuple[Path, pd.DataFrame]]:
    for file in files:
        try:
            yield file, _read(file)
        except NotATable as problem:
            log.warning("%s; its counts are left out", problem)


def _version(file: Path) -> int:
    """Raises NotATable for what is no file of ours, or of a version that is not known yet."""
    try:
        metadata = pq.read_schema(file).metadata or {}
    except (pa.ArrowInvalid, OSError) as problem:
        raise NotATable(f"{file} is damaged, or no table at all") from problem
    said = metadata.get(VERSION_NAME, b"").decode(errors="replace") or "none"
    if said not in map(str, (*STEPS, VERSION)):
        raise NotATable(
            f"{file} has version {said} of the history; this zotlist reads {VERSION}"
        )
    return int(said)


def _read(file: Path) -> pd.DataFrame:
    version = _version(file)
    try:
        table = pq.read_table(file).to_pandas()
    except (pa.ArrowInvalid, OSError) as problem:
        raise NotATable(f"{file} is damaged: {problem}") from problem
    for step in range(version, VERSION):
        table = STEPS[step](table)
    return table
