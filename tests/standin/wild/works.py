"""Works for a made-up web: real titles under invented identifiers, among their likes."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from random import Random

from tests.bench.titles import OWN, Pool, is_version, read
from tests.bench.titles import Record as Paper
from tests.standin.catalogue import names
from tests.standin.records import Name, Preprint, Record

MANNERS = ("doi", "doi", "arxiv", "arxiv", "both", "both", "apart")
"""How works are registered: under a DOI, on arXiv, both on one record, or on one each."""
LIKES = 0.7  # of works, those beside which others with nearly their title are registered
NEIGHBOURS = 2
FIRST_YEAR, LAST_YEAR = 2009, 2025
DOIS = (
    "10.4999/{year}.{number}",
    "10.55551/s{number:08}-{year}-x",
    "10.55552/MADE.{year}.{number}",
    "10.4997/jmade{number:02}({year}){pages}",
    "10.4996/s{number:04}-{pages:04}({year:02})00011-x",
    "10.4995/1365-2{number:03}.{year}.{pages}",
    "10.4994/978-3-16-148{number:03}-0_{pages}",
    "10.4993/j.made.{year}.{number:06}",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A work that a list means."""

    record: Record
    ids: tuple[str, ...]
    """Any of these is its identity; none if no registry has it."""
    namesakes: tuple[str, ...] = ()
    """Works of the very same title by others: who knows only the title may take them for it."""

    @property
    def title(self) -> str:
        return self.record.full_title

    @property
    def people(self) -> tuple[str, ...]:
        return tuple(name.spoken for name in self.record.authors)

    @property
    def year(self) -> str:
        preprint = self.record.preprint
        return (self.record.issued or (preprint.submitted if preprint else ""))[:4]

    @property
    def types(self) -> tuple[str, ...]:
        """Zotero's item types that are right for it."""
        published = {
            "journal-article": "journalArticle",
            "proceedings-article": "conferencePaper",
            "book": "book",
        }
        return ("preprint", "journalArticle", published[self.record.kind])


