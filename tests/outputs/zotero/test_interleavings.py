"""People and robots in any order: whatever people do stays done, checked against a model.

ZOTLIST_INTERLEAVINGS sets how many orders are tried.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from enrichers.model import WorkKind
from outputs.zotero.connection import Group, ZoteroDown
from outputs.zotero.document import to_document
from outputs.zotero.entry import Entry, Leaving, Policy
from outputs.zotero.extra import values
from outputs.zotero.keys import new_key
from outputs.zotero.push import apply_document, history, planned, push
from outputs.zotero.undo import undo
from tests.outputs.zotero.effort import IS_THOROUGH
from tests.outputs.zotero.wishes import Wishes, contents
from tests.outputs.zotero.works import DYNAMICS, ROOT, TRANSPORT, article, cited, known
from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID, READ_WRITE_KEY, ZoteroGroup

ORDERS = int(os.environ.get("ZOTLIST_INTERLEAVINGS", "10000" if IS_THOROUGH else "150"))
WORKS = (1, 2, 3)
FIELDS = ("title", "date", "rights")
"""Fields that every type of item has."""
LINES = ("Citations", "arXiv", "zotlist")
"""Our lines that people may take out."""

work = st.sampled_from(WORKS)
machine = st.sampled_from((0, 1))


class Interleaving(RuleBasedStateMachine):
    """A group in which people and two robots of ours, each with its own memory, work."""

    standin: ClassVar[StandIn]
    tried: ClassVar[int] = 0
    """Orders so far."""

    def __init__(self) -> None:
        super().__init__()
        Interleaving.tried += 1
        self.standin.heal()
        self.theirs: ZoteroGroup = self.standin.zotero
        self.theirs.reset()
        self.folder = Path(tempfile.mkdtemp())
        self.group = Group(
            number=str(GROUP_ID),
            key=READ_WRITE_KEY,
            endpoint=self.standin.endpoints["zotero"],
            every=0.0,
            patience=0.02,
            first_pause=0.005,
            at_once=2,
        )
        self.entries = {number: article(number) for number in WORKS}
        self.listed = set(WORKS)
        self.wishes = Wishes()
        self.counter = 0
        self.paper = ""

    def teardown(self) -> None:
        """Whatever happened, both robots come once more."""
        try:
            self.a_robot_runs(0, Leaving.MARK)
            self.a_robot_runs(1, Leaving.REMOVE)
            self.values_of_people_stay()
            self.what_people_put_in_stays_and_what_they_took_out_stays_out()
            self.what_people_threw_away_stays_away()
            self.what_people_worked_on_is_not_thrown_away()
            self.collections_of_people_stay()
            self.no_work_has_two_items_of_ours()
            self.items_of_others_are_never_written()
        finally:
            shutil.rmtree(self.folder)

    @initialize(has_run=st.booleans())
    def a_group_in_use(self, has_run: bool) -> None:
        self.mine = self.theirs.add_collection("Anna's")
        self.theirs.load_foreign(3)
        self.foreign = self.theirs.items()
        if has_run:
            self.a_robot_runs(0, Leaving.MARK)

    # The list and the robots.

    @rule(number=work, count=st.sampled_from((200, 300)), title=st.sampled_from(("A", "B")))
    def something_is_known_better(self, number: int, count: int, title: str) -> None:
        self.entries[number] = known(cited(self.entries[number], count), title=title)

    @rule(number=work, kind=st.sampled_from((WorkKind.ARTICLE, WorkKind.CONFERENCE_PAPER)))
    def its_kind_is_known_better(self, number: int, kind: WorkKind) -> None:
        authors = self.entries[number].work.authors[::-1]
        self.entries[number] = known(self.entries[number], kind=kind, authors=authors)

    @rule(number=work, path=st.sampled_from((ROOT, DYNAMICS, TRANSPORT)))
    def a_link_moves(self, number: int, path: tuple[str, ...]) -> None:
        self.entries[number] = replace(self.entries[number], paths=frozenset({path}))

    @rule(number=work)
    def a_link_comes_or_leaves(self, number: int) -> None:
        self.listed ^= {number}

    @rule(at=machine, leaving=st.sampled_from(Leaving))
    def a_robot_runs(self, at: int, leaving: Leaving) -> None:
        with suppress(ZoteroDown):
            self._push(at, policy=Policy(leaving=leaving))

    @rule(
        at=machine,
        fault=st.sampled_from(("lost", "reset", "500", "503")),
        times=st.sampled_from((1, None)),
        after=st.integers(0, 2),
    )
    def a_robot_runs_in_bad_weather(
        self, at: int, fault: str, times: int | None, after: int
    ) -> None:
        self.standin.misbehave("zotero", fault, times=times, after=after, holding='"key"')
        with suppress(ZoteroDown):
            self._push(at)
        self.standin.heal()

    @rule(at=machine)
    def both_robots_run_at_once(self, at: int) -> None:
        def race(_done: int, _total: int) -> None:
            with suppress(ZoteroDown):
                self._push(1 - at)

        with suppress(ZoteroDown):
            self._push(at, progress=race)

    @rule(at=machine, index=st.integers(0, 1), number=work)
    def a_robot_runs_while_somebody_edits(self, at: int, index: int, number: int) -> None:
        self.theirs.meanwhile(index, lambda: self._edit(number))
        with suppress(ZoteroDown):
            self._push(at)

    @rule()
    def a_plan_is_made(self) -> None:
        entries = self._entries()
        plan = planned(entries, group=self.group, state=self._state(0))
        self.paper = to_document(plan)

    @precondition(lambda self: bool(self.paper))
    @rule()
    def the_plan_is_applied(self) -> None:
        with suppress(ZoteroDown):
            apply_document(self.paper, group=self.group, state=self._state(0))

    @rule(at=machine, back=st.integers(0, 2))
    def a_run_is_taken_back(self, at: int, back: int) -> None:
        runs = [each for each in history(self.group, state=self._state(at)) if not each.undoes]
        for each in runs[back : back + 1]:
            with suppress(ZoteroDown):
                undo(each.number, group=self.group, state=self._state(at))

    # People.

    @rule(number=work)
    def somebody_edits_a_field(self, number: int) -> None:
        self._edit(number)

    @rule(number=work, name=st.sampled_from(FIELDS))
    def somebody_clears_a_field(self, number: int, name: str) -> None:
        for key in self._live(number):
            if self.theirs.item(key)[name] and self._is_known(key):
                self._set(key, name, "")

    @rule(number=work, is_added=st.booleans())
    def somebody_edits_the_creators(self, number: int, is_added: bool) -> None:
        for key in self._live(number):
            person = {"creatorType": "author", "name": self._new("Person")}
            if is_added:
                creators = [*self.theirs.item(key)["creators"], person]
                self.theirs.edit_item(key, creators=creators)
                self.wishes.put(key, "creators", person["name"])
                self.wishes.values.pop((key, "creators"), None)
            else:
                self._forget(key, "creators")
                self._set(key, "creators", [person])

    @rule(number=work)
    def somebody_adds_a_tag(self, number: int) -> None:
        for key in self._live(number):
            name = self._new("tag")
            self.theirs.edit_item(key, tags=[*self.theirs.item(key)["tags"], {"tag": name}])
            self.wishes.put(key, "tags", name)

    @rule(number=work, at=st.integers(0, 5))
    def somebody_takes_a_tag_off(self, number: int, at: int) -> None:
        for key in self._live(number):
            tags = self.theirs.item(key)["tags"]
            for tag in tags[at : at + 1]:
                kept = [each for each in tags if each != tag]
                self.theirs.edit_item(key, tags=kept)
                self._take(key, "tags", tag["tag"])

    @rule(number=work)
    def somebody_adds_a_line(self, number: int) -> None:
        for key in self._live(number):
            line = self._new("Note: line")
            extra = self.theirs.item(key)["extra"]
            self.theirs.edit_item(key, extra=f"{line}\n{extra}".strip())
            self.wishes.put(key, "extra", line)

    @rule(number=work, name=st.sampled_from(LINES))
    def somebody_takes_a_line_out(self, number: int, name: str) -> None:
        for key in self._live(number):
            lines = self.theirs.item(key)["extra"].split("\n")
            kept = [line for line in lines if not line.startswith(f"{name}:")]
            if len(kept) < len(lines):
                self.theirs.edit_item(key, extra="\n".join(kept))
                self._take(key, "lines", name)

    @rule(number=work)
    def somebody_files_it_elsewhere(self, number: int) -> None:
        for key in self._live(number):
            left = self.theirs.item(key)["collections"]
            self.theirs.move_item(key, [self.mine])
            self.wishes.put(key, "collections", self.mine)
            for shelf in {*left} - {self.mine}:
                self._take(key, "collections", shelf)

    @rule(number=work, is_deleted=st.booleans())
    def somebody_throws_it_away(self, number: int, is_deleted: bool) -> None:
        for key in self._live(number):
            (self.theirs.delete_item if is_deleted else self.theirs.trash_item)(key)
            self.wishes.thrown.add(key)

    @rule(number=work)
    def somebody_adds_the_work(self, number: int) -> None:
        key = self.theirs.add_item(
            itemType="journalArticle", title=self._new("Own"), DOI=f"10.1007/flow.{number}"
        )
        self.wishes.values[key, "title"] = self.theirs.item(key)["title"]

    @rule(path=st.sampled_from((ROOT, DYNAMICS, TRANSPORT)))
    def somebody_renames_a_collection(self, path: tuple[str, ...]) -> None:
        for key in self._shelf(path[-1]):
            self.theirs.rename_collection(key, name := self._new("Shelf"))
            self.wishes.shelves[key] = {**self.wishes.shelves.get(key, {}), "name": name}

    @rule(path=st.sampled_from((DYNAMICS, TRANSPORT)))
    def somebody_moves_a_collection(self, path: tuple[str, ...]) -> None:
        for key in self._shelf(path[-1]):
            self.theirs.move_collection(key, self.mine)
            place = {"parentCollection": self.mine}
            self.wishes.shelves[key] = {**self.wishes.shelves.get(key, {}), **place}

    @rule(path=st.sampled_from((ROOT, DYNAMICS, TRANSPORT)), is_deleted=st.booleans())
    def somebody_throws_a_collection_away(
        self, path: tuple[str, ...], is_deleted: bool
    ) -> None:
        for key in self._shelf(path[-1]):
            before = set(self.theirs.collections())
            (self.theirs.delete_collection if is_deleted else self.theirs.trash_collection)(key)
            gone = {key} | (before - set(self.theirs.collections()))
            self.wishes.thrown_shelves |= gone
            for each in gone:
                self.wishes.shelves.pop(each, None)

    # What must be so.

    @invariant()
    def values_of_people_stay(self) -> None:
        items = self.theirs.items()
        for (key, name), value in self.wishes.values.items():
            if key in items:
                assert items[key].get(name, "") == value, (key, name)

    @invariant()
    def what_people_put_in_stays_and_what_they_took_out_stays_out(self) -> None:
        for key, item in self.theirs.items().items():
            holds = contents(item)
            assert self.wishes.present[key] <= holds, (key, self.wishes.present[key] - holds)
            assert not self.wishes.absent[key] & holds, (key, self.wishes.absent[key] & holds)

    @invariant()
    def what_people_threw_away_stays_away(self) -> None:
        live = self.theirs.items(include_trashed=False)
        assert not self.wishes.thrown & live.keys()
        shelves = self.theirs.collections()
        back = [key for key in self.wishes.thrown_shelves if key in shelves]
        assert all(shelves[key].get("deleted") for key in back)

    @invariant()
    def what_people_worked_on_is_not_thrown_away(self) -> None:
        live = self.theirs.items(include_trashed=False)
        worked_on = {key for key, things in self.wishes.present.items() if things}
        worked_on |= {key for (key, _), value in self.wishes.values.items() if value}
        assert worked_on <= live.keys() | self.wishes.thrown

    @invariant()
    def collections_of_people_stay(self) -> None:
        shelves = self.theirs.collections()
        for key, wish in self.wishes.shelves.items():
            assert {name: shelves[key][name] for name in wish} == wish

    @invariant()
    def no_work_has_two_items_of_ours(self) -> None:
        for number in WORKS:
            ours = [
                key
                for key, each in self.theirs.items().items()
                if self.entries[number].work_id in values(each.get("extra", ""), "zotlist")
            ]
            assert len(ours) <= 1, ours

    @invariant()
    def items_of_others_are_never_written(self) -> None:
        items = self.theirs.items()
        assert {key: items[key] for key in self.foreign} == self.foreign

    def _entries(self) -> list[Entry]:
        return [self.entries[number] for number in sorted(self.listed)]

    def _state(self, at: int) -> Path:
        return self.folder / f"{at}.sqlite"

    def _push(
        self,
        at: int,
        *,
        policy: Policy | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        push(
            self._entries(),
            group=self.group,
            state=self._state(at),
            policy=policy,
            progress=progress,
        )

    def _new(self, name: str) -> str:
        self.counter += 1
        return f"{name} {self.counter} of people"

    def _live(self, number: int) -> list[str]:
        """The items of a work that are there, people's too."""
        entry = self.entries[number]
        return [
            key
            for key, each in self.theirs.items(include_trashed=False).items()
            if each.get("DOI") == f"10.1007/flow.{number}"
            or entry.work_id in values(each.get("extra", ""), "zotlist")
        ]

    def _shelf(self, name: str) -> list[str]:
        return [
            key
            for key, each in self.theirs.collections().items()
            if each["name"] == name and not each.get("deleted")
        ]

    def _edit(self, number: int) -> None:
        for key in self._live(number):
            self._set(key, FIELDS[self.counter % len(FIELDS)], self._new("by hand"))

    def _set(self, key: str, name: str, value: Any) -> None:
        self.theirs.edit_item(key, **{name: value})
        self.wishes.values[key, name] = value

    def _is_known(self, key: str) -> bool:
        """Whether a robot without memory knows it as ours: else it is an item of people's, and
        what is missing in it is filled."""
        made = {new_key(self.group.name, each.work_id) for each in self.entries.values()}
        return key in made or bool(values(self.theirs.item(key)["extra"], "zotlist"))

    def _take(self, key: str, kind: str, name: str) -> None:
        self.wishes.take(key, kind, name)
        if not self._is_known(key):
            self.wishes.absent[key].clear()
            for each in [each for each in self.wishes.values if each[0] == key]:
                if not self.wishes.values[each]:
                    del self.wishes.values[each]

    def _forget(self, key: str, kind: str) -> None:
        """People themselves replace what they put in."""
        for each in [each for each in self.wishes.present[key] if each[0] == kind]:
            self.wishes.present[key].discard(each)


def test_nothing_that_people_did_is_ever_lost() -> None:
    with StandIn(pace=0.01) as standin:
        Interleaving.standin = standin
        run_state_machine_as_test(
            Interleaving,
            settings=settings(
                max_examples=ORDERS,
                stateful_step_count=14,
                deadline=None,
                derandomize=not IS_THOROUGH,
                database=None,
                suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
            ),
        )
    assert Interleaving.tried >= ORDERS
