"""The ways to a page: direct, secure, through a proxy, and never to a private address."""

import logging
from pathlib import Path

import pytest
import trustme

from enrichers.pages.guard import Guard
from enrichers.pages.lines import Connector, Forbidden, NoSuchHost
from enrichers.pages.model import PageState
from tests.enrichers.pages.fetching import ORDINARY, fetcher, page, to
from tests.enrichers.scripted import Scripted
from tests.standin.server import StandIn

FINE = page(ORDINARY)


def test_behind_a_proxy_no_name_is_looked_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Scripted(FINE) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.base)
        fetched = fetcher(tmp_path, allowed=()).fetch("http://papers.example/1")

    assert (fetched.state, fetched.body) == (PageState.ALIVE, ORDINARY.encode())
    assert proxy.requests[0].path == "/http/papers.example/1"


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://127.1/", "http://169.254.169.254/", "http://[::1]/",
     "http://localhost/", "http://x.internal/", "http://a@papers.example/"],
)  # fmt: skip
def test_a_proxy_is_not_asked_for_what_is_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    with Scripted(to(address)) as proxy:
        monkeypatch.setenv("ALL_PROXY", proxy.base)
        web = fetcher(tmp_path, allowed=())
        states = [web.fetch(asked).state for asked in (address, "http://papers.example/1")]

    assert states == [PageState.REFUSED, PageState.REFUSED]
    assert len(proxy.requests) == 1


def test_a_proxy_that_decrypts_is_trusted_by_its_certificate(
    standin: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = standin.proxy(tmp_path)
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    stranger = fetcher(tmp_path, allowed=()).fetch("https://arxiv.org/abs/1806.07366")
    monkeypatch.setenv("SSL_CERT_FILE", str(proxy.ca_file))
    friend = fetcher(tmp_path, allowed=()).fetch("https://arxiv.org/abs/1806.07366")

    assert stranger.state is PageState.DOWN
    assert "SSL_CERT_FILE" in stranger.reason
    assert (friend.state, friend.status) == (PageState.ALIVE, 200)
    assert b"citation_title" in friend.body


def test_tunnels_are_kept(
    standin: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = standin.proxy(tmp_path)
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    monkeypatch.setenv("SSL_CERT_FILE", str(proxy.ca_file))
    web = fetcher(tmp_path, allowed=())

    states = {web.fetch("https://arxiv.org/abs/1806.07366").state for _ in range(3)}

    assert states == {PageState.ALIVE}
    assert len({request.client for request in standin.requests}) == 1


def test_no_proxy_leads_around_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Scripted(FINE) as proxy, Scripted(FINE) as server:
        monkeypatch.setenv("HTTP_PROXY", proxy.base)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        fetcher(tmp_path).fetch(f"{server.base}/web/")

    assert (len(proxy.requests), len(server.requests)) == (0, 1)


def test_a_proxy_that_is_gone_is_named_but_not_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with Scripted(FINE) as proxy:
        address = proxy.base.replace("http://", "http://ada:pass-word@")
    monkeypatch.setenv("HTTP_PROXY", address)

    fetched = fetcher(tmp_path, allowed=()).fetch("http://papers.example/1")

    assert fetched.state is PageState.DOWN
    assert "through the proxy" in fetched.reason
    assert "pass-word" not in fetched.reason + caplog.text


def test_the_password_of_a_proxy_reaches_the_proxy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Scripted(FINE) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.base.replace("http://", "http://ada:word@"))
        fetcher(tmp_path, allowed=()).fetch("http://papers.example/1")

    assert proxy.requests[0].headers["proxy-authorization"] == "Basic YWRhOndvcmQ="


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("HTTP_PROXY", "gopher://ada:pass-word@127.0.0.1:1", "proxy settings"),
        ("ALL_PROXY", "socks5://ada:pass-word@127.0.0.1:1", "proxy settings"),
        ("SSL_CERT_FILE", "/no/such/file.pem", "SSL_CERT_FILE"),
    ],
)
def test_a_setting_that_cannot_be_used_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(name, value)

    fetched = fetcher(tmp_path, allowed=()).fetch("http://papers.example/1")

    assert fetched.state is PageState.DOWN
    assert words in fetched.reason
    assert "pass-word" not in fetched.reason


def test_a_certificate_is_checked_against_the_name_that_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with Scripted(FINE) as server:
        address = server.serve_securely(authority)
        name = address.replace("127.0.0.1", "localhost")
        web = fetcher(tmp_path, allowed=("127.0.0.1", "localhost"))
        by_address, by_name = web.fetch(f"{address}/web/"), web.fetch(f"{name}/web/")

    assert by_address.state is PageState.ALIVE
    assert by_name.state is PageState.DOWN
    assert "certificate" in by_name.reason


def test_a_name_is_judged_by_what_it_leads_to() -> None:
    with Scripted(FINE) as server:
        port = int(server.base.rpartition(":")[2])
        with pytest.raises(Forbidden):
            Connector(Guard()).connect_tcp("localhost", port, timeout=5.0)
        stream = Connector(Guard(["127.0.0.0/8"])).connect_tcp("localhost", port, timeout=5.0)
        there = stream.get_extra_info("server_addr")
        stream.close()

    assert there == ("127.0.0.1", port)


def test_a_name_that_cannot_be_one_is_no_host() -> None:
    with pytest.raises(NoSuchHost):
        Connector(Guard()).connect_tcp("a" * 70 + ".invalid", 80, timeout=5.0)
