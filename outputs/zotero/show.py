"""A plan as lines of text: the tree of collections, with what comes, changes and goes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import Any, Literal

from outputs.zotero.agreement import named
from outputs.zotero.changes import (
    RESTORED,
    Change,
    ItemChange,
    Left,
    NewItem,
    NewShelf,
    Plan,
    Respected,
)
from outputs.zotero.contrast import contrasted, on_one_line
from outputs.zotero.entry import Path
from outputs.zotero.excerpt import left_in, respected_in, taken_over
from outputs.zotero.rebase import value_in

INDENT = "  "
WIDTH = 96
NAMES: Mapping[str, str] = {
    "collections": "Collections",
    "creators": "Creators",
    "deleted": "Trash",
    "extra": "Extra",
    "itemType": "Type",
    "name": "Name",
    "parentCollection": "Place",
    "relations": "Related",
    "tags": "Tags",
}
"""What people know properties of items and collections as; fields go by their own names."""
LONGEST = 80  # characters of a value that a line shows
ABREAST = 30  # of each of two values on a line

AUTHOR = "author"
HINT = "--all names them"
PEOPLES = "people's own"

Sign = Literal["+", "~", "-", "=", " "]
"""Comes, changes, goes, is left alone, or says something about the line above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a plan."""

    sign: Sign = " "
    depth: int = 0
    text: str = ""
    note: str = ""
    """What is said of it in a word; the text is cut for it where the line is too long."""

    def __str__(self) -> str:
        whole = f"{self.sign} {INDENT * self.depth}{on_one_line(self.text)}"
        note = self.note and f" ({self.note})"
        room = WIDTH - len(note)
        return ((whole if len(whole) <= room else f"{whole[: room - 1]}…") + note).rstrip()


def lines_of(plan: Plan, *, whole: bool = False) -> Iterator[Line]:
    """The plan, headline first; whoever prints it may give every sign a colour.

    Of what is left alone it shows what the plan touches and counts the rest, unless the `whole`
    is asked for.
    """
    yield from _head(plan)
    yield from _tree(plan)
    yield from _left(left_in(plan, whole=whole))
    yield from _respected(plan.respected, respected_in(plan, whole=whole))


def edit_in_words(edit: Respected, *, room: int = LONGEST) -> str:
    """What people changed of ours, with `room` characters of each value."""
    name = NAMES.get(edit.name, edit.name)
    ours, theirs = contrasted(edit.ours, edit.theirs, room=room)
    if not edit.theirs:
        return f"{name}: people took out '{ours}'"
    return f"{name}: '{theirs}' by people (we wrote '{ours}')"


def counted(number: int, noun: str) -> str:
    """A number of things in words, such as "1 item" and "1,200 items"."""
    return f"{number:,} {noun}{'s' * (number != 1)}"


def _head(plan: Plan) -> Iterator[Line]:
    """What is to be done in figures, and why things are made: one line for each reason."""
    orders = [*_orders(plan)]
    figures = Counter((noun, done) for noun, done, _ in orders)
    told = [f"{counted(figure, noun)} {done}" for (noun, done), figure in figures.items()]
    state = f", version {plan.version}" if plan.version else ""
    yield Line(text=f"{plan.library}{state}: {', '.join(told) or 'nothing to do'}")
    for (noun, done, reason), figure in Counter(orders).items():
        if reason:
            yield Line(depth=1, text=f"{counted(figure, noun)} {done}: {reason}")
    if orders or plan.left or plan.respected:
        yield Line()


def _orders(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """What is to be done: to what, what, and why, where that is not told at the object."""
    for shelf in plan.shelves:
        done = "to take out of the trash" if shelf.version else "to make"
        yield "collection", done, shelf.reason
    yield from (("collection", "to take over", "") for _ in taken_over(plan))
    yield from (("item", "to make", item.reason) for item in plan.items)
    for change in plan.changes:
        yield "item", "to take over" if change.adopted else "to change", ""


def _tree(plan: Plan) -> Iterator[Line]:
    new = {shelf.path: shelf for shelf in plan.shelves}
    paths = dict(plan.places) | {shelf.key: shelf.path for shelf in plan.shelves}
    at: defaultdict[Path, list[NewItem | ItemChange]] = defaultdict(list)
    for order in (*plan.items, *plan.changes):
        at[_place(order, paths)].append(order)
    theirs = taken_over(plan)
    told = (*new, *at, *theirs)
    shown = {path[:depth] for path in told for depth in range(1, len(path) + 1)}
    for order in at.get((), ()):
        yield from _order(order, 0, paths)
    for path in sorted(shown):
        sign: Sign = "+" if path in new else " "
        note = PEOPLES if path in theirs else _again(new[path]) if path in new else ""
        yield Line(sign=sign, depth=len(path) - 1, text=f"{path[-1]}/", note=note)
        for order in at.get(path, ()):
            yield from _order(order, len(path), paths)
    if shown or at:
        yield Line()


def _place(order: NewItem | ItemChange, paths: Mapping[str, Path]) -> Path:
    """The collection under which an item is shown: the first one that it is in or comes to."""
    data = order.data if isinstance(order, NewItem) else {**order.standing, **order.data}
    known = [paths[key] for key in value_in(data, "collections") if key in paths]
    return min(known, default=())


def _again(made: NewShelf | NewItem) -> str:
    return "restored" if made.reason == RESTORED else ""


def _order(
    order: NewItem | ItemChange, depth: int, paths: Mapping[str, Path]
) -> Iterator[Line]:
    if isinstance(order, NewItem):
        yield Line(sign="+", depth=depth, text=order.title, note=_again(order))
        told = (
            _type(order.data["itemType"]),
            _people(order.data["creators"]),
            _year(order.data),
        )
        yield Line(depth=depth + 1, text=", ".join(part for part in told if part))
        yield from (Line(depth=depth + 1, text=f"related, {each}") for each in order.related)
        return
    note = f"{PEOPLES}, known by {order.adopted}" if order.adopted else ""
    yield Line(sign="~", depth=depth, text=order.title or order.work_id, note=note)
    for change in order.changes:
        yield from _change(change, depth + 1, paths)


def _change(change: Change, depth: int, paths: Mapping[str, Path]) -> Iterator[Line]:
    name = NAMES.get(change.name, change.name)
    yield Line(depth=depth, text=f"{name}: {change.reason}")
    gone, coming = _differing(change, paths)
    room = WIDTH - len(f"- {INDENT * (depth + 1)}")
    shown = [contrasted(*pair, room=room) for pair in zip_longest(gone, coming, fillvalue="")]
    yield from (Line(sign="-", depth=depth + 1, text=old) for old, _ in shown[: len(gone)])
    yield from (Line(sign="+", depth=depth + 1, text=new) for _, new in shown[: len(coming)])


def _differing(
    change: Change, paths: Mapping[str, Path]
) -> tuple[Sequence[str], Sequence[str]]:
    """The parts of a property that go and those that come; all of it where in people's words
    nothing differs."""
    old, new = (_parts(change.name, value, paths) for value in (change.old, change.new))
    gone, coming = [each for each in old if each not in new], [e for e in new if e not in old]
    if gone or coming or change.name == "relations":
        return gone, coming
    return [str(change.old)], [str(change.new)]


def _parts(name: str, value: Any, paths: Mapping[str, Path]) -> Sequence[str]:
    match name:
        case "collections":
            return [" / ".join(paths.get(key, (key,))) for key in value]
        case "creators":
            return ["; ".join(map(_with_role, value))] if value else []
        case "tags":
            return [tag["tag"] for tag in value]
        case "deleted":
            return ["in the trash"] if value else []
        case "relations":
            return []
        case "extra":
            return value.split("\n") if value else []
        case _:
            return [str(value)] if value else []


def _type(name: str) -> str:
    """A type of item in words."""
    return "".join(f" {each.lower()}" if each.isupper() else each for each in name)


def _with_role(creator: Mapping[str, str]) -> str:
    """A person with the role, unless it is that of an author."""
    role = creator.get("creatorType", AUTHOR)
    return named(creator) if role == AUTHOR else f"{named(creator)} ({role})"


def _people(creators: Iterable[Mapping[str, str]]) -> str:
    return "; ".join(each.get("lastName") or each.get("name", "") for each in creators)


def _year(data: Mapping[str, Any]) -> str:
    return str(data.get("date", ""))[:4]


def _left(left: Sequence[Left]) -> Iterator[Line]:
    """What stays, below its reason, which is told once."""
    if left:
        yield Line(text="Left alone:")
    for reason, group in groupby(left, key=lambda each: each.reason):
        yield Line(depth=1, text=reason)
        for each in group:
            note = "" if each.name else HINT
            yield Line(sign="=", depth=2, text=each.title or each.name, note=note)


def _respected(edits: Sequence[Respected], shown: Sequence[Respected]) -> Iterator[Line]:
    if not edits:
        return
    objects = counted(len({each.key for each in edits}), "object")
    hint = "" if len(shown) == len(edits) else f" ({HINT})"
    told = f"{counted(len(edits), 'edit')}, in {objects}{hint}"
    yield Line(text=f"Changed by people, and kept as it is: {told}")
    for (_, title), group in groupby(shown, key=lambda each: (each.key, each.title)):
        yield Line(sign="=", depth=1, text=title)
        yield from (Line(depth=2, text=edit_in_words(each, room=ABREAST)) for each in group)
