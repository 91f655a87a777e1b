"""A digest tells what changed from one run's tables to the next, and nothing else."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enrichers.model import Verdict, Work, WorkKind
from outputs.files import write_tables
from outputs.history import append, read_history
from outputs.report.changes import changes
from outputs.report.digest import Happening
from outputs.report.earlier import read_tables
from tests.outputs.report.listing import (
    NOON,
    Listing,
    changes_in,
    compared,
    tables,
    told,
    work_of,
)

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


def test_nothing_happens_between_equal_tables() -> None:
    digest = compared([ONE, TWO, PAGE], [ONE, TWO, PAGE])

    assert told(digest) == []
    assert digest.is_empty


@pytest.mark.parametrize(
    ("before", "after", "happening", "detail"),
    [
        ([ONE], [ONE, TWO], Happening.NEW, ""),
        ([ONE], [ONE, PAGE], Happening.NEW, "because"),
        ([ONE], [ONE, SAME_AS_ONE], Happening.NEW, "also under “Topic”"),
        ([ONE], [OTHER_THAN_ONE], Happening.IDENTIFIED, "was taken for “On one”"),
        ([ONE, TWO], [ONE], Happening.REMOVED, ""),
        ([ONE], [replace(ONE, label="Uno")], Happening.RELABELLED, "was “One”"),
        ([ONE], [replace(ONE, url="https://x.test")], Happening.READDRESSED, f"was {ONE.url}"),
        ([ONE], [replace(ONE, verdict=Verdict.SKIPPED)], Happening.REMOVED, "because"),
        ([replace(ONE, verdict=Verdict.SKIPPED)], [ONE], Happening.NEW, ""),
        ([PAGE], [GONE], Happening.DIED, GONE.reason),
        ([GONE], [PAGE], Happening.RETURNED, "because"),
        (
            [PAGE],
            [replace(TWO, url=PAGE.url, label=PAGE.label)],
            Happening.IDENTIFIED,
            "because",
        ),
        (
            [replace(TWO, url=PAGE.url, label=PAGE.label)],
            [PAGE],
            Happening.UNIDENTIFIED,
            "because",
        ),
    ],
)
def test_what_becomes_of_a_link(
    before: list[Listing], after: list[Listing], happening: Happening, detail: str
) -> None:
    digest = compared(before, after)

    assert told(digest) == [("Topic", happening, detail)]
    assert not digest.is_empty


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([ONE, TWO], [TWO, ONE]),
        ([PAGE], [DOWN]),
        ([GONE], [DOWN]),
        ([DOWN], [DOWN]),
        ([DOWN], [PAGE]),
        ([ONE, ONE], [ONE, ONE]),
        ([ONE], [ONE, replace(PAGE, verdict=Verdict.SKIPPED)]),
    ],
)
def test_what_is_no_change_of_a_link(before: list[Listing], after: list[Listing]) -> None:
    assert told(compared(before, after)) == []


def test_a_link_under_another_heading_moved() -> None:
    moved = replace(ONE, topic="Other")

    assert told(compared([ONE, TWO], [TWO, moved])) == [
        ("Other", Happening.MOVED, "from “Topic”")
    ]


def test_a_link_may_move_and_change_its_words_at_once() -> None:
    moved = replace(ONE, topic="Other", label="Uno")

    assert [what for _, what, _ in told(compared([ONE], [moved]))] == [
        Happening.MOVED,
        Happening.RELABELLED,
    ]


def test_a_link_may_move_to_another_list() -> None:
    moved = replace(ONE, document="second.md")

    assert told(compared([ONE], [moved])) == [
        ("Topic", Happening.MOVED, "from “Topic” in list.md")
    ]


def test_one_more_occurrence_of_an_address_is_one_new_link() -> None:
    digest = compared([ONE, ONE], [ONE, replace(ONE, topic="Other"), ONE])

    assert told(digest) == [("Other", Happening.NEW, "also under “Topic”")]


def test_one_occurrence_less_is_one_removed() -> None:
    assert told(compared([ONE, ONE, ONE], [ONE, ONE])) == [("Topic", Happening.REMOVED, "")]


def test_a_list_that_could_not_be_read_removed_nothing() -> None:
    other = replace(TWO, document="other.md")

    digest = changes(
        [tables([ONE, other])], tables([ONE]), run="b", made_at=NOON, unread=["other.md"]
    )

    assert changes_in(digest) == []
    assert digest.unread == ("other.md",)


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
    taken = [replace(each, title="RETRACTED: On one") for each in (ONE, again)]

    assert told(compared([ONE, again], taken)) == [
        ("Topic", Happening.RETRACTED, "its title says so"),
        ("Other", Happening.RETRACTED, "its title says so"),
    ]


def test_a_new_work_that_is_retracted_already_is_both() -> None:
    taken = replace(TWO, title="RETRACTED: On two")

    assert [what for _, what, _ in told(compared([ONE], [ONE, taken]))] == [
        Happening.RETRACTED,
        Happening.NEW,
    ]


@pytest.mark.parametrize(
    ("first", "outage", "last", "expected"),
    [
        (ONE, SILENT, ONE, []),
        (ONE, SILENT, replace(ONE, title="RETRACTED: On one"), [Happening.RETRACTED]),
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


def test_a_link_moved_during_an_outage_moved_once() -> None:
    moved = replace(ONE, topic="Other")

    on_the_day = compared([ONE], [replace(SILENT, topic="Other")])
    after_it = compared([ONE], [replace(SILENT, topic="Other")], [moved])

    assert told(on_the_day) == [("Other", Happening.MOVED, "from “Topic”")]
    assert told(after_it) == []


def test_counts_that_rose_most_come_first_and_only_so_many() -> None:
    before = [_cited(number, 10) for number in range(6)]
    after = [_cited(number, 10 + number) for number in range(6)]

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


def test_the_history_tells_what_a_count_rose_by_in_a_year(tmp_path: Path) -> None:
    old = _cited(1, 3, on="2025-01-01")
    append(_works(old), tmp_path, "old")
    before, after = _cited(1, 10), _cited(1, 12, on="2026-03-01")

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


def test_open_questions_are_told_and_news_only_once() -> None:
    open_one = replace(ONE, verdict=Verdict.AMBIGUOUS, reason="two works fit")

    first, second = compared([TWO], [TWO, open_one]), compared([open_one], [open_one])

    assert [(each.title, each.is_new) for each in first.topics[0].questions] == [
        ("On one", True)
    ]
    assert [each.is_new for each in second.topics[0].questions] == [False]
    assert second.is_empty


def test_the_first_run_compares_nothing_and_counts() -> None:
    digest = compared([ONE, TWO, GONE, replace(ONE, verdict=Verdict.CONFLICT)])

    assert digest.is_first
    assert not digest.is_empty
    assert changes_in(digest) == []
    assert digest.counts == {"links": 4, "works": 3, "resolved": 2, "conflict": 1, "dead": 1}
    assert len(digest.topics[0].questions) == 1


def test_what_people_changed_is_news_once() -> None:
    first, last = tables([ONE]), tables([ONE])
    notes = ["old: kept", "new: kept"]

    digest = changes([first], last, run="b", made_at=NOON, notes=notes, told=["old: kept"])

    assert digest.notes == ("new: kept",)
    assert digest.all_notes == tuple(notes)
    assert not digest.is_empty


def test_topics_come_in_the_order_of_the_list_and_lost_ones_last() -> None:
    before = [ONE, replace(TWO, topic="Lost")]
    after = [replace(PAGE, topic="Z"), replace(ONE, label="Uno")]

    digest = compared(before, after)

    assert [topic.path for topic in digest.topics] == ["Z", "Topic", "Lost"]


def test_tables_compare_alike_when_they_come_from_files(tmp_path: Path) -> None:
    before = [ONE, PAGE, PREPRINT, _cited(3, 4), replace(TWO, topic="", label="", title="")]
    after = [replace(PREPRINT, kind=WorkKind.BOOK), GONE, _cited(3, 6), replace(TWO, label="")]
    now = tables(after)
    write_tables(*_frames(before), tmp_path)

    from_files = changes([read_tables(tmp_path)], now, run="b", made_at=NOON, since="a")

    assert from_files == compared(before, after)
    assert changes([read_tables(tmp_path)], tables(before), run="b", made_at=NOON).is_empty


def test_a_column_of_notices_is_read_once_the_tables_have_one() -> None:
    before, after = tables([ONE]), tables([ONE])
    notices = "retraction: doi:10.1000/r; correction: doi:10.1000/c"
    after.works["notices"] = pd.array([notices], dtype="string")

    digest = changes([before], after, run="b", made_at=NOON)

    assert told(digest) == [
        ("Topic", Happening.RETRACTED, "retraction: doi:10.1000/r"),
        ("Topic", Happening.CORRECTED, "correction: doi:10.1000/c"),
    ]


LISTINGS = st.lists(
    st.builds(
        Listing,
        url=st.sampled_from(["https://a.test/1", "https://a.test/2", ""]),
        label=st.sampled_from(["", "One", "Two"]),
        topic=st.sampled_from(["", "A", "B"]),
        document=st.sampled_from(["one.md", "two.md"]),
    ),
    max_size=6,
)


@settings(max_examples=25, deadline=None)
@given(LISTINGS, LISTINGS)
def test_links_that_come_and_go_balance(before: list[Listing], after: list[Listing]) -> None:
    tally = compared(before, after).tally()

    come, gone = tally.get(Happening.NEW, 0), tally.get(Happening.REMOVED, 0)
    assert come - gone == len(after) - len(before)


@settings(max_examples=8, deadline=None)
@given(LISTINGS)
def test_any_tables_equal_themselves(listings: list[Listing]) -> None:
    assert compared(listings, listings[::-1]).is_empty


def _cited(number: int, count: int, *, on: str = "2026-02-01") -> Listing:
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


def _frames(listings: list[Listing]) -> tuple[pd.DataFrame, pd.DataFrame]:
    made = tables(listings)
    return made.links, made.works


def _works(listing: Listing) -> dict[str, Work]:
    return {listing.work_id: work_of(listing)}
