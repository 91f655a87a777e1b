"""What tables and group are to hold of each link, and from which day on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.flows.month_world import (
    BRIDGES,
    PUBLISHED,
    RENAMED,
    RETITLED,
    A,
    B,
    C,
    D,
    E,
    F,
    G,
)
from tests.flows.works import CIRCUITS, CLUB, FRONTS, KINETICS, LATTICES, LAYERS
from tests.standin.records import Record

BEGIN = datetime(2026, 11, 2, 5, tzinfo=UTC)
"""When the run of the first day begins."""
AUTHORS = "Amara Okonkwo; Tor Lindqvist"
Counts = tuple[int | None, int | None, int | None]
"""As Crossref, OpenAlex and Semantic Scholar count."""
Fields = Mapping[str, str]
"""Of an item, but for its title and what Zotero keeps itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What the tables say of a link's work."""

    title: str
    ids: str = ""
    counts: Counts = (None, None, None)
    shown: int | None = None
    """The count that the table of links shows."""


UNCITED: Counts = (0, 0, 0)
PREPRINT_ID = "arXiv:2101.00017"
WITH_DOI = f"{PREPRINT_ID}; {PUBLISHED.doi}"


def _uncited(record: Record) -> Row:
    return Row(title=record.title, ids=record.doi, counts=UNCITED, shown=0)


ROWS: Mapping[str, Mapping[int, Row | None]] = {
    A: {0: Row(title=FRONTS.title, ids=FRONTS.doi, counts=(7, 9, 8), shown=8)},
    B: {
        0: Row(title=LATTICES.title, ids=PREPRINT_ID, counts=(None, 3, 4), shown=4),
        7: Row(title=LATTICES.title, ids=WITH_DOI, counts=(0, 3, 4), shown=4),
        8: Row(title=LATTICES.title, ids=WITH_DOI, counts=(0, 3, 6), shown=6),
    },
    C: {0: _uncited(LAYERS)},
    D: {0: Row(title=CLUB.title)},
    E: {2: _uncited(KINETICS), 8: None},
    F: {6: Row(title="Circuits"), 7: _uncited(CIRCUITS)},
    G: {17: _uncited(BRIDGES)},
}
"""By address; None for a link that is there no longer."""

WITHOUT_ITEM: Mapping[int, frozenset[str]] = {
    0: frozenset(),
    5: frozenset({C}),
    6: frozenset({C, F}),
    7: frozenset({C}),
    17: frozenset({C, G}),
    18: frozenset({C}),
    23: frozenset(),
}
"""Links in the trash, unanswered, or that came while Zotero was down; an outage takes no other
item's name out of the tables."""


def _day(number: int) -> str:
    return (BEGIN + timedelta(days=number)).date().isoformat()


def _cited(count: int, day: int) -> str:
    return f"Citations: {count} (Semantic Scholar, {_day(day)})"


def _article(record: Record, *lines: str, since: int = 0) -> Fields:
    extra = lines or (_cited(0, since), f"zotlist: doi:{record.doi}")
    sources = " ".join(
        f"source:{name}" for name in ("crossref", "openalex", "semantic_scholar")
    )
    return {
        "itemType": "journalArticle",
        "creators": AUTHORS,
        "publicationTitle": record.venue,
        "date": record.issued,
        "DOI": record.doi,
        "url": f"https://doi.org/{record.doi}",
        "language": "en",
        "extra": "\n".join(extra),
        "tags": f"kind:journal-article {sources} status:resolved",
    }


def _of_preprint(fields: Fields, kind: str, *lines: str) -> Fields:
    extra = ("arXiv: 2101.00017", *lines)
    summary = {"abstractNote": "A summary stands here.", "extra": "\n".join(extra)}
    also = "source:crossref " if kind == "journal-article" else ""
    sources = f"source:arxiv {also}source:openalex source:semantic_scholar"
    return {**fields, **summary, "tags": f"kind:{kind} {sources} status:resolved"}


FRONTS_ITEM = _article(FRONTS, _cited(8, 0), f"zotlist: doi:{FRONTS.doi}")
PREPRINT_ITEM: Fields = {
    "itemType": "preprint",
    "creators": AUTHORS,
    "repository": "arXiv",
    "archiveID": PREPRINT_ID,
    "date": "2021-01-04",
    "url": B,
    "language": "en",
}
PAGE_ITEM: Fields = {
    "itemType": "webpage",
    "url": D,
    "language": "en",
    "extra": "zotlist: url:http://club.made-up.net",
}
MARKS = ("zotlist: arxiv:2101.00017", f"Listed: {B}")
ALIVE = {**PAGE_ITEM, "tags": "kind:web-page source:page status:typed"}
DEAD = {**PAGE_ITEM, "tags": "kind:web-page source:page status:dead"}

ITEMS: Mapping[str, Mapping[int, Fields | None]] = {
    FRONTS.title: {0: FRONTS_ITEM, 5: None},
    RETITLED: {5: FRONTS_ITEM, 23: None},
    RENAMED: {23: FRONTS_ITEM},
    LATTICES.title: {
        0: _of_preprint(PREPRINT_ITEM, "preprint", _cited(4, 0), MARKS[0]),
        7: _of_preprint(_article(PUBLISHED), "journal-article", _cited(4, 0), *MARKS),
        8: _of_preprint(_article(PUBLISHED), "journal-article", _cited(6, 8), *MARKS),
    },
    LAYERS.title: {
        0: _article(LAYERS, _cited(0, 0), f"zotlist: doi:{LAYERS.doi}", f"Listed: {C}")
    },
    CLUB.title: {0: ALIVE, 4: DEAD, 11: ALIVE},
    KINETICS.title: {2: _article(KINETICS, since=2)},
    CIRCUITS.title: {7: _article(CIRCUITS, since=7)},
    BRIDGES.title: {18: _article(BRIDGES, since=17)},
}
"""By title, from which day on which item of that title has which fields; None for no item."""
