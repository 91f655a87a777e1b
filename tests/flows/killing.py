"""A small list with everything a run does, and a stand-in that kills the run which asks it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, takewhile, zip_longest
from random import Random
from threading import Timer

from tests.flows.works import AUTHORS, CIRCUITS, CLUB, FRONTS, KINETICS, LATTICES, LAYERS, PRESS
from tests.standin.catalogue import Catalogue
from tests.standin.faults import Delivery
from tests.standin.pages import Page
from tests.standin.records import Record
from tests.standin.server import StandIn
from tests.standin.wire import Request, text_reply

TURBINES = Record(
    doi="10.5281/zenodo.4141414",
    agency="datacite",
    resource="Dataset",
    title="Wind turbine wakes at fifty sites",
    authors=AUTHORS,
    issued="2020",
    publisher="Zenodo",
)
PAGES = (
    PRESS,
    Page(
        url="https://people.made-up.net/files/4.pdf",
        kind="pdf",
        layout="columns",
        title=CIRCUITS.title,
        authors=tuple(name.spoken for name in AUTHORS),
        record=CIRCUITS,
        body=(f"https://doi.org/{CIRCUITS.doi}",),
    ),
    Page(
        url="https://lab.made-up.net/5.pdf",
        kind="pdf",
        title=KINETICS.title,
        authors=tuple(name.spoken for name in AUTHORS),
        record=KINETICS,
    ),
    CLUB,
    Page(url="https://club.made-up.net/rules", title="Rules of the club", body=("Be kind.",)),
)
WORKS = (FRONTS, LATTICES, TURBINES, LAYERS, CIRCUITS, KINETICS)
CATALOGUE = Catalogue(WORKS, PAGES)
LIST = f"""# Reading
## Works
- [Fronts](https://doi.org/{FRONTS.doi})
- [Lattices](https://arxiv.org/abs/2101.00017)
- [Turbines](https://doi.org/{TURBINES.doi})
- [Layers]({PRESS.url})
## Files
- [Circuits](https://people.made-up.net/files/4.pdf)
- [{KINETICS.title}](https://lab.made-up.net/5.pdf)
- [Fronts again](https://doi.org/{FRONTS.doi})
## Places
- [The club]({CLUB.url})
- [Its rules](https://club.made-up.net/rules)
"""

SEED = 272
SIDE_BY_SIDE = ({"arxiv", "crossref", "datacite"}, {"openalex", "semantic_scholar"})
"""Services that a run asks in one round."""
MOMENTS = ("before", "after", "later")
REQUESTS: Mapping[str, int] = {
    "sources": 8,
    "pages": 5,
    "searches": 1,
    "reading the group": 6,
    "pushing": 2,
}
"""By stage, the requests of a run that nobody disturbs."""
FILES = (
    "state/state.sqlite",
    "exports/history/.*.part",
    "exports/history/*.parquet",
    "exports/runs/.*.part",
    "exports/runs/.*.part/works.parquet",
    "exports/runs/.*.part/digest.html",
    "exports/runs/.*.part/manifest.json",
    "exports/runs/2*",
    "exports/latest",
    "exports/links.csv",
)
"""By the names that a run writes, in this order; the first is there before any request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blow:
    """When a run is killed."""

    stage: str
    """A key of `REQUESTS`, or one of `FILES`."""
    at: int = 0
    """The number of the stage's request."""
    moment: str = ""
    """Of that request: before it is heard, after it is obeyed and before the answer is out,
    or a little later."""
    delay: float = 0.0
    """Seconds of "later"."""

    def __str__(self) -> str:
        return f"{self.moment} {self.at} of {self.stage}" if self.moment else self.stage


def blows(count: int) -> list[Blow]:
    """So many moments, drawn by lot from all stages in turn."""
    chance = Random(SEED)
    by_stage = [
        [
            Blow(stage=stage, at=at, moment=moment, delay=chance.uniform(0, 0.05))
            for at in range(1, requests + 1)
            for moment in MOMENTS
        ]
        for stage, requests in REQUESTS.items()
    ]
    by_stage.append([Blow(stage=name) for name in FILES])
    for drawn in by_stage:
        chance.shuffle(drawn)
    in_turn = [blow for turn in zip_longest(*by_stage) for blow in turn if blow]
    return in_turn[:count]


def stage_of(request: Request) -> str:
    """What a run is at when it sends such a request."""
    if request.service == "zotero":
        return "reading the group" if request.method == "GET" else "pushing"
    if request.service == "web":
        return "pages"
    return "searches" if "query." in request.query else "sources"


def asked_of(requests: Iterable[Request]) -> Counter[str]:
    """Requests by service, those for pages by host; of one of these only one is in flight."""
    return Counter(
        request.path.split("/")[2] if request.service == "web" else request.service
        for request in requests
        if request.service != "zotero"
    )


def in_flight(requests: Sequence[Request]) -> Counter[str]:
    """What may have been under way at the last of them: that one, or a page of each host, or
    one request to each of the services that were asked side by side at the end."""
    last = {request.service for request in requests[-1:]}
    beside = next((group for group in SIDE_BY_SIDE if last & group), last)
    at_the_end = takewhile(lambda request: request.service in beside, reversed(requests))
    return Counter(asked_of(at_the_end).keys())


class Trap(StandIn):
    """A stand-in that kills the run which asks it."""

    def __init__(self, blow: Blow | None = None) -> None:
        super().__init__(CATALOGUE, pace=0.01)
        self._blow = blow
        self._met = count(1)
        self.kill: Callable[[], None] | None = None

    def deliver(self, request: Request) -> Delivery:
        """Answer, and strike when it is time."""
        blow = self._blow
        if blow is None or self.kill is None or stage_of(request) != blow.stage:
            return super().deliver(request)
        if next(self._met) != blow.at:
            return super().deliver(request)
        if blow.moment == "before":
            self.kill()
            return Delivery(reply=text_reply(""), is_reset=True)
        delivery = super().deliver(request)
        if blow.moment == "after":
            self.kill()
        else:
            Timer(blow.delay, self.kill).start()
        return delivery
