"""What was taken back: later runs leave it so."""

from dataclasses import replace
from datetime import date

import pytest

from enrichers.model import Verdict, WorkKind
from outputs.zotero.entry import Entry, Leaving, Policy
from outputs.zotero.extra import signed_as
from tests.outputs.zotero.conftest import Run
from tests.outputs.zotero.past import Past, said
from tests.outputs.zotero.works import (
    DYNAMICS,
    ELDAD,
    LARS,
    TRANSPORT,
    article,
    arxiv,
    cited,
    doi,
    known,
    page,
)
from tests.standin.zotero import ZoteroGroup

REMOVING = Policy(leaving=Leaving.REMOVE)
TWO = [article(1), article(2)]
BOOK = [known(article(1), kind=WorkKind.BOOK)]
REPORT = [known(article(1), kind=WorkKind.REPORT, volume="3", editors=(ELDAD,))]
PREPRINT = known(
    article(1),
    kind=WorkKind.PREPRINT,
    ids=frozenset({arxiv(1)}),
    venue="",
    volume="",
    pages="",
)


@pytest.mark.parametrize(
    ("lists", "policy"),
    [
        (([article(1)], [article(1, paths=[TRANSPORT])]), Policy()),
        (([article(1, paths=[DYNAMICS, TRANSPORT])], [article(1)]), Policy()),
        ((TWO, [article(1)]), REMOVING),
        ((TWO, [article(1)]), Policy()),
        (([replace(article(1), verdict=Verdict.AMBIGUOUS)], [article(1)]), Policy()),
        (([known(article(1), is_archived=True)], [article(1)]), Policy()),
        (([article(1)], [known(article(1), authors=(ELDAD, LARS))]), Policy()),
        (([PREPRINT], [known(article(1), publisher="Springer")]), Policy()),
        (([page()], [page(kind=WorkKind.SOFTWARE, publisher="P", authors=(LARS,))]), Policy()),
        ((BOOK, REPORT), Policy()),
    ],
)
def test_the_same_run_after_an_undo_leaves_what_came_back(
    run: Run,
    past: Past,
    theirs: ZoteroGroup,
    lists: tuple[list[Entry], list[Entry]],
    policy: Policy,
) -> None:
    first, second = lists
    run(*first)
    before = said(theirs)
    assert run(*second, policy=policy).writes
    past.undo()

    again = run(*second, policy=policy)

    assert again.writes == 0
    assert {key: said(theirs)[key] for key in before} == before


def test_an_item_whose_marking_was_taken_off_and_undone_stays_marked(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    key = run(*TWO).keys[article(2).work_id]
    run(article(1))
    run(*TWO)
    past.undo()

    run(*TWO)
    run(article(1))

    assert [tag["tag"] for tag in theirs.item(key)["tags"]].count("list:left") == 1


def test_a_move_that_was_taken_back_comes_again_when_asked_for(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    moved = article(1, paths=[TRANSPORT])
    key = run(article(1)).keys[moved.work_id]
    run(moved)
    (shelf,) = theirs.item(key)["collections"]
    past.undo()

    run(moved, restore=True)

    assert shelf in theirs.item(key)["collections"]


def test_what_is_known_better_since_is_said_in_the_type_that_came_back(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    key = run(PREPRINT).keys[PREPRINT.work_id]
    published = known(article(1), publisher="Springer")
    run(published)
    past.undo()

    run(known(published, title="New", publisher="Springer Nature"))

    item = theirs.item(key)
    assert (item["itemType"], item["title"]) == ("preprint", "New")
    assert item["repository"] == "arXiv"


def test_a_value_that_was_taken_back_does_not_come_with_yet_another_type(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    key = run(PREPRINT).keys[PREPRINT.work_id]
    run(known(article(1), venue="Annals", authors=(ELDAD,)))
    past.undo()

    run(known(article(1), kind=WorkKind.CHAPTER, venue="Annals", authors=(ELDAD,)))

    item = theirs.item(key)
    assert (item["itemType"], item["bookTitle"]) == ("bookSection", "")
    assert [each["lastName"] for each in item["creators"]] == ["Ruthotto", "Haber"]


def test_an_item_that_was_given_back_stays_people_s(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    own = theirs.add_item(itemType="journalArticle", title="Mine", DOI=doi(1).value)
    before = said(theirs)
    run(article(1))
    past.undo()
    later = known(cited(article(1), 200, date(2027, 1, 1)), abstract="New.", volume="63")

    outcome = run(later)
    run(page())

    assert said(theirs)[own] == before[own]
    assert outcome.writes == 0
    assert outcome.keys == {later.work_id: own}
    assert any("left alone unless restored" in note for note in outcome.notes)


def test_an_item_that_was_given_back_is_taken_over_again_when_asked_for(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    own = theirs.add_item(itemType="journalArticle", title="Mine", DOI=doi(1).value)
    run(article(1))
    after = theirs.item(own)
    past.undo()

    run(article(1), restore=True)
    run(cited(article(1), 500))

    item = theirs.item(own)
    assert (item["title"], item["volume"]) == ("Mine", after["volume"])
    assert "Citations: 500" in item["extra"]
    assert f"zotlist: {article(1).work_id}" in item["extra"]


def test_a_value_that_was_taken_back_stays_so_beside_one_of_another_type(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    paper = known(article(1), kind=WorkKind.CONFERENCE_PAPER)
    key = run(article(1)).keys[paper.work_id]
    run(known(article(1), venue="X"))
    past.undo()
    before = theirs.item(key)["publicationTitle"]
    run(paper)
    run(known(paper, venue="Y"))
    past.undo()
    run(article(1))

    run(known(article(1), venue="X"))

    item = theirs.item(key)
    assert (item["itemType"], item["publicationTitle"]) == ("journalArticle", before)


def test_an_earlier_run_is_undone_whatever_a_later_one_signed(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    key = run(article(1)).keys[article(1).work_id]
    title = theirs.item(key)["title"]
    run(known(article(1), title="Second"))
    later = known(article(1), title="Second", issued="2021")
    run(later)

    undone = past.undo(2)
    again = run(later)

    assert (undone.left, again.writes, again.notes) == ([], 0, ())
    assert (theirs.item(key)["title"], theirs.item(key)["date"]) == (title, "2021")


def test_an_undo_signs_nothing_that_another_one_took_back(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    key = run(article(1)).keys[article(1).work_id]
    run(known(article(1), title="Second"))
    run(known(article(1), title="Second", issued="2021"))
    past.undo(2)

    past.undo(3)

    assert signed_as(theirs.item(key)["extra"]) == ""


def test_an_adoption_is_undone_whatever_a_later_run_signed(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    own = theirs.add_item(itemType="journalArticle", title="Mine", DOI=doi(1).value)
    run(article(1))
    run(known(article(1), issued="2021"))

    past.undo(1)

    assert "zotlist" not in theirs.item(own).get("extra", "")
