from collections.abc import Iterator

import pytest

from enrichers.asking.pace import Pace
from enrichers.model import BatchRefused, Identifier, Scheme, SourceDown, WorkKind
from enrichers.sources.inspire import BATCH, Inspire, work_from_record
from tests.enrichers.scripted import Scripted
from tests.standin.catalogue import Catalogue, Name, Preprint, Record
from tests.standin.server import StandIn
from tests.standin.wire import Reply, json_reply, text_reply

CONFERENCE = "1697651"
CATALOGUE = Catalogue(
    [
        Record(
            doi="10.1000/Hep.1",
            title="On strings",
            authors=(Name(family="Noether", given="Emmy"),),
            preprint=Preprint(id="hep-th/9711200", submitted="1997-11-27"),
            issued="1999",
            venue="Acta",
            pages="7",
            citations={"inspire": 11},
        ),
        Record(
            title="On branes",
            preprint=Preprint(id="2101.00001", submitted="2021-01-01"),
        ),
    ],
    registers={
        "inspire": {"451647": "10.1000/hep.1", "1124337": "2101.00001"},
        "conferences": {
            CONFERENCE: {
                "title": "A meeting",
                "opens": "2019-01-18",
                "closes": "2019-01-21",
                "cnum": "C19-01-18.2",
                "city": "Cambridge",
            }
        },
    },
)


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(CATALOGUE, pace=0.01) as server:
        yield server


def source_at(endpoint: str, pace: Pace) -> Inspire:
    return Inspire(pace=pace, endpoint=endpoint, timeout=1, patience=0)


def standing_in(standin: StandIn, pace: Pace) -> Inspire:
    return source_at(standin.endpoints["inspire"], pace)


def ids(*numbers: str | int) -> list[Identifier]:
    return [Identifier(Scheme.INSPIRE, str(number)) for number in numbers]


def hits(*rows: object, total: int | None = None) -> Reply:
    count = len(rows) if total is None else total
    return json_reply({"hits": {"hits": list(rows), "total": count}})


def test_records_are_works_and_name_their_preprint_and_doi(
    standin: StandIn, pace: Pace
) -> None:
    strings, branes = ids("451647", "1124337")

    found = standing_in(standin, pace).lookup([strings, branes])

    assert found[strings].title == "On strings"
    assert [author.family for author in found[strings].authors] == ["Noether"]
    assert found[strings].citations == {"inspire": 11}
    assert found[strings].kind is WorkKind.ARTICLE
    assert found[strings].versions == {
        Identifier(Scheme.DOI, "10.1000/hep.1"),
        Identifier(Scheme.ARXIV, "hep-th/9711200"),
    }
    assert found[branes].kind is WorkKind.PREPRINT
    assert standin.count("inspire") == 1


def test_a_conference_is_no_paper(standin: StandIn, pace: Pace) -> None:
    assert standing_in(standin, pace).lookup(ids(CONFERENCE)) == {}


def test_what_it_lacks_does_not_spoil_the_others(standin: StandIn, pace: Pace) -> None:
    source = standing_in(standin, pace)

    assert set(source.lookup(ids(5, "451647", CONFERENCE, 6))) == set(ids("451647"))
    assert source.lookup(ids(5, 6)) == {}


def test_a_hundred_records_are_one_request(standin: StandIn, pace: Pace) -> None:
    source = standing_in(standin, pace)

    batches = list(source.batches(ids(*range(1, 151))))
    source.lookup(batches[0])

    assert [len(batch) for batch in batches] == [BATCH, 50]
    assert len(standin.requests[0].query) < 4_000


@pytest.mark.parametrize(
    "fault", ["403", "429", "500", "502", "503", "html", "empty", "garbage", "cut", "reset"]
)
def test_whatever_is_no_answer_means_down_and_never_absent(
    standin: StandIn, pace: Pace, fault: str
) -> None:
    standin.misbehave("inspire", fault)

    with pytest.raises(SourceDown, match=r"^INSPIRE: "):
        standing_in(standin, pace).lookup(ids("451647", 5))


@pytest.mark.parametrize(
    "reply",
    [
        json_reply({"status": 404, "message": "PID does not exist."}, status=404),
        json_reply({"hits": []}),
        json_reply({"hits": {"total": 0}}),
        json_reply({"message": "later"}),
        json_reply([]),
        hits("later"),
        hits({"metadata": "later"}),
        hits({"metadata": {"titles": [{"title": "Whose?"}]}}),
        text_reply("<html>maintenance</html>"),
        Reply(body=b'{"hits": {"hits": ['),
    ],
)
def test_an_answer_of_another_shape_means_down(pace: Pace, reply: Reply) -> None:
    with Scripted(reply) as server, pytest.raises(SourceDown, match=r"^INSPIRE: "):
        source_at(server.base, pace).lookup(ids("451647", 5))


def test_a_part_of_an_answer_is_no_answer(pace: Pace) -> None:
    reply = hits({"metadata": {"control_number": 5}}, total=2)
    with Scripted(reply) as server, pytest.raises(BatchRefused, match=r"^INSPIRE: "):
        source_at(server.base, pace).lookup(ids("451647", 5))


def test_a_record_that_was_not_asked_for_is_none(pace: Pace) -> None:
    with Scripted(hits({"metadata": {"control_number": 6}})) as server:
        assert source_at(server.base, pace).lookup(ids(5)) == {}


def test_fields_of_wrong_types_are_empty() -> None:
    [known] = ids(5)
    names = ("titles", "authors", "arxiv_eprints", "dois", "document_type", "publication_info")

    work = work_from_record({**dict.fromkeys(names, "x"), "citation_count": "many"}, known)

    assert (work.title, work.authors, work.versions, work.kind) == ("", (), frozenset(), None)
    assert work.citations == {}
