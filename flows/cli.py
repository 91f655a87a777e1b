"""The command line: from what is typed to the exit code."""

import atexit
import logging
import os
import sys
import threading
from collections.abc import Sequence
from multiprocessing import parent_process
from types import TracebackType
from typing import NoReturn

from flows.arguments import parsed
from flows.endings import STOPPED, failed

ENDS_WITHIN = 30.0  # seconds; with its server gone, Prefect would try for minutes to tell it


def program() -> NoReturn:
    """Do what the command line says, and end soon after."""
    code = main()
    sys.excepthook = _told_of
    last = threading.Timer(ENDS_WITHIN, os._exit, [code])
    last.daemon = True
    last.start()
    sys.exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; the return value is the exit code."""
    options = parsed(arguments)
    _log(options.verbose)
    try:
        from flows.commands import perform

        return perform(options)
    except KeyboardInterrupt:
        failed("stopped; the next run goes on from here", STOPPED)
        _leave(STOPPED)


def _told_of(
    kind: type[BaseException], error: BaseException, where: TracebackType | None
) -> None:
    """Say nothing of Ctrl-C, and what Python says of all else."""
    if not issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, where)


def _log(verbose: int) -> None:
    """Write the log to standard error: our own, and of the libraries only what is asked for."""
    level = (logging.ERROR, logging.INFO, logging.DEBUG)[min(verbose, 2)]
    handler = logging.StreamHandler()
    handler.setLevel(level)
    if not verbose:
        # Prefect has a logger level of its own, and what it crashes of ends in one line anyway.
        handler.addFilter(lambda record: not record.name.startswith("prefect"))
    logging.basicConfig(
        level=level, format="%(levelname)s %(name)s: %(message)s", handlers=[handler]
    )


def _leave(code: int) -> NoReturn:
    """End now. The usual way out waits for every thread, and so for services that are slow;
    what a run keeps is whole at any moment."""
    logging.raiseExceptions = False  # Prefect's log lines may find its server gone
    atexit._run_exitfuncs()  # pyright: ignore[reportPrivateUsage] -- else Prefect's server stays
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if parent_process():
    # A run of `serve`: Ctrl-C may interrupt its start and end too; Prefect handles it between.
    sys.excepthook = _told_of

if __name__ == "__main__":
    program()
