"""A library by way of Zotero desktop: read by any, written by those that take it."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outputs.zotero.connection import Group, NotAllowed, ZoteroDown
from outputs.zotero.document import to_document
from outputs.zotero.journal import Status
from outputs.zotero.push import apply_document, history, planned, preflight, push
from outputs.zotero.undo import undo
from tests.flows.test_outages import closed_port
from tests.outputs.zotero.effort import IS_THOROUGH
from tests.outputs.zotero.works import article, doi
from tests.standin.server import StandIn
from tests.standin.zotero import ZoteroGroup
from tests.standin.zotero.access import OWNER
from tests.standin.zotero.local import ZoteroDesktop

FIELDS = ("date", "pages", "title")


@pytest.fixture
def web(group: Group) -> Group:
    """The group on zotero.org."""
    return replace(group, twin=f"desktop/{group.name}")


@pytest.fixture
def local(standin: StandIn, web: Group) -> Group:
    """The same group in Zotero desktop."""
    return replace(
        web, key="", endpoint=standin.desktop_endpoint, is_local=True, twin=web.address
    )


@pytest.fixture
def desktop(standin: StandIn) -> ZoteroDesktop:
    return standin.desktop


def live(group: ZoteroGroup) -> list[str]:
    """The titles of the items that are not in the trash."""
    items = group.items(include_trashed=False).values()
    return sorted(str(item["title"]) for item in items)


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
    silent = replace(local, endpoint=f"{closed_port()}/api")

    with pytest.raises(ZoteroDown, match="start Zotero on this machine") as raised:
        planned([article()], group=silent, state=state)

    assert "\n" not in str(raised.value)


def test_proxies_of_the_environment_are_not_for_it(
    local: Group, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", closed_port())
    monkeypatch.setenv("ALL_PROXY", closed_port())

    assert planned([article()], group=local, state=state).items


def test_another_database_in_the_midst_is_noticed(
    local: Group, desktop: ZoteroDesktop, state: Path, standin: StandIn
) -> None:
    push([article()], group=local, state=state)
    desktop.group.meanwhile(0, lambda: setattr(desktop, "server_id", "anotherDb"))

    with pytest.raises(ZoteroDown, match="another database"):
        push([article(2), article(3)], group=local, state=state)


@pytest.mark.parametrize("takes_writes", [False, True])
def test_a_plan_read_from_the_desktop_is_applied_to_zotero_org(
    local: Group, web: Group, standin: StandIn, state: Path, takes_writes: bool
) -> None:
    standin.desktop.takes_writes = takes_writes
    push([article()], group=web, state=state)
    standin.zotero.load_foreign(5)
    standin.desktop.sync(standin.zotero)
    changed = article(issued="2021-05-04")
    plan = to_document(planned([changed, article(2)], group=local, state=state))

    done = apply_document(plan, group=web, state=state)

    assert (done.items_created, done.items_changed) == (1, 1)
    assert push([changed, article(2)], group=web, state=state).writes == 0


def test_what_people_did_on_zotero_org_since_the_desktop_synced_stays(
    local: Group, web: Group, desktop: ZoteroDesktop, theirs: ZoteroGroup, state: Path
) -> None:
    push([article(), article(2)], group=web, state=state)
    desktop.sync(theirs)
    [of_a] = [
        key for key, item in theirs.items().items() if item["title"] == article().work.title
    ]
    [of_b] = set(theirs.items()) - {of_a}
    theirs.edit_item(of_a, date="1999")
    theirs.delete_item(of_b)
    theirs.add_item(itemType="journalArticle", title="C", DOI=doi(3).value)
    plan = planned(
        [article(issued="2021"), article(2, issued="2021"), article(3)],
        group=local,
        state=state,
    )

    done = apply_document(to_document(plan), group=web, state=state)

    assert done.items_created == 0
    assert theirs.item(of_a)["date"] == "1999"
    assert of_b not in theirs.items()
    assert len(theirs.items()) == 2


def test_a_new_desktop_is_asked_only_for_what_changed(
    local: Group, desktop: ZoteroDesktop, state: Path, standin: StandIn
) -> None:
    mine = desktop.group.add_item(itemType="journalArticle", title="Mine", DOI=doi(2).value)
    gone = desktop.group.add_item(itemType="journalArticle", title="Gone", DOI=doi(3).value)
    wanted = [article(), article(2), article(3)]
    push(wanted, group=local, state=state)
    asked = len(standin.requests)
    push(wanted, group=local, state=state)
    idle = [each.path.rpartition("/")[2] for each in standin.requests[asked:]]

    desktop.group.edit_item(mine, title="Mine still", date="1999")
    desktop.group.delete_item(gone)
    plan = planned([*wanted, article(4)], group=local, state=state)

    assert idle == ["", f"{local.number}", "top"]
    assert [item.work_id for item in plan.items] == [article(4).work_id]
    assert mine not in {each.key for each in plan.changes}
    assert {left.name for left in plan.left} == {article(3).work_id}


def test_the_database_of_another_desktop_is_read_anew(
    local: Group, desktop: ZoteroDesktop, state: Path
) -> None:
    push([article()], group=local, state=state)
    desktop.group.reset()
    desktop.group.load_foreign(30)
    desktop.server_id = "anotherDb"

    assert planned([article(2)], group=local, state=state).items
    assert planned([article()], group=local, state=state).items == ()


def test_a_plan_for_zotero_org_is_held_against_what_people_have_in_the_desktop(
    local: Group, web: Group, desktop: ZoteroDesktop, theirs: ZoteroGroup, state: Path
) -> None:
    theirs.load_foreign(20)
    plan = to_document(planned([article(), article(2)], group=web, state=state))
    desktop.group.add_item(itemType="journalArticle", title="Mine", DOI=doi(1).value)

    done = apply_document(plan, group=local, state=state)

    assert done.items_created == 1
    assert live(desktop.group) == sorted(["Mine", article(2).work.title])


def test_planning_from_a_desktop_that_is_behind_unlearns_nothing(
    local: Group, web: Group, desktop: ZoteroDesktop, theirs: ZoteroGroup, state: Path
) -> None:
    push([article()], group=web, state=state)
    desktop.sync(theirs)
    push([article(issued="2021")], group=web, state=state)

    planned([article(issued="2021")], group=local, state=state)

    push([article(issued="2022")], group=web, state=state)
    [item] = theirs.items().values()
    assert item["date"] == "2022"


def test_what_the_desktop_has_not_uploaded_is_not_made_twice(
    local: Group, web: Group, desktop: ZoteroDesktop, theirs: ZoteroGroup, state: Path
) -> None:
    push([article()], group=local, state=state)

    before = push([article()], group=web, state=state)
    desktop.upload(theirs)
    after = push([article(issued="2021")], group=web, state=state)

    assert before.writes == 0
    assert after.items_changed == 1
    assert len(theirs.items()) == 1


def test_what_was_deleted_on_zotero_org_is_not_made_again_in_the_desktop(
    local: Group, web: Group, desktop: ZoteroDesktop, theirs: ZoteroGroup, state: Path
) -> None:
    push([article()], group=web, state=state)
    [key] = theirs.items()
    theirs.delete_item(key)
    desktop.sync(theirs)

    push([article()], group=local, state=state)

    assert desktop.group.items() == {}


def test_ways_can_be_used_in_turn(
    local: Group, web: Group, desktop: ZoteroDesktop, theirs: ZoteroGroup, state: Path
) -> None:
    push([article(issued="2020")], group=web, state=state)
    desktop.sync(theirs)
    push([article(issued="2021")], group=local, state=state)
    desktop.upload(theirs)
    push([article(issued="2022")], group=web, state=state)
    desktop.sync(theirs)
    push([article(issued="2023")], group=local, state=state)

    [item] = desktop.group.items().values()
    assert item["date"] == "2023"


def test_a_run_through_the_desktop_is_taken_back_there(
    local: Group, desktop: ZoteroDesktop, state: Path
) -> None:
    done = push([article(paths=(("Shelf",),))], group=local, state=state)

    undone = undo(done.run or 0, group=local, state=state)

    assert (undone.items_trashed, undone.collections_trashed) == (1, 1)
    assert live(desktop.group) == []


STEPS = st.one_of(
    st.tuples(st.sampled_from(["web", "local"]), st.sampled_from(["2019", "2020", "2021"])),
    st.tuples(st.sampled_from(["on zotero.org", "in the desktop"]), st.sampled_from(FIELDS)),
)
"""A run of ours by either way with a date, or people's edit of a field at either place."""


