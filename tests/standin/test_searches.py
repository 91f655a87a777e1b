"""Searching by words: what each service finds, and what it finds in place of it."""

from typing import Any

import httpx2
import pytest

from tests.standin.server import StandIn

SAXE = "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks"
DGM = "DGM: A deep learning algorithm for solving partial differential equations"


def asked(standin: StandIn, client: httpx2.Client, service: str, **params: str) -> Any:
    paths = {"crossref": "/works", "openalex": "/works", "semantic_scholar": "/paper/search"}
    address = standin.endpoints[service] + paths[service]
    return client.get(address, params=params).json()


def titles(works: list[dict[str, Any]]) -> list[str]:
    told = [work["title"] for work in works]
    return [title[0] if isinstance(title, list) else title for title in told]


@pytest.mark.parametrize("title", [DGM, DGM.upper(), DGM.lower()])
def test_capitals_do_not_matter_to_anybody(
    standin: StandIn, client: httpx2.Client, title: str
) -> None:
    plain = title.replace(":", "")
    query = {"query.bibliographic": title, "rows": "3"}
    crossref = asked(standin, client, "crossref", **query)["message"]["items"]
    openalex = asked(standin, client, "openalex", filter=f"title.search:{plain}")["results"]
    scholar = asked(standin, client, "semantic_scholar", query=title, fields="title")["data"]

    assert {DGM} <= set(titles(crossref)) & set(titles(openalex)) & set(titles(scholar))


def test_crossref_has_a_first_hit_though_the_work_is_missing(
    standin: StandIn, client: httpx2.Client
) -> None:
    query = {"query.bibliographic": SAXE, "rows": "5", "select": "DOI,title,score"}

    items = asked(standin, client, "crossref", **query)["message"]["items"]

    assert len(items) == 5
    assert titles(items)[0] == SAXE
    assert items[0]["DOI"].startswith("10.91234/near.")
    assert items[0]["score"] > items[-1]["score"]


def test_a_work_that_a_service_denies_leaves_its_near_misses(
    standin: StandIn, client: httpx2.Client
) -> None:
    standin.misbehave("crossref", "absent", ids=["10.1016/j.jcp.2018.08.029"])
    query = {"query.bibliographic": f"{DGM} Sirignano 2018", "rows": "3"}

    items = asked(standin, client, "crossref", **query)["message"]["items"]

    assert DGM not in titles(items)
    assert "DGM" in titles(items)[0]


def test_openalex_wants_every_word_in_the_title(
    standin: StandIn, client: httpx2.Client
) -> None:
    path = {"filter": "title.search:neural ordinary differential equations adversarial"}

    found = asked(standin, client, "openalex", **path)["results"]

    assert titles(found) == ["Neural Ordinary Differential Equations and Adversarial Attacks"]


def test_openalex_puts_much_cited_works_first(standin: StandIn, client: httpx2.Client) -> None:
    path = {"filter": "title.search:neural ordinary differential equations", "per_page": "3"}

    found = asked(standin, client, "openalex", **path)["results"]

    assert found[0]["authorships"][0]["author"]["display_name"] == "Ricky T. Q. Chen"
    assert found[0]["relevance_score"] > found[1]["relevance_score"]


def test_openalex_takes_a_comma_for_the_end_of_a_filter(
    standin: StandIn, client: httpx2.Client
) -> None:
    address = standin.endpoints["openalex"] + "/works"
    title = "NETT: solving inverse problems, with deep neural networks"

    bare = client.get(address, params={"filter": f"title.search:{title}"})
    quoted = client.get(address, params={"filter": f'title.search:"{title}"'})

    assert bare.status_code == 403
    assert bare.json()["message"] == "Invalid query parameter in  with deep neural networks."
    assert titles(quoted.json()["results"]) == [
        "NETT: solving inverse problems with deep neural networks"
    ]


def test_openalex_s_filters_must_all_hold(standin: StandIn, client: httpx2.Client) -> None:
    path = {"filter": "title.search:deep learning,doi:10.1038/nature14539|10.1016/a"}

    assert titles(asked(standin, client, "openalex", **path)["results"]) == ["Deep learning"]


@pytest.mark.parametrize(
    "query",
    ["ti:(neural AND ordinary AND differential) AND au:Chen", "ti:ordinary AND ti:neural"],
)
def test_arxiv_reads_a_prefix_before_a_bracket(
    standin: StandIn, client: httpx2.Client, query: str
) -> None:
    address = standin.endpoints["arxiv"]

    answer = client.get(address, params={"search_query": query, "max_results": "3"})

    assert "http://arxiv.org/abs/1806.07366v5" in answer.text
