"""What one convention on a page says about one thing, before anything is believed."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from enrichers.model import Scheme, WorkKind


class Convention(IntEnum):
    """A way for pages to describe themselves, the most careful first: what is written for
    indexes of scholarly works goes before what is written for social networks."""

    CITATION = 0
    EPRINTS = 1
    PRISM = 2
    DUBLIN_CORE = 3
    JSON_LD = 4
    MICRODATA = 5
    COINS = 6
    OPEN_GRAPH = 7
    META = 8
    SHOWN = 9
    """What readers see: headings, bylines, the title of the window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Raw words about one field of the work, or about its identity or kind."""

    field: str
    """A field of `Work`, or one of the names below."""
    values: tuple[str, ...]
    by: str
    """The tag that says it, such as "citation_title"."""
    convention: Convention
    kind: WorkKind | None = None
    """With the field `KIND` alone."""


KIND: Final = "kind"
FIRST_PAGE: Final = "first_page"
LAST_PAGE: Final = "last_page"
SITE: Final = "site"
"""The name of the site, which titles often end with."""
IDENTIFIER: Final = "identifier"
"""An identifier of whatever scheme."""
SCHEMES: Final = {
    "doi": Scheme.DOI,
    "arxiv": Scheme.ARXIV,
    "pmid": Scheme.PMID,
    "pmcid": Scheme.PMCID,
    IDENTIFIER: None,
}
"""Statements that give the page an identity."""
