"""What of a plan fits on a screen: all it touches, and what else it leaves alone in figures."""

from collections import defaultdict

from outputs.zotero.changes import Left, Plan, Respected
from outputs.zotero.entry import Path
from outputs.zotero.keys import new_key
from outputs.zotero.shelving import APART

FEW = 3  # so many that are left alone for one reason are named, more of them counted


def left_in(plan: Plan, *, whole: bool = False) -> tuple[Left, ...]:
    """What is left alone, reason by reason; of many that the plan does not touch only their
    number, unless the `whole` is asked for."""
    touched = _touched(plan)
    by_reason: defaultdict[str, list[Left]] = defaultdict(list)
    for each in plan.left:
        by_reason[each.reason].append(each)
    told: list[Left] = []
    for reason, group in by_reason.items():
        near = [each for each in group if not touched.isdisjoint(each.keys)]
        if whole or len(group) - len(near) <= FEW:
            told += group
        else:
            rest = f"{len(group) - len(near):,} objects"
            told += [*near, Left(name="", title=rest, reason=reason)]
    return tuple(told)


def respected_in(plan: Plan, *, whole: bool = False) -> tuple[Respected, ...]:
    """What people changed, in items that the plan touches or in all."""
    touched = _touched(plan)
    return tuple(each for each in plan.respected if whole or each.key in touched)


def taken_over(plan: Plan) -> frozenset[Path]:
    """The headings for which a collection of people's is used: not one that an earlier run
    made, and of which no record is left."""
    return frozenset(
        shelf.path
        for shelf in plan.adopted_shelves
        if shelf.key != new_key(plan.library, APART.join(shelf.path))
    )


def _touched(plan: Plan) -> frozenset[str]:
    return frozenset(each.key for each in (*plan.items, *plan.changes))
