"""Items that belong together are related in the group, as far as people leave that to us."""

from pathlib import Path

import pytest

from outputs.zotero.connection import Group
from outputs.zotero.entry import Entry
from tests.outputs.zotero.conftest import Run, posts, runner
from tests.outputs.zotero.past import Past, said
from tests.outputs.zotero.ties import CODE, PAPER, SLIDES, ends, tied, uri
from tests.outputs.zotero.works import known
from tests.standin.server import StandIn
from tests.standin.zotero import ZoteroGroup


@pytest.fixture
def pair(run: Run) -> tuple[str, str]:
    """Two related items of ours: the paper's key and that of the slides."""
    keys = run(*tied(PAPER, SLIDES)).keys
    return keys[PAPER.work_id], keys[SLIDES.work_id]


def test_related_items_are_made_as_such_at_both_ends_without_another_request(
    run: Run, theirs: ZoteroGroup, standin: StandIn
) -> None:
    keys = run(*tied(PAPER, SLIDES, CODE)).keys

    assert posts(standin) == ["collections", "items"]
    for key in keys.values():
        assert ends(theirs, key) == set(keys.values()) - {key}
    assert {item["version"] for item in theirs.items().values()} == {3, 4, 5}


@pytest.mark.parametrize("first", [[PAPER, SLIDES], [PAPER], [SLIDES], []])
def test_a_second_run_finds_nothing_to_do(
    run: Run, theirs: ZoteroGroup, first: list[Entry]
) -> None:
    run(*first)
    run(*tied(PAPER, SLIDES))
    before = theirs.snapshot()

    outcome = run(*tied(PAPER, SLIDES))

    assert outcome.writes == 0
    assert outcome.notes == ()
    assert theirs.snapshot() == before


@pytest.mark.parametrize("first", [[PAPER, SLIDES], [PAPER], [SLIDES]])
@pytest.mark.parametrize("title", ["", "A better title"])
def test_what_was_there_before_is_related_too(
    run: Run, theirs: ZoteroGroup, first: list[Entry], title: str
) -> None:
    run(*first)
    news = known(PAPER, title=title) if title else PAPER

    outcome = run(*tied(news, SLIDES))

    paper, slides = outcome.keys[PAPER.work_id], outcome.keys[SLIDES.work_id]
    assert (ends(theirs, paper), ends(theirs, slides)) == ({slides}, {paper})
    assert theirs.item(paper)["title"] == title or PAPER.work.title
    assert outcome.writes <= 2  # one for a collection that is new


def test_two_that_change_otherwise_too_end_related_in_one_run(
    run: Run, theirs: ZoteroGroup
) -> None:
    run(PAPER, SLIDES)

    outcome = run(*tied(known(PAPER, title="New"), known(SLIDES, title="New too")))

    paper, slides = outcome.keys[PAPER.work_id], outcome.keys[SLIDES.work_id]
    assert (ends(theirs, paper), ends(theirs, slides)) == ({slides}, {paper})
    assert theirs.item(paper)["title"] == "New"
    assert theirs.item(slides)["title"] == "New too"
    assert run(*tied(known(PAPER, title="New"), known(SLIDES, title="New too"))).writes == 0


def test_relations_that_people_made_stay(
    run: Run, theirs: ZoteroGroup, pair: tuple[str, str]
) -> None:
    paper, slides = pair
    note = theirs.add_item(itemType="book", title="Mine")
    mine = {"dc:relation": [uri(slides), uri(note)], "owl:sameAs": uri("ABCD2345")}
    theirs.edit_item(paper, relations=mine)

    run(*tied(PAPER, SLIDES, CODE))

    assert len(ends(theirs, paper)) == 3
    assert note in ends(theirs, paper)
    assert theirs.item(paper)["relations"]["owl:sameAs"] == uri("ABCD2345")


@pytest.mark.parametrize("edited", [(0,), (1,), (0, 1)])
def test_a_relation_that_people_took_out_stays_out(
    run: Run, theirs: ZoteroGroup, pair: tuple[str, str], edited: tuple[int, ...]
) -> None:
    for at in edited:
        theirs.edit_item(pair[at], relations={})
    before = theirs.snapshot()

    outcome = run(*tied(PAPER, SLIDES))

    assert outcome.writes == 0
    assert theirs.snapshot() == before
    assert {edit.name for edit in outcome.respected} == {"relations"}


