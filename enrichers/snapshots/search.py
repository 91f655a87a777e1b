"""Judges many clues at once by all works that snapshots hold."""

from collections.abc import Iterable, Mapping, Sequence

from enrichers.model import Work
from enrichers.snapshots.lookup import Asked, Snapshot
from enrichers.words.judge import judge
from enrichers.words.model import Clue, Searched
from enrichers.words.search import MOST_PHRASES


def search_many(
    clues: Iterable[Clue], snapshots: Sequence[Snapshot]
) -> Mapping[Clue, Searched]:
    """What many clues mean, by the works of several snapshots together.

    What no snapshot holds is no proof that there is no such work.
    """
    asked = tuple(dict.fromkeys(clue for clue in clues if clue.phrases))
    titles = [one for clue in asked for one in _titles(clue)]
    found = [snapshot.search_titles(titles) for snapshot in snapshots]
    return {
        clue: Searched(judgement=judge(clue, _works(clue, found)), down={}) for clue in asked
    }


def _titles(clue: Clue) -> list[Asked]:
    return [(phrase.text, clue.authors) for phrase in clue.phrases[:MOST_PHRASES]]


def _works(clue: Clue, found: Sequence[Mapping[Asked, Sequence[Work]]]) -> list[Work]:
    """All that was found for a clue, each work once."""
    works = {
        work.ids: work for one in _titles(clue) for by_title in found for work in by_title[one]
    }
    return list(works.values())
