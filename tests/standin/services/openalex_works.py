"""A record as OpenAlex words it."""

from dataclasses import replace

from tests.standin.catalogue import ARXIV_DOI, Record, year

KINDS = {
    "journal-article": "article",
    "proceedings-article": "conference-paper",
    "posted-content": "preprint",
    "monograph": "book",
}


def published(record: Record) -> dict[str, object]:
    """The work under its own DOI, or under arXiv's where it has none."""
    preprint = record.preprint
    of_arxiv = ARXIV_DOI + preprint.id if preprint else ""
    doi = record.doi.lower() or of_arxiv
    pages = record.pages.partition("-")
    day = record.issued or (preprint.submitted if preprint else "")
    locations = [_location(f"https://doi.org/{doi}", record.venue, "publishedVersion")]
    if preprint:
        place = _location(f"http://arxiv.org/abs/{preprint.id}", "arXiv", "submittedVersion")
        locations = [*locations, place] if record.doi else [place]
    return {
        "id": f"https://openalex.org/W{record.number}",
        "doi": f"https://doi.org/{doi}" if doi else None,
        "title": record.full_title,
        "display_name": record.full_title,
        "publication_year": int(year(record)) if year(record) else None,
        "publication_date": f"{day}-01-01"[:10] if day else None,
        "ids": {"openalex": f"https://openalex.org/W{record.number}"},
        "language": record.language or "en",
        "primary_location": locations[0],
        "type": KINDS.get(record.kind, record.kind) if record.doi else "preprint",
        "indexed_in": ["crossref"] if record.doi else ["arxiv"],
        "authorships": [_authorship(name.spoken) for name in record.authors],
        "cited_by_count": record.citations.get("openalex", 0),
        "biblio": {
            "volume": record.volume or None,
            "issue": record.issue or None,
            "first_page": pages[0] or None,
            "last_page": pages[2] or None,
        },
        "is_retracted": False,
        "locations": locations,
        "referenced_works": [],
    }


def unpublished(record: Record) -> dict[str, object]:
    """The preprint as a work of its own, with the few citations it then has."""
    apart = replace(
        record,
        doi="",
        citations={"openalex": record.citations.get("openalex", 0) // 10},
        venue="",
        issued="",
    )
    return published(apart if record.doi else record)


def _location(url: str, source: str, version: str) -> dict[str, object]:
    return {
        "is_oa": source == "arXiv",
        "landing_page_url": url,
        "pdf_url": url.replace("/abs/", "/pdf/") if source == "arXiv" else None,
        "source": {"display_name": source, "type": "journal"} if source else None,
        "version": version,
        "raw_source_name": source or None,
    }


def _authorship(name: str) -> dict[str, object]:
    return {
        "author": {"id": None, "display_name": name, "orcid": None},
        "institutions": [],
        "raw_author_name": name,
    }
