"""A library by way of Zotero desktop: read by any, written by those that take it."""

from dataclasses import replace
from pathlib import Path

import pytest

from outputs.zotero.connection import Group, NotAllowed, ZoteroDown
from outputs.zotero.desktop import ONLY_ONCE
from outputs.zotero.journal import Status
from outputs.zotero.push import history, planned, preflight, push
from outputs.zotero.undo import undo
from tests.flows.test_outages import closed_port
from tests.outputs.zotero.two_places import live
from tests.outputs.zotero.works import article
from tests.standin.server import StandIn
from tests.standin.wire import Reply, Request, text_reply
from tests.standin.zotero.access import OWNER
from tests.standin.zotero.local import ZoteroDesktop


def test_an_old_desktop_is_planned_for_without_a_key(
    local: Group, desktop: ZoteroDesktop, state: Path
) -> None:
    desktop.takes_writes = False
    desktop.group.add_item(itemType="document", title="Somebody's")

    plan = planned([article()], group=local, state=state)

    assert [item.title for item in plan.items] == [article().work.title]


def test_an_old_desktop_is_not_written_to(
    local: Group, desktop: ZoteroDesktop, state: Path, standin: StandIn
) -> None:
    desktop.takes_writes = False

    with pytest.raises(NotAllowed, match=r"can only be read.*zotlist apply"):
        push([article()], group=local, state=state)

    assert not preflight(local, state=state).may_write
    assert [each.method for each in standin.requests if each.method != "GET"] == []
    assert history(local, state=state) == []


def test_a_new_desktop_is_written_to_with_the_leave_of_its_user(
    local: Group, desktop: ZoteroDesktop, state: Path
) -> None:
    first = push([article()], group=local, state=state)
    again = push([article()], group=local, state=state)

    assert first.items_created == 1
    assert again.writes == 0
    assert live(desktop.group) == [article().work.title]
    assert desktop.dialogs == ["zotlist"]


def test_leave_for_one_write_is_asked_for_again(
    local: Group, desktop: ZoteroDesktop, state: Path
) -> None:
    desktop.says = "once"

    done = push([article(paths=(("Shelf",),))], group=local, state=state)

    assert (done.collections_created, done.items_created) == (1, 1)
    assert desktop.dialogs == ["zotlist", "zotlist"]
    assert done.noticed == (ONLY_ONCE,)


def test_a_desktop_that_fails_is_no_other_database(
    local: Group, desktop: ZoteroDesktop, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = desktop.answer

    def failing(request: Request) -> Reply:
        is_meant = b'"itemType"' in request.body
        return text_reply("An error occurred", status=500) if is_meant else answer(request)

    monkeypatch.setattr(desktop, "answer", failing)

    with pytest.raises(ZoteroDown, match="HTTP 500 at 2 objects in a row"):
        push([article(1), article(2)], group=local, state=state)


def test_without_leave_nothing_is_written(
    local: Group, desktop: ZoteroDesktop, state: Path
) -> None:
    desktop.says = "no"

    with pytest.raises(NotAllowed, match="did not let zotlist write"):
        push([article()], group=local, state=state)

    assert desktop.group.version == 0
    assert history(local, state=state)[0].status is Status.STOPPED


def test_the_key_of_the_desktop_is_asked_for_only_where_none_is_given(
    local: Group, desktop: ZoteroDesktop, state: Path
) -> None:
    push([article()], group=local, state=state)
    key = "standinLocalWritingKey0000000001"[:-2] + "01"

    push([article(2)], group=replace(local, key=key), state=state)

    assert desktop.dialogs == ["zotlist"]
    assert len(live(desktop.group)) == 2


def test_a_personal_library_is_reached_by_the_number_of_its_user(
    local: Group, desktop: ZoteroDesktop, state: Path
) -> None:
    mine = replace(local, kind="user", number=str(OWNER.id))

    done = push([article()], group=mine, state=state)

    assert done.items_created == 1
    assert live(desktop.group) == [article().work.title]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"number": "77"}, "does not hold the group 77"),
        ({"kind": "user", "number": "77"}, "not that of user 77"),
    ],
)
def test_a_library_that_is_not_there_is_named(
    local: Group, state: Path, change: dict[str, str], says: str
) -> None:
    with pytest.raises(NotAllowed, match=says):
        planned([article()], group=replace(local, **change), state=state)


def test_a_desktop_that_lets_no_programs_in_says_how_to(
    local: Group, desktop: ZoteroDesktop, state: Path
) -> None:
    desktop.is_open = False

    with pytest.raises(NotAllowed, match="in its settings, under Advanced"):
        planned([article()], group=local, state=state)


def test_a_desktop_that_does_not_run_is_said_in_one_line(local: Group, state: Path) -> None:
    silent = replace(local, endpoint=f"{closed_port()}/api", patience=0.1)

    with pytest.raises(ZoteroDown, match="start Zotero on this machine") as raised:
        planned([article()], group=silent, state=state)

    assert "\n" not in str(raised.value)


def test_proxies_of_the_environment_are_not_for_it(
    local: Group, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", closed_port())
    monkeypatch.setenv("ALL_PROXY", closed_port())

    assert planned([article()], group=local, state=state).items


def test_a_run_through_the_desktop_is_taken_back_there(
    local: Group, desktop: ZoteroDesktop, state: Path
) -> None:
    done = push([article(paths=(("Shelf",),))], group=local, state=state)

    undone = undo(done.run or 0, group=local, state=state)

    assert (undone.items_trashed, undone.collections_trashed) == (1, 1)
    assert live(desktop.group) == []
