"""Every trouble at every write request: nothing twice, nothing missing, then peace."""

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from outputs.zotero.connection import Group, ZoteroDown
from outputs.zotero.push import push
from outputs.zotero.undo import undo
from tests.outputs.zotero.effort import IS_THOROUGH
from tests.outputs.zotero.long_run import (
    AT_ONCE,
    FIRST,
    SECOND,
    UNDO,
    Content,
    content,
    many,
    more,
)
from tests.outputs.zotero.middleman import TIMEOUT, TROUBLES, Middleman, Trouble
from tests.standin.zotero import ZoteroGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A trouble at the write request of a number."""

    trouble: Trouble
    at: int

    def __str__(self) -> str:
        return f"{self.at}: {self.trouble}"


def moments(requests: int, *, turn: int) -> list[Moment]:
    """Every trouble at every request; without much time, each third trouble at one of them."""
    return [
        Moment(trouble=trouble, at=at)
        for number, trouble in enumerate(TROUBLES)
        for at in range(1, requests + 1)
        if IS_THOROUGH or (number % 3 == turn and at == 1 + number % requests)
    ]


INNER_SHELVES = Moment(trouble=TROUBLES[1], at=UNDO - 1)
"""What is around them was once taken for still in use then."""


@pytest.fixture
def ours(group: Group) -> Group:
    return replace(group, at_once=AT_ONCE, timeout=TIMEOUT)


@pytest.fixture
def middleman(theirs: ZoteroGroup, monkeypatch: pytest.MonkeyPatch) -> Middleman:
    middleman = Middleman(theirs)
    monkeypatch.setattr(theirs, "answer", middleman.answer)
    return middleman


@pytest.mark.parametrize("moment", moments(FIRST, turn=0), ids=str)
def test_a_first_run_in_trouble_ends_as_an_undisturbed_one(
    ours: Group,
    state: Path,
    middleman: Middleman,
    undisturbed: list[Content],
    moment: Moment,
) -> None:
    middleman.trouble(moment.trouble, at=moment.at)
    with suppress(ZoteroDown):
        push(many(), group=ours, state=state)
    middleman.calm()

    push(many(), group=ours, state=state)
    version = middleman.theirs.version
    third = push(many(), group=ours, state=state)

    assert content(middleman.theirs) == undisturbed[0]
    assert (third.writes, middleman.theirs.version) == (0, version)


@pytest.mark.parametrize("moment", moments(SECOND, turn=1), ids=str)
def test_changes_in_trouble_end_as_undisturbed_ones(
    ours: Group,
    state: Path,
    middleman: Middleman,
    undisturbed: list[Content],
    moment: Moment,
) -> None:
    push(many(), group=ours, state=state)
    middleman.trouble(moment.trouble, at=moment.at)
    with suppress(ZoteroDown):
        push(more(), group=ours, state=state)
    middleman.calm()

    push(more(), group=ours, state=state)
    version = middleman.theirs.version
    third = push(more(), group=ours, state=state)

    assert content(middleman.theirs) == undisturbed[1]
    assert (third.writes, middleman.theirs.version) == (0, version)


@pytest.mark.parametrize("moment", [INNER_SHELVES, *moments(UNDO, turn=2)], ids=str)
def test_an_undo_in_trouble_ends_as_an_undisturbed_one(
    ours: Group, state: Path, middleman: Middleman, moment: Moment
) -> None:
    push(many(), group=ours, state=state)
    middleman.trouble(moment.trouble, at=moment.at)
    with suppress(ZoteroDown):
        undo(1, group=ours, state=state)
    middleman.calm()

    undo(1, group=ours, state=state)
    version = middleman.theirs.version
    again = push(many(), group=ours, state=state)

    assert content(middleman.theirs) == {}
    assert (again.writes, middleman.theirs.version) == (0, version)
