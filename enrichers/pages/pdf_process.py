"""Asks a process that can be killed for the inside of PDF files, so that none can harm us."""

import json
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from enrichers.pages import pdf_worker
from enrichers.pages.pdf_facts import PdfFacts, Run

SECONDS = 60.0
"""A file may take, with the start of the process that reads it; what it may work is less
(`pdf_worker.PROCESSOR_SECONDS`), but on a busy machine an honest file waits long."""
PROCESSES = 2
LONGEST_LINE = 8 * 1024 * 1024  # bytes of an answer's line; a full page makes one of them
MOST_LINES = 8  # of an answer: the document, its pages, the end

SCRIPT = Path(pdf_worker.__file__)
ENVIRONMENT = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "LANG")
"""What the process is told of ours: it has no business with keys."""

FAILURES = {
    "encrypted": "the PDF is encrypted and asks for a password",
    "malformed": "the PDF is broken or cut short",
    "too much memory": "the PDF needs more memory than is allowed",
}
TOO_SLOW = "the PDF takes longer to read than is allowed"
DIED = "the PDF ends the process that reads it: it is broken, or needs too much memory"
BUSY = "the machine was too busy to read the PDF"
ENDED = "the process that read the PDF was ended"

PASSING = frozenset({BUSY, ENDED})
"""Failures that tell nothing of the file."""
FATAL = frozenset({TOO_SLOW, DIED, BUSY, ENDED})
"""Failures that no process survives."""

OVERWORKED = -getattr(signal, "SIGXCPU", 1_000)
"""The exit code of a process that the system ended for working too long, where it can."""
STOPPED = frozenset(
    -getattr(signal, name)
    for name in ("SIGHUP", "SIGINT", "SIGKILL", "SIGTERM")
    if hasattr(signal, name)
)
"""Exit codes of a process that somebody ended: with us, or because memory ran out."""
ENDS_WITHIN = 5.0  # seconds after it said its last

log = logging.getLogger(__name__)


class _Died(Exception):
    """The process ended, or was ended, before its answer did."""


class PdfProcess:
    """Opens PDF files in processes with limited memory and time, which it restarts.

    May be asked from several threads at once; each file has one process to itself.
    """

    def __init__(self, *, processes: int = PROCESSES, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._idle: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        self._places = processes
        for _ in range(processes):
            self._idle.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes, after the files that they are reading."""
        for _ in range(self._places):
            if worker := self._idle.get():
                worker.stop()
        for _ in range(self._places):
            self._idle.put(None)

    def facts(self, data: bytes) -> PdfFacts:
        """Read one file. Never raises for anything in it: `failure` says what went wrong."""
        worker = self._idle.get()
        kept = None
        try:
            has_served = worker is not None and worker.is_alive
            worker = worker if worker and has_served else _Worker()
            facts, is_alive = worker.ask(data, self._seconds)
            if facts.failure == ENDED or (facts.failure == DIED and has_served):
                # It may have died of what earlier files left behind, or by chance.
                worker = _Worker()
                facts, is_alive = worker.ask(data, self._seconds)
            kept = worker if is_alive else None
        finally:
            if worker and not kept:
                worker.stop()
            self._idle.put(kept)
        return facts


class _Worker:
    """One process."""

    def __init__(self) -> None:
        environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
        # Without -P the script's folder would come before the standard library.
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            process_group=0,  # Ctrl-C is for the one who asked, who ends it
        )

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> None:
        """End it at once, and wait until it has ended."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                try:
                    pipe.close()
                except BrokenPipeError:
                    log.debug("pdf: the process had ended before its pipe")
        self._process.wait()

    def ask(self, data: bytes, seconds: float) -> tuple[PdfFacts, bool]:
        """What it says about a file, and whether it is alive after that."""
        is_late = threading.Event()

        def end() -> None:
            is_late.set()
            self._process.kill()

        known: list[dict[str, Any]] = []
        alarm = threading.Timer(seconds, end)
        alarm.daemon = True
        alarm.start()
        try:
            self._answer(data, known)
            failure = FAILURES.get(known[-1].get("error", ""), "")
        except _Died:
            failure = self._cause_of_death(is_late=is_late.is_set())
        finally:
            alarm.cancel()
            alarm.join()
        is_alive = failure not in FATAL and not is_late.is_set()
        if not is_alive:
            self.stop()
            log.debug("pdf: %s (%d bytes)", failure, len(data))
        return facts_from(known, failure), is_alive

    def _cause_of_death(self, *, is_late: bool) -> str:
        """Why it answers no more; a file that the system lets nobody work on for long cannot
        be what makes it late."""
        if is_late:
            return BUSY if pdf_worker.LIMITS_WORK else TOO_SLOW
        try:
            code = self._process.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            return DIED
        if code == OVERWORKED:
            return TOO_SLOW
        return ENDED if code in STOPPED else DIED

    def _answer(self, data: bytes, known: list[dict[str, Any]]) -> None:
        """Add the lines of its answer to what is known, to the last.

        Raises _Died when they stop before; what came until then is known.
        """
        assert self._process.stdin
        assert self._process.stdout
        try:
            self._process.stdin.write(pdf_worker.LENGTH.pack(len(data)))
            self._process.stdin.write(data)
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise _Died from error
        for _ in range(MOST_LINES):
            line = self._process.stdout.readline(LONGEST_LINE)
            if not line.endswith(b"\n"):
                break
            known.append(json.loads(line))
            if "end" in known[-1] or "error" in known[-1]:
                return
        raise _Died


def facts_from(known: Sequence[dict[str, Any]], failure: str) -> PdfFacts:
    """Put the lines of an answer together."""
    every: dict[str, Any] = {}
    for part in known:
        every |= part
    return PdfFacts(
        failure=failure,
        is_passing=failure in PASSING,
        pages=every.get("pages", 0),
        sizes=tuple((width, height) for width, height in every.get("sizes", ())),
        info=every.get("info", {}),
        lines=tuple(
            tuple(
                Run(text=text, size=size, x=x, y=y, cosine=cosine, sine=sine)
                for text, size, x, y, cosine, sine in line
            )
            for line in every.get("lines", ())
        ),
        next_texts=tuple(part["text"] for part in known if "text" in part),
    )
