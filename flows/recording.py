"""Record a run: tables, digest, history and manifest for readers, questions for people."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from glob import escape
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from enrichers.conclude import Conclusion
from enrichers.resolve import Resolved
from flows.explaining import tell
from flows.settings import Settings
from outputs import history
from outputs.files import REPORT, STORIES, ExportFailed, write_questions, write_tables
from outputs.manifest import About, Sum, sum_of_file
from outputs.report.changes import changes
from outputs.report.earlier import Tables, runs_of, tables_of
from outputs.report.kept import keep_digest, notes_told, unread_told, write_digest
from outputs.report.summary import Pushed, Summary, to_markdown
from outputs.review import review_frame
from outputs.runs import earlier_runs, publish, run_name, sweep
from outputs.table import Row, links_frame, works_frame
from outputs.zotero.cards import SHAPES
from seeds.model import Link
from seeds.read import names_of_documents

REVIEW = ".review.csv"
"""Behind a list's name: the file beside it that holds what people are asked."""
UNREAD = "kept.unread"
"""Beside the copy of a list from elsewhere: why the list could not be had today."""
HISTORY = "history"
"""The folder of the exports that holds the citation counts of all runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A list from elsewhere that could not be had today."""

    why: str
    """Also of when the copy is that stands in for it."""
    is_outage: bool
    """Else there is none any more where it was, or none that can be read."""


OF_UNREAD = TypeAdapter(Unread)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """All that a run has to tell."""

    lists: Sequence[Path]
    links: Sequence[Link]
    conclusion: Conclusion
    resolved: Resolved
    keys: Mapping[str, str]
    """The item of every work that has one, by work id."""
    summary: Summary
    settings: Settings
    is_rehearsal: bool = False
    """Nothing was to be written to a library: the digest and the counts wait for the run."""


def record(told: Told, into: Path, now: datetime) -> tuple[Path, ...]:
    """Write all files of a run; give those that people open.

    Raises LinksLost and ExportFailed.
    """
    run = run_name(now)
    names = names_of_documents(told.lists)
    works = told.conclusion.works
    sweep(into / HISTORY, "*.parquet")
    if not told.is_rehearsal:
        history.append(works, into / HISTORY, run)
    after = Tables(
        links=links_frame(_rows(told), told.links),
        works=works_frame(works, told.conclusion.relations),
    )
    latest = next(earlier_runs(into), None)
    earlier = list(runs_of(names.values(), earlier_runs(into)))
    last = earlier[0] if earlier else None
    before = notes_told(last)
    digest = changes(
        tables_of(earlier, names.values()),
        after,
        run=run,
        made_at=now,
        since=last.name if last else "",
        unread=unread_lists(told.lists),
        unread_before=unread_told(last),
        notes=_notes(told.summary.pushed, before),
        told=before,
        history=history.read_history(into / HISTORY),
    )
    texts = {
        REPORT: to_markdown(told.summary),
        STORIES: tell(told.conclusion, told.resolved),
    }

    def write(folder: Path) -> None:
        write_tables(after.links, after.works, folder, texts=texts)
        if not told.is_rehearsal:
            write_digest(digest, folder, last=latest, name=_name_of(told))
        elif latest:
            keep_digest(latest, folder)

    published = publish(
        write,
        into,
        run,
        _about(told, now),
        has_news=not (digest.is_empty or told.is_rehearsal),
        keep=told.settings.keep_runs,
    )
    files = sorted(path.name for path in published.folder.iterdir())
    return (*(into / name for name in files), *write_reviews(told, into))


def unread_lists(lists: Sequence[Path]) -> dict[str, Unread]:
    """The lists from elsewhere that could not be had today, by name."""
    names = names_of_documents(lists)
    return {name: found for path, name in names.items() if (found := _unread(path))}


def left_out(into: Path) -> tuple[str, ...]:
    """Which files among the citation counts cannot be read, and why."""
    return history.unread(into / HISTORY)


def _unread(path: Path) -> Unread | None:
    try:
        return OF_UNREAD.validate_json(path.with_name(UNREAD).read_bytes())
    except (OSError, ValidationError):
        return None


def _name_of(told: Told) -> str:
    """What tells the feed from those of other installations: whose lists, for which group."""
    pushed = told.summary.pushed
    places = sorted(str(path.absolute()) for path in told.lists)
    return "\n".join((pushed.library if pushed else "", *places))


def write_reviews(told: Told, into: Path) -> tuple[Path, ...]:
    """Write the questions about each list beside it, or where the tables are if that cannot
    be; take away what was asked before and is answered. Raises ExportFailed."""
    questions = review_frame(told.conclusion, told.resolved)
    written: list[Path] = []
    for path, name in names_of_documents(told.lists).items():
        of_list = questions[questions["document"] == name]
        target = path.with_name(path.name + REVIEW)
        elsewhere = into / (name.replace("/", "-") + REVIEW)
        for file in (target, elsewhere):
            sweep(file.parent, escape(file.name))
        try:
            write_questions(of_list, target)
        except ExportFailed:
            target = elsewhere
            write_questions(of_list, target)
        if not of_list.empty:
            written.append(target)
    return tuple(written)


def _notes(pushed: Pushed | None, before: tuple[str, ...]) -> tuple[str, ...]:
    """What is to be said of the group; of one that nobody could look at today, what was said
    before too, or all of it would be news again tomorrow."""
    if pushed is None:
        return before
    is_unseen = pushed.is_down or bool(pushed.missing)
    return tuple(dict.fromkeys((*before, *pushed.notes))) if is_unseen else pushed.notes


def _rows(told: Told) -> list[Row]:
    works, keys = told.conclusion.works, told.keys
    rows: list[Row] = []
    for end in told.conclusion.resolutions:
        row = Row(resolution=end, zotero_key=keys.get(end.work_id, ""))
        if work := works.get(end.work_id):
            item_type = SHAPES[work.kind].item_type if work.kind else ""
            row = replace(row, work=work, item_type=item_type)
        rows.append(row)
    return rows


def _about(told: Told, now: datetime) -> About:
    return About(
        made_at=now,
        settings=asdict(told.settings),
        inputs={name: _sum(path) for path, name in names_of_documents(told.lists).items()},
        counts={
            "links": dict(told.summary.verdicts),
            "works": len(told.conclusion.works),
            "requests": dict(told.summary.requests),
        },
        is_rehearsal=told.is_rehearsal,
    )


def _sum(path: Path) -> Sum:
    try:
        return sum_of_file(path)
    except OSError as problem:
        raise ExportFailed(f"{path} went away during the run: {problem.strerror}") from problem
