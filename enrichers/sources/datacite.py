"""DataCite: DOIs of repositories, arXiv's among them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Unpack
from urllib.parse import quote

from enrichers.identifiers import isbn
from enrichers.model import BatchRefused, Identifier, Notice, Person, Scheme, Work, WorkKind
from enrichers.notices import WITHDRAWAL
from enrichers.sources import registered
from enrichers.sources.access import Access, way_to
from enrichers.sources.payload import (
    LONGEST_ADDRESS,
    SAFE,
    answer_of,
    count,
    date,
    dicts,
    fields,
    packed,
    raw,
    text,
)
from enrichers.writing.names import person, person_from_parts

ENDPOINT = "https://api.datacite.org"
PATIENCE = 60.0  # seconds
BATCH = 50
EVERY = 0.31  # seconds: 1,000 requests in five minutes for those who give an address
EVERY_ANONYMOUS = 0.62  # 500 in five minutes

KINDS: Mapping[str, WorkKind] = {
    "Audiovisual": WorkKind.VIDEO,
    "Book": WorkKind.BOOK,
    "BookChapter": WorkKind.CHAPTER,
    "ComputationalNotebook": WorkKind.SOFTWARE,
    "ConferencePaper": WorkKind.CONFERENCE_PAPER,
    "ConferenceProceeding": WorkKind.BOOK,
    "DataPaper": WorkKind.ARTICLE,
    "Dataset": WorkKind.DATASET,
    "Dissertation": WorkKind.THESIS,
    "JournalArticle": WorkKind.ARTICLE,
    "Poster": WorkKind.PRESENTATION,
    "Preprint": WorkKind.PREPRINT,
    "Presentation": WorkKind.PRESENTATION,
    "Report": WorkKind.REPORT,
    "Software": WorkKind.SOFTWARE,
    "Workflow": WorkKind.SOFTWARE,
}
"""By DataCite's general type; all other types are documents."""
OWN_WORDS: Mapping[str, WorkKind] = {
    "article": WorkKind.ARTICLE,
    "article-journal": WorkKind.ARTICLE,
    "book": WorkKind.BOOK,
    "book chapter": WorkKind.CHAPTER,
    "book section": WorkKind.CHAPTER,
    "conference paper": WorkKind.CONFERENCE_PAPER,
    "dissertation": WorkKind.THESIS,
    "doctoral thesis": WorkKind.THESIS,
    "journal article": WorkKind.ARTICLE,
    "poster": WorkKind.PRESENTATION,
    "preprint": WorkKind.PREPRINT,
    "presentation": WorkKind.PRESENTATION,
    "report": WorkKind.REPORT,
    "slides": WorkKind.PRESENTATION,
    "technical report": WorkKind.REPORT,
    "thesis": WorkKind.THESIS,
    "working paper": WorkKind.PREPRINT,
}
"""What repositories write beside the general type "Text", in small letters."""

VERSION_RELATIONS = frozenset(
    {
        "IsVersionOf",
        "IsNewVersionOf",
        "IsPreviousVersionOf",
        "IsIdenticalTo",
        "IsVariantFormOf",
        "IsOriginalFormOf",
    }
)
"""Relations between records of one work. HasVersion is left out: a repository's concept
record names hundreds with it, and each of them names the concept with IsVersionOf. Of what a
thing is published in, part of, supplement to or translated from, it is another work."""
READ_RELATED = {"doi": registered.doi, "arxiv": registered.arxiv}
"""How to read the other record's identifier, by its type in small letters."""

EXACT_DATES: Mapping[bool, tuple[str, ...]] = {
    True: ("Submitted", "Available"),
    False: ("Available",),
}
"""Kinds of dates that may say the issued year more exactly, for preprints and for others:
what is submitted to an archive is out, what is submitted to a journal is not."""
REVISED = ("Submitted", "Updated", "Withdrawn")
"""Kinds of dates of versions, on arXiv."""


