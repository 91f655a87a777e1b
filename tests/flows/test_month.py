"""A stretch of days in the life of a list: each run makes of its day what a model says."""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import TypeVar

import pytest

from enrichers.model import Verdict
from tests.flows.month import COUNTED, DAYS, KINETICS, LAYERS, Day
from tests.flows.month_days import Seen, a_day
from tests.flows.month_holdings import ITEMS, ROWS, WITHOUT_ITEM
from tests.flows.month_world import RENAMED, RETITLED, E, beginning
from tests.flows.works import FRONTS
from tests.standin.catalogue import Catalogue
from tests.standin.server import StandIn
from tests.standin.zotero import READ_WRITE_KEY

T = TypeVar("T")


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Seen, ...]]:
    """All days, one after the other."""
    folder = tmp_path_factory.mktemp("month")
    with (
        pytest.MonkeyPatch.context() as patch,
        StandIn(Catalogue([]), zotero=folder / "zotero.sqlite", pace=0.01) as standin,
    ):
        patch.setenv("ZOTERO_API_KEY", READ_WRITE_KEY)
        world = beginning(standin)
        yield tuple(a_day(number, world, folder) for number in range(len(DAYS)))


every_day = pytest.mark.parametrize("number", range(len(DAYS)))


@every_day
def test_the_tables_hold_what_is_listed_and_known(number: int, lived: tuple[Seen, ...]) -> None:
    def later(before: Mapping[str, Verdict], day: Day) -> dict[str, Verdict]:
        now = {**before, **day.verdicts}
        return {url: verdict for url, verdict in now.items() if verdict}

    model = list(accumulate(DAYS[: number + 1], later, initial={}))[-1]

    assert lived[number].listed == lived[number].stood
    assert lived[number].verdicts == model
    assert len(lived[number].works) == len(model)


@every_day
def test_the_digest_tells_what_happened_and_nothing_else(
    number: int, lived: tuple[Seen, ...]
) -> None:
    assert lived[number].told == DAYS[number].happened
    assert lived[number].unread == (("reading.md",) if DAYS[number].is_unread else ())
    assert lived[number].read_again == (("reading.md",) if DAYS[number].is_read_again else ())


@every_day
def test_what_the_digest_tells_stands_on_its_page_and_is_an_entry_of_the_feed(
    number: int, lived: tuple[Seen, ...]
) -> None:
    news = [
        seen
        for seen in lived[1 : number + 1]
        if seen.told or seen.notes or seen.unread or seen.read_again
    ]

    assert [title for _, title in lived[number].told if title not in lived[number].page] == []
    assert lived[number].entries == 1 + len(news)


def test_what_people_did_is_told_once(lived: tuple[Seen, ...]) -> None:
    trashed = f"{LAYERS.title}: it was put into the trash"
    told = [
        number
        for number, seen in enumerate(lived)
        if any(note.startswith(trashed) for note in seen.notes)
    ]

    assert told == [DAYS.index(next(day for day in DAYS if day.gone))]


def test_each_edit_of_people_is_told_once_with_its_item_field_and_value(
    lived: tuple[Seen, ...],
) -> None:
    told = [
        (number, title)
        for number, seen in enumerate(lived)
        for note in seen.notes
        for title in (RETITLED, RENAMED)
        if f"title: '{title}'" in note and FRONTS.title in note
    ]

    assert told == [(5, RETITLED), (23, RENAMED)]


def so_far(changes: Mapping[str, Mapping[int, T | None]], number: int) -> dict[str, T]:
    """What the last of the changes made of each thing that is there on a day."""
    last = {
        name: max((day for day in its if day <= number), default=None)
        for name, its in changes.items()
    }
    now = {name: changes[name][day] for name, day in last.items() if day is not None}
    return {name: value for name, value in now.items() if value is not None}


@every_day
def test_the_tables_hold_titles_identifiers_and_counts_as_services_gave_them(
    number: int, lived: tuple[Seen, ...]
) -> None:
    assert lived[number].rows == so_far(ROWS, number)


@every_day
def test_the_table_names_the_item_of_each_link_that_has_one(
    number: int, lived: tuple[Seen, ...]
) -> None:
    last = max(day for day in WITHOUT_ITEM if day <= number)

    assert lived[number].without_item == WITHOUT_ITEM[last]


@every_day
def test_the_items_hold_every_field_as_services_gave_it(
    number: int, lived: tuple[Seen, ...]
) -> None:
    assert lived[number].items == so_far(ITEMS, number)


@every_day
def test_the_history_has_each_count_on_the_day_it_was_asked(
    number: int, lived: tuple[Seen, ...]
) -> None:
    assert lived[number].counted == {
        (name, source, day)
        for name, sources in COUNTED.items()
        for source, days in sources.items()
        for day in days
        if day <= number
    }


@every_day
def test_the_group_mirrors_the_list_and_people_win(
    number: int, lived: tuple[Seen, ...]
) -> None:
    def later(before: Mapping[str, str], day: Day) -> dict[str, str]:
        now = {**before, **day.shelves}
        return {title: shelf for title, shelf in now.items() if title not in day.gone}

    model = list(accumulate(DAYS[: number + 1], later, initial={}))[-1]

    assert lived[number].shelves == model
    is_removed = any(E in day.verdicts and not day.verdicts[E] for day in DAYS[: number + 1])
    assert lived[number].marked == ({KINETICS.title} if is_removed else frozenset())


@every_day
def test_a_day_costs_what_is_new_or_stale_or_was_unanswered(
    number: int, lived: tuple[Seen, ...]
) -> None:
    day, seen = DAYS[number], lived[number]
    costs = "\n".join(f"day {at}: {dict(each.requests)}" for at, each in enumerate(lived))

    assert seen.requests == day.asks, costs
    assert seen.writes == day.writes
    assert seen.down == day.down
    assert seen.violations == ()


def test_a_day_without_anything_new_costs_one_request(lived: tuple[Seen, ...]) -> None:
    quiet = [seen for day, seen in zip(DAYS, lived, strict=True) if day == Day()]

    costs = [(seen.requests, seen.reads, seen.writes) for seen in quiet]
    assert costs == [({}, 1, 0)] * 2


@every_day
def test_what_was_taken_back_or_put_right_is_tagged_and_peoples_tags_stay(
    number: int, lived: tuple[Seen, ...]
) -> None:
    def later(before: Mapping[str, frozenset[str]], day: Day) -> Mapping[str, frozenset[str]]:
        now = {**before, **day.tags}
        return {title: tags for title, tags in now.items() if title not in day.gone}

    assert lived[number].tags == list(accumulate(DAYS[: number + 1], later, initial={}))[-1]


def test_what_a_month_costs(lived: tuple[Seen, ...]) -> None:
    total: Counter[str] = Counter()
    for number, seen in enumerate(lived):
        total.update(
            {**seen.requests, "zotero, reading": seen.reads, "zotero, writing": seen.writes}
        )
        asked = ", ".join(f"{name} {sent}" for name, sent in sorted(seen.requests.items()))
        told = f"day {number:2}: {asked or 'nothing asked'}; zotero {seen.reads}+{seen.writes}"
        sys.stdout.write(f"{told}\n")
    sys.stdout.write(f"in all: {dict(sorted(total.items()))}\n")

    assert total["zotero, reading"] <= 3 * len(DAYS)
