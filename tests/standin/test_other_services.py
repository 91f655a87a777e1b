"""The stand-in's DataCite, doi.org and OpenAlex."""

from typing import Any

import httpx2
import pytest

from tests.standin.catalogue import Catalogue, Record
from tests.standin.server import StandIn

CSL = "application/vnd.citationstyles.csl+json"
NATURE = "10.1038/nature14539"
NEURAL_ODES = "1806.07366"


def found(standin: StandIn, client: httpx2.Client, service: str, path: str) -> Any:
    answer = client.get(standin.endpoints[service] + path)
    assert answer.status_code == 200
    return answer.json()


def status(standin: StandIn, client: httpx2.Client, service: str, path: str) -> int:
    return client.get(standin.endpoints[service] + path).status_code


def dois(content: Any) -> set[str]:
    return {row["id"] for row in content["data"]}


@pytest.mark.parametrize(
    "query",
    [
        'doi:("10.48550/arxiv.1806.07366" OR "10.5281/zenodo.99000002" OR "10.5555/nowhere")',
        "doi:(10.48550/arXiv.1806.07366 OR 10.5281/ZENODO.99000002)",
        'doi:"10.48550/arxiv.1806.07366" OR id:"10.5281/zenodo.99000002"',
    ],
)
def test_datacite_answers_a_batch(standin: StandIn, client: httpx2.Client, query: str) -> None:
    address = standin.endpoints["datacite"] + "/dois"

    content = client.get(address, params={"query": query, "page[size]": "50"}).json()

    assert dois(content) == {"10.48550/arxiv.1806.07366", "10.5281/zenodo.99000002"}
    assert content["meta"]["total"] == 2


def test_datacite_gives_pages_of_twenty_five(standin: StandIn, client: httpx2.Client) -> None:
    ids = list(standin.catalogue.by_arxiv)[:30]
    query = " OR ".join(f'"10.48550/arxiv.{number}"' for number in ids)
    address = standin.endpoints["datacite"] + "/dois"

    first = client.get(address, params={"query": f"doi:({query})"}).json()
    second = client.get(address, params={"query": f"doi:({query})", "page[number]": 2}).json()

    assert (len(first["data"]), len(second["data"])) == (25, 5)
    assert len(dois(first) | dois(second)) == 30


def test_datacite_knows_every_arxiv_paper(standin: StandIn, client: httpx2.Client) -> None:
    row = found(standin, client, "datacite", f"/dois/10.48550/arXiv.{NEURAL_ODES}")["data"]

    assert row["attributes"]["publisher"] == "arXiv"
    assert row["attributes"]["types"]["resourceTypeGeneral"] == "Preprint"
    assert row["attributes"]["publicationYear"] == 2018
    assert row["attributes"]["citationCount"] == 0


def test_datacite_tells_the_journal_s_doi_as_a_relation(
    standin: StandIn, client: httpx2.Client
) -> None:
    row = found(standin, client, "datacite", "/dois/10.48550/arxiv.1708.07469")["data"]

    assert row["attributes"]["relatedIdentifiers"] == [
        {
            "relationType": "IsVersionOf",
            "relatedIdentifier": "10.1016/j.jcp.2018.08.029",
            "relatedIdentifierType": "DOI",
        }
    ]


def test_datacite_dates_a_withdrawal(standin: StandIn, client: httpx2.Client) -> None:
    row = found(standin, client, "datacite", "/dois/10.48550/arxiv.0704.9002")["data"]

    assert "Withdrawn" in {date["dateType"] for date in row["attributes"]["dates"]}


@pytest.mark.parametrize("doi", ["10.5555/nowhere", NATURE, "10.48550/arxiv.1806.07366/"])
def test_datacite_lacks_others_and_what_ends_in_a_slash(
    standin: StandIn, client: httpx2.Client, doi: str
) -> None:
    answer = client.get(f"{standin.endpoints['datacite']}/dois/{doi}")

    assert answer.status_code == 404
    assert answer.json()["errors"][0]["status"] == "404"


@pytest.mark.parametrize("query", ['doi:("10.1/a', 'doi:("10.1/a"', 'doi:"10.1/a" OR "'])
def test_datacite_refuses_a_query_that_it_cannot_read(
    standin: StandIn, client: httpx2.Client, query: str
) -> None:
    answer = client.get(standin.endpoints["datacite"] + "/dois", params={"query": query})

    assert answer.status_code == 400


def test_datacite_sends_no_rate_headers(standin: StandIn, client: httpx2.Client) -> None:
    headers = client.get(standin.endpoints["datacite"] + "/dois").headers

    assert [name for name in headers if "rate" in name.lower()] == []


@pytest.mark.parametrize(
    ("doi", "title"),
    [
        (NATURE, "Deep learning"),
        ("10.48550/arXiv.1806.07366", "Neural Ordinary Differential Equations"),
        ("10.5281/zenodo.99000003", "A program on Zenodo"),
        ("10.5555/standin.medra.1", "Una nota di mEDRA"),
    ],
)
def test_doi_org_has_the_record_of_every_agency(
    standin: StandIn, client: httpx2.Client, doi: str, title: str
) -> None:
    answer = client.get(
        f"{standin.endpoints['doi_org']}/{doi}", headers={"Accept": CSL}, follow_redirects=True
    )

    assert answer.json()["title"] == title


