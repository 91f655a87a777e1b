"""One visit to a library: all that is open for it, and planning and applying there."""

from collections.abc import Callable, Collection, Generator, Iterable, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_
from pathlib import Path

from outputs.zotero.apply import Applied, Applying, Progress, Writing
from outputs.zotero.changes import Plan
from outputs.zotero.connection import Connection, Group, NotAllowed, ZoteroDown
from outputs.zotero.departures import shelf_policies
from outputs.zotero.document import Document
from outputs.zotero.entry import Entry, Policy
from outputs.zotero.journal import Journal, Status
from outputs.zotero.keys import new_key
from outputs.zotero.lease import Lease
from outputs.zotero.ledger import Ledger
from outputs.zotero.library import Library
from outputs.zotero.mark import Mark
from outputs.zotero.marks import REPLACED, marks_of_entry
from outputs.zotero.mirror import Mirror
from outputs.zotero.outcome import unwritten
from outputs.zotero.plan import plan
from outputs.zotero.reading import current_schema, refresh
from outputs.zotero.records import Listings, Records, beside
from outputs.zotero.revisiting import revisited
from outputs.zotero.rights import Rights, rights_of
from outputs.zotero.show import counted

ROUNDS = 3  # plans in a run: people can edit faster than we write


@contextmanager
def visit(group: Group, state: Path) -> Generator["Session"]:
    """Open all that a run needs; `state` is the file that remembers what was written."""
    with ExitStack() as opened:
        twin = Ledger(state, group.twin) if group.twin else None
        if twin:
            opened.callback(twin.close)
            twin = None if twin.is_empty else twin
        connection = opened.enter_context(closing(Connection(group, pace=state)))
        lease = Lease(state, group.address, clock=connection.now)
        yield Session(
            connection=connection,
            ledger=opened.enter_context(closing(Ledger(state, group.address))),
            mirror=opened.enter_context(closing(Mirror(state, group.address))),
            journal=opened.enter_context(closing(Journal(state, group.address))),
            lease=opened.enter_context(closing(lease)),
            state=state,
            twin=twin,
        )


