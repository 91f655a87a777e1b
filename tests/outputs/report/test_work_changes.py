"""What became of the works behind the links, and of their counts."""

from dataclasses import replace
from pathlib import Path

import pytest

from enrichers.model import Work, WorkKind
from outputs.history import append, read_history
from outputs.report.changes import changes
from outputs.report.digest import Growth, Happening
from outputs.report.earlier import Tables
from tests.outputs.report.listing import (
    DOWN,
    GONE,
    NOON,
    ONE,
    PAGE,
    PREPRINT,
    RETRACTION,
    SILENT,
    TWO,
    Listing,
    changes_in,
    cited,
    compared,
    tables,
    told,
    work_of,
)


@pytest.mark.parametrize(
    ("after", "detail"),
    [
        (
            replace(
                PREPRINT,
                kind=WorkKind.CONFERENCE_PAPER,
                venue="NeurIPS",
                ids=(*PREPRINT.ids, "doi:10.1000/n"),
            ),
            "in NeurIPS, 10.1000/n",
        ),
        (
            replace(PREPRINT, kind=WorkKind.ARTICLE, venue="Inverse Problems"),
            "in Inverse Problems",
        ),
        (replace(PREPRINT, kind=WorkKind.BOOK, venue=""), "as a book"),
    ],
)
def test_a_preprint_that_was_published(after: Listing, detail: str) -> None:
    assert told(compared([PREPRINT], [after])) == [("Topic", Happening.PUBLISHED, detail)]


def test_a_work_that_goes_by_another_name_once_published_is_one_work() -> None:
    before = replace(PREPRINT, work_id="doi:10.1101/9", ids=("doi:10.1101/9",))
    after = replace(
        ONE, work_id="doi:10.1000/1", ids=("doi:10.1000/1", "doi:10.1101/9"), venue="J"
    )

    assert told(compared([before], [after])) == [
        ("Topic", Happening.PUBLISHED, "in J, 10.1000/1")
    ]


def test_a_fate_is_told_under_every_heading_that_the_work_stands_under() -> None:
    again = replace(ONE, topic="Other")
    taken = [replace(each, notices=(RETRACTION,)) for each in (ONE, again)]

    assert told(compared([ONE, again], taken)) == [
        ("Topic", Happening.RETRACTED, "retraction: doi:10.1000/r, 2026-02-20"),
        ("Other", Happening.RETRACTED, "retraction: doi:10.1000/r, 2026-02-20"),
    ]


def test_a_new_work_that_is_retracted_already_is_both() -> None:
    taken = replace(TWO, notices=(RETRACTION,))

    assert [what for _, what, _ in told(compared([ONE], [ONE, taken]))] == [
        Happening.RETRACTED,
        Happening.NEW,
    ]


@pytest.mark.parametrize(
    ("first", "outage", "last", "expected"),
    [
        (ONE, SILENT, ONE, []),
        (ONE, SILENT, replace(ONE, notices=(RETRACTION,)), [Happening.RETRACTED]),
        (PAGE, DOWN, GONE, [Happening.DIED]),
        (GONE, DOWN, GONE, []),
        (GONE, DOWN, PAGE, [Happening.RETURNED]),
        (
            PREPRINT,
            replace(SILENT, title="One"),
            replace(PREPRINT, kind=WorkKind.ARTICLE),
            [Happening.PUBLISHED],
        ),
    ],
)
def test_a_day_on_which_a_service_was_down_hides_nothing(
    first: Listing, outage: Listing, last: Listing, expected: list[Happening]
) -> None:
    assert [what for _, what, _ in told(compared([first], [outage], [last]))] == expected
    assert told(compared([first], [outage])) == []


def test_a_new_version_of_a_preprint_is_told() -> None:
    first, second = (replace(PREPRINT, revision=number) for number in ("v1", "v2"))

    assert told(compared([first], [second])) == [("Topic", Happening.VERSION, "v2, was v1")]


def test_tables_without_the_columns_of_notices_and_versions_are_compared() -> None:
    before, after = tables([ONE]), tables([replace(ONE, notices=(RETRACTION,))])
    older = Tables(before.links, before.works.drop(columns=["notices", "version"]))

    digest = changes([older], after, run="b", made_at=NOON)

    assert [what for _, what, _ in told(digest)] == [Happening.RETRACTED]


def test_counts_that_rose_most_come_first_and_only_so_many() -> None:
    before = [cited(number, 10) for number in range(6)]
    after = [cited(number, 10 + number) for number in range(6)]

    digest = compared(before, after)

    assert [(change.title, change.detail) for change in changes_in(digest)] == [
        ("Work 5", "10 → 15 (+5 since 2026-02-01, crossref)"),
        ("Work 4", "10 → 14 (+4 since 2026-02-01, crossref)"),
        ("Work 3", "10 → 13 (+3 since 2026-02-01, crossref)"),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"crossref": 10}, {"crossref": 10}),
        ({"crossref": 10}, {"crossref": 9}),
        ({}, {"crossref": 10}),
        ({"crossref": 10}, {"semantic_scholar": 90}),
        ({"crossref": 10}, {}),
    ],
)
def test_counts_of_different_sources_are_not_compared(
    before: dict[str, int], after: dict[str, int]
) -> None:
    digest = compared([replace(ONE, citations=before)], [replace(ONE, citations=after)])

    assert told(digest) == []


def test_a_count_that_was_not_the_shown_one_is_compared_with_itself() -> None:
    before = replace(ONE, citations={"crossref": 10, "openalex": 4})
    after = replace(ONE, citations={"openalex": 6})

    assert told(compared([before], [after])) == [
        ("Topic", Happening.ROSE, "4 → 6 (+2, openalex)")
    ]


def test_counts_of_different_records_are_not_compared() -> None:
    before = replace(cited(1, 3), counted="arxiv:1806.07366")
    after = replace(cited(1, 90), counted="doi:10.1000/c1")

    assert told(compared([before], [after])) == []


def test_a_topic_tells_how_it_grew(tmp_path: Path) -> None:
    append(_works(cited(1, 3, on="2025-12-01")), tmp_path, "old")
    append(_works(cited(1, 12, on="2026-03-01")), tmp_path, "new")
    before, after = cited(1, 10), cited(1, 12, on="2026-03-01")

    [topic] = changes(
        [tables([before])],
        tables([after, cited(2, 1)]),
        run="b",
        made_at=NOON,
        history=read_history(tmp_path),
    ).topics

    assert topic.growth == Growth(source="crossref", citations=12, grown=9, year=2026)


def test_the_history_tells_what_a_count_rose_by_in_a_year(tmp_path: Path) -> None:
    old = cited(1, 3, on="2025-01-01")
    append(_works(old), tmp_path, "old")
    before, after = cited(1, 10), cited(1, 12, on="2026-03-01")

    digest = changes(
        [tables([before])],
        tables([after]),
        run="b",
        made_at=NOON,
        history=read_history(tmp_path),
    )

    assert [change.detail for change in changes_in(digest)] == [
        "10 → 12 (+2 since 2026-02-01, crossref), +9 in a year"
    ]


def _works(listing: Listing) -> dict[str, Work]:
    return {listing.work_id: work_of(listing)}
