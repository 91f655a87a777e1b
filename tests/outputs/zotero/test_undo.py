"""Taking a run back: what nobody touched since is as it was before."""

from dataclasses import replace
from pathlib import Path

import pytest

from enrichers.model import WorkKind
from outputs.zotero.connection import Group, NotAllowed, ZoteroDown
from outputs.zotero.entry import Entry, Policy
from outputs.zotero.journal import Status
from outputs.zotero.push import push
from outputs.zotero.undo import NoSuchRun
from tests.outputs.zotero.conftest import Run, posts
from tests.outputs.zotero.past import NEWS, Past, said
from tests.outputs.zotero.works import TRANSPORT, article, cited, known, page
from tests.standin.server import StandIn
from tests.standin.zotero import READ_ONLY_KEY, ZoteroGroup


@pytest.mark.parametrize(
    "news",
    [
        [NEWS],
        [article(1, paths=[TRANSPORT]), page("new")],
        [known(article(1), kind=WorkKind.CONFERENCE_PAPER, venue="A conference")],
        [page("new")],
        [replace(article(1), work_id="doi:10.1007/flow.1"), article(2), article(3)],
        [article(1), page(kind=WorkKind.SOFTWARE, publisher="P")],
        [known(article(1), kind=WorkKind.PREPRINT)],
        [known(article(1), kind=WorkKind.REPORT, publisher="P", series="S")],
    ],
)
def test_a_run_and_its_undo_leave_everything_as_it_was(
    run: Run, past: Past, theirs: ZoteroGroup, news: list[Entry]
) -> None:
    theirs.load_foreign(20)
    theirs.add_item(
        itemType="journalArticle", title="Mine", DOI="10.1007/flow.2", tags=[{"tag": "x"}]
    )
    run(article(1), page())
    before = said(theirs)
    outcome = run(*news)
    assert outcome.writes

    undone = past.undo()

    assert said(theirs) == before
    assert undone.left == []


