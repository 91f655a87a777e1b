"""A personal library on zotero.org, which its user's number names."""

from dataclasses import replace
from pathlib import Path

import pytest

from outputs.zotero.connection import Group, NotAllowed
from outputs.zotero.document import to_document
from outputs.zotero.kin import related_in, uri_of
from outputs.zotero.push import apply_document, history, planned, preflight, push
from outputs.zotero.undo import undo
from tests.outputs.zotero.conftest import Run, runner
from tests.outputs.zotero.past import said
from tests.outputs.zotero.ties import tied
from tests.outputs.zotero.works import DYNAMICS, article, cited, page
from tests.standin.server import StandIn
from tests.standin.zotero import MEMBER_KEY, PERSONAL, READ_ONLY_KEY, ZoteroGroup

PAPERS = [article(1), article(2), article(3)]


@pytest.fixture
def own(standin: StandIn) -> ZoteroGroup:
    """The library as its user has it."""
    return standin.personal


@pytest.fixture
def mine(group: Group) -> Group:
    """How to reach it."""
    return replace(group, kind="user", number=str(PERSONAL.id))


@pytest.fixture
def run_there(mine: Group, state: Path) -> Run:
    return runner(mine, state)


def test_a_list_comes_into_it_and_into_no_group(
    run_there: Run, own: ZoteroGroup, standin: StandIn
) -> None:
    outcome = run_there(*PAPERS)

    assert (outcome.library, outcome.items_created) == ("users/11", 3)
    assert set(own.items()) == set(outcome.keys.values())
    assert [each["name"] for each in own.collections().values()] == list(DYNAMICS)
    assert standin.zotero.version == 0


def test_a_second_run_writes_nothing_there(run_there: Run, own: ZoteroGroup) -> None:
    own.load_foreign(150)
    run_there(*PAPERS)
    before = own.snapshot()

    assert run_there(*PAPERS).writes == 0
    assert own.snapshot() == before


def test_a_run_there_is_taken_back(
    run_there: Run, mine: Group, own: ZoteroGroup, state: Path
) -> None:
    key = run_there(*PAPERS).keys[PAPERS[0].work_id]
    own.edit_item(key, "librarian", title="Mine")
    before = said(own)
    run_there(*(cited(each, 500) for each in PAPERS), article(4))

    undone = undo(history(mine, state=state)[0].number, group=mine, state=state)

    assert (undone.items_trashed, undone.items_changed, undone.left) == (1, 3, [])
    assert said(own) == before
    assert run_there(*(cited(each, 500) for each in PAPERS), article(4)).writes == 0


def test_what_its_user_has_is_taken_over_and_what_they_change_stays(
    run_there: Run, own: ZoteroGroup
) -> None:
    key = own.add_item("librarian", itemType="journalArticle", DOI="10.1007/flow.1")

    outcome = run_there(article(1))
    own.edit_item(key, "librarian", volume="7")

    assert outcome.keys == {article(1).work_id: key}
    assert run_there(article(1, volume="63")).writes == 0
    assert own.item(key)["volume"] == "7"


def test_items_are_related_by_addresses_of_that_library(
    run_there: Run, own: ZoteroGroup
) -> None:
    entries = tied(article(1), page("slides"))

    keys = run_there(*entries).keys
    paper, slides = (keys[each.work_id] for each in entries)

    assert related_in(own.item(paper)) == [uri_of("users/11", slides)]
    assert related_in(own.item(slides)) == [uri_of("users/11", paper)]
    assert run_there(*entries).writes == 0


def test_a_plan_for_it_is_applied_to_it(mine: Group, own: ZoteroGroup, state: Path) -> None:
    document = to_document(planned(PAPERS, group=mine, state=state))

    done = apply_document(document, group=mine, state=state)

    assert done.items_created == len(own.items()) == 3
    assert push(PAPERS, group=mine, state=state).writes == 0


@pytest.mark.parametrize(
    ("named", "missing"),
    [
        ({"key": READ_ONLY_KEY}, "may read but not write"),
        ({"key": MEMBER_KEY}, "not that of user 11"),
        ({"key": MEMBER_KEY, "number": "12"}, "no access to the library"),
        ({"key": ""}, "needs an API key"),
    ],
)
def test_the_right_that_is_missing_there_is_named(
    mine: Group, own: ZoteroGroup, state: Path, named: dict[str, str], missing: str
) -> None:
    there = replace(mine, **named)

    with pytest.raises(NotAllowed, match=missing):
        push(PAPERS, group=there, state=state)

    assert missing in preflight(there, state=state).missing
    assert own.version == 0
