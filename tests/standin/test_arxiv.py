"""The stand-in's arXiv."""

import random
from urllib.parse import quote

import httpx2
import pytest
from lxml import etree

from tests.standin.catalogue import everyday
from tests.standin.server import StandIn

NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "arxiv": "http://arxiv.org/schemas/atom",
    "opensearch": "http://a9.com/-/spec/opensearch/1.1/",
}
NEURAL_ODES = "http://arxiv.org/abs/1806.07366v5"


@pytest.fixture
def endpoint(standin: StandIn) -> str:
    return standin.endpoints["arxiv"]


def said(answer: httpx2.Response, path: str) -> list[str]:
    """The texts at an XPath of the feed."""
    feed = etree.fromstring(answer.content)
    return [str(element.text) for element in feed.iterfind(path, NAMES)]


def ids(answer: httpx2.Response) -> list[str]:
    return said(answer, "atom:entry/atom:id")


def total(answer: httpx2.Response) -> int:
    return int(said(answer, "opensearch:totalResults")[0])


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_ids_are_answered_by_get_and_by_form(
    endpoint: str, client: httpx2.Client, method: str
) -> None:
    asked = {"id_list": "1806.07366,1902.04760"}
    by_get, by_post = client.get(endpoint, params=asked), client.post(endpoint, data=asked)

    answer = by_get if method == "GET" else by_post

    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert set(ids(answer)) == {NEURAL_ODES, "http://arxiv.org/abs/1902.04760v3"}


def test_unknown_ids_are_silently_absent(endpoint: str, client: httpx2.Client) -> None:
    answer = client.get(endpoint, params={"id_list": "1806.07366,1806.99999"})

    assert (answer.status_code, ids(answer), total(answer)) == (200, [NEURAL_ODES], 1)


def test_ten_are_given_unless_more_are_asked_for(endpoint: str, client: httpx2.Client) -> None:
    asked = ",".join(list(everyday().by_arxiv)[:30])

    few = client.get(endpoint, params={"id_list": asked})
    all_ = client.get(endpoint, params={"id_list": asked, "max_results": "30"})
    rest = client.get(endpoint, params={"id_list": asked, "max_results": "30", "start": "10"})

    assert (len(ids(few)), total(few)) == (10, 30)
    assert len(ids(all_)) == 30
    assert ids(few) + ids(rest) == ids(all_)


def test_the_order_is_not_that_of_the_request(endpoint: str, client: httpx2.Client) -> None:
    asked = list(everyday().by_arxiv)[:20]
    shuffled = random.Random(1).sample(asked, len(asked))

    one = client.get(endpoint, params={"id_list": ",".join(asked), "max_results": "20"})
    two = client.get(endpoint, params={"id_list": ",".join(shuffled), "max_results": "20"})

    assert ids(one) == ids(two)
    assert [name.rpartition("/")[2].partition("v")[0] for name in ids(one)] != asked


@pytest.mark.parametrize("bad", ["abc", "1806.7", "arXiv:1806.07366", "1806.07366vv", "10.1/x"])
def test_one_malformed_id_spoils_the_batch(
    endpoint: str, client: httpx2.Client, bad: str
) -> None:
    answer = client.get(endpoint, params={"id_list": f"1806.07366,{bad}"})

    assert answer.status_code == 400
    assert said(answer, "atom:entry/atom:title") == ["Error"]
    assert ids(answer) == [f"https://arxiv.org/api/errors#incorrect_id_format_for_{bad}"]


def test_other_bad_parameters_are_an_error_with_status_200(
    endpoint: str, client: httpx2.Client
) -> None:
    answer = client.get(endpoint, params={"id_list": "1806.07366", "max_results": "many"})

    assert (answer.status_code, total(answer)) == (200, 1)
    assert said(answer, "atom:entry/atom:title") == ["Error"]


def test_more_than_thirty_thousand_results_are_refused(
    endpoint: str, client: httpx2.Client
) -> None:
    answer = client.get(endpoint, params={"search_query": "all:a", "max_results": "30001"})

    assert answer.status_code == 400


