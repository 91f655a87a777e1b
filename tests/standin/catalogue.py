"""The works the stand-in knows: one record per work, found by identifier or by words."""

import json
import math
import re
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from tests.standin.pages import Page, page_from_row

DATA = Path(__file__).parent / "data"
ARXIV_DOI = "10.48550/arxiv."
COMMON = 0.8  # a word in more than this share of the works tells none of them apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A person in parts, or a collective."""

    family: str = ""
    given: str = ""
    suffix: str = ""
    collective: str = ""

    @property
    def spoken(self) -> str:
        """The name as one would say it."""
        parts = (self.given, self.family, self.suffix)
        return self.collective or " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preprint:
    """What arXiv says about a work."""

    id: str
    submitted: str = ""
    """The day of version 1."""
    updated: str = ""
    """The day of the latest version, where it is not the first."""
    version: int = 1
    """The latest version."""
    categories: tuple[str, ...] = ("cs.LG",)
    title: str = ""
    """Its title there, where it is not the work's."""
    first_title: str = ""
    """The title of version 1, where it was changed."""
    comment: str = ""
    journal_ref: str = ""
    doi: str = ""
    """The journal's DOI as the author typed it."""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A work, and who has registered it."""

    doi: str = ""
    """As deposited, capitals included."""
    agency: str = "crossref"
    """Who registered the DOI: crossref, datacite, medra, jalc, ..."""
    preprint: Preprint | None = None
    kind: str = "journal-article"
    """In Crossref's words; a DataCite record is named by `resource`."""
    resource: str = "Text"
    """DataCite's resourceTypeGeneral."""
    title: str = ""
    other_titles: tuple[str, ...] = ()
    subtitle: tuple[str, ...] = ()
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    issued: str = ""
    """ "2018", "2018-06" or "2018-06-19"; empty where the registry has no date."""
    printed: str = ""
    """The day of the print edition, where it is another."""
    venue: str = ""
    short_venue: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    article_number: str = ""
    publisher: str = ""
    language: str = ""
    issn: tuple[str, ...] = ()
    isbn: tuple[str, ...] = ()
    pii: tuple[str, ...] = ()
    """Publisher's own numbers: Crossref's alternative-id."""
    pmid: str = ""
    relations: tuple[tuple[str, str], ...] = ()
    """Pairs such as ("is-preprint-of", "doi:10.1000/1")."""
    updates: tuple[tuple[str, str], ...] = ()
    """Pairs such as ("retraction", "10.1000/1"): this record is a notice on that one."""
    updated_by: tuple[tuple[str, str], ...] = ()
    """The same pairs seen from the other end."""
    url: str = ""
    citations: Mapping[str, int] = field(default_factory=dict[str, int])
    """By service."""
    unknown_to: frozenset[str] = frozenset()
    """Services that lack the work."""
    split: bool = False
    """OpenAlex keeps preprint and published version apart."""

    @property
    def key(self) -> str:
        """What tells the record from every other."""
        return self.doi.lower() or (self.preprint.id if self.preprint else self.title)

    @property
    def number(self) -> int:
        """A number of ten digits, the same in every run."""
        return 2_000_000_000 + zlib.crc32(self.key.encode()) % 2_000_000_000

    @property
    def full_title(self) -> str:
        """Title and subtitle."""
        return ": ".join(part for part in (self.title, *self.subtitle) if part)


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that shares words with a query."""

    score: float
    record: Record


class Catalogue:
    """Records, and the ways to find them."""

    def __init__(self, records: Iterable[Record], pages: Iterable[Page] = ()) -> None:
        self.records: Sequence[Record] = tuple(records)
        self.pages: Mapping[str, Page] = {page.url: page for page in pages}
        self.by_doi = {record.doi.lower(): record for record in self.records if record.doi}
        self.by_arxiv = {
            record.preprint.id: record for record in self.records if record.preprint
        }
        self.by_pii = {pii: record for record in self.records for pii in record.pii}
        self.by_isbn = {isbn: record for record in self.records for isbn in record.isbn}

    @cached_property
    def by_number(self) -> Mapping[int, Record]:
        """By the number that OpenAlex and Semantic Scholar know the work under."""
        return {record.number: record for record in self.records}

    @cached_property
    def _index(self) -> tuple[Mapping[str, Sequence[int]], Sequence[float]]:
        """Where each word occurs, and what a word counts for in each record."""
        postings: dict[str, list[int]] = defaultdict(list)
        lengths: list[int] = []
        for index, record in enumerate(self.records):
            said = set(words(_text(record)))
            lengths.append(len(said))
            for word in said:
                postings[word].append(index)
        usual = sum(lengths) / max(1, len(lengths))
        return postings, [2.2 / (1.3 + 0.9 * length / usual) for length in lengths]

    def search(self, query: str) -> list[Hit]:
        """The works that share words with the query, rare words first in weight."""
        total = len(self.records)
        postings, shares = self._index
        asked = {word: postings.get(word, ()) for word in sorted(set(words(query)))}
        telling = {word: found for word, found in asked.items() if len(found) < COMMON * total}
        scores: dict[int, float] = defaultdict(float)
        for found in (telling or asked).values():
            weight = math.log(1 + total / (len(found) + 0.5))
            for index in found:
                scores[index] += weight * shares[index]
        best_first = sorted(scores, key=lambda index: (-scores[index], index))
        return [Hit(round(scores[index], 6), self.records[index]) for index in best_first]


class Shelf:
    """What one service knows of a catalogue."""

    def __init__(
        self, catalogue: Catalogue, service: str, hidden: frozenset[str] = frozenset()
    ) -> None:
        """`hidden` holds identifiers it is to deny; "*" stands for all."""
        self._catalogue = catalogue
        self._service = service
        self._hidden = hidden

    def _known(self, record: Record | None, asked: str = "") -> Record | None:
        if record is None or self._service in record.unknown_to:
            return None
        if self._hidden and self._hidden & {"*", asked, *names(record)}:
            return None
        return record

    def doi(self, doi: str) -> Record | None:
        """The record registered under a DOI; not under arXiv's own."""
        return self._known(self._catalogue.by_doi.get(doi.lower()))

    def arxiv(self, number: str) -> Record | None:
        """The record of an arXiv id without version."""
        return self._known(self._catalogue.by_arxiv.get(number))

    def pii(self, pii: str) -> Record | None:
        """The record with one of the publisher's own numbers."""
        return self._known(self._catalogue.by_pii.get(pii))

    def isbn(self, isbn: str) -> Record | None:
        """The record of a book."""
        return self._known(self._catalogue.by_isbn.get(isbn))

    def number(self, number: int) -> Record | None:
        """The record under its own number at OpenAlex or Semantic Scholar."""
        return self._known(self._catalogue.by_number.get(number))

    def search(self, query: str) -> list[Hit]:
        """The works that share words with the query, best first."""
        return [hit for hit in self._catalogue.search(query) if self._known(hit.record)]

    def all(self) -> list[Record]:
        """Every work the service has."""
        return [record for record in self._catalogue.records if self._known(record)]

    def page(self, url: str) -> Page | None:
        """The page at an address."""
        return None if self._hidden & {"*", url} else self._catalogue.pages.get(url)


