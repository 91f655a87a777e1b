"""The list of links that no rule was written for."""

import json
from urllib.parse import urlsplit

import pytest

from seeds.markdown import read
from tests.standin.catalogue import DATA, everyday, names
from tests.standin.documents.dialects import DIALECTS
from tests.standin.documents.layouts import LAYOUTS
from tests.standin.documents.tricks import TRICKS
from tests.standin.pages import Page
from tests.standin.services.web import bytes_of
from tests.standin.unseen import expected, markdown
from tests.standin.zotero.schema import listed_types

PAGES = list(everyday().pages.values())
TRUTHS = expected()


def hosts(table: str) -> set[str]:
    rows = json.loads((DATA / f"{table}.json").read_text("utf-8"))
    return {urlsplit(row["url"]).hostname or "" for row in rows}


SHARED = {"github.com", "doaj.org", "inspirehep.net", "www.sciencedirect.com"}
"""Hosts of registers and shops, which stand on any list."""


def test_no_host_of_the_seed_list_is_on_it() -> None:
    assert hosts("unseen_pages") & hosts("pages") <= SHARED


def test_it_has_papers_and_other_things_in_numbers() -> None:
    papers = [truth for truth in TRUTHS.values() if truth.ids]

    assert len(TRUTHS) >= 80
    assert len(papers) >= 40
    assert len(TRUTHS) - len(papers) >= 30


def test_every_link_of_it_is_read_from_the_list() -> None:
    links = read(markdown(), "unseen.md")

    assert [link.url for link in links] == list(TRUTHS)


def test_every_identity_on_it_is_known_to_a_registry() -> None:
    known = {
        f"{'doi' if name.startswith('10.') else 'arxiv'}:{name}"
        for record in everyday().records
        for name in names(record)
    }
    named = {name for truth in TRUTHS.values() for name in (*truth.ids, *truth.related)}

    assert named - known == set()


def test_every_type_on_it_is_zotero_s() -> None:
    types = {listed["itemType"] for listed in listed_types()}

    assert {name for truth in TRUTHS.values() for name in truth.types} - types == set()


def test_every_dialect_layout_and_trick_is_spoken_by_a_page() -> None:
    spoken = {name for page in PAGES for name in page.dialects}

    assert {name for name in DIALECTS if not name.startswith("jsonld:")} - spoken == set()
    assert {page.layout for page in PAGES} == set(LAYOUTS)
    assert {page.trick for page in PAGES} == set(TRICKS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.url)
def test_every_page_can_be_made(page: Page) -> None:
    assert bytes_of(page) or page.trick == "no-bytes"
