"""Works and pages that lists in the tests of whole runs name."""

from tests.standin.pages import Page
from tests.standin.records import Name, Preprint, Record

AUTHORS = (Name(family="Okonkwo", given="Amara"), Name(family="Lindqvist", given="Tor"))
FRONTS = Record(
    doi="10.1000/fronts.2021",
    title="Greedy bases for slowly moving fronts",
    authors=AUTHORS,
    issued="2021-07-05",
    venue="Annals of Adaptive Sampling",
    citations={"crossref": 7, "openalex": 9, "semantic_scholar": 8},
)
LATTICES = Record(
    title="Adaptive quadrature on lattices of growing dimension",
    authors=AUTHORS,
    preprint=Preprint(id="2101.00017", submitted="2021-01-04"),
    citations={"openalex": 3, "semantic_scholar": 4},
)
LAYERS = Record(
    doi="10.1000/layers.3",
    title="Sharp estimates for declared boundary layers",
    authors=AUTHORS,
    issued="2019-03",
    venue="Journal of Edges",
)
KINETICS = Record(
    doi="10.1000/kinetics.5",
    title="Stochastic averaging of stiff kinetic equations in bounded domains",
    authors=AUTHORS,
    issued="2017-05",
    venue="Kinetic Letters",
)
CIRCUITS = Record(
    doi="10.1000/circuits.6",
    title="On printed circuits that learn their own layout",
    authors=AUTHORS,
    issued="2018-05",
    venue="Circuits and Walks",
)
PRESS = Page(
    url="https://press.made-up.net/article/3",
    title=LAYERS.title,
    record=LAYERS,
    dialects=("highwire",),
)
CLUB = Page(url="https://club.made-up.net/", title="The reading club", body=("We read.",))
