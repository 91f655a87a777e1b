import json
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enrichers.asking.pace import Pace
from enrichers.model import BatchRefused, Identifier, Person, Scheme, SourceDown
from enrichers.sources.semantic_scholar import SemanticScholar, work_from_paper
from tests.enrichers.scripted import Scripted
from tests.standin.catalogue import Catalogue, Name, Preprint, Record
from tests.standin.server import StandIn
from tests.standin.wire import Reply, json_reply, text_reply

PAYLOADS = Path("../shared/payloads/s2")
ARXIV = Identifier(Scheme.ARXIV, "1806.07366")
DOI = Identifier(Scheme.DOI, "10.1000/a")
UNKNOWN = Identifier(Scheme.DOI, "10.1000/nothing")
PAPERS = [Identifier(Scheme.ARXIV, f"2101.{number:05}") for number in range(520)]
KEY = "a-key-that-nobody-may-see"

CATALOGUE = Catalogue(
    [
        Record(
            title="On things",
            authors=(Name(family="Lovelace", given="Ada"),),
            preprint=Preprint(id=ARXIV.value, submitted="2018-06-19"),
            citations={"semantic_scholar": 42},
        ),
        Record(doi=DOI.value, title="On other things"),
        *(Record(title=str(paper), preprint=Preprint(id=paper.value)) for paper in PAPERS),
    ]
)

PAPER: Mapping[str, Any] = {
    "paperId": "2d5673caa9e6af3a7b82a43f19ee920992db07ad",
    "title": "On things",
    "year": 2018,
    "venue": "Neural Information Processing Systems",
    "publicationDate": "2018-06-19",
    "authors": [{"authorId": "1", "name": "Ada Lovelace"}, {"authorId": None, "name": None}],
    "citationCount": 42,
}
BUSY = json_reply({"message": "Too Many Requests.", "code": "429"}, status=429)


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(CATALOGUE) as server:
        yield server


@pytest.fixture
def source(standin: StandIn, pace: Pace) -> SemanticScholar:
    return source_at(standin.endpoints["semantic_scholar"], pace)


def source_at(
    endpoint: str, pace: Pace, *, api_key: str = KEY, patience: float = 0
) -> SemanticScholar:
    return SemanticScholar(
        pace=pace,
        endpoint=endpoint,
        contact="ada@example.org",
        api_key=api_key,
        timeout=1,
        patience=patience,
        first_pause=0.01,
        every=0.01,
        minute=0.05,
    )


def test_every_field_of_a_paper_finds_its_place() -> None:
    work = work_from_paper(PAPER, ARXIV)

    assert work.ids == {ARXIV}
    assert work.versions == frozenset()
    assert (work.title, work.issued) == ("On things", "2018-06-19")
    assert work.authors == (Person(family="Lovelace", given="Ada"),)
    assert work.venue == "Neural Information Processing Systems"
    assert work.citations == {"semantic_scholar": 42}


def test_what_it_does_not_know_stays_empty() -> None:
    work = work_from_paper({"publicationDate": None, "year": 2018, "citationCount": None}, DOI)

    assert (work.issued, work.title, work.citations) == ("2018", "", {})


JSON = st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.lists(st.none())


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(list(PAPER)), JSON))
def test_a_paper_with_anything_in_its_fields_is_still_a_work(paper: dict[str, Any]) -> None:
    assert work_from_paper(paper, DOI).ids == {DOI}


@pytest.mark.skipif(not PAYLOADS.is_dir(), reason="recorded answers are not at hand")
def test_a_recorded_answer_is_read(pace: Pace) -> None:
    body = json.loads((PAYLOADS / "s2_test_get_papers_return_not_found.json").read_bytes())
    asked = [UNKNOWN, DOI, ARXIV, PAPERS[0]]
    with Scripted(json_reply(body)) as server:
        works = source_at(f"{server.base}/s2", pace).lookup(asked)

    assert works.keys() == {DOI, ARXIV, PAPERS[0]}
    assert works[DOI].title == "How Much Should We Trust Differences-in-Differences Estimates?"
    assert works[DOI].citations == {"semantic_scholar": 10670}


def test_answers_come_in_the_order_of_the_question(
    source: SemanticScholar, standin: StandIn
) -> None:
    works = source.lookup([UNKNOWN, ARXIV, DOI])

    assert works.keys() == {ARXIV, DOI}
    assert works[ARXIV].citations == {"semantic_scholar": 42}
    assert works[DOI].title == "On other things"
    assert standin.count("semantic_scholar") == 1


def test_five_hundred_go_into_a_request(source: SemanticScholar) -> None:
    batches = list(source.batches(PAPERS))

    assert [len(batch) for batch in batches] == [500, 20]
    assert source.lookup(batches[0]).keys() == set(batches[0])


def test_a_batch_of_which_it_knows_nothing_is_absent(pace: Pace) -> None:
    reply = json_reply({"error": "No valid paper ids given"}, status=400)
    with Scripted(reply) as server:
        assert source_at(f"{server.base}/s2", pace).lookup([UNKNOWN, DOI]) == {}


def test_another_refusal_is_to_be_split(pace: Pace) -> None:
    reply = json_reply({"error": "Something about one of them"}, status=400)
    with Scripted(reply) as server, pytest.raises(BatchRefused):
        source_at(f"{server.base}/s2", pace).lookup([UNKNOWN, DOI])


def test_without_a_key_it_tries_again_until_it_is_let_in(pace: Pace) -> None:
    with Scripted(BUSY, BUSY, json_reply([PAPER])) as server:
        works = source_at(f"{server.base}/s2", pace, api_key="", patience=30).lookup([ARXIV])

    assert works.keys() == {ARXIV}
    assert len(server.requests) == 3


def test_without_a_key_patience_ends(pace: Pace) -> None:
    with Scripted(BUSY) as server, pytest.raises(SourceDown, match="no API key"):
        source_at(f"{server.base}/s2", pace, api_key="", patience=0.12).lookup([ARXIV])

    assert 1 < len(server.requests) <= 3


def test_with_a_key_a_refusal_is_named_as_one(pace: Pace) -> None:
    with Scripted(BUSY) as server, pytest.raises(SourceDown, match="HTTP 429"):
        source_at(f"{server.base}/s2", pace).lookup([ARXIV])


@pytest.mark.parametrize("fault", ["500", "403", "html", "empty", "garbage", "cut", "reset"])
def test_an_answer_of_no_use_is_none(
    source: SemanticScholar, standin: StandIn, fault: str
) -> None:
    standin.misbehave("semantic_scholar", fault)

    with pytest.raises(SourceDown, match=r"^Semantic Scholar: "):
        source.lookup([ARXIV])


@pytest.mark.parametrize(
    "reply",
    [
        json_reply([]),
        json_reply([PAPER, PAPER]),
        json_reply({"error": "?"}),
        json_reply(["?"]),
        text_reply("null"),
    ],
)
def test_a_list_of_another_length_or_kind_is_no_answer(reply: Reply, pace: Pace) -> None:
    with Scripted(reply) as server, pytest.raises(SourceDown):
        source_at(f"{server.base}/s2", pace).lookup([ARXIV])


def test_the_key_goes_to_semantic_scholar_and_nowhere_else(
    pace: Pace, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with Scripted(json_reply([PAPER]), Reply(status=500)) as server:
        source = source_at(f"{server.base}/s2", pace)
        source.lookup([ARXIV])
        with pytest.raises(SourceDown) as down:
            source.lookup([ARXIV])

    assert server.requests[0].headers["x-api-key"] == KEY
    assert KEY not in caplog.text + str(down.value) + repr(source) + repr(source.web)
