"""Real titles, the ways in which lists distort them, and a pool that finds the nearest."""

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest
from pathlib import Path
from random import Random
from zlib import crc32

from rapidfuzz import fuzz

from enrichers.model import Identifier, Scheme, Work, WorkKind
from enrichers.words.vocabulary import information, words
from enrichers.writing.names import person
from enrichers.writing.text import plain, squeeze
from enrichers.writing.titles import SUBTITLE

OWN = Path(__file__).parent / "data" / "titles.jsonl.gz"
SHARED = Path(__file__).parents[2].parent / "shared" / "corpus" / "records.jsonl.gz"
PROPOSED = 10  # works that a search yields
LOOKED_AT = 40  # of those that share rare words, how many are compared letter by letter
MOST_WITH_A_WORD = 3000  # titles; more common words find too much
WORDS_ASKED = 8


@dataclass(frozen=True, kw_only=True, eq=False)
class Record:
    """One paper of the corpus; equal only to itself."""

    title: str
    names: tuple[str, ...]
    year: int
    venue: str

    @cached_property
    def squeezed(self) -> str:
        return squeeze(self.title)

    @cached_property
    def families(self) -> frozenset[str]:
        return frozenset(squeeze(name.split()[-1]) for name in self.names if name.strip())

    @cached_property
    def work(self) -> Work:
        """As a registry would answer; the identifier is made up."""
        made_up = f"10.5555/{crc32(self.squeezed.encode()):x}.{self.year}.{self.venue}"
        return Work(
            ids=frozenset({Identifier(Scheme.DOI, made_up)}),
            kind=WorkKind.CONFERENCE_PAPER,
            title=self.title,
            authors=tuple(map(person, self.names)),
            issued=str(self.year),
            venue=self.venue,
        )

    @property
    def is_for_fitting(self) -> bool:
        """Half of the works; all records with one title are in the same half."""
        return crc32(self.squeezed.encode()) % 2 == 0


def corpus(*, is_own: bool = False) -> tuple[str, list[Record]]:
    """The large corpus where it is at hand, else the project's own; with its name."""
    path = SHARED if SHARED.exists() and not is_own else OWN
    return ("shared" if path is SHARED else "own"), read(path)


def read(path: Path) -> list[Record]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [_record(json.loads(line)) for line in lines]


def _record(raw: Mapping[str, str | list[str]]) -> Record:
    title, year, venue, authors = raw["title"], raw["year"], raw["venue"], raw["authors"]
    assert isinstance(title, str)
    assert isinstance(year, str)
    assert isinstance(venue, str)
    names = tuple(plain(name) for name in authors)
    return Record(title=plain(title), names=names, year=int(year), venue=venue)


class Pool:
    """Titles in memory, found by the rare words that they share."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._records = list(records)
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, record in enumerate(self._records):
            for word in set(words(record.title)):
                self._places[word].append(place)

    def nearest(self, title: str, *, without: Record | None = None) -> list[Record]:
        """The records that a search for a title may yield, the nearest first."""
        asked = [word for word in set(words(title)) if word in self._places]
        asked.sort(key=lambda word: (len(self._places[word]), word))
        found: dict[int, float] = defaultdict(float)
        for rank, word in enumerate(asked[:WORDS_ASKED]):
            places = self._places[word]
            if rank < 2 or len(places) <= MOST_WITH_A_WORD:
                worth = information((word,))
                for place in places:
                    found[place] += worth
        first = nlargest(LOOKED_AT, found, key=found.__getitem__)
        squeezed = squeeze(title)
        ranked = sorted(
            (self._records[place] for place in first),
            key=lambda record: -fuzz.ratio(squeezed, record.squeezed),
        )
        return [record for record in ranked if record is not without][:PROPOSED]


Noise = Callable[[Record, Random], str]
"""Gives "" for a title that the noise does not apply to."""


def _capitals(record: Record, _: Random) -> str:
    return record.title.upper()


def _letter_lost(record: Record, chance: Random) -> str:
    at = chance.randrange(len(record.title))
    return record.title[:at] + record.title[at + 1 :]


def _without_hyphen(record: Record, _: Random) -> str:
    return record.title.replace("-", " ") if "-" in record.title else ""


def _suffix(record: Record, chance: Random) -> str:
    venue = record.venue.upper()
    endings = (
        " [pdf]",
        f" ({venue} {record.year})",
        " [paper] [code]",
        f", {venue} {record.year}",
    )
    return record.title + chance.choice(endings)


def _prefix(record: Record, chance: Random) -> str:
    number = chance.randrange(1, 100)
    starts = (
        f"{number}. ",
        "[Slides] ",
        "• ",
        f"[{number}] ",
        "(a) ",
        f"[{record.year}] ",
        "Paper: ",
    )
    return chance.choice(starts) + record.title


def _author_and_year(record: Record, _: Random) -> str:
    if not record.names:
        return ""
    return f"{record.names[0].split()[-1]} et al. {record.year}, {record.title}"


def _without_subtitle(record: Record, _: Random) -> str:
    main, *rest = SUBTITLE.split(record.title, maxsplit=1)
    return main if rest else ""


NOISES: Mapping[str, Noise] = {
    "exact": lambda record, _: record.title,
    "capitals": _capitals,
    "letter lost": _letter_lost,
    "hyphen": _without_hyphen,
    "suffix": _suffix,
    "prefix": _prefix,
    "A et al. YEAR": _author_and_year,
    "no subtitle": _without_subtitle,
}
"""How link lists write titles, after facts that were measured on real lists."""


def is_version(one: Record, other: Record) -> bool:
    """The same title (but for a "(Extended Abstract)") by at least one of the same people."""
    bare = re.compile(r"\W*\(?(?:extended )?abstract\)?\W*$", re.IGNORECASE)
    return squeeze(bare.sub("", one.title)) == squeeze(
        bare.sub("", other.title)
    ) and not one.families.isdisjoint(other.families)


def sample(records: Sequence[Record], count: int, chance: Random) -> list[Record]:
    """Some of the records that are papers, not volumes."""
    papers = [record for record in records if record.names]
    return chance.sample(papers, min(count, len(papers)))
