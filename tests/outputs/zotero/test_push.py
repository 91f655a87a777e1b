import logging
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from enrichers.model import Verdict, WorkKind
from outputs.zotero.connection import Group
from outputs.zotero.entry import Entry, Include, Policy
from outputs.zotero.push import push
from tests.outputs.zotero.conftest import Run, posts
from tests.outputs.zotero.works import (
    DYNAMICS,
    ROOT,
    TRANSPORT,
    article,
    arxiv,
    cited,
    known,
    page,
)
from tests.standin.server import StandIn
from tests.standin.zotero import READ_WRITE_KEY, ZoteroGroup


def seed(works: int = 20, pages: int = 84) -> list[Entry]:
    """As many works and pages as the seed list has, under a root and eight headings."""
    shelves = [ROOT, *((*ROOT, f"Topic {number}") for number in range(8))]
    papers = [article(n, paths=[shelves[n % 9]]) for n in range(1, works + 1)]
    return [*papers, *(page(f"p{n}", paths=[shelves[n % 9]]) for n in range(pages))]


def test_collections_mirror_the_headings(run: Run, theirs: ZoteroGroup) -> None:
    run(page(), article(1), article(2, paths=[TRANSPORT]))

    by_name = {each["name"]: each for each in theirs.collections().values()}
    root = by_name[ROOT[0]]
    assert set(by_name) == {ROOT[0], DYNAMICS[1], TRANSPORT[1]}
    assert root["parentCollection"] is False
    assert by_name[DYNAMICS[1]]["parentCollection"] == root["key"]
    assert by_name[TRANSPORT[1]]["parentCollection"] == root["key"]


def test_every_entry_is_one_item_in_every_collection_that_lists_it(
    run: Run, theirs: ZoteroGroup
) -> None:
    both = article(1, paths=[DYNAMICS, TRANSPORT])

    outcome = run(both, page())

    shelves = theirs.item(outcome.keys[both.work_id])["collections"]
    names = {theirs.collections()[key]["name"] for key in shelves}
    assert names == {DYNAMICS[1], TRANSPORT[1]}
    assert len(theirs.items()) == 2


def test_a_cold_run_takes_as_few_writes_as_zotero_allows(
    run: Run, standin: StandIn, theirs: ZoteroGroup
) -> None:
    outcome = run(*seed())

    assert (outcome.collections_created, outcome.items_created) == (9, 104)
    assert posts(standin) == ["collections", "items", "items", "items"]
    assert outcome.writes == 4
    assert len(theirs.items()) == 104
    assert standin.violations == []


def test_a_second_run_asks_once_and_writes_nothing(
    run: Run, standin: StandIn, theirs: ZoteroGroup
) -> None:
    run(*seed())
    before = theirs.snapshot()

    outcome = run(*seed())

    assert (outcome.reads, outcome.writes, outcome.items_unchanged) == (1, 0, 104)
    assert theirs.snapshot() == before


def test_a_run_that_remembers_nothing_finds_everything_again(
    run: Run, group: Group, theirs: ZoteroGroup, tmp_path: Path
) -> None:
    run(*seed())
    before = theirs.snapshot()

    outcome = push(seed(), group=group, state=tmp_path / "other.sqlite")

    assert (outcome.writes, outcome.items_unchanged) == (0, 104)
    assert theirs.snapshot() == before


def test_a_new_count_changes_extra_and_nothing_else(run: Run, theirs: ZoteroGroup) -> None:
    first = run(article(1), article(2))
    key = first.keys[article(1).work_id]
    before = theirs.item(key)

    outcome = run(cited(article(1), 101, date(2026, 12, 1)), article(2))

    after = theirs.item(key)
    assert outcome.items_changed == 1
    assert "Citations: 101 (Crossref, 2026-12-01)" in after["extra"]
    changed = {name for name in before if before[name] != after[name]}
    assert changed - {"dateModified"} == {"extra", "version"}


