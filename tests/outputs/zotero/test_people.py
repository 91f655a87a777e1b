"""People always win: what they did between two runs of ours stays done."""

from pathlib import Path
from typing import Any

import pytest

from enrichers.model import WorkKind
from outputs.zotero.connection import Group
from outputs.zotero.entry import Policy
from outputs.zotero.keys import new_key
from outputs.zotero.push import push
from tests.outputs.zotero.conftest import Run, posts, runner
from tests.outputs.zotero.works import DYNAMICS, ROOT, article, cited, known, page
from tests.standin.server import StandIn
from tests.standin.zotero import ZoteroGroup

PAPER = article(1)


@pytest.fixture
def key(run: Run) -> str:
    """An item of ours."""
    return run(PAPER, page()).keys[PAPER.work_id]


def shelf_named(theirs: ZoteroGroup, name: str) -> str:
    return next(key for key, each in theirs.collections().items() if each["name"] == name)


@pytest.mark.parametrize(
    "edit",
    [
        {"title": "On the Flow of Layers"},
        {"title": ""},
        {"creators": [{"creatorType": "author", "name": "L. Ruthotto and E. Haber"}]},
        {"date": "2020"},
        {"extra": "Nothing but my note"},
        {"extra": ""},
        {"tags": [{"tag": "mine"}]},
        {"tags": []},
        {"collections": []},
        {"rights": "CC-BY"},
    ],
)
def test_an_edit_survives_whatever_we_learn(
    run: Run, theirs: ZoteroGroup, key: str, edit: dict[str, Any]
) -> None:
    theirs.edit_item(key, **edit)
    news = known(
        cited(PAPER, 500), title="New", authors=PAPER.work.authors[:1], issued="2021-01"
    )

    run(news, page())
    run(news, page())

    (name,) = edit
    assert theirs.item(key)[name] == edit[name]


def test_beside_an_edit_the_rest_is_kept_up_to_date(
    run: Run, theirs: ZoteroGroup, key: str
) -> None:
    theirs.edit_item(key, title="On the Flow of Layers")

    outcome = run(known(cited(PAPER, 500), title="New", volume="63"), page())

    item = theirs.item(key)
    assert (item["title"], item["volume"]) == ("On the Flow of Layers", "63")
    assert "Citations: 500" in item["extra"]
    assert [edit.name for edit in outcome.respected] == ["title"]


def test_an_item_in_another_collection_stays_there(
    run: Run, theirs: ZoteroGroup, key: str
) -> None:
    elsewhere = theirs.add_collection("Anna's")
    theirs.move_item(key, [elsewhere])

    run(PAPER, page())

    assert theirs.item(key)["collections"] == [elsewhere]


@pytest.mark.parametrize("take_out", [ZoteroGroup.trash_item, ZoteroGroup.delete_item])
def test_an_item_that_was_thrown_away_is_not_made_again(
    run: Run, standin: StandIn, theirs: ZoteroGroup, key: str, take_out: Any
) -> None:
    take_out(theirs, key)
    before, sent = theirs.snapshot(), len(posts(standin))

    outcome = run(cited(PAPER, 500), page())
    again = run(cited(PAPER, 501), page())

    assert theirs.snapshot() == before
    assert len(posts(standin)) == sent
    assert PAPER.work_id not in outcome.keys
    assert any("not made again" in note for note in again.notes)


def test_an_item_taken_out_of_the_trash_is_looked_after_again(
    run: Run, theirs: ZoteroGroup, key: str
) -> None:
    theirs.trash_item(key)
    run(PAPER, page())
    theirs.restore_item(key)

    run(cited(PAPER, 500), page())

    assert "Citations: 500" in theirs.item(key)["extra"]


def test_a_type_that_people_chose_stays(run: Run, theirs: ZoteroGroup, key: str) -> None:
    theirs.edit_item(key, itemType="conferencePaper")

    run(known(PAPER, volume="63", venue="Another name"), page())

    item = theirs.item(key)
    assert item["itemType"] == "conferencePaper"
    assert item["volume"] == "63"
    assert item["proceedingsTitle"] == "Another name"


def test_a_type_is_not_changed_where_a_field_of_people_would_be_lost(
    run: Run, theirs: ZoteroGroup
) -> None:
    preprint = article(5, kind=WorkKind.PREPRINT, venue="")
    key = run(preprint).keys[preprint.work_id]
    theirs.edit_item(key, genre="Extended abstract")

    run(article(5))

    assert theirs.item(key)["itemType"] == "preprint"
    assert theirs.item(key)["genre"] == "Extended abstract"


def test_creators_of_people_stay_theirs_when_the_type_changes(
    run: Run, theirs: ZoteroGroup, key: str
) -> None:
    creators = [{"creatorType": "author", "name": "By hand"}]
    theirs.edit_item(key, creators=creators)
    run(known(PAPER, kind=WorkKind.CONFERENCE_PAPER), page())

    run(
        known(PAPER, kind=WorkKind.CONFERENCE_PAPER, authors=PAPER.work.authors[::-1]),
        page(),
    )

    assert theirs.item(key)["itemType"] == "conferencePaper"
    assert theirs.item(key)["creators"] == creators


def test_renamed_and_moved_collections_are_followed(
    run: Run, theirs: ZoteroGroup, key: str
) -> None:
    topic = shelf_named(theirs, DYNAMICS[1])
    theirs.rename_collection(topic, "Dynamical systems")
    theirs.move_collection(topic)

    outcome = run(PAPER, article(2), page())

    assert theirs.item(outcome.keys[article(2).work_id])["collections"] == [topic]
    assert theirs.collections()[topic]["name"] == "Dynamical systems"
    assert len(theirs.collections()) == 2


