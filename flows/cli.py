"""The command line: run, enrich, plan, apply, history, undo, explain, serve, doctor."""

import argparse
import atexit
import json
import logging
import os
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Protocol

from flows.engine import NoEngine
from flows.settings import CHOICES, BadSettings, Settings, checked_contact, load
from seeds.model import BadSeed

if TYPE_CHECKING:
    from collections.abc import Callable

    from flows.progress import Watch
    from flows.steps import Job, Outcome
    from outputs.zotero.outcome import Outcome as WrittenOutcome
    from outputs.zotero.undo import Undone


class Commands(Protocol):
    """What argparse collects subcommands in; it has no public name there."""

    def add_parser(self, name: str, *, help: str, description: str) -> argparse.ArgumentParser:
        """Begin a subcommand."""
        ...


class Unheard(Exception):
    """Standard output takes no more; all else was done."""


ALL_WELL, NEEDS_A_PERSON, WRONG_USE, WAS_DOWN, STOPPED = 0, 1, 2, 3, 130
"""Exit codes."""

EPILOG = """\
exit codes: 0 all well, 1 something needs a person, 2 wrong use, 3 a service was down (the next
run asks it again), 130 stopped.
keys come from the environment, never from a flag: ZOTERO_API_KEY, and if you have them
OPENALEX_API_KEY and S2_API_KEY; NAME_FILE may name a file that holds one instead."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; the return value is the exit code."""
    options = _parser().parse_args(arguments)
    _log(options.verbose)
    try:
        return options.do(options)
    except (BadSeed, BadSettings) as error:
        return _failed(error, WRONG_USE)
    except (NoEngine, Unheard) as error:
        return _failed(error, NEEDS_A_PERSON)
    except KeyboardInterrupt:
        _failed("stopped; the next run goes on from here", STOPPED)
        _leave(STOPPED)


def _log(verbose: int) -> None:
    """Write the log to standard error: our own, and of the libraries only what is asked for."""
    level = (logging.ERROR, logging.INFO, logging.DEBUG)[min(verbose, 2)]
    handler = logging.StreamHandler()
    handler.setLevel(level)
    if not verbose:
        # Prefect has a logger level of its own, and what it crashes of ends in one line anyway.
        handler.addFilter(lambda record: not record.name.startswith("prefect"))
    logging.basicConfig(
        level=level, format="%(levelname)s %(name)s: %(message)s", handlers=[handler]
    )


def _run(options: argparse.Namespace) -> int:
    return _walk(options, _job(options, group=options.group, is_rehearsal=options.dry_run))


def _enrich(options: argparse.Namespace) -> int:
    return _walk(options, _job(options))


def _walk(options: argparse.Namespace, job: "Job") -> int:
    from enrichers.rulings import BadRulings
    from flows.progress import watching
    from flows.steps import StepFailed, check

    try:
        with watching(is_quiet=options.quiet or options.json) as watch:
            check(job)
            job = _gathered(options, job, watch)
            if options.plain:
                from flows.steps import walk

                outcome = walk(job, watch=watch)
            else:
                with _engine(job, watch):
                    from flows.enrich import run
                outcome = run(job)
    except BadRulings as error:
        return _failed(error, WRONG_USE)
    except StepFailed as error:
        return _failed(error, WAS_DOWN if error.is_outage else NEEDS_A_PERSON)
    return _told(options, outcome)


def _told(options: argparse.Namespace, outcome: "Outcome") -> int:
    summary = outcome.summary
    with _speaking():
        if options.json:
            print(json.dumps(asdict(summary), ensure_ascii=False, default=str))
        elif not options.quiet:
            from flows.terminal import show

            show(summary)
    if summary.pushed and summary.pushed.missing:
        _failed(f"nothing was written to Zotero: {summary.pushed.missing}", NEEDS_A_PERSON)
    if summary.down:
        return WAS_DOWN
    return NEEDS_A_PERSON if outcome.needs_a_person else ALL_WELL