def test_doi_org_sends_crossref_s_share_to_crossref(
    standin: StandIn, client: httpx2.Client
) -> None:
    answer = client.get(f"{standin.endpoints['doi_org']}/{NATURE}", headers={"Accept": CSL})

    assert answer.status_code == 302
    assert answer.headers["location"] == (
        f"{standin.endpoints['crossref']}/v1/works/10.1038%2Fnature14539/transform"
    )


def test_doi_org_leads_a_browser_to_the_landing_page(
    standin: StandIn, client: httpx2.Client
) -> None:
    doi = "10.18297/etd/1228"

    answer = client.get(
        f"{standin.endpoints['doi_org']}/{doi}",
        headers={"Accept": "text/html"},
        follow_redirects=True,
    )

    assert str(answer.url) == f"{standin.base}/web/https/ir.library.louisville.edu/etd/1228"
    assert "Rojkova" in answer.text


@pytest.mark.parametrize(("doi", "code"), [("10.5555/nowhere", 404), ("foo", 400)])
def test_doi_org_says_no_in_html(
    standin: StandIn, client: httpx2.Client, doi: str, code: int
) -> None:
    answer = client.get(f"{standin.endpoints['doi_org']}/{doi}", headers={"Accept": CSL})

    assert answer.status_code == code
    assert answer.headers["content-type"].startswith("text/html")


def test_doi_org_names_agencies(standin: StandIn, client: httpx2.Client) -> None:
    asked = f"{NATURE},10.48550/arXiv.{NEURAL_ODES},10.5555/nowhere,foo"

    rows = found(standin, client, "doi_org", f"/doiRA/{asked}")

    assert [row.get("RA", row.get("status")) for row in rows] == [
        "Crossref", "DataCite", "DOI does not exist", "Invalid DOI",
    ]  # fmt: skip


def test_openalex_answers_a_batch_of_dois(standin: StandIn, client: httpx2.Client) -> None:
    path = f"/works?filter=doi:{NATURE}|https://doi.org/10.1137/1.9780898718539|10.5555/no"

    content = found(standin, client, "openalex", f"{path}&per_page=100&select=doi")

    assert {work["doi"] for work in content["results"]} == {
        f"https://doi.org/{NATURE}",
        "https://doi.org/10.1137/1.9780898718539",
    }
    assert content["meta"]["count"] == 2


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_openalex_finds_papers_by_their_arxiv_page(
    standin: StandIn, client: httpx2.Client, scheme: str
) -> None:
    path = f"/works?filter=locations.landing_page_url:{scheme}://arxiv.org/abs/1708.07469"

    (work,) = found(standin, client, "openalex", path)["results"]

    assert work["doi"] == "https://doi.org/10.1016/j.jcp.2018.08.029"
    assert work["cited_by_count"] == 2011


@pytest.mark.parametrize(("number", "known"), [("1708.07469", False), (NEURAL_ODES, True)])
def test_openalex_forgets_the_arxiv_doi_of_what_was_published(
    standin: StandIn, client: httpx2.Client, number: str, known: bool
) -> None:
    code = status(standin, client, "openalex", f"/works/doi:10.48550/arxiv.{number}")

    assert code == (200 if known else 404)


def test_openalex_may_have_a_work_twice(standin: StandIn, client: httpx2.Client) -> None:
    path = "/works?filter=locations.landing_page_url:https://arxiv.org/abs/0704.9008"

    works = found(standin, client, "openalex", path)["results"]

    assert sorted(work["cited_by_count"] for work in works) == [12, 120]


def test_openalex_refuses_more_than_a_hundred_values(
    standin: StandIn, client: httpx2.Client
) -> None:
    values = "|".join(f"10.1/{number}" for number in range(101))

    answer = client.get(f"{standin.endpoints['openalex']}/works?filter=doi:{values}")

    assert answer.status_code == 400
    assert set(answer.json()) == {"error", "message"}


@pytest.mark.parametrize(
    "query", ["?filter=colour:red", "?per_page=500", "?per_page=0", "?per_page=x"]
)
def test_openalex_refuses_bad_parameters(
    standin: StandIn, client: httpx2.Client, query: str
) -> None:
    assert status(standin, client, "openalex", f"/works{query}") == 400


def test_openalex_refuses_a_long_address(standin: StandIn, client: httpx2.Client) -> None:
    path = f"/works?filter=doi:10.1/{'a' * 4100}"

    assert status(standin, client, "openalex", path) == 414


def test_openalex_counts_the_day_s_budget(standin: StandIn, client: httpx2.Client) -> None:
    address = standin.endpoints["openalex"] + "/works"

    single = client.get(f"{address}/doi:{NATURE}").headers
    listed = client.get(f"{address}?filter=doi:{NATURE}").headers
    keyed = client.get(f"{address}?filter=doi:{NATURE}&api_key=k").headers

    assert single["x-ratelimit-cost-usd"] == "0"
    assert listed["x-ratelimit-remaining"] == "999"
    assert listed["x-ratelimit-limit-usd"] == "0.1"
    assert keyed["x-ratelimit-limit-usd"] == "1"


def test_openalex_ends_with_its_budget(client: httpx2.Client) -> None:
    catalogue = Catalogue([Record(doi="10.5555/a", title="A")])
    with StandIn(catalogue) as standin:
        address = standin.endpoints["openalex"] + "/works?search=a"

        codes = [client.get(address).status_code for _ in range(101)]

    assert codes == [200] * 100 + [429]
