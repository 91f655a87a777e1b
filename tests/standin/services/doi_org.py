"""doi.org: where a DOI leads, its record in CSL-JSON, and which agency it is of."""

import re
from html import escape
from urllib.parse import quote, unquote

from tests.standin.addresses import real_or_mounted
from tests.standin.catalogue import ARXIV_DOI, Record, Shelf
from tests.standin.services import csl
from tests.standin.wire import Reply, Request, json_reply

DOI = re.compile(r"10\.\d{3,9}(?:\.\d+)*/.+")
HTML = {"Content-Type": "text/html;charset=utf-8"}


def answer(request: Request, shelf: Shelf) -> Reply:
    """Answer by the Accept header, as content negotiation has it."""
    asked = unquote(request.path.removeprefix("/"))
    for route in ("doiRA/", "ra/"):
        if asked.startswith(route):
            return _agencies(asked.removeprefix(route), shelf)
    if not DOI.fullmatch(asked):
        return _page(400, "Error: Not a DOI", f"{asked} is not a DOI.")
    record = _record(asked, shelf)
    if record is None:
        return _page(404, "Error: DOI Not Found", f"{asked} is not known to the system.")
    if "json" not in request.headers.get("accept", ""):
        return _redirect(record.url or f"https://example.org/{record.doi}", request)
    if record.agency == "crossref":
        works = "https://api.crossref.org/v1/works"
        return _redirect(f"{works}/{quote(asked, safe='')}/transform", request)
    return json_reply(csl.item(record), headers={"Content-Type": csl.TYPE})


def _record(doi: str, shelf: Shelf) -> Record | None:
    """The record under a DOI; arXiv's DOIs are DataCite's."""
    if not doi.lower().startswith(ARXIV_DOI):
        return shelf.doi(doi)
    record = shelf.arxiv(doi.lower().removeprefix(ARXIV_DOI))
    if record is None or record.preprint is None:
        return None
    return Record(
        doi=f"10.48550/arXiv.{record.preprint.id}",
        agency="datacite",
        kind="article",
        title=record.preprint.title or record.full_title,
        authors=record.authors,
        issued=record.preprint.submitted,
        publisher="arXiv",
        url=f"https://arxiv.org/abs/{record.preprint.id}",
    )


def _agencies(asked: str, shelf: Shelf) -> Reply:
    return json_reply([_agency(part.strip(), shelf) for part in asked.split(",")])


def _agency(doi: str, shelf: Shelf) -> dict[str, str]:
    if not DOI.fullmatch(doi):
        return {"DOI": doi, "status": "Invalid DOI"}
    record = _record(doi, shelf)
    if record is None:
        return {"DOI": doi, "status": "DOI does not exist"}
    return {"DOI": doi, "RA": csl.AGENCIES[record.agency]}


def _redirect(url: str, request: Request) -> Reply:
    target = real_or_mounted(url, request)
    body = (
        "<html><head><title>Handle Redirect</title></head>\n"
        f'<body><a href="{escape(target)}">{escape(target)}</a></body></html>'
    )
    return Reply(status=302, body=body.encode(), headers={**HTML, "Location": target})


def _page(status: int, title: str, text: str) -> Reply:
    body = (
        f'<!DOCTYPE html>\n<html lang="en-us"><head><title>{title}</title></head>'
        f"<body><h2>{title}</h2><p>{escape(text)}</p></body></html>"
    )
    return Reply(status=status, body=body.encode(), headers=HTML)
