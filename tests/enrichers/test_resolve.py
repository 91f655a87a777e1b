from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TypedDict
from urllib.parse import unquote

import pytest

from enrichers.asking.ask import Heard, ask
from enrichers.asking.pace import Pace
from enrichers.asking.store import Store
from enrichers.model import Answers, Claim, Identifier, Scheme, Source
from enrichers.resolve import Resolved
from enrichers.rounds import Standing
from enrichers.sources.arxiv import Arxiv
from enrichers.sources.crossref import Crossref
from enrichers.sources.datacite import DataCite
from enrichers.sources.doi_org import DoiOrg
from enrichers.sources.openalex import OpenAlex
from enrichers.sources.semantic_scholar import SemanticScholar
from seeds.model import Link
from tests.enrichers.small_world import (
    BOOK,
    CATALOGUE,
    CHEESE,
    CLAIMED,
    COUNTS,
    HEALTHY,
    JALC,
    MISTYPED,
    NAMED_PREPRINT,
    NAMING,
    NO_PAPER,
    NOTHING,
    PREPRINT,
    PUBLISHED,
    PUBLISHED_PREPRINT,
    TODAY,
    ZENODO,
    resolve,
)
from tests.standin.server import StandIn

Run = Callable[..., Resolved]


class Manners(TypedDict):
    pace: Pace
    contact: str
    timeout: float
    patience: float


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(CATALOGUE) as server:
        yield server


@pytest.fixture
def sources(standin: StandIn, tmp_path: Path) -> list[Source]:
    at = standin.endpoints
    manners: Manners = {
        "pace": Pace(tmp_path / "state.db"),
        "contact": "ada@example.org",
        "timeout": 1,
        "patience": 0,
    }
    datacite = DataCite(endpoint=at["datacite"], **manners)
    doi_org = DoiOrg(endpoint=at["doi_org"], **manners)
    openalex = OpenAlex(endpoint=at["openalex"], **manners)
    for unhurried in (datacite, doi_org, openalex):
        unhurried.web.every = 0
    return [
        Arxiv(endpoint=at["arxiv"], every=0, pause=0, **manners),
        Crossref(endpoint=at["crossref"], **manners),
        datacite,
        doi_org,
        openalex,
        SemanticScholar(endpoint=at["semantic_scholar"], every=0, minute=0, **manners),
    ]


@pytest.fixture
def run(sources: list[Source], tmp_path: Path) -> Run:
    store = Store(tmp_path / "answers.db")

    def run(
        claims: Iterable[Claim | Identifier], label: str = "", on: date = TODAY
    ) -> Resolved:
        return resolve(links(claims, label), sources, store=store, today=on)

    return run


def links(claims: Iterable[Claim | Identifier], label: str = "") -> Mapping[Link, list[Claim]]:
    return {
        Link(url=f"https://example.org/{line}", label=label, document="d", line=line): [
            claim if isinstance(claim, Claim) else Claim(candidates=(claim,), rule="r")
        ]
        for line, claim in enumerate(claims, start=1)
    }


def standings(resolved: Resolved) -> dict[Identifier, Standing]:
    ends = [end for ends in resolved.outcomes.values() for end in ends]
    return {end.claim.candidates[0]: end.standing for end in ends}


def asked(standin: StandIn, service: str, *, after: int = 0) -> str:
    requests = [it for it in standin.requests[after:] if it.service == service]
    said = (f"{it.path}?{it.query} {it.body.decode()}" for it in requests)
    return unquote(" ".join(said)).lower()


def test_every_claim_has_its_end(run: Run) -> None:
    resolved = run(CLAIMED)

    assert standings(resolved) == HEALTHY
    assert resolved.down == {}


def test_every_confirmed_claim_has_a_work_and_nothing_else_has(run: Run) -> None:
    resolved = run(CLAIMED)

    confirmed = {known for known, standing in HEALTHY.items() if standing == "confirmed"}
    assert len(resolved.works) == len(confirmed)
    assert {known: resolved.by_identifier[known].title for known in confirmed} == {
        PREPRINT: "Ordinary differential networks",
        PUBLISHED_PREPRINT: "Scaling limits of things",
        NAMING: "A bound for the norm of things",
        MISTYPED: "Wavelets on graphs and other surfaces",
        BOOK: "Discrete mathematics of networks",
        ZENODO: "Tools for things",
        JALC: "Things in Japan",
    }


