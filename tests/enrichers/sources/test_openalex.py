import json
import logging
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enrichers.asking.pace import Pace
from enrichers.model import BatchRefused, Identifier, Scheme, SourceDown, WorkKind
from enrichers.sources.openalex import MARGIN, SEARCH_COST, OpenAlex, work_from_record
from enrichers.sources.payload import LONGEST_ADDRESS
from tests.enrichers.scripted import Scripted
from tests.standin.catalogue import Catalogue, Preprint, Record
from tests.standin.server import StandIn
from tests.standin.wire import Reply, json_reply, text_reply

PAYLOADS = Path("../shared/payloads/openalex")
ARXIV = Identifier(Scheme.ARXIV, "1806.07366")
OLD_ARXIV = Identifier(Scheme.ARXIV, "math/0309136")
PAPERS = [Identifier(Scheme.ARXIV, f"2101.{number:05}") for number in range(60)]
DOI = Identifier(Scheme.DOI, "10.1000/a-b_c;(d)<e>&f")
COMMA = Identifier(Scheme.DOI, "10.1000/a,b")
UNKNOWN = Identifier(Scheme.DOI, "10.1000/nothing")
DOIS = [Identifier(Scheme.DOI, f"10.1000/{number:016}") for number in range(120)]
KEY = "a-key-that-nobody-may-see"

CATALOGUE = Catalogue(
    [
        *(
            Record(title=f"Paper {paper}", preprint=Preprint(id=paper.value))
            for paper in (OLD_ARXIV, *PAPERS)
        ),
        *(
            Record(doi=doi.value, title=f"Article {doi}", citations={"openalex": 3})
            for doi in (DOI, COMMA, *DOIS)
        ),
    ]
)

RECORD: Mapping[str, Any] = {
    "doi": "https://doi.org/10.1000/A-B",
    "title": "On <i>things</i>",
    "type": "book-chapter",
    "language": "en",
    "publication_year": 2018,
    "publication_date": "2018-06-19",
    "primary_location": {
        "landing_page_url": "https://doi.org/10.1000/a-b",
        "source": {"display_name": "Acta", "host_organization_name": "A House"},
    },
    "biblio": {"volume": "3", "issue": "2", "first_page": "7", "last_page": "9"},
    "cited_by_count": 11,
}


def answer(*records: Mapping[str, Any], **headers: str) -> Reply:
    content = {"meta": {"count": len(records)}, "results": list(records)}
    return json_reply(content, headers=headers)


def copy_on_arxiv(number: str, **said: Any) -> Mapping[str, Any]:
    return {
        **RECORD,
        "locations": [{"landing_page_url": f"http://arxiv.org/abs/{number}"}],
        **said,
    }


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(CATALOGUE) as server:
        yield server


@pytest.fixture
def source(standin: StandIn, pace: Pace) -> OpenAlex:
    return source_at(standin.endpoints["openalex"], pace)


def source_at(endpoint: str, pace: Pace, **options: Any) -> OpenAlex:
    return OpenAlex(
        pace=pace,
        endpoint=endpoint,
        contact="ada@example.org",
        timeout=1,
        patience=0,
        **options,
    )


def test_every_field_of_a_record_finds_its_place() -> None:
    work = work_from_record(RECORD, DOI)

    assert work.ids == {DOI}
    assert work.kind is WorkKind.CHAPTER
    assert (work.title, work.issued, work.language) == ("On things", "2018-06-19", "en")
    assert (work.venue, work.publisher) == ("Acta", "A House")
    assert (work.volume, work.issue, work.pages) == ("3", "2", "7-9")
    assert work.citations == {"openalex": 11}


def test_it_never_says_that_two_identifiers_are_one_work() -> None:
    work = work_from_record(copy_on_arxiv("1806.07366"), DOI)

    assert work.ids == {DOI}
    assert work.versions == frozenset()


def test_what_nobody_counted_is_unknown_and_none_counted_is_zero() -> None:
    assert work_from_record({**RECORD, "cited_by_count": None}, DOI).citations == {}
    assert work_from_record({**RECORD, "cited_by_count": 0}, DOI).citations == {"openalex": 0}


def test_a_first_of_january_stands_for_a_year() -> None:
    assert work_from_record({**RECORD, "publication_date": "2018-01-01"}, DOI).issued == "2018"


def test_a_record_without_source_or_title_has_gaps() -> None:
    record = {"primary_location": {"source": None}, "title": None, "biblio": None, "type": "?"}

    work = work_from_record(record, DOI)

    assert (work.title, work.venue, work.pages, work.kind) == ("", "", "", None)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["source", "display_name", "volume"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([*RECORD, "locations"]), JSON))
def test_a_record_with_anything_in_its_fields_is_still_a_work(record: dict[str, Any]) -> None:
    assert work_from_record(record, DOI).ids == {DOI}


