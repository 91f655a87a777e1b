"""A plan on paper: readable, sealed, and done exactly or not at all."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from enrichers.model import WorkKind
from outputs.zotero.changes import Plan
from outputs.zotero.connection import Group, NotAllowed
from outputs.zotero.document import BadPlan, from_document, to_document
from outputs.zotero.entry import Entry
from outputs.zotero.outcome import Pushed
from outputs.zotero.push import apply_document, planned
from tests.outputs.zotero.conftest import Run, posts, runner
from tests.outputs.zotero.works import DYNAMICS, TRANSPORT, article, cited, known, page
from tests.standin.server import StandIn
from tests.standin.zotero import READ_ONLY_KEY, ZoteroGroup

NEWS = (
    cited(article(1), 500),
    known(article(1), title="New", volume="63", authors=article(1).work.authors[:1]),
    known(article(1), kind=WorkKind.CONFERENCE_PAPER),
    article(1, paths=[TRANSPORT]),
    replace(article(1), work_id="doi:10.1007/flow.1"),
)


class Desk:
    """Plans are made here, and applied from the paper they are written on."""

    def __init__(self, group: Group, state: Path) -> None:
        self.group = group
        self.state = state

    def plan(self, *entries: Entry) -> str:
        return to_document(self.planned(*entries))

    def planned(self, *entries: Entry) -> Plan:
        return planned(entries, group=self.group, state=self.state)

    def apply(self, document: str) -> Pushed:
        return apply_document(document, group=self.group, state=self.state)


@pytest.fixture
def desk(group: Group, state: Path) -> Desk:
    return Desk(group, state)


def items_as_run(theirs: ZoteroGroup) -> dict[str, Any]:
    passing = {"version", "dateAdded", "dateModified"}
    return {
        key: {name: value for name, value in each.items() if name not in passing}
        for key, each in theirs.items().items()
    }


def test_a_plan_applied_from_paper_does_what_a_run_does(
    desk: Desk, run: Run, theirs: ZoteroGroup, standin: StandIn
) -> None:
    entries = [*(article(n, paths=[DYNAMICS, TRANSPORT]) for n in range(1, 8)), page()]

    outcome = desk.apply(desk.plan(*entries))
    again = run(*entries)

    assert (outcome.collections_created, outcome.items_created) == (3, 8)
    assert (again.writes, again.items_unchanged) == (0, 8)
    assert posts(standin) == ["collections", "items"]


@pytest.mark.parametrize("news", NEWS)
def test_changes_on_paper_are_those_of_a_run(
    desk: Desk, run: Run, theirs: ZoteroGroup, news: Entry
) -> None:
    run(article(1))
    paper = desk.plan(news)

    outcome = desk.apply(paper)

    assert outcome.items_changed == 1
    assert run(news).writes == 0


@pytest.mark.parametrize("news", NEWS)
def test_the_same_stands_in_the_group_after_a_run_and_after_a_paper(
    desk: Desk, tmp_path: Path, theirs: ZoteroGroup, news: Entry
) -> None:
    with StandIn(pace=0.01) as other:
        run = runner(
            replace(desk.group, endpoint=other.endpoints["zotero"]), tmp_path / "other.sqlite"
        )
        key = run(article(1)).keys[article(1).work_id]
        desk.apply(desk.plan(article(1)))
        note = f"My note\n{theirs.item(key)['extra']}"
        for group in (theirs, other.zotero):
            group.edit_item(key, extra=note, tags=[{"tag": "mine"}])

        run(news, article(2), page())
        desk.apply(desk.plan(news, article(2), page()))

        assert items_as_run(theirs) == items_as_run(other.zotero)


@pytest.mark.parametrize("news", NEWS)
def test_nothing_is_lost_on_paper(
    desk: Desk, run: Run, theirs: ZoteroGroup, news: Entry
) -> None:
    theirs.add_item(itemType="journalArticle", title="Mine", DOI="10.1007/flow.2")
    run(article(1))
    plan = desk.planned(news, article(2), article(3, authors=()), page())

    paper = from_document(to_document(plan))

    assert paper.items == plan.items
    assert (paper.shelves, paper.left) == (plan.shelves, plan.left)
    kept = [
        each.on(change.basis) for each, change in zip(paper.changes, plan.changes, strict=True)
    ]
    assert kept == [change.record for change in plan.changes]


def test_an_item_of_people_is_taken_over_from_paper(
    desk: Desk, run: Run, theirs: ZoteroGroup
) -> None:
    theirs.add_item(itemType="journalArticle", title="Mine", DOI="10.1007/flow.1")

    outcome = desk.apply(desk.plan(article(1)))

    assert outcome.items_adopted == 1
    assert run(known(article(1), title="New", volume="63")).items_changed == 1
    (item,) = theirs.items().values()
    assert (item["title"], item["volume"]) == ("Mine", "63")


def test_planning_sends_nothing_and_needs_no_right_to_write(
    desk: Desk, theirs: ZoteroGroup, standin: StandIn
) -> None:
    desk.group = replace(desk.group, key=READ_ONLY_KEY)

    paper = desk.plan(article(1))

    with pytest.raises(NotAllowed, match="not write"):
        desk.apply(paper)
    assert posts(standin) == []
    assert theirs.version == 0


def test_applying_twice_changes_nothing(desk: Desk, run: Run, theirs: ZoteroGroup) -> None:
    run(article(1))
    paper = desk.plan(cited(article(1), 500), article(2))
    desk.apply(paper)
    before = theirs.snapshot()

    outcome = desk.apply(paper)

    assert theirs.snapshot() == before
    assert outcome.notes == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [("Citations: 500", "Citations: 900"), ('"version": ', '"version": 1'), ("flow", "glow")],
)
def test_a_plan_that_was_changed_is_not_applied(
    desk: Desk, run: Run, standin: StandIn, old: str, new: str
) -> None:
    run(article(1))
    sent = len(posts(standin))
    paper = desk.plan(cited(article(1), 500))

    with pytest.raises(BadPlan, match="changed after"):
        desk.apply(paper.replace(old, new))

    assert len(posts(standin)) == sent


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"sha256": "", "zotlist_plan": 1}', "null"])
def test_what_is_no_plan_is_not_applied(text: str) -> None:
    with pytest.raises(BadPlan):
        from_document(text)


def test_a_plan_for_another_library_is_not_applied(desk: Desk) -> None:
    paper = desk.plan(article(1))
    desk.group = replace(desk.group, number="7")

    with pytest.raises(BadPlan, match="not for groups/7"):
        desk.apply(paper)


def test_the_order_of_the_keys_and_the_blanks_do_not_matter(desk: Desk) -> None:
    paper = desk.plan(article(1))

    respaced = json.dumps(json.loads(paper), sort_keys=True)

    assert from_document(respaced) == from_document(paper)


def test_the_same_plan_has_the_same_document(desk: Desk) -> None:
    assert desk.plan(article(1), page()) == desk.plan(article(1), page())


def test_an_edit_since_the_plan_goes_before_it_and_the_rest_goes_through(
    desk: Desk, run: Run, theirs: ZoteroGroup
) -> None:
    key = run(article(1)).keys[article(1).work_id]
    paper = desk.plan(known(cited(article(1), 500), title="New"), article(2))
    theirs.edit_item(key, title="By hand", tags=[{"tag": "mine"}])

    outcome = desk.apply(paper)

    item = theirs.item(key)
    assert (item["title"], item["tags"]) == ("By hand", [{"tag": "mine"}])
    assert "Citations: 500" in item["extra"]
    assert outcome.items_created == 1
    assert any("people changed it since the plan: title" in note for note in outcome.notes)


def test_an_edit_seen_then_is_respected_for_ever(
    desk: Desk, run: Run, theirs: ZoteroGroup
) -> None:
    key = run(article(1)).keys[article(1).work_id]
    paper = desk.plan(known(article(1), title="New", volume="63"))
    theirs.edit_item(key, title="By hand")
    desk.apply(paper)

    run(known(article(1), title="Newer", volume="64"))

    assert theirs.item(key)["title"] == "By hand"
    assert theirs.item(key)["volume"] == "64"


@pytest.mark.parametrize("take_out", [ZoteroGroup.trash_item, ZoteroGroup.delete_item])
def test_what_was_thrown_away_since_the_plan_stays_away(
    desk: Desk, run: Run, theirs: ZoteroGroup, take_out: Any
) -> None:
    key = run(article(1)).keys[article(1).work_id]
    paper = desk.plan(cited(article(1), 500))
    take_out(theirs, key)
    before = theirs.snapshot()

    outcome = desk.apply(paper)

    assert theirs.snapshot() == before
    assert any("thrown away since the plan" in note for note in outcome.notes)


def test_a_work_that_people_added_since_the_plan_is_not_made_twice(
    desk: Desk, theirs: ZoteroGroup
) -> None:
    paper = desk.plan(article(1), article(2))
    mine = theirs.add_item(itemType="journalArticle", title="Mine", DOI="10.1007/flow.1")

    outcome = desk.apply(paper)

    assert outcome.items_created == 1
    assert set(theirs.items()) > {mine}
    assert any("came into the group since the plan" in note for note in outcome.notes)


def test_a_work_that_a_run_took_over_since_the_plan_is_not_made_twice(
    desk: Desk, run: Run, theirs: ZoteroGroup
) -> None:
    paper = desk.plan(article(1))
    mine = theirs.add_item(itemType="journalArticle", title="Mine", DOI="10.1007/flow.1")
    run(article(1))

    outcome = desk.apply(paper)

    assert outcome.items_created == 0
    assert set(theirs.items()) == {mine}


def test_a_collection_that_was_deleted_since_the_plan_is_not_missed(
    desk: Desk, run: Run, theirs: ZoteroGroup
) -> None:
    run(page(), article(1, paths=[TRANSPORT]))
    paper = desk.plan(page(), article(1, paths=[TRANSPORT]), article(2, paths=[TRANSPORT]))
    topic = next(k for k, v in theirs.collections().items() if v["name"] == TRANSPORT[1])
    theirs.delete_collection(topic)

    outcome = desk.apply(paper)

    assert theirs.item(outcome.keys[article(2).work_id])["collections"] == []


def test_an_item_that_another_run_wrote_since_the_plan_is_left_to_it(
    desk: Desk, run: Run, theirs: ZoteroGroup
) -> None:
    key = run(article(1)).keys[article(1).work_id]
    paper = desk.plan(cited(article(1), 500))
    run(cited(article(1), 600))

    outcome = desk.apply(paper)

    assert "Citations: 600" in theirs.item(key)["extra"]
    assert outcome.writes == 0


def test_an_edit_while_it_is_applied_goes_before_it(
    desk: Desk, run: Run, theirs: ZoteroGroup
) -> None:
    key = run(article(1)).keys[article(1).work_id]
    paper = desk.plan(known(cited(article(1), 500), title="New"))
    theirs.meanwhile(0, lambda: theirs.edit_item(key, title="Just now"))

    desk.apply(paper)

    assert theirs.item(key)["title"] == "Just now"
    assert "Citations: 500" in theirs.item(key)["extra"]


def test_the_paper_says_what_it_does_without_bookkeeping(desk: Desk, run: Run) -> None:
    run(article(1))

    paper = json.loads(desk.plan(cited(article(1), 500)))

    (change,) = paper["items"]
    assert change["changes"] == [
        {
            "property": "extra",
            "reason": "our own lines, brought up to date",
            "old": ["Citations: 100 (Crossref, 2026-11-01)"],
            "new": ["Citations: 500 (Crossref, 2026-11-01)"],
        }
    ]
    assert "to_remember" not in change
