"""The title of a page, apart from what sites, search engines and templates put around it."""

import re
from collections.abc import Iterable
from typing import Final

from enrichers.items.kinds import host_of, split
from enrichers.pages import wording
from enrichers.writing.names import IDEOGRAPH
from enrichers.writing.text import plain, squeeze

LONGEST_TITLE: Final = 500  # characters
ENOUGH_LETTERS: Final = 30  # of a title, to know it again where it is cut
SHORTEST_NAME: Final = 3  # letters of a host that may be a site's name
ENOUGH_WORDS: Final = 3
ENOUGH_IDEOGRAPHS: Final = 4
"""With as many, a heading is the title of the page and no name that stands beside it."""

_SEPARATOR = re.compile(
    r"\s[|·•»›‹«—–-]\s|\s?::\s?|\s?\|\s?|: (?=[^:]{0,300}$)|_(?=[^_]{1,20}$)"
)
_NAMELESS = re.compile(
    r"(?:untitled(?: document| page)?|home ?page|home|index(?: of .{0,200})?|welcome|document"
    r"|title|null|undefined|none|no title|new (?:page|tab)|unknown|loading|redirect(?:ing|ed)?"
    r"|main|default|blank|startseite|accueil|inicio|首页|主页|powerpoint presentation"
    r"|microsoft (?:word|powerpoint) - .{0,200}|(?:presentation|document|slide|page) ?\d{1,4}"
    r"|new page \d{1,4}|frameset|(?:home|main|front|index|title) page)\W{0,5}|\W*|https?://\S+",
    re.IGNORECASE,
)
"""What stands as a title on pages that nobody gave one."""
_EXCUSES: Final = wording.CHALLENGE.union(
    *(wording.LOGIN, wording.COOKIES, wording.FAILURE, wording.FIRST_PAGE, wording.FOR_SALE)
)
_ENDS_A_HEADING = re.compile(r"\s?[:|,(]|\s[–—-]\s|(?:['’]s)?\s(?:home|web|personal)", re.I)
_STRONG_SEPARATOR = re.compile(r"\s[|·•»›‹«—–-]\s|\s?\|\s?|_")
_FRAMED = re.compile(r"(?P<title>[^|]{1,400}?)(?:\s\|\s[^|\d]{1,40}){1,3}")
"""A title, and behind upright lines the site's parts: "Title | Section | Site". What holds a
number is a part of the work ("Lecture 5")."""
_PERMALINK = re.compile(r"[\s¶#§🔗]+$")
_ON_A_SITE = re.compile(r"\s(?:on|at)\s(?P<site>\S.{0,60})$")
_BEFORE_TITLE = re.compile(
    r"^(?:[(\[](?:pdf|html|book|citation|\d{4}\.\d{4,5}(?:v\d{1,2})?)[)\]]\s*)+(?=\S)",
    re.IGNORECASE,
)
"""What search engines and archives put before it: "[PDF] Title", "[1806.07366] Title"."""


def without_frame(title: str, headings: Iterable[str]) -> str:
    """The heading that a title consists of beside the name of its site or of the sort of page:
    "Paper page - Title"."""
    parts = {part.strip() for part in _STRONG_SEPARATOR.split(title)}
    whole = (text for text in headings if text in parts and _says_enough(text))
    return next(whole, title)


def _says_enough(text: str) -> bool:
    return len(text.split()) >= ENOUGH_WORDS or (
        len(text) >= ENOUGH_IDEOGRAPHS and IDEOGRAPH.search(text) is not None
    )


def fuller(title: str, headings: Iterable[str]) -> str:
    """The heading that a title is the beginning of."""
    longer = (
        text
        for text in headings
        if text.startswith(title) and _ENDS_A_HEADING.match(text, len(title))
    )
    return next(longer, title) if title else title


def heading_alone(text: str) -> str:
    """A heading without the sign for a link to itself that templates put behind it."""
    return _PERMALINK.sub("", plain(text[: 2 * LONGEST_TITLE])[:LONGEST_TITLE])


def is_title(text: str) -> bool:
    """Whether a text can be the title of what was asked for: no error page, challenge or login
    has one."""
    text = text.strip()[:LONGEST_TITLE]
    return not _NAMELESS.fullmatch(text) and not is_excuse(text)


def is_excuse(text: str) -> bool:
    """Whether a text is what stands as a title when something else is shown instead."""
    return wording.says(text, _EXCUSES) or wording.says_not_found(text)


def parts_of(title: str) -> list[str]:
    """A title and the parts that signs divide it into; one of them may be a site's name."""
    return [title, *(part.strip() for part in _SEPARATOR.split(title) if part.strip())]


def is_among(title: str, titles: Iterable[str]) -> bool:
    """Whether a title, or its beginning, is what a page bears as its own; of a page without
    any title it may be."""
    bare = squeeze(plain(title[:LONGEST_TITLE]))[:ENOUGH_LETTERS]
    others = [squeeze(plain(other[:LONGEST_TITLE])) for other in titles]
    others = [other for other in others if other]
    return bool(bare) and (not others or any(bare in other for other in others))


def title_alone(title: str, url: str, sites: Iterable[str], headings: Iterable[str]) -> str:
    """A window's title without the name of the site before or behind it.

    A heading that stands in the title is the title; else the site's name is known from what
    the page says of it, or from its host: but the front page of a site is called as the site.
    """
    title = _BEFORE_TITLE.sub("", title.strip(" -–—|·•"), count=1)
    address = split(url)
    host = host_of(address)
    names = {squeeze(plain(site)) for site in sites} | {squeeze(host)}
    if address.path.strip("/"):
        names |= {squeeze(part) for part in host.split(".")[:-1] if len(part) > SHORTEST_NAME}
    parts, whole = set(map(squeeze, parts_of(title))), squeeze(title)
    for text in headings:
        heading = squeeze(text)
        is_most = heading in parts or (heading in whole and 2 * len(heading) > len(whole))
        opens = title.startswith(text) and _ENDS_A_HEADING.match(title, len(text)) is not None
        if heading and (is_most or opens) and not _is_site(text, names):
            return text
    if (ending := _ON_A_SITE.search(title)) and _is_site(ending["site"], names):
        title = title[: ending.start()]
    places = [(0, 0), *(match.span() for match in _SEPARATOR.finditer(title))]
    places.append((len(title), len(title)))
    first, last = 0, len(places) - 1
    while last - first > 1 and _is_site(title[places[last - 1][1] : places[last][0]], names):
        last -= 1
    while last - first > 1 and _is_site(title[places[first][1] : places[first + 1][0]], names):
        first += 1
    alone = title[places[first][1] : places[last][0]].strip()
    framed = _FRAMED.fullmatch(alone)
    return framed["title"].strip() if framed and _says_enough(framed["title"]) else alone


def _is_site(part: str, names: Iterable[str]) -> bool:
    squeezed = squeeze(part)
    return (
        not squeezed
        or bool(_NAMELESS.fullmatch(part.strip()))
        or any(
            squeezed == name
            or (
                len(name) > SHORTEST_NAME
                and squeezed.startswith(name)
                and len(squeezed) <= 2 * len(name)
            )
            for name in names
        )
    )