def words(text: str) -> list[str]:
    """The words of a text, folded: no capitals, no accents, no punctuation."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return re.findall(r"\w+", kept)


def names(record: Record) -> set[str]:
    """The identifiers that a record goes by."""
    number = record.preprint.id if record.preprint else ""
    return {record.doi.lower(), number, number and ARXIV_DOI + number} - {""}


def year(record: Record) -> str:
    """The year of a work: of its issue, or of its preprint."""
    return (record.issued or (record.preprint.submitted if record.preprint else ""))[:4]


def _text(record: Record) -> str:
    of_arxiv = record.preprint.title if record.preprint else ""
    people = " ".join(name.spoken for name in (*record.authors, *record.editors))
    return f"{record.full_title} {of_arxiv} {people} {year(record)} {record.venue}"


def name_from_text(text: str) -> Name:
    """Read "Family, Given, Suffix", "Family" or "=A Collective"."""
    if text.startswith("="):
        return Name(collective=text[1:])
    family, given, suffix, *_ = [*(part.strip() for part in text.split(",")), "", ""]
    return Name(family=family, given=given, suffix=suffix)


def record_from_row(row: Mapping[str, Any]) -> Record:
    """Read a row of a data file: the fields of a record, lists for tuples."""
    fields = {key: _frozen(value) for key, value in row.items()}
    for people in ("authors", "editors"):
        fields[people] = tuple(name_from_text(text) for text in row.get(people, ()))
    if "preprint" in row:
        said = {key: _frozen(value) for key, value in row["preprint"].items()}
        fields["preprint"] = Preprint(**said)
    fields["unknown_to"] = frozenset(row.get("unknown_to", ()))
    return Record(**fields)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(part) for part in value) if isinstance(value, list) else value


@cache
def everyday() -> Catalogue:
    """The catalogue of tests and demo: the seed list's works, near-misses, oddities, others."""
    shelves = ("seed_works", "near_misses", "oddities", "others")
    rows = [row for shelf in shelves for row in _rows(shelf)]
    return Catalogue(map(record_from_row, rows), map(page_from_row, _rows("pages")))


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((DATA / f"{name}.json").read_text("utf-8"))
    return rows
