from dataclasses import replace

import pytest

from enrichers.model import WorkKind
from tests.outputs.zotero.conftest import Run
from tests.outputs.zotero.works import DYNAMICS, ROOT, article, page
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
