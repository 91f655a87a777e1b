"""What a run did in a library, in figures, and what it left alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from outputs.zotero.apply import Applied
from outputs.zotero.changes import Left, Plan
from outputs.zotero.connection import Connection
from outputs.zotero.show import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """What a run did in a library."""

    library: str
    """Such as "groups/4242"."""
    collections_created: int = 0
    items_created: int = 0
    items_changed: int = 0
    items_adopted: int = 0
    """Of the changed ones, those that people had made."""
    items_unchanged: int = 0
    reads: int = 0
    """Requests that only read."""
    writes: int = 0
    """Requests that write."""
    is_rehearsal: bool = False
    """Only planned: nothing was sent."""
    run: int | None = None
    """Its number in the journal, by which it can be taken back; None if it wrote nothing."""
    missing: str = ""
    """The right that the key lacks, and what to do about it; nothing was written then."""
    is_down: bool = False
    """Zotero gave no usable answer; the next run goes on."""
    keys: Mapping[str, str] = field(default_factory=dict[str, str])
    """The item of every work that has one, by work id."""
    notes: tuple[str, ...] = ()
    """What was left alone or refused, each with its reason, for people."""


def outcome_of(
    plans: Sequence[Plan],
    applied: Sequence[Applied],
    connection: Connection,
    *,
    is_rehearsal: bool = False,
    run: int | None = None,
) -> Pushed:
    """Sum up a run; a rehearsal counts what would be done."""
    first = plans[0]
    done = applied or ([_foreseen(first)] if is_rehearsal else [])
    return Pushed(
        library=first.library,
        collections_created=sum(each.shelves for each in done),
        items_created=sum(each.items for each in done),
        items_changed=sum(each.changes for each in done),
        items_adopted=sum(each.adopted for each in done),
        items_unchanged=first.unchanged,
        reads=connection.reads,
        writes=connection.writes,
        is_rehearsal=is_rehearsal,
        run=run,
        keys=_keys(plans, applied),
        notes=tuple(_notes(plans, applied)),
    )


def _foreseen(plan: Plan) -> Applied:
    return Applied(
        shelves=len(plan.shelves),
        items=len(plan.items),
        changes=len(plan.changes),
        adopted=plan.adopted,
    )


def _keys(plans: Sequence[Plan], applied: Sequence[Applied]) -> dict[str, str]:
    """The items that are there: not those that were to be made and were not."""
    last = plans[-1]
    failed = {left.name for left in _failures(plans, applied)}
    unmade = failed & {item.work_id for item in last.items}
    return {work_id: key for work_id, key in last.keys.items() if work_id not in unmade}


def _failures(plans: Sequence[Plan], applied: Sequence[Applied]) -> list[Left]:
    """What was to be written and was not. Every further plan holds what failed before it: only
    the last word counts, and a last plan without objects says that all is done."""
    if not applied or len(applied) < len(plans):
        return []
    return [*applied[-1].refused, *applied[-1].moved_on]


def _notes(plans: Sequence[Plan], applied: Sequence[Applied]) -> Iterator[str]:
    last = plans[-1]
    left = (*last.left, *_failures(plans, applied))
    yield from (f"{each.title or each.name}: {each.reason}" for each in left)
    if last.respected:
        edits, items = len(last.respected), len({each.key for each in last.respected})
        yield f"{counted(edits, 'edit')} by people, in {counted(items, 'item')} (respected)"
