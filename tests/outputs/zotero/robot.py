"""A run of ours in a process of its own, for tests that kill it."""

from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from multiprocessing.synchronize import Event as Signal
from pathlib import Path
from threading import Event

from outputs.zotero.connection import Group
from outputs.zotero.entry import Entry
from outputs.zotero.lease import Lease
from outputs.zotero.push import push
from outputs.zotero.undo import undo

SERVER = get_context("forkserver")
SERVER.set_forkserver_preload([__name__])


def pushing(entries: list[Entry], group: Group, state: Path) -> ForkServerProcess:
    """A process that pushes; it began."""
    process = SERVER.Process(target=_push, args=(entries, group, state), daemon=True)
    process.start()
    return process


def undoing(run: int, group: Group, state: Path) -> ForkServerProcess:
    """A process that takes a run back; it began."""
    process = SERVER.Process(target=_undo, args=(run, group, state), daemon=True)
    process.start()
    return process


def _push(entries: list[Entry], group: Group, state: Path) -> None:
    push(entries, group=group, state=state)


def _undo(run: int, group: Group, state: Path) -> None:
    undo(run, group=group, state=state)


def holding(state: Path, library: str) -> ForkServerProcess:
    """A process that has the lease on a library, and keeps it."""
    ready = SERVER.Event()
    process = SERVER.Process(target=_hold, args=(state, library, ready), daemon=True)
    process.start()
    ready.wait()
    return process


def _hold(state: Path, library: str, ready: Signal) -> None:
    lease = Lease(state, library)
    lease.take()
    ready.set()
    Event().wait()
