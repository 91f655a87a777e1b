"""What a run does when a service's budget for the day does not reach, and the run after it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flows.steps import Job, walk
from outputs.report.summary import Summary, to_markdown
from tests.flows.works import FRONTS, LATTICES
from tests.standin.catalogue import Catalogue
from tests.standin.server import StandIn
from tests.walks import NOW, Place, time_passes

BUDGET = 1_000  # credits
LIST = f"""# Reading
- [Fronts](https://doi.org/{FRONTS.doi})
- [Lattices](https://arxiv.org/abs/2101.00017)
- [An unheard-of theorem about patient lattices](https://made-up.net/first.pdf)
- [Another unheard-of lemma about hasty networks](https://made-up.net/second.pdf)
"""


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(Catalogue([FRONTS, LATTICES]), pace=0.01) as server:
        yield server


@pytest.fixture
def job(standin: StandIn, tmp_path: Path) -> Job:
    document = tmp_path / "list.md"
    document.write_text(LIST, encoding="utf-8")
    return Place(folder=tmp_path, endpoints=standin.endpoints).job("", document)


def run(job: Job, *, searches: bool = False) -> Summary:
    settings = replace(job.settings, search=searches)
    return walk(replace(job, settings=settings), now=NOW).summary


def test_a_run_with_an_empty_purse_says_what_it_left_and_the_next_goes_on_there(
    job: Job, standin: StandIn
) -> None:
    standin.openalex.spend(BUDGET)
    first = run(job)
    same_day = run(job)
    standin.openalex.spend(-BUDGET)
    time_passes(job.settings.state)

    next_day = run(job)

    assert "until midnight UTC" in first.down["openalex"]
    assert (first.left, first.requests["openalex"]) == ({"openalex": 2}, 1)
    assert (same_day.left, same_day.asked) == ({"openalex": 2}, 0)
    assert (next_day.left, next_day.down) == ({}, {})
    assert next_day.requests["openalex"] == next_day.asked == 2
    assert "## Left for the next run (2)" in to_markdown(same_day)


def test_titles_are_not_searched_for_with_what_counts_will_cost(
    job: Job, standin: StandIn
) -> None:
    standin.openalex.spend(BUDGET - 14)

    summary = run(job, searches=True)

    filters = [request.params.get("filter", "") for request in standin.requests]
    searched = [said for said in filters if said.startswith("title.search")]
    assert len(searched) == 1
    assert summary.left == {"openalex (titles)": 1}
    assert summary.down == {}
    assert summary.requests["openalex"] == 3


def test_a_source_that_was_left_alone_is_asked_for_what_it_did_not_answer(
    job: Job, standin: StandIn
) -> None:
    standin.misbehave("semantic_scholar", "429")
    hasty = replace(job, settings=replace(job.settings, patience=1))
    first = run(hasty)
    standin.heal()
    time_passes(job.settings.state)

    second = run(hasty)

    assert "turned us away" in first.down["semantic_scholar"]
    assert first.left == {"semantic_scholar": 2}
    assert (second.left, second.down) == ({}, {})
    assert second.requests["semantic_scholar"] == second.asked == 1
