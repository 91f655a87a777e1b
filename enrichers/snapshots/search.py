"""Judges many clues at once by all works that snapshots hold."""

from collections.abc import Iterable, Mapping, Sequence

from enrichers.model import Work
from enrichers.snapshots.lookup import Snapshot
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
    titles = {
        phrase.text: clue.authors for clue in asked for phrase in clue.phrases[:MOST_PHRASES]
    }
    found = [snapshot.search_titles(titles) for snapshot in snapshots]
    return {
        clue: Searched(judgement=judge(clue, _works(clue, found)), down={}) for clue in asked
    }


def _works(clue: Clue, found: Sequence[Mapping[str, Sequence[Work]]]) -> list[Work]:
    """All that was found for a clue, each work once."""
    works = {
        work.ids: work
        for phrase in clue.phrases[:MOST_PHRASES]
        for by_title in found
        for work in by_title[phrase.text]
    }
    return list(works.values())
