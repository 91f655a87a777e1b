"""Runs the stand-in by itself, until a signal or the end of input."""

import argparse
import json
import os
import signal
import stat
import sys
from pathlib import Path
from threading import Event, Thread

from tests.standin.generated import generated
from tests.standin.server import StandIn


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.standin", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="default: any free one")
    parser.add_argument("--zotero", type=Path, help="file of the Zotero group; default: memory")
    parser.add_argument("--ready-file", type=Path, help="written as JSON once it answers")
    parser.add_argument("--proxy", type=Path, help="answer as a proxy too; folder of its CA")
    parser.add_argument("--generated", type=int, default=0, help="know so many made-up works")
    parser.add_argument("--seed", type=int, default=1, help="of the made-up works")
    return parser.parse_args()


def main() -> None:
    """Serve until told to stop."""
    told = _arguments()
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    catalogue = generated(told.generated, told.seed) if told.generated else None
    with StandIn(catalogue, told.zotero, told.port) as standin:
        if stat.S_ISFIFO(os.fstat(sys.stdin.fileno()).st_mode):
            Thread(target=_wait_for_end_of_input, args=(stop,), daemon=True).start()
        environment = standin.proxy(told.proxy).environment if told.proxy else {}
        if told.ready_file:
            _announce(told.ready_file, standin, environment)
        print(standin.base, flush=True)
        stop.wait()


def _wait_for_end_of_input(stop: Event) -> None:
    sys.stdin.buffer.read()
    stop.set()


def _announce(file: Path, standin: StandIn, environment: dict[str, str]) -> None:
    """Write addresses, and the variables that lead to the proxy, all at once."""
    told = {
        "base": standin.base,
        "endpoints": standin.endpoints,
        "environment": environment,
    }
    unfinished = file.with_name(f"{file.name}.part")
    unfinished.write_text(json.dumps(told))
    unfinished.replace(file)


if __name__ == "__main__":
    main()
