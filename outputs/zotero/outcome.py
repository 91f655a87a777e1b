"""What a run did in a library, in figures, what it left alone, and what people changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from outputs.zotero.apply import Applied
from outputs.zotero.changes import Left, Plan, Respected
from outputs.zotero.connection import Connection, NotAllowed, ZoteroDown
from outputs.zotero.plan import WAITING
from outputs.zotero.show import counted, edit_in_words


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
    """The right that the key lacks, and what to do about it: nothing more was written then."""
    trouble: str = ""
    """Why Zotero did not take all that was to be written; the next run goes on."""
    keys: Mapping[str, str] = field(default_factory=dict[str, str])
    """The item of every work that has one, by work id."""
    respected: tuple[Respected, ...] = ()
    """What people changed of ours, and what thus stays."""
    noticed: tuple[str, ...] = ()
    """What became of the library itself, as far as that is strange."""
    left: tuple[str, ...] = ()
    """What was left alone, such as what people threw away, each with its reason."""
    refused: tuple[str, ...] = ()
    """What Zotero does not take, each with its reason: a person is to look at it."""
    waiting: tuple[str, ...] = ()
    """What waits for the next run since a service or Zotero was down, each with its reason."""

    @property
    def is_down(self) -> bool:
        """Zotero gave no usable answer, or not to all."""
        return bool(self.trouble)

    @property
    def notes(self) -> tuple[str, ...]:
        """What readers of the list should know of the group; an outage says nothing of it."""
        edits = map(in_words, self.respected)
        return (*self.noticed, *self.left, *self.refused, *edits)


def outcome_of(
    plans: Sequence[Plan],
    applied: Sequence[Applied],
    connection: Connection,
    *,
    is_rehearsal: bool = False,
    run: int | None = None,
) -> Pushed:
    """Sum up a run; a rehearsal counts what would be done."""
    first, last = plans[0], plans[-1]
    done = applied or ([_foreseen(first)] if is_rehearsal else [])
    refused, moved_on = _failures(plans, applied)
    waiting = [each for each in last.left if each.reason == WAITING]
    left = [each for each in last.left if each.reason != WAITING]
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
        trouble=_left_over(moved_on),
        keys=_keys(plans, applied),
        respected=last.respected,
        noticed=tuple(connection.notices),
        left=_told(left),
        refused=_told(refused),
        waiting=_told([*waiting, *moved_on]),
    )


def stopped(
    error: ZoteroDown | NotAllowed,
    plans: Sequence[Plan],
    applied: Sequence[Applied],
    connection: Connection,
    *,
    keys: Mapping[str, str],
    run: int | None = None,
) -> Pushed:
    """Sum up a run that ended in an error; `keys` are the items that are known to be there.

    Where a right is missing and nothing was written yet, it counts what would be done.
    """
    is_refused = isinstance(error, NotAllowed)
    if is_refused and not any(each.shelves or each.items or each.changes for each in applied):
        run = None  # what was sent was refused whole
    done = Pushed(
        library=connection.group.name, reads=connection.reads, writes=connection.writes
    )
    if plans:
        is_plan = is_refused and run is None
        done = outcome_of(plans, applied, connection, is_rehearsal=is_plan, run=run)
    missing, trouble = (str(error), done.trouble) if is_refused else ("", str(error))
    return replace(done, keys=keys, missing=missing, trouble=trouble)


def told_of(pushed: Pushed) -> Mapping[str, Sequence[str]]:
    """What people should know of the library, a line each, by what it is; without what is not
    so."""
    told = {
        "changed by people, and kept": tuple(map(in_words, pushed.respected)),
        "noticed": pushed.noticed,
        "left alone": pushed.left,
        "refused by Zotero": pushed.refused,
        "waits for the next run": pushed.waiting,
    }
    return {name: lines for name, lines in told.items() if lines}


def unwritten(plans: Sequence[Plan], applied: Sequence[Applied]) -> str:
    """What a run that came to its end could not write, in words; empty if it wrote all."""
    refused, moved_on = _failures(plans, applied)
    told = [f"Zotero refused {counted(len(refused), 'object')}"] if refused else []
    told += [_left_over(moved_on)] if moved_on else []
    return f"done, but {'; '.join(told)}" if told else ""


def in_words(edit: Respected) -> str:
    """What people changed of ours, in one line."""
    return f"{edit.title}: {edit_in_words(edit)}"


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
    failed = {left.name for failures in _failures(plans, applied) for left in failures}
    unmade = failed & {item.work_id for item in last.items}
    return {work_id: key for work_id, key in last.keys.items() if work_id not in unmade}


def _failures(
    plans: Sequence[Plan], applied: Sequence[Applied]
) -> tuple[Sequence[Left], Sequence[Left]]:
    """What was refused, and what the group has to be read again for. Every further plan holds
    what failed before it: only the last word counts, and a last plan without objects says that
    all is done."""
    if not applied or len(applied) < len(plans):
        return (), ()
    return applied[-1].refused, applied[-1].moved_on


def _left_over(moved_on: Sequence[Left]) -> str:
    """Why objects that could have been written were not, by the first of them."""
    if not moved_on:
        return ""
    many = counted(len(moved_on), "object")
    return f"{many} left for the next run: {moved_on[0].reason}"


def _told(left: Sequence[Left]) -> tuple[str, ...]:
    return tuple(f"{each.title or each.name}: {each.reason}" for each in left)
