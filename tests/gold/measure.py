"""How the walk does on the labelled seed list: `make gold`."""

import csv
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from enrichers.conclude import Conclusion
from enrichers.model import Resolution, Scheme, Verdict
from flows.steps import walk
from outputs.zotero.cards import SHAPES
from outputs.zotero.entry import entries_from
from tests.standin.server import StandIn
from tests.walks import NOW, Place, on_the_web

LABELS = Path(__file__).parent / "seed.csv"
MUST, MUST_NOT = {"ID"}, {"NOID", "SKIP"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The walk beside the labels."""

    identities: int
    """Rows with a real identity that got it."""
    must: int
    false: int
    """Rows that must have no identity and got one, or got a wrong one."""
    items: int
    memberships: int
    typed_right: int
    typed: int
    """Rows with an item, of a kind that the labels know."""
    wrong_merges: tuple[str, ...]
    """Rows that became one item although the labels do not call them one work."""
    differing: tuple[str, ...]
    """One line for each row that is not as the labels say."""


def labels() -> list[dict[str, str]]:
    """The labelled rows, in the order of the document."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def score(conclusion: Conclusion, rows: Sequence[dict[str, str]]) -> Score:
    """Compare; both are in the order of the document."""
    pairs = list(zip(conclusion.resolutions, rows, strict=True))
    entries = entries_from(conclusion.resolutions, conclusion.works)
    judged = [_judged(end, row, conclusion) for end, row in pairs]
    with_item = [
        (end, row)
        for end, row in pairs
        if row["zotero_item_type"] and end.work_id in conclusion.works
    ]
    right = [_type_is_right(end, row, conclusion) for end, row in with_item]
    return Score(
        identities=sum(
            verdict == "right"
            for verdict, (_, row) in zip(judged, pairs, strict=True)
            if row["expect"] in MUST
        ),
        must=sum(row["expect"] in MUST for row in rows),
        false=judged.count("false"),
        items=len(entries),
        memberships=sum(len(entry.paths) for entry in entries),
        typed_right=sum(right),
        typed=len(right),
        wrong_merges=tuple(_wrong_merges(pairs)),
        differing=tuple(_differing(pairs, judged)),
    )


def _judged(end: Resolution, row: dict[str, str], conclusion: Conclusion) -> str:
    has_identity = end.verdict is Verdict.RESOLVED
    if row["expect"] in MUST:
        if not has_identity:
            return "missed"
        known = {
            known.value
            for known in conclusion.works[end.work_id].ids
            if known.scheme in (Scheme.ARXIV, Scheme.DOI)
        }
        wanted = {row["arxiv_id"], row["doi"].lower(), row["published_doi"].lower()} - {""}
        return "right" if known & wanted else "false"
    return "false" if has_identity and row["expect"] in MUST_NOT else "right"


def _type_is_right(end: Resolution, row: dict[str, str], conclusion: Conclusion) -> bool:
    kind = conclusion.works[end.work_id].kind
    accepted = {row["zotero_item_type"], *row["also_accept_type"].replace(";", " ").split()}
    return kind is not None and SHAPES[kind].item_type in accepted


def _wrong_merges(pairs: Sequence[tuple[Resolution, dict[str, str]]]) -> Iterator[str]:
    first: dict[str, dict[str, str]] = {}
    for end, row in pairs:
        other = first.setdefault(end.work_id or f"skipped {row['n']}", row)
        if other is not row and not (_same(row) & {other["n"]} or _same(other) & {row["n"]}):
            yield f"merged  lines {other['line']} and {row['line']}  {row['title'][:60]}"


def _same(row: dict[str, str]) -> set[str]:
    """The numbers of the rows that are about the same work."""
    return set(row["same_work_as"].replace(";", " ").replace(",", " ").split())


def _differing(
    pairs: Sequence[tuple[Resolution, dict[str, str]]], judged: Sequence[str]
) -> Iterator[str]:
    for (end, row), verdict in zip(pairs, judged, strict=True):
        if verdict != "right":
            yield f"{verdict:<7} line {end.link.line:>3}  {end.verdict:<10} {row['title'][:60]}"


def measured(*, pages: bool = True) -> Score:
    """Walk the seed list against a fresh stand-in and compare.

    Without `pages` only the addresses speak, and the services that know their identifiers.
    """
    with (
        StandIn(pace=0.01) as standin,
        tempfile.TemporaryDirectory() as home,
        on_the_web(standin, Path(home)),
    ):
        endpoints = standin.endpoints
        place = Place(folder=Path(home), endpoints=endpoints, pages=pages)
        return score(walk(place.job(), now=NOW).conclusion, labels())


def main() -> None:
    """Print the score, then every row that differs."""
    result = measured()
    sys.stdout.write(
        f"identities found   {result.identities} of {result.must}\n"
        f"false identities   {result.false}\n"
        f"items              {result.items}\n"
        f"memberships        {result.memberships}\n"
        f"item type right    {result.typed_right} of {result.typed}\n"
        f"wrong merges       {len(result.wrong_merges)}\n"
    )
    sys.stdout.writelines(f"{line}\n" for line in (*result.wrong_merges, *result.differing))


if __name__ == "__main__":
    main()
