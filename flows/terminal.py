"""Show a run's summary on the terminal."""

from rich.console import Console
from rich.table import Table

from outputs.report.summary import STANDIN_NOTE, Summary, sections


def show(summary: Summary) -> None:
    """Print the summary as one table, with what a person should know below it."""
    console = Console()
    table = Table(title=", ".join(summary.documents), show_header=False, title_justify="left")
    table.add_column("what")
    table.add_column("number", justify="right")
    for title, rows in sections(summary):
        table.add_section()
        table.add_row(f"[bold]{title}[/bold]", "")
        for name, figure in rows:
            table.add_row(f"  {name}", figure)
    console.print(table)
    for name, reason in sorted(summary.down.items()):
        console.print(f"[bold red]{name} was down[/]: {reason}", highlight=False)
    if summary.down:
        console.print("Its links are asked again on the next run.")
    if summary.pushed:
        for note in summary.pushed.notes:
            console.print(f"left alone: {note}", highlight=False, markup=False)
    for file in summary.files:
        console.print(f"wrote {file}", highlight=False, markup=False, soft_wrap=True)
    console.print(f"[bold]{summary.headline}[/]", highlight=False)
    if summary.is_standin:
        console.print(f"[yellow]{STANDIN_NOTE}[/]", highlight=False)