def test_an_adopted_item_is_given_back_as_it_was(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    shelf = theirs.add_collection("Anna's")
    theirs.add_item(
        itemType="journalArticle",
        title="Mine",
        DOI="10.1007/flow.1",
        extra="Read by Anna",
        tags=[{"tag": "mine"}],
        collections=[shelf],
    )
    before = said(theirs)
    run(article(1))

    past.undo()

    assert said(theirs) == before


def test_what_a_first_run_made_goes_to_the_trash_and_nowhere_else(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    outcome = run(*(article(number, paths=[TRANSPORT]) for number in range(1, 61)), page())

    undone = past.undo()

    assert (undone.items_trashed, undone.collections_trashed) == (61, 2)
    assert said(theirs) == {}
    assert set(theirs.items()) == set(outcome.keys.values())
    assert undone.writes == 4


def test_what_was_taken_back_is_not_made_again_unless_asked_for(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    run(article(1), page())
    after = said(theirs)
    past.undo()
    version = theirs.version

    again = run(article(1), page())
    unmade = said(theirs)
    run(article(1), page(), restore=True)

    assert (again.writes, unmade) == (0, {})
    assert said(theirs) == after
    assert version < theirs.version
    assert run(article(1), page()).writes == 0


def test_a_value_that_was_taken_back_is_not_written_again_but_a_later_one_is(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    key = run(article(1)).keys[article(1).work_id]
    run(NEWS)
    past.undo()
    version = theirs.version

    again = run(NEWS)
    assert (again.writes, theirs.version) == (0, version)
    run(known(cited(NEWS, 600), title="Newer"))

    item = theirs.item(key)
    assert item["title"] == "Newer"
    assert "Citations: 600" in item["extra"]
    assert item["volume"] == "62"


def test_values_that_were_taken_back_come_again_when_asked_for(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    run(article(1))
    run(NEWS)
    after = said(theirs)
    past.undo()

    run(NEWS, restore=True)

    assert said(theirs) == after


def test_an_item_that_our_later_runs_changed_can_still_be_taken_back(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    run(article(1))
    first = past.runs()[0].number
    run(NEWS)

    undone = past.undo(first)

    assert undone.items_trashed == 1
    assert said(theirs) == {}


def test_what_a_later_run_wrote_over_stays(run: Run, past: Past, theirs: ZoteroGroup) -> None:
    key = run(article(1)).keys[article(1).work_id]
    run(cited(article(1), 500))
    second = past.runs()[0].number
    run(cited(article(1), 600))

    past.undo(second)

    assert "Citations: 600" in theirs.item(key)["extra"]


def test_a_second_undo_finds_nothing_to_do(
    run: Run, past: Past, theirs: ZoteroGroup, standin: StandIn
) -> None:
    key = run(article(1)).keys[article(1).work_id]
    run(NEWS)
    number = past.runs()[0].number
    past.undo(number)
    theirs.edit_item(key, title="New")
    before = theirs.snapshot()

    undone = past.undo(number)

    assert theirs.snapshot() == before
    assert undone.writes == 0


@pytest.mark.parametrize(
    "broken", [(fault, after) for fault in ("reset", "lost", "503") for after in (0, 1)]
)
def test_an_undo_that_broke_off_is_completed(
    run: Run, past: Past, theirs: ZoteroGroup, standin: StandIn, broken: tuple[str, int]
) -> None:
    fault, after = broken
    many = [article(number) for number in range(1, 56)]
    run(*many[:10])
    before = said(theirs)
    run(*(cited(each, 500) for each in many))
    number = past.runs()[0].number
    standin.misbehave("zotero", fault, after=after, holding='"version"')
    past.group = replace(past.group, patience=0.1)
    with pytest.raises(ZoteroDown, match="objects left for another undo"):
        past.undo(number)
    standin.heal()

    past.undo(number)

    assert said(theirs) == before


def test_what_a_killed_run_had_not_made_is_not_its_to_take_back(
    group: Group, state: Path, past: Past, theirs: ZoteroGroup, standin: StandIn
) -> None:
    hasty = replace(group, patience=0.1)
    standin.misbehave("zotero", "reset", holding='"itemType"')
    with pytest.raises(ZoteroDown):
        push([article(1)], group=hasty, state=state)
    standin.heal()
    killed = past.runs()[0]
    push([article(1)], group=group, state=state)

    past.undo(killed.number)

    assert killed.status is Status.STOPPED
    assert "left for the next run" in killed.note
    assert len(theirs.items(include_trashed=False)) == 1


def test_a_run_that_gave_up_counts_and_takes_back_only_what_it_made(
    group: Group, state: Path, past: Past, theirs: ZoteroGroup, standin: StandIn
) -> None:
    hasty = replace(group, patience=0.05, at_once=2)
    entries = [article(number) for number in range(1, 8)]
    standin.misbehave("zotero", "503", after=1, holding='"itemType"')
    with pytest.raises(ZoteroDown):
        push(entries, group=hasty, state=state)
    standin.heal()
    first = set(theirs.items())
    push(entries, group=group, state=state)

    past.undo(past.runs()[-1].number)

    _, second, gave_up = past.runs()
    assert (gave_up.created, gave_up.undone) == (4, 2)
    assert second.created == 5
    assert set(theirs.items(include_trashed=False)) == theirs.items().keys() - first


def test_the_history_tells_what_every_run_did(run: Run, past: Past) -> None:
    run(article(1), page())
    run(cited(article(1), 500), page())
    run(cited(article(1), 500), page())
    past.undo()

    told = [(each.created, each.changed, each.undone, each.undoes) for each in past.runs()]

    assert told == [(0, 1, 0, 2), (0, 1, 1, None), (4, 0, 0, None)]
    assert {each.status for each in past.runs()} == {Status.DONE}


def test_a_run_that_is_not_there_cannot_be_taken_back(run: Run, past: Past) -> None:
    run(article(1))

    with pytest.raises(NoSuchRun, match="no run 7"):
        past.undo(7)


def test_an_undo_is_not_undone_but_restored(run: Run, past: Past) -> None:
    run(article(1))
    past.undo()

    with pytest.raises(NoSuchRun, match="restore"):
        past.undo()


def test_a_key_that_may_only_read_takes_nothing_back(
    run: Run, past: Past, standin: StandIn
) -> None:
    run(article(1))
    sent = len(posts(standin))
    past.group = replace(past.group, key=READ_ONLY_KEY)

    with pytest.raises(NotAllowed):
        past.undo()

    assert len(posts(standin)) == sent


def test_marks_of_what_left_are_taken_back_too(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    run(article(1), article(2))
    before = said(theirs)
    run(article(1), policy=Policy())

    past.undo()

    assert said(theirs) == before
    assert run(article(1)).writes == 0