@dataclass(slots=True, kw_only=True)
class Session:
    """A library, and what we know of it."""

    connection: Connection
    ledger: Ledger
    mirror: Mirror
    journal: Journal
    lease: Lease
    state: Path
    twin: Ledger | None = None
    """Our records of the library by its other way."""
    run: int | None = None
    """The number of the run in the journal, once it began to write."""
    plans: list[Plan] = field(default_factory=list[Plan])
    """What the run is to do: its plan, and what it made of the rest of each."""
    applied: list[Applied] = field(default_factory=list[Applied])
    """What came of the plans so far, also when the run ends in an error."""
    _rights: Rights | None = None
    _seen: int | None = None
    """The version of the library that was last looked at."""

    def rights(self) -> Rights:
        """What the key may do; asked once."""
        if self._rights is None:
            self._rights = rights_of(self.connection)
        return self._rights

    def refresh(self) -> None:
        """Read what changed in the library. Raises NotAllowed, which names what is missing,
        and ZoteroDown."""
        if self.mirror.version is None or self.connection.group.is_local:
            self.rights().require_reading()
        try:
            refresh(self.connection, self.mirror, self.ledger)
        except NotAllowed:
            self.rights().require_reading()
            raise
        self._seen = self.mirror.version

    def planned(
        self,
        entries: Sequence[Entry],
        policy: Policy,
        *,
        restore: bool,
        lists: Collection[str] = (),
    ) -> Plan:
        """Read what changed in the library and compare. `lists` are the entries' own."""
        self.refresh()
        schema = current_schema(self.connection, self.mirror)
        name = self.connection.group.name
        listings = self.listings(lists)
        work_ids = [*(entry.work_id for entry in entries), *listings.named]
        marks = set[str]().union(*map(marks_of_entry, entries))
        keys = {new_key(name, work_id) for work_id in work_ids}
        records = replace(self.records(work_ids, marks=marks, keys=keys), listings=listings)
        own, _ = shelf_policies([policy.placed(each) for each in entries], records, policy)
        ours = {record.key for record in records.items.values()} | self.filed_in(own)
        library = self.library(marks=marks | {REPLACED + key for key in ours}, keys=keys | ours)
        # People can have given an item of ours a mark that we never knew it by.
        records = self.records(work_ids, marks=marks, keys=ours | set(library.items))
        records = replace(records, listings=listings)
        return plan(entries, library, records, schema, policy=policy, restore=restore)

    def revisited(self, document: Document) -> Plan:
        """Read what changed in the library, and see what of a plan still is to be done."""
        self.refresh()
        orders = (*document.items, *(each.change for each in document.changes))
        marks = set[str]().union(*(item.record.marks for item in document.items))
        library = self.library(marks=marks, keys={each.key for each in orders})
        records = self.records(
            (), marks=(), keys=set(library.items) | {each.key for each in orders}
        )
        return revisited(document, library, records)

    @property
    def ledgers(self) -> tuple[Ledger, ...]:
        """Our records of the library, those by its other way last."""
        return (self.ledger, self.twin) if self.twin else (self.ledger,)

    def records(
        self, work_ids: Iterable[str], *, marks: Iterable[str], keys: Iterable[str]
    ) -> Records:
        """What we remember of these works and items: what we wrote this way before what we
        wrote the other way."""
        work_ids, marks, keys = list(work_ids), list(marks), list(keys)
        own, *others = (each.records(work_ids, marks=marks, keys=keys) for each in self.ledgers)
        return beside(own, others[0]) if others else own

    def listings(self, lists: Collection[str]) -> Listings:
        """What these lists and others named when they were last pushed."""
        return reduce(or_, (each.listings(lists) for each in self.ledgers))

    def filed_in(self, shelves: Collection[str]) -> set[str]:
        """The items that we said belong to any of these collections, by key."""
        return set[str]().union(*(each.filed_in(shelves) for each in self.ledgers))

    def library(self, *, marks: set[str], keys: set[str]) -> Library:
        """The part of the library that has one of these marks or keys, as last read."""
        return self.mirror.library(self.connection.group.name, marks=marks, keys=keys)

    def carried_out(
        self,
        first: Plan,
        anew: Callable[[Applied], Plan],
        *,
        document: str = "",
        progress: Progress | None = None,
    ) -> tuple[list[Plan], list[Applied]]:
        """Apply a plan; where the library moved on meanwhile, what `anew` makes of the rest,
        or of all if it did before nobody else could write.

        One run of the journal, which ends as it ended. Raises NotAllowed before anything is
        sent, and ZoteroDown when Zotero answers no more.
        """
        plans, applied = self.plans, self.applied
        plans.append(first)
        if not first.objects:
            return plans, applied
        self.rights().require_writing()
        with self._alone() as mark:
            if self._has_moved(mark):
                plans[:] = [anew(Applied())]
            if not plans[-1].objects:
                return plans, applied
            with self._noted(mark, plan=document) as writing:
                while plans[-1].objects:
                    self._apply(plans[-1], writing, progress)
                    if not applied[-1].moved_on or len(plans) == ROUNDS:
                        break
                    plans.append(anew(applied[-1]))
        return plans, applied

    @contextmanager
    def running(self, *, undoes: int) -> Generator[Writing]:
        """A run of the journal that takes back another. Raises ZoteroDown when another run is
        writing."""
        with self._alone() as mark, self._noted(mark, undoes=undoes) as writing:
            yield writing

    @contextmanager
    def _alone(self) -> Generator[Mark]:
        """The right to write, by the lease and where one is wanted by a mark in the library.
        Raises ZoteroDown when another run is writing."""
        mark = Mark(self.connection, self.state)
        self._heed(mark)
        self.lease.take()
        self.connection.before_writing = self.lease.take
        try:
            if self.connection.group.mark:
                mark.set()
            yield mark
        finally:
            mark.clear()

    def _heed(self, mark: Mark) -> None:
        standing = self.library(marks=set(), keys={mark.key}).items.get(mark.key)
        mark.heed(standing.data if standing else None)

    def _has_moved(self, mark: Mark) -> bool:
        """Whether the library is another by now than the one last looked at, but for our
        mark."""
        seen, ours = self._seen, mark.standing
        if ours and seen == self.mirror.version == ours["version"] - 1:
            self.mirror.put(items=[ours])
            self.mirror.complete_to(ours["version"])
            seen = ours["version"]
        self.refresh()
        self._heed(mark)
        return self.mirror.version != seen

    @contextmanager
    def _noted(
        self, mark: Mark, *, plan: str = "", undoes: int | None = None
    ) -> Generator[Writing]:
        """A run of the journal."""
        run = self.run = self.journal.begin(plan=plan, undoes=undoes)
        is_marking = self.connection.group.mark
        try:
            yield Writing(self.lease, self.journal, run, mark if is_marking else None)
        except (ZoteroDown, NotAllowed) as error:
            self.journal.end(run, Status.STOPPED, str(error))
            raise
        self.journal.end(run, Status.DONE, unwritten(self.plans, self.applied))

    def _apply(self, whole: Plan, writing: Writing, progress: Progress | None) -> None:
        """Do what the plan says."""
        applying = Applying(self.connection, self.ledger, self.mirror, writing, progress)
        self.applied.append(applying.applied)
        try:
            applying.apply(whole)
        except (ZoteroDown, NotAllowed) as error:
            left = whole.objects - applying.done
            raise type(error)(
                f"{error}; {left:,} of {counted(whole.objects, 'object')} left for the next run"
            ) from error
        finally:
            self._hand_over(whole)

    def _hand_over(self, plan: Plan) -> None:
        """Leave what was written just now to our records of this way: they are the newer."""
        if self.twin:
            keys = [each.key for each in (*plan.items, *plan.changes)]
            mine = self.ledger.records((), marks=(), keys=keys).items.values()
            written = [record.key for record in mine if record.is_confirmed]
            older = self.twin.records((), marks=(), keys=written)
            self.twin.forget(older.items)
