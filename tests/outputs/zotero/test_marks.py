import pytest

from enrichers.model import Identifier, Scheme, WorkKind
from outputs.zotero.marks import contradicts, identity_marks, marks_of_entry, marks_of_item
from tests.outputs.zotero.works import article, page


@pytest.mark.parametrize(
    ("data", "mark"),
    [
        ({"DOI": "10.1007/S10851-019-00903-1"}, "doi:10.1007/s10851-019-00903-1"),
        ({"DOI": "https://doi.org/10.1007/s1"}, "doi:10.1007/s1"),
        ({"extra": "DOI: 10.1007/s1"}, "doi:10.1007/s1"),
        ({"url": "http://dx.doi.org/10.1007/s1"}, "doi:10.1007/s1"),
        ({"DOI": "10.48550/arXiv.1806.07366"}, "arxiv:1806.07366"),
        ({"archiveID": "arXiv:1806.07366"}, "arxiv:1806.07366"),
        ({"extra": "Note\narXiv:1806.07366 [cs]\nmore"}, "arxiv:1806.07366"),
        ({"url": "https://arxiv.org/abs/1806.07366v5"}, "arxiv:1806.07366"),
        ({"itemType": "book", "ISBN": "0-89871-853-8"}, "isbn:9780898718539"),
        ({"itemType": "book", "ISBN": "978-0-89871-480-7 9780898718539"}, "isbn:9780898718539"),
        ({"PMID": "123456"}, "pmid:123456"),
        ({"extra": "zotlist: url:http://a.org/"}, "marker:url:http://a.org/"),
        ({"url": "https://www.example.org/course/"}, "url:http://example.org/course"),
        ({"extra": "Listed: https://www.example.org/course"}, "url:http://example.org/course"),
        (
            {"relations": {"dc:replaces": "http://zotero.org/groups/1/items/ABCD2345"}},
            "replaced:ABCD2345",
        ),
        (
            {"relations": {"dc:replaces": ["http://zotero.org/groups/1/items/ABCD2345"]}},
            "replaced:ABCD2345",
        ),
    ],
)
def test_an_item_is_known_by_what_it_shows(data: dict[str, object], mark: str) -> None:
    assert mark in marks_of_item({"itemType": "journalArticle", **data})


def test_the_isbn_of_a_volume_does_not_name_a_paper_in_it() -> None:
    data = {"itemType": "conferencePaper", "ISBN": "9780898718539"}

    assert marks_of_item(data) == frozenset()


@pytest.mark.parametrize("item_type", ["attachment", "note", "annotation"])
def test_what_hangs_on_items_is_no_item_of_a_work(item_type: str) -> None:
    assert marks_of_item({"itemType": item_type, "url": "https://a.org/"}) == frozenset()


def test_an_entry_is_known_by_identifiers_addresses_and_its_marker() -> None:
    assert marks_of_entry(article(7)) == {
        "doi:10.1007/flow.7",
        "arxiv:1804.00007",
        "url:http://arxiv.org/abs/1804.00007",
        "marker:arxiv:1804.00007",
    }


def test_arxivs_doi_names_the_paper_like_its_number() -> None:
    entry = article(ids=frozenset({Identifier(Scheme.DOI, "10.48550/arxiv.1806.07366")}))

    assert "arxiv:1806.07366" in identity_marks(entry)


def test_a_book_is_known_by_all_its_isbns_and_a_chapter_by_none() -> None:
    isbn = ("9780898718539",)

    assert "isbn:9780898718539" in identity_marks(page(kind=WorkKind.BOOK, isbn=isbn))
    assert identity_marks(page(kind=WorkKind.CHAPTER, isbn=isbn)) == frozenset()


@pytest.mark.parametrize(
    ("doi", "is_another"),
    [
        ("10.1007/flow.2", True),
        ("10.1007/flow.1", False),
        ("10.48550/arXiv.1804.00001", False),
        ("", False),
    ],
)
def test_another_doi_at_the_same_address_is_another_work(doi: str, is_another: bool) -> None:
    assert contradicts(article(1), {"itemType": "journalArticle", "DOI": doi}) is is_another
