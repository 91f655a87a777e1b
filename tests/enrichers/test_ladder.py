"""Each step proves what it can, and nothing is taken for what it is not."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from enrichers.items.typed import typed_id
from enrichers.model import Verdict, WorkKind
from tests.enrichers.climbing import (
    BOUND,
    BRIEF,
    CATALOGUE,
    CHEESE,
    COURSE,
    DECLARED,
    ERRATUM,
    FLOW,
    MOVED,
    NOWHERE,
    PAPER,
    REFERENCES,
    SHORT,
    TALK,
    TODAY,
    TWIN,
    TWO_AND_NAMED,
    TWO_FACED,
    UNKNOWN_DOI,
    WRONG,
    Walk,
    link,
)
from tests.standin.server import StandIn


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(CATALOGUE, pace=0.01) as server:
        yield server


def test_an_identifier_that_a_page_declares_is_confirmed(walk: Walk) -> None:
    [end] = walk(link(DECLARED)).resolutions

    assert end.verdict is Verdict.RESOLVED
    assert end.work_id == "doi:10.1000/bound"
    assert end.via.startswith("page: ")


def test_an_identifier_whose_record_is_another_work_is_not_believed(walk: Walk) -> None:
    [end] = walk(link(WRONG)).resolutions

    assert end.verdict is not Verdict.RESOLVED


def test_what_a_page_cites_is_not_what_it_is(walk: Walk) -> None:
    [end] = walk(link(REFERENCES)).resolutions

    assert end.verdict is Verdict.TYPED


def test_a_paper_without_identifier_is_found_by_its_title(walk: Walk) -> None:
    [end] = walk(link(PAPER, "paper")).resolutions

    assert end.verdict is Verdict.RESOLVED
    assert end.work_id == "doi:10.1000/bound"
    assert end.via.startswith("words: ")
    assert end.confidence is not None
    assert 0.99 < end.confidence <= 1


def test_slides_are_not_the_paper_that_they_present(walk: Walk) -> None:
    conclusion = walk(link(TALK, FLOW.title))

    [end] = conclusion.resolutions
    assert end.verdict is Verdict.TYPED
    assert conclusion.works[end.work_id].kind is WorkKind.PRESENTATION


def test_a_course_is_called_what_its_page_calls_it(walk: Walk) -> None:
    conclusion = walk(link(COURSE, "link"))

    [end] = conclusion.resolutions
    assert end.verdict is Verdict.TYPED
    assert conclusion.works[end.work_id].title == "Linear things, spring 2020"


def test_a_dead_document_gets_what_its_label_proves(walk: Walk) -> None:
    [end] = walk(
        link(NOWHERE, f"Lovelace, A. and Noether, E. (2019). {BOUND.title}")
    ).resolutions

    assert end.verdict is Verdict.RESOLVED
    assert end.work_id == "doi:10.1000/bound"


def test_an_address_that_is_gone_twice_is_dead(walk: Walk) -> None:
    first = walk(link(NOWHERE)).resolutions[0]
    again = walk(link(NOWHERE), today=TODAY + timedelta(days=1)).resolutions[0]

    assert first.verdict is not Verdict.DEAD
    assert again.verdict is Verdict.DEAD
    assert str(TODAY) in again.reason


def test_two_works_of_one_title_are_left_to_people(walk: Walk) -> None:
    [end] = walk(link(NOWHERE, f"{TWIN.title} (2015)")).resolutions

    assert end.verdict is Verdict.AMBIGUOUS


@pytest.mark.parametrize("service", ["crossref", "arxiv"])
def test_a_search_that_was_down_is_made_again(
    walk: Walk, standin: StandIn, service: str
) -> None:
    asked = link(NOWHERE, f"{FLOW.title}. E. Noether, 2021")
    standin.misbehave(service, "503")
    down = walk(asked).resolutions[0]
    standin.heal()

    again = walk(asked).resolutions[0]

    if down.verdict is not Verdict.RESOLVED:
        assert down.verdict is Verdict.UNANSWERED
    assert again.verdict is Verdict.RESOLVED
    assert again.work_id == "arxiv:2101.00001"


def test_a_second_climb_asks_nobody(walk: Walk, standin: StandIn) -> None:
    links = [link(DECLARED), link(PAPER, "paper"), link(COURSE), link(TALK, FLOW.title)]
    walk(*links)
    asked = len(standin.requests)

    walk(*links)

    assert len(standin.requests) == asked


def test_a_list_that_calls_an_address_by_another_work_s_title_is_a_conflict(
    walk: Walk,
) -> None:
    label = f"Lovelace, A. and Noether, E. (2019). {BOUND.title}"

    [end] = walk(link("https://doi.org/10.1000/cheese", label)).resolutions

    assert end.verdict is Verdict.CONFLICT
    assert "cheese" in end.reason


def test_a_page_that_declares_another_work_than_the_list_names_is_a_conflict(
    walk: Walk,
) -> None:
    [end] = walk(link(PAPER, CHEESE.title)).resolutions

    assert end.verdict is Verdict.CONFLICT


@pytest.mark.parametrize("address", [CHEESE.doi, ERRATUM.doi])
def test_a_short_title_of_another_work_is_a_conflict_too(walk: Walk, address: str) -> None:
    [end] = walk(link(f"https://doi.org/{address}", BRIEF.title)).resolutions

    assert end.verdict is Verdict.CONFLICT


def test_a_label_that_only_comments_is_no_conflict(walk: Walk) -> None:
    [end] = walk(link("https://doi.org/10.1000/cheese", "a nice read for hikers")).resolutions

    assert end.verdict is Verdict.RESOLVED


def test_the_story_tells_each_step(walk: Walk) -> None:
    walk(link(PAPER, "paper"))

    [lines] = walk.stories
    steps = [line.partition(":")[0] for line in lines]
    assert [step for step in ("list", "address", "page", "words", "verdict") if step in steps]
    assert any("crossref proposes doi:10.1000/bound" in line for line in lines)
    assert any(line.startswith("verdict: resolved") for line in lines)
    assert any("title" in line and "from crossref" in line for line in lines)


def test_a_page_that_declares_two_works_is_left_to_people(walk: Walk) -> None:
    [end] = walk(link(TWO_FACED, "here")).resolutions

    assert end.verdict is Verdict.AMBIGUOUS
    assert "2 different works" in end.reason
    assert end.work_id.startswith("url:")


@pytest.mark.parametrize("label", ["here", CHEESE.title])
def test_of_two_works_that_a_page_declares_its_title_tells_which(
    walk: Walk, label: str
) -> None:
    [end] = walk(link(TWO_AND_NAMED, label)).resolutions

    assert end.verdict is Verdict.RESOLVED
    assert end.work_id == "doi:10.1000/cheese"


def test_what_a_page_declares_and_no_registry_knows_is_no_identity(walk: Walk) -> None:
    [end] = walk(link(UNKNOWN_DOI)).resolutions

    assert end.verdict is Verdict.TYPED
    assert end.work_id == typed_id(link(UNKNOWN_DOI))


@pytest.mark.parametrize("service", ["crossref", "datacite", "doi_org"])
def test_what_a_page_declares_is_open_while_a_registry_is_down(
    walk: Walk, standin: StandIn, service: str
) -> None:
    standin.misbehave(service, "503")
    [down] = walk(link(UNKNOWN_DOI)).resolutions
    standin.heal()
    [again] = walk(link(UNKNOWN_DOI)).resolutions

    assert (down.verdict, again.verdict) == (Verdict.UNANSWERED, Verdict.TYPED)


def test_a_registry_that_goes_down_after_the_search_leaves_the_link_open(
    walk: Walk, standin: StandIn
) -> None:
    standin.misbehave("crossref", "503", after=1)
    down = walk(link(PAPER, "paper")).resolutions[0]
    standin.heal()
    again = walk(link(PAPER, "paper")).resolutions[0]

    assert (down.verdict, again.verdict) == (Verdict.UNANSWERED, Verdict.RESOLVED)


def test_a_document_that_is_down_is_not_one_without_a_paper(
    walk: Walk, standin: StandIn
) -> None:
    standin.misbehave("web", "503")
    down = walk(link(PAPER, "paper")).resolutions[0]
    standin.heal()
    again = walk(link(PAPER, "paper")).resolutions[0]

    assert again.verdict is Verdict.RESOLVED
    assert down.verdict is Verdict.UNANSWERED


def test_a_page_that_is_down_is_not_said_to_name_no_work(walk: Walk, standin: StandIn) -> None:
    standin.misbehave("web", "503")

    course, paper = walk(link(COURSE, "here"), link(DECLARED, "here", 2)).resolutions

    assert course.verdict is Verdict.TYPED
    assert "until its page answers; its page: HTTP 503" in course.reason
    assert paper.verdict is Verdict.UNANSWERED


def test_a_redirect_to_an_identifier_proves_it_even_where_programs_are_turned_away(
    walk: Walk,
) -> None:
    [end] = walk(link(SHORT, "here")).resolutions

    assert (end.verdict, end.work_id) == (Verdict.RESOLVED, "arxiv:2101.00001")
    assert end.via.startswith("page: redirect: ")


def test_a_redirect_to_another_work_than_the_list_names_is_a_conflict(walk: Walk) -> None:
    [end] = walk(link(SHORT, f"{CHEESE.title} (2005)")).resolutions

    assert end.verdict is Verdict.CONFLICT
    assert "cheese" in end.reason
    assert end.reason.startswith("its page declares")


def test_the_home_page_of_another_site_is_not_what_was_linked(walk: Walk) -> None:
    [end] = walk(link(MOVED, TWIN.title)).resolutions

    assert end.verdict is not Verdict.RESOLVED


def test_the_order_of_the_links_makes_no_difference(walk: Walk) -> None:
    label = f"Lovelace, A. and Noether, E. (2019). {BOUND.title}"
    links = [
        link(NOWHERE, label, 1),
        link(NOWHERE.replace("https", "http"), f"{TWIN.title} (2015)", 2),
        link(DECLARED, "", 3),
        link(TWO_FACED, "here", 4),
        link(TWO_FACED + "#part", CHEESE.title, 5),
        link(PAPER, "paper", 6),
    ]

    there = {end.link: (end.verdict, end.work_id) for end in walk(*links).resolutions}
    back = {end.link: (end.verdict, end.work_id) for end in walk(*links[::-1]).resolutions}

    assert there == back


def test_ten_thousand_occurrences_of_one_address_are_one_question(
    walk: Walk, standin: StandIn
) -> None:
    links = [link("https://doi.org/10.1000/twin", f"see {n}", n) for n in range(10_000)]

    ends = walk(*links).resolutions

    assert {end.work_id for end in ends} == {"doi:10.1000/twin"}
    assert standin.count("crossref") <= 2
