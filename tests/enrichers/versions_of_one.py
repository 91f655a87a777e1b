"""One work as a preprint server, a registry and a compiler of registries describe it."""

from dataclasses import replace
from datetime import date

from enrichers.merge import credit
from enrichers.model import Identifier, Person, Scheme, Work, WorkKind

TODAY = date(2026, 11, 23)
ARXIV = Identifier(Scheme.ARXIV, "1804.04272")
DOI = Identifier(Scheme.DOI, "10.1007/s10851-019-00903-1")
RUTHOTTO, HABER = Person(family="Ruthotto", given="Lars"), Person(family="Haber", given="Eldad")
TITLE = "Deep Neural Networks Motivated by Partial Differential Equations"
PREPRINT = credit(
    Work(
        ids=frozenset({ARXIV}),
        versions=frozenset({DOI}),
        kind=WorkKind.PREPRINT,
        title=TITLE,
        authors=(RUTHOTTO, HABER),
        issued="2018-04-12",
        venue="arXiv",
        abstract="Partial differential equations are indispensable.",
        url="https://arxiv.org/abs/1804.04272",
    ),
    source="arxiv",
    on=TODAY,
)
PUBLISHED = credit(
    Work(
        ids=frozenset({DOI}),
        kind=WorkKind.ARTICLE,
        title=TITLE,
        authors=(RUTHOTTO, HABER),
        issued="2020",
        venue="Journal of Mathematical Imaging and Vision",
        volume="62",
        citations={"crossref": 230},
    ),
    source="crossref",
    on=TODAY,
)
COMPILED = credit(
    Work(
        ids=frozenset({ARXIV, Identifier(Scheme.S2, "abc")}),
        kind=WorkKind.CONFERENCE_PAPER,
        title="Deep neural networks motivated by PDEs",
        authors=(RUTHOTTO,),
        venue="Some Conference",
        language="en",
        citations={"semantic_scholar": 600},
    ),
    source="semantic_scholar",
    on=TODAY,
)


def record(**fields: object) -> Work:
    return replace(Work(title=TITLE, authors=(RUTHOTTO,)), **fields)  # pyright: ignore
