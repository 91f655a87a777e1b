"""What the everyday catalogue holds, and how works are found in it."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from tests.standin.catalogue import (
    Catalogue,
    Name,
    Preprint,
    Record,
    Shelf,
    everyday,
    name_from_text,
    words,
)
from tests.standin.generated import generated

GOLD = Path(__file__).parents[3] / "shared" / "gold" / "seed.csv"

SEED_ARXIV = (
    "1904.05657", "1712.09707", "1312.6120", "1908.03190", "1901.02220", "1509.07385",
    "1904.00377", "1804.04272", "1708.07469", "1806.07366", "1901.03707", "1803.00092",
    "1702.05419", "1902.04760",
)  # fmt: skip
SEED_DOIS = (
    "10.1137/1.9780898718539", "10.3934/jcd.2019009", "10.1038/s41467-018-07210-0",
    "10.1109/tit.2021.3062161", "10.1016/j.acha.2016.04.003",
    "10.1007/s00365-021-09551-4", "10.1007/s10851-019-00903-1",
    "10.1016/j.jcp.2018.08.029", "10.1109/tci.2019.2948732", "10.1088/1361-6420/ab6d57",
    "10.18297/etd/1228", "10.1088/1742-5468/ab3bc3", "10.1214/17-aap1328",
)  # fmt: skip


@pytest.mark.parametrize("number", SEED_ARXIV)
def test_the_seed_list_s_preprints_are_known(number: str) -> None:
    assert everyday().by_arxiv[number].authors


@pytest.mark.parametrize("doi", SEED_DOIS)
def test_the_seed_list_s_dois_are_known(doi: str) -> None:
    assert everyday().by_doi[doi].title


def test_there_are_hundreds_of_others() -> None:
    assert len(everyday().records) >= 17 + 300


def test_no_two_records_are_the_same() -> None:
    keys = Counter(record.key for record in everyday().records)

    assert [key for key, count in keys.items() if count > 1] == []


def test_every_relation_between_dois_is_known_at_one_end_at_least() -> None:
    notices = [doi for record in everyday().records for _, doi in record.updates]

    assert [doi for doi in notices if doi not in everyday().by_doi] == []


@pytest.mark.skipif(not GOLD.exists(), reason="the gold table is not here")
def test_every_page_of_the_seed_list_has_an_answer() -> None:
    with GOLD.open(newline="", encoding="utf-8") as file:
        urls = {row["url_exact"] for row in csv.DictReader(file)}
    pages = {url for url in urls if url and not url.startswith("https://arxiv.org/")}

    assert pages - set(everyday().pages) == set()


def test_a_title_finds_its_work_among_near_misses() -> None:
    hits = everyday().search("Nonlinear random matrix theory for deep learning")

    assert "10.1088/1742-5468/ab3bc3" in [hit.record.key for hit in hits[:2]]
    assert hits[0].score > hits[5].score


def test_words_are_folded() -> None:
    assert words("Schrödinger’s Größe, L’Été!") == ["schrodinger", "s", "grosse", "l", "ete"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Berg, Ada", Name(family="Berg", given="Ada")),
        ("King, Martin Luther, Jr.", Name(family="King", given="Martin Luther", suffix="Jr.")),
        ("Govindjee", Name(family="Govindjee")),
        ("=A Group, Inc.", Name(collective="A Group, Inc.")),
    ],
)
def test_names_are_read(text: str, name: Name) -> None:
    assert name_from_text(text) == name


def test_a_shelf_denies_what_its_service_lacks() -> None:
    record = Record(doi="10.5555/a", title="A", unknown_to=frozenset({"openalex"}))
    catalogue = Catalogue([record])

    assert Shelf(catalogue, "crossref").doi("10.5555/A") == record
    assert Shelf(catalogue, "openalex").doi("10.5555/a") is None
    assert Shelf(catalogue, "openalex").search("A") == []


@pytest.mark.parametrize(
    "denied", ["1806.07366", "10.48550/arxiv.1806.07366", "10.5555/a", "*"]
)
def test_a_shelf_denies_a_work_under_each_of_its_names(denied: str) -> None:
    record = Record(doi="10.5555/a", title="A", preprint=Preprint(id="1806.07366"))
    shelf = Shelf(Catalogue([record]), "datacite", frozenset({denied}))

    assert (shelf.doi("10.5555/a"), shelf.arxiv("1806.07366")) == (None, None)


def test_a_generated_catalogue_is_the_same_again() -> None:
    assert generated(500, seed=3).records == generated(500, seed=3).records
    assert generated(500, seed=3).records != generated(500, seed=4).records


def test_a_generated_catalogue_has_the_asked_mix() -> None:
    catalogue = generated(10_000)
    preprints = [record for record in catalogue.records if record.preprint]
    with_journal = [record for record in preprints if record.doi]

    assert len(catalogue.records) == 10_000
    assert len(catalogue.by_arxiv) == len(preprints) >= 5_000
    assert len(catalogue.by_doi) - len(with_journal) >= 4_000
    assert 0.27 <= len(with_journal) / len(preprints) <= 0.33
    assert len(catalogue.pages) == 5_000


def test_generated_titles_all_differ() -> None:
    titles = {record.title for record in generated(20_000).records}

    assert len(titles) == 20_000
