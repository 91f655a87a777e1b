"""Entries that belong together, and to which items the group says an item is related."""

from dataclasses import replace
from itertools import combinations

from enrichers.kin.relations import Relation
from outputs.zotero.entry import Entry
from outputs.zotero.kin import related_in, uri_of
from tests.outputs.zotero.works import article, page
from tests.standin.zotero import GROUP_ID, ZoteroGroup

LIBRARY = f"groups/{GROUP_ID}"
WHY = "paper and slides of the same title"
PAPER, SLIDES, CODE = article(1), page("slides"), page("code")


def tied(*entries: Entry) -> list[Entry]:
    """The entries, each related to each."""
    relations = [
        Relation(one=one, other=other, reason=WHY)
        for one, other in combinations(sorted(entry.work_id for entry in entries), 2)
    ]
    return [
        replace(
            entry,
            related=tuple(r for r in relations if entry.work_id in (r.one, r.other)),
        )
        for entry in entries
    ]


def ends(theirs: ZoteroGroup, key: str) -> set[str]:
    """The keys of the items that one is related to."""
    uris = related_in(theirs.item(key))
    assert all(uri.startswith(f"http://zotero.org/{LIBRARY}/items/") for uri in uris)
    return {uri.rpartition("/")[2] for uri in uris}


def uri(key: str) -> str:
    return uri_of(LIBRARY, key)
