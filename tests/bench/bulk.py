"""Speed and memory of a million links out of snapshots: `python -m tests.bench.bulk --full`."""

import argparse
import hashlib
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from enrichers.model import WorkKind
from enrichers.snapshots.build import build
from enrichers.snapshots.bulk import PART, Pool, parts_of, resolve_all
from enrichers.snapshots.keys import name_key, title_keys
from enrichers.snapshots.layout import STAGED, Kind, Manifest, Table, write_manifest
from enrichers.snapshots.sort import sort_index, sort_works
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
    write_arxiv,
    write_crossref,
)

QUICK = {"arxiv": 60_000, "crossref": 100_000, "links": 20_000, "dumps": 20_000}
FULL = {"arxiv": 3_000_000, "crossref": 5_000_000, "links": 1_000_000, "dumps": 100_000}
MOST_SECONDS, MOST_MEMORY = 1_800, 4_096
FLAT = 1.25  # peak of all links against that of a tenth
KINDS = (WorkKind.ARTICLE, WorkKind.ARTICLE, WorkKind.CONFERENCE_PAPER, WorkKind.CHAPTER)
PART_ROWS = 100_000


def main() -> int:
    """Print the figures; 1 if a target is missed."""
    options = _options()
    if options.measure:
        _measure(options)
        return 0
    room = Path(options.folder or tempfile.mkdtemp(prefix="bulk-"))
    room.mkdir(parents=True, exist_ok=True)
    try:
        _time_dumps(World(arxiv=options.dumps, crossref=options.dumps), room / "dumps")
        world = World(arxiv=options.arxiv, crossref=options.crossref)
        for kind in (Kind.ARXIV, Kind.CROSSREF):
            if not (room / kind).exists():
                _time(f"{kind}: snapshot of made-up works", lambda: _make(world, kind, room))  # noqa: B023
            size = sum(file.stat().st_size for file in (room / kind).iterdir())
            print(f"{kind}: {size / 1e6:,.0f} MB")
        tenth = _run(options, options.links // 10, room)
        whole = _run(options, options.links, room)
    finally:
        if not options.keep:
            shutil.rmtree(room)
    return _judge(tenth, whole)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="a million links, 8 million works")
    for name in QUICK:
        parser.add_argument(f"--{name}", type=int)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--dask", action="store_true", help="on a LocalCluster")
    parser.add_argument("--part", type=int, default=PART, help="links that go together")
    parser.add_argument("--folder", help="where the snapshots are made, or are already")
    parser.add_argument("--keep", action="store_true", help="leave the folder behind")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    for name, value in (FULL if options.full else QUICK).items():
        if getattr(options, name) is None:
            setattr(options, name, value)
    return options


def _time(what: str, do: Callable[[], object]) -> None:
    began, before = time.perf_counter(), time.process_time()
    do()
    wall, cpu = time.perf_counter() - began, time.process_time() - before
    print(f"{what}: {wall:,.0f} s, {cpu:,.0f} s of CPU, peak {_peak():,.0f} MB", flush=True)


def _time_dumps(world: World, room: Path) -> None:
    """How fast dumps as they are published become snapshots."""
    room.mkdir(exist_ok=True)
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


def _run(options: argparse.Namespace, count: int, room: Path) -> Figures:
    """Resolve so many links in a process of its own."""
    arguments = ["--measure", f"--folder={room}", f"--links={count}"]
    arguments += [f"--{name}={getattr(options, name)}" for name in ("arxiv", "crossref")]
    arguments += [f"--workers={options.workers}", f"--part={options.part}"]
    arguments += ["--dask"] if options.dask else []
    command = [sys.executable, "-m", "tests.bench.bulk", *arguments]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: Figures = json.loads(answer.stdout)
    print(
        f"{count:,} links: {figures['wall']:,.0f} s, {figures['cpu']:,.0f} s of CPU, "
        f"peak {figures['memory']:,.0f} MB over {options.workers + 1} processes, "
        f"{figures['verdicts']}, tables {figures['digest']}",
        flush=True,
    )
    return figures


def _measure(options: argparse.Namespace) -> None:
    room = Path(options.folder)
    world = World(arxiv=options.arxiv, crossref=options.crossref)
    target = room / f"links-{options.links}"
    began = time.perf_counter()
    with _pool(options.workers, is_dask=options.dask) as pool:
        done = resolve_all(
            parts_of(links(world, options.links), size=options.part),
            [room / Kind.ARXIV, room / Kind.CROSSREF],
            target,
            pool=pool,
            workers=options.workers,
        )
    wall = time.perf_counter() - began
    digest = hashlib.sha256()
    for file in sorted(target.iterdir()):
        digest.update(file.read_bytes())
    shutil.rmtree(target)
    own, children = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    figures = {
        "wall": wall,
        "cpu": sum(used.ru_utime + used.ru_stime for used in (own, children)),
        # The largest child stands for each: no sum of peaks can be larger.
        "memory": (own.ru_maxrss + options.workers * children.ru_maxrss) / 1024,
        "verdicts": done.verdicts,
        "digest": digest.hexdigest()[:12],
    }
    print(json.dumps(figures))


@contextmanager
def _pool(workers: int, *, is_dask: bool) -> Generator[Pool]:
    if not is_dask:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            yield pool
        return
    from distributed import Client, LocalCluster  # noqa: PLC0415 - an extra

    without_page: dict[str, Any] = {"dashboard_address": None}
    with (
        LocalCluster(n_workers=workers, threads_per_worker=1, **without_page) as here,
        Client(here) as client,
    ):
        yield client


def _judge(tenth: Figures, whole: Figures) -> int:
    misses = [
        what
        for what, is_missed in {
            f"time: at most {MOST_SECONDS:,} s": whole["wall"] > MOST_SECONDS,
            f"memory: at most {MOST_MEMORY:,} MB": whole["memory"] > MOST_MEMORY,
            "memory: flat": whole["memory"] > FLAT * tenth["memory"],
        }.items()
        if is_missed
    ]
    print("\n".join(f"MISSED {miss}" for miss in misses) or "all targets met")
    return 1 if misses else 0


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
