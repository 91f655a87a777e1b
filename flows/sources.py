"""Open the metadata services that a run asks, each with its endpoint, contact and key."""

import os
import stat
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from enrichers.model import Source
from enrichers.pace import Pace
from enrichers.sources import (
    arxiv,
    crossref,
    datacite,
    doi_org,
    openalex,
    semantic_scholar,
)
from enrichers.sources.arxiv import Arxiv
from enrichers.sources.crossref import Crossref
from enrichers.sources.datacite import DataCite
from enrichers.sources.doi_org import DoiOrg
from enrichers.sources.openalex import OpenAlex
from enrichers.sources.semantic_scholar import SemanticScholar
from flows.settings import BadSettings, Settings

STATE_FILE = "state.sqlite"
Sources = tuple[Arxiv | Crossref | DataCite | DoiOrg | OpenAlex | SemanticScholar, ...]


@contextmanager
def opened(settings: Settings) -> Generator[Sources]:
    """Every source, with one shared pace; all are closed at the end."""
    with ExitStack() as stack:
        pace = Pace(settings.state / STATE_FILE)
        stack.callback(pace.close)
        contact, at = settings.contact, settings.endpoints
        sources: Sources = (
            Arxiv(pace=pace, contact=contact, endpoint=at.get("arxiv", arxiv.ENDPOINT)),
            Crossref(
                pace=pace, contact=contact, endpoint=at.get("crossref", crossref.ENDPOINT)
            ),
            DataCite(
                pace=pace, contact=contact, endpoint=at.get("datacite", datacite.ENDPOINT)
            ),
            DoiOrg(pace=pace, contact=contact, endpoint=at.get("doi_org", doi_org.ENDPOINT)),
            SemanticScholar(
                pace=pace,
                contact=contact,
                api_key=secret("S2_API_KEY"),
                endpoint=at.get("semantic_scholar", semantic_scholar.ENDPOINT),
            ),
            OpenAlex(
                pace=pace,
                contact=contact,
                api_key=secret("OPENALEX_API_KEY"),
                endpoint=at.get("openalex", openalex.ENDPOINT),
            ),
        )
        for source in sources:
            stack.callback(source.web.close)
        yield sources


def requests_made(sources: Sources) -> dict[str, int]:
    """Requests that left, by the name of the source."""
    return {_named(source): source.web.sent for source in sources}


def secret(name: str, environ: Mapping[str, str] = os.environ) -> str:
    """A key from the environment, or from the file that NAME_FILE names; "" without one.

    Raises BadSettings for a file that cannot be read or that others may read.
    """
    if value := environ.get(name, "").strip():
        return value
    named = environ.get(f"{name}_FILE", "")
    if not named:
        return ""
    file = Path(named)
    try:
        if file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
            raise BadSettings(f"others may read {file}: run 'chmod 600 {file}'")
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BadSettings(f"cannot read {name}_FILE {file}: {error.strerror}") from error


def _named(source: Source) -> str:
    return source.name
