"""What people did in a group, and what must therefore be so."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Wishes:
    """What people did, and what must therefore be so."""

    values: dict[tuple[str, str], Any] = field(default_factory=dict[tuple[str, str], Any])
    """By item and property."""
    present: dict[str, set[tuple[str, str]]] = field(
        default_factory=lambda: defaultdict[str, set[tuple[str, str]]](set)
    )
    """By item, what they put in: tags, lines, collections, related items."""
    absent: dict[str, set[tuple[str, str]]] = field(
        default_factory=lambda: defaultdict[str, set[tuple[str, str]]](set)
    )
    """By item, what they took out."""
    kept: set[str] = field(default_factory=set[str])
    """Items that they worked on since they are there, and that we may not throw away; so are
    those that they filed, as long as the collection is there (`protected`)."""
    thrown: set[str] = field(default_factory=set[str])
    """Items that they put into the trash or deleted."""
    shelves: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    """By collection, its name and place."""
    thrown_shelves: set[str] = field(default_factory=set[str])

    @property
    def protected(self) -> set[str]:
        """Items that we may not throw away."""
        return self.kept | {key for key, things in self.present.items() if things}

    def write(self, key: str, name: str, value: Any) -> None:
        self.values[key, name] = value
        if value:
            self.kept.add(key)

    def put(self, key: str, *thing: str) -> None:
        kind, name = thing
        self.present[key].add((kind, name))
        self.absent[key].discard((kind, name))
        if kind != "collections":
            self.kept.add(key)

    def take(self, key: str, *thing: str) -> None:
        kind, name = thing
        self.absent[key].add((kind, name))
        self.present[key].discard((kind, name))

    def throw(self, key: str) -> None:
        self.thrown.add(key)
        self.kept.discard(key)

    def take_back(self, key: str) -> None:
        """Out of the trash; one that we had put there is theirs from now on."""
        if key not in self.thrown or self.present.get(key):
            self.kept.add(key)
        self.thrown.discard(key)

    def throw_shelves(self, keys: Iterable[str]) -> None:
        for key in keys:
            self.thrown_shelves.add(key)
            self.shelves.pop(key, None)
            for things in self.present.values():
                things.discard(("collections", key))

    def forget(self, key: str) -> None:
        """An item is made anew: what was done to the one before went with it."""
        self.present.pop(key, None)
        self.absent.pop(key, None)
        for each in [each for each in self.values if each[0] == key]:
            del self.values[each]

    def forget_shelf(self, key: str) -> None:
        """A collection is made anew: who was in the one before went with it."""
        for things in self.absent.values():
            things.discard(("collections", key))

    def forget_places(self, key: str) -> None:
        things = self.absent[key]
        things -= {each for each in things if each[0] == "collections"}

    def forget_absences(self, key: str) -> None:
        """What is missing in an item is filled again: nobody knows that it was taken out."""
        self.absent.pop(key, None)
        for each in [each for each in self.values if each[0] == key]:
            if not self.values[each]:
                del self.values[each]


def contents(item: dict[str, Any]) -> set[tuple[str, str]]:
    """All that an item holds one by one."""
    lines = item.get("extra", "").split("\n")
    related = item.get("relations", {}).get("dc:relation", [])
    return {
        *(("tags", tag["tag"]) for tag in item["tags"]),
        *(("creators", each.get("name", "")) for each in item.get("creators", ())),
        *(("extra", line) for line in lines),
        *(("lines", line.partition(":")[0]) for line in lines),
        *(("collections", key) for key in item.get("collections", ())),
        *(("related", uri) for uri in ([related] if isinstance(related, str) else related)),
    }
