"""PubMed and PMC: biomedical papers by PMID and PMCID, through NCBI's E-utilities."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Unpack

from enrichers.model import Identifier, Scheme, Work, WorkKind
from enrichers.sources import registered
from enrichers.sources.access import Access, way_to
from enrichers.sources.payload import answer_of, dicts, fields, raw, slices, text
from enrichers.writing.names import person

ENDPOINT = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
PATIENCE = 30.0  # seconds
BATCH = 200
EVERY = 0.35  # seconds: three requests per second without a key
UNKNOWN = ("invalid uid", "cannot get document summary")
"""How it says that it has no such record; its other errors are troubles of its own."""
PREPRINT = "Preprint"
DATABASES: Mapping[Scheme, str] = {Scheme.PMID: "pubmed", Scheme.PMCID: "pmc"}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class PubMed:
    """Looks up PMIDs and PMCIDs, two hundred in a request."""

    name = "pubmed"

    def __init__(self, **told: Unpack[Access]) -> None:
        """NCBI asks for a `contact` address, and writes to it before it locks anybody out."""
        self.web = way_to("PubMed", told, endpoint=ENDPOINT, every=EVERY, patience=PATIENCE)

    def answers(self, identifier: Identifier) -> bool:
        """PMIDs and PMCIDs."""
        return identifier.scheme in DATABASES

    def batches(self, identifiers: Sequence[Identifier]) -> Iterator[Sequence[Identifier]]:
        """Two hundred of one scheme in each."""
        for scheme in DATABASES:
            some = [known for known in identifiers if known.scheme is scheme]
            yield from slices(some, BATCH)

    def lookup(self, batch: Sequence[Identifier]) -> Mapping[Identifier, Work]:
        """Ask for one batch as `batches` cuts it: of one scheme."""
        by_number = {known.value.upper().removeprefix("PMC"): known for known in batch}
        manners = {"tool": "zotlist"}
        if self.web.contact:
            manners["email"] = self.web.contact
        response = self.web.send(
            "POST",
            "/esummary.fcgi",
            data={
                "db": DATABASES[batch[0].scheme],
                "id": ",".join(by_number),
                "retmode": "json",
                **manners,
            },
        )
        answer = fields(answer_of(response, self.web))
        records = fields(answer.get("result"))
        if not isinstance(records.get("uids"), list):
            # Where none of the numbers exists, there is an error in place of a result.
            if _is_unknown(answer.get("error")) or _is_unknown(answer.get("esummaryresult")):
                return {}
            raise self.web.down("its answer is not as it should be")
        found = {number: fields(records[number]) for number in by_number if number in records}
        if not all(_is_whole(record) for record in found.values()):
            raise self.web.down("its answer is not as it should be")
        return {
            by_number[number]: work_from_summary(record, by_number[number])
            for number, record in found.items()
            if "error" not in record
        }


def _is_unknown(error: Any) -> bool:
    """Whether an error says of all that was asked for that there is no such record."""
    told = error if isinstance(error, list) else [error]
    return bool(told) and all(raw(one).lower().startswith(UNKNOWN) for one in told)


def _is_whole(record: Mapping[str, Any]) -> bool:
    return _is_unknown(record["error"]) if "error" in record else "title" in record


def work_from_summary(record: Mapping[str, Any], known: Identifier) -> Work:
    """A work from a document summary."""
    names = [raw(author.get("name")) for author in dicts(record.get("authors"))]
    return Work(
        ids=frozenset({known}),
        versions=frozenset(_other_names(record)) - {known},
        kind=WorkKind.PREPRINT if _is_preprint(record) else WorkKind.ARTICLE,
        title=text(record.get("title")).removesuffix("."),
        authors=tuple(person(_as_signed(name)) for name in names if name),
        issued=_date(raw(record.get("pubdate")) or raw(record.get("printpubdate"))),
        venue=text(record.get("fulljournalname")) or text(record.get("source")),
        volume=text(record.get("volume")),
        issue=text(record.get("issue")),
        pages=text(record.get("pages")),
        issn=tuple(
            issn for name in ("issn", "essn") if (issn := raw(record.get(name)).strip())
        ),
    )


def _is_preprint(record: Mapping[str, Any]) -> bool:
    types = record.get("pubtype")
    return isinstance(types, list) and PREPRINT in types


def _other_names(record: Mapping[str, Any]) -> Iterator[Identifier]:
    for entry in dicts(record.get("articleids")):
        value = text(entry.get("value")).strip()
        match raw(entry.get("idtype")):
            case "doi":
                if doi := registered.doi(value):
                    yield doi
            case "pubmed" | "pmid" if value.isdecimal() and value != "0":
                yield Identifier(Scheme.PMID, value)
            case "pmc" | "pmcid" if value.upper().startswith("PMC"):
                yield Identifier(Scheme.PMCID, value.upper())
            case _:
                pass


def _as_signed(name: str) -> str:
    """ "Curie MS" is a family name and initials."""
    family, _, initials = name.rpartition(" ")
    is_initials = family and initials.isupper() and initials.isalpha() and len(initials) <= 3  # noqa: PLR2004 -- PubMed keeps three at most
    if not is_initials:
        return name
    return f"{family}, {' '.join(f'{letter}.' for letter in initials)}"


def _date(said: str) -> str:
    """ "2018 Nov 23", "2018 Nov" and "2018 Nov-Dec" in ISO 8601."""
    year, *rest = said.split() or [""]
    if not (year.isdecimal() and len(year) == len("2018")):
        return ""
    month = MONTHS.index(rest[0][:3].lower()) + 1 if rest and _is_month(rest[0]) else 0
    if not month:
        return year
    day = rest[1] if len(rest) > 1 and rest[1].isdecimal() and len(rest[1]) <= len("31") else ""
    return f"{year}-{month:02}" + (f"-{int(day):02}" if day else "")


def _is_month(word: str) -> bool:
    return word[:3].lower() in MONTHS
