"""The little world in which a list lives for a month, and what befalls it."""

from dataclasses import dataclass, replace

from tests.flows.works import AUTHORS, CIRCUITS, CLUB, FRONTS, KINETICS, LATTICES, LAYERS, PRESS
from tests.standin.catalogue import Catalogue
from tests.standin.pages import Page
from tests.standin.records import Preprint, Record
from tests.standin.server import StandIn
from tests.standin.zotero import READ_ONLY_KEY, READ_WRITE_KEY

LIST = "https://lists.made-up.net/raw/reading.md"
RETITLED = "Fronts, as we call it"
RENAMED = "Fronts, for short"
REMARK = "read this first"

BRIDGES = Record(
    doi="10.1000/bridges.7",
    title="Bridges between coarse and fine samplers",
    authors=AUTHORS,
    issued="2015-02",
    venue="Kinetic Letters",
)
PUBLISHED = replace(
    LATTICES,
    doi="10.1000/lattices.2026",
    issued="2026-11-06",
    venue="Annals of Adaptive Sampling",
    preprint=Preprint(id="2101.00017", submitted="2021-01-04", doi="10.1000/lattices.2026"),
    citations={"crossref": 0, "openalex": 3, "semantic_scholar": 6},
)
REVISED = replace(
    PUBLISHED,
    preprint=Preprint(
        id="2101.00017",
        submitted="2021-01-04",
        updated="2026-11-21",
        version=2,
        doi="10.1000/lattices.2026",
    ),
)
RETRACTED = replace(FRONTS, updated_by=(("retraction", "10.1000/fronts.notice"),))
"""Its title is as it was."""
CORRECTED = replace(CIRCUITS, updated_by=(("correction", "10.1000/circuits.erratum"),))

A = f"https://doi.org/{FRONTS.doi}"
B = "https://arxiv.org/abs/2101.00017"
C = PRESS.url
D = CLUB.url
E = f"https://doi.org/{KINETICS.doi}"
F = f"https://doi.org/{CIRCUITS.doi}"
G = f"https://doi.org/{BRIDGES.doi}"


@dataclass(slots=True, kw_only=True)
class World:
    """What there is outside: services, the web, the list and the group."""

    standin: StandIn
    works: dict[str, Record]
    """By what they are called here."""
    pages: dict[str, Page]
    """By address."""
    list: dict[str, dict[str, str]]
    """By heading the links: labels by address."""
    list_status: int = 200
    """What the server of the list answers."""
    key: str = READ_WRITE_KEY

    def show(self) -> None:
        """Let services and pages be as they are today."""
        lines: list[str] = []
        for heading, links in self.list.items():
            lines += ["", f"## {heading}", ""]
            lines += [f"- [{label}]({url})" for url, label in links.items()]
        status = self.list_status
        listed = Page(
            url=LIST, kind="text", status=status, title="# Reading", body=tuple(lines)
        )
        self.standin.catalogue = Catalogue(self.works.values(), [*self.pages.values(), listed])

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
    works = {
        "fronts": FRONTS,
        "lattices": LATTICES,
        "layers": LAYERS,
        "kinetics": KINETICS,
        "circuits": CIRCUITS,
        "bridges": BRIDGES,
    }
    return World(
        standin=standin,
        works=works,
        pages={C: PRESS, D: CLUB},
        list={
            "Works": {A: "Fronts", B: "Lattices"},
            "Places": {C: "Layers", D: "The club"},
        },
    )


def nothing(_: World) -> None:
    """Nothing changes."""


def all_is_well(world: World) -> None:
    world.standin.heal()
    world.list_status = 200
    world.key = READ_WRITE_KEY


def the_list_is_edited(world: World) -> None:
    world.list = {
        "Works": {A: "Fronts", B: "Lattices", C: "Layers", E: "Kinetics"},
        "Places": {D: "Our club"},
    }


def the_club_closes(world: World) -> None:
    del world.pages[D]


def people_edit_the_group(world: World) -> None:
    group = world.standin.zotero
    group.edit_item(world.item(FRONTS.title), title=RETITLED)
    group.trash_item(world.item(LAYERS.title))
    group.move_item(world.item(KINETICS.title), [world.shelf("Places")])


def much_is_new_and_crossref_is_down(world: World) -> None:
    world.works |= {"fronts": RETRACTED, "lattices": PUBLISHED}
    world.list["Works"][F] = "Circuits"
    world.standin.misbehave("crossref", "503")


def a_link_is_removed(world: World) -> None:
    del world.list["Works"][E]


def the_club_opens_again(world: World) -> None:
    world.pages[D] = CLUB


def a_heading_is_renamed(world: World) -> None:
    world.list = {"Works": world.list["Works"], "Venues": world.list["Places"]}


def a_link_is_added_and_zotero_is_down(world: World) -> None:
    world.list["Works"][G] = "Bridges"
    world.standin.misbehave("zotero", "503")


def arxiv_is_down(world: World) -> None:
    all_is_well(world)
    world.standin.misbehave("arxiv", "503")


def the_preprint_is_revised(world: World) -> None:
    all_is_well(world)
    world.works["lattices"] = REVISED


def the_list_cannot_be_read(world: World) -> None:
    world.list_status = 404


def the_key_may_only_read(world: World) -> None:
    all_is_well(world)
    world.list["Works"][G] = "On bridges"
    world.list["Venues"][A] = world.list["Works"].pop(A)
    world.key = READ_ONLY_KEY


def people_restore_and_tag(world: World) -> None:
    group = world.standin.zotero
    group.restore_item(world.item(LAYERS.title))
    group.edit_item(world.item(RETITLED), title=RENAMED)
    tags = group.item(world.item(CIRCUITS.title))["tags"]
    group.edit_item(world.item(CIRCUITS.title), tags=[*tags, {"tag": REMARK}])
    group.move_item(world.item(BRIDGES.title), [world.shelf("Venues")])


def a_work_is_corrected_and_a_counter_is_down(world: World) -> None:
    world.works["circuits"] = CORRECTED
    world.standin.misbehave("semantic_scholar", "503")


def the_press_goes(world: World) -> None:
    del world.pages[C]


def all_is_well_and_the_press_comes_back(world: World) -> None:
    all_is_well(world)
    world.pages[C] = PRESS


def all_but_the_list_is_well(world: World) -> None:
    all_is_well(world)
    the_list_cannot_be_read(world)


def the_host_of_the_club_is_down(world: World) -> None:
    all_is_well(world)
    world.standin.misbehave("web", "503", holding="club.made-up.net")
