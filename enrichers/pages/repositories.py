"""What the page of a code repository says: its name, its description, whom it wants cited."""

import re
from collections.abc import Iterator
from typing import Final

from enrichers.items.kinds import host_of, split
from enrichers.items.typed import CODE_HOSTS
from enrichers.pages.document import Document
from enrichers.pages.statement import Convention, Statement
from enrichers.writing.text import plain

NAME_PARTS: Final = 2  # owner and repository
LONGEST_CITATION: Final = 20_000  # characters

_BOILERPLATE = re.compile(
    r"^(?:contribute to \S+ development by creating an account on \S+|github is where .*)\W*$"
    r"|\s-\s[\w.-]+/[\w.-]+$",
    re.IGNORECASE,
)
_SOFTWARE = re.compile(r"@software\s{0,5}\{", re.IGNORECASE)
_AUTHORS = re.compile(
    r"\bauthor\s{0,20}=\s{0,20}[{\"](?P<said>[^\"=]{1,5000}?)[}\"]\s{0,20}[,}\n]", re.I
)
_YEAR = re.compile(r"\byear\s{0,20}=\s{0,20}[{\"]?(?P<said>\d{4})", re.IGNORECASE)
_CFF = re.compile(r"\bcff-version:", re.IGNORECASE)
_CFF_NAME = re.compile(
    r"^[\s-]{0,20}(?P<part>family|given)-names:(?P<said>[^\n]{1,80})$", re.MULTILINE
)
_CFF_DATE = re.compile(r"date-released:\s{0,5}['\"]?(?P<said>\d{4}-\d\d-\d\d)")


def statements(page: Document) -> list[Statement]:
    """What it says of the repository; nothing if the page is none of a repository."""
    parts = split(page.url)
    names = [name for name in parts.path.split("/") if name]
    if host_of(parts) not in CODE_HOSTS or len(names) < NAME_PARTS:
        return []
    said = [
        _statement("title", plain("/".join(names[:NAME_PARTS]).removesuffix(".git")), "address")
    ]
    for name, value in page.metas:
        if name in {"og:description", "description", "twitter:description"}:
            said.append(_statement("abstract", _BOILERPLATE.sub("", plain(value)), name))
    for text in (*page.code, *page.texts.values()):
        said += _cited(text[:LONGEST_CITATION])
    return said


def _cited(text: str) -> Iterator[Statement]:
    """How the repository wants to be cited, from its CITATION.cff or what was made of it."""
    if _SOFTWARE.search(text):
        if authors := _AUTHORS.search(text):
            yield _statement("authors", *authors["said"].split(" and "), "@software author")
        if year := _YEAR.search(text):
            yield _statement("issued", year["said"], "@software year")
    elif _CFF.search(text):
        before_references = text.split("\nreferences:", maxsplit=1)[0].split(
            "\npreferred-citation:", maxsplit=1
        )[0]
        if names := _cff_names(before_references):
            yield _statement("authors", *names, "CITATION.cff authors")
        if released := _CFF_DATE.search(text):
            yield _statement("issued", released["said"], "CITATION.cff date-released")


def _cff_names(text: str) -> list[str]:
    """Both parts of each name stand in two lines, one after the other, in either order."""
    parts = [
        (match["part"], match["said"].strip(" '\"\r")) for match in _CFF_NAME.finditer(text)
    ]
    pairs = (dict(parts[at : at + 2]) for at in range(0, len(parts) - 1, 2))
    return [f"{pair['family']}, {pair['given']}" for pair in pairs if len(pair) > 1]


def _statement(field: str, *values_and_tag: str) -> Statement:
    *values, by = values_and_tag
    return Statement(field=field, values=tuple(values), by=by, convention=Convention.SHOWN)
