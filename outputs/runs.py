"""The exports of each run in a folder of its own, whole or not there, and the last at hand."""

import logging
import os
import re
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from outputs.files import (
    REPORT,
    STORIES,
    ExportFailed,
    failed,
    is_running,
    make_folder,
    part_of,
    sync_folder,
)
from outputs.latest import LATEST, NAME, RUNS, forget, latest_run, lead_to, names_of, replace
from outputs.manifest import (
    MANIFEST,
    About,
    Manifest,
    NotAManifest,
    read_manifest,
    verify,
    write_manifest,
)
from outputs.report.kept import DIGEST_FILES

log = logging.getLogger(__name__)

KEPT = 30  # runs: a month of daily ones
PART = re.compile(r"\.(?P<name>.+)\.(?P<pid>[0-9]+)\.part")
TELLING = frozenset({REPORT, STORIES, MANIFEST, *DIGEST_FILES})
"""Files that tell of a run: other ones do not make other exports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Where a run's exports are."""

    run: str
    """Its name; that of an earlier run which had the same."""
    folder: Path
    is_new: bool
    """They are not what the last run had."""


def run_name(moment: datetime) -> str:
    """What to call a run that began then: in the order of names runs follow each other."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def publish(
    write: Callable[[Path], object],
    into: Path,
    run: str,
    about: About,
    *,
    has_news: bool = False,
    keep: int = KEPT,
    as_links: bool = True,
) -> Published:
    """Have a run's files written into a folder, and put it in place when all is on the disk.

    Afterwards `INTO/runs/RUN/` holds the files and their manifest, `INTO/latest` leads there,
    and `INTO/links.csv` and the others lead to `INTO/latest/links.csv`, so that all of them
    change in one moment. `INTO/report.md` is a file: it tells of the last run, new or not.
    Where links cannot be (or should not: `as_links`) `latest` is a file that names the run,
    and the others are copies, each whole.

    A run that has nothing to tell (`has_news`) and whose tables are those of the last one
    leaves no folder. Of the others `keep` stay, and the last one whatever they are called.

    Raises ExportFailed when it cannot be written: `latest` then leads where it led, or to all
    of this run. Several may write into one folder at a time, if `keep` is larger than their
    number.
    """
    _refuse_bad_name(run)
    make_folder(into)
    with _told_as_failure(into):
        (into / RUNS).mkdir(exist_ok=True)
        last = latest_run(into)
        _sweep(into, last)
        with _folder_aside(into / RUNS, run) as (name, aside):
            write(aside)
            manifest = write_manifest(aside, name, about)
            report = _content(aside / REPORT)
            is_new = has_news or last is None or not _is_same(manifest, last)
            if is_new:
                _put_in_place(aside, into / RUNS / name)
        folder = into / RUNS / name if is_new or last is None else last
        lead_to(folder, into, as_links=as_links)
        if is_new and last:
            forget(names_of(last) - names_of(folder), into)
        if report:
            replace(into / REPORT, report)
        sync_folder(into)
    prune(into, keep)
    return Published(run=folder.name, folder=folder, is_new=is_new)


def earlier_runs(into: Path) -> Iterator[Path]:
    """The folders of the runs that are kept, the last one first, without rehearsals."""
    last = latest_run(into)
    if last:
        names = sorted((path.name for path in _runs(into)), reverse=True)
        kept = (last, *(into / RUNS / name for name in names if name < last.name))
        yield from (folder for folder in kept if not _is_rehearsal(folder))


def prune(into: Path, keep: int) -> tuple[str, ...]:
    """Delete all runs but the last `keep`, and all rehearsals but so many; give their names.

    Never the latest, nor the last run of a list: the next one is compared with it. Only
    folders with a manifest that names them are deleted. What cannot be is left, with a warning.
    """
    gone: list[str] = []
    for folder in _surplus(into, max(keep, 1)):
        try:
            aside = part_of(folder)
            folder.rename(aside)
            shutil.rmtree(aside)
        except OSError as problem:
            log.warning("cannot delete the old run %s: %s", folder, problem.strerror)
        else:
            gone.append(folder.name)
    return tuple(gone)


def sweep(folder: Path, pattern: str) -> None:
    """Take away what killed runs left half written of the files that `pattern` matches."""
    for path in folder.glob(f".{pattern}.*.part"):
        match = PART.fullmatch(path.name)
        if match and not is_running(match["pid"]):
            with suppress(OSError):
                path.unlink()


def _refuse_bad_name(run: str) -> None:
    if not NAME.fullmatch(run) or run.endswith(".part"):
        raise ValueError(f"a run cannot be called {run!r}: letters, digits, '.', '_', '-' only")


@contextmanager
def _told_as_failure(into: Path) -> Generator[None, None, None]:
    try:
        yield
    except ExportFailed as problem:
        cause = problem.__cause__
        raise (failed(into, cause) if isinstance(cause, OSError) else problem) from cause
    except OSError as problem:
        raise failed(into, problem) from problem
    except NotAManifest as problem:
        raise ExportFailed(f"the run was deleted at once: {problem}") from problem


@contextmanager
def _folder_aside(runs: Path, run: str) -> Generator[tuple[str, Path], None, None]:
    """What the run is to be called, and a folder to write it in, which is gone afterwards."""
    name = _free_name(runs, run)
    aside = part_of(runs / name)
    aside.mkdir()
    try:
        yield name, aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _free_name(runs: Path, run: str) -> str:
    """The run's name, with a number if there is a run of that name."""
    names = (run, *(f"{run}-{number}" for number in range(2, 1000)))
    return next((name for name in names if not (runs / name).exists()), run)


