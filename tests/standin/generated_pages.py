"""Pages and documents of any number, made up, each about one work: for benchmarks."""

from collections.abc import Iterator
from itertools import cycle

from tests.standin.generated import generated
from tests.standin.pages import Page, Truth
from tests.standin.records import Record

WEIGHT = 120  # kilobytes of a page
DIALECTS = (
    ("highwire", "references"),
    ("highwire-joined", "og"),
    ("highwire-body", "coins"),
    ("dc",),
    ("prism", "og"),
    ("eprints", "dc"),
    ("bepress",),
    ("jsonld-graph", "og"),
    ("jsonld-broken",),
    ("microdata",),
)
LAYOUTS = ("paper", "columns", "report", "beamer", "thesis", "powerpoint")


def pages(count: int, seed: int = 1, weight: int = WEIGHT) -> Iterator[Page]:
    """So many landing pages, in all dialects in turn."""
    for number, (record, dialects) in enumerate(
        zip(_works(count, seed), cycle(DIALECTS), strict=False)
    ):
        yield Page(
            url=f"https://journal{number % 50}.example.org/article/{number}",
            title=record.full_title,
            authors=tuple(name.spoken for name in record.authors),
            date=record.issued,
            record=record,
            dialects=dialects,
            site="A Journal",
            weight=weight,
            truth=Truth(ids=(f"doi:{record.doi.lower()}",), title=record.full_title),
        )


def documents(count: int, seed: int = 1) -> Iterator[Page]:
    """So many PDFs, in several layouts in turn."""
    for number, (record, layout) in enumerate(
        zip(_works(count, seed), cycle(LAYOUTS), strict=False)
    ):
        yield Page(
            url=f"https://people{number % 50}.example.org/files/{number}.pdf",
            kind="pdf",
            title=record.full_title,
            authors=tuple(name.spoken for name in record.authors),
            record=record,
            layout=layout,
            truth=Truth(title=record.full_title),
        )


def _works(count: int, seed: int) -> Iterator[Record]:
    """Works with a DOI; about two thirds of the generated ones have one."""
    records = generated(2 * count + 50, seed).records
    return (record for record, _ in zip(filter(_has_doi, records), range(count), strict=False))


def _has_doi(record: Record) -> bool:
    return bool(record.doi)
