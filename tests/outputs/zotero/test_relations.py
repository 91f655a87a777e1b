"""Items that belong together are related in the group, as far as people leave that to us."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enrichers.model import Verdict
from enrichers.relations import MOST_TOGETHER, Relation
from flows.policies import policy_of
from flows.settings import Settings
from outputs.zotero.agreement import agree
from outputs.zotero.cards import Card
from outputs.zotero.connection import Group, ZoteroDown
from outputs.zotero.document import to_document
from outputs.zotero.entry import Entry, Policy, entries_from
from outputs.zotero.kin import normal, related_in, uri_of, with_related
from outputs.zotero.library import Item
from outputs.zotero.push import apply_document, planned
from outputs.zotero.rebase import rebased
from outputs.zotero.records import BLANK, Record, from_json, to_json
from outputs.zotero.show import as_text
from tests.outputs.zotero.conftest import Run, posts, runner
from tests.outputs.zotero.past import Past, said
from tests.outputs.zotero.works import article, known, page
from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID, ZoteroGroup

LIBRARY = f"groups/{GROUP_ID}"
WHY = "paper and slides of the same title"
PAPER, SLIDES, CODE = article(1), page("slides"), page("code")


def tied(*entries: Entry) -> list[Entry]:
    """The entries, each related to each."""
    relations = [
        Relation(one=one, other=other, reason=WHY)
        for one, other in combinations(sorted(entry.work_id for entry in entries), 2)
    ]
    return [
        replace(
            entry,
            related=tuple(r for r in relations if entry.work_id in (r.one, r.other)),
        )
        for entry in entries
    ]


def ends(theirs: ZoteroGroup, key: str) -> set[str]:
    """The keys of the items that one is related to."""
    uris = related_in(theirs.item(key))
    assert all(uri.startswith(f"http://zotero.org/{LIBRARY}/items/") for uri in uris)
    return {uri.rpartition("/")[2] for uri in uris}


def uri(key: str) -> str:
    return uri_of(LIBRARY, key)


@pytest.fixture
def pair(run: Run) -> tuple[str, str]:
    """Two related items of ours: the paper's key and that of the slides."""
    keys = run(*tied(PAPER, SLIDES)).keys
    return keys[PAPER.work_id], keys[SLIDES.work_id]


def test_related_items_are_made_as_such_at_both_ends_without_another_request(
    run: Run, theirs: ZoteroGroup, standin: StandIn
) -> None:
    keys = run(*tied(PAPER, SLIDES, CODE)).keys

    assert posts(standin) == ["collections", "items"]
    for key in keys.values():
        assert ends(theirs, key) == set(keys.values()) - {key}
    assert {item["version"] for item in theirs.items().values()} == {3, 4, 5}


@pytest.mark.parametrize("first", [[PAPER, SLIDES], [PAPER], [SLIDES], []])
def test_a_second_run_finds_nothing_to_do(
    run: Run, theirs: ZoteroGroup, first: list[Entry]
) -> None:
    run(*first)
    run(*tied(PAPER, SLIDES))
    before = theirs.snapshot()

    outcome = run(*tied(PAPER, SLIDES))

    assert outcome.writes == 0
    assert outcome.notes == ()
    assert theirs.snapshot() == before


@pytest.mark.parametrize("first", [[PAPER, SLIDES], [PAPER], [SLIDES]])
@pytest.mark.parametrize("title", ["", "A better title"])
def test_what_was_there_before_is_related_too(
    run: Run, theirs: ZoteroGroup, first: list[Entry], title: str
) -> None:
    run(*first)
    news = known(PAPER, title=title) if title else PAPER

    outcome = run(*tied(news, SLIDES))

    paper, slides = outcome.keys[PAPER.work_id], outcome.keys[SLIDES.work_id]
    assert (ends(theirs, paper), ends(theirs, slides)) == ({slides}, {paper})
    assert theirs.item(paper)["title"] == title or PAPER.work.title
    assert outcome.writes <= 2  # one for a collection that is new


def test_two_that_change_otherwise_too_end_related_in_one_run(
    run: Run, theirs: ZoteroGroup
) -> None:
    run(PAPER, SLIDES)

    outcome = run(*tied(known(PAPER, title="New"), known(SLIDES, title="New too")))

    paper, slides = outcome.keys[PAPER.work_id], outcome.keys[SLIDES.work_id]
    assert (ends(theirs, paper), ends(theirs, slides)) == ({slides}, {paper})
    assert theirs.item(paper)["title"] == "New"
    assert theirs.item(slides)["title"] == "New too"
    assert run(*tied(known(PAPER, title="New"), known(SLIDES, title="New too"))).writes == 0


