"""Leads to the exports of the last run: all of its files change in one moment."""

import logging
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from outputs.files import REPORT, part_of
from outputs.manifest import read_manifest, sum_of_file

log = logging.getLogger(__name__)

RUNS = "runs"
LATEST = "latest"
NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,99}")
"""What a run may be called, for its folder is called so."""


def latest_run(into: Path) -> Path | None:
    """The folder of the last run, or None if there is none."""
    latest = into / LATEST
    try:
        name = latest.readlink().name if latest.is_symlink() else latest.read_text("utf-8")
    except (OSError, ValueError):
        return None
    folder = into / RUNS / name.strip()
    return folder if NAME.fullmatch(name.strip()) and folder.is_dir() else None


def lead_to(folder: Path, into: Path, *, as_links: bool) -> None:
    """Make `latest` and the names beside it show a run; what shows it already is left.

    Raises OSError.
    """
    if as_links:
        try:
            _link(f"{RUNS}/{folder.name}", into / LATEST)
            for name in sorted(names_of(folder)):
                _link(f"{LATEST}/{name}", into / name)
            return
        except (OSError, NotImplementedError) as problem:
            log.info("no symbolic links in %s, so copies: %s", into, problem)
    replace(into / LATEST, f"{folder.name}\n".encode())
    known = read_manifest(folder).files
    for name in sorted(names_of(folder)):
        target = into / name
        if target.is_symlink() or not target.exists() or sum_of_file(target) != known.get(name):
            _copy(folder / name, target)


def _link(to: str, path: Path) -> None:
    if path.is_symlink() and path.readlink() == Path(to):
        return
    part = part_of(path)
    part.unlink(missing_ok=True)
    part.symlink_to(to)
    part.replace(path)


def _copy(source: Path, target: Path) -> None:
    part = part_of(target)
    shutil.copyfile(source, part)
    _put(part, target)


def replace(target: Path, content: bytes) -> None:
    """Put a small file in place at once. Raises OSError."""
    part = part_of(target)
    part.write_bytes(content)
    _put(part, target)


def _put(part: Path, target: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(target)


def forget(names: Iterable[str], into: Path) -> None:
    """Take away the names of files that the last run had and this one has not."""
    for name in names:
        (into / name).unlink(missing_ok=True)


def names_of(folder: Path) -> set[str]:
    """The files that are to be at hand; the report is put there apart from them."""
    return {path.name for path in folder.iterdir()} - {REPORT}
