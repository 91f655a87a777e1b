"""Several answers about one work become one work, whose fields know who said them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from enrichers.model import Identifier, Notice, Origin, Person, Scheme, Work, WorkKind
from enrichers.writing.text import squeeze, without_note_marks

SOURCE_ORDER = (
    *("arxiv", "crossref", "datacite", "doi_org", "pubmed", "inspire", "hal", "doaj"),
    *("openalex", "semantic_scholar"),
)
"""Whom to believe first. arXiv and Crossref never hold the same record; DataCite copies
arXiv's. Sources not named here come last."""
COMPILERS = frozenset({"openalex", "semantic_scholar", "opencitations"})
"""They gather what registries say and mix versions up: a registry's own record always goes
before theirs, whichever version it describes."""
KIND_ORDER = (
    *(WorkKind.ARTICLE, WorkKind.CONFERENCE_PAPER, WorkKind.BOOK, WorkKind.CHAPTER),
    *(WorkKind.THESIS, WorkKind.REPORT, WorkKind.SOFTWARE, WorkKind.DATASET),
    *(WorkKind.PRESENTATION, WorkKind.VIDEO, WorkKind.BLOG_POST, WorkKind.DOCUMENT),
    *(WorkKind.WEB_PAGE, None, WorkKind.PREPRINT),
)
"""The published version describes a work; its preprint comes last."""
VERSION_FIELDS = (
    *("kind", "issued", "venue", "volume", "issue", "pages", "publisher", "series", "edition"),
    *("issn", "isbn", "editors", "rights"),
)
"""What differs from version to version: taken from the leading record, its gaps filled from
other records of that same version alone."""
SHARED_FIELDS = ("title", "authors", "abstract", "language", "url", "revision", "revised")
"""What versions have in common: taken from the first record that has it. The first, not the
longest: lists of authors grow by mistakes."""
DISPLAY_ORDER = ("semantic_scholar", "crossref", "openalex", "opencitations", "datacite")
"""Whose count is shown. Semantic Scholar counts the versions of a work together and knows
arXiv best; Crossref counts what publishers deposited; OpenAlex was seen hundreds of times too
low for papers on arXiv."""
WORK_ID_ORDER = (Scheme.ARXIV, Scheme.DOI, Scheme.PMID, Scheme.PMCID, Scheme.ISBN)
"""Which identifier names a work; the other schemes follow by name."""

_RANK_OF_SOURCE = {source: rank for rank, source in enumerate(SOURCE_ORDER)}
_RANK_OF_KIND = {kind: rank for rank, kind in enumerate(KIND_ORDER)}
_RANK_OF_SCHEME = {scheme: rank for rank, scheme in enumerate(WORK_ID_ORDER)}


def credit(work: Work, *, source: str, on: date, record: str = "") -> Work:
    """Say of every filled field who said it and when; nobody else writes origins.

    Identifiers carry none: `record`, by default the record's own identifier, names one of
    them. Empty persons (placeholders of a registry) go, and marks of footnotes on titles.
    """
    work = replace(
        work,
        title=without_note_marks(work.title),
        authors=tuple(author for author in work.authors if author != Person()),
        editors=tuple(editor for editor in work.editors if editor != Person()),
    )
    origin = Origin(source=source, asked_on=on, record=record or work_id(work))
    said = [name for name in VERSION_FIELDS + SHARED_FIELDS if getattr(work, name)]
    said += [f"citations.{counter}" for counter in work.citations]
    said += [f"notices.{notice.name}" for notice in work.notices]
    said += ["updates"] if work.updates else []
    return replace(work, origin=dict.fromkeys(said, origin))


def merge(answers: Sequence[Work]) -> Work:
    """Make one work of several answers about it, in whatever order they come.

    Merging a merged work again, or with itself, changes nothing. Counts: one per source; of
    one record the newest, of several versions the largest, which no double counting inflates.
    """
    if not answers:
        return Work()
    records = _by_precedence(answers)
    lead = records[0]
    versions_of_lead = [record for record in records if _is_same_version(lead, record)]
    said_by = {name: _first(versions_of_lead, name) for name in VERSION_FIELDS}
    said_by |= {name: _first(records, name) for name in SHARED_FIELDS}
    # Any version's date tells more than none.
    said_by["issued"] = said_by["issued"] or _first(records, "issued")
    said_by["title"] = _calmer(said_by["title"], records)
    counts = _counts(records)

    said = {name: record for name, record in said_by.items() if record is not None}
    values: dict[str, Any] = {name: getattr(record, name) for name, record in said.items()}
    origin = {name: said[name].origin[name] for name in said if name in said[name].origin}
    origin |= {f"citations.{name}": by for name, (_, by) in counts.items() if by is not None}
    ids = frozenset[Identifier]().union(*(record.ids for record in records))
    versions = frozenset[Identifier]().union(*(record.versions for record in records))
    return Work(
        ids=ids,
        versions=versions - ids,
        notices=_united(records, "notices"),
        updates=_united(records, "updates"),
        citations={name: count for name, (count, _) in counts.items()},
        origin=_origins_of_notices(records) | origin,
        **values,
    )


