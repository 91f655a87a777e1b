"""A plan as lines of text: the tree of collections, with what comes, changes and goes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from outputs.zotero.changes import Change, ItemChange, Left, NewItem, Plan, Respected
from outputs.zotero.entry import Path
from outputs.zotero.rebase import value_in

INDENT = "  "
WIDTH = 96
NAMES: Mapping[str, str] = {
    "collections": "Collections",
    "creators": "Creators",
    "deleted": "Trash",
    "extra": "Extra",
    "itemType": "Type",
    "relations": "Related",
    "tags": "Tags",
}
"""What people know properties as; fields go by their own names."""

Sign = Literal["+", "~", "-", "=", " "]
"""Comes, changes, goes, is left alone, or says something about the line above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a plan."""

    sign: Sign = " "
    depth: int = 0
    text: str = ""

    def __str__(self) -> str:
        text = " ".join(self.text.splitlines())
        whole = f"{self.sign} {INDENT * self.depth}{text}".rstrip()
        return whole if len(whole) <= WIDTH else whole[: WIDTH - 1] + "…"


def lines_of(plan: Plan) -> Iterator[Line]:
    """The plan, headline first; whoever prints it may give every sign a colour."""
    yield Line(text=_headline(plan))
    if plan.objects or plan.left or plan.respected:
        yield Line()
    yield from _tree(plan)
    if plan.left:
        yield Line(text="Left alone:")
        yield from (line for each in plan.left for line in _left(each))
    if plan.respected:
        yield Line(text="Changed by people, and kept as it is:")
        yield from (_respected(each) for each in plan.respected)


def counted(number: int, noun: str) -> str:
    """A number of things in words, such as "1 item" and "1,200 items"."""
    return f"{number:,} {noun}{'s' * (number != 1)}"


def _headline(plan: Plan) -> str:
    restored = sum(bool(shelf.version) for shelf in plan.shelves)
    counts = (
        ("{} to make", "collection", len(plan.shelves) - restored),
        ("{} to take out of the trash", "collection", restored),
        ("{} to make", "item", len(plan.items)),
        ("{} to change", "item", len(plan.changes) - plan.adopted),
        ("{} to take over", "item", plan.adopted),
    )
    told = [words.format(counted(count, noun)) for words, noun, count in counts if count]
    state = f", version {plan.version}" if plan.version else ""
    return f"{plan.library}{state}: {', '.join(told) or 'nothing to do'}"


def _tree(plan: Plan) -> Iterator[Line]:
    new = {shelf.path: shelf for shelf in plan.shelves}
    paths = dict(plan.places) | {shelf.key: shelf.path for shelf in plan.shelves}
    at: defaultdict[Path, list[NewItem | ItemChange]] = defaultdict(list)
    for order in (*plan.items, *plan.changes):
        at[_place(order, paths)].append(order)
    shown = {path[:depth] for path in (*new, *at) for depth in range(1, len(path) + 1)}
    for order in at.get((), ()):
        yield from _order(order, 0, paths)
    for path in sorted(shown):
        sign: Sign = "+" if path in new else " "
        yield Line(sign=sign, depth=len(path) - 1, text=f"{path[-1]}/")
        for order in at.get(path, ()):
            yield from _order(order, len(path), paths)
    if shown or at:
        yield Line()


def _place(order: NewItem | ItemChange, paths: Mapping[str, Path]) -> Path:
    """The collection under which an item is shown: the first one that it is in or comes to."""
    data = order.data if isinstance(order, NewItem) else {**order.standing, **order.data}
    known = [paths[key] for key in value_in(data, "collections") if key in paths]
    return min(known, default=())


def _order(
    order: NewItem | ItemChange, depth: int, paths: Mapping[str, Path]
) -> Iterator[Line]:
    if isinstance(order, NewItem):
        yield Line(sign="+", depth=depth, text=order.title)
        told = (
            _type(order.data["itemType"]),
            _people(order.data["creators"]),
            _year(order.data),
        )
        yield Line(depth=depth + 1, text=", ".join(part for part in told if part))
        yield from (Line(depth=depth + 1, text=f"related, {each}") for each in order.related)
        return
    adopted = f" (people's own, known by {order.adopted})" if order.adopted else ""
    yield Line(sign="~", depth=depth, text=(order.title or order.work_id) + adopted)
    for change in order.changes:
        yield from _change(change, depth + 1, paths)


def _change(change: Change, depth: int, paths: Mapping[str, Path]) -> Iterator[Line]:
    old, new = _parts(change.name, change.old, paths), _parts(change.name, change.new, paths)
    name = NAMES.get(change.name, change.name)
    yield Line(depth=depth, text=f"{name}: {change.reason}")
    yield from (Line(sign="-", depth=depth + 1, text=each) for each in old if each not in new)
    yield from (Line(sign="+", depth=depth + 1, text=each) for each in new if each not in old)


def _parts(name: str, value: Any, paths: Mapping[str, Path]) -> Sequence[str]:
    match name:
        case "collections":
            return [" / ".join(paths.get(key, (key,))) for key in value]
        case "creators":
            return [_people(value)] if value else []
        case "tags":
            return [tag["tag"] for tag in value]
        case "deleted":
            return ["in the trash"] if value else []
        case "relations":
            return []
        case _:
            return str(value).split("\n") if value else []


def _type(name: str) -> str:
    """A type of item in words."""
    return "".join(f" {each.lower()}" if each.isupper() else each for each in name)


def _people(creators: Iterable[Mapping[str, str]]) -> str:
    return "; ".join(each.get("lastName") or each.get("name", "") for each in creators)


def _year(data: Mapping[str, Any]) -> str:
    return str(data.get("date", ""))[:4]


def _left(left: Left) -> Iterator[Line]:
    """Its title, and the reason on a line of its own: that is what must not be cut."""
    yield Line(sign="=", depth=1, text=left.title or left.name)
    yield Line(depth=2, text=left.reason)


def _respected(each: Respected) -> Line:
    name = NAMES.get(each.name, each.name)
    return Line(sign="=", depth=1, text=f"{each.title}: {name} (we wrote: {each.ours})")
