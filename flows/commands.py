"""What each command does: it calls the rooms, and says on standard output what came of it."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from enrichers.rulings import BadRulings
from flows.endings import (
    ALL_WELL,
    NEEDS_A_PERSON,
    WAS_DOWN,
    WRONG_USE,
    StepFailed,
    Unheard,
    failed,
)
from flows.options import gathered_for, job_of, library_of, settings_for
from flows.settings import BadSettings, usual_file
from seeds.model import BadSeed

if TYPE_CHECKING:
    from flows.progress import Watch
    from flows.steps import Job, Outcome
    from outputs.zotero.outcome import Pushed
    from outputs.zotero.undo import Undone


def perform(options: argparse.Namespace) -> int:
    """Do what the command line says; the return value is the exit code."""
    try:
        return COMMANDS[options.command](options)
    except (BadRulings, BadSeed, BadSettings) as error:
        return failed(error, WRONG_USE)
    except StepFailed as error:
        return failed(error, WAS_DOWN if error.is_outage else NEEDS_A_PERSON)
    except Unheard as error:
        return failed(error, NEEDS_A_PERSON)


def _run(options: argparse.Namespace) -> int:
    return _walk(options, job_of(options, group=options.group, is_rehearsal=options.dry_run))


def _enrich(options: argparse.Namespace) -> int:
    return _walk(options, job_of(options))


def _walk(options: argparse.Namespace, job: "Job") -> int:
    from flows.progress import watching
    from flows.steps import check

    with watching(is_quiet=options.quiet or options.json) as watch:
        check(job)
        job = gathered_for(options, job, watch)
        if options.plain:
            from flows.steps import walk

            outcome = walk(job, watch=watch)
        else:
            with _engine(job, watch):
                from flows.enrich import run
            outcome = run(job)
    return _told(options, outcome)


def _told(options: argparse.Namespace, outcome: "Outcome") -> int:
    summary = outcome.summary
    with _speaking():
        if options.json:
            print(json.dumps(asdict(summary), ensure_ascii=False, default=str))
        elif not options.quiet:
            from flows.terminal import show

            show(summary)
    if summary.pushed:
        _ending(summary.pushed)
    if summary.down:
        return WAS_DOWN
    return NEEDS_A_PERSON if outcome.needs_a_person else ALL_WELL


def _serve(options: argparse.Namespace) -> int:
    job = job_of(options, group=options.group)
    from flows.engine import has_server
    from flows.progress import watching
    from flows.schedule import may_start_in_bad_hour, rule_of
    from flows.steps import check, read_lists

    cron, every = options.cron, options.every
    rule_of(every, "", now=datetime.now(UTC))  # before the server is started, if it is wrong
    is_shared = has_server()
    with watching(is_quiet=options.quiet) as watch:
        check(job)
        read_lists(gathered_for(options, job, watch).lists, watch)
        with _engine(job, watch, makes_scheduled_runs=True):
            from flows.enrich import schedule_of, serve

            schedule = schedule_of(job, options.lists, cron=cron, every=every)
        if cron and may_start_in_bad_hour(cron):
            watch.began("arXiv answers badly from 00 to 01 UTC: choose another hour", 0)
        when = f"by '{schedule.cron}'" if cron else f"every {every}, not from 00 to 01"
        watch.began(f"waiting for the next run {when} (UTC); Ctrl-C stops", 0)
    serve(job, options.lists, schedule, is_shared=is_shared)
    return ALL_WELL


@contextmanager
def _engine(
    job: "Job", watch: "Watch", *, makes_scheduled_runs: bool = False
) -> Generator[None]:
    """Import Prefect within: its server starts meanwhile, if it has none. Raises StepFailed."""
    from flows.engine import has_server, prepare, start_server

    prepare(job.settings.state)
    if has_server():
        from flows.reaching import reach

        reach()
        yield
        return
    watch.began("starting Prefect (10 to 20 s; --plain does without)", 0)
    wait = start_server(makes_scheduled_runs=makes_scheduled_runs)
    yield
    wait()


def _plan(options: argparse.Namespace) -> int:
    from flows.library import save
    from flows.progress import watching
    from flows.steps import plan
    from flows.terminal import show_plan

    with watching(is_quiet=options.quiet) as watch:
        job = gathered_for(options, job_of(options, group=options.group), watch)
        made, down = plan(job, watch=watch)
    if options.out:
        save(made, options.out, whole=options.all)
    with _speaking():
        if options.show or not options.out:
            show_plan(made, whole=options.all)
        if options.out:
            print(f"wrote {options.out}; 'zotlist apply {options.out}' does what it says")
        return _told_of_lists(job, down)


def _apply(options: argparse.Namespace) -> int:
    from flows.library import apply, load

    text, library = load(options.plan)
    return _written(options, lambda watch: apply(text, library, settings_for(options), watch))


def _undo(options: argparse.Namespace) -> int:
    from flows.library import take_back

    library, settings = library_of(options.group), settings_for(options)
    return _written(options, lambda watch: take_back(options.run, library, settings, watch))


def _written(options: argparse.Namespace, do: "Callable[[Watch], Pushed | Undone]") -> int:
    """Write to a library and say what came of it."""
    from flows.progress import watching
    from flows.terminal import show_written
    from outputs.zotero.undo import Undone

    with watching(is_quiet=options.quiet) as watch:
        outcome = do(watch)
    with _speaking():
        show_written(outcome)
    return ALL_WELL if isinstance(outcome, Undone) else _ending(outcome)


def _ending(pushed: "Pushed") -> int:
    """Say on standard error what stands in the way of writing; the exit code for it."""
    if pushed.missing:
        much = "not all" if pushed.run else "nothing"
        failed(f"{much} was written to Zotero: {pushed.missing}", NEEDS_A_PERSON)
    if pushed.refused:
        first, *others = pushed.refused
        more = f", and {len(others):,} more" if others else ""
        failed(f"not all was written to Zotero: {first}{more}", NEEDS_A_PERSON)
    if pushed.trouble:
        return WAS_DOWN
    return NEEDS_A_PERSON if pushed.missing or pushed.refused else ALL_WELL


def _history(options: argparse.Namespace) -> int:
    from flows.library import runs, told

    records = runs(library_of(options.group), settings_for(options))
    with _speaking():
        print("\n".join(told(records)) if records else "no run has written to it from here")
    return ALL_WELL


def _snapshot(options: argparse.Namespace) -> int:
    from flows.bulk import build_snapshot
    from flows.progress import watching

    with watching(is_quiet=options.quiet) as watch:
        made = build_snapshot(options.kind, options.dump, options.into, watch)
    with _speaking():
        print(f"{options.into}: {made.rows:,} works as of {made.taken_on}")
        if made.bad or made.duplicates:
            print(
                f"left out: {made.bad:,} records that cannot be read or name no identifier, "
                f"{made.duplicates:,} older ones of the same works"
            )
    if made.broken:
        broken = ", ".join(made.broken)
        return failed(f"the dump is broken off or damaged in {broken}", NEEDS_A_PERSON)
    return ALL_WELL


def _bulk(options: argparse.Namespace) -> int:
    from enrichers.model import Verdict
    from flows.bulk import resolve_lists
    from flows.progress import watching
    from flows.steps import ASKS_FOR_A_PERSON

    with watching(is_quiet=options.quiet) as watch:
        job = gathered_for(options, job_of(options), watch)
        done = resolve_lists(
            job.lists,
            options.snapshot,
            options.into,
            watch,
            workers=options.workers,
            dask=options.dask,
        )
    with _speaking():
        verdicts = ", ".join(f"{name} {count:,}" for name, count in done.verdicts.items())
        print(f"{done.links:,} {'link' if done.links == 1 else 'links'}: {verdicts}")
        code = _told_of_lists(job, {})
    if code == WAS_DOWN or done.verdicts.get(Verdict.UNANSWERED):
        return WAS_DOWN
    return NEEDS_A_PERSON if any(map(done.verdicts.get, ASKS_FOR_A_PERSON)) else code


def _told_of_lists(job: "Job", down: Mapping[str, str]) -> int:
    """Say what was down and which lists could not be had; the exit code for it."""
    from flows.recording import unread_lists
    from flows.tally import down_and_gone
    from flows.terminal import show_down

    away, gone = down_and_gone(unread_lists(job.lists))
    show_down({**down, **away}, (*gone, *job.remarks))
    return WAS_DOWN if down or away else NEEDS_A_PERSON if gone else ALL_WELL


def _explain(options: argparse.Namespace) -> int:
    from flows.explaining import NoStory, stories

    try:
        found = stories(options.what, options.into)
    except NoStory as error:
        return failed(error, WRONG_USE)
    with _speaking():
        print("\n\n".join("\n".join(lines) for lines in found))
    return ALL_WELL


def _doctor(options: argparse.Namespace) -> int:
    from flows.doctor import examine

    findings = examine(
        settings_for(options),
        library=library_of(options.group),
        file=options.settings or usual_file(),
    )
    with _speaking():
        for finding in findings:
            mark = "ok " if finding.is_well else "BAD"
            print(f"{mark}  {finding.subject:<17} {finding.says}")
    return ALL_WELL if all(finding.is_well for finding in findings) else NEEDS_A_PERSON


@contextmanager
def _speaking() -> Generator[None]:
    """Say what is said within, or raise Unheard."""
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        # What is left unsaid would be tried again, and fail again, on the way out.
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 -- it is no file of ours
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
        raise Unheard(f"cannot write to standard output: {error.strerror}") from error


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "run": _run,
    "enrich": _enrich,
    "serve": _serve,
    "plan": _plan,
    "apply": _apply,
    "history": _history,
    "undo": _undo,
    "snapshot": _snapshot,
    "bulk": _bulk,
    "explain": _explain,
    "doctor": _doctor,
}
