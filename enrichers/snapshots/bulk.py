"""Resolves links by the hundred thousand out of snapshots, part by part and offline."""

import json
import shutil
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol, TypeVar

import pyarrow.parquet as pq

from enrichers.asking.ask import Heard
from enrichers.asking.store import Store
from enrichers.conclude import conclude
from enrichers.identify import identify
from enrichers.ladder import climb
from enrichers.model import Answers, Identifier, Source
from enrichers.resolve import Ask, Resolver
from enrichers.snapshots.layout import Kind, SnapshotBroken, Table, refuse_others
from enrichers.snapshots.lookup import Snapshot
from enrichers.snapshots.parts import NUMBER, deal, in_order, is_done, write_part
from enrichers.snapshots.rows import links_of, rows_of
from enrichers.snapshots.search import search_many
from seeds.model import Link

VERSION = 1
"""Of how links are resolved: parts that another one left behind are not used."""
WRITING = ".writing"
RESULTS = "links-*.parquet"
PLAN, LINKS, DONE = "plan.json", "links.parquet", "done"
PARTS = "part-*.parquet"
OURS = (PLAN, LINKS, DONE, PARTS, RESULTS, "*.tmp")
"""What the folder beside the target may hold; results stood in it in an earlier version."""
AHEAD = 2
"""Parts per worker that are read ahead of the one that is awaited."""
Result_co = TypeVar("Result_co", covariant=True)


class Promise(Protocol[Result_co]):
    """What a pool gives for work that is to be done."""

    def result(self) -> Result_co:
        """Wait for it."""
        ...


