"""The stand-in's Crossref."""

from typing import Any

import httpx2
import pytest

from tests.standin.catalogue import everyday
from tests.standin.server import StandIn

NATURE = "10.1038/nature14539"
SEED = "10.1137/1.9780898718539"


@pytest.fixture
def endpoint(standin: StandIn) -> str:
    return standin.endpoints["crossref"]


def listed(endpoint: str, client: httpx2.Client, **params: str) -> Any:
    """The message of a list."""
    named = {name.replace("_", "."): value for name, value in params.items()}
    answer = client.get(f"{endpoint}/works", params=named)
    assert answer.status_code == 200
    return answer.json()["message"]


def dois(message: Any) -> list[str]:
    return [item["DOI"] for item in message["items"]]


def failure(answer: httpx2.Response) -> tuple[int, str, str]:
    (fault,) = answer.json()["message"]
    return answer.status_code, answer.json()["message-type"], fault["type"]


@pytest.mark.parametrize(
    "path", [f"/works/{NATURE}", f"/v1/works/{NATURE.replace('/', '%2F')}"]
)
def test_a_work_is_found_by_its_doi(endpoint: str, client: httpx2.Client, path: str) -> None:
    answer = client.get(endpoint + path)

    assert answer.json()["message-type"] == "work"
    assert answer.json()["message"]["title"] == ["Deep learning"]
    assert answer.json()["message"]["issued"] == {"date-parts": [[2015, 5, 27]]}


@pytest.mark.parametrize("doi", ["10.5555/nowhere", "10.48550/arxiv.1806.07366"])
def test_a_doi_that_it_lacks_is_404_in_plain_text(
    endpoint: str, client: httpx2.Client, doi: str
) -> None:
    answer = client.get(f"{endpoint}/works/{doi}")

    assert (answer.status_code, answer.text) == (404, "Resource not found.")
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    "doi",
    [record.doi for record in everyday().records if "standin" in record.doi.casefold()]
    + ["10.1890/0012-9615(1999)069[0569:EDILSA]2.0.CO;2", "10.5555//standin.odd"],
)
def test_every_odd_doi_is_found_when_it_is_encoded(
    endpoint: str, client: httpx2.Client, doi: str
) -> None:
    record = everyday().by_doi[doi.lower()]
    quoted = "".join(f"%{byte:02X}" for byte in doi.encode())

    answer = client.get(f"{endpoint}/works/{quoted}")

    assert (answer.status_code == 200) is (record.agency == "crossref")


def test_a_doi_that_is_not_encoded_may_be_another(endpoint: str, client: httpx2.Client) -> None:
    answer = client.get(f"{endpoint}/works/10.5555/standin#odd")

    assert answer.json()["message"]["DOI"] == "10.5555/standin"


def test_a_batch_has_those_it_knows_in_an_order_of_its_own(
    endpoint: str, client: httpx2.Client
) -> None:
    known = [record.doi.lower() for record in everyday().records if record.doi][:40]
    asked = [*known, "10.5555/nowhere", "10.48550/arxiv.1806.07366"]

    found = listed(endpoint, client, filter=",".join(f"doi:{doi}" for doi in asked), rows="100")

    assert set(dois(found)) == set(known)
    assert dois(found) != known
    assert found["total-results"] == 40


def test_a_batch_gives_twenty_unless_more_are_asked_for(
    endpoint: str, client: httpx2.Client
) -> None:
    known = [record.doi for record in everyday().records if record.doi][:40]

    found = listed(endpoint, client, filter=",".join(f"doi:{doi}" for doi in known))

    assert (len(dois(found)), found["total-results"]) == (20, 40)


def test_a_comma_in_a_doi_breaks_the_batch(endpoint: str, client: httpx2.Client) -> None:
    asked = {"filter": "doi:10.5555/standin,odd,commas"}

    answer = client.get(f"{endpoint}/works", params=asked)

    assert failure(answer) == (400, "validation-failure", "filter-not-available")


def test_select_keeps_the_asked_fields(endpoint: str, client: httpx2.Client) -> None:
    found = listed(endpoint, client, filter=f"doi:{NATURE}", select="DOI,title")

    assert found["items"] == [{"DOI": NATURE, "title": ["Deep learning"]}]


@pytest.mark.parametrize(
    ("params", "kind"),
    [
        ({"filter": "colour:red"}, "filter-not-available"),
        ({"select": "DOI,colour"}, "select-not-available"),
        ({"rows": "1001"}, "integer-not-valid"),
        ({"rows": "many"}, "integer-not-valid"),
        ({"offset": "10001"}, "integer-not-valid"),
        ({"sample": "200"}, "integer-not-valid"),
    ],
)
def test_a_bad_parameter_is_400_in_json(
    endpoint: str, client: httpx2.Client, params: dict[str, str], kind: str
) -> None:
    answer = client.get(f"{endpoint}/works", params=params)

    assert failure(answer) == (400, "validation-failure", kind)


@pytest.mark.parametrize("params", [{"select": "DOI"}, {"query.author": "Doe"}])
def test_a_single_work_takes_no_field_query(
    endpoint: str, client: httpx2.Client, params: dict[str, str]
) -> None:
    answer = client.get(f"{endpoint}/works/{NATURE}", params=params)

    assert failure(answer) == (400, "validation-failure", "parameter-not-allowed")


