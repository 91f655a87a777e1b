from dataclasses import replace
from typing import Any

import pytest

from enrichers.model import Claim
from enrichers.pages.html import read, read_text
from enrichers.pages.model import Fetched, PageState, Reading
from tests.enrichers.pages.pages_gone_wrong import BROKEN, EXCUSES
from tests.enrichers.pages.pages_in_conflict import CONFLICTS
from tests.enrichers.pages.pages_in_core import CORE_PAGES
from tests.enrichers.pages.pages_in_highwire import HIGHWIRE_PAGES
from tests.enrichers.pages.pages_in_schema_org import STRUCTURED_PAGES
from tests.enrichers.pages.pages_in_short import ADDRESS, HIGHWIRE, Page, html, tags
from tests.enrichers.pages.pages_of_archives import ARCHIVES
from tests.enrichers.pages.pages_of_code import CODE
from tests.enrichers.pages.pages_of_lists import LISTS
from tests.enrichers.pages.pages_of_papers import PAPERS
from tests.enrichers.pages.pages_of_platforms import PLATFORMS
from tests.enrichers.pages.pages_of_publishers import PUBLISHERS
from tests.enrichers.pages.pages_of_sites import SITES
from tests.enrichers.pages.pages_of_things import THINGS
from tests.enrichers.pages.pages_with_mentions import MENTIONS

PAGES = (
    *(*HIGHWIRE_PAGES, *CORE_PAGES, *STRUCTURED_PAGES, *CONFLICTS),
    *(*MENTIONS, *LISTS, *THINGS, *EXCUSES, *BROKEN),
    *(*PUBLISHERS, *PAPERS, *ARCHIVES, *CODE, *SITES, *PLATFORMS),
)


def ids(claims: tuple[Claim, ...]) -> list[str]:
    return [str(claim.candidates[0]) for claim in claims]


def shown(reading: Reading) -> dict[str, Any]:
    """A reading in the words of the tables."""
    work = reading.work
    return {
        "kind": str(work.kind),
        **{
            name: getattr(work, name)
            for name in ("title", "issued", "venue", "volume", "issue")
        },
        **{
            name: getattr(work, name) for name in ("pages", "publisher", "language", "abstract")
        },
        "authors": list(map(str, work.authors)),
        "issn": list(work.issn),
        "isbn": list(work.isbn),
        "claims": ids(reading.claims),
        "mentions": ids(reading.mentions),
        "is_paper": reading.is_paper,
        "is_list": reading.is_list,
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_is_read_as_it_describes_itself(page: Page) -> None:
    read_as = shown(read_text(page.html, page.url))

    assert {name: read_as[name] for name in page.wants} == page.wants


def test_there_are_enough_pages() -> None:
    assert len(PAGES) >= 80
    assert len({page.name for page in PAGES}) == len(PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_is_not_declared_is_a_guess(page: Page) -> None:
    reading = read_text(page.html, page.url)

    assert all(mention.is_guess for mention in reading.mentions)
    assert not any(claim.is_guess for claim in reading.claims)
    assert not reading.work.ids


@pytest.mark.parametrize(
    "state", [state for state in PageState if state is not PageState.ALIVE]
)
def test_what_stands_in_place_of_a_page_is_not_read(state: PageState) -> None:
    body = html(tags(*HIGHWIRE)).encode()

    reading = read(Fetched(url=ADDRESS, state=state, body=body, content_type="text/html"))

    assert replace(reading, evidence=()) == Reading()


def test_a_page_in_another_encoding_is_read() -> None:
    body = html('<meta charset="gb2312">' + tags("citation_title=深度学习")).encode("gb18030")

    reading = read(
        Fetched(
            url=ADDRESS,
            state=PageState.ALIVE,
            body=body,
            content_type="text/html",
            final_url=ADDRESS,
        )
    )

    assert reading.work.title == "深度学习"


def test_the_evidence_names_the_tag_that_said_it() -> None:
    reading = read_text(html(tags(*HIGHWIRE)), ADDRESS)

    assert "title from citation_title" in reading.evidence
    assert "page: citation_doi 10.1000/boxes.12" in reading.evidence


def test_the_version_of_a_preprint_is_kept_beside_its_identity() -> None:
    reading = read_text(
        html(tags("citation_title=A", "citation_arxiv_id=1806.07366v2")), ADDRESS
    )

    assert [claim.version for claim in reading.claims] == ["v2"]


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("https://press.example.org/paper/1", "https://press.example.org/paper/1"),
        ("/paper/1", "https://press.example.org/paper/1"),
        ("https://press.example.org/", ADDRESS),
        ("javascript:void(0)", ADDRESS),
    ],
)
def test_a_canonical_address_is_kept_unless_it_is_the_front_page(href: str, url: str) -> None:
    reading = read_text(html(f'<link rel="canonical" href="{href}">'), ADDRESS)

    assert reading.work.url == url


def test_initials_do_not_end_a_name_in_a_byline() -> None:
    reading = read_text(
        "<title>T</title><h1>T</h1><p class='byline'>Jared T. Bryan, Alexander N. Breuer</p>",
        "https://a.made-up.net/x",
    )

    assert [str(author) for author in reading.work.authors] == [
        "Bryan, Jared T.",
        "Breuer, Alexander N.",
    ]
