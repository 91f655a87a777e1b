"""Pages and documents of the web as rows of a table: what stands at which address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.standin.records import Name, Record, record_from_row


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What a careful reader of a list would make of a link to the page."""

    ids: tuple[str, ...] = ()
    """Any of these is the page's identity ("doi:10.1/x", "arxiv:1806.07366"); none has one."""
    related: tuple[str, ...] = ()
    """Identities that it may be related to, and must not be given."""
    types: tuple[str, ...] = ("webpage",)
    """Zotero item types that are right."""
    title: str = ""
    """The title of its item; "" if any honest one will do."""
    state: str = "alive"
    """alive, blocked, suspicious, gone, down or refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What stands at one address."""

    url: str
    kind: str = "html"
    """html, pdf, image or text."""
    status: int = 200
    title: str = ""
    """As it is shown; of a page about a record, the record's unless said otherwise."""
    authors: tuple[str, ...] = ()
    """As they are shown."""
    record: Record | None = None
    """The work that it declares itself to be, in its dialects."""
    dialects: tuple[str, ...] = ()
    """How it declares that: keys of `documents.dialects.DIALECTS`, in order."""
    date: str = ""
    """An ISO date, of a page without a record."""
    site: str = ""
    """The name of the site, after the title in `<title>`."""
    language: str = "en"
    meta: tuple[tuple[str, str], ...] = ()
    """Names and contents of its meta elements, in order."""
    body: tuple[str, ...] = ()
    """Paragraphs, or the lines of a PDF; "# Words" is a heading."""
    links: tuple[tuple[str, str], ...] = ()
    """Addresses and texts."""
    cites: tuple[Record, ...] = ()
    """Works in its list of references."""
    shows: tuple[Record, ...] = ()
    """Works that it lists, each with its link."""
    canonical: str = ""
    refresh: str = ""
    """Where a meta refresh leads."""
    location: str = ""
    """Where a redirect leads."""
    charset: str = "utf-8"
    declared: str = "both"
    """Where the charset is told: header, meta, both, nowhere, or wrong (the header lies)."""
    headers: tuple[tuple[str, str], ...] = ()
    weight: int = 0
    """Kilobytes to fill up to, with prose and script."""
    trick: str = ""
    """A key of `documents.tricks.TRICKS`: how it hurts whoever reads it."""
    layout: str = "paper"
    """Of a PDF: a key of `documents.layouts.LAYOUTS`."""
    stamp: str = ""
    """Of a PDF: what is printed up its left margin."""
    banner: str = ""
    """Of a PDF: the line above everything."""
    info: tuple[tuple[str, str], ...] = ()
    """Of a PDF: entries of its information, in place of the layout's own."""
    xmp: bool = False
    """Of a PDF: its XMP packet names title, authors and DOI."""
    sheets: int = 0
    """Of a PDF: how many; 0 for as many as the layout has."""
    label: str = ""
    """The text that a list gives the link; "" for a bare address."""
    truth: Truth | None = None

    @property
    def shown(self) -> Record:
        """The record, or one made of what the page shows."""
        people = tuple(_spoken(author) for author in self.authors)
        return self.record or Record(title=self.title, authors=people, issued=self.date)


def _spoken(author: str) -> Name:
    given, _, family = author.rpartition(" ")
    return Name(family=family, given=given)


def page_from_row(row: Mapping[str, Any], named: Callable[[str], Record | None]) -> Page:
    """Read a row of the table: the fields of a page, lists for tuples.

    `work`, `cites` and `shows` name works that `named` knows; `record` is a row of its own in
    the manner of the works' files. Raises KeyError for a work that is not known.
    """
    fields: dict[str, Any] = {
        name: _frozen(value) for name, value in row.items() if name not in {"work", "record"}
    }
    for name in ("cites", "shows"):
        fields[name] = tuple(_known(key, named) for key in row.get(name, ()))
    record = _known(row["work"], named) if "work" in row else None
    if "record" in row:
        record = record_from_row(row["record"])
    if "truth" in row:
        fields["truth"] = Truth(**{key: _frozen(value) for key, value in row["truth"].items()})
    page = Page(**fields, record=record)
    return _filled(page, record) if record else page


def _known(name: str, named: Callable[[str], Record | None]) -> Record:
    record = named(name)
    if record is None:
        raise KeyError(name)
    return record


def _filled(page: Page, record: Record) -> Page:
    return replace(
        page,
        title=page.title or record.full_title,
        authors=page.authors or tuple(name.spoken for name in record.authors),
        date=page.date or record.issued,
    )


def _frozen(value: Any) -> Any:
    return tuple(_frozen(part) for part in value) if isinstance(value, list) else value
