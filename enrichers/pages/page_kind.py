"""What kind of work a page is or presents: a paper only if it declares itself one."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from enrichers.items.kinds import kind_of
from enrichers.model import Work, WorkKind
from enrichers.pages.document import Document
from enrichers.pages.statement import KIND, Convention, Statement
from enrichers.writing.text import plain

PAPERS: Final = frozenset(
    {WorkKind.ARTICLE, WorkKind.CONFERENCE_PAPER, WorkKind.CHAPTER, WorkKind.PREPRINT}
    | {WorkKind.THESIS, WorkKind.REPORT, WorkKind.BOOK, WorkKind.DATASET}
)
ORDER: Final = (
    *(WorkKind.THESIS, WorkKind.REPORT, WorkKind.CONFERENCE_PAPER, WorkKind.CHAPTER),
    *(WorkKind.ARTICLE, WorkKind.BOOK, WorkKind.DATASET, WorkKind.SOFTWARE),
    *(WorkKind.PRESENTATION, WorkKind.VIDEO, WorkKind.BLOG_POST, WorkKind.PREPRINT),
)
"""Which of several that one convention names is meant: the narrower one."""
SCHOLARLY: Final = frozenset(
    {Convention.CITATION, Convention.EPRINTS, Convention.PRISM, Convention.COINS}
)
"""Conventions in which only scholarly works are described."""
LONGEST_TITLE: Final = 500  # characters

_TALK_LINE = re.compile(
    r"^[ \t]{0,20}(?:invited )?(?:speaker|presenter|referent(?:in)?|orateur)(?:s|\(s\))?"
    r"[ \t]{0,20}(?:[:：]|$)"
    r"|^[ \t]{0,20}(?:报告人|讲者|主讲人?)[ \t]{0,20}(?:[:：]|$)",
    re.IGNORECASE | re.MULTILINE,
)
_TALK_TITLE = re.compile(
    r"\b(?:seminar|colloquium|talk|keynote|distinguished lecture|kolloquium|séminaire)\b",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"\b(?:workshop|conference|school|symposium|meeting|congress|course|program(?:me)?|schedule"
    r"|days)\b",
    re.IGNORECASE,
)
_PREPRINT_SERVERS = re.compile(
    r"(?:arxiv|(?:bio|med|chem|psy|soc|eng|tech)a?rxiv|ssrn|research square|preprints|osf)"
    r"(?:\W.{0,60}|\.org)?|ssrn electronic journal",
    re.IGNORECASE,
)
_MEETINGS_PAPERS = re.compile(
    r"\b(?:conference|symposium|workshop|neural information processing systems"
    r"|proceedings of the (?:\d{4}|\d+(?:st|nd|rd|th)) )\b"
    r"(?!.{0,60}\b(?:journal|series of books|transactions)\b)",
    re.IGNORECASE,
)
"""Proceedings that pages put into the tag for journals; academies and societies have journals
of that name."""
_SLIDE_MAKERS = re.compile(
    r"\b(?:reveal\.?js|remark\.?js|slidev|marp|impress|powerpoint|prezi|slidy)\b", re.IGNORECASE
)
_BLOG_ENGINES = re.compile(
    r"wordpress|blogger|ghost|hexo|medium|substack|typepad|movable type", re.IGNORECASE
)

PLATFORM_NAMES: Final = ("og:site_name", "al:ios:app_name", "al:android:app_name")
"""Tags in which platforms name themselves on sites that bear another name."""


def is_paper(statements: Sequence[Statement], *, is_described: bool) -> bool:
    """Whether the page declares itself a scholarly work; `is_described` if it does so in the
    vocabulary of schema.org."""
    has_title = any(
        said.field == "title" and said.convention in SCHOLARLY for said in statements
    )
    core = any(
        said.field == KIND and said.kind in PAPERS and said.convention is Convention.DUBLIN_CORE
        for said in statements
    )
    has_core_title = any(
        said.field == "title" and said.convention is Convention.DUBLIN_CORE
        for said in statements
    )
    prism = any(said.convention is Convention.PRISM for said in statements)
    return is_described or has_title or ((core or prism) and has_core_title)


def kind_of_page(
    page: Document, statements: Sequence[Statement], work: Work, *, paper: bool
) -> tuple[WorkKind, str]:
    """The kind, and the tag or trait that shows it.

    A page that declares itself no scholarly work never is a paper.
    """
    said = _declared(statements, paper=paper)
    if paper and said and said.kind:
        kind = _by_venue(said.kind, work.venue)
        if kind is WorkKind.ARTICLE and not _appeared(work, statements):
            kind = WorkKind.DOCUMENT
        return kind, said.by
    if paper:
        return (WorkKind.BOOK, "isbn") if work.isbn else _undeclared(work, statements)
    if said and said.kind and said.convention is not Convention.DUBLIN_CORE:
        return said.kind, said.by
    by_address = kind_of(page.url)
    if by_address is not WorkKind.WEB_PAGE:
        return by_address, "address"
    if said and said.kind:
        return said.kind, said.by
    if _SLIDE_MAKERS.search(dict(page.metas).get("generator", "")):
        return WorkKind.PRESENTATION, "generator"
    if _is_talk(page, work):
        return WorkKind.PRESENTATION, "speaker"
    if _is_blog_post(page):
        return WorkKind.BLOG_POST, "generator and author"
    return WorkKind.WEB_PAGE, ""


def _declared(statements: Iterable[Statement], *, paper: bool) -> Statement | None:
    kinds = [
        said
        for said in statements
        if said.field == KIND and said.kind and (paper or said.kind not in PAPERS)
    ]

    def rank(said: Statement) -> tuple[int, int, str]:
        place = ORDER.index(said.kind) if said.kind in ORDER else len(ORDER)
        return said.convention, place, said.by

    return min(kinds, key=rank, default=None)


def _by_venue(kind: WorkKind, venue: str) -> WorkKind:
    """The kind, unless the venue shows that its tag was the nearest one at hand."""
    if kind is WorkKind.ARTICLE and _PREPRINT_SERVERS.fullmatch(venue):
        return WorkKind.PREPRINT
    if kind in {WorkKind.ARTICLE, WorkKind.CHAPTER} and _MEETINGS_PAPERS.search(venue):
        return WorkKind.CONFERENCE_PAPER
    return kind


def _appeared(work: Work, statements: Iterable[Statement]) -> bool:
    """Whether an article says where: blogs call their posts scholarly articles too."""
    has_doi = any(said.field == "doi" for said in statements)
    return bool(work.venue or work.issn or work.volume or has_doi)


def _undeclared(work: Work, statements: Iterable[Statement]) -> tuple[WorkKind, str]:
    """An article, if it names a journal: what PRISM calls a publication is a periodical."""
    in_periodical = any(
        said.field == "venue" and said.convention is Convention.PRISM for said in statements
    )
    if work.issn or in_periodical or (work.venue and work.volume):
        return _by_venue(WorkKind.ARTICLE, work.venue), "issn or publication"
    return WorkKind.DOCUMENT, ""


def _is_talk(page: Document, work: Work) -> bool:
    """One speaker announced, and no meeting of many."""
    lines = _TALK_LINE.findall(page.opening)
    titles = " ".join((work.title, plain(page.title[:LONGEST_TITLE])))
    if _MEETING.search(work.title) or len(lines) > 1:
        return False
    return bool(lines) or (bool(_TALK_TITLE.search(titles)) and bool(work.authors))


def _is_blog_post(page: Document) -> bool:
    """Written with a blog engine, and dated or signed as an article: not its front page."""
    names = dict(page.metas)
    is_dated = "article:published_time" in names
    is_engine = _BLOG_ENGINES.search(names.get("generator", "")) or any(
        _BLOG_ENGINES.fullmatch(names.get(name, "")) for name in PLATFORM_NAMES
    )
    return is_dated and bool(is_engine or page.bylines)