@settings(
    max_examples=40 if IS_THOROUGH else 12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEPS, min_size=3, max_size=7))
def test_by_whatever_ways_people_and_we_come_what_people_wrote_stands(
    local: Group, web: Group, steps: list[tuple[str, str]]
) -> None:
    with StandIn(pace=0.01) as standin, TemporaryDirectory() as folder:
        pair = Pair(standin=standin, local=local, web=web, state=Path(folder) / "state.sqlite")
        pair.run("web", "2018")
        for number, (what, detail) in enumerate(steps):
            if detail in FIELDS:
                pair.edit(what, detail, f"people's {number}")
            else:
                pair.run(what, detail)

        assert {name: pair.item[name] for name in pair.written} == pair.written
        assert len(standin.zotero.items()) == 1


@dataclass
class Pair:
    """A library on zotero.org and its copy in Zotero desktop, kept in step."""

    standin: StandIn
    local: Group
    web: Group
    state: Path
    written: dict[str, str] = field(default_factory=dict[str, str])
    """What people wrote last, by field."""

    @property
    def item(self) -> dict[str, object]:
        [item] = self.standin.zotero.items().values()
        return item

    def run(self, way: str, date: str) -> None:
        web = replace(self.web, endpoint=self.standin.endpoints["zotero"])
        local = replace(self.local, endpoint=self.standin.desktop_endpoint)
        group = web if way == "web" else local
        push([article(issued=date, pages=f"1-{date}")], group=group, state=self.state)
        self._sync(to_desktop=way == "web")

    def edit(self, where: str, name: str, value: str) -> None:
        is_web = where == "on zotero.org"
        group = self.standin.zotero if is_web else self.standin.desktop.group
        [key] = group.items()
        group.edit_item(key, **{name: value})
        self.written[name] = value
        self._sync(to_desktop=is_web)

    def _sync(self, *, to_desktop: bool) -> None:
        if to_desktop:
            self.standin.desktop.sync(self.standin.zotero)
        else:
            self.standin.desktop.upload(self.standin.zotero)
