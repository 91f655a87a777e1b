"""A digest tells what changed from one run's tables to the next, and nothing else."""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from enrichers.model import Verdict, WorkKind
from outputs.files import write_tables
from outputs.report.changes import changes
from outputs.report.earlier import read_tables
from tests.outputs.report.listing import (
    GONE,
    NOON,
    ONE,
    PAGE,
    PREPRINT,
    TWO,
    Listing,
    changes_in,
    cited,
    compared,
    tables,
)


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
    before = [ONE, PAGE, PREPRINT, cited(3, 4), replace(TWO, topic="", label="", title="")]
    after = [replace(PREPRINT, kind=WorkKind.BOOK), GONE, cited(3, 6), replace(TWO, label="")]
    now = tables(after)
    write_tables(*_frames(before), tmp_path)

    from_files = changes([read_tables(tmp_path)], now, run="b", made_at=NOON, since="a")

    assert from_files == compared(before, after)
    assert changes([read_tables(tmp_path)], tables(before), run="b", made_at=NOON).is_empty


def _frames(listings: list[Listing]) -> tuple[pd.DataFrame, pd.DataFrame]:
    made = tables(listings)
    return made.links, made.works
