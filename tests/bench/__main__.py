"""Walks a generated list twice, then goes the naive way, and prints what each one cost."""

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import urlopen

from tests.standin.catalogue import Record
from tests.standin.generated import generated
from tests.standin.zotero import READ_WRITE_KEY

SEED = 1
HEADINGS = 20
ON_ARXIV, UNDER_A_DOI = 0.4, 0.3
DISTINCT = 0.9
SAMPLE = 100
MOST_MEMORY = 600  # MB
MOST_REQUESTS = 1.05  # times the floor
ARXIV_PAUSE = 3.0  # seconds between two requests, as arXiv asks
START = 60.0  # seconds that the stand-in may take
ARXIV_FORMS = (
    "https://arxiv.org/abs/{}",
    "https://arxiv.org/pdf/{}v1",
    "https://ar5iv.org/abs/{}",
    "https://www.alphaxiv.org/abs/{}",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A link of the list."""

    kind: str
    """arxiv, doi or page."""
    value: str
    """The identifier, or the page's address."""
    url: str
    record: Record | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a process did."""

    wall: float
    told: Mapping[str, Any]
    requests: Mapping[str, int]
    violations: Sequence[str]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--links", type=int, default=10_000, help="default: %(default)s")
    links: int = parser.parse_args().links
    entries = _entries(links)
    with TemporaryDirectory(prefix="bench") as folder, _standin(links, Path(folder)) as ready:
        home = Path(folder)
        document = home / "list.md"
        document.write_text(_markdown(entries), encoding="utf-8")
        sample = home / "sample.json"
        sample.write_text(json.dumps([(e.kind, e.value) for e in entries[:SAMPLE]]))
        counted = _Counted(ready)
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


def _entries(links: int) -> list[Entry]:
    """The same list for the same length, in an order without a pattern."""
    chance = Random(SEED)
    catalogue = generated(links, SEED)
    papers = [record for record in catalogue.records if record.preprint]
    articles = [record for record in catalogue.records if not record.preprint]
    pages = list(catalogue.pages)
    papers_wanted, articles_wanted = int(links * ON_ARXIV), int(links * UNDER_A_DOI)
    kinds: tuple[tuple[int, Callable[[int], Entry]], ...] = (
        (papers_wanted, lambda n: _paper(papers[n], chance)),
        (articles_wanted, lambda n: _article(articles[n])),
        (links - papers_wanted - articles_wanted, lambda n: _page(pages, n)),
    )
    entries: list[Entry] = []
    for wanted, entry in kinds:
        distinct = max(1, int(wanted * DISTINCT))
        entries += [entry(number) for number in range(distinct)]
        entries += [entry(chance.randrange(distinct)) for _ in range(wanted - distinct)]
    chance.shuffle(entries)
    return entries


def _paper(record: Record, chance: Random) -> Entry:
    assert record.preprint
    known = record.preprint.id
    url = chance.choice(ARXIV_FORMS).format(known)
    return Entry(kind="arxiv", value=known, url=url, record=record)


def _article(record: Record) -> Entry:
    url = f"https://doi.org/{record.doi}"
    return Entry(kind="doi", value=record.doi, url=url, record=record)


def _page(pages: Sequence[str], number: int) -> Entry:
    is_code = number % 3 == 0
    url = (
        f"https://github.com/made-up-{number % 500}/code-{number}" if is_code else pages[number]
    )
    return Entry(kind="page", value=url, url=url)


def _markdown(entries: Sequence[Entry]) -> str:
    lines = ["# A made-up list", ""]
    section = ceil(len(entries) / HEADINGS)
    for number, entry in enumerate(entries):
        if number % section == 0:
            lines += ["", f"## Part {number // section + 1}", ""]
        text = entry.record.title if entry.record else f"Notes {entry.url.rsplit('/', 1)[1]}"
        lines.append(f"- [{text}]({entry.url})")
    return "\n".join(lines) + "\n"


@contextmanager
def _standin(links: int, home: Path) -> Generator[Path]:
    """The stand-in as a process of its own, so that its work is not counted as ours."""
    ready = home / "ready.json"
    words = ("--generated", str(links), "--seed", str(SEED), "--ready-file", str(ready))
    command = [sys.executable, "-m", "tests.standin", *words]
    command += ["--zotero", str(home / "zotero.sqlite")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as server:
        try:
            until = time.monotonic() + START
            while not ready.exists():
                if server.poll() is not None or time.monotonic() > until:
                    raise SystemExit("the stand-in did not start")
                time.sleep(0.05)
            yield ready
        finally:
            server.terminate()


class _Counted:
    """Runs processes one after the other, and counts what each asked the stand-in."""

    def __init__(self, ready: Path) -> None:
        self._base = json.loads(ready.read_text())["base"]
        self._seen = Counter[str]()
        self._broken = 0

    def run(self, module: str, *words: str) -> Run:
        """Run a module; its last line of output is its report."""
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", module, *words],
            env={**os.environ, "ZOTERO_API_KEY": READ_WRITE_KEY},
            stdout=subprocess.PIPE,
            check=True,
        )
        wall = time.perf_counter() - began
        total = Counter(map(_service, self._report("requests")))
        violations = self._report("violations")
        run = Run(
            wall=wall,
            told=json.loads(done.stdout.splitlines()[-1]),
            requests=total - self._seen,
            violations=violations[self._broken :],
        )
        self._seen, self._broken = total, len(violations)
        return run

    def _report(self, name: str) -> list[Any]:
        with urlopen(f"{self._base}/standin/{name}") as answer:
            return json.load(answer)


def _service(request: Mapping[str, Any]) -> str:
    if request["service"] != "zotero":
        return str(request["service"])
    return "zotero reads" if request["method"] == "GET" else "zotero writes"


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
