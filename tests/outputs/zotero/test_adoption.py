from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from enrichers.model import WorkKind
from outputs.zotero.connection import Group, ZoteroDown
from tests.outputs.zotero.conftest import Run, runner
from tests.outputs.zotero.works import DYNAMICS, ROOT, article, cited, page
from tests.standin.server import StandIn
from tests.standin.zotero import ZoteroGroup

BOOK = page("book", kind=WorkKind.BOOK, isbn=("9780898718539",))


@pytest.mark.parametrize(
    "shown",
    [
        {"DOI": "10.1007/FLOW.1"},
        {"extra": "arXiv:1804.00001 [cs.LG]"},
        {"url": "https://arxiv.org/abs/1804.00001v3"},
        {"url": "http://arxiv.org/abs/1804.00001/"},
    ],
)
def test_an_item_that_people_had_is_taken_over(
    run: Run, theirs: ZoteroGroup, shown: dict[str, str]
) -> None:
    key = theirs.add_item(itemType="journalArticle", title="Flow", **shown)

    outcome = run(article(1))

    assert outcome.items_adopted == 1
    assert outcome.keys == {article(1).work_id: key}
    assert set(theirs.items()) == {key}


def test_a_book_is_known_by_its_isbn(run: Run, theirs: ZoteroGroup) -> None:
    key = theirs.add_item(itemType="book", title="Discrete", ISBN="0-89871-853-8")

    assert run(BOOK).keys == {BOOK.work_id: key}


def test_a_page_is_known_by_its_address(run: Run, theirs: ZoteroGroup) -> None:
    key = theirs.add_item(itemType="blogPost", title="Mine", url="http://example.org/course/")

    assert run(page("course")).keys == {page("course").work_id: key}
    assert theirs.item(key)["itemType"] == "blogPost"


def test_only_empty_fields_of_it_are_filled(run: Run, theirs: ZoteroGroup) -> None:
    shelf = theirs.add_collection("Anna's")
    creators = [{"creatorType": "author", "name": "L. Ruthotto"}]
    key = theirs.add_item(
        itemType="journalArticle",
        title="My title",
        DOI="10.1007/flow.1",
        creators=creators,
        tags=[{"tag": "to read"}],
        extra="Read by Anna",
        collections=[shelf],
    )

    run(article(1))

    item = theirs.item(key)
    assert (item["title"], item["creators"]) == ("My title", creators)
    assert item["volume"] == "62"
    assert item["extra"].startswith("Read by Anna\narXiv: 1804.00001\n")
    assert {"tag": "to read"} in item["tags"]
    assert shelf in item["collections"]
    assert len(item["collections"]) == 2


def test_its_own_values_are_never_ours_to_change(run: Run, theirs: ZoteroGroup) -> None:
    key = theirs.add_item(
        itemType="journalArticle", title="On the flow of layers, part 1", DOI="10.1007/flow.1"
    )
    run(article(1))

    run(article(1, title="A better title", volume="63"))

    item = theirs.item(key)
    assert item["title"] == "On the flow of layers, part 1"
    assert item["volume"] == "63"


def test_a_line_that_people_took_out_of_their_own_item_is_not_replaced_by_ours(
    run: Run, theirs: ZoteroGroup
) -> None:
    key = theirs.add_item(
        itemType="journalArticle", title="Mine", DOI="10.1007/flow.1", extra="Citations: 7"
    )
    run(article(1))
    lines = theirs.item(key)["extra"].split("\n")
    theirs.edit_item(key, extra="\n".join(lines[1:]))

    run(article(1))

    assert lines[0] == "Citations: 7"
    assert "Citations" not in theirs.item(key)["extra"]


def test_once_taken_over_it_is_left_in_peace(run: Run, theirs: ZoteroGroup) -> None:
    theirs.add_item(itemType="journalArticle", title="My title", DOI="10.1007/flow.1")
    run(article(1))
    before = theirs.snapshot()

    assert run(article(1)).writes == 0
    assert theirs.snapshot() == before


