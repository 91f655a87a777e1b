from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest

from enrichers.asking.pace import Pace
from enrichers.model import Identifier, Scheme, SourceDown, WorkKind
from enrichers.sources.pubmed import BATCH, PubMed, work_from_summary
from tests.enrichers.scripted import Scripted
from tests.standin.catalogue import Catalogue, Name, Record
from tests.standin.server import StandIn
from tests.standin.wire import Reply, json_reply, text_reply

MOST = 250
CATALOGUE = Catalogue(
    [
        Record(
            doi=f"10.1000/med.{number}",
            pmid=str(1000 + number),
            title=f"On the cells of number {number}",
            authors=(Name(family="van der Berg", given="Marie Sophie"),),
            issued="2018-11-23",
            venue="Acta medica",
            pages="7-9",
        )
        for number in range(MOST)
    ],
    registers={"pmc": {"77": "10.1000/med.7"}},
)
HEADER = {"header": {"type": "esummary", "version": "0.3"}}
ERROR = {"uid": "5", "error": "cannot get document summary"}


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(CATALOGUE, pace=0.01) as server:
        yield server


def source_at(endpoint: str, pace: Pace, patience: float = 0) -> PubMed:
    return PubMed(
        pace=pace, endpoint=endpoint, contact="ada@example.org", timeout=1, patience=patience,
        first_pause=0.1,
    )  # fmt: skip


def standing_in(standin: StandIn, pace: Pace) -> PubMed:
    return source_at(standin.endpoints["pubmed"], pace)


def pmids(*numbers: int) -> list[Identifier]:
    return [Identifier(Scheme.PMID, str(number)) for number in numbers]


def pmcid(number: int) -> Identifier:
    return Identifier(Scheme.PMCID, f"PMC{number}")


def test_two_hundred_numbers_are_one_request(standin: StandIn, pace: Pace) -> None:
    source = standing_in(standin, pace)
    known = pmids(*range(1000, 1000 + MOST))

    batches = list(source.batches(known))
    found = {one: work for batch in batches for one, work in source.lookup(batch).items()}

    assert [len(batch) for batch in batches] == [BATCH, MOST - BATCH]
    assert set(found) == set(known)
    assert standin.count("pubmed") == 2


def test_a_record_is_a_work_and_names_its_doi(standin: StandIn, pace: Pace) -> None:
    [known] = pmids(1007)

    work = standing_in(standin, pace).lookup([known])[known]

    assert work.title == "On the cells of number 7"
    assert [str(author) for author in work.authors] == ["van der Berg, M. S."]
    assert (work.issued, work.venue, work.pages) == ("2018-11-23", "Acta medica", "7-9")
    assert work.kind is WorkKind.ARTICLE
    assert work.ids == {known}
    assert work.versions == {Identifier(Scheme.DOI, "10.1000/med.7"), pmcid(77)}


def test_numbers_of_pmc_are_asked_of_pmc_and_without_their_letters(
    standin: StandIn, pace: Pace
) -> None:
    source = standing_in(standin, pace)

    first, second = source.batches([*pmids(1007), pmcid(77)])
    found = source.lookup(second)

    assert [one.scheme for one in first] == [Scheme.PMID]
    assert found[pmcid(77)].title == "On the cells of number 7"
    form = parse_qs(standin.requests[0].body.decode())
    assert (form["db"], form["id"]) == (["pmc"], ["77"])
    assert form["email"] == ["ada@example.org"]


@pytest.mark.parametrize("unknown", [pmids(5), pmids(5, 6), [pmcid(5)], [pmcid(5), pmcid(6)]])
def test_what_it_lacks_is_no_key(
    standin: StandIn, pace: Pace, unknown: list[Identifier]
) -> None:
    assert standing_in(standin, pace).lookup(unknown) == {}


def test_one_that_is_unknown_does_not_spoil_the_others(standin: StandIn, pace: Pace) -> None:
    found = standing_in(standin, pace).lookup(pmids(1001, 5, 1002))

    assert set(found) == set(pmids(1001, 1002))