class DataCite:
    """Looks up DOIs, and arXiv ids by their DOIs, fifty in a request."""

    name = "datacite"

    def __init__(self, **told: Unpack[Access]) -> None:
        """With a `contact` address DataCite allows twice as many requests."""
        every = EVERY if told.get("contact") else EVERY_ANONYMOUS
        self.web = way_to("DataCite", told, endpoint=ENDPOINT, every=every, patience=PATIENCE)

    def answers(self, identifier: Identifier) -> bool:
        """DOIs and arXiv ids."""
        return identifier.scheme in {Scheme.DOI, Scheme.ARXIV}

    def batches(self, identifiers: Sequence[Identifier]) -> Iterator[Sequence[Identifier]]:
        """As many as an address can hold, fifty at most."""
        return packed(
            identifiers,
            most=BATCH,
            room=LONGEST_ADDRESS - len(self.web.endpoint + _address([])),
            size=lambda known: len(_term(known)) + len(_OR),
        )

    def lookup(self, batch: Sequence[Identifier]) -> Mapping[Identifier, Work]:
        """Ask for up to fifty records in one request."""
        response = self.web.send("GET", self.web.endpoint + _address(batch))
        content = fields(answer_of(response, self.web))
        data = content.get("data")
        if not isinstance(data, list):
            raise self.web.down("its answer is not as it should be")
        records = [fields(part.get("attributes")) for part in dicts(data)]
        if len(records) < len(data) or not all(raw(record.get("doi")) for record in records):
            raise self.web.down("its answer is not as it should be")
        if (count(fields(content.get("meta")).get("total")) or 0) > len(records):
            raise BatchRefused("DataCite: it kept a part of its answer back")
        asked = frozenset(batch)
        works = map(work_from_record, records)
        return {known: work for work in works for known in work.ids & asked}


_OR = "+OR+"


def _address(batch: Sequence[Identifier]) -> str:
    terms = _OR.join(map(_term, batch))
    return f"/dois?query=doi:({terms})&page%5Bsize%5D={BATCH}"


def _term(identifier: Identifier) -> str:
    is_arxiv = identifier.scheme is Scheme.ARXIV
    doi = f"{registered.ARXIV_DOI}{identifier.value}" if is_arxiv else identifier.value
    escaped = doi.replace("\\", "\\\\").replace('"', '\\"')
    return quote(f'"{escaped}"', safe=SAFE)


def work_from_record(record: Mapping[str, Any]) -> Work:
    """A work from the attributes of a record.

    A citation count of 0 is left out: DataCite counts what others have told it, and of most
    records nobody has told it anything (of arXiv's, never).
    """
    known = registered.doi(raw(record.get("doi")))
    kind = _kind(fields(record.get("types")))
    container = fields(record.get("container"))
    publisher = _publisher(record.get("publisher"))
    is_preprint = kind is WorkKind.PREPRINT
    cited = count(record.get("citationCount"))
    revision = _revision(record, known) if known else ""
    return Work(
        ids=frozenset({known} if known else ()),
        versions=frozenset(_versions(record)) - {known},
        kind=kind,
        title=_title(record),
        authors=tuple(_people(dicts(record.get("creators")))),
        editors=tuple(_people(_editors(record))),
        issued=_issued(record, is_preprint=is_preprint),
        venue=text(container.get("title")) or (publisher if is_preprint else ""),
        volume=text(container.get("volume")),
        issue=text(container.get("issue")),
        pages=_pages(container),
        publisher="" if is_preprint else publisher,
        isbn=tuple(dict.fromkeys(filter(None, map(_isbn, _named(record, "ISBN"))))),
        language=text(record.get("language")),
        rights=_rights(record),
        abstract=_abstract(record),
        url=_landing_page(known, raw(record.get("url"))),
        revision=revision,
        revised=max(_days(record, *REVISED)) if revision else "",
        notices=_withdrawal(record, known) if known else (),
        citations={"datacite": cited} if cited else {},
    )


def _kind(types: Mapping[str, Any]) -> WorkKind | None:
    general = raw(types.get("resourceTypeGeneral"))
    if general in KINDS or not general:
        return KINDS.get(general)
    own_words = (raw(types.get(name)).lower() for name in ("resourceType", "citeproc"))
    is_text = general == "Text"
    known = (OWN_WORDS[words] for words in own_words if is_text and words in OWN_WORDS)
    return next(known, WorkKind.DOCUMENT)


