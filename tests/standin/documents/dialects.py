"""The ways in which pages declare the work that they are about."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from html import escape
from urllib.parse import urlencode

from tests.standin.pages import Page
from tests.standin.records import Name, Record

Pairs = Iterable[tuple[str, str]]
VENUES = {
    "proceedings-article": "conference_title",
    "dissertation": "dissertation_institution",
    "book-chapter": "inbook_title",
    "report": "technical_report_institution",
}
"""What Highwire's tags call the venue of a kind of work; else journal_title."""


def highwire(page: Page, prefix: str = "citation_") -> Pairs:
    """The tags that Google Scholar asks for."""
    work = page.shown
    first, _, last = work.pages.partition("-")
    told = [
        ("title", work.full_title),
        *(("author", backwards(name)) for name in work.authors),
        ("publication_date", _date(page).replace("-", "/")),
        (VENUES.get(work.kind, "journal_title"), work.venue or _institution(work)),
        ("volume", work.volume),
        ("issue", work.issue),
        ("firstpage", first or work.article_number),
        ("lastpage", last),
        ("publisher", work.publisher),
        *(("issn", number) for number in work.issn),
        *(("isbn", number) for number in work.isbn),
        ("doi", work.doi),
        ("arxiv_id", work.preprint.id if work.preprint and not work.doi else ""),
        ("language", work.language),
    ]
    return [(prefix + name, text) for name, text in told if text]


def plain(page: Page) -> Pairs:
    """Highwire as proceedings have it: no identifier at all."""
    without = {"citation_doi", "citation_arxiv_id", "citation_journal_title"}
    return [pair for pair in highwire(page) if pair[0] not in without]


def joined(page: Page) -> Pairs:
    """Highwire with all authors in one tag."""
    authors = "; ".join(backwards(name) for name in page.shown.authors)
    others = [pair for pair in highwire(page) if pair[0] != "citation_author"]
    return [*others, ("citation_authors", authors)]


def dublin_core(page: Page, prefix: str = "DC.") -> Pairs:
    """Dublin Core."""
    work = page.shown
    told = [
        ("title", work.full_title),
        *(("creator", backwards(name)) for name in work.authors),
        ("date", _date(page)),
        ("source", work.venue),
        ("publisher", work.publisher),
        ("identifier", f"doi:{work.doi}" if work.doi else page.url),
        ("language", work.language),
    ]
    return [(prefix + name, text) for name, text in told if text]


def prism(page: Page) -> Pairs:
    """PRISM, with its title in Dublin Core."""
    work = page.shown
    first, _, last = work.pages.partition("-")
    told = [
        ("dc.title", work.full_title),
        *(("dc.creator", name.spoken) for name in work.authors),
        ("prism.publicationName", work.venue),
        ("prism.publicationDate", _date(page)),
        ("prism.volume", work.volume),
        ("prism.number", work.issue),
        ("prism.startingPage", first),
        ("prism.endingPage", last),
        ("prism.doi", work.doi),
        *(("prism.issn", number) for number in work.issn),
    ]
    return [pair for pair in told if pair[1]]


def eprints(page: Page) -> Pairs:
    """The tags of EPrints repositories; the DOI is the "id number"."""
    work = page.shown
    told = [
        ("eprints.title", work.full_title),
        *(("eprints.creators_name", backwards(name)) for name in work.authors),
        ("eprints.type", "thesis" if work.kind == "dissertation" else "article"),
        ("eprints.date", _date(page)),
        ("eprints.publication", work.venue),
        ("eprints.volume", work.volume),
        ("eprints.id_number", work.doi),
    ]
    return [pair for pair in told if pair[1]]


def open_graph(page: Page) -> Pairs:
    """Open Graph, as any site's software writes it."""
    told = [
        ("og:title", page.shown.full_title),
        ("og:type", "article"),
        ("og:site_name", page.site),
        ("og:url", page.url),
        ("article:published_time", _date(page)),
    ]
    return [pair for pair in told if pair[1]]


def references(page: Page) -> Pairs:
    """The works that the page cites, each with title and DOI."""
    return [
        (
            "citation_reference",
            f"citation_title={work.full_title}; citation_author={_first(work)}; "
            f"citation_doi={work.doi or work.key}",
        )
        for work in page.cites
    ]


def _metas(
    pairs: Callable[[Page], Pairs], page: Page, attribute: str = "name", *, loud: bool = False
) -> str:
    return "".join(
        f'<meta {attribute}="{escape(name.upper() if loud else name)}"'
        f' content="{escape(text)}">\n'
        for name, text in pairs(page)
    )


def schema_org(page: Page, kind: str = "ScholarlyArticle") -> dict[str, object]:
    """The page in schema.org's words."""
    work = page.shown
    told: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": kind,
        "name": work.full_title,
        "headline": work.full_title,
        "author": [{"@type": "Person", "name": name.spoken} for name in work.authors],
        "datePublished": _date(page),
        "inLanguage": page.language,
        "url": page.url,
        "publisher": {"@type": "Organization", "name": work.publisher or page.site},
    }
    if work.venue:
        told["isPartOf"] = {"@type": "Periodical", "name": work.venue}
    if work.doi:
        told["identifier"] = {
            "@type": "PropertyValue",
            "propertyID": "doi",
            "value": work.doi,
        }
        told["sameAs"] = f"https://doi.org/{work.doi}"
    return {name: value for name, value in told.items() if value}


