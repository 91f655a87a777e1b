from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enrichers.asking.pace import Pace
from enrichers.model import BatchRefused, Identifier, Person, Scheme, SourceDown, WorkKind
from enrichers.sources.doi_org import CSL, DoiOrg, work_from_csl
from tests.enrichers.scripted import Scripted
from tests.standin.catalogue import Catalogue, Name, Record
from tests.standin.server import StandIn
from tests.standin.wire import Reply, json_reply, text_reply

JALC = Identifier(Scheme.DOI, "10.7600/jspfsm.56.60")
CROSSREF = Identifier(Scheme.DOI, "10.1000/a(b)<c>;1#d?e")
UNKNOWN = Identifier(Scheme.DOI, "10.7600/nothing")

CATALOGUE = Catalogue(
    [
        Record(
            doi=JALC.value,
            agency="jalc",
            title="On things",
            authors=(Name(family="Lovelace", given="Ada"), Name(collective="The Things Team")),
            issued="2007-02",
            venue="Acta",
        ),
        Record(doi=CROSSREF.value, title="On odd names"),
    ]
)

ITEM: Mapping[str, Any] = {
    "type": "article-journal",
    "DOI": "10.7600/JSPFSM.56.60",
    "title": "On <i>things</i>",
    "author": [
        {"family": "Berg", "given": "Ada", "non-dropping-particle": "van der"},
        {"literal": "The Things Team"},
    ],
    "issued": {"date-parts": [["2007", 2]]},
    "container-title": "Acta",
    "volume": "56",
    "issue": "1",
    "page": "60",
    "publisher": "A Society",
    "ISSN": "0039-906X",
    "URL": "https://doi.org/10.7600/jspfsm.56.60",
    "is-referenced-by-count": 9,
}
NO_DOI = text_reply("<html><title>DOI Not Found</title></html>", status=404)
PAGE = Reply(body=b"<html>An article</html>", headers={"Content-Type": "text/html"})


ELSEWHERE = Reply(status=302, headers={"Location": "/web/agency/record"})


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(CATALOGUE) as server:
        yield server


@pytest.fixture
def source(standin: StandIn, pace: Pace) -> DoiOrg:
    return source_at(standin.endpoints["doi_org"], pace)


def source_at(endpoint: str, pace: Pace) -> DoiOrg:
    return DoiOrg(
        pace=pace, endpoint=endpoint, contact="ada@example.org", timeout=1, patience=0
    )


def test_every_field_of_an_item_finds_its_place() -> None:
    work = work_from_csl(ITEM, JALC)

    assert work.ids == {JALC}
    assert work.versions == frozenset()
    assert work.kind is WorkKind.ARTICLE
    assert (work.title, work.issued, work.venue) == ("On things", "2007-02", "Acta")
    assert work.authors == (
        Person(family="van der Berg", given="Ada"),
        Person(name="The Things Team"),
    )
    assert (work.volume, work.issue, work.pages) == ("56", "1", "60")
    assert (work.publisher, work.issn) == ("A Society", ("0039-906X",))
    assert work.citations == {}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("chapter", WorkKind.CHAPTER),
        ("book", WorkKind.BOOK),
        ("paper-conference", WorkKind.CONFERENCE_PAPER),
        ("thesis", WorkKind.THESIS),
        ("report", WorkKind.REPORT),
        ("software", WorkKind.SOFTWARE),
        ("motion_picture", WorkKind.VIDEO),
        ("journal-article", WorkKind.ARTICLE),
        ("article", None),
    ],
)
def test_types_are_read_in_the_words_of_csl_and_of_crossref(
    kind: str, expected: WorkKind | None
) -> None:
    assert work_from_csl({**ITEM, "type": kind}, JALC).kind is expected


def test_an_alias_names_the_doi_that_it_leads_to() -> None:
    work = work_from_csl({**ITEM, "DOI": "10.1000/NEW"}, JALC)

    assert work.ids == {JALC}
    assert work.versions == {Identifier(Scheme.DOI, "10.1000/new")}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["family", "literal", "date-parts"]), inner)
    ),
    max_leaves=6,
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([*ITEM, "editor", "number", "relation"]), JSON))
def test_an_item_with_anything_in_its_fields_is_still_a_work(item: dict[str, Any]) -> None:
    assert work_from_csl(item, JALC).ids == {JALC}


def test_the_record_of_any_agency_is_found(source: DoiOrg, standin: StandIn) -> None:
    works = source.lookup([JALC])

    assert works[JALC].title == "On things"
    assert works[JALC].authors[1] == Person(name="The Things Team")
    assert standin.requests[0].headers["accept"] == CSL


def test_a_redirect_to_the_agency_is_followed(source: DoiOrg) -> None:
    assert source.lookup([CROSSREF])[CROSSREF].title == "On odd names"


def test_a_doi_that_does_not_exist_is_absent(source: DoiOrg) -> None:
    assert source.lookup([UNKNOWN]) == {}


def test_a_malformed_doi_is_absent(pace: Pace) -> None:
    reply = text_reply("<html><title>Error: Not a DOI</title></html>", status=400)
    with Scripted(reply) as server:
        assert source_at(f"{server.base}/doi", pace).lookup([UNKNOWN]) == {}


def test_dots_in_a_doi_do_not_change_where_it_leads(pace: Pace) -> None:
    dotted = Identifier(Scheme.DOI, "10.1000/a/../b")
    with Scripted(NO_DOI) as server:
        source_at(f"{server.base}/doi", pace).lookup([dotted])

    assert server.requests[0].path == "/10.1000/a/%2E./b"


@pytest.mark.parametrize(
    "there",
    [PAGE, text_reply("Resource not found.", status=404), text_reply("Forbidden", status=403)],
)
def test_an_agency_without_a_record_is_no_absence(there: Reply, pace: Pace) -> None:
    with Scripted(ELSEWHERE, there) as server, pytest.raises(BatchRefused, match=r"10\.7600"):
        source_at(f"{server.base}/doi", pace).lookup([JALC])


@pytest.mark.parametrize(
    "reply",
    [
        PAGE,
        text_reply("Nothing here", status=404),
        text_reply("Forbidden", status=403),
        json_reply([], headers={"Content-Type": CSL}),
        Reply(body=b"{", headers={"Content-Type": CSL}),
    ],
)
def test_something_else_than_a_record_is_no_answer(reply: Reply, pace: Pace) -> None:
    with Scripted(reply) as server, pytest.raises(SourceDown):
        source_at(f"{server.base}/doi", pace).lookup([JALC])


@pytest.mark.parametrize("fault", ["500", "403", "html", "empty", "garbage", "cut", "reset"])
def test_an_answer_of_no_use_is_none(source: DoiOrg, standin: StandIn, fault: str) -> None:
    standin.misbehave("doi_org", fault)

    with pytest.raises(SourceDown, match=r"^doi\.org: "):
        source.lookup([JALC])


def test_dois_go_one_by_one(source: DoiOrg) -> None:
    assert list(source.batches([JALC, CROSSREF])) == [[JALC], [CROSSREF]]
