"""The command line: run, enrich, serve, doctor."""

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from flows.settings import INCLUDES, BadSettings, Settings, load
from seeds.model import BadSeed

if TYPE_CHECKING:
    from flows.steps import Job, Outcome


class Commands(Protocol):
    """What argparse collects subcommands in; it has no public name there."""

    def add_parser(self, name: str, *, help: str, description: str) -> argparse.ArgumentParser:
        """Begin a subcommand."""
        ...


ALL_WELL, NEEDS_A_PERSON, WRONG_USE, WAS_DOWN, STOPPED = 0, 1, 2, 3, 130
"""Exit codes."""

EPILOG = """\
exit codes: 0 all well, 1 something needs a person, 2 wrong use, 3 a service was down.
keys come from the environment, never from a flag: ZOTERO_API_KEY, and if you have them
OPENALEX_API_KEY and S2_API_KEY; NAME_FILE may name a file that holds one instead."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; the return value is the exit code."""
    options = _parser().parse_args(arguments)
    levels = (logging.ERROR, logging.INFO, logging.DEBUG)
    logging.basicConfig(
        level=levels[min(options.verbose, 2)],
        format="%(levelname)s %(name)s: %(message)s",
    )
    try:
        return options.do(options)
    except (BadSeed, BadSettings) as error:
        return _failed(error, WRONG_USE)
    except KeyboardInterrupt:
        return _failed("stopped; the next run goes on from here", STOPPED)


def _run(options: argparse.Namespace) -> int:
    return _walk(options, _job(options, group=options.group, is_rehearsal=options.dry_run))


def _enrich(options: argparse.Namespace) -> int:
    return _walk(options, _job(options))


def _walk(options: argparse.Namespace, job: "Job") -> int:
    from flows.progress import watching
    from flows.steps import StepFailed

    try:
        with watching(is_quiet=options.quiet or options.json) as watch:
            if options.plain:
                from flows.steps import walk

                outcome = walk(job, watch=watch)
            else:
                from flows.engine import has_server, prepare

                prepare(job.settings.state)
                if not has_server():
                    watch.began("starting Prefect (10 to 20 s; --plain does without)", 0)
                from flows.enrich import run

                outcome = run(job, watch=watch)
    except StepFailed as error:
        return _failed(error, WAS_DOWN if error.is_outage else NEEDS_A_PERSON)
    return _told(options, outcome)


def _told(options: argparse.Namespace, outcome: "Outcome") -> int:
    summary = outcome.summary
    if options.json:
        print(json.dumps(asdict(summary), ensure_ascii=False, default=str))
    elif not options.quiet:
        from flows.terminal import show

        show(summary)
    if summary.down:
        return WAS_DOWN
    return NEEDS_A_PERSON if outcome.needs_a_person else ALL_WELL


def _serve(options: argparse.Namespace) -> int:
    job = _job(options, group=options.group)
    from flows.engine import prepare

    prepare(job.settings.state)
    from flows.enrich import serve

    serve(job, cron=options.cron)
    return ALL_WELL


def _doctor(options: argparse.Namespace) -> int:
    from flows.doctor import examine

    findings = examine(_settings(options), library=_library(options.group))
    for finding in findings:
        print(f"{'ok ' if finding.is_well else 'BAD'}  {finding.subject:<17} {finding.says}")
    return ALL_WELL if all(finding.is_well for finding in findings) else NEEDS_A_PERSON


def _job(options: argparse.Namespace, *, group: str = "", is_rehearsal: bool = False) -> "Job":
    from flows.steps import Job

    return Job(
        lists=tuple(options.lists),
        into=options.into,
        settings=_settings(options),
        library=_library(group),
        is_rehearsal=is_rehearsal,
    )


def _settings(options: argparse.Namespace) -> Settings:
    given = {
        name: value
        for name in ("contact", "state", "include")
        if (value := getattr(options, name, None)) is not None
    }
    return replace(load(options.settings), **given)


def _library(group: str) -> str:
    """ "groups/ID" for a group's number, "users/ID" for "user:ID"."""
    if not group:
        return ""
    kind, _, number = group.rpartition(":")
    if kind not in {"", "group", "user"} or not number.isdigit():
        raise BadSettings(f"--group takes a group's number, or user:NUMBER; not '{group}'")
    return f"{'users' if kind == 'user' else 'groups'}/{number}"


def _failed(message: object, code: int) -> int:
    print(f"zotlist: {message}", file=sys.stderr)
    return code


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
    serve.add_argument(
        "--cron",
        default="17 5 * * *",
        help="when, as a cron line in UTC (default: %(default)s)",
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
    command = commands.add_parser(name, help=about, description=about.capitalize() + ".")
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


def _takes_lists(command: argparse.ArgumentParser) -> None:
    command.add_argument("lists", nargs="+", type=Path, metavar="LIST", help="a document")
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
    command.add_argument("--include", choices=INCLUDES, help="which links become items")


if __name__ == "__main__":
    sys.exit(main())
