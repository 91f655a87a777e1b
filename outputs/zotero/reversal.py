"""What of a run can be taken back: decided from the journal and from what stands there now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from outputs.zotero.extra import signed_as
from outputs.zotero.journal import State, Step
from outputs.zotero.rebase import rebased, resigned, value_in
from outputs.zotero.schema import Schema

PASSING = frozenset({"key", "version", "dateAdded", "dateModified", "deleted"})
TOUCHED = "people have worked on it since, so it stays"
HELD = "there is something in it, so it stays"
LATER = "changed since, so it stays as it is now"
TRASH = {"deleted": True}

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """One object of a run, taken back."""

    steps: tuple[Step, ...]
    """What the run did to it, the last step first."""
    key: str
    title: str
    version: int = 0
    """Of the object as it was read."""
    data: Json = field(default_factory=dict[str, Any])
    """The properties to send; none where there is nothing to do."""
    names: frozenset[str] = frozenset()
    """The properties that are as they were before the run, once this is sent."""
    left: tuple[str, ...] = ()
    """What is not taken back, and why."""
    standing: Json = field(default_factory=dict[str, Any])
    """The object as it was read, filled properties only."""


def item_reversal(
    steps: Sequence[Step], item: Json | None, history: Iterable[Step], schema: Schema
) -> Reversal:
    """Take back what a run did to an item: `steps`, the last one first.

    `item` is its JSON as the server gives it, None if it is not there; `history` are the steps
    of all runs on it, the first one first. Only what nobody touched since goes back.
    """
    first, history = steps[-1], tuple(history)
    arrived = [step for step in steps if _arrived(step, history)]
    if item is None or not arrived:
        return Reversal(steps=tuple(steps), key=first.key, title=first.title)
    data: Json = item["data"]
    if arrived[-1].before is None:
        return _unmade(steps, item, history)
    names: set[str] = set()
    left: list[str] = []
    changed: dict[str, Any] = {}
    now = dict(data)
    for step in arrived:
        before, after = step.before or {}, step.after
        if before.get("deleted") and _is_worked_on(item, history, since=step):
            left.append(TOUCHED)
            before = {name: value for name, value in before.items() if name != "deleted"}
        if before.get("itemType") != after.get("itemType"):
            if _differs(after, now):
                left.append(LATER)
                continue
            changed |= _residue(before, now, schema)
        for name in _differences(before, after):
            old, new, standing = (value_in(each, name) for each in (before, after, now))
            back = rebased(name, new, old, standing)
            if not back.is_whole:
                left.append(f"{name}: {LATER}")
            else:
                names.add(name)
            if back.value != standing:
                now[name] = changed[name] = back.value
    is_signed_since = signed_as(value_in(data, "extra")) != signed_as(
        value_in(arrived[0].after, "extra")
    )
    if "extra" in changed and (left or is_signed_since):
        # No sign of an earlier day is about what stands there together now.
        changed["extra"] = resigned(changed["extra"], "")
    return Reversal(
        steps=tuple(steps),
        key=first.key,
        title=first.title,
        version=item["version"],
        data=changed,
        names=frozenset(names),
        left=tuple(left),
        standing=data,
    )


def _residue(before: Json, now: Json, schema: Schema) -> dict[str, str]:
    """What the server would move into empty fields of the former type: they stay empty."""
    if before["itemType"] not in schema.types:
        return {}
    texts = {name: value for name, value in now.items() if isinstance(value, str)}
    moved = schema.fit(before["itemType"], texts)
    return dict.fromkeys(moved.keys() - before.keys(), "")


def _arrived(step: Step, history: Iterable[Step]) -> bool:
    """Whether a step was made as far as the journal tells: of one that was sent when its run
    was killed, the next run's view of the object tells it."""
    later = next((each for each in history if each.number > step.number), None)
    if step.state is State.DONE or later is None:
        return True
    if step.before is None or later.before is None:
        return step.before is None and later.before is not None
    return not any(
        value_in(later.before, name) == value_in(step.before, name)
        for name in _differences(step.before, step.after)
    )


def _unmade(steps: Sequence[Step], item: Json, history: Iterable[Step]) -> Reversal:
    """An item that the run made goes to the trash if it is as our runs left it."""
    data: Json = item["data"]
    history = tuple(history)
    is_touched = (
        _is_worked_on(item, history) or _came_back(data, history) or _moved_on(data, history)
    )
    is_done = bool(data.get("deleted"))
    return Reversal(
        steps=tuple(steps),
        key=steps[-1].key,
        title=steps[-1].title,
        version=item["version"],
        data={} if is_touched or is_done else TRASH,
        left=(TOUCHED,) if is_touched and not is_done else (),
        standing=data,
    )


