"""The stand-in as an intercepting proxy under the services' real names."""

import ssl
import urllib.request
from pathlib import Path

import httpx2
import pytest
import requests

from tests.standin.server import Proxy, StandIn

PLACES = {
    "https://export.arxiv.org/api/query?id_list=1806.07366": "arxiv",
    "https://api.crossref.org/works/10.1038/nature14539": "crossref",
    "https://api.datacite.org/dois/10.48550/arxiv.1806.07366": "datacite",
    "https://doi.org/doiRA/10.1038/nature14539": "doi_org",
    "https://api.openalex.org/works/doi:10.1038/nature14539": "openalex",
    "https://api.semanticscholar.org/graph/v1/paper/ARXIV:1806.07366": "semantic_scholar",
    "https://api.zotero.org/itemTypes": "zotero",
    "https://voigtlaender.xyz/": "web",
    "http://voigtlaender.xyz/": "web",
}


@pytest.fixture
def proxy(standin: StandIn, tmp_path: Path) -> Proxy:
    return standin.proxy(tmp_path)


@pytest.fixture
def browser(proxy: Proxy) -> httpx2.Client:
    context = ssl.create_default_context(cafile=str(proxy.ca_file))
    return httpx2.Client(proxy=proxy.url, verify=context)


@pytest.mark.parametrize(("url", "service"), PLACES.items())
def test_a_real_name_leads_to_its_service(
    standin: StandIn, browser: httpx2.Client, url: str, service: str
) -> None:
    with browser:
        answer = browser.get(url, follow_redirects=True)

    assert answer.status_code == 200
    assert standin.requests[0].service == service


def test_a_redirect_keeps_to_real_names(browser: httpx2.Client) -> None:
    with browser:
        answer = browser.get(
            "https://doi.org/10.1038/nature14539",
            headers={"Accept": "application/vnd.citationstyles.csl+json"},
        )

    assert answer.headers["location"] == (
        "https://api.crossref.org/v1/works/10.1038%2Fnature14539/transform"
    )


def test_a_tunnel_is_kept_between_requests(standin: StandIn, browser: httpx2.Client) -> None:
    with browser:
        for _ in range(3):
            browser.get("https://api.crossref.org/works/10.1038/nature14539")

    assert len({request.client for request in standin.requests}) == 1


def test_an_authority_that_is_not_trusted_is_refused(proxy: Proxy) -> None:
    with httpx2.Client(proxy=proxy.url) as stranger, pytest.raises(httpx2.ConnectError):
        stranger.get("https://api.crossref.org/works")


def test_requests_obeys_the_environment(
    standin: StandIn, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(proxy.ca_file))

    answer = requests.get("https://api.crossref.org/works/10.1038/nature14539", timeout=5)

    assert answer.status_code == 200
    assert standin.count("crossref") == 1


def test_without_a_certificate_there_are_no_tunnels(standin: StandIn) -> None:
    with httpx2.Client(proxy=standin.base) as client, pytest.raises(httpx2.ProxyError):
        client.get("https://api.crossref.org/works")


def test_the_stand_in_s_own_address_stays_its_own_through_the_proxy(standin: StandIn) -> None:
    handler = urllib.request.ProxyHandler({"http": standin.base})
    opener = urllib.request.build_opener(handler)

    with opener.open(f"{standin.base}/crossref/works/10.1038/nature14539") as answer:
        assert answer.status == 200
    assert standin.count("crossref") == 1


def test_a_fault_reaches_through_the_tunnel(standin: StandIn, browser: httpx2.Client) -> None:
    standin.misbehave("crossref", "reset")

    with browser, pytest.raises(httpx2.TransportError):
        browser.get("https://api.crossref.org/works/10.1038/nature14539")


def test_a_process_is_sent_here_by_its_environment(
    standin: StandIn, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in proxy.environment.items():
        monkeypatch.setenv(name, value)

    with httpx2.Client() as client:
        page = client.get("https://www.math.ias.edu/wtdl")
        direct = client.get(f"{standin.endpoints['crossref']}/works/10.1038/nature14539")

    assert (page.status_code, direct.status_code) == (200, 200)
    assert [request.service for request in standin.requests] == ["web", "crossref"]


@pytest.mark.parametrize("host", ["127.0.0.2", "xn--bcher-kva.example", "host.example:8443"])
def test_any_host_may_be_asked_for(browser: httpx2.Client, host: str) -> None:
    with browser:
        assert browser.get(f"https://{host}/").status_code == 404
