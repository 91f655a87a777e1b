"""Answers out of a snapshot: many identifiers by one join, and works by their titles."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from enrichers.model import Answers, Identifier, Person, Scheme, SourceDown, Work
from enrichers.snapshots.keys import name_key, title_keys
from enrichers.snapshots.layout import (
    INDEX,
    NAME_END,
    WORKS,
    Kind,
    SnapshotBroken,
    Table,
    identifier,
    read_manifest,
    works_of,
)
from enrichers.snapshots.titles import most_alike, most_shared

BATCH = 50_000
"""Identifiers in one join: each reads through the snapshot once."""
FEW = 100
"""Values up to which they are written into the query, so that only the parts of files that
can hold them are read."""
OFFLINE: Mapping[str, str | int | bool] = {
    "memory_limit": "512MB",
    "threads": 2,
    "temp_directory": "",
    "autoinstall_known_extensions": False,
}
"""For DuckDB, which is to fetch nothing and to leave no files behind."""
DELAY = timedelta(days=7)
"""After which all papers of a month are announced, those on hold apart."""

SCHEMES: Mapping[Kind, frozenset[Scheme]] = {
    Kind.ARXIV: frozenset({Scheme.ARXIV}),
    Kind.CROSSREF: frozenset({Scheme.DOI}),
    Kind.OPENALEX: frozenset({Scheme.ARXIV, Scheme.DOI}),
}


Asked = tuple[str, tuple[Person, ...]]
"""A title, and who is known to have written it."""


class Snapshot:
    """A dump as it was on its day, asked like a service, and searched by title.

    May be used by any thread. What is not in it is absent only if it would have to be.
    """

    def __init__(self, path: Path) -> None:
        """Raises SnapshotBroken when there is no snapshot, or only a part of one."""
        self.path = path
        self.manifest = read_manifest(path)
        self.name = f"snapshot:{self.manifest.kind}"
        for file in (*self.manifest.works, *self.manifest.index):
            if not (path / file.name).is_file():
                raise SnapshotBroken(f"{path}: {file.name} is missing; build it again")
        self._works = [str(path / file.name) for file in self.manifest.works]
        self._index = [str(path / file.name) for file in self.manifest.index]
        self._connection = duckdb.connect(config=dict(OFFLINE))

    def close(self) -> None:
        """Let go of the files."""
        self._connection.close()

    def answers(self, identifier: Identifier) -> bool:
        """Whether the service of which this is a copy knows identifiers of the scheme."""
        return identifier.scheme in SCHEMES[self.manifest.kind]

    def proves_absence(self, identifier: Identifier) -> bool:
        """Whether the identifier would have to be here: it says in which month it was given
        out, that was before the snapshot's, and the whole dump was read. A DOI never says."""
        manifest = self.manifest
        if manifest.kind is not Kind.ARXIV or not self.answers(identifier):
            return False
        if manifest.bad or manifest.broken:
            return False
        digits = identifier.value.rpartition("/")[2][:4]
        century = 1900 if "/" in identifier.value and digits >= "9" else 2000
        given_out = (century + int(digits[:2]), int(digits[2:]))
        complete = manifest.taken_on - DELAY
        return given_out < (complete.year, complete.month)

    def batches(self, identifiers: Sequence[Identifier]) -> Iterator[Sequence[Identifier]]:
        """What can be answered, 50,000 at a time; then, together, what is not here and may
        have come later."""
        later: list[Identifier] = []
        for start in range(0, len(identifiers), BATCH):
            batch = identifiers[start : start + BATCH]
            open_ = [known for known in batch if not self.proves_absence(known)]
            here = self._here(open_)
            unknown = {known for known in open_ if known not in here}
            later += sorted(unknown)
            if certain := [known for known in batch if known not in unknown]:
                yield certain
        if later:
            yield later

    def lookup(self, batch: Sequence[Identifier]) -> Mapping[Identifier, Work]:
        """The works of one batch.

        Raises SourceDown when nothing is found and nothing can be concluded from it.
        """
        answers = self.ask(batch)
        if answers.down and not answers.found:
            raise SourceDown(self._too_old())
        return answers.found

    def ask(self, identifiers: Iterable[Identifier]) -> Answers:
        """All that the snapshot knows of many identifiers: one join, three answers."""
        asked = tuple(dict.fromkeys(identifiers))
        rows = self._select("*", self._works, "id", [str(known) for known in asked])
        found = {min(work.ids): work for work in works_of(rows.to_pylist(), self.manifest)}
        missing = [known for known in asked if known not in found]
        absent = frozenset(known for known in missing if self.proves_absence(known))
        reason = self._too_old()
        down = {known: reason for known in missing if known not in absent}
        return Answers(found=found, absent=absent, down=down)

    def naming(
        self, identifiers: Iterable[Identifier]
    ) -> Mapping[Identifier, frozenset[Identifier]]:
        """Which records name an identifier as another version of them."""
        keys = {name_key(str(known)): known for known in identifiers}
        pairs = self._keyed(keys)
        by_row = self._rows({row for _, row in pairs}, "id, row, versions")
        named: defaultdict[Identifier, set[Identifier]] = defaultdict(set)
        for key, row in pairs:
            if str(keys[key]) in by_row[row]["versions"].split(NAME_END):
                named[keys[key]].add(identifier(by_row[row]["id"]))
        return {known: frozenset(others) for known, others in named.items()}

    def search(self, title: str, *, authors: Sequence[Person] = ()) -> Sequence[Work]:
        """The works whose titles are most like a title, the most alike first."""
        asked = (title, tuple(authors))
        return self.search_titles([asked])[asked]

    def search_titles(self, asked: Iterable[Asked]) -> Mapping[Asked, Sequence[Work]]:
        """As `search`, for many titles with what is known of their authors: two joins."""
        asked = tuple(dict.fromkeys(asked))
        keys = {title: title_keys(title) for title, _ in asked}
        by_key: defaultdict[int, list[int]] = defaultdict(list)
        for key, row in self._keyed({key for own in keys.values() for key in own}):
            by_key[key].append(row)
        candidates = {title: most_shared(own, by_key) for title, own in keys.items()}
        wanted = {row for rows in candidates.values() for row in rows}
        by_row = self._rows(wanted, "*")
        chosen = {
            (title, authors): most_alike(
                title, authors, [by_row[row] for row in candidates[title]]
            )
            for title, authors in asked
        }
        every = {row["row"]: row for rows in chosen.values() for row in rows}
        works = dict(zip(every, works_of(list(every.values()), self.manifest), strict=True))
        return {one: [works[row["row"]] for row in rows] for one, rows in chosen.items()}

    def _here(self, identifiers: Iterable[Identifier]) -> frozenset[Identifier]:
        names = [str(known) for known in identifiers]
        rows = self._select("id", self._works, "id", names)
        return frozenset(map(identifier, rows.column("id").to_pylist()))

    def _keyed(self, keys: Iterable[int]) -> list[tuple[int, int]]:
        """Keys with the rows that have them."""
        table = self._select("key, row", self._index, "key", list(keys))
        return list(zip(*(column.to_pylist() for column in table.columns), strict=True))

    def _rows(self, rows: Iterable[int], columns: str) -> dict[int, dict[str, Any]]:
        table = self._select(columns, self._works, "row", sorted(rows))
        return {row["row"]: row for row in table.to_pylist()}

    def _select(
        self, columns: str, files: Sequence[str], by: str, values: Sequence[str | int]
    ) -> Table:
        """The rows that have one of several values. Raises SourceDown when a file is broken."""
        if not values or not files:
            return (INDEX if by == "key" else WORKS).empty_table()
        cursor = self._connection.cursor()
        try:
            if len(values) <= FEW:
                query = f"SELECT {columns} FROM read_parquet($files) WHERE {by} IN ({{}})"
                names = [f"v{place}" for place in range(len(values))]
                asked = dict(zip(names, values, strict=True))
                query = query.format(", ".join(f"${name}" for name in names))
            else:
                kind = {"id": pa.string(), "row": pa.int64(), "key": pa.uint64()}[by]
                cursor.register("wanted", pa.table({by: pa.array(values, kind)}))
                query = f"SELECT {columns} FROM read_parquet($files) JOIN wanted USING ({by})"
                asked = {}
            params = {"files": list(files), **asked}
            return cursor.sql(query, params=params).to_arrow_table()
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            raise SourceDown(f"{self.name}: {self.path} cannot be read: {reason}") from error
        finally:
            cursor.close()

    def _too_old(self) -> str:
        unread = " or among what could not be read of its dump"
        return (
            f"the snapshot of {self.manifest.kind} of {self.manifest.taken_on} has no such "
            f"record, which may be younger{unread if self.manifest.broken else ''}"
        )
