from collections.abc import Iterator, Mapping
from urllib.parse import parse_qs

import pytest

from enrichers.asking.pace import Pace
from enrichers.model import BatchRefused, Identifier, Person, Scheme, SourceDown
from enrichers.sources.arxiv import MOST_WORDS, SEARCHED, Arxiv
from enrichers.sources.crossref import Crossref
from enrichers.sources.openalex import OpenAlex
from tests.enrichers.scripted import Scripted
from tests.standin.catalogue import Catalogue, Name, Preprint, Record
from tests.standin.server import StandIn
from tests.standin.wire import Reply, json_reply, text_reply

TITLES = (
    "To be or not to be: on the and/or of search",
    "深度学习的数学",
    'Stein\'s "method", revisited | again',
    "Learning $\\mathcal{O}(n^2)$ maps with $\\alpha$-divergences",
    "ti:all AND (NOT au:me) OR all:*",
)
HOSTILE = (*TITLES, '"', "AND", "a:b:c ((((", "\\", "%22 OR ti:x", "ANDNOT " * 500, "é" * 3_000)
PII = Identifier(Scheme.PII, "S0021999118307125")
OTHER_PII = Identifier(Scheme.PII, "S0021999118307126")

CATALOGUE = Catalogue(
    [
        *(
            Record(
                doi=f"10.1000/title.{number}",
                title=title,
                preprint=Preprint(id=f"2101.0000{number}", submitted="2021-01-01"),
            )
            for number, title in enumerate(TITLES, start=1)
        ),
        Record(
            doi="10.1016/J.JCP.2018.10.045",
            title="On networks",
            authors=(Name(family="Noether", given="Emmy"),),
            pii=(PII.value,),
        ),
    ]
)


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(CATALOGUE, pace=0.001) as server:
        yield server


def arxiv_at(endpoint: str, pace: Pace) -> Arxiv:
    return Arxiv(pace=pace, endpoint=endpoint, every=0, pause=0, patience=0, timeout=1)


def openalex_at(endpoint: str, pace: Pace) -> OpenAlex:
    return OpenAlex(pace=pace, endpoint=endpoint, patience=0, timeout=1)


def crossref_at(endpoint: str, pace: Pace) -> Crossref:
    return Crossref(
        pace=pace, endpoint=endpoint, contact="ada@example.org", patience=0, timeout=1
    )


def listed(*items: Mapping[str, object], total: int | None = None) -> Reply:
    count = len(items) if total is None else total
    return json_reply({"message": {"total-results": count, "items": list(items)}})


@pytest.mark.parametrize("title", TITLES)
def test_arxiv_finds_a_paper_by_its_title(standin: StandIn, pace: Pace, title: str) -> None:
    works = arxiv_at(standin.endpoints["arxiv"], pace).search(title)

    assert len(works) == 1


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_breaks_a_query_of_arxiv(standin: StandIn, pace: Pace, title: str) -> None:
    arxiv_at(standin.endpoints["arxiv"], pace).search(title)

    queries = [
        parse_qs(request.body.decode())["search_query"][0] for request in standin.requests
    ]
    terms = [term for query in queries for term in query.split(" AND ")]
    assert all(term.startswith("ti:") and term[3:].isalnum() for term in terms)
    assert len(terms) <= MOST_WORDS
    assert {"ti:and", "ti:or", "ti:not", "ti:andnot"}.isdisjoint(terms)
    assert standin.count("arxiv") <= 1


def test_a_search_of_arxiv_is_one_small_request(standin: StandIn, pace: Pace) -> None:
    works = arxiv_at(standin.endpoints["arxiv"], pace).search(f"{TITLES[0]}, again")

    assert works == []
    [request] = standin.requests
    assert parse_qs(request.body.decode())["max_results"] == [str(SEARCHED)]


def test_an_entry_under_an_impossible_id_is_no_outage_of_arxiv(pace: Pace) -> None:
    title = "A very particular manner of search"
    records = [
        Record(title=title, preprint=Preprint(id=number, submitted="2021-01-01"))
        for number in ("2113.00001", "2101.00009")
    ]

    with StandIn(Catalogue([*CATALOGUE.records, *records]), pace=0.001) as server:
        works = arxiv_at(server.endpoints["arxiv"], pace).search(title)

    assert [work.ids for work in works] == [{Identifier(Scheme.ARXIV, "2101.00009")}]


@pytest.mark.parametrize("title", TITLES)
def test_openalex_finds_a_work_by_its_title(standin: StandIn, pace: Pace, title: str) -> None:
    works = openalex_at(standin.endpoints["openalex"], pace).search(title)

    assert len(works) == 1


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_breaks_a_filter_of_openalex(standin: StandIn, pace: Pace, title: str) -> None:
    openalex_at(standin.endpoints["openalex"], pace).search(title)

    filters = [request.params["filter"] for request in standin.requests]
    assert all(
        said.removeprefix("title.search:").replace(" ", "").isalnum() for said in filters
    )
    assert not any(
        {"AND", "OR", "NOT"} & set(said.removeprefix("title.search:").split())
        for said in filters
    )
    assert standin.count("openalex") <= 1