@pytest.mark.parametrize(
    "take_out", [ZoteroGroup.trash_collection, ZoteroGroup.delete_collection]
)
def test_a_collection_that_was_taken_out_is_not_made_again(
    run: Run, theirs: ZoteroGroup, key: str, take_out: Any
) -> None:
    take_out(theirs, shelf_named(theirs, DYNAMICS[1]))
    before = theirs.items()

    outcome = run(PAPER, article(2), page())

    assert {k: v for k, v in theirs.items().items() if k in before} == before
    assert theirs.item(outcome.keys[article(2).work_id])["collections"] == []
    assert sum(each["name"] == DYNAMICS[1] for each in theirs.collections().values()) <= 1


def test_deleting_the_root_takes_all_headings_out(
    run: Run, standin: StandIn, theirs: ZoteroGroup, key: str
) -> None:
    theirs.delete_collection(shelf_named(theirs, ROOT[0]))
    sent = len(posts(standin))

    run(PAPER, page())

    assert theirs.collections() == {}
    assert len(posts(standin)) == sent


def test_an_edit_during_our_run_goes_before_ours(
    run: Run, theirs: ZoteroGroup, key: str
) -> None:
    theirs.meanwhile(0, lambda: theirs.edit_item(key, title="Just now"))

    outcome = run(known(cited(PAPER, 500), title="New"), page())

    item = theirs.item(key)
    assert item["title"] == "Just now"
    assert "Citations: 500" in item["extra"]
    assert outcome.items_changed == 1


def test_an_edit_that_comes_back_with_our_own_answer_is_still_an_edit(
    run: Run, theirs: ZoteroGroup
) -> None:
    key = new_key("groups/4242", article(1).work_id)
    theirs.meanwhile(1, lambda: theirs.edit_item(key, title="By hand", rights="CC-BY"))
    run(article(1), article(2))

    run(known(article(1), title="New"), article(2))

    assert theirs.item(key)["title"] == "By hand"


def test_an_item_thrown_away_during_our_run_stays_away(
    run: Run, theirs: ZoteroGroup, key: str
) -> None:
    theirs.meanwhile(0, lambda: theirs.delete_item(key))

    run(cited(PAPER, 500), page())

    assert key not in theirs.items()
    assert len(theirs.items()) == 1


def test_a_collection_deleted_during_our_run_is_not_missed(
    run: Run, theirs: ZoteroGroup, key: str
) -> None:
    topic = shelf_named(theirs, DYNAMICS[1])
    theirs.meanwhile(0, lambda: theirs.delete_collection(topic))

    outcome = run(PAPER, article(2), page())

    assert theirs.item(outcome.keys[article(2).work_id])["collections"] == []
    assert len(theirs.items()) == 3


@pytest.mark.parametrize(
    "edit", [{"extra": "My note"}, {"tags": []}, {"collections": []}, {"volume": ""}]
)
def test_a_run_that_remembers_nothing_puts_nothing_back(
    group: Group, theirs: ZoteroGroup, tmp_path: Path, key: str, edit: dict[str, Any]
) -> None:
    theirs.edit_item(key, **edit)
    before = theirs.snapshot()

    push([PAPER, page()], group=group, state=tmp_path / "other.sqlite")

    assert theirs.snapshot() == before


def test_a_run_that_remembers_nothing_makes_nothing_again(
    group: Group, theirs: ZoteroGroup, tmp_path: Path, key: str
) -> None:
    theirs.delete_item(key)
    theirs.delete_collection(shelf_named(theirs, DYNAMICS[1]))
    before = theirs.snapshot()

    outcome = push([PAPER, page()], group=group, state=tmp_path / "other.sqlite")

    assert theirs.snapshot() == before
    assert any("deleted" in note for note in outcome.notes)


def test_a_run_that_remembers_nothing_and_writes_no_tags_does_not_forget_which_were_taken_off(
    run: Run, group: Group, tmp_path: Path, theirs: ZoteroGroup
) -> None:
    key = run(article(1)).keys[article(1).work_id]
    kept = theirs.item(key)["tags"][1:]
    theirs.edit_item(key, tags=kept)
    again = runner(group, tmp_path / "other.sqlite")
    again(article(1), policy=Policy(tags=False))

    again(article(1))

    assert theirs.item(key)["tags"] == kept


def test_a_run_that_met_an_item_in_the_trash_does_not_put_back_what_people_take_out_later(
    run: Run, group: Group, tmp_path: Path, theirs: ZoteroGroup
) -> None:
    key = run(article(1)).keys[article(1).work_id]
    theirs.trash_item(key)
    other = runner(group, tmp_path / "other.sqlite")
    other(article(1))
    theirs.restore_item(key)
    lines = theirs.item(key)["extra"].split("\n")
    kept = "\n".join(line for line in lines if not line.startswith("Citations:"))
    theirs.edit_item(key, extra=kept)

    other(article(1))

    assert theirs.item(key)["extra"] == kept


def test_a_run_that_met_an_item_in_a_collection_in_the_trash_does_not_put_it_back(
    run: Run, group: Group, tmp_path: Path, theirs: ZoteroGroup, key: str
) -> None:
    shelf = shelf_named(theirs, DYNAMICS[1])
    theirs.trash_collection(shelf)
    other = runner(group, tmp_path / "other.sqlite")
    other(PAPER, page())
    run(PAPER, page(), restore=True)
    theirs.move_item(key, [])

    other(PAPER, page())

    assert not theirs.collections()[shelf].get("deleted")
    assert theirs.item(key)["collections"] == []
