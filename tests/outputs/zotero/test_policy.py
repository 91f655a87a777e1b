"""What the user chose for a list: versions, what may be refreshed, the root, who has left."""

from pathlib import Path

import pytest

from enrichers.model import WorkKind
from outputs.zotero.connection import Group
from outputs.zotero.entry import Include, Leaving, Policy, Prefer
from tests.outputs.zotero.conftest import Run, runner
from tests.outputs.zotero.works import DYNAMICS, ROOT, TRANSPORT, article, cited, known, page
from tests.standin.zotero import ZoteroGroup

LEFT = {"tag": "list:left", "type": 1}
REMOVE = Policy(leaving=Leaving.REMOVE)


def names(theirs: ZoteroGroup, key: str) -> set[str]:
    return {theirs.collections()[each]["name"] for each in theirs.item(key)["collections"]}


def test_what_left_the_list_stays_where_it_is_and_is_marked(
    run: Run, theirs: ZoteroGroup
) -> None:
    key = run(article(1), article(2)).keys[article(2).work_id]
    before = theirs.item(key)

    run(article(1))
    second = run(article(1))

    item = theirs.item(key)
    assert LEFT in item["tags"]
    assert item["collections"] == before["collections"]
    assert "deleted" not in item
    assert second.writes == 0


def test_the_mark_goes_when_the_link_is_back(run: Run, theirs: ZoteroGroup) -> None:
    key = run(article(1), article(2)).keys[article(2).work_id]
    before = theirs.item(key)["tags"]
    run(article(1))

    run(article(1), article(2))

    assert theirs.item(key)["tags"] == before


def test_a_mark_that_people_took_off_is_not_put_on_again(run: Run, theirs: ZoteroGroup) -> None:
    key = run(article(1), article(2)).keys[article(2).work_id]
    run(article(1))
    theirs.edit_item(key, tags=[])

    assert run(article(1)).writes == 0


def test_what_left_the_list_leaves_our_collections_where_that_was_chosen(
    run: Run, theirs: ZoteroGroup
) -> None:
    key = run(article(1), article(2)).keys[article(2).work_id]
    elsewhere = theirs.add_collection("Anna's")
    theirs.move_item(key, [*theirs.item(key)["collections"], elsewhere])

    run(article(1), policy=REMOVE)
    second = run(article(1), policy=REMOVE)

    assert theirs.item(key)["collections"] == [elsewhere]
    assert LEFT not in theirs.item(key)["tags"]
    assert second.writes == 0


def test_it_comes_back_to_them_with_its_link(run: Run, theirs: ZoteroGroup) -> None:
    key = run(article(1), article(2)).keys[article(2).work_id]
    run(article(1), policy=REMOVE)

    run(article(1), article(2), policy=REMOVE)

    assert names(theirs, key) == {DYNAMICS[1]}


def test_what_another_list_names_has_not_left(run: Run, theirs: ZoteroGroup) -> None:
    elsewhere = article(2, paths=[("Another list", "Flows")])
    key = run(article(1), article(2)).keys[article(2).work_id]
    run(elsewhere)

    run(article(1))

    assert LEFT not in theirs.item(key)["tags"]


def test_items_of_people_that_no_list_names_are_not_marked(
    run: Run, theirs: ZoteroGroup
) -> None:
    run(article(1))
    (shelf,) = (k for k, v in theirs.collections().items() if v["name"] == DYNAMICS[1])
    key = theirs.add_item(itemType="book", title="Mine", collections=[shelf])
    before = theirs.item(key)

    run(article(1))

    assert theirs.item(key) == before


def test_an_entry_that_is_not_wanted_any_more_has_not_left(
    run: Run, theirs: ZoteroGroup
) -> None:
    run(article(1), page())
    version = theirs.version

    run(article(1), page(), policy=Policy(include=Include.WORKS))

    assert theirs.version == version


def test_the_preprint_may_come_first(run: Run, theirs: ZoteroGroup) -> None:
    key = run(article(1), policy=Policy(prefer=Prefer.PREPRINT)).keys[article(1).work_id]

    item = theirs.item(key)
    assert item["itemType"] == "preprint"
    assert item["archiveID"] == "arXiv:1804.00001"
    assert item["url"] == "https://arxiv.org/abs/1804.00001"
    assert item["repository"] == "arXiv"
    assert item["DOI"] == ""
    assert "DOI: 10.1007/flow.1" in item["extra"].split("\n")
    assert run(article(1), policy=Policy(prefer=Prefer.PREPRINT)).writes == 0


def test_where_there_is_no_preprint_the_published_version_is_shown(
    run: Run, theirs: ZoteroGroup
) -> None:
    book = page("book", kind=WorkKind.BOOK)

    key = run(book, policy=Policy(prefer=Prefer.PREPRINT)).keys[book.work_id]

    assert theirs.item(key)["itemType"] == "book"


