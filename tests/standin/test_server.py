"""What the server does for every service: records, keeps connections, answers HEAD."""

from pathlib import Path

import httpx2
import pytest

from tests.standin.catalogue import Catalogue, Record
from tests.standin.server import ENDPOINTS, StandIn
from tests.standin.wire import Request
from tests.standin.zotero import GROUP_ID, READ_WRITE_KEY

SOMETHING = {
    "arxiv": "?id_list=1806.07366",
    "crossref": "/works/10.1038/nature14539",
    "datacite": "/dois/10.48550/arxiv.1806.07366",
    "doi_org": "/doiRA/10.1038/nature14539",
    "openalex": "/works/doi:10.1038/nature14539",
    "semantic_scholar": "/paper/ARXIV:1806.07366",
    "zotero": f"/groups/{GROUP_ID}/items?format=versions&key={READ_WRITE_KEY}",
    "web": "/https/voigtlaender.xyz/",
}


@pytest.mark.parametrize("service", ENDPOINTS)
def test_every_service_answers_at_its_endpoint(
    standin: StandIn, client: httpx2.Client, service: str
) -> None:
    address = standin.endpoints[service] + SOMETHING[service]

    answer = client.get(address, follow_redirects=True)

    assert answer.status_code == 200
    assert standin.count(service) >= 1


def test_a_request_is_recorded_as_it_came(standin: StandIn, client: httpx2.Client) -> None:
    address = standin.endpoints["semantic_scholar"] + "/paper/batch?fields=title"

    client.post(address, json={"ids": []})

    (request,) = standin.requests
    assert (request.service, request.method) == ("semantic_scholar", "POST")
    assert (request.path, request.query) == ("/graph/v1/paper/batch", "fields=title")
    assert request.body == b'{"ids":[]}'
    assert request.headers["content-type"] == "application/json"


def test_a_percent_encoded_path_stays_so(standin: StandIn, client: httpx2.Client) -> None:
    client.get(standin.endpoints["crossref"] + "/works/10.5555%2Fa%23b")

    assert standin.requests[0].path == "/works/10.5555%2Fa%23b"


def test_requests_over_one_connection_come_from_one_peer(
    standin: StandIn, client: httpx2.Client
) -> None:
    for _ in range(3):
        client.get(standin.endpoints["crossref"] + "/works/10.1038/nature14539")
    httpx2.get(standin.endpoints["crossref"] + "/works/10.1038/nature14539")

    peers = [request.client for request in standin.requests]
    assert len(set(peers[:3])) == 1
    assert len(set(peers)) == 2


def test_head_has_the_headers_and_no_body(standin: StandIn, client: httpx2.Client) -> None:
    address = standin.endpoints["crossref"] + "/works/10.1038/nature14539"

    head, whole = client.head(address), client.get(address)

    assert head.content == b""
    assert head.headers["content-length"] == str(len(whole.content))


def test_a_chunked_body_arrives_whole(standin: StandIn, client: httpx2.Client) -> None:
    address = standin.endpoints["semantic_scholar"] + "/paper/batch"

    answer = client.post(address, content=iter([b'{"ids":', b'["ARXIV:1806.07366"]}']))

    assert answer.json()[0]["title"] == "Neural Ordinary Differential Equations"


def test_an_unknown_address_is_no_service(standin: StandIn, client: httpx2.Client) -> None:
    assert client.get(f"{standin.base}/nothing/here").status_code == 404


def test_it_answers_from_the_catalogue_it_was_given(client: httpx2.Client) -> None:
    catalogue = Catalogue([Record(doi="10.5555/ONE", title="One")])

    with StandIn(catalogue) as standin:
        known = client.get(standin.endpoints["crossref"] + "/works/10.5555/one")
        unknown = client.get(standin.endpoints["crossref"] + "/works/10.1038/nature14539")

    assert known.json()["message"]["title"] == ["One"]
    assert unknown.status_code == 404


def test_the_zotero_group_outlives_the_server_in_its_file(
    client: httpx2.Client, tmp_path: Path
) -> None:
    address = f"/groups/{GROUP_ID}/items?key={READ_WRITE_KEY}"
    file = tmp_path / "group.sqlite"
    with StandIn(zotero=file) as standin:
        item = {"itemType": "webpage", "title": "A page"}
        client.post(standin.endpoints["zotero"] + address, json=[item])

    with StandIn(zotero=file) as standin:
        found = client.get(standin.endpoints["zotero"] + address).json()

    assert [item["data"]["title"] for item in found] == ["A page"]


def test_a_stopped_server_ends_kept_connections(client: httpx2.Client) -> None:
    with StandIn() as standin:
        address = standin.endpoints["crossref"] + "/works/10.1038/nature14539"
        client.get(address)

    with pytest.raises(httpx2.TransportError):
        client.get(address)


def test_other_processes_see_what_happened(standin: StandIn, client: httpx2.Client) -> None:
    client.get(standin.endpoints["arxiv"] + "?id_list=1806.07366")
    client.get(standin.endpoints["arxiv"] + "?id_list=1806.07366")

    counts = client.get(f"{standin.base}/standin/counts").json()
    seen = client.get(f"{standin.base}/standin/requests").json()
    violations = client.get(f"{standin.base}/standin/violations").json()

    assert counts == {"arxiv": 2}
    assert [request["query"] for request in seen] == ["id_list=1806.07366"] * 2
    assert violations == standin.violations
    assert [request.service for request in standin.requests] == ["arxiv", "arxiv"]


def test_other_processes_command_faults(standin: StandIn, client: httpx2.Client) -> None:
    address = standin.endpoints["crossref"] + "/works/10.1038/nature14539"
    control = f"{standin.base}/standin"

    client.post(f"{control}/misbehave", json={"service": "crossref", "fault": "503"})
    ill = client.get(address).status_code
    client.post(f"{control}/heal")
    well = client.get(address).status_code

    assert (ill, well) == (503, 200)


@pytest.mark.parametrize(
    "command", [{"service": "crossref", "fault": "moody"}, {"fault": "503"}, {"oops": 1}]
)
def test_a_command_it_does_not_understand_is_refused(
    standin: StandIn, client: httpx2.Client, command: dict[str, object]
) -> None:
    answer = client.post(f"{standin.base}/standin/misbehave", json=command)

    assert answer.status_code == 400


def test_requests_are_a_copy(standin: StandIn) -> None:
    standin.requests.append(Request(service="arxiv", method="GET", path="/"))

    assert standin.requests == []