def test_a_cursor_leads_to_the_end(endpoint: str, client: httpx2.Client) -> None:
    first = listed(endpoint, client, cursor="*", rows="300")
    second = listed(endpoint, client, cursor=first["next-cursor"], rows="300")

    assert len({*dois(first), *dois(second)}) == first["total-results"]


def test_a_cursor_of_its_own_making_is_invalid(endpoint: str, client: httpx2.Client) -> None:
    answer = client.get(f"{endpoint}/works", params={"cursor": "thing"})

    assert failure(answer) == (404, "resource-failure", "cursor-invalid")


def test_a_publisher_s_number_leads_to_the_doi(endpoint: str, client: httpx2.Client) -> None:
    found = listed(endpoint, client, filter="alternative-id:S0021999118305527")

    (item,) = found["items"]
    assert item["DOI"] == "10.1016/j.jcp.2018.08.029"
    assert item["alternative-id"] == ["S0021999118305527"]


def test_filters_of_two_kinds_must_both_hold(endpoint: str, client: httpx2.Client) -> None:
    found = listed(endpoint, client, filter=f"doi:{NATURE},doi:{SEED},type:book")

    assert dois(found) == [SEED]


def test_notices_are_found_by_what_they_update(endpoint: str, client: httpx2.Client) -> None:
    found = listed(endpoint, client, filter="updates:10.91234/near.10")

    (notice,) = found["items"]
    assert notice["update-to"][0]["type"] == "retraction"


def test_a_title_query_has_scores_from_high_to_low(
    endpoint: str, client: httpx2.Client
) -> None:
    title = "Nonlinear random matrix theory for deep learning Pennington 2017"

    found = listed(endpoint, client, query_bibliographic=title, rows="5")

    scores = [item["score"] for item in found["items"]]
    assert dois(found)[0] == "10.1088/1742-5468/ab3bc3"
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[-1] > 0


def test_no_match_is_an_empty_list(endpoint: str, client: httpx2.Client) -> None:
    found = listed(endpoint, client, query="adfaaf")

    assert (found["total-results"], found["items"]) == (0, [])


@pytest.mark.parametrize(("length", "status"), [(4000, 200), (4200, 414)])
def test_a_long_address_is_refused(
    endpoint: str, client: httpx2.Client, length: int, status: int
) -> None:
    query = "a" * (length - len("/works?query="))

    assert client.get(f"{endpoint}/works?query={query}").status_code == status


@pytest.mark.parametrize(
    ("path", "pool", "limit", "concurrency"),
    [
        ("/works?mailto=ada@example.org", "polite-array", "3", "3"),
        ("/works", "public-array", "1", "1"),
        (f"/works/{NATURE}?mailto=ada@example.org", "polite-single", "10", "3"),
        (f"/works/{NATURE}", "public-single", "5", "1"),
    ],
)
def test_the_pool_depends_on_manners(
    endpoint: str, path: str, pool: str, limit: str, concurrency: str
) -> None:
    headers = httpx2.get(endpoint + path).headers

    assert headers["x-api-pool"] == pool
    assert headers["x-rate-limit-limit"] == limit
    assert headers["x-rate-limit-interval"] == "1s"
    assert headers["x-concurrency-limit"] == concurrency


@pytest.mark.parametrize(
    ("doi", "agency"), [(NATURE, "crossref"), ("10.5281/zenodo.99000002", "datacite")]
)
def test_the_agency_is_told(
    endpoint: str, client: httpx2.Client, doi: str, agency: str
) -> None:
    answer = client.get(f"{endpoint}/works/{doi}/agency")

    assert answer.json()["message"]["agency"]["id"] == agency


def test_an_unknown_agency_is_text_that_claims_to_be_json(
    endpoint: str, client: httpx2.Client
) -> None:
    answer = client.get(f"{endpoint}/works/10.5555/nowhere/agency")

    assert (answer.status_code, answer.text) == (404, "Resource not found.")
    assert answer.headers["content-type"].startswith("application/json")


def test_a_post_is_not_allowed(endpoint: str, client: httpx2.Client) -> None:
    assert client.post(f"{endpoint}/works").status_code == 405


@pytest.mark.parametrize(
    ("doi", "field", "value"),
    [
        ("10.1007/978-1-4302-0197-7_9", "issued", {"date-parts": [[None]]}),
        ("10.1007/978-1-4302-0197-7_9", "author", None),
        ("10.4018/978-1-4666-9588-7.les2", "subtitle", [""]),
        ("10.1002/humu.2018.39.issue-6", "title", []),
        ("10.1080/19420889.2017.1395120", "container-title",
         ["Communicative &amp; Integrative Biology"]),
        ("10.5555/standin.odd.single", "author",
         [{"family": "Govindjee", "sequence": "first", "affiliation": []}]),
        ("10.5555/standin.odd.preprint", "relation",
         {"is-preprint-of": [{"id-type": "doi", "id": "10.5555/standin.odd.article",
                              "asserted-by": "subject"}]}),
        ("10.1007/s00365-021-09551-4", "published-print", {"date-parts": [[2022, 2]]}),
        ("10.1007/s00365-021-09551-4", "issued", {"date-parts": [[2021, 6, 9]]}),
    ],
)  # fmt: skip
def test_odd_records_are_odd_in_the_true_way(
    endpoint: str, client: httpx2.Client, doi: str, field: str, value: object
) -> None:
    message = client.get(f"{endpoint}/works/{doi}").json()["message"]

    assert message.get(field) == value
