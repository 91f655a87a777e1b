"""Dask clusters: whether the one at an address can be used, and work for its workers."""

import time
from collections.abc import Callable, Generator
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from typing import Any

from enrichers.snapshots.layout import Table
from flows.settings import BadSettings

CONNECT_WITHIN = 10  # seconds, also for a first worker to come
DESERTED = 60.0
"""Seconds that a cluster may be without workers while there is work: others may be coming."""
LOOK_EVERY = 5.0  # seconds
NEEDS_EXTRA = "a Dask cluster needs the extra: pip install '.[dask]' where zotlist's code is"


@contextmanager
def connected(address: str, *, within: float = CONNECT_WITHIN) -> Generator[Any]:
    """The client of the cluster at an address, which has a worker at least.

    Raises BadSettings.
    """
    try:
        from distributed import Client  # noqa: PLC0415 -- an extra that few install
    except ImportError as error:
        raise BadSettings(NEEDS_EXTRA) from error
    try:
        client = Client(address, timeout=within)
    except (OSError, ValueError) as error:
        raise BadSettings(f"no Dask cluster answers at {address}: {error}") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=within)
        except TimeoutError as error:
            raise BadSettings(f"the Dask cluster at {address} has no workers") from error
        yield client


class ClusterPool:
    """Has a cluster's workers resolve parts, and notices when there are none left."""

    def __init__(self, client: Any, *, deserted: float = DESERTED) -> None:
        """Without any worker for `deserted` seconds, waiting for a part ends."""
        self._client = client
        self._deserted = deserted

    def submit(self, work: Callable[..., Table], /, *part: Any) -> "_Part":
        """Have a part resolved some time."""
        # Not pure: else all of a part is read to find out whether it was ever sent before.
        future = self._client.submit(work, *part, pure=False)
        return _Part(self._client, future, self._deserted)


class _Part:
    """A part that the workers of a cluster have to do."""

    def __init__(self, client: Any, future: Any, deserted: float) -> None:
        self._client, self._future, self._deserted = client, future, deserted

    def result(self) -> Table:
        """Wait for it. Raises BrokenExecutor when the workers die of it, or are all gone."""
        from distributed import CancelledError, KilledWorker  # noqa: PLC0415 -- an extra

        look_every = min(LOOK_EVERY, self._deserted)
        deserted_since: float | None = None
        while True:
            try:
                return self._future.result(timeout=look_every)
            except TimeoutError:
                if self._client.scheduler_info()["workers"]:
                    deserted_since = None
                    continue
            except (KilledWorker, CancelledError) as error:
                raise BrokenExecutor(f"the Dask cluster gave it up: {error}") from error
            deserted_since = deserted_since or time.monotonic()
            if time.monotonic() - deserted_since > self._deserted:
                raise BrokenExecutor("the Dask cluster has no workers any more")
