"""Large lists without asking anybody: build snapshots of dumps, resolve links from them."""

import atexit
import multiprocessing
import os
import signal
import threading
from collections.abc import Generator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from pathlib import Path

import pyarrow as pa

from enrichers.model import SourceDown
from enrichers.snapshots.build import Manifest, Progress, SnapshotBroken, build
from enrichers.snapshots.bulk import Pool, Resolved, resolve_all
from flows.clusters import ClusterPool, connected
from flows.endings import StepFailed
from flows.locks import Held, held
from flows.progress import Watch
from flows.settings import BadSettings
from flows.steps import read_each
from outputs.files import ExportFailed, make_folder

ELSEWHERE = " (each worker of the cluster needs it at that path)"
GOES_ON = "the next run goes on with the parts that are done"
LINKS = "bulk"
"""The folder within the exports that holds a Parquet file for each part of the links."""
LOCK = ".bulk.lock"
"""Held while it is made: two at once would use each other's parts."""


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
    cluster at an address, whose workers need the snapshots at the same paths; the files are
    the same whichever does it. A run that was stopped goes on with the parts that are done.

    Raises BadSeed for a list, BadSettings for a snapshot or a cluster that cannot be used, and
    StepFailed when the work cannot be finished.
    """

    def told(so_far: Resolved) -> None:
        watch.moved("resolve", 0, f"{so_far.links:,} links")

    try:
        make_folder(into)
        with held(into / LOCK), _pool(workers, dask) as pool:
            return resolve_all(
                read_each(lists, watch),
                [folder.absolute() for folder in snapshots],
                into / LINKS,
                pool=pool,
                workers=workers,
                progress=told,
            )
    except Held as error:
        raise StepFailed(f"another bulk run writes into {into}; wait for its end") from error
    except SnapshotBroken as error:
        raise BadSettings(f"{error}{ELSEWHERE if dask else ''}") from error
    except SourceDown as error:
        again = f"build it again{ELSEWHERE if dask else ''}"
        raise BadSettings(f"{error}; {again}") from error
    except ExportFailed as error:
        raise StepFailed(str(error)) from error
    except (BrokenExecutor, OSError, pa.ArrowException) as error:
        reason = str(error).partition("\n")[0]
        raise StepFailed(f"bulk ended too early: {reason}; {GOES_ON}") from error


@contextmanager
def _pool(workers: int, dask: str) -> Generator[Pool | None]:
    if dask:
        with connected(dask) as client:
            yield ClusterPool(client)
    elif workers > 1:
        with processes_of(workers) as processes:
            yield processes
    else:
        yield None


@contextmanager
def processes_of(workers: int) -> Generator[Pool]:
    """Processes that end when their work is stopped, and do not finish it before."""
    before = set(multiprocessing.active_children())
    spawn = multiprocessing.get_context("spawn")
    is_done = False
    with ProcessPoolExecutor(workers, mp_context=spawn, initializer=_as_worker) as processes:
        try:
            yield processes
            is_done = True
        finally:
            if not is_done:
                for child in set(multiprocessing.active_children()) - before:
                    child.terminate()


def _as_worker() -> None:
    """Leave Ctrl-C to the process that this one works for, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    done, tell = multiprocessing.Pipe(duplex=False)
    watching = threading.Thread(target=_end_with, args=(parent.sentinel, done), daemon=True)
    watching.start()

    def stop() -> None:
        tell.close()
        watching.join()

    # A thread that is still there when the interpreter ends has DuckDB complain of leaks.
    atexit.register(stop)


def _end_with(parent: int, done: Connection) -> None:
    if parent in wait([parent, done]):
        os._exit(1)
