"""Read BibTeX through pybtex: one link or reference per entry."""

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import cast

from pybtex.database.input.bibtex import LowLevelParser, month_names
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text
from pybtex.utils import CaseInsensitiveDict

from seeds.addresses import arxiv_address, doi_address, find_addresses, find_identifiers
from seeds.block import LONGEST_CONTEXT, fold
from seeds.model import Link, LinkKind

log = logging.getLogger(__name__)

Fields = Mapping[str, str]
"""Values by lower-case name, white space folded, as LaTeX."""

_Body = tuple[str, Sequence[tuple[str, Sequence[str]]]]
_ENTRY = re.compile(r"^[ \t]*@[ \t]*\w+[ \t]*[{(]", re.MULTILINE)
_FIRST_ENTRY = re.compile(r"(?:^|(?<=[ \t]))@\w+[ \t]*[{(]", re.MULTILINE)
"""It may follow other words on its line."""
_NO_ENTRIES = frozenset(("string", "preamble"))
_CONTEXT_FIELDS = ("author", "title", "journal", "booktitle", "year")
_FREE_TEXT_FIELDS = ("url", "howpublished", "journal", "note")
_ARXIV_ID = re.compile(
    r"(?:arxiv:)?(?:\d{4}\.\d{4,5}|[a-z-]{2,20}(?:\.[a-z]{2})?/\d{7})(?:v\d+)?", re.I
)
_CORR_VOLUME = re.compile(r"abs/(?P<id>\S+)")
_ESCAPED = re.compile(r"\\([_%&#~$])")
_WRAPPED = re.compile(r"\\(?:url|href|path)\s*\{([^{}]*)\}.*", re.DOTALL)
_LONGEST_LATEX = 5000
"""Characters of a field that are decoded."""


def read(text: str, document: str) -> Iterator[Link]:
    """Yield one link per entry: its DOI, else its arXiv id, else its address, else its ISBN.

    An entry with none of these is a reference. An entry that lacks a brace ends where the next
    line starts with `@type{`, and gives the address that stands in it; what is no entry is
    passed over.
    """
    macros = CaseInsensitiveDict(month_names)
    first = _FIRST_ENTRY.search(text)
    starts = sorted({entry.start() for entry in (first, *_ENTRY.finditer(text)) if entry})
    line, last = 1, 0
    for start, end in pairwise([*starts, len(text)]):
        line += text.count("\n", last, start)
        last = start
        errors: list[PybtexError] = []
        parser = LowLevelParser(text[start:end], macros=macros, handle_error=errors.append)
        for entry in _entries(parser):
            at = line + text.count("\n", start, start + (parser.command_start or 0))
            yield _link(entry, document, at, text[start:end] if errors else "")
        if errors:
            log.warning("%s: line %d: the entry is not whole: %s", document, line, errors[0])


def _entries(parser: LowLevelParser) -> Iterator[Fields]:
    for command, body in cast("Iterator[tuple[str, _Body]]", parser):
        if command.lower() not in _NO_ENTRIES:
            # The first of two fields of one name counts, as it does in BibTeX.
            yield {name.lower(): fold("".join(values)) for name, values in reversed(body[1])}


def _link(fields: Fields, document: str, line: int, broken_entry: str) -> Link:
    found = (way(fields) for way in _WAYS)
    url = next(filter(None, found), "") or _named_in_text({"note": broken_entry})
    words = [_words(fields[name]) for name in _CONTEXT_FIELDS if name in fields]
    return Link(
        url=url,
        label=_words(fields.get("title", "")),
        document=document,
        line=line,
        context=" | ".join(filter(None, words))[:LONGEST_CONTEXT],
        kind=LinkKind.LINK if url else LinkKind.REFERENCE,
    )


def _doi(fields: Fields) -> str:
    doi = _raw(fields.get("doi", ""))
    return doi_address(doi) if doi else ""


def _arxiv(fields: Fields) -> str:
    eprint = _raw(fields.get("eprint", ""))
    archive = fields.get("archiveprefix", fields.get("eprinttype", "arxiv")).lower()
    if archive == "arxiv" and _ARXIV_ID.fullmatch(eprint):
        return arxiv_address(eprint)
    volume = _CORR_VOLUME.fullmatch(fields.get("volume", ""))
    if volume and fields.get("journal", "").lower() == "corr":
        return arxiv_address(volume["id"])
    return ""


def _url(fields: Fields) -> str:
    url = _raw(fields.get("url", ""))
    return url if url and " " not in url else ""


def _named_in_text(fields: Fields) -> str:
    """The first address or identifier in a field of free words, such as a journal that is
    called "arXiv preprint arXiv:1806.07366".
    """
    words = " ".join(_ESCAPED.sub(r"\1", fields.get(name, "")) for name in _FREE_TEXT_FIELDS)
    found = [*find_addresses(words), *find_identifiers(words)]
    return found[0].url if found else ""


def _isbn(fields: Fields) -> str:
    isbn = _raw(fields.get("isbn", ""))
    return f"urn:isbn:{isbn.split(',')[0].split(' ')[0]}" if isbn else ""


_WAYS: tuple[Callable[[Fields], str], ...] = (_doi, _arxiv, _url, _named_in_text, _isbn)
"""How an entry names what it points at, the most certain first."""


def _raw(value: str) -> str:
    """A value that is no text: without the LaTeX that keeps its characters from being LaTeX."""
    return _ESCAPED.sub(r"\1", _WRAPPED.sub(r"\1", value)).strip("{}<> ")


def _words(value: str) -> str:
    """A value as people read it: accents instead of commands, no braces."""
    if not re.search(r"[\\{}$]", value):
        return value
    try:
        return fold(str(Text.from_latex(value[:_LONGEST_LATEX])))
    except (PybtexError, ValueError):
        return fold(value.replace("{", "").replace("}", ""))
