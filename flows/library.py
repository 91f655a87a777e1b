"""What is done with a Zotero library beside the walk: apply a plan, list runs, undo one."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from enrichers.asking.database import StoreBroken
from flows.endings import StepFailed
from flows.progress import Watch
from flows.settings import BadSettings, Settings
from flows.sources import STATE_FILE, group_of
from outputs.files import ExportFailed, write_text
from outputs.zotero.changes import Plan
from outputs.zotero.connection import NotAllowed, ZoteroDown
from outputs.zotero.document import BadPlan, from_document, to_document
from outputs.zotero.journal import RunRecord, Status
from outputs.zotero.outcome import Pushed
from outputs.zotero.push import apply_document, history
from outputs.zotero.undo import NoSuchRun, Undone, undo


def save(plan: Plan, out: Path, *, whole: bool = False) -> None:
    """Write a plan down, to be read and applied later. Raises StepFailed."""
    try:
        write_text(to_document(plan, whole=whole), out)
    except ExportFailed as error:
        raise StepFailed(str(error)) from error


def load(file: Path) -> tuple[str, str]:
    """A plan that was written down: its text, and the library that it is for.

    Raises BadSettings for one that cannot be read or was changed.
    """
    try:
        text = file.read_text(encoding="utf-8")
        return text, from_document(text).library
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise BadSettings(f"cannot read the plan {file}: {reason}") from error
    except BadPlan as error:
        raise BadSettings(f"{file}: {error}") from error


def apply(text: str, library: str, settings: Settings, watch: Watch) -> Pushed:
    """Do what a plan says, or less. Raises BadSettings, and StepFailed where nothing was
    written."""
    with _failing():
        try:
            return apply_document(
                text,
                group=group_of(settings, library),
                state=settings.state / STATE_FILE,
                progress=_Moving(watch, f"apply to {library}"),
            )
        except (ZoteroDown, NotAllowed) as error:
            if error.done and error.done.run:
                return error.done
            raise


def runs(library: str, settings: Settings) -> list[RunRecord]:
    """The runs that wrote to a library, the last first. Raises BadSettings, StepFailed."""
    with _failing():
        return history(group_of(settings, library), state=settings.state / STATE_FILE)


def take_back(run: int, library: str, settings: Settings, watch: Watch) -> Undone:
    """Undo a run. Raises BadSettings for one that there is not, and StepFailed."""
    with _failing():
        return undo(
            run,
            group=group_of(settings, library),
            state=settings.state / STATE_FILE,
            progress=_Moving(watch, f"undo run {run}"),
        )


def told(records: Iterable[RunRecord]) -> list[str]:
    """Runs as lines of a table, for people."""
    lines = [f"{'run':>5}  {'started (UTC)':<16}  {'created':>7}  {'changed':>7}  how it ended"]
    for run in records:
        began = datetime.fromtimestamp(run.started, UTC)
        how = run.note or str(run.status)
        if run.undoes:
            how += f"; took back run {run.undoes}"
        if run.undone:
            how += f"; taken back: {run.undone} of {run.created + run.changed}"
        if run.status is Status.INTERRUPTED:
            how += "; the next run goes on"
        figures = f"{run.created:>7}  {run.changed:>7}"
        lines.append(f"{run.number:>5}  {began:%Y-%m-%d %H:%M}  {figures}  {how}")
    return lines


class _Moving:
    """Shows how far writing is."""

    def __init__(self, watch: Watch, stage: str) -> None:
        self._watch = watch
        self._stage = stage
        self._done = -1

    def __call__(self, done: int, total: int) -> None:
        if self._done < 0:
            self._watch.began(self._stage, total)
            self._done = 0
        self._watch.moved(self._stage, done - self._done)
        self._done = done


@contextmanager
def _failing() -> Generator[None]:
    try:
        yield
    except (BadPlan, NoSuchRun) as error:
        raise BadSettings(str(error)) from error
    except ZoteroDown as error:
        raise StepFailed(str(error), is_outage=True) from error
    except (StoreBroken, NotAllowed) as error:
        raise StepFailed(str(error)) from error
