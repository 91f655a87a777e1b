"""Works are accepted when nothing speaks against them, and never on a short title alone."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrichers.model import Identifier, Person, Scheme, Work, WorkKind
from enrichers.words.judge import judge
from enrichers.words.model import Clue, Decision, Phrase, Speaker
from enrichers.writing.names import person

TITLE = "Stable Splitting Schemes for Stiff Gradient Flows"
PEOPLE = ("Jane Doe", "Kim Roe", "Li Wei")
OTHERS = ("Ann Poe", "Bo Moe")


def _work(
    title: str = TITLE,
    people: Sequence[str] = PEOPLE,
    year: int = 2018,
    *,
    number: int = 1,
    kind: WorkKind = WorkKind.ARTICLE,
    venue: str = "",
) -> Work:
    return Work(
        ids=frozenset({Identifier(Scheme.DOI, f"10.1000/{number}")}),
        kind=kind,
        title=title,
        authors=tuple(map(person, people)),
        issued=str(year),
        venue=venue,
    )


def _clue(
    title: str = TITLE,
    people: Sequence[str] = (),
    year: int | None = None,
    speaker: Speaker = Speaker.LABEL,
    venue: str = "",
) -> Clue:
    phrase = Phrase(text=title, speaker=speaker)
    authors = tuple(map(person, people))
    return Clue(phrases=(phrase,), authors=authors, year=year, venue=venue)


SHORT = "Optimal Transport"
FULL = "Splitting: Stable Schemes for Stiff Gradient Flows"
MAIN = "Splitting Schemes and Stiff Flows"


@pytest.mark.parametrize(
    ("clue", "work"),
    [
        (_clue(), _work()),
        (_clue(TITLE.upper()), _work()),
        (_clue(TITLE.replace("Splitting", "Spliting")), _work()),
        (
            _clue("Pre-training for Stiff Gradient Flows"),
            _work("Pretraining for stiff gradient flows"),
        ),
        (_clue(year=2019), _work()),
        (_clue(people=["Jane Doe"]), _work()),
        (_clue(SHORT, people=["Jane Doe"], year=2018), _work(SHORT)),
        (_clue(MAIN, people=PEOPLE, year=2018), _work(f"{MAIN}: Theory and Practice")),
        (
            _clue("On $\\ell_1$ Norms of Stiff Gradient Flows"),
            _work("On ℓ1 norms of stiff gradient flows"),
        ),
    ],
)
def test_the_record_that_fits_is_accepted(clue: Clue, work: Work) -> None:
    judgement = judge(clue, [work, _work("Fishes of the Adriatic Sea", OTHERS, number=2)])

    assert judgement.decision is Decision.ACCEPT
    assert judgement.proposals[0].work.ids == work.ids
    assert judgement.proposals[0].evidence


@pytest.mark.parametrize(
    ("clue", "work"),
    [
        pytest.param(_clue(), _work(f"{TITLE} and Adversarial Attacks"), id="extended title"),
        pytest.param(_clue(f"{TITLE} and Adversarial Attacks"), _work(), id="extending title"),
        pytest.param(_clue(), _work(f"Comment on “{TITLE}”"), id="comment"),
        pytest.param(_clue(), _work(f"Reply to: {TITLE}"), id="reply"),
        pytest.param(_clue(), _work(f"Erratum: {TITLE}"), id="erratum"),
        pytest.param(_clue(f"{TITLE} (Corrigendum)"), _work(), id="corrigendum"),
        pytest.param(_clue(f"{TITLE}, Part I"), _work(f"{TITLE}, Part II"), id="parts"),
        pytest.param(_clue(f"{TITLE} II"), _work(f"{TITLE} III"), id="Roman numerals"),
        pytest.param(_clue(f"{TITLE} in 2D"), _work(f"{TITLE} in 3D"), id="dimensions"),
        pytest.param(_clue(f"{TITLE} 2.0"), _work(), id="a second version"),
        pytest.param(_clue(), _work(TITLE.replace("Stable", "Unstable")), id="opposite"),
        pytest.param(_clue(), _work(TITLE.replace("for", "without")), id="a small word"),
        pytest.param(_clue(people=OTHERS), _work(), id="other authors"),
        pytest.param(_clue(year=1990), _work(), id="28 years apart"),
        pytest.param(
            _clue(TITLE.rstrip("s"), speaker=Speaker.ADDRESS), _work(), id="address cut short"
        ),
        pytest.param(_clue(year=2014), _work(), id="four years apart, nobody named"),
        pytest.param(_clue(), _work(kind=WorkKind.PRESENTATION), id="slides"),
        pytest.param(_clue(), _work(kind=WorkKind.SOFTWARE), id="code"),
        pytest.param(_clue(SHORT), _work(SHORT), id="short title alone"),
        pytest.param(_clue(SHORT, year=2018), _work(SHORT), id="short title and year"),
        pytest.param(_clue(MAIN), _work(f"{MAIN}: Theory"), id="subtitle missing"),
        pytest.param(
            _clue("Schemes that Split", people=PEOPLE, year=2018), _work(), id="changed title"
        ),
        pytest.param(_clue("Splitting", people=PEOPLE), _work(FULL), id="first word"),
    ],
)
def test_what_is_not_certain_is_not_accepted(clue: Clue, work: Work) -> None:
    assert judge(clue, [work]).decision is not Decision.ACCEPT


def test_two_works_with_one_title_are_a_question() -> None:
    works = [_work(), _work(people=OTHERS, number=2)]

    judgement = judge(_clue(), works)

    assert judgement.decision is Decision.ASK
    assert len(judgement.proposals) == 2
    assert "2 works" in judgement.reason


def test_authors_tell_two_works_with_one_title_apart() -> None:
    works = [_work(), _work(people=OTHERS, number=2)]

    judgement = judge(_clue(people=OTHERS[:1]), works)

    assert judgement.decision is Decision.ACCEPT
    assert judgement.proposals[0].work.ids == works[1].ids


def test_a_near_miss_does_not_keep_the_very_title_from_being_accepted() -> None:
    works = [_work(), _work(TITLE.replace("Flows", "Flow"), OTHERS, number=2)]

    judgement = judge(_clue(), works)

    assert judgement.decision is Decision.ACCEPT
    assert judgement.proposals[0].work == works[0]


def test_a_preprint_and_its_publication_are_one_work() -> None:
    preprint = _work(kind=WorkKind.PREPRINT, year=2017)
    published = _work(number=2, venue="Journal of Flows")

    judgement = judge(_clue(), [preprint, published])

    assert judgement.decision is Decision.ACCEPT
    assert [proposal.work.ids for proposal in judgement.proposals] == [published.ids]
    assert judgement.proposals[0].work.versions == preprint.ids


def test_of_original_and_reprint_the_year_decides_and_neither_becomes_the_other() -> None:
    original = _work(year=2017, kind=WorkKind.CONFERENCE_PAPER, venue="NeurIPS")
    reprint = _work(year=2019, number=2, venue="Journal of Flows")

    late = judge(_clue(year=2021, venue="Journal of Flows"), [original, reprint])
    unknown = judge(_clue(), [reprint, original])

    assert late.proposals[0].work == reprint
    assert unknown.proposals[0].work == original
    assert unknown.decision is Decision.ACCEPT


def test_records_that_share_an_identifier_do_not_compete() -> None:
    works = [_work(), replace(_work(people=()), title=TITLE.upper())]

    assert judge(_clue(), works).decision is Decision.ACCEPT


def test_a_label_that_the_page_denies_is_not_accepted() -> None:
    page = Phrase(text="Fishes of the Adriatic Sea and Their Parasites", speaker=Speaker.PAGE)
    label = Phrase(text=TITLE, speaker=Speaker.LABEL)

    judgement = judge(Clue(phrases=(page, label)), [_work()])

    assert judgement.decision is not Decision.ACCEPT


def test_page_and_label_that_name_two_works_are_a_question() -> None:
    fishes = "Fishes of the Adriatic Sea and Their Parasites"
    page = Phrase(text=fishes, speaker=Speaker.PAGE)
    label = Phrase(text=TITLE, speaker=Speaker.LABEL)
    works = [_work(), _work(fishes, OTHERS, number=2)]

    assert judge(Clue(phrases=(page, label)), works).decision is not Decision.ABSTAIN


def test_a_refused_clue_is_abstained_from_whatever_is_proposed() -> None:
    judgement = judge(replace(_clue(), refusal="these are slides"), [_work()])

    assert judgement.decision is Decision.ABSTAIN
    assert judgement.reason == "these are slides"


@pytest.mark.parametrize("works", [[], [Work(title="")], [_work("Fishes of the Sea", OTHERS)]])
def test_nothing_that_fits_is_abstained_from(works: Sequence[Work]) -> None:
    assert judge(_clue(), works).decision is Decision.ABSTAIN


def test_less_risk_accepts_less() -> None:
    assert judge(_clue(), [_work()], risk=1e-9).decision is Decision.ASK


TITLES = st.sampled_from(
    (TITLE, TITLE.upper(), f"{TITLE}: A Review", f"Comment on {TITLE}", "Stiff Flows", SHORT)
)
WORKS = st.builds(
    _work,
    title=TITLES,
    people=st.sampled_from((PEOPLE, OTHERS, ())),
    year=st.integers(2010, 2020),
    number=st.integers(1, 4),
    kind=st.sampled_from((WorkKind.ARTICLE, WorkKind.PREPRINT, WorkKind.PRESENTATION)),
)
CLUES = st.builds(
    _clue,
    title=TITLES,
    people=st.sampled_from(((), PEOPLE[:1], OTHERS)),
    year=st.one_of(st.none(), st.integers(2010, 2020)),
)


@given(CLUES, st.lists(WORKS, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_the_works_does_not_matter(
    clue: Clue, works: list[Work], chance: Random
) -> None:
    shuffled = list(works)
    chance.shuffle(shuffled)

    assert judge(clue, shuffled) == judge(clue, works)


@given(CLUES, st.lists(WORKS, max_size=6))
def test_probabilities_are_those_of_one_work_at_most(clue: Clue, works: list[Work]) -> None:
    likely = [proposal.probability for proposal in judge(clue, works).proposals]

    assert likely == sorted(likely, reverse=True)
    assert sum(likely) <= 1 + 1e-9


def _likely(clue: Clue, work: Work) -> float:
    proposals = judge(clue, [work]).proposals
    return proposals[0].probability if proposals else 0.0


WORDS = tuple(TITLE.split())


@given(
    st.sets(st.integers(0, len(WORDS) - 1)),
    st.integers(0, len(WORDS) - 1),
    st.sampled_from(((), PEOPLE, OTHERS)),
)
def test_a_title_with_fewer_of_the_words_is_never_likelier(
    missing: set[int], one_more: int, people: Sequence[str]
) -> None:
    clue = _clue(people=people)
    longer = " ".join(word for at, word in enumerate(WORDS) if at not in missing)
    shorter = " ".join(
        word for at, word in enumerate(WORDS) if at not in missing and at != one_more
    )

    assert _likely(clue, _work(longer)) >= _likely(clue, _work(shorter)) - 1e-9


@pytest.mark.parametrize(
    ("kind", "venue", "issued", "is_reprint"),
    [
        (WorkKind.ARTICLE, "Journal of Statistical Mechanics", "2019", True),
        (WorkKind.PREPRINT, "arXiv", "2018", False),
        (WorkKind.CONFERENCE_PAPER, "NeurIPS", "2018", False),
        (WorkKind.ARTICLE, "Journal of Statistical Mechanics", "2017", False),
    ],
)
def test_it_is_said_when_the_record_is_of_a_later_appearance_elsewhere(
    kind: WorkKind, venue: str, issued: str, *, is_reprint: bool
) -> None:
    title = "Nonlinear averaging of wide random matrix products"
    authors = (Person(family="Lovelace", given="Ada"), Person(family="Noether", given="Emmy"))
    clue = Clue(
        phrases=(Phrase(text=title, speaker=Speaker.PAGE),),
        authors=authors,
        year=2017,
        venue="NeurIPS",
        is_published=True,
    )
    record = Work(
        ids=frozenset({Identifier(Scheme.DOI, "10.1000/later")}),
        kind=kind,
        title=title,
        authors=authors,
        venue=venue,
        issued=issued,
    )

    judgement = judge(clue, [record])

    assert judgement.decision is Decision.ACCEPT
    assert ("reprint in" in judgement.reason) is is_reprint


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        (TITLE, f"{TITLE} [Book Review]"),
        (f"{TITLE} - Appendix", TITLE),
        (TITLE, f"{TITLE}: Part II"),
    ],
)
def test_what_is_about_a_work_or_a_part_of_it_is_not_accepted_for_it(
    asked: str, known: str
) -> None:
    clue = _clue(asked, PEOPLE, speaker=Speaker.PAGE)

    assert judge(clue, [_work(known)]).decision is not Decision.ACCEPT


def test_a_data_set_of_the_same_name_is_not_the_paper() -> None:
    data = _work(kind=WorkKind.DATASET)

    assert judge(_clue(people=PEOPLE), [data]).decision is not Decision.ACCEPT
