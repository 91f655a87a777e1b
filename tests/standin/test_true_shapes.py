"""Compares the stand-in's answers with recorded ones, where those are at hand."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from lxml import etree

from tests.standin.server import StandIn

RECORDED = Path(__file__).parents[3] / "shared" / "payloads"
pytestmark = pytest.mark.skipif(not RECORDED.exists(), reason="no recorded answers here")


def crossref_works() -> Iterator[dict[str, Any]]:
    """Every recorded work of Crossref."""
    for file in sorted((RECORDED / "crossref").glob("*.json")):
        try:
            content = json.loads(file.read_text("utf-8"))
        except ValueError:
            continue
        message = content.get("message", {}) if isinstance(content, dict) else {}
        if isinstance(message, dict):
            yield from (row for row in message.get("items", [message]) if "title" in row)


def shapes(works: Iterator[dict[str, Any]] | list[dict[str, Any]]) -> dict[str, set[str]]:
    """The types that each field has, where it is not empty."""
    seen: dict[str, set[str]] = {}
    for work in works:
        for name, value in work.items():
            seen.setdefault(name, set()).add(type(value).__name__)
    return seen


def test_crossref_works_have_no_field_or_type_that_the_true_ones_lack(
    standin: StandIn, client: httpx2.Client
) -> None:
    address = f"{standin.endpoints['crossref']}/works?rows=1000"
    ours = shapes(client.get(address).json()["message"]["items"])
    true = shapes(crossref_works())

    surplus = {name: types for name, types in ours.items() if not types & true.get(name, set())}

    assert surplus.keys() <= {"update-to", "updated-by"}, "neither was ever recorded"


def test_arxiv_entries_have_no_element_that_the_true_ones_lack(
    standin: StandIn, client: httpx2.Client
) -> None:
    asked = ",".join(standin.catalogue.by_arxiv)
    answer = client.post(
        standin.endpoints["arxiv"], data={"id_list": asked, "max_results": "500"}
    )
    recorded = [etree.parse(file) for file in (RECORDED / "arxiv").glob("*.xml")]

    true = {element.tag for feed in recorded for element in feed.iter()}
    ours = {element.tag for element in etree.fromstring(answer.content).iter()}

    assert ours <= true


def test_datacite_attributes_are_all_true_ones(standin: StandIn, client: httpx2.Client) -> None:
    file = RECORDED / "datacite" / "cm_crossref_xml_writer_test_arxiv.json"
    true = json.loads(file.read_text("utf-8"))["data"]
    address = standin.endpoints["datacite"] + "/dois/10.48550/arxiv.1806.07366"

    ours = client.get(address).json()["data"]

    assert set(ours) <= set(true)
    assert set(ours["attributes"]) <= set(true["attributes"])


def test_openalex_works_are_made_of_true_fields(
    standin: StandIn, client: httpx2.Client
) -> None:
    file = RECORDED / "openalex" / "cm_openalex_reader_test_journal_article.json"
    true = json.loads(file.read_text("utf-8"))
    address = standin.endpoints["openalex"] + "/works/doi:10.1038/nature14539"

    ours = client.get(address).json()

    assert set(ours) <= set(true)
    assert set(ours["primary_location"]) <= set(true["primary_location"])
    assert set(ours["biblio"]) == set(true["biblio"])


def test_zenodo_records_are_made_of_true_fields(
    standin: StandIn, client: httpx2.Client
) -> None:
    ours = client.get(f"{standin.endpoints['zenodo']}/records/99000777").json()
    files = sorted((RECORDED / "zenodo").glob("*.json"))
    true = [json.loads(file.read_text("utf-8")) for file in files]

    assert shapes([ours]).keys() <= shapes(true).keys()
    assert shapes([ours["metadata"]]).keys() <= shapes([t["metadata"] for t in true]).keys()