@pytest.mark.parametrize(
    ("claimed", "ids"),
    [
        ([PUBLISHED_PREPRINT], {PUBLISHED_PREPRINT, PUBLISHED}),
        ([PUBLISHED, PUBLISHED_PREPRINT], {PUBLISHED_PREPRINT, PUBLISHED}),
        ([NAMING], {NAMING, NAMED_PREPRINT}),
        ([NAMED_PREPRINT, NAMING], {NAMING, NAMED_PREPRINT}),
    ],
)
def test_a_preprint_and_its_published_version_are_one_work(
    run: Run, claimed: list[Identifier], ids: set[Identifier]
) -> None:
    resolved = run(claimed)

    assert [work.ids for work in resolved.works] == [ids]


def test_a_version_that_contradicts_is_reported_and_kept_apart(run: Run) -> None:
    resolved = run([MISTYPED])

    assert [work.ids for work in resolved.works] == [{MISTYPED}]
    assert CHEESE not in resolved.by_identifier
    assert [{conflict.one, conflict.other} for conflict in resolved.conflicts] == [
        {MISTYPED, CHEESE}
    ]
    assert "cheese" in resolved.conflicts[0].reason


def test_counts_come_from_those_who_count(run: Run) -> None:
    resolved = run([PREPRINT, PUBLISHED_PREPRINT, BOOK])

    assert [dict(work.citations) for work in resolved.works] == [
        COUNTS,
        {**COUNTS, "crossref": 0},
        {**COUNTS, "crossref": 0},
    ]
    origin = resolved.by_identifier[PREPRINT].origin["citations.semantic_scholar"]
    assert (origin.source, origin.asked_on) == ("semantic_scholar", TODAY)


def test_a_reading_that_is_too_long_gives_way_to_the_longest_known(run: Run) -> None:
    readings = tuple(
        Identifier(Scheme.DOI, f"{BOOK.value}{rest}") for rest in ("/a/full", "/a", "")
    )
    claim = Claim(candidates=readings, rule="r")

    resolved = run([claim])

    (end,) = (end for ends in resolved.outcomes.values() for end in ends)
    assert end.identifier == BOOK
    assert [work.ids for work in resolved.works] == [{BOOK}]


@pytest.mark.parametrize(
    ("label", "standing"),
    [
        ("Discrete Mathematics of Networks", Standing.CONFIRMED),
        ("Our holidays in Spain", Standing.DOUBTFUL),
        ("", Standing.DOUBTFUL),
    ],
)
def test_a_guess_needs_a_label_that_supports_it(
    run: Run, label: str, standing: Standing
) -> None:
    resolved = run([Claim(candidates=(BOOK,), rule="r", is_guess=True)], label)

    assert standings(resolved) == {BOOK: standing}
    assert len(resolved.works) == (standing is Standing.CONFIRMED)


def test_a_second_run_asks_nothing(run: Run, standin: StandIn) -> None:
    first = run(CLAIMED)
    sent = len(standin.requests)

    second = run(CLAIMED)

    assert second == first
    assert len(standin.requests) == sent


def test_a_week_later_only_counts_and_absences_are_asked_again(
    run: Run, standin: StandIn
) -> None:
    run([PREPRINT, BOOK, NOTHING])
    sent = len(standin.requests)

    run([PREPRINT, BOOK, NOTHING], on=TODAY + timedelta(days=7))

    assert asked(standin, "arxiv", after=sent) == ""
    assert NOTHING.value in asked(standin, "crossref", after=sent)
    assert BOOK.value not in asked(standin, "crossref", after=sent)
    assert BOOK.value in asked(standin, "openalex", after=sent)
    assert PREPRINT.value in asked(standin, "semantic_scholar", after=sent)


def test_a_list_costs_the_fewest_requests(run: Run, standin: StandIn) -> None:
    papers = [PREPRINT, PUBLISHED_PREPRINT, MISTYPED, NAMED_PREPRINT]

    run([*papers, *papers, NAMING, BOOK])

    spent = {name: standin.count(name) for name in standin.endpoints if standin.count(name)}
    assert spent == {"arxiv": 1, "crossref": 2, "openalex": 2, "semantic_scholar": 1}
    assert standin.violations == []


