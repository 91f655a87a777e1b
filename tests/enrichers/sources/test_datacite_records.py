"""What a record of DataCite says of a work, by each of its fields."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enrichers.model import Identifier, Person, Scheme, WorkKind
from enrichers.sources.datacite import work_from_record

ARXIV = Identifier(Scheme.ARXIV, "1806.07366")
ZENODO = Identifier(Scheme.DOI, "10.5281/zenodo.2598836")
ABC = Identifier(Scheme.DOI, "10.1000/abc")
PAYLOADS = Path("../shared/payloads/datacite")
RECORD: Mapping[str, Any] = {
    "doi": "10.5281/ZENODO.2598836",
    "types": {"resourceTypeGeneral": "Software"},
    "creators": [
        {"name": "van der Berg, Ada", "givenName": "Ada", "familyName": "van der Berg"},
        {"name": "Institute of Things", "nameType": "Organizational"},
        {"name": "Lovelace, Ada"},
        {"name": ":unav"},
    ],
    "contributors": [
        {"name": "Noether, Emmy", "contributorType": "Editor"},
        {"name": "A host", "contributorType": "HostingInstitution"},
    ],
    "titles": [
        {"title": "Sur les choses", "titleType": "TranslatedTitle"},
        {"title": "On <i>things</i> &amp; more"},
        {"title": "A study", "titleType": "Subtitle"},
    ],
    "publisher": {"name": "Zenodo"},
    "publicationYear": 2019,
    "dates": [{"date": "2019", "dateType": "Issued"}],
    "container": {
        "title": "Acta",
        "volume": "3",
        "issue": "2",
        "firstPage": "7",
        "lastPage": "9",
    },
    "identifiers": [{"identifier": "978-0-89871-853-9", "identifierType": "ISBN"}],
    "language": "en",
    "descriptions": [
        {"description": "Methods", "descriptionType": "Methods"},
        {"description": "<p>All of it.</p>", "descriptionType": "Abstract"},
    ],
    "citationCount": 7,
}


def test_every_field_of_a_record_finds_its_place() -> None:
    work = work_from_record(RECORD)

    assert work.ids == {ZENODO}
    assert work.kind is WorkKind.SOFTWARE
    assert work.title == "On things & more: A study"
    assert work.authors == (
        Person(family="van der Berg", given="Ada"),
        Person(name="Institute of Things"),
        Person(family="Lovelace", given="Ada"),
    )
    assert work.editors == (Person(family="Noether", given="Emmy"),)
    assert (work.venue, work.volume, work.issue, work.pages) == ("Acta", "3", "2", "7-9")
    assert (work.publisher, work.issued, work.language) == ("Zenodo", "2019", "en")
    assert work.isbn == ("9780898718539",)
    assert work.abstract == "All of it."
    assert work.url == "https://doi.org/10.5281/zenodo.2598836"
    assert work.citations == {"datacite": 7}


def test_of_a_paper_on_arxiv_the_version_its_day_and_its_withdrawal_are_read() -> None:
    dates = [
        {"date": "2021-01-04T10:00:00Z", "dateType": "Submitted"},
        {"date": "2021-03-01T10:00:00Z", "dateType": "Updated"},
        {"date": "2021-05-09T10:00:00Z", "dateType": "Withdrawn"},
    ]
    record = {"doi": f"10.48550/arXiv.{ARXIV.value}", "version": 3, "dates": dates}

    work = work_from_record(record)

    assert (work.revision, work.revised) == ("v3", "2021-05-09")
    assert [(each.name, each.on) for each in work.notices] == [
        (f"withdrawal of {ARXIV}", "2021-05-09")
    ]


def test_the_version_of_other_records_is_not_one_of_a_preprint() -> None:
    work = work_from_record({**RECORD, "version": "3"})

    assert (work.revision, work.revised, work.notices) == ("", "", ())


def test_a_count_of_zero_is_unknown() -> None:
    assert work_from_record({**RECORD, "citationCount": 0}).citations == {}


def test_the_doi_of_a_paper_on_arxiv_is_its_arxiv_id() -> None:
    record = {
        "doi": "10.48550/ARXIV.1806.07366",
        "types": {"resourceTypeGeneral": "Preprint"},
        "publisher": "arXiv",
        "dates": [
            {"date": "2018-06-19T17:50:12Z", "dateType": "Submitted"},
            {"date": "2019-12-15T03:18:24Z", "dateType": "Updated"},
            {"date": "2018-06", "dateType": "Available"},
            {"date": "2018", "dateType": "Issued"},
        ],
        "url": "https://arxiv.org/abs/1806.07366",
    }

    work = work_from_record(record)

    assert work.ids == {ARXIV}
    assert work.issued == "2018-06-19"
    assert (work.venue, work.publisher) == ("arXiv", "")
    assert work.url == "https://arxiv.org/abs/1806.07366"


@pytest.mark.parametrize(
    ("dates", "issued"),
    [
        ([("Issued", "2018"), ("Available", "2018-06-19")], "2018-06-19"),
        ([("Issued", "2018"), ("Submitted", "2018-01-02")], "2018"),
        ([("Issued", "2018"), ("Available", "2020-06-19")], "2018"),
        ([("Issued", "2018-06-19"), ("Available", "2018-06")], "2018-06-19"),
        ([("Issued", "2018-06-19/2018-06-20")], "2018-06-19"),
        ([("Issued", "2018-13-45")], "2018"),
        ([("Updated", "2021-01-01")], "2019"),
    ],
)
def test_the_date_of_issue_is_as_exact_as_the_record(
    dates: list[tuple[str, str]], issued: str
) -> None:
    rows = [{"dateType": kind, "date": day} for kind, day in dates]
    record = {**RECORD, "publicationYear": 2019, "dates": rows}

    assert work_from_record(record).issued == issued


@pytest.mark.parametrize(
    ("types", "kind"),
    [
        ({"resourceTypeGeneral": "JournalArticle"}, WorkKind.ARTICLE),
        ({"resourceTypeGeneral": "Dissertation"}, WorkKind.THESIS),
        ({"resourceTypeGeneral": "Text", "resourceType": "Report"}, WorkKind.REPORT),
        ({"resourceTypeGeneral": "Text", "citeproc": "article-journal"}, WorkKind.ARTICLE),
        ({"resourceTypeGeneral": "Text", "resourceType": "Leaflet"}, WorkKind.DOCUMENT),
        ({"resourceTypeGeneral": "PhysicalObject", "resourceType": "Book"}, WorkKind.DOCUMENT),
        ({}, None),
    ],
)
def test_the_general_type_decides_and_text_is_told_by_the_words_beside_it(
    types: Mapping[str, str], kind: WorkKind | None
) -> None:
    assert work_from_record({**RECORD, "types": types}).kind is kind


@pytest.mark.parametrize(
    ("relation", "kind", "value", "version"),
    [
        ("IsVersionOf", "DOI", "https://doi.org/10.1000/ABC", ABC),
        ("IsNewVersionOf", "DOI", "10.1000/abc", ABC),
        ("IsIdenticalTo", "arXiv", "arXiv:1806.07366v2", ARXIV),
        ("IsVariantFormOf", "DOI", "10.48550/arXiv.1806.07366", ARXIV),
    ],
)
def test_other_records_of_the_same_work_are_named_as_versions(
    relation: str, kind: str, value: str, version: Identifier
) -> None:
    other = {
        "relationType": relation,
        "relatedIdentifierType": kind,
        "relatedIdentifier": value,
    }

    assert work_from_record({**RECORD, "relatedIdentifiers": [other]}).versions == {version}


@pytest.mark.parametrize(
    ("relation", "value"),
    [
        ("IsSupplementTo", "10.1000/abc"),
        ("IsPublishedIn", "10.1000/abc"),
        ("HasVersion", "10.1000/abc"),
        ("Cites", "10.1000/abc"),
        ("IsTranslationOf", "10.1000/abc"),
        ("IsVersionOf", RECORD["doi"]),
        ("IsVersionOf", "no identifier"),
    ],
)
def test_other_relations_and_the_record_itself_are_no_versions(
    relation: str, value: str
) -> None:
    other = {
        "relationType": relation,
        "relatedIdentifierType": "DOI",
        "relatedIdentifier": value,
    }

    assert work_from_record({**RECORD, "relatedIdentifiers": [other]}).versions == frozenset()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["title", "name", "date", "dateType", "relationType", "url"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([*RECORD, "relatedIdentifiers", "url"]), JSON))
def test_a_record_with_anything_in_its_fields_is_still_a_work(record: dict[str, Any]) -> None:
    assert isinstance(work_from_record(record).title, str)


@pytest.mark.skipif(not PAYLOADS.is_dir(), reason="recorded answers are not at hand")
def test_a_recorded_answer_is_read() -> None:
    answer = json.loads((PAYLOADS / "cm_crossref_xml_writer_test_arxiv.json").read_bytes())

    work = work_from_record(answer["data"]["attributes"])

    assert work.ids == {Identifier(Scheme.ARXIV, "2311.16162")}
    assert (work.kind, work.issued) == (WorkKind.PREPRINT, "2023-11-09")
    assert len(work.authors) == 10
    assert work.citations == {}


@pytest.mark.parametrize(
    ("rows", "rights"),
    [
        ([{"rights": "Creative Commons", "rightsIdentifier": "cc-by-4.0"}], "cc-by-4.0"),
        (
            [
                {"rights": "Open Access", "rightsUri": "info:eu-repo/semantics/openAccess"},
                {"rights": "MIT License"},
            ],
            "MIT License",
        ),
        ([{}, "MIT"], ""),
        (None, ""),
    ],
)
def test_the_first_licence_counts_and_openness_is_none(rows: object, rights: str) -> None:
    work = work_from_record({"doi": ZENODO.value, "rightsList": rows})

    assert work.rights == rights
