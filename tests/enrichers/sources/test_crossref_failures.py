"""What Crossref sends that is no answer means down, or a smaller question, and never absent."""

from collections.abc import Iterator

import pytest

from enrichers.asking.pace import Pace
from enrichers.model import BatchRefused, Identifier, Scheme, SourceDown
from tests.enrichers.crossref_answers import (
    BRACKETED,
    CATALOGUE,
    ODD,
    PLAIN,
    ids,
    listed,
    scripted_source,
    source_at,
)
from tests.enrichers.scripted import Scripted
from tests.standin.server import StandIn
from tests.standin.wire import Reply, json_reply, text_reply


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(CATALOGUE) as server:
        yield server


def test_one_with_brackets_that_a_batch_misses_is_asked_alone(pace: Pace) -> None:
    single = json_reply({"message-type": "work", "message": {"DOI": BRACKETED.upper()}})
    with Scripted(listed(PLAIN[0]), single) as server:
        found = scripted_source(server, pace).lookup(ids(PLAIN[0], PLAIN[1], BRACKETED))

    assert set(found) == set(ids(PLAIN[0], BRACKETED))
    assert server.requests[1].path == "/works/10.1016%2F0893-6080%2889%2990020-8"


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
