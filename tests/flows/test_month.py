"""A stretch of days in the life of a list: each run makes of its day what a model says."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

import pytest

from enrichers.model import Verdict
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
    Day,
    E,
    Told,
    World,
    beginning,
)
from tests.standin.catalogue import Catalogue
from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID, READ_WRITE_KEY
from tests.walks import Place, on_the_web, time_passes

LIBRARY = f"groups/{GROUP_ID}"
BEGIN = datetime(2026, 11, 2, 5, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What there is after a day's run."""

    verdicts: Mapping[str, str]
    works: frozenset[str]
    told: frozenset[Told]
    notes: tuple[str, ...]
    counted: frozenset[tuple[str, str, int]]
    shelves: Mapping[str, str]
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
    world.standin.catalogue = Catalogue(world.works, world.pages)
    now = BEGIN + timedelta(days=number)
    with on_the_web(world.standin, folder):
        summary = walk(job_of(world, folder), now=now).summary
    into = folder / "exports"
    links, works = read_links(into / "links.csv"), read_works(into / "works.parquet")
    digest = json.loads((into / "digest.json").read_text("utf-8"))
    is_told = digest["made_at"].startswith(now.date().isoformat())
    items = world.standin.zotero.items()
    assert summary.pushed is not None
    return Seen(
        verdicts=dict(zip(links["url"], links["verdict"], strict=True)),
        works=frozenset(works["work_id"]),
        told=frozenset(
            (Happening(change["happening"]), change["title"])
            for topic in digest["topics"]
            for change in topic["changes"]
            if is_told
        ),
        notes=tuple(digest["notes"]) if is_told else (),
        counted=frozenset(
            (name, source, (datetime.fromisoformat(day).date() - BEGIN.date()).days)
            for name, source, day in read_history(into / "history")[
                ["work_id", "source", "counted_on"]
            ].itertuples(index=False, name=None)
        ),
        shelves=shelves_of(world),
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
    """Write the list as it is today; time has passed since the last run."""
    path = folder / "reading.md"
    lines = ["# Reading"]
    for heading, links in world.list.items():
        lines += [f"## {heading}", *(f"- [{label}]({url})" for url, label in links.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if (folder / "state" / STATE_FILE).exists():
        time_passes(folder / "state")
    place = Place(folder=folder, endpoints=world.standin.endpoints, pages=True)
    job = place.job(LIBRARY, path)
    settings = replace(
        job.settings,
        patience=1,
        record_days=RECORDS,
        absence_days=RECORDS,
        count_days=RECORDS,
        page_days=PAGES,
    )
    return replace(job, settings=settings)


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

    assert lived[number].verdicts == model
    assert len(lived[number].works) == len(model)


@every_day
def test_the_digest_tells_what_happened_and_nothing_else(
    number: int, lived: tuple[Seen, ...]
) -> None:
    assert lived[number].told == DAYS[number].happened


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

    assert [(seen.requests, seen.reads, seen.writes) for seen in quiet] == [({}, 1, 0)] * 2