def test_metadata_fetched_again_on_another_day_write_nothing(
    run: Run, theirs: ZoteroGroup
) -> None:
    run(article(1))
    version = theirs.version

    outcome = run(cited(article(1), 100, date(2027, 1, 1)))

    assert outcome.writes == 0
    assert theirs.version == version


def test_a_source_that_is_silent_today_takes_nothing_back(
    run: Run, theirs: ZoteroGroup
) -> None:
    run(article(1))
    version = theirs.version

    run(replace(known(article(1), volume="", citations={}), sources=("arxiv",)))

    assert theirs.version == version


def test_a_preprint_that_was_published_becomes_an_article(
    run: Run, theirs: ZoteroGroup
) -> None:
    preprint = article(1, kind=WorkKind.PREPRINT, venue="", ids=frozenset({arxiv(1)}))
    key = run(preprint).keys[preprint.work_id]

    run(article(1))

    item = theirs.item(key)
    assert item["itemType"] == "journalArticle"
    assert item["publicationTitle"] == "Journal of Mathematical Imaging and Vision"
    assert item["DOI"] == "10.1007/flow.1"
    assert [each["lastName"] for each in item["creators"]] == ["Ruthotto", "Haber"]
    assert len(theirs.items()) == 1


def test_a_work_whose_name_changed_keeps_its_item(run: Run, theirs: ZoteroGroup) -> None:
    key = run(article(1)).keys[article(1).work_id]
    renamed = replace(article(1), work_id="doi:10.1007/flow.1")

    outcome = run(renamed)

    assert outcome.keys == {renamed.work_id: key}
    assert "zotlist: doi:10.1007/flow.1" in theirs.item(key)["extra"]
    assert len(theirs.items()) == 1


def test_a_page_that_turns_out_to_be_a_work_becomes_it(run: Run, theirs: ZoteroGroup) -> None:
    listed = article(1).listed
    as_page = replace(page(), work_id="url:http://arxiv.org/abs/1804.00001", listed=listed)
    key = run(as_page).keys[as_page.work_id]

    outcome = run(article(1, paths=[ROOT]))

    assert outcome.keys == {article(1).work_id: key}
    assert theirs.item(key)["itemType"] == "journalArticle"
    assert theirs.item(key)["title"] == "On the flow of layers, part 1"
    tags = [each["tag"] for each in theirs.item(key)["tags"]]
    assert "status:resolved" in tags
    assert "status:typed" not in tags
    assert len(theirs.items()) == 1


def test_a_link_under_another_heading_takes_its_item_along(
    run: Run, theirs: ZoteroGroup
) -> None:
    key = run(page(), article(1)).keys[article(1).work_id]

    run(page(), article(1, paths=[TRANSPORT]))

    (shelf,) = theirs.item(key)["collections"]
    assert theirs.collections()[shelf]["name"] == TRANSPORT[1]


def test_another_list_in_the_group_keeps_its_collections(run: Run, theirs: ZoteroGroup) -> None:
    key = run(article(1)).keys[article(1).work_id]

    run(article(1, paths=[("Another list", "Flows")]))

    assert len(theirs.item(key)["collections"]) == 2


@pytest.mark.parametrize(
    ("include", "items"), [(Include.ALL, 2), (Include.WORKS, 1), (Include.RESOLVED, 1)]
)
def test_the_policy_leaves_entries_out(
    run: Run, theirs: ZoteroGroup, include: Include, items: int
) -> None:
    run(article(1), page(), policy=Policy(include=include))

    assert len(theirs.items()) == items


def test_tags_are_automatic_and_can_be_switched_off(run: Run, theirs: ZoteroGroup) -> None:
    with_tags = run(article(1)).keys[article(1).work_id]
    without = run(article(2), policy=Policy(tags=False)).keys[article(2).work_id]

    assert {tag["type"] for tag in theirs.item(with_tags)["tags"]} == {1}
    assert theirs.item(without)["tags"] == []