@pytest.mark.skipif(not PAYLOADS.is_dir(), reason="recorded answers are not at hand")
def test_a_recorded_answer_is_read() -> None:
    record = json.loads(
        (PAYLOADS / "cm_openalex_reader_test_journal_article.json").read_bytes()
    )

    work = work_from_record(record, DOI)

    assert (work.venue, work.volume, work.pages) == ("PLoS ONE", "1", "e30")
    assert work.citations == {"openalex": 85}


def test_dois_go_in_hundreds_and_arxiv_ids_in_fifties(pace: Pace) -> None:
    source = source_at("https://api.example.org", pace)

    batches = list(source.batches([*PAPERS, *DOIS]))

    assert [len(batch) for batch in batches] == [100, 20, 50, 10]
    assert [known for batch in batches for known in batch] == [*DOIS, *PAPERS]


def test_long_dois_make_smaller_batches(pace: Pace) -> None:
    source = source_at("https://api.example.org", pace)
    long = [Identifier(Scheme.DOI, f"10.1000/{'ö' * 40}{number}") for number in range(60)]

    batches = list(source.batches(long))

    assert [known for batch in batches for known in batch] == long
    assert all(6 * 40 * len(batch) < LONGEST_ADDRESS for batch in batches)


def test_the_longest_batches_are_answered(source: OpenAlex, standin: StandIn) -> None:
    works = [
        work for batch in source.batches([*DOIS, *PAPERS]) for work in source.lookup(batch)
    ]

    assert set(works) == {*DOIS, *PAPERS}
    assert standin.count("openalex") == 4
    assert standin.violations == []


def test_odd_dois_are_found(source: OpenAlex) -> None:
    batches = list(source.batches([DOI, COMMA, UNKNOWN]))

    works = {known: work for batch in batches for known, work in source.lookup(batch).items()}

    assert batches == [[DOI, UNKNOWN], [COMMA]]
    assert {known: work.citations for known, work in works.items()} == {
        DOI: {"openalex": 3},
        COMMA: {"openalex": 3},
    }


def test_a_single_doi_that_is_not_there_is_absent(pace: Pace) -> None:
    with Scripted(text_reply("<h1>Not found</h1>", status=404)) as server:
        assert source_at(f"{server.base}/openalex", pace).lookup([COMMA]) == {}


def test_papers_are_found_by_their_copies_on_arxiv_and_the_most_cited_counts(
    pace: Pace,
) -> None:
    records = (
        copy_on_arxiv("1806.07366v3", cited_by_count=5),
        copy_on_arxiv("1806.07366", cited_by_count=9, doi="https://doi.org/10.65215/2q58a426"),
        copy_on_arxiv("1806.07366", cited_by_count=None),
        copy_on_arxiv("math/0309136", cited_by_count=2),
        copy_on_arxiv("1999.99999", cited_by_count=99),
    )
    with Scripted(answer(*records)) as server:
        works = source_at(f"{server.base}/openalex", pace).lookup([ARXIV, OLD_ARXIV])

    assert {known: work.citations["openalex"] for known, work in works.items()} == {
        ARXIV: 9,
        OLD_ARXIV: 2,
    }


def test_an_answer_that_was_cut_off_is_asked_for_in_smaller_pieces(pace: Pace) -> None:
    reply = json_reply({"meta": {"count": 101}, "results": [RECORD] * 100})
    with Scripted(reply) as server, pytest.raises(BatchRefused):
        source_at(f"{server.base}/openalex", pace).lookup(PAPERS[:50])


@pytest.mark.parametrize(
    "reply",
    [
        json_reply({"error": "Invalid query parameters error.", "message": "?"}, status=403),
        json_reply({"error": "Invalid filter", "message": "?"}, status=400),
        text_reply("URI too long", status=414),
    ],
)
def test_a_question_that_is_refused_is_to_be_split(reply: Reply, pace: Pace) -> None:
    with Scripted(reply) as server, pytest.raises(BatchRefused):
        source_at(f"{server.base}/openalex", pace).lookup([DOI, UNKNOWN])


SPENT = json_reply(
    {"error": "Rate limit exceeded", "message": "Insufficient budget."},
    status=429,
    headers={"x-ratelimit-remaining-usd": "0", "Retry-After": "53578"},
)
HASTE = json_reply(
    {"error": "Rate limit exceeded", "message": "Slow down."},
    status=429,
    headers={"x-ratelimit-remaining-usd": "0.08"},
)


def test_a_spent_budget_is_told_from_haste(pace: Pace) -> None:
    with Scripted(SPENT) as server, pytest.raises(SourceDown, match="budget for today"):
        source_at(f"{server.base}/openalex", pace).lookup([DOI])

    with Scripted(HASTE) as server, pytest.raises(SourceDown, match="HTTP 429"):
        source_at(f"{server.base}/openalex", pace).lookup([DOI])


def test_haste_heals_by_waiting(pace: Pace) -> None:
    with Scripted(HASTE, answer({**RECORD, "doi": f"https://doi.org/{DOI.value}"})) as server:
        source = OpenAlex(
            pace=pace, endpoint=f"{server.base}/openalex", patience=5, first_pause=0.01
        )
        assert source.lookup([DOI]).keys() == {DOI}


