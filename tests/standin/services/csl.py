"""A record as CSL-JSON, as the agencies give it on content negotiation."""

from tests.standin.catalogue import Name, Record
from tests.standin.services.crossref_works import date_parts

TYPE = "application/vnd.citationstyles.csl+json"

AGENCIES = {
    "crossref": "Crossref",
    "datacite": "DataCite",
    "medra": "mEDRA",
    "jalc": "JaLC",
    "istic": "ISTIC",
    "kisti": "KISTI",
    "op": "Publications Office",
}
"""The registration agencies by the names that doi.org gives them."""


def item(record: Record) -> dict[str, object]:
    """The item; Crossref keeps its own type names in it."""
    fields: dict[str, object] = {
        "type": record.kind,
        "id": f"https://doi.org/{record.doi.lower()}",
        "DOI": record.doi,
        "title": record.full_title,
        "author": [_person(name) for name in record.authors],
        "container-title": record.venue,
        "publisher": record.publisher,
        "volume": record.volume,
        "issue": record.issue,
        "page": record.pages,
        "URL": record.url or f"https://doi.org/{record.doi}",
    }
    if record.issued:
        fields["issued"] = {"date-parts": [date_parts(record.issued)]}
    return {name: value for name, value in fields.items() if value}


def _person(name: Name) -> dict[str, str]:
    if name.collective:
        return {"literal": name.collective}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {key: text for key, text in parts.items() if text}
