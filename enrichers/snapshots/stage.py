"""Reads a dump into rows, part by part; parts that are already there are not made again."""

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import count, islice
from pathlib import Path

import pyarrow.parquet as pq

from enrichers.snapshots.dumps import BrokenOff, records_of
from enrichers.snapshots.layout import Kind, SnapshotBroken, staged
from enrichers.snapshots.records import read

PART = 20_000
"""Records whose works are held in memory at a time, and make one file."""
DONE = ".done"
EARLY = 100_000
"""Records after which a dump that is mostly unreadable is given up."""
TALLY = b"tally"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many records were read."""

    records: int = 0
    bad: int = 0
    """Unreadable, or without identifier."""
    latest: str = ""
    """The latest day on which one was changed."""
    broken: tuple[str, ...] = ()
    """Files that break off, or are damaged from some place on."""

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            records=self.records + other.records,
            bad=self.bad + other.bad,
            latest=max(self.latest, other.latest),
            broken=self.broken + other.broken,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a build is, for those who watch."""

    stage: str
    """ "reading", "sorting" or "indexing"."""
    files: int
    """Of the dump that have been read, of `of_files`."""
    of_files: int
    rows: int
    """Rows that this stage has written, or found written."""
    tally: Tally = field(default_factory=Tally)


Watcher = Callable[[Progress], None]


def stage(
    kind: Kind, files: Sequence[Path], folder: Path, watch: Callable[[int, int, Tally], None]
) -> Tally:
    """Read the files of a dump; `watch` learns how many were read, with rows and tally.

    Raises SnapshotBroken when most records are unreadable.
    """
    total, rows = Tally(), 0
    for number, file in enumerate(files):
        for tally, written in _file(kind, file, folder, number):
            total, rows = total + tally, rows + written
            _refuse_rubbish(total, kind, file, at_least=EARLY)
            watch(number, rows, total)
    _refuse_rubbish(total, kind, files[0], at_least=1)
    return total


def _file(kind: Kind, file: Path, folder: Path, number: int) -> Iterator[tuple[Tally, int]]:
    """Read a file of the dump, or take over what was read of it before the build was killed."""
    done = folder / f"{number:05}{DONE}"
    if done.is_file():
        yield from map(_tally_of, sorted(folder.glob(f"{number:05}-*.parquet")))
        yield Tally(broken=tuple(json.loads(done.read_text(encoding="utf-8")))), 0
        return
    records = records_of(file)
    broken: tuple[str, ...] = ()
    for place in count():
        part = folder / f"{number:05}-{place:05}.parquet"
        reading = _Reading(records)
        if part.is_file():
            reading.skip()
        else:
            _write(kind, reading, part)
        if reading.count:
            yield _tally_of(part)
        if reading.broken:
            log.warning("%s", reading.broken)
            broken = (file.name,)
        if reading.count < PART:
            break
    yield Tally(broken=broken), 0
    aside = done.with_suffix(".tmp")
    aside.write_text(json.dumps(broken), encoding="utf-8")
    aside.replace(done)


class _Reading:
    """The next records of a file, as many as make a part."""

    def __init__(self, records: Iterator[object]) -> None:
        self._records = records
        self.count = 0
        self.broken = ""
        """Why the file ends too early."""

    def __iter__(self) -> Iterator[object]:
        try:
            for record in islice(self._records, PART):
                self.count += 1
                yield record
        except BrokenOff as error:
            self.broken = str(error)

    def skip(self) -> None:
        for _ in self:
            pass


def _write(kind: Kind, reading: _Reading, part: Path) -> None:
    entries = [entry for record in reading if (entry := read(kind, record))]
    if not reading.count:
        return
    latest = max((entry.changed for entry in entries), default="")
    bad = reading.count - len(entries)
    tally = Tally(records=reading.count, bad=bad, latest=latest)
    rows = staged(entries).replace_schema_metadata({TALLY: json.dumps(asdict(tally))})
    aside = part.with_suffix(".tmp")
    pq.write_table(rows, aside, compression="zstd")
    aside.replace(part)


def _tally_of(part: Path) -> tuple[Tally, int]:
    with pq.ParquetFile(part) as written:
        said = json.loads(written.schema_arrow.metadata[TALLY])
        rows: int = written.metadata.num_rows
    return Tally(**said | {"broken": tuple(said["broken"])}), rows


def _refuse_rubbish(total: Tally, kind: Kind, file: Path, *, at_least: int) -> None:
    if total.records >= at_least and total.bad * 2 > total.records:
        raise SnapshotBroken(
            f"{file}: {total.bad:,} of {total.records:,} records so far are not {kind}'s; "
            "is it another dump?"
        )
    if at_least == 1 and not total.records:
        damaged = f"; damaged: {', '.join(total.broken)}" if total.broken else ""
        raise SnapshotBroken(f"{file}: no records can be read{damaged}")
