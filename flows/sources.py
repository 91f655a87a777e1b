"""Open the services that a run asks, each with its endpoint, contact, key and patience."""

from collections.abc import Generator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from enrichers.asking.pace import Pace
from enrichers.asking.web import TIMEOUT
from enrichers.model import Source
from enrichers.pages.fetch import Fetcher, Limits
from enrichers.sources import (
    arxiv,
    crossref,
    datacite,
    doaj,
    doi_org,
    figshare,
    github,
    hal,
    inspire,
    openalex,
    openreview,
    pubmed,
    semantic_scholar,
    zenodo,
)
from enrichers.sources.access import Access
from enrichers.sources.arxiv import Arxiv
from enrichers.sources.crossref import Crossref
from enrichers.sources.datacite import DataCite
from enrichers.sources.doaj import Doaj
from enrichers.sources.doi_org import DoiOrg
from enrichers.sources.figshare import Figshare
from enrichers.sources.github import GitHub
from enrichers.sources.hal import Hal
from enrichers.sources.inspire import Inspire
from enrichers.sources.openalex import OpenAlex
from enrichers.sources.openreview import OpenReview
from enrichers.sources.pubmed import PubMed
from enrichers.sources.semantic_scholar import SemanticScholar
from enrichers.sources.zenodo import Zenodo
from enrichers.words.model import TitleSearch
from flows.keys import file_for, keep, secret
from flows.settings import BadSettings, Settings
from outputs.zotero import connection, desktop
from outputs.zotero.connection import Group

if TYPE_CHECKING:
    from enrichers.snapshots.copy import Copy

