"""Entries of lists that mean a paper, by the way in which that can be known."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import quote

from tests.standin.pages import Page
from tests.standin.records import Record
from tests.standin.wild.entries import FILE, Desk, Entry, page_of, plain_page, slug
from tests.standin.wild.works import Target

UNREGISTERED = 0.3  # of works that only words can name, those that no registry has
DOI_ADDRESSES = (
    "https://doi.org/{doi}",
    "http://dx.doi.org/{doi}",
    "https://www.doi.org/{doi}",
    "https://doi.org/{quoted}",
    "https://doi.org/{upper}",
    "https://doi.org/{doi}?utm_source=newsletter&utm_medium=email",
    "https://doi.org/{doi}#citeas",
    "https://link.springer.com/article/{doi}",
    "https://link.springer.com/content/pdf/{doi}.pdf",
    "https://onlinelibrary.wiley.com/doi/abs/{doi}",
    "https://onlinelibrary.wiley.com/doi/{doi}/full",
    "https://onlinelibrary.wiley.com/doi/epdf/{quoted}",
    "https://dl.acm.org/doi/{doi}",
    "https://dl.acm.org/doi/pdf/{doi}?casa_token=AbC-d:eF",
    "https://www.finder.example/record?doi={doi}&lang=en",
    "https://iopscience.iop.org/article/{doi}/meta",
    "https://www.tandfonline.com/doi/full/{doi}?needAccess=true",
    "https://journals.sagepub.com/doi/pdf/{doi}",
    "https://doi-org.proxy.lib.example.edu/{doi}",
    "https://onlinelibrary-wiley-com.proxy.lib.example.edu/doi/{doi}",
    "https://login.ezproxy.example.edu/login?url=https://doi.org/{doi}",
    "https://web.archive.org/web/2019/https://doi.org/{doi}",
    "https://www.resolver.example/openurl?id=doi:{doi}",
    "https://www.journal.example/lookup/doi/{doi}",
)
ARXIV_ADDRESSES = (
    "https://arxiv.org/abs/{id}",
    "http://arxiv.org/abs/{id}v1",
    "https://arxiv.org/pdf/{id}.pdf",
    "https://arxiv.org/pdf/{id}v2",
    "https://www.arxiv.org/abs/{id}?context=cs",
    "https://export.arxiv.org/abs/{id}",
    "https://ar5iv.labs.arxiv.org/html/{id}",
    "https://ar5iv.org/abs/{id}",
    "https://www.alphaxiv.org/abs/{id}",
    "https://huggingface.co/papers/{id}",
    "https://www.arxiv-vanity.com/papers/{id}/",
    "https://arxiv.org/html/{id}v1",
    "https://doi.org/10.48550/arXiv.{id}",
    "https://arxiv.org/abs/{id}#",
)
DIALECTS = (
    ("highwire",), ("highwire-upper",), ("highwire-property", "og"), ("highwire-joined", "og"),
    ("highwire-body",), ("dc",), ("dcterms", "og"), ("prism", "og"), ("eprints", "dc"),
    ("bepress",), ("jsonld",), ("jsonld-graph", "og"), ("jsonld-list",), ("jsonld-broken",),
    ("microdata",), ("coins", "highwire"), ("highwire", "references"),
)  # fmt: skip
LAYOUTS = ("paper", "paper", "columns", "masthead")
PUBLISHERS = (
    "www.degruyter.com/document/{n}/html", "www.jstor.org/stable/{n}",
    "projecteuclid.org/journals/a/vol-1/{slug}", "www.usenix.org/conference/a/{slug}",
    "papers.nips.cc/paper/{n}-{slug}", "proceedings.mlr.press/v9/a{n}.html",
    "openaccess.thecvf.com/content/{slug}_paper.html", "www.ijcai.org/proceedings/20/{n}",
    "www.aaai.org/ocs/paper/view/{n}", "eprints.example.ac.uk/{n}/",
    "ieeexplore.ieee.org/document/8{n}",
)  # fmt: skip
WALLS = (
    ("Just a moment...", 403, "Enable JavaScript and cookies to continue"),
    ("Just a moment...", 200, "Enable JavaScript and cookies to continue"),
    ("Attention Required! | Cloudflare", 403, "Please complete the security check"),
    ("Access Denied", 403, "You don't have permission to access this server."),
    ("Request Rejected", 418, "The requested URL was rejected."),
    ("Are you a robot?", 200, "Please confirm you are a human by completing the captcha."),
    ("Redirecting", 429, "Too many requests"),
)


def wall(desk: Desk, url: str) -> Page:
    """What a site shows to programs in place of its page."""
    title, status, words = desk.chance.choice(WALLS)
    is_cloudflare = "moment" in title
    return Page(
        url=url,
        title=title,
        status=status,
        body=(words,),
        headers=(("cf-mitigated", "challenge"),) if is_cloudflare else (),
    )


def _doi_in_address(desk: Desk) -> Entry:
    target = desk.work(desk.one("doi", "both", "apart"))
    doi = target.record.doi
    form = desk.chance.choice(DOI_ADDRESSES)
    url = form.format(doi=doi, quoted=quote(doi, safe=""), upper=doi.upper())
    return Entry(
        trap="doi in the address",
        url=url,
        ids=target.ids,
        types=target.types,
        **desk.said(target),
    )


def _arxiv_in_address(desk: Desk) -> Entry:
    target = desk.work(desk.one("arxiv", "both"))
    preprint = target.record.preprint
    assert preprint
    url = desk.chance.choice(ARXIV_ADDRESSES).format(id=preprint.id)
    return Entry(
        trap="arXiv id in the address",
        url=url,
        ids=target.ids,
        types=target.types,
        **desk.said(target),
    )


def _number_in_address(desk: Desk) -> Entry:
    target = desk.work("doi")
    record = target.record
    url = desk.one(
        f"https://www.sciencedirect.com/science/article/pii/{record.pii[0]}",
        f"https://www.sciencedirect.com/science/article/abs/pii/{record.pii[0]}?via%3Dihub",
        f"https://pubmed.ncbi.nlm.nih.gov/{record.pmid}/",
        f"https://www.ncbi.nlm.nih.gov/pubmed/{record.pmid}",
    )
    return Entry(
        trap="a register's number in the address",
        url=url,
        ids=target.ids,
        types=target.types,
        pages=(wall(desk, url),),
        **desk.said(target),
    )


def _landing_page(desk: Desk) -> Entry:
    target = desk.work(desk.one("doi", "both", "apart"))
    url = f"https://{desk.host('journal')}/article/{desk.number()}"
    page = page_of(target, url, *desk.chance.choice(DIALECTS))
    page = replace(page, site=desk.one("", "A Journal"), cites=_cited(desk))
    return Entry(
        trap="landing page",
        url=f"{url}{desk.one('', '', '', '?utm_source=x', '?fbclid=AbC', '#abstract')}",
        ids=target.ids,
        types=target.types,
        pages=(page,),
        **desk.said(target),
    )


def _cited(desk: Desk) -> tuple[Record, ...]:
    return tuple(one.record for one in desk.listed(desk.chance.choice((0, 0, 2, 4))))


def _page_without_numbers(desk: Desk) -> Entry:
    target = desk.work(known=1 - UNREGISTERED)
    number = desk.number()
    url = f"https://{desk.host('proceedings')}/{number}/{slug(target.title)}"
    page = page_of(target, url, "highwire-plain")
    return _by_words(desk, "landing page without a number", target, url, page)


def _bare_page(desk: Desk) -> Entry:
    target = desk.work(known=1 - UNREGISTERED)
    path = desk.chance.choice(PUBLISHERS).format(n=desk.number(), slug=slug(target.title))
    url = f"https://{path}"
    return _by_words(desk, "page without metadata", target, url, plain_page(target, url))


def _walled_paper(desk: Desk) -> Entry:
    target = desk.work(known=1 - UNREGISTERED)
    number = 2_000_000 + desk.number()
    title = slug(target.title)
    url = desk.one(
        f"https://www.researchgate.net/publication/{number}_{title.replace('-', '_')}",
        f"https://www.semanticscholar.org/paper/{title}/{number:040x}",
        f"https://www.academia.edu/{number}/{title}",
        "https://" + desk.chance.choice(PUBLISHERS).format(n=number, slug=title),
    )
    return _by_words(desk, "paper behind a wall", target, url, wall(desk, url))


def _pseudo_doi(desk: Desk) -> Entry:
    target = desk.work(known=1 - UNREGISTERED)
    number = 3_000_000 + desk.number()
    url = desk.one(
        f"https://dl.acm.org/doi/10.5555/{number}",
        f"https://dl.acm.org/doi/abs/10.5555/{number}.{number + 7}",
        f"http://citeseerx.ist.psu.edu/viewdoc/summary?doi=10.1.1.{number % 900}.{number}",
        f"https://citeseerx.ist.psu.edu/viewdoc/download?doi=10.1.1.{number % 900}.{number}"
        "&rep=rep1&type=pdf",
    )
    page = wall(desk, url) if desk.is_so(0.5) else page_of(target, url, "highwire-plain")
    return _by_words(desk, "pseudo-DOI", target, url, page)


def _pdf(desk: Desk) -> Entry:
    target = desk.work(known=1 - UNREGISTERED)
    url = _file(desk, desk.one("papers", "pubs", "~smith/papers", "files"), slug(target.title))
    page = replace(_sheet(target, url), layout=desk.chance.choice(LAYOUTS), cites=_cited(desk))
    preprint = target.record.preprint
    if target.ids and preprint and desk.is_so(0.4):
        page = replace(page, stamp=f"arXiv:{preprint.id}v1  [cs.LG]  11 Feb 2020")
    elif target.ids and target.record.doi and desk.is_so(0.4):
        page = replace(page, body=(f"https://doi.org/{target.record.doi}",))
    info = desk.one("", "another's title", "nothing")
    if info == "another's title":
        page = replace(page, info=(("Title", desk.listed(1)[0].title),))
    elif info == "nothing":
        page = replace(page, info=(("Title", ""),))
    return _by_words(
        desk, f"PDF{', Info of another' if info.startswith('a') else ''}", target, url, page
    )


def _dead_pdf(desk: Desk) -> Entry:
    target = desk.work(known=1 - UNREGISTERED)
    url = _file(desk, "papers", desk.one(slug(target.title), f"p{desk.number()}"))
    page = Page(url=url, title="Not Found", status=404)
    return _by_words(desk, "PDF that is gone", target, url, page)


def _file(desk: Desk, folder: str, name: str) -> str:
    return f"https://{desk.host('people')}/{folder}/{desk.number()}/{name[:60]}.pdf"


def _sheet(target: Target, url: str) -> Page:
    return Page(url=url, kind="pdf", title=target.title, authors=target.people)


def _by_words(desk: Desk, trap: str, target: Target, url: str, page: Page) -> Entry:
    words = desk.said(target)
    shown = (words.get("label", ""), words.get("lead", ""), words.get("tail", ""))
    said = " ".join((*shown, *page.authors))
    tells = (target.year, *(name.family for name in target.record.authors))
    is_told = any(tell.lower() in said.lower() for tell in tells)
    return Entry(
        trap=trap if target.ids else f"{trap}, unregistered",
        url=url,
        ids=target.ids,
        namesakes=() if target.ids or is_told else target.namesakes,
        types=() if not target.ids else (*target.types, *FILE),
        pages=(page,),
        **words,
    )


def _words_only(desk: Desk) -> Entry:
    target = desk.work(known=1 - UNREGISTERED)
    people = ", ".join(f"{name.given[:1]}. {name.family}" for name in target.record.authors[:5])
    venue = target.record.venue or "arXiv"
    text = desk.one(
        f"{people}, “{target.title},” {venue}, {target.year}.",
        f"{people} ({target.year}). {target.title}. {venue}.",
    )
    known = "" if target.ids else ", unregistered"
    return Entry(trap=f"reference in words{known}", url="", label=text, ids=target.ids)


PAPERS: Mapping[Callable[[Desk], Entry], int] = {
    _doi_in_address: 5,
    _arxiv_in_address: 4,
    _number_in_address: 2,
    _landing_page: 5,
    _page_without_numbers: 4,
    _bare_page: 3,
    _walled_paper: 3,
    _pseudo_doi: 2,
    _pdf: 5,
    _dead_pdf: 2,
    _words_only: 2,
}
"""The makers of entries, and how often each is used."""
