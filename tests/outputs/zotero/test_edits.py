"""What people changed of ours, told by item, property and both values."""

from collections.abc import Mapping
from typing import Any

import pytest

from outputs.zotero.changes import Respected
from outputs.zotero.outcome import in_words
from tests.outputs.zotero.conftest import Run
from tests.outputs.zotero.works import DYNAMICS, ROOT, TRANSPORT, article, known, page
from tests.standin.zotero import ZoteroGroup

PAPER = article(1)
TITLE = PAPER.work.title
TOP, INNER = ROOT[0], DYNAMICS[1]
ANNA = {"creatorType": "author", "firstName": "Anna", "lastName": "Beck"}


@pytest.fixture
def key(run: Run) -> str:
    return run(PAPER, page()).keys[PAPER.work_id]


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        ({"title": "By hand"}, f"title: 'By hand' by people (we wrote '{TITLE}')"),
        ({"volume": ""}, "volume: people took out '62'"),
        (
            {"creators": [ANNA]},
            "Creators: 'Beck, Anna' by people (we wrote 'Ruthotto, Lars; Haber, Eldad')",
        ),
        ({"collections": []}, f"Collections: people took out '{INNER}'"),
        ({"extra": ""}, "Extra: people took out "),
        ({"itemType": "report"}, "Type: 'report' by people (we wrote 'journalArticle')"),
    ],
)
def test_an_edit_is_told_with_item_property_and_both_values(
    run: Run, theirs: ZoteroGroup, key: str, edit: Mapping[str, Any], says: str
) -> None:
    theirs.edit_item(key, **edit)

    notes = run(PAPER, page()).notes

    title = theirs.item(key)["title"]
    assert any(note.startswith(f"{title}: {says}") for note in notes)


def test_a_line_in_extra_that_people_changed_is_told_with_ours(
    run: Run, theirs: ZoteroGroup, key: str
) -> None:
    ours = theirs.item(key)["extra"]
    theirs.edit_item(key, extra=ours.replace("Citations: 100 ", "Citations: 7 "))

    (edit,) = run(PAPER, page()).respected

    assert edit.ours.startswith("Citations: 100 ")
    assert edit.theirs.startswith("Citations: 7 ")
    assert "\n" not in in_words(edit)


def test_each_of_several_edits_is_told(run: Run, theirs: ZoteroGroup, key: str) -> None:
    other = run(PAPER, page()).keys[page().work_id]
    theirs.edit_item(key, title="On the Flow of Layers", volume="1")
    theirs.edit_item(other, title="The page")

    respected = run(PAPER, page()).respected

    assert {(each.key, each.name, each.theirs) for each in respected} == {
        (key, "title", "On the Flow of Layers"),
        (key, "volume", "1"),
        (other, "title", "The page"),
    }


def test_a_second_edit_of_the_same_property_is_told_anew(
    run: Run, theirs: ZoteroGroup, key: str
) -> None:
    theirs.edit_item(key, title="By hand")
    first = run(PAPER, page()).notes
    theirs.edit_item(key, title="By another hand")

    assert run(PAPER, page()).notes != first


def test_where_long_texts_differ_is_shown() -> None:
    ours, theirs = "the same words " * 20 + "ours", "the same words " * 20 + "theirs"

    said = in_words(Respected(key="K", title="A", name="title", ours=ours, theirs=theirs))

    assert "ours" in said
    assert "theirs" in said
    assert len(said) < 250


def test_a_collection_that_people_renamed_is_told(run: Run, theirs: ZoteroGroup) -> None:
    run(PAPER)
    (shelf,) = _named(theirs, INNER)
    theirs.rename_collection(shelf, "Flows")

    outcome = run(PAPER)

    assert outcome.writes == 0
    assert outcome.notes == (f"{TOP} / {INNER}: Name: 'Flows' by people (we wrote '{INNER}')",)
    assert outcome.respected[0].key == shelf


def test_a_collection_that_people_moved_is_told(run: Run, theirs: ZoteroGroup) -> None:
    run(PAPER, article(2, paths=[TRANSPORT]))
    (shelf,) = _named(theirs, INNER)
    anna = theirs.add_collection("Anna's")
    theirs.move_collection(shelf, anna)

    outcome = run(PAPER, article(2, paths=[TRANSPORT]))

    assert outcome.writes == 0
    assert outcome.notes == (f"{TOP} / {INNER}: Place: 'Anna's' by people (we wrote '{TOP}')",)


def test_collections_that_nobody_touched_are_no_edits(run: Run, theirs: ZoteroGroup) -> None:
    theirs.add_collection(TOP)

    first, again = run(PAPER, page()), run(known(PAPER, volume="63"), page())

    assert (first.respected, again.respected) == ((), ())


def test_what_people_wrote_before_us_is_no_edit_of_ours(run: Run, theirs: ZoteroGroup) -> None:
    lars = {"creatorType": "author", "firstName": "L.", "lastName": "Ruthotto"}
    theirs.add_item(
        itemType="journalArticle", title="Mine", DOI="10.1007/flow.1", creators=[lars]
    )

    outcome = run(PAPER)

    assert outcome.items_adopted == 1
    assert outcome.respected == run(PAPER).respected == ()


def _named(theirs: ZoteroGroup, name: str) -> list[str]:
    return [key for key, each in theirs.collections().items() if each["name"] == name]
