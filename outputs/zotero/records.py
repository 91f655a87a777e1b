"""What we remember of the items and collections that we wrote or took over."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from outputs.zotero.cards import Card
from outputs.zotero.entry import Path

BLANK = Card(item_type="", fields={})
"""Nothing said yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One item: what we last said about it, and what of that stood there afterwards."""

    work_id: str
    key: str
    version: int = 0
    """The item's version after our last write; 0 while its creation is not confirmed."""
    said: Card = BLANK
    """Our whole opinion, also where we left people's values alone."""
    shelves: frozenset[str] = frozenset()
    """The keys of the collections that we said it belongs to."""
    filed: frozenset[str] = frozenset()
    """Those of them that it stands in by our doing."""
    base: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """By property, the values that are our doing: item type, fields and creators."""
    marks: frozenset[str] = frozenset()
    """What the work was known by when we last said something."""
    declined: Mapping[str, tuple[Any, ...]] = field(default_factory=dict[str, tuple[Any, ...]])
    """By property, what was taken back: not to be said again. One tag, line or collection
    each; a list of creators is one value."""
    intended: "Record | None" = None
    """What it is to become by a change of which no answer came yet."""

    @property
    def is_confirmed(self) -> bool:
        """The group had the item at some time."""
        return self.version > 0

    @property
    def is_said(self) -> bool:
        """We said something of the item at some time."""
        return bool(self.said.item_type)

    @property
    def is_given_back(self) -> bool:
        """The item is people's: we had taken it over, and that was taken back."""
        return bool(self.declined) and not self.is_said


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfRecord:
    """One collection."""

    path: Path
    key: str
    version: int = 0
    """The collection's version after we made or took it over; 0 while that is not confirmed."""

    @property
    def is_confirmed(self) -> bool:
        """The group had the collection at some time."""
        return self.version > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Listings:
    """What lists named when they were last pushed."""

    named: frozenset[str] = frozenset()
    """Works that this run's lists named."""
    elsewhere: frozenset[str] = frozenset()
    """Works that other lists name, which may have collections in common with this run's."""
    tops: Mapping[str, frozenset[Path]] = field(default_factory=dict[str, frozenset[Path]])
    """All top collections that each of this run's lists ever had, by the list's name."""

    def __or__(self, other: "Listings") -> "Listings":
        return Listings(
            named=self.named | other.named,
            elsewhere=self.elsewhere | other.elsewhere,
            tops={
                name: self.tops.get(name, frozenset()) | other.tops.get(name, frozenset())
                for name in {*self.tops, *other.tops}
            },
        )

    @property
    def all_tops(self) -> frozenset[Path]:
        """All top collections that any of this run's lists ever had."""
        return frozenset[Path]().union(*self.tops.values())


NOTHING_LISTED = Listings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The records that a plan needs."""

    items: Mapping[str, Record] = field(default_factory=dict[str, Record])
    """By work id."""
    shelves: Mapping[Path, ShelfRecord] = field(default_factory=dict[Path, ShelfRecord])
    """All of the library."""
    listings: Listings = NOTHING_LISTED
    abroad: frozenset[str] = frozenset()
    """The items that were written by the other way to the library, by key."""


def beside(own: Records, other: Records) -> Records:
    """Our records of a library by one way to it, filled up with those by the other way.

    One that is not confirmed may be of an item that was never made: one of the other way does
    not count, and one of this way counts where the other way has none that is.
    """
    firm = {name: each for name, each in own.items.items() if each.is_confirmed}
    known = {record.key for record in firm.values()}
    more = {
        name: _undated(record)
        for name, record in other.items.items()
        if record.is_confirmed and record.key not in known and name not in firm
    }
    known |= {record.key for record in more.values()}
    meant = {name: each for name, each in own.items.items() if each.key not in known}
    shelves = {path: each for path, each in own.shelves.items() if each.is_confirmed}
    shelves |= {
        path: each
        for path, each in other.shelves.items()
        if each.is_confirmed and path not in shelves
    }
    return replace(
        own,
        items={**meant, **more, **firm},
        shelves={**own.shelves, **shelves},
        abroad=frozenset(record.key for record in more.values()),
    )


def _undated(record: Record) -> Record:
    """The record where versions are counted otherwise: by them nothing is ruled out."""
    goal = record.intended
    return replace(record, intended=replace(goal, version=0)) if goal else record


def to_json(record: Record) -> dict[str, Any]:
    """A record as JSON values."""
    card = record.said
    said = {
        "item_type": card.item_type,
        "fields": dict(card.fields),
        "creators": [dict(creator) for creator in card.creators],
        "tags": list(card.tags),
        "lines": list(card.lines),
        "related": list(card.related),
    }
    return {
        "work_id": record.work_id,
        "key": record.key,
        "version": record.version,
        "said": said,
        "shelves": sorted(record.shelves),
        "filed": sorted(record.filed),
        "base": dict(record.base),
        "marks": sorted(record.marks),
        "declined": {name: list(values) for name, values in record.declined.items()},
        "intended": to_json(record.intended) if record.intended else None,
    }


def from_json(value: Mapping[str, Any]) -> Record:
    """A record from its JSON values."""
    said = value["said"]
    return Record(
        work_id=value["work_id"],
        key=value["key"],
        version=value["version"],
        said=Card(
            item_type=said["item_type"],
            fields=said["fields"],
            creators=tuple(said["creators"]),
            tags=tuple(said["tags"]),
            lines=tuple(said["lines"]),
            related=tuple(said.get("related", ())),
        ),
        shelves=frozenset(value["shelves"]),
        filed=frozenset(value.get("filed", value["shelves"])),
        base=value["base"],
        marks=frozenset(value["marks"]),
        declined={name: tuple(each) for name, each in value.get("declined", {}).items()},
        intended=from_json(value["intended"]) if value["intended"] else None,
    )
