from collections.abc import Iterator

import pytest

from enrichers.asking.pace import Pace
from enrichers.model import Identifier, Scheme, SourceDown, WorkKind
from enrichers.sources.doaj import Doaj, work_from_article
from tests.enrichers.scripted import Scripted
from tests.standin.catalogue import Catalogue, Name, Record
from tests.standin.server import StandIn
from tests.standin.wire import Reply, json_reply, text_reply

KNOWN, UNKNOWN = (Identifier(Scheme.DOAJ, f"{number:032x}") for number in (77, 5))
CATALOGUE = Catalogue(
    [
        Record(
            doi="10.1000/Open.1",
            title="On open things",
            authors=(Name(family="Lovelace", given="Ada"),),
            issued="2019-06-03",
            venue="Acta aperta",
            volume="3",
            pages="7-9",
        )
    ],
    registers={"doaj": {KNOWN.value: "10.1000/open.1"}},
)
BIB = {"title": "On open things", "year": "2019"}


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(CATALOGUE, pace=0.01) as server:
        yield server


def source_at(endpoint: str, pace: Pace) -> Doaj:
    return Doaj(pace=pace, endpoint=endpoint, timeout=1, patience=0)


def standing_in(standin: StandIn, pace: Pace) -> Doaj:
    return source_at(standin.endpoints["doaj"], pace)


def test_an_article_is_a_work_and_names_its_doi(standin: StandIn, pace: Pace) -> None:
    work = standing_in(standin, pace).lookup([KNOWN])[KNOWN]

    assert (work.title, work.kind) == ("On open things", WorkKind.ARTICLE)
    assert [author.family for author in work.authors] == ["Lovelace"]
    assert (work.issued, work.venue, work.pages) == ("2019-06", "Acta aperta", "7-9")
    assert work.ids == {KNOWN}
    assert work.versions == {Identifier(Scheme.DOI, "10.1000/open.1")}


def test_what_it_lacks_is_no_key(standin: StandIn, pace: Pace) -> None:
    assert standing_in(standin, pace).lookup([UNKNOWN]) == {}


def test_articles_are_asked_for_one_by_one(pace: Pace) -> None:
    source = source_at("http://127.0.0.1:1", pace)

    assert list(source.batches([KNOWN, UNKNOWN])) == [[KNOWN], [UNKNOWN]]
    assert source.answers(KNOWN)
    assert not source.answers(Identifier(Scheme.DOI, "10.1000/open.1"))


@pytest.mark.parametrize(
    "fault", ["403", "429", "500", "502", "503", "html", "empty", "garbage", "cut", "reset"]
)
def test_whatever_is_no_answer_means_down_and_never_absent(
    standin: StandIn, pace: Pace, fault: str
) -> None:
    standin.misbehave("doaj", fault)

    with pytest.raises(SourceDown, match=r"^DOAJ: "):
        standing_in(standin, pace).lookup([KNOWN])


@pytest.mark.parametrize(
    "reply",
    [
        text_reply("<html>Not Found</html>", status=404),
        text_reply("<html>maintenance</html>"),
        json_reply({"id": KNOWN.value}),
        json_reply({"id": KNOWN.value, "bibjson": "later"}),
        json_reply({"id": UNKNOWN.value, "bibjson": BIB}),
        json_reply({"bibjson": BIB}),
        json_reply([]),
        Reply(body=b'{"bibjson": {"title'),
    ],
)
def test_an_answer_of_another_shape_means_down(pace: Pace, reply: Reply) -> None:
    with Scripted(reply) as server, pytest.raises(SourceDown, match=r"^DOAJ: "):
        source_at(server.base, pace).lookup([KNOWN])


@pytest.mark.parametrize(
    ("month", "issued"),
    [("6", "2019-06"), (6, "2019-06"), ("13", "2019"), ("June", "2019"), ("9" * 9_000, "2019")],
)
def test_months_are_read_if_they_are_months(month: object, issued: str) -> None:
    assert work_from_article({**BIB, "month": month}, KNOWN).issued == issued


def test_fields_of_wrong_types_are_empty() -> None:
    names = ("author", "identifier", "journal", "month", "start_page", "abstract")

    work = work_from_article({**BIB, **dict.fromkeys(names, 1.5)}, KNOWN)

    assert (work.title, work.authors, work.issued, work.venue) == (BIB["title"], (), "2019", "")
