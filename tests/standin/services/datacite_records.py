"""A record as DataCite words it."""

from tests.standin.catalogue import ARXIV_DOI, Name, Record, year

Attributes = dict[str, object]


def resource(attributes: Attributes) -> dict[str, object]:
    """One resource of an answer."""
    client = "arxiv.content" if attributes["publisher"] == "arXiv" else "standin.content"
    return {
        "id": attributes["doi"],
        "type": "dois",
        "attributes": attributes,
        "relationships": {"client": {"data": {"id": client, "type": "clients"}}},
    }


def of_arxiv(record: Record) -> Attributes:
    """What arXiv deposits for a paper of its own."""
    preprint = record.preprint
    assert preprint is not None
    dates = [{"date": f"{preprint.submitted}T17:59:59Z", "dateType": "Submitted"}]
    if preprint.updated:
        kind = "Withdrawn" if preprint.withdrawn else "Updated"
        dates.append({"date": f"{preprint.updated}T17:59:59Z", "dateType": kind})
    versions = [
        {
            "relationType": "IsVersionOf",
            "relatedIdentifier": preprint.doi,
            "relatedIdentifierType": "DOI",
        }
    ]
    return {
        **_shared(record, ARXIV_DOI + preprint.id, preprint.title or record.full_title),
        "identifiers": [{"identifier": preprint.id, "identifierType": "arXiv"}],
        "publisher": "arXiv",
        "container": {},
        "publicationYear": int(preprint.submitted[:4] or 0) or None,
        "subjects": [
            {"subject": term, "subjectScheme": "arXiv"} for term in preprint.categories
        ],
        "dates": dates,
        "types": _types("Preprint", "Article"),
        "relatedIdentifiers": versions if preprint.doi else [],
        "version": str(preprint.version),
        "url": f"https://arxiv.org/abs/{preprint.id}",
        "citationCount": 0,
    }


def by_agency(record: Record) -> Attributes:
    """A record whose DOI DataCite itself registered."""
    container = {
        "type": "Journal",
        "title": record.venue,
        "volume": record.volume,
        "issue": record.issue,
        "firstPage": record.pages.partition("-")[0],
        "lastPage": record.pages.partition("-")[2],
        "identifier": record.issn[0] if record.issn else "",
        "identifierType": "ISSN" if record.issn else "",
    }
    return {
        **_shared(record, record.doi.lower(), record.title),
        "identifiers": [],
        "publisher": record.publisher,
        "container": {k: v for k, v in container.items() if v} if record.venue else {},
        "publicationYear": int(year(record) or 0) or None,
        "subjects": [],
        "dates": [{"date": record.issued, "dateType": "Issued"}] if record.issued else [],
        "types": _types(record.resource, ""),
        "relatedIdentifiers": [_related(*relation) for relation in record.relations],
        "version": None,
        "url": record.url,
        "citationCount": record.citations.get("datacite", 0),
    }


def _shared(record: Record, doi: str, title: str) -> Attributes:
    prefix, _, suffix = doi.partition("/")
    subtitles = [{"title": text, "titleType": "Subtitle"} for text in record.subtitle]
    return {
        "doi": doi,
        "prefix": prefix,
        "suffix": suffix,
        "creators": [_creator(name) for name in record.authors],
        "contributors": [
            {**_creator(name), "contributorType": "Editor"} for name in record.editors
        ],
        "titles": [{"title": title}, *(subtitles if title == record.title else [])],
        "language": record.language or None,
        "descriptions": [],
        "isActive": True,
        "state": "findable",
    }


def _creator(name: Name) -> dict[str, object]:
    if name.collective:
        return {"name": name.collective, "nameType": "Organizational", "affiliation": []}
    if not name.given:
        return {"name": name.family, "affiliation": [], "nameIdentifiers": []}
    family = " ".join(part for part in (name.family, name.suffix) if part)
    return {
        "name": f"{family}, {name.given}",
        "nameType": "Personal",
        "givenName": name.given,
        "familyName": family,
        "affiliation": [],
        "nameIdentifiers": [],
    }


def _related(relation: str, identifier: str) -> dict[str, str]:
    """From "is-version-of" and "doi:10.1000/1"."""
    scheme, _, value = identifier.partition(":")
    return {
        "relationType": "".join(part.title() for part in relation.split("-")),
        "relatedIdentifier": value,
        "relatedIdentifierType": "arXiv" if scheme == "arxiv" else scheme.upper(),
    }


def _types(general: str, specific: str) -> dict[str, str]:
    return {"resourceTypeGeneral": general, "resourceType": specific, "citeproc": "article"}
