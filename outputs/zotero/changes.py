"""The vocabulary of a plan: what is to be made and changed, and what is left alone and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from outputs.zotero.entry import Path
from outputs.zotero.records import Record, ShelfRecord

HEADING = "a heading of the list"
LISTED = "listed, and not in the group yet"
RESTORED = "taken out of the group before, and asked for again"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewShelf:
    """A collection to make."""

    key: str
    path: Path
    name: str
    parent: str = ""
    """The key of the collection that it is to lie in; empty at the top."""
    version: int = 0
    """Of one that is to be taken out of the trash; 0 for one that is to be made."""
    reason: str = HEADING


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """An item to make."""

    key: str
    work_id: str
    data: Mapping[str, Any]
    """Its JSON, without key and version."""
    record: Record
    """What we will have said once it is there."""
    reason: str = LISTED
    related: tuple[str, ...] = ()
    """To what it is to be related, and why, for people."""

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.data.get("title", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One property of an item, before and after."""

    name: str
    old: Any
    new: Any
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemChange:
    """What is to change in an item."""

    key: str
    version: int
    """Of the item as we read it: if it moved on since, the server refuses."""
    work_id: str
    title: str
    """As it stands in the group, for people."""
    changes: tuple[Change, ...]
    record: Record
    """What we will have said once it is done."""
    before: Record
    """What we had said so far."""
    standing: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """The whole item as we read it."""
    basis: Record | None = None
    """What our records hold of the item; None where they know nothing of it."""
    adopted: str = ""
    """By what an item of other people was known as this work; empty for ours."""

    @property
    def data(self) -> dict[str, Any]:
        """The properties to send."""
        return {change.name: change.new for change in self.changes}


@dataclass(frozen=True, slots=True, kw_only=True)
class Respected:
    """Something that people changed in an item or collection of ours, and that stays so."""

    key: str
    title: str
    name: str
    """The property."""
    ours: str
    """What we had written."""
    theirs: str = ""
    """What people put there; empty where they took ours out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What is not done, and why."""

    name: str
    """The work id, or the path of a collection; empty where it stands for several."""
    title: str
    """What it is called, or how many they are."""
    reason: str
    keys: tuple[str, ...] = ()
    """The items or collections of the group that it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that is to be done in a library, against one state of it."""

    library: str
    version: int
    """The library's version that was looked at."""
    shelves: tuple[NewShelf, ...] = ()
    """Each after the one that it lies in."""
    adopted_shelves: tuple[ShelfRecord, ...] = ()
    """Collections that are there and that we had no record of."""
    items: tuple[NewItem, ...] = ()
    changes: tuple[ItemChange, ...] = ()
    learned: tuple[Record, ...] = ()
    """Records to keep although nothing is sent."""
    respected: tuple[Respected, ...] = ()
    left: tuple[Left, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict[str, str])
    """The item of every work that has or gets one, by work id."""
    places: Mapping[str, Path] = field(default_factory=dict[str, Path])
    """The headings of the collections that it speaks of, by key."""

    @property
    def objects(self) -> int:
        """How many objects are to be written."""
        return len(self.shelves) + len(self.items) + len(self.changes)

    @property
    def adopted(self) -> int:
        """How many items of other people are taken over."""
        return sum(bool(change.adopted) for change in self.changes)

    @property
    def unchanged(self) -> int:
        """How many items stay as they are."""
        named = set(self.keys.values())
        changed = sum(change.key in named for change in self.changes)
        return len(self.keys) - len(self.items) - changed
