"""The same code on links that it has not seen, among traps of many kinds."""

from pathlib import Path

import pytest

from enrichers.model import Verdict
from seeds.read import read
from tests.bench.unseen import Score, rows, walked
from tests.standin.wild.lists import Wild, wild

SEED = 11
SIZE = 240


@pytest.fixture(scope="module")
def made() -> Wild:
    return wild(SIZE, SEED)


@pytest.fixture(scope="module")
def score(made: Wild, tmp_path_factory: pytest.TempPathFactory) -> Score:
    return Score(rows=rows(made, walked(made, tmp_path_factory.mktemp("wild"))))


def test_the_same_seed_makes_the_same_lists(made: Wild) -> None:
    again = wild(SIZE, SEED)

    assert again.documents == made.documents
    assert again.entries == made.entries


def test_another_seed_makes_other_lists(made: Wild) -> None:
    assert wild(SIZE, SEED + 1).documents != made.documents


def test_every_entry_of_the_lists_is_read(made: Wild, tmp_path: Path) -> None:
    for name, text in made.documents.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    links = [link for name in made.documents for link in read(tmp_path / name)]
    meant = {entry.url or entry.label for link in links if (entry := made.entry(link))}

    assert meant == set(made.entries)


def test_no_link_is_given_another_work_s_identity(score: Score) -> None:
    assert [row.story for row in score.wrong] == []


def test_nothing_is_accepted_on_lists_walls_and_challenges(score: Score) -> None:
    forbidden = [row for row in score.rows if row.entry.is_forbidden]

    assert len(forbidden) > 30
    assert [row.story for row in forbidden if row.identity] == []


def test_most_links_that_mean_a_work_are_given_it(score: Score) -> None:
    assert sum(bool(row.entry.ids) for row in score.rows) > 80
    assert score.recall > 0.8, [row.story for row in score.rows if row.entry.ids]


def test_a_wrong_address_is_reported_as_a_conflict(score: Score) -> None:
    wrong = [row for row in score.rows if row.entry.trap.startswith("wrong address")]
    verdicts = {row.end.verdict for row in wrong}

    assert Verdict.CONFLICT in verdicts
    assert Verdict.RESOLVED not in verdicts


def test_nearly_every_item_is_of_an_honest_type(score: Score) -> None:
    assert score.typed_right > 0.95, [
        (row.story, row.item_type) for row in score.rows if not row.is_typed_right
    ]
