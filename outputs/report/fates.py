"""What became of a work from one run to the next: retracted, corrected, published, renewed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from enrichers.grammar import ARXIV_DOI
from enrichers.model import WorkKind
from enrichers.text import squeeze
from enrichers.titles import notice
from outputs.report.digest import Happening
from outputs.table import SEPARATOR

PUBLISHED_KINDS = frozenset(
    {
        *(WorkKind.ARTICLE, WorkKind.CONFERENCE_PAPER, WorkKind.BOOK, WorkKind.CHAPTER),
        *(WorkKind.THESIS, WorkKind.REPORT),
    }
)
LIVING_KINDS = frozenset(
    {WorkKind.PREPRINT, WorkKind.SOFTWARE, WorkKind.DATASET, WorkKind.DOCUMENT}
)
"""Another date means another version of these; that of an article is only put right."""

RETRACTED_TITLE = re.compile(
    r"\W*(?:retracted|withdrawn|temporary removal|removed)"
    r"(?: (?:article|paper|chapter|manuscript|preprint))?\s?[:\])–—-]",
    re.IGNORECASE,
)
RETRACTED_AFTER = re.compile(
    r"[(\[](?:this (?:article|paper) has been )?(?:retracted|withdrawn)"
    r"(?: (?:article|paper|chapter|manuscript|preprint))?[)\]]\W?$",
    re.IGNORECASE,
)
"""How publishers mark the title of a work that was retracted, before and after it."""
WITHDRAWN_ABSTRACT = re.compile(
    r"\W*(?:this|the) (?:article|manuscript|paper|preprint|submission|work) "
    r"(?:has been|was|is(?: being)?) (?:retracted|withdrawn)",
    re.IGNORECASE,
)
"""How arXiv's authors say it: a withdrawn paper keeps its title."""
CORRECTED_TITLE = re.compile(
    r"\W*(?:corrected(?: (?:article|paper))?(?: and republished)?|expression of concern)"
    r"\s?[:\]]",
    re.IGNORECASE,
)
NOTICES = {"retraction": True, "correction": False}
"""Of the notices about other works that a title announces, those to tell of, and whether
they take a work back."""
RETRACTIONS = ("retraction", "removal", "withdrawal")
"""Kinds of notices that take a work back; other kinds correct it or warn of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a table of works says of one, as far as its fate is read from it."""

    work_id: str
    kind: str = ""
    title: str = ""
    doi: str = ""
    arxiv_id: str = ""
    venue: str = ""
    issued: str = ""
    edition: str = ""
    abstract: str = ""
    url: str = ""
    notices: str = ""
    """What registries say was published about it, a list of "kind: identifier"; read if the
    tables have such a column."""
    version: str = ""
    """Such as "v3"; read if the tables have such a column."""

    @property
    def identifiers(self) -> frozenset[str]:
        """DOIs and arXiv ids; arXiv's own DOIs repeat the latter."""
        told = [*self.doi.split(SEPARATOR), *self.arxiv_id.split(SEPARATOR)]
        return frozenset(each for each in told if each and not each.startswith(ARXIV_DOI))


Fate = tuple[Happening, str]
"""What happened, and more about it."""


def fates(before: Known | None, after: Known) -> Iterator[Fate]:
    """What became of a work; without an earlier state only what stands in the present one."""
    fresh = signs(after) - (signs(before) if before else frozenset())
    back = sorted(sign for sign, takes_back in fresh if takes_back)
    mended = sorted(sign for sign, takes_back in fresh if not takes_back)
    if back:
        yield Happening.RETRACTED, SEPARATOR.join(back)
    if mended:
        yield Happening.CORRECTED, SEPARATOR.join(mended)
    if before is None or before.identifiers.isdisjoint(after.identifiers):
        return
    if before.kind == WorkKind.PREPRINT and after.kind in PUBLISHED_KINDS:
        yield Happening.PUBLISHED, _appeared(before, after)
    elif how := SEPARATOR.join(_renewed(before, after, is_retitled=not fresh)):
        yield Happening.VERSION, how


def signs(work: Known) -> frozenset[tuple[str, bool]]:
    """Each sign that a work was taken back (True) or corrected (False), in words."""
    notices = (each for each in work.notices.split(SEPARATOR) if each)
    said = {(note, note.lower().startswith(RETRACTIONS)) for note in notices}
    if RETRACTED_TITLE.match(work.title) or RETRACTED_AFTER.search(work.title):
        said.add(("its title says so", True))
    elif CORRECTED_TITLE.match(work.title):
        said.add(("its title says so", False))
    elif (kind := notice(work.title)) in NOTICES:
        said.add((f"it is the notice of a {kind}", NOTICES[kind]))
    if WITHDRAWN_ABSTRACT.match(work.abstract):
        said.add(("its abstract says so", True))
    return frozenset(said)


def _appeared(before: Known, after: Known) -> str:
    where = f"in {after.venue}" if after.venue else f"as a {after.kind.replace('-', ' ')}"
    gained = sorted(after.identifiers - before.identifiers)
    return ", ".join([where, *gained[:1]])


def _renewed(before: Known, after: Known, *, is_retitled: bool) -> Iterator[str]:
    if before.version and after.version and before.version != after.version:
        yield f"{after.version}, was {before.version}"
    if gained := sorted(after.identifiers - before.identifiers):
        yield f"also {', '.join(gained)}"
    if before.edition and after.edition and before.edition != after.edition:
        yield f"edition {after.edition}, was {before.edition}"
    if after.kind in LIVING_KINDS and _is_another_day(before.issued, after.issued):
        yield f"of {after.issued}, was {before.issued}"
    if is_retitled and before.title and _differ(before.title, after.title):
        yield f"its title was “{before.title}”"


def _is_another_day(before: str, after: str) -> bool:
    """Another date, and not only a more or less exact one."""
    shortest = min(len(before), len(after))
    return shortest > 0 and before[:shortest] != after[:shortest]


def _differ(before: str, after: str) -> bool:
    return bool(squeeze(after)) and squeeze(before) != squeeze(after)
