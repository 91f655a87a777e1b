"""Which of the records that share keys with a title are worth a judgement."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from enrichers.model import Person
from enrichers.snapshots.keys import is_whole
from enrichers.versions import DISSIMILAR
from enrichers.writing.text import squeeze
from enrichers.writing.titles import similarity

MOST_CANDIDATES = 60
"""Of one title, that are compared; they share the most keys with it."""
MOST_FOUND = 10
"""Works that are given back for one title."""
WHOLE = 10  # parts of titles that a whole one counts for


def most_shared(keys: Sequence[int], by_key: Mapping[int, Sequence[int]]) -> list[int]:
    """The rows that share the most keys with a title."""
    shared: Counter[int] = Counter()
    for key in keys:
        for row in by_key.get(key, ()):
            shared[row] += WHOLE if is_whole(key) else 1
    ranked = sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))
    return [row for row, _ in ranked[:MOST_CANDIDATES]]


def most_alike(
    title: str, authors: Sequence[Person], rows: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """The rows whose titles are most like a title; of equal ones its authors' first."""
    names = [squeeze(author.family or author.name) for author in authors]

    def rank(scored: tuple[float, Mapping[str, Any]]) -> tuple[float, bool, int]:
        alike, row = scored
        theirs = squeeze(row["authors"]) if names else ""
        return -alike, not any(name in theirs for name in names if name), row["row"]

    scored = ((similarity(title, row["title"]), row) for row in rows)
    worthy = [(alike, row) for alike, row in scored if alike >= DISSIMILAR]
    return [row for _, row in sorted(worthy, key=rank)[:MOST_FOUND]]
