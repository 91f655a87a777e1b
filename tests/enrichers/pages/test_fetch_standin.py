"""Every hostile page of the stand-in, fetched under its own name through the proxy."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from enrichers.pages.model import PageState
from tests.enrichers.pages.fetching import DOCUMENT_BYTES, HASTE, PAGE_BYTES, SHORT, fetcher
from tests.standin.catalogue import everyday
from tests.standin.server import Proxy, StandIn

PAGES = everyday().pages
HOSTILE = {
    url: page.truth
    for url, page in PAGES.items()
    if url.startswith("https://hostile.example/") and page.truth
}
SLOW = {url: SHORT for url, page in PAGES.items() if page.trick in {"silence", "trickle"}}
"""Where it takes all of the time that there is."""
EMPTY = "/no-bytes"
"""To the fetcher an empty answer is suspicious; to who reads it, there is nothing wrong."""


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with StandIn(pace=0.01) as standin:
        yield standin.proxy(tmp_path_factory.mktemp("proxy"))


@pytest.mark.parametrize("url", HOSTILE)
def test_a_hostile_page_ends_in_a_state_within_the_limits(
    proxy: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    for name, value in proxy.environment.items():
        monkeypatch.setenv(name, value)

    fetched = fetcher(tmp_path, limits=SLOW.get(url, HASTE), allowed=()).fetch(url)

    accepted = {HOSTILE[url].state} | ({PageState.SUSPICIOUS} if EMPTY in url else set())
    assert fetched.state in accepted, fetched.reason
    is_document = fetched.content_type == "application/pdf"
    assert len(fetched.body) <= (DOCUMENT_BYTES if is_document else PAGE_BYTES)
    assert len(fetched.redirects) <= HASTE.redirects + 1
