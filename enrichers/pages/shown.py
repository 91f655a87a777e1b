"""What a page shows to readers: its title without the site's name, bylines and dates."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from enrichers.kinds import host_of, split
from enrichers.names import COLLECTIVE, IDEOGRAPH
from enrichers.pages import wording
from enrichers.pages.document import Document
from enrichers.pages.language import language_of
from enrichers.pages.statement import Convention, Statement
from enrichers.text import plain, squeeze

LONGEST_TITLE: Final = 500  # characters
ENOUGH_LETTERS: Final = 30  # of a title, to know it again where it is cut
SHORTEST_NAME: Final = 3  # letters of a host that may be a site's name
LONGEST_LINE: Final = 200

_SEPARATOR = re.compile(
    r"\s[|·•»›‹«—–-]\s|\s?::\s?|\s?\|\s?|: (?=[^:]{0,300}$)|_(?=[^_]{1,20}$)"
)
_NAMELESS = re.compile(
    r"(?:untitled(?: document| page)?|home ?page|home|index(?: of .{0,200})?|welcome|document"
    r"|title|null|undefined|none|no title|new (?:page|tab)|unknown|loading|redirect(?:ing|ed)?"
    r"|main|default|blank|startseite|accueil|inicio|首页|主页)\W{0,5}|\W*|https?://\S+",
    re.IGNORECASE,
)
"""What stands as a title on pages that nobody gave one."""
_EXCUSES: Final = wording.CHALLENGE.union(
    *(wording.LOGIN, wording.COOKIES, wording.FAILURE, wording.FIRST_PAGE, wording.FOR_SALE)
)
_ENDS_A_HEADING = re.compile(r"\s?[:|,(]|\s[–—-]\s")
LABELLED: Final = (
    (
        "authors",
        re.compile(
            r"(?:speakers?|presenters?|presented by|lecturers?|instructors?|teachers?|taught by"
            r"|authors?|written by|posted by|by|dozent(?:in|en)?|referent(?:in)?"
            r"|vortragende[rn]?|intervenant|orateur|主讲人?|报告人|讲者|作者)\s?(?:\(s\))?\s?[:：]\s?(?P<said>\S.*)",
            re.IGNORECASE,
        ),
    ),
    (
        "issued",
        re.compile(
            r"(?:date(?: and time)?|when|published(?: on)?|posted(?: on)?|datum|termin"
            r"|发布时间|时间|日期)\s?[:：]\s?(?P<said>.*\d.*)",
            re.IGNORECASE,
        ),
    ),
)
"""Lines that name the speaker, the teacher or the day of what a page announces."""
LABELS_ALONE: Final = frozenset(
    {"speaker", "speakers", "presenter", "instructor", "instructors", "lecturer", "lecturers"}
    | {"author", "authors", "date", "when", "报告人", "主讲人", "作者"}
)
"""Labels that also stand without a colon, on a line of their own."""
_BY = re.compile(r"^(?:written |posted |published )?by\b[:\s]*", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]{0,100}\)|\b(?:Prof|Dr)\. ")
_BETWEEN = re.compile(
    r", and |, | and | & | und | et |[;|•·–—/、，]| - "
    r"|(?<=[a-z]{3})\. (?=[A-Z][a-z]{3})"
)
_WORD = (
    r"(?:[^\W\d_a-z][^\W\d_]*+(?:[.'’-]{1,2}+[^\W\d_]++){0,2}+[.'’]?+"
    r"|van|von|de|der|den|del|di|da|la|le|bin)"
)
_NAME = re.compile(
    r"(?!(?:Admin|Administrator|Editor|Staff|Posted|Published|Updated|Guest|The|Our)\b)"
    rf"{_WORD}(?: {_WORD}){{0,4}}"
)
"""Up to five words with capitals, with the small words of names between them."""
TERM = re.compile(
    r"\b(?:spring|summer|fall|autumn|winter|semester|term|wise|sose|ws|ss)\W{0,3}(?:of\s)?"
    r"(?P<year>(?:19|20)\d{2})|\b(?P<before>20\d{2})\s?(?:spring|summer|fall|autumn|winter)",
    re.IGNORECASE,
)


def statements(page: Document, sites: Iterable[str]) -> Iterator[Statement]:
    """What the page shows; `sites` are the names that the site gives itself."""
    headings = [heading for heading in map(plain, page.headings[:20]) if is_title(heading)]
    window = title_alone(plain(page.title[:LONGEST_TITLE]), page.url, sites, headings)
    if is_title(window):
        yield _statement("title", window, by="title")
    elif headings:
        yield _statement("title", headings[0], by="h1")
    bylines = (names_in(_BY.sub("", plain(byline))) for byline in page.bylines)
    if names := next(filter(None, bylines), ()):
        yield _statement("authors", *names, by="byline")
    if len(set(page.times)) == 1:
        yield _statement("issued", page.times[0], by="time")
    yield from _labelled_lines(page.opening)
    if term := TERM.search(" ".join((page.title, *headings))[:LONGEST_TITLE]):
        yield _statement("issued", term["year"] or term["before"], by="term in the title")
    if page.language:
        yield _statement("language", page.language, by="html lang")
    elif language := language_of(page.opening):
        yield _statement("language", language, by="words")


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


def names_in(text: str) -> tuple[str, ...]:
    """The names of people in a line such as "Jane Doe (MIT) and Richard Roe, Univ. of Things".

    Institutions and what else stands beside the names are left out; a line of something else
    has none.
    """
    if len(text) > LONGEST_LINE:
        return ()
    bare = " ".join(_ASIDE.sub(" ", text).split())
    parts = [part.strip() for part in _BETWEEN.split(bare) if part.strip()]
    names = [part for part in parts if _NAME.fullmatch(part) and not COLLECTIVE.search(part)]
    if not names or names[0] != parts[0]:
        return ()
    full = [name for name in names if " " in name or IDEOGRAPH.search(name)]
    return tuple(full or names[:1])


def title_alone(title: str, url: str, sites: Iterable[str], headings: Iterable[str]) -> str:
    """A window's title without the name of the site before or behind it.

    A heading that stands in the title is the title; else the site's name is known from what
    the page says of it, or from its host: but the front page of a site is called as the site.
    """
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
    places = [(0, 0), *(match.span() for match in _SEPARATOR.finditer(title))]
    places.append((len(title), len(title)))
    first, last = 0, len(places) - 1
    while last - first > 1 and _is_site(title[places[last - 1][1] : places[last][0]], names):
        last -= 1
    while last - first > 1 and _is_site(title[places[first][1] : places[first + 1][0]], names):
        first += 1
    return title[places[first][1] : places[last][0]].strip()


def _is_site(part: str, names: Iterable[str]) -> bool:
    squeezed = squeeze(part)
    return not squeezed or any(
        squeezed == name
        or (
            len(name) > SHORTEST_NAME
            and squeezed.startswith(name)
            and len(squeezed) <= 2 * len(name)
        )
        for name in names
    )


def _labelled_lines(text: str) -> Iterator[Statement]:
    seen: set[str] = set()
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line]
    for place, line in enumerate(lines):
        # A label may stand in a cell or a heading of its own, before what it labels.
        label = line[:LONGEST_LINE].rstrip(":：").rstrip().lower()
        is_label = line[-1] in ":：" or label in LABELS_ALONE
        follows = f": {lines[place + 1]}" if is_label and place + 1 < len(lines) else ""
        for field, pattern in LABELLED:
            match = pattern.match(
                f"{label if follows else line[:LONGEST_LINE]}{follows[:LONGEST_LINE]}"
            )
            if not match or field in seen:
                continue
            said = match["said"].strip()
            values = names_in(said) if field == "authors" else (said,)
            if values:
                seen.add(field)
                yield _statement(field, *values, by="labelled line")


def _statement(field: str, *values: str, by: str) -> Statement:
    return Statement(field=field, values=values, by=by, convention=Convention.SHOWN)
