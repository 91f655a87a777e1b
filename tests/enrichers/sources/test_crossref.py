import importlib
import json
import logging
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from threading import Thread

import habanero
import pytest

from enrichers.asking.pace import Pace
from enrichers.model import Person, SourceDown
from enrichers.sources import through_habanero
from enrichers.sources.crossref import Crossref
from enrichers.sources.payload import LONGEST_ADDRESS
from tests.enrichers.crossref_answers import (
    BRACKETED,
    CATALOGUE,
    COLONED,
    ODD,
    PLAIN,
    ids,
    listed,
    scripted_source,
    source_at,
    with_headers,
)
from tests.enrichers.scripted import Scripted
from tests.standin.server import StandIn
from tests.standin.wire import json_reply


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(CATALOGUE) as server:
        yield server


def test_two_hundred_dois_are_four_requests_over_one_connection(
    standin: StandIn, pace: Pace
) -> None:
    source = source_at(standin.endpoints["crossref"], pace)
    known = ids(*PLAIN)

    batches = list(source.batches(known))
    found = {doi: work for batch in batches for doi, work in source.lookup(batch).items()}

    assert list(found) and set(found) == set(known)
    assert found[known[7]].title == "On the things of number 7"
    assert found[known[7]].citations == {"crossref": 7}
    assert (standin.count("crossref"), source.web.sent) == (4, 4)
    assert len({request.client for request in standin.requests}) == 1
    assert standin.violations == []


def test_we_are_polite_and_see_that_we_count_as_such(standin: StandIn, pace: Pace) -> None:
    source = source_at(standin.endpoints["crossref"], pace)
    source.lookup(ids(*PLAIN[:2]))

    (request,) = standin.requests
    assert source.pool == "polite-array"
    assert request.params["mailto"] == "ada@example.org"
    assert request.headers["user-agent"].startswith("zotlist/")


def test_no_address_is_longer_than_crossref_takes(standin: StandIn, pace: Pace) -> None:
    long = ids(*(f"10.1000/{'x' * 300}.{number}" for number in range(60)))
    source = source_at(standin.endpoints["crossref"], pace)

    batches = list(source.batches(long))
    source.lookup(batches[0])

    (request,) = standin.requests
    assert [known for batch in batches for known in batch] == long
    assert LONGEST_ADDRESS - 400 < len(f"{request.path}?{request.query}") <= LONGEST_ADDRESS


def test_dois_with_odd_characters_are_asked_alone_and_found(
    standin: StandIn, pace: Pace
) -> None:
    source = source_at(standin.endpoints["crossref"], pace)
    known = ids(*ODD, *PLAIN[:3])

    batches = list(source.batches(known))
    found = {doi for batch in batches for doi in source.lookup(batch)}

    assert sorted(map(len, batches)) == [1] * len(ODD) + [3]
    assert found == set(known)
    assert standin.count("crossref") == len(batches)
    assert standin.violations == []


def test_brackets_and_colons_fit_into_a_batch(standin: StandIn, pace: Pace) -> None:
    source = source_at(standin.endpoints["crossref"], pace)
    known = ids(BRACKETED, COLONED, *PLAIN[:3])

    (batch,) = source.batches(known)

    assert set(source.lookup(batch)) == set(known)
    assert standin.count("crossref") == 1


def test_what_crossref_lacks_is_no_key(standin: StandIn, pace: Pace) -> None:
    source = source_at(standin.endpoints["crossref"], pace)
    missing = ids("10.1000/missing", "10.1000/(missing)", "10.1000/miss,ing")

    found = source.lookup([*missing, *ids(PLAIN[0])])

    assert set(found) == set(ids(PLAIN[0]))
    assert source.lookup(missing[:1]) == {}


def test_a_silent_service_is_down(standin: StandIn, pace: Pace) -> None:
    standin.misbehave("crossref", "slow", seconds=2)

    with pytest.raises(SourceDown, match="did not answer in time"):
        source_at(standin.endpoints["crossref"], pace).lookup(ids(*PLAIN[:3]))


def test_a_busy_moment_is_waited_for(standin: StandIn, pace: Pace) -> None:
    standin.misbehave("crossref", "503", times=1)

    source = source_at(standin.endpoints["crossref"], pace, patience=5)

    assert len(source.lookup(ids(*PLAIN[:3]))) == 3


def test_after_a_block_by_hand_nobody_asks(standin: StandIn, pace: Pace) -> None:
    standin.misbehave("crossref", "403", times=1)
    source = source_at(standin.endpoints["crossref"], pace)
    with pytest.raises(SourceDown, match="HTTP 403"):
        source.lookup(ids(*PLAIN[:3]))

    with pytest.raises(SourceDown, match="left alone"):
        source.lookup(ids(*PLAIN[:3]))

    assert standin.count("crossref") == 1


