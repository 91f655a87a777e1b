"""Speed and memory of a million links out of snapshots: `python -m tests.bench.bulk --full`."""

import argparse
import hashlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from enrichers.model import Verdict, WorkKind
from enrichers.snapshots.build import build
from enrichers.snapshots.keys import name_key, title_keys
from enrichers.snapshots.layout import STAGED, Kind, Manifest, Table, write_manifest
from enrichers.snapshots.parts import MOST, PARTS
from enrichers.snapshots.sort import sort_index, sort_works
from flows.bulk import LINKS as BULK
from flows.cli import main as zotlist
from flows.endings import ALL_WELL, NEEDS_A_PERSON, WAS_DOWN
from tests.bench.dumps import (
    PUBLISHED,
    TAKEN_ON,
    Made,
    World,
    arxiv_blocks,
    arxiv_works,
    crossref_blocks,
    crossref_works,
    is_shared,
    links,
    meant_links,
    write_arxiv,
    write_crossref,
)

QUICK = {"arxiv": 60_000, "crossref": 100_000, "links": 20_000, "dumps": 20_000}
FULL = {"arxiv": 3_000_000, "crossref": 5_000_000, "links": 1_000_000, "dumps": 100_000}
MOST_SECONDS, MOST_MEMORY = 1_800, 4_096
FLAT = 1.25  # peak of all links against that of the fewest that make parts of full size
MOST_WRONG = 1e-5  # of all links; single letters make titles alike
LEAST_FOUND = 0.97  # of links that mean a work
LIST_LINKS = 10_000  # in one document
LOOK_EVERY = 0.2  # seconds
KINDS = (WorkKind.ARTICLE, WorkKind.ARTICLE, WorkKind.CONFERENCE_PAPER, WorkKind.CHAPTER)
PART_ROWS = 100_000
ENDS = {ALL_WELL, NEEDS_A_PERSON, WAS_DOWN}
"""Exit codes of a run that came to its end."""


def main() -> int:
    """Print the figures; 1 if a target is missed."""
    options = _options()
    if options.measure:
        return _measure(options)
    with tempfile.TemporaryDirectory(prefix="bulk-") as scratch:
        aside = Path(scratch)
        room = Path(options.folder or aside)
        room.mkdir(parents=True, exist_ok=True)
        if options.dumps:
            _time_dumps(World(arxiv=options.dumps, crossref=options.dumps), aside / "dumps")
        world = World(arxiv=options.arxiv, crossref=options.crossref)
        for kind in (Kind.ARXIV, Kind.CROSSREF):
            if not (room / kind).exists():
                _time(f"{kind}: snapshot of made-up works", lambda: _make(world, kind, room))  # noqa: B023
            size = sum(file.stat().st_size for file in (room / kind).iterdir())
            print(f"{kind}: {size / 1e6:,.0f} MB")
        runs = [_run(options, world, count, room, aside) for count in _counts(options.links)]
        if options.dask:
            runs.append(_run(options, world, options.links, room, aside, is_dask=True))
    return _judge(runs)


