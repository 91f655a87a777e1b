"""What people changed of ours in a group: the property, what we had written, what is there."""

from collections.abc import Iterator, Mapping

from outputs.zotero import extra
from outputs.zotero.agreement import named
from outputs.zotero.cards import clean_name
from outputs.zotero.changes import Respected
from outputs.zotero.entry import Path
from outputs.zotero.library import Item, Library, Shelf
from outputs.zotero.shelving import Shelving

TOP = "the top of the library"


def item_edits(item: Item, ours: Mapping[str, str], library: Library) -> Iterator[Respected]:
    """What people changed in an item; `ours` is what we had written, by property."""
    for name, said in ours.items():
        keys = [each.rpartition("/")[2] for each in said.split(", ")]
        known = {"collections": library.shelves, "relations": library.items}.get(name, {})
        shown = ", ".join(_called(known[key]) for key in keys if key in known) or said
        theirs = _standing(name, said, item)
        yield Respected(key=item.key, title=item.title, name=name, ours=shown, theirs=theirs)


def shelf_edits(shelving: Shelving, library: Library) -> Iterator[Respected]:
    """Which collections of the lists people renamed or moved."""
    for path, key in shelving.keys.items():
        shelf, name = library.live_shelf(key), clean_name(path[-1])
        if shelf is None:
            continue
        title = " / ".join(path)
        if clean_name(shelf.name).casefold() != name.casefold():
            yield Respected(key=key, title=title, name="name", ours=name, theirs=shelf.name)
        outer = _outer(path, shelving, library)
        if outer is not None and shelf.parent != outer:
            place = library.shelves.get(shelf.parent)
            yield Respected(
                key=key,
                title=title,
                name="parentCollection",
                ours=" / ".join(path[:-1]) or TOP,
                theirs=place.name if place else TOP,
            )


def _outer(path: Path, shelving: Shelving, library: Library) -> str | None:
    """The collection that one lies in by its list; None where that is not there."""
    if len(path) == 1:
        return ""
    key = shelving.keys.get(path[:-1], "")
    return key if library.live_shelf(key) else None


def _standing(name: str, ours: str, item: Item) -> str:
    """What stands in place of ours; nothing where people took ours out."""
    match name:
        case "collections" | "relations" | "tags":
            return ""
        case "creators":
            return "; ".join(map(named, item.data.get("creators", ())))
        case "extra":
            names = {extra.name_of(line) for line in ours.split("; ")}
            lines = str(item.data.get("extra", "")).split("\n")
            return "; ".join(line for line in lines if extra.name_of(line) in names)
        case _:
            return str(item.data.get(name, ""))


def _called(known: Shelf | Item) -> str:
    return known.name if isinstance(known, Shelf) else known.title