def _serve(options: argparse.Namespace) -> int:
    job = _job(options, group=options.group)
    from flows.engine import has_server
    from flows.progress import watching
    from flows.schedule import may_start_in_bad_hour, rule_of
    from flows.steps import StepFailed, check, read_lists

    cron, every = options.cron, options.every
    rule_of(every, "", now=datetime.now(UTC))  # before the server is started, if it is wrong
    is_shared = has_server()
    try:
        with watching(is_quiet=options.quiet) as watch:
            check(job)
            read_lists(_gathered(options, job, watch).lists, watch)
            with _engine(job, watch, makes_scheduled_runs=True):
                from flows.enrich import schedule_of, serve

                schedule = schedule_of(job, options.lists, cron=cron, every=every)
            if cron and may_start_in_bad_hour(cron):
                watch.began("arXiv answers badly from 00 to 01 UTC: choose another hour", 0)
            when = f"by '{schedule.cron}'" if cron else f"every {every}, not from 00 to 01"
            watch.began(f"waiting for the next run {when} (UTC); Ctrl-C stops", 0)
    except StepFailed as error:
        return _failed(error, WAS_DOWN if error.is_outage else NEEDS_A_PERSON)
    serve(job, options.lists, schedule, is_shared=is_shared)
    return ALL_WELL


@contextmanager
def _engine(
    job: "Job", watch: "Watch", *, makes_scheduled_runs: bool = False
) -> Generator[None]:
    """Prefect is to be imported within: its server starts meanwhile, if it has none."""
    from flows.engine import has_server, prepare, start_server

    prepare(job.settings.state)
    if has_server():
        yield
        return
    watch.began("starting Prefect (10 to 20 s; --plain does without)", 0)
    wait = start_server(makes_scheduled_runs=makes_scheduled_runs)
    yield
    wait()


def _plan(options: argparse.Namespace) -> int:
    from enrichers.rulings import BadRulings
    from flows.library import save
    from flows.progress import watching
    from flows.steps import StepFailed, plan

    try:
        with watching(is_quiet=options.quiet) as watch:
            job = _gathered(options, _job(options, group=options.group), watch)
            made = plan(job, watch=watch)
        if options.out:
            save(made, options.out)
    except BadRulings as error:
        return _failed(error, WRONG_USE)
    except StepFailed as error:
        return _failed(error, WAS_DOWN if error.is_outage else NEEDS_A_PERSON)
    with _speaking():
        if options.show or not options.out:
            from flows.terminal import show_plan

            show_plan(made)
        if options.out:
            print(f"wrote {options.out}; 'zotlist apply {options.out}' does what it says")
    return ALL_WELL


def _apply(options: argparse.Namespace) -> int:
    from flows.library import apply, load

    text, library = load(options.plan)
    return _written(options, lambda watch: apply(text, library, _settings(options), watch))


def _undo(options: argparse.Namespace) -> int:
    from flows.library import take_back

    library, settings = _library(options.group), _settings(options)
    return _written(options, lambda watch: take_back(options.run, library, settings, watch))


def _written(
    options: argparse.Namespace, do: "Callable[[Watch], WrittenOutcome | Undone]"
) -> int:
    """Write to a library and say what came of it."""
    from flows.progress import watching
    from flows.steps import StepFailed
    from flows.terminal import show_written

    try:
        with watching(is_quiet=options.quiet) as watch:
            outcome = do(watch)
    except StepFailed as error:
        return _failed(error, WAS_DOWN if error.is_outage else NEEDS_A_PERSON)
    with _speaking():
        show_written(outcome)
    return ALL_WELL


def _history(options: argparse.Namespace) -> int:
    from flows.library import runs, told
    from flows.steps import StepFailed

    try:
        records = runs(_library(options.group), _settings(options))
    except StepFailed as error:
        return _failed(error, NEEDS_A_PERSON)
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
    return ALL_WELL


def _bulk(options: argparse.Namespace) -> int:
    from flows.bulk import resolve_lists
    from flows.lists import gathered
    from flows.progress import watching
    from flows.steps import StepFailed

    try:
        with watching(is_quiet=options.quiet) as watch:
            done = resolve_lists(
                gathered(options.lists, _settings(options), watch=watch),
                options.snapshot,
                options.into,
                watch,
                workers=options.workers,
                dask=options.dask,
            )
    except StepFailed as error:
        return _failed(error, WAS_DOWN if error.is_outage else NEEDS_A_PERSON)
    with _speaking():
        verdicts = ", ".join(f"{name} {count:,}" for name, count in done.verdicts.items())
        print(f"{done.links:,} links: {verdicts}")
    return ALL_WELL


