"""The services that know works by numbers of their own."""

import base64
from typing import Any

import httpx2
import pytest

from tests.standin.server import REGISTERS, StandIn

PLACES = {
    "https://doaj.org/api/articles/9d9172e9bf324cc6ac6d48ff8e234a85": "doaj",
    "https://doaj.org/article/9d9172e9bf324cc6ac6d48ff8e234a85": "web",
    "https://inspirehep.net/api/literature/451647": "inspire",
    "https://inspirehep.net/literature/451647": "web",
    "https://zenodo.org/api/records/99000777": "zenodo",
    "https://zenodo.org/records/99000777": "web",
    "https://api.figshare.com/v2/articles/99000555": "figshare",
    "https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1/articles/?ids=1&format=json": ("idconv"),
    "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esummary.fcgi?id=1&retmode=json": ("pubmed"),
    "https://api.archives-ouvertes.fr/search/?q=halId_s:hal-09900022": "hal",
    "https://api.github.com/repos/novak/gridflow": "github",
    "https://raw.githubusercontent.com/novak/gridflow/HEAD/CITATION.cff": "github_raw",
    "https://api2.openreview.net/notes?id=rJl-b3RcF7": "openreview",
    "https://api.openreview.net/notes?id=rJl-b3RcF7": "openreview1",
}

LOTTERY = "The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Networks"


def get(standin: StandIn, client: httpx2.Client, service: str, rest: str) -> httpx2.Response:
    return client.get(standin.endpoints[service] + rest, follow_redirects=True)


def content(answer: httpx2.Response) -> Any:
    return answer.json()


@pytest.mark.parametrize(("url", "service"), PLACES.items())
def test_a_part_of_a_host_may_be_a_service(
    standin: StandIn, client: httpx2.Client, url: str, service: str
) -> None:
    address = url.replace("https://", "http://")
    with httpx2.Client(proxy=standin.base, headers=client.headers) as browser:
        browser.get(address)

    assert [request.service for request in standin.requests] == [service]


@pytest.mark.parametrize("service", sorted(REGISTERS))
def test_what_it_does_not_know_is_said_so(
    standin: StandIn, client: httpx2.Client, service: str
) -> None:
    unknown = {
        "doaj": "/articles/ffffffffffffffffffffffffffffffff",
        "inspire": "/literature/1",
        "idconv": "?ids=PMC1&format=json",
        "pubmed": "/esummary.fcgi?db=pubmed&id=1&retmode=json",
        "hal": "/search/?q=halId_s:hal-1&wt=json",
        "zenodo": "/records/1",
        "figshare": "/articles/1",
        "github": "/repos/nobody/nothing",
        "github_raw": "/nobody/nothing/HEAD/CITATION.cff",
        "openreview1": "/notes?id=nothing",
        "openreview": "/notes?id=nothing",
    }

    answer = get(standin, client, service, unknown[service])

    said = {"idconv": "not found", "pubmed": "cannot get", "hal": '"numFound": 0'}
    wanted = 403 if service.startswith("openreview") else 200 if service in said else 404
    assert answer.status_code == wanted
    assert said.get(service, "") in answer.text


@pytest.mark.parametrize("named", ["0" * 30 + "77", "10.91234/oa.2019.77", "*"])
def test_a_register_can_be_told_to_deny_a_work(
    standin: StandIn, client: httpx2.Client, named: str
) -> None:
    standin.misbehave("doaj", "absent", ids=[] if named == "*" else [named])

    answer = get(standin, client, "doaj", "/articles/" + "0" * 30 + "77")

    assert answer.status_code == 404


def test_doaj_knows_an_article_by_its_own_id(standin: StandIn, client: httpx2.Client) -> None:
    told = content(get(standin, client, "doaj", "/v4/articles/" + "0" * 30 + "77"))

    assert told["bibjson"]["title"] == "Seasonal Filters for Noisy Rain Gauges"
    assert {"id": "10.91234/oa.2019.77", "type": "doi"} in told["bibjson"]["identifier"]
    assert (told["bibjson"]["year"], told["bibjson"]["month"]) == ("2019", "07")


@pytest.mark.parametrize("query", ["doi:10.91234/oa.2019.77", "seasonal filters"])
def test_doaj_finds_articles(standin: StandIn, client: httpx2.Client, query: str) -> None:
    told = content(get(standin, client, "doaj", f"/search/articles/{query}"))

    assert told["results"][0]["id"] == "0" * 30 + "77"


@pytest.mark.parametrize(
    "place", ["/literature/451647", "/arxiv/hep-th/9711200", "/doi/10.1023/A:1026654312961"]
)
def test_inspire_knows_a_paper_by_each_of_its_names(
    standin: StandIn, client: httpx2.Client, place: str
) -> None:
    told = content(get(standin, client, "inspire", place))["metadata"]

    assert told["control_number"] == 451647
    assert told["arxiv_eprints"][0]["value"] == "hep-th/9711200"
    assert told["dois"][0]["value"] == "10.1023/A:1026654312961"


def test_inspire_tells_a_conference_from_a_paper(
    standin: StandIn, client: httpx2.Client
) -> None:
    paper = get(standin, client, "inspire", "/literature/1697651")
    meeting = content(get(standin, client, "inspire", "/conferences/1697651"))

    assert paper.status_code == 404
    assert meeting["metadata"]["titles"][0]["title"] == "A Geometric Analysis Approach to AI"


