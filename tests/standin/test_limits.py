"""Which behaviour of a client is reported."""

from collections.abc import Iterable, Mapping

import pytest

from tests.standin.limits import Watch
from tests.standin.wire import Request

GOOD = "zotlist/0.1 (https://example.org; mailto:ada@example.org)"


def asked(
    service: str, at: float, path: str = "/", agent: str = GOOD, query: str = ""
) -> Request:
    headers: Mapping[str, str] = {"user-agent": agent, "accept": "*/*"}
    return Request(
        service=service, method="GET", path=path, query=query, headers=headers, at=at
    )


def watched(requests: Iterable[Request], pace: float = 1.0) -> list[str]:
    """What is said of requests that are answered at once."""
    watch = Watch(pace)
    for request in requests:
        watch.comes(request)
        watch.goes(request)
    return watch.violations


@pytest.mark.parametrize(
    ("service", "path", "gap", "count"),
    [
        ("arxiv", "/api/query", 3.0, 3),
        ("arxiv", "/api/query", 2.96, 3),
        ("crossref", "/works", 0.334, 9),
        ("crossref", "/works/10.1/a", 0.1, 30),
        ("datacite", "/dois", 0.3, 1200),
        ("openalex", "/works", 0.01, 300),
        ("semantic_scholar", "/graph/v1/paper/batch", 1.0, 4),
        ("zotero", "/groups/1/items", 0.1, 150),
    ],
)
def test_who_keeps_the_pace_is_not_reported(
    service: str, path: str, gap: float, count: int
) -> None:
    assert watched(asked(service, gap * number, path) for number in range(count)) == []


@pytest.mark.parametrize(
    ("service", "path", "gap", "count"),
    [
        ("arxiv", "/api/query", 2.9, 2),
        ("crossref", "/works", 0.2, 4),
        ("crossref", "/works/10.1/a", 0.05, 11),
        ("datacite", "/dois", 0.2, 1100),
        ("openalex", "/works", 0.005, 110),
        ("semantic_scholar", "/graph/v1/paper/batch", 0.9, 2),
        ("zotero", "/groups/1/items", 0.01, 300),
    ],
)
def test_who_is_too_fast_is_reported(service: str, path: str, gap: float, count: int) -> None:
    reports = watched(asked(service, gap * number, path) for number in range(count))

    assert reports
    assert reports[0].startswith(f"{service}: more than ")


def test_without_an_address_crossref_allows_one_list_a_second() -> None:
    nameless = "zotlist (https://example.org)"
    requests = [asked("crossref", at, "/works", nameless) for at in (0, 0.5)]

    assert watched(requests) == [
        "crossref: more than 1 list request per second without mailto (2 within 0.50 s)"
    ]


def test_an_address_in_the_query_is_as_good() -> None:
    nameless = "zotlist (https://example.org)"
    requests = [
        asked("crossref", at, "/works", nameless, "mailto=ada%40example.org")
        for at in (0, 0.4, 0.8)
    ]

    assert watched(requests) == []


@pytest.mark.parametrize(("service", "allowed"), [("arxiv", 1), ("crossref", 3), ("zotero", 5)])
def test_requests_at_the_same_time_are_counted(service: str, allowed: int) -> None:
    watch = Watch()
    for number in range(allowed):
        watch.comes(asked(service, number * 10.0))
    before = watch.violations

    watch.comes(asked(service, 1000.0))

    assert before == []
    assert watch.violations == [
        f"{service}: {allowed + 1} requests at the same time, {allowed} allowed"
    ]


@pytest.mark.parametrize("agent", ["", "python-requests/2.34", "Mozilla/5.0"])
def test_a_user_agent_without_contact_is_reported(agent: str) -> None:
    assert watched([asked("datacite", 0, agent=agent)]) == [
        f"datacite: no contact in the User-Agent {agent!r}"
    ]


def test_arxiv_minds_a_library_s_user_agent() -> None:
    agent = "arxiv.py/4.0.2 (mailto:ada@example.org)"

    assert watched([asked("arxiv", 0, agent=agent)]) == [
        f"arxiv: the User-Agent {agent!r} is a library's"
    ]


def test_arxiv_minds_a_missing_accept() -> None:
    request = Request(
        service="arxiv", method="GET", path="/api/query", headers={"user-agent": GOOD}
    )

    assert watched([request]) == ["arxiv: no Accept header"]


def test_limits_can_be_watched_at_another_pace() -> None:
    requests = [asked("arxiv", at) for at in (0, 0.031)]

    assert watched(requests, pace=0.01) == []
    assert watched(requests) != []
