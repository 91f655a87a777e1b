"""The whole climb of a list of links, against one stand-in, with one memory."""

from datetime import date
from pathlib import Path

from enrichers.asking.pace import Pace
from enrichers.asking.store import Store
from enrichers.conclude import Conclusion, conclude
from enrichers.explain import story
from enrichers.identify import identify
from enrichers.ladder import climb
from enrichers.pages.fetch import Fetcher, Limits
from enrichers.pages.memory import Memory as Pages
from enrichers.pages.reader import Reader
from enrichers.pages.visit import visit
from enrichers.resolve import Resolver
from enrichers.rulings import NO_RULINGS, Rulings
from enrichers.sources.arxiv import Arxiv
from enrichers.sources.crossref import Crossref
from enrichers.sources.datacite import DataCite
from enrichers.sources.doi_org import DoiOrg
from enrichers.words.search import Memory as Searches
from enrichers.words.search import search
from seeds.model import Link
from tests.standin.catalogue import Catalogue
from tests.standin.pages import Page
from tests.standin.records import Name, Preprint, Record
from tests.standin.server import StandIn

TODAY = date(2026, 11, 23)
ADA, EMMY = Name(family="Lovelace", given="Ada"), Name(family="Noether", given="Emmy")

BOUND = Record(
    doi="10.1000/bound",
    title="A sharp bound for the spectral norm of random feature maps",
    authors=(ADA, EMMY),
    issued="2019-03",
    venue="Acta",
)
FLOW = Record(
    title="Gradient flows of wide residual networks on manifolds",
    authors=(EMMY,),
    preprint=Preprint(id="2101.00001", submitted="2021-01-01"),
)
TWIN = Record(
    doi="10.1000/twin",
    title="Stochastic averaging of stiff kinetic equations",
    authors=(ADA,),
    issued="2015",
)
TWIN_OF_OTHERS = Record(
    doi="10.1000/other",
    title="Stochastic averaging of stiff kinetic equations",
    authors=(Name(family="Senn", given="Urs"),),
    issued="2015",
)
PAIR = Record(
    doi="10.1000/pair",
    title="Slow manifolds of fast reaction networks",
    authors=(EMMY,),
    issued="2017",
)
PAIRED = Record(
    doi="10.1000/paired",
    title=PAIR.title,
    authors=(EMMY,),
    issued="2016",
    kind="posted-content",
    relations=(("is-preprint-of", "doi:10.1000/pair"),),
)
CHEESE = Record(doi="10.1000/cheese", title="A history of cheese in the Alps", issued="2005")
BRIEF = Record(doi="10.1000/brief", title="Learning diverse Bayesian networks", issued="2019")
ERRATUM = Record(doi="10.1000/erratum", title=f"Erratum to: {BRIEF.title}", issued="2020")

DECLARED = "https://papers.made-up.net/abstract/17"
WRONG = "https://papers.made-up.net/abstract/18"
REFERENCES = "https://notes.made-up.net/reading"
PAPER = "https://people.made-up.net/ada/bound.pdf"
TALK = "https://people.made-up.net/emmy/talks/flows-slides.pdf"
COURSE = "https://people.made-up.net/emmy/course/"
NOWHERE = "https://people.made-up.net/ada/lost.pdf"
TWO_FACED = "https://papers.made-up.net/abstract/19"
TWO_AND_NAMED = "https://papers.made-up.net/abstract/20"
UNKNOWN_DOI = "https://papers.made-up.net/abstract/21"
SHORT = "https://short.made-up.net/q"
MOVED = "https://old.made-up.net/papers/17.html"

