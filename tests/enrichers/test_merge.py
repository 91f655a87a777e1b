"""Answers become works: each field from one place, no version forced on another."""

from dataclasses import replace
from datetime import date

import pytest

from enrichers.merge import credit, displayed_count, merge, work_id
from enrichers.model import Identifier, Origin, Person, Scheme, Work, WorkKind
from tests.enrichers.versions_of_one import (
    ARXIV,
    COMPILED,
    DOI,
    HABER,
    PREPRINT,
    PUBLISHED,
    RUTHOTTO,
    TITLE,
    TODAY,
    record,
)


def test_every_filled_field_knows_who_said_it_and_when() -> None:
    assert dict(PUBLISHED.origin) == dict.fromkeys(
        ("kind", "title", "authors", "issued", "venue", "volume", "citations.crossref"),
        Origin(source="crossref", asked_on=TODAY, record=str(DOI)),
    )


def test_nobody_is_no_author() -> None:
    credited = credit(record(authors=(Person(), RUTHOTTO)), source="datacite", on=TODAY)

    assert credited.authors == (RUTHOTTO,)


def test_preprint_and_published_version_make_one_published_work() -> None:
    work = merge([PREPRINT, PUBLISHED])

    assert work.ids == {ARXIV, DOI}
    assert work.versions == frozenset()
    assert (work.kind, work.venue, work.issued) == (WorkKind.ARTICLE, PUBLISHED.venue, "2020")
    assert work.abstract == PREPRINT.abstract
    assert work.origin["venue"].source == "crossref"
    assert work.origin["abstract"].source == "arxiv"


def test_a_compiler_of_registries_does_not_publish_a_preprint() -> None:
    work = merge([COMPILED, PREPRINT])

    assert (work.kind, work.venue) == (WorkKind.PREPRINT, "arXiv")
    assert work.title == TITLE
    assert work.authors == (RUTHOTTO, HABER)


def test_a_compiler_fills_what_registries_leave_open() -> None:
    work = merge([COMPILED, PREPRINT])

    assert work.language == "en"
    assert work.citations == {"semantic_scholar": 600}
    assert work.origin["citations.semantic_scholar"].source == "semantic_scholar"


def test_gaps_of_the_published_version_are_not_filled_from_the_preprint() -> None:
    bare = credit(replace(PUBLISHED, venue="", volume=""), source="crossref", on=TODAY)

    work = merge([bare, PREPRINT])

    assert (work.kind, work.venue) == (WorkKind.ARTICLE, "")


def test_gaps_are_filled_by_another_record_of_the_same_version() -> None:
    same = credit(replace(PUBLISHED, pages="352-364"), source="openalex", on=TODAY)

    work = merge([same, PREPRINT, PUBLISHED])

    assert work.pages == "352-364"
    assert (work.origin["pages"].source, work.origin["volume"].source) == (
        "openalex",
        "crossref",
    )


def test_a_missing_date_is_taken_from_any_version() -> None:
    undated = credit(replace(PUBLISHED, issued=""), source="crossref", on=TODAY)

    assert merge([undated, PREPRINT]).issued == "2018-04-12"


def test_a_shouted_title_yields_to_the_same_title_in_small_letters() -> None:
    shouted = credit(replace(PUBLISHED, title=TITLE.upper()), source="crossref", on=TODAY)

    assert merge([shouted, PREPRINT]).title == TITLE


def test_the_longer_list_of_authors_does_not_win() -> None:
    crowd = (RUTHOTTO, HABER, Person(name="Editor"), Person(name="Editor"))
    padded = credit(replace(PUBLISHED, authors=crowd), source="openalex", on=TODAY)

    assert merge([padded, PUBLISHED]).authors == (RUTHOTTO, HABER)


def test_a_count_that_nobody_gave_is_missing() -> None:
    assert merge([PREPRINT]).citations == {}


def test_of_one_record_the_newest_count_is_kept() -> None:
    older = replace(PUBLISHED, citations={"crossref": 999})
    older = credit(older, source="crossref", on=date(2026, 11, 1))

    work = merge([older, PUBLISHED])

    assert work.citations == {"crossref": 230}
    assert work.origin["citations.crossref"].asked_on == TODAY


def test_of_several_versions_the_largest_count_is_kept() -> None:
    other = replace(PREPRINT, citations={"crossref": 7})
    other = credit(other, source="crossref", on=TODAY)

    assert merge([other, PUBLISHED]).citations == {"crossref": 230}


def test_nothing_merges_into_nothing() -> None:
    assert merge([]) == Work()


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        ({DOI, ARXIV}, "arxiv:1804.04272"),
        ({DOI, Identifier(Scheme.DOI, "10.1000/1")}, "doi:10.1000/1"),
        ({Identifier(Scheme.ISBN, "9780898718539"), DOI}, f"doi:{DOI.value}"),
        ({Identifier(Scheme.S2, "b"), Identifier(Scheme.HAL, "a")}, "hal:a"),
        (set[Identifier](), ""),
    ],
)
def test_a_work_goes_by_its_most_telling_identifier(
    ids: set[Identifier], expected: str
) -> None:
    assert work_id(Work(ids=frozenset(ids))) == expected


@pytest.mark.parametrize(
    ("citations", "expected"),
    [
        ({}, None),
        ({"crossref": 5, "openalex": 9}, ("crossref", 5)),
        ({"crossref": 5, "semantic_scholar": 0}, ("semantic_scholar", 0)),
        ({"zzz": 1, "inspire": 3}, ("inspire", 3)),
    ],
)
def test_one_named_source_gives_the_displayed_count(
    citations: dict[str, int], expected: tuple[str, int] | None
) -> None:
    assert displayed_count(Work(citations=citations)) == expected
