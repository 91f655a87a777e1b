import importlib
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from threading import Thread

import habanero
import pytest

from enrichers.model import BatchRefused, Identifier, Person, Scheme, SourceDown
from enrichers.pace import Pace
from enrichers.sources import through_habanero
from enrichers.sources.crossref import Crossref
from enrichers.sources.payload import LONGEST_ADDRESS
from tests.enrichers.scripted import Scripted
from tests.standin.catalogue import Catalogue, Name, Record
from tests.standin.server import StandIn
from tests.standin.wire import Reply, json_reply, text_reply

SICI = "10.1002/(sici)1097-0258(19980815)17:15/16<1661::aid-sim968>3.0.co;2-2"
ODD = (SICI, "10.1000/a,b", "10.1000/a#b?c", "10.1000/50%", "10.1000/ä b")
BRACKETED = "10.1016/0893-6080(89)90020-8"
COLONED = "10.1023/a:1022627411411"
PLAIN = tuple(f"10.1000/{number:020}" for number in range(200))

CATALOGUE = Catalogue(
    Record(
        doi=doi.upper(),
        title=f"On the things of number {number}",
        authors=(Name(family="Lovelace", given="Ada"),),
        issued="2018-06-19",
        venue="Acta",
        citations={"crossref": number},
    )
    for number, doi in enumerate((*PLAIN, *ODD, BRACKETED, COLONED))
)


@pytest.fixture
def pace(tmp_path: Path) -> Pace:
    return Pace(tmp_path / "state.db")


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(CATALOGUE) as server:
        yield server


def source_at(
    endpoint: str, pace: Pace, contact: str = "ada@example.org", patience: float = 0
) -> Crossref:
    return Crossref(
        pace=pace, endpoint=endpoint, contact=contact, timeout=1, patience=patience,
        first_pause=0.1,
    )  # fmt: skip


def scripted_source(server: Scripted, pace: Pace, contact: str = "ada@example.org") -> Crossref:
    return source_at(f"{server.base}/crossref", pace, contact)


def ids(*values: str) -> list[Identifier]:
    return [Identifier(Scheme.DOI, value) for value in values]


def listed(*dois: str, total: int | None = None) -> Reply:
    items = [{"DOI": doi, "type": "journal-article", "title": ["On things"]} for doi in dois]
    count = len(dois) if total is None else total
    return json_reply(
        {
            "status": "ok",
            "message-type": "work-list",
            "message": {"total-results": count, "items": items},
        }
    )


def with_headers(reply: Reply, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return replace(reply, headers={**reply.headers, **named})


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


def test_one_with_brackets_that_a_batch_misses_is_asked_alone(pace: Pace) -> None:
    single = json_reply({"message-type": "work", "message": {"DOI": BRACKETED.upper()}})
    with Scripted(listed(PLAIN[0]), single) as server:
        found = scripted_source(server, pace).lookup(ids(PLAIN[0], PLAIN[1], BRACKETED))

    assert set(found) == set(ids(PLAIN[0], BRACKETED))
    assert server.requests[1].path == "/works/10.1016%2F0893-6080%2889%2990020-8"


def test_what_crossref_lacks_is_no_key(standin: StandIn, pace: Pace) -> None:
    source = source_at(standin.endpoints["crossref"], pace)
    missing = ids("10.1000/missing", "10.1000/(missing)", "10.1000/miss,ing")

    found = source.lookup([*missing, *ids(PLAIN[0])])

    assert set(found) == set(ids(PLAIN[0]))
    assert source.lookup(missing[:1]) == {}


def test_a_record_under_another_doi_is_none(pace: Pace) -> None:
    other = json_reply({"message-type": "work", "message": {"DOI": "10.1000/a"}})
    with Scripted(other) as server:
        assert scripted_source(server, pace).lookup(ids("10.1000/a#b")) == {}


def test_dois_of_other_agencies_are_not_for_crossref(pace: Pace) -> None:
    source = source_at("http://127.0.0.1:1", pace)

    assert source.answers(Identifier(Scheme.DOI, "10.1000/1"))
    assert not source.answers(Identifier(Scheme.DOI, "10.5281/zenodo.1234"))
    assert not source.answers(Identifier(Scheme.ARXIV, "1806.07366"))


@pytest.mark.parametrize("asked", [PLAIN[:3], PLAIN[:1], ODD[:1]])
@pytest.mark.parametrize(
    "fault", ["403", "406", "429", "500", "502", "503", "html", "empty", "garbage", "cut",
              "truncated", "reset"],
)  # fmt: skip
def test_whatever_is_no_answer_means_down_and_never_absent(
    standin: StandIn, pace: Pace, fault: str, asked: tuple[str, ...]
) -> None:
    standin.misbehave("crossref", fault)

    with pytest.raises(SourceDown, match=r"^Crossref: "):
        source_at(standin.endpoints["crossref"], pace).lookup(ids(*asked))


@pytest.mark.parametrize("asked", [PLAIN[:3], PLAIN[:1]])
@pytest.mark.parametrize(
    "reply",
    [
        json_reply({"status": "ok", "message-type": "work-list", "message": "later"}),
        json_reply({"status": "failed", "message": [{"message": "no"}]}),
        json_reply({"message": {"items": None, "total-results": 0}}),
        json_reply({"message": {"items": ["10.1000/1"], "total-results": 1}}),
        json_reply({"message": {"items": [{"title": ["no DOI"]}], "total-results": 1}}),
        json_reply({"message": {"items": []}}),
        json_reply([]),
        json_reply({"status": "error", "message": {"name": "Exception"}}, status=500),
        Reply(body=b"[" * 100_000, headers={"Content-Type": "application/json"}),
        Reply(body=b"{}"),
        text_reply("<html>Not Found</html>", status=404),
        json_reply({"message": {}}, status=203),
    ],
)
def test_an_answer_of_another_shape_means_down(
    pace: Pace, reply: Reply, asked: tuple[str, ...]
) -> None:
    with Scripted(reply) as server, pytest.raises(SourceDown, match=r"^Crossref: "):
        scripted_source(server, pace).lookup(ids(*asked))


def test_a_list_that_cannot_be_found_is_no_absence(pace: Pace) -> None:
    reply = text_reply("Resource not found.", status=404)
    with Scripted(reply) as server, pytest.raises(SourceDown, match="HTTP 404"):
        scripted_source(server, pace).lookup(ids(*PLAIN[:3]))


@pytest.mark.parametrize(
    "reply",
    [
        json_reply({"status": "failed", "message": [{"type": "filter-invalid"}]}, status=400),
        text_reply("URI Too Long", status=414),
        listed(PLAIN[0], total=2),
    ],
)
def test_a_batch_that_is_refused_or_cut_short_is_to_be_split(pace: Pace, reply: Reply) -> None:
    with Scripted(reply) as server, pytest.raises(BatchRefused, match=r"^Crossref: "):
        scripted_source(server, pace).lookup(ids(*PLAIN[:3]))


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
