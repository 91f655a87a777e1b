"""Which relations a plan has: what the user wants, what may be related, and what it tells."""

from dataclasses import replace
from pathlib import Path

import pytest

from enrichers.kin.relations import Relation
from enrichers.model import Verdict
from flows.policies import policy_of
from flows.settings import Settings
from outputs.zotero.connection import Group
from outputs.zotero.document import to_document
from outputs.zotero.entry import Entry, Policy, entries_from
from outputs.zotero.kin import uri_of
from outputs.zotero.push import apply_document, planned
from outputs.zotero.show import lines_of
from tests.outputs.zotero.conftest import Run
from tests.outputs.zotero.ties import CODE, PAPER, SLIDES, WHY, ends, tied, uri
from tests.standin.zotero import ZoteroGroup


def test_no_relations_where_the_user_wants_none(run: Run, theirs: ZoteroGroup) -> None:
    keys = run(*tied(PAPER, SLIDES), policy=Policy(relations=False)).keys

    assert [ends(theirs, key) for key in keys.values()] == [set(), set()]


def test_a_list_may_want_none_of_its_own(run: Run, theirs: ZoteroGroup) -> None:
    paper, slides, code = tied(PAPER, SLIDES, CODE)
    slides = replace(slides, policy=policy_of(Settings(state=Path(), relations=False)))

    keys = run(paper, slides, code).keys

    assert ends(theirs, keys[SLIDES.work_id]) == set()
    assert ends(theirs, keys[PAPER.work_id]) == {keys[CODE.work_id]}


def test_nothing_is_related_to_what_is_in_the_trash(run: Run, theirs: ZoteroGroup) -> None:
    keys = run(PAPER, SLIDES).keys
    theirs.trash_item(keys[SLIDES.work_id])

    assert run(*tied(PAPER, SLIDES)).writes == 0
    assert ends(theirs, keys[PAPER.work_id]) == set()


def test_nothing_is_related_to_what_waits_for_a_service(run: Run, theirs: ZoteroGroup) -> None:
    waiting = replace(SLIDES, verdict=Verdict.UNANSWERED)

    keys = run(*tied(PAPER, waiting)).keys

    assert ends(theirs, keys[PAPER.work_id]) == set()


@pytest.mark.parametrize("first", [[], [PAPER], [PAPER, SLIDES]])
def test_a_plan_on_paper_names_relations_and_does_them(
    run: Run, theirs: ZoteroGroup, group: Group, state: Path, first: list[Entry]
) -> None:
    run(*first)
    plan = planned(tied(PAPER, SLIDES), group=group, state=state)

    outcome = apply_document(to_document(plan), group=group, state=state)

    keys = outcome.keys
    assert ends(theirs, keys[PAPER.work_id]) == {keys[SLIDES.work_id]}
    assert ends(theirs, keys[SLIDES.work_id]) == {keys[PAPER.work_id]}
    assert run(*tied(PAPER, SLIDES)).writes == 0


def test_a_plan_on_paper_leaves_room_for_what_people_related_meanwhile(
    run: Run, theirs: ZoteroGroup, group: Group, state: Path
) -> None:
    paper = run(PAPER, SLIDES).keys[PAPER.work_id]
    plan = planned(tied(PAPER, SLIDES), group=group, state=state)
    own = theirs.add_item(itemType="book", title="Mine")
    theirs.edit_item(paper, relations={"dc:relation": uri(own)})

    outcome = apply_document(to_document(plan), group=group, state=state)

    assert ends(theirs, paper) == {own, outcome.keys[SLIDES.work_id]}


@pytest.mark.parametrize(
    ("first", "shown"),
    [
        ([], f"related, {WHY}: “The slides page”"),
        ([PAPER, SLIDES], f"Related: {WHY}: “The slides page”"),
    ],
)
def test_a_plan_tells_to_what_and_why(
    run: Run, group: Group, state: Path, first: list[Entry], shown: str
) -> None:
    run(*first)

    text = "\n".join(map(str, lines_of(planned(tied(PAPER, SLIDES), group=group, state=state))))

    assert shown in text


def test_entries_know_their_relations() -> None:
    relation = Relation(one="a", other="b", reason=WHY)

    assert entries_from((), {}, [relation]) == ()
    assert relation.beyond("a") == "b"
    assert relation.beyond("b") == "a"


def test_a_personal_library_has_addresses_of_its_own() -> None:
    assert uri_of("users/12", "ABCD2345") == "http://zotero.org/users/12/items/ABCD2345"
