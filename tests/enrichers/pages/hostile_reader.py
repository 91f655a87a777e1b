"""Reads addresses in a process of its own, and tells what came of each and what it took.

Run as `python -m tests.enrichers.pages.hostile_reader FOLDER`, with one "page ADDRESS" or
"arxiv ENDPOINT" a line; answers with one JSON object a line.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

from enrichers.asking.pace import Pace
from enrichers.model import Identifier, Scheme, SourceDown
from enrichers.pages.fetch import Fetcher, Limits
from enrichers.pages.reader import Reader
from enrichers.sources.arxiv import Arxiv

KILOBYTES = 1024  # in a megabyte, in which the system counts memory
ASKED_FOR = Identifier(Scheme.ARXIV, "1806.07366")


def main() -> None:
    """Read what standard input names, one after the other."""
    folder = Path(sys.argv[1])
    limits = Limits(every=0.0, patience=0.0)
    fetcher = Fetcher(Pace(folder / "state.db"), limits=limits, allowed=("127.0.0.1",))
    with Reader() as reader:
        for line in sys.stdin:
            sort, address = line.split()
            before = _seconds()
            said = (
                _feed(address, folder) if sort == "arxiv" else _page(address, fetcher, reader)
            )
            said |= {"seconds": _seconds() - before, "memory": _memory()}
            print(json.dumps(said), flush=True)  # noqa: T201 - the answer to who started this
    fetcher.close()


def _page(address: str, fetcher: Fetcher, reader: Reader) -> dict[str, Any]:
    fetched = fetcher.fetch(address)
    reading = reader.read(fetched)
    return {
        "state": fetched.state,
        "title": reading.work.title,
        "claims": [str(claim.candidates[0]) for claim in reading.claims],
        "longest": max(
            map(len, (reading.work.title, reading.work.abstract, *reading.evidence))
        ),
    }


def _feed(endpoint: str, folder: Path) -> dict[str, Any]:
    source = Arxiv(pace=Pace(folder / "state.db"), endpoint=endpoint, every=0.0, patience=0.0)
    try:
        works = source.lookup([ASKED_FOR])
    except SourceDown as error:
        return {"state": "down", "title": str(error), "claims": [], "longest": 0}
    finally:
        source.web.close()
    titles = [work.title for work in works.values()]
    return {"state": "found", "title": titles[0], "claims": [], "longest": len(titles[0])}


def _memory() -> float:
    """Megabytes at the peak of this process; what the system counts of children at their
    start holds what their parent had."""
    status = Path("/proc/self/status")
    if status.exists():
        [line] = [each for each in status.read_text().splitlines() if each.startswith("VmHWM")]
        return int(line.split()[1]) / KILOBYTES
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES


def _seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