CATALOGUE = Catalogue(
    [BOUND, FLOW, TWIN, TWIN_OF_OTHERS, PAIR, PAIRED, CHEESE, BRIEF, ERRATUM],
    [
        Page(url=DECLARED, record=BOUND, title=BOUND.title, dialects=("highwire",)),
        Page(
            url=WRONG,
            title="Seven recipes for a rainy day",
            meta=(("citation_doi", "10.1000/bound"), ("citation_title", "Seven recipes")),
        ),
        Page(url=REFERENCES, title="What we read this term", cites=(BOUND, FLOW, CHEESE)),
        Page(
            url=PAPER,
            kind="pdf",
            title=BOUND.title,
            authors=("Ada Lovelace", "Emmy Noether"),
        ),
        Page(url=TALK, kind="pdf", title=FLOW.title, layout="beamer"),
        Page(url=COURSE, title="Linear things, spring 2020", body=("Lecturer: Emmy Noether",)),
        Page(
            url=TWO_FACED,
            meta=(("citation_doi", "10.1000/bound"), ("citation_doi", "10.1000/cheese")),
        ),
        Page(
            url=TWO_AND_NAMED,
            title=CHEESE.title,
            meta=(
                ("citation_title", CHEESE.title),
                ("citation_doi", "10.1000/cheese"),
                ("citation_doi", "10.1000/twin"),
            ),
        ),
        Page(
            url=UNKNOWN_DOI,
            title="Something",
            meta=(("citation_doi", "10.1000/nobody"), ("citation_title", "Something else")),
        ),
        Page(url=SHORT, location="https://arxiv.org/abs/2101.00001", status=302),
        Page(url="https://arxiv.org/abs/2101.00001", status=403, title="No robots"),
        Page(url=MOVED, location="https://new-house.made-up.org/", status=301),
        Page(url="https://new-house.made-up.org/", title="The New House, a publisher"),
    ],
)


class Walk:
    """Climbs with one list of links, against one stand-in, with one memory."""

    def __init__(self, standin: StandIn, folder: Path, reader: Reader) -> None:
        at = standin.endpoints
        state = folder / "state.sqlite"
        self._pace = pace = Pace(state)
        contact = "ada@made-up.net"
        self._sources = (
            Arxiv(
                pace=pace,
                contact=contact,
                endpoint=at["arxiv"],
                timeout=1,
                patience=0,
                pause=0,
            ),
            Crossref(
                pace=pace, contact=contact, endpoint=at["crossref"], timeout=1, patience=0
            ),
            DataCite(
                pace=pace, contact=contact, endpoint=at["datacite"], timeout=1, patience=0
            ),
            DoiOrg(pace=pace, contact=contact, endpoint=at["doi_org"], timeout=1, patience=0),
        )
        self._store, self._pages = Store(state), Pages(state)
        self._searches = Searches(state)
        self._fetcher = Fetcher(pace, limits=Limits(every=0, patience=0))
        self._reader = reader

    def __call__(
        self, *links: Link, rulings: Rulings = NO_RULINGS, today: date = TODAY
    ) -> Conclusion:
        resolver = Resolver(self._sources, store=self._store, today=today)
        claims = {link: identify(link.url) for link in links if link.url}
        resolved = climb(
            links,
            {link: said for link, said in claims.items() if said},
            resolver,
            visitor=lambda urls: visit(
                urls,
                fetch=self._fetcher.fetch,
                read=self._reader.read,
                memory=self._pages,
                today=today,
            ),
            searcher=lambda clues: search(
                clues, self._sources[:2][::-1], memory=self._searches, today=today
            ),
            rulings=rulings,
        )
        conclusion = conclude(links, resolved, rulings=rulings, today=today)
        self.stories = [
            story(end, resolved, conclusion.works.get(end.work_id))
            for end in conclusion.resolutions
        ]
        self.resolved = resolved
        return conclusion

    def close(self) -> None:
        for each in (self._fetcher, self._searches, self._pages, self._store, self._pace):
            each.close()
        for source in self._sources:
            source.web.close()


def link(url: str, label: str = "", line: int = 1) -> Link:
    return Link(url=url, label=label, document="list.md", line=line, topic_path=("Topic",))
