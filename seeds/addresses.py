"""Find addresses and identifiers that stand bare in running text, and where each ends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

OBJECT = "\ufffc"
"""Stands in a text for something that is no text (a link, an image, code); ends an address."""

_HAN = (
    r"\u1100-\u11ff\u3040-\u312f\u3130-\u318f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f"
    r"\uac00-\ud7ff\uf900-\ufaff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uffdc"
    r"\U00020000-\U0003ffff"
)
"""Letters of scripts that put no space between a word and an address glued to it."""

_NEVER = (
    r"\s\x00-\x20\x7f-\x9f<>\"`|\\^{}"
    r"\u00ab\u00bb\u200b-\u200f\u2014\u2018-\u201f\u2028-\u202e\u2039\u203a\u2060-\u206f\u2190-\u2bff"
    r"\u3000-\u303f\ufe10-\ufe1f\ufe30-\ufe4f\ufeff\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
    r"\ufffc\U0001f000-\U0001faff"
)
"""What no written address holds raw: blanks, controls, quotation marks, full-width
punctuation, symbols and emoji."""

_SCHEME = r"(?:https?|ftp)://(?=[\w\[])"
_WWW = r"(?<![A-Za-z0-9_./@-])www\.(?=[A-Za-z0-9-]+\.[A-Za-z])"
_NAKED_HOST = (
    r"(?<![A-Za-z0-9_./@-])(?:[a-z0-9-]+\.)+(?:com|org|net|edu|gov|io|ai)/(?=[A-Za-z0-9~@])"
)
_OPENING = re.compile(rf"(?<![A-Za-z0-9]){_SCHEME}|{_WWW}", re.IGNORECASE)
_OPENING_IN_PLAIN_TEXT = re.compile(
    rf"(?i:(?<![A-Za-z0-9]){_SCHEME})|(?i:{_WWW})|{_NAKED_HOST}"
)
_HOST = re.compile(rf"[^{_NEVER}{_HAN}()\[\]/?#,;]*")
_WHOLE_HOST = re.compile(r"\.[A-Za-z]{2,63}(?::\d{1,5})?")
_RUN = re.compile(rf"(?:[^{_NEVER}{_HAN}()\[\],;]|[,;](?!{_SCHEME}))*", re.IGNORECASE)
_WIDE_RUN = re.compile(rf"(?:[^{_NEVER}()\[\],;]|[,;](?!{_SCHEME}))*", re.IGNORECASE)
_CLOSING = {"(": ")", "[": "]"}
_TRAILING = ".,;:!?'*_~([\u2026"
_TRAILING_ENTITY = re.compile(r"&(?:lt|gt|quot|nbsp|apos|#\d{1,7})\Z", re.IGNORECASE)
_LONGEST_ENTITY = 9

_IDENTIFIER = re.compile(
    r"(?<![A-Za-z0-9/._-])(?:"
    r"(?:(?P<doi>doi)[ \t]{0,2}[:：]?[ \t]{0,2})?(?P<doi_value>10\.\d{4,9}(?:\.\d{1,9})?/)"
    r"|(?P<arxiv>arxiv)[ \t]{0,2}[:：]?[ \t]{0,2}"
    r"(?P<arxiv_value>\d{4}\.\d{4,5}(?:v\d{1,3})?|[a-z]{2,8}(?:-[a-z]{2,8})?(?:\.[a-z]{2})?/\d{7}(?:v\d{1,3})?)"
    r"(?![A-Za-z0-9/]))",
    re.IGNORECASE,
)
_NAME_OF_SCHEME = re.compile(r"\A(?:doi|arxiv)\s{0,9}:?\s{0,9}", re.IGNORECASE)
_LONE_ARXIV = re.compile(
    r"^[ \t]*(?P<value>\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}(?:v\d{1,3})?)[ \t]*$", re.MULTILINE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address and its place in the text it was found in."""

    url: str
    """As written; between "doi:" or "arXiv:" and its value no blank is kept."""
    start: int
    end: int


def find_addresses(text: str, *, in_plain_text: bool = False) -> Iterator[Address]:
    """Yield the bare addresses of a text in order: those with a scheme or with `www.`.

    Brackets are kept when balanced, punctuation at the end is not; a letter of a script
    without spaces ends an address unless its host is written in that script. In plain text,
    which has no other way to write a link, `arxiv.org/abs/...` counts too: a lower-case host
    under one of the great top-level domains, and a path.
    """
    opening = _OPENING_IN_PLAIN_TEXT if in_plain_text else _OPENING
    pos = 0
    while found := opening.search(text, pos):
        pos = _walk(text, found.end(), _run_for(text, found.end()))
        end = _trimmed(text, found.start(), pos)
        if end > found.end():
            yield Address(url=text[found.start() : end], start=found.start(), end=end)


def find_identifiers(text: str) -> Iterator[Address]:
    """Yield the DOIs and arXiv ids that a text names without an address, in order.

    A DOI may stand alone, an arXiv id needs the word before it or the line for itself.
    """
    lone = [
        Address(url=found["value"], start=found.start("value"), end=found.end("value"))
        for found in _LONE_ARXIV.finditer(text)
    ]
    yield from sorted([*_named_identifiers(text), *lone], key=lambda address: address.start)


def doi_address(doi: str) -> str:
    """The address of a DOI where nothing but one is expected; an address stays as it is."""
    value = doi.strip()
    return value if "://" in value else "https://doi.org/" + _NAME_OF_SCHEME.sub("", value)


def arxiv_address(arxiv_id: str) -> str:
    """The address of an arXiv id where nothing but one is expected."""
    value = arxiv_id.strip()
    return (
        value if "://" in value else "https://arxiv.org/abs/" + _NAME_OF_SCHEME.sub("", value)
    )


def _named_identifiers(text: str) -> Iterator[Address]:
    pos = 0
    while found := _IDENTIFIER.search(text, pos):
        name = found["doi"] or found["arxiv"] or ""
        value_at = max(found.start("doi_value"), found.start("arxiv_value"))
        pos = end = found.end()
        if found["doi_value"]:
            pos = _walk(text, found.end(), _RUN)
            end = _trimmed(text, value_at, pos)
        if end > value_at + len(found["doi_value"] or ""):
            written = text[found.start() : end]
            is_gapless = " " not in written and "\t" not in written
            url = written if is_gapless else f"{name}:{text[value_at:end]}"
            yield Address(url=url, start=found.start(), end=end)


def _run_for(text: str, host_at: int) -> re.Pattern[str]:
    host = _HOST.match(text, host_at)
    host_end = host.end() if host else host_at
    if host_end == len(text) or not _WIDE_RUN.fullmatch(text, host_end, host_end + 1):
        return _RUN
    if text[host_end] in "/?#,;":
        return _RUN
    is_whole = _WHOLE_HOST.fullmatch(text, text.rfind(".", host_at, host_end), host_end)
    return _RUN if is_whole else _WIDE_RUN


def _walk(text: str, pos: int, run: re.Pattern[str]) -> int:
    """Go on to the first character that cannot belong to an address begun before `pos`."""
    awaited: list[str] = []
    while True:
        if part := run.match(text, pos):
            pos = part.end()
        mark = text[pos : pos + 1]
        if mark in _CLOSING:
            awaited.append(_CLOSING[mark])
        elif awaited and mark == awaited[-1]:
            awaited.pop()
        else:
            return pos
        pos += 1


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start:
        if text[end - 1] in _TRAILING:
            end -= 1
        elif entity := _TRAILING_ENTITY.search(text, max(start, end - _LONGEST_ENTITY), end):
            end = entity.start()
        else:
            break
    return end
