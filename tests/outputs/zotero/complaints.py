"""What in a group is not as people wish it, in words."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from outputs.zotero.extra import marked_as
from tests.outputs.zotero.wishes import Wishes, contents
from tests.standin.zotero import ZoteroGroup

Objects = Mapping[str, dict[str, Any]]
"""Items or collections by key."""


def complaints(theirs: ZoteroGroup, wishes: Wishes, works: Iterable[str]) -> Iterator[str]:
    """All that robots must not have done; `works` are ids of theirs."""
    items, shelves = theirs.items(), theirs.collections()
    yield from _values(items, wishes)
    yield from _contents(items, wishes)
    yield from _trash(items, shelves, wishes)
    yield from _shelves(shelves, wishes)
    yield from _doubles(items, works)


def _values(items: Objects, wishes: Wishes) -> Iterator[str]:
    for (key, name), value in wishes.values.items():
        if key in items and items[key].get(name, "") != value:
            yield f"{name} of {key} is {items[key].get(name)!r}, not people's {value!r}"


def _contents(items: Objects, wishes: Wishes) -> Iterator[str]:
    for key, item in items.items():
        holds = contents(item)
        if lost := wishes.present.get(key, set()) - holds:
            yield f"{key} lost what people put in: {lost}"
        if back := wishes.absent.get(key, set()) & holds:
            yield f"{key} got back what people took out: {back}"


def _trash(items: Objects, shelves: Objects, wishes: Wishes) -> Iterator[str]:
    live = {key for key, item in items.items() if not item.get("deleted")}
    if back := wishes.thrown & live:
        yield f"thrown away by people, and back: {back}"
    if gone := wishes.protected - live - wishes.thrown:
        yield f"worked on by people, and thrown away: {gone}"
    live_shelves = {key for key, shelf in shelves.items() if not shelf.get("deleted")}
    if back := wishes.thrown_shelves & live_shelves:
        yield f"collections thrown away by people, and back: {back}"


def _shelves(shelves: Objects, wishes: Wishes) -> Iterator[str]:
    for key, wish in wishes.shelves.items():
        standing = {name: shelves.get(key, {}).get(name) for name in wish}
        if standing != wish:
            yield f"collection {key} is {standing}, not people's {wish}"


def _doubles(items: Objects, works: Iterable[str]) -> Iterator[str]:
    """Several items of a work, but for those that people merged into another one."""
    replaced = {key for item in items.values() for key in _replaced_by(item)}
    marked = {
        key: marked_as(item.get("extra", ""))
        for key, item in items.items()
        if key not in replaced
    }
    for work_id in works:
        ours = [key for key, named in marked.items() if work_id == named]
        if len(ours) > 1:
            yield f"{work_id} has several items of ours: {ours}"


def _replaced_by(item: Mapping[str, Any]) -> Iterator[str]:
    """The keys of what people merged into an item."""
    said = item.get("relations", {}).get("dc:replaces", [])
    for address in [said] if isinstance(said, str) else said:
        yield address.rpartition("/")[2]
