"""From run to run, digests and their feed go on from what the folder of exports holds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from enrichers.model import Verdict
from outputs.files import REPORT, write_tables
from outputs.manifest import About, verify
from outputs.report.changes import changes
from outputs.report.digest import Digest, Happening
from outputs.report.earlier import tables_of
from outputs.report.kept import notes_told, write_digest
from outputs.runs import Published, earlier_runs, publish, run_name
from tests.outputs.report.feeds import entries_of
from tests.outputs.report.listing import NOON, Listing, tables, told

ONE = Listing(verdict=Verdict.TYPED, work_id="url:a.test", ids=())
DEAD = replace(ONE, verdict=Verdict.DEAD, reason="gone")
DOWN = replace(ONE, verdict=Verdict.UNANSWERED, reason="down", work_id="url:x", ids=())


def run(
    into: Path, day: int, listings: Sequence[Listing], notes: Sequence[str] = ()
) -> tuple[Digest, Published]:
    """What a run does with its tables."""
    moment = NOON + timedelta(days=day)
    after = tables(listings)
    earlier = list(earlier_runs(into)) if into.exists() else []
    last = earlier[0] if earlier else None
    digest = changes(
        tables_of(earlier),
        after,
        run=run_name(moment),
        made_at=moment,
        since=last.name if last else "",
        notes=notes,
        told=notes_told(last),
    )

    def write(folder: Path) -> None:
        write_tables(after.links, after.works, folder, texts={REPORT: f"day {day}"})
        write_digest(digest, folder, last=last)

    about = About(made_at=moment)
    return digest, publish(write, into, digest.run, about, has_news=not digest.is_empty)


def test_a_week_of_runs(tmp_path: Path) -> None:
    days = [[ONE], [ONE], [DOWN], [DEAD], [DEAD], [ONE]]

    week = [run(tmp_path, day, listings) for day, listings in enumerate(days)]

    assert [published.is_new for _, published in week] == [True, False, True, True, False, True]
    assert [[what for _, what, _ in told(digest)] for digest, _ in week] == [
        *([], [], [], [Happening.DIED], [], [Happening.RETURNED]),
    ]
    feed = (tmp_path / "feed.atom").read_bytes()
    assert [title for _, title in entries_of(feed)] == [
        "1 returned",
        "1 died",
        "1 open",
        "The first run: 1 link (1 typed), 1 work",
    ]
    assert [verify(folder) for folder in earlier_runs(tmp_path)] == [[]] * 4
    assert (tmp_path / "report.md").read_text() == "day 5"


def test_tables_of_another_version_are_not_compared(tmp_path: Path) -> None:
    _, first = run(tmp_path, 0, [ONE])
    (first.folder / "works.parquet").write_text("of another version")

    digest, published = run(tmp_path, 1, [ONE])

    assert digest.is_first
    assert digest.why_alone == "the run 20260301T120000Z cannot be compared"
    assert published.is_new


def test_what_people_changed_is_told_by_one_run(tmp_path: Path) -> None:
    week = [run(tmp_path, day, [ONE], ["Flows: kept"]) for day in range(3)]

    assert [digest.notes for digest, _ in week] == [(), (), ()]
    digest, published = run(tmp_path, 4, [ONE], ["Flows: kept", "Layers: kept"])
    assert digest.notes == ("Layers: kept",)
    assert published.is_new
    assert "Layers: kept" in (tmp_path / "digest.md").read_text()
    again, unchanged = run(tmp_path, 5, [ONE], ["Flows: kept", "Layers: kept"])
    assert again.is_empty
    assert not unchanged.is_new
