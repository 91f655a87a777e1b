"""What people did in a group, and what must therefore be so."""

from collections import defaultdict
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
    """By item, what they put in: tags, lines, collections."""
    absent: dict[str, set[tuple[str, str]]] = field(
        default_factory=lambda: defaultdict[str, set[tuple[str, str]]](set)
    )
    """By item, what they took out."""
    thrown: set[str] = field(default_factory=set[str])
    """Items that they put into the trash or deleted."""
    shelves: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    """By collection, its name and place."""
    thrown_shelves: set[str] = field(default_factory=set[str])

    def put(self, key: str, *thing: str) -> None:
        kind, name = thing
        self.present[key].add((kind, name))
        self.absent[key].discard((kind, name))

    def take(self, key: str, *thing: str) -> None:
        kind, name = thing
        self.absent[key].add((kind, name))
        self.present[key].discard((kind, name))


def contents(item: dict[str, Any]) -> set[tuple[str, str]]:
    """All that an item holds one by one."""
    lines = item.get("extra", "").split("\n")
    return {
        *(("tags", tag["tag"]) for tag in item["tags"]),
        *(("creators", each.get("name", "")) for each in item.get("creators", ())),
        *(("extra", line) for line in lines),
        *(("lines", line.partition(":")[0]) for line in lines),
        *(("collections", key) for key in item["collections"]),
    }
