from collections import Counter
from pathlib import Path

import pytest

from enrichers.model import Verdict
from flows.steps import walk
from outputs.files import read_links, read_works
from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID, READ_ONLY_KEY, READ_WRITE_KEY
from tests.walks import NOW, Place

REPOSITORIES = 11
"""Of the seed list: each costs one request that GitHub counts, and one that it does not."""
LIBRARY = f"groups/{GROUP_ID}"


@pytest.fixture
def place(standin: StandIn, tmp_path: Path) -> Place:
    return Place(folder=tmp_path, endpoints=standin.endpoints)


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZOTERO_API_KEY", READ_WRITE_KEY)


@pytest.mark.usefixtures("key")
def test_a_cold_run_asks_no_more_than_it_must(place: Place, standin: StandIn) -> None:
    outcome = walk(place.job(LIBRARY), now=NOW)

    requests = outcome.summary.requests
    assert requests["arxiv"] == 1
    asked = [each.query for each in standin.requests if each.service == "crossref"]
    assert sum("filter=doi" in query for query in asked) <= 2
    assert sum("filter=alternative-id" in query for query in asked) == 1
    assert requests["crossref"] == len(asked) <= 3
    assert requests["datacite"] <= 1
    assert requests["semantic_scholar"] == 1
    assert requests["openalex"] <= 2
    assert requests["github"] == 2 * REPOSITORIES
    assert standin.count("github") == REPOSITORIES
    assert outcome.summary.pushed is not None
    assert outcome.summary.pushed.writes == 1 + 3
    assert len(standin.zotero.items()) == 104
    assert len(standin.zotero.collections()) == 9
    assert standin.violations == []


@pytest.mark.usefixtures("key")
def test_a_second_run_asks_nothing_and_writes_nothing(place: Place, standin: StandIn) -> None:
    walk(place.job(LIBRARY), now=NOW)
    version = standin.zotero.version

    again = walk(place.job(LIBRARY), now=NOW).summary

    assert again.headline == "0 requests, 0 writes"
    assert again.pushed is not None
    assert again.pushed.reads == 1
    assert standin.zotero.version == version


@pytest.mark.usefixtures("key")
def test_the_tables_hold_every_link_and_its_item(place: Place, standin: StandIn) -> None:
    outcome = walk(place.job(LIBRARY), now=NOW)

    links = read_links(place.folder / "exports" / "links.csv")
    works = read_works(place.folder / "exports" / "works.parquet")
    assert len(links) == outcome.summary.links == 112
    assert Counter(links["verdict"]) == Counter(outcome.summary.verdicts)
    assert set(links["zotero_key"].dropna()) == set(standin.zotero.items())
    assert len(works) == 104
    assert "arXiv:1908.03190" in set(links["arxiv_id"].dropna())


def test_when_the_preprint_registry_fails_its_links_wait_for_the_next_run(
    place: Place, standin: StandIn
) -> None:
    standin.misbehave("arxiv", "html")
    standin.misbehave("datacite", "html")

    outcome = walk(place.job(), now=NOW)

    assert set(outcome.summary.down) == {"arxiv", "datacite"}
    assert outcome.summary.verdicts["unanswered"] >= 8
    for end in outcome.conclusion.resolutions:
        is_arxiv = "arxiv" in end.link.url
        assert not (is_arxiv and end.verdict in {Verdict.NOT_FOUND, Verdict.TYPED}), end


def test_a_key_that_may_only_read_is_refused_by_name_of_the_right(
    place: Place, standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZOTERO_API_KEY", READ_ONLY_KEY)

    outcome = walk(place.job(LIBRARY), now=NOW)

    assert outcome.needs_a_person
    assert outcome.summary.pushed is not None
    assert "write" in outcome.summary.pushed.missing
    assert outcome.summary.pushed.is_rehearsal
    assert len(read_links(place.folder / "exports" / "links.csv")) == 112
    assert standin.zotero.items() == {}


@pytest.mark.usefixtures("key")
def test_through_an_intercepting_proxy_with_an_authority_of_its_own(
    standin: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = standin.proxy(tmp_path)
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    monkeypatch.setenv("SSL_CERT_FILE", str(proxy.ca_file))

    outcome = walk(Place(folder=tmp_path, endpoints={}).job(LIBRARY), now=NOW)

    assert outcome.summary.verdicts["resolved"] >= 9
    assert outcome.summary.down == {}
    assert len(standin.zotero.items()) == 104


@pytest.mark.usefixtures("key")
def test_the_key_stands_in_no_file_that_a_run_leaves(place: Place) -> None:
    walk(place.job(LIBRARY), now=NOW)

    files = [file for file in place.folder.rglob("*") if file.is_file()]
    assert files
    assert not [file for file in files if READ_WRITE_KEY.encode() in file.read_bytes()]
