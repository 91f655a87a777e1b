"""A catalogue of any size, made up: the same for the same count and seed."""

from collections.abc import Iterator
from itertools import product
from random import Random

from tests.standin.catalogue import Catalogue, Name, Preprint, Record
from tests.standin.pages import Page

ON_ARXIV = 0.55  # of all works, in the mix of the benchmark's lists (40 % arXiv, 30 % DOI)
ALSO_IN_A_JOURNAL = 0.3  # of recorded arXiv entries
PAGES = 0.5  # per work
HOSTS = 200
FIRST_YEAR, LAST_YEAR = 2015, 2024

METHODS = (
    "Adaptive", "Bayesian", "Convex", "Discrete", "Equivariant", "Fractional", "Greedy",
    "Hierarchical", "Implicit", "Kernel", "Latent", "Multiscale", "Nonlinear", "Online",
    "Parallel", "Quantised", "Recurrent", "Sparse", "Tensor", "Variational",
)  # fmt: skip
SUBJECTS = (
    "Autoencoders", "Boltzmann Machines", "Classifiers", "Denoisers", "Embeddings", "Flows",
    "Gradient Descent", "Hypergraphs", "Interpolants", "Jump Processes", "Koopman Operators",
    "Lattices", "Manifolds", "Normalisers", "Operators", "Perceptrons", "Quadratures",
    "Regularisers", "Samplers", "Transport Maps",
)  # fmt: skip
PURPOSES = (
    "Acoustic Imaging", "Battery Design", "Climate Records", "Drug Screening", "Earthquakes",
    "Fluid Mixing", "Gene Networks", "Heat Transfer", "Ice Sheets", "Job Shops", "Kidney Scans",
    "Language Change", "Medical Triage", "Noise Removal", "Ocean Currents", "Power Grids",
    "Queueing", "Radio Surveys", "Star Catalogues", "Traffic Forecasts",
)  # fmt: skip
FAMILIES = (
    "Abe", "Berg", "Castro", "Dubois", "Eriksen", "Ferrari", "García", "Horvat", "Ivanova",
    "Jansen", "Kaya", "Lindqvist", "Müller", "Novák", "Okafor", "Petrov", "Quispe", "Rossi",
    "Schönberg", "Tanaka", "Ueda", "van den Bosch", "Weiß", "Xu", "Yılmaz", "Zhang",
)  # fmt: skip
GIVEN = ("Ada", "Bo", "Chandra", "Dora J.", "Emil", "F. X.", "Grace", "Hao", "Inés", "Jürgen")


def generated(count: int, seed: int = 1) -> Catalogue:
    """Works on arXiv alone, under a DOI alone, or both; and pages, half of them naming one."""
    records = tuple(_records(count, Random(seed)))
    return Catalogue(records, _pages(records, Random(seed + 1)))


def _records(count: int, chance: Random) -> Iterator[Record]:
    titles = _titles()
    for number in range(count):
        day = _day(chance)
        people = [_name(chance) for _ in range(chance.randint(1, 6))]
        on_arxiv = chance.random() < ON_ARXIV
        doi = _doi(number, day, chance)
        if on_arxiv and chance.random() >= ALSO_IN_A_JOURNAL:
            doi = ""
        yield Record(
            title=next(titles),
            authors=tuple(people),
            doi=doi,
            preprint=_preprint(number, day, doi) if on_arxiv else None,
            issued=day if doi else "",
            venue=f"Journal of {chance.choice(SUBJECTS)}" if doi else "",
            volume=str(number % 90 + 1) if doi else "",
            pages=f"{number % 900 + 1}-{number % 900 + 20}" if doi else "",
            publisher="Made-up Press" if doi else "",
            citations=dict.fromkeys(
                ("crossref", "openalex", "semantic_scholar"), chance.randint(0, 400)
            ),
        )


def _titles() -> Iterator[str]:
    """Titles that all differ."""
    part = 0
    while True:
        part += 1
        for method, subject, purpose in product(METHODS, SUBJECTS, PURPOSES):
            tail = f", Part {part}" if part > 1 else ""
            yield f"{method} {subject} for {purpose}{tail}"


def _day(chance: Random) -> str:
    year = chance.randint(FIRST_YEAR, LAST_YEAR)
    return f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"


def _name(chance: Random) -> Name:
    return Name(family=chance.choice(FAMILIES), given=chance.choice(GIVEN))


def _doi(number: int, day: str, chance: Random) -> str:
    prefix = chance.choice(("10.4999", "10.55551", "10.55552"))
    form = chance.choice(("j.made.{1}.{0:06}", "s{0:08}-{1}-x", "MADE.{1}.{0}", "{0:010}"))
    return f"{prefix}/{form.format(number, day[:4])}"


def _preprint(number: int, day: str, doi: str) -> Preprint:
    return Preprint(
        id=f"{day[2:4]}{day[5:7]}.{number % 100_000:05}",
        submitted=day,
        version=number % 3 + 1,
        categories=("cs.LG", "math.NA"),
        doi=doi,
    )


def _pages(records: tuple[Record, ...], chance: Random) -> Iterator[Page]:
    for number in range(int(len(records) * PAGES)):
        record = chance.choice(records)
        names_a_work = bool(number % 2)
        title = record.title if names_a_work else f"Notes, part {number}"
        yield Page(
            url=f"https://site{number % HOSTS}.example.org/notes/{number}",
            title=title,
            authors=tuple(name.spoken for name in record.authors) if names_a_work else (),
            meta=(("citation_title", title),) if names_a_work else (),
        )