def _is_same(manifest: Manifest, last: Path) -> bool:
    """Whether the last run has the same tables, and has them still."""
    try:
        before = read_manifest(last)
    except NotAManifest:
        return False
    ours, theirs = (
        {name: known for name, known in each.files.items() if name not in TELLING}
        for each in (manifest, before)
    )
    return ours == theirs and not verify(last)


def _put_in_place(aside: Path, target: Path) -> None:
    for path in aside.iterdir():
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    sync_folder(aside)
    aside.rename(target)
    sync_folder(target.parent)


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _runs(into: Path) -> Iterator[Path]:
    for path in (into / RUNS).iterdir():
        if NAME.fullmatch(path.name) and path.is_dir() and not path.is_symlink():
            yield path


def _surplus(into: Path, keep: int) -> list[Path]:
    """The runs of ours that are not kept."""
    runs: list[Path] = []
    rehearsals: list[Path] = []
    last_of: dict[str, Path] = {}
    for folder in sorted(_runs(into), key=lambda path: path.name):
        manifest = _manifest(folder)
        if manifest is None or manifest.run != folder.name:
            continue
        if manifest.content.get("is_rehearsal") is True:
            rehearsals.append(folder)
        else:
            runs.append(folder)
            last_of |= dict.fromkeys(manifest.content.get("inputs") or (), folder)
    kept = {latest_run(into), *last_of.values(), *runs[-keep:], *rehearsals[-keep:]}
    return [folder for folder in (*runs, *rehearsals) if folder not in kept]


def _is_rehearsal(folder: Path) -> bool:
    manifest = _manifest(folder)
    return manifest is not None and manifest.content.get("is_rehearsal") is True


def _manifest(folder: Path) -> Manifest | None:
    try:
        return read_manifest(folder)
    except NotAManifest:
        return None


def _sweep(into: Path, last: Path | None) -> None:
    """Take away what killed runs left half done."""
    ours = {LATEST, *(names_of(last) if last else ())}
    for folder in (into, into / RUNS):
        for path in folder.glob(".*.part"):
            match = PART.fullmatch(path.name)
            if not match or is_running(match["pid"]):
                continue
            if folder == into and match["name"] in ours:
                path.unlink(missing_ok=True)
            elif folder != into and NAME.fullmatch(match["name"]):
                shutil.rmtree(path, ignore_errors=True)