def _counts(links: int) -> list[int]:
    """Of how many links peaks are compared: parts are of full size from some number on."""
    full = PARTS * MOST
    return [full, links] if links > full else [links]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="a million links, 8 million works")
    for name in QUICK:
        parser.add_argument(f"--{name}", type=int)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--dask", action="store_true", help="again on a LocalCluster")
    parser.add_argument("--folder", help="where the snapshots are, or are made to stay")
    parser.add_argument("--measure", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    for name, value in (FULL if options.full else QUICK).items():
        if getattr(options, name) is None:
            setattr(options, name, value)
    return options


def _time(what: str, do: Callable[[], object]) -> None:
    began, before = time.perf_counter(), time.process_time()
    do()
    wall, cpu = time.perf_counter() - began, time.process_time() - before
    peak = _peak_of(os.getpid())
    print(f"{what}: {wall:,.0f} s, {cpu:,.0f} s of CPU, peak by now {peak:,.0f} MB", flush=True)


def _time_dumps(world: World, room: Path) -> None:
    """How fast dumps as they are published become snapshots."""
    room.mkdir()
    write_arxiv(world, room / "arxiv.json.gz")
    write_crossref(world, room / "crossref")
    for kind, source in ((Kind.ARXIV, "arxiv.json.gz"), (Kind.CROSSREF, "crossref")):
        _time(
            f"{kind}: build from a dump of {world.arxiv:,}",
            lambda: build(kind, room / source, room / f"{kind}-built"),  # noqa: B023
        )
    shutil.rmtree(room)


def _make(world: World, kind: Kind, room: Path) -> None:
    """A snapshot of any size, by the way dumps go from where their records are read."""
    aside = room / f"{kind}.making"
    shutil.rmtree(aside, ignore_errors=True)
    (aside / "staged").mkdir(parents=True)
    batches = (_arxiv_rows if kind is Kind.ARXIV else _crossref_rows)(world)
    parts: list[Path] = []
    while batch := list(islice(batches, PART_ROWS)):
        parts.append(aside / "staged" / f"{len(parts):05}.parquet")
        pq.write_table(_table(batch), parts[-1], compression="zstd")
    works, rows = sort_works(kind, parts, aside, lambda _: None)
    index = sort_index(aside, lambda _: None)
    shutil.rmtree(aside / "staged")
    write_manifest(
        Manifest(
            kind=kind,
            taken_on=date.fromisoformat(TAKEN_ON),
            records=rows,
            bad=0,
            duplicates=0,
            broken=(),
            works=works,
            index=index,
        ),
        aside,
    )
    aside.rename(room / kind)


Figures = dict[str, Any]
Row = tuple[Made, str, WorkKind, str, str, int | None]


def _arxiv_rows(world: World) -> Iterator[Row]:
    for block in range(arxiv_blocks(world)):
        for work in arxiv_works(world, block):
            doi = world.doi(work.number // PUBLISHED) if is_shared(world, work) else ""
            known = f"arxiv:{world.arxiv_id(work.number)}"
            yield work, known, WorkKind.PREPRINT, "arXiv", doi and f"doi:{doi}", None


def _crossref_rows(world: World) -> Iterator[Row]:
    for block in range(arxiv_blocks(world)):
        for work in arxiv_works(world, block):
            if is_shared(world, work):
                yield _article(world, work, work.number // PUBLISHED)
    for block in range(crossref_blocks(world)):
        for work in crossref_works(world, block):
            yield _article(world, work, world.shared + work.number)


def _article(world: World, work: Made, number: int) -> Row:
    kind = KINDS[number % len(KINDS)]
    return work, f"doi:{world.doi(number)}", kind, "Journal of Optics", "", work.count


def _table(rows: Sequence[Row]) -> Table:
    works, ids, kinds, venues, versions, counts = zip(*rows, strict=True)
    made: Sequence[Made] = works
    columns: dict[str, object] = {
        "id": ids,
        "kind": [kind.value for kind in kinds],
        "title": [work.title for work in made],
        "authors": ["\n".join("|".join(one) for one in work.authors) for work in made],
        "issued": [f"{work.year}-{work.month:02}-02" for work in made],
        "year": [work.year for work in made],
        "venue": venues,
        "versions": versions,
        "citations": counts,
        "changed": [TAKEN_ON] * len(made),
        "keys": [
            [*title_keys(work.title), *map(name_key, filter(None, (named,)))]
            for work, named in zip(made, versions, strict=True)
        ],
    }
    return pa.table(columns, schema=STAGED)


def _run(
    options: argparse.Namespace,
    world: World,
    count: int,
    room: Path,
    aside: Path,
    *,
    is_dask: bool = False,
) -> Figures:
    """Resolve so many links by the command itself, in a process of its own."""
    lists = _write_lists(world, count, aside / f"lists-{count}")
    into = aside / "exports"
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "tests.bench.bulk", f"--workers={options.workers}"]
    command += ["--dask"] if is_dask else []
    command += ["--measure", str(lists), str(room), str(into)]
    with subprocess.Popen(command) as process:
        own, others = _peaks(process)
    if process.returncode not in ENDS:
        raise SystemExit(process.returncode)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    figures: Figures = {
        "links": count,
        "wall": time.perf_counter() - began,
        "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "memory": own + sum(others),
        "digest": _digest(into / BULK),
        **_correctness(world, count, into / BULK),
    }
    shutil.rmtree(into)
    print(
        f"{count:,} links{' on Dask' if is_dask else ''}: {figures['wall']:,.0f} s, "
        f"{figures['cpu']:,.0f} s of CPU, peaks {own:,.0f} MB and of workers "
        f"{', '.join(f'{peak:,.0f}' for peak in others)} MB, found {figures['found']:.2%}, "
        f"wrong {figures['wrong']}, tables {figures['digest'][:12]}",
        flush=True,
    )
    return figures


def _measure(options: argparse.Namespace) -> int:
    lists, room, into = options.measure
    snapshots = [f"--snapshot={Path(room) / kind}" for kind in (Kind.ARXIV, Kind.CROSSREF)]
    words = ["bulk", lists, *snapshots, f"--into={into}", "--quiet"]
    if not options.dask:
        return zotlist([*words, f"--workers={options.workers}"])
    from distributed import LocalCluster  # noqa: PLC0415 - an extra

    without_page: dict[str, Any] = {"dashboard_address": None}
    with LocalCluster(n_workers=options.workers, threads_per_worker=1, **without_page) as made:
        here: Any = made
        return zotlist([*words, f"--dask={here.scheduler_address}"])


def _write_lists(world: World, count: int, folder: Path) -> Path:
    """The links as documents, in their order by name."""
    folder.mkdir(exist_ok=True)
    made = links(world, count)
    for number in range(-(-count // LIST_LINKS)):
        lines = (f"- [{link.label}]({link.url})\n" for link in islice(made, LIST_LINKS))
        (folder / f"{number:04}.md").write_text(f"# Made up\n{''.join(lines)}")
    return folder


def _peaks(process: subprocess.Popen[bytes]) -> tuple[float, list[float]]:
    """The peaks of a process and of each one that works for it, in MB, as the kernel tells
    them of the program that runs: `ru_maxrss` counts what it was started from, too."""
    peaks: dict[int, float] = {}
    while process.poll() is None:
        peaks |= {pid: peak for pid in _family(process.pid) if (peak := _peak_of(pid))}
        time.sleep(LOOK_EVERY)
    own = peaks.pop(process.pid, 0.0)
    return own, sorted(peaks.values())


def _family(pid: int) -> Iterator[int]:
    """A process, and those that it and its own have started."""
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _family(int(child))


def _peak_of(pid: int) -> float:
    """0 when it has just ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(folder.iterdir()):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _correctness(world: World, count: int, folder: Path) -> Figures:
    """How many links came out as another work than is meant, and which share was found."""
    meant_of = meant_links(world, count)
    wrong = found = works = rows = 0
    for file in sorted(folder.iterdir()):
        table: Table = pq.read_table(file, columns=["url", "verdict", "arxiv_id", "doi"])
        for row in table.to_pylist():
            link, meant = next(meant_of)
            is_resolved = row["verdict"] == Verdict.RESOLVED
            names = f"{row['arxiv_id']}; {row['doi']}".replace("arXiv:", "").split("; ")
            is_right = link.url == row["url"] and meant in names
            wrong += is_resolved and not is_right
            found += is_resolved and is_right
            works += bool(meant)
            rows += 1
    return {"wrong": wrong, "found": found / works, "rows": rows}


def _judge(runs: Sequence[Figures]) -> int:
    whole = max(runs, key=lambda run: run["links"])
    same = {run["digest"] for run in runs if run["links"] == whole["links"]}
    checks: dict[str, bool] = {
        f"time: at most {MOST_SECONDS:,} s": whole["wall"] > MOST_SECONDS,
        f"memory: at most {MOST_MEMORY:,} MB": whole["memory"] > MOST_MEMORY,
        "memory: flat": whole["memory"] > FLAT * runs[0]["memory"],
        "a row for each link": any(run["rows"] != run["links"] for run in runs),
        "wrong identities": any(run["wrong"] > MOST_WRONG * run["links"] for run in runs),
        f"found: {LEAST_FOUND:.0%}": any(run["found"] < LEAST_FOUND for run in runs),
        "the same tables by processes and on Dask": len(same) > 1,
    }
    misses = [what for what, is_missed in checks.items() if is_missed]
    print("\n".join(f"MISSED {miss}" for miss in misses) or "all targets met")
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())
