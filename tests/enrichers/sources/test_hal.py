from collections.abc import Iterator

import pytest

from enrichers.asking.pace import Pace
from enrichers.identify import identify
from enrichers.model import BatchRefused, Identifier, Scheme, SourceDown, WorkKind
from enrichers.sources.hal import BATCH, Hal, work_from_deposit
from tests.enrichers.scripted import Scripted
from tests.standin.catalogue import Catalogue, Name, Preprint, Record
from tests.standin.server import StandIn
from tests.standin.wire import Reply, json_reply, text_reply

NAMES = ("hal-09900022", "inria-00100101", "tel-00100102")
CATALOGUE = Catalogue(
    [
        Record(
            doi="10.1000/Hal.1",
            preprint=Preprint(id="2101.00001", submitted="2021-01-01"),
            title="On deposits",
            authors=(Name(family="Germain", given="Sophie"),),
            issued="2019-06-03",
            venue="Acta",
            language="fr",
        ),
        Record(doi="10.1000/inria", title="On institutes", issued="2001"),
        Record(doi="10.1000/tel", title="On theses", kind="dissertation", issued="2002"),
    ],
    registers={
        "hal": {
            "hal-09900022": "10.1000/hal.1",
            "inria-00100101": "10.1000/inria",
            "tel-00100102": "10.1000/tel",
        }
    },
)


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(CATALOGUE, pace=0.01) as server:
        yield server


def source_at(endpoint: str, pace: Pace) -> Hal:
    return Hal(pace=pace, endpoint=endpoint, timeout=1, patience=0)


def standing_in(standin: StandIn, pace: Pace) -> Hal:
    return source_at(standin.endpoints["hal"], pace)


def ids(*names: str) -> list[Identifier]:
    return [Identifier(Scheme.HAL, name) for name in names]


def docs(*rows: object, total: int | None = None) -> Reply:
    count = len(rows) if total is None else total
    return json_reply({"response": {"numFound": count, "start": 0, "docs": list(rows)}})


def test_a_deposit_is_a_work_and_names_its_other_identifiers(
    standin: StandIn, pace: Pace
) -> None:
    [known] = ids("hal-09900022")

    work = standing_in(standin, pace).lookup([known])[known]

    assert (work.title, work.kind, work.issued) == (
        "On deposits",
        WorkKind.ARTICLE,
        "2019-06-03",
    )
    assert [author.family for author in work.authors] == ["Germain"]
    assert (work.venue, work.language) == ("Acta", "fr")
    assert work.ids == {known}
    assert work.versions == {
        Identifier(Scheme.DOI, "10.1000/hal.1"),
        Identifier(Scheme.ARXIV, "2101.00001"),
    }


def test_deposits_of_all_ages_are_one_request(standin: StandIn, pace: Pace) -> None:
    found = standing_in(standin, pace).lookup(ids(*NAMES, "hal-00000001"))

    assert set(found) == set(ids(*NAMES))
    assert found[ids("tel-00100102")[0]].kind is WorkKind.THESIS
    assert standin.count("hal") == 1


@pytest.mark.parametrize(
    "url",
    [
        "https://hal.science/hal-09900022",
        "https://hal.archives-ouvertes.fr/hal-09900022v1",
        "https://hal.science/hal-09900022v12/document",
        "https://hal.inria.fr/inria-00100101/en",
        "https://theses.hal.science/tel-00100102v2",
    ],
)
def test_the_version_in_an_address_does_not_matter(
    standin: StandIn, pace: Pace, url: str
) -> None:
    [claim] = identify(url)

    found = standing_in(standin, pace).lookup(claim.candidates)

    assert len(found) == 1


def test_what_it_lacks_is_no_key(standin: StandIn, pace: Pace) -> None:
    assert standing_in(standin, pace).lookup(ids("hal-00000001", "tel-00000002")) == {}


def test_fifty_deposits_are_one_request(pace: Pace) -> None:
    many = ids(*(f"hal-{number:08}" for number in range(70)))
    batches = list(source_at("http://127.0.0.1:1", pace).batches(many))

    assert [len(batch) for batch in batches] == [BATCH, 20]


@pytest.mark.parametrize(
    "fault", ["403", "429", "500", "502", "503", "html", "empty", "garbage", "cut", "reset"]
)
def test_whatever_is_no_answer_means_down_and_never_absent(
    standin: StandIn, pace: Pace, fault: str
) -> None:
    standin.misbehave("hal", fault)

    with pytest.raises(SourceDown, match=r"^HAL: "):
        standing_in(standin, pace).lookup(ids(*NAMES))


@pytest.mark.parametrize(
    "reply",
    [
        json_reply({"error": {"code": 400, "msg": "undefined field"}}),
        json_reply({"response": {"numFound": 0}}),
        json_reply({"response": "later"}),
        json_reply([]),
        docs("later"),
        docs({"title_s": ["Whose?"]}),
        text_reply("<html>maintenance</html>"),
        text_reply("Not Found", status=404),
        Reply(body=b'{"response": {"docs": ['),
    ],
)
def test_an_answer_of_another_shape_means_down(pace: Pace, reply: Reply) -> None:
    with Scripted(reply) as server, pytest.raises(SourceDown, match=r"^HAL: "):
        source_at(server.base, pace).lookup(ids(*NAMES))


def test_a_part_of_an_answer_is_no_answer(pace: Pace) -> None:
    versions = ({"halId_s": NAMES[0], "title_s": ["It"]},) * 2
    with Scripted(docs(*versions, total=4)) as server, pytest.raises(BatchRefused):
        source_at(server.base, pace).lookup(ids(*NAMES[:2]))


def test_several_rows_of_one_deposit_are_one_work(pace: Pace) -> None:
    versions = ({"halId_s": NAMES[0], "title_s": ["It"]},) * 2
    with Scripted(docs(*versions, total=4)) as server:
        assert set(source_at(server.base, pace).lookup(ids(NAMES[0]))) == set(ids(NAMES[0]))


def test_of_fields_in_several_languages_the_first_counts() -> None:
    [known] = ids(NAMES[0])
    record = {"title_s": ["Des choses", "Of things"], "doiId_s": 7, "authFullName_s": {"a": 1}}

    work = work_from_deposit(record, known)

    assert (work.title, work.versions, work.authors) == ("Des choses", frozenset(), ())
