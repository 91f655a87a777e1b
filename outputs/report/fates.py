"""What became of a work from one run to the next: retracted, corrected, published, renewed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from enrichers.identifiers.grammar import ARXIV_DOI
from enrichers.model import WorkKind
from enrichers.notices import RENEWS, TAKES_BACK
from enrichers.writing.text import squeeze
from enrichers.writing.titles import notice
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

OF_NOTICES = (Happening.RETRACTED, Happening.CORRECTED, Happening.VERSION)
NAMED = re.compile(": | of ")
DATED = re.compile(r", [0-9]{4}(?:-[0-9]{2}){0,2}$")
OF_INTEREST = frozenset({"retraction", "correction"})
"""Of the notices about other works that a title announces, those to tell of."""


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
    url: str = ""
    notices: str = ""
    """What was made known about it: a list of "retraction: doi:10.1000/2, 2021-05-03"."""
    version: str = ""
    """Such as "v3"."""
    version_on: str = ""

    @property
    def identifiers(self) -> frozenset[str]:
        """DOIs and arXiv ids; arXiv's own DOIs repeat the latter."""
        told = [*self.doi.split(SEPARATOR), *self.arxiv_id.split(SEPARATOR)]
        return frozenset(each for each in told if each and not each.startswith(ARXIV_DOI))


Fate = tuple[Happening, str]
"""What happened, and more about it."""


def fates(before: Known | None, after: Known) -> Iterator[Fate]:
    """What became of a work; without an earlier state only what stands in the present one.

    A work that was taken back already is not told to be so again.
    """
    old, new = (_by_happening(known) for known in (before, after))
    fresh = {
        happening: SEPARATOR.join(
            said for name, said in told.items() if name not in old[happening]
        )
        for happening, told in new.items()
    }
    if new[Happening.RETRACTED] and not old[Happening.RETRACTED]:
        yield Happening.RETRACTED, fresh[Happening.RETRACTED]
    if fresh[Happening.CORRECTED]:
        yield Happening.CORRECTED, fresh[Happening.CORRECTED]
    if before is None or before.identifiers.isdisjoint(after.identifiers):
        return
    if before.kind == WorkKind.PREPRINT and after.kind in PUBLISHED_KINDS:
        yield Happening.PUBLISHED, _appeared(before, after)
        return
    is_marked = bool(new[Happening.RETRACTED]) or before.notices != after.notices
    renewed = [fresh[Happening.VERSION], *_renewed(before, after, is_marked=is_marked)]
    if how := SEPARATOR.join(filter(None, renewed)):
        yield Happening.VERSION, how


def _by_happening(known: Known | None) -> Mapping[Happening, dict[str, str]]:
    """What was made known about a work, by what that is to a reader; by name with its day."""
    told: dict[Happening, dict[str, str]] = {happening: {} for happening in OF_NOTICES}
    if known is None:
        return told
    for said in filter(None, known.notices.split(SEPARATOR)):
        kind, *_ = NAMED.split(said, maxsplit=1)
        told[_happening(kind)][DATED.sub("", said)] = said
    if (kind := notice(known.title)) in OF_INTEREST:
        said = f"it is the notice of a {kind}"
        told[_happening(kind)][said] = said
    return told


def _happening(kind: str) -> Happening:
    if kind in TAKES_BACK:
        return Happening.RETRACTED
    return Happening.VERSION if kind in RENEWS else Happening.CORRECTED


def _appeared(before: Known, after: Known) -> str:
    where = f"in {after.venue}" if after.venue else f"as a {after.kind.replace('-', ' ')}"
    gained = sorted(after.identifiers - before.identifiers)
    return ", ".join([where, *gained[:1]])


def _renewed(before: Known, after: Known, *, is_marked: bool) -> Iterator[str]:
    if before.version and after.version and before.version != after.version:
        day = f" of {after.version_on}" if after.version_on else ""
        yield f"{after.version}{day}, was {before.version}"
    if gained := sorted(after.identifiers - before.identifiers):
        yield f"also {', '.join(gained)}"
    if before.edition and after.edition and before.edition != after.edition:
        yield f"edition {after.edition}, was {before.edition}"
    if after.kind in LIVING_KINDS and _is_another_day(before.issued, after.issued):
        yield f"of {after.issued}, was {before.issued}"
    if not is_marked and before.title and _differ(before.title, after.title):
        yield f"its title was “{before.title}”"


def _is_another_day(before: str, after: str) -> bool:
    """Another date, and not only a more or less exact one."""
    shortest = min(len(before), len(after))
    return shortest > 0 and before[:shortest] != after[:shortest]


def _differ(before: str, after: str) -> bool:
    return bool(squeeze(after)) and squeeze(before) != squeeze(after)
