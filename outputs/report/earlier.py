"""What earlier runs came to, as a digest compares it with the present one."""

import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from enrichers.model import Verdict
from outputs.files import NotATable, read_links, read_works
from outputs.manifest import NotAManifest, read_manifest

log = logging.getLogger(__name__)

FURTHEST = 7  # runs: a service that is down for longer has had its time
FOUND_OUT = ["verdict", "reason", "work_id", "title", "page"]
"""What a link of a table owes to the answers of services."""


@dataclass(frozen=True, slots=True)
class Tables:
    """What a run came to."""

    links: pd.DataFrame
    works: pd.DataFrame


def read_tables(folder: Path) -> Tables:
    """Read back what a run wrote. Raises NotATable and OSError."""
    return Tables(read_links(folder / "links.parquet"), read_works(folder / "works.parquet"))


def tables_of(folders: Iterable[Path], documents: Collection[str] = ()) -> Iterator[Tables]:
    """What runs came to, one after the other, read when asked for.

    The first has the rows of those `documents` that it did not read from the last run that
    did. Ends at the first that cannot be read: tables of another version are not compared.
    """
    runs = list(folders)
    folder = Path()
    try:
        for number, folder in enumerate(runs):
            tables = read_tables(folder)
            yield tables if number else _completed(tables, runs[1:], documents)
    except (NotATable, OSError) as problem:
        log.warning("nothing is compared with %s: %s", folder, problem)


def baseline(last: Tables, older: Iterable[Tables]) -> Tables:
    """The last run, and what was known before of the links that it left unanswered.

    `older` are the runs before it, the later ones first; no more are taken than needed.
    Without this, a paper that appears while a service is down for a day would never be told
    of.
    """
    runs = iter(older)
    for _ in range(FURTHEST):
        if not (last.links["verdict"] == Verdict.UNANSWERED).any():
            break
        tables = next(runs, None)
        if tables is None:
            break
        last = _filled(last, tables)
    return last


def runs_of(documents: Collection[str], folders: Iterable[Path]) -> Iterator[Path]:
    """The runs that read any of these lists; others may write into the same folder. A run
    that does not say what it read counts."""
    return (folder for folder in folders if _has_read(folder, documents))


def _has_read(folder: Path, documents: Collection[str]) -> bool:
    try:
        inputs = read_manifest(folder).content.get("inputs")
    except NotAManifest:
        inputs = None
    return not inputs or not set(inputs).isdisjoint(documents)


def _completed(last: Tables, older: Sequence[Path], documents: Collection[str]) -> Tables:
    """The last run, with what the last that read them came to of other documents."""
    missing = set(documents) - set(last.links["document"])
    for folder in older:
        if missing and _has_read(folder, missing):
            tables = read_tables(folder)
            links = tables.links[tables.links["document"].isin(missing)]
            missing -= set(links["document"])
            works = _recalled(last.works, tables.works, links["work_id"])
            last = Tables(pd.concat([last.links, links], ignore_index=True), works)
    return last


def _filled(last: Tables, older: Tables) -> Tables:
    links = last.links.copy()
    is_open = (links["verdict"] == Verdict.UNANSWERED).to_numpy()
    answered = older.links[older.links["verdict"] != Verdict.UNANSWERED]
    known = answered[FOUND_OUT].set_axis(_names(answered).array)
    known = known[~known.index.duplicated()]
    names = _names(links)
    is_known = is_open & names.isin(known.index).to_numpy()
    for column in FOUND_OUT:
        links.loc[is_known, column] = known[column].reindex(names[is_known]).array
    return Tables(links, _recalled(last.works, older.works, links.loc[is_known, "work_id"]))


def _recalled(
    works: pd.DataFrame, older: pd.DataFrame, wanted: "pd.Series[str]"
) -> pd.DataFrame:
    """Works, with those of an older run that links want and that are not among them."""
    missing = set(wanted.dropna()) - set(works["work_id"])
    recalled = older[older["work_id"].isin(missing)]
    return pd.concat([works, recalled], ignore_index=True)


def _names(links: pd.DataFrame) -> "pd.Series[str]":
    """What a link is called by in any run: its list, its address or its words."""
    return links["document"] + "\n" + links["url"].fillna(links["label"]).fillna("")
