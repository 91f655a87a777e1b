"""Which collection of the group is which heading of a list, and which are to be made."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from enrichers.writing.text import composed
from outputs.zotero.cards import clean_name
from outputs.zotero.changes import RESTORED, Left, NewShelf
from outputs.zotero.entry import Entry, Path
from outputs.zotero.keys import new_key
from outputs.zotero.library import Library, Shelf
from outputs.zotero.records import Listings, Records, ShelfRecord

APART = "\x1f"
"""Between the headings of a path in the name that its key is made from."""


@dataclass(slots=True, kw_only=True)
class Shelving:
    """The collections of a plan, as they are found one after the other."""

    keys: dict[Path, str] = field(default_factory=dict[Path, str])
    """Where items of a heading go; no key for a collection that people took out."""
    away: dict[Path, str] = field(default_factory=dict[Path, str])
    """The collections that people took out: they may come back."""
    new: list[NewShelf] = field(default_factory=list[NewShelf])
    adopted: list[ShelfRecord] = field(default_factory=list[ShelfRecord])
    """Collections that are there and that we had no record of, those in the trash too."""
    left: list[Left] = field(default_factory=list[Left])

    @property
    def new_keys(self) -> frozenset[str]:
        """The keys of collections that nobody can have taken an item out of yet: one that
        comes out of the trash kept its items."""
        return frozenset(shelf.key for shelf in self.new if not shelf.version)

    def keys_of(self, paths: Iterable[Path]) -> frozenset[str]:
        """The collections that an item with these paths belongs to."""
        return frozenset(self.keys[path] for path in paths if path in self.keys)

    def seen_of(self, paths: Iterable[Path]) -> frozenset[str]:
        """Those of them that an item with these paths can have been in, there or not there."""
        known = self.away | self.keys
        return frozenset(known[path] for path in paths if path in known) - self.new_keys


def shelve(
    paths: Iterable[Path],
    library: Library,
    records: Mapping[Path, ShelfRecord],
    *,
    listed: Iterable[Path] = (),
    tops: Iterable[Path] = (),
    restore: bool = False,
) -> Shelving:
    """Find or plan a collection for every path and those above it.

    One that we know is followed by its key wherever it was moved and whatever it is called
    now; one that was trashed or deleted is not made again unless asked to `restore`. One of
    the right name in the right place is taken over if it is the only one, also in place of one
    that we meant to make and that never came to be; not if it is that of another path that is
    `listed` still, or that lies in none of the `tops` of these lists: it is another list's.
    """
    shelving = Shelving()
    places: defaultdict[tuple[str, str], list[Shelf]] = defaultdict(list)
    for shelf in library.shelves.values():
        if not shelf.is_trashed:
            places[shelf.parent, _folded(shelf.name)].append(shelf)
    wanted = _with_outer(paths)
    listed = wanted | _with_outer(listed)
    own = frozenset(tops)
    known = {
        record.key
        for path, record in records.items()
        if path in listed or _top_of(path, own) is None
    }
    for path in sorted(wanted, key=lambda path: (len(path), path)):
        record = records.get(path)
        key = record.key if record else new_key(library.name, APART.join(path))
        parent = shelving.keys.get(path[:-1], "")
        name = clean_name(path[-1])
        free = [each for each in places[parent, _folded(name)] if each.key not in known]
        namesakes = [each.key for each in free if each.name == name or len(free) == 1]
        is_known = key in library.shelves or (
            record.is_confirmed if record else key in library.gone
        )
        if is_known and restore and not library.live_shelf(key):
            trashed = library.shelves.get(key)
            shelving.keys[path] = key
            shelving.new.append(
                NewShelf(
                    key=key,
                    path=path,
                    name=trashed.name if trashed else name,
                    parent=trashed.parent if trashed else parent,
                    version=trashed.version if trashed else 0,
                    reason=RESTORED,
                )
            )
        elif is_known:
            _follow(path, key, record, library, shelving)
        elif len(path) > 1 and not parent:
            reason = "the collection that it would lie in was taken out of the group"
            shelving.left.append(_left(path, reason))
        elif len(namesakes) == 1:
            known.add(namesakes[0])
            shelving.keys[path] = namesakes[0]
            _remember(path, namesakes[0], library, shelving)
        else:
            shelving.keys[path] = key
            shelving.new.append(NewShelf(key=key, path=path, name=name, parent=parent))
    return shelving


def in_place(entry: Entry, records: Records) -> Entry:
    """The entry in the collections that its list has: a second top heading puts no new
    collection around the old ones, and taking it out again takes none away."""
    return replace(
        entry, paths=frozenset(_path_in_place(path, entry, records) for path in entry.paths)
    )


def _path_in_place(path: Path, entry: Entry, records: Records) -> Path:
    first, known = _top_of(path, entry.tops.keys()), records.shelves
    if not first:
        return path
    tops = _tops_before(entry.tops[first], records.listings)
    root, rest = first[:-1], path[len(first) :]
    inner = (*root, *rest)
    if rest and inner[: len(first)] in tops and (*first, rest[0]) not in known:
        return inner
    if first not in known:
        around = (top for top in sorted(tops) if (*top, first[-1]) in known)
        if top := next(around, ()):
            return (*top, first[-1], *rest)
    return path


def _tops_before(lists: Collection[str], listings: Listings) -> frozenset[Path]:
    """The top collections that these lists had; the only list of a run needs no name."""
    names = lists or (listings.tops if len(listings.tops) == 1 else ())
    return frozenset[Path]().union(*(listings.tops.get(name, ()) for name in names))


def _top_of(path: Path, tops: Collection[Path]) -> Path | None:
    """The innermost of these collections that a path is or lies in."""
    depths = range(len(path), 0, -1)
    return next((path[:depth] for depth in depths if path[:depth] in tops), None)


def _with_outer(paths: Iterable[Path]) -> set[Path]:
    """Paths, and those above them."""
    return {path[:depth] for path in paths for depth in range(1, len(path) + 1)}


def _folded(name: str) -> str:
    """A name without the differences that people do not see, or do not mean."""
    return composed(name).strip().casefold()


def _is_in_sight(key: str, library: Library, shelving: Shelving) -> bool:
    """Whether a collection is there, and neither it nor one around it in the trash: those
    that are on their way out of it count as there."""
    back = {shelf.key for shelf in shelving.new}
    around = set[str]()
    shelf = library.live_shelf(key)
    is_there = shelf is not None
    while shelf and shelf.key not in back | around:
        if shelf.is_trashed:
            return False
        around.add(shelf.key)
        shelf = library.shelves.get(shelf.parent)
    return is_there


def _follow(
    path: Path, key: str, record: ShelfRecord | None, library: Library, shelving: Shelving
) -> None:
    if not (record and record.is_confirmed):
        _remember(path, key, library, shelving)
    if _is_in_sight(key, library, shelving):
        shelving.keys[path] = key
    else:
        reason = "it was taken out of the group: it is not made again unless restored"
        shelving.left.append(_left(path, reason, key))
        shelving.away[path] = key


def _remember(path: Path, key: str, library: Library, shelving: Shelving) -> None:
    standing = library.shelves.get(key)
    version = standing.version if standing else library.version
    shelving.adopted.append(ShelfRecord(path=path, key=key, version=version))


def _left(path: Path, reason: str, *keys: str) -> Left:
    return Left(name=" / ".join(path), title=path[-1], reason=reason, keys=keys)