def test_only_what_may_be_refreshed_changes(run: Run, theirs: ZoteroGroup) -> None:
    policy = Policy(refresh=frozenset({"citations", "volume"}))
    old = known(article(1), issued="")
    key = run(old, policy=policy).keys[old.work_id]

    run(
        known(
            cited(article(1), 500),
            title="New",
            volume="63",
            authors=article(1).work.authors[:1],
            kind=WorkKind.CONFERENCE_PAPER,
        ),
        policy=policy,
    )

    item = theirs.item(key)
    assert (item["title"], item["itemType"]) == (old.work.title, "journalArticle")
    assert len(item["creators"]) == 2
    assert (item["volume"], item["date"]) == ("63", "2019-09-18")
    assert "Citations: 500" in item["extra"]


def test_a_count_that_may_not_be_refreshed_stays(run: Run, theirs: ZoteroGroup) -> None:
    run(article(1))
    version = theirs.version

    run(cited(article(1), 500), policy=Policy(refresh=frozenset()))

    assert theirs.version == version


def test_a_list_can_have_a_collection_of_its_own(run: Run, theirs: ZoteroGroup) -> None:
    shelf = theirs.add_collection("Reading lists")
    policy = Policy(root=("Reading lists",))

    run(article(1), page(), policy=policy)

    root = next(v for v in theirs.collections().values() if v["name"] == ROOT[0])
    assert root["parentCollection"] == shelf
    assert run(article(1), page(), policy=policy).writes == 0


def test_lists_under_one_root_are_kept_apart(run: Run, theirs: ZoteroGroup) -> None:
    policy = Policy(root=("Reading lists",), leaving=Leaving.REMOVE)
    key = run(article(1), page(), policy=policy).keys[article(1).work_id]

    run(article(2, paths=[("Another list",)]), policy=policy)

    assert names(theirs, key) == {DYNAMICS[1]}


@pytest.mark.parametrize("take_out", [ZoteroGroup.trash_item, ZoteroGroup.delete_item])
def test_what_was_thrown_away_can_be_asked_for_again(
    run: Run, theirs: ZoteroGroup, take_out: object
) -> None:
    key = run(article(1), page()).keys[article(1).work_id]
    assert callable(take_out)
    take_out(theirs, key)
    run(article(1), page())

    outcome = run(article(1), page(), restore=True)

    assert outcome.keys[article(1).work_id] == key
    assert "deleted" not in theirs.item(key)
    assert names(theirs, key) == {DYNAMICS[1]}
    assert run(article(1), page()).writes == 0


@pytest.mark.parametrize(
    "take_out", [ZoteroGroup.trash_collection, ZoteroGroup.delete_collection]
)
def test_collections_that_were_thrown_away_can_be_asked_for_again(
    run: Run, theirs: ZoteroGroup, take_out: object
) -> None:
    key = run(article(1, paths=[TRANSPORT])).keys[article(1).work_id]
    (shelf,) = theirs.item(key)["collections"]
    assert callable(take_out)
    take_out(theirs, shelf)
    run(article(1, paths=[TRANSPORT]))

    run(article(1, paths=[TRANSPORT]), restore=True)

    assert theirs.item(key)["collections"] == [shelf]
    assert not theirs.collections()[shelf].get("deleted")


@pytest.mark.parametrize("is_remembered", [True, False])
def test_a_collection_out_of_the_trash_gets_nothing_back_that_people_took_out(
    run: Run, theirs: ZoteroGroup, group: Group, tmp_path: Path, is_remembered: bool
) -> None:
    key = run(article(1), article(2)).keys[article(1).work_id]
    shelf = next(k for k, v in theirs.collections().items() if v["name"] == DYNAMICS[1])
    mine = theirs.add_collection("Mine")
    theirs.move_item(key, [mine])
    theirs.trash_collection(shelf)
    again = run if is_remembered else runner(group, tmp_path / "other.sqlite")

    again(article(1), article(2), restore=True)

    assert not theirs.collections()[shelf].get("deleted")
    assert theirs.item(key)["collections"] == [mine]


def test_what_people_threw_away_of_their_own_is_not_ours_to_bring_back(
    run: Run, theirs: ZoteroGroup
) -> None:
    key = theirs.add_item(itemType="book", title="Mine", url=page().listed[0])
    theirs.trash_item(key)
    before = theirs.snapshot()

    run(page(), restore=True)

    assert theirs.snapshot().items == before.items


def test_what_people_changed_stays_changed_when_things_are_asked_for_again(
    run: Run, theirs: ZoteroGroup
) -> None:
    key = run(article(1)).keys[article(1).work_id]
    theirs.edit_item(key, title="By hand", tags=[], collections=[])
    before = theirs.snapshot()

    run(known(article(1), title="New"), restore=True)

    assert theirs.snapshot() == before
