"""What people decided goes before everything, and is not asked again."""

from collections.abc import Callable, Iterator

import pytest

from enrichers.items.typed import typed_id
from enrichers.model import Verdict, WorkKind
from enrichers.rulings import Rulings, read_rulings
from tests.enrichers.climbing import (
    BOUND,
    CATALOGUE,
    COURSE,
    DECLARED,
    NOWHERE,
    PAPER,
    REFERENCES,
    TWIN,
    TWO_FACED,
    Walk,
    link,
)
from tests.standin.server import StandIn

Answered = Callable[[str], Rulings]


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(CATALOGUE, pace=0.01) as server:
        yield server


@pytest.fixture
def answered() -> Answered:
    return lambda text: read_rulings(text, "answers")


def test_people_say_which_work_is_meant(walk: Walk, answered: Answered) -> None:
    asked = link(NOWHERE, TWIN.title)

    [end] = walk(asked, rulings=answered(f"{NOWHERE} is doi:10.1000/other")).resolutions

    assert end.verdict is Verdict.RESOLVED
    assert end.work_id == "doi:10.1000/other"
    assert end.via.startswith("people: ")


def test_people_say_that_it_is_none(walk: Walk, answered: Answered) -> None:
    rulings = answered(f"{PAPER} is none")

    [end] = walk(link(PAPER, BOUND.title), rulings=rulings).resolutions

    assert end.verdict is Verdict.TYPED
    assert "people decided" in end.reason


def test_none_of_these_is_asked_again_when_there_are_others(
    walk: Walk, answered: Answered
) -> None:
    rulings = answered(f"{NOWHERE} is none [seen 00000000]")

    [end] = walk(link(NOWHERE, f"{TWIN.title} (2015)"), rulings=rulings).resolutions

    assert end.verdict is Verdict.AMBIGUOUS


def test_people_say_that_two_addresses_are_the_same(walk: Walk, answered: Answered) -> None:
    rulings = answered(f"{COURSE} same as {DECLARED}")

    first, second = walk(link(DECLARED), link(COURSE, line=2), rulings=rulings).resolutions

    assert first.work_id == second.work_id == "doi:10.1000/bound"


def test_people_leave_a_link_out(walk: Walk, standin: StandIn, answered: Answered) -> None:
    [end] = walk(link(COURSE), rulings=answered(f"{COURSE} ignore")).resolutions

    assert end.verdict is Verdict.SKIPPED
    assert end.work_id == ""
    assert standin.requests == []


def test_people_correct_what_an_item_says(walk: Walk, answered: Answered) -> None:
    rulings = answered(f"{COURSE} title: Linear things\n{COURSE} type video")

    conclusion = walk(link(COURSE), rulings=rulings)

    work = conclusion.works[conclusion.resolutions[0].work_id]
    assert (work.title, work.kind) == ("Linear things", WorkKind.VIDEO)
    assert work.origin["title"].source == "people"


def test_people_say_which_of_two_declared_works_is_meant(
    walk: Walk, answered: Answered
) -> None:
    rulings = answered(f"{TWO_FACED} is doi:10.1000/cheese")

    [end] = walk(link(TWO_FACED, "here"), rulings=rulings).resolutions

    assert (end.verdict, end.work_id) == (Verdict.RESOLVED, "doi:10.1000/cheese")


def test_what_people_decided_is_not_asked_again_whatever_the_list_calls_it(
    walk: Walk, answered: Answered
) -> None:
    url = "https://doi.org/10.1000/cheese"
    label = f"Lovelace, A. and Noether, E. (2019). {BOUND.title}"
    rulings = answered(f"{url} is doi:10.1000/cheese")

    [end] = walk(link(url, label), rulings=rulings).resolutions

    assert (end.verdict, end.work_id) == (Verdict.RESOLVED, "doi:10.1000/cheese")


def test_an_answer_that_no_registry_knows_is_not_passed_over(
    walk: Walk, answered: Answered
) -> None:
    rulings = answered(f"{COURSE} is doi:10.1000/mistyped")

    [end] = walk(link(COURSE), rulings=rulings).resolutions

    assert end.verdict is Verdict.NOT_FOUND
    assert "10.1000/mistyped" in end.reason


def test_an_answer_whose_registry_is_down_is_asked_again(
    walk: Walk, standin: StandIn, answered: Answered
) -> None:
    standin.misbehave("crossref", "503")

    [end] = walk(link(COURSE), rulings=answered(f"{COURSE} is doi:10.1000/twin")).resolutions

    assert end.verdict is Verdict.UNANSWERED


@pytest.mark.parametrize("lines", [(DECLARED, COURSE), (COURSE, DECLARED)])
def test_same_as_does_not_depend_on_the_order_of_the_links(
    walk: Walk, answered: Answered, lines: tuple[str, str]
) -> None:
    rulings = answered(f"{COURSE} same as {DECLARED}")
    links = [link(url, line=number) for number, url in enumerate(lines, start=1)]

    ends = walk(*links, rulings=rulings).resolutions

    assert {end.work_id for end in ends} == {"doi:10.1000/bound"}


