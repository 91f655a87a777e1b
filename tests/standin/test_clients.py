"""The named client libraries, as their READMEs show them, reach the stand-in."""

from typing import Any

import arxiv
import habanero
import pytest

from tests.standin.server import StandIn


@pytest.fixture
def papers(standin: StandIn) -> arxiv.Client:
    client = arxiv.Client(delay_seconds=0, num_retries=0)
    client.query_url_format = standin.endpoints["arxiv"] + "?{}"
    return client


@pytest.fixture
def crossref(standin: StandIn) -> habanero.Crossref:
    return habanero.Crossref(
        base_url=standin.endpoints["crossref"], mailto="ada@example.org", timeout=5
    )


def test_arxiv_reads_its_feed(papers: arxiv.Client) -> None:
    search = arxiv.Search(id_list=["1708.07469", "1902.04760v2", "2601.00001"])

    results = {result.get_short_id(): result for result in papers.results(search)}

    assert set(results) == {"1708.07469v5", "1902.04760v2"}
    found = results["1708.07469v5"]
    assert found.title.startswith("DGM: A deep learning algorithm")
    assert [author.name for author in found.authors] == [
        "Justin Sirignano",
        "Konstantinos Spiliopoulos",
    ]
    assert found.doi == "10.1016/j.jcp.2018.08.029"
    assert (found.published.year, found.primary_category) == (2017, "q-fin.MF")


def test_arxiv_pages_through_a_search(papers: arxiv.Client, standin: StandIn) -> None:
    papers.page_size = 5
    search = arxiv.Search(query="all:neural", max_results=12)

    assert len(list(papers.results(search))) == 12
    assert standin.count("arxiv") == 3


def test_arxiv_s_default_manners_are_reported(papers: arxiv.Client, standin: StandIn) -> None:
    list(papers.results(arxiv.Search(id_list=["1806.07366"])))

    assert standin.violations[0].startswith("arxiv: no contact in the User-Agent 'arxiv.py/")


def test_habanero_reads_a_batch(crossref: habanero.Crossref) -> None:
    found: Any = crossref.works(
        filter={"doi": ["10.1038/nature14539", "10.5555/nowhere"]}, limit=2, select=["DOI"]
    )

    assert [item["DOI"] for item in found["message"]["items"]] == ["10.1038/nature14539"]


def test_habanero_reads_a_title_query(crossref: habanero.Crossref) -> None:
    title = "Deep learning for universal linear embeddings of nonlinear dynamics Lusch"

    found: Any = crossref.works(query_bibliographic=title, limit=3)

    assert found["message"]["items"][0]["DOI"] == "10.1038/s41467-018-07210-0"


def test_habanero_reads_single_works_over_new_connections(
    crossref: habanero.Crossref, standin: StandIn
) -> None:
    found: Any = crossref.works(ids=["10.1038/nature14539", "10.1137/1.9780898718539"])

    assert [one["message"]["DOI"] for one in found] == [
        "10.1038/nature14539",
        "10.1137/1.9780898718539",
    ]
    assert len({request.client for request in standin.requests}) == 2


def test_habanero_names_the_agency(crossref: habanero.Crossref) -> None:
    found = crossref.registration_agency(["10.1038/nature14539"])

    assert found == ["Crossref"]
