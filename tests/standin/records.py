"""A work as the stand-in's data files tell it."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A person in parts, or a collective."""

    family: str = ""
    given: str = ""
    suffix: str = ""
    collective: str = ""

    @property
    def spoken(self) -> str:
        """The name as one would say it."""
        parts = (self.given, self.family, self.suffix)
        return self.collective or " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preprint:
    """What arXiv says about a work."""

    id: str
    submitted: str = ""
    """The day of version 1."""
    updated: str = ""
    """The day of the latest version, where it is not the first."""
    version: int = 1
    """The latest version."""
    categories: tuple[str, ...] = ("cs.LG",)
    title: str = ""
    """Its title there, where it is not the work's."""
    first_title: str = ""
    """The title of version 1, where it was changed."""
    comment: str = ""
    journal_ref: str = ""
    doi: str = ""
    """The journal's DOI as the author typed it."""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A work, and who has registered it."""

    doi: str = ""
    """As deposited, capitals included."""
    agency: str = "crossref"
    """Who registered the DOI: crossref, datacite, medra, jalc, ..."""
    preprint: Preprint | None = None
    kind: str = "journal-article"
    """In Crossref's words; a DataCite record is named by `resource`."""
    resource: str = "Text"
    """DataCite's resourceTypeGeneral."""
    title: str = ""
    other_titles: tuple[str, ...] = ()
    subtitle: tuple[str, ...] = ()
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    issued: str = ""
    """ "2018", "2018-06" or "2018-06-19"; empty where the registry has no date."""
    printed: str = ""
    """The day of the print edition, where it is another."""
    venue: str = ""
    short_venue: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    article_number: str = ""
    publisher: str = ""
    language: str = ""
    issn: tuple[str, ...] = ()
    isbn: tuple[str, ...] = ()
    pii: tuple[str, ...] = ()
    """Publisher's own numbers: Crossref's alternative-id."""
    pmid: str = ""
    relations: tuple[tuple[str, str], ...] = ()
    """Pairs such as ("is-preprint-of", "doi:10.1000/1")."""
    updates: tuple[tuple[str, str], ...] = ()
    """Pairs such as ("retraction", "10.1000/1"): this record is a notice on that one."""
    updated_by: tuple[tuple[str, str], ...] = ()
    """The same pairs seen from the other end."""
    url: str = ""
    citations: Mapping[str, int] = field(default_factory=dict[str, int])
    """By service."""
    unknown_to: frozenset[str] = frozenset()
    """Services that lack the work."""
    split: bool = False
    """OpenAlex keeps preprint and published version apart."""

    @property
    def key(self) -> str:
        """What tells the record from every other."""
        return self.doi.lower() or (self.preprint.id if self.preprint else self.title)

    @property
    def number(self) -> int:
        """A number of ten digits, the same in every run."""
        return 2_000_000_000 + zlib.crc32(self.key.encode()) % 2_000_000_000

    @property
    def full_title(self) -> str:
        """Title and subtitle."""
        return ": ".join(part for part in (self.title, *self.subtitle) if part)


def name_from_text(text: str) -> Name:
    """Read "Family, Given, Suffix", "Family" or "=A Collective"."""
    if text.startswith("="):
        return Name(collective=text[1:])
    family, given, suffix, *_ = [*(part.strip() for part in text.split(",")), "", ""]
    return Name(family=family, given=given, suffix=suffix)


def record_from_row(row: Mapping[str, Any]) -> Record:
    """Read a row of a data file: the fields of a record, lists for tuples."""
    fields = {key: _frozen(value) for key, value in row.items()}
    for people in ("authors", "editors"):
        fields[people] = tuple(name_from_text(text) for text in row.get(people, ()))
    if "preprint" in row:
        said = {key: _frozen(value) for key, value in row["preprint"].items()}
        fields["preprint"] = Preprint(**said)
    fields["unknown_to"] = frozenset(row.get("unknown_to", ()))
    return Record(**fields)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(part) for part in value) if isinstance(value, list) else value
