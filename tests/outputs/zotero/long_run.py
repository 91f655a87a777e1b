"""A run that takes many requests, for tests that disturb it: 123 objects in 13 of them.

The second run has 80 objects in 8, and to take the first one back takes 14. A run that relates
thirty items, of which twenty change otherwise too, takes 5.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from enrichers.kin.relations import Relation
from outputs.zotero.entry import Entry
from tests.outputs.zotero.works import DYNAMICS, TRANSPORT, article, cited, known, page
from tests.standin.zotero import ZoteroGroup

FIRST, SECOND, UNDO, RELATING = 13, 8, 14, 5  # write requests
AT_ONCE = 10

Content = dict[str, dict[str, Any]]


def many() -> list[Entry]:
    """A list of 120 entries in three collections."""
    return [
        *(article(number, paths=[DYNAMICS]) for number in range(1, 61)),
        *(page(f"p{number}", paths=[TRANSPORT]) for number in range(60)),
    ]


def more() -> list[Entry]:
    """The same list later: what was there changed, and some is new."""
    return [
        *(cited(article(number, paths=[DYNAMICS]), 500) for number in range(1, 81)),
        *(page(f"p{number}", paths=[TRANSPORT]) for number in range(60)),
    ]


def apart() -> list[Entry]:
    """Ten papers, the slides and the code of each, which nothing relates."""
    return [*many()[:10], *many()[60:80]]


def together() -> list[Entry]:
    """The same list later: what belongs together is related, and papers and slides changed
    otherwise too."""
    entries = apart()
    sets = [entries[at::10] for at in range(10)]
    return [each for members in sets for each in _related(members)]


def _related(members: Sequence[Entry]) -> Iterator[Entry]:
    names = sorted(entry.work_id for entry in members)
    relations = [
        Relation(one=one, other=other, reason="of the same title")
        for one, other in combinations(names, 2)
    ]
    paper, slides, code = members
    for entry in (cited(paper, 500), known(slides, language="de"), code):
        own = (each for each in relations if entry.work_id in (each.one, each.other))
        yield replace(entry, related=tuple(own))


def content(theirs: ZoteroGroup) -> Content:
    """All that a library says outside the trash, whenever it was written."""
    passing = {"version", "dateAdded", "dateModified"}
    live = theirs.items(include_trashed=False) | {
        key: each for key, each in theirs.collections().items() if not each.get("deleted")
    }
    return {
        key: {name: value for name, value in each.items() if name not in passing}
        for key, each in live.items()
    }
