"""Two machines of ours with a memory each: what one writes is not people's to the other."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from enrichers.model import WorkKind
from outputs.zotero.connection import Group
from outputs.zotero.entry import Entry
from outputs.zotero.extra import marked_as
from tests.outputs.zotero.conftest import Run, runner
from tests.outputs.zotero.works import article, arxiv, cited, known, page
from tests.standin.zotero import ZoteroGroup

PREPRINT = article(
    1, kind=WorkKind.PREPRINT, ids=frozenset({arxiv(1)}), venue="", volume="", pages=""
)


@pytest.fixture
def two(group: Group, tmp_path: Path) -> Run:
    """Runs of the other machine."""
    return runner(group, tmp_path / "two.sqlite")


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
