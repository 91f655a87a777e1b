"""Which services answer, what the key may do, and what is missing, in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from enrichers.model import Identifier, Scheme, Source, SourceDown
from flows.settings import Settings
from flows.sources import STATE_FILE, opened, secret
from outputs.zotero.connection import ENDPOINT, Group, ZoteroDown
from outputs.zotero.push import preflight

PROBES = (
    Identifier(Scheme.ARXIV, "0704.0001"),
    Identifier(Scheme.DOI, "10.1038/171737a0"),
    Identifier(Scheme.DOI, "10.5281/zenodo.1"),
)
"""One of these every source may be asked about; that it has no record is an answer too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found about one thing."""

    subject: str
    is_well: bool
    says: str


def examine(settings: Settings, *, library: str = "") -> tuple[Finding, ...]:
    """Ask every service one question, and Zotero what the key may do."""
    settings.state.mkdir(parents=True, exist_ok=True)
    with opened(settings) as sources:
        findings = [_of_source(source) for source in sources]
    return (*findings, *_of_contact(settings), *_of_zotero(settings, library))


def _of_source(source: Source) -> Finding:
    probe = next(probe for probe in PROBES if source.answers(probe))
    try:
        source.lookup([probe])
    except SourceDown as error:
        return Finding(subject=source.name, is_well=False, says=str(error))
    return Finding(subject=source.name, is_well=True, says="answers")


def _of_contact(settings: Settings) -> Iterator[Finding]:
    if settings.contact:
        yield Finding(subject="contact", is_well=True, says=settings.contact)
    else:
        yield Finding(
            subject="contact",
            is_well=False,
            says="none: give --contact or ZOTLIST_CONTACT; with it Crossref allows 3 requests "
            "a second instead of 1",
        )


def _of_zotero(settings: Settings, library: str) -> Iterator[Finding]:
    if not library:
        yield Finding(subject="zotero", is_well=True, says="not asked: no --group was given")
        return
    kind, _, number = library.partition("/")
    group = Group(
        number=number,
        key=secret("ZOTERO_API_KEY"),
        kind=kind.removesuffix("s"),
        contact=settings.contact,
        endpoint=settings.endpoints.get("zotero", ENDPOINT),
    )
    try:
        rights = preflight(group, state=settings.state / STATE_FILE)
    except ZoteroDown as error:
        yield Finding(subject="zotero", is_well=False, says=str(error))
        return
    may = "the key may read and write" if rights.may_write else "the key may not write"
    yield Finding(
        subject=f"zotero {library}", is_well=rights.may_write, says=rights.missing or may
    )
