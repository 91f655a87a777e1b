"""Fourteen days in the life of a list, and what a model says that each run makes of its day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from enrichers.model import Verdict
from outputs.report.digest import Happening
from tests.standin.pages import Page
from tests.standin.records import Name, Preprint, Record
from tests.standin.server import StandIn

RECORDS, PAGES = 6, 3  # days: how long answers of services and of pages are believed
RETITLED = "Fronts, as we call it"

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
    title="Stochastic averaging of stiff kinetic equations",
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
PUBLISHED = replace(
    LATTICES,
    doi="10.1000/lattices.2026",
    issued="2026-11-06",
    venue="Annals of Adaptive Sampling",
    preprint=Preprint(id="2101.00017", submitted="2021-01-04", doi="10.1000/lattices.2026"),
    citations={"crossref": 0, "openalex": 3, "semantic_scholar": 6},
)
RETRACTED = replace(FRONTS, title=f"RETRACTED: {FRONTS.title}")

PRESS = Page(
    url="https://press.made-up.net/article/3",
    title=LAYERS.title,
    record=LAYERS,
    dialects=("highwire",),
)
CLUB = Page(url="https://club.made-up.net/", title="The reading club", body=("We read.",))

A = f"https://doi.org/{FRONTS.doi}"
B = "https://arxiv.org/abs/2101.00017"
C = PRESS.url
D = CLUB.url
E = f"https://doi.org/{KINETICS.doi}"
F = f"https://doi.org/{CIRCUITS.doi}"


@dataclass(slots=True, kw_only=True)
class World:
    """What there is outside: services, the web, the list and the group."""

    standin: StandIn
    works: list[Record]
    pages: list[Page]
    list: dict[str, dict[str, str]]
    """By heading the links: labels by address."""

    def item(self, title: str) -> str:
        """The key of an item."""
        items = self.standin.zotero.items()
        [key] = [key for key, item in items.items() if item["title"] == title]
        return key

    def shelf(self, name: str) -> str:
        """The key of a collection."""
        shelves = self.standin.zotero.collections()
        [key] = [key for key, shelf in shelves.items() if shelf["name"] == name]
        return key


def beginning(standin: StandIn) -> World:
    """The world before the first day."""
    return World(
        standin=standin,
        works=[FRONTS, LATTICES, LAYERS, KINETICS, CIRCUITS],
        pages=[PRESS, CLUB],
        list={
            "Works": {A: "Fronts", B: "Lattices"},
            "Places": {C: "Layers", D: "The club"},
        },
    )


def nothing(_: World) -> None:
    """Nothing changes."""


def the_list_is_edited(world: World) -> None:
    world.list = {
        "Works": {A: "Fronts", B: "Lattices", C: "Layers", E: "Kinetics"},
        "Places": {D: "Our club"},
    }


def the_club_closes(world: World) -> None:
    world.pages = [PRESS]


def people_edit_the_group(world: World) -> None:
    group = world.standin.zotero
    group.edit_item(world.item(FRONTS.title), title=RETITLED)
    group.trash_item(world.item(LAYERS.title))
    group.move_item(world.item(KINETICS.title), [world.shelf("Places")])


def much_is_new_and_crossref_is_down(world: World) -> None:
    world.works = [RETRACTED, PUBLISHED, LAYERS, KINETICS, CIRCUITS]
    world.list["Works"][F] = "Circuits"
    world.standin.misbehave("crossref", "503")


def crossref_is_back(world: World) -> None:
    world.standin.heal()


def a_link_is_removed(world: World) -> None:
    del world.list["Works"][E]


def the_club_opens_again(world: World) -> None:
    world.pages = [PRESS, CLUB]


Told = tuple[Happening, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What happens on a day, and what the model says that a run makes of it."""

    event: Callable[[World], None] = nothing
    asks: Mapping[str, int] = field(default_factory=dict[str, int])
    """Requests by service, those for pages as "pages"."""
    verdicts: Mapping[str, Verdict | None] = field(default_factory=dict[str, Verdict | None])
    """By address, where they change; None for a link that is there no longer."""
    happened: frozenset[Told] = frozenset()
    """What the digest tells."""
    shelves: Mapping[str, str] = field(default_factory=dict[str, str])
    """By title the collection of an item, where it changes; "" for the trash."""
    gone: frozenset[str] = frozenset()
    """Titles that no item has any more."""
    writes: int = 0
    down: frozenset[str] = frozenset()


