"""An honest item for what no registry knows, as its page, list and address describe it."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import fields, replace

from enrichers.identifiers.canonical import dedup_key
from enrichers.items.kinds import DOCUMENT_ENDINGS, ending_of, kind_of, split
from enrichers.items.naming import (
    CODE_HOSTS,
    LONGEST_TITLE,
    SHORTEST_LEAD_IN,
    claimed_title,
    labels_of,
    listed_title,
    said_title,
    title_of_address,
)
from enrichers.model import Claim, Person, Work, WorkKind
from enrichers.pages.model import Reading
from enrichers.words.clean import Cleaned, clean
from enrichers.writing.names import person
from enrichers.writing.text import plain, squeeze
from seeds.model import Link

__all__ = ["CODE_HOSTS", "typed", "typed_id"]

ABSTRACTS_APART = "\n\n"
DATED_PATH = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])(?:/(0[1-9]|[12]\d|3[01]))?/")
TERM = re.compile(
    r"(?<![^\W\d_])(?:spring|summer|fall|autumn|winter|wise|sose|ws|ss|sp|fa)[\s_'’-]{0,2}"
    r"(?:of\s)?(?P<year>(?:19|20)\d\d|[0-3]\d)(?!\d)",
    re.IGNORECASE,
)
"""When a course is held, in its name or its address: "Spring 2019", "fall18"."""
SHARED_LABELS = tuple(
    re.compile(form)
    for form in (
        r"(?P<title>.+?) - (?P<author>.+?)的(?:文章|回答) - 知乎",
        r"(?P<title>.+?)_(?P<author>[^_]+)的博客-CSDN博客",
        r"(?P<title>.+?) \| by (?P<author>[^|]+?)(?: \| [^|]+){1,2}",
        r"(?P<title>.+?) - by (?P<author>[^-]+?) - [^-]+",
    )
)
"""How large platforms (Zhihu, CSDN, Medium, Substack) word the links that they offer for
sharing."""
NAME_AND_PLACE = re.compile(
    r"(?P<name>[^\W\d_a-z][\w'’-]+(?:\s[^\W\d_a-z]\.){0,3}\s[^\W\d_a-z][\w'’-]+),\s"
    r"[^,]{0,60}?\b(?:Universi\w+|Institut\w*|College|School|Laborator\w+|Academy|ETH|EPFL|MIT"
    r"|Cent(?:er|re)|CNRS|I(?:NRIA|nria)|Google|Microsoft|DeepMind|IBM)\b"
)
"""How talks are announced: "Title Philipp Petersen, University of Oxford"."""
TALK = re.compile(
    r"\b(?:talk|lecture|slides?|seminar|colloquium|workshop|keynote|tutorial|poster)\b", re.I
)
APPEARED = frozenset(
    {
        WorkKind.ARTICLE,
        WorkKind.CHAPTER,
        WorkKind.CONFERENCE_PAPER,
        WorkKind.PREPRINT,
    }
)
"""What only a page that declares itself a scholarly work can be."""
NARROWER = frozenset({WorkKind.THESIS, WorkKind.REPORT, WorkKind.BOOK, WorkKind.PRESENTATION})
"""What an address or a label can say of a document that does not say so itself."""
WRITTEN = APPEARED | {WorkKind.DOCUMENT, WorkKind.REPORT, WorkKind.THESIS, WorkKind.BOOK}


def typed_id(link: Link) -> str:
    """The name of an item without identity: "url:" and the address as it is compared, or
    "text:" and a hash of what a reference says."""
    if link.url:
        return f"url:{dedup_key(link.url)}"
    words = squeeze(plain(link.label or link.context))
    return f"text:{hashlib.sha256(words.encode()).hexdigest()[:12]}"


def typed(
    links: Sequence[Link], *, claims: Sequence[Claim] = (), reading: Reading | None = None
) -> Work:
    """Describe what one or several occurrences of one address, or one reference, point at.

    `claims` are identifiers that no registry confirmed: they may lend a title, and never an
    identity or the kind of a paper. `reading` is what the page says of itself, if it could be
    read. The title is never empty.
    """
    labels = list(labels_of(links))
    if not links[0].url:
        return _reference(links[0], labels)
    page = reading or Reading()
    url = links[0].url.strip()
    kind = _kind(kind_of(url, " ".join(labels)), page)
    is_document = kind in WRITTEN or ending_of(split(url).path) in DOCUMENT_ENDINGS
    listed = listed_title(links, labels)
    said = clean(listed) if is_document else Cleaned(title=listed)
    shared = next(filter(None, (form.fullmatch(listed) for form in SHARED_LABELS)), None)
    name = shared["title"] if shared else said.title or listed
    title = said_title(
        name, page.work.title, url, is_document=is_document, found_at=page.work.url
    )
    title = title or claimed_title(claims) or title_of_address(url)
    authors = said.authors if _are_full(said.authors) else ()
    return _with_page(
        page,
        Work(
            kind=kind,
            title=title,
            authors=(person(shared["author"]),) if shared else authors,
            issued=_issued(kind, title, url) or (str(said.year) if said.year else ""),
            venue=said.venue,
            abstract=ABSTRACTS_APART.join(text for text in labels if len(text) > LONGEST_TITLE),
            url=url,
        ),
    )


def _kind(address: WorkKind, page: Reading) -> WorkKind:
    """What the address and the page show together."""
    shown = page.work.kind
    if shown in (None, WorkKind.WEB_PAGE) or (shown in APPEARED and not page.is_paper):
        return address
    if shown is WorkKind.DOCUMENT and address in NARROWER:
        # A paper is often kept in a folder of talks, and says itself that it is none.
        is_talk = address is WorkKind.PRESENTATION and page.is_paper
        return shown if is_talk else address
    return shown


def _with_page(page: Reading, listed: Work) -> Work:
    """What the page says beside the title and the kind, and the list's word where it is
    silent. Fields keep their origin only where they are the page's."""
    work = page.work
    if page.is_list:
        work = Work(
            title=work.title,
            language=work.language,
            rights=work.rights,
            is_archived=work.is_archived,
            origin=work.origin,
        )
    mixed = replace(
        work,
        kind=listed.kind,
        title=listed.title,
        authors=work.authors or listed.authors,
        issued=work.issued or listed.issued,
        venue=work.venue or listed.venue,
        abstract=listed.abstract or work.abstract,
        url=listed.url,
        ids=frozenset(),
        versions=frozenset(),
    )
    names = (field.name for field in fields(Work))
    kept = {name for name in names if getattr(mixed, name) == getattr(page.work, name)}
    return replace(mixed, origin={name: by for name, by in work.origin.items() if name in kept})


