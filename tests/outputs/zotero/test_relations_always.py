"""Whatever breaks and whatever people do meanwhile, relations come out the same."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enrichers.kin.relations import MOST_TOGETHER
from outputs.zotero.agreement import agree
from outputs.zotero.cards import Card
from outputs.zotero.connection import Group, ZoteroDown
from outputs.zotero.entry import Entry
from outputs.zotero.kin import normal, related_in, with_related
from outputs.zotero.library import Item
from outputs.zotero.rebase import rebased
from outputs.zotero.records import BLANK, Record, from_json, to_json
from tests.outputs.zotero.conftest import Run, runner
from tests.outputs.zotero.past import Past, said
from tests.outputs.zotero.ties import CODE, PAPER, SLIDES, ends, tied, uri
from tests.outputs.zotero.works import page
from tests.standin.server import StandIn
from tests.standin.zotero import ZoteroGroup

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