def _explain(options: argparse.Namespace) -> int:
    from flows.explaining import NoStory, stories

    try:
        found = stories(options.what, options.into)
    except NoStory as error:
        return _failed(error, WRONG_USE)
    with _speaking():
        print("\n\n".join("\n".join(lines) for lines in found))
    return ALL_WELL


def _doctor(options: argparse.Namespace) -> int:
    from flows.doctor import examine

    findings = examine(_settings(options), library=_library(options.group))
    with _speaking():
        for finding in findings:
            print(
                f"{'ok ' if finding.is_well else 'BAD'}  {finding.subject:<17} {finding.says}"
            )
    return ALL_WELL if all(finding.is_well for finding in findings) else NEEDS_A_PERSON


def _job(options: argparse.Namespace, *, group: str = "", is_rehearsal: bool = False) -> "Job":
    from flows.steps import Job

    return Job(
        lists=(),
        into=getattr(options, "into", Path()),
        settings=_settings(options),
        library=_library(group),
        is_rehearsal=is_rehearsal,
        is_restoring=getattr(options, "restore", False),
    )


def _gathered(options: argparse.Namespace, job: "Job", watch: "Watch") -> "Job":
    from flows.lists import gathered

    return replace(job, lists=gathered(options.lists, job.settings, watch=watch))


def _settings(options: argparse.Namespace) -> Settings:
    given = {
        name: value
        for name in ("contact", "state", "include")
        if (value := getattr(options, name, None)) is not None
    }
    if "contact" in given:
        checked_contact(str(given["contact"]))
    return replace(load(options.settings), **given)


def _library(group: str) -> str:
    """ "groups/ID" for a group's number, "users/ID" for "user:ID"."""
    if not group:
        return ""
    kind, _, number = group.rpartition(":")
    if kind not in {"", "group", "user"} or not number.isdigit():
        raise BadSettings(f"--group takes a group's number, or user:NUMBER; not '{group}'")
    return f"{'users' if kind == 'user' else 'groups'}/{number}"


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


def _failed(message: object, code: int) -> int:
    print(f"zotlist: {message}", file=sys.stderr)
    return code


