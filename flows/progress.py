"""Tell the person at the terminal how far the walk is."""

import sys
import threading
from collections.abc import Generator
from contextlib import ExitStack, contextmanager, suppress
from contextvars import ContextVar
from typing import Protocol, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

STEPS = 10
"""So many lines at most say how far a stage is."""


class Watch(Protocol):
    """Whoever wants to know how far a run is. Called from several threads."""

    def began(self, stage: str, total: int) -> None:
        """A stage starts; `total` things are to be done in it, 0 if that is not known."""
        ...

    def moved(self, stage: str, done: int, note: str = "") -> None:
        """So many more of its things are done."""
        ...


class Silent:
    """Nobody watches."""

    def began(self, stage: str, total: int) -> None:
        """Say nothing."""

    def moved(self, stage: str, done: int, note: str = "") -> None:
        """Say nothing."""


class Lines:
    """A line a stage and one for each tenth of it, for logs and pipes."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self._totals: dict[str, int] = {}
        self._done: dict[str, int] = {}
        self._told: dict[str, int] = {}

    def began(self, stage: str, total: int) -> None:
        """Write the stage's first line."""
        with self._lock:
            self._totals[stage] = total
            self._done[stage] = self._told[stage] = 0
            self._write(f"{stage}: {total:,} to do" if total else stage)

    def moved(self, stage: str, done: int, note: str = "") -> None:
        """Write how far it is, if that is a tenth of it further; news without progress, and
        of a stage of unknown length, are always written."""
        with self._lock:
            now = self._done[stage] = self._done.get(stage, 0) + done
            total = self._totals.get(stage, 0)
            if done and total and now < total and now - self._told[stage] < total / STEPS:
                return
            self._told[stage] = now
            far = f"{now:,} of {total or now:,}  " if now or total else ""
            self._write(f"{stage}: {far}{note}".rstrip())

    def _write(self, line: str) -> None:
        with suppress(OSError):  # that nobody reads them any more is no reason to stop
            self._stream.write(f"zotlist  {line}\n")
            self._stream.flush()


class Bars:
    """A live bar a stage, on a terminal. Use as a context manager."""

    def __init__(self, stream: TextIO) -> None:
        self._progress = Progress(
            TextColumn("{task.description:<28}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TextColumn("{task.fields[note]}"),
            console=Console(file=stream),
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> "Bars":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def began(self, stage: str, total: int) -> None:
        """Show a bar for the stage; one that comes again has its old bar."""
        if stage in self._tasks:
            self._progress.reset(self._tasks[stage], total=total or None)
            return
        self._tasks[stage] = self._progress.add_task(stage, total=total or None, note="")

    def moved(self, stage: str, done: int, note: str = "") -> None:
        """Move its bar."""
        if stage not in self._tasks:
            self.began(stage, 0)
        self._progress.update(self._tasks[stage], advance=done, note=note)


_current: ContextVar[Watch] = ContextVar("watch", default=Silent())  # noqa: B039 -- it has no state


@contextmanager
def watching(*, is_quiet: bool = False) -> Generator[Watch]:
    """What suits standard error: nothing, lines, or live bars on a terminal."""
    with ExitStack() as stack:
        watch: Watch = Silent()
        if not is_quiet:
            is_live = sys.stderr.isatty()
            watch = stack.enter_context(Bars(sys.stderr)) if is_live else Lines(sys.stderr)
        stack.callback(_current.reset, _current.set(watch))
        yield watch


def current_watch() -> Watch:
    """Who watches the present run, where it cannot be passed on as a parameter."""
    return _current.get()
