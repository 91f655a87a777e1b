"""Dumps of any size, made up as arXiv and Crossref write theirs, and links into them."""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice, product
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt

from seeds.model import Link

BLOCK = 5_000
"""Works that are made together: each block is made up by itself, whenever it is needed."""
FEWEST_WORDS, MOST_WORDS = 5, 13
TAKEN_ON = "2026-04-01"
PUBLISHED = 3  # of arXiv's works, every third names a DOI; Crossref has that
FAMILIES = (
    "Abe", "Berg", "Castro", "Dubois", "Eriksen", "Ferrari", "García", "Horvat", "Ivanova",
    "Jansen", "Kaya", "Lindqvist", "Müller", "Novák", "Okafor", "Petrov", "Quispe", "Rossi",
    "Schönberg", "Tanaka", "Ueda", "van den Bosch", "Weiß", "Xu", "Yılmaz", "Zhang",
)  # fmt: skip
GIVEN = ("Ada", "Bo", "Chandra", "Dora J.", "Emil", "F. X.", "Grace", "Hao", "Inés", "Jürgen")
PEOPLE = tuple(product(FAMILIES, GIVEN))
VENUES = tuple(f"Journal of {field}" for field in ("Imaging", "Logic", "Optics", "Tensors"))
TYPES = ("journal-article", "journal-article", "proceedings-article", "book-chapter")
MONTHS = 12 * 15  # from January 2011 on


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A work made up."""

    number: int
    title: str
    authors: tuple[tuple[str, str], ...]
    year: int
    month: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """How many works there are; the first of Crossref's are published versions of arXiv's."""

    arxiv: int
    crossref: int
    seed: int = 1

    @property
    def shared(self) -> int:
        """Works that both have."""
        return min(self.arxiv // PUBLISHED, self.crossref)

    def arxiv_id(self, number: int) -> str:
        """Ids are given out month by month."""
        per_month = self.arxiv // MONTHS + 1
        month, place = divmod(number, per_month)
        digits = 5 if month >= 12 * 4 else 4  # since 2015
        if per_month >= 10_000:
            digits = 5
        return f"{11 + month // 12:02}{1 + month % 12:02}.{place + 1:0{digits}}"

    def doi(self, number: int) -> str:
        """DOIs, as scattered as those of several publishers."""
        return f"10.{6000 + number * 7919 % 977}/made.{number * 2654435761 % 4294967296:x}"


def arxiv_works(world: World, block: int) -> list[Made]:
    """The works of one block of arXiv."""
    return _made(world.seed, "arxiv", block, world.arxiv)


def crossref_works(world: World, block: int) -> list[Made]:
    """The works of one block of Crossref alone; the shared ones are arXiv's."""
    return _made(world.seed, "crossref", block, world.crossref - world.shared)


