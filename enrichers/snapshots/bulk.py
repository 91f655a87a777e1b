"""Resolves links by the hundred thousand out of snapshots, part by part and offline."""

import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
from enrichers.snapshots.layout import Kind, SnapshotBroken, Table
from enrichers.snapshots.lookup import Snapshot
from enrichers.snapshots.rows import links_of, rows_of, table_of
from enrichers.snapshots.search import search_many
from seeds.model import Link

PART = 50_000
"""Links that are resolved together: one join for each look-up, and a few hundred megabytes."""
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


def parts_of(links: Iterable[Link], *, size: int = PART) -> Iterator[Table]:
    """Cut links, however many, into parts."""
    part: list[Link] = []
    for link in links:
        part.append(link)
        if len(part) == size:
            yield table_of(part)
            part = []
    if part:
        yield table_of(part)


def resolve_part(part: Table, folders: Sequence[Path]) -> Table:
    """Identify and resolve one part of the links: values in, values out, wherever it runs.

    The snapshots must be at `folders` there. The same part gives the same rows, whatever the
    other parts are.
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


def resolve_all(
    parts: Iterable[Table],
    folders: Sequence[Path],
    target: Path,
    *,
    pool: Pool | None = None,
    workers: int = 1,
    progress: Callable[[Resolved], None] | None = None,
) -> Resolved:
    """Resolve parts and write a Parquet file for each into the folder `target`, all or nothing.

    Parts are read as workers become free, so that memory does not grow with the links. The
    files do not depend on the pool. Raises SnapshotBroken when a snapshot cannot be used.
    """
    for snapshot in open_all(folders):
        snapshot.close()
    aside = target.with_name(target.name + ".writing")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    work = partial(resolve_part, folders=tuple(folders))
    links, verdicts = 0, dict[str, int]()
    for number, rows in enumerate(_spread(work, parts, pool, workers * AHEAD)):
        pq.write_table(rows, aside / f"links-{number:05}.parquet", compression="zstd")
        links += rows.num_rows
        for count in rows.column("verdict").value_counts().to_pylist():
            verdicts[count["values"]] = verdicts.get(count["values"], 0) + count["counts"]
        if progress:
            progress(Resolved(links=links, verdicts=dict(sorted(verdicts.items()))))
    shutil.rmtree(target, ignore_errors=True)
    aside.rename(target)
    return Resolved(links=links, verdicts=dict(sorted(verdicts.items())))


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
