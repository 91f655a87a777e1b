"""Fits the table of `enrichers/words/weights.py`: `python -m tests.bench.fit`.

It asks about half of the works; `tests.bench.matching` reports on the other half.

Each question is a label as lists distort it, with or without authors, year and venue as pages
give them, some of them wrong; in half of the questions the record that is meant is missing
from the pool. The model is a conditional logit: of the records that a search yields one at
most is meant, and "none" has the log-odds 0. Newton's method with a small ridge; what a sign
must not be is held at its bound.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np
from numpy.typing import NDArray

from enrichers.words.clues import clue_of_label
from enrichers.words.compare import compare
from enrichers.words.model import Clue
from enrichers.words.weights import WEIGHTS, features
from tests.bench.titles import NOISES, PROPOSED, Pool, Record, corpus, is_version, sample

RIDGE = 0.1
ROUNDS = 60
SMALL_STEP, LONG_STEP = 1e-4, 2.0
MISSING = 0.5
WRONG = 0.02  # of the authors and years that pages give
FREE = frozenset({"any record"})
BOUNDS: Mapping[str, tuple[float, float]] = {
    "numbers or notices differ": (-9.0, -5.0),
    "authors differ": (-9.0, -8.0),
    "years apart": (-2.0, -0.5),
}
"""Narrower than the sign alone, where the corpus shows too few cases to be believed."""
AGAINST = frozenset(
    (
        *("words differ", "share of words differing"),
        *("slips", "swaps", "subtitle missing", "numbers or notices differ"),
        *("authors differ", "years apart"),
    )
)
"""Evidence against a record; all other evidence is for it."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Question:
    """The evidence for each record that was found, and which of them is meant."""

    rows: Numbers
    meant: int | None


def questions(
    records: Sequence[Record], pool: Pool, count: int, chance: Random
) -> Iterator[Question]:
    """Ask about a sample of the records."""
    kinds = list(NOISES)
    for record in sample(records, count, chance):
        label = NOISES[chance.choice(kinds)](record, chance) or record.title
        clue = supported(clue_of_label(label), record, records, chance)
        if not clue.phrases:
            continue
        is_missing = chance.random() < MISSING
        asked = clue.phrases[0].text
        found = pool.nearest(asked, without=record if is_missing else None)
        found = [other for other in found if other is record or not is_version(record, other)]
        if found:
            rows = [
                list(features(compare(clue, asked, other.work)).values()) for other in found
            ]
            meant = found.index(record) if record in found else None
            yield Question(rows=np.array(rows), meant=meant)


def supported(clue: Clue, record: Record, records: Sequence[Record], chance: Random) -> Clue:
    """Add what a page may say: nothing, authors, a year, a venue; seldom another paper's."""
    said = chance.choice(records) if chance.random() < WRONG else record
    if chance.random() < 1 / 3 and said.names:
        clue = replace(clue, authors=said.work.authors)
    if chance.random() < 1 / 3:
        clue = replace(clue, year=said.year + chance.choice((-1, 0, 0, 0, 1)))
    if chance.random() < 1 / 5:
        clue = replace(clue, venue=said.venue)
    return clue


def fit(asked: Sequence[Question]) -> Mapping[str, float]:
    """The likeliest weights within their bounds."""
    names = list(WEIGHTS)
    lower, upper = (np.array(bounds) for bounds in zip(*map(_bounds, names), strict=True))
    rows, is_row, meant = _stacked(asked)
    weights = np.zeros(len(names))
    for _ in range(ROUNDS):
        scores = np.where(is_row, rows @ weights, -np.inf)
        top = np.maximum(scores.max(axis=1), 0.0)
        odds = np.exp(scores - top[:, None])
        likely = odds / (np.exp(-top) + odds.sum(axis=1))[:, None]
        mean = np.einsum("qr,qrf->qf", likely, rows)
        slope = np.einsum("qr,qrf->f", meant - likely, rows) - RIDGE * weights
        curve = np.einsum("qr,qrf,qrg->fg", likely, rows, rows, optimize=True)
        curve += RIDGE * np.eye(len(names)) - mean.T @ mean
        at_bound = ((weights <= lower) & (slope < 0)) | ((weights >= upper) & (slope > 0))
        free = np.flatnonzero(~at_bound)
        step = np.zeros(len(names))
        step[free] = np.linalg.solve(curve[np.ix_(free, free)], slope[free])
        longest = float(abs(step).max())
        if longest < SMALL_STEP:
            break
        weights = np.clip(weights + step * min(1.0, LONG_STEP / longest), lower, upper)
    return dict(zip(names, weights.tolist(), strict=True))


def _stacked(asked: Sequence[Question]) -> tuple[Numbers, NDArray[np.bool_], Numbers]:
    """All rows in one array of the same number per question; which are filled; which is
    meant."""
    shape = (len(asked), PROPOSED)
    rows = np.zeros((*shape, len(WEIGHTS)))
    is_row, meant = np.zeros(shape, dtype=bool), np.zeros(shape)
    for at, question in enumerate(asked):
        rows[at, : len(question.rows)] = question.rows
        is_row[at, : len(question.rows)] = True
        if question.meant is not None:
            meant[at, question.meant] = 1.0
    return rows, is_row, meant


def _bounds(name: str) -> tuple[float, float]:
    if name in BOUNDS:
        return BOUNDS[name]
    if name in FREE:
        return -99.0, 99.0
    return (-99.0, 0.0) if name in AGAINST else (0.0, 99.0)


def main() -> None:
    """Print the table to be pasted."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.fit", description=__doc__)
    parser.add_argument("--questions", type=int, default=24_000, help="default: %(default)s")
    parser.add_argument("--own", action="store_true", help="ask about the small corpus")
    wanted = parser.parse_args()
    name, records = corpus(is_own=wanted.own)
    ours = [record for record in records if record.is_for_fitting]
    chance = Random(1)
    asked = list(questions(ours, Pool(records), wanted.questions, chance))
    print(
        f"# {len(asked):,} questions about half of the {len(records):,} works ({name} corpus)"
    )
    for feature, weight in fit(asked).items():
        print(f'        "{feature}": {weight:.2f},')


if __name__ == "__main__":
    main()
