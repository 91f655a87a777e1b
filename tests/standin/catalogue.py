"""The works the stand-in knows: one record per work, found by identifier or by words."""

import json
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from tests.standin.pages import Page, page_from_row
from tests.standin.records import Name, Preprint, Record, name_from_text, record_from_row

__all__ = [
    "Catalogue",
    "Hit",
    "Name",
    "Preprint",
    "Record",
    "Shelf",
    "everyday",
    "name_from_text",
    "record_from_row",
]

DATA = Path(__file__).parent / "data"
ARXIV_DOI = "10.48550/arxiv."
COMMON = 0.8  # a word in more than this share of the works tells none of them apart


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that shares words with a query."""

    score: float
    record: Record


class Catalogue:
    """Records, and the ways to find them."""

    def __init__(
        self,
        records: Iterable[Record],
        pages: Iterable[Page] = (),
        registers: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        """`registers` holds, by service, what stands under numbers of its own."""
        self.records: Sequence[Record] = tuple(records)
        self.registers = registers or {}
        self.pages: Mapping[str, Page] = {page.url: page for page in pages}
        self.by_doi = {record.doi.lower(): record for record in self.records if record.doi}
        self.by_arxiv = {
            record.preprint.id: record for record in self.records if record.preprint
        }
        self.by_pii = {pii: record for record in self.records for pii in record.pii}
        self.by_isbn = {isbn: record for record in self.records for isbn in record.isbn}

    def named(self, name: str) -> Record | None:
        """The record of a DOI, an arXiv id or, where a work has neither, its title."""
        return self._by_name.get(name.lower())

    @cached_property
    def _by_name(self) -> Mapping[str, Record]:
        named = ((name, record) for record in self.records for name in names(record))
        return {record.key.lower(): record for record in self.records} | dict(named)

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

    def register(self, service: str) -> dict[str, Record]:
        """The works that a service has a number of its own for, by that number."""
        told = self._catalogue.registers.get(service, {})
        works = ((number, self._catalogue.named(str(key))) for number, key in told.items())
        return {number: record for number, record in works if record and self._known(record)}

    def registered(self, service: str, number: str) -> Record | None:
        """The work that a service keeps under a number of its own."""
        return self._known(self.register(service).get(number), number)

    @property
    def conferences(self) -> Mapping[str, Mapping[str, str]]:
        """INSPIRE's conferences by number."""
        return self._catalogue.registers.get("conferences", {})

    @property
    def versions(self) -> Mapping[str, str]:
        """Zenodo's concepts, and the newest version of each."""
        return self._catalogue.registers.get("concepts", {})

    @property
    def repositories(self) -> Mapping[str, Mapping[str, Any]]:
        """GitHub's repositories, by owner and name."""
        return self._catalogue.registers.get("github", {})

    def repository(self, name: str) -> Mapping[str, Any] | None:
        """The repository of an owner and name; capitals do not matter."""
        wanted = name.lower()
        return next((t for n, t in self.repositories.items() if n.lower() == wanted), None)

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


@cache
def everyday() -> Catalogue:
    """The catalogue of tests and demo: the seed list's works, near-misses, oddities, others."""
    shelves = ("seed_works", "near_misses", "oddities", "others", "further_works")
    records = [record_from_row(row) for shelf in shelves for row in _rows(shelf)]
    works = Catalogue(records)
    tables = ("pages", "unseen_pages", "hostile_pages")
    pages = [page_from_row(row, works.named) for table in tables for row in _rows(table)]
    registers = json.loads((DATA / "registers.json").read_text("utf-8"))
    return Catalogue(records, pages, registers)


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((DATA / f"{name}.json").read_text("utf-8"))
    return rows
