from collections.abc import Mapping
from pathlib import Path

import pytest

from enrichers.asking.pace import Pace
from enrichers.model import Answers, Claim, Identifier, Scheme, Source, Work
from enrichers.rounds import (
    EVERYBODY,
    Ledger,
    Question,
    Standing,
    outcome,
    records,
    settled,
    wanted,
)
from enrichers.sources.arxiv import Arxiv
from enrichers.sources.crossref import Crossref
from enrichers.sources.datacite import DataCite
from enrichers.sources.doi_org import DoiOrg

ARXIV = Identifier(Scheme.ARXIV, "1806.07366")
LONG = Identifier(Scheme.DOI, "10.1000/a/b/c")
MIDDLE = Identifier(Scheme.DOI, "10.1000/a/b")
SHORT = Identifier(Scheme.DOI, "10.1000/a")
ZENODO = Identifier(Scheme.DOI, "10.5281/zenodo.7")
GITHUB = Identifier(Scheme.GITHUB, "owner/repository")


@pytest.fixture
def sources(tmp_path: Path) -> Mapping[str, Source]:
    pace = Pace(tmp_path / "state.db")
    registries: list[Source] = [
        Arxiv(pace=pace),
        Crossref(pace=pace),
        DataCite(pace=pace),
        DoiOrg(pace=pace),
    ]
    return {source.name: source for source in registries}


@pytest.fixture
def ledger(sources: Mapping[str, Source]) -> Ledger:
    return Ledger(sources)


def question(*candidates: Identifier, label: str = "", is_guess: bool = False) -> Question:
    return Question(Claim(candidates=candidates, rule="r", is_guess=is_guess), label)


def say(
    ledger: Ledger,
    source: str,
    *,
    found: Mapping[Identifier, Work] | None = None,
    absent: tuple[Identifier, ...] = (),
    down: tuple[Identifier, ...] = (),
) -> None:
    found = found or {}
    reason = f"{source} is down" if down else ""
    answers = Answers(
        found=found,
        absent=frozenset(absent),
        down=dict.fromkeys(down, reason),
        silence=reason,
    )
    ledger.hear(source, [*found, *absent, *down], answers)


def record(known: Identifier, title: str = "On things", *versions: Identifier) -> Work:
    return Work(ids=frozenset({known}), title=title, versions=frozenset(versions))


@pytest.mark.parametrize(
    ("known", "registry"), [(ARXIV, "arxiv"), (LONG, "crossref"), (ZENODO, "datacite")]
)
def test_an_identifier_is_first_asked_of_its_own_registry(
    ledger: Ledger, known: Identifier, registry: str
) -> None:
    assert wanted([question(known)], ledger, EVERYBODY) == {registry: [known]}


def test_only_those_whose_turn_it_is_are_asked(ledger: Ledger) -> None:
    questions = [question(ARXIV), question(LONG), question(LONG, SHORT)]

    assert wanted(questions, ledger, ["crossref", "datacite"]) == {"crossref": [LONG]}


def test_shorter_readings_are_asked_when_the_longest_is_absent(ledger: Ledger) -> None:
    claim = question(LONG, MIDDLE, SHORT)
    assert wanted([claim], ledger, ["crossref"]) == {"crossref": [LONG]}

    say(ledger, "crossref", absent=(LONG,))

    assert wanted([claim], ledger, ["crossref"]) == {"crossref": [MIDDLE, SHORT]}


def test_the_longest_known_reading_is_meant(ledger: Ledger) -> None:
    found = {MIDDLE: record(MIDDLE), SHORT: record(SHORT)}
    say(ledger, "crossref", found=found, absent=(LONG,))

    end = outcome(question(LONG, MIDDLE, SHORT), ledger)

    assert (end.standing, end.identifier, end.source) == (
        Standing.CONFIRMED,
        MIDDLE,
        "crossref",
    )


def test_a_shorter_reading_does_not_outrun_a_longer_one_that_went_unanswered(
    ledger: Ledger,
) -> None:
    say(ledger, "crossref", found={SHORT: record(SHORT)}, down=(LONG,))

    end = outcome(question(LONG, SHORT), ledger)

    assert (end.standing, end.reason) == (Standing.DOWN, "crossref is down")