@pytest.mark.parametrize(
    "fault", ["403", "429", "500", "503", "html", "empty", "garbage", "cut"]
)
@pytest.mark.parametrize("service", ["arxiv", "openalex", "crossref"])
def test_a_search_without_a_whole_answer_is_down_and_never_empty(
    standin: StandIn, pace: Pace, service: str, fault: str
) -> None:
    standin.misbehave(service, fault)
    source = {"arxiv": arxiv_at, "openalex": openalex_at, "crossref": crossref_at}[service]

    with pytest.raises(SourceDown):
        source(standin.endpoints[service], pace).search("Deep learning of things")


@pytest.mark.parametrize(
    ("service", "reply"),
    [
        (
            "openalex",
            json_reply({"error": "Invalid query parameter", "message": ""}, status=403),
        ),
        ("openalex", json_reply({"error": "Invalid query parameters error."}, status=400)),
        ("openalex", text_reply("Request-URI Too Long", status=414)),
        ("openalex", json_reply({"results": "later"})),
        ("arxiv", text_reply("Bad Request", status=400)),
        ("crossref", json_reply({"status": "failed", "message": []}, status=400)),
    ],
)
def test_a_search_that_is_refused_is_down_for_this_title(
    pace: Pace, service: str, reply: Reply
) -> None:
    source = {"arxiv": arxiv_at, "openalex": openalex_at, "crossref": crossref_at}[service]
    with Scripted(reply) as server, pytest.raises(SourceDown):
        source(server.base, pace).search("Deep learning of things")


def test_a_spent_budget_is_down(pace: Pace) -> None:
    reply = json_reply(
        {"error": "Rate limit exceeded", "message": "Insufficient budget."},
        status=429,
        headers={"X-RateLimit-Remaining-USD": "0", "X-RateLimit-Cost-Required-USD": "0.001"},
    )
    with Scripted(reply) as server, pytest.raises(SourceDown, match="budget"):
        openalex_at(server.base, pace).search("Deep learning of things")


def test_authors_help_crossref_and_do_not_hinder_arxiv(standin: StandIn, pace: Pace) -> None:
    authors = [Person(family="Sonstwer")]

    works = arxiv_at(standin.endpoints["arxiv"], pace).search(TITLES[0], authors=authors)

    assert len(works) == 1


def test_a_pii_is_the_work_whose_record_names_it(standin: StandIn, pace: Pace) -> None:
    source = crossref_at(standin.endpoints["crossref"], pace)

    [batch] = source.batches([PII, OTHER_PII])
    found = source.lookup(batch)

    assert set(found) == {PII}
    assert found[PII].ids == {PII, Identifier(Scheme.DOI, "10.1016/j.jcp.2018.10.045")}


@pytest.mark.parametrize(
    "names",
    [[], None, 7, "S0021999118307125", [{"value": PII.value}], [OTHER_PII.value]],
)
def test_a_record_that_does_not_name_the_pii_is_not_its_work(pace: Pace, names: object) -> None:
    reply = listed({"DOI": "10.1016/j.x", "title": ["On networks"], "alternative-id": names})
    with Scripted(reply) as server:
        assert crossref_at(server.base, pace).lookup([PII]) == {}


def test_a_pii_in_print_is_the_same(pace: Pace) -> None:
    printed = "S0021-9991(18)30712-5"
    reply = listed({"DOI": "10.1016/j.x", "title": ["It"], "alternative-id": [printed]})
    with Scripted(reply) as server:
        assert set(crossref_at(server.base, pace).lookup([PII])) == {PII}


def test_of_two_records_that_name_one_pii_neither_is_taken(pace: Pace) -> None:
    items = (
        {"DOI": doi, "title": ["It"], "alternative-id": [PII.value]}
        for doi in ("10.1016/j.x", "10.1016/j.y")
    )
    with Scripted(listed(*items)) as server:
        assert crossref_at(server.base, pace).lookup([PII]) == {}


def test_piis_of_which_a_part_was_kept_back_are_asked_again(pace: Pace) -> None:
    reply = listed({"DOI": "10.1016/j.x", "alternative-id": [PII.value]}, total=9)
    with Scripted(reply) as server, pytest.raises(BatchRefused):
        crossref_at(server.base, pace).lookup([PII, OTHER_PII])


@pytest.mark.parametrize("fault", ["403", "429", "503", "html", "garbage"])
def test_a_pii_without_answer_is_down_and_never_absent(
    standin: StandIn, pace: Pace, fault: str
) -> None:
    standin.misbehave("crossref", fault)

    with pytest.raises(SourceDown):
        crossref_at(standin.endpoints["crossref"], pace).lookup([PII])
