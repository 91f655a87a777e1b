"""Show a run's summary on the terminal."""

from collections.abc import Iterator

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from outputs.report.summary import STANDIN_NOTE, Summary, sections
from outputs.zotero.changes import Plan
from outputs.zotero.outcome import Pushed
from outputs.zotero.show import lines_of
from outputs.zotero.undo import Undone

COLOURS = {"+": "green", "~": "yellow", "-": "red", "=": "dim"}
"""As version control shows what comes, changes, goes and is left alone."""


def show_plan(plan: Plan) -> None:
    """Print a plan as a tree, coloured on a terminal."""
    console = Console()
    for line in lines_of(plan):
        console.print(
            Text(str(line), style=COLOURS.get(line.sign, "")), soft_wrap=True, highlight=False
        )


def show(summary: Summary) -> None:
    """Print the summary as one table, with what a person should know below it."""
    console = Console()
    table = Table(
        title=escape(", ".join(summary.documents)), show_header=False, title_justify="left"
    )
    table.add_column("what")
    table.add_column("number", justify="right")
    for title, rows in sections(summary):
        table.add_section()
        table.add_row(f"[bold]{title}[/bold]", "")
        for name, figure in rows:
            table.add_row(f"  {name}", figure)
    console.print(table)
    for name, reason in sorted(summary.down.items()):
        console.print(f"[bold red]{name} was down[/]: {escape(reason)}", highlight=False)
    if summary.down:
        console.print("Its links are asked again on the next run.")
    for remark in summary.remarks:
        console.print(f"to look at: {remark}", highlight=False, markup=False, soft_wrap=True)
    if summary.pushed:
        for note in summary.pushed.notes:
            console.print(f"left alone: {note}", highlight=False, markup=False)
    for file in summary.files:
        console.print(f"wrote {file}", highlight=False, markup=False, soft_wrap=True)
    console.print(f"[bold]{summary.headline}[/]", highlight=False)
    if summary.is_standin:
        console.print(f"[yellow]{STANDIN_NOTE}[/]", highlight=False)


def show_written(done: Pushed | Undone) -> None:
    """Print what was written to a library, and what was left alone, with the reason."""
    console = Console()
    for line in _lines_of(done):
        console.print(line, highlight=False, markup=False, soft_wrap=True)


def _lines_of(done: Pushed | Undone) -> Iterator[str]:
    if isinstance(done, Undone):
        told = _counted(
            ("{} to the trash", "item", done.items_trashed),
            ("{} to the trash", "collection", done.collections_trashed),
            ("{} as before", "item", done.items_changed),
        )
        nothing = "nothing was taken back" if done.left else "nothing is left to take back"
        yield f"run {done.run} taken back: {told}" if told else f"run {done.run}: {nothing}"
        yield from (
            f"left alone: {left.title or left.name}: {left.reason}" for left in done.left
        )
    else:
        told = _counted(
            ("{} created", "collection", done.collections_created),
            ("{} created", "item", done.items_created),
            ("{} changed", "item", done.items_changed),
        )
        yield f"{done.library}: {told or 'nothing to do'}"
        yield from (f"left alone: {note}" for note in done.notes)
        if done.run:
            kind, _, number = done.library.partition("/")
            group = f"user:{number}" if kind == "users" else number
            yield f"'zotlist undo {done.run} --group {group}' takes it back"
    yield f"{done.writes} {'write' if done.writes == 1 else 'writes'}"


def _counted(*counts: tuple[str, str, int]) -> str:
    """Counts in words, those of nothing left out."""
    return ", ".join(
        words.format(f"{count:,} {noun}{'s' * (count != 1)}")
        for words, noun, count in counts
        if count
    )