def test_same_as_leads_to_an_address_that_no_list_has(walk: Walk, answered: Answered) -> None:
    rulings = answered(f"{COURSE} same as https://doi.org/10.1000/twin")

    [end] = walk(link(COURSE), rulings=rulings).resolutions

    assert (end.verdict, end.work_id) == (Verdict.RESOLVED, "doi:10.1000/twin")


def test_same_as_takes_the_identity_of_either_address(walk: Walk, answered: Answered) -> None:
    proved = "https://doi.org/10.1000/twin"
    rulings = answered(f"{proved} same as {COURSE}")

    ends = walk(link(proved), link(COURSE, line=2), rulings=rulings).resolutions

    assert [end.work_id for end in ends] == ["doi:10.1000/twin"] * 2


@pytest.mark.parametrize(
    "rules",
    [
        "{a} same as {b}\n{b} same as {c}",
        "{a} same as {b}\n{b} same as {c}\n{c} same as {a}",
        "{a} same as {b}\n{b} same as {a}\n{c} same as {a}",
        "{a} same as {a}\n{b} same as {a}\n{c} same as {b}",
    ],
)
def test_chains_and_rings_of_the_same_are_one(
    walk: Walk, answered: Answered, rules: str
) -> None:
    urls = {"a": COURSE, "b": DECLARED, "c": "https://people.made-up.net/emmy/mirror/"}
    links = [link(url, line=number) for number, url in enumerate(urls.values(), start=1)]

    ends = walk(*links, rulings=answered(rules.format(**urls))).resolutions

    assert len({end.work_id for end in ends}) == 1
    assert {end.verdict for end in ends} == {Verdict.RESOLVED}


def test_the_item_of_the_same_is_at_the_address_that_people_named(
    walk: Walk, answered: Answered
) -> None:
    mirror = "https://people.made-up.net/emmy/mirror/"
    rulings = answered(f"{mirror} same as {COURSE}")

    conclusion = walk(link(mirror), link(COURSE, line=2), rulings=rulings)

    assert {end.work_id for end in conclusion.resolutions} == {typed_id(link(COURSE))}
    assert conclusion.works[typed_id(link(COURSE))].url == COURSE


def test_what_words_led_to_gives_way_when_people_say_that_it_is_another(
    walk: Walk, answered: Answered
) -> None:
    proved = "https://doi.org/10.1000/bound"
    links = [link(PAPER, "paper"), link(proved, line=2)]
    either = (
        answered(f"{PAPER} not same as {proved}"),
        answered(f"{proved} not same as {PAPER}"),
    )

    for_paper, for_doi = (walk(*links, rulings=rulings).resolutions for rulings in either)

    assert [end.verdict for end in for_paper] == [Verdict.TYPED, Verdict.RESOLVED]
    assert [end.work_id for end in for_paper] == [end.work_id for end in for_doi]
    assert "people say" in for_paper[0].reason


def test_versions_that_people_call_two_works_stay_two(walk: Walk, answered: Answered) -> None:
    urls = [f"https://doi.org/{doi}" for doi in ("10.1000/paired", "10.1000/pair")]
    links = [link(url, line=number) for number, url in enumerate(urls, start=1)]

    together = {end.work_id for end in walk(*links).resolutions}
    rulings = answered(f"{urls[0]} not same as {urls[1]}")
    apart = {end.work_id for end in walk(*links, rulings=rulings).resolutions}

    assert (len(together), len(apart)) == (1, 2)


def test_what_people_correct_at_either_address_of_the_same_counts(
    walk: Walk, answered: Answered
) -> None:
    mirror = "https://people.made-up.net/emmy/mirror/"
    rulings = answered(
        f"{mirror} same as {COURSE}\n{mirror} title: Linear\n{COURSE} language: fr"
    )

    conclusion = walk(link(mirror), rulings=rulings)

    work = conclusion.works[conclusion.resolutions[0].work_id]
    assert (work.title, work.language) == ("Linear", "fr")


def test_not_the_same_counts_for_what_is_called_the_same_too(
    walk: Walk, answered: Answered
) -> None:
    mirror, proved = "https://people.made-up.net/ada/mirror/", "https://doi.org/10.1000/bound"
    links = [link(PAPER, "paper"), link(mirror, line=2), link(proved, line=3)]
    rulings = answered(f"{mirror} same as {PAPER}\n{mirror} not same as {proved}")

    ends = walk(*links, rulings=rulings).resolutions

    assert [end.verdict for end in ends] == [Verdict.TYPED, Verdict.TYPED, Verdict.RESOLVED]


def test_the_item_of_the_same_is_called_what_the_address_that_people_named_says(
    walk: Walk, answered: Answered
) -> None:
    rulings = answered(f"{REFERENCES} same as {COURSE}")

    conclusion = walk(link(REFERENCES, "here"), link(COURSE, "link", 2), rulings=rulings)

    assert conclusion.works[typed_id(link(COURSE))].title == "Linear things, spring 2020"


def test_a_mirror_speaks_for_a_page_that_is_gone(walk: Walk, answered: Answered) -> None:
    gone = "https://people.made-up.net/emmy/gone/"
    rulings = answered(f"{COURSE} same as {gone}")

    conclusion = walk(link(COURSE, "here"), link(gone, "link", 2), rulings=rulings)

    assert conclusion.works[typed_id(link(gone))].title == "Linear things, spring 2020"
