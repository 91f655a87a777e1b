"""A finer word for an item than its kind: person, course, event and so on, for tags."""

import re
from dataclasses import dataclass

from enrichers.items.kinds import host_of, split
from enrichers.model import Work, WorkKind
from enrichers.pages.model import Reading
from enrichers.pages.pdf_layout import is_name

LONGEST_LOOKED_AT = 400  # characters

_PERSON_PATH = re.compile(r"/~[^/]+/?$")
_PLACE_OF_PERSONS = re.compile(
    r"/~|^(?:people|home|homepages?|users?|staff|personal)\.|^[^/]+\.github\.io/|^[^/]+/?$|/(?:people|person|persons|staff|faculty|members?|team"
    r"|users?|profiles?|researchers?|mitarbeiter|mitglieder|author|in)/"
)
_OWNER = re.compile(r"\s*(?:[:|–—]|\s-\s|['’]s\s|\().*$|\s+home\s?page.*$", re.IGNORECASE)
"""What stands behind the name in the title of a person's page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Words that show a genre of web page, in its title or its address."""

    genre: str
    title: re.Pattern[str]
    address: re.Pattern[str]


def _rule(genre: str, title: str, address: str) -> Rule:
    return Rule(
        genre=genre, title=re.compile(title, re.IGNORECASE), address=re.compile(address)
    )


NEVER = r"(?!)"
RULES = (
    _rule(
        "job",
        r"\b(?:post-?doc(?:toral)?|phd|faculty|research)\s(?:positions?|openings?)\b"
        r"|\bvacanc(?:y|ies)\b|\bcall for applications\b",
        r"/jobs?/|^jobs\.",
    ),
    _rule(
        "grant",
        r"\baward\s(?:number|search|abstract|#)|\bgrant\s(?:no|number)\b"
        r"|^award\s\S*\d",
        r"/(?:show)?awards?(?:earch)?/|/grants?/|^grants?\.|^gepris\.|^cordis\.",
    ),
    _rule(
        "course",
        r"\bcourse\b|\bsyllabus\b|\b(?:spring|summer|fall|autumn|winter)\s(?:semester\s|term\s)?"
        r"(?:20)?\d\d\b|^[A-Z]{2,6}[ -]?(?!(?:19|20)\d\d\b)\d{2,4}[A-Z]?\b"
        r"|\blecture(?:s|\sseries|\scourse)\b"
        r"|\bclass page\b",
        r"/(?:courses?|teaching|classes|class)/[^/]|^(?:www\.)?coursera\.|^ocw\."
        r"|(?:spring|summer|fall|autumn|winter)[_-]?(?:20)?\d\d(?:/|$|\.)",
    ),
    _rule(
        "event",
        r"\b(?:workshop|conference|symposium|congress|colloquium|seminars?|meeting|hackathon"
        r"|(?:summer|winter|spring|autumn)\sschool|tutorials?|study group|keynote)\b",
        r"/(?:scientific-)?(?:events?|workshops?|conferences?|seminars?|tutorials?|meetings?)"
        r"(?:/|$)|^(?:indico|seminar|workshop|conference)s?\.|[/.-]workshop",
    ),
    _rule(
        "lab",
        r"\b(?:lab|laboratory|research group|research team|working group)\b",
        r"/(?:labs?|groups?)(?:/|$)|^[^/.]{0,40}-?(?:lab|group|gang)\.|^labs?\.",
    ),
    _rule("news", NEVER, r"^news\.|/news/[^/]"),
    _rule("project", r"\bproject\b", r"/projects?/[^/]"),
)
"""The first that fits counts; of pages alone."""
_OF_PDF = ("poster", "job advertisement", "lecture notes", "list", "slides")


def genre_of(work: Work, reading: Reading | None = None) -> str:
    """The word, or "" where the kind says all that is known."""
    for said in reading.evidence if reading else ():
        word = said.partition(":")[0]
        if word in _OF_PDF:
            return word
    if work.kind is not WorkKind.WEB_PAGE:
        return ""
    parts = split(work.url)
    address = (host_of(parts) + parts.path).lower()
    title = work.title[:LONGEST_LOOKED_AT]
    if is_name(_OWNER.sub("", title)) and _PLACE_OF_PERSONS.search(address):
        return "person"
    for rule in RULES:
        if rule.title.search(title) or rule.address.search(address):
            return rule.genre
    return "person" if _PERSON_PATH.search(address) else ""