def _leave(code: int) -> NoReturn:
    """End now. The usual way out waits for every thread, and so for services that are slow;
    what a run keeps is whole at any moment."""
    logging.raiseExceptions = False  # Prefect's log lines may find its server gone
    atexit._run_exitfuncs()  # pyright: ignore[reportPrivateUsage] -- else Prefect's server stays
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zotlist",
        description="Turn lists of links into tables and a shared Zotero group.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = _command(commands, "run", _run, "the whole walk: tables, and a Zotero group")
    _takes_lists(run)
    _takes_group(run, is_required=True)
    run.add_argument(
        "--dry-run", action="store_true", help="say what would change in Zotero, send nothing"
    )
    enrich = _command(commands, "enrich", _enrich, "the walk without Zotero: tables only")
    _takes_lists(enrich)
    serve = _command(commands, "serve", _serve, "run on a schedule until stopped")
    _takes_lists(serve)
    _takes_group(serve, is_required=True)
    when = serve.add_mutually_exclusive_group()
    when.add_argument(
        "--every",
        default="1d",
        metavar="TIME",
        help="minutes, hours or days, such as 90m, 6h or 1d (default: %(default)s), at a "
        "moment that group and lists decide, not from 00 to 01 UTC",
    )
    when.add_argument(
        "--cron",
        default="",
        metavar="LINE",
        help="a cron line in UTC; its second is decided in the same way, unless it has one",
    )
    plan = _command(commands, "plan", _plan, "what a run would change in Zotero")
    _takes_documents(plan)
    _takes_group(plan, is_required=True)
    plan.add_argument(
        "--out", type=Path, metavar="FILE", help="write it down, for 'zotlist apply'"
    )
    plan.add_argument("--show", action="store_true", help="print it, also with --out")
    apply = _command(commands, "apply", _apply, "do what a plan says, or less")
    apply.add_argument("plan", type=Path, metavar="FILE", help="what 'zotlist plan' wrote")
    history = _command(commands, "history", _history, "the runs that wrote to Zotero")
    _takes_group(history, is_required=True)
    undo = _command(commands, "undo", _undo, "take back what a run wrote to Zotero")
    undo.add_argument("run", type=int, metavar="RUN", help="its number in 'zotlist history'")
    _takes_group(undo, is_required=True)
    for command in (plan, apply, undo):
        command.add_argument("--quiet", action="store_true", help="show no progress")
    for command in (run, plan):
        command.add_argument(
            "--restore",
            action="store_true",
            help="make again what people threw away or 'undo' took back",
        )
    snapshot = _command(
        commands, "snapshot", _snapshot, "turn a downloaded dump into a local snapshot"
    )
    snapshot.add_argument("action", choices=("build",))
    snapshot.add_argument("kind", choices=("arxiv", "crossref", "openalex"))
    snapshot.add_argument("dump", type=Path, metavar="DUMP", help="its file or folder")
    snapshot.add_argument(
        "--into", type=Path, required=True, metavar="DIR", help="where the snapshot goes"
    )
    bulk = _command(commands, "bulk", _bulk, "resolve a huge list from snapshots alone")
    _takes_documents(bulk)
    bulk.add_argument(
        "--snapshot",
        type=Path,
        action="append",
        required=True,
        metavar="DIR",
        help="what 'zotlist snapshot build' made; may be given several times",
    )
    bulk.add_argument(
        "--into", type=Path, required=True, metavar="DIR", help="where the tables go"
    )
    bulk.add_argument("--workers", type=int, default=1, help="processes (default: 1)")
    bulk.add_argument(
        "--dask", default="", metavar="ADDRESS", help="a Dask cluster to work on instead"
    )
    for command in (snapshot, bulk):
        command.add_argument("--quiet", action="store_true", help="show no progress")
    explain = _command(
        commands, "explain", _explain, "how a link came to its verdict, step by step"
    )
    explain.add_argument(
        "what", metavar="WHAT", help="its address, an identifier, or its line in the list"
    )
    explain.add_argument(
        "--into", type=Path, required=True, metavar="DIR", help="where the run's tables are"
    )
    doctor = _command(
        commands, "doctor", _doctor, "which services answer, and what the key may do"
    )
    _takes_group(doctor, is_required=False)
    return parser


def _command(
    commands: "Commands",
    name: str,
    do: object,
    about: str,
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name, help=about, description=about[:1].upper() + about[1:] + "."
    )
    command.set_defaults(do=do)
    command.add_argument(
        "--settings", type=Path, metavar="FILE", help="a TOML file (default: ./zotlist.toml)"
    )
    command.add_argument(
        "--state", type=Path, metavar="DIR", help="where to keep what was learned and written"
    )
    command.add_argument(
        "--contact", metavar="MAIL", help="an address that the services may write to"
    )
    command.add_argument(
        "-v", "--verbose", action="count", default=0, help="log more; twice for every link"
    )
    return command


def _takes_documents(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "lists",
        nargs="+",
        metavar="LIST",
        help="a document, a folder of them, an address (https://...), or a file in a git "
        "repository (git+https://...#PATH or #BRANCH:PATH)",
    )


def _takes_lists(command: argparse.ArgumentParser) -> None:
    _takes_documents(command)
    command.add_argument(
        "--into", type=Path, required=True, metavar="DIR", help="where the tables go"
    )
    command.add_argument(
        "--plain", action="store_true", help="without Prefect: starts at once, no history"
    )
    command.add_argument("--quiet", action="store_true", help="say nothing but errors")
    command.add_argument("--json", action="store_true", help="print the summary as JSON")


def _takes_group(command: argparse.ArgumentParser, *, is_required: bool) -> None:
    command.add_argument(
        "--group",
        required=is_required,
        default="",
        metavar="ID",
        help="the Zotero group's number, or user:NUMBER for a personal library",
    )
    command.add_argument(
        "--include", choices=CHOICES["include"], help="which links become items"
    )


if __name__ == "__main__":
    sys.exit(main())