def _are_full(authors: Sequence[Person]) -> bool:
    return all(author.given and author.family for author in authors)


def _issued(kind: WorkKind, title: str, url: str) -> str:
    """The day in a blog's address, or the year of a course's term."""
    path = split(url).path
    if kind is WorkKind.BLOG_POST:
        dated = DATED_PATH.search(path + "/")
        return "-".join(part for part in dated.groups() if part) if dated else ""
    term = TERM.search(title) or TERM.search(path)
    if kind is not WorkKind.WEB_PAGE or not term:
        return ""
    year = term["year"]
    return year if len(year) > 2 else f"20{year}"  # noqa: PLR2004 - "18" of "fall18"


def _reference(link: Link, labels: Sequence[str]) -> Work:
    """A work named in words: "Title Given Family, Institution" is how talks are announced."""
    title = labels[0] if labels else plain(link.context)
    text = plain(link.context) if title in plain(link.context) else title
    announced = NAME_AND_PLACE.search(text[: 4 * LONGEST_TITLE])
    is_talk = announced is not None or TALK.search(title) is not None
    authors = tuple[Person, ...]()
    if announced and len(squeeze(text[: announced.start()])) >= SHORTEST_LEAD_IN:
        before = text[: announced.start()].strip(" ,;:-–—")
        title = before if announced.start() < text.find(title) + len(title) else title
        authors = (person(announced["name"]),)
    is_long = len(title) > LONGEST_TITLE
    return Work(
        kind=WorkKind.PRESENTATION if is_talk else WorkKind.DOCUMENT,
        title=(title[:LONGEST_TITLE].rpartition(" ")[0] + " …" if is_long else title)
        or "Untitled",
        authors=authors,
        abstract=text if is_long else "",
    )
