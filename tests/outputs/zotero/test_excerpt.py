"""A plan for a small change fits on a screen, whatever people did elsewhere in the group."""

import json
from pathlib import Path

import pytest

from outputs.zotero.changes import Plan
from outputs.zotero.connection import Group
from outputs.zotero.document import from_document, to_document
from outputs.zotero.push import apply_document, planned
from outputs.zotero.show import lines_of
from tests.outputs.zotero.conftest import Run
from tests.outputs.zotero.works import article, cited, page
from tests.standin.zotero import ZoteroGroup

MANY = [article(number) for number in range(1, 61)]
CHANGED = [cited(article(1), 500), *MANY[1:]]
TRASHED = "it was put into the trash: it is not made again unless restored"
SCREEN = 40  # lines
WIDTH = 100  # characters


@pytest.fixture
def edited(run: Run, theirs: ZoteroGroup) -> None:
    """Items that people edited twice each."""
    for key in run(*MANY).keys.values():
        theirs.edit_item(key, title=f"{theirs.item(key)['title']}, by hand", tags=[])
    run(*MANY)


@pytest.fixture
def trashed(run: Run, theirs: ZoteroGroup) -> None:
    """Items that people threw away, all but the first."""
    keys = run(*MANY).keys
    for entry in MANY[1:]:
        theirs.trash_item(keys[entry.work_id])


def text_of(plan: Plan, *, whole: bool = False) -> list[str]:
    return [*map(str, lines_of(plan, whole=whole))]


def paper_of(plan: Plan, *, whole: bool = False) -> list[str]:
    return to_document(plan, whole=whole).splitlines()


def fits(lines: list[str]) -> bool:
    return len(lines) <= SCREEN and max(map(len, lines)) <= WIDTH


def test_a_small_change_fits_on_one_screen(run: Run, group: Group, state: Path) -> None:
    run(article(1))

    plan = planned([cited(article(1), 500), article(2)], group=group, state=state)

    assert fits(text_of(plan))
    assert len(text_of(plan)) <= 14
    assert fits(paper_of(plan))


@pytest.mark.usefixtures("edited")
def test_a_small_change_fits_on_one_screen_where_people_edited_much(
    group: Group, state: Path
) -> None:
    plan = planned(CHANGED, group=group, state=state)

    text = text_of(plan)
    assert plan.objects == 1
    assert fits(text)
    assert fits(paper_of(plan))
    told = "  Changed by people, and kept as it is: 120 edits, in 60 objects (--all names them)"
    assert told in text
    assert json.loads(to_document(plan))["respected_elsewhere"] == 118


@pytest.mark.usefixtures("edited")
def test_edits_of_what_the_plan_touches_are_told_with_both_values(
    group: Group, state: Path
) -> None:
    plan = planned(CHANGED, group=group, state=state)

    assert text_of(plan)[-3:] == [
        "=   On the flow of layers, part 1, by hand",
        "      title: '…ow of layers, part 1, by hand' by people "
        "(we wrote '…ow of layers, part 1')",
        "      Tags: people took out 'kind:journal-article, status:…'",
    ]
    told = json.loads(to_document(plan))["respected"]
    assert [(each["property"], each.get("people_wrote")) for each in told] == [
        ("title", "On the flow of layers, part 1, by hand"),
        ("tags", None),
    ]


@pytest.mark.usefixtures("edited")
def test_every_edit_is_told_where_all_is_asked_for(group: Group, state: Path) -> None:
    plan = planned(CHANGED, group=group, state=state)

    told = json.loads(to_document(plan, whole=True))

    assert sum(line.startswith("=") for line in text_of(plan, whole=True)) == 60
    assert len(told["respected"]) == 120
    assert "respected_elsewhere" not in told


@pytest.mark.usefixtures("trashed")
def test_a_small_change_fits_on_one_screen_where_people_threw_much_away(
    group: Group, state: Path
) -> None:
    plan = planned(CHANGED, group=group, state=state)

    text = text_of(plan)
    assert plan.objects == 1
    assert fits(text)
    assert fits(paper_of(plan))
    assert text[-3:] == [
        "  Left alone:",
        f"    {TRASHED}",
        "=     59 objects (--all names them)",
    ]


@pytest.mark.usefixtures("trashed")
def test_all_that_is_left_alone_is_told_where_all_is_asked_for(
    group: Group, state: Path
) -> None:
    plan = planned(CHANGED, group=group, state=state)

    assert sum(line.startswith("=") for line in text_of(plan, whole=True)) == 59
    assert from_document(to_document(plan, whole=True)).left == plan.left


def test_little_that_is_left_alone_is_named(
    run: Run, theirs: ZoteroGroup, group: Group, state: Path
) -> None:
    theirs.trash_item(run(article(1), page()).keys[page().work_id])

    text = text_of(planned([article(1), page()], group=group, state=state))

    assert text[-3:] == ["  Left alone:", f"    {TRASHED}", "=     The course page"]


@pytest.mark.usefixtures("trashed")
@pytest.mark.parametrize(
    ("whole", "told"), [(False, [f"59 objects: {TRASHED}"]), (True, 59 * [TRASHED])]
)
def test_a_plan_does_the_same_whether_it_tells_all_or_counts(
    group: Group, state: Path, theirs: ZoteroGroup, whole: bool, told: list[str]
) -> None:
    plan = planned(CHANGED, group=group, state=state)

    outcome = apply_document(to_document(plan, whole=whole), group=group, state=state)

    assert (outcome.items_created, outcome.items_changed) == (0, 1)
    assert len(outcome.notes) == len(told)
    assert all(note.endswith(why) for note, why in zip(outcome.notes, told, strict=True))
