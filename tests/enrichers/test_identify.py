import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enrichers.identifiers.landing import address_of
from enrichers.identify import find, identify, is_address, normalise
from enrichers.model import Claim, Identifier, Scheme

with Path(__file__).with_name("identifiers.csv").open(encoding="utf-8", newline="") as table:
    ROWS = [(row["call"], row["input"], row["expected"]) for row in csv.DictReader(table)]


def in_short(claim: Claim) -> str:
    """The candidates, each with a "?" if the claim is a guess, then "@" and the version."""
    mark = "?" if claim.is_guess else ""
    version = f"@{claim.version}" if claim.version else ""
    return " ".join(f"{mark}{candidate}" for candidate in claim.candidates) + version


def said_of(call: str, text: str) -> str:
    match call:
        case "identify":
            claims = identify(text)
        case "find":
            claims = find(text)
        case _:
            claim = normalise(text)
            claims = (claim,) if claim else ()
    return " | ".join(map(in_short, claims))


@pytest.mark.parametrize(("call", "text", "expected"), ROWS)
def test_hard_cases_are_read_right(call: str, text: str, expected: str) -> None:
    assert said_of(call, text) == expected


def test_a_plain_doi_costs_one_question() -> None:
    (claim,) = identify("https://doi.org/10.1137/16M1080173")

    assert claim.candidates == (Identifier(Scheme.DOI, "10.1137/16m1080173"),)


def test_readings_run_from_the_longest_to_the_shortest() -> None:
    (claim,) = identify("https://example.org/doi/10.1234/ab12/some-slug/more-words")

    assert [candidate.value for candidate in claim.candidates] == [
        "10.1234/ab12/some-slug/more-words",
        "10.1234/ab12/some-slug",
        "10.1234/ab12",
    ]


def test_the_version_asked_for_is_no_part_of_the_identity() -> None:
    (claim,) = identify("https://arxiv.org/abs/1806.07366v3")

    assert claim.candidates == (Identifier(Scheme.ARXIV, "1806.07366"),)
    assert claim.version == "v3"


@pytest.mark.parametrize(
    ("text", "scheme", "expected"),
    [
        ("1234", Scheme.PMID, "pmid:1234"),
        ("pmid:1234", Scheme.PMID, "pmid:1234"),
        ("2381/12775", Scheme.HANDLE, "handle:2381/12775"),
        ("mem_13102590", Scheme.HAL, "hal:mem_13102590"),
        ("2016arXiv161002026S", Scheme.ADS, "arxiv:1610.02026"),
        ("https://doi.org/10.1000/a1", Scheme.DOI, "doi:10.1000/a1"),
    ],
)
def test_a_text_is_read_as_the_scheme_that_is_asked_for(
    text: str, scheme: Scheme, expected: str
) -> None:
    claim = normalise(text, scheme)

    assert claim
    assert str(claim.candidates[0]) == expected


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("1234", None),
        ("doi:10.1000/a1", Scheme.ARXIV),
        ("https://doi.org/10.1000/a1", Scheme.PMID),
        ("10.1000/a1", Scheme.PMID),
    ],
)
def test_a_text_is_not_read_as_another_scheme(text: str, scheme: Scheme | None) -> None:
    assert normalise(text, scheme) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://localhost:8080/x",
        "//example.org/x",
        "ftp://example.org/x.pdf",
        "www.example.org",
        "doi:10.1000/a1",
        "arxiv.org/abs/1806.07366",
    ],
)
def test_what_leads_somewhere_is_an_address(url: str) -> None:
    assert is_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "#section",
        "mailto:jane@example.org",
        "javascript:void(0)",
        "tel:+49301234",
        "data:text/plain,x",
        "img/figure.png",
        "/absolute/path",
        "README.md",
        "http://",
        "https:///path",
    ],
)
def test_what_leads_nowhere_by_itself_is_no_address(url: str) -> None:
    assert not is_address(url)