def test_a_link_that_a_source_could_not_answer_for_waits(run: Run, theirs: ZoteroGroup) -> None:
    waiting = replace(page("unknown"), verdict=Verdict.UNANSWERED)

    outcome = run(waiting, article(1))

    assert len(theirs.items()) == 1
    assert waiting.work_id not in outcome.keys
    assert any("next run" in note for note in outcome.waiting)
    assert outcome.notes == ()


def test_an_item_is_not_touched_while_a_source_is_down(run: Run, theirs: ZoteroGroup) -> None:
    run(article(1))
    version = theirs.version
    listed = article(1).listed
    down = replace(page(), work_id="url:x", listed=listed, verdict=Verdict.UNANSWERED)

    outcome = run(down)

    assert theirs.version == version
    assert outcome.writes == 0


def test_a_rehearsal_plans_all_and_sends_nothing(
    run: Run, standin: StandIn, theirs: ZoteroGroup
) -> None:
    outcome = run(article(1), page(), dry_run=True)

    assert (outcome.collections_created, outcome.items_created) == (2, 2)
    assert outcome.is_rehearsal
    assert posts(standin) == []
    assert theirs.version == 0


def test_a_run_after_a_rehearsal_does_what_was_planned(run: Run, theirs: ZoteroGroup) -> None:
    planned = run(article(1), dry_run=True)

    done = run(article(1))

    assert done.keys == planned.keys
    assert set(theirs.items()) == set(done.keys.values())


def test_other_peoples_items_are_never_touched(run: Run, theirs: ZoteroGroup) -> None:
    foreign = theirs.load_foreign(250)
    before = theirs.items()

    run(*seed(5, 5))
    second = run(*seed(5, 5))

    assert {key: theirs.item(key) for key in foreign} == before
    assert (second.reads, second.writes) == (1, 0)


def test_what_others_added_meanwhile_is_all_that_is_read_again(
    run: Run, standin: StandIn, theirs: ZoteroGroup
) -> None:
    theirs.load_foreign(250)
    run(*seed(5, 5))
    theirs.add_item(itemType="book", title="Something else")
    already = standin.count("zotero")

    outcome = run(*seed(5, 5))

    assert outcome.writes == 0
    assert standin.count("zotero") - already == 4


def test_texts_that_are_too_long_for_zotero_are_cut_and_taken(
    run: Run, theirs: ZoteroGroup
) -> None:
    endless = article(1, abstract="all " * 30_000, title="t" * 70_000)

    outcome = run(endless)
    again = run(endless)

    assert theirs.item(outcome.keys[endless.work_id])["abstractNote"].endswith("…")
    assert (outcome.notes, again.writes) == ((), 0)


def test_a_group_that_began_anew_is_filled_anew(run: Run, theirs: ZoteroGroup) -> None:
    run(*seed(5, 5))
    theirs.reset()

    outcome = run(*seed(5, 5))

    assert outcome.items_created == 10
    assert len(theirs.items()) == 10


def test_more_than_one_request_of_collections_keeps_parents_first(
    run: Run, standin: StandIn, theirs: ZoteroGroup
) -> None:
    paths = [("R", f"a{number}", f"b{number}") for number in range(60)]

    outcome = run(*(page(f"p{at}", paths=[path]) for at, path in enumerate(paths)))

    assert outcome.collections_created == 121
    assert posts(standin) == ["collections"] * 3 + ["items"] * 2


def test_progress_is_told_batch_by_batch(group: Group, state: Path) -> None:
    told: list[tuple[int, int]] = []

    push(
        seed(10, 50),
        group=group,
        state=state,
        progress=lambda done, total: told.append((done, total)),
    )

    assert told == [(9, 69), (59, 69), (69, 69)]


def test_the_key_is_written_nowhere(
    run: Run, group: Group, state: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    run(article(1))

    files = b"".join(path.read_bytes() for path in state.parent.glob("state*"))
    assert caplog.records
    assert READ_WRITE_KEY not in caplog.text
    assert READ_WRITE_KEY.encode() not in files
    assert READ_WRITE_KEY not in repr(group)
