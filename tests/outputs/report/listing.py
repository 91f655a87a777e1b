"""Tables of runs, from a few words about each link."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from enrichers.model import (
    Identifier,
    Notice,
    Origin,
    Resolution,
    Scheme,
    Verdict,
    Work,
    WorkKind,
)
from outputs.report.changes import changes
from outputs.report.digest import Change, Digest, Happening
from outputs.report.earlier import Tables
from outputs.table import Row, links_frame, works_frame
from seeds.model import Link

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A link of a list, how it ended, and its work."""

    url: str = "https://a.test/1"
    label: str = "One"
    topic: str = "Topic"
    document: str = "list.md"
    verdict: Verdict = Verdict.RESOLVED
    reason: str = "because"
    work_id: str = "doi:10.1000/1"
    title: str = "On one"
    kind: WorkKind = WorkKind.ARTICLE
    ids: tuple[str, ...] = ("doi:10.1000/1",)
    venue: str = ""
    issued: str = ""
    edition: str = ""
    page: str = ""
    notices: tuple[Notice, ...] = ()
    revision: str = ""
    citations: Mapping[str, int] = field(default_factory=dict[str, int])
    counted_on: str = "2026-02-01"
    counted: str = ""
    """The record that was counted."""


ONE = Listing()
TWO = Listing(
    url="https://a.test/2",
    label="Two",
    work_id="doi:10.1000/2",
    ids=("doi:10.1000/2",),
    title="On two",
)
PREPRINT = Listing(
    work_id="arxiv:1806.07366",
    ids=("arxiv:1806.07366", "doi:10.48550/arxiv.1806.07366"),
    kind=WorkKind.PREPRINT,
    venue="arXiv",
)
PAGE = Listing(
    url="https://b.test/",
    label="A page",
    verdict=Verdict.TYPED,
    work_id="url:b.test",
    ids=(),
    kind=WorkKind.WEB_PAGE,
    title="A page",
)
KNOWN_PAGE = replace(TWO, url=PAGE.url, label=PAGE.label)
SAME_AS_ONE = replace(ONE, url="https://a.test/same")
OTHER_THAN_ONE = replace(TWO, url=ONE.url, label=ONE.label)
GONE = replace(PAGE, verdict=Verdict.DEAD, reason="gone since 2026-02-01: no such page")
DOWN = replace(PAGE, verdict=Verdict.UNANSWERED, reason="its page gave no answer")
SILENT = replace(
    ONE, verdict=Verdict.UNANSWERED, work_id="url:a.test/1", ids=(), title="One", reason="down"
)
RETRACTION = Notice(
    kind="retraction",
    about=Identifier(Scheme.DOI, "10.1000/1"),
    id=Identifier(Scheme.DOI, "10.1000/r"),
    on="2026-02-20",
)


def tables(listings: Iterable[Listing]) -> Tables:
    """The tables of a run that came to this."""
    listings = list(listings)
    rows = [_row(listing, line) for line, listing in enumerate(listings, start=1)]
    works = {row.resolution.work_id: row.work for row in rows if row.resolution.work_id}
    return Tables(links_frame(rows, [row.resolution.link for row in rows]), works_frame(works))


def compared(*runs: Iterable[Listing], notes: Iterable[str] = ()) -> Digest:
    """The digest of the last of some runs."""
    *earlier, last = map(tables, runs)
    return changes(earlier[::-1], last, run="b", made_at=NOON, since="a", notes=tuple(notes))


def told(digest: Digest) -> list[tuple[str, Happening, str]]:
    """Topic, happening and detail of each change."""
    return [
        (topic.path, change.happening, change.detail)
        for topic in digest.topics
        for change in topic.changes
    ]


def changes_in(digest: Digest) -> list[Change]:
    """All changes of a digest."""
    return [change for topic in digest.topics for change in topic.changes]


def _row(listing: Listing, line: int) -> Row:
    link = Link(
        url=listing.url,
        label=listing.label,
        topic_path=(listing.topic,) if listing.topic else (),
        document=listing.document,
        line=line,
    )
    resolution = Resolution(
        link=link,
        verdict=listing.verdict,
        reason=listing.reason,
        work_id=listing.work_id,
        page=listing.page,
    )
    return Row(resolution=resolution, work=work_of(listing) if listing.work_id else Work())


def work_of(listing: Listing) -> Work:
    """The work of a link."""
    day = date.fromisoformat(listing.counted_on)
    parts = (each.split(":", 1) for each in listing.ids)
    return Work(
        ids=frozenset(Identifier(Scheme(scheme), value) for scheme, value in parts),
        kind=listing.kind,
        title=listing.title,
        venue=listing.venue,
        issued=listing.issued,
        edition=listing.edition,
        notices=listing.notices,
        revision=listing.revision,
        url=listing.url,
        citations=listing.citations,
        origin={
            f"citations.{source}": Origin(source=source, asked_on=day, record=listing.counted)
            for source in listing.citations
        },
    )


def cited(number: int, count: int, *, on: str = "2026-02-01") -> Listing:
    """A work that was cited so often."""
    name = f"doi:10.1000/c{number}"
    return Listing(
        url=f"https://c.test/{number}",
        label=f"Cited {number}",
        work_id=name,
        ids=(name,),
        title=f"Work {number}",
        citations={"crossref": count},
        counted_on=on,
    )
