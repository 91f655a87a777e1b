"""A run that takes many requests, for tests that disturb it: 123 objects in 13 of them.

The second run has 80 objects in 8, and to take the first one back takes 14.
"""

from typing import Any

from outputs.zotero.entry import Entry
from tests.outputs.zotero.works import DYNAMICS, TRANSPORT, article, cited, page
from tests.standin.zotero import ZoteroGroup

FIRST, SECOND, UNDO = 13, 8, 14  # write requests
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