def test_relations_that_people_made_stay(
    run: Run, theirs: ZoteroGroup, pair: tuple[str, str]
) -> None:
    paper, slides = pair
    note = theirs.add_item(itemType="book", title="Mine")
    mine = {"dc:relation": [uri(slides), uri(note)], "owl:sameAs": uri("ABCD2345")}
    theirs.edit_item(paper, relations=mine)

    run(*tied(PAPER, SLIDES, CODE))

    assert len(ends(theirs, paper)) == 3
    assert note in ends(theirs, paper)
    assert theirs.item(paper)["relations"]["owl:sameAs"] == uri("ABCD2345")


@pytest.mark.parametrize("edited", [(0,), (1,), (0, 1)])
def test_a_relation_that_people_took_out_stays_out(
    run: Run, theirs: ZoteroGroup, pair: tuple[str, str], edited: tuple[int, ...]
) -> None:
    for at in edited:
        theirs.edit_item(pair[at], relations={})
    before = theirs.snapshot()

    outcome = run(*tied(PAPER, SLIDES))

    assert outcome.writes == 0
    assert theirs.snapshot() == before
    assert any(note.startswith("respected: ") for note in outcome.notes)


def test_what_people_took_out_does_not_come_back_from_its_other_end(
    run: Run, theirs: ZoteroGroup, pair: tuple[str, str]
) -> None:
    paper, slides = pair
    theirs.edit_item(paper, relations={})
    theirs.delete_item(slides)

    keys = run(*tied(PAPER, SLIDES, CODE), restore=True).keys

    assert slides in theirs.items()
    assert ends(theirs, paper) == {keys[CODE.work_id]}


def test_items_of_people_are_related_and_otherwise_left(run: Run, theirs: ZoteroGroup) -> None:
    own = theirs.add_item(itemType="book", title="Mine")
    theirs_paper = theirs.add_item(
        itemType="journalArticle",
        title="As Anna has it",
        DOI="10.1007/flow.1",
        relations={"dc:relation": uri(own)},
    )

    slides = run(*tied(PAPER, SLIDES)).keys[SLIDES.work_id]

    assert ends(theirs, theirs_paper) == {own, slides}
    assert theirs.item(theirs_paper)["title"] == "As Anna has it"
    assert run(*tied(PAPER, SLIDES)).writes == 0


@pytest.mark.parametrize("first", [[], [PAPER], [PAPER, SLIDES]])
def test_undoing_takes_relations_back_and_no_later_run_makes_them_again(
    run: Run, past: Past, theirs: ZoteroGroup, first: list[Entry]
) -> None:
    run(*first, CODE)
    before = said(theirs)
    run(*tied(PAPER, SLIDES, CODE))

    undone = past.undo()

    assert undone.left == []
    assert said(theirs) == before
    assert run(*tied(PAPER, SLIDES, CODE)).writes == 0
    keys = run(*tied(PAPER, SLIDES, CODE), restore=True).keys
    assert len(ends(theirs, keys[CODE.work_id])) == 2