class Pool(Protocol):
    """Threads, processes, or the workers of a Dask cluster: its client is one."""

    def submit(self, work: Callable[..., Table], /, *part: Any) -> Any:
        """Have a part resolved some time; gives a `Promise`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """How far a bulk run is, or how it ended."""

    links: int
    verdicts: Mapping[str, int]
    """How many links ended so."""


def resolve_part(part: Table, folders: Sequence[Path]) -> Table:
    """Identify and resolve one part of the links: values in, values out, wherever it runs.

    The snapshots must be at `folders` there. The same part gives the same rows, whatever the
    other parts are; links that name one thing are to be in one.
    """
    links = links_of(part)
    snapshots = open_all(folders)
    try:
        claims = {link: said for link in links if (said := identify(link.url))}
        today = max(snapshot.manifest.taken_on for snapshot in snapshots)
        with TemporaryDirectory() as aside:
            store = Store(Path(aside) / "unused.db")
            resolver = Resolver(snapshots, store=store, today=today, ask=_asker(snapshots))
            searched = [one for one in snapshots if one.manifest.kind is not Kind.OPENALEX]
            resolved = climb(
                links,
                claims,
                resolver,
                searcher=partial(search_many, snapshots=searched or snapshots),
            )
            store.close()
        return rows_of(conclude(links, resolved, today=today))
    finally:
        for snapshot in snapshots:
            snapshot.close()


def _resolved(part: Table, folders: Sequence[Path]) -> Table:
    """The rows of a part with the numbers of its links."""
    rows = resolve_part(part, folders)
    return rows.append_column(part.schema.field(NUMBER), part.column(NUMBER))


def resolve_all(
    documents: Iterable[Sequence[Link]],
    folders: Sequence[Path],
    target: Path,
    *,
    pool: Pool | None = None,
    workers: int = 1,
    size: int | None = None,
    progress: Callable[[Resolved], None] | None = None,
) -> Resolved:
    """Resolve the links of documents and write them into the folder `target`, in Parquet
    files, all or nothing.

    Memory does not grow with the links, but with the largest document. The files do not
    depend on the pool. What was resolved before a run ended too early is not resolved again.
    Raises SnapshotBroken when a snapshot cannot be used, or other files are in the folder.
    """
    aside = target.with_name(target.name + WRITING)
    refuse_others(target, [RESULTS])
    refuse_others(aside, OURS)
    copies = _told(folders)
    aside.mkdir(parents=True, exist_ok=True)
    with ExitStack() as in_vain:
        if not (aside / PLAN).is_file():
            in_vain.callback(shutil.rmtree, aside)
        dealt = deal(documents, aside / LINKS, size=size)
        in_vain.pop_all()
    _prepare(aside, json.dumps([VERSION, dealt.digest, dealt.parts, copies]))
    files = [aside / f"part-{number:05}.parquet" for number in range(dealt.parts)]
    done = {file for file in files if is_done(file)}
    due = [number for number, file in enumerate(files) if file not in done]
    work = partial(_resolved, folders=tuple(folders))
    tally = _Tally(progress)
    for file in sorted(done):
        tally.add(pq.read_table(file, columns=["verdict"]))
    resolved = _spread(work, map(dealt.part, due), pool, workers * AHEAD)
    for number, rows in zip(due, resolved, strict=True):
        write_part(rows, files[number])
        tally.add(rows)
    _put_in_place(in_order(files, dealt.links), aside, target)
    return tally.so_far


class _Tally:
    """Counts how links ended, and tells whoever wants to know."""

    def __init__(self, progress: Callable[[Resolved], None] | None) -> None:
        self._progress = progress
        self._verdicts: Counter[str] = Counter()

    @property
    def so_far(self) -> Resolved:
        verdicts = dict(sorted(self._verdicts.items()))
        return Resolved(links=self._verdicts.total(), verdicts=verdicts)

    def add(self, rows: Table) -> None:
        self._verdicts.update(rows.column("verdict").to_pylist())
        if self._progress:
            self._progress(self.so_far)


def _told(folders: Sequence[Path]) -> str:
    """What the snapshots say that they are. Raises SnapshotBroken when one cannot be used."""
    snapshots = open_all(folders)
    for snapshot in snapshots:
        snapshot.close()
    return repr([snapshot.manifest for snapshot in snapshots])


def _prepare(aside: Path, plan: str) -> None:
    """Keep the parts that an earlier run of the same left behind, and nothing else."""
    left = aside / PLAN
    if not (left.is_file() and left.read_text(encoding="utf-8") == plan):
        for part in (*aside.glob(PARTS), *aside.glob(RESULTS)):
            part.unlink()
        left.write_text(plan, encoding="utf-8")


def _put_in_place(tables: Iterable[Table], aside: Path, target: Path) -> None:
    done = aside / DONE
    shutil.rmtree(done, ignore_errors=True)
    done.mkdir()
    for number, rows in enumerate(tables):
        pq.write_table(rows, done / f"links-{number:05}.parquet", compression="zstd")
    shutil.rmtree(target, ignore_errors=True)
    done.rename(target)
    shutil.rmtree(aside)


def open_all(folders: Sequence[Path]) -> list[Snapshot]:
    """The snapshots, each under the name of the service that it stands in for.

    Raises SnapshotBroken when one is none, or there are two of one service.
    """
    snapshots = [Snapshot(folder) for folder in folders]
    for snapshot in snapshots:
        snapshot.name = snapshot.manifest.kind.value
    if not snapshots or len({snapshot.name for snapshot in snapshots}) < len(snapshots):
        raise SnapshotBroken("one snapshot of each service is needed, and one at least")
    return snapshots


def _spread(
    work: Callable[[Table], Table],
    parts: Iterable[Table],
    pool: Pool | None,
    ahead: int,
) -> Iterator[Table]:
    """What comes of the parts, in their order."""
    if pool is None:
        yield from map(work, parts)
        return
    waiting: deque[Promise[Table]] = deque()
    for part in parts:
        waiting.append(pool.submit(work, part))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _asker(snapshots: Sequence[Snapshot]) -> Ask:
    """Asks a snapshot, and the others which of their records name its answers as versions.

    So a work's versions are found from either side, whatever else is in the part.
    """
    by_name = {snapshot.name: snapshot for snapshot in snapshots}

    def ask(
        source: Source,
        ids: Iterable[Identifier],
        *,
        store: Store,
        today: date,
        heard: Callable[[Heard], None] | None = None,
    ) -> Answers:
        answers = by_name[source.name].ask(ids)
        found = dict(answers.found)
        for other in snapshots:
            if other.name != source.name and Kind.OPENALEX not in {other.name, source.name}:
                for known, named_by in other.naming(found).items():
                    versions = found[known].versions | named_by
                    found[known] = replace(found[known], versions=versions)
        return replace(answers, found=found)

    return ask
