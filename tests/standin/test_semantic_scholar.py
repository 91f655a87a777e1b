"""The stand-in's Semantic Scholar."""

from typing import Any

import httpx2
import pytest

from tests.standin.catalogue import Catalogue, Preprint, Record
from tests.standin.server import StandIn

NATURE = "10.1038/nature14539"
NEURAL_ODES = "1806.07366"


def found(standin: StandIn, client: httpx2.Client, path: str) -> Any:
    answer = client.get(standin.endpoints["semantic_scholar"] + path)
    assert answer.status_code == 200
    return answer.json()


def batch(standin: StandIn, client: httpx2.Client, *names: str) -> httpx2.Response:
    fields = "title,year,venue,authors,externalIds,citationCount,publicationDate"
    address = f"{standin.endpoints['semantic_scholar']}/paper/batch?fields={fields}"
    return client.post(address, json={"ids": names})


def test_semantic_scholar_answers_in_order_with_nulls(
    standin: StandIn, client: httpx2.Client
) -> None:
    rows = batch(
        standin, client, "ARXIV:9999.99999", f"arXiv:{NEURAL_ODES}", f"DOI:{NATURE}",
        f"ARXIV:{NEURAL_ODES}v5", "DOI:10.48550/arXiv.1902.04760", "nonsense",
    ).json()  # fmt: skip

    assert [row and row["title"].split()[0] for row in rows] == [
        None, "Neural", "Deep", None, "Scaling", None,
    ]  # fmt: skip


def test_semantic_scholar_merges_preprint_and_article(
    standin: StandIn, client: httpx2.Client
) -> None:
    by_arxiv, by_doi = batch(
        standin, client, "ARXIV:1708.07469", "DOI:10.1016/j.jcp.2018.08.029"
    ).json()

    assert by_arxiv == by_doi
    assert by_arxiv["externalIds"]["ArXiv"] == "1708.07469"
    assert by_arxiv["citationCount"] == 2673


@pytest.mark.parametrize(("count", "code"), [(500, 200), (501, 400), (0, 400)])
def test_semantic_scholar_takes_five_hundred(
    standin: StandIn, client: httpx2.Client, count: int, code: int
) -> None:
    unknown = [f"ARXIV:2601.{number:05}" for number in range(1, count)]
    names = [f"DOI:{NATURE}", *unknown][:count]

    assert batch(standin, client, *names).status_code == code


def test_semantic_scholar_refuses_a_batch_of_unknown_ids(
    standin: StandIn, client: httpx2.Client
) -> None:
    answer = batch(standin, client, "ARXIV:9999.99999", "DOI:10.5555/nowhere")

    assert answer.status_code == 400
    assert answer.json() == {"error": "No valid paper ids given"}


@pytest.mark.parametrize("body", [b"", b"[]", b'{"ids": "ARXIV:1"}', b"ids=1"])
def test_semantic_scholar_refuses_what_is_no_list_of_ids(
    standin: StandIn, client: httpx2.Client, body: bytes
) -> None:
    address = f"{standin.endpoints['semantic_scholar']}/paper/batch"

    assert client.post(address, content=body).status_code == 400


def test_semantic_scholar_refuses_unknown_fields(
    standin: StandIn, client: httpx2.Client
) -> None:
    address = standin.endpoints["semantic_scholar"]

    answer = client.get(f"{address}/paper/ARXIV:{NEURAL_ODES}?fields=title,colour")

    assert answer.status_code == 400
    assert answer.json() == {"error": "Unrecognized or unsupported fields: [colour]"}


def test_semantic_scholar_lacks_a_paper(standin: StandIn, client: httpx2.Client) -> None:
    answer = client.get(f"{standin.endpoints['semantic_scholar']}/paper/ARXIV:9999.99999")

    assert answer.status_code == 404
    assert answer.json() == {"error": "Paper with id ARXIV:9999.99999 not found"}


def test_semantic_scholar_gives_back_its_own_ids(
    standin: StandIn, client: httpx2.Client
) -> None:
    path = f"/paper/ARXIV:{NEURAL_ODES}?fields=corpusId"
    paper = found(standin, client, path)

    rows = batch(standin, client, paper["paperId"], f"CorpusId:{paper['corpusId']}").json()

    assert [row["paperId"] for row in rows] == [paper["paperId"]] * 2


def test_semantic_scholar_matches_a_title_or_none(
    standin: StandIn, client: httpx2.Client
) -> None:
    address = f"{standin.endpoints['semantic_scholar']}/paper/search/match"
    title = "Scaling Limits of Wide Neural Networks with Weight Sharing"

    best = client.get(address, params={"query": title, "fields": "externalIds"})
    none = client.get(address, params={"query": "Entirely absent subject matter"})

    assert best.json()["data"][0]["externalIds"]["ArXiv"] == "1902.04760"
    assert (none.status_code, none.json()) == (404, {"error": "Title match not found"})


def test_a_paper_without_any_doi_is_known_to_those_who_keep_papers(
    client: httpx2.Client,
) -> None:
    paper = Record(title="A lonely paper", preprint=Preprint(id="2601.00001"))
    with StandIn(Catalogue([paper])) as standin:
        (row,) = batch(standin, client, "ARXIV:2601.00001").json()

    assert (row["title"], row["year"], row["venue"]) == ("A lonely paper", None, "arXiv.org")
