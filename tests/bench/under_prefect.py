"""Walks a generated list plainly and under Prefect, and prints what Prefect costs."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.crews import CHUNKS
from tests.bench.lists import entries_of, markdown
from tests.bench.processes import Counted, Run, standin
from tests.flows.under_prefect import PrefectServer
from tests.walks import SEED

MOST_SHARE = 0.10  # of the wall time
MOST_OF_SEED, MOST_OF_LARGE = 40, 200  # task runs


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.under_prefect", description=__doc__
    )
    parser.add_argument("--links", type=int, default=10_000, help="default: %(default)s")
    links: int = parser.parse_args().links
    with TemporaryDirectory(prefix="bench") as folder:
        home = Path(folder)
        document = home / "list.md"
        document.write_text(markdown(entries_of(links)), encoding="utf-8")
        with PrefectServer(home / "prefect") as server:
            plain = _walked(document, links, home / "plain", server, "plain")
            flow = _walked(document, links, home / "flow", server, "prefect")
            of_large = _task_runs(server)
            _walked(SEED, 0, home / "seed", server, "prefect")
            of_seed = _task_runs(server) - of_large
    share = 1 - plain.wall / flow.wall
    print(f"{links:,} links: plainly {_cost(plain)}; under Prefect {_cost(flow)}")
    print(f"Prefect's share of the wall time: {share:.1%} (limit {MOST_SHARE:.0%})")
    large, seed = of_large.total() + CHUNKS, of_seed.total()
    print(f"task runs: {of_large.total()}, and at most {CHUNKS} for pages: {dict(of_large)}")
    print(f"task runs for the first list, pages among them: {seed}: {dict(of_seed)}")
    broken = list(_broken(share, large, seed))
    print("every limit is kept" if not broken else "BROKEN: " + "; ".join(broken))
    sys.exit(bool(broken))


def _walked(document: Path, links: int, home: Path, server: PrefectServer, how: str) -> Run:
    """A first walk with a state, a group and services of its own; of the first list also
    through the web."""
    home.mkdir()
    web = () if links else ("--proxy", str(home))
    with standin(links, home, *web) as ready:
        counted = Counted(ready, server.environment)
        return counted.run("tests.bench.walk", str(ready), str(document), str(home), how)


def _task_runs(server: PrefectServer) -> Counter[str]:
    """So far, by the first word of their names."""
    names = [name for run in server.rows("flow_runs") for name in server.task_runs(run["id"])]
    return Counter(name.partition(" ")[0] for name in names)


def _broken(share: float, large: int, seed: int) -> Iterator[str]:
    if share > MOST_SHARE:
        yield f"Prefect takes more than {MOST_SHARE:.0%} of the time"
    if large > MOST_OF_LARGE:
        yield f"a large list makes more than {MOST_OF_LARGE} task runs"
    if seed > MOST_OF_SEED:
        yield f"the first list makes more than {MOST_OF_SEED} task runs"


def _cost(run: Run) -> str:
    return f"{run.wall:.1f} s, {run.told['cpu']:.1f} s of CPU"


if __name__ == "__main__":
    main()
