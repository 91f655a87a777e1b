"""What earlier runs came to, as a digest compares it with the present one."""

import logging
from collections.abc import Collection, Iterable, Iterator
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


def tables_of(folders: Iterable[Path]) -> Iterator[Tables]:
    """What runs came to, one after the other, read when asked for.

    Ends at the first that cannot be read: tables of another version are not compared.
    """
    for folder in folders:
        try:
            yield read_tables(folder)
        except (NotATable, OSError) as problem:
            log.warning("nothing is compared with %s: %s", folder, problem)
            return


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
    for folder in folders:
        try:
            inputs = read_manifest(folder).content.get("inputs")
        except NotAManifest:
            inputs = None
        if not inputs or not set(inputs).isdisjoint(documents):
            yield folder


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
    wanted = set(links.loc[is_known, "work_id"].dropna()) - set(last.works["work_id"])
    recalled = older.works[older.works["work_id"].isin(wanted)]
    return Tables(links, pd.concat([last.works, recalled], ignore_index=True))


def _names(links: pd.DataFrame) -> "pd.Series[str]":
    """What a link is called by in any run: its list, its address or its words."""
    return links["document"] + "\n" + links["url"].fillna(links["label"]).fillna("")