STATE_FILE = "state.sqlite"
LOCAL_KEY = "ZOTERO_LOCAL_API_KEY"
"""The key that Zotero desktop gave us; a file of that name plus _FILE may be empty-handed yet:
it gets the key that Zotero's user grants for good."""
AnySource = (
    Arxiv
    | Crossref
    | DataCite
    | Doaj
    | DoiOrg
    | Figshare
    | GitHub
    | Hal
    | Inspire
    | OpenAlex
    | OpenReview
    | PubMed
    | SemanticScholar
    | Zenodo
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everybody who is asked in a run."""

    sources: tuple[AnySource, ...]
    searchers: tuple[TitleSearch, ...]
    """Those of them that find works by title, the one that is asked first first."""
    copies: tuple[Source, ...]
    """Local ones, of services that may be silent."""
    fetcher: Fetcher
    """The way to all other pages."""

    @property
    def requests(self) -> dict[str, int]:
        """Requests that left, by the name of the source."""
        return {source.name: source.web.sent for source in self.sources}

    @property
    def waited(self) -> dict[str, float]:
        """Seconds that requests waited for their turns, by the name of the source."""
        return {source.name: source.web.waited for source in self.sources}

    @property
    def pools(self) -> dict[str, str]:
        """The pools of services that have several and said which one we are in."""
        asked = [source for source in self.sources if isinstance(source, Crossref)]
        return {source.name: source.pool for source in asked if source.pool}


class _SourceModule(Protocol):
    """What the module of a source says about its service."""

    __name__: str

    @property
    def ENDPOINT(self) -> str:
        """Where the service answers."""
        ...

    @property
    def PATIENCE(self) -> float:
        """Seconds."""
        ...


@contextmanager
def opened(settings: Settings) -> Generator[Services]:
    """Every source, with one shared pace; all are closed at the end."""

    def manners(name: str, endpoint: str, patience: float, timeout: float) -> Access:
        return {
            "pace": pace,
            "contact": settings.contact,
            "endpoint": at(name, endpoint),
            "timeout": min(timeout, settings.patience),
            "patience": min(patience, settings.patience),
        }

    def of(module: _SourceModule, timeout: float = TIMEOUT) -> Access:
        name = module.__name__.rpartition(".")[2]
        return manners(name, module.ENDPOINT, module.PATIENCE, timeout)

    def at(name: str, endpoint: str) -> str:
        return settings.endpoints.get(name, endpoint)

    with ExitStack() as stack:
        pace = Pace(settings.state / STATE_FILE)
        stack.callback(pace.close)
        found_in = Crossref(**of(crossref)), Arxiv(**of(arxiv))
        openalex_key, s2_key = secret("OPENALEX_API_KEY"), secret("S2_API_KEY")
        last = OpenAlex(**of(openalex), api_key=openalex_key)
        sources: tuple[AnySource, ...] = (
            *found_in,
            last,
            DataCite(**of(datacite)),
            Doaj(**of(doaj)),
            DoiOrg(**of(doi_org)),
            Figshare(**of(figshare)),
            GitHub(
                **of(github), token=secret("GITHUB_TOKEN"), files=at("github_raw", github.FILES)
            ),
            Hal(**of(hal)),
            Inspire(**of(inspire)),
            PubMed(**of(pubmed)),
            Zenodo(**of(zenodo)),
            *_for_members(of(openreview), first=at("openreview1", openreview.FIRST)),
            SemanticScholar(**of(semantic_scholar, semantic_scholar.TIMEOUT), api_key=s2_key),
        )
        for source in sources:
            stack.callback(source.web.close)
        copies = tuple(stack.enter_context(closing(copy)) for copy in _copies(settings))
        fetcher = Fetcher(pace, settings.contact, limits=limits_of(settings))
        stack.callback(fetcher.close)
        yield Services(
            sources=sources, searchers=(*found_in, last), copies=copies, fetcher=fetcher
        )


def limits_of(settings: Settings) -> Limits:
    """What a fetch may take, where a run has less patience than usual."""
    limits = Limits()
    return replace(
        limits,
        patience=min(limits.patience, settings.patience),
        silence=min(limits.silence, settings.patience),
        whole=min(limits.whole, settings.patience),
    )


def _copies(settings: Settings) -> Generator["Copy"]:
    """The snapshots that are set up. Raises BadSettings for one that cannot be used."""
    if not settings.arxiv_snapshot:
        return
    from enrichers.snapshots.copy import Copy  # noqa: PLC0415 -- DuckDB, for the few with one
    from enrichers.snapshots.layout import Kind, SnapshotBroken  # noqa: PLC0415

    try:
        yield Copy(Path(settings.arxiv_snapshot).expanduser(), Kind.ARXIV)
    except SnapshotBroken as error:
        raise BadSettings(f"'arxiv_snapshot': {error}") from error


def _for_members(told: Access, *, first: str) -> tuple[OpenReview, ...]:
    """Who answers only those who signed in, if we have."""
    token = secret("OPENREVIEW_TOKEN")
    return (OpenReview(token=token, first=first, **told),) if token else ()


def group_of(settings: Settings, library: str) -> Group:
    """The way to a library such as "groups/4242", through zotero.org or Zotero desktop.

    Raises BadSettings, as `secret` does.
    """
    kind, _, number = library.partition("/")
    endpoint = settings.endpoints.get("zotero", connection.ENDPOINT)
    web = Group(
        number=number,
        kind=kind.removesuffix("s"),
        contact=settings.contact,
        endpoint=endpoint,
        timeout=min(connection.TIMEOUT, settings.patience),
        patience=min(connection.PATIENCE, settings.patience),
        mark=settings.mark,
    )
    local = replace(
        web,
        endpoint=settings.desktop or desktop.ENDPOINT,
        every=0.0,
        patience=min(desktop.PATIENCE, settings.patience),
        mark=False,
        is_local=True,
    )
    if settings.local:
        file = file_for(LOCAL_KEY)
        is_to_come = file is not None and not file.exists()
        return replace(
            local,
            key="" if is_to_come else secret(LOCAL_KEY),
            keep_key=partial(keep, file=file) if file else None,
            twin=web.address,
        )
    return replace(web, key=secret("ZOTERO_API_KEY"), twin=local.address)