def test_what_people_took_out_does_not_come_back_from_its_other_end(
    run: Run, theirs: ZoteroGroup, pair: tuple[str, str]
) -> None:
    paper, slides = pair
    theirs.edit_item(paper, relations={})
    theirs.delete_item(slides)

    keys = run(*tied(PAPER, SLIDES, CODE), restore=True).keys

    assert slides in theirs.items()
    assert ends(theirs, paper) == {keys[CODE.work_id]}


def test_items_of_people_are_related_and_otherwise_left(run: Run, theirs: ZoteroGroup) -> None:
    own = theirs.add_item(itemType="book", title="Mine")
    theirs_paper = theirs.add_item(
        itemType="journalArticle",
        title="As Anna has it",
        DOI="10.1007/flow.1",
        relations={"dc:relation": uri(own)},
    )

    slides = run(*tied(PAPER, SLIDES)).keys[SLIDES.work_id]

    assert ends(theirs, theirs_paper) == {own, slides}
    assert theirs.item(theirs_paper)["title"] == "As Anna has it"
    assert run(*tied(PAPER, SLIDES)).writes == 0


@pytest.mark.parametrize("first", [[], [PAPER], [PAPER, SLIDES]])
def test_undoing_takes_relations_back_and_no_later_run_makes_them_again(
    run: Run, past: Past, theirs: ZoteroGroup, first: list[Entry]
) -> None:
    run(*first, CODE)
    before = said(theirs)
    run(*tied(PAPER, SLIDES, CODE))

    undone = past.undo()

    assert undone.left == []
    assert said(theirs) == before
    assert run(*tied(PAPER, SLIDES, CODE)).writes == 0
    keys = run(*tied(PAPER, SLIDES, CODE), restore=True).keys
    assert len(ends(theirs, keys[CODE.work_id])) == 2


def test_undoing_leaves_relations_that_people_made_since(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    keys = run(PAPER, SLIDES).keys
    paper, slides = keys[PAPER.work_id], keys[SLIDES.work_id]
    run(*tied(PAPER, SLIDES))
    own = theirs.add_item(itemType="book", title="Mine")
    theirs.edit_item(paper, relations={"dc:relation": [uri(slides), uri(own)]})

    past.undo()

    assert ends(theirs, paper) == {own}
    assert ends(theirs, slides) == set()


def test_an_item_that_people_related_by_themselves_counts_as_touched(
    run: Run, past: Past, theirs: ZoteroGroup, pair: tuple[str, str]
) -> None:
    own = theirs.add_item(itemType="book", title="Mine")
    theirs.edit_item(pair[0], relations={"dc:relation": [uri(pair[1]), uri(own)]})

    past.undo()

    assert not theirs.item(pair[0]).get("deleted")
    assert theirs.item(pair[1])["deleted"]


def test_a_relation_that_is_not_seen_any_more_stays(
    run: Run, theirs: ZoteroGroup, pair: tuple[str, str]
) -> None:
    assert run(PAPER, SLIDES).writes == 0
    assert ends(theirs, pair[0]) == {pair[1]}


def test_without_our_records_nothing_that_people_took_out_returns(
    theirs: ZoteroGroup, group: Group, pair: tuple[str, str], tmp_path: Path
) -> None:
    theirs.edit_item(pair[0], relations={})
    theirs.edit_item(pair[1], relations={})

    runner(group, tmp_path / "other.sqlite")(*tied(PAPER, SLIDES))

    assert ends(theirs, pair[0]) == set()


def test_items_that_are_changed_and_related_at_once_are_known_as_they_are_then(
    run: Run, theirs: ZoteroGroup
) -> None:
    run(PAPER, SLIDES)
    ours = tied(known(PAPER, title="Layers"), known(SLIDES, title="Their slides"))
    changed = run(*ours)

    again = run(*ours)

    assert (changed.items_changed, changed.notes) == (2, ())
    assert (again.writes, again.notes) == (0, ())
    titles = {each["title"] for each in theirs.items().values()}
    assert titles == {"Layers", "Their slides"}
