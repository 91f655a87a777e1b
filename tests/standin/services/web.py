"""Ordinary pages and PDFs of the web, and arXiv's own pages about its papers."""

import re
from urllib.parse import unquote

from tests.standin.addresses import real_or_mounted
from tests.standin.catalogue import Record, Shelf
from tests.standin.pages import Page, html, pdf
from tests.standin.wire import Reply, Request

ABSTRACT_PAGE = re.compile(r"https://arxiv\.org/(abs|pdf)/(.+?)(?:v\d+)?(?:\.pdf)?")
TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "image": "image/png",
    "text": "text/plain; charset=utf-8",
}
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d4944415478da63fccff0bf1e0005fe02fea72d9c4e0000000049454e44ae426082"
)


def _pixel(_page: Page) -> bytes:
    return PIXEL


def _text(page: Page) -> bytes:
    return "\n".join((page.title, *page.body)).encode()


BODIES = {"html": html, "pdf": pdf, "image": _pixel, "text": _text}


def answer(request: Request, shelf: Shelf) -> Reply:
    """Answer `/<scheme>/<host>/<path>?<query>`; http leads to https where that is known."""
    scheme, _, rest = request.path.removeprefix("/").partition("/")
    tail = unquote(rest) + (f"?{unquote(request.query)}" if request.query else "")
    url = f"{scheme}://{tail}"
    other = f"{'https' if scheme == 'http' else 'http'}://{tail}"
    page = _page(url, shelf)
    if page is None and _page(other, shelf) is not None:
        page = Page(url=url, status=301, title="Moved", location=other)
    return _reply(page or Page(url=url, status=404, title="Page not found"), request)


def _page(url: str, shelf: Shelf) -> Page | None:
    return shelf.page(url) or _of_arxiv(url, shelf)


def _reply(page: Page, request: Request) -> Reply:
    headers = {"Content-Type": TYPES[page.kind]}
    if page.location:
        headers["Location"] = real_or_mounted(page.location, request)
    return Reply(status=page.status, body=BODIES[page.kind](page), headers=headers)


def _of_arxiv(url: str, shelf: Shelf) -> Page | None:
    address = ABSTRACT_PAGE.fullmatch(url)
    record = shelf.arxiv(address[2]) if address else None
    if address is None or record is None or record.preprint is None:
        return None
    kind = "html" if address[1] == "abs" else "pdf"
    return _about(record, record.preprint.id, url, kind)


def _about(record: Record, number: str, url: str, kind: str) -> Page:
    title = (record.preprint.title if record.preprint else "") or record.full_title
    authors = tuple(name.spoken for name in record.authors)
    day = record.preprint.submitted.replace("-", "/") if record.preprint else ""
    return Page(
        url=url,
        kind=kind,
        title=f"[{number}] {title}" if kind == "html" else title,
        authors=authors,
        meta=(
            ("citation_title", title),
            *(("citation_author", author) for author in authors),
            ("citation_date", day),
            ("citation_arxiv_id", number),
            ("citation_pdf_url", f"https://arxiv.org/pdf/{number}"),
        ),
        body=(f"arXiv:{number}",),
    )
