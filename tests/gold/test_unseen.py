"""The same code on a list that it was not made for: pages of every kind, and their truth."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pytest

from enrichers.asking.pace import Pace
from enrichers.asking.store import Store
from enrichers.conclude import Conclusion, conclude
from enrichers.ladder import climb
from enrichers.model import Resolution, Verdict
from enrichers.pages.fetch import Fetcher, Limits
from enrichers.pages.memory import Memory as Pages
from enrichers.pages.reader import Reader
from enrichers.pages.visit import visit
from enrichers.resolve import Resolver
from enrichers.sources.arxiv import Arxiv
from enrichers.sources.crossref import Crossref
from enrichers.sources.datacite import DataCite
from enrichers.sources.doaj import Doaj
from enrichers.sources.doi_org import DoiOrg
from enrichers.sources.figshare import Figshare
from enrichers.sources.github import GitHub
from enrichers.sources.hal import Hal
from enrichers.sources.inspire import Inspire
from enrichers.sources.openalex import OpenAlex
from enrichers.sources.pubmed import PubMed
from enrichers.sources.zenodo import Zenodo
from enrichers.words.search import Memory as Searches
from enrichers.words.search import search
from flows.proving import identify_links
from outputs.zotero.cards import SHAPES
from seeds.read import read
from tests.standin.pages import Truth
from tests.standin.server import StandIn
from tests.standin.unseen import expected, markdown
from tests.walks import on_the_web

TODAY = date(2026, 11, 23)
CONTACT = "tests@made-up.net"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """How the list ended, and how it should."""

    conclusion: Conclusion
    truth: Mapping[str, Truth]

    def names(self, end: Resolution) -> set[str]:
        """The identity that a link was given; empty if none."""
        if end.verdict is not Verdict.RESOLVED:
            return set()
        return {str(known) for known in self.conclusion.works[end.work_id].ids}


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    folder = tmp_path_factory.mktemp("unseen")
    document = folder / "unseen.md"
    document.write_text(markdown(), encoding="utf-8")
    links = read(document)
    with StandIn(pace=0.01) as standin, on_the_web(standin, folder), Reader() as reader:
        at = standin.endpoints
        state = folder / "state.sqlite"
        pace = Pace(state)
        crossref = Crossref(pace=pace, contact=CONTACT, endpoint=at["crossref"])
        arxiv = Arxiv(pace=pace, contact=CONTACT, endpoint=at["arxiv"], every=0.03)
        openalex = OpenAlex(pace=pace, contact=CONTACT, endpoint=at["openalex"])
        others = tuple(
            of(pace=pace, contact=CONTACT, endpoint=at[of.name])
            for of in (DataCite, Doaj, DoiOrg, Figshare, Hal, Inspire, PubMed, Zenodo)
        )
        files = at["github_raw"]
        github = GitHub(pace=pace, contact=CONTACT, endpoint=at["github"], files=files)
        fetcher = Fetcher(pace, CONTACT, limits=Limits(every=0.01, silence=2, whole=5))
        pages, searches = Pages(state), Searches(state)
        resolved = climb(
            links,
            identify_links(links),
            Resolver(
                (crossref, arxiv, openalex, github, *others), store=Store(state), today=TODAY
            ),
            visitor=lambda urls: visit(
                urls, fetch=fetcher.fetch, read=reader.read, memory=pages, today=TODAY
            ),
            searcher=lambda clues: search(
                clues, (crossref, arxiv, openalex), memory=searches, today=TODAY
            ),
        )
    return Judged(conclusion=conclude(links, resolved, today=TODAY), truth=expected())


def test_every_link_of_the_list_is_known(judged: Judged) -> None:
    assert {end.link.url for end in judged.conclusion.resolutions} == set(judged.truth)


def test_no_link_is_given_an_identity_that_is_not_its_own(judged: Judged) -> None:
    wrong = [
        (end.link.url, end.reason)
        for end in judged.conclusion.resolutions
        if (names := judged.names(end))
        and names.isdisjoint(map(str.lower, judged.truth[end.link.url].ids))
    ]

    assert wrong == []


def test_nearly_every_link_with_an_identity_is_given_it(judged: Judged) -> None:
    with_identity = [
        end for end in judged.conclusion.resolutions if judged.truth[end.link.url].ids
    ]
    missed = [end.link.url for end in with_identity if not judged.names(end)]

    assert len(with_identity) > 50
    assert len(missed) <= 0.1 * len(with_identity), missed


def test_nearly_every_item_is_of_an_honest_type(judged: Judged) -> None:
    wrong: list[tuple[str, str]] = []
    for end in judged.conclusion.resolutions:
        kind = judged.conclusion.works[end.work_id].kind if end.work_id else None
        of_type = SHAPES[kind].item_type if kind else "none"
        if of_type not in judged.truth[end.link.url].types:
            wrong.append((end.link.url, of_type))

    assert len(wrong) <= 0.05 * len(judged.conclusion.resolutions), wrong


def test_no_item_is_called_by_what_a_server_says_to_robots(judged: Judged) -> None:
    titles = [work.title.lower() for work in judged.conclusion.works.values()]

    assert not [title for title in titles if "just a moment" in title or "not found" in title]
