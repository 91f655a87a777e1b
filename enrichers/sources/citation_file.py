"""Reads CITATION.cff: who made a repository, its own DOIs, and the paper it wants cited."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from enrichers.model import Identifier, Person, Scheme
from enrichers.sources import registered
from enrichers.sources.payload import date, dicts, fields, text
from enrichers.writing.names import person_from_parts

LONGEST = 50_000  # characters: of a file that can be read in a fraction of a second
MOST_AUTHORS = 200
OWN_TYPES = frozenset({"", "software", "dataset"})
"""What the file may be about; of another type it describes something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationFile:
    """What the file says."""

    authors: tuple[Person, ...] = ()
    released: str = ""
    """ISO 8601."""
    rights: str = ""
    own: frozenset[Identifier] = frozenset()
    """DOIs of what the repository holds, as it says."""
    preferred: frozenset[Identifier] = frozenset()
    """Identifiers of the work that it wants cited, which is another one."""


def read(content: str) -> CitationFile:
    """What a file says; nothing if it is no YAML, too long or of another format."""
    if len(content) > LONGEST:
        return CitationFile()
    try:
        # The base loader makes texts of everything, and nothing else.
        said = fields(yaml.load(content, Loader=yaml.BaseLoader))
    except (yaml.YAMLError, RecursionError, ValueError):
        return CitationFile()
    if "cff-version" not in said:
        return CitationFile()
    preferred = frozenset(_named(fields(said.get("preferred-citation"))))
    dois = (known for known in _named(said) if known.scheme is Scheme.DOI)
    is_about_itself = text(said.get("type")).lower() in OWN_TYPES
    return CitationFile(
        authors=tuple(_people(said)),
        released=date(said.get("date-released")),
        rights=text(said.get("license")),
        own=frozenset(dois) - preferred if is_about_itself else frozenset(),
        preferred=preferred,
    )


def _named(said: Mapping[str, Any]) -> Iterator[Identifier]:
    """The DOIs and arXiv ids of one reference."""
    values = [text(said.get("doi")), text(said.get("url"))]
    values += [text(entry.get("value")) for entry in dicts(said.get("identifiers"))]
    for value in values:
        if known := registered.doi(value) or registered.arxiv(value):
            yield known


def _people(said: Mapping[str, Any]) -> Iterator[Person]:
    for author in dicts(said.get("authors"))[:MOST_AUTHORS]:
        particle, family = text(author.get("name-particle")), text(author.get("family-names"))
        someone = person_from_parts(
            given=text(author.get("given-names")),
            family=" ".join(filter(None, (particle, family))),
            name=text(author.get("name")),
        )
        if someone != Person():
            yield someone
