"""Reads identifiers as registries write them into their records."""

import re
from urllib.parse import quote, unquote

from enrichers.identifiers import arxiv_ids
from enrichers.identifiers import doi as dois
from enrichers.model import Identifier, Scheme

RESOLVER = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/", re.IGNORECASE)
ARXIV_ADDRESS = re.compile(
    r"(?:https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf)/|arxiv:)", re.IGNORECASE
)
ARXIV_DOI = "10.48550/arxiv."
SAFE_IN_ADDRESS = "/:;()"


def doi(text: str) -> Identifier | None:
    """The work that a DOI names, bare or as an address; arXiv's own DOIs are arXiv ids."""
    text = text.strip()
    resolver = RESOLVER.match(text)
    bare = unquote(text[resolver.end() :]) if resolver else text
    value = dois.canonical(re.sub("^doi:", "", bare, flags=re.IGNORECASE).strip())
    if value and value.startswith(ARXIV_DOI):
        return arxiv(value.removeprefix(ARXIV_DOI))
    return Identifier(Scheme.DOI, value) if value else None


def arxiv(text: str) -> Identifier | None:
    """The paper that an arXiv id names, bare or as an address, with or without version."""
    text = text.strip()
    address = ARXIV_ADDRESS.match(text)
    parsed = arxiv_ids.parse(text[address.end() :].removesuffix(".pdf") if address else text)
    return Identifier(Scheme.ARXIV, parsed[0]) if parsed else None


def doi_address(value: str) -> str:
    """Where a DOI leads."""
    return f"https://doi.org/{quote(value, safe=SAFE_IN_ADDRESS)}"
