"""What an HTML page says about itself: one work, its identifiers, or that it is a list."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from enrichers.items.kinds import split
from enrichers.pages import (
    coins,
    headlines,
    json_ld,
    meta_tags,
    repositories,
    schema_org,
    shown,
)
from enrichers.pages.charset import decoded
from enrichers.pages.document import Document, document
from enrichers.pages.lists import declares_many, is_list
from enrichers.pages.model import Fetched, PageState, Reading
from enrichers.pages.own_ids import claims, mentions
from enrichers.pages.page_kind import is_paper, kind_of_page
from enrichers.pages.quality import best_work
from enrichers.pages.statement import KIND, SITE, Convention, Statement
from enrichers.writing.text import plain

MOST_EVIDENCE: Final = 40
MOST_HEADINGS: Final = 20
MOST_LETTERS: Final = 1_000  # of a heading or a title that somebody may want to be shown
OF_PAGES: Final = frozenset({Convention.OPEN_GRAPH, Convention.META, Convention.SHOWN})
"""Conventions that describe the page even if it is about many works."""


def read(fetched: Fetched) -> Reading:
    """Read a page that was fetched; empty unless it is there and is what was asked for."""
    if fetched.state is not PageState.ALIVE:
        return Reading(evidence=(f"page: {fetched.state}",))
    return read_text(decoded(fetched), fetched.final_url or fetched.url)


def read_text(html: str, url: str) -> Reading:
    """Read the text of a page that came from an address.

    Never raises, whatever the text; takes time linear in its length.
    """
    page = document(html, url)
    things = [(node, Convention.JSON_LD) for node in json_ld.nodes(page.scripts)]
    things += [(node, Convention.MICRODATA) for node in page.things]
    tags = list(meta_tags.statements(page))
    titles = [page.title, *page.headings]
    titles += [value for said in tags if said.field == "title" for value in said.values]
    about = schema_org.subject([node for node, _ in things], titles=titles, url=url)
    statements = [*tags, *coins.statements(page.coins, titles)]
    for node, convention in things:
        if node is about.node:
            statements += schema_org.statements(node, convention)
    sites = [value for said in statements if said.field == SITE for value in said.values]
    statements = _declared(page, statements, sites)
    statements += shown.statements(page, sites)
    return _reading(page, repositories.statements(page) or statements, about)


def _declared(
    page: Document, statements: Sequence[Statement], sites: Sequence[str]
) -> list[Statement]:
    """The statements, their titles without the site's name, which only careless ones hold."""
    headings = list(map(headlines.heading_alone, page.headings[:MOST_HEADINGS]))

    def alone(said: Statement, title: str) -> str:
        if said.convention >= Convention.OPEN_GRAPH:
            title = headlines.without_frame(plain(title[:MOST_LETTERS]), headings)
        return headlines.title_alone(title, page.url, sites, ())

    return [
        replace(said, values=tuple(alone(said, value) for value in said.values))
        if said.field == "title" and said.convention >= Convention.JSON_LD
        else said
        for said in statements
    ]


def _reading(
    page: Document, statements: Sequence[Statement], about: schema_org.Subject
) -> Reading:
    paper = is_paper(statements, is_described=about.is_paper)
    many = declares_many(page) or (about.is_many and not paper)
    work, said_by = best_work(statements)
    many = many or is_list(page, (page.title, work.title), is_paper=paper)
    if not paper and headlines.is_excuse(page.title):
        return Reading(evidence=(f"title: {page.title[:80]}",))
    if many:
        paper = False
        statements = [said for said in statements if said.convention in OF_PAGES]
        work, said_by = best_work(statements)
    kind, kind_by = kind_of_page(page, statements, work, paper=paper)
    said_by = {**said_by, KIND: kind_by} if kind_by else said_by
    own = () if many else claims(page, statements, kind)
    maybe = () if many else mentions(page, own)
    evidence = [f"{name} from {by}" for name, by in said_by.items()]
    evidence += [f"{claim.rule} {claim.candidates[0].value}" for claim in (*own, *maybe)]
    if many:
        evidence.append("list: it names several works")
    return Reading(
        work=replace(work, kind=kind, url=_canonical(page)),
        claims=own,
        mentions=maybe,
        is_paper=paper,
        is_list=many,
        evidence=tuple(evidence[:MOST_EVIDENCE]),
    )


def _canonical(page: Document) -> str:
    """The address that the page gives itself, or where it was found; a front page stands for
    no other page."""
    for relation in page.relations:
        parts = split(relation.href)
        is_better = parts.path.strip("/") or parts.query or not split(page.url).path.strip("/")
        if "canonical" in relation.rels and parts.scheme in {"http", "https"} and is_better:
            return relation.href
    return page.url