def leading_id(work: Work) -> Identifier | None:
    """The identifier a work goes by: its arXiv id, else its smallest DOI, and so on."""

    def rank(identifier: Identifier) -> tuple[int, Identifier]:
        return _RANK_OF_SCHEME.get(identifier.scheme, len(WORK_ID_ORDER)), identifier

    return min(work.ids, key=rank, default=None)


def work_id(work: Work) -> str:
    """The name of a work in tables, such as "arxiv:1806.07366"; "" without identifiers."""
    return str(leading_id(work) or "")


def displayed_count(work: Work) -> tuple[str, int] | None:
    """The source whose count is shown, and its count; its day is in the work's origin.

    Never a sum nor an average: the first of `DISPLAY_ORDER` that has one, then others by name.
    """
    for source in (*DISPLAY_ORDER, *sorted(work.citations)):
        if source in work.citations:
            return source, work.citations[source]
    return None


def content(record: Work) -> tuple[str, ...]:
    """All of a record, for an order that does not depend on who answered first."""
    return (
        *(repr(getattr(record, name)) for name in VERSION_FIELDS + SHARED_FIELDS),
        *(repr(sorted(part)) for part in (record.ids, record.versions, record.presents)),
        *(repr(part) for part in (record.genre, record.is_archived)),
        *(repr(part) for part in (record.notices, record.updates)),
        repr(sorted(record.citations.items())),
        repr(sorted(record.origin.items(), key=lambda item: item[0])),
    )


def _by_precedence(answers: Iterable[Work]) -> list[Work]:
    keyed = [(_precedence(answer), answer) for answer in answers]
    if len({key for key, _ in keyed}) < len(keyed):
        keyed = [((*key, *content(answer)), answer) for key, answer in keyed]
    return [answer for _, answer in sorted(keyed, key=lambda pair: pair[0])]


def _precedence(record: Work) -> tuple[Any, ...]:
    """A registry's before a compiler's, published before preprint, then by trust in the
    source, age, name, and the newest answer."""
    origin = record.origin.get("title") or min(record.origin.values(), default=None, key=str)
    source, asked_on = (origin.source, origin.asked_on) if origin else ("", date.min)
    return (
        source in COMPILERS,
        _RANK_OF_KIND[record.kind],
        _RANK_OF_SOURCE.get(source, len(SOURCE_ORDER)),
        record.issued or "9999",
        work_id(record),
        -asked_on.toordinal(),
    )


def _is_same_version(lead: Work, record: Work) -> bool:
    if record is lead:
        return True
    both = {lead.kind is WorkKind.PREPRINT, record.kind is WorkKind.PREPRINT}
    return len(both) == 1 and not lead.ids.isdisjoint(record.ids)


def _first(records: Iterable[Work], name: str) -> Work | None:
    return next((record for record in records if getattr(record, name)), None)


def _calmer(chosen: Work | None, records: Sequence[Work]) -> Work | None:
    """The same title in small letters, if the chosen one shouts and another record does not."""
    if chosen is None or not chosen.title.isupper():
        return chosen
    same = squeeze(chosen.title)
    calm = (
        record
        for record in records
        if record.title and not record.title.isupper() and squeeze(record.title) == same
    )
    return next(calm, chosen)


def _united(records: Iterable[Work], name: str) -> tuple[Notice, ...]:
    """The notices of all records, each once: the first that told of it counts."""
    notices: dict[tuple[str, Identifier], Notice] = {}
    for record in records:
        for notice in getattr(record, name):
            notices.setdefault((notice.name, notice.about), notice)
    return tuple(notices[key] for key in sorted(notices))


def _origins_of_notices(records: Sequence[Work]) -> dict[str, Origin]:
    return {
        name: by
        for record in reversed(records)
        for name, by in record.origin.items()
        if name == "updates" or name.startswith("notices.")
    }


def _counts(records: Sequence[Work]) -> dict[str, tuple[int, Origin | None]]:
    """By source: its count and who gave it; see `merge` for which one."""
    newest: dict[tuple[str, str], tuple[date, int, Origin | None]] = {}
    for record in records:
        for counter, count in record.citations.items():
            counted = record.origin.get(f"citations.{counter}")
            of, on = (counted.record, counted.asked_on) if counted else ("", date.min)
            candidate = (on, count, counted)
            if (counter, of) not in newest or candidate[:2] > newest[counter, of][:2]:
                newest[counter, of] = candidate
    largest: dict[str, tuple[int, Origin | None]] = {}
    for (counter, _), (_, count, counted) in sorted(newest.items(), key=lambda item: item[0]):
        if counter not in largest or count > largest[counter][0]:
            largest[counter] = (count, counted)
    return largest
