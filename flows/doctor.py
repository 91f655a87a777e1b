"""Which services answer, what the key may do, and what is missing, in words."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from enrichers.asking.database import StoreBroken
from enrichers.model import Identifier, Scheme, SourceDown
from flows.keys import is_given
from flows.settings import Settings
from flows.sources import STATE_FILE, AnySource, group_of, opened
from outputs.zotero.connection import ZoteroDown
from outputs.zotero.push import preflight

PROBES = (
    Identifier(Scheme.ARXIV, "0704.0001"),
    Identifier(Scheme.DOI, "10.1038/171737a0"),
    Identifier(Scheme.DOI, "10.5281/zenodo.1"),
    Identifier(Scheme.DOAJ, 32 * "0"),
    Identifier(Scheme.FIGSHARE, "1000001"),
    Identifier(Scheme.GITHUB, "git/git"),
    Identifier(Scheme.HAL, "hal-00000001"),
    Identifier(Scheme.INSPIRE, "1"),
    Identifier(Scheme.OPENREVIEW, "aaaaaaaaaa"),
    Identifier(Scheme.PMID, "1"),
    Identifier(Scheme.ZENODO, "1"),
)
"""One of these every source may be asked about; that it has no record is an answer too."""


UNITS = {"openalex": "US dollars"}
"""In what services count that do not count requests."""
PATIENCE = 10  # seconds: who asks whether a service answers does not wait long for it
OPTIONAL_KEYS = {
    "GITHUB_TOKEN": "GitHub allows eighty times as many questions an hour",
    "OPENALEX_API_KEY": "OpenAlex allows ten times as many questions a day",
    "OPENREVIEW_TOKEN": "OpenReview says what its forums are about",
    "S2_API_KEY": "Semantic Scholar answers every time, not about once a minute",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found about one thing."""

    subject: str
    is_well: bool
    says: str


def examine(
    settings: Settings, *, library: str = "", file: Path | None = None
) -> tuple[Finding, ...]:
    """Ask every service one question, and Zotero what the key may do; `file` is the settings
    file that counts."""
    settings = replace(settings, patience=min(settings.patience, PATIENCE))
    try:
        with opened(settings) as services:
            findings = [_of_source(source) for source in services.sources]
    except StoreBroken as error:
        return (Finding(subject="state", is_well=False, says=str(error)),)
    return (
        *findings,
        _of_settings(file),
        *_of_contact(settings),
        *_of_optional_keys(),
        *_of_zotero(settings, library),
    )


def _of_source(source: AnySource) -> Finding:
    probe = next(probe for probe in PROBES if source.answers(probe))
    try:
        source.lookup([probe])
    except SourceDown as error:
        return Finding(subject=source.name, is_well=False, says=str(error))
    return Finding(subject=source.name, is_well=True, says="answers" + _left(source))


def _left(source: AnySource) -> str:
    allowance = source.web.allowance
    if allowance is None:
        return ""
    left = f"{allowance.left:g} of {allowance.total:g} {UNITS.get(source.name, 'requests')}"
    return f"; {left} are left until {allowance.ends}"


def _of_settings(file: Path | None) -> Finding:
    says = f"from {file.absolute()}" if file else "no file: all are the usual ones"
    return Finding(
        subject="settings",
        is_well=True,
        says=f"{says}; a list's own are in LIST.toml beside it",
    )


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


def _of_optional_keys() -> Iterator[Finding]:
    for name, gain in OPTIONAL_KEYS.items():
        says = "given" if is_given(name) else f"none, and none is needed; with one {gain}"
        yield Finding(subject=name, is_well=True, says=says)


def _of_zotero(settings: Settings, library: str) -> Iterator[Finding]:
    if not library:
        yield Finding(subject="zotero", is_well=True, says="not asked: no --group was given")
        return
    group = group_of(settings, library)
    try:
        rights = preflight(group, state=settings.state / STATE_FILE)
    except ZoteroDown as error:
        yield Finding(subject="zotero", is_well=False, says=str(error))
        return
    may = "Zotero asks its user before we write" if settings.local else "the key may do so"
    yield Finding(
        subject=f"zotero {library}",
        is_well=rights.may_read if settings.local else rights.may_write,
        says=rights.missing or f"can be read and written: {may}",
    )
