"""The pandas frames: which columns they have, of which dtype and meaning, is fixed here."""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Generic, TypeVar

import pandas as pd

from enrichers.kin.relations import Relation, by_end
from enrichers.merge import displayed_count
from enrichers.model import Resolution, Scheme, Work
from seeds.model import Link

Record_contra = TypeVar("Record_contra", contravariant=True)
Cell = str | int | float | tuple[object, ...] | None

SEPARATOR = "; "
"""Between the members of a list in one cell."""
TEXT, COUNT, SHARE = "string", "Int64", "Float64"
"""The dtypes; each knows what is missing. Days are text, ISO 8601, for some are partial."""
NOT_WRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
"""What not every file can hold; it becomes U+FFFD."""
COUNTED_BY = ("crossref", "semantic_scholar", "openalex", "datacite")
WITH_OWN_COLUMN = frozenset({Scheme.ARXIV, Scheme.DOI, Scheme.ISBN, Scheme.PMID, Scheme.PMCID})


class LinksLost(Exception):
    """The rows are not the links that were read, one for one and in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One link at the end of its walk."""

    resolution: Resolution
    work: Work = field(default_factory=Work)
    """The work or item that it became; empty when it was skipped."""
    item_type: str = ""
    """Zotero's name for the type of the item."""
    zotero_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One work or item, under its name."""

    work_id: str
    work: Work
    related: tuple[str, ...] = ()
    """The names of those that it belongs together with."""


HasWork = Row | Entry


@dataclass(frozen=True, slots=True)
class Column(Generic[Record_contra]):
    """One column of a table."""

    name: str
    dtype: str
    meaning: str
    value: Callable[[Record_contra], Cell]


def links_frame(rows: Sequence[Row], links: Sequence[Link]) -> pd.DataFrame:
    """One row per link, in the order of `links`, the links as they were read.

    Raises LinksLost if a link has no row, or a row no link.
    """
    _refuse_losses(rows, links)
    return _frame(LINK_COLUMNS, rows)


def works_frame(works: Mapping[str, Work], relations: Sequence[Relation] = ()) -> pd.DataFrame:
    """One row per work or item, by `work_id`, in the order given."""
    related = {
        name: tuple(sorted(each.beyond(name) for each in its))
        for name, its in by_end(relations).items()
    }
    entries = [
        Entry(work_id=name, work=work, related=related.get(name, ()))
        for name, work in works.items()
    ]
    return _frame(WORK_COLUMNS, entries)


def _frame(
    columns: Sequence[Column[Record_contra]], records: Sequence[Record_contra]
) -> pd.DataFrame:
    cells = {
        column.name: [_cell(column.value(record)) for record in records] for column in columns
    }
    frame = pd.DataFrame(cells, dtype=object)
    return frame.astype({column.name: column.dtype for column in columns})


def _cell(value: Cell) -> str | int | float | None:
    """Unknown is missing, never an empty text: CSV could not tell them apart."""
    if isinstance(value, tuple):
        value = SEPARATOR.join(map(str, value))
    if isinstance(value, str):
        return NOT_WRITABLE.sub("\ufffd", value) or None
    return value


def _refuse_losses(rows: Sequence[Row], links: Sequence[Link]) -> None:
    shown = [row.resolution.link for row in rows]
    if shown == list(links):
        return
    lost, gained = Counter(links) - Counter(shown), Counter(shown) - Counter(links)
    odd = next(iter([*lost, *gained]), None)
    raise LinksLost(
        f"{len(links)} links, {len(rows)} rows, {lost.total()} lost, {gained.total()} new; "
        + (f"first: {odd.document}, line {odd.line}" if odd else "only their order differs")
    )


def _values(work: Work, scheme: Scheme) -> tuple[str, ...]:
    return tuple(sorted(known.value for known in work.ids if known.scheme is scheme))


def _arxiv_id(record: HasWork) -> Cell:
    return tuple(f"arXiv:{value}" for value in _values(record.work, Scheme.ARXIV))


def _dois(record: HasWork) -> tuple[str, ...]:
    """First the DOI of the record that said what kind the work is, last arXiv's own."""
    kind = record.work.origin.get("kind")

    def order(doi: str) -> tuple[bool, bool, str]:
        is_lead = kind is not None and kind.record == f"{Scheme.DOI}:{doi}"
        return not is_lead, doi.startswith("10.48550/arxiv."), doi

    return tuple(sorted(_values(record.work, Scheme.DOI), key=order))


def _first_doi(record: HasWork) -> Cell:
    return _dois(record)[:1]


def _isbns(record: HasWork) -> Cell:
    return tuple(dict.fromkeys([*_values(record.work, Scheme.ISBN), *record.work.isbn]))


def _other_ids(record: HasWork) -> Cell:
    others = (known for known in record.work.ids if known.scheme not in WITH_OWN_COLUMN)
    return tuple(sorted(map(str, others)))


def _ids(scheme: Scheme) -> Callable[[HasWork], Cell]:
    return lambda record: _values(record.work, scheme)


def _count(record: HasWork) -> Cell:
    shown = displayed_count(record.work)
    return shown[1] if shown else None


def _count_source(record: HasWork) -> str:
    shown = displayed_count(record.work)
    return shown[0] if shown else ""


def _counted_on(record: HasWork) -> Cell:
    origin = record.work.origin.get(f"citations.{_count_source(record)}")
    return origin.asked_on.isoformat() if origin else None


