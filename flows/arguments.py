"""What the command line takes: its commands, their arguments and the help on them."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from flows.settings import CHOICES

EPILOG = """\
exit codes: 0 all well, 1 something needs a person, 2 wrong use, 3 a service was down (the next
run asks it again), 130 stopped.
keys come from the environment, never from a flag: ZOTERO_API_KEY, and if you have them
OPENALEX_API_KEY and S2_API_KEY; NAME_FILE may name a file that holds one instead, NAME_BLOCK a
Secret block of the Prefect server at PREFECT_API_URL."""


ALONE = {"has_settings": False, "asks_services": False}
"""Of commands that look at files alone."""


class Commands(Protocol):
    """What argparse collects subcommands in; it has no public name there."""

    def add_parser(self, name: str, *, help: str, description: str) -> argparse.ArgumentParser:
        """Begin a subcommand."""
        ...


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command's name and its arguments; ends the program with 2 if they are wrong."""
    return _parser().parse_args(arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zotlist",
        description="Turn lists of links into tables and a shared Zotero group.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = _command(commands, "run", "the whole walk: tables, and a Zotero group")
    _takes_lists(run)
    _takes_group(run, is_required=True)
    run.add_argument(
        "--dry-run", action="store_true", help="count what would change in Zotero, send nothing"
    )
    enrich = _command(commands, "enrich", "the walk without Zotero: tables only")
    _takes_lists(enrich)
    serve = _command(commands, "serve", "run on a schedule until stopped")
    _takes_documents(serve)
    _takes_tables(serve)
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
    plan = _command(commands, "plan", "what a run would change in Zotero")
    _takes_documents(plan)
    _takes_group(plan, is_required=True)
    plan.add_argument(
        "--out", type=Path, metavar="FILE", help="write it down, for 'zotlist apply'"
    )
    plan.add_argument("--show", action="store_true", help="print it, also with --out")
    plan.add_argument(
        "--all",
        action="store_true",
        help="name each work that is left alone and each edit of people's, not just how many",
    )
    apply = _command(commands, "apply", "do what a plan says, or less")
    apply.add_argument("plan", type=Path, metavar="FILE", help="what 'zotlist plan' wrote")
    _takes_way(apply)
    history = _command(
        commands, "history", "the runs that wrote to Zotero", asks_services=False
    )
    _takes_group(history, is_required=True)
    undo = _command(commands, "undo", "take back what a run wrote to Zotero")
    undo.add_argument("run", type=int, metavar="RUN", help="its number in 'zotlist history'")
    _takes_group(undo, is_required=True)
    for command in (serve, plan, apply, undo):
        command.add_argument("--quiet", action="store_true", help="show no progress")
    for command in (run, plan, serve):
        command.add_argument(
            "--include",
            choices=CHOICES["include"],
            help="which links become items (default: as the settings say)",
        )
    for command in (run, plan):
        command.add_argument(
            "--restore",
            action="store_true",
            help="make again what people threw away or 'undo' took back",
        )
    snapshot = _command(
        commands, "snapshot", "turn a downloaded dump into a local snapshot", **ALONE
    )
    snapshot.add_argument("action", choices=("build",))
    snapshot.add_argument("kind", choices=("arxiv", "crossref", "openalex"))
    snapshot.add_argument("dump", type=Path, metavar="DUMP", help="its file or folder")
    snapshot.add_argument(
        "--into", type=Path, required=True, metavar="DIR", help="where the snapshot goes"
    )
    bulk = _command(commands, "bulk", "resolve a huge list from snapshots alone")
    _takes_documents(bulk)
    bulk.add_argument(
        "--snapshot",
        type=Path,
        action="append",
        required=True,
        metavar="DIR",
        help="what 'zotlist snapshot build' made; may be given several times",
    )
    _takes_tables(bulk)
    bulk.add_argument(
        "--workers", type=_number, default=1, metavar="N", help="processes (default: 1)"
    )
    bulk.add_argument(
        "--dask",
        default="",
        metavar="ADDRESS",
        help="a Dask cluster to work on instead; its workers need the snapshots at these paths",
    )
    for command in (snapshot, bulk):
        command.add_argument("--quiet", action="store_true", help="show no progress")
    explain = _command(
        commands, "explain", "how a link came to its verdict, step by step", **ALONE
    )
    explain.add_argument(
        "what",
        metavar="WHAT",
        help="its address, an identifier as in doi:10.1000/182, or its line in the list",
    )
    explain.add_argument(
        "--into", type=Path, required=True, metavar="DIR", help="where the run's tables are"
    )
    doctor = _command(commands, "doctor", "which services answer, and what the key may do")
    _takes_group(doctor, is_required=False)
    return parser


def _number(text: str) -> int:
    """A count of one or more. Raises ArgumentTypeError."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not 1 or more")
    return int(text)


def _command(
    commands: Commands,
    name: str,
    about: str,
    *,
    has_settings: bool = True,
    asks_services: bool = True,
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name, help=about, description=about[:1].upper() + about[1:] + "."
    )
    command.set_defaults(command=name)
    if has_settings:
        command.add_argument(
            "--settings",
            type=Path,
            metavar="FILE",
            help="a TOML file (default: ./zotlist.toml)",
        )
        command.add_argument(
            "--state",
            type=Path,
            metavar="DIR",
            help="where to keep what was learned and written",
        )
    if asks_services:
        command.add_argument(
            "--contact", metavar="MAIL", help="an address that the services may write to"
        )
    command.add_argument(
        "-v", "--verbose", action="count", default=0, help="log every batch; twice: every link"
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


def _takes_tables(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--into", type=Path, required=True, metavar="DIR", help="where the tables go"
    )


def _takes_lists(command: argparse.ArgumentParser) -> None:
    _takes_documents(command)
    _takes_tables(command)
    command.add_argument(
        "--plain",
        action="store_true",
        help="without Prefect: starts at once, and Prefect knows nothing of the run",
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
    _takes_way(command)


def _takes_way(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--local",
        action="store_true",
        default=None,
        help="through Zotero desktop on this machine, not through zotero.org: without a key "
        "to read, with its user's leave to write (Zotero 10 or later)",
    )