IDENTIFIERS = [
    Identifier(Scheme.ACL, "P18-1001"),
    Identifier(Scheme.ACL, "2020.acl-main.1"),
    Identifier(Scheme.ADS, "2013A&A...558A..33A"),
    Identifier(Scheme.ARXIV, "1806.07366"),
    Identifier(Scheme.ARXIV, "math/0309136"),
    Identifier(Scheme.DOAJ, "9d9172e9bf324cc6ac6d48ff8e234a85"),
    Identifier(Scheme.DOI, "10.1137/1.9780898718539"),
    Identifier(Scheme.DOI, "10.1002/(sici)1096-8644(199601)99:1<135::aid-ajpa8>3.0.co;2-#"),
    Identifier(Scheme.DOI, "10.1006/rwei.1999?.0001"),
    Identifier(Scheme.FIGSHARE, "1234567"),
    Identifier(Scheme.GITHUB, "zichaolong/pde-net"),
    Identifier(Scheme.HAL, "hal-01234567"),
    Identifier(Scheme.HANDLE, "10013/epic.10033"),
    Identifier(Scheme.INSPIRE, "1697651"),
    Identifier(Scheme.ISBN, "9780262035613"),
    Identifier(Scheme.OPENALEX, "W2741809807"),
    Identifier(Scheme.OPENREVIEW, "rkyO8PGRb"),
    Identifier(Scheme.PII, "S0021999118305527"),
    Identifier(Scheme.PMCID, "PMC4304851"),
    Identifier(Scheme.PMID, "12082125"),
    Identifier(Scheme.S2, "CorpusID:13756489"),
    Identifier(Scheme.S2, "0f1e2d3c4b5a69788796a5b4c3d2e1f001234567"),
    Identifier(Scheme.SHORTDOI, "10/gf4gqc"),
    Identifier(Scheme.WIKIDATA, "Q50051684"),
    Identifier(Scheme.ZENODO, "1234567"),
]


@pytest.mark.parametrize("identifier", IDENTIFIERS, ids=str)
def test_an_identifier_is_found_again_at_its_home(identifier: Identifier) -> None:
    claims = identify(address_of(identifier))

    assert claims[0].candidates[0] == identifier
    assert not claims[0].is_guess


@pytest.mark.parametrize("scheme", Scheme)
def test_every_scheme_is_tried_at_its_home(scheme: Scheme) -> None:
    assert scheme in {identifier.scheme for identifier in IDENTIFIERS}


SUFFIXES = st.text(
    alphabet=st.sampled_from("abcABC0123456789-._()/:;"), min_size=1, max_size=40
).map(lambda tail: f"a{tail}1")


@settings(deadline=None)
@given(suffix=SUFFIXES)
def test_a_doi_is_found_again_at_its_home(suffix: str) -> None:
    claim = normalise(f"doi:10.1234/{suffix}")
    assert claim

    (again,) = identify(address_of(claim.candidates[0]))

    assert again.candidates[0] == claim.candidates[0]


@settings(deadline=None)
@given(
    year=st.integers(8, 40),
    month=st.integers(1, 12),
    number=st.integers(1, 99999),
    version=st.sampled_from(["", "v1", "v12"]),
)
def test_an_arxiv_paper_is_found_in_every_form(
    year: int, month: int, number: int, version: str
) -> None:
    paper = f"{year:02}{month:02}.{number:05}"
    forms = (f"https://arxiv.org/pdf/{paper}{version}.pdf", f"https://ar5iv.org/abs/{paper}")

    claims = [normalise(f"arXiv:{paper}{version}"), *(identify(form)[0] for form in forms)]

    assert {claim.candidates[0] for claim in claims if claim} == {
        Identifier(Scheme.ARXIV, paper)
    }
    assert [claim.version for claim in claims if claim] == [version, version, ""]


PIECES = st.sampled_from(
    [
        *("http://", "https://", "//", "/", "?", "#", "&", "=", "%", "%2F", "%25", ".", ".."),
        *("10.1234/", "10.", "doi.org", "arxiv.org", "abs/", "1806.07366", "v2", "isbn", "978"),
        *("(", ")", "[", "]", "<", ">", ";", ":", "\ud800", "\0", "é", "💩", " ", "\n", "@"),
    ]
)


@settings(deadline=None)
@given(text=st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_no_text_is_too_odd(text: str) -> None:
    claims = [*identify(text), *find(text), *identify(f"https://example.org/{text}")]
    alone = normalise(text)

    assert all(claim.candidates for claim in [*claims, *([alone] if alone else [])])


@pytest.mark.parametrize(
    "unit",
    [
        *(".", "/", "(", ")", "%", "1", "10.", "10.1234/", "10.1234/a ", "10.1234/a,", "%25"),
        *("arxiv:", "isbn 978 ", "978-", "9-", "http://a ", "a<1:a ", "1806.12345 ", "math/"),
        *("2011ApJS..", "https://a.b/", ";sid=", "&lt;", "\u0301\u0316", "a-", "pmid ", " "),
    ],
)
@pytest.mark.parametrize("start", ["", "https://a.b/", "https://doi.org/10.1234/", "arXiv:"])
def test_hostile_texts_come_back(start: str, unit: str) -> None:
    text = start + unit * (100_000 // len(unit))

    assert len(find(text)) <= len(text)
    assert identify(text) == ()
    assert len(identify(text[:8000])) <= 1
    assert normalise(text) is None
