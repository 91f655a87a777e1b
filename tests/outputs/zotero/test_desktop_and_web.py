"""One library by two ways, in Zotero desktop and on zotero.org, which may be out of step."""

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outputs.zotero.connection import Group, ZoteroDown
from outputs.zotero.document import to_document
from outputs.zotero.push import apply_document, planned, push
from tests.outputs.zotero.effort import IS_THOROUGH
from tests.outputs.zotero.two_places import FIELDS, Pair, live
from tests.outputs.zotero.works import article, doi
from tests.standin.server import StandIn
from tests.standin.zotero import ZoteroGroup
from tests.standin.zotero.local import ZoteroDesktop


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
    assert [note for note in before.notes if "let Zotero sync first" in note]
    assert after.items_changed == 1
    assert len(theirs.items()) == 1


def test_what_the_desktop_got_after_zotero_org_failed_is_not_made_twice(
    local: Group, web: Group, theirs: ZoteroGroup, state: Path, standin: StandIn
) -> None:
    standin.misbehave("zotero", "500", holding='"itemType"')
    with suppress(ZoteroDown):
        push([article()], group=web, state=state)
    standin.heal()
    push([article()], group=local, state=state)

    assert push([article()], group=web, state=state).writes == 0
    assert theirs.items() == {}


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
