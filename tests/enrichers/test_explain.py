"""The story of a link names each step, who was asked, and why the others lost."""

from collections.abc import Iterator

import pytest

from enrichers.rulings import read_rulings
from tests.enrichers.climbing import TODAY, Walk, link
from tests.standin.catalogue import Catalogue
from tests.standin.pages import Page
from tests.standin.records import Name, Record
from tests.standin.server import StandIn

TITLE = "Stochastic averaging of stiff kinetic equations"
ADA = Name(family="Lovelace", given="Ada")
DECLARED = "https://papers.made-up.net/abstract/17"
NOWHERE = "https://people.made-up.net/ada/lost.pdf"
TWIN = Record(doi="10.1000/twin", title=TITLE, authors=(ADA,), issued="2015")
OTHER = Record(
    doi="10.1000/other", title=TITLE, authors=(Name(family="Senn", given="Urs"),), issued="2015"
)


@pytest.fixture
def standin() -> Iterator[StandIn]:
    pages = [Page(url=DECLARED, record=TWIN, title=TITLE, dialects=("highwire",))]
    with StandIn(Catalogue([TWIN, OTHER], pages), pace=0.01) as server:
        yield server


def told(walk: Walk) -> str:
    [lines] = walk.stories
    assert not any("\n" in line for line in lines)
    return "\n".join(lines)


def test_an_address_tells_who_has_its_record(walk: Walk) -> None:
    walk(link("https://doi.org/10.1000/twin", "a paper"))

    story = told(walk)
    assert 'list: list.md, line 1, under “Topic”: "a paper" https://doi.org/10.1000' in story
    assert "doi:10.1000/twin (from doi): confirmed by crossref" in story
    assert "verdict: resolved (1.000 sure)" in story
    assert f"from crossref (doi:10.1000/twin) on {TODAY}" in story


def test_a_page_tells_its_state_its_day_and_what_it_declares(walk: Walk) -> None:
    walk(link(DECLARED, "here"))

    story = told(walk)
    assert "address: proves nothing by itself" in story
    assert f"page: alive on {TODAY}" in story
    assert f"page: calls itself “{TITLE}”" in story
    assert "page: citation_doi" in story


def test_candidates_that_lost_are_told_with_their_scores(walk: Walk) -> None:
    walk(link(NOWHERE, f"{TITLE} (2015)"))

    story = told(walk)
    assert "page: gone" in story
    assert "crossref proposes doi:10.1000/twin" in story
    assert "crossref proposes doi:10.1000/other" in story
    assert "words: ask: 2 works fit about equally well" in story
    assert "verdict: ambiguous" in story


def test_a_source_that_was_down_is_told(walk: Walk, standin: StandIn) -> None:
    standin.misbehave("crossref", "503")

    walk(link(NOWHERE, f"{TITLE} (2015)"))

    assert "words: crossref gave no answer: Crossref: HTTP 503" in told(walk)
    assert "verdict: unanswered" in told(walk)


def test_what_people_decided_comes_first(walk: Walk) -> None:
    rulings = read_rulings(f"{NOWHERE} is doi:10.1000/other", "answers")

    walk(link(NOWHERE, f"{TITLE} (2015)"), rulings=rulings)

    story = told(walk)
    assert "people: doi:10.1000/other (from answer): confirmed by crossref" in story
    assert "address: " not in story


def test_a_link_that_is_skipped_has_a_story_too(walk: Walk) -> None:
    walk(link("#part"))

    assert "verdict: skipped: no web address" in told(walk)