def _came_back(data: Json, history: Sequence[Step]) -> bool:
    """Whether people may have taken a thing out of the trash: an undo of ours sent it there
    and heard nothing, and the next that was seen of it is newer, and not in the trash."""
    for at, step in enumerate(history):
        if step.state is State.SENT and step.before and step.after.get("deleted"):
            later = (each.before for each in history[at + 1 :] if each.before)
            seen = next(later, data)
            if not seen.get("deleted") and seen["version"] > step.before["version"]:
                return True
    return False


def _moved_on(data: Json, history: Sequence[Step]) -> bool:
    """Whether somebody wrote an item since our last answer to a step on it, and be it only to
    take it out of the trash, where another machine of ours had put it."""
    known = [step for step in history if step.state is not State.FAILED]
    return bool(known) and 0 < known[-1].version < data["version"]


def shelf_reversal(
    step: Step, shelf: Json | None, held: Mapping[str, int], history: Sequence[Step]
) -> Reversal:
    """Take back a collection that a run made or took out of the trash: back there, if it has
    its name and place still, and nothing came into it since.

    `held` are the versions of what lies in it, by key; `history` are the steps of all runs on
    that and on itself, the first one first.
    """
    if shelf is None or shelf["data"].get("deleted"):
        return Reversal(steps=(step,), key=step.key, title=step.title)
    data: Json = shelf["data"]
    is_as_made = all(
        data.get(name) == step.after[name] for name in ("name", "parentCollection")
    )
    is_touched = not is_as_made or _came_back(
        data, [each for each in history if each.key == step.key]
    )
    is_used = any(_came_in(key, version, step, history) for key, version in held.items())
    reason = TOUCHED if is_touched else HELD if is_used else ""
    return Reversal(
        steps=(step,),
        key=step.key,
        title=step.title,
        version=shelf["version"],
        data={} if reason else TRASH,
        left=(reason,) if reason else (),
        standing=data,
    )


def _came_in(key: str, version: int, shelf: Step, history: Iterable[Step]) -> bool:
    """Whether something in a collection came there after a run's step on that: one that was in
    the trash kept what it held."""
    if shelf.before is None:
        return True
    known = [each for each in history if each.key == key and each.version <= shelf.version]
    was_there = bool(known) and shelf.key in value_in(known[-1].after, "collections")
    return version > shelf.version and not was_there


def _is_worked_on(item: Json, history: Iterable[Step], since: Step | None = None) -> bool:
    """Whether people put anything into an item since we made it, or since a step of ours."""
    later = [step for step in history if since is None or step.number >= since.number]
    return _differs(_expected(later, since), item["data"]) or bool(
        item["meta"].get("numChildren")
    )


def _expected(history: Iterable[Step], since: Step | None = None) -> dict[str, Any]:
    """An item as our runs alone made it, whatever people did to it between them: from when it
    was made, or from a step on."""
    expected: dict[str, Any] = {}
    for step in history:
        if step.before is None or (since and step.number == since.number):
            expected = dict(step.after)
            continue
        if step.state is State.SENT:
            continue
        for name in _differences(step.before, step.after):
            old, new = value_in(step.before, name), value_in(step.after, name)
            expected[name] = rebased(name, old, new, value_in(expected, name)).value
    return expected


def _differences(before: Json, after: Json) -> list[str]:
    """The properties in which two states of an object differ, the type first."""
    names = sorted((before.keys() | after.keys()) - PASSING | ({"deleted"} & before.keys()))
    names.sort(key=lambda name: name != "itemType")
    return [name for name in names if value_in(before, name) != value_in(after, name)]


def _differs(expected: Json, data: Json) -> bool:
    """Whether people put anything into an item; to leave a collection takes nothing away."""
    for name in (expected.keys() | data.keys()) - PASSING:
        ours, standing = value_in(expected, name), value_in(data, name)
        match name:
            case "collections":
                is_ours = set(standing) <= set(ours)
            case "tags":
                is_ours = {tag["tag"] for tag in standing} == {tag["tag"] for tag in ours}
            case _:
                is_ours = standing == ours
        if not is_ours:
            return True
    return False
