from collections.abc import Iterator

import pytest

from enrichers.asking.pace import Pace
from enrichers.model import BatchRefused, Identifier, Person, Scheme, SourceDown
from enrichers.sources.datacite import DataCite
from enrichers.sources.payload import LONGEST_ADDRESS
from tests.enrichers.scripted import Scripted
from tests.standin.catalogue import Catalogue, Name, Preprint, Record
from tests.standin.server import StandIn
from tests.standin.wire import Reply, json_reply, text_reply

ARXIV = Identifier(Scheme.ARXIV, "1806.07366")
OLD_ARXIV = Identifier(Scheme.ARXIV, "math/0309136")
ZENODO = Identifier(Scheme.DOI, "10.5281/zenodo.2598836")
QUOTED = Identifier(Scheme.DOI, '10.1000/a"b\\c(d)&e')
ABC = Identifier(Scheme.DOI, "10.1000/abc")
UNKNOWN = Identifier(Scheme.DOI, "10.5281/zenodo.999999999")
DOIS = [Identifier(Scheme.DOI, f"10.5281/zenodo.{number}") for number in range(120)]
CATALOGUE = Catalogue(
    [
        Record(
            title="On things",
            authors=(Name(family="Lovelace", given="Ada"),),
            preprint=Preprint(id=ARXIV.value, submitted="2018-06-19"),
        ),
        Record(title="On old things", preprint=Preprint(id=OLD_ARXIV.value)),
        Record(doi=QUOTED.value, agency="datacite", title="On odd names"),
        *(
            Record(
                doi=doi.value.upper(),
                agency="datacite",
                resource="Software",
                title=f"Tools for things, number {number}",
                authors=(Name(collective="The Things Team"),),
                issued="2019-03-20",
            )
            for number, doi in enumerate([ZENODO, *DOIS])
        ),
    ]
)


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(CATALOGUE) as server:
        yield server


@pytest.fixture
def source(standin: StandIn, pace: Pace) -> DataCite:
    return source_at(standin.endpoints["datacite"], pace)


def source_at(endpoint: str, pace: Pace) -> DataCite:
    return DataCite(
        pace=pace, endpoint=endpoint, contact="ada@example.org", timeout=1, patience=0
    )


def test_arxiv_ids_and_dois_are_asked_together(source: DataCite, standin: StandIn) -> None:
    works = source.lookup([ARXIV, OLD_ARXIV, ZENODO, QUOTED, UNKNOWN])

    assert works.keys() == {ARXIV, OLD_ARXIV, ZENODO, QUOTED}
    assert works[ARXIV].title == "On things"
    assert works[ZENODO].authors == (Person(name="The Things Team"),)
    assert standin.count("datacite") == 1
    assert standin.violations == []


def test_fifty_go_into_a_request_and_long_ones_fewer(pace: Pace) -> None:
    source = source_at("https://api.example.org", pace)
    long = [Identifier(Scheme.DOI, f"10.1000/{'ö' * 40}{number}") for number in range(60)]

    assert [len(batch) for batch in source.batches(DOIS)] == [50, 50, 20]
    batches = list(source.batches(long))
    assert [known for batch in batches for known in batch] == long
    assert all(6 * 40 * len(batch) < LONGEST_ADDRESS for batch in batches)
    assert len(batches) > 2


def test_the_longest_batch_is_answered(source: DataCite) -> None:
    batch = next(iter(source.batches(DOIS)))

    assert source.lookup(batch).keys() == set(batch)


@pytest.mark.parametrize("fault", ["500", "429", "html", "empty", "garbage", "cut", "reset"])
def test_an_answer_of_no_use_is_none(source: DataCite, standin: StandIn, fault: str) -> None:
    standin.misbehave("datacite", fault)

    with pytest.raises(SourceDown, match=r"^DataCite: "):
        source.lookup([ZENODO])


@pytest.mark.parametrize(
    "answer",
    [
        json_reply({"data": None}),
        json_reply({"errors": [{"title": "Something went wrong"}]}),
        json_reply({"data": ["10.5281/zenodo.2598836"]}),
        json_reply({"data": [{"attributes": {"titles": []}}]}),
        json_reply([]),
        text_reply("[" * 100_000),
        Reply(status=403, body=b"Forbidden"),
    ],
)
def test_json_that_is_no_answer_is_none(answer: Reply, pace: Pace) -> None:
    with Scripted(answer) as server, pytest.raises(SourceDown):
        source_at(f"{server.base}/datacite", pace).lookup([ZENODO])


@pytest.mark.parametrize(
    "answer",
    [
        Reply(status=400, body=b'{"errors":[{"title":"parse exception"}]}'),
        Reply(status=414),
        json_reply({"data": [], "meta": {"total": 3}}),
    ],
)
def test_a_question_that_is_refused_is_to_be_split(answer: Reply, pace: Pace) -> None:
    with Scripted(answer) as server, pytest.raises(BatchRefused):
        source_at(f"{server.base}/datacite", pace).lookup([ZENODO, UNKNOWN])
