"""Gives turns at hosts to workers of a Dask cluster, who share nothing but its scheduler."""

import time
from collections.abc import Generator
from contextlib import contextmanager
from threading import Lock

from distributed import Semaphore, get_worker

from enrichers.asking.pace import LONGEST_BLOCK, Blocked


class ClusterTurns:
    """The turns of every host, for all workers and all runs of a cluster.

    The scheduler takes a turn back from a worker that dies. To be made in the thread of a
    Dask task, and used by any thread of that worker.
    """

    def __init__(self) -> None:
        """Raises ValueError outside a Dask task."""
        self._worker = get_worker()
        self._lock = Lock()
        self._semaphores: dict[str, Semaphore] = {}
        self._blocked_until: dict[str, float] = {}

    @contextmanager
    def alone(
        self, key: str, every: float, *, longest: float, patience: float = LONGEST_BLOCK
    ) -> Generator[None]:
        """A turn during which nobody else has one, and `every` seconds after it began.

        How long it lasts is the caller's to see to, so `longest` is of no interest here.
        Raises Blocked at once when the key is blocked for longer than `patience` seconds.
        """
        del longest
        self._await_the_end_of_a_block(key, patience)
        semaphore = self._of(key)
        semaphore.acquire()
        taken = time.monotonic()
        try:
            self._await_the_end_of_a_block(key, patience)
            yield
        finally:
            time.sleep(max(0.0, taken + every - time.monotonic()))
            semaphore.release()

    def block(self, key: str, seconds: float) -> None:
        """Give nobody of this worker's chunk a turn for so long; others learn of it from the
        host, if they ever come there: the addresses of a host are all in one chunk."""
        until = time.monotonic() + min(seconds, LONGEST_BLOCK)
        with self._lock:
            self._blocked_until[key] = max(until, self._blocked_until.get(key, 0.0))

    def _await_the_end_of_a_block(self, key: str, patience: float) -> None:
        with self._lock:
            left = self._blocked_until.get(key, 0.0) - time.monotonic()
        if left > patience:
            raise Blocked(left)
        time.sleep(max(0.0, left))

    def _of(self, key: str) -> Semaphore:
        with self._lock:
            if key not in self._semaphores:
                self._semaphores[key] = Semaphore(
                    max_leases=1,
                    name=f"zotlist {key}",
                    scheduler_rpc=self._worker.scheduler,
                    loop=self._worker.loop,
                )
            return self._semaphores[key]
