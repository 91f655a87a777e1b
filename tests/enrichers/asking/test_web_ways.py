"""The way to a service: its redirects, the proxies before it, whose word for it is trusted."""

from pathlib import Path

import pytest
import trustme

from enrichers.asking.pace import Pace
from enrichers.model import SourceDown
from tests.enrichers.reaching import FINE, web_to
from tests.enrichers.scripted import Scripted
from tests.standin.wire import Reply


def test_redirects_are_followed(pace: Pace) -> None:
    there = Reply(status=301, headers={"Location": "/web/new"})
    with Scripted(there, FINE) as server:
        answer = web_to(server.base, pace).send("GET", "/old")

    assert answer.json() == {"answer": 42}
    assert [request.path for request in server.requests] == ["/old", "/new"]


def test_a_post_is_posted_again_where_308_points(pace: Pace) -> None:
    there = Reply(status=308, headers={"Location": "/web/new"})
    with Scripted(there, FINE) as server:
        web_to(server.base, pace).send("POST", "/old", json=[1])

    assert [(request.method, request.body) for request in server.requests] == [
        ("POST", b"[1]"),
        ("POST", b"[1]"),
    ]
    assert server.requests[1].headers["content-type"] == "application/json"


def test_what_a_write_is_conditional_on_goes_where_308_points(pace: Pace) -> None:
    there = Reply(status=308, headers={"Location": "/web/new"})
    conditions = {"If-Unmodified-Since-Version": "7"}
    with Scripted(there, FINE) as server:
        web_to(server.base, pace).send("DELETE", "/old", headers=conditions)

    assert server.requests[1].method == "DELETE"
    assert server.requests[1].headers["if-unmodified-since-version"] == "7"


def test_a_key_does_not_follow_a_redirect_to_another_host(pace: Pace) -> None:
    with Scripted(FINE) as elsewhere:
        away = Reply(status=302, headers={"Location": f"{elsewhere.base}/web/works"})
        with Scripted(away) as server:
            web_to(server.base, pace, key="secret-key").send("GET", "/works")

    assert server.requests[0].headers["x-api-key"] == "secret-key"
    assert "x-api-key" not in elsewhere.requests[0].headers
    assert elsewhere.requests[0].headers["user-agent"].startswith("zotlist/")


@pytest.mark.parametrize(
    "location", ["/web/works", "file:///etc/passwd", "http://", "http://a:1:2"]
)
def test_redirects_that_lead_nowhere_are_down(pace: Pace, location: str) -> None:
    away = Reply(status=302, headers={"Location": location})
    with Scripted(away) as server, pytest.raises(SourceDown, match="redirect"):
        web_to(server.base, pace).send("GET", "/works")


def test_the_way_leads_through_the_proxy_that_the_environment_names(
    pace: Pace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Scripted(FINE) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.base)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        answer = web_to("http://service.example", pace).send("GET", "/works")

    assert answer.json() == {"answer": 42}
    assert len(proxy.requests) == 1


def test_no_proxy_leads_around_it(pace: Pace, monkeypatch: pytest.MonkeyPatch) -> None:
    with Scripted(FINE) as proxy, Scripted(FINE) as server:
        monkeypatch.setenv("HTTP_PROXY", proxy.base)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        web_to(server.base, pace).send("GET", "/works")

    assert (len(proxy.requests), len(server.requests)) == (0, 1)


def test_a_proxy_that_is_gone_is_named_but_not_its_password(
    pace: Pace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Scripted(FINE) as proxy:
        address = proxy.base.replace("http://", "http://ada:pass-word@")
    monkeypatch.setenv("HTTP_PROXY", address)
    monkeypatch.setenv("NO_PROXY", "")

    with pytest.raises(SourceDown, match="through the proxy") as failure:
        web_to("http://service.example", pace, patience=0).send("GET", "/works")

    assert "pass-word" not in str(failure.value)


def test_a_proxy_setting_that_is_none_is_said(
    pace: Pace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "gopher://ada:pass-word@127.0.0.1:1")

    with pytest.raises(SourceDown, match="proxy settings") as failure:
        web_to("http://service.example", pace, patience=0).send("GET", "/works")

    assert "pass-word" not in str(failure.value)


def test_an_authority_of_ones_own_is_trusted_when_named(
    pace: Pace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with Scripted(FINE) as server:
        address = server.serve_securely(authority)
        stranger = web_to(address, pace)
        with pytest.raises(SourceDown, match=r"SSL_CERT_FILE.* after 1 try"):
            stranger.send("GET", "/works")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        answer = web_to(address, pace).send("GET", "/works")

    assert answer.json() == {"answer": 42}


def test_an_authority_file_that_is_missing_is_said(
    pace: Pace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "nothing.pem"))

    with pytest.raises(SourceDown, match="SSL_CERT_FILE"):
        web_to("https://127.0.0.1:1", pace).send("GET", "/works")
