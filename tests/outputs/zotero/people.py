"""What people do in a group, each time noting what must be so from then on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from outputs.zotero.entry import Path
from outputs.zotero.extra import marked_as
from outputs.zotero.keys import new_key
from tests.outputs.zotero.complaints import complaints
from tests.outputs.zotero.wishes import Wishes
from tests.outputs.zotero.works import DYNAMICS, arxiv, doi
from tests.standin.zotero import GROUP_ID, ZoteroGroup

FIELDS = ("title", "date", "rights")
"""Fields that every type of item has."""
LINES = ("Citations", "arXiv", "zotlist")
"""Our lines that people may take out."""
TYPES = ("report", "bookSection", "preprint")
"""Types that people choose; all of them have authors."""
LIBRARY = f"groups/{GROUP_ID}"
ELSEWHERE = "http://zotero.org/groups/1/items/"


class People:
    """Those who share a group with us."""

    def __init__(self, theirs: ZoteroGroup, works: Iterable[int]) -> None:
        self.theirs = theirs
        self.wishes = Wishes()
        self.mine = theirs.add_collection("Anna's")
        theirs.load_foreign(3)
        self._others = theirs.items()
        """What they had before we came."""
        self._works = {number: str(arxiv(number)) for number in works}
        self._places: dict[int, Path] = dict.fromkeys(self._works, DYNAMICS)
        """Where they list them."""
        self._met: set[tuple[int, int]] = set()
        """Robots, and works that they read of."""
        self._told: set[tuple[int, int, Path]] = set()
        """Robots, works, and where they know them to be listed."""
        self._counter = 0

    def complaints(self) -> Iterator[str]:
        """What robots did that they must not, in words."""
        yield from complaints(self.theirs, self.wishes, self._works.values())
        items = self.theirs.items()
        if changed := [key for key, item in self._others.items() if items.get(key) != item]:
            yield f"items of others were changed: {changed}"

    def new(self, name: str) -> str:
        """A text that only people write."""
        self._counter += 1
        return f"{name} {self._counter} of people"

    def live(self, number: int) -> list[str]:
        """The items of a work that are there, people's too."""
        return self._of_work(number, self.theirs.items(include_trashed=False))

    def shelf(self, name: str) -> list[str]:
        """The collections of a name that are there."""
        return [
            key
            for key, each in self.theirs.collections().items()
            if each["name"] == name and not each.get("deleted")
        ]

    def edit_a_field(self, number: int) -> None:
        for key in self.live(number):
            self._set(key, FIELDS[self._counter % len(FIELDS)], self.new("by hand"))

    def write_first(self, number: int, title: str) -> None:
        """Put the title right before any robot knows it; each robot knows the item."""
        for key in self.live(number):
            self._set(key, "title", title)

    def is_known_to(self, robots: Iterable[int], number: int) -> bool:
        """Whether each of these robots has ended a run over a work."""
        return {each for each, of, _ in self._told if of == number} >= {*robots}

    def clear_a_field(self, number: int, name: str) -> None:
        for key in self.live(number):
            if self.theirs.item(key)[name] and self._is_known(key):
                self._set(key, name, "")

    def retype(self, number: int, item_type: str) -> None:
        for key in self.live(number):
            self._set(key, "itemType", item_type)

    def add_a_creator(self, number: int) -> None:
        for key in self.live(number):
            person = self._person()
            creators = [*self.theirs.item(key)["creators"], person]
            self.theirs.edit_item(key, creators=creators)
            self.wishes.put(key, "creators", person["name"])
            self.wishes.values.pop((key, "creators"), None)

    def replace_the_creators(self, number: int) -> None:
        for key in self.live(number):
            things = self.wishes.present[key]
            things -= {each for each in things if each[0] == "creators"}
            self._set(key, "creators", [self._person()])

    def add_a_tag(self, number: int) -> None:
        for key in self.live(number):
            name = self.new("tag")
            self.theirs.edit_item(key, tags=[*self.theirs.item(key)["tags"], {"tag": name}])
            self.wishes.put(key, "tags", name)

    def take_a_tag_off(self, number: int, at: int) -> None:
        for key in self.live(number):
            tags = self.theirs.item(key)["tags"]
            for tag in tags[at : at + 1]:
                kept = [each for each in tags if each != tag]
                self.theirs.edit_item(key, tags=kept)
                self._take(key, "tags", tag["tag"])

    def add_a_line(self, number: int) -> None:
        for key in self.live(number):
            line = self.new("Note: line")
            extra = self.theirs.item(key)["extra"]
            self.theirs.edit_item(key, extra=f"{line}\n{extra}".strip())
            self.wishes.put(key, "extra", line)

    def take_a_line_out(self, number: int, name: str) -> None:
        for key in self.live(number):
            lines = self.theirs.item(key)["extra"].split("\n")
            kept = [line for line in lines if not line.startswith(f"{name}:")]
            if len(kept) < len(lines):
                self.theirs.edit_item(key, extra="\n".join(kept))
                self._take(key, "lines", name)

    def relate(self, number: int) -> None:
        for key in self.live(number):
            uri = ELSEWHERE + new_key("people", self.new("related"))
            relations = self.theirs.item(key)["relations"]
            related = _listed(relations.get("dc:relation", []))
            self.theirs.edit_item(key, relations={**relations, "dc:relation": [*related, uri]})
            self.wishes.put(key, "related", uri)

    def add_a_note(self, number: int) -> None:
        for key in self.live(number):
            self.theirs.add_item(itemType="note", note=self.new("Read"), parentItem=key)
            self.wishes.kept.add(key)

    def file_elsewhere(self, number: int, shelf: str) -> None:
        for key in self.live(number):
            left = self.theirs.item(key)["collections"]
            self.theirs.move_item(key, [shelf])
            self.wishes.put(key, "collections", shelf)
            for each in {*left} - {shelf}:
                self.wishes.present[key].discard(("collections", each))
                if self._is_known_place(number):
                    self._take(key, "collections", each)

    def list_elsewhere(self, number: int, path: Path) -> None:
        """They name it under another heading in the list."""
        self._places[number] = path
        if not self._is_known_place(number):
            for key in self._of_work(number, self.theirs.items()):
                self.wishes.forget_places(key)

    def robot_comes(self, robot: int, listed: Iterable[int]) -> None:
        """A robot reads the list, and may remember it or not."""
        self._met.update((robot, number) for number in listed)

    def robot_went(self, robot: int, listed: Iterable[int]) -> None:
        """A robot ended well: it knows what the list says."""
        self._told.update((robot, number, self._places[number]) for number in listed)

    def throw_away(self, number: int, *, is_deleted: bool) -> None:
        for key in self.live(number):
            (self.theirs.delete_item if is_deleted else self.theirs.trash_item)(key)
            self.wishes.throw(key)

    def take_out_of_the_trash(self, number: int) -> None:
        trashed = {k: each for k, each in self.theirs.items().items() if each.get("deleted")}
        for key in self._of_work(number, trashed):
            self.theirs.restore_item(key)
            self.wishes.take_back(key)

    def add_the_work(self, number: int) -> None:
        key = self.theirs.add_item(
            itemType="journalArticle", title=self.new("Own"), DOI=doi(number).value
        )
        self.wishes.write(key, "title", self.theirs.item(key)["title"])

    def merge(self, number: int) -> None:
        """As the desktop program does: one goes to the trash, the other one says which."""
        first, *others = self.live(number) or [""]
        for key in others:
            relations = self.theirs.item(first)["relations"]
            replaced = _listed(relations.get("dc:replaces", []))
            replaced.append(f"http://zotero.org/{LIBRARY}/items/{key}")
            self.theirs.edit_item(first, relations={**relations, "dc:replaces": replaced})
            self.theirs.trash_item(key)
            self.wishes.throw(key)
        if others:
            self.wishes.kept.add(first)

    def rename_a_collection(self, name: str) -> None:
        for key in self.shelf(name):
            self.theirs.rename_collection(key, new := self.new("Shelf"))
            self._note_shelf(key, name=new)

    def move_a_collection(self, name: str, into: str) -> None:
        """Put it into one of ours by that name, or else into their own."""
        for key in self.shelf(name):
            target = next(iter(self.shelf(into)), self.mine)
            if target not in self._inside(key):
                self.theirs.move_collection(key, target)
                self._note_shelf(key, parentCollection=target)

    def nest_a_collection(self, name: str, number: int) -> None:
        """Make a collection inside one of a name, and file a work there."""
        for key in self.shelf(name):
            made = self.theirs.add_collection(nested := self.new("Nested"), key)
            self._note_shelf(made, name=nested, parentCollection=key)
            self.file_elsewhere(number, made)

    def throw_a_collection_away(self, name: str, *, is_deleted: bool) -> None:
        for key in self.shelf(name):
            before = set(self.theirs.collections())
            (self.theirs.delete_collection if is_deleted else self.theirs.trash_collection)(key)
            self.wishes.throw_shelves({key} | (before - set(self.theirs.collections())))

    def ask_to_restore(self, restore: Callable[[], None]) -> None:
        """Have a robot make again what was thrown away. What was deleted begins anew: who had
        taken what out of it is not known any more."""
        items, shelves = self.theirs.items(), self.theirs.collections()
        restore()
        live = self.theirs.items(include_trashed=False)
        for key in (self.wishes.thrown & live.keys()) - items.keys():
            self.wishes.forget(key)
        self.wishes.thrown -= live.keys()
        back = {k for k, each in self.theirs.collections().items() if not each.get("deleted")}
        for key in (self.wishes.thrown_shelves & back) - shelves.keys():
            self.wishes.forget_shelf(key)
        self.wishes.thrown_shelves -= back

    def take_back(self, undo: Callable[[], None]) -> None:
        """Have a robot undo a run. An item that was there before us and lost its mark is again
        one of people's that a robot without memory has never met."""
        known = {key for key in self.theirs.items() if self._is_known(key)}
        undo()
        for key in known & self.theirs.items().keys():
            if not self._is_known(key):
                self.wishes.forget_absences(key)

    def _of_work(self, number: int, items: dict[str, Any]) -> list[str]:
        return [
            key
            for key, each in items.items()
            if each.get("DOI") == doi(number).value
            or self._works[number] == marked_as(each.get("extra", ""))
        ]

    def _is_known_place(self, number: int) -> bool:
        """Whether each robot that met a work knows where it is listed now: to one that does
        not, the list says something new, and that counts more than where people filed it."""
        return all(
            (robot, number, self._places[number]) in self._told
            for robot, met in self._met
            if met == number
        )

    def _inside(self, key: str) -> set[str]:
        """A collection and all that lie in it."""
        shelves = self.theirs.collections()
        inside = {key}
        while found := {
            each
            for each, shelf in shelves.items()
            if shelf["parentCollection"] in inside and each not in inside
        }:
            inside |= found
        return inside

    def _note_shelf(self, key: str, **place: str) -> None:
        self.wishes.shelves[key] = {**self.wishes.shelves.get(key, {}), **place}

    def _person(self) -> dict[str, str]:
        return {"creatorType": "author", "name": self.new("Person")}

    def _set(self, key: str, name: str, value: Any) -> None:
        self.theirs.edit_item(key, **{name: value})
        self.wishes.write(key, name, value)

    def _take(self, key: str, kind: str, name: str) -> None:
        self.wishes.take(key, kind, name)
        if not self._is_known(key):
            self.wishes.forget_absences(key)

    def _is_known(self, key: str) -> bool:
        """Whether a robot without memory knows it as ours: else it is an item of people's, and
        what is missing in it is filled."""
        made = {new_key(LIBRARY, each) for each in self._works.values()}
        return key in made or bool(marked_as(self.theirs.item(key).get("extra", "")))


def _listed(value: str | Sequence[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