@pytest.mark.parametrize(("count", "status"), [(600, 200), (642, 414)])
def test_a_long_address_is_refused(
    endpoint: str, client: httpx2.Client, count: int, status: int
) -> None:
    asked = quote(",".join(f"2601.{number:05}" for number in range(count)), safe="")

    assert client.get(f"{endpoint}?id_list={asked}").status_code == status


def test_a_long_form_is_not_refused(endpoint: str, client: httpx2.Client) -> None:
    form = {"id_list": ",".join(f"2601.{number:05}" for number in range(2000))}

    assert client.post(endpoint, data=form).status_code == 200


def test_without_accept_nothing_is_acceptable(endpoint: str, client: httpx2.Client) -> None:
    del client.headers["accept"]

    assert client.get(endpoint, params={"id_list": "1806.07366"}).status_code == 406


def test_an_old_version_has_its_own_title_and_date(
    endpoint: str, client: httpx2.Client
) -> None:
    first = client.get(endpoint, params={"id_list": "1901.03707v1"})
    latest = client.get(endpoint, params={"id_list": "1901.03707"})

    assert ids(first) == ["http://arxiv.org/abs/1901.03707v1"]
    assert said(first, "atom:entry/atom:title") == [
        "Neumann Networks for Inverse Problems in Imaging"
    ]
    assert said(latest, "atom:entry/atom:title") == [
        "Neumann Networks for Linear Inverse Problems in Imaging"
    ]
    published = "atom:entry/atom:published"
    assert said(first, published) == said(latest, published) == ["2019-01-13T17:59:59Z"]
    assert said(latest, "atom:entry/atom:updated") != said(latest, published)


def test_a_version_that_does_not_exist_is_absent(endpoint: str, client: httpx2.Client) -> None:
    assert ids(client.get(endpoint, params={"id_list": "1901.03707v9"})) == []


@pytest.mark.parametrize("asked", ["math/0211159", "math.DG/0211159", "math/0211159v1"])
def test_old_ids_are_known_with_and_without_subject_class(
    endpoint: str, client: httpx2.Client, asked: str
) -> None:
    answer = client.get(endpoint, params={"id_list": asked})

    assert ids(answer) == ["http://arxiv.org/abs/math/0211159v1"]


def test_the_journal_s_doi_is_as_its_author_typed_it(
    endpoint: str, client: httpx2.Client
) -> None:
    answer = client.get(endpoint, params={"id_list": "hep-th/9711200"})

    assert said(answer, "atom:entry/arxiv:doi") == ["10.1023/A:1026654312961 10.1063/1.59653"]


def test_only_the_last_version_is_withdrawn(endpoint: str, client: httpx2.Client) -> None:
    answer = client.get(endpoint, params={"id_list": "0704.9002,0704.9002v1"})

    summaries = dict(zip(ids(answer), said(answer, "atom:entry/atom:summary"), strict=True))
    assert "withdrawn" in summaries["http://arxiv.org/abs/0704.9002v2"]
    assert "withdrawn" not in summaries["http://arxiv.org/abs/0704.9002v1"]


@pytest.mark.parametrize(
    "query",
    [
        'ti:"neural ordinary differential equations"',
        'ti:"Neural Ordinary Differential Equations" AND au:Chen',
        "au:Duvenaud AND ti:ordinary ANDNOT ti:attacks",
        'ti:"nothing like it" OR ti:"neural ordinary differential equations"',
        'title:"neural ordinary differential equations"',
    ],
)
def test_a_title_is_found(endpoint: str, client: httpx2.Client, query: str) -> None:
    answer = client.get(endpoint, params={"search_query": query})

    assert NEURAL_ODES in ids(answer)


def test_a_query_for_another_author_finds_nothing(endpoint: str, client: httpx2.Client) -> None:
    query = 'ti:"neural ordinary differential equations" AND au:Perelman'

    assert ids(client.get(endpoint, params={"search_query": query})) == []


def test_a_query_narrows_a_list_of_ids(endpoint: str, client: httpx2.Client) -> None:
    asked = {"id_list": "1806.07366,1902.04760", "search_query": "au:Yang"}

    assert ids(client.get(endpoint, params=asked)) == ["http://arxiv.org/abs/1902.04760v3"]
