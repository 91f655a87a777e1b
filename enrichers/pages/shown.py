"""What a page shows to readers: its title without the site's name, bylines and dates."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, takewhile
from typing import Final

from enrichers.pages.document import Document
from enrichers.pages.headlines import (
    LONGEST_TITLE,
    fuller,
    heading_alone,
    is_title,
    title_alone,
)
from enrichers.pages.language import language_of
from enrichers.pages.statement import Convention, Statement
from enrichers.writing.names import COLLECTIVE, IDEOGRAPH
from enrichers.writing.text import plain

LONGEST_LINE: Final = 200
LONGEST_HEAD_LINE: Final = 80
HEAD_LINES: Final = 8

_QUOTED = re.compile(r"[\"“](?P<title>[^\"“”]{3,400})[\"”] by (?P<names>.{3,200})")
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
    {"speaker", "speaker(s)", "presenter", "instructor", "instructor(s)", "lecturer"}
    | {"author", "author(s)", "date", "when", "报告人", "主讲人", "作者"}
)
"""Labels that also stand without a colon, on a line of their own."""
OF_SEVERAL: Final = frozenset({"authors", "instructors", "lecturers", "teachers"})
"""Headings of lists of names, each on a line of its own."""
MOST_BELOW: Final = 20
MOST_NAMES: Final = 3
"""In marked parts, on a page that declares nothing; with more it shows a staff."""
_BY = re.compile(r"^(?:written |posted |published )?by\b[:\s]*", re.IGNORECASE)
_ONE = re.compile(
    r"(?:speaker|presenter|presented by|lecturer|instructor|teacher|taught by|author|posted by"
    r"|dozent(?:in)?|referent(?:in)?|vortragender?|intervenant|orateur)\s?[:：]",
    re.IGNORECASE,
)
"""Labels of one person: after a comma comes where they work."""
_SEVERAL = re.compile(r"[;&|•·、，]| (?:and|und|et) ")
_ASIDE = re.compile(r"\([^()]{0,100}\)|\b(?:Prof|Dr)(?:\. ?| )|\bProfessor ")
_WORKPLACE = re.compile(
    r"\b(?:[Rr]esearch|Labs?|College|School|Faculty|Polytechnic|Tech|Technologies"
    r"|Library|Museum|Observatory|Center|News)\b|^(?:UC|TU|ETH|KU|HU|FU|RWTH|MPI|CNRS|INRIA) "
)
"""Words of places where people work, beside those that no name holds anywhere."""
_NOTE_SIGNS = " ,0123456789*†‡§¶¹²³"
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
    headings = [text for text in map(heading_alone, page.headings[:20]) if is_title(text)]
    titled = plain(page.title[:LONGEST_TITLE])
    if (quoted := _QUOTED.fullmatch(titled)) and (names := names_in(quoted["names"])):
        titled = quoted["title"]
        yield _statement("authors", *names, by="title")
    window = fuller(title_alone(titled, page.url, sites, headings), headings)
    if is_title(window):
        yield _statement("title", window, by="title")
    elif headings:
        yield _statement("title", headings[0], by="h1")
    if page.names and (len(page.names) <= MOST_NAMES or _is_declared(page)):
        yield _statement("authors", *page.names, by="name parts")
    bylines = map(_signed, page.bylines)
    if names := next(filter(None, bylines), ()):
        yield _statement("authors", *names, by="byline")
    if len(set(page.times)) == 1:
        yield _statement("issued", page.times[0], by="time")
    yield from _labelled_lines(page.opening)
    if term := TERM.search(" ".join((page.title, *headings))[:LONGEST_TITLE]):
        yield _statement("issued", term["year"] or term["before"], by="term in the title")
    elif terms := _terms_at_head(page.opening):
        yield _statement("issued", terms[0], by="term at the head")
    if page.language:
        yield _statement("language", page.language, by="html lang")
    elif language := language_of(page.opening):
        yield _statement("language", language, by="words")


def _is_declared(page: Document) -> bool:
    return any(name.startswith(("citation_", "dc.", "prism.")) for name, _ in page.metas)


def _terms_at_head(text: str) -> list[str]:
    """The years of the terms that the first short lines end with: "University, Fall 2019"."""
    lines = [line for line in map(str.strip, text[:LONGEST_TITLE].splitlines()) if line]
    heads = [line for line in lines[:HEAD_LINES] if len(line) <= LONGEST_HEAD_LINE]
    found = [match for line in heads for match in TERM.finditer(line) if _ends(match, line)]
    return [match["year"] or match["before"] for match in found]


def _ends(match: re.Match[str], line: str) -> bool:
    return not line[match.end() :].strip(" ).")


def names_in(text: str) -> tuple[str, ...]:
    """The names of people in a line such as "Jane Doe (MIT) and Richard Roe, Univ. of Things".

    Institutions and what else stands beside the names are left out; a line of something else
    has none.
    """
    if len(text) > LONGEST_LINE:
        return ()
    bare = " ".join(_ASIDE.sub(" ", text).split())
    parts = [part.strip(_NOTE_SIGNS) for part in _BETWEEN.split(bare)]
    parts = list(filter(None, parts))
    names = [part for part in parts if _is_name(part)]
    if not names or names[0] != parts[0]:
        return ()
    full = [name for name in names if " " in name or IDEOGRAPH.search(name)]
    return tuple(full or names[:1])


def _is_name(text: str) -> bool:
    is_place = COLLECTIVE.search(text) or _WORKPLACE.search(text)
    return bool(_NAME.fullmatch(text)) and not is_place


def _labelled_names(line: str, said: str) -> tuple[str, ...]:
    if _ONE.match(line) and not _SEVERAL.search(said):
        said = said.partition(", ")[0]
    return names_in(said)


def _labelled_lines(text: str) -> Iterator[Statement]:
    seen: set[str] = set()
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line]
    for place, line in enumerate(lines):
        # A label may stand in a cell or a heading of its own, before what it labels.
        label = line[:LONGEST_LINE].rstrip(":：").rstrip().lower()
        is_label = line[-1] in ":：" or label in LABELS_ALONE
        follows = f": {lines[place + 1]}" if is_label and place + 1 < len(lines) else ""
        is_above = label in OF_SEVERAL and "authors" not in seen
        if is_above and (names := _names_below(lines[place + 1 : place + 1 + MOST_BELOW])):
            seen.add("authors")
            yield _statement("authors", *names, by="lines below a label")
        for field, pattern in LABELLED:
            whole = f"{label if follows else line[:LONGEST_LINE]}{follows[:LONGEST_LINE]}"
            match = pattern.match(whole)
            if not match or field in seen:
                continue
            said = match["said"].strip()
            values = _labelled_names(whole, said) if field == "authors" else (said,)
            if values:
                seen.add(field)
                yield _statement(field, *values, by="labelled line")


def _signed(byline: str) -> tuple[str, ...]:
    """The names in a byline, or in several side by side."""
    parts = plain(byline).split("; ")
    names = [names_in(_BY.sub("", part)) for part in parts]
    return tuple(chain.from_iterable(names)) if names[0] else ()


def _names_below(lines: Iterable[str]) -> tuple[str, ...]:
    """The names in the lines from the first on, as long as they are nothing else."""
    return tuple(chain.from_iterable(takewhile(bool, map(names_in, lines))))


def _statement(field: str, *values: str, by: str) -> Statement:
    return Statement(field=field, values=values, by=by, convention=Convention.SHOWN)