def test_an_empty_list_costs_nothing(run: Run, standin: StandIn) -> None:
    resolved = run([])

    assert (resolved.works, resolved.down) == ((), {})
    assert standin.requests == []


UNANSWERED_WITHOUT: Mapping[str, frozenset[Identifier]] = {
    "arxiv": frozenset({NO_PAPER}),
    "crossref": frozenset({NAMING, BOOK, JALC, NOTHING}),
    "datacite": frozenset({ZENODO, JALC, NOTHING}),
    "doi_org": frozenset({JALC, NOTHING}),
    "openalex": frozenset(),
    "semantic_scholar": frozenset(),
}


@pytest.mark.parametrize("fault", ["500", "html", "garbage", "empty"])
@pytest.mark.parametrize("service", UNANSWERED_WITHOUT)
def test_a_source_that_is_down_takes_only_its_own_answers_with_it(
    run: Run, standin: StandIn, service: str, fault: str
) -> None:
    standin.misbehave(service, fault)

    resolved = run(CLAIMED)

    unanswered = dict.fromkeys(UNANSWERED_WITHOUT[service], Standing.DOWN)
    assert standings(resolved) == {**HEALTHY, **unanswered}
    assert resolved.down.keys() == {service}


@pytest.mark.parametrize("service", UNANSWERED_WITHOUT)
def test_the_next_run_asks_only_for_what_went_unanswered(
    run: Run, standin: StandIn, service: str
) -> None:
    standin.misbehave(service, "garbage")
    first = run(CLAIMED)
    sent = len(standin.requests)
    standin.heal()

    second = run(CLAIMED)

    assert standings(second) == HEALTHY
    assert second.down == {}
    assert asked(standin, service, after=sent)
    ends = [end for ends in first.outcomes.values() for end in ends if end.source]
    assert [
        end.identifier
        for end in ends
        if end.identifier and end.identifier.value in asked(standin, end.source, after=sent)
    ] == []


def test_datacite_stands_in_for_arxiv_and_published_versions_are_found_all_the_same(
    run: Run, standin: StandIn
) -> None:
    standin.misbehave("arxiv", "500")

    resolved = run([PREPRINT, PUBLISHED_PREPRINT, PUBLISHED])

    origin = resolved.by_identifier[PREPRINT].origin["title"]
    assert origin.source == "datacite"
    assert PUBLISHED in resolved.by_identifier


def test_a_count_that_is_down_is_unknown(run: Run, standin: StandIn) -> None:
    standin.misbehave("semantic_scholar", "500")

    resolved = run([PREPRINT])

    assert resolved.works[0].citations == {"openalex": 11}


def test_another_way_of_asking_can_be_put_in_its_place(
    sources: list[Source], tmp_path: Path
) -> None:
    asked_of: list[str] = []

    def noting(
        source: Source,
        ids: Iterable[Identifier],
        *,
        store: Store,
        today: date,
        heard: Callable[[Heard], None] | None = None,
    ) -> Answers:
        asked_of.append(source.name)
        return ask(source, ids, store=store, today=today, heard=heard)

    store, heard = Store(tmp_path / "answers.db"), list[Heard]()
    resolve(
        links([PREPRINT]),
        sources,
        store=store,
        today=TODAY,
        ask=noting,
        heard=heard.append,
    )

    assert sorted(asked_of) == ["arxiv", "openalex", "semantic_scholar"]
    assert {news.source for news in heard} == set(asked_of)


def test_a_source_that_is_switched_off_is_missed_only_where_it_is_needed(
    sources: list[Source], tmp_path: Path
) -> None:
    without = [source for source in sources if source.name not in {"doi_org", "openalex"}]
    store = Store(tmp_path / "answers.db")

    resolved = resolve(links(CLAIMED), without, store=store, today=TODAY)

    down = dict.fromkeys((JALC, NOTHING), Standing.DOWN)
    assert standings(resolved) == {**HEALTHY, **down}
    assert resolved.down == {}
