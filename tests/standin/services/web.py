"""Ordinary pages and PDFs of the web, and arXiv's own pages about its papers."""

import gzip
import re
import zlib
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import unquote

from tests.standin.addresses import real_or_mounted
from tests.standin.catalogue import Record, Shelf
from tests.standin.documents.layouts import pdf
from tests.standin.documents.markup import html
from tests.standin.documents.tricks import TRICKS
from tests.standin.pages import Page
from tests.standin.wire import Reply, Request

ABSTRACT_PAGE = re.compile(r"https://(?:www\.)?arxiv\.org/(abs|pdf)/(.+?)(?:v\d+)?(?:\.pdf)?")
WORTH_PACKING = 1_000  # bytes
CHANGED = "Mon, 05 Oct 2026 08:00:00 GMT"
TYPES = {
    "html": "text/html",
    "pdf": "application/pdf",
    "image": "image/png",
    "text": "text/plain",
}
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d4944415478da63fccff0bf1e0005fe02fea72d9c4e0000000049454e44ae426082"
)


def _pixel(_page: Page) -> bytes:
    return PIXEL


def _text(page: Page) -> bytes:
    return "\n".join((page.title, *page.body)).encode(page.charset, "replace")


BODIES = {"html": html, "pdf": pdf, "image": _pixel, "text": _text}


def answer(request: Request, shelf: Shelf) -> Reply:
    """Answer `/<scheme>/<host>/<path>?<query>`; http and https lead to the one that is known.

    A host that speaks http only resets connections that come by https.
    """
    scheme, _, rest = request.path.removeprefix("/").partition("/")
    tail = unquote(rest) + (f"?{unquote(request.query)}" if request.query else "")
    url = f"{scheme}://{tail}"
    other = f"{'https' if scheme == 'http' else 'http'}://{tail}"
    page, twin = _page(url, shelf), _page(other, shelf)
    if page is None and twin is not None:
        if twin.trick == "http-only":
            return Reply(is_reset=True)
        page = Page(url=url, status=301, title="Moved", location=other)
    if page is None and not tail.endswith("/") and _page(f"{url}/", shelf) is not None:
        page = Page(url=url, status=301, title="Moved", location=f"{url}/")
    return _reply(page or Page(url=url, status=404, title="Page not found"), request)


def bytes_of(page: Page) -> bytes:
    """What a page's address answers, unless it answers without end."""
    return _body(page).body


def _page(url: str, shelf: Shelf) -> Page | None:
    return shelf.page(url) or _of_arxiv(url, shelf)


def _reply(page: Page, request: Request) -> Reply:
    reply = _body(page)
    headers = dict(reply.headers)
    if page.location:
        headers["Location"] = real_or_mounted(page.location, request)
    if page.status == HTTPStatus.OK and not page.trick:
        headers |= {"ETag": f'"{zlib.crc32(reply.body):08x}"', "Last-Modified": CHANGED}
        if _is_unchanged(request, headers["ETag"]):
            return Reply(status=HTTPStatus.NOT_MODIFIED, headers=headers)
    return _packed(replace(reply, status=page.status, headers=headers), request)


def _packed(reply: Reply, request: Request) -> Reply:
    """As most sites do: text of some length goes out compressed to who can unpack it."""
    is_text = reply.headers.get("Content-Type", "").startswith("text/")
    is_whole = reply.stream is None and "Content-Encoding" not in reply.headers
    takes_gzip = "gzip" in request.headers.get("accept-encoding", "")
    if not (is_text and is_whole and takes_gzip and len(reply.body) > WORTH_PACKING):
        return reply
    headers = {**reply.headers, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return replace(reply, body=gzip.compress(reply.body, 1, mtime=0), headers=headers)


def _is_unchanged(request: Request, tag: str) -> bool:
    asked = request.headers.get("if-none-match", "")
    if asked:
        return tag in asked
    return request.headers.get("if-modified-since", "") == CHANGED


def _body(page: Page) -> Reply:
    told = {"header": page.charset, "both": page.charset, "wrong": "iso-8859-1"}
    charset = told.get(page.declared, "") if page.kind in {"html", "text"} else ""
    content_type = TYPES[page.kind] + (f"; charset={charset}" if charset else "")
    headers = {"Content-Type": content_type, **dict(page.headers)}
    return TRICKS[page.trick](Reply(body=BODIES[page.kind](page), headers=headers))


def _of_arxiv(url: str, shelf: Shelf) -> Page | None:
    address = ABSTRACT_PAGE.fullmatch(url)
    record = shelf.arxiv(address[2]) if address else None
    if address is None or record is None or record.preprint is None:
        return None
    return _about(record, url, "html" if address[1] == "abs" else "pdf")


def _about(record: Record, url: str, kind: str) -> Page:
    preprint = record.preprint
    if preprint is None:
        raise ValueError(f"{record.key} is not on arXiv")
    title = preprint.title or record.full_title
    authors = tuple(name.spoken for name in record.authors)
    day = preprint.submitted.replace("-", "/")
    day_of_version = preprint.updated or preprint.submitted
    return Page(
        url=url,
        kind=kind,
        title=f"[{preprint.id}] {title}" if kind == "html" else title,
        authors=authors,
        meta=(
            ("citation_title", title),
            *(("citation_author", author) for author in authors),
            ("citation_date", day),
            ("citation_arxiv_id", preprint.id),
            ("citation_pdf_url", f"https://arxiv.org/pdf/{preprint.id}"),
        ),
        stamp=f"arXiv:{preprint.id}v{preprint.version} [{preprint.categories[0]}] "
        f"{day_of_version}",
        body=(f"arXiv:{preprint.id}",) if kind == "html" else (),
    )
