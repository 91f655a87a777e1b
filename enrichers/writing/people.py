"""Whether two names may be one person's, and how many people two works share."""

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from enrichers.model import Person
from enrichers.writing.text import squeeze

SHORTEST_NAME = 3  # letters; shorter ones are initials or whole names ("Qi"), not begun ones
SAME_NAME = 75.0  # per cent: "Alexander" and "Aleksandr" are one name, "Jared" and "Jane" two


def is_same(one: Person, other: Person) -> bool:
    """One family name, and given names that may be one person's: "J." and "Jane" may be,
    "Jared" and "Jane" not."""
    if _forms(one).isdisjoint(_forms(other)):
        return False
    first, second = sorted((_first_name(one), _first_name(other)), key=len)
    if len(first) < SHORTEST_NAME:
        is_whole = not _is_initials(one if _first_name(one) == first else other)
        return _is_same_short(one, other) if is_whole else second.startswith(first)
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


def _is_initials(one: Person) -> bool:
    """Whether the first given name is none, a letter, capitals, or ends with a stop: "Th."."""
    first = next(iter(one.given.split()), "")
    return not first[1:] or first.isupper() or "." in first


def _is_same_short(one: Person, other: Person) -> bool:
    """Of names such as "Qi", which "Qi-Wei" may go by, and "Qian" not."""
    if squeeze(one.given) == squeeze(other.given):
        return True
    first, second = (name.given.replace("-", " ").split()[:1] for name in (one, other))
    return [*map(squeeze, first)] == [*map(squeeze, second)]


@lru_cache(maxsize=8192)
def _forms(one: Person) -> frozenset[str]:
    """The family name to compare, whole and its last word."""
    family = one.family or one.name
    last = family.split()[-1:] or [""]
    return frozenset({squeeze(family), squeeze(last[0])}) - {""}