def _title(record: Mapping[str, Any]) -> str:
    """The title proper (others are translations and alternatives), with its subtitle."""
    by_type: dict[str, str] = {}
    for part in dicts(record.get("titles")):
        by_type.setdefault(raw(part.get("titleType")), text(part.get("title")))
    title, subtitle = by_type.get("", ""), by_type.get("Subtitle", "")
    if not title or not subtitle or subtitle.casefold() in title.casefold():
        return title or next(filter(None, by_type.values()), "")
    return f"{title} {subtitle}" if title[-1] in ":?!." else f"{title}: {subtitle}"


def _editors(record: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    others = dicts(record.get("contributors"))
    return [other for other in others if other.get("contributorType") == "Editor"]


def _people(entries: Iterable[Mapping[str, Any]]) -> Iterator[Person]:
    for entry in entries:
        given, family = raw(entry.get("givenName")), raw(entry.get("familyName"))
        name = raw(entry.get("name"))
        if given and family:
            someone = person_from_parts(given=given, family=family)
        elif entry.get("nameType") == "Organizational":
            someone = person_from_parts(name=name)
        else:
            someone = person(name or family or given)
        if someone != Person():
            yield someone


def _issued(record: Mapping[str, Any], *, is_preprint: bool) -> str:
    """The date of issue; where that is only a year, the date in it that says more."""
    rows = dicts(record.get("dates"))
    dates = [(raw(row.get("dateType")), date(row.get("date"))) for row in rows]
    issued = next((day for kind, day in dates if kind == "Issued" and day), "")
    issued = issued or date(record.get("publicationYear"))
    for wanted in EXACT_DATES[is_preprint]:
        within = [day for kind, day in dates if kind == wanted and day.startswith(issued)]
        if within:
            return min(within, key=lambda day: (-len(day), day))
    return issued


def _days(record: Mapping[str, Any], *kinds: str) -> list[str]:
    """The dates of some kinds; "" if there are none."""
    rows = (row for row in dicts(record.get("dates")) if raw(row.get("dateType")) in kinds)
    return [date(row.get("date")) for row in rows] or [""]


def _revision(record: Mapping[str, Any], known: Identifier) -> str:
    """Which version arXiv's record is of; what others number so is not told apart from
    their own releases."""
    number = text(record.get("version"))
    return f"v{number}" if known.scheme is Scheme.ARXIV and number.isdecimal() else ""


def _withdrawal(record: Mapping[str, Any], known: Identifier) -> tuple[Notice, ...]:
    day = max(_days(record, "Withdrawn"))
    notice = Notice(kind=WITHDRAWAL, about=known, on=day, source="datacite")
    return (notice,) if day else ()


def _publisher(value: Any) -> str:
    """A text in old records, an object in newer ones."""
    return text(fields(value).get("name")) or text(value)


def _pages(container: Mapping[str, Any]) -> str:
    first, last = text(container.get("firstPage")), text(container.get("lastPage"))
    return f"{first}-{last}" if first and last and first != last else first


def _named(record: Mapping[str, Any], kind: str) -> Iterator[str]:
    for other in dicts(record.get("identifiers")):
        if other.get("identifierType") == kind:
            yield raw(other.get("identifier"))


def _rights(record: Mapping[str, Any]) -> str:
    """The first licence, by its short name; whether the work is open is no licence."""
    named = (
        text(part.get("rightsIdentifier")) or text(part.get("rights"))
        for part in dicts(record.get("rightsList"))
        if not raw(part.get("rightsUri")).startswith("info:eu-repo/")
    )
    return next(filter(None, named), "")


def _isbn(said: str) -> str:
    return isbn.canonical(said) or ""


def _abstract(record: Mapping[str, Any]) -> str:
    parts = dicts(record.get("descriptions"))
    abstracts = (part for part in parts if part.get("descriptionType") == "Abstract")
    return next((text(part.get("description")) for part in abstracts), "")


def _landing_page(known: Identifier | None, url: str) -> str:
    """The DOI's own address outlives the repository's; arXiv's pages are known by theirs."""
    if known and known.scheme is Scheme.DOI:
        return registered.doi_address(known.value)
    return f"https://arxiv.org/abs/{known.value}" if known else url


def _versions(record: Mapping[str, Any]) -> Iterator[Identifier]:
    for other in dicts(record.get("relatedIdentifiers")):
        read = READ_RELATED.get(raw(other.get("relatedIdentifierType")).lower())
        if read and raw(other.get("relationType")) in VERSION_RELATIONS:
            named = read(raw(other.get("relatedIdentifier")))
            if named:
                yield named