def test_two_items_that_are_the_work_are_both_left_alone(run: Run, theirs: ZoteroGroup) -> None:
    theirs.add_item(itemType="preprint", title="Preprint", archiveID="arXiv:1804.00001")
    theirs.add_item(itemType="journalArticle", title="Paper", DOI="10.1007/flow.1")
    before = theirs.snapshot()

    outcome = run(article(1))

    assert theirs.snapshot() == before
    assert outcome.keys == {}
    assert any("several items" in note for note in outcome.notes)


def test_two_items_with_our_marker_are_both_left_alone(
    run: Run, group: Group, theirs: ZoteroGroup, tmp_path: Path
) -> None:
    key = theirs.add_item(itemType="journalArticle", title="Mine", DOI="10.1007/flow.1")
    run(article(1))
    passing = ("key", "version", "dateAdded", "dateModified")
    theirs.add_item(**{k: v for k, v in theirs.item(key).items() if k not in passing})
    before = theirs.snapshot()
    forgetful = runner(group, tmp_path / "other.sqlite")

    outcome = forgetful(cited(article(1), 500))
    again = forgetful(cited(article(1), 500))

    assert theirs.snapshot() == before
    assert outcome.keys == again.keys == {}
    assert any("several items" in note for note in again.notes)


def test_an_item_that_people_threw_away_is_not_brought_back(
    run: Run, theirs: ZoteroGroup
) -> None:
    key = theirs.add_item(itemType="journalArticle", title="Paper", DOI="10.1007/flow.1")
    theirs.trash_item(key)

    outcome = run(article(1))

    assert set(theirs.items()) == {key}
    assert any("trash" in note for note in outcome.notes)


def test_another_paper_at_the_same_address_is_another_paper(
    run: Run, theirs: ZoteroGroup
) -> None:
    other = theirs.add_item(
        itemType="journalArticle",
        title="Other",
        DOI="10.9999/other",
        url="https://www.example.org/volume",
    )
    listed = replace(article(1), listed=("https://www.example.org/volume",))

    outcome = run(listed)

    assert outcome.items_created == 1
    assert outcome.keys[listed.work_id] != other


def test_a_file_is_no_item_of_a_work(run: Run, theirs: ZoteroGroup) -> None:
    file = theirs.add_item(
        itemType="attachment",
        linkMode="linked_url",
        title="t",
        url="https://www.example.org/course",
    )

    outcome = run(page("course"))

    assert outcome.items_created == 1
    assert outcome.keys[page("course").work_id] != file


def test_an_item_stands_for_one_entry_only(run: Run, theirs: ZoteroGroup) -> None:
    key = theirs.add_item(
        itemType="journalArticle",
        title="Paper",
        DOI="10.1007/flow.1",
        url="https://www.example.org/course",
    )

    outcome = run(page("course"), article(1))

    assert outcome.keys[article(1).work_id] == key
    assert outcome.keys[page("course").work_id] != key


def test_an_item_into_which_people_merged_ours_takes_its_place(
    run: Run, theirs: ZoteroGroup
) -> None:
    ours = run(article(1)).keys[article(1).work_id]
    shelves = theirs.item(ours)["collections"]
    master = theirs.add_item(
        itemType="journalArticle",
        title="Anna's copy",
        collections=shelves,
        relations={"dc:replaces": f"http://zotero.org/groups/4242/items/{ours}"},
    )
    theirs.trash_item(ours)

    outcome = run(article(1))

    assert outcome.keys == {article(1).work_id: master}
    assert theirs.item(master)["title"] == "Anna's copy"
    assert set(theirs.items(include_trashed=False)) == {master}


