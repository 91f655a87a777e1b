"""Made-up pages and documents for benchmarks."""

from tests.standin.generated_pages import DIALECTS, LAYOUTS, documents, pages
from tests.standin.services.web import bytes_of


def test_there_are_as_many_as_asked_for() -> None:
    assert len(list(pages(100))) == 100
    assert len(list(documents(30))) == 30


def test_a_page_has_the_asked_weight() -> None:
    sizes = [len(bytes_of(page)) / 1024 for page in pages(len(DIALECTS), weight=120)]

    assert all(115 <= size <= 125 for size in sizes), sizes


def test_every_dialect_and_layout_comes_up() -> None:
    assert {page.dialects for page in pages(20)} == set(DIALECTS)
    assert {page.layout for page in documents(20)} == set(LAYOUTS)


def test_they_are_the_same_again() -> None:
    assert list(pages(20, seed=3)) == list(pages(20, seed=3))