def test_a_spent_budget_is_not_asked_of_again_that_day(
    source: OpenAlex, standin: StandIn, tmp_path: Path
) -> None:
    standin.openalex.spend(1_000)
    with pytest.raises(SourceDown, match="until midnight UTC; a free API key"):
        source.lookup([DOI])
    later = source_at(standin.endpoints["openalex"], Pace(tmp_path / "state.db"))

    with pytest.raises(SourceDown, match="until midnight UTC; a free API key"):
        later.lookup([DOI])
    with pytest.raises(SourceDown, match="until midnight UTC; a free API key"):
        later.search("Article")

    assert standin.count("openalex") == 1


def test_the_last_of_a_budget_is_seen_without_a_refusal(
    source: OpenAlex, standin: StandIn
) -> None:
    standin.openalex.spend(999)
    works = source.lookup([DOI])

    with pytest.raises(SourceDown, match="budget for today is spent"):
        source.lookup([DOI])

    assert works.keys() == {DOI}
    assert standin.count("openalex") == 1


def test_whoever_has_a_key_has_a_budget_of_his_own(
    source: OpenAlex, standin: StandIn, pace: Pace
) -> None:
    standin.openalex.spend(1_000)
    with pytest.raises(SourceDown):
        source.lookup([DOI])

    works = source_at(standin.endpoints["openalex"], pace, api_key=KEY).lookup([DOI])

    assert works.keys() == {DOI}


def test_a_new_day_has_a_new_budget(pace: Pace) -> None:
    headers = {**SPENT.headers, "x-ratelimit-reset": "0.05"}
    found = answer({**RECORD, "doi": f"https://doi.org/{DOI.value}"})
    with Scripted(replace(SPENT, headers=headers), found) as server:
        source = source_at(f"{server.base}/openalex", pace)
        with pytest.raises(SourceDown, match="budget for today"):
            source.lookup([DOI])
        time.sleep(0.1)

        assert source.lookup([DOI]).keys() == {DOI}


def test_searches_leave_what_counts_will_cost(source: OpenAlex, standin: StandIn) -> None:
    standin.openalex.spend(1_000 - 1 - SEARCH_COST - MARGIN - 2)
    source.lookup([DOI])
    source.spare_for(PAPERS)  # two batches
    source.search("Paper")

    with pytest.raises(SourceDown, match=r"left of the budget.*\$0\.0007.*citation counts"):
        source.search("Article")
    counted = [known for batch in source.batches(PAPERS) for known in source.lookup(batch)]

    assert set(counted) == set(PAPERS)
    assert standin.count("openalex") == 1 + 1 + 2


def test_a_search_that_is_too_dear_ends_no_look_ups(source: OpenAlex, standin: StandIn) -> None:
    standin.openalex.spend(995)

    with pytest.raises(SourceDown, match="for citation counts"):
        source.search("Article")

    assert source.lookup([DOI]).keys() == {DOI}


@pytest.mark.parametrize("said", ["nan", "inf", "-1", "much", ""])
def test_a_budget_that_is_no_number_is_unknown(pace: Pace, said: str) -> None:
    headers = {"x-ratelimit-remaining-usd": said}
    reply = answer({**RECORD, "doi": f"https://doi.org/{DOI.value}"}, **headers)
    with Scripted(reply) as server:
        source = source_at(f"{server.base}/openalex", pace)

        assert source.lookup([DOI]).keys() == {DOI}
        assert source.web.allowance is None


@pytest.mark.parametrize("fault", ["500", "403", "html", "empty", "garbage", "cut", "reset"])
def test_an_answer_of_no_use_is_none(source: OpenAlex, standin: StandIn, fault: str) -> None:
    standin.misbehave("openalex", fault)

    with pytest.raises(SourceDown, match=r"^OpenAlex: "):
        source.lookup([DOI])


@pytest.mark.parametrize(
    "reply", [json_reply({}), json_reply([]), json_reply({"results": [None]}), text_reply("7")]
)
def test_json_that_is_no_answer_is_none(reply: Reply, pace: Pace) -> None:
    with Scripted(reply) as server, pytest.raises(SourceDown):
        source_at(f"{server.base}/openalex", pace).lookup([DOI])


def test_the_key_goes_to_openalex_and_nowhere_else(
    pace: Pace, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    keyless = {"x-ratelimit-limit-usd": "0.1"}
    with Scripted(answer(**keyless), Reply(status=500)) as server:
        source = source_at(f"{server.base}/openalex", pace, api_key=KEY)
        source.lookup([DOI])
        with pytest.raises(SourceDown) as down:
            source.lookup([DOI])

    assert server.requests[0].params["api_key"] == KEY
    assert "does not take the API key" in caplog.text
    assert KEY not in caplog.text + str(down.value) + repr(source) + repr(source.web)
