"""Judging keeps its promises on real titles that its weights were not fitted on."""

from collections.abc import Sequence
from random import Random

import pytest

from enrichers.words.clean import clean
from enrichers.words.clues import clue_of_label
from enrichers.words.judge import judge
from enrichers.words.model import Decision
from enrichers.writing.text import squeeze
from tests.bench.titles import NOISES, OWN, Pool, Record, is_version, read, sample

QUESTIONS = 120


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return read(OWN)


@pytest.fixture(scope="module")
def pool(records: Sequence[Record]) -> Pool:
    return Pool(records)


@pytest.fixture(scope="module")
def questions(records: Sequence[Record]) -> list[Record]:
    held_out = [record for record in records if not record.is_for_fitting]
    return sample(held_out, QUESTIONS, Random(3))


def _accepted(label: str, found: Sequence[Record]) -> Record | None:
    judgement = judge(clue_of_label(label), [record.work for record in found])
    if judgement.decision is not Decision.ACCEPT:
        return None
    ids = judgement.proposals[0].work.ids
    return next(record for record in found if record.work.ids == ids)


@pytest.mark.parametrize("noise", [noise for noise in NOISES if noise != "no subtitle"])
def test_titles_as_lists_write_them_are_accepted(
    noise: str, questions: Sequence[Record], pool: Pool
) -> None:
    chance = Random(4)
    labels = {record: NOISES[noise](record, chance) for record in questions}
    asked = {record: label for record, label in labels.items() if label}

    answers = {
        record: _accepted(label, pool.nearest(clean(label).title))
        for record, label in asked.items()
    }

    right = sum(answer is record for record, answer in answers.items())
    assert right >= 0.95 * len(asked)


def test_nothing_else_is_accepted_when_the_work_is_unknown(
    questions: Sequence[Record], pool: Pool
) -> None:
    answers = {
        record: _accepted(record.title, pool.nearest(record.title, without=record))
        for record in questions
    }

    wrong = {
        asked.title: answer.title
        for asked, answer in answers.items()
        if answer and not is_version(asked, answer)
    }
    assert wrong == {}


def test_cleaning_leaves_real_titles_whole(records: Sequence[Record]) -> None:
    titles = [record.title for record in records[::10]]

    harmed = [title for title in titles if squeeze(clean(title).title) != squeeze(title)]

    assert len(harmed) <= 0.005 * len(titles)