def test_collections_that_people_had_are_used(run: Run, theirs: ZoteroGroup) -> None:
    root = theirs.add_collection(ROOT[0])
    topic = theirs.add_collection(DYNAMICS[1], root)

    outcome = run(article(1))

    assert set(theirs.collections()) == {root, topic}
    assert theirs.item(outcome.keys[article(1).work_id])["collections"] == [topic]


@pytest.fixture
def hasty(group: Group, state: Path) -> Run:
    """Runs that give up soon."""
    return runner(replace(group, patience=0.02, first_pause=0.005), state)


def broken_off(hasty: Run, standin: StandIn, fault: str, holding: str = '"itemType"') -> None:
    """A run of which every item, or what else holds a text, ends in a fault."""
    standin.misbehave("zotero", fault, holding=holding)
    with suppress(ZoteroDown):
        hasty(article(1))
    standin.heal("zotero")


@pytest.mark.parametrize("fault", ["500", "reset"])
@pytest.mark.parametrize(
    "shown",
    [{"DOI": "10.1007/flow.1"}, {"url": "https://arxiv.org/abs/1804.00001"}],
    ids=["identifier", "address"],
)
def test_what_people_add_after_ours_could_not_be_made_is_taken_over(
    hasty: Run, theirs: ZoteroGroup, standin: StandIn, fault: str, shown: dict[str, str]
) -> None:
    broken_off(hasty, standin, fault)
    key = theirs.add_item(itemType="journalArticle", title="Anna's", **shown)

    outcome = hasty(article(1))

    assert (outcome.items_created, outcome.items_adopted) == (0, 1)
    assert outcome.keys == {article(1).work_id: key}
    assert set(theirs.items()) == {key}
    assert theirs.item(key)["title"] == "Anna's"
    assert hasty(article(1)).writes == 0


def test_what_could_not_be_made_gets_the_key_that_was_chosen_for_it(
    hasty: Run, theirs: ZoteroGroup, standin: StandIn
) -> None:
    chosen = hasty(article(1), dry_run=True).keys
    broken_off(hasty, standin, "reset")

    assert hasty(article(1)).keys == chosen
    assert set(theirs.items()) == set(chosen.values())


def test_ours_of_which_the_answer_was_lost_stays_ours_beside_that_of_people(
    hasty: Run, theirs: ZoteroGroup, standin: StandIn
) -> None:
    broken_off(hasty, standin, "lost")
    (ours,) = theirs.items()
    own = theirs.add_item(itemType="journalArticle", title="Anna's", DOI="10.1007/flow.1")

    outcome = hasty(article(1))

    assert outcome.keys == {article(1).work_id: ours}
    assert set(theirs.items()) == {ours, own}
    assert theirs.item(own)["volume"] == ""


@pytest.mark.parametrize("throw_away", [ZoteroGroup.trash_item, ZoteroGroup.delete_item])
def test_ours_that_was_thrown_away_before_its_answer_came_is_not_made_again(
    hasty: Run,
    theirs: ZoteroGroup,
    standin: StandIn,
    throw_away: Callable[[ZoteroGroup, str], None],
) -> None:
    broken_off(hasty, standin, "lost")
    (ours,) = theirs.items()
    throw_away(theirs, ours)
    own = theirs.add_item(itemType="journalArticle", title="Anna's", DOI="10.1007/flow.1")
    before = theirs.snapshot()

    outcome = hasty(article(1))

    assert outcome.keys == {}
    assert theirs.snapshot() == before
    assert set(theirs.items(include_trashed=False)) == {own}


def test_a_collection_that_people_add_after_ours_could_not_be_made_is_used(
    hasty: Run, theirs: ZoteroGroup, standin: StandIn
) -> None:
    broken_off(hasty, standin, "reset", holding='"parentCollection"')
    root = theirs.add_collection(ROOT[0])

    outcome = hasty(article(1))

    assert outcome.collections_created == 1
    assert [each["name"] for each in theirs.collections().values()] == list(DYNAMICS)
    assert root in theirs.collections()
