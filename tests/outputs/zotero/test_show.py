"""A plan as text: all that changes can be seen, and what stays fits on a screen."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from enrichers.model import Person, WorkKind
from outputs.zotero.changes import Change, ItemChange, Plan
from outputs.zotero.connection import Group
from outputs.zotero.document import to_document
from outputs.zotero.entry import Entry
from outputs.zotero.push import planned
from outputs.zotero.records import Record
from outputs.zotero.show import Line, counted, lines_of
from tests.outputs.zotero.conftest import Run
from tests.outputs.zotero.works import ROOT, article, arxiv, cited, known, page
from tests.standin.zotero import ZoteroGroup

README = Path(__file__).parents[3] / "README.md"
ABSTRACT = "The flow of layers is a flow. " * 20


class Show:
    """Plans as lines of text."""

    def __init__(self, group: Group, state: Path) -> None:
        self.group = group
        self.state = state

    def plan(self, *entries: Entry, restore: bool = False) -> Plan:
        return planned(entries, group=self.group, state=self.state, restore=restore)

    def __call__(self, *entries: Entry, restore: bool = False) -> list[str]:
        return [*map(str, lines_of(self.plan(*entries, restore=restore)))]


@pytest.fixture
def show(group: Group, state: Path) -> Show:
    return Show(group, state)


def of_sign(sign: str, lines: Sequence[str]) -> list[str]:
    return [line[1:].strip() for line in lines if line.startswith(sign)]


@pytest.mark.parametrize(
    ("number", "told"), [(0, "0 items"), (1, "1 item"), (2, "2 items"), (1200, "1,200 items")]
)
def test_things_are_counted_in_words(number: int, told: str) -> None:
    assert counted(number, "item") == told


def test_what_people_wrote_in_several_lines_stays_on_its_line() -> None:
    assert str(Line(sign="=", depth=1, text="Flow: Abstract (we wrote: a\nb)")) == (
        "=   Flow: Abstract (we wrote: a b)"
    )


def test_a_note_is_not_cut_with_a_long_title() -> None:
    line = str(Line(sign="~", text="Flow " * 40, note="people's own"))

    assert line.endswith("… (people's own)")
    assert len(line) <= 96


def test_the_text_shows_what_comes_and_what_changes(show: Show, run: Run) -> None:
    run(article(1), page())
    preprint = article(3, ids=frozenset({arxiv(3)}), kind=WorkKind.PREPRINT)

    assert show(page(), cited(article(1), 500), preprint) == [
        "  groups/4242, version 4: 1 item to make, 1 item to change",
        "    1 item to make: listed, and not in the group yet",
        "",
        "  Mathematics of Deep Learning/",
        "    Dynamics for Deep Learning/",
        "+     On the flow of layers, part 3",
        "        preprint, Ruthotto; Haber, 2019",
        "~     On the flow of layers, part 1",
        "        Extra: our own lines, brought up to date",
        "-         Citations: 100 (Crossref, 2026-11-01)",
        "+         Citations: 500 (Crossref, 2026-11-01)",
        "",
    ]


def test_the_reasons_of_all_that_is_made_are_told_once(show: Show) -> None:
    lines = show(*(article(number) for number in range(1, 9)))

    assert lines[1:3] == [
        "    2 collections to make: a heading of the list",
        "    8 items to make: listed, and not in the group yet",
    ]


@pytest.mark.parametrize(
    ("news", "gone", "coming"),
    [
        pytest.param(
            (Person(family="Ruthotto", given="L. F."), Person(family="Haber", given="Eldad")),
            "Ruthotto, Lars; Haber, Eldad",
            "Ruthotto, L. F.; Haber, Eldad",
            id="given names",
        ),
        pytest.param(
            (Person(family="Haber", given="Eldad"), Person(family="Ruthotto", given="Lars")),
            "Ruthotto, Lars; Haber, Eldad",
            "Haber, Eldad; Ruthotto, Lars",
            id="order",
        ),
    ],
)
def test_every_change_of_creators_is_seen(
    show: Show, run: Run, news: tuple[Person, ...], gone: str, coming: str
) -> None:
    run(article(1))

    lines = show(known(article(1), authors=news))

    assert gone in of_sign("-", lines)
    assert coming in of_sign("+", lines)


def test_a_change_far_inside_a_long_value_is_seen(show: Show, run: Run) -> None:
    run(article(1, abstract=ABSTRACT))

    lines = show(article(1, abstract=f"{ABSTRACT[:300]}Not so. {ABSTRACT[300:]}"))

    assert not any("Not so." in line for line in of_sign("-", lines))
    assert any("Not so." in line for line in of_sign("+", lines))


def test_a_change_of_blanks_alone_is_seen(show: Show, run: Run) -> None:
    run(article(1))

    lines = show(known(article(1), venue="Journal\u00a0of Flows"))
    run(known(article(1), venue="Journal\u00a0of Flows"))
    again = show(known(article(1), venue="Journal of Flows"))

    assert of_sign("+", lines)
    assert set(of_sign("-", again)).isdisjoint(of_sign("+", again))


def test_what_was_thrown_away_and_comes_back_reads_otherwise_than_what_is_new(
    show: Show, run: Run, theirs: ZoteroGroup
) -> None:
    keys = run(article(1), page()).keys
    theirs.delete_item(keys[article(1).work_id])
    theirs.trash_item(keys[page().work_id])

    lines = show(article(1), article(2), page(), restore=True)

    assert "+     On the flow of layers, part 1 (restored)" in lines
    assert "+     On the flow of layers, part 2" in lines
    assert "      Trash: taken out of the group before, and asked for again" in lines
    again = "    1 item to make: taken out of the group before, and asked for again"
    assert again in lines


def test_a_collection_that_comes_back_reads_otherwise_than_a_new_one(
    show: Show, run: Run, theirs: ZoteroGroup
) -> None:
    run(page())
    (key,) = theirs.collections()
    theirs.delete_collection(key)

    lines = show(page(), article(1), restore=True)

    assert "+ Mathematics of Deep Learning/ (restored)" in lines
    assert "+   Dynamics for Deep Learning/" in lines


def test_a_collection_of_people_that_is_used_is_marked_as_theirs(
    show: Show, theirs: ZoteroGroup
) -> None:
    theirs.add_collection(ROOT[0])

    lines = show(page())

    assert lines[0].endswith("1 collection to take over, 1 item to make")
    assert "  Mathematics of Deep Learning/ (people's own)" in lines


def test_a_collection_of_ours_whose_records_are_lost_is_not_told_to_be_peoples(
    show: Show, run: Run, tmp_path: Path
) -> None:
    run(page())
    show.state = tmp_path / "lost.sqlite"

    plan = show.plan(page(), page("other"))

    assert [shelf.path for shelf in plan.adopted_shelves] == [ROOT]
    assert not any("people's own" in str(line) for line in lines_of(plan))
    assert '"reason": "made by an earlier run"' in to_document(plan)


def test_an_item_of_people_that_is_taken_over_says_by_what_it_was_known(
    show: Show, theirs: ZoteroGroup
) -> None:
    theirs.add_item(itemType="journalArticle", title="Mine", DOI="10.1007/flow.1")

    lines = show(article(1))

    assert lines[0].endswith("1 item to take over")
    assert "~     Mine (people's own, known by identifier)" in lines


def test_the_example_of_the_documentation_is_a_plan_as_it_is(show: Show, run: Run) -> None:
    run(article(1))

    plan = show.plan(cited(article(1), 500), article(2))

    told = README.read_text(encoding="utf-8")
    assert "\n".join(map(str, lines_of(plan))).rstrip() == block(told, "text", "  groups/")
    assert to_document(plan).rstrip() == block(told, "json", "{")


def block(document: str, kind: str, start: str) -> str:
    """The text of the first block of a kind that starts so."""
    found = re.findall(rf"^```{kind}\n(.*?)\n```", document, re.MULTILINE | re.DOTALL)
    return next(each for each in found if each.startswith(start))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (
            "creators",
            [{"creatorType": "author", "name": "Ruthotto, Lars"}],
            [{"creatorType": "author", "lastName": "Ruthotto", "firstName": "Lars"}],
        ),
        (
            "creators",
            [{"creatorType": "author", "name": "Ruthotto"}],
            [{"creatorType": "editor", "name": "Ruthotto"}],
        ),
        ("tags", [{"tag": "kind:book", "type": 1}], [{"tag": "kind:book"}]),
        ("collections", ["AAAA2222"], ["BBBB2222"]),
        ("extra", "Old: 1\nMine", "Old: 2\nMine"),
    ],
)
def test_old_and_new_are_never_the_same_line(name: str, old: Any, new: Any) -> None:
    record = Record(work_id="url:http://example.org/a", key="CCCC2222")
    change = ItemChange(
        key=record.key,
        version=2,
        work_id=record.work_id,
        title="A page",
        changes=(Change(name=name, old=old, new=new, reason="so"),),
        record=record,
        before=record,
    )
    same_name = {"AAAA2222": ("Flows",), "BBBB2222": ("Flows",)}

    plan = Plan(library="groups/4242", version=3, changes=(change,), places=same_name)

    lines = [*map(str, lines_of(plan))]
    (gone,), (coming,) = of_sign("-", lines), of_sign("+", lines)
    assert gone != coming
