"""Show a run's summary on the terminal."""

from collections.abc import Iterable, Iterator, Mapping

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from outputs.report.summary import STANDIN_NOTE, Summary, sections
from outputs.zotero.changes import Plan
from outputs.zotero.outcome import Pushed, told_of
from outputs.zotero.show import lines_of
from outputs.zotero.undo import Undone

COLOURS = {"+": "green", "~": "yellow", "-": "red", "=": "dim"}
"""As version control shows what comes, changes, goes and is left alone."""
MOST = 20  # lines of a kind; report.md has all of them


def show_plan(plan: Plan, *, whole: bool = False) -> None:
    """Print a plan as a tree, coloured on a terminal."""
    console = Console()
    for line in lines_of(plan, whole=whole):
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
    show_down(summary.down, summary.remarks)
    if summary.pushed:
        for line in _notes(summary.pushed, MOST):
            console.print(line, highlight=False, markup=False, soft_wrap=True)
        if summary.pushed.run and (summary.pushed.trouble or summary.pushed.missing):
            console.print(_way_back(summary.pushed), highlight=False)
    for file in summary.files:
        console.print(f"wrote {file}", highlight=False, markup=False, soft_wrap=True)
    console.print(f"[bold]{summary.headline}[/]", highlight=False)
    if summary.is_standin:
        console.print(f"[yellow]{STANDIN_NOTE}[/]", highlight=False)


def show_down(down: Mapping[str, str], remarks: Iterable[str] = ()) -> None:
    """Print which services gave no usable answer, and why, and what else to look at."""
    console = Console()
    for name, reason in sorted(down.items()):
        said = f"[bold red]{escape(name)} was down[/]: {escape(reason)}"
        console.print(said, highlight=False)
    if down:
        console.print("Its links are asked again on the next run.")
    for remark in remarks:
        console.print(f"to look at: {remark}", highlight=False, markup=False, soft_wrap=True)


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
        is_stuck = done.missing or done.trouble or done.refused
        nothing = "nothing was written" if is_stuck else "nothing to do"
        yield f"{done.library}: {told or nothing}"
        if done.trouble:
            yield f"zotero was down: {done.trouble}"
        yield from _notes(done)
        if done.run:
            yield _way_back(done)
    yield f"{done.writes} {'write' if done.writes == 1 else 'writes'}"


def _notes(pushed: Pushed, most: int | None = None) -> Iterator[str]:
    """What people should know of the library; of each kind `most` lines."""
    for name, told in told_of(pushed).items():
        yield from (f"{name}: {line}" for line in told[:most])
        if rest := len(told) - len(told[:most]):
            yield f"{name}: {rest:,} more"


def _way_back(pushed: Pushed) -> str:
    kind, _, number = pushed.library.partition("/")
    group = f"user:{number}" if kind == "users" else number
    return f"'zotlist undo {pushed.run} --group {group}' takes it back"


def _counted(*counts: tuple[str, str, int]) -> str:
    """Counts in words, those of nothing left out."""
    return ", ".join(
        words.format(f"{count:,} {noun}{'s' * (count != 1)}")
        for words, noun, count in counts
        if count
    )
