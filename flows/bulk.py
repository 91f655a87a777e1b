"""Large lists without asking anybody: build snapshots of dumps, resolve links from them."""

import multiprocessing
from collections.abc import Generator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from enrichers.snapshots.build import Manifest, Progress, SnapshotBroken, build
from enrichers.snapshots.bulk import Pool, Resolved, parts_of, resolve_all
from flows.progress import Watch
from flows.settings import BadSettings
from flows.steps import read_lists

LINKS = "bulk"
"""The folder within the exports that holds a Parquet file for each part of the links."""


def build_snapshot(kind: str, dump: Path, into: Path, watch: Watch) -> Manifest:
    """Turn a downloaded dump into a snapshot; one that was interrupted goes on.

    Raises BadSettings for a dump that cannot be used, or when there is no room.
    """
    begun: set[str] = set()

    def told(progress: Progress) -> None:
        if progress.stage not in begun:
            begun.add(progress.stage)
            watch.began(progress.stage, 0)
        files = f"file {progress.files:,} of {progress.of_files:,}"
        watch.moved(progress.stage, 0, f"{progress.rows:,} rows, {files}")

    try:
        return build(kind, dump, into, told)
    except SnapshotBroken as error:
        raise BadSettings(str(error)) from error


def resolve_lists(
    lists: Sequence[Path],
    snapshots: Sequence[Path],
    into: Path,
    watch: Watch,
    *,
    workers: int = 1,
    dask: str = "",
) -> Resolved:
    """Resolve the links of lists from snapshots alone, in so many processes, or on the Dask
    cluster at an address; the files are the same whichever does it.

    Raises BadSeed for a list, BadSettings for a snapshot or a cluster that cannot be used.
    """
    parts = parts_of(read_lists(lists, watch))
    watch.began("resolve", 0)
    try:
        with _pool(workers, dask) as pool:
            return resolve_all(
                parts,
                snapshots,
                into / LINKS,
                pool=pool,
                workers=workers,
                progress=lambda so_far: watch.moved("resolve", 0, f"{so_far.links:,} links"),
            )
    except SnapshotBroken as error:
        raise BadSettings(str(error)) from error


@contextmanager
def _pool(workers: int, dask: str) -> Generator[Pool | None]:
    if dask:
        try:
            from distributed import Client  # noqa: PLC0415 -- an extra that few install
        except ImportError as error:
            raise BadSettings("--dask needs the extra: pip install 'zotlist[dask]'") from error
        try:
            client = Client(dask, timeout=10)
        except (OSError, ValueError) as error:
            raise BadSettings(f"no Dask cluster answers at {dask}: {error}") from error
        with client:
            yield client
    elif workers > 1:
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=spawn) as processes:
            yield processes
    else:
        yield None
