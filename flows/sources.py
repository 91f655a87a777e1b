"""Open the services that a run asks, each with its endpoint, contact, key and patience."""

import os
import stat
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TypedDict

from enrichers.pace import Pace
from enrichers.pages.fetch import Fetcher, Limits
from enrichers.sources import (
    arxiv,
    crossref,
    datacite,
    doaj,
    doi_org,
    hal,
    inspire,
    openalex,
    pubmed,
    semantic_scholar,
)
from enrichers.sources.arxiv import Arxiv
from enrichers.sources.crossref import Crossref
from enrichers.sources.datacite import DataCite
from enrichers.sources.doaj import Doaj
from enrichers.sources.doi_org import DoiOrg
from enrichers.sources.hal import Hal
from enrichers.sources.inspire import Inspire
from enrichers.sources.openalex import OpenAlex
from enrichers.sources.pubmed import PubMed
from enrichers.sources.semantic_scholar import SemanticScholar
from enrichers.web import TIMEOUT
from enrichers.words.model import TitleSearch
from flows.settings import BadSettings, Settings
from outputs.zotero import connection
from outputs.zotero.connection import Group

STATE_FILE = "state.sqlite"
AnySource = (
    Arxiv
    | Crossref
    | DataCite
    | Doaj
    | DoiOrg
    | Hal
    | Inspire
    | OpenAlex
    | PubMed
    | SemanticScholar
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everybody who is asked in a run."""

    sources: tuple[AnySource, ...]
    searchers: tuple[TitleSearch, ...]
    """Those of them that find works by title, the one that is asked first first."""
    fetcher: Fetcher
    """The way to all other pages."""

    @property
    def requests(self) -> dict[str, int]:
        """Requests that left, by the name of the source."""
        return {source.name: source.web.sent for source in self.sources}


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


class _Manners(TypedDict):
    """What every source is told."""

    pace: Pace
    contact: str
    endpoint: str
    timeout: float
    patience: float


@contextmanager
def opened(settings: Settings) -> Generator[Services]:
    """Every source, with one shared pace; all are closed at the end."""

    def manners(name: str, endpoint: str, patience: float, timeout: float) -> _Manners:
        return {
            "pace": pace,
            "contact": settings.contact,
            "endpoint": settings.endpoints.get(name, endpoint),
            "timeout": min(timeout, settings.patience),
            "patience": min(patience, settings.patience),
        }

    def of(module: _SourceModule, timeout: float = TIMEOUT) -> _Manners:
        name = module.__name__.rpartition(".")[2]
        return manners(name, module.ENDPOINT, module.PATIENCE, timeout)

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
            Hal(**of(hal)),
            Inspire(**of(inspire)),
            PubMed(**of(pubmed)),
            SemanticScholar(**of(semantic_scholar, semantic_scholar.TIMEOUT), api_key=s2_key),
        )
        for source in sources:
            stack.callback(source.web.close)
        limits = Limits()
        limits = replace(
            limits,
            patience=min(limits.patience, settings.patience),
            silence=min(limits.silence, settings.patience),
            whole=min(limits.whole, settings.patience),
        )
        fetcher = Fetcher(pace, settings.contact, limits=limits)
        stack.callback(fetcher.close)
        yield Services(sources=sources, searchers=(*found_in, last), fetcher=fetcher)


def group_of(settings: Settings, library: str) -> Group:
    """The way to a library such as "groups/4242". Raises BadSettings, as `secret` does."""
    kind, _, number = library.partition("/")
    return Group(
        number=number,
        key=secret("ZOTERO_API_KEY"),
        kind=kind.removesuffix("s"),
        contact=settings.contact,
        endpoint=settings.endpoints.get("zotero", connection.ENDPOINT),
        timeout=min(connection.TIMEOUT, settings.patience),
        patience=min(connection.PATIENCE, settings.patience),
        mark=settings.mark,
    )


def secret(name: str, environ: Mapping[str, str] = os.environ) -> str:
    """A key from the environment, or from the file that NAME_FILE names; "" without one.

    Raises BadSettings for a file that cannot be read or that others may read.
    """
    if value := environ.get(name, "").strip():
        return _plain(name, value)
    named = environ.get(f"{name}_FILE", "")
    if not named:
        return ""
    file = Path(named)
    try:
        if file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
            raise BadSettings(f"others may read {file}: run 'chmod 600 {file}'")
        return _plain(name, file.read_text(encoding="utf-8").strip())
    except OSError as error:
        raise BadSettings(f"cannot read {name}_FILE {file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadSettings(
            f"{name}_FILE {file} is no text: it must hold the key alone"
        ) from error


def _plain(name: str, value: str) -> str:
    """A key that can be sent; what it is is kept out of the error."""
    if not value.isascii() or not value.isprintable() or " " in value:
        raise BadSettings(f"{name} holds signs that no key has: copy the key again")
    return value
