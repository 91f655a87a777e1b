"""A mark in the group keeps machines apart that share no file."""

import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from outputs.zotero import connection
from outputs.zotero.connection import Group, ZoteroDown
from outputs.zotero.keys import new_key
from outputs.zotero.mark import TITLE
from outputs.zotero.push import history, push
from outputs.zotero.undo import undo
from tests.outputs.zotero.conftest import Run, posts
from tests.outputs.zotero.works import article, cited
from tests.standin.server import StandIn
from tests.standin.wire import Request
from tests.standin.zotero import READ_WRITE_KEY, ZoteroGroup


@pytest.fixture
def marking(group: Group) -> Group:
    return replace(group, mark=True)


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """What another machine remembers."""
    return tmp_path / "other.sqlite"


def left_by_another(theirs: ZoteroGroup, group: Group, until: datetime) -> str:
    """The mark of a machine that is writing, or died while it did."""
    key = new_key(group.name, TITLE)
    extra = f"Holder: another\nUntil: {until.isoformat()}"
    item = {"key": key, "version": 0, "itemType": "document", "deleted": True}
    body = json.dumps([{**item, "title": TITLE, "extra": extra}]).encode()
    reply = theirs.answer(
        Request(
            service="zotero",
            method="POST",
            path=f"/{group.name}/items",
            headers={"zotero-api-key": READ_WRITE_KEY},
            body=body,
        )
    )
    assert key in json.loads(reply.body)["success"].values()
    return key


def test_it_is_in_the_trash_while_we_write_and_gone_afterwards(
    marking: Group, state: Path, theirs: ZoteroGroup
) -> None:
    seen: list[bool] = []

    def look(_done: int, _total: int) -> None:
        seen.append(bool(theirs.item(new_key(marking.name, TITLE))["deleted"]))

    outcome = push([article(1)], group=marking, state=state, progress=look)

    assert seen == [True, True]
    assert set(theirs.items()) == set(outcome.keys.values())


def test_a_machine_that_sees_it_waits_for_another_time(
    marking: Group, state: Path, other: Path, theirs: ZoteroGroup
) -> None:
    met: list[str] = []

    def beside(_done: int, _total: int) -> None:
        try:
            push([article(2)], group=replace(marking, mark=False), state=other)
        except ZoteroDown as error:
            met.append(str(error))

    push([article(1)], group=marking, state=state, progress=beside)

    assert len(met) == 2
    assert all("another machine is writing" in each for each in met)
    assert len(theirs.items()) == 1
    assert push([article(2)], group=marking, state=other).items_created == 1


def test_one_whose_time_is_over_is_taken_over(
    marking: Group, run: Run, theirs: ZoteroGroup, state: Path
) -> None:
    left_by_another(theirs, marking, datetime.now(UTC) - timedelta(minutes=1))

    outcome = push([article(1)], group=marking, state=state)

    assert set(theirs.items()) == set(outcome.keys.values())


def test_one_of_a_machine_that_writes_keeps_all_others_away(
    marking: Group, theirs: ZoteroGroup, state: Path, standin: StandIn
) -> None:
    left_by_another(theirs, marking, datetime.now(UTC) + timedelta(minutes=50))

    with pytest.raises(ZoteroDown, match="another machine is writing"):
        push([article(1)], group=marking, state=state)

    assert posts(standin) == []


@pytest.mark.parametrize("text", ["", "for ever", "9999-01-01T00:00:00+00:00"])
def test_one_that_says_nothing_sensible_keeps_nobody_away(
    marking: Group, theirs: ZoteroGroup, state: Path, text: str
) -> None:
    key = left_by_another(theirs, marking, datetime.now(UTC))
    theirs.edit_item(key, extra=f"Holder: another\nUntil: {text}")

    push([article(1)], group=marking, state=state)

    assert len(theirs.items()) == 1


def test_of_two_that_come_at_once_one_is_refused(
    marking: Group, theirs: ZoteroGroup, state: Path
) -> None:
    until = datetime.now(UTC) + timedelta(minutes=50)
    theirs.meanwhile(0, lambda: left_by_another(theirs, marking, until))

    with pytest.raises(ZoteroDown, match="at the same time"):
        push([article(1)], group=marking, state=state)

    assert len(theirs.items()) == 1


class Clock:
    """Tells the time of a machine whose clock can go wrong."""

    ahead = 0.0

    def time(self) -> float:
        return time.time() + self.ahead


@pytest.mark.parametrize("minutes", [-130, -61, 61, 130])
def test_machines_whose_clocks_differ_see_each_other_by_the_servers(
    marking: Group, state: Path, other: Path, monkeypatch: pytest.MonkeyPatch, minutes: int
) -> None:
    clock = Clock()
    monkeypatch.setattr(connection, "time", clock)
    met: list[str] = []

    def beside(_done: int, _total: int) -> None:
        clock.ahead = 60.0 * minutes
        try:
            push([article(2)], group=marking, state=other)
        except ZoteroDown as error:
            met.append(str(error))
        clock.ahead = 0.0

    push([article(1)], group=marking, state=state, progress=beside)

    assert len(met) == 2
    assert all("another machine is writing" in each for each in met)


def test_one_whose_answer_was_lost_is_still_ours(
    marking: Group, state: Path, theirs: ZoteroGroup, standin: StandIn
) -> None:
    standin.misbehave("zotero", "lost", times=1, holding=TITLE)

    outcome = push([article(1)], group=marking, state=state)

    assert set(theirs.items()) == set(outcome.keys.values())


@pytest.mark.parametrize("code", [413, 500])
def test_one_that_zotero_does_not_take_is_said_to_be_none(
    marking: Group, state: Path, theirs: ZoteroGroup, code: int
) -> None:
    theirs.fail_next(0, code)

    with pytest.raises(ZoteroDown, match=rf"no mark can be set while we write: .*{code}"):
        push([article(1)], group=marking, state=state)

    assert theirs.items() == {}


def test_our_own_after_a_crash_does_not_stop_us(
    marking: Group, state: Path, theirs: ZoteroGroup, standin: StandIn
) -> None:
    hasty = replace(marking, patience=0.1)
    standin.misbehave("zotero", "reset", after=1, holding='"itemType"')
    with pytest.raises(ZoteroDown):
        push([article(1)], group=hasty, state=state)
    standin.heal()

    outcome = push([article(1)], group=marking, state=state)

    assert set(theirs.items()) == set(outcome.keys.values())


def test_nothing_to_write_leaves_no_mark(
    marking: Group, state: Path, theirs: ZoteroGroup
) -> None:
    push([article(1)], group=marking, state=state)
    version = theirs.version

    assert push([article(1)], group=marking, state=state).writes == 0
    assert theirs.version == version


def test_taking_back_leaves_a_mark_too_and_takes_it_away(
    marking: Group, state: Path, theirs: ZoteroGroup
) -> None:
    push([article(1)], group=marking, state=state)
    outcome = push([cited(article(1), 500)], group=marking, state=state)

    undo(history(marking, state=state)[0].number, group=marking, state=state)

    assert set(theirs.items()) == set(outcome.keys.values())
