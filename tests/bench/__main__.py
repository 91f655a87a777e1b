"""Walks a generated list twice, then goes the naive way, and prints what each one cost."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.lists import HEADINGS, Entry, entries_of, markdown
from tests.bench.processes import Counted, Run, standin

SAMPLE = 100
MOST_MEMORY = 600  # MB
MOST_REQUESTS = 1.05  # times the floor
ARXIV_PAUSE = 3.0  # seconds between two requests, as arXiv asks


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--links", type=int, default=10_000, help="default: %(default)s")
    links: int = parser.parse_args().links
    entries = entries_of(links)
    with TemporaryDirectory(prefix="bench") as folder, standin(links, Path(folder)) as ready:
        home = Path(folder)
        document = home / "list.md"
        document.write_text(markdown(entries), encoding="utf-8")
        sample = home / "sample.json"
        sample.write_text(json.dumps([(e.kind, e.value) for e in entries[:SAMPLE]]))
        counted = Counted(ready)
        walk = ("tests.bench.walk", str(ready), str(document), str(home))
        cold, again = counted.run(*walk), counted.run(*walk)
        naive = counted.run("tests.bench.naive", str(ready), str(sample))
    floor = _floor(entries)
    _print_cold(cold, floor, links)
    _print_again(again)
    _print_naive(naive, entries, min(SAMPLE, links))
    broken = list(_broken(cold, again, floor))
    print("\nevery limit is kept" if not broken else "\nBROKEN: " + "; ".join(broken))
    sys.exit(bool(broken))


def _floor(entries: Sequence[Entry]) -> dict[str, int]:
    """The fewest requests that could do it, by the most that each service takes in one."""
    created = (HEADINGS + 1, len({(e.kind, e.value) for e in entries}))
    papers = {e.value: e.record for e in entries if e.kind == "arxiv" and e.record}
    articles = {e.value for e in entries if e.kind == "doi"}
    published = {record.doi for record in papers.values() if record.doi}
    dois, works = len(articles | published), len(papers) + len(articles)
    return {
        "arxiv": ceil(len(papers) / 2000),
        "crossref": ceil(dois / 50),
        "semantic_scholar": ceil(works / 500),
        "openalex": ceil(dois / 100) + ceil((works - dois) / 50),
        "zotero writes": sum(ceil(number / 50) for number in created),
    }


def _broken(cold: Run, again: Run, floor: Mapping[str, int]) -> Iterator[str]:
    """What is not as it is promised, one phrase each."""
    for name, least in floor.items():
        if cold.requests.get(name, 0) > MOST_REQUESTS * least:
            yield f"{name} is asked more than {MOST_REQUESTS} times as often as needed"
    for run, which in ((cold, "first"), (again, "second")):
        if run.told["memory"] > MOST_MEMORY:
            yield f"the {which} run takes more than {MOST_MEMORY} MB"
        if run.violations:
            yield f"the {which} run breaks limits that services publish"
    if again.requests.keys() - {"zotero reads"}:
        yield "an unchanged list is not free of requests and writes"


def _print_cold(run: Run, floor: Mapping[str, int], links: int) -> None:
    told = run.told
    print(f"FIRST RUN, {links:,} links: {told['links']:,} rows, {told['verdicts']}")
    print(f"{'source':<18}{'requests':>10}{'floor':>8}{'ratio':>8}")
    for name in sorted({*floor, *run.requests}):
        made, least = run.requests.get(name, 0), floor.get(name, 0)
        ratio = f"{made / least:.2f}" if least else "-"
        print(f"{name:<18}{made:>10}{least or '-':>8}{ratio:>8}")
    created = told["pushed"].get("items_created", 0)
    print(f"Zotero items created: {created:,}")
    print(
        f"wall {run.wall:.1f} s; CPU {told['cpu']:.1f} s = {_each(told['cpu'], links)} per link"
    )
    print(f"peak memory {told['memory']:.0f} MB (limit {MOST_MEMORY} MB)")
    lasted = sorted(told["seconds"].items(), key=lambda item: -item[1])
    print("where the time goes:", ", ".join(f"{name} {took:.1f} s" for name, took in lasted))
    _print_limits(run)


def _print_again(run: Run) -> None:
    made = dict(run.requests) or "none"
    print(f"\nSECOND RUN, unchanged: wall {run.wall:.1f} s; CPU {run.told['cpu']:.1f} s")
    print(f"requests: {made}; peak memory {run.told['memory']:.0f} MB")
    _print_limits(run)


def _print_limits(run: Run) -> None:
    print(f"published limits broken: {len(run.violations)}", *run.violations[:5], sep="\n  ")
    if run.told["down"]:
        print(f"down: {run.told['down']}")


def _print_naive(run: Run, entries: Sequence[Entry], sample: int) -> None:
    made, links = sum(run.requests.values()), len(entries)
    papers = sum(entry.kind == "arxiv" for entry in entries)
    hours = papers * ARXIV_PAUSE / 3600
    print(f"\nNAIVE, the first {sample} links one by one: {dict(run.requests)}")
    print(f"{made / sample:.2f} requests and {_each(run.told['cpu'], sample)} CPU per link")
    print(f"limits broken: {len(run.violations)} (arXiv was asked without its pause)")
    print(
        f"for {links:,} links: {made / sample * links:,.0f} requests, "
        f"and {hours:.1f} h of pauses for arXiv alone"
    )


def _each(seconds: float, links: int) -> str:
    return f"{seconds / links * 1000:.2f} ms"


if __name__ == "__main__":
    main()