def test_a_shorter_reading_waits_while_a_longer_one_is_unasked(ledger: Ledger) -> None:
    say(ledger, "crossref", found={SHORT: record(SHORT)})

    assert settled(question(LONG, SHORT), ledger) is None


def test_a_doi_goes_from_registry_to_registry_until_it_is_absent(ledger: Ledger) -> None:
    claim = question(LONG)
    say(ledger, "crossref", absent=(LONG,))
    assert wanted([claim], ledger, EVERYBODY) == {"datacite": [LONG]}
    say(ledger, "datacite", absent=(LONG,))
    assert wanted([claim], ledger, EVERYBODY) == {"doi_org": [LONG]}
    say(ledger, "doi_org", absent=(LONG,))

    assert wanted([claim], ledger, EVERYBODY) == {}
    assert outcome(claim, ledger).standing is Standing.ABSENT


@pytest.mark.parametrize("at", ["crossref", "datacite", "doi_org"])
def test_a_registry_that_is_down_leaves_a_doi_unanswered(ledger: Ledger, at: str) -> None:
    before = {"crossref": (), "datacite": ("crossref",), "doi_org": ("crossref", "datacite")}
    for registry in before[at]:
        say(ledger, registry, absent=(LONG,))
    say(ledger, at, down=(LONG,))

    end = outcome(question(LONG), ledger)

    assert (end.standing, end.reason) == (Standing.DOWN, f"{at} is down")
    assert wanted([question(LONG)], ledger, EVERYBODY) == {}


def test_a_paper_that_arxiv_does_not_know_is_absent(ledger: Ledger) -> None:
    say(ledger, "arxiv", absent=(ARXIV,))

    assert outcome(question(ARXIV), ledger).standing is Standing.ABSENT


def test_datacite_stands_in_for_arxiv(ledger: Ledger) -> None:
    say(ledger, "arxiv", down=(ARXIV,))
    assert wanted([question(ARXIV)], ledger, EVERYBODY) == {"datacite": [ARXIV]}

    say(ledger, "datacite", found={ARXIV: record(ARXIV)})

    end = outcome(question(ARXIV), ledger)
    assert (end.standing, end.source) == (Standing.CONFIRMED, "datacite")


def test_no_copy_is_no_proof_that_there_is_no_paper(ledger: Ledger) -> None:
    say(ledger, "arxiv", down=(ARXIV,))
    say(ledger, "datacite", absent=(ARXIV,))

    end = outcome(question(ARXIV), ledger)

    assert (end.standing, end.reason) == (Standing.DOWN, "arxiv is down")


def test_what_a_source_left_out_of_its_answer_is_down(ledger: Ledger) -> None:
    ledger.hear("arxiv", [ARXIV], Answers(found={}, absent=frozenset(), down={}))
    say(ledger, "datacite", absent=(ARXIV,))

    assert outcome(question(ARXIV), ledger).standing is Standing.DOWN


def test_a_registry_that_is_switched_off_proves_nothing(
    sources: Mapping[str, Source],
) -> None:
    ledger = Ledger({name: sources[name] for name in sources if name != "doi_org"})
    say(ledger, "crossref", absent=(LONG,))
    say(ledger, "datacite", absent=(LONG,))

    end = outcome(question(LONG), ledger)

    assert end.standing is Standing.DOWN
    assert "doi_org" in end.reason


def test_an_identifier_that_no_source_answers_stays_unasked(ledger: Ledger) -> None:
    end = outcome(question(GITHUB), ledger)

    assert (end.standing, end.identifier) == (Standing.UNASKED, None)
    assert "github" in end.reason
    assert wanted([question(GITHUB)], ledger, EVERYBODY) == {}


@pytest.mark.parametrize(
    ("label", "standing"),
    [
        ("On things", Standing.CONFIRMED),
        ("ON THINGS.", Standing.CONFIRMED),
        ("", Standing.DOUBTFUL),
        ("A history of cheese in the Alps", Standing.DOUBTFUL),
    ],
)
def test_a_guess_needs_a_label_that_supports_it(
    ledger: Ledger, label: str, standing: Standing
) -> None:
    say(ledger, "crossref", found={LONG: record(LONG)})

    end = outcome(question(LONG, label=label, is_guess=True), ledger)

    assert (end.standing, end.identifier) == (standing, LONG)