def _counted_by(source: str) -> Callable[[HasWork], Cell]:
    return lambda record: record.work.citations.get(source)


def _notices(record: HasWork) -> Cell:
    return tuple(
        ", ".join(filter(None, (notice.name, notice.on))) for notice in record.work.notices
    )


def _origins(record: HasWork) -> Cell:
    by_field = {
        name: [origin.source, origin.asked_on.isoformat(), origin.record]
        for name, origin in sorted(record.work.origin.items())
    }
    return json.dumps(by_field, ensure_ascii=False, separators=(",", ":")) if by_field else None


_ARXIV = Column("arxiv_id", TEXT, "prefixed, so that no reader makes a number of it", _arxiv_id)
_ISBN = Column("isbn", TEXT, "ISBN-13, digits only; a list", _isbns)
_TITLE = Column("title", TEXT, "plain text, formulas as $...$", attrgetter("work.title"))
_AUTHORS = Column(
    "authors", TEXT, "Family, Given, Suffix each; a list", attrgetter("work.authors")
)
_YEAR = Column("year", COUNT, "of issue", attrgetter("work.year"))
_VENUE = Column("venue", TEXT, "journal, proceedings, repository", attrgetter("work.venue"))
_CITATIONS = (
    Column("citations", COUNT, "times cited, as one source counts", _count),
    Column("citations_source", TEXT, "that source", _count_source),
    Column("citations_on", TEXT, "the day it was asked", _counted_on),
)

LINK_COLUMNS: tuple[Column[Row], ...] = (
    Column("document", TEXT, "the list", attrgetter("resolution.link.document")),
    Column("line", COUNT, "where the link starts", attrgetter("resolution.link.line")),
    Column("topic", TEXT, "the nearest heading", attrgetter("resolution.link.topic")),
    Column("topic_path", TEXT, "all headings above", attrgetter("resolution.link.topic_path")),
    Column("url", TEXT, "the address as written", attrgetter("resolution.link.url")),
    Column("label", TEXT, "the words linked from", attrgetter("resolution.link.label")),
    Column("verdict", TEXT, "how the link ended", attrgetter("resolution.verdict")),
    Column("reason", TEXT, "why, in a sentence", attrgetter("resolution.reason")),
    Column("via", TEXT, "what gave the identity away", attrgetter("resolution.via")),
    Column("page", TEXT, "how its address answers, if asked", attrgetter("resolution.page")),
    Column("confidence", SHARE, "1.0 if confirmed", attrgetter("resolution.confidence")),
    Column("work_id", TEXT, "its row in the table of works", attrgetter("resolution.work_id")),
    _ARXIV,
    Column("doi", TEXT, "the leading one", _first_doi),
    _ISBN,
    Column("item_type", TEXT, "Zotero's type", attrgetter("item_type")),
    *(_TITLE, _AUTHORS, _YEAR, _VENUE, *_CITATIONS),
    Column("zotero_key", TEXT, "the item in the group", attrgetter("zotero_key")),
)
WORK_COLUMNS: tuple[Column[Entry], ...] = (
    Column("work_id", TEXT, "its name in both tables", attrgetter("work_id")),
    _ARXIV,
    Column("doi", TEXT, "of all versions, the leading one first; a list", _dois),
    _ISBN,
    Column("pmid", TEXT, "PubMed", _ids(Scheme.PMID)),
    Column("pmcid", TEXT, "PubMed Central", _ids(Scheme.PMCID)),
    Column("other_ids", TEXT, "scheme:value each; a list", _other_ids),
    Column("kind", TEXT, "what it is", attrgetter("work.kind")),
    *(_TITLE, _AUTHORS),
    Column("editors", TEXT, "as authors", attrgetter("work.editors")),
    Column("issued", TEXT, "ISO 8601, as exact as known", attrgetter("work.issued")),
    *(_YEAR, _VENUE),
    Column("volume", TEXT, "of the journal or series", attrgetter("work.volume")),
    Column("issue", TEXT, "of the volume", attrgetter("work.issue")),
    Column("pages", TEXT, "or article number", attrgetter("work.pages")),
    Column("publisher", TEXT, "or institution", attrgetter("work.publisher")),
    Column("series", TEXT, "of books or reports", attrgetter("work.series")),
    Column("edition", TEXT, "of a book", attrgetter("work.edition")),
    Column("issn", TEXT, "of the journal; a list", attrgetter("work.issn")),
    Column("language", TEXT, "as the registry says it", attrgetter("work.language")),
    Column("abstract", TEXT, "plain text", attrgetter("work.abstract")),
    Column("url", TEXT, "landing page, or the address listed", attrgetter("work.url")),
    Column("notices", TEXT, "retractions and others: kind, identifier, day; a list", _notices),
    Column("version", TEXT, "the latest one of the preprint", attrgetter("work.revision")),
    Column("version_on", TEXT, "the day of that version", attrgetter("work.revised")),
    *(
        Column(f"citations_{source}", COUNT, f"times cited, by {source}", _counted_by(source))
        for source in COUNTED_BY
    ),
    *_CITATIONS,
    Column(
        "related", TEXT, "work_id of its slides, code and so on; a list", attrgetter("related")
    ),
    Column("origin", TEXT, "JSON, by field: source, day asked, record", _origins),
)