def arxiv_blocks(world: World) -> int:
    """How many blocks arXiv's works are."""
    return -(-world.arxiv // BLOCK)


def crossref_blocks(world: World) -> int:
    """How many blocks the works are that Crossref alone has."""
    return -(-(world.crossref - world.shared) // BLOCK)


def write_arxiv(world: World, file: Path) -> None:
    """A metadata snapshot as arXiv publishes it: JSON lines."""
    with gzip.open(file, "wt", compresslevel=1, encoding="utf-8") as lines:
        for block in range(arxiv_blocks(world)):
            for work in arxiv_works(world, block):
                lines.write(json.dumps(_arxiv_record(world, work)) + "\n")


def write_crossref(world: World, folder: Path) -> None:
    """A public data file as Crossref publishes it: lists of 5,000 items."""
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    for block in range(arxiv_blocks(world)):
        works = [work for work in arxiv_works(world, block) if is_shared(world, work)]
        _write_items(
            folder, number, [_crossref_record(world, w, w.number // PUBLISHED) for w in works]
        )
        number += 1
    for block in range(crossref_blocks(world)):
        items = [
            _crossref_record(world, work, world.shared + work.number)
            for work in crossref_works(world, block)
        ]
        _write_items(folder, number, items)
        number += 1


def links(world: World, count: int, *, seed: int = 2) -> Iterator[Link]:
    """Links into the dumps: 40 % by arXiv id, 30 % by DOI, 15 % PDFs somewhere, with a title
    that the list gives, and 15 % pages that are no papers."""
    return (link for link, _ in meant_links(world, count, seed=seed))


def meant_links(world: World, count: int, *, seed: int = 2) -> Iterator[tuple[Link, str]]:
    """The same links, each with an identifier of what it means; "" for a page."""
    per_turn = 2_000
    for turn in range(-(-count // per_turn)):
        chance = Random(f"{seed}:{turn}")
        preprints = arxiv_works(world, chance.randrange(arxiv_blocks(world)))
        articles = crossref_works(world, chance.randrange(crossref_blocks(world)))
        for place in range(min(per_turn, count - turn * per_turn)):
            yield _link(world, turn * per_turn + place, chance, preprints, articles)


def _link(
    world: World, line: int, chance: Random, preprints: Sequence[Made], articles: Sequence[Made]
) -> tuple[Link, str]:
    sort, preprint, article = chance.random(), chance.choice(preprints), chance.choice(articles)
    arxiv_id = world.arxiv_id(preprint.number)
    doi = world.doi(world.shared + article.number)
    if sort < 0.40:
        url, label, meant = f"https://arxiv.org/abs/{arxiv_id}", preprint.title, arxiv_id
    elif sort < 0.70:
        if is_shared(world, preprint) and sort < 0.50:
            doi, article = world.doi(preprint.number // PUBLISHED), preprint
        url, label, meant = f"https://doi.org/{doi}", article.title, doi
    elif sort < 0.85:
        work, meant = (preprint, arxiv_id) if sort < 0.78 else (article, doi)
        url = f"https://www.host{line % 997}.edu/~people/papers/paper{line}.pdf"
        label = f"{_misspelt(work.title, chance)} ({work.year})"
    else:
        url, label = f"https://blog{line % 997}.example.org/{line}", f"Notes, part {line}"
        meant = ""
    link = Link(
        url=url, label=label, document="made-up.md", line=line + 1, topic_path=("Made up",)
    )
    return link, meant


def _misspelt(title: str, chance: Random) -> str:
    """One title in five with a letter wrong."""
    if chance.random() < 0.8:
        return title
    place = chance.randrange(len(title))
    return title[:place] + chance.choice("aeiou") + title[place + 1 :]


def _made(seed: int, kind: str, block: int, size: int) -> list[Made]:
    chance = np.random.default_rng([seed, *kind.encode(), block])
    numbers = range(block * BLOCK, min((block + 1) * BLOCK, size))
    lengths = chance.integers(FEWEST_WORDS, MOST_WORDS, len(numbers), endpoint=True)
    words = iter(_vocabulary()[chance.integers(0, len(_vocabulary()), lengths.sum())].tolist())
    crowds = chance.integers(1, 5, len(numbers), endpoint=True)
    people = iter(chance.integers(0, len(PEOPLE), crowds.sum()).tolist())
    months = chance.integers(1, 12, len(numbers), endpoint=True).tolist()
    counts = np.minimum(chance.pareto(1, len(numbers)), 9_999).astype(int).tolist()
    return [
        Made(
            number=number,
            title=" ".join(islice(words, length)).capitalize(),
            authors=tuple(PEOPLE[at] for at in islice(people, crowd)),
            year=2011 + number * 15 // size,
            month=month,
            count=count,
        )
        for number, length, crowd, month, count in zip(
            numbers, lengths.tolist(), crowds.tolist(), months, counts, strict=True
        )
    ]


@cache
def _vocabulary() -> npt.NDArray[np.object_]:
    """Words of real titles, as often as they occur, and rarer ones that are made up."""
    text = files("enrichers.words").joinpath("frequencies.txt").read_text(encoding="utf-8")
    counted = [line.split() for line in text.splitlines()[1:]]
    chance = Random(0)
    endings = ("ation", "ing", "ity", "oid", "ics", "al", "ian", "ometry")
    invented = [
        "".join(chance.choices(("la", "re", "to", "mi", "su", "ne", "ba", "dor"), k=3))
        + chance.choice(endings)
        for _ in range(30_000)
    ]
    real = [word for word, count in counted for _ in range(-(-int(count) // 4))]
    return np.array(real + invented, dtype=object)


def is_shared(world: World, work: Made) -> bool:
    """Whether a work of arXiv is Crossref's too."""
    return work.number % PUBLISHED == 0 and work.number // PUBLISHED < world.shared


def _arxiv_record(world: World, work: Made) -> dict[str, Any]:
    is_published = is_shared(world, work)
    return {
        "id": world.arxiv_id(work.number),
        "submitter": " ".join(reversed(work.authors[0])),
        "authors": ", ".join(f"{given} {family}" for family, given in work.authors),
        "title": work.title,
        "comments": "12 pages",
        "journal-ref": None,
        "doi": world.doi(work.number // PUBLISHED) if is_published else None,
        "categories": "cs.LG stat.ML",
        "license": None,
        "abstract": "  Made up.\n",
        "versions": [
            {
                "version": "v1",
                "created": f"Mon, 2 {_month(work.month)} {work.year} 19:18:42 GMT",
            }
        ],
        "update_date": min(f"{work.year}-{work.month:02}-02", TAKEN_ON),
        "authors_parsed": [[family, given, ""] for family, given in work.authors],
    }


def _crossref_record(world: World, work: Made, number: int) -> dict[str, Any]:
    return {
        "DOI": world.doi(number),
        "type": TYPES[number % len(TYPES)],
        "title": [work.title],
        "author": [
            {"given": given, "family": family, "sequence": "additional", "affiliation": []}
            for family, given in work.authors
        ],
        "issued": {"date-parts": [[work.year, work.month, 2]]},
        "container-title": [VENUES[number % len(VENUES)]],
        "publisher": "Made Up",
        "volume": "3",
        "ISSN": ["1234-5679"],
        "is-referenced-by-count": work.count,
        "indexed": {"date-time": f"{TAKEN_ON}T00:00:00Z"},
        "reference-count": 0,
        "member": "1",
    }


def _month(number: int) -> str:
    names = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
    return names.split()[number - 1]


def _write_items(folder: Path, number: int, items: list[dict[str, Any]]) -> None:
    text = json.dumps({"items": items}).encode()
    (folder / f"{number}.json.gz").write_bytes(gzip.compress(text, 1))