def test_inspire_searches(standin: StandIn, client: httpx2.Client) -> None:
    told = content(get(standin, client, "inspire", "/literature?q=t large N limit&size=1"))

    assert told["hits"]["hits"][0]["id"] == "451647"


@pytest.mark.parametrize("name", ["PMC9900113", "99000113", "10.91234/med.2020.113"])
def test_ncbi_converts_numbers(standin: StandIn, client: httpx2.Client, name: str) -> None:
    told = content(get(standin, client, "idconv", f"?ids={name}&format=json"))

    (record,) = told["records"]
    assert record["requested-id"] == name
    assert (record["pmid"], record["pmcid"]) == (99000113, "PMC9900113")
    assert record["doi"] == "10.91234/med.2020.113"


def test_ncbi_refuses_a_number_that_is_said_to_be_a_doi(
    standin: StandIn, client: httpx2.Client
) -> None:
    answer = get(standin, client, "idconv", "?ids=28371833&idtype=doi&format=json")

    assert answer.status_code == 404
    assert content(answer) == {
        "status": "error",
        "message": "ID%20type%20%27doi%27%20mismatch%20for%20%2728371833%27",
    }


def test_pubmed_sums_up_several_articles(standin: StandIn, client: httpx2.Client) -> None:
    query = "/esummary.fcgi?db=pubmed&id=99000113,1&retmode=json"

    told = content(get(standin, client, "pubmed", query))["result"]

    assert told["uids"] == ["99000113", "1"]
    assert told["99000113"]["title"] == "Triage of Retinal Scans by Small Ensembles."
    assert told["99000113"]["pubdate"] == "2020 Mar 15"
    assert told["1"]["error"]


def test_pmc_is_asked_by_a_form(standin: StandIn, client: httpx2.Client) -> None:
    place = standin.endpoints["pubmed"] + "/esummary.fcgi"
    form = {"db": "pmc", "id": "9900113,7", "retmode": "json"}

    told = client.post(place, data=form).json()["result"]

    identifiers = {entry["idtype"]: entry["value"] for entry in told["9900113"]["articleids"]}
    assert identifiers == {
        "pubmed": "99000113",
        "doi": "10.91234/med.2020.113",
        "pmc": "PMC9900113",
    }
    assert "error" in told["7"]


def test_inspire_is_asked_for_several_records_at_once(
    standin: StandIn, client: httpx2.Client
) -> None:
    query = "/literature?q=recid:451647 or recid:1697651 or recid:1124337&fields=titles,dois"

    told = content(get(standin, client, "inspire", query))["hits"]

    assert [hit["id"] for hit in told["hits"]] == ["451647", "1124337"]
    assert set(told["hits"][0]["metadata"]) == {"control_number", "titles", "dois"}


def test_hal_answers_with_the_fields_asked_for(standin: StandIn, client: httpx2.Client) -> None:
    query = "/search/?q=halId_s:(hal-09900022 OR hal-2)&fl=title_s,doiId_s,docType_s&wt=json"

    told = content(get(standin, client, "hal", query))["response"]

    assert told["numFound"] == 1
    assert told["docs"] == [
        {
            "title_s": ["Homogenisation of Porous Learning Rates"],
            "doiId_s": "10.91234/hal.2019.22",
            "docType_s": "ART",
        }
    ]


@pytest.mark.parametrize("number", ["99000777", "99000776"])
def test_zenodo_leads_from_the_concept_to_the_version(
    standin: StandIn, client: httpx2.Client, number: str
) -> None:
    answer = get(standin, client, "zenodo", f"/records/{number}")

    assert answer.headers["retry-after"] == "60"
    assert content(answer)["doi"] == "10.5281/zenodo.99000777"
    assert content(answer)["metadata"]["resource_type"]["type"] == "software"


def test_github_describes_a_repository(standin: StandIn, client: httpx2.Client) -> None:
    told = content(get(standin, client, "github", "/repos/MarkovModel/deeptime"))

    assert (told["archived"], told["license"]["spdx_id"]) == (True, "GPL-3.0")
    assert told["owner"]["type"] == "Organization"


def test_github_s_unchanged_answers_cost_nothing(
    standin: StandIn, client: httpx2.Client
) -> None:
    place = standin.endpoints["github"] + "/repos/novak/gridflow"
    first = client.get(place)

    again = client.get(place, headers={"If-None-Match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_github_gives_the_citation_file_of_a_repository_that_moved(
    standin: StandIn, client: httpx2.Client
) -> None:
    moved = content(get(standin, client, "github", "/repos/oldname/gridflow"))
    place = f"/repos/{moved['full_name']}/contents/CITATION.cff"
    file = content(get(standin, client, "github", place))
    raw = get(standin, client, "github_raw", "/novak/gridflow/HEAD/CITATION.cff")

    assert base64.b64decode(file["content"]).decode() == raw.text
    assert "doi: 10.5281/zenodo.99000777" in raw.text


@pytest.mark.parametrize(
    ("service", "title"),
    [
        ("openreview1", LOTTERY),
        ("openreview", {"value": LOTTERY}),
    ],
)  # fmt: skip
def test_openreview_answers_those_who_signed_in(
    standin: StandIn, client: httpx2.Client, service: str, title: object
) -> None:
    place = standin.endpoints[service] + "/notes?id=rJl-b3RcF7"

    answer = client.get(place, headers={"Authorization": "Bearer somebody"})

    assert content(answer)["notes"][0]["content"]["title"] == title
