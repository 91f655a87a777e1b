"""What a polite fetch does with ordinary answers."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from enrichers.asking.pace import Pace
from enrichers.asking.web import user_agent
from enrichers.pages.fetch import Fetcher
from enrichers.pages.model import PageState
from tests.enrichers.pages.fetching import HASTE, LOCAL, ORDINARY, fetcher, page, to
from tests.enrichers.scripted import Scripted
from tests.standin.faults import Delivery
from tests.standin.wire import Reply

FINE = page(ORDINARY, ETag='"a1"', Last_Modified="Mon, 23 Nov 2026 10:00:00 GMT")


def test_a_page_is_fetched_whole(tmp_path: Path) -> None:
    with Scripted(FINE) as server:
        fetched = fetcher(tmp_path).fetch(f"{server.base}/web/paper")

    assert (fetched.state, fetched.reason, fetched.status) == (PageState.ALIVE, "", 200)
    assert (fetched.content_type, fetched.charset) == ("text/html", "utf-8")
    assert fetched.body == ORDINARY.encode()
    assert fetched.url == fetched.final_url == f"{server.base}/web/paper"
    assert (fetched.etag, fetched.redirects, fetched.is_cut) == ('"a1"', (), False)


def test_requests_say_who_we_are_and_go_over_one_connection(tmp_path: Path) -> None:
    with Scripted(FINE) as server:
        web = fetcher(tmp_path)
        states = {web.fetch(f"{server.base}/web/{number}").state for number in range(5)}

    assert states == {PageState.ALIVE}
    assert len({request.client for request in server.requests}) == 1
    agents = {request.headers["user-agent"] for request in server.requests}
    assert agents == {user_agent("ada@example.org")}


def test_a_page_that_has_not_changed_is_alive(tmp_path: Path) -> None:
    with Scripted(Reply(status=304)) as server:
        fetched = fetcher(tmp_path).fetch(
            f"{server.base}/web/", etag='"a1"', last_modified="Mon, 23 Nov 2026 10:00:00 GMT"
        )

    asked = server.requests[0].headers
    assert asked["if-none-match"] == '"a1"'
    assert asked["if-modified-since"] == "Mon, 23 Nov 2026 10:00:00 GMT"
    assert (fetched.state, fetched.status, fetched.etag) == (PageState.ALIVE, 304, '"a1"')
    assert fetched.body == b""


def test_an_answer_that_is_unchanged_unasked_is_down(tmp_path: Path) -> None:
    with Scripted(Reply(status=304)) as server:
        assert fetcher(tmp_path).fetch(f"{server.base}/web/").state is PageState.DOWN


def test_a_validator_cannot_smuggle_headers_in(tmp_path: Path) -> None:
    with Scripted(FINE) as server:
        fetcher(tmp_path).fetch(
            f"{server.base}/web/", etag='"a"\r\nX-Evil: 1', last_modified="é"
        )

    assert "x-evil" not in server.requests[0].headers
    assert "if-none-match" not in server.requests[0].headers
    assert "if-modified-since" not in server.requests[0].headers


def test_redirects_are_followed_and_recorded(tmp_path: Path) -> None:
    with Scripted(to("/web/b", 301), to("c?x=1#part", 307), FINE) as server:
        fetched = fetcher(tmp_path).fetch(f"{server.base}/web/a")

    way = (f"{server.base}/web/b", f"{server.base}/web/c?x=1")
    assert fetched.state is PageState.ALIVE
    assert (fetched.redirects, fetched.final_url) == (way, way[-1])
    assert [request.path for request in server.requests] == ["/a", "/b", "/c"]


@pytest.mark.parametrize(
    "refresh",
    [
        '<meta http-equiv="refresh" content="0; url=/web/new">',
        "<META CONTENT='5;URL=\"/web/new\"' HTTP-EQUIV=Refresh>",
        '<meta http-equiv="refresh" content="0;/web/new">',
    ],
)
def test_a_page_that_sends_its_reader_on_counts_as_a_redirect(
    tmp_path: Path, refresh: str
) -> None:
    with Scripted(page(f"<head>{refresh}</head>"), FINE) as server:
        fetched = fetcher(tmp_path).fetch(f"{server.base}/web/old")

    assert fetched.redirects == (f"{server.base}/web/new",)
    assert fetched.body == ORDINARY.encode()


@pytest.mark.parametrize(
    "refresh",
    [
        '<meta http-equiv="refresh" content="600; url=/web/new">',
        '<meta http-equiv="refresh" content="0">',
        '<noscript><meta http-equiv="refresh" content="0; url=/web/no-script"></noscript>',
        '<!-- <meta http-equiv="refresh" content="0; url=/web/new"> -->',
        '<meta http-equiv="refresh" content="0; url=javascript:x()">',
        '<meta http-equiv="refresh" content="1; url=/web/old">',
        '<meta name="refresh" content="0; url=/web/new">',
    ],
)
def test_a_page_that_stays_is_not_left(tmp_path: Path, refresh: str) -> None:
    with Scripted(page(refresh + ORDINARY)) as server:
        fetched = fetcher(tmp_path).fetch(f"{server.base}/web/old")

    assert (fetched.state, fetched.redirects) == (PageState.ALIVE, ())
    assert len(server.requests) == 1


def test_an_excuse_that_sends_its_reader_away_is_an_excuse(tmp_path: Path) -> None:
    excuse = page(
        '<title>Page not found</title><meta http-equiv="refresh" content="3;url=/web/">'
    )
    with Scripted(excuse) as server:
        fetched = fetcher(tmp_path).fetch(f"{server.base}/web/old")

    assert fetched.state is PageState.SUSPICIOUS
    assert len(server.requests) == 1


def test_a_site_that_first_sets_a_cookie_is_read(tmp_path: Path) -> None:
    gate = Reply(status=302, headers={"Location": "/web/paper", "Set-Cookie": "seen=1; Path=/"})
    with Scripted(gate, FINE) as server:
        web = fetcher(tmp_path)
        fetched = web.fetch(f"{server.base}/web/paper")
        web.fetch(f"{server.base}/web/other")

    assert fetched.state is PageState.ALIVE
    first, second, other = server.requests
    assert "cookie" not in first.headers
    assert second.headers["cookie"] == "seen=1"
    assert "cookie" not in other.headers


def test_one_host_gets_one_request_at_a_time(tmp_path: Path) -> None:
    slow = Delivery(reply=FINE, delay=0.05)
    with Scripted(slow) as server:
        web = fetcher(tmp_path)
        with ThreadPoolExecutor(8) as pool:
            addresses = [f"{server.base}/web/{number}" for number in range(8)]
            states = {fetched.state for fetched in pool.map(web.fetch, addresses)}

    assert states == {PageState.ALIVE}
    assert len({request.client for request in server.requests}) == 1


def test_a_host_is_not_asked_faster_than_its_pace(tmp_path: Path) -> None:
    with Scripted(FINE) as server:
        web = fetcher(tmp_path, limits=replace(HASTE, every=0.2))
        began = time.monotonic()
        web.fetch(f"{server.base}/web/a")
        web.fetch(f"{server.base}/web/b")

    assert time.monotonic() - began > 0.19


def test_a_short_retry_after_is_waited_for(tmp_path: Path) -> None:
    busy = page("busy", status=503, Retry_After="1")
    with Scripted(busy, FINE) as server:
        fetched = fetcher(tmp_path).fetch(f"{server.base}/web/")

    first, second = server.requests
    assert fetched.state is PageState.ALIVE
    assert second.at - first.at > 0.99


@pytest.mark.parametrize(("status", "state"), [(429, PageState.BLOCKED), (503, PageState.DOWN)])
def test_a_host_that_wants_a_long_rest_gets_it_from_all(
    tmp_path: Path, status: int, state: PageState
) -> None:
    with Scripted(page("busy", status=status, Retry_After="600")) as server:
        pace = Pace(tmp_path / "state.db")
        one = Fetcher(pace, limits=HASTE, allowed=LOCAL).fetch(f"{server.base}/web/a")
        other = Fetcher(pace, limits=HASTE, allowed=LOCAL).fetch(f"{server.base}/web/b")

    assert one.state is state
    assert other.state is PageState.DOWN
    assert "left alone" in other.reason
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_fault_that_passes_is_not_seen(tmp_path: Path, status: int) -> None:
    with Scripted(page("broken", status=status), FINE) as server:
        fetched = fetcher(tmp_path).fetch(f"{server.base}/web/")

    assert fetched.state is PageState.ALIVE
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (400, PageState.DOWN),
        (401, PageState.BLOCKED),
        (403, PageState.BLOCKED),
        (404, PageState.GONE),
        (406, PageState.DOWN),
        (410, PageState.GONE),
        (429, PageState.BLOCKED),
        (451, PageState.BLOCKED),
        (500, PageState.DOWN),
        (503, PageState.DOWN),
        (999, PageState.BLOCKED),
        (302, PageState.DOWN),
    ],
)
def test_a_refusal_has_its_state_and_no_body(
    tmp_path: Path, status: int, state: PageState
) -> None:
    with Scripted(page("<title>Something</title>", status=status)) as server:
        fetched = fetcher(tmp_path).fetch(f"{server.base}/web/")

    assert (fetched.state, fetched.status, fetched.body) == (state, status, b"")
    assert str(status) in fetched.reason


def test_a_reset_connection_is_tried_once_more(tmp_path: Path) -> None:
    with Scripted(Delivery(reply=FINE, is_reset=True), FINE) as server:
        assert fetcher(tmp_path).fetch(f"{server.base}/web/").state is PageState.ALIVE


@pytest.mark.parametrize(
    ("delivery", "words"),
    [
        (Delivery(reply=FINE, is_reset=True), "broke off the connection"),
        (Delivery(reply=FINE, missing=100), "broke off its answer"),
    ],
)
def test_an_answer_that_does_not_arrive_is_down_not_gone(
    tmp_path: Path, delivery: Delivery, words: str
) -> None:
    with Scripted(delivery) as server:
        fetched = fetcher(tmp_path).fetch(f"{server.base}/web/")

    assert fetched.state is PageState.DOWN
    assert words in fetched.reason
    assert len(server.requests) == 2


def test_a_page_that_keeps_us_waiting_is_down_not_gone(tmp_path: Path) -> None:
    with Scripted(Delivery(reply=FINE, delay=600.0)) as server:
        fetched = fetcher(tmp_path, limits=replace(HASTE, silence=0.3)).fetch(
            f"{server.base}/web/"
        )

    assert fetched.state is PageState.DOWN
    assert "did not answer in time" in fetched.reason


def test_a_host_that_is_silent_again_and_again_is_left_alone(tmp_path: Path) -> None:
    with Scripted(Delivery(reply=FINE, is_reset=True)) as server:
        web = fetcher(tmp_path)
        reasons = [web.fetch(f"{server.base}/web/{number}").reason for number in range(5)]

    assert len(server.requests) == 6
    assert "3 times before" in reasons[-1]


def test_a_server_that_is_not_there_is_down(tmp_path: Path) -> None:
    with Scripted(FINE) as server:
        gone = server.base

    fetched = fetcher(tmp_path).fetch(f"{gone}/web/")

    assert fetched.state is PageState.DOWN
    assert "refused the connection" in fetched.reason


def test_a_host_that_nobody_knows_is_gone(tmp_path: Path) -> None:
    fetched = fetcher(tmp_path).fetch("http://no-such-host.invalid/paper.pdf")

    assert fetched.state is PageState.GONE
    assert "no-such-host.invalid" in fetched.reason


def test_a_closed_fetcher_opens_again(tmp_path: Path) -> None:
    with Scripted(FINE) as server:
        web = fetcher(tmp_path)
        web.fetch(f"{server.base}/web/")
        web.close()
        web.fetch(f"{server.base}/web/")

    assert len({request.client for request in server.requests}) == 2
