"""The library as it stands in the group: the part of it that a plan looks at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A collection of the group."""

    key: str
    version: int
    name: str
    parent: str = ""
    """The key of the collection that it lies in; empty at the top."""
    is_trashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item of the group that hangs under no other."""

    key: str
    version: int
    data: Mapping[str, Any]
    """Its properties that are not empty."""

    @property
    def is_trashed(self) -> bool:
        """Somebody put it into the trash."""
        return bool(self.data.get("deleted"))

    @property
    def shelves(self) -> tuple[str, ...]:
        """The keys of the collections that it stands in."""
        return tuple(self.data.get("collections", ()))

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.data.get("title", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """One state of the group."""

    name: str
    """Such as "groups/4242"."""
    version: int = 0
    shelves: Mapping[str, Shelf] = field(default_factory=dict[str, Shelf])
    """All collections by key."""
    items: Mapping[str, Item] = field(default_factory=dict[str, Item])
    """The items asked for, by key, those in the trash among them."""
    by_mark: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    """The keys of items by what they are known by."""

    gone: frozenset[str] = frozenset()
    """The keys of items and collections that were deleted."""

    def live_shelf(self, key: str) -> Shelf | None:
        """A collection that is there and not in the trash."""
        shelf = self.shelves.get(key)
        return shelf if shelf and not shelf.is_trashed else None

    def live_item(self, key: str) -> Item | None:
        """An item that is there and not in the trash."""
        item = self.items.get(key)
        return item if item and not item.is_trashed else None


def shelf_from(data: Mapping[str, Any], version: int) -> Shelf:
    """A collection from its JSON."""
    return Shelf(
        key=data["key"],
        version=version,
        name=data["name"],
        parent=data.get("parentCollection") or "",
        is_trashed=bool(data.get("deleted")),
    )


def filled(data: Mapping[str, Any]) -> dict[str, Any]:
    """An item's JSON without what is empty: the server names every field of the type."""
    return {name: value for name, value in data.items() if value not in ("", [], {}, None)}
