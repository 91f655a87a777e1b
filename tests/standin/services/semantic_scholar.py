"""Semantic Scholar's graph: papers in batches, by id and by title."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import unquote

from tests.standin.catalogue import ARXIV_DOI, Record, Shelf, words, year
from tests.standin.wire import Reply, Request, json_reply

ROOT = "/graph/v1/paper"
LARGEST_BATCH = 500
FIELDS = frozenset([
    "paperId", "corpusId", "externalIds", "url", "title", "abstract", "venue",
    "publicationVenue", "year", "referenceCount", "citationCount",
    "influentialCitationCount", "isOpenAccess", "openAccessPdf", "fieldsOfStudy",
    "s2FieldsOfStudy", "publicationTypes", "publicationDate", "journal", "citationStyles",
    "authors", "tldr",
])  # fmt: skip
TYPES = {
    "journal-article": "JournalArticle",
    "proceedings-article": "Conference",
    "book": "Book",
    "monograph": "Book",
    "book-chapter": "BookSection",
    "dataset": "Dataset",
}


def answer(request: Request, shelf: Shelf) -> Reply:
    """Answer a batch, a paper or a title."""
    wanted = request.params.get("fields", "title").split(",")
    unknown = [name for name in wanted if name.partition(".")[0] not in FIELDS]
    if unknown:
        return _error(400, f"Unrecognized or unsupported fields: [{', '.join(unknown)}]")
    path = unquote(request.path).rstrip("/")
    if path == f"{ROOT}/batch":
        return _batch(request, wanted, shelf)
    if path == f"{ROOT}/search/match":
        return _match(request.params.get("query", ""), wanted, shelf)
    if path == f"{ROOT}/search":
        return _search(request.params, wanted, shelf)
    if path.startswith(f"{ROOT}/"):
        name = path.removeprefix(f"{ROOT}/")
        record = _record(name, shelf)
        if record:
            return json_reply(_paper(record, wanted))
        return _error(404, f"Paper with id {name} not found")
    return json_reply({"message": "Missing Authentication Token"}, status=403)


def _batch(request: Request, wanted: list[str], shelf: Shelf) -> Reply:
    if request.method != "POST":
        return _error(405, "Method not allowed")
    ids = _ids(request.body)
    if ids is None:
        return _error(400, "Input is not a list of ids.")
    if not ids:
        return _error(400, "No valid paper ids given")
    if len(ids) > LARGEST_BATCH:
        return _error(400, f"Too many ids: at most {LARGEST_BATCH} may be given")
    records = [_record(name, shelf) for name in ids]
    if not any(records):
        return _error(400, "No valid paper ids given")
    return json_reply([_paper(record, wanted) if record else None for record in records])


def _ids(body: bytes) -> list[str] | None:
    try:
        content: Any = json.loads(body)
    except ValueError:
        return None
    ids = cast("dict[str, object]", content).get("ids") if isinstance(content, dict) else None
    if not isinstance(ids, list):
        return None
    return [str(name) for name in cast("list[object]", ids)]


def _match(title: str, wanted: list[str], shelf: Shelf) -> Reply:
    """The one paper whose title has most of the words."""
    asked = set(words(title))
    for hit in shelf.search(title)[:1]:
        shared = asked & set(words(hit.record.full_title))
        if len(shared) >= 0.7 * len(asked):
            paper = {**_paper(hit.record, wanted), "matchScore": round(hit.score * 8, 4)}
            return json_reply({"data": [paper]})
    return _error(404, "Title match not found")


def _search(params: Mapping[str, str], wanted: list[str], shelf: Shelf) -> Reply:
    start, size = int(params.get("offset", "0")), int(params.get("limit", "100"))
    hits = shelf.search(params.get("query", ""))
    if not hits:
        return json_reply({"total": 0, "offset": start})
    papers = [_paper(hit.record, wanted) for hit in hits[start : start + size]]
    return json_reply({"total": len(hits), "offset": start, "data": papers})


def _record(name: str, shelf: Shelf) -> Record | None:
    scheme, _, value = name.partition(":")
    scheme = scheme.upper() if value else ""
    doi = value if scheme == "DOI" else name if name.startswith("10.") else ""
    if doi.lower().startswith(ARXIV_DOI):
        return shelf.arxiv(doi.lower().removeprefix(ARXIV_DOI))
    if doi:
        return shelf.doi(doi)
    if scheme == "ARXIV":
        return shelf.arxiv(value)
    if scheme == "CORPUSID" and value.isdecimal():
        return shelf.number(int(value))
    if re.fullmatch(r"[0-9a-f]{40}", name):
        return next((r for r in shelf.all() if _paper_id(r) == name), None)
    return None


def _paper_id(record: Record) -> str:
    return hashlib.sha1(record.key.encode()).hexdigest()


def _paper(record: Record, wanted: list[str]) -> dict[str, object]:
    chosen = {name.partition(".")[0] for name in wanted}
    full = _full(record)
    return {
        "paperId": full["paperId"],
        **{name: value for name, value in full.items() if name in chosen},
    }


def _full(record: Record) -> dict[str, object]:
    preprint = record.preprint
    identifiers: dict[str, object] = {
        "ArXiv": preprint.id if preprint else "",
        "DOI": record.doi or (f"10.48550/arXiv.{preprint.id}" if preprint else ""),
        "PubMed": record.pmid,
        "CorpusId": record.number,
    }
    day = record.issued or (preprint.submitted if preprint else "")
    of_arxiv = "" if record.doi or not preprint else "arXiv.org"
    kind = TYPES.get(record.kind) if record.doi else None
    return {
        "paperId": _paper_id(record),
        "corpusId": record.number,
        "externalIds": {name: value for name, value in identifiers.items() if value},
        "url": f"https://www.semanticscholar.org/paper/{_paper_id(record)}",
        "title": record.full_title,
        "abstract": None,
        "venue": record.venue or of_arxiv,
        "year": int(year(record)) if year(record) else None,
        "publicationDate": day if len(day) == len("2018-06-19") else None,
        "publicationTypes": [kind] if kind else None,
        "journal": {"name": record.venue, "volume": record.volume, "pages": record.pages}
        if record.venue
        else None,
        "citationCount": record.citations.get("semantic_scholar", 0),
        "authors": [{"authorId": None, "name": name.spoken} for name in record.authors],
    }


def _error(status: int, text: str) -> Reply:
    return json_reply({"error": text}, status=status)