def _script(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>\n'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def json_ld(page: Page, kind: str = "ScholarlyArticle") -> str:
    """One object."""
    return _script(_json(schema_org(page, kind)))


def json_ld_graph(page: Page) -> str:
    """A graph, the article behind what every page of the site has."""
    site = {"@type": "WebSite", "name": page.site, "url": "https://example.org/"}
    crumbs = {"@type": "BreadcrumbList", "itemListElement": []}
    nodes = [site, crumbs, schema_org(page)]
    return _script(_json({"@context": "https://schema.org", "@graph": nodes}))


def json_ld_list(page: Page) -> str:
    """A bare list."""
    site = {"@context": "https://schema.org", "@type": "Organization", "name": page.site}
    return _script(_json([site, schema_org(page)]))


def json_ld_broken(page: Page) -> str:
    """With a comment, a raw line break in a string and a comma too many."""
    text = _json({**schema_org(page), "abstract": "BREAK"})
    broken = text.replace("BREAK", "one line\nand another").rstrip("}")
    return _script(f"\n//<![CDATA[\n{broken},}}\n//]]>\n")


def json_ld_items(page: Page) -> str:
    """Every work that the page lists, as an article of its own."""
    articles = [schema_org(replace(page, record=work, date="")) for work in page.shows]
    listed = [
        {"@type": "ListItem", "position": place, "item": article}
        for place, article in enumerate(articles, start=1)
    ]
    told = {"@context": "https://schema.org", "@type": "ItemList", "itemListElement": listed}
    return _script(_json(told))


def microdata(page: Page) -> str:
    """Attributes on the elements that people read."""
    work = page.shown
    authors = "".join(
        '<span itemprop="author" itemscope itemtype="https://schema.org/Person">'
        f'<span itemprop="name">{escape(name.spoken)}</span></span>, '
        for name in work.authors
    )
    doi = f'<a itemprop="sameAs" href="https://doi.org/{escape(work.doi)}">DOI</a>'
    return (
        '<div itemscope itemtype="https://schema.org/ScholarlyArticle">'
        f'<h2 itemprop="name">{escape(work.full_title)}</h2>{authors}'
        f'<time itemprop="datePublished" datetime="{_date(page)}">{_date(page)}</time>'
        f"{doi if work.doi else ''}</div>\n"
    )


def coins(page: Page) -> str:
    """A ContextObject in a span; it names one author only, as most do."""
    work = page.shown
    pairs = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"),
        ("rft.genre", "article"),
        ("rft.atitle", work.full_title),
        ("rft.jtitle", work.venue),
        ("rft.date", _date(page)),
        ("rft.au", _first(work)),
        ("rft_id", f"info:doi/{work.doi}" if work.doi else ""),
    ]
    title = urlencode([pair for pair in pairs if pair[1]])
    return f'<span class="Z3988" title="{escape(title)}"></span>\n'


def coins_of_all(page: Page) -> str:
    """A span for every work that the page lists."""
    return "".join(coins(replace(page, record=work, date="")) for work in page.shows)


def bibtex(page: Page) -> str:
    """An entry to copy."""
    work = page.shown
    authors = " and ".join(backwards(name) for name in work.authors)
    doi = f",\n  doi = {{{work.doi}}}" if work.doi else ""
    entry = (
        f"@article{{key,\n  title = {{{work.full_title}}},\n  author = {{{authors}}},\n"
        f"  year = {{{_date(page)[:4]}}}{doi}\n}}"
    )
    return f"<pre>{escape(entry)}</pre>\n"


Dialect = Callable[[Page], str]

IN_HEAD: Mapping[str, Dialect] = {
    "highwire": partial(_metas, highwire),
    "highwire-upper": partial(_metas, highwire, loud=True),
    "highwire-property": partial(_metas, highwire, attribute="property"),
    "highwire-joined": partial(_metas, joined),
    "highwire-plain": partial(_metas, plain),
    "bepress": partial(_metas, partial(highwire, prefix="bepress_citation_")),
    "dc": partial(_metas, dublin_core),
    "dcterms": partial(_metas, partial(dublin_core, prefix="dcterms.")),
    "prism": partial(_metas, prism),
    "eprints": partial(_metas, eprints),
    "og": partial(_metas, open_graph, attribute="property"),
    "references": partial(_metas, references),
    "jsonld": json_ld,
    "jsonld-graph": json_ld_graph,
    "jsonld-list": json_ld_list,
    "jsonld-broken": json_ld_broken,
    "jsonld-items": json_ld_items,
    **{
        f"jsonld:{kind}": partial(json_ld, kind=kind)
        for kind in (
            "Article", "BlogPosting", "Book", "Course", "Dataset", "Event", "NewsArticle",
            "Person", "PresentationDigitalDocument", "SoftwareSourceCode", "Thesis",
            "VideoObject", "WebPage",
        )
    },
}  # fmt: skip

IN_BODY: Mapping[str, Dialect] = {
    "highwire-body": partial(_metas, highwire),
    "microdata": microdata,
    "coins": coins,
    "coins-of-all": coins_of_all,
    "bibtex": bibtex,
}

DIALECTS = frozenset({*IN_HEAD, *IN_BODY})


def backwards(name: Name) -> str:
    """The name as it stands in an index."""
    parts = (name.family, name.given, name.suffix)
    return name.collective or ", ".join(part for part in parts if part)


def _first(work: Record) -> str:
    return work.authors[0].spoken if work.authors else ""


def _institution(work: Record) -> str:
    return work.publisher if work.kind in {"dissertation", "report"} else ""


def _date(page: Page) -> str:
    preprint = page.shown.preprint
    return page.date or page.shown.issued or (preprint.submitted if preprint else "")
