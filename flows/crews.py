"""Who reads pages under Prefect: threads here, or the workers of a Dask cluster."""

import os
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import cache
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.futures import as_completed
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from enrichers.pages.chunks import Chunk
from enrichers.pages.fetch import Fetcher, Limits
from enrichers.pages.memory import Visit
from enrichers.pages.reader import Reader
from enrichers.pages.visit import AT_ONCE, Crew, Look, look
from flows.clusters import CONNECT_WITHIN, NEEDS_EXTRA, connected
from flows.settings import BadSettings, Settings
from flows.sources import limits_of

THREADS = 4
"""Chunks that this process works on side by side."""
CHUNKS = 32
"""The most task runs that reading pages comes to at a time."""
AnyRunner = TaskRunner[Any]


@contextmanager
def crew_of(settings: Settings) -> Generator[Crew]:
    """The workers that the settings choose; a cluster is opened when there is work for it.

    To be used within a flow: each chunk is a task. What the workers do raises BadSettings for
    a cluster that cannot be used.
    """
    where, _, address = settings.task_runner.partition(":")
    contact, limits = settings.contact, limits_of(settings)

    def there(chunk: Chunk) -> Sequence[Visit]:
        return look_there(chunk, contact=contact, limits=limits)

    with ExitStack() as stack:
        is_here = where == "threads"

        @cache
        def runner() -> AnyRunner:
            if is_here:
                return stack.enter_context(ThreadPoolTaskRunner(max_workers=THREADS))
            return _opened(stack, address)

        def do(chunks: Sequence[Chunk], here: Look) -> Iterable[Sequence[Visit]]:
            yield from _mapped(here if is_here else there, chunks, runner)

        at_once = AT_ONCE // THREADS if is_here else AT_ONCE
        yield Crew(do=do, chunks=CHUNKS, at_once=at_once)


def look_there(chunk: Chunk, *, contact: str, limits: Limits) -> tuple[Visit, ...]:
    """Look at a chunk from a worker of a cluster: it takes values, gives values, and shares
    no file with anybody."""
    from flows.turns import ClusterTurns  # noqa: PLC0415 -- Dask is an extra

    with (
        closing(Fetcher(ClusterTurns(), contact, limits=limits)) as fetcher,
        Reader() as reader,
    ):
        return look(chunk, fetch=fetcher.fetch, read=reader.read)


def _mapped(
    work: Look, chunks: Sequence[Chunk], runner: Callable[[], AnyRunner]
) -> Iterable[Sequence[Visit]]:
    """What came of each chunk, as they end."""
    futures = [
        runner().submit(_task_of(work, chunk, f"pages {number} of {len(chunks)}"), {})
        for number, chunk in enumerate(chunks, 1)
    ]
    for future in as_completed(futures):
        yield future.result()


def _task_of(work: Look, chunk: Chunk, name: str) -> Any:
    def read_pages() -> Sequence[Visit]:
        return work(chunk)

    return task(name="pages", task_run_name=name, cache_policy=NO_CACHE)(read_pages)


def _opened(stack: ExitStack, address: str) -> AnyRunner:
    """The cluster at an address, or one of as many processes as this machine has cores."""
    if address:
        with connected(address):
            pass
    try:
        from prefect_dask.task_runners import DaskTaskRunner  # noqa: PLC0415 -- an extra
    except ImportError as error:
        raise BadSettings(NEEDS_EXTRA) from error
    workers = max(2, os.cpu_count() or 1)
    ours = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None}
    runner = DaskTaskRunner(
        address=address or None,
        cluster_kwargs=None if address else ours,
        client_kwargs={"timeout": CONNECT_WITHIN},
    )
    stack.enter_context(runner)
    try:
        assert runner.client
    except (OSError, ValueError) as error:
        where = address or "on this machine"
        raise BadSettings(f"no Dask cluster answers at {where}: {error}") from error
    return runner