class Library:
    """Draws works, each once, and registers them among works that are nearly called so."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._numbers = count(1)
        self._papers = iter(chance.sample(sorted(_papers()), len(_papers())))
        self._taken: set[str] = set()
        self.records: list[Record] = []
        """What the registries have."""
        self.registers: dict[str, dict[str, str]] = {}
        """By service, what stands under numbers of its own."""

    def work(
        self, manner: str = "", *, is_registered: bool = True, likes: float = LIKES
    ) -> Target:
        """A new work; if it is not registered, works like it are all the same."""
        manner = manner or self._chance.choice(MANNERS)
        paper = self._next()
        bare = _record(paper)
        full = self._identified(bare, manner)
        records = self._apart(full) if manner == "apart" else [full]
        if is_registered:
            self.records += records
        namesakes: list[str] = []
        if not is_registered or self._chance.random() < likes:
            namesakes = self._surround(bare)
            self._surround_with_neighbours(paper)
        ids = sorted({_prefixed(name) for record in records for name in names(record)})
        known = tuple(ids) if is_registered else ()
        return Target(record=records[0], ids=known, namesakes=tuple(namesakes))

    def like(self, target: Target, kind: str) -> Target:
        """A registered work that is nearly called like another; `kind` is a key of LIKE_IT."""
        made = LIKE_IT[kind](_bare(target.record), self._chance)
        record = self._identified(made, "doi")
        self.records.append(record)
        return Target(record=record, ids=tuple(sorted(map(_prefixed, names(record)))))

    def person(self) -> Name:
        """Somebody who wrote another work."""
        return _name(self._chance.choice(_list()).names[0])

    def unused_title(self) -> str:
        """A title that no other work has."""
        return _record(self._next()).title

    def _next(self) -> Paper:
        name = next(name for name in self._papers if name not in self._taken)
        self._taken.add(name)
        return _papers()[name]

    def _surround_with_neighbours(self, paper: Paper) -> None:
        """Real papers with the nearest titles."""
        near = _pool().nearest(paper.title, without=paper)[:NEIGHBOURS]
        for other in near:
            if other.squeezed not in self._taken and not is_version(paper, other):
                self._taken.add(other.squeezed)
                manner = self._chance.choice(MANNERS[:4])
                self.records.append(self._identified(_record(other), manner))

    def _surround(self, bare: Record) -> list[str]:
        """Register works like it; give the names of those that are called just so."""
        namesakes: list[str] = []
        kinds = self._chance.sample(sorted(LIKE_IT), self._chance.randint(1, 3))
        for kind in kinds:
            made = LIKE_IT[kind](bare, self._chance)
            if made.title != bare.title or made.authors != bare.authors:
                manner = (
                    "doi" if made.agency == "datacite" else self._chance.choice(MANNERS[:4])
                )
                record = self._identified(made, manner)
                self.records.append(record)
                is_paper = made.agency != "datacite"
                if is_paper and _squeezed(made.title) == _squeezed(bare.title):
                    namesakes += map(_prefixed, names(record))
        return namesakes

    def _identified(self, bare: Record, manner: str) -> Record:
        number, chance = next(self._numbers), self._chance
        year = max(FIRST_YEAR, min(int(bare.issued[:4]), LAST_YEAR))
        form = chance.choice(DOIS)
        doi = form.format(year=year, number=number, pages=chance.randint(1, 999))
        if bare.agency == "datacite":
            doi = f"10.5281/zenodo.{88_000_000 + 10 * number}"
        submitted = f"{year - 1}-{chance.randint(1, 12):02}-11"
        digits = 5 if year > 2015 else 4
        arxiv = f"{submitted[2:4]}{submitted[5:7]}.{number:0{digits}}"
        has_doi, has_arxiv = manner != "arxiv", manner != "doi"
        return replace(
            bare,
            doi=doi if has_doi else "",
            preprint=Preprint(id=arxiv, submitted=submitted) if has_arxiv else None,
            issued=f"{year}{bare.issued[4:]}" if has_doi else "",
            venue=bare.venue if has_doi else "",
            pmid=str(30_000_000 + number),
            pii=(f"S{29_990_000_000_000_00 + number:016}",),
        )

    @staticmethod
    def _apart(record: Record) -> list[Record]:
        return [replace(record, preprint=None), replace(record, doi="", issued="", venue="")]


def _prefixed(name: str) -> str:
    return f"doi:{name}" if name.startswith("10.") else f"arxiv:{name}"


def _bare(record: Record) -> Record:
    issued = record.issued or (record.preprint.submitted if record.preprint else "2019")
    return replace(record, doi="", preprint=None, issued=issued)


@cache
def _papers() -> Mapping[str, Paper]:
    """The papers of the corpus; of several with one title, one."""
    return {paper.squeezed: paper for paper in read(OWN) if paper.names}


@cache
def _list() -> list[Paper]:
    return list(_papers().values())


@cache
def _pool() -> Pool:
    return Pool(_papers().values())


@cache
def _record(paper: Paper) -> Record:
    size, venue = len(paper.title), paper.venue.upper()
    is_journal = size % 3 == 0
    return Record(
        title=re.sub(r"[{}$\\]", "", paper.title).rstrip("."),
        authors=tuple(map(_name, paper.names)),
        issued=f"{max(paper.year, FIRST_YEAR)}-0{size % 9 + 1}",
        venue=f"Journal of {venue} Studies" if is_journal else f"Proceedings of {venue}",
        kind="journal-article" if is_journal else "proceedings-article",
        publisher="Made-up Press",
        volume=str(size),
        pages=f"{size}-{size + 14}",
    )


def _squeezed(title: str) -> str:
    return re.sub(r"\W+", "", title).lower()


def _name(spoken: str) -> Name:
    given, _, family = spoken.rpartition(" ")
    return Name(family=re.sub(r"\s*\d{4}$", "", family) or spoken, given=given)


def _by_others(bare: Record, chance: Random) -> Record:
    year = int(bare.issued[:4]) + chance.choice((-4, -2, 1, 3, 6))
    authors = tuple(map(_name, chance.choice(_list()).names))
    return replace(bare, authors=authors, issued=f"{year}-05", venue="Other Proceedings")


def _by_somebody(bare: Record, chance: Random) -> Record:
    """Follow-ups are by the same people, or by others."""
    return bare if chance.random() < 0.5 else _by_others(bare, chance)


def _retitled(form: str) -> Callable[[Record, Random], Record]:
    def made(bare: Record, chance: Random) -> Record:
        return replace(_by_somebody(bare, chance), title=form.format(bare.title))

    return made


def _second_part(bare: Record, chance: Random) -> Record:
    form = chance.choice(("{}: Part II", "{}, Part 2", "{} II", "{} (Part III)"))
    return replace(bare, title=form.format(bare.title))


def _second_edition(bare: Record, chance: Random) -> Record:
    form = chance.choice(("{}, Second Edition", "{} (2nd ed.)", "{}, 3rd edition"))
    year = int(bare.issued[:4]) + 7
    return replace(bare, title=form.format(bare.title), kind="book", issued=f"{year}")


def _beginning(bare: Record, chance: Random) -> Record:
    """Another's work with a shorter title: "Deep Learning" beside "Deep Learning in Soil"."""
    words = bare.title.split()
    short = " ".join(words[: max(2, len(words) // 2)]).rstrip(":,")
    return replace(_by_others(bare, chance), title=short)


OPPOSITES = (
    ("supervised", "unsupervised"), ("linear", "nonlinear"), ("online", "offline"),
    ("static", "dynamic"), ("single", "multi"), ("local", "global"), ("deep", "shallow"),
    ("finite", "infinite"), ("2d", "3d"), ("sparse", "dense"), ("with", "without"),
    ("first", "second"), ("discrete", "continuous"), ("stochastic", "deterministic"),
    ("fast", "slow"), ("for", "against"), ("and", "or"), ("in", "beyond"),
    ("learning", "planning"),
)  # fmt: skip


def _opposite(bare: Record, chance: Random) -> Record:
    """The title with one word turned around."""
    title = bare.title
    for one, other in (*OPPOSITES, *(pair[::-1] for pair in OPPOSITES)):
        turned = re.sub(rf"\b{one}\b", other.capitalize(), title, count=1, flags=re.IGNORECASE)
        if turned != title:
            return replace(_by_somebody(bare, chance), title=turned)
    return replace(_by_others(bare, chance), title=f"On {title}")


def _deposit(bare: Record, chance: Random) -> Record:
    """Data or code under the paper's name."""
    form = chance.choice(("{}", "Data for: {}", "{} (dataset)", "Code for {}"))
    resource = chance.choice(("Dataset", "Software"))
    title = form.format(bare.title)
    return replace(bare, title=title, agency="datacite", resource=resource, venue="")


def _review(bare: Record, chance: Random) -> Record:
    form = chance.choice(("Book Review: {}", "{} [Book Review]", "Review of “{}”"))
    other = _by_others(bare, chance)
    return replace(other, title=form.format(bare.title), kind="journal-article")


LIKE_IT: Mapping[str, Callable[[Record, Random], Record]] = {
    "second part": _second_part,
    "second edition": _second_edition,
    "same title by others": _by_others,
    "beginning": _beginning,
    "opposite": _opposite,
    "erratum": lambda bare, _: replace(bare, title=f"Erratum to: {bare.title}"),
    "correction": lambda bare, _: replace(bare, title=f"Correction: {bare.title}"),
    "comment": lambda bare, chance: replace(
        _by_others(bare, chance), title=f"Comment on “{bare.title}”"
    ),
    "reply": lambda bare, _: replace(bare, title=f"Reply to comments on “{bare.title}”"),
    "revisited": _retitled("{} Revisited"),
    "towards": _retitled("Towards {}"),
    "a survey": lambda bare, chance: replace(
        _by_others(bare, chance), title=f"{bare.title}: A Survey"
    ),
    "a note on": _retitled("A Note on {}"),
    "rethinking": _retitled("Rethinking {}"),
    "deposit": _deposit,
    "review": _review,
    "supplement": lambda bare, _: replace(
        bare, title=f"Supplementary material for “{bare.title}”"
    ),
    "discussion": lambda bare, _: replace(bare, title=f"Discussion of “{bare.title}”"),
}
"""Works that are nearly called like a given one and are not it."""


def drawn(library: Library, number: int) -> Iterator[Target]:
    """So many works."""
    return (library.work(likes=0) for _ in range(number))
