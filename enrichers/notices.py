"""What was made known about works: retractions, corrections, doubts, and new versions."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from enrichers.merge import leading_id
from enrichers.model import Identifier, Notice, Scheme, Work, WorkKind

RETRACTION, WITHDRAWAL, CONCERN = "retraction", "withdrawal", "expression-of-concern"
CORRECTION = "correction"
TAKES_BACK = frozenset({RETRACTION, WITHDRAWAL, "removal"})
RENEWS = frozenset({"new-version", "new-edition"})
"""Kinds of notices that take a work back, and that replace it; all others put something right
or warn of it."""
MARKS: Mapping[str, str] = {
    RETRACTION: "retracted",
    "removal": "retracted",
    WITHDRAWAL: "withdrawn",
    "partial-retraction": "retracted in part",
    "reinstatement": "reinstated",
    CONCERN: "expression of concern",
    **dict.fromkeys(RENEWS, ""),
}
"""What a work is called after a notice; "corrected" after one of another kind."""
OTHERWISE, OF_PREPRINT = "corrected", "preprint "
MARK_NAMES = frozenset(
    start + mark for mark in {*MARKS.values(), OTHERWISE} - {""} for start in ("", OF_PREPRINT)
)
"""All that works are called after notices."""
BY_TITLE, BY_ABSTRACT = "title", "abstract"

LETTERS = re.compile(r"[a-z]+")
MOST_WORDS = 6  # of the name of a kind
TAKEN_BACK_TITLE = re.compile(
    r"\W*(?:(?P<retraction>retracted)|(?P<withdrawal>withdrawn)|temporary removal|removed)"
    r"(?: (?:article|paper|chapter|manuscript|preprint))?\s?[:\])–—-]",
    re.IGNORECASE,
)
TAKEN_BACK_AFTER = re.compile(
    r"[(\[](?:this (?:article|paper) has been )?(?:(?P<retraction>retracted)|"
    r"(?P<withdrawal>withdrawn))(?: (?:article|paper|chapter|manuscript|preprint))?[)\]]\W?$",
    re.IGNORECASE,
)
"""How publishers mark the title of a work that they took back, before and after it."""
CORRECTED_TITLE = re.compile(
    r"\W*(?:corrected(?: (?:article|paper))?(?: and republished)?|(?P<concern>expression of"
    r" concern))\s?[:\]]",
    re.IGNORECASE,
)
NOT_FROM_ELSEWHERE = r"(?:retracted|withdrawn)\b(?! from (?!(?:the )?arxiv))"
"""A paper may also tell that it was withdrawn from a conference."""
WITHDRAWN_COMMENT = re.compile(
    r"(?:^|[.;!?,)\]]\s)\W{0,3}(?:(?:this|the) )?"
    r"(?:(?:article|manuscript|paper|preprint|submission|version|work) )?"
    rf"(?:(?:has|have) been |was |is |being ){{0,2}}{NOT_FROM_ELSEWHERE}",
    re.IGNORECASE,
)
"""A sentence in the comment on a paper that is withdrawn from arXiv."""
WITHDRAWN_ABSTRACT = re.compile(
    r"\W*(?:this|the) (?:article|manuscript|paper|preprint|submission|work) "
    rf"(?:has been|was|is(?: being)?) {NOT_FROM_ELSEWHERE}",
    re.IGNORECASE,
)
"""How an abstract says it; a withdrawn paper keeps its title."""


def kind_from(said: str) -> str:
    """The kind of a notice as a registry words it: "expression_of_concern" has hyphens."""
    return "-".join(LETTERS.findall(said[:100].lower())[:MOST_WORDS]) or "update"


def is_withdrawn(comment: str) -> bool:
    """Whether the comment on a paper says that it is withdrawn."""
    return bool(WITHDRAWN_COMMENT.search(comment))


def marks(work: Work) -> tuple[str, ...]:
    """What a work is called after all that was made known about it, each once, by name.

    Of a published work its preprint alone may be withdrawn.
    """
    said: set[str] = set()
    for notice in work.notices:
        mark = MARKS.get(notice.kind, OTHERWISE)
        is_other = notice.about.scheme is Scheme.ARXIV and work.kind is not WorkKind.PREPRINT
        said.add(OF_PREPRINT + mark if mark and is_other else mark)
    return tuple(sorted(said - {""}))


def with_notices(works: Sequence[Work]) -> list[Work]:
    """Works with what the others of them make known about them, and what their own titles
    and abstracts say.

    A registry may tell of a notice with the work, with the notice, or in the title alone.
    """
    made = [
        (notice, work) for work in works for notice in work.updates if notice.id is not None
    ]
    by_record: dict[Identifier, list[tuple[Notice, Work]]] = {}
    for notice, work in made:
        by_record.setdefault(notice.about, []).append((notice, work))
    return [_told(work, by_record) for work in works]


def _told(work: Work, by_record: Mapping[Identifier, Sequence[tuple[Notice, Work]]]) -> Work:
    known = {notice.name for notice in work.notices}
    for record in sorted(work.ids & by_record.keys()):
        for notice, teller in by_record[record]:
            if notice.name not in known and notice.id not in work.ids:
                known.add(notice.name)
                work = _with(work, notice, teller, "updates")
    about = leading_id(work)
    if about is None:
        return work
    for kind, field, source in _declared(work):
        if not any(_is_like(notice.kind, kind) for notice in work.notices):
            work = _with(work, Notice(kind=kind, about=about, source=source), work, field)
    return work


def _declared(work: Work) -> Iterable[tuple[str, str, str]]:
    """Kinds of notices by what the record of the work itself says, the field, and its name."""
    if taken := TAKEN_BACK_TITLE.match(work.title) or TAKEN_BACK_AFTER.search(work.title):
        yield taken.lastgroup or "removal", "title", BY_TITLE
    elif put_right := CORRECTED_TITLE.match(work.title):
        yield CONCERN if put_right["concern"] else CORRECTION, "title", BY_TITLE
    if WITHDRAWN_ABSTRACT.match(work.abstract):
        yield WITHDRAWAL, "abstract", BY_ABSTRACT


def _is_like(one: str, other: str) -> bool:
    return (one in TAKES_BACK) is (other in TAKES_BACK) and one not in RENEWS


def _with(work: Work, notice: Notice, teller: Work, field: str) -> Work:
    said = {f"notices.{notice.name}": teller.origin[field]} if field in teller.origin else {}
    notices = sorted((*work.notices, notice), key=lambda each: each.name)
    return replace(work, notices=tuple(notices), origin={**work.origin, **said})
