"""What each piece of evidence weighs: one table, fitted on real titles."""

from collections.abc import Mapping
from math import exp
from types import MappingProxyType

from enrichers.words.compare import Comparison

MOST_BITS = 40.0  # of a title; more of them make it no surer
FEW_YEARS = 1  # between a preprint, its meeting and its journal; a list errs by one, too
MOST_YEARS = 8

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "any record": 3.73,
        "title agrees": 2.36,
        "title shared": 2.03,
        "words differ": -10.17,
        "share of words differing": -9.90,
        "slips": -2.88,
        "swaps": -2.37,
        "subtitle missing": -4.23,
        "numbers or notices differ": -5.00,
        "first author": 1.45,
        "authors differ": -8.00,
        "year": 0.39,
        "years apart": -0.50,
        "venue": 0.96,
    }
)
"""Log-odds of a record being the one that a clue means, against there being none, by piece of
evidence. Fitted by `python -m tests.bench.fit`, which also says on what."""
JUDGED: Mapping[str, float] = MappingProxyType(
    {
        "slides, code or video": -14.0,
        "another phrase differs": -4.0,
        "another title agrees": -3.0,
        "from the text": -0.5,
        "from the address": -1.0,
    }
)
"""Weights that no data at hand could give; set so that they cannot bring acceptance about."""


def features(compared: Comparison) -> Mapping[str, float]:
    """The pieces of evidence in numbers, by their names in `WEIGHTS`."""
    title = compared.title
    total = title.shared + title.different
    years = compared.years
    return {
        "any record": 1.0,
        "title agrees": float(not title.cost),
        "title shared": min(title.shared, MOST_BITS) / 10,
        "words differ": float(title.different > 0),
        "share of words differing": title.different / total if total else 1.0,
        "slips": float(min(title.slips, 3)),
        "swaps": float(min(title.swaps, 3)),
        "subtitle missing": float(title.is_part),
        "numbers or notices differ": float(bool(compared.apart)),
        "first author": float(compared.is_first_author),
        "authors differ": float(compared.knows_authors and not compared.author_share),
        "year": float(years is not None and years <= FEW_YEARS),
        "years apart": float(min(max((years or 0) - FEW_YEARS, 0), MOST_YEARS)),
        "venue": float(compared.is_venue),
    }


def weigh(compared: Comparison) -> float:
    """The log-odds that the record is meant, by the fitted table."""
    return sum(WEIGHTS[name] * value for name, value in features(compared).items())


def probabilities(scores: tuple[float, ...]) -> tuple[float, ...]:
    """Probability of each of several records, of which one at most is meant."""
    top = max((0.0, *scores))
    odds = [exp(score - top) for score in scores]
    everything = exp(-top) + sum(odds)
    return tuple(odd / everything for odd in odds)
