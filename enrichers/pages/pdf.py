"""Reads a PDF: its identifiers, title, authors, kind and language, from its first pages."""

import re
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Self

from enrichers.model import Person, Work, WorkKind
from enrichers.pages.language import language_of
from enrichers.pages.model import Fetched, PageState, Reading
from enrichers.pages.pdf_facts import PdfFacts
from enrichers.pages.pdf_genre import Genre, genre_of
from enrichers.pages.pdf_identifiers import Identifiers, identifiers_of
from enrichers.pages.pdf_layout import Heading, Line, heading_of, lines_of
from enrichers.pages.pdf_metadata import Declared, declared
from enrichers.pages.pdf_process import PROCESSES, SECONDS, PdfProcess
from enrichers.writing.text import squeeze

MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]{0,6}"
DATE = re.compile(
    rf"^(?:date:?\s|last (?:updated|revised):?\s)?(?:[a-z]+day,?\s)?(?:"
    rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\.?(?:\sof)?\s(?P<m1>{MONTH})\.?,?\s(?P<y1>(?:19|20)\d\d)"
    rf"|(?P<m2>{MONTH})\.?\s(?:(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s)?(?P<y2>(?:19|20)\d\d)"
    r"|(?P<y3>(?:19|20)\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d))$",
    re.IGNORECASE,
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MANY = 4  # different identifiers on a first page: it is a list
NO_OWN_IDENTITY = frozenset({WorkKind.PRESENTATION, WorkKind.DOCUMENT})
"""What presents a work, notes and advertisements name the identifiers of others."""


class PdfReader:
    """Reads PDFs, each in a process that may hang or die without harm; for several threads."""

    def __init__(self, *, processes: int = PROCESSES, seconds: float = SECONDS) -> None:
        self._process = PdfProcess(processes=processes, seconds=seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End its processes; reading again starts new ones."""
        self._process.close()

    def read(self, fetched: Fetched) -> Reading:
        """What the document says about itself. Never raises for anything in it: what could
        not be read is in the evidence ("unread: ...")."""
        if fetched.state is not PageState.ALIVE:
            return Reading(evidence=(f"pdf: {fetched.state}",))
        facts = self._process.facts(fetched.body)
        return Reading(unread=facts.failure) if facts.is_passing else reading_of(facts, fetched)


def reading_of(facts: PdfFacts, fetched: Fetched) -> Reading:
    """Judge what was read from the inside of a document."""
    said = declared(facts.info, fetched.body)
    lines = lines_of(facts)
    height = facts.sizes[0][1] if facts.sizes else 0.0
    found = identifiers_of(lines, said, height)
    url = fetched.final_url or fetched.url
    is_stamped = any(claim.rule != "pdf: xmp" for claim in found.claims)
    genre = genre_of(facts, lines, url, is_stamped=is_stamped)
    known = {claim.candidates[0] for claim in (*found.claims, *found.mentions)}
    is_list = genre.is_list or (not is_stamped and len(known) >= MANY)
    is_silent = is_list or genre.kind in NO_OWN_IDENTITY
    return Reading(
        work=_work(facts, lines, said, heading_of(lines, height), genre),
        claims=() if is_silent else found.claims,
        mentions=() if is_silent else found.mentions,
        is_paper=genre.is_paper and not is_list,
        is_list=is_list,
        evidence=tuple(_evidence(facts, fetched, found, genre)),
    )


def _work(
    facts: PdfFacts, lines: Sequence[Line], said: Declared, shown: Heading, genre: Genre
) -> Work:
    page = squeeze(facts.text)
    is_on_page = bool(said.title) and squeeze(said.title) in page
    title = said.title if is_on_page or not shown.title else shown.title
    return Work(
        kind=genre.kind or (WorkKind.DOCUMENT if facts.pages else None),
        title=_fuller(title, shown.title),
        authors=_authors(said.authors, shown.authors, page),
        issued=next(filter(None, (_date(line.text) for line in lines)), ""),
        language=language_of("\n".join((facts.text, *facts.next_texts))),
    )


def _fuller(title: str, shown: str) -> str:
    """The title as the page has it, if what is declared is only its start."""
    is_start = len(shown) > len(title) and squeeze(shown).startswith(squeeze(title))
    return shown if is_start else title


def _authors(said: Sequence[Person], shown: Sequence[Person], page: str) -> tuple[Person, ...]:
    """The longer list of those that the page bears out; what is declared, if it has none."""
    borne_out = [squeeze(author.family or author.name) in page for author in said]
    if said and all(borne_out) and len(said) >= len(shown):
        return tuple(said)
    return tuple(shown) or (tuple(said) if not page else ())


def _date(text: str) -> str:
    """The date that a line is, in ISO 8601; "" for any other line."""
    match = DATE.match(text) if len(text) < 40 else None  # noqa: PLR2004 - the longest date
    if not match:
        return ""
    of = {name[0]: value for name, value in match.groupdict().items() if value is not None}
    month = of["m"] if of["m"].isdigit() else f"{MONTHS.index(of['m'][:3].lower()) + 1:02d}"
    return "-".join((of["y"], month, *(f"{int(day):02d}" for day in [of.get("d", "")] if day)))


def _evidence(
    facts: PdfFacts, fetched: Fetched, found: Identifiers, genre: Genre
) -> Iterator[str]:
    if facts.failure:
        cut = "; only its start was fetched" if fetched.is_cut else ""
        yield f"unread: {facts.failure}{cut}"
    for claim in found.claims:
        yield f"{claim.rule} {claim.candidates[0]}{claim.version}"
    yield from genre.evidence
    if facts.pages:
        width, height = facts.sizes[0]
        yield f"{facts.pages} pages, the first {width:.0f} by {height:.0f} points"
