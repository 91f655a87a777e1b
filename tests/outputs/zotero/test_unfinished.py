"""Items of people's that a run could not take over to the end: it, or the next one, does."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from outputs.zotero.connection import Group, ZoteroDown
from outputs.zotero.extra import marked_as
from tests.outputs.zotero.conftest import Run, runner
from tests.outputs.zotero.works import article
from tests.standin.server import StandIn
from tests.standin.zotero import ZoteroGroup


@pytest.fixture
def key(theirs: ZoteroGroup) -> str:
    """An item of Anna's that is a work of the list."""
    return theirs.add_item(itemType="journalArticle", title="Anna's", DOI="10.1007/flow.1")


@pytest.fixture
def hasty(group: Group, state: Path) -> Run:
    """Runs that give up soon."""
    return runner(replace(group, patience=0.02, first_pause=0.005), state)


def is_taken_over(theirs: ZoteroGroup, key: str) -> bool:
    item = theirs.item(key)
    assert item["title"] == "Anna's"
    return bool(
        item["tags"] and item["collections"] and item["volume"] and marked_as(item["extra"])
    )


def test_one_that_is_edited_meanwhile_is_taken_over_by_the_same_run(
    run: Run, theirs: ZoteroGroup, key: str
) -> None:
    theirs.meanwhile(0, lambda: theirs.edit_item(key, rights="CC-BY"))

    run(article(1))

    assert is_taken_over(theirs, key)
    assert theirs.item(key)["rights"] == "CC-BY"


@pytest.mark.parametrize("code", [400, 412, 413])
def test_one_that_is_refused_is_taken_over_by_the_next_run(
    run: Run, theirs: ZoteroGroup, key: str, code: int
) -> None:
    theirs.fail_next(0, code)
    run(article(1))

    run(article(1))

    assert is_taken_over(theirs, key)


@pytest.mark.parametrize("fault", ["reset", "lost", "500"])
def test_one_of_which_no_answer_came_is_taken_over_and_kept_up_by_the_next_runs(
    hasty: Run, theirs: ZoteroGroup, standin: StandIn, key: str, fault: str
) -> None:
    standin.misbehave("zotero", fault, holding='"extra"')
    with suppress(ZoteroDown):
        hasty(article(1))
    standin.heal("zotero")

    hasty(article(1))
    hasty(article(1, pages="77-99"))

    assert is_taken_over(theirs, key)
    assert theirs.item(key)["pages"] == "77-99"


def test_one_into_which_people_merged_ours_is_taken_over_by_the_next_run(
    run: Run, theirs: ZoteroGroup
) -> None:
    [ours] = run(article(1)).keys.values()
    replaced = f"http://zotero.org/groups/4242/items/{ours}"
    key = theirs.add_item(
        itemType="journalArticle", title="Anna's", relations={"dc:replaces": replaced}
    )
    theirs.trash_item(ours)
    theirs.fail_next(0, 412)
    run(article(1))

    run(article(1))

    item = theirs.item(key)
    assert item["title"] == "Anna's"
    assert item["tags"]
    assert item["volume"]
    assert marked_as(item["extra"])