def test_a_guess_that_is_contradicted_leaves_room_for_the_next(ledger: Ledger) -> None:
    guess = question(LONG, SHORT, label="On things", is_guess=True)
    say(ledger, "crossref", found={LONG: record(LONG, "A history of cheese in the Alps")})
    assert wanted([guess], ledger, EVERYBODY) == {"crossref": [SHORT]}

    say(ledger, "crossref", found={SHORT: record(SHORT)})

    assert outcome(guess, ledger).identifier == SHORT


def test_a_rule_that_does_not_guess_needs_no_label(ledger: Ledger) -> None:
    say(ledger, "crossref", found={LONG: record(LONG)})

    end = outcome(question(LONG, label="A history of cheese in the Alps"), ledger)

    assert end.standing is Standing.CONFIRMED


def test_versions_that_confirmed_records_name_are_asked_of_their_registries(
    ledger: Ledger,
) -> None:
    say(ledger, "arxiv", found={ARXIV: record(ARXIV, "On things", LONG, ZENODO)})

    asked = wanted([question(ARXIV)], ledger, EVERYBODY)

    assert asked == {"crossref": [LONG], "datacite": [ZENODO]}


def test_versions_of_versions_are_not_followed(ledger: Ledger) -> None:
    say(ledger, "arxiv", found={ARXIV: record(ARXIV, "On things", LONG)})
    say(ledger, "crossref", found={LONG: record(LONG, "On things", SHORT)})

    assert wanted([question(ARXIV)], ledger, EVERYBODY) == {}


def test_versions_that_no_link_names_are_not_asked_one_by_one(ledger: Ledger) -> None:
    say(ledger, "arxiv", found={ARXIV: record(ARXIV, "On things", LONG)})
    say(ledger, "crossref", absent=(LONG,))
    say(ledger, "datacite", absent=(LONG,))

    assert wanted([question(ARXIV)], ledger, EVERYBODY) == {}


def test_records_are_those_confirmed_and_those_that_these_name(ledger: Ledger) -> None:
    say(ledger, "arxiv", found={ARXIV: record(ARXIV, "On things", LONG, ZENODO)})
    say(ledger, "crossref", found={LONG: record(LONG), SHORT: record(SHORT)})
    say(ledger, "datacite", absent=(ZENODO,))

    confirmed, named = records([outcome(question(ARXIV), ledger)], ledger)

    assert confirmed.keys() == {ARXIV}
    assert named.keys() == {LONG}


def test_why_a_source_was_silent_is_remembered(ledger: Ledger) -> None:
    say(ledger, "crossref", down=(LONG, SHORT))
    say(ledger, "arxiv", found={ARXIV: record(ARXIV)})

    assert ledger.silences == {"crossref": "crossref is down"}


def test_a_local_copy_of_a_registry_that_is_down_goes_before_those_elsewhere(
    sources: Mapping[str, Source],
) -> None:
    ledger = Ledger({**sources, "snapshot:arxiv": sources["arxiv"]})
    say(ledger, "arxiv", down=(ARXIV,))
    assert wanted([question(ARXIV)], ledger, EVERYBODY) == {"snapshot:arxiv": [ARXIV]}

    say(ledger, "snapshot:arxiv", found={ARXIV: record(ARXIV)})

    end = outcome(question(ARXIV), ledger)
    assert (end.standing, end.source) == (Standing.CONFIRMED, "snapshot:arxiv")


def test_what_a_local_copy_lacks_is_not_absent(sources: Mapping[str, Source]) -> None:
    ledger = Ledger({**sources, "snapshot:arxiv": sources["arxiv"]})
    say(ledger, "arxiv", down=(ARXIV,))
    say(ledger, "snapshot:arxiv", absent=(ARXIV,))
    assert wanted([question(ARXIV)], ledger, EVERYBODY) == {"datacite": [ARXIV]}

    say(ledger, "datacite", absent=(ARXIV,))

    end = outcome(question(ARXIV), ledger)
    assert (end.standing, end.reason) == (Standing.DOWN, "arxiv is down")


def test_a_name_by_which_nothing_is_identified_is_said_to_be_one(ledger: Ledger) -> None:
    end = outcome(question(GITHUB), ledger)

    assert end.standing is Standing.UNASKED
    assert end.reason == "github:owner/repository is its name at github, which is no identity"
