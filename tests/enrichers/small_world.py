"""Works as six services know them: versions, namesakes, misprints and gaps."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import chain

from enrichers.asking.ask import Heard, ask
from enrichers.asking.store import Store
from enrichers.model import Claim, Identifier, Scheme, Source
from enrichers.resolve import Ask, Question, Resolved, Resolver
from enrichers.rounds import Standing
from seeds.model import Link
from tests.standin.catalogue import Catalogue, Name, Preprint, Record

TODAY = date(2026, 11, 23)
PREPRINT = Identifier(Scheme.ARXIV, "1806.07366")
PUBLISHED_PREPRINT = Identifier(Scheme.ARXIV, "2101.00001")
PUBLISHED = Identifier(Scheme.DOI, "10.1000/published")
NAMED_PREPRINT = Identifier(Scheme.ARXIV, "2101.00002")
NAMING = Identifier(Scheme.DOI, "10.1000/naming")
MISTYPED = Identifier(Scheme.ARXIV, "2101.00003")
CHEESE = Identifier(Scheme.DOI, "10.1000/cheese")
BOOK = Identifier(Scheme.DOI, "10.1137/1.9780898718539")
ZENODO = Identifier(Scheme.DOI, "10.5281/zenodo.7")
JALC = Identifier(Scheme.DOI, "10.7600/jspfsm.56.60")
NO_PAPER = Identifier(Scheme.ARXIV, "2601.99999")
NOTHING = Identifier(Scheme.DOI, "10.1000/nothing")
REPOSITORY = Identifier(Scheme.GITHUB, "owner/repository")
ADA, EMMY = Name(family="Lovelace", given="Ada"), Name(family="Noether", given="Emmy")
COUNTS = {"semantic_scholar": 42, "openalex": 11}
CATALOGUE = Catalogue(
    [
        Record(
            title="Ordinary differential networks",
            authors=(ADA,),
            preprint=Preprint(id=PREPRINT.value, submitted="2018-06-19"),
            citations=COUNTS,
        ),
        Record(
            doi="10.1000/PUBLISHED",
            title="Scaling limits of things",
            authors=(ADA,),
            issued="2021-05",
            venue="Acta",
            preprint=Preprint(
                id=PUBLISHED_PREPRINT.value, submitted="2021-01-01", doi="10.1000/PUBLISHED"
            ),
            citations=COUNTS,
        ),
        Record(
            doi=NAMING.value,
            title="A bound for the norm of things",
            authors=(EMMY,),
            issued="2021-07",
            preprint=Preprint(id=NAMED_PREPRINT.value, submitted="2021-01-02"),
            relations=(("has-preprint", f"arxiv:{NAMED_PREPRINT.value}"),),
            citations=COUNTS,
        ),
        Record(
            title="Wavelets on graphs and other surfaces",
            authors=(EMMY,),
            preprint=Preprint(id=MISTYPED.value, submitted="2021-01-03", doi=CHEESE.value),
            citations=COUNTS,
        ),
        Record(
            doi=CHEESE.value,
            title="A history of cheese in the Alps",
            authors=(Name(family="Senn", given="Urs"),),
            issued="2005",
        ),
        Record(
            doi=BOOK.value,
            kind="monograph",
            title="Discrete mathematics of networks",
            authors=(EMMY,),
            issued="2001-01",
            citations=COUNTS,
        ),
        Record(
            doi=ZENODO.value,
            agency="datacite",
            resource="Software",
            title="Tools for things",
            authors=(ADA,),
            issued="2019-03-20",
        ),
        Record(doi=JALC.value, agency="jalc", title="Things in Japan", issued="2007"),
    ]
)
CLAIMED = (
    *(PREPRINT, PUBLISHED_PREPRINT, NAMING, MISTYPED, BOOK, ZENODO, JALC),
    *(NO_PAPER, NOTHING, REPOSITORY),
)
HEALTHY = {
    **dict.fromkeys(CLAIMED, Standing.CONFIRMED),
    NO_PAPER: Standing.ABSENT,
    NOTHING: Standing.ABSENT,
    REPOSITORY: Standing.UNASKED,
}


def resolve(
    claims_by_link: Mapping[Link, Sequence[Claim]],
    sources: Iterable[Source],
    *,
    store: Store,
    today: date,
    ask: Ask = ask,
    heard: Callable[[Heard], None] | None = None,
) -> Resolved:
    """Have the registries confirm what the links claim, and make works of their records."""
    resolver = Resolver(sources, store=store, today=today, ask=ask, heard=heard)
    questions = {
        link: tuple(Question(claim, link.label) for claim in claims)
        for link, claims in claims_by_link.items()
    }
    ends = resolver.settle(chain.from_iterable(questions.values()))
    works, conflicts = resolver.works(ends.values())
    return Resolved(
        outcomes={link: tuple(map(ends.__getitem__, said)) for link, said in questions.items()},
        works=works,
        by_identifier={known: work for work in works for known in work.ids},
        conflicts=conflicts,
        down=resolver.down,
        left=resolver.left,
    )
