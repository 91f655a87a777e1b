"""Entries of lists about works that registers mix up, or that changed their titles."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from tests.standin.pages import Page
from tests.standin.wild.entries import FILE, VAGUE, Desk, Entry, slug
from tests.standin.wild.papers import wall

ONLY_PUBMED = frozenset(
    {"arxiv", "crossref", "datacite", "doaj", "doi_org", "openalex", "semantic_scholar"}
)


def _number_of_another(desk: Desk) -> Entry:
    """A publisher's or a directory's number, which a register gives to another paper."""
    named, other = desk.work("doi"), desk.work("doi")
    is_pii = desk.is_so(0.5)
    number = f"{desk.number():032x}"
    url = f"https://doaj.org/article/{number}"
    if is_pii:
        url = f"https://www.sciencedirect.com/science/article/pii/{other.record.pii[0]}"
    else:
        desk.library.registers.setdefault("doaj", {})[number] = other.record.doi
    label = desk.one(named.title, desk.label(named))
    kind = "PII" if is_pii else "DOAJ"
    return Entry(
        trap=f"number of another: {kind}", url=url, label=label, pages=(wall(desk, url),)
    )


def _doi_of_another(desk: Desk) -> Entry:
    """PubMed has the right paper under its number, and the DOI of another one with it: only the
    number is its identity."""
    target, other = desk.work("doi"), desk.work("doi")
    number = str(39_000_000 + desk.number())
    mixed = replace(
        target.record, doi=other.record.doi, pmid=number, pii=(), unknown_to=ONLY_PUBMED
    )
    desk.library.records.insert(0, mixed)
    url = f"https://pubmed.ncbi.nlm.nih.gov/{number}/"
    return Entry(
        trap="number of another: PubMed",
        url=url,
        pages=(wall(desk, url),),
        **desk.said(target),
    )


def _retitled(desk: Desk) -> Entry:
    """A preprint that appeared under another title; its registry knows what became of it."""
    target = desk.work("both")
    record, preprint = target.record, target.record.preprint
    assert preprint
    first = replace(preprint, title=desk.library.unused_title(), doi=record.doi)
    desk.library.records[desk.library.records.index(record)] = replace(record, preprint=first)
    name = desk.number()
    url, title = desk.chance.choice(
        (
            (f"https://arxiv.org/abs/{preprint.id}", target.title),
            (f"https://arxiv.org/pdf/{preprint.id}.pdf", first.title),
            (f"https://doi.org/{record.doi}", first.title),
            (f"https://doi.org/{record.doi}", target.title),
            (f"https://{desk.host('people')}/papers/{name}.pdf", first.title),
            (f"https://{desk.host('people')}/papers/{name}/{slug(target.title)}.pdf", ""),
        )
    )
    pages: tuple[Page, ...] = ()
    if "people" in url:
        shown = title or target.title
        pages = (Page(url=url, kind="pdf", title=shown, authors=target.people),)
    label = title if title and desk.is_so(0.8) else desk.chance.choice(VAGUE)
    return Entry(
        trap="retitled",
        url=url,
        label=label,
        ids=target.ids,
        pages=pages,
        types=(*target.types, *FILE),
    )


MISTAKES: Mapping[Callable[[Desk], Entry], int] = {
    _number_of_another: 2,
    _doi_of_another: 1,
    _retitled: 3,
}
"""The makers of entries, and how often each is used."""
