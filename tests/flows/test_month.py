"""A stretch of days in the life of a list: each run makes of its day what a model says."""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

import pytest

from enrichers.model import Verdict
from flows.lists import gathered
from flows.sources import STATE_FILE
from flows.steps import Job, walk
from outputs.files import read_links, read_works
from outputs.history import read_history
from outputs.report.digest import Happening
from tests.flows.month import (
    COUNTED,
    DAYS,
    KINETICS,
    LAYERS,
    PAGES,
    RECORDS,
    TOLD_BY_TAGS,
    Day,
    Told,
)
from tests.flows.month_world import LIST, E, World, beginning
from tests.outputs.report.feeds import entries_of
from tests.standin.catalogue import Catalogue
from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID, READ_WRITE_KEY
from tests.walks import Place, on_the_web, time_passes

LIBRARY = f"groups/{GROUP_ID}"
BEGIN = datetime(2026, 11, 2, 5, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What there is after a day's run."""

    listed: frozenset[tuple[str, str, str]]
    """Heading, address and words of each link in the table."""
    stood: frozenset[tuple[str, str, str]]
    """The same of the list, as it stood when it could be read last."""
    verdicts: Mapping[str, str]
    works: frozenset[str]
    told: frozenset[Told]
    unread: tuple[str, ...]
    notes: tuple[str, ...]
    page: str
    """The digest as a web page."""
    entries: int
    """In the feed."""
    counted: frozenset[tuple[str, str, int]]
    shelves: Mapping[str, str]
    tags: Mapping[str, frozenset[str]]
    marked: frozenset[str]
    """Items with the tag of those that no list names any more."""
    requests: Mapping[str, int]
    reads: int
    writes: int
    down: frozenset[str]
    violations: tuple[str, ...]


def a_day(number: int, world: World, folder: Path) -> Seen:
    """Let a day happen, and run."""
    DAYS[number].event(world)
    world.show()
    now = BEGIN + timedelta(days=number)
    with on_the_web(world.standin, folder):
        os.environ["ZOTERO_API_KEY"] = world.key
        summary = walk(job_of(world, folder), now=now).summary
    into = folder / "exports"
    links, works = read_links(into / "links.csv"), read_works(into / "works.parquet")
    digest = json.loads((into / "digest.json").read_text("utf-8"))
    is_told = digest["made_at"].startswith(now.date().isoformat())
    items = world.standin.zotero.items()
    assert summary.pushed is not None
    return Seen(
        listed=frozenset(links[["topic", "url", "label"]].itertuples(index=False, name=None)),
        stood=frozenset(
            (heading, url, label)
            for heading, part in world.list.items()
            for url, label in part.items()
        ),
        verdicts=dict(zip(links["url"], links["verdict"], strict=True)),
        works=frozenset(works["work_id"]),
        told=frozenset(
            (Happening(change["happening"]), change["title"])
            for topic in digest["topics"]
            for change in topic["changes"]
            if is_told
        ),
        unread=tuple(digest["unread"]) if is_told else (),
        notes=tuple(digest["notes"]) if is_told else (),
        page=(into / "digest.html").read_text("utf-8"),
        entries=len(list(entries_of((into / "feed.atom").read_bytes()))),
        counted=frozenset(
            (name, source, (datetime.fromisoformat(day).date() - BEGIN.date()).days)
            for name, source, day in read_history(into / "history")[
                ["work_id", "source", "counted_on"]
            ].itertuples(index=False, name=None)
        ),
        shelves=shelves_of(world),
        tags={
            item["title"]: tags
            for item in items.values()
            if (tags := TOLD_BY_TAGS & {tag["tag"] for tag in item["tags"]})
        },
        marked=frozenset(
            item["title"]
            for item in items.values()
            if any(tag["tag"] == "list:left" for tag in item["tags"])
        ),
        requests={name: sent for name, sent in summary.requests.items() if sent},
        reads=summary.pushed.reads,
        writes=summary.pushed.writes,
        down=frozenset(summary.down),
        violations=tuple(world.standin.violations),
    )


def job_of(world: World, folder: Path) -> Job:
    """Fetch the list as it is today; time has passed since the last run."""
    if (folder / "state" / STATE_FILE).exists():
        time_passes(folder / "state")
    place = Place(folder=folder, endpoints=world.standin.endpoints, pages=True)
    job = place.job(LIBRARY)
    settings = replace(
        job.settings,
        patience=1,
        record_days=RECORDS,
        absence_days=RECORDS,
        count_days=RECORDS,
        page_days=PAGES,
    )
    return replace(job, settings=settings, lists=gathered([LIST], settings))


def shelves_of(world: World) -> dict[str, str]:
    """By title the collections of an item; "" for the trash."""
    group = world.standin.zotero
    names = {key: shelf["name"] for key, shelf in group.collections().items()}
    return {
        item["title"]: ""
        if item.get("deleted")
        else ", ".join(names[key] for key in item["collections"])
        for item in group.items().values()
    }


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


@every_day
def test_what_the_digest_tells_stands_on_its_page_and_is_an_entry_of_the_feed(
    number: int, lived: tuple[Seen, ...]
) -> None:
    news = [seen for seen in lived[1 : number + 1] if seen.told or seen.notes]

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
    assert costs == [({}, 1, 0)] * 3


@every_day
def test_what_was_taken_back_or_put_right_is_tagged_and_peoples_tags_stay(
    number: int, lived: tuple[Seen, ...]
) -> None:
    def later(before: Mapping[str, frozenset[str]], day: Day) -> Mapping[str, frozenset[str]]:
        return {**before, **day.tags}

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
