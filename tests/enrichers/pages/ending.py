"""Ends the processes that read PDFs, as whoever stops a service or lacks memory does."""

import os
import signal
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

from enrichers.pages import pdf_worker

TASKS = Path("/proc/self/task")
EVERY = 0.002  # seconds: none of them comes to its end in that time


def readers() -> Iterator[int]:
    """The processes of ours that read PDFs."""
    name = Path(pdf_worker.__file__).name.encode()
    for task in TASKS.iterdir():
        with suppress(OSError):
            for child in (task / "children").read_text().split():
                if name in Path(f"/proc/{child}/cmdline").read_bytes():
                    yield int(child)


@contextmanager
def ended(by: signal.Signals) -> Generator[None]:
    """While this lasts, no process of ours reads a PDF to its end."""
    is_over = Event()

    def end_all() -> None:
        while not is_over.is_set():
            for process in readers():
                with suppress(ProcessLookupError):
                    os.kill(process, by)
            time.sleep(EVERY)

    ending = Thread(target=end_all)
    ending.start()
    try:
        yield
    finally:
        is_over.set()
        ending.join()
