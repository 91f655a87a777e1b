"""What became of each link, from one run to the next."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enrichers.model import Verdict
from outputs.report.changes import changes
from outputs.report.digest import Digest, Happening
from outputs.report.layout import headline
from tests.outputs.report.listing import (
    DOWN,
    GONE,
    NOON,
    ONE,
    OTHER_THAN_ONE,
    PAGE,
    SAME_AS_ONE,
    SILENT,
    TWO,
    Listing,
    compared,
    tables,
    told,
)

ONE_OF_A_DEAD_PAGE = replace(ONE, page="dead", reason="its page is gone")


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
        ([ONE], [ONE_OF_A_DEAD_PAGE], Happening.DIED, "its page is gone"),
        ([ONE_OF_A_DEAD_PAGE], [ONE], Happening.RETURNED, "because"),
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
        ([ONE], [replace(ONE, page="gone")]),
        ([replace(ONE, page="alive")], [replace(ONE, page="blocked")]),
        ([ONE_OF_A_DEAD_PAGE], [ONE_OF_A_DEAD_PAGE]),
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


def test_nothing_is_removed_from_a_list_that_the_run_has_not() -> None:
    assert told(compared([ONE, replace(TWO, document="other.md")], [ONE])) == []


def test_that_a_list_cannot_be_read_is_news_once_and_that_it_can_be_again_too() -> None:
    def digest(unread: tuple[str, ...], before: tuple[str, ...]) -> Digest:
        lists = [tables([ONE])], tables([ONE])
        return changes(
            *lists, run="b", made_at=NOON, since="a", unread=unread, unread_before=before
        )

    fails = digest(("list.md",), ())
    fails_still = digest(("list.md",), ("list.md",))
    is_back = digest((), ("list.md",))

    assert [each.is_empty for each in (fails, fails_still, is_back)] == [False, True, False]
    assert fails.unread == fails_still.unread == ("list.md",)
    assert headline(fails) == "not read: list.md"
    assert headline(is_back) == "read again: list.md"


def test_a_link_moved_during_an_outage_moved_once() -> None:
    moved = replace(ONE, topic="Other")

    on_the_day = compared([ONE], [replace(SILENT, topic="Other")])
    after_it = compared([ONE], [replace(SILENT, topic="Other")], [moved])

    assert told(on_the_day) == [("Other", Happening.MOVED, "from “Topic”")]
    assert told(after_it) == []


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
    lists = [replace(TWO, document=name) for name in ("one.md", "two.md")]
    tally = compared([*lists, *before], [*lists, *after]).tally()

    come, gone = tally.get(Happening.NEW, 0), tally.get(Happening.REMOVED, 0)
    assert come - gone == len(after) - len(before)


@settings(max_examples=8, deadline=None)
@given(LISTINGS)
def test_any_tables_equal_themselves(listings: list[Listing]) -> None:
    assert compared(listings, listings[::-1]).is_empty
