"""Entries in, a Zotero library that holds them out: read, plan, apply."""

from collections.abc import Collection, Generator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from outputs.zotero.apply import Progress
from outputs.zotero.changes import Plan
from outputs.zotero.connection import Connection, Group, NotAllowed, ZoteroDown
from outputs.zotero.document import BadPlan, from_document
from outputs.zotero.entry import Entry, Policy, tops_of
from outputs.zotero.journal import Journal, RunRecord, Status
from outputs.zotero.keys import new_key
from outputs.zotero.lease import Lease
from outputs.zotero.marks import marks_of_entry
from outputs.zotero.matching import match
from outputs.zotero.outcome import Pushed, outcome_of, stopped
from outputs.zotero.rights import Rights, rights_of
from outputs.zotero.session import Session, visit


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
    lists: Collection[str] = (),
    restore: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Pushed:
    """Bring a library to hold the entries, in the collections that they are listed in.

    `lists` name the lists that the entries are from: what another list names too has not left
    the group when one of them drops it. `state` is the SQLite file that remembers what was
    written. `restore` makes again what was thrown away or taken back. Raises NotAllowed, which
    names the missing right, and ZoteroDown when Zotero does not answer any more, or when
    another run is writing: the next run goes on where this one stopped. Both say what was
    `done` until then, or would have been if only the right were there.
    """
    policy = policy or Policy()
    wanted = [entry for entry in entries if (entry.policy or policy).wants(entry)]
    with visit(group, state) as session, _telling(session, wanted):
        first = session.planned(entries, policy, restore=restore, lists=lists)
        if dry_run:
            return outcome_of([first], [], session.connection, is_rehearsal=True)
        plans, applied = session.carried_out(
            first,
            lambda _: session.planned(entries, policy, restore=restore, lists=lists),
            progress=progress,
        )
        session.ledger.note_listings(
            lists,
            (entry.work_id for entry in entries),
            tops_of(policy.placed(entry) for entry in entries),
        )
        if len(applied) < len(plans):
            # What was applied kept this before it changed it.
            session.ledger.keep(plans[-1].learned, plans[-1].adopted_shelves)
        return outcome_of(plans, applied, session.connection, run=_written(session))


@contextmanager
def _telling(session: Session, entries: Sequence[Entry] = ()) -> Generator[None]:
    """See to it that an error tells what was done; `entries` are all that are to be there."""
    try:
        yield
    except (ZoteroDown, NotAllowed) as error:
        error.done = stopped(
            error,
            session.plans,
            session.applied,
            session.connection,
            keys=_keys(session, entries),
            run=_written(session),
        )
        raise


def _written(session: Session) -> int | None:
    """The run's number in the journal, if it changed anything."""
    return session.run if session.run and session.journal.wrote(session.run) else None


def _keys(session: Session, entries: Sequence[Entry]) -> dict[str, str]:
    """The items of these works, as far as that is known without asking Zotero."""
    name = session.connection.group.name
    marks = set[str]().union(*map(marks_of_entry, entries))
    keys = {new_key(name, entry.work_id) for entry in entries}
    records = session.records((entry.work_id for entry in entries), marks=marks, keys=keys)
    ours = {record.key for record in records.items.values()}
    found = match(entries, session.library(marks=marks, keys=keys | ours), records)
    return {name: each.item.key for name, each in found.items() if each.item}


def planned(
    entries: Sequence[Entry],
    *,
    group: Group,
    state: Path,
    policy: Policy | None = None,
    lists: Collection[str] = (),
    restore: bool = False,
) -> Plan:
    """What `push` would do now; sends nothing. A key that may only read is enough.

    Raises NotAllowed and ZoteroDown.
    """
    with visit(group, state) as session:
        whole = session.planned(entries, policy or Policy(), restore=restore, lists=lists)
        if group.is_local:
            # Zotero desktop may be behind zotero.org, and counts versions of its own: the plan
            # is to be held against whatever library it is applied to, as if made long ago.
            return replace(whole, version=0)
        # What is known by now, whatever becomes of the plan.
        session.ledger.keep(whole.learned)
        return whole


def apply_document(
    text: str, *, group: Group, state: Path, progress: Progress | None = None
) -> Pushed:
    """Do what a plan of `to_document` says, or less: what people did since goes before it,
    and is left with a reason. Doing it twice changes nothing.

    `state` must be the file that the plan was made with. Raises BadPlan when the document was
    changed or is for another library, NotAllowed and ZoteroDown like `push`.
    """
    document = from_document(text)
    if document.library != group.name:
        raise BadPlan(f"the plan is for {document.library}, not for {group.name}")
    if group.is_local:
        # Zotero desktop counts versions of its own: all in it may have come since the plan.
        document = replace(document, version=0)
    with visit(group, state) as session, _telling(session):
        first = session.revisited(document)
        plans, applied = session.carried_out(
            first,
            lambda _: session.revisited(document),
            document=document.digest,
            progress=progress,
        )
        return outcome_of(plans, applied, session.connection, run=_written(session))


def history(group: Group, *, state: Path) -> list[RunRecord]:
    """The runs that wrote to the library from this state file, the last one first; one that
    was killed is interrupted. Asks nothing of Zotero."""
    with (
        closing(Journal(state, group.address)) as journal,
        closing(Lease(state, group.address)) as lease,
    ):
        killed = frozenset({Status.RUNNING}) if lease.is_free else frozenset[Status]()
        return [
            replace(run, status=Status.INTERRUPTED) if run.status in killed else run
            for run in journal.runs()
        ]