@pytest.mark.parametrize(
    "answer",
    [
        {**HEADER, "esummaryresult": ["Invalid uid 5 at position= 0"]},
        {**HEADER, "error": "Invalid uid 5 at position=0"},
        {**HEADER, "result": {"uids": ["5"], "5": ERROR}},
        {**HEADER, "result": {"uids": []}},
    ],
)
def test_each_way_to_say_that_there_is_none_is_understood(
    pace: Pace, answer: dict[str, object]
) -> None:
    with Scripted(json_reply(answer)) as server:
        assert source_at(server.base, pace).lookup(pmids(5)) == {}


@pytest.mark.parametrize(
    "reply",
    [
        json_reply({"error": "API rate limit exceeded", "count": "4", "limit": "3"}),
        json_reply({**HEADER, "error": "Search Backend failed: no response"}),
        json_reply({**HEADER, "esummaryresult": ["Unable to connect to the database"]}),
        json_reply({**HEADER, "esummaryresult": []}),
        json_reply({**HEADER, "result": {"uids": ["5"], "5": {"uid": "5", "error": "busy"}}}),
        json_reply({**HEADER, "result": {"uids": ["5"], "5": {"uid": "5"}}}),
        json_reply({**HEADER, "result": {"uids": ["5"], "5": "later"}}),
        json_reply({**HEADER, "result": {"uids": "5"}}),
        json_reply({**HEADER, "result": []}),
        json_reply([]),
        Reply(body=b"{"),
        Reply(body=b'{"result": {"uids": ["5'),
        text_reply("<html>maintenance</html>"),
        text_reply("<ERROR/>", status=404),
    ],
)
def test_an_answer_of_another_shape_means_down(pace: Pace, reply: Reply) -> None:
    with Scripted(reply) as server, pytest.raises(SourceDown, match=r"^PubMed: "):
        source_at(server.base, pace).lookup(pmids(5))


@pytest.mark.parametrize(
    "fault", ["403", "429", "500", "502", "503", "html", "empty", "garbage", "cut", "reset"]
)
def test_whatever_is_no_answer_means_down_and_never_absent(
    standin: StandIn, pace: Pace, fault: str
) -> None:
    standin.misbehave("pubmed", fault)

    with pytest.raises(SourceDown, match=r"^PubMed: "):
        standing_in(standin, pace).lookup(pmids(1001, 5))


def test_a_busy_moment_is_waited_for(standin: StandIn, pace: Pace) -> None:
    standin.misbehave("pubmed", "429", times=1)
    source = source_at(standin.endpoints["pubmed"], pace, patience=5)

    assert len(source.lookup(pmids(1001))) == 1


@pytest.mark.parametrize(
    ("said", "issued"),
    [
        ("2018 Nov 23", "2018-11-23"),
        ("2018 Nov", "2018-11"),
        ("2018 Nov-Dec", "2018-11"),
        ("2018 Winter", "2018"),
        ("2018 Nov 23-30", "2018-11"),
        ("soon", ""),
        ("", ""),
    ],
)
def test_dates_are_read_as_far_as_they_are_told(said: str, issued: str) -> None:
    [known] = pmids(5)

    assert work_from_summary({"title": "It", "pubdate": said}, known).issued == issued


def test_a_preprint_is_none_of_a_journal_s_articles() -> None:
    [known] = pmids(5)

    work = work_from_summary({"title": "It", "pubtype": ["Preprint"]}, known)

    assert work.kind is WorkKind.PREPRINT


def test_fields_of_wrong_types_are_empty() -> None:
    [known] = pmids(5)
    names = ("authors", "articleids", "pubdate", "volume", "fulljournalname", "pubtype", "issn")

    work = work_from_summary({"title": "It", **dict.fromkeys(names, 1.5)}, known)

    assert (work.title, work.authors, work.issued, work.versions) == ("It", (), "", frozenset())
