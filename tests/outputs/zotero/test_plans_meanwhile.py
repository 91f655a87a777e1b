"""A plan that waited: what people and other plans did meanwhile goes before it."""

from dataclasses import replace
from pathlib import Path

from enrichers.model import Verdict
from outputs.zotero.connection import Group
from outputs.zotero.document import to_document
from outputs.zotero.entry import Entry
from outputs.zotero.outcome import Pushed
from outputs.zotero.push import apply_document, planned
from tests.outputs.zotero.conftest import Run
from tests.outputs.zotero.works import DYNAMICS, TRANSPORT, article, known
from tests.standin.zotero import ZoteroGroup

MOVED = article(1, paths=[TRANSPORT])


def paper(group: Group, state: Path, *entries: Entry) -> str:
    return to_document(planned(entries, group=group, state=state))


def applied(text: str, group: Group, state: Path) -> Pushed:
    return apply_document(text, group=group, state=state)


def names_of(theirs: ZoteroGroup, key: str) -> set[str]:
    """The collections of an item, by name."""
    shelves = theirs.collections()
    return {shelves[each]["name"] for each in theirs.item(key)["collections"]}


def test_what_another_plan_made_elsewhere_is_told(
    group: Group, state: Path, theirs: ZoteroGroup
) -> None:
    one = paper(group, state, article(1, paths=[DYNAMICS]))
    other = paper(group, state, MOVED, article(2, paths=[TRANSPORT]))
    key = applied(one, group, state).keys[MOVED.work_id]

    outcome = applied(other, group, state)

    assert names_of(theirs, key) == {DYNAMICS[1]}
    assert outcome.items_created == 1
    assert any("another plan made it" in note for note in outcome.notes)


def test_what_people_took_out_since_a_plan_was_done_is_no_other_plan_s(
    group: Group, state: Path, theirs: ZoteroGroup
) -> None:
    text = paper(group, state, article(1))
    key = applied(text, group, state).keys[article(1).work_id]
    theirs.move_item(key, [])

    outcome = applied(text, group, state)

    assert (outcome.writes, outcome.notes) == (0, ())


def test_an_item_that_people_filed_elsewhere_does_not_move_by_an_older_plan(
    run: Run, group: Group, state: Path, theirs: ZoteroGroup
) -> None:
    key = run(article(1)).keys[article(1).work_id]
    text = paper(group, state, known(MOVED, title="New"))
    theirs.move_item(key, [theirs.add_collection("Mine")])

    outcome = applied(text, group, state)

    assert names_of(theirs, key) == {"Mine"}
    assert theirs.item(key)["title"] == "New"
    assert any("people changed it since the plan: collections" in n for n in outcome.notes)


def test_what_an_older_plan_did_not_file_the_next_run_says(
    run: Run, group: Group, state: Path, theirs: ZoteroGroup
) -> None:
    key = run(article(1)).keys[article(1).work_id]
    text = paper(group, state, known(MOVED, title="New"))
    theirs.move_item(key, [theirs.add_collection("Mine")])
    applied(text, group, state)

    run(known(MOVED, title="New"))

    assert names_of(theirs, key) == {"Mine", TRANSPORT[1]}
    assert run(known(MOVED, title="New")).writes == 0


def test_a_tag_that_people_took_off_has_no_heir_by_an_older_plan(
    run: Run, group: Group, state: Path, theirs: ZoteroGroup
) -> None:
    key = run(replace(article(1), verdict=Verdict.AMBIGUOUS)).keys[article(1).work_id]
    text = paper(group, state, article(1))
    theirs.edit_item(key, tags=[{"tag": "mine"}])

    outcome = applied(text, group, state)

    assert theirs.item(key)["tags"] == [{"tag": "mine"}]
    assert any("people changed it since the plan: tags" in note for note in outcome.notes)
