"""Whether two names may be one person's, and how many people two works share."""

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from enrichers.model import Person
from enrichers.text import squeeze

SHORTEST_NAME = 3  # letters; shorter given names are initials
SAME_NAME = 75.0  # per cent: "Alexander" and "Aleksandr" are one name, "Jared" and "Jane" two


def is_same(one: Person, other: Person) -> bool:
    """One family name, and given names that may be one person's: "J." and "Jane" may be,
    "Jared" and "Jane" not."""
    if _forms(one).isdisjoint(_forms(other)):
        return False
    first, second = sorted((_first_name(one), _first_name(other)), key=len)
    if len(first) < SHORTEST_NAME:
        return second.startswith(first)
    return second.startswith(first) or fuzz.ratio(first, second) >= SAME_NAME


def share(ours: Sequence[Person], theirs: Sequence[Person]) -> float:
    """The part of the shorter list that is on the other one too; 0 if either is empty."""
    if not ours or not theirs:
        return 0.0
    shared = sum(any(is_same(one, other) for other in theirs) for one in ours)
    return min(1.0, shared / min(len(ours), len(theirs)))


@lru_cache(maxsize=8192)
def _first_name(one: Person) -> str:
    given = one.given.replace(".", " ").split()
    return squeeze(given[0]) if given else ""


@lru_cache(maxsize=8192)
def _forms(one: Person) -> frozenset[str]:
    """The family name to compare, whole and its last word."""
    family = one.family or one.name
    last = family.split()[-1:] or [""]
    return frozenset({squeeze(family), squeeze(last[0])}) - {""}
