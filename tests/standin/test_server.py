"""What the server does for every service: records, keeps connections, answers HEAD."""

import socket
import threading
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest

from tests.standin.catalogue import Catalogue, Record
from tests.standin.server import ENDPOINTS, REGISTERS, StandIn
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
    "doaj": "/articles/9d9172e9bf324cc6ac6d48ff8e234a85",
    "inspire": "/literature/451647",
    "idconv": "?ids=PMC9900113&format=json",
    "pubmed": "/esummary.fcgi?db=pubmed&id=99000113&retmode=json",
    "hal": "/search/?q=halId_s:hal-09900022",
    "zenodo": "/records/99000777",
    "figshare": "/articles/99000555",
    "github": "/repos/novak/gridflow",
    "github_raw": "/novak/gridflow/HEAD/CITATION.cff",
}


@pytest.mark.parametrize("service", SOMETHING)
def test_every_service_answers_at_its_endpoint(
    standin: StandIn, client: httpx2.Client, service: str
) -> None:
    address = standin.endpoints[service] + SOMETHING[service]

    answer = client.get(address, follow_redirects=True)

    assert answer.status_code == 200
    assert standin.count(service) >= 1


def test_no_service_is_left_out_above() -> None:
    closed = {"openreview1", "openreview"}  # they answer only those who signed in

    assert {*ENDPOINTS, *REGISTERS} - closed == set(SOMETHING)


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


def names_of_threads() -> set[str]:
    return {thread.name for thread in threading.enumerate() if "process_request" in thread.name}


def test_no_thread_is_left_when_it_stops(tmp_path: Path) -> None:
    before = names_of_threads()
    with StandIn() as standin:
        proxy = standin.proxy(tmp_path)
        plain = socket.create_connection(("127.0.0.1", urlsplit(standin.base).port or 0))
        silent = socket.create_connection(("127.0.0.1", urlsplit(proxy.url).port or 0))
        silent.sendall(b"CONNECT a.example:443 HTTP/1.1\r\n\r\n")
        assert b"200" in silent.recv(100)
        during = names_of_threads()
    plain.close()
    silent.close()

    assert len(during - before) == 2
    assert names_of_threads() - before == set()


def test_it_stops_in_the_middle_of_a_long_pause(client: httpx2.Client) -> None:
    with StandIn() as standin:
        standin.misbehave("web", "slow", seconds=600)
        with pytest.raises(httpx2.ReadTimeout):
            client.get(f"{standin.endpoints['web']}/https/a.example/", timeout=0.05)
        before = names_of_threads()

    assert before
    assert names_of_threads() == set()
