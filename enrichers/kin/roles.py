"""What a work or item can be to another one: its paper, its slides, its code, its course."""

from collections.abc import Mapping
from enum import StrEnum

from enrichers.kin.beside import Form
from enrichers.model import Work, WorkKind


class Role(StrEnum):
    """What a work or item can be to another one, in the order in which both are named."""

    PAPER = "paper"
    DOCUMENT = "document"
    SLIDES = "slides"
    TALK = "talk"
    POSTER = "poster"
    VIDEO = "video"
    CODE = "code"
    PAGE = "page"
    COURSE = "course"
    EVENT = "event"
    OTHER = "other"


BY_KIND: Mapping[WorkKind, Role] = {
    WorkKind.ARTICLE: Role.PAPER,
    WorkKind.BOOK: Role.PAPER,
    WorkKind.CHAPTER: Role.PAPER,
    WorkKind.CONFERENCE_PAPER: Role.PAPER,
    WorkKind.PREPRINT: Role.PAPER,
    WorkKind.REPORT: Role.PAPER,
    WorkKind.THESIS: Role.PAPER,
    WorkKind.DOCUMENT: Role.DOCUMENT,
    WorkKind.PRESENTATION: Role.TALK,
    WorkKind.VIDEO: Role.VIDEO,
    WorkKind.SOFTWARE: Role.CODE,
    WorkKind.WEB_PAGE: Role.PAGE,
}
BY_GENRE: Mapping[str, Role] = {
    "course": Role.COURSE,
    "event": Role.EVENT,
    "poster": Role.POSTER,
    "project": Role.PAGE,
    "slides": Role.SLIDES,
}
"""Where a finer word is known than the kind; any other word is of something by itself: a
person, a job, a list."""

TALKS = frozenset({Role.SLIDES, Role.TALK, Role.POSTER, Role.VIDEO})
TOGETHER = TALKS | {Role.PAPER, Role.DOCUMENT, Role.CODE, Role.PAGE}
"""Roles of which two can go by one title."""
LIKE_ONE = ({Role.PAPER, Role.DOCUMENT}, {Role.PAGE, Role.DOCUMENT})
"""Of one title these are rather one work that could not be proved to be one."""
PRESENTING = TALKS | {Role.CODE, Role.PAGE}
"""Roles in which a page that names one paper is about it; blogs and courses name papers too."""

WRITTEN = frozenset({Role.PAPER, Role.DOCUMENT})
OFFERED: Mapping[Role, frozenset[Form]] = {
    Role.PAPER: frozenset(Form),
    Role.DOCUMENT: frozenset(Form),
    Role.SLIDES: frozenset({Form.VIDEO, Form.CODE}),
    Role.TALK: frozenset({Form.SLIDES, Form.VIDEO, Form.CODE}),
    Role.VIDEO: frozenset({Form.SLIDES, Form.CODE}),
    Role.CODE: frozenset({Form.PAGE}),
    Role.PAGE: frozenset({Form.CODE}),
    Role.COURSE: frozenset({Form.SLIDES, Form.VIDEO, Form.CODE}),
}
"""What an entry can offer of what it is about."""
EXACT: Mapping[Form, frozenset[Role]] = {
    Form.CODE: frozenset({Role.CODE}),
    Form.PAGE: frozenset({Role.PAGE}),
    Form.POSTER: frozenset({Role.POSTER}),
    Form.SLIDES: frozenset({Role.SLIDES, Role.TALK}),
    Form.TALK: TALKS,
    Form.VIDEO: frozenset({Role.VIDEO}),
}
"""What a link that is offered in a form should lead to."""
LOOSE: Mapping[Form, frozenset[Role]] = {
    Form.CODE: frozenset({Role.PAGE, Role.OTHER}),
    Form.PAGE: frozenset({Role.CODE, Role.OTHER}),
    Form.POSTER: frozenset({Role.SLIDES, Role.TALK, Role.DOCUMENT}),
    Form.SLIDES: frozenset({Role.DOCUMENT, Role.PAGE}),
    Form.TALK: frozenset({Role.PAGE, Role.EVENT}),
    Form.VIDEO: frozenset({Role.PAGE, Role.SLIDES, Role.TALK}),
}
"""What it may look like instead, where the list offers it of a paper."""


def role_of(work: Work) -> Role:
    """The role in which a work or item can stand to another one."""
    role = BY_KIND.get(work.kind, Role.OTHER) if work.kind else Role.OTHER
    if role is Role.PAPER or not work.genre:
        return role
    return BY_GENRE.get(work.genre, Role.OTHER)


def may_offer(work: Role, form: Form, other: Role) -> bool:
    """Whether what is in one role can be offered, in a form, of what is in another."""
    is_fit = other in EXACT[form] or (work in WRITTEN and other in LOOSE[form])
    return form in OFFERED.get(work, frozenset()) and is_fit