def gaps(server: Scripted) -> list[float]:
    return [later.at - earlier.at for earlier, later in pairwise(server.requests)]


def test_slower_rates_in_the_headers_are_kept(pace: Pace) -> None:
    slow = {"x_api_pool": "polite-array", "x_rate_limit_limit": "2"}
    reply = with_headers(listed(*PLAIN[:2]), **slow, x_rate_limit_interval="1s")
    with Scripted(reply) as server:
        source = scripted_source(server, pace)
        source.lookup(ids(*PLAIN[:2]))
        source.lookup(ids(*PLAIN[:2]))
        source.lookup(ids(*PLAIN[:2]))

    assert gaps(server)[-1] > 0.49


def test_rates_above_the_published_ones_are_not_believed(pace: Pace) -> None:
    fast = {"x_api_pool": "polite", "x_rate_limit_limit": "50"}
    reply = with_headers(listed(*PLAIN[:2]), **fast, x_rate_limit_interval="1s")
    with Scripted(reply) as server:
        source = scripted_source(server, pace)
        source.lookup(ids(*PLAIN[:2]))
        source.lookup(ids(*PLAIN[:2]))
        source.lookup(ids(*PLAIN[:2]))

    assert min(gaps(server)) > 0.33


def test_without_a_contact_we_keep_the_public_pace(standin: StandIn, pace: Pace) -> None:
    source = source_at(standin.endpoints["crossref"], pace, contact="")
    source.lookup(ids(*PLAIN[:2]))
    source.lookup(ids(*PLAIN[:2]))

    assert source.pool == "public-array"
    assert "mailto" not in standin.requests[0].params
    assert standin.violations == []


def test_without_a_contact_we_ask_one_thing_at_a_time(pace: Pace) -> None:
    with StandIn(CATALOGUE, pace=0.01) as standin:
        standin.misbehave("crossref", "slow", seconds=0.5)
        sources = [source_at(standin.endpoints["crossref"], pace, contact="") for _ in "ab"]
        asked = ids(PLAIN[0])
        threads = [Thread(target=source.lookup, args=(asked,)) for source in sources]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert standin.count("crossref") == 2
    assert standin.violations == []


def test_a_contact_that_does_not_help_is_said_once(
    pace: Pace, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    single = {"message-type": "work", "message": {"DOI": PLAIN[0]}}
    reply = with_headers(json_reply(single), x_api_pool="public-single")
    with Scripted(reply) as server:
        source = scripted_source(server, pace)
        source.lookup(ids(PLAIN[0]))
        source.lookup(ids(PLAIN[0]))

    assert caplog.text.count("polite") == 1
    assert source.pool == "public-single"


def test_a_search_finds_works_by_their_words(standin: StandIn, pace: Pace) -> None:
    source = source_at(standin.endpoints["crossref"], pace)

    works = source.search("On the things of number 7", authors=[Person(family="Lovelace")])

    assert len(works) <= 5
    assert "On the things of number 7" in {work.title for work in works}
    assert standin.requests[0].params["query.bibliographic"].endswith("7 Lovelace")


def test_a_search_for_a_very_long_title_still_fits(standin: StandIn, pace: Pace) -> None:
    source = source_at(standin.endpoints["crossref"], pace)

    source.search("深層学習 " * 2_000)
    source.search("深" * 2_000)

    assert max(len(request.query) for request in standin.requests) < LONGEST_ADDRESS


def test_a_search_that_is_refused_or_fails_is_down(standin: StandIn, pace: Pace) -> None:
    source = source_at(standin.endpoints["crossref"], pace)
    standin.misbehave("crossref", "html")

    with pytest.raises(SourceDown):
        source.search("On the things")


@pytest.mark.parametrize("name", through_habanero.MODULES)
def test_habanero_still_asks_through_the_name_that_we_give_it(name: str) -> None:
    module = importlib.import_module(name)

    assert type(vars(module)["httpx2"]).__module__ == through_habanero.__name__


def test_habanero_works_as_ever_for_others_in_the_process() -> None:
    with Scripted(listed(PLAIN[0])) as server:
        client = habanero.Crossref(base_url=f"{server.base}/crossref")
        answer = client.works(filter={"doi": [PLAIN[0]]})

    assert json.loads(json.dumps(answer))["message"]["total-results"] == 1
    assert "habanero" in server.requests[0].headers["user-agent"]


def test_proxy_and_authority_of_the_environment_are_obeyed(
    standin: StandIn, pace: Pace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    proxy = standin.proxy(tmp_path)
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("SSL_CERT_FILE", str(proxy.ca_file))

    found = Crossref(pace=pace, contact="ada@example.org").lookup(ids(*PLAIN[:3]))

    assert len(found) == 3
    assert standin.count("crossref") == 1
