"""People and robots in any order: whatever people do stays done, checked against a model.

ZOTLIST_INTERLEAVINGS sets how many orders are tried.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

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
from outputs.zotero.push import apply_document, history, planned, push
from outputs.zotero.undo import undo
from tests.outputs.zotero.effort import IS_THOROUGH
from tests.outputs.zotero.people import FIELDS, LINES, TYPES, People
from tests.outputs.zotero.works import DYNAMICS, ROOT, TRANSPORT, article, cited, known
from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID, READ_WRITE_KEY, ZoteroGroup

ORDERS = int(os.environ.get("ZOTLIST_INTERLEAVINGS", "10000" if IS_THOROUGH else "150"))
WORKS = (1, 2, 3)
POLICIES = (
    Policy(),
    Policy(leaving=Leaving.REMOVE),
    Policy(tags=False),
    Policy(refresh=frozenset({"citations"})),
)
PATIENT, IMPATIENT = 20.0, 0.0
"""So far apart that no slow machine turns what is tried again into what is given up."""
WEATHER = ("lost", "reset", "500", "503", "truncated")

work = st.sampled_from(WORKS)
machine = st.sampled_from((0, 1))
heading = st.sampled_from((ROOT, DYNAMICS, TRANSPORT)).map(lambda path: path[-1])
topic = st.sampled_from((DYNAMICS, TRANSPORT)).map(lambda path: path[-1])


class Killed(BaseException):
    """Stands for a process that ends between two requests."""


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
        self.theirs.reset(seed=1)
        self.folder = Path(tempfile.mkdtemp())
        self.group = Group(
            number=str(GROUP_ID),
            key=READ_WRITE_KEY,
            endpoint=self.standin.endpoints["zotero"],
            every=0.0,
            patience=PATIENT,
            first_pause=0.001,
            at_once=2,
        )
        self.entries = {number: article(number) for number in WORKS}
        self.listed = set(WORKS)
        self.people = People(self.theirs, WORKS)
        self.paper = ""

    def teardown(self) -> None:
        """Whatever happened, both robots come once more."""
        try:
            self.a_robot_runs(0, POLICIES[0])
            self.a_robot_runs(1, POLICIES[1])
            self.nobody_has_cause_to_complain()
        finally:
            shutil.rmtree(self.folder)

    @initialize(has_run=st.booleans())
    def a_group_in_use(self, has_run: bool) -> None:
        if has_run:
            self.a_robot_runs(0, POLICIES[0])

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
        self.people.list_elsewhere(number, path)

    @rule(number=work)
    def a_link_comes_or_leaves(self, number: int) -> None:
        self.listed ^= {number}

    @rule(at=machine, policy=st.sampled_from(POLICIES))
    def a_robot_runs(self, at: int, policy: Policy) -> None:
        self._push(at, policy=policy)

    @rule(at=machine)
    def a_robot_is_asked_to_restore(self, at: int) -> None:
        self.people.ask_to_restore(lambda: self._push(at, restore=True))

    @rule(
        at=machine,
        fault=st.sampled_from(WEATHER),
        is_long=st.booleans(),
        after=st.integers(0, 2),
    )
    def a_robot_runs_in_bad_weather(
        self, at: int, fault: str, is_long: bool, after: int
    ) -> None:
        with self._weather(fault, is_long=is_long, after=after):
            self._push(at)

    @rule(at=machine, batches=st.integers(1, 3))
    def a_robot_is_killed(self, at: int, batches: int) -> None:
        left = [Killed() for _ in range(batches)]

        def kill(_done: int, _total: int) -> None:
            if len(left) == 1:
                raise left[0]
            left.pop()

        with suppress(Killed):
            self._push(at, progress=kill)

    @rule(at=machine, is_undoing=st.booleans())
    def both_robots_work_at_once(self, at: int, is_undoing: bool) -> None:
        def race(_done: int, _total: int) -> None:
            if is_undoing:
                self._undo(1 - at, 0)
            else:
                self._push(1 - at)

        self._push(at, progress=race)

    @rule(at=machine, index=st.integers(0, 1), number=work)
    def a_robot_runs_while_somebody_edits(self, at: int, index: int, number: int) -> None:
        self.theirs.meanwhile(index, lambda: self.people.edit_a_field(number))
        self._push(at)

    @rule()
    def a_plan_is_made(self) -> None:
        self.people.robot_comes(0, self.listed)
        plan = planned(self._entries(), group=self.group, state=self._state(0))
        self.paper = to_document(plan)

    @precondition(lambda self: bool(self.paper))
    @rule()
    def the_plan_is_applied(self) -> None:
        with suppress(ZoteroDown):
            apply_document(self.paper, group=self.group, state=self._state(0))

    @rule(at=machine, back=st.integers(0, 2))
    def a_run_is_taken_back(self, at: int, back: int) -> None:
        self._undo(at, back)

    @rule(
        at=machine,
        back=st.integers(0, 1),
        fault=st.sampled_from(WEATHER),
        is_long=st.booleans(),
        after=st.integers(0, 2),
    )
    def a_run_is_taken_back_in_bad_weather(
        self, at: int, back: int, fault: str, is_long: bool, after: int
    ) -> None:
        with self._weather(fault, is_long=is_long, after=after):
            self._undo(at, back)

    @rule(at=machine, number=work)
    def a_run_is_taken_back_while_somebody_edits(self, at: int, number: int) -> None:
        self.theirs.meanwhile(0, lambda: self.people.edit_a_field(number))
        self._undo(at, 0)

    # People.

    @rule(number=work)
    def somebody_edits_a_field(self, number: int) -> None:
        self.people.edit_a_field(number)

    @rule(number=work)
    def somebody_writes_what_we_come_to_say(self, number: int) -> None:
        title = self.people.new("Title")
        if self.people.is_known_to((0, 1), number):
            self.people.write_first(number, title)
        self.entries[number] = known(self.entries[number], title=title)

    @rule(number=work, name=st.sampled_from(FIELDS))
    def somebody_clears_a_field(self, number: int, name: str) -> None:
        self.people.clear_a_field(number, name)

    @rule(number=work, item_type=st.sampled_from(TYPES))
    def somebody_retypes_it(self, number: int, item_type: str) -> None:
        self.people.retype(number, item_type)

    @rule(number=work, is_added=st.booleans())
    def somebody_edits_the_creators(self, number: int, is_added: bool) -> None:
        (self.people.add_a_creator if is_added else self.people.replace_the_creators)(number)

    @rule(number=work, is_line=st.booleans())
    def somebody_adds_a_tag_or_a_line(self, number: int, is_line: bool) -> None:
        (self.people.add_a_line if is_line else self.people.add_a_tag)(number)

    @rule(number=work, at=st.integers(0, 5))
    def somebody_takes_a_tag_off(self, number: int, at: int) -> None:
        self.people.take_a_tag_off(number, at)

    @rule(number=work, name=st.sampled_from(LINES))
    def somebody_takes_a_line_out(self, number: int, name: str) -> None:
        self.people.take_a_line_out(number, name)

    @rule(number=work, is_note=st.booleans())
    def somebody_relates_it_or_adds_a_note(self, number: int, is_note: bool) -> None:
        (self.people.add_a_note if is_note else self.people.relate)(number)

    @rule(number=work)
    def somebody_files_it_elsewhere(self, number: int) -> None:
        self.people.file_elsewhere(number, self.people.mine)

    @rule(number=work, is_deleted=st.booleans())
    def somebody_throws_it_away(self, number: int, is_deleted: bool) -> None:
        self.people.throw_away(number, is_deleted=is_deleted)

    @rule(number=work)
    def somebody_takes_it_out_of_the_trash(self, number: int) -> None:
        self.people.take_out_of_the_trash(number)

    @rule(number=work)
    def somebody_adds_the_work(self, number: int) -> None:
        self.people.add_the_work(number)

    @rule(number=work)
    def somebody_merges_its_items(self, number: int) -> None:
        self.people.merge(number)

    @rule(name=heading)
    def somebody_renames_a_collection(self, name: str) -> None:
        self.people.rename_a_collection(name)

    @rule(name=topic, into=heading)
    def somebody_moves_a_collection(self, name: str, into: str) -> None:
        self.people.move_a_collection(name, into)

    @rule(name=heading, number=work)
    def somebody_nests_a_collection(self, name: str, number: int) -> None:
        self.people.nest_a_collection(name, number)

    @rule(name=heading, is_deleted=st.booleans())
    def somebody_throws_a_collection_away(self, name: str, is_deleted: bool) -> None:
        self.people.throw_a_collection_away(name, is_deleted=is_deleted)

    @invariant()
    def nobody_has_cause_to_complain(self) -> None:
        found = list(self.people.complaints())
        assert found == [], found

    @contextmanager
    def _weather(self, fault: str, *, is_long: bool, after: int) -> Generator[None]:
        """A fault that passes before we lose patience, or one that stays."""
        times = None if is_long else 1
        self.standin.misbehave("zotero", fault, times=times, after=after, holding='"key"')
        patient = self.group
        self.group = replace(patient, patience=IMPATIENT if is_long else PATIENT)
        try:
            yield
        finally:
            self.group = patient
            self.standin.heal()

    def _entries(self) -> list[Entry]:
        return [self.entries[number] for number in sorted(self.listed)]

    def _state(self, at: int) -> Path:
        return self.folder / f"{at}.sqlite"

    def _push(
        self,
        at: int,
        *,
        policy: Policy | None = None,
        restore: bool = False,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        self.people.robot_comes(at, self.listed)
        with suppress(ZoteroDown):
            push(
                self._entries(),
                group=self.group,
                state=self._state(at),
                policy=policy,
                restore=restore,
                progress=progress,
            )
            self.people.robot_went(at, self.listed)

    def _undo(self, at: int, back: int) -> None:
        """Take back one of a robot's runs, counted from the last one."""
        runs = [each for each in history(self.group, state=self._state(at)) if not each.undoes]
        for each in runs[back : back + 1]:
            self.people.take_back(lambda: self._undone(each.number, at))  # noqa: B023

    def _undone(self, number: int, at: int) -> None:
        with suppress(ZoteroDown):
            undo(number, group=self.group, state=self._state(at))


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
