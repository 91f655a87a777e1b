"""Which works of a topic, and which topics, are cited more often than before."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import pandas as pd

from enrichers.merge import DISPLAY_ORDER
from outputs.history import PLACES, growth_by_topic
from outputs.report.digest import Change, Growth, Happening
from outputs.report.earlier import Tables
from outputs.table import COUNTED_BY

MOST = 3  # of a topic; the tables have them all
YEAR = timedelta(days=365)


def rises(
    before: pd.DataFrame, after: Tables, history: pd.DataFrame | None = None
) -> Iterator[tuple[tuple[str, str], Change]]:
    """The works of each document and topic whose count rose most, the largest rise first.

    Counts are compared with those of the same source alone. `history` (see
    `outputs.history.read_history`) adds what they rose by in the last year.
    """
    risen = _risen(before, after.works)
    places = after.links[["work_id", "document", "topic_path"]].drop_duplicates()
    placed = places.merge(risen, on="work_id").fillna({"topic_path": ""})
    placed = placed.sort_values(
        ["rise", "title", "work_id"], ascending=[False, True, True], kind="stable"
    )
    top = placed.groupby(["document", "topic_path"], sort=False).head(MOST)
    years = {} if history is None or top.empty else _in_a_year(top, history)
    for row in top.to_dict("records"):
        detail = f"{row['was']:,} → {row['citations']:,} (+{row['rise']:,}"
        detail += f" since {row['was_on']}" if row["was_on"] else ""
        detail += f", {str(row['citations_source']).replace('_', ' ')})"
        if row["work_id"] in years:
            detail += f", +{years[row['work_id']]:,} in a year"
        yield (
            (str(row["document"]), str(row["topic_path"])),
            Change(
                happening=Happening.ROSE,
                title=str(row["title"] or row["work_id"]),
                url=str(row["url"]),
                detail=detail,
            ),
        )


def growths(
    links: pd.DataFrame, history: pd.DataFrame | None, year: int
) -> Mapping[tuple[str, str], Growth]:
    """By document and topic: its growth in a year, as the source counts whose counts are shown
    first of those that know of any."""
    if history is None:
        return {}
    grown = growth_by_topic(history, links)
    grown = grown[(grown["year"] == year) & (grown["grown"].fillna(0) != 0)]
    ranks = {source: rank for rank, source in enumerate(DISPLAY_ORDER)}
    grown = grown.assign(rank=grown["source"].map(ranks).fillna(len(ranks)))
    first = grown.sort_values(["rank", "source"]).drop_duplicates(PLACES)
    return {
        (str(row["document"]), str(row["topic_path"])): Growth(
            source=str(row["source"]),
            citations=int(row["citations"]),
            grown=int(row["grown"]),
            year=year,
        )
        for row in first.to_dict("records")
    }


def _risen(before: pd.DataFrame, works: pd.DataFrame) -> pd.DataFrame:
    shown = ["work_id", "title", "url", "citations", "citations_source", "citations_on"]
    shown.append("origin")
    old = before.set_index("work_id")
    now = works[shown].dropna(subset=["citations"]).fillna({"title": "", "url": ""})
    ids, sources = now["work_id"], now["citations_source"]
    was = pd.Series(pd.NA, index=now.index, dtype="Int64")
    for source in COUNTED_BY:
        counted = ids.map(old[f"citations_{source}"]).astype("Int64")
        was = was.mask((sources == source).to_numpy(), counted)
    is_same = (ids.map(old["citations_source"]) == sources).fillna(False).to_numpy(bool)
    days = ids.map(old["citations_on"]).astype("string").where(is_same)
    counted = ids.map(old["citations"]).astype("Int64").where(is_same)
    now = now.assign(was=was.fillna(counted), was_on=days.fillna(""))
    now["rise"] = now["citations"] - now["was"]
    risen = now[(now["rise"] > 0).fillna(False).to_numpy(bool)]
    origins = risen["work_id"].map(old["origin"])
    is_alike = [
        _record(one, source) == _record(other, source)
        for one, other, source in zip(
            origins, risen["origin"], risen["citations_source"], strict=True
        )
    ]
    return risen.loc[is_alike]


def _record(origin: object, source: str) -> str:
    """Of which record a source told the count: a preprint's count is not its article's."""
    by_field = json.loads(origin) if isinstance(origin, str) else {}
    return str(by_field.get(f"citations.{source}", ("", "", ""))[2])


def _in_a_year(top: pd.DataFrame, history: pd.DataFrame) -> dict[str, int]:
    """By work: what its count rose by in the year before it was last asked for, if known."""
    asked = top[["work_id", "citations_source", "citations_on", "citations"]].drop_duplicates()
    asked = asked.assign(year_ago=[_year_before(str(day)) for day in asked["citations_on"]])
    known = history[history["work_id"].isin(set(asked["work_id"]))]
    known = known.rename(columns={"source": "citations_source", "citations": "then"})
    joined = known.merge(asked, on=["work_id", "citations_source"])
    joined = joined[joined["counted_on"] <= joined["year_ago"]]
    newest = known.sort_values("counted_on").groupby(["work_id", "citations_source"])
    records = newest["record"].last().rename("record_now").reset_index()
    joined = joined.merge(records, on=["work_id", "citations_source"])
    joined = joined[~(joined["record"] != joined["record_now"]).fillna(False)]
    last = joined.sort_values("counted_on").groupby("work_id").last()
    return {str(name): int(rise) for name, rise in (last["citations"] - last["then"]).items()}


def _year_before(day: str) -> str:
    try:
        return (date.fromisoformat(day) - YEAR).isoformat()
    except ValueError:
        return ""
