"""Lives a day in the life of a list, and sees what there is after its run."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from flows.lists import gathered
from flows.sources import STATE_FILE
from flows.steps import Job, walk
from outputs.files import read_links, read_works
from outputs.history import read_history
from outputs.report.digest import Happening
from tests.flows.month import COUNTS_LAST, DAYS, PAGES, RECORDS, TOLD_BY_TAGS, Told
from tests.flows.month_holdings import BEGIN, Fields, Row
from tests.flows.month_world import LIST, World
from tests.outputs.report.feeds import entries_of
from tests.standin.zotero import GROUP_ID
from tests.walks import Place, on_the_web, time_passes

LIBRARY = f"groups/{GROUP_ID}"
AUTOMATIC = ("kind:", "source:", "status:")
KEPT_ELSEWHERE = frozenset(
    {
        *("key", "version", "dateAdded", "dateModified", "accessDate", "deleted"),
        *("title", "collections", "relations"),
    }
)
"""What Zotero keeps itself, and what other tests look at."""
CODE = re.compile(r" \([0-9a-f]{8}\)")
"""Behind the name of a work: what else it is known by, in short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What there is after a day's run."""

    listed: frozenset[tuple[str, str, str]]
    """Heading, address and words of each link in the table."""
    stood: frozenset[tuple[str, str, str]]
    """The same of the list, as it stood when it could be read last."""
    verdicts: Mapping[str, str]
    rows: Mapping[str, Row]
    """By address, what both tables say."""
    works: frozenset[str]
    without_item: frozenset[str]
    """Addresses for which the table names no item."""
    items: Mapping[str, Fields]
    told: frozenset[Told]
    unread: tuple[str, ...]
    read_again: tuple[str, ...]
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
        rows=rows_of(links, works),
        works=frozenset(works["work_id"]),
        without_item=frozenset(links.loc[links["zotero_key"].isna(), "url"]),
        items={item["title"]: fields_of(item) for item in items.values()},
        told=frozenset(
            (Happening(change["happening"]), change["title"])
            for topic in digest["topics"]
            for change in topic["changes"]
            if is_told
        ),
        unread=tuple(digest["unread"]) if is_told else (),
        read_again=tuple(digest["read_again"]) if is_told else (),
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
        count_days=COUNTS_LAST,
        page_days=PAGES,
    )
    return replace(job, settings=settings, lists=gathered([LIST], settings))


def rows_of(links: pd.DataFrame, works: pd.DataFrame) -> dict[str, Row]:
    """By address what the table of links says of a work, and of its counts the other one."""
    joined = links.merge(works, on="work_id", suffixes=("", "_of_work")).astype(object)
    assert len(joined) == len(links)
    told = joined.where(joined.notna(), None).to_dict("records")
    return {
        row["url"]: Row(
            title=row["title"],
            ids="; ".join(filter(None, (row["arxiv_id"], row["doi"]))),
            counts=(
                row["citations_crossref"],
                row["citations_openalex"],
                row["citations_semantic_scholar"],
            ),
            shown=row["citations"],
        )
        for row in told
        if (row["title"], row["doi"]) == (row["title_of_work"], row["doi_of_work"])
    }


def fields_of(item: Mapping[str, Any]) -> dict[str, str]:
    """The fields of an item that are filled, as texts; of its tags, those that say what it is
    and who knows it."""
    names = (f"{each['firstName']} {each['lastName']}" for each in item.get("creators", ()))
    tags = (tag["tag"] for tag in item["tags"] if tag["tag"].startswith(AUTOMATIC))
    texts = {
        **item,
        "creators": "; ".join(names),
        "extra": CODE.sub("", item["extra"]),
        "tags": " ".join(sorted(tags)),
    }
    return {name: text for name, text in texts.items() if text and name not in KEPT_ELSEWHERE}


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
