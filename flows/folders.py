"""Finds the lists in a folder, and says which documents there are none."""

from collections.abc import Sequence
from pathlib import Path

from flows.recording import REVIEW
from outputs.files import REPORT
from outputs.latest import latest_run, names_of
from seeds.model import BadSeed, NoLinks
from seeds.read import READERS, read

MOST = 20
"""Documents of a folder that are named one by one."""


def documents_at(path: Path) -> list[Path]:
    """The lists that a path stands for: itself, or those in it if it is a folder.

    What was written for our readers is no list, nor is a document without a link, such as one
    that is only begun. Raises BadSeed for a folder without a list.
    """
    if not path.is_dir():
        return [path]
    lists = [document for document in _documents(path) if _has_links(document)]
    if not lists:
        raise BadSeed(f"{path}: there is no list in this folder")
    return lists


def passed_over(places: Sequence[str], lists: Sequence[Path]) -> tuple[str, ...]:
    """Which documents in folders among the places are none of the lists, and why."""
    said: list[str] = []
    for folder in filter(Path.is_dir, map(Path, places)):
        others = sorted(set(_documents(folder)).difference(lists))
        if len(others) > MOST:
            said.append(f"{folder}: {len(others):,} documents without a link were passed over")
        else:
            said += (f"{one}: there is no link in it, so it was passed over" for one in others)
    return tuple(said)


def _documents(folder: Path) -> list[Path]:
    try:
        last = latest_run(folder)
        ours = {REPORT, *names_of(last)} if last else set[str]()
        return sorted(
            path for path in folder.iterdir() if path.name not in ours and _is_document(path)
        )
    except OSError as error:
        raise BadSeed(f"cannot read the folder {folder}: {error.strerror}") from error


def _is_document(path: Path) -> bool:
    is_known = path.suffix.lower() in READERS and path.suffix != ""
    is_ours = path.name.endswith(REVIEW) or path.name.startswith(".")
    return is_known and not is_ours and path.is_file()


def _has_links(document: Path) -> bool:
    """What cannot be read at all is for reading to complain of."""
    try:
        return bool(read(document))
    except NoLinks:
        return False
    except BadSeed:
        return True