def test_undoing_leaves_relations_that_people_made_since(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    keys = run(PAPER, SLIDES).keys
    paper, slides = keys[PAPER.work_id], keys[SLIDES.work_id]
    run(*tied(PAPER, SLIDES))
    own = theirs.add_item(itemType="book", title="Mine")
    theirs.edit_item(paper, relations={"dc:relation": [uri(slides), uri(own)]})

    past.undo()

    assert ends(theirs, paper) == {own}
    assert ends(theirs, slides) == set()


def test_an_item_that_people_related_by_themselves_counts_as_touched(
    run: Run, past: Past, theirs: ZoteroGroup, pair: tuple[str, str]
) -> None:
    own = theirs.add_item(itemType="book", title="Mine")
    theirs.edit_item(pair[0], relations={"dc:relation": [uri(pair[1]), uri(own)]})

    past.undo()

    assert not theirs.item(pair[0]).get("deleted")
    assert theirs.item(pair[1])["deleted"]


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


def test_a_relation_that_is_not_seen_any_more_stays(
    run: Run, theirs: ZoteroGroup, pair: tuple[str, str]
) -> None:
    assert run(PAPER, SLIDES).writes == 0
    assert ends(theirs, pair[0]) == {pair[1]}


def test_without_our_records_nothing_that_people_took_out_returns(
    theirs: ZoteroGroup, group: Group, pair: tuple[str, str], tmp_path: Path
) -> None:
    theirs.edit_item(pair[0], relations={})
    theirs.edit_item(pair[1], relations={})

    runner(group, tmp_path / "other.sqlite")(*tied(PAPER, SLIDES))

    assert ends(theirs, pair[0]) == set()


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

    text = as_text(planned(tied(PAPER, SLIDES), group=group, state=state))

    assert shown in text


def test_entries_know_their_relations() -> None:
    relation = Relation(one="a", other="b", reason=WHY)

    assert entries_from((), {}, [relation]) == ()
    assert relation.beyond("a") == "b"
    assert relation.beyond("b") == "a"


def test_a_personal_library_has_addresses_of_its_own() -> None:
    assert uri_of("users/12", "ABCD2345") == "http://zotero.org/users/12/items/ABCD2345"


URIS = st.lists(st.sampled_from([uri(f"ABCD234{number}") for number in "23456789"]), max_size=5)
PREDICATES = st.sampled_from(["dc:relation", "owl:sameAs", "dc:replaces"])
RELATIONS = st.dictionaries(PREDICATES, URIS)


@pytest.mark.parametrize("first", [[], [PAPER], [PAPER, SLIDES, CODE]])
@pytest.mark.parametrize("fault", [("reset", 0), ("lost", 0), ("lost", 1), ("truncated", 1)])
def test_whatever_breaks_both_ends_are_related_after_one_more_run(
    group: Group, state: Path, standin: StandIn, first: list[Entry], fault: tuple[str, int]
) -> None:
    run = runner(replace(group, patience=0.1), state)
    run(*first)
    standin.misbehave("zotero", fault[0], after=fault[1], holding='"relations"')
    with suppress(ZoteroDown):
        run(*tied(PAPER, SLIDES, CODE))
    standin.heal()

    keys = run(*tied(PAPER, SLIDES, CODE)).keys

    for key in keys.values():
        assert ends(standin.zotero, key) == set(keys.values()) - {key}
    assert run(*tied(PAPER, SLIDES, CODE)).writes == 0


def test_many_that_stand_there_are_related_in_one_run(
    run: Run, past: Past, theirs: ZoteroGroup
) -> None:
    terms = [page(f"term-{number}") for number in range(MOST_TOGETHER)]
    run(*terms)
    before = said(theirs)

    keys = run(*tied(*terms)).keys

    assert {len(ends(theirs, key)) for key in keys.values()} == {MOST_TOGETHER - 1}
    assert run(*tied(*terms)).writes == 0
    past.undo()
    assert said(theirs) == before


@given(RELATIONS)
def test_relations_have_one_form(relations: dict[str, list[str]]) -> None:
    backwards = {name: uris[::-1] for name, uris in reversed(relations.items())}

    assert normal(relations) == normal(backwards) == normal(normal(relations))


@given(RELATIONS, URIS, URIS)
def test_a_change_of_relations_keeps_what_people_did_meanwhile(
    old: dict[str, list[str]], ours: list[str], theirs: list[str]
) -> None:
    new = with_related(old, ours)
    standing = normal({"dc:relation": theirs})

    now = set(rebased("relations", normal(old), new, standing).value.get("dc:relation", ()))

    before = set(old.get("dc:relation", ()))
    assert now == set(theirs) | (set(ours) - before)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(URIS, URIS, URIS)
def test_merging_relations_three_ways(
    ours: list[str], ever_said: list[str], theirs: list[str]
) -> None:
    record = Record(
        work_id="w", key="ABCD2345", version=1, said=replace(BLANK, related=tuple(ever_said))
    )

    def merged(record: Record, uris: Iterable[str]) -> tuple[set[str], Record]:
        data: dict[str, Any] = {"relations": {"dc:relation": list(uris)}}
        card = Card(item_type="book", fields={}, related=tuple(ours))
        item = Item(key="ABCD2345", version=1, data=data)
        outcome, after = agree(card, frozenset(), frozenset(), record, item)
        news = [c.new for c in outcome.changes if c.name == "relations"]
        return set(related_in({"relations": news[0]} if news else data)), after

    now, after = merged(record, theirs)

    assert now == set(theirs) | (set(ours) - set(ever_said))
    assert merged(after, now) == (now, after)
    assert from_json(to_json(after)) == after
