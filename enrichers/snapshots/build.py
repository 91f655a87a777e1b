"""Turns a downloaded dump into a snapshot: streamed, resumable, complete or absent."""

import errno
import json
import logging
import shutil
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from enrichers.snapshots.dumps import files_of
from enrichers.snapshots.layout import (
    MANIFEST,
    VERSION,
    Kind,
    Manifest,
    SnapshotBroken,
    read_manifest,
    refuse_others,
    write_manifest,
)
from enrichers.snapshots.sort import KEYS, SPILL, sort_index, sort_works
from enrichers.snapshots.stage import Progress, Tally, Watcher, stage

__all__ = ["Kind", "Manifest", "Progress", "SnapshotBroken", "Tally", "Watcher", "build"]

ASIDE = ".building"
OUTGOING = ".old"
PLAN = "plan.json"
STAGE = "staged"
OURS = (MANIFEST, PLAN, STAGE, KEYS, SPILL, OUTGOING, "works-*.parquet", "index-*.parquet")
"""What a snapshot's folder, or one that is being built, may hold."""
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
NO_ROOM_WORDS = (
    "No space left",
    "max_temp_directory_size",
    "failed to offload",
    "Could not write",
)

log = logging.getLogger(__name__)


def build(
    kind: Kind | str,
    source: Path,
    target: Path,
    progress: Watcher | None = None,
    *,
    taken_on: date | None = None,
) -> Manifest:
    """Build a snapshot of a dump in the folder `target`, in place of what was there.

    arXiv: the metadata snapshot, JSON lines. Crossref: the public data file, JSON lines or
    lists of items. OpenAlex: works as JSON lines or Parquet. Any of them gzipped, one file or
    a folder. Memory stays bounded. A build that was killed goes on where it was. `taken_on` is
    by default the latest day on which a record was changed.

    Raises SnapshotBroken when the dump is not one of this kind, there is no room, or other
    files are in the folder.
    """
    kind = Kind(kind)
    files = files_of(source)
    aside = target.with_name(target.name + ASIDE)
    if target.resolve().is_relative_to(source.resolve()):
        raise SnapshotBroken(f"{target}: it lies within the dump; choose a folder elsewhere")
    with _reporting(target):
        for folder in (target, aside):
            refuse_others(folder, OURS)
        _prepare(aside, _plan(kind, source, files, taken_on))
        if not (aside / MANIFEST).is_file():
            try:
                manifest = _build(kind, files, aside, taken_on, progress)
            except SnapshotBroken:
                shutil.rmtree(aside)
                raise
            write_manifest(manifest, aside)
        shutil.rmtree(aside / STAGE, ignore_errors=True)
        _replace(aside, target)
    manifest = read_manifest(target)
    log.info("%s: %d works as of %s", target, manifest.rows, manifest.taken_on)
    return manifest


def _plan(kind: Kind, source: Path, files: Sequence[Path], taken_on: date | None) -> str:
    """What tells one build from another: by it the rest of a killed one is known again."""
    stats = ((str(file.relative_to(source.parent)), file.stat()) for file in files)
    said = [[name, stat.st_size, stat.st_mtime_ns] for name, stat in stats]
    return json.dumps([VERSION, kind.value, str(taken_on), said])


def _prepare(aside: Path, plan: str) -> None:
    """Keep what an earlier build of the same files left behind, and nothing else."""
    left = aside / PLAN
    if not (left.is_file() and left.read_text(encoding="utf-8") == plan):
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        left.write_text(plan, encoding="utf-8")
    (aside / STAGE).mkdir(exist_ok=True)


def _build(
    kind: Kind,
    files: Sequence[Path],
    aside: Path,
    taken_on: date | None,
    progress: Watcher | None,
) -> Manifest:
    def watch(stage: str, done: int, rows: int, tally: Tally) -> None:
        if progress:
            progress(
                Progress(stage=stage, files=done, of_files=len(files), rows=rows, tally=tally)
            )

    def reading(done: int, rows: int, tally: Tally) -> None:
        watch("reading", done, rows, tally)

    def sorting(name: str) -> Callable[[int], None]:
        return lambda rows: watch(name, len(files), rows, tally)

    tally = stage(kind, files, aside / STAGE, reading)
    parts = sorted((aside / STAGE).glob("*.parquet"))
    works, rows_before = sort_works(kind, parts, aside, sorting("sorting"))
    index = sort_index(aside, sorting("indexing"))
    return Manifest(
        kind=kind,
        taken_on=taken_on or _taken_on(tally.latest, files),
        records=tally.records,
        bad=tally.bad,
        duplicates=rows_before - sum(file.rows for file in works),
        broken=tally.broken,
        works=works,
        index=index,
    )


def _taken_on(latest: str, files: Sequence[Path]) -> date:
    """The latest change, but no later than the dump was written: some days are mistaken."""
    written = max(file.stat().st_mtime for file in files)
    day = datetime.fromtimestamp(written, tz=UTC).date()
    return min(date.fromisoformat(latest), day) if latest else day


def _replace(aside: Path, target: Path) -> None:
    outgoing = aside / OUTGOING
    shutil.rmtree(outgoing, ignore_errors=True)
    if target.exists():
        target.rename(outgoing)
    aside.rename(target)
    (target / PLAN).unlink()
    shutil.rmtree(target / OUTGOING, ignore_errors=True)


@contextmanager
def _reporting(target: Path) -> Generator[None]:
    """Say in one line that the disk is full."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise SnapshotBroken(_full(target)) from error
        raise SnapshotBroken(f"{target}: {error}") from error
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        if any(words in reason for words in NO_ROOM_WORDS):
            raise SnapshotBroken(f"{_full(target)} ({reason})") from error
        raise SnapshotBroken(f"{target}: it cannot be sorted: {reason}") from error


def _full(target: Path) -> str:
    return (
        f"{target}: no room left on its disk; make some and start again: "
        "what has been read is kept"
    )
