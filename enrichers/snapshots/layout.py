"""What a snapshot's files hold: rows of works, an index of keys, and a manifest over both."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pyarrow as pa

from enrichers.merge import credit
from enrichers.model import Identifier, Person, Scheme, Work, WorkKind
from enrichers.snapshots.keys import name_key, title_keys

Table = Any
"""A `pa.Table`, for which pyarrow declares no types."""

VERSION = 1
MANIFEST = "manifest.json"
PERSON_END, PART_END, NAME_END = "\n", "|", "\n"
"""Authors are lines, "Family|Given|Suffix", or the name of one who has no parts."""
MOST_CITED = 2**53
MOST_AUTHORS = 100
"""Of a record; some of physics list thousands, whose names nobody compares."""

WORKS = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("row", pa.int64(), nullable=False),
        pa.field("kind", pa.string()),
        pa.field("title", pa.string(), nullable=False),
        pa.field("authors", pa.string(), nullable=False),
        pa.field("issued", pa.string(), nullable=False),
        pa.field("year", pa.int16()),
        pa.field("venue", pa.string(), nullable=False),
        pa.field("versions", pa.string(), nullable=False),
        pa.field("citations", pa.int64()),
    ]
)
"""Sorted by `id` ("doi:10.1137/..."), numbered by `row` from 0."""
STAGED = pa.schema(
    [
        *(field for field in WORKS if field.name != "row"),
        pa.field("changed", pa.string(), nullable=False),
        pa.field("keys", pa.list_(pa.uint64()), nullable=False),
    ]
)
"""Works in the order of the dump, with when they were changed and what they are found by."""
INDEX = pa.schema(
    [
        pa.field("key", pa.uint64(), nullable=False),
        pa.field("row", pa.int64(), nullable=False),
    ]
)
"""Sorted by `key`: the rows of works that have it."""


class SnapshotBroken(Exception):
    """A snapshot cannot be built or used; the message says in one line what to do."""


class Kind(StrEnum):
    """Whose dump a snapshot was made of; the names are those of the sources."""

    ARXIV = "arxiv"
    CROSSREF = "crossref"
    OPENALEX = "openalex"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of a snapshot, and from where to where it goes."""

    name: str
    rows: int
    first: str
    """The smallest `id`, or `key` in digits."""
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a snapshot holds; written last, so that one without it is none."""

    kind: Kind
    taken_on: date
    """The day up to which its dump knows what there is."""
    records: int
    """Lines or items of the dump."""
    bad: int
    """Of them, those that could not be read or that have no identifier."""
    duplicates: int
    """Rows left out because another, newer one had the same identifier."""
    broken: tuple[str, ...]
    """Files of the dump that break off, or are damaged from some place on."""
    works: tuple[File, ...]
    index: tuple[File, ...]
    schema: int = VERSION

    @property
    def rows(self) -> int:
        """Works in all files."""
        return sum(file.rows for file in self.works)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A work on its way into a snapshot."""

    work: Work
    changed: str
    """ISO 8601: of two records of one work the later is kept."""


def staged(entries: Iterable[Entry]) -> Table:
    """The rows of works, one for each of their identifiers."""
    rows = [
        _row(known, entry.work) | {"changed": entry.changed}
        for entry in entries
        for known in sorted(entry.work.ids)
    ]
    for row in rows:
        names = filter(None, str(row["versions"]).split(NAME_END))
        row["keys"] = [*title_keys(str(row["title"])), *map(name_key, names)]
    return pa.Table.from_pylist(rows, schema=STAGED)


def _row(known: Identifier, work: Work) -> dict[str, Any]:
    return {
        "id": str(known),
        "kind": work.kind,
        "title": work.title,
        "authors": PERSON_END.join(map(_written, work.authors[:MOST_AUTHORS])),
        "issued": work.issued,
        "year": work.year,
        "venue": work.venue,
        "versions": NAME_END.join(map(str, sorted(work.versions))),
        "citations": min(next(iter(work.citations.values())), MOST_CITED)
        if work.citations
        else None,
    }


def works_of(rows: Iterable[Mapping[str, Any]], manifest: Manifest) -> list[Work]:
    """The works of rows, each field credited to the snapshot and its day."""
    return [_work(row, manifest) for row in rows]


def identifier(name: str) -> Identifier:
    """The identifier that is written as "scheme:value"."""
    scheme, _, value = name.partition(":")
    return Identifier(Scheme(scheme), value)


def _work(row: Mapping[str, Any], manifest: Manifest) -> Work:
    cited = row["citations"]
    known = identifier(row["id"])
    work = Work(
        ids=frozenset({known}),
        versions=frozenset(map(identifier, filter(None, row["versions"].split(NAME_END)))),
        kind=WorkKind(row["kind"]) if row["kind"] else None,
        title=row["title"],
        authors=tuple(map(_read, filter(None, row["authors"].split(PERSON_END)))),
        issued=row["issued"],
        venue=row["venue"],
        citations={} if cited is None else {manifest.kind.value: cited},
        url=f"https://arxiv.org/abs/{known.value}" if known.scheme is Scheme.ARXIV else "",
    )
    source = f"snapshot:{manifest.taken_on}"
    return credit(work, source=source, on=manifest.taken_on, record=row["id"])


def _written(person: Person) -> str:
    parts = (person.name,) if person.name else (person.family, person.given, person.suffix)
    parts = (" ".join(part.replace(PART_END, " ").split()) for part in parts)
    return PART_END.join(parts).rstrip(PART_END) if not person.name else next(parts)


def _read(written: str) -> Person:
    if PART_END not in written:
        return Person(name=written)
    family, given, suffix, *_ = (*written.split(PART_END), "", "")
    return Person(family=family, given=given, suffix=suffix)


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """Write the file that makes a folder a snapshot."""
    text = json.dumps(asdict(manifest), indent=1, default=date.isoformat)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Read what a snapshot holds; raises SnapshotBroken if it is none."""
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if said["schema"] != VERSION:
            raise SnapshotBroken(f"{folder}: of another version of zotlist; build it again")
        said |= {
            "kind": Kind(said["kind"]),
            "taken_on": date.fromisoformat(said["taken_on"]),
            "broken": tuple(said["broken"]),
            "works": _files(said["works"]),
            "index": _files(said["index"]),
        }
        return Manifest(**said)
    except FileNotFoundError as error:
        raise SnapshotBroken(f"{folder}: no snapshot; build one there") from error
    except (OSError, ValueError, LookupError, TypeError) as error:
        problem = f"{type(error).__name__}: {error}"
        raise SnapshotBroken(f"{folder}: its manifest cannot be read: {problem}") from error


def refuse_others(folder: Path, ours: Iterable[str]) -> None:
    """See that a folder that is to be replaced is absent, or holds our own files alone, by
    patterns of their names.

    Raises SnapshotBroken.
    """
    names = tuple(ours)
    if not folder.exists():
        return
    if not folder.is_dir():
        raise SnapshotBroken(f"{folder}: there is a file of that name")
    for entry in sorted(folder.iterdir()):
        if not any(fnmatch(entry.name, name) for name in names):
            raise SnapshotBroken(
                f"{folder}: it would be replaced, and holds other files, such as "
                f"{entry.name}; choose a folder of its own"
            )


def _files(said: Sequence[Mapping[str, Any]]) -> tuple[File, ...]:
    return tuple(File(**file) for file in said)
