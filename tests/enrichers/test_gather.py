"""Which answers are gathered into one work, and which contradict each other."""

from dataclasses import replace

import pytest

from enrichers.merge import credit, work_id
from enrichers.model import Identifier, Person, Scheme, Work, WorkKind
from enrichers.versions import contradicts, gather
from tests.enrichers.versions_of_one import (
    ARXIV,
    COMPILED,
    DOI,
    HABER,
    PREPRINT,
    PUBLISHED,
    TITLE,
    TODAY,
    record,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (record(), record(title="Stable Architectures for Deep Networks")),
        (record(), record(title=TITLE.split(" by", maxsplit=1)[0], authors=(HABER,))),
        (record(), record(title=f"{TITLE}: A Theory", authors=(HABER,))),
        (record(), record(title=f"RETRACTED: {TITLE}")),
        (record(issued="1994"), record(issued="2012")),
        (record(), record(title="", authors=(HABER,))),
        (record(kind=WorkKind.PREPRINT), record(kind=WorkKind.BOOK)),
    ],
)
def test_versions_may_change_title_or_authors(one: Work, other: Work) -> None:
    assert contradicts(one, other) == ""


@pytest.mark.parametrize(
    ("one", "other", "word"),
    [
        (record(), record(title="Fishes of the Adriatic Sea", authors=(HABER,)), "titles"),
        (record(authors=()), record(title="Fishes of the Adriatic Sea"), "titles"),
        (record(), record(title=f"Erratum to: {TITLE}"), "correction"),
        (record(), record(title=f"Comment on “{TITLE}”"), "comment"),
        (record(), record(title=f"{TITLE} (Corrigendum)"), "correction"),
        (record(title=f"{TITLE}, Part I"), record(title=f"{TITLE}, Part II"), "1 and 2"),
        (record(title=f"{TITLE} in 2D"), record(title=f"{TITLE} in 3D"), "2 and 3"),
        (record(issued="1994"), record(issued="2012", authors=(HABER,)), "18 years"),
        (record(kind=WorkKind.PRESENTATION), record(kind=WorkKind.ARTICLE), "presentation"),
        (record(kind=WorkKind.ARTICLE), record(kind=WorkKind.SOFTWARE), "software"),
    ],
)
def test_what_is_plainly_no_version_is_named(one: Work, other: Work, word: str) -> None:
    assert word in contradicts(one, other)
    assert contradicts(other, one) != ""


IVANOV = Person(family="Иванов", given="Пётр")
TRANSLATED = "Глубокое обучение в задаче сжатия сигналов"


def test_other_letters_are_no_other_title_nor_other_people() -> None:
    english = record(issued="2019")
    russian = record(title=TRANSLATED, authors=(IVANOV,), issued="2019")

    assert contradicts(english, russian) == ""


@pytest.mark.parametrize(
    "said",
    [
        record(title=TRANSLATED, authors=(IVANOV,), issued="2016"),
        record(title=TRANSLATED, authors=(IVANOV, IVANOV), issued="2019"),
        record(title=TRANSLATED, authors=(HABER,), issued="2019"),
        record(title=TRANSLATED, authors=(), issued="2019"),
    ],
)
def test_other_letters_alone_make_no_version(said: Work) -> None:
    assert contradicts(record(issued="2019"), said) != ""


def test_a_linked_version_that_answered_joins() -> None:
    works, conflicts = gather([PREPRINT, PUBLISHED, COMPILED])

    assert [work_id(work) for work in works] == [str(ARXIV)]
    assert works[0].citations == {"crossref": 230, "semantic_scholar": 600}
    assert conflicts == ()


def test_a_link_to_a_record_that_did_not_answer_joins_nothing() -> None:
    works, conflicts = gather([PREPRINT])

    assert works[0].ids == {ARXIV}
    assert works[0].versions == {DOI}
    assert conflicts == ()


def test_equal_titles_alone_join_nothing() -> None:
    works, _ = gather([replace(PREPRINT, versions=frozenset()), PUBLISHED])

    assert len(works) == 2


def test_a_link_that_contradicts_is_a_conflict_and_joins_nothing() -> None:
    other = credit(
        replace(
            PUBLISHED, title="Fishes of the Adriatic Sea", authors=(Person(name="Fisher"),)
        ),
        source="crossref",
        on=TODAY,
    )

    works, conflicts = gather([PREPRINT, other])

    assert len(works) == 2
    assert [(conflict.one, conflict.other) for conflict in conflicts] == [(ARXIV, DOI)]
    assert "Fishes" in conflicts[0].reason


def test_two_papers_that_claim_one_publication_are_not_joined() -> None:
    second = Identifier(Scheme.ARXIV, "1905.00001")
    claimant = replace(PREPRINT, ids=frozenset({second}), title=f"{TITLE}: A Story")
    claimant = credit(claimant, source="arxiv", on=TODAY)

    works, conflicts = gather([claimant, PREPRINT, PUBLISHED])

    assert [work.ids for work in works] == [{ARXIV, DOI}, {second}]
    assert "different papers" in conflicts[0].reason


def test_records_that_contradict_each_other_do_not_meet_through_a_third() -> None:
    third = Identifier(Scheme.DOI, "10.9999/comment")
    comment = credit(
        replace(
            PUBLISHED,
            ids=frozenset({third}),
            versions=frozenset({DOI}),
            title=f"Comment on “{TITLE}”",
        ),
        source="crossref",
        on=TODAY,
    )
    untitled = Identifier(Scheme.DOI, "10.9999/untitled")
    bridge = credit(
        Work(ids=frozenset({untitled}), versions=frozenset({DOI, third}), volume="1"),
        source="datacite",
        on=TODAY,
    )

    works, conflicts = gather([comment, bridge, PUBLISHED])

    assert len(works) == 2
    assert any("contradict each other" in conflict.reason for conflict in conflicts)
