"""Taking a run back: what people did since stays."""

from dataclasses import replace
from typing import Any

import pytest

from enrichers.model import Verdict
from outputs.zotero.connection import ZoteroDown
from outputs.zotero.entry import Path
from outputs.zotero.keys import new_key
from tests.outputs.zotero.conftest import Run
from tests.outputs.zotero.past import NEWS, Past, said
from tests.outputs.zotero.works import DYNAMICS, ROOT, TRANSPORT, article, cited, doi, page
from tests.standin.server import StandIn
from tests.standin.zotero import ZoteroGroup


@pytest.mark.parametrize(
    "edit",
    [
        {"title": "By hand"},
        {"creators": []},
        {"extra": "My note"},
        {"tags": [{"tag": "mine"}]},
        {"collections": []},
        {"volume": "", "issue": "7"},
    ],
)
def test_what_people_changed_after_the_run_stays(
    run: Run, past: Past, theirs: ZoteroGroup, edit: dict[str, Any]
) -> None:
    key = run(article(1)).keys[article(1).work_id]
    run(NEWS)
    theirs.edit_item(key, **edit)

    past.undo()

    item = theirs.item(key)
    assert {name: item[name] for name in edit} == edit


def test_beside_an_edit_the_rest_is_taken_back(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    key = run(article(1)).keys[article(1).work_id]
    run(NEWS)
    theirs.edit_item(key, title="By hand", extra=theirs.item(key)["extra"] + "\nMy note")

    undone = past.undo()

    item = theirs.item(key)
    assert (item["title"], item["volume"]) == ("By hand", "62")
    assert "Citations: 100" in item["extra"]
    assert item["extra"].endswith("My note")
    assert [left.reason.partition(":")[0] for left in undone.left] == ["title"]


@pytest.mark.parametrize(
    "edit",
    [
        {"title": "By hand"},
        {"rights": "CC-BY"},
        {"tags": [{"tag": "mine"}]},
        {"extra": "My note"},
    ],
)
def test_an_item_of_ours_that_people_worked_on_stays(
    run: Run, past: Past, theirs: ZoteroGroup, edit: dict[str, Any]
) -> None:
    key = run(article(1), page()).keys[article(1).work_id]
    theirs.edit_item(key, **edit)

    undone = past.undo()

    assert "deleted" not in theirs.item(key)
    assert any("people have worked on it" in left.reason for left in undone.left)
    assert undone.items_trashed == 1
    shelf = next(v for v in theirs.collections().values() if v["name"] == DYNAMICS[1])
    assert not shelf.get("deleted")


@pytest.mark.parametrize("edit", [{"title": "By hand"}, {"rights": "CC-BY"}])
def test_an_edit_that_came_back_with_our_own_answer_counts(
    run: Run, past: Past, theirs: ZoteroGroup, edit: dict[str, str]
) -> None:
    key = new_key("groups/4242", article(1).work_id)
    theirs.meanwhile(1, lambda: theirs.edit_item(key, **edit))
    run(article(1), article(2))

    past.undo()

    assert "deleted" not in theirs.item(key)


def test_an_edit_before_a_later_run_of_ours_still_counts(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    outcome = run(article(1))
    first = past.runs()[0].number
    key = outcome.keys[article(1).work_id]
    theirs.edit_item(key, tags=[*theirs.item(key)["tags"], {"tag": "mine"}])
    run(cited(article(1), 500))

    past.undo(first)

    assert "deleted" not in theirs.item(key)


def test_an_item_with_a_note_of_people_stays(run: Run, past: Past, theirs: ZoteroGroup) -> None:
    key = run(article(1)).keys[article(1).work_id]
    theirs.add_item(itemType="note", note="Read it", parentItem=key)

    past.undo()

    assert "deleted" not in theirs.item(key)


def put_a_book_in(theirs: ZoteroGroup, key: str, title: str) -> None:
    theirs.add_item(itemType="book", title=title, collections=[key])


def put_a_collection_in(theirs: ZoteroGroup, key: str, name: str) -> None:
    theirs.add_collection(name, key)


@pytest.mark.parametrize(
    "use",
    [
        put_a_book_in,
        put_a_collection_in,
        ZoteroGroup.rename_collection,
    ],
)
def test_a_collection_that_people_use_stays(
    run: Run, past: Past, theirs: ZoteroGroup, use: Any
) -> None:
    run(article(1, paths=[DYNAMICS]), article(2, paths=[TRANSPORT]))
    shelf = _shelf(theirs, DYNAMICS)
    use(theirs, shelf, "Mine")

    undone = past.undo()

    live = {k for k, v in theirs.collections().items() if not v.get("deleted")}
    assert shelf in live
    assert undone.collections_trashed == 1
    assert {left.title for left in undone.left} == {DYNAMICS[1], ROOT[0]}


def test_a_collection_that_was_only_asked_back_goes_to_the_trash_with_what_it_holds(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    run(article(1), article(2))
    theirs.trash_collection(_shelf(theirs, DYNAMICS))
    run(article(1), article(2))
    before = said(theirs)
    run(article(1), cited(article(2), 500), restore=True)

    undone = past.undo()

    assert (undone.left, undone.collections_trashed) == ([], 1)
    assert said(theirs) == before


def move_an_item_in(theirs: ZoteroGroup, shelf: str, key: str) -> None:
    theirs.move_item(key, [shelf])


def put_a_new_book_in(theirs: ZoteroGroup, shelf: str, _: str) -> None:
    put_a_book_in(theirs, shelf, "Mine")


def put_a_new_collection_in(theirs: ZoteroGroup, shelf: str, _: str) -> None:
    put_a_collection_in(theirs, shelf, "Mine")


@pytest.mark.parametrize("use", [move_an_item_in, put_a_new_book_in, put_a_new_collection_in])
def test_a_collection_that_was_asked_back_and_used_since_stays(
    run: Run, past: Past, theirs: ZoteroGroup, use: Any
) -> None:
    elsewhere = article(2, paths=[TRANSPORT])
    keys = run(article(1), elsewhere).keys
    shelf = _shelf(theirs, DYNAMICS)
    theirs.trash_collection(shelf)
    run(article(1), elsewhere, restore=True)
    use(theirs, shelf, keys[elsewhere.work_id])

    undone = past.undo()

    assert not theirs.collections()[shelf].get("deleted")
    assert [left.title for left in undone.left] == [DYNAMICS[1]]


def test_an_item_that_people_filed_elsewhere_since_stays_there_alone(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    key = run(article(1)).keys[article(1).work_id]
    run(article(1, paths=[TRANSPORT]))
    mine = theirs.add_collection("Mine")
    theirs.move_item(key, [mine])

    undone = past.undo()

    assert theirs.item(key)["collections"] == [mine]
    assert [left.reason.partition(":")[0] for left in undone.left] == ["collections"]


def test_a_tag_that_people_took_off_has_no_heir_when_a_run_is_taken_back(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    key = run(replace(article(1), verdict=Verdict.AMBIGUOUS)).keys[article(1).work_id]
    run(article(1))
    kept = [tag for tag in theirs.item(key)["tags"] if not tag["tag"].startswith("status:")]
    theirs.edit_item(key, tags=kept)

    undone = past.undo()

    assert theirs.item(key)["tags"] == kept
    assert [left.reason.partition(":")[0] for left in undone.left] == ["tags"]


def test_an_edit_while_a_run_is_taken_back_goes_before_it(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    key = run(article(1)).keys[article(1).work_id]
    run(NEWS)
    theirs.meanwhile(0, lambda: theirs.edit_item(key, title="Just now"))

    past.undo()

    assert theirs.item(key)["title"] == "Just now"
    assert theirs.item(key)["volume"] == "62"


@pytest.mark.parametrize("edit", [{"itemType": "report"}, {"rights": "CC-BY"}])
def test_an_item_that_was_asked_back_and_worked_on_since_stays(
    run: Run, past: Past, theirs: ZoteroGroup, edit: dict[str, str]
) -> None:
    key = run(article(1)).keys[article(1).work_id]
    theirs.trash_item(key)
    run(article(1), restore=True)
    theirs.edit_item(key, **edit)

    undone = past.undo()

    item = theirs.item(key)
    assert "deleted" not in item
    assert {name: item[name] for name in edit} == edit
    assert any("people have worked on it" in left.reason for left in undone.left)


def test_an_item_that_was_only_asked_back_goes_to_the_trash_again(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    key = run(article(1)).keys[article(1).work_id]
    theirs.edit_item(key, rights="CC-BY")
    theirs.trash_item(key)
    run(article(1), restore=True)

    undone = past.undo()

    assert theirs.item(key)["deleted"]
    assert undone.left == []


def test_the_history_counts_only_what_was_taken_back(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    keys = run(article(1), article(2)).keys
    theirs.edit_item(keys[article(1).work_id], title="By hand")

    past.undo()

    undoing, first = past.runs()
    assert (first.created, first.undone) == (4, 1)
    assert undoing.undoes == first.number


def test_what_people_took_out_of_their_own_item_stays_out_after_the_run_is_taken_back(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    entry = article(1)
    own = theirs.add_item(itemType="journalArticle", title="Own", DOI=doi(1).value)
    run(entry)
    lines = theirs.item(own)["extra"].split("\n")
    theirs.edit_item(own, extra="\n".join(line for line in lines if "Citations" not in line))
    shelf = theirs.add_collection("Nested", theirs.item(own)["collections"][0])
    theirs.move_item(own, [shelf])
    past.undo()

    run(entry)

    item = theirs.item(own)
    assert (item["extra"], item["collections"]) == ("", [shelf])


def _shelf(theirs: ZoteroGroup, path: Path) -> str:
    return next(k for k, v in theirs.collections().items() if v["name"] == path[-1])


@pytest.mark.parametrize("what", ["items", "collections"])
def test_what_people_took_out_of_the_trash_stays_out_though_an_undo_heard_no_answer(
    run: Run, past: Past, theirs: ZoteroGroup, standin: StandIn, what: str
) -> None:
    run(article(1))
    number = past.runs()[0].number
    standin.misbehave("zotero", "lost", after=int(what == "collections"), holding='"deleted"')
    patient, past.group = past.group, replace(past.group, patience=0.0)
    with pytest.raises(ZoteroDown):
        past.undo(number)
    standin.heal()
    past.group = patient
    things = theirs.items if what == "items" else theirs.collections
    back = theirs.restore_item if what == "items" else theirs.restore_collection
    [key] = [key for key, each in things().items() if each.get("deleted")]
    back(key)

    undone = past.undo(number)

    assert not things()[key].get("deleted")
    assert any("people have worked on it" in left.reason for left in undone.left)


def test_an_item_that_people_took_out_of_the_trash_is_not_thrown_away_by_an_undo(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    key = run(article(1)).keys[article(1).work_id]
    theirs.trash_item(key)
    theirs.restore_item(key)

    undone = past.undo()

    assert not theirs.item(key).get("deleted")
    assert any("people have worked on it" in left.reason for left in undone.left)
