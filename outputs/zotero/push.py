"""Entries in, a Zotero library that holds them out: read, plan, apply."""

import logging
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from outputs.zotero.apply import Applied, Applying, Progress
from outputs.zotero.changes import Plan
from outputs.zotero.connection import Connection, Group, NotAllowed, ZoteroDown
from outputs.zotero.entry import Entry, Policy
from outputs.zotero.keys import new_key
from outputs.zotero.ledger import Ledger
from outputs.zotero.marks import REPLACED, marks_of_entry
from outputs.zotero.mirror import Mirror
from outputs.zotero.outcome import Outcome, outcome_of
from outputs.zotero.plan import plan
from outputs.zotero.reading import current_schema, refresh
from outputs.zotero.rights import Rights, rights_of

ROUNDS = 3  # plans in a run: people can edit faster than we write

log = logging.getLogger(__name__)


def preflight(group: Group, *, state: Path) -> Rights:
    """What the key may do in the library. Raises ZoteroDown."""
    with closing(Connection(group, pace=state)) as connection:
        return rights_of(connection)


def push(
    entries: Sequence[Entry],
    *,
    group: Group,
    state: Path,
    policy: Policy | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Bring a library to hold the entries, in the collections that they are listed in.

    `state` is the SQLite file that remembers what was written. Raises NotAllowed, which names
    the missing right, before anything is sent, and ZoteroDown when Zotero does not answer any
    more: the next run goes on where this one stopped.
    """
    policy = policy or Policy()
    with (
        closing(Connection(group, pace=state)) as connection,
        closing(Ledger(state, group.address)) as ledger,
        closing(Mirror(state, group.address)) as mirror,
    ):
        run = _Run(connection=connection, ledger=ledger, mirror=mirror, policy=policy)
        first = run.planned(entries)
        if dry_run:
            return outcome_of([first], [], connection, is_rehearsal=True)
        plans, applied = [first], list[Applied]()
        while plans[-1].objects:
            run.rights().require_writing()
            applied.append(run.applied(plans[-1], progress))
            if not applied[-1].moved_on or len(plans) == ROUNDS:
                break
            plans.append(run.planned(entries))
        ledger.keep(plans[-1].learned, plans[-1].adopted_shelves)
        return outcome_of(plans, applied, connection, is_rehearsal=False)


@dataclass(slots=True, kw_only=True)
class _Run:
    connection: Connection
    ledger: Ledger
    mirror: Mirror
    policy: Policy
    _rights: Rights | None = None

    def rights(self) -> Rights:
        """What the key may do; asked once."""
        if self._rights is None:
            self._rights = rights_of(self.connection)
        return self._rights

    def planned(self, entries: Sequence[Entry]) -> Plan:
        """Read what changed in the library and compare."""
        if self.mirror.version is None:
            self.rights().require_reading()
        try:
            refresh(self.connection, self.mirror, self.ledger)
        except NotAllowed:
            self.rights().require_reading()
            raise
        schema = current_schema(self.connection, self.mirror)
        name = self.connection.group.name
        work_ids = [entry.work_id for entry in entries]
        marks = set[str]().union(*map(marks_of_entry, entries))
        keys = {new_key(name, work_id) for work_id in work_ids}
        records = self.ledger.records(work_ids, marks=marks, keys=keys)
        ours = {record.key for record in records.items.values()}
        library = self.mirror.library(
            name, marks=marks | {REPLACED + key for key in ours}, keys=keys | ours
        )
        # People can have given an item of ours a mark that we never knew it by.
        records = self.ledger.records(work_ids, marks=marks, keys=keys | set(library.items))
        return plan(entries, library, records, schema, policy=self.policy)

    def applied(self, whole: Plan, progress: Progress | None) -> Applied:
        """Do what the plan says."""
        applying = Applying(self.connection, self.ledger, self.mirror, progress)
        try:
            return applying.apply(whole)
        except ZoteroDown as error:
            left = whole.objects - applying.done
            raise ZoteroDown(
                f"{error}; {left} of {whole.objects} objects wait for the next run"
            ) from error
