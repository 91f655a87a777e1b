"""One visit to a library: all that is open for it, and planning and applying there."""

from collections.abc import Callable, Collection, Generator, Iterable, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from outputs.zotero.apply import Applied, Applying, Progress, Writing
from outputs.zotero.changes import Plan
from outputs.zotero.connection import Connection, Group, NotAllowed, ZoteroDown
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
from outputs.zotero.plan import plan, shelf_policies
from outputs.zotero.reading import current_schema, refresh
from outputs.zotero.records import Records, beside
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
        yield Session(
            connection=opened.enter_context(closing(Connection(group, pace=state))),
            ledger=opened.enter_context(closing(Ledger(state, group.address))),
            mirror=opened.enter_context(closing(Mirror(state, group.address))),
            journal=opened.enter_context(closing(Journal(state, group.address))),
            lease=opened.enter_context(closing(Lease(state, group.address))),
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
    _rights: Rights | None = None

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
        work_ids = [entry.work_id for entry in entries]
        marks = set[str]().union(*map(marks_of_entry, entries))
        keys = {new_key(name, work_id) for work_id in work_ids}
        records = self.records(work_ids, marks=marks, keys=keys)
        own = shelf_policies([policy.placed(each) for each in entries], records)
        ours = {record.key for record in records.items.values()} | self.filed_in(own)
        library = self.library(marks=marks | {REPLACED + key for key in ours}, keys=keys | ours)
        # People can have given an item of ours a mark that we never knew it by.
        records = self.records(work_ids, marks=marks, keys=ours | set(library.items))
        elsewhere = [each.named_elsewhere(lists) for each in self.ledgers]
        records = replace(records, elsewhere=frozenset[str]().union(*elsewhere))
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
        """Apply a plan; where the library moved on meanwhile, what `anew` makes of the rest.

        One run of the journal, which ends as it ended. Raises NotAllowed before anything is
        sent, and ZoteroDown when Zotero answers no more.
        """
        plans, applied = [first], list[Applied]()
        if not first.objects:
            return plans, applied
        self.rights().require_writing()
        with self.running(plan=document) as writing:
            while plans[-1].objects:
                applied.append(self._applied(plans[-1], writing, progress))
                if not applied[-1].moved_on or len(plans) == ROUNDS:
                    break
                plans.append(anew(applied[-1]))
        return plans, applied

    @contextmanager
    def running(self, *, plan: str = "", undoes: int | None = None) -> Generator[Writing]:
        """A run of the journal, under the lease. Raises ZoteroDown when another run is
        writing."""
        mark = Mark(self.connection, self.state)
        standing = self.library(marks=set(), keys={mark.key}).items.get(mark.key)
        mark.heed(standing.data if standing else None)
        self.lease.take()
        run = self.run = self.journal.begin(plan=plan, undoes=undoes)
        is_marking = self.connection.group.mark
        try:
            yield Writing(self.lease, self.journal, run, mark if is_marking else None)
        except (ZoteroDown, NotAllowed) as error:
            self.journal.end(run, Status.STOPPED, str(error))
            raise
        finally:
            mark.clear()
        self.journal.end(run, Status.DONE)

    def _applied(self, whole: Plan, writing: Writing, progress: Progress | None) -> Applied:
        """Do what the plan says."""
        applying = Applying(self.connection, self.ledger, self.mirror, writing, progress)
        try:
            return applying.apply(whole)
        except ZoteroDown as error:
            left = whole.objects - applying.done
            raise ZoteroDown(
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
