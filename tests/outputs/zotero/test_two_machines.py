"""Two machines of ours with a memory each: what one writes is not people's to the other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

from enrichers.model import WorkKind
from outputs.zotero.connection import Group
from outputs.zotero.document import to_document
from outputs.zotero.entry import Entry
from outputs.zotero.extra import marked_as
from outputs.zotero.outcome import Pushed
from outputs.zotero.push import apply_document, planned
from tests.outputs.zotero.conftest import Run, runner
from tests.outputs.zotero.works import article, arxiv, cited, doi, known, page
from tests.standin.zotero import ZoteroGroup

PREPRINT = article(
    1, kind=WorkKind.PREPRINT, ids=frozenset({arxiv(1)}), venue="", volume="", pages=""
)

Ahead = Callable[[Entry], Callable[[], Pushed]]


@pytest.fixture
def two(group: Group, tmp_path: Path) -> Run:
    """Runs of the other machine."""
    return runner(group, tmp_path / "two.sqlite")


@pytest.fixture
def ahead(group: Group, tmp_path: Path) -> Ahead:
    """Plans of the other machine, to be applied when people or we were there meanwhile."""
    state = tmp_path / "two.sqlite"

    def planned_ahead(entry: Entry) -> Callable[[], Pushed]:
        document = to_document(planned([entry], group=group, state=state))
        return lambda: apply_document(document, group=group, state=state)

    return planned_ahead


@pytest.fixture
def key(run: Run, two: Run) -> str:
    """An item that both know, as a preprint."""
    run(PREPRINT)
    return two(PREPRINT).keys[PREPRINT.work_id]


def on(day: int, count: int, entry: Entry = PREPRINT) -> Entry:
    return cited(entry, count, date(2026, 11, day))


def test_a_count_goes_on_when_the_machine_that_kept_it_is_switched_off(
    run: Run, two: Run, theirs: ZoteroGroup, key: str
) -> None:
    run(on(8, 14))
    seen = two(on(8, 14))

    two(on(15, 20))

    assert "Citations: 20 (Crossref, 2026-11-15)" in theirs.item(key)["extra"]
    assert seen.notes == ()


def test_a_published_version_is_put_right_by_the_other_machine(
    run: Run, two: Run, theirs: ZoteroGroup, key: str
) -> None:
    run(article(1))
    seen = two(article(1))

    two(article(1, venue="Annals", issued="2020-02", authors=PREPRINT.work.authors[::-1]))

    item = theirs.item(key)
    assert (item["itemType"], item["publicationTitle"]) == ("journalArticle", "Annals")
    assert (item["date"], item["creators"][0]["lastName"]) == ("2020-02", "Haber")
    assert seen.notes == () and seen.writes == 0


def test_a_machine_that_comes_back_from_a_backup_goes_on(
    run: Run, two: Run, theirs: ZoteroGroup, key: str
) -> None:
    run(known(PREPRINT, title="Second"))
    run(known(PREPRINT, title="Third"))

    two(known(PREPRINT, title="Third"))
    two(known(PREPRINT, title="Fourth"))

    assert theirs.item(key)["title"] == "Fourth"


def test_the_kind_is_put_right_by_the_other_machine_too(
    run: Run, two: Run, theirs: ZoteroGroup, key: str
) -> None:
    run(article(1))
    two(article(1))

    two(known(article(1), kind=WorkKind.CONFERENCE_PAPER))

    tags = {tag["tag"] for tag in theirs.item(key)["tags"]}
    assert "kind:conference-paper" in tags
    assert "kind:article" not in tags


BETTER = known(PREPRINT, title="Second", issued="2021", rights="CC-BY")
WORSE = known(PREPRINT, title="Third", issued="2022", rights="none")
EDITS = [{"title": "Second"}, {"date": "2021"}, {"rights": "CC-BY"}]


@pytest.mark.parametrize("edit", EDITS)
def test_what_people_wrote_is_theirs_though_we_come_to_say_it_too(
    run: Run, two: Run, theirs: ZoteroGroup, key: str, edit: dict[str, Any]
) -> None:
    theirs.edit_item(key, **edit)
    run(BETTER)
    two(BETTER)

    two(WORSE)
    run(WORSE)

    assert {name: theirs.item(key)[name] for name in edit} == edit


@pytest.mark.parametrize("edit", EDITS)
def test_what_people_put_right_after_us_is_theirs_though_we_come_to_say_it_too(
    run: Run, two: Run, theirs: ZoteroGroup, key: str, edit: dict[str, Any]
) -> None:
    run(known(PREPRINT, title="Other", issued="2020", rights="CC0"))
    theirs.edit_item(key, **edit)
    two(BETTER)

    two(WORSE)
    run(WORSE)

    assert {name: theirs.item(key)[name] for name in edit} == edit


def test_one_who_edits_a_count_by_hand_keeps_it(
    run: Run, two: Run, theirs: ZoteroGroup, key: str
) -> None:
    by_hand = theirs.item(key)["extra"].replace("Citations: 100", "Citations: 7")
    theirs.edit_item(key, extra=by_hand)

    two(on(15, 20))
    run(on(16, 30))

    assert theirs.item(key)["extra"] == by_hand


def test_the_sign_is_no_part_of_the_works_name(run: Run, theirs: ZoteroGroup, key: str) -> None:
    before = theirs.item(key)["extra"]
    run(known(PREPRINT, title="Second"))

    assert theirs.item(key)["extra"] != before
    assert marked_as(theirs.item(key)["extra"]) == PREPRINT.work_id


def test_a_link_that_one_machine_lists_is_not_marked_by_the_other_for_long(
    run: Run, two: Run, theirs: ZoteroGroup, key: str
) -> None:
    run(PREPRINT, page())
    run(page())
    assert "list:left" in {tag["tag"] for tag in theirs.item(key)["tags"]}

    two(PREPRINT)
    again = run(page())

    assert "list:left" not in {tag["tag"] for tag in theirs.item(key)["tags"]}
    assert again.writes == 0


def test_two_machines_that_disagree_about_the_type_do_not_take_turns(
    run: Run, two: Run, theirs: ZoteroGroup
) -> None:
    link = page()
    post = known(link, kind=WorkKind.BLOG_POST)
    key = run(link).keys[link.work_id]
    two(link)
    run(post)

    turns = [two(link), run(post)]

    assert [each.writes for each in turns] == [0, 0]
    assert theirs.item(key)["itemType"] == "blogPost"


@pytest.mark.parametrize("first", [known(PREPRINT, abstract="One. Two."), PREPRINT])
def test_one_who_splits_a_text_into_paragraphs_keeps_them(
    run: Run, two: Run, theirs: ZoteroGroup, first: Entry
) -> None:
    key = run(first).keys[first.work_id]
    two(first)
    second = known(first, title="Second", abstract="One. Two.")
    run(second)
    theirs.edit_item(key, abstractNote="One.\n\nTwo.")
    two(second)

    two(known(second, abstract="One. Two. Three."))

    assert theirs.item(key)["abstractNote"] == "One.\n\nTwo."


def test_an_item_that_people_made_is_put_right_by_a_machine_that_comes_back_from_a_backup(
    run: Run, two: Run, theirs: ZoteroGroup, state: Path, tmp_path: Path
) -> None:
    own = theirs.add_item(itemType="journalArticle", title="Mine", DOI=doi(1).value)
    run(article(1))
    copy(state, tmp_path / "two.sqlite")
    run(known(article(1), issued="2021"))
    two(known(article(1), issued="2021"))

    two(known(article(1), issued="2022"))

    assert (theirs.item(own)["title"], theirs.item(own)["date"]) == ("Mine", "2022")


def test_the_other_machines_name_for_a_work_is_no_edit_of_people(
    run: Run, two: Run, theirs: ZoteroGroup
) -> None:
    run(article(1))
    two(replace(article(1), work_id=str(doi(1))))

    assert run(article(1)).notes == ()


def test_a_plan_holds_when_another_machine_signed_meanwhile(
    run: Run, theirs: ZoteroGroup, key: str, ahead: Ahead
) -> None:
    better = known(PREPRINT, issued="2021")
    apply = ahead(better)
    run(known(PREPRINT, title="Second"))

    outcome = apply()

    assert (theirs.item(key)["title"], theirs.item(key)["date"]) == ("Second", "2021")
    assert outcome.left == ()


def test_what_a_plan_did_not_write_is_not_signed(
    run: Run, theirs: ZoteroGroup, key: str, ahead: Ahead
) -> None:
    better = known(PREPRINT, title="Second", issued="2021")
    apply = ahead(better)
    theirs.edit_item(key, title="By Anna")
    apply()
    theirs.edit_item(key, title="Second")
    run(better)

    run(known(better, title="Third"))

    assert theirs.item(key)["title"] == "Second"


def test_what_people_took_out_stays_out_for_a_machine_that_met_the_work_deleted(
    run: Run, two: Run, theirs: ZoteroGroup
) -> None:
    made = run(cited(article(1), 14, date(2026, 11, 8)))
    [key] = made.keys.values()
    theirs.delete_item(key)
    two(article(1))
    run(article(1), restore=True)
    theirs.move_item(key, [shelf := theirs.add_collection("Anna's")])
    theirs.edit_item(key, extra="", tags=[], pages="")

    two(cited(article(1), 14, date(2026, 11, 8)))

    item = theirs.item(key)
    assert item["collections"] == [shelf]
    assert (item["tags"], item["pages"]) == ([], "")
    assert "Citations" not in item["extra"]