RESOLVED = dict.fromkeys((A, B, C), Verdict.RESOLVED)
COUNTS = {"openalex": 1, "semantic_scholar": 1}
DAYS = (
    Day(
        asks={"arxiv": 1, "crossref": 2, "openalex": 2, "semantic_scholar": 1, "pages": 2},
        verdicts={**RESOLVED, D: Verdict.TYPED},
        shelves={
            FRONTS.title: "Works",
            LATTICES.title: "Works",
            LAYERS.title: "Places",
            CLUB.title: "Places",
        },
        writes=2,
    ),
    Day(),
    Day(
        event=the_list_is_edited,
        asks={"crossref": 1, **COUNTS},
        verdicts={E: Verdict.RESOLVED},
        happened=frozenset(
            {
                (Happening.NEW, KINETICS.title),
                (Happening.MOVED, LAYERS.title),
                (Happening.RELABELLED, CLUB.title),
            }
        ),
        shelves={KINETICS.title: "Works", LAYERS.title: "Works"},
        writes=1,
    ),
    Day(event=the_club_closes, asks={"pages": 2}),
    Day(
        asks={"pages": 1},
        verdicts={D: Verdict.DEAD},
        happened=frozenset({(Happening.DIED, CLUB.title)}),
        writes=1,
    ),
    Day(
        event=people_edit_the_group,
        shelves={RETITLED: "Works", LAYERS.title: "", KINETICS.title: "Places"},
        gone=frozenset({FRONTS.title}),
    ),
    Day(
        event=much_is_new_and_crossref_is_down,
        asks={"arxiv": 1, "crossref": 3, "openalex": 2, "semantic_scholar": 1, "pages": 1},
        verdicts={F: Verdict.UNANSWERED},
        happened=frozenset({(Happening.NEW, "Circuits"), (Happening.ROSE, LATTICES.title)}),
        writes=1,
        down=frozenset({"crossref"}),
    ),
    Day(
        event=crossref_is_back,
        asks={"crossref": 3, **COUNTS},
        verdicts={F: Verdict.RESOLVED},
        happened=frozenset(
            {
                (Happening.RETRACTED, RETRACTED.title),
                (Happening.PUBLISHED, LATTICES.title),
                (Happening.IDENTIFIED, CIRCUITS.title),
            }
        ),
        shelves={CIRCUITS.title: "Works"},
        writes=1,
    ),
    Day(
        event=a_link_is_removed,
        verdicts={E: None},
        happened=frozenset({(Happening.REMOVED, KINETICS.title)}),
        writes=1,
    ),
    Day(event=the_club_opens_again, asks={"pages": 1}),
    Day(),
    Day(
        asks={"pages": 1},
        verdicts={D: Verdict.TYPED},
        happened=frozenset({(Happening.RETURNED, CLUB.title)}),
        writes=1,
    ),
    Day(asks={"arxiv": 1, **COUNTS, "pages": 1}),
    Day(asks={"crossref": 3, **COUNTS}),
)
"""A dead page is looked at once a week; what a service did not answer is asked the next day."""

COUNTED: Mapping[str, Mapping[str, tuple[int, ...]]] = {
    f"doi:{FRONTS.doi}": {
        "crossref": (0, 7, 13),
        "openalex": (0, 6, 12),
        "semantic_scholar": (0, 6, 12),
    },
    f"doi:{LAYERS.doi}": {
        "crossref": (0, 7, 13),
        "openalex": (0, 6, 12),
        "semantic_scholar": (0, 6, 12),
    },
    f"doi:{KINETICS.doi}": {"crossref": (2,), "openalex": (2,), "semantic_scholar": (2,)},
    f"doi:{CIRCUITS.doi}": {
        "crossref": (7, 13),
        "openalex": (7, 13),
        "semantic_scholar": (7, 13),
    },
    "arxiv:2101.00017": {
        "crossref": (7, 13),
        "openalex": (0, 6, 7, 13),
        "semantic_scholar": (0, 6, 12),
    },
}
"""By work and source, the days on which it counted; a DOI that is new is a new question."""
